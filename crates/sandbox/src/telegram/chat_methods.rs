//! The methods that describe a chat and its members.

use serde_json::{Value, json};

use super::access::known_chat;
use super::ids::{ChatId, ChatKind};
use super::model::{SandboxChat, SandboxUser};
use super::options::FeatureSupport;
use super::parameters::Params;
use super::parameters::number;
use super::refusal::RefusedCall;
use super::rights::{Rights, Role};
use super::world::TelegramWorld;

/// `getMe`.
pub(crate) fn get_me(world: &TelegramWorld) -> Value {
    let mut me = world.bot();
    me["can_join_groups"] = json!(true);
    me["can_read_all_group_messages"] = json!(world.options.reads_all);
    me["supports_inline_queries"] = json!(world.options.inline);
    if world.options.guest == FeatureSupport::Supported {
        me["supports_guest_queries"] = json!(true);
    }
    me["can_connect_to_business"] = json!(false);
    me["has_main_web_app"] = json!(false);
    me
}

/// `getChat`.
pub(crate) fn get_chat(world: &TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let place = find_chat(world, known_chat(world, params)?)?;
    let mut chat = place.json();
    chat["accent_color_id"] = json!(0);
    chat["max_reaction_count"] = json!(11);
    chat["accepted_gift_types"] = json!({
        "unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true,
        "premium_subscription": true, "gifts_from_channels": true,
    });
    if matches!(place.kind, ChatKind::Group | ChatKind::Supergroup { .. }) {
        chat["permissions"] = Rights::of_members().permissions();
    }
    if let Some(linked) = place.linked {
        chat["linked_chat_id"] = json!(linked);
    }
    Ok(chat)
}

/// `getChatMember`.
pub(crate) fn get_chat_member(world: &TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let place = find_chat(world, known_chat(world, params)?)?;
    let id = number(params, "user_id").unwrap_or_default();
    if id == world.options.bot_id {
        return Ok(place.bot.json(place.kind, world.bot()));
    }
    let user = world.users.get(&id).ok_or_else(|| RefusedCall::bad_request("member not found"))?;
    Ok(place.role(id).json(place.kind, user.json()))
}

/// `getChatAdministrators`. Of all bots only the one that asks is listed, and there are no others here.
pub(crate) fn get_chat_administrators(world: &TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let place = find_chat(world, known_chat(world, params)?)?;
    if place.kind == ChatKind::Private {
        return Err(RefusedCall::bad_request("there are no administrators in the private chat"));
    }
    let people = place.people.iter().filter(|user| place.role(**user).is_admin());
    let member = |id| Some(place.role(id).json(place.kind, world.users.get(&id).map(SandboxUser::json)?));
    let mut members: Vec<Value> = people.filter_map(|id| member(*id)).collect();
    if matches!(place.bot, Role::Admin(_)) {
        members.push(place.bot.json(place.kind, world.bot()));
    }
    Ok(Value::Array(members))
}

fn find_chat(world: &TelegramWorld, id: ChatId) -> Result<&SandboxChat, RefusedCall> {
    world.chats.get(&id).ok_or_else(|| RefusedCall::bad_request("chat not found"))
}

//! The methods that describe a chat and its members.

use serde_json::{Value, json};

use super::access::known_chat;
use super::ids::{ChatId, ChatKind};
use super::json_objects::{extend, without_nulls};
use super::model::{SandboxChat, SandboxUser};
use super::options::FeatureSupport;
use super::parameters::{Params, number};
use super::refusal::{RefusedCall, refuse};
use super::rights::{Rights, Role};
use super::world::TelegramWorld;

pub(crate) fn get_me(world: &TelegramWorld) -> Value {
    let guest = world.options.guest == FeatureSupport::Supported;
    let mut me = world.bot();
    let more = json!({
        "can_join_groups": true, "can_read_all_group_messages": world.options.reads_all,
        "supports_inline_queries": world.options.inline, "supports_guest_queries": guest.then_some(true),
        "can_connect_to_business": false, "has_main_web_app": false,
    });
    extend(&mut me, without_nulls(more));
    me
}

pub(crate) fn get_chat(world: &TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let place = find_chat(world, known_chat(world, params)?)?;
    let mut chat = place.json();
    let more = json!({
        "accent_color_id": 0, "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true,
            "premium_subscription": true, "gifts_from_channels": true,
        },
        "permissions": place.kind.is_group().then(|| Rights::of_members().permissions()),
        "linked_chat_id": place.linked,
    });
    extend(&mut chat, without_nulls(more));
    Ok(chat)
}

pub(crate) fn get_chat_member(world: &TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let place = find_chat(world, known_chat(world, params)?)?;
    let id = number(params, "user_id").unwrap_or_default();
    if id == world.options.bot_id {
        return Ok(place.member_json(&place.bot, world.bot()));
    }
    let user = world.users.get(&id).ok_or_else(|| RefusedCall::bad_request("member not found"))?;
    Ok(place.member_json(place.role(id), user.json()))
}

/// `getChatAdministrators`. Of all bots only the one that asks is listed, and there are no others here.
pub(crate) fn get_chat_administrators(world: &TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let place = find_chat(world, known_chat(world, params)?)?;
    if place.kind == ChatKind::Private {
        return refuse("there are no administrators in the private chat");
    }
    let people = place.people.iter().filter(|user| place.role(**user).is_admin());
    let member = |id| Some(place.member_json(place.role(id), world.users.get(&id).map(SandboxUser::json)?));
    let mut members: Vec<Value> = people.filter_map(|id| member(*id)).collect();
    if matches!(place.bot, Role::Admin(_)) {
        members.push(place.member_json(&place.bot, world.bot()));
    }
    Ok(Value::Array(members))
}

fn find_chat(world: &TelegramWorld, id: ChatId) -> Result<&SandboxChat, RefusedCall> {
    world.chats.get(&id).ok_or_else(|| RefusedCall::bad_request("chat not found"))
}

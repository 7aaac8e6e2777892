//! The methods that delete messages.

use serde_json::{Value, json};

use super::access::{known_chat, may_delete};
use super::ids::{ChatId, MessageId};
use super::log::ChangeKind;
use super::parameters::{Params, list, number};
use super::refusal::{RefusedCall, refuse};
use super::world::TelegramWorld;

/// Most messages in one call (Bot API, `deleteMessages`).
const AT_ONCE: usize = 100;

pub(crate) fn delete_message(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let chat = known_chat(world, params)?;
    let id = number(params, "message_id").unwrap_or_default();
    if world.message(chat, id).is_none() {
        return refuse("message to delete not found");
    }
    check_may_delete(world, chat, id)?;
    delete(world, chat, id);
    Ok(json!(true))
}

/// `deleteMessages`: missing messages are skipped; if one cannot be deleted, none is.
pub(crate) fn delete_messages(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let chat = known_chat(world, params)?;
    let ids = list(params, "message_ids");
    match ids.len() {
        0 => return refuse("message identifiers are not specified"),
        1..=AT_ONCE => {}
        _ => return refuse("too many message identifiers specified"),
    }
    let ids: Vec<MessageId> = ids.iter().filter_map(Value::as_i64).collect();
    let ids: Vec<MessageId> = ids.into_iter().filter(|id| world.message(chat, *id).is_some()).collect();
    ids.iter().try_for_each(|id| check_may_delete(world, chat, *id))?;
    ids.into_iter().for_each(|id| delete(world, chat, id));
    Ok(json!(true))
}

fn check_may_delete(world: &TelegramWorld, chat: ChatId, id: MessageId) -> Result<(), RefusedCall> {
    let place = world.chats.get(&chat);
    let found = place.and_then(|place| Some((place, place.messages.get(&id)?)));
    match found.is_none_or(|(place, message)| may_delete(place, message, world.now())) {
        true => Ok(()),
        false => refuse("message can't be deleted"),
    }
}

fn delete(world: &mut TelegramWorld, chat: ChatId, id: MessageId) {
    let messages = world.chats.get_mut(&chat).map(|place| &mut place.messages);
    // The same id may occur twice in the call.
    if messages.and_then(|messages| messages.remove(&id)).is_some() {
        world.log.push(Some(chat), ChangeKind::Deleted { message_id: id });
    }
}

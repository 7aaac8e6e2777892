//! The methods that delete messages.

use serde_json::{Value, json};

use super::access::{known_chat, may_delete};
use super::asked::number;
use super::log::What;
use super::methods::Params;
use super::people::{ChatId, MessageId};
use super::refusal::Refusal;
use super::world::World;

/// Most messages that are deleted at once (Bot API, `deleteMessages`).
const AT_ONCE: usize = 100;

/// `deleteMessage`.
pub(crate) fn one(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = known_chat(world, params)?;
    let id = number(params, "message_id").unwrap_or_default();
    if !is_there(world, chat, id) {
        return Err(Refusal::bad_request("message to delete not found"));
    }
    check(world, chat, id)?;
    delete(world, chat, id);
    Ok(json!(true))
}

/// `deleteMessages`: what is not there is skipped; one that cannot be deleted keeps all the others.
pub(crate) fn several(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = known_chat(world, params)?;
    let ids = params.get("message_ids").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    match ids.len() {
        0 => return Err(Refusal::bad_request("message identifiers are not specified")),
        1..=AT_ONCE => {}
        _ => return Err(Refusal::bad_request("too many message identifiers specified")),
    }
    let ids: Vec<MessageId> = ids.iter().filter_map(Value::as_i64).collect();
    let ids: Vec<MessageId> = ids.into_iter().filter(|id| is_there(world, chat, *id)).collect();
    ids.iter().try_for_each(|id| check(world, chat, *id))?;
    ids.into_iter().for_each(|id| delete(world, chat, id));
    Ok(json!(true))
}

fn is_there(world: &World, chat: ChatId, id: MessageId) -> bool {
    world.chats.get(&chat).is_some_and(|place| place.messages.contains_key(&id))
}

fn check(world: &World, chat: ChatId, id: MessageId) -> Result<(), Refusal> {
    let place = world.chats.get(&chat);
    let found = place.and_then(|place| Some((place, place.messages.get(&id)?)));
    match found.is_none_or(|(place, message)| may_delete(place, message, world.now())) {
        true => Ok(()),
        false => Err(Refusal::bad_request("message can't be deleted")),
    }
}

fn delete(world: &mut World, chat: ChatId, id: MessageId) {
    let messages = world.chats.get_mut(&chat).map(|place| &mut place.messages);
    // The same identifier may have been given twice.
    if messages.and_then(|messages| messages.remove(&id)).is_some() {
        world.log.push(Some(chat), What::Deleted { message_id: id });
    }
}

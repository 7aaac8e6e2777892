//! What the bot may do in a chat, with the real server's words for a refusal.

use super::ids::{ChatId, ChatKind};
use super::media::MediaKind;
use super::model::{SandboxAuthor, SandboxChat, SandboxMessage};
use super::parameters::{Params, number, refuse_if_given};
use super::refusal::{RefusedCall, refuse};
use super::rights::{Role, permission};
use super::validation::missing_parameter;
use super::world::TelegramWorld;

/// The chat of a call; it must be known to the bot, and the bot must be in it.
pub(crate) fn known_chat(world: &TelegramWorld, params: &Params) -> Result<ChatId, RefusedCall> {
    for parameter in ["business_connection_id", "inline_message_id"] {
        refuse_if_given(params, parameter)?;
    }
    if !params.contains_key("chat_id") {
        return refuse(missing_parameter("chat_id"));
    }
    let not_found = || RefusedCall::bad_request("chat not found");
    let id = number(params, "chat_id").ok_or_else(not_found)?;
    let place = world.chats.get(&id).ok_or_else(not_found)?;
    if let Some(new) = place.moved_to.filter(|_| place.known_to_bot) {
        return Err(RefusedCall::migrated(new));
    }
    match (place.kind, &place.bot) {
        (ChatKind::Private, _) if world.users.get(&id).is_some_and(|user| user.has_spoken) => Ok(id),
        (ChatKind::Private, _) if world.is_seen_in_a_group(id) => {
            Err(RefusedCall::forbidden("bot can't initiate conversation with a user"))
        }
        (ChatKind::Private, _) => Err(not_found()),
        _ if !place.known_to_bot => Err(not_found()),
        (kind, Role::Banned) => {
            Err(RefusedCall::forbidden(&format!("bot was kicked from the {} chat", kind.name())))
        }
        (kind, Role::Left | Role::RestrictedLeft(_)) => {
            Err(RefusedCall::forbidden(&format!("bot is not a member of the {} chat", kind.name())))
        }
        _ => Ok(id),
    }
}

/// The chat of a call that sends or changes something.
pub(crate) fn writable_chat(world: &TelegramWorld, params: &Params) -> Result<ChatId, RefusedCall> {
    let chat = known_chat(world, params)?;
    match world.users.get(&chat) {
        Some(user) if user.blocked => Err(RefusedCall::forbidden("bot was blocked by the user")),
        _ => Ok(chat),
    }
}

/// Refuses a message that the bot may not send there: a file of this kind, or a text for `None`.
pub(crate) fn check_may_send(
    world: &TelegramWorld,
    chat: ChatId,
    kind: Option<MediaKind>,
) -> Result<(), RefusedCall> {
    let Some(place) = world.chats.get(&chat) else { return Ok(()) };
    match place.kind {
        ChatKind::Channel if !place.bot.has_right("can_post_messages") => {
            refuse("need administrator rights in the channel chat")
        }
        ChatKind::Group | ChatKind::Supergroup { .. } if !place.bot.may_send(kind) => {
            let (_, what) = permission(kind);
            refuse(format!("not enough rights to send {what} to the chat"))
        }
        _ => Ok(()),
    }
}

/// Whether the bot may edit a message: its own, and in a channel with the right to edit any message. Forwarded messages
/// and inline results of other bots cannot be edited.
pub(crate) fn may_edit(world: &TelegramWorld, chat: &SandboxChat, message: &SandboxMessage) -> bool {
    let of_other_bot = |via: &serde_json::Value| via["id"] != world.options.bot_id;
    if message.relations.origin.is_some()
        || message.relations.service.is_some()
        || message.relations.via_bot.as_ref().is_some_and(of_other_bot)
    {
        return false;
    }
    let own = message.author == SandboxAuthor::Bot;
    match chat.kind {
        ChatKind::Channel => {
            chat.bot.has_right("can_edit_messages") || (own && chat.bot.has_right("can_post_messages"))
        }
        _ => own,
    }
}

/// Seconds during which a bot can delete messages without a right of its own (Bot API, `deleteMessage`).
const DELETABLE_SECONDS: i64 = 48 * 3600;

/// Whether the bot may delete a message. With the right it may delete any; without it, for two days, its own, and in a
/// private chat also the person's.
pub(crate) fn may_delete(chat: &SandboxChat, message: &SandboxMessage, now: i64) -> bool {
    let fresh = now - message.date <= DELETABLE_SECONDS;
    let own = message.author == SandboxAuthor::Bot;
    match chat.kind {
        ChatKind::Private => fresh,
        ChatKind::Group => fresh && (own || chat.bot.has_right("can_delete_messages")),
        ChatKind::Supergroup { .. } => chat.bot.has_right("can_delete_messages") || (own && fresh),
        ChatKind::Channel => {
            chat.bot.has_right("can_delete_messages")
                || (own && fresh && chat.bot.has_right("can_post_messages"))
        }
    }
}

impl TelegramWorld {
    /// Whether the bot knows a user only from a group.
    fn is_seen_in_a_group(&self, user: i64) -> bool {
        self.chats.values().any(|place| {
            place.kind != ChatKind::Private && place.known_to_bot && place.people.contains(&user)
        })
    }

    pub(crate) fn is_known(chat: &SandboxChat, spoke: bool) -> bool {
        if chat.kind == ChatKind::Private { spoke } else { chat.bot.is_in() }
    }
}

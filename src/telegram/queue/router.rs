//! Decides how an update is handled: ignored, answered at once, or stored and queued.
//!
//! Most updates of a group need no answer. They are recognised by a few fields, borrowed from the raw bytes, and by whether
//! their text has a dot: the rest is not parsed, nothing is stored, and no call is made.

use serde_json::value::RawValue;

use super::chat_queues::ChatQueues;

use super::router_fields::{RoutedCallback, RoutedFields, RoutedMessage, RoutedSender};
use crate::settings::ChatMode;
use crate::store::Store;
use crate::telegram::commands::{ParsedCommand, parse_command};
use crate::telegram::update::ChatType;
use crate::telegram::update::fields::Fields;

/// The kinds of updates that Telegram is asked to send.
pub(crate) const ALLOWED_UPDATES: [&str; 9] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
    "guest_message",
    "chosen_inline_result",
    "inline_query",
];

/// Telegram's accounts that are the senders of messages by anonymous admins, and of messages in the name of a channel.
const ANONYMOUS_SENDERS: [i64; 2] = [1_087_968_824, 136_817_688];

/// How an update is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// It needs no answer.
    Ignore,
    /// An inline query of this person. It is not stored, because after a restart it would be too old to be answered.
    LatestOnly(i64),
    /// It is stored and handled in the queue of this person, group or channel.
    Queue(i64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoutedUpdate {
    pub id: u64,
    pub route: Route,
}

pub struct UpdateRouter {
    pub bot_username: String,
    /// Has the settings of chats and the record of answers.
    pub store: Store,
    /// Know in which chats updates are being handled.
    pub queues: ChatQueues,
}

/// Whether a message is new or an edit of an earlier one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    New,
    Edited,
}

impl UpdateRouter {
    /// `None` for what is no update at all.
    pub async fn route(&self, raw: &RawValue) -> Option<RoutedUpdate> {
        match serde_json::from_str::<RoutedFields<'_>>(raw.get()) {
            Ok(update) => Some(RoutedUpdate { id: update.update_id, route: self.route_known(&update).await }),
            Err(_) => route_unreadable(raw),
        }
    }

    async fn route_known(&self, update: &RoutedFields<'_>) -> Route {
        let of_person =
            |sender: &RoutedSender| sender.from.map_or(Route::Ignore, |user| Route::Queue(user.id));
        if let Some(message) = &update.message {
            return self.route_message(message, Version::New).await;
        }
        if let Some(message) = &update.edited_message {
            return self.route_message(message, Version::Edited).await;
        }
        if let Some(post) = update.channel_post.as_ref().or(update.edited_channel_post.as_ref()) {
            return self.route_post(post);
        }
        if let Some(query) = &update.callback_query {
            return route_callback(query);
        }
        if let Some(change) = &update.my_chat_member {
            return match change.chat.kind.is_shared() {
                true => Route::Queue(change.chat.id),
                false => Route::Ignore,
            };
        }
        if let Some(sender) = update.guest_message.as_ref().or(update.chosen_inline_result.as_ref()) {
            return of_person(sender);
        }
        let query = update.inline_query.as_ref().and_then(|query| query.from);
        query.map_or(Route::Ignore, |user| Route::LatestOnly(user.id))
    }

    async fn route_message(&self, message: &RoutedMessage<'_>, version: Version) -> Route {
        let chat = message.chat.id;
        match message.chat.kind {
            ChatType::Private => return message.from.map_or(Route::Ignore, |user| Route::Queue(user.id)),
            ChatType::Group | ChatType::Supergroup => {}
            ChatType::Channel | ChatType::Unknown => return Route::Ignore,
        }
        if message.migrate_to_chat_id.is_some() || message.migrate_from_chat_id.is_some() {
            return Route::Queue(chat);
        }
        // A channel's post is handled in the channel and not again in its discussion group. Messages of bots need no answer.
        let is_bot = message.from.is_some_and(|user| user.is_bot && !ANONYMOUS_SENDERS.contains(&user.id));
        if message.is_automatic_forward || is_bot {
            return Route::Ignore;
        }
        if self.is_group_command(message) {
            return Route::Queue(chat);
        }
        let settings = self.store.chats.get(chat);
        if settings.as_ref().is_some_and(|settings| settings.mode == ChatMode::Off || settings.paused) {
            return Route::Ignore;
        }
        let wanted = message.names_product()
            || match version {
                // The parts of an album are answered together, and the link may be in another part.
                Version::New => message.media_group_id.is_some(),
                // Its answer may still be under way.
                Version::Edited => {
                    self.queues.is_busy(chat)
                        || self.store.answers.is_answered(chat, message.message_id).await.unwrap_or(true)
                }
            };
        if wanted { Route::Queue(chat) } else { Route::Ignore }
    }

    fn route_post(&self, post: &RoutedMessage<'_>) -> Route {
        let settings = self.store.chats.get(post.chat.id);
        let idle = settings.is_none_or(|settings| settings.mode == ChatMode::Off || settings.paused);
        if idle || !(post.names_product() || post.media_group_id.is_some()) {
            return Route::Ignore;
        }
        Route::Queue(post.chat.id)
    }

    fn is_group_command(&self, message: &RoutedMessage<'_>) -> bool {
        let Some(raw) = message.text.or(message.caption).filter(|raw| raw.get().starts_with("\"/")) else {
            return false;
        };
        let Ok(text) = serde_json::from_str::<String>(raw.get()) else { return false };
        matches!(
            parse_command(&text, &self.bot_username),
            Some(ParsedCommand::Known(command, _)) if command.is_group_command()
        )
    }
}

/// Some fields have an unknown form. An update of a private chat is still handled, as far as it can be read.
pub(super) fn route_unreadable(raw: &RawValue) -> Option<RoutedUpdate> {
    let mut update = Fields::new(serde_json::from_str(raw.get()).ok()?)?;
    let id = update.take("update_id")?;
    let kinds = ["message", "edited_message", "callback_query"];
    let person = kinds.into_iter().find_map(|kind| update.take_object(kind)).and_then(|mut fields| {
        // A tap on a message that is too old to be shown comes without its chat.
        let chat = fields.take_object("chat").or_else(|| fields.take_object("message")?.take_object("chat"));
        let is_private = chat.is_none_or(|mut chat| chat.take("type") == Some(ChatType::Private));
        fields.take_object("from")?.take::<i64>("id").filter(|_| is_private)
    });
    Some(RoutedUpdate { id, route: person.map_or(Route::Ignore, Route::Queue) })
}

/// A tap in a group is put into the group's queue, so that it is not handled while an answer is being sent. Any other tap is
/// put into the person's queue.
fn route_callback(query: &RoutedCallback<'_>) -> Route {
    if query.data.is_none() {
        return Route::Ignore;
    }
    match query.message.as_ref().map(|message| &message.chat) {
        Some(chat) if chat.kind.is_shared() => Route::Queue(chat.id),
        _ => Route::Queue(query.from.id),
    }
}

#[cfg(test)]
mod tests;

//! What an update is, at one glance: to be passed over, answered at once, or stored and put into a lane.
//!
//! Most updates of a group concern nobody here. They are told by a few fields and the dots of their text, without reading the
//! rest, without a call and without anything kept.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::chat_queues::ChatQueues;
use super::chats::names_product;
use super::commands::{self, ParsedCommand};
use crate::settings::ChatMode;
use crate::store::Store;
use dealink_links::{self as links, HiddenLink};

/// Kinds of updates that are not stored: they are worthless by the time of a next run.
pub(super) const INLINE_QUERY: &str = "inline_query";
/// What Telegram is asked to send.
pub const ALLOWED_UPDATES: [&str; 9] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
    "guest_message",
    "chosen_inline_result",
    INLINE_QUERY,
];

/// What becomes of an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// It concerns nobody here.
    Ignore,
    /// An inline query of this person.
    LatestOnly(i64),
    /// It is stored and handled in this lane: of a person, or of a group or channel.
    Queue(i64),
}

/// An update's number and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoutedUpdate {
    /// Telegram's number.
    pub id: u64,
    /// What becomes of it.
    pub route: Route,
}

/// What the glance goes by.
pub struct UpdateRouter {
    /// The bot's username.
    pub bot_username: String,
    /// What is known of chats, and of what was answered.
    pub store: Store,
    /// Where answers are under way.
    pub queues: ChatQueues,
}

#[derive(Deserialize)]
struct FilteredUpdate<'a> {
    update_id: u64,
    #[serde(borrow, default)]
    message: Option<FilteredMessage<'a>>,
    #[serde(borrow, default)]
    edited_message: Option<FilteredMessage<'a>>,
    #[serde(borrow, default)]
    channel_post: Option<FilteredMessage<'a>>,
    #[serde(borrow, default)]
    edited_channel_post: Option<FilteredMessage<'a>>,
    #[serde(borrow, default)]
    callback_query: Option<FilteredCallback<'a>>,
    #[serde(default)]
    my_chat_member: Option<FilteredMembership>,
    #[serde(default)]
    guest_message: Option<FilteredSender>,
    #[serde(default)]
    chosen_inline_result: Option<FilteredSender>,
    #[serde(default)]
    inline_query: Option<FilteredSender>,
}

#[derive(Deserialize)]
struct FilteredMessage<'a> {
    message_id: i32,
    chat: FilteredChat,
    #[serde(default)]
    from: Option<FilteredUser>,
    #[serde(borrow, default)]
    text: Option<&'a RawValue>,
    #[serde(borrow, default)]
    caption: Option<&'a RawValue>,
    #[serde(borrow, default)]
    entities: Option<&'a RawValue>,
    #[serde(borrow, default)]
    caption_entities: Option<&'a RawValue>,
    #[serde(borrow, default)]
    reply_markup: Option<&'a RawValue>,
    #[serde(default)]
    media_group_id: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    is_automatic_forward: bool,
    #[serde(default)]
    migrate_to_chat_id: Option<i64>,
    #[serde(default)]
    migrate_from_chat_id: Option<i64>,
}

#[derive(Deserialize)]
struct FilteredChat {
    id: i64,
    #[serde(rename = "type")]
    kind: FilteredChatKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FilteredChatKind {
    Private,
    Group,
    Supergroup,
    Channel,
    #[serde(other)]
    Other,
}

#[derive(Clone, Copy, Deserialize)]
struct FilteredUser {
    id: i64,
    #[serde(default)]
    is_bot: bool,
}

#[derive(Deserialize)]
struct FilteredSender {
    #[serde(default)]
    from: Option<FilteredUser>,
}

#[derive(Deserialize)]
struct FilteredMembership {
    chat: FilteredChat,
}

#[derive(Deserialize)]
struct FilteredCallback<'a> {
    from: FilteredUser,
    #[serde(default)]
    message: Option<FilteredCallbackMessage>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct FilteredCallbackMessage {
    chat: FilteredChat,
}

impl UpdateRouter {
    /// What becomes of an update; `None` for one that is no update at all.
    pub fn route(&self, raw: &RawValue) -> Option<RoutedUpdate> {
        let update: FilteredUpdate<'_> = match serde_json::from_str(raw.get()) {
            Ok(update) => update,
            Err(_) => return route_unreadable(raw),
        };
        Some(RoutedUpdate { id: update.update_id, route: self.route_known(&update) })
    }

    fn route_known(&self, update: &FilteredUpdate<'_>) -> Route {
        let of_person = |from: &FilteredSender| from.from.map_or(Route::Ignore, |user| Route::Queue(user.id));
        if let Some(message) = update.message.as_ref() {
            return self.route_message(message, false);
        }
        if let Some(message) = update.edited_message.as_ref() {
            return self.route_message(message, true);
        }
        if let Some(post) = update.channel_post.as_ref().or(update.edited_channel_post.as_ref()) {
            return self.route_post(post);
        }
        if let Some(press) = &update.callback_query {
            return route_callback(press);
        }
        if let Some(membership) = &update.my_chat_member {
            return match membership.chat.kind {
                FilteredChatKind::Private | FilteredChatKind::Other => Route::Ignore,
                _ => Route::Queue(membership.chat.id),
            };
        }
        if let Some(guest) = &update.guest_message {
            return of_person(guest);
        }
        if let Some(chosen) = &update.chosen_inline_result {
            return of_person(chosen);
        }
        update
            .inline_query
            .as_ref()
            .and_then(|query| query.from)
            .map_or(Route::Ignore, |user| Route::LatestOnly(user.id))
    }

    fn route_message(&self, message: &FilteredMessage<'_>, edited: bool) -> Route {
        let chat = message.chat.id;
        match message.chat.kind {
            FilteredChatKind::Private => {
                return message.from.map_or(Route::Ignore, |user| Route::Queue(user.id));
            }
            FilteredChatKind::Group | FilteredChatKind::Supergroup => {}
            FilteredChatKind::Channel | FilteredChatKind::Other => return Route::Ignore,
        }
        if message.migrate_to_chat_id.is_some() || message.migrate_from_chat_id.is_some() {
            return Route::Queue(chat);
        }
        // What a channel says in its discussion group is said in the channel; what bots say is no question.
        let is_bot = message.from.is_some_and(|user| user.is_bot && !ANONYMOUS_SENDERS.contains(&user.id));
        if message.is_automatic_forward || is_bot {
            return Route::Ignore;
        }
        if self.is_command(message) {
            return Route::Queue(chat);
        }
        let settings = self.store.chats.get(chat);
        if settings.as_ref().is_some_and(|settings| settings.mode == ChatMode::Off || settings.paused) {
            return Route::Ignore;
        }
        // Its answer may still be under way.
        let answered = || {
            self.queues.is_busy(chat)
                || self.store.answers.is_answered(chat, message.message_id).unwrap_or(true)
        };
        let wanted = message.names_product()
            || (edited && answered())
            // A part of an album is worth something together with the part that has the link.
            || (message.media_group_id.is_some() && !edited);
        if wanted { Route::Queue(chat) } else { Route::Ignore }
    }

    fn route_post(&self, post: &FilteredMessage<'_>) -> Route {
        let settings = self.store.chats.get(post.chat.id);
        let idle = settings.is_none_or(|settings| settings.mode == ChatMode::Off || settings.paused);
        if idle || !(post.names_product() || post.media_group_id.is_some()) {
            return Route::Ignore;
        }
        Route::Queue(post.chat.id)
    }

    /// Whether it is one of the commands that groups have.
    fn is_command(&self, message: &FilteredMessage<'_>) -> bool {
        let Some(raw) = message.text.or(message.caption).filter(|raw| raw.get().starts_with("\"/")) else {
            return false;
        };
        let Ok(text) = serde_json::from_str::<String>(raw.get()) else { return false };
        matches!(commands::parse_command(&text, &self.bot_username), Some(ParsedCommand::Known(command, _)) if command.is_group_command())
    }
}

/// The users through which Telegram lets anonymous admins speak, and people in the name of their channels.
const ANONYMOUS_SENDERS: [i64; 2] = [1_087_968_824, 136_817_688];

/// Parts of it have a form that nobody knew. A person's is worth a try all the same.
fn route_unreadable(raw: &RawValue) -> Option<RoutedUpdate> {
    let update: serde_json::Value = serde_json::from_str(raw.get()).ok()?;
    let id = update["update_id"].as_u64()?;
    let kinds = ["message", "edited_message", "callback_query"];
    let lane = kinds.iter().find_map(|kind| update.get(kind)).and_then(|kind| {
        // A press on a message that is too old to be shown comes without its chat.
        let chat = kind.get("chat").or_else(|| kind["message"].get("chat"));
        let private = chat.is_none_or(|chat| chat["type"] == "private");
        kind["from"]["id"].as_i64().filter(|_| private)
    });
    Some(RoutedUpdate { id, route: lane.map_or(Route::Ignore, Route::Queue) })
}

/// A press in a group is handled in the lane of the group, so that it does not meet an answer half-way; anywhere else in that
/// of the person.
fn route_callback(press: &FilteredCallback<'_>) -> Route {
    if press.data.is_none() {
        return Route::Ignore;
    }
    match press.message.as_ref().map(|message| &message.chat) {
        Some(chat)
            if matches!(
                chat.kind,
                FilteredChatKind::Group | FilteredChatKind::Supergroup | FilteredChatKind::Channel
            ) =>
        {
            Route::Queue(chat.id)
        }
        _ => Route::Queue(press.from.id),
    }
}

impl FilteredMessage<'_> {
    /// Whether it names a product anywhere, or a short link that may lead to one. Exact, and reads no more than it must.
    fn names_product(&self) -> bool {
        let words = [(self.text, self.entities), (self.caption, self.caption_entities)];
        let in_words = words.into_iter().any(|(text, entities)| {
            let behind = entities.map(RawValue::get).filter(|raw| raw.contains("\"text_link\""));
            let Some(text) = text.filter(|raw| may_contain_address(raw.get()) || behind.is_some()) else {
                return false;
            };
            let Ok(text) = serde_json::from_str::<String>(text.get()) else { return false };
            names_product(&links::find_links(&text, &[])) || behind.is_some_and(json_names_product)
        });
        in_words
            || self
                .reply_markup
                .is_some_and(|raw| raw.get().contains("\"url\"") && json_names_product(raw.get()))
    }
}

/// Whether a JSON string may hold an address: a dot between two signs that are no blanks. A text without one is most texts, and
/// is not even unescaped.
fn may_contain_address(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    memchr::memchr_iter(b'.', bytes).any(|dot| {
        let before = dot.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(dot + 1);
        before.is_some_and(|sign| !sign.is_ascii_whitespace() && *sign != b'.' && *sign != b'"')
            && after.is_some_and(|sign| sign.is_ascii_alphanumeric() || *sign == b'-' || *sign == b'%')
    })
}

/// Whether any of the addresses in a JSON value, under a key `url`, names a product.
fn json_names_product(raw: &str) -> bool {
    fn walk(value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::Object(object) => object.iter().any(|(key, value)| match value.as_str() {
                Some(url) if key == "url" => {
                    let hidden = [HiddenLink { span: 0..1, url: url.to_owned() }];
                    names_product(&links::find_links(".", &hidden))
                }
                _ => walk(value),
            }),
            serde_json::Value::Array(items) => items.iter().any(walk),
            _ => false,
        }
    }
    serde_json::from_str(raw).is_ok_and(|value| walk(&value))
}

#[cfg(test)]
mod tests;

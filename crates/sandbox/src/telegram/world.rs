//! The state of the stand-in: people, chats, files and the queue of updates.
//!
//! Every change is made under one lock and never waits.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::{Value, json};

use super::TelegramOptions;
use super::calls::TelegramCall;
use super::ephemeral::EphemeralMessages;
use super::fault::FaultQueue;
use super::guest::GuestQueries;
use super::inline::InlineQueries;
use super::log::{ChangeKind, Log};
use super::media::{MediaFile, MediaKind};
use super::model::{
    ChatId, ChatKind, Content, MessageId, MessageRelations, SandboxAuthor, SandboxChat, SandboxMessage,
    SandboxUser, ShownSender, UserId,
};
use super::profile::BotProfile;
use super::rate_limits::TelegramLimitState;
use super::rights::Role;
use super::updates::PendingUpdates;

/// Why a person's act is impossible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImpossibleAction {
    #[error("there is no user {0}")]
    NoUser(UserId),
    /// Or the user is not in the chat.
    #[error("there is no chat {0} for this user")]
    NoChat(ChatId),
    #[error("there is no message {0} in this chat")]
    NoMessage(MessageId),
    /// Or the button has no callback data.
    #[error("message {0} has no button \"{1}\" that asks the bot")]
    NoButton(MessageId, String),
    #[error("message {0} is somebody else's")]
    NotTheirs(MessageId),
    #[error("a message needs a text")]
    NoText,
    /// Telegram's apps split a longer text.
    #[error("a message has at most 4096 characters, this one has {0}")]
    TooLong(usize),
    /// A sticker with a caption, a keyboard on a message that is not forwarded, and the like.
    #[error("{0}")]
    Post(String),
    #[error("message {0} is forwarded and cannot be edited")]
    Forwarded(MessageId),
    #[error("{0}")]
    Entities(String),
    #[error("there is no result \"{0}\" to send")]
    NoResult(String),
    #[error("there is no topic {0} in this chat")]
    NoTopic(MessageId),
    /// A role or the kind of the chat does not allow it.
    #[error("{0}")]
    NoRight(String),
    /// A payload is 1-64 characters of `A-Z a-z 0-9 _ -`.
    #[error("\"{0}\" is no deep-link payload")]
    Payload(String),
}

/// A button press of which the bot got an update.
pub(crate) struct PendingPress {
    pub(crate) user: UserId,
    pub(crate) chat: ChatId,
    /// The ephemeral message with the button.
    pub(crate) ephemeral: Option<MessageId>,
}

/// The user that is shown for an anonymous administrator (Bot API, `Message.sender_chat`).
const ANONYMOUS: (UserId, &str, &str) = (1_087_968_824, "Group", "GroupAnonymousBot");
/// The user that forwards a channel's posts into the discussion group.
const TELEGRAM: (UserId, &str) = (777_000, "Telegram");

pub(crate) struct TelegramWorld {
    pub(crate) options: TelegramOptions,
    pub(crate) users: BTreeMap<UserId, SandboxUser>,
    pub(crate) chats: BTreeMap<ChatId, SandboxChat>,
    pub(crate) updates: PendingUpdates,
    pub(crate) presses: HashMap<String, PendingPress>,
    pub(super) pressed: u64,
    pub(crate) inline: InlineQueries,
    pub(crate) guests: GuestQueries,
    pub(crate) ephemerals: EphemeralMessages,
    files: Vec<MediaFile>,
    albums: u64,
    /// The ids of a channel's albums in the discussion group.
    pub(super) discussed_albums: HashMap<String, String>,
    pub(crate) log: Log,
    pub(crate) profile: BotProfile,
    pub(crate) calls: Vec<TelegramCall>,
    pub(crate) faults: FaultQueue,
    pub(crate) paced: TelegramLimitState,
}

/// First user id; large, so that it is not mistaken for a message id.
const FIRST_USER: UserId = 500_000_001;
/// Ids of supergroups and channels are negative and descend from here.
const FIRST_CHAT: ChatId = -1_000_000_000_001;
/// Ids of basic groups are negative and have fewer digits.
const FIRST_GROUP: ChatId = -5_000_001;

impl TelegramWorld {
    pub(crate) fn new(options: TelegramOptions) -> TelegramWorld {
        TelegramWorld {
            updates: PendingUpdates::new(options.first_update_id),
            options,
            users: BTreeMap::new(),
            chats: BTreeMap::new(),
            presses: HashMap::new(),
            pressed: 0,
            inline: InlineQueries::default(),
            guests: GuestQueries::default(),
            ephemerals: EphemeralMessages::default(),
            files: Vec::new(),
            albums: 0,
            discussed_albums: HashMap::new(),
            log: Log::default(),
            profile: BotProfile::default(),
            calls: Vec::new(),
            faults: FaultQueue::default(),
            paced: TelegramLimitState::default(),
        }
    }

    pub(crate) fn new_file(
        &mut self,
        kind: MediaKind,
        file_name: Option<String>,
        bytes: Option<Arc<[u8]>>,
    ) -> MediaFile {
        let media = MediaFile { kind, number: self.files.len() as u64 + 1, file_name, bytes };
        self.files.push(media.clone());
        media
    }

    /// The file with this `file_id`.
    pub(crate) fn file(&self, id: &str) -> Option<&MediaFile> {
        self.files.iter().find(|file| file.has_id(id))
    }

    /// The content of the file with this path, if it has content.
    pub(crate) fn content(&self, path: &str) -> Option<Arc<[u8]>> {
        self.files.iter().find(|file| file.path() == path)?.bytes.clone()
    }

    /// An unused `media_group_id`.
    pub(crate) fn new_album(&mut self) -> String {
        self.albums += 1;
        (13_700_000_000_000_000 + self.albums).to_string()
    }

    /// Unix time.
    pub(crate) fn now(&self) -> i64 {
        self.options.clock.now().as_second()
    }

    /// The bot's `User` object as others get it.
    pub(crate) fn bot(&self) -> Value {
        let TelegramOptions { bot_id, bot_name, bot_username, .. } = &self.options;
        json!({"id": bot_id, "is_bot": true, "first_name": bot_name, "username": bot_username})
    }

    /// The `Message` object of the Bot API. As on the real server, a message in a topic that is no reply is told as a
    /// reply to the first message of the topic.
    pub(crate) fn message_json(&self, chat: &SandboxChat, message: &SandboxMessage) -> Value {
        let plain = |message: &SandboxMessage, reply_to| {
            message.json(self.sender(chat, message), chat.json(), reply_to)
        };
        let beginning = message.relations.thread.filter(|thread| *thread != message.id);
        let replied = message.relations.reply_to.or(beginning).and_then(|id| chat.messages.get(&id));
        plain(message, replied.map(|replied| plain(replied, None)))
    }

    fn sender(&self, chat: &SandboxChat, message: &SandboxMessage) -> ShownSender {
        let place = || Some(chat.json());
        let (id, name, username) = ANONYMOUS;
        let anonymous = json!({"id": id, "is_bot": true, "first_name": name, "username": username});
        let telegram = json!({"id": TELEGRAM.0, "is_bot": false, "first_name": TELEGRAM.1});
        let (from, chat) = match message.author {
            _ if chat.kind == ChatKind::Channel => (None, place()),
            SandboxAuthor::Bot => (Some(self.bot()), None),
            SandboxAuthor::User(id) => {
                (Some(self.users.get(&id).map(SandboxUser::json).unwrap_or_default()), None)
            }
            SandboxAuthor::AnonymousAdmin(_) => (Some(anonymous), place()),
            SandboxAuthor::OtherBot => (message.relations.via_bot.clone(), None),
            SandboxAuthor::Telegram => {
                (Some(telegram), message.relations.origin.as_ref().map(|o| o["chat"].clone()))
            }
        };
        ShownSender { from, chat }
    }

    /// A new person with an empty private chat.
    pub(crate) fn add_user(&mut self, name: &str, language_code: Option<&str>) -> UserId {
        let id = self.users.keys().next_back().map_or(FIRST_USER, |last| last + 1);
        let language_code = language_code.filter(|code| !code.is_empty()).map(str::to_owned);
        self.users.insert(
            id,
            SandboxUser { id, name: name.to_owned(), language_code, blocked: false, has_spoken: false },
        );
        let mut chat = SandboxChat::new(id, ChatKind::Private, name);
        (chat.people, chat.bot, chat.known_to_bot) = (vec![id], Role::Member, true);
        chat.roles.insert(id, Role::Member);
        self.chats.insert(id, chat);
        id
    }

    /// A new group or channel of these people, owned by the first; the bot is not in it.
    pub(crate) fn add_chat(&mut self, kind: ChatKind, title: &str, people: &[UserId]) -> ChatId {
        let first = if kind == ChatKind::Group { FIRST_GROUP } else { FIRST_CHAT };
        let of_kind = |id: &&ChatId| kind != ChatKind::Group || **id > FIRST_CHAT;
        let id = self.chats.keys().find(of_kind).copied().unwrap_or(0).min(first) - 1;
        let mut place = SandboxChat::new(id, kind, title);
        place.people = people.to_vec();
        let roles = people.iter().map(|user| (*user, Role::Member));
        place.roles = roles.chain(people.first().map(|user| (*user, Role::Owner))).collect();
        self.chats.insert(id, place);
        id
    }

    /// Adds a message to the chat and its update to the queue, unless the bot wrote it.
    pub(crate) fn post(
        &mut self,
        chat: ChatId,
        author: SandboxAuthor,
        content: Content,
        tie: MessageRelations,
    ) -> Value {
        let date = self.now();
        let Some(place) = self.chats.get_mut(&chat) else { return Value::Null };
        place.last_message_id += 1;
        let id = place.last_message_id;
        let message = SandboxMessage {
            id,
            author,
            date,
            edit_date: None,
            content,
            relations: tie,
            reaction: Vec::new(),
        };
        place.messages.insert(id, message);
        let json = self.publish(chat, id, false, author == SandboxAuthor::Bot);
        self.copy_to_discussion(chat, id);
        json
    }

    /// Records that a message is new or edited; returns its JSON.
    fn publish(&mut self, chat: ChatId, id: MessageId, edited: bool, from_bot: bool) -> Value {
        let place = self.chats.get(&chat);
        let Some((place, message)) = place.and_then(|p| Some((p, p.messages.get(&id)?))) else {
            return Value::Null;
        };
        let json = self.message_json(place, message);
        if !from_bot && self.receives(place, message) {
            let kind = match (place.kind, edited) {
                (ChatKind::Channel, false) => "channel_post",
                (ChatKind::Channel, true) => "edited_channel_post",
                (_, false) => "message",
                (_, true) => "edited_message",
            };
            self.updates.push(kind, json.clone());
        }
        let message = json.clone();
        let what = if edited {
            ChangeKind::Edited { message, from_bot }
        } else {
            ChangeKind::Message { message, from_bot }
        };
        self.log.push(Some(chat), what);
        json
    }

    /// Replaces the content of a message; in a channel this may be another author's message.
    pub(crate) fn replace_content(
        &mut self,
        chat: ChatId,
        id: MessageId,
        content: Content,
        by_bot: bool,
    ) -> Value {
        let now = self.now();
        if let Some(message) = self.chats.get_mut(&chat).and_then(|place| place.messages.get_mut(&id)) {
            message.content = content;
            message.edit_date = Some(now);
        }
        let json = self.publish(chat, id, true, by_bot);
        self.update_discussion_copy(chat, id);
        json
    }
}

//! The state of the stand-in: people, chats, files and the queue of updates.
//!
//! Every change is made under one lock and never waits.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::{Value, json};

use super::calls::TelegramCall;
use super::fault::FaultQueue;
use super::ids::{ChatId, ChatKind, MessageId, UserId};
use super::impossible::ImpossibleAction;
use super::log::Log;
use super::media::{MediaFile, MediaKind};
use super::model::{SandboxAuthor, SandboxChat, SandboxMessage, SandboxUser, ShownSender};
use super::options::TelegramOptions;
use super::pending::{EphemeralMessages, GuestQueries, InlineQueries, PendingPress};
use super::post::UserPost;
use super::profile::BotProfile;
use super::rate_limits::TelegramLimitState;
use super::rights::Role;
use super::updates::PendingUpdates;

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

    pub(super) fn new_file_of(&mut self, post: &UserPost) -> Option<MediaFile> {
        Some(self.new_file(post.media?, post.file_name.clone(), post.bytes.clone()))
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

    /// A chat, for a person's act.
    pub(crate) fn chat(&self, chat: ChatId) -> Result<&SandboxChat, ImpossibleAction> {
        self.chats.get(&chat).ok_or(ImpossibleAction::NoChat(chat))
    }

    /// The same, if the person is in it.
    pub(crate) fn chat_of(&self, chat: ChatId, user: UserId) -> Result<&SandboxChat, ImpossibleAction> {
        self.chat(chat).and_then(|place| match place.role(user).is_in() {
            true => Ok(place),
            false => Err(ImpossibleAction::NoChat(chat)),
        })
    }

    /// A person's `User` object.
    pub(crate) fn user_json(&self, user: UserId) -> Result<Value, ImpossibleAction> {
        self.users.get(&user).map(SandboxUser::json).ok_or(ImpossibleAction::NoUser(user))
    }

    pub(crate) fn message(&self, chat: ChatId, id: MessageId) -> Option<&SandboxMessage> {
        self.chats.get(&chat)?.messages.get(&id)
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
}

//! Groups and channels: the bot shares deals in the one and edits posts in the other.
//!
//! Whatever is public comes from a deal's public part; figures go to the publisher alone (`figures`). The bot is silent about
//! everything that names no product, and faults are told to an admin, never to a group.

mod admins;
mod callbacks;
mod channel;
mod chat_picker;
mod commands;
mod figures;
mod group;
mod group_message;
mod membership;
mod removals;
mod repost;
mod rights;
mod settings_card;
mod settings_input;
mod settings_pages;
mod sharing;
mod subid_patterns;
mod suggestions;

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::Offset;
use moka::sync::Cache;
use serde_json::Value;
use teloxide::types::ChatId;

use super::context::{AppContext, HandlerError};
use super::sender::{OutgoingMessage, SendError};
use crate::settings::ChatSettings;
use crate::store::WaitingUpdate;
use crate::text::Localizer;
use dealink_core::lang::Lang;
use dealink_core::message::Message;

pub use admins::AdminCache;
pub(super) use group_message::{MessageAuthor, names_product};
pub(super) use removals::delete_due_messages;
pub(super) use settings_card::START_CHAT_PREFIX as CARD_START;

/// An admin is told the same fault of a chat at most once in this time.
const FAULT_NOTICE_INTERVAL: Duration = Duration::from_secs(3600);
const MAX_FAULT_NOTICES: u64 = 10_000;

/// What is remembered of chats while the bot runs.
pub struct ChatCaches {
    /// Who is an admin where.
    pub admins: AdminCache,
    /// What an admin was told of a chat lately.
    fault_notices: Cache<(i64, &'static str), ()>,
}

impl Default for ChatCaches {
    fn default() -> Self {
        let told =
            Cache::builder().max_capacity(MAX_FAULT_NOTICES).time_to_live(FAULT_NOTICE_INTERVAL).build();
        ChatCaches { admins: AdminCache::default(), fault_notices: told }
    }
}

/// One update of a group or channel.
pub(super) struct ChatContext<'a> {
    pub(super) app: &'a AppContext,
    pub(super) chat: ChatId,
    pub(super) settings: Arc<ChatSettings>,
    /// The language of what everybody sees.
    pub(super) localizer: &'a Localizer,
    pub(super) record: &'a WaitingUpdate,
    /// Whether the message that is answered stayed behind in the group that this supergroup was.
    pub(super) migrated: bool,
}

/// What happened in a chat.
enum ChatEvent<'a> {
    Message(&'a Value),
    Edited(&'a Value),
    Post(&'a Value),
    Press(&'a Value),
    Membership(&'a Value),
}

fn parse_event(update: &Value) -> Option<(ChatEvent<'_>, &Value)> {
    let of = |kind: &str| update.get(kind);
    if let Some(message) = of("message") {
        return Some((ChatEvent::Message(message), &message["chat"]));
    }
    if let Some(message) = of("edited_message") {
        return Some((ChatEvent::Edited(message), &message["chat"]));
    }
    if let Some(post) = of("channel_post").or_else(|| of("edited_channel_post")) {
        return Some((ChatEvent::Post(post), &post["chat"]));
    }
    if let Some(press) = of("callback_query") {
        return Some((ChatEvent::Press(press), &press["message"]["chat"]));
    }
    let membership = of("my_chat_member")?;
    Some((ChatEvent::Membership(membership), &membership["chat"]))
}

/// Whether an update is of a group or channel.
pub(super) fn is_chat_update(update: &Value) -> bool {
    parse_event(update)
        .is_some_and(|(_, chat)| matches!(chat["type"].as_str(), Some("group" | "supergroup" | "channel")))
}

/// Handles an update of a group or channel.
pub(super) async fn handle_chat_update(
    desk: &AppContext,
    update: &Value,
    waiting: &WaitingUpdate,
) -> Result<(), HandlerError> {
    let Some((event, chat)) = parse_event(update) else { return Ok(()) };
    let Some(id) = chat["id"].as_i64() else { return Ok(()) };
    let gathering = ChatContext::load(desk, ChatId(id), waiting);
    // That the bot left the group which a supergroup was says nothing of the supergroup.
    if matches!(event, ChatEvent::Membership(_)) && gathering.migrated {
        return Ok(());
    }
    match gathering.handle_event(&event).await {
        Err(HandlerError::Send(SendError::Migrated(new))) => {
            desk.store.migrate(id, new.0).await?;
            // Answered where everybody is now.
            let there = ChatContext { migrated: true, ..ChatContext::load(desk, new, waiting) };
            there.handle_event(&event).await
        }
        done => done,
    }
}

impl<'a> ChatContext<'a> {
    async fn handle_event(&self, event: &ChatEvent<'_>) -> Result<(), HandlerError> {
        let done = match event {
            ChatEvent::Message(message) => self.handle_message(message, false).await,
            ChatEvent::Edited(message) => self.handle_message(message, true).await,
            ChatEvent::Post(post) => self.handle_post(post).await,
            ChatEvent::Press(press) => self.handle_callback(press).await,
            ChatEvent::Membership(membership) => self.handle_membership(membership).await,
        };
        match done {
            Err(HandlerError::Send(SendError::ChatClosed)) => self.pause_chat().await,
            done => done,
        }
    }

    pub(super) fn load(app: &'a AppContext, old: ChatId, record: &'a WaitingUpdate) -> Self {
        let chat = ChatId(app.store.chats.current_id(old.0));
        let settings = app.store.chats.get(chat.0).unwrap_or_default();
        let localizer = app.texts.localizer(settings.language.unwrap_or(app.default_language));
        ChatContext { app, chat, settings, localizer, record, migrated: chat != old }
    }

    /// The hour in Turkey, whose clock has stood at UTC+3 since 2016.
    fn turkish_hour(&self) -> u8 {
        let turkey = Offset::constant(3).to_datetime(self.app.clock.now());
        turkey.hour().unsigned_abs()
    }

    fn is_quiet_hour(&self) -> bool {
        self.settings.quiet_hours.is_some_and(|quiet| quiet.covers(self.turkish_hour()))
    }

    /// Seconds of Unix time.
    fn unix_now(&self) -> i64 {
        self.app.clock.now().as_second()
    }

    /// Who speaks to the keeper of this chat in the private chat.
    fn owner(&self) -> Option<(ChatId, &'a Localizer)> {
        let keeper = self.settings.owner?;
        let publisher = self.app.store.publishers.load(keeper).unwrap_or_default();
        let lang: Option<Lang> = publisher.language.or(self.settings.owner_language);
        let lang = lang.or(self.settings.language).unwrap_or(self.app.default_language);
        Some((ChatId(keeper as i64), self.app.texts.localizer(lang)))
    }

    /// Whether the keeper is no admin of this chat any more: figures and suggestions are for admins.
    async fn owner_lost_admin(&self) -> bool {
        match self.settings.owner {
            Some(keeper) => !self.app.is_admin_cached(self.chat, keeper).await,
            None => false,
        }
    }

    /// Tells the keeper something in the private chat; `false` when there is nobody who can be told.
    async fn notify_owner(
        &self,
        message: impl FnOnce(&Localizer) -> OutgoingMessage,
    ) -> Result<bool, HandlerError> {
        let Some((chat, speak)) = self.owner() else { return Ok(false) };
        match self.app.sender.send(chat, &message(speak)).await {
            Ok(_) => Ok(true),
            Err(SendError::ChatClosed | SendError::Refused(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Tells the keeper a fault of this chat, at most once an hour.
    async fn warn_owner(&self, key: &'static str) -> Result<(), HandlerError> {
        let told = &self.app.chat_caches.fault_notices;
        if told.contains_key(&(self.chat.0, key)) {
            return Ok(());
        }
        told.insert((self.chat.0, key), ());
        let title = self.settings.title.clone();
        self.notify_owner(|speak| OutgoingMessage {
            html: speak.html(&Message::new(key).with("title", title)),
            ..OutgoingMessage::default()
        })
        .await?;
        Ok(())
    }
}

/// Looks whether the bot can work again where it pauses: rights that a chat gives to all its members change without a word.
pub(super) async fn recheck_paused_chats(desk: &AppContext) -> Result<(), HandlerError> {
    for chat in desk.store.chats.paused() {
        // Nothing waits that could be answered.
        let waiting = WaitingUpdate { id: 0, chat, parts_sent: 0, raw: Vec::new(), answer: None };
        ChatContext::load(desk, ChatId(chat), &waiting).resume_if_possible().await?;
    }
    Ok(())
}

/// Tells the keeper of a chat that an update of it could not be handled.
pub(super) async fn apologise(desk: &AppContext, update: &Value, waiting: &WaitingUpdate) {
    let Some((event, chat)) = parse_event(update) else { return };
    let Some(id) = chat["id"].as_i64() else { return };
    let gathering = ChatContext::load(desk, ChatId(id), waiting);
    let number = waiting.id.to_string();
    if let ChatEvent::Press(press) = event {
        let text = gathering.localizer.plain(&Message::new("chat-fault-press").with("id", number));
        return desk.sender.answer_callback(callbacks::callback_id(press), Some(text), true).await;
    }
    let told = &desk.chat_caches.fault_notices;
    if told.contains_key(&(gathering.chat.0, "chats-fault")) {
        return;
    }
    told.insert((gathering.chat.0, "chats-fault"), ());
    let title = gathering.settings.title.clone();
    let told = gathering.notify_owner(|speak| OutgoingMessage {
        html: speak.html(&Message::new("chats-fault").with("title", title).with("id", number)),
        ..OutgoingMessage::default()
    });
    if let Err(error) = told.await {
        tracing::warn!(%error, "a fault could not be told");
    }
}

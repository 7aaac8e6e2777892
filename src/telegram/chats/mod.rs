//! Groups and channels: the bot shares deals in the one and edits posts in the other.
//!
//! Whatever is public comes from a deal's public part; figures go to the publisher alone (`figures`). The bot is silent about
//! everything that names no product, and faults are told to an admin, never to a group.

mod admins;
mod card;
mod channel;
mod commands;
mod figures;
mod group;
mod membership;
mod pages;
mod picker;
mod press;
mod repost;
mod rights;
mod said;
mod share;
mod subids;
mod suggest;
mod sweep;
mod written;

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::Offset;
use moka::sync::Cache;
use serde_json::Value;
use teloxide::types::ChatId;

use super::desk::{Desk, Trouble};
use super::send::{Outgoing, SendError};
use crate::store::{ChatSettings, Waiting};
use crate::text::Speaker;
use dealink_core::lang::Lang;
use dealink_core::message::Sentence;

pub use admins::Admins;
pub(super) use card::START as CARD_START;
pub(super) use said::{Author, names_product};
pub(super) use sweep::sweep;

/// An admin is told the same fault of a chat at most once in this time.
const TOLD: Duration = Duration::from_secs(3600);
const TOLD_AT_MOST: u64 = 10_000;

/// What is remembered of chats while the bot runs.
pub struct Circle {
    /// Who is an admin where.
    pub admins: Admins,
    /// What an admin was told of a chat lately.
    told: Cache<(i64, &'static str), ()>,
}

impl Default for Circle {
    fn default() -> Self {
        let told = Cache::builder().max_capacity(TOLD_AT_MOST).time_to_live(TOLD).build();
        Circle { admins: Admins::default(), told }
    }
}

/// One update of a group or channel.
pub(super) struct Gathering<'a> {
    pub(super) desk: &'a Desk,
    pub(super) chat: ChatId,
    pub(super) settings: Arc<ChatSettings>,
    /// The language of what everybody sees.
    pub(super) speak: &'a Speaker,
    pub(super) waiting: &'a Waiting,
    /// Whether the message that is answered stayed behind in the group that this supergroup was.
    pub(super) moved: bool,
}

/// What happened in a chat.
enum Event<'a> {
    Message(&'a Value),
    Edited(&'a Value),
    Post(&'a Value),
    Press(&'a Value),
    Membership(&'a Value),
}

fn event(update: &Value) -> Option<(Event<'_>, &Value)> {
    let of = |kind: &str| update.get(kind);
    if let Some(message) = of("message") {
        return Some((Event::Message(message), &message["chat"]));
    }
    if let Some(message) = of("edited_message") {
        return Some((Event::Edited(message), &message["chat"]));
    }
    if let Some(post) = of("channel_post").or_else(|| of("edited_channel_post")) {
        return Some((Event::Post(post), &post["chat"]));
    }
    if let Some(press) = of("callback_query") {
        return Some((Event::Press(press), &press["message"]["chat"]));
    }
    let membership = of("my_chat_member")?;
    Some((Event::Membership(membership), &membership["chat"]))
}

/// Whether an update is of a group or channel.
pub(super) fn is_of_chat(update: &Value) -> bool {
    event(update)
        .is_some_and(|(_, chat)| matches!(chat["type"].as_str(), Some("group" | "supergroup" | "channel")))
}

/// Handles an update of a group or channel.
pub(super) async fn handle(desk: &Desk, update: &Value, waiting: &Waiting) -> Result<(), Trouble> {
    let Some((event, chat)) = event(update) else { return Ok(()) };
    let Some(id) = chat["id"].as_i64() else { return Ok(()) };
    let gathering = Gathering::of(desk, ChatId(id), waiting);
    // That the bot left the group which a supergroup was says nothing of the supergroup.
    if matches!(event, Event::Membership(_)) && gathering.moved {
        return Ok(());
    }
    match gathering.handle(&event).await {
        Err(Trouble::Send(SendError::Moved(new))) => {
            desk.store.migrate(id, new.0).await?;
            // Answered where everybody is now.
            let there = Gathering { moved: true, ..Gathering::of(desk, new, waiting) };
            there.handle(&event).await
        }
        done => done,
    }
}

impl<'a> Gathering<'a> {
    async fn handle(&self, event: &Event<'_>) -> Result<(), Trouble> {
        let done = match event {
            Event::Message(message) => self.message(message, false).await,
            Event::Edited(message) => self.message(message, true).await,
            Event::Post(post) => self.post(post).await,
            Event::Press(press) => self.press(press).await,
            Event::Membership(membership) => self.membership(membership).await,
        };
        match done {
            Err(Trouble::Send(SendError::Closed)) => self.pause().await,
            done => done,
        }
    }

    pub(super) fn of(desk: &'a Desk, old: ChatId, waiting: &'a Waiting) -> Self {
        let chat = ChatId(desk.store.chats.now(old.0));
        let settings = desk.store.chats.of(chat.0).unwrap_or_default();
        let speak = desk.texts.of(settings.language.unwrap_or(desk.default_language));
        Gathering { desk, chat, settings, speak, waiting, moved: chat != old }
    }

    /// The hour in Turkey, whose clock has stood at UTC+3 since 2016.
    fn hour(&self) -> u8 {
        let turkey = Offset::constant(3).to_datetime(self.desk.clock.now());
        turkey.hour().unsigned_abs()
    }

    fn is_quiet(&self) -> bool {
        self.settings.quiet.is_some_and(|quiet| quiet.covers(self.hour()))
    }

    /// Seconds of Unix time.
    fn now(&self) -> i64 {
        self.desk.clock.now().as_second()
    }

    /// Who speaks to the keeper of this chat in the private chat.
    fn keeper(&self) -> Option<(ChatId, &'a Speaker)> {
        let keeper = self.settings.keeper?;
        let publisher = self.desk.store.publishers.of(keeper).unwrap_or_default();
        let lang: Option<Lang> = publisher.language.or(self.settings.keeper_language);
        let lang = lang.or(self.settings.language).unwrap_or(self.desk.default_language);
        Some((ChatId(keeper as i64), self.desk.texts.of(lang)))
    }

    /// Whether the keeper is no admin of this chat any more: figures and suggestions are for admins.
    async fn lost_its_keeper(&self) -> bool {
        match self.settings.keeper {
            Some(keeper) => !self.desk.was_admin(self.chat, keeper).await,
            None => false,
        }
    }

    /// Tells the keeper something in the private chat; `false` when there is nobody who can be told.
    async fn tell_keeper(&self, message: impl FnOnce(&Speaker) -> Outgoing) -> Result<bool, Trouble> {
        let Some((chat, speak)) = self.keeper() else { return Ok(false) };
        match self.desk.sender.send(chat, &message(speak)).await {
            Ok(_) => Ok(true),
            Err(SendError::Closed | SendError::Refused(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Tells the keeper a fault of this chat, at most once an hour.
    async fn warn_keeper(&self, key: &'static str) -> Result<(), Trouble> {
        let told = &self.desk.circle.told;
        if told.contains_key(&(self.chat.0, key)) {
            return Ok(());
        }
        told.insert((self.chat.0, key), ());
        let title = self.settings.title.clone();
        self.tell_keeper(|speak| Outgoing {
            html: speak.html(&Sentence::new(key).with("title", title)),
            ..Outgoing::default()
        })
        .await?;
        Ok(())
    }
}

/// Looks whether the bot can work again where it pauses: rights that a chat gives to all its members change without a word.
pub(super) async fn look_at_paused(desk: &Desk) -> Result<(), Trouble> {
    for chat in desk.store.chats.paused() {
        // Nothing waits that could be answered.
        let waiting = Waiting { id: 0, chat, parts_sent: 0, raw: Vec::new(), answer: None };
        Gathering::of(desk, ChatId(chat), &waiting).look_again().await?;
    }
    Ok(())
}

/// Tells the keeper of a chat that an update of it could not be handled.
pub(super) async fn apologise(desk: &Desk, update: &Value, waiting: &Waiting) {
    let Some((event, chat)) = event(update) else { return };
    let Some(id) = chat["id"].as_i64() else { return };
    let gathering = Gathering::of(desk, ChatId(id), waiting);
    let number = waiting.id.to_string();
    if let Event::Press(press) = event {
        let text = gathering.speak.plain(&Sentence::new("chat-fault-press").with("id", number));
        return desk.sender.answer_press(press::id(press), Some(text), true).await;
    }
    let told = &desk.circle.told;
    if told.contains_key(&(gathering.chat.0, "chats-fault")) {
        return;
    }
    told.insert((gathering.chat.0, "chats-fault"), ());
    let title = gathering.settings.title.clone();
    let told = gathering.tell_keeper(|speak| Outgoing {
        html: speak.html(&Sentence::new("chats-fault").with("title", title).with("id", number)),
        ..Outgoing::default()
    });
    if let Err(error) = told.await {
        tracing::warn!(%error, "a fault could not be told");
    }
}

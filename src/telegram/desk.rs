//! The desk at which updates are handled: everything that an answer needs, and the fence around each one.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use serde_json::Value;
use teloxide::types::{ChatId, UpdateKind, User};

use super::browse::inline;
use super::chats::{self, Circle};
use super::ephemeral::Ephemeral;
use super::send::{Outgoing, SendError, Sender};
use super::{guest, lean, private};
use crate::deals::{Browser, Deals};
use crate::store::{Publisher, Store, StoreError, Waiting};
use crate::text::{Speaker, Texts};
use crate::words::WordsInForce;
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::Sentence;

/// Looks at each update before it is handled. For drills: one that panics shows that the fence holds.
pub type Tap = Arc<dyn Fn(&Value) + Send + Sync>;

/// Everything that handling needs.
pub struct Desk {
    /// Out to Telegram.
    pub sender: Sender,
    /// What is remembered.
    pub store: Store,
    /// The heart.
    pub deals: Deals,
    /// The catalogue, for whoever browses it.
    pub browser: Browser,
    /// What a post's words are checked against.
    pub words: Arc<WordsInForce>,
    /// Both languages.
    pub texts: Arc<Texts>,
    /// For people whose language the bot does not speak.
    pub default_language: Lang,
    /// The bot's username.
    pub me: String,
    /// The bot's number.
    pub me_id: u64,
    /// Whether Telegram lets the bot be asked in any chat.
    pub inline: bool,
    /// Whether Telegram hands over the messages of groups in which the bot is no admin.
    pub reads_all: bool,
    /// What is remembered of groups and channels while the bot runs.
    pub circle: Circle,
    /// What is known of messages for one person alone.
    pub ephemeral: Ephemeral,
    /// How long the next part of an album is waited for.
    pub album_rest: Duration,
    /// Who may load lists.
    pub admins: BTreeSet<u64>,
    /// The time.
    pub clock: Clock,
    /// See [`Tap`].
    pub tap: Option<Tap>,
}

/// Why an update could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The answer could not be delivered.
    #[error(transparent)]
    Send(#[from] SendError),
}

impl Desk {
    /// Handles an update of the inbox and takes it out. Never panics; a fault is told to the person with the update's number.
    pub async fn handle(&self, id: u64) {
        let waiting = match self.store.inbox.read(id) {
            Ok(Some(waiting)) => waiting,
            Ok(None) => return,
            Err(error) => return tracing::error!(update = id, %error, "an update cannot be read"),
        };
        let Ok(update) = serde_json::from_slice::<Value>(&waiting.raw) else {
            tracing::error!(update = id, "an update has an unknown form and was passed over");
            return self.done(id).await;
        };
        // Boxed: what handling an update holds is large, and most of the time nothing waits here.
        let fenced = AssertUnwindSafe(Box::pin(self.answer(&update, &waiting))).catch_unwind().await;
        match fenced {
            Ok(Ok(()) | Err(Trouble::Send(SendError::Closed))) => {}
            // Nobody can be answered until the operator mends the token; then the update is answered.
            Ok(Err(Trouble::Send(SendError::Token))) => {
                return tracing::error!(
                    update = id,
                    "an update stays in the inbox: the token is not accepted"
                );
            }
            Ok(Err(trouble)) => {
                tracing::error!(update = id, %trouble, "an update could not be answered");
                self.apologise(&update, &waiting).await;
            }
            // What was panicked with may hold text of the message; the panic hook writes the place alone.
            Err(_) => {
                tracing::error!(update = id, "handling an update panicked");
                self.apologise(&update, &waiting).await;
            }
        }
        self.done(id).await;
    }

    async fn answer(&self, update: &Value, waiting: &Waiting) -> Result<(), Trouble> {
        if let Some(tap) = &self.tap {
            tap(update);
        }
        if let Some(message) = update.get("guest_message") {
            return guest::answer(self, message).await;
        }
        if let Some(chosen) = update.get("chosen_inline_result") {
            return inline::chosen(self, chosen);
        }
        if chats::is_of_chat(update) {
            return chats::handle(self, update, waiting).await;
        }
        match lean::read(&waiting.raw) {
            Some(update) => private::handle(self, &update, waiting).await,
            None => {
                tracing::error!(update = waiting.id, "an update has an unknown form and was passed over");
                Ok(())
            }
        }
    }

    /// Answers an inline query, given as its JSON; a fault costs that answer alone.
    pub async fn answer_inline(&self, query: Value) {
        inline::answer(self, &query).await;
    }

    async fn done(&self, id: u64) {
        if let Err(error) = self.store.inbox.done(&[id]).await {
            tracing::error!(update = id, %error, "an answered update could not be taken out of the inbox");
        }
    }

    async fn apologise(&self, update: &Value, waiting: &Waiting) {
        if chats::is_of_chat(update) {
            return chats::apologise(self, update, waiting).await;
        }
        let Some(update) = lean::read(&waiting.raw) else { return };
        let Some((user, chat)) = private::person(&update) else { return };
        let publisher = self.store.publishers.of(user.id.0).unwrap_or_default();
        let speak = self.speaker(user, &publisher);
        // The update's number stands in the log as well, so the person can quote it.
        let id = update.id.0.to_string();
        match &update.kind {
            UpdateKind::CallbackQuery(press) => {
                let text = speak.plain(&Sentence::new("chat-fault-press").with("id", id));
                self.sender.answer_press(press.id.clone(), Some(text), true).await;
            }
            _ => {
                let html = speak.html(&Sentence::new("chat-fault").with("id", id));
                if let Err(error) = self.sender.send(chat, &Outgoing { html, ..Outgoing::default() }).await {
                    tracing::warn!(%error, "a fault could not be told");
                }
            }
        }
    }

    /// Who speaks to this person: the language chosen, else Telegram's, else the default.
    pub fn speaker(&self, user: &User, publisher: &Publisher) -> &Speaker {
        let of_telegram = || user.language_code.as_deref().and_then(Lang::from_tag);
        self.texts.of(publisher.language.or_else(of_telegram).unwrap_or(self.default_language))
    }

    /// Takes away answers whose time has come.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sweep(&self) -> Result<(), StoreError> {
        chats::sweep(&self.store, &self.sender, self.clock.now().as_second()).await
    }

    /// Goes on in chats where the bot pauses and can work again.
    ///
    /// # Errors
    /// When the store or Telegram fails.
    pub async fn look_at_paused(&self) -> Result<(), Trouble> {
        chats::look_at_paused(self).await
    }

    /// Sends a plain sentence.
    pub async fn say(&self, chat: ChatId, html: String) -> Result<(), Trouble> {
        self.sender.send(chat, &Outgoing { html, ..Outgoing::default() }).await?;
        Ok(())
    }
}

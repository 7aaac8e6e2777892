//! The desk at which updates are handled: everything that an answer needs, and the fence around each one.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use serde_json::Value;
use teloxide::types::{ChatId, UpdateKind, User};

use super::browse::inline;
use super::chats::{self, ChatCaches};
use super::ephemeral::EphemeralSupport;
use super::sender::{OutgoingMessage, SendError, Sender};
use super::{guest, lenient_update, private};
use crate::deals::{Deals, ProductBrowser};
use crate::settings::Publisher;
use crate::store::{Store, StoreError, WaitingUpdate};
use crate::text::{Localizer, Texts};
use crate::words::LiveWords;
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::Message;

/// Looks at each update before it is handled. For drills: one that panics shows that the fence holds.
#[cfg(feature = "sandbox")]
pub type TestHook = Arc<dyn Fn(&Value) + Send + Sync>;

/// Everything that handling needs.
pub struct AppContext {
    /// Out to Telegram.
    pub sender: Sender,
    /// What is remembered.
    pub store: Store,
    /// The heart.
    pub deals: Deals,
    /// The catalogue, for whoever browses it.
    pub browser: ProductBrowser,
    /// What a post's words are checked against.
    pub words: Arc<LiveWords>,
    /// Both languages.
    pub texts: Arc<Texts>,
    /// For people whose language the bot does not speak.
    pub default_language: Lang,
    /// The bot's username.
    pub bot_username: String,
    /// The bot's number.
    pub bot_id: u64,
    /// Whether Telegram lets the bot be asked in any chat.
    pub inline_enabled: bool,
    /// Whether Telegram hands over the messages of groups in which the bot is no admin.
    pub can_read_all_group_messages: bool,
    /// What is remembered of groups and channels while the bot runs.
    pub chat_caches: ChatCaches,
    /// What is known of messages for one person alone.
    pub ephemeral: EphemeralSupport,
    /// How long the next part of an album is waited for.
    pub album_wait: Duration,
    /// Who may load lists.
    pub operators: BTreeSet<u64>,
    /// The time.
    pub clock: Clock,
    /// See [`TestHook`].
    #[cfg(feature = "sandbox")]
    pub test_hook: Option<TestHook>,
}

/// Why an update could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum HandlerError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The answer could not be delivered.
    #[error(transparent)]
    Send(#[from] SendError),
}

impl AppContext {
    /// Handles an update of the inbox and takes it out. Never panics; a fault is told to the person with the update's number.
    pub async fn handle_update(&self, id: u64) {
        let waiting = match self.store.inbox.load(id) {
            Ok(Some(waiting)) => waiting,
            Ok(None) => return,
            Err(error) => return tracing::error!(update = id, %error, "an update cannot be read"),
        };
        let Ok(update) = serde_json::from_slice::<Value>(&waiting.raw) else {
            tracing::error!(update = id, "an update has an unknown form and was passed over");
            return self.finish_update(id).await;
        };
        // Boxed: what handling an update holds is large, and most of the time nothing waits here.
        let fenced = AssertUnwindSafe(Box::pin(self.dispatch(&update, &waiting))).catch_unwind().await;
        match fenced {
            Ok(Ok(()) | Err(HandlerError::Send(SendError::ChatClosed))) => {}
            // Nobody can be answered until the operator mends the token; then the update is answered.
            Ok(Err(HandlerError::Send(SendError::Token))) => {
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
        self.finish_update(id).await;
    }

    async fn dispatch(&self, update: &Value, waiting: &WaitingUpdate) -> Result<(), HandlerError> {
        #[cfg(feature = "sandbox")]
        if let Some(tap) = &self.test_hook {
            tap(update);
        }
        if let Some(message) = update.get("guest_message") {
            return guest::answer_guest_message(self, message).await;
        }
        if let Some(chosen) = update.get("chosen_inline_result") {
            return inline::remember_chosen_result(self, chosen);
        }
        if chats::is_chat_update(update) {
            return chats::handle_chat_update(self, update, waiting).await;
        }
        match lenient_update::parse_lenient(&waiting.raw) {
            Some(update) => private::handle_private_update(self, &update, waiting).await,
            None => {
                tracing::error!(update = waiting.id, "an update has an unknown form and was passed over");
                Ok(())
            }
        }
    }

    /// Answers an inline query, given as its JSON; a fault costs that answer alone.
    pub async fn handle_inline_query(&self, query: Value) {
        inline::answer_inline_query(self, &query).await;
    }

    async fn finish_update(&self, id: u64) {
        if let Err(error) = self.store.inbox.mark_done(&[id]).await {
            tracing::error!(update = id, %error, "an answered update could not be taken out of the inbox");
        }
    }

    async fn apologise(&self, update: &Value, waiting: &WaitingUpdate) {
        if chats::is_chat_update(update) {
            return chats::apologise(self, update, waiting).await;
        }
        let Some(update) = lenient_update::parse_lenient(&waiting.raw) else { return };
        let Some((user, chat)) = private::private_sender(&update) else { return };
        let publisher = self.store.publishers.load(user.id.0).unwrap_or_default();
        let speak = self.localizer_for(user, &publisher);
        // The update's number stands in the log as well, so the person can quote it.
        let id = update.id.0.to_string();
        match &update.kind {
            UpdateKind::CallbackQuery(press) => {
                let text = speak.plain(&Message::new("chat-fault-press").with("id", id));
                self.sender.answer_callback(press.id.clone(), Some(text), true).await;
            }
            _ => {
                let html = speak.html(&Message::new("chat-fault").with("id", id));
                if let Err(error) =
                    self.sender.send(chat, &OutgoingMessage { html, ..OutgoingMessage::default() }).await
                {
                    tracing::warn!(%error, "a fault could not be told");
                }
            }
        }
    }

    /// Who speaks to this person: the language chosen, else Telegram's, else the default.
    pub fn localizer_for(&self, user: &User, publisher: &Publisher) -> &Localizer {
        let of_telegram = || user.language_code.as_deref().and_then(Lang::from_tag);
        self.texts.localizer(publisher.language.or_else(of_telegram).unwrap_or(self.default_language))
    }

    /// Takes away answers whose time has come.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delete_due_messages(&self) -> Result<(), StoreError> {
        chats::delete_due_messages(&self.store, &self.sender, self.clock.now().as_second()).await
    }

    /// Goes on in chats where the bot pauses and can work again.
    ///
    /// # Errors
    /// When the store or Telegram fails.
    pub async fn recheck_paused_chats(&self) -> Result<(), HandlerError> {
        chats::recheck_paused_chats(self).await
    }

    /// Sends a plain sentence.
    pub async fn send_html(&self, chat: ChatId, html: String) -> Result<(), HandlerError> {
        self.sender.send(chat, &OutgoingMessage { html, ..OutgoingMessage::default() }).await?;
        Ok(())
    }
}

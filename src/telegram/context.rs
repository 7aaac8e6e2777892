//! The parts of the bot that every handler needs. Must not depend on any handler.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use teloxide::types::ChatId;

use super::api::{EphemeralSender, OutgoingMessage, SendError, Sender};
use super::chats::{ChatCaches, MemberCodes};
use super::handler_error::Result;
use super::update::User;
use crate::deals::{Deals, ProductBrowser};
use crate::lists::ListReader;
use crate::settings::Publisher;
use crate::store::Store;
use crate::text::{Localizer, Texts};
use crate::words::LiveWords;
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;

/// Called with each update before it is handled. Tests use it to cause a panic, which must affect only that update.
#[cfg(feature = "sandbox")]
pub type TestHook = Arc<dyn Fn(&super::update::Update) + Send + Sync>;

pub struct AppContext {
    pub sender: Sender,
    pub store: Store,
    pub deals: Deals,
    pub browser: ProductBrowser,
    /// The phrases that a post must not hold.
    pub words: Arc<LiveWords>,
    pub texts: Arc<Texts>,
    /// The language for people with a language that the bot does not support.
    pub default_language: Lang,
    pub bot_username: String,
    pub bot_id: u64,
    /// Whether inline mode is switched on with Telegram.
    pub inline_enabled: bool,
    /// Whether Telegram sends the messages of groups in which the bot is no admin.
    pub can_read_all_group_messages: bool,
    pub chat_caches: ChatCaches,
    pub member_codes: MemberCodes,
    pub ephemeral: EphemeralSender,
    /// How long to wait for the next part of an album.
    pub album_wait: Duration,
    /// Who may load lists.
    pub operators: BTreeSet<u64>,
    pub list_reader: ListReader,
    pub clock: Clock,
    #[cfg(feature = "sandbox")]
    pub test_hook: Option<TestHook>,
}

impl AppContext {
    /// The texts in the language that a person chose, else in the language of the person's Telegram, else in the default language.
    pub fn localizer_for(&self, user: &User, publisher: &Publisher) -> &Localizer {
        self.texts.localizer(publisher.language.or_else(|| user.language()).unwrap_or(self.default_language))
    }

    /// Sends a message to a person's private chat. `false` if the person blocked the bot or never wrote to it.
    pub async fn send_if_open(&self, chat: ChatId, message: &OutgoingMessage) -> Result<bool> {
        match self.sender.send(chat, message).await {
            Ok(_) => Ok(true),
            Err(SendError::ChatClosed) => Ok(false),
            // A fault of the message, which says nothing about the chat.
            Err(SendError::Refused(why)) => {
                tracing::error!(why, "a private message was not taken");
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    pub async fn send_html(&self, chat: ChatId, html: String) -> Result<()> {
        self.sender.send(chat, &OutgoingMessage::html(html)).await?;
        Ok(())
    }
}

//! The context of the handlers of groups and channels, and messages to the chat's owner.

use std::sync::Arc;

use jiff::tz::Offset;
use teloxide::types::ChatId;

use super::admins::NotKnown;
use crate::settings::ChatSettings;
use crate::store::WaitingUpdate;
use crate::telegram::api::{MessageButton, OutgoingMessage};
use crate::telegram::context::AppContext;
use crate::telegram::handler_error::Result;
use crate::telegram::update::ReplyTarget;
use crate::text::{Localizer, foreign_name};
use dealink_core::message::Message;

/// Prefix of a chat's number in the address that opens the chat's settings.
pub const START_CHAT_PREFIX: &str = "chat_";

/// One update of a group or channel.
#[derive(Clone)]
pub struct ChatContext<'a> {
    pub app: &'a AppContext,
    pub chat: ChatId,
    pub settings: Arc<ChatSettings>,
    /// The language of messages that everybody sees.
    pub localizer: &'a Localizer,
    pub record: &'a WaitingUpdate,
    /// Whether the answered message is in the old group, from before it became this supergroup.
    pub migrated: bool,
}

impl<'a> ChatContext<'a> {
    /// `chat` may be the number of a group that is a supergroup now.
    pub fn load(app: &'a AppContext, chat: ChatId, record: &'a WaitingUpdate) -> Self {
        let current = ChatId(app.store.chats.current_id(chat.0));
        let settings = app.store.chats.get(current.0).unwrap_or_default();
        let localizer = app.texts.localizer(settings.language.unwrap_or(app.default_language));
        ChatContext { app, chat: current, settings, localizer, record, migrated: current != chat }
    }

    /// The same chat with other settings.
    pub fn with_settings(self, settings: Arc<ChatSettings>) -> Self {
        ChatContext { settings, ..self }
    }

    /// The chat's title for a text of the bot.
    pub fn title(&self) -> String {
        foreign_name(&self.settings.title)
    }

    pub fn is_quiet_hour(&self) -> bool {
        // Turkey's clock has been at UTC+3 since 2016.
        let hour = Offset::constant(3).to_datetime(self.app.clock.now()).hour().unsigned_abs();
        self.settings.quiet_hours.is_some_and(|quiet| quiet.covers(hour))
    }

    pub fn unix_now(&self) -> i64 {
        self.app.clock.now().as_second()
    }

    /// Changes the settings of this chat; one that was never set up gets a label for SubIDs.
    pub async fn change_settings(&self, change: impl FnOnce(&mut ChatSettings)) -> Result<Arc<ChatSettings>> {
        let change = |settings: &mut ChatSettings| {
            if settings.label.is_empty() {
                settings.label = super::subid_patterns::chat_label(&settings.title, self.chat.0);
            }
            change(settings);
        };
        Ok(self.app.store.chats.update(self.chat.0, change).await?)
    }

    /// Sends a text of the bot where it was asked.
    pub async fn send_text(&self, target: ReplyTarget, html: String) -> Result<()> {
        self.send(target, OutgoingMessage::html(html)).await?;
        Ok(())
    }

    /// Sends a message and returns its id. In a supergroup it cannot reply to a message of the group that it was.
    pub async fn send(&self, target: ReplyTarget, message: OutgoingMessage) -> Result<i32> {
        let target = ReplyTarget { reply_to: target.reply_to.filter(|_| !self.migrated), ..target };
        Ok(self.app.sender.send(self.chat, &message.with_target(target)).await?)
    }

    /// Opens the settings of this chat in the private chat.
    pub fn settings_button(&self, localizer: &Localizer) -> MessageButton {
        let (bot, chat) = (&self.app.bot_username, self.chat.0);
        let url = format!("https://t.me/{bot}?start={START_CHAT_PREFIX}{chat}");
        MessageButton::Open { label: localizer.text("chats-button-settings"), url }
    }

    /// The private chat of the owner, and the texts in their language.
    pub async fn owner(&self) -> Option<(ChatId, &'a Localizer)> {
        let owner = self.settings.owner?;
        let publisher = self.app.store.publishers.load(owner).await.unwrap_or_default();
        let language = publisher.language.or(self.settings.owner_language).or(self.settings.language);
        Some((ChatId(owner as i64), self.app.texts.localizer(language.unwrap_or(self.app.default_language))))
    }

    /// Whether the owner is an admin of this chat: figures and suggestions are for admins. `None` if the chat has no owner.
    pub async fn is_owner_admin(&self) -> Option<Result<bool, NotKnown>> {
        Some(self.app.is_admin_cached(self.chat, self.settings.owner?).await)
    }

    /// Whether the owner gets what is for admins only. If Telegram does not say it, nothing is shown, and the owner is told why.
    pub async fn may_inform_owner(&self) -> Result<bool> {
        match self.is_owner_admin().await {
            Some(Ok(is_admin)) => Ok(is_admin),
            None => Ok(false),
            Some(Err(NotKnown)) => {
                self.warn_owner("chats-figures-not-checked").await?;
                Ok(false)
            }
        }
    }

    /// Sends the owner a message in the private chat. `false` if that is not possible: there is no owner, or the owner blocked the
    /// bot or never wrote to it.
    pub async fn notify_owner(&self, message: impl FnOnce(&Localizer) -> OutgoingMessage) -> Result<bool> {
        let Some((chat, localizer)) = self.owner().await else { return Ok(false) };
        self.app.send_if_open(chat, &message(localizer)).await
    }

    /// Tells the owner about an error in this chat, at most once an hour.
    pub async fn warn_owner(&self, key: &'static str) -> Result<()> {
        self.warn_owner_with(Message::new(key)).await
    }

    pub async fn warn_owner_with(&self, message: Message) -> Result<()> {
        if self.app.chat_caches.begin_fault_notice(self.chat.0, message.key) {
            let message = message.with("title", self.title());
            self.notify_owner(|localizer| OutgoingMessage::html(localizer.html(&message))).await?;
        }
        Ok(())
    }
}

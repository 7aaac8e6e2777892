//! The bot joins or leaves a chat, and gets or loses rights. After joining it says what it may and may not do. When it can no
//! longer write in a chat, it tells the owner once and pauses there until that changes.

use teloxide::types::ChatId;

use super::context::ChatContext;
use super::person_rights::{Denial, rights_for_ownership};
use super::rights::BotRight;
use super::subid_patterns;
use crate::settings::ChatSettings;
use crate::store::WaitingUpdate;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::context::AppContext;
use crate::telegram::handler_error::Result;
use crate::telegram::update::{ChatType, MembershipChange, ReplyTarget};
use crate::text::Localizer;
use dealink_core::lang::Lang;
use dealink_core::message::Message;

/// Checks whether the bot can work again in paused chats: Telegram sends no update when a chat changes the rights of all members.
pub async fn recheck_paused_chats(app: &AppContext) -> Result<()> {
    for chat in app.store.chats.paused() {
        let record = WaitingUpdate::without_update(chat);
        ChatContext::load(app, ChatId(chat), &record).resume_if_possible().await?;
    }
    Ok(())
}

impl ChatContext<'_> {
    /// Handles a change of the bot's own membership.
    pub async fn handle_membership(&self, change: &MembershipChange) -> Result<()> {
        let Some(is_in) = change.new.is_in_chat() else {
            tracing::warn!("a change of the bot's membership cannot be read");
            return Ok(());
        };
        let was_in = change.old.is_in_chat();
        let person = change.from.as_ref().filter(|user| !user.is_bot).map(|user| user.id);
        // Members may be allowed to add a bot, but only an admin who may change the settings can own them.
        let needed = rights_for_ownership(change.chat.kind == ChatType::Channel);
        let may_own = match person {
            Some(person) if is_in && self.settings.owner.is_none() => {
                self.app.check_rights(self.chat, person, needed).await
            }
            _ => Err(Denial::NotAdmin),
        };
        let owner = person.filter(|_| may_own.is_ok());
        let language = change.from.as_ref().and_then(|user| user.language());
        let is_known = self.app.store.chats.get(self.chat.0).is_some();
        let is_blocked = |settings: &ChatSettings| {
            self.required_rights(settings, Some(&change.new), None).iter().any(BotRight::blocks)
        };
        let title = change.chat.title.clone().unwrap_or_default();
        let was_paused = self.settings.paused;
        let update = |settings: &mut ChatSettings| {
            settings.channel = change.chat.kind == ChatType::Channel;
            if settings.label.is_empty() {
                settings.label = subid_patterns::chat_label(&title, self.chat.0);
                // Until a language is chosen, the bot uses the language of the person who added it.
                settings.language = language;
            }
            settings.title = title;
            if let (None, Some(_)) = (settings.owner, owner) {
                settings.owner = owner;
                settings.owner_language = language;
            }
            settings.paused = !is_in || is_blocked(settings);
        };
        let settings = self.app.store.chats.update(self.chat.0, update).await?;
        let is_paused = settings.paused;
        let now = ChatContext { settings, ..ChatContext::load(self.app, self.chat, self.record) };
        if let (Err(Denial::NotKnown), Some(person)) = (may_own, person) {
            now.send_owner_not_checked(person, language).await?;
        }
        match (was_in, is_in) {
            (Some(false), true) => now.send_welcome().await,
            // A person who removed the bot need not be told.
            (_, false) => Ok(()),
            (_, true) if !was_paused && is_paused && is_known => now.notify_paused().await,
            (_, true) if was_paused && !is_paused => now.notify_resumed().await,
            // An admin of a channel grants each right separately.
            (_, true) => Ok(()),
        }
    }

    /// Tells the person who added the bot that nobody owns the settings yet, because Telegram did not say whether the person may.
    async fn send_owner_not_checked(&self, person: u64, language: Option<Lang>) -> Result<()> {
        let localizer = self.app.texts.localizer(language.unwrap_or(self.app.default_language));
        let html = localizer.html(&Message::new("chats-owner-not-checked").with("title", self.title()));
        let message = OutgoingMessage::html(html).with_buttons(vec![vec![self.settings_button(localizer)]]);
        self.app.send_if_open(ChatId(person as i64), &message).await?;
        Ok(())
    }

    /// After the bot was added: tells its rights and how to open the settings. For a channel this goes to the owner's private chat,
    /// because it does not concern the channel's readers.
    async fn send_welcome(&self) -> Result<()> {
        match (self.settings.channel, self.settings.paused) {
            (true, _) => {
                let Some((_, localizer)) = self.owner().await else { return Ok(()) };
                let message = self.render_welcome(localizer).await;
                self.notify_owner(|_| message).await?;
            }
            (false, true) => return self.notify_paused().await,
            (false, false) => {
                let message = self.render_welcome(self.localizer).await;
                self.send(ReplyTarget::default(), message).await?;
            }
        }
        Ok(())
    }

    async fn render_welcome(&self, localizer: &Localizer) -> OutgoingMessage {
        let key = if self.settings.channel { "chats-welcome-channel" } else { "chats-welcome-group" };
        let rights = self.render_rights_card(localizer).await;
        let html = format!("{}\n\n{rights}", localizer.html(&Message::new(key)));
        OutgoingMessage::html(html).with_buttons(vec![vec![self.settings_button(localizer)]])
    }

    /// Pauses the chat because the bot cannot write here, and tells the owner once.
    pub async fn pause_chat(&self) -> Result<()> {
        if self.app.store.chats.get(self.chat.0).is_some_and(|settings| settings.paused) {
            return Ok(());
        }
        self.app.store.chats.update(self.chat.0, |settings| settings.paused = true).await?;
        self.notify_paused().await
    }

    /// Ends the pause of a chat in which the bot can work again.
    pub(super) async fn resume_if_possible(&self) -> Result<()> {
        if !self.settings.paused || !self.load_rights().await.iter().all(BotRight::suffices) {
            return Ok(());
        }
        self.app.store.chats.update(self.chat.0, |settings| settings.paused = false).await?;
        self.notify_resumed().await
    }

    async fn notify_paused(&self) -> Result<()> {
        tracing::info!("a chat is paused: the bot cannot write there");
        let Some((_, localizer)) = self.owner().await else { return Ok(()) };
        let paused = Message::new("chats-paused").with("title", self.title());
        let rights = self.render_rights_card(localizer).await;
        let html = format!("{}\n\n{rights}", localizer.html(&paused));
        self.notify_owner(|_| OutgoingMessage::html(html)).await?;
        Ok(())
    }

    async fn notify_resumed(&self) -> Result<()> {
        let resumed = Message::new("chats-resumed").with("title", self.title());
        self.notify_owner(|localizer| OutgoingMessage::html(localizer.html(&resumed))).await?;
        Ok(())
    }
}

//! The bot comes, goes, and gets or loses rights. On joining it says what it may and may not do; where it cannot write any more,
//! its admin is told once and nothing is tried until that changes.

use serde_json::Value;

use super::rights::required_rights;
use super::{ChatContext, subid_patterns};
use crate::settings::ChatSettings;
use crate::telegram::context::HandlerError;
use crate::telegram::keyboard::message_from_part;
use crate::telegram::keyboard::{MessageButton, MessagePart};
use crate::telegram::sender::{OutgoingMessage, SendError};
use crate::text::Localizer;
use dealink_core::lang::Lang;
use dealink_core::message::Message;

impl ChatContext<'_> {
    /// The bot's own part in a chat changed.
    pub(super) async fn handle_membership(&self, change: &Value) -> Result<(), HandlerError> {
        let chat = &change["chat"];
        let is_in = |member: &Value| match member["status"].as_str() {
            Some("left" | "kicked") | None => false,
            Some("restricted") => member["is_member"] != false,
            Some(_) => true,
        };
        let (was, is) = (is_in(&change["old_chat_member"]), is_in(&change["new_chat_member"]));
        // Whoever may add a bot need not be an admin, and then keeps nothing.
        let by = change["from"]["id"].as_u64().filter(|_| change["from"]["is_bot"] != true);
        let by = match by {
            Some(person) if is && self.app.is_admin(self.chat, person).await => by,
            _ => None,
        };
        let language = change["from"]["language_code"].as_str().and_then(Lang::from_tag);
        let known = self.app.store.chats.get(self.chat.0).is_some();
        let needed = |settings: &ChatSettings| {
            let rights =
                required_rights(settings, &change["new_chat_member"], self.app.can_read_all_group_messages);
            rights.iter().filter(|right| right.needed && right.purpose != "rights-delete").all(|right| {
                // A group can be shared with even where only commands and mentions reach the bot.
                right.given || right.purpose == "rights-read"
            })
        };
        let (title, channel) = (chat["title"].as_str().unwrap_or_default(), chat["type"] == "channel");
        let before = self.settings.paused;
        let id = self.chat.0;
        let settings = self
            .app
            .store
            .chats
            .update(id, |settings| {
                settings.channel = channel;
                title.clone_into(&mut settings.title);
                if settings.label.is_empty() {
                    settings.label = subid_patterns::chat_label(title, id);
                    // Until somebody chooses, a chat speaks as whoever brought the bot there.
                    settings.language = language;
                }
                if let (None, Some(_)) = (settings.owner, by) {
                    settings.owner = by;
                    settings.owner_language = language;
                }
                settings.paused = !is || !needed(settings);
            })
            .await?;
        let now =
            ChatContext { settings: settings.clone(), ..ChatContext::load(self.app, self.chat, self.record) };
        match (was, is) {
            (false, true) => now.send_welcome(settings.paused).await,
            // Whoever sent it away knows that.
            (true, false) | (false, false) => Ok(()),
            (true, true) if !before && settings.paused && known => now.notify_paused().await,
            (true, true) if before && !settings.paused => now.notify_resumed().await,
            // In a channel a first press gives the rights one by one.
            (true, true) => Ok(()),
        }
    }

    /// The bot was added: its rights, and the way to the settings. In a channel that is nothing for its readers.
    async fn send_welcome(&self, paused: bool) -> Result<(), HandlerError> {
        if paused && !self.settings.channel {
            return self.notify_paused().await;
        }
        if self.settings.channel {
            let Some((chat, speak)) = self.owner() else { return Ok(()) };
            let message = self.render_welcome(speak).await;
            return match self.app.sender.send(chat, &message).await {
                Ok(_) | Err(SendError::ChatClosed | SendError::Refused(_)) => Ok(()),
                Err(error) => Err(error.into()),
            };
        }
        let message = self.render_welcome(self.localizer).await;
        self.app.sender.send(self.chat, &message).await?;
        Ok(())
    }

    async fn render_welcome(&self, speak: &Localizer) -> OutgoingMessage {
        let key = if self.settings.channel { "chats-welcome-channel" } else { "chats-welcome-group" };
        let html = format!("{}\n\n{}", speak.html(&Message::new(key)), self.render_rights_card(speak).await);
        message_from_part(&MessagePart {
            html,
            buttons: vec![vec![self.settings_button(speak)]],
            ..MessagePart::default()
        })
    }

    /// Opens the settings of this chat in the private chat.
    pub(super) fn settings_button(&self, speak: &Localizer) -> MessageButton {
        let url =
            format!("https://t.me/{}?start={}{}", self.app.bot_username, super::CARD_START, self.chat.0);
        MessageButton::Open { label: speak.text("chats-button-settings"), url }
    }

    /// The bot cannot write here: nothing is tried until that changes, and the admin is told once.
    pub(super) async fn pause_chat(&self) -> Result<(), HandlerError> {
        if self.app.store.chats.get(self.chat.0).is_some_and(|settings| settings.paused) {
            return Ok(());
        }
        self.app.store.chats.update(self.chat.0, |settings| settings.paused = true).await?;
        self.notify_paused().await
    }

    /// Goes on where the bot can work again.
    pub(super) async fn resume_if_possible(&self) -> Result<(), HandlerError> {
        let hinders = |right: &super::rights::BotRight| {
            right.needed && !right.given && !matches!(right.purpose, "rights-read" | "rights-delete")
        };
        if !self.settings.paused || self.load_rights().await.iter().any(hinders) {
            return Ok(());
        }
        self.app.store.chats.update(self.chat.0, |settings| settings.paused = false).await?;
        self.notify_resumed().await
    }

    async fn notify_paused(&self) -> Result<(), HandlerError> {
        tracing::info!("a chat is paused: the bot cannot write there");
        let Some((chat, speak)) = self.owner() else { return Ok(()) };
        let paused = Message::new("chats-paused").with("title", self.settings.title.clone());
        let html = format!("{}\n\n{}", speak.html(&paused), self.render_rights_card(speak).await);
        match self.app.sender.send(chat, &OutgoingMessage { html, ..OutgoingMessage::default() }).await {
            Ok(_) | Err(SendError::ChatClosed | SendError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn notify_resumed(&self) -> Result<(), HandlerError> {
        let title = self.settings.title.clone();
        self.notify_owner(|speak| OutgoingMessage {
            html: speak.html(&Message::new("chats-resumed").with("title", title)),
            ..OutgoingMessage::default()
        })
        .await?;
        Ok(())
    }
}

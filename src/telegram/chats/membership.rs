//! The bot comes, goes, and gets or loses rights. On joining it says what it may and may not do; where it cannot write any more,
//! its admin is told once and nothing is tried until that changes.

use serde_json::Value;

use super::rights::rights;
use super::{Gathering, subids};
use crate::answer::{Button, Part};
use crate::store::ChatSettings;
use crate::telegram::desk::Trouble;
use crate::telegram::keyboard::outgoing;
use crate::telegram::send::{Outgoing, SendError};
use crate::text::Speaker;
use dealink_core::lang::Lang;
use dealink_core::message::Sentence;

impl Gathering<'_> {
    /// The bot's own part in a chat changed.
    pub(super) async fn membership(&self, change: &Value) -> Result<(), Trouble> {
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
            Some(person) if is && self.desk.is_admin(self.chat, person).await => by,
            _ => None,
        };
        let language = change["from"]["language_code"].as_str().and_then(Lang::from_tag);
        let known = self.desk.store.chats.of(self.chat.0).is_some();
        let needed = |settings: &ChatSettings| {
            let rights = rights(settings, &change["new_chat_member"], self.desk.reads_all);
            rights.iter().filter(|right| right.needed && right.what_for != "rights-delete").all(|right| {
                // A group can be shared with even where only commands and mentions reach the bot.
                right.given || right.what_for == "rights-read"
            })
        };
        let (title, channel) = (chat["title"].as_str().unwrap_or_default(), chat["type"] == "channel");
        let before = self.settings.paused;
        let id = self.chat.0;
        let settings = self
            .desk
            .store
            .chats
            .change(id, |settings| {
                settings.channel = channel;
                title.clone_into(&mut settings.title);
                if settings.label.is_empty() {
                    settings.label = subids::label(title, id);
                    // Until somebody chooses, a chat speaks as whoever brought the bot there.
                    settings.language = language;
                }
                if let (None, Some(_)) = (settings.keeper, by) {
                    settings.keeper = by;
                    settings.keeper_language = language;
                }
                settings.paused = !is || !needed(settings);
            })
            .await?;
        let now =
            Gathering { settings: settings.clone(), ..Gathering::of(self.desk, self.chat, self.waiting) };
        match (was, is) {
            (false, true) => now.welcome(settings.paused).await,
            // Whoever sent it away knows that.
            (true, false) | (false, false) => Ok(()),
            (true, true) if !before && settings.paused && known => now.tell_paused().await,
            (true, true) if before && !settings.paused => now.tell_resumed().await,
            // In a channel a first press gives the rights one by one.
            (true, true) => Ok(()),
        }
    }

    /// The bot was added: its rights, and the way to the settings. In a channel that is nothing for its readers.
    async fn welcome(&self, paused: bool) -> Result<(), Trouble> {
        if paused && !self.settings.channel {
            return self.tell_paused().await;
        }
        if self.settings.channel {
            let Some((chat, speak)) = self.keeper() else { return Ok(()) };
            let message = self.welcome_card(speak).await;
            return match self.desk.sender.send(chat, &message).await {
                Ok(_) | Err(SendError::Closed | SendError::Refused(_)) => Ok(()),
                Err(error) => Err(error.into()),
            };
        }
        let message = self.welcome_card(self.speak).await;
        self.desk.sender.send(self.chat, &message).await?;
        Ok(())
    }

    async fn welcome_card(&self, speak: &Speaker) -> Outgoing {
        let key = if self.settings.channel { "chats-welcome-channel" } else { "chats-welcome-group" };
        let html = format!("{}\n\n{}", speak.html(&Sentence::new(key)), self.rights_card(speak).await);
        outgoing(&Part { html, buttons: vec![vec![self.settings_button(speak)]], ..Part::default() })
    }

    /// Opens the settings of this chat in the private chat.
    pub(super) fn settings_button(&self, speak: &Speaker) -> Button {
        let url = format!("https://t.me/{}?start={}{}", self.desk.me, super::CARD_START, self.chat.0);
        Button::Open { label: speak.word("chats-button-settings"), url }
    }

    /// The bot cannot write here: nothing is tried until that changes, and the admin is told once.
    pub(super) async fn pause(&self) -> Result<(), Trouble> {
        if self.desk.store.chats.of(self.chat.0).is_some_and(|settings| settings.paused) {
            return Ok(());
        }
        self.desk.store.chats.change(self.chat.0, |settings| settings.paused = true).await?;
        self.tell_paused().await
    }

    /// Goes on where the bot can work again.
    pub(super) async fn look_again(&self) -> Result<(), Trouble> {
        let hinders = |right: &super::rights::Right| {
            right.needed && !right.given && !matches!(right.what_for, "rights-read" | "rights-delete")
        };
        if !self.settings.paused || self.rights().await.iter().any(hinders) {
            return Ok(());
        }
        self.desk.store.chats.change(self.chat.0, |settings| settings.paused = false).await?;
        self.tell_resumed().await
    }

    async fn tell_paused(&self) -> Result<(), Trouble> {
        tracing::info!("a chat is paused: the bot cannot write there");
        let Some((chat, speak)) = self.keeper() else { return Ok(()) };
        let paused = Sentence::new("chats-paused").with("title", self.settings.title.clone());
        let html = format!("{}\n\n{}", speak.html(&paused), self.rights_card(speak).await);
        match self.desk.sender.send(chat, &Outgoing { html, ..Outgoing::default() }).await {
            Ok(_) | Err(SendError::Closed | SendError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn tell_resumed(&self) -> Result<(), Trouble> {
        let title = self.settings.title.clone();
        self.tell_keeper(|speak| Outgoing {
            html: speak.html(&Sentence::new("chats-resumed").with("title", title)),
            ..Outgoing::default()
        })
        .await?;
        Ok(())
    }
}

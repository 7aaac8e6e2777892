//! The owner is told, in the private chat, when somebody else changes what concerns them: whose links are made and with which
//! SubIDs, whether members' messages are deleted, who the owner is, and that everything was erased.

use std::sync::Arc;

use dealink_core::message::Message;

use super::context::ChatContext;
use super::settings_home::link_policy_text;
use crate::settings::{ChatMode, ChatSettings};
use crate::telegram::api::OutgoingMessage;
use crate::telegram::cards::setting_line;
use crate::telegram::handler_error::Result;
use crate::telegram::update::MessageAuthor;
use crate::text::{Localizer, foreign_name};

impl<'a> ChatContext<'a> {
    /// Changes the settings for `actor` and tells the owner what concerns them. Returns the chat with its new settings.
    ///
    /// # Errors
    /// When the store fails. That the owner could not be told is no error: the change stays.
    pub async fn change_settings_for(
        &self,
        actor: &MessageAuthor,
        change: impl FnOnce(&mut ChatSettings),
    ) -> Result<ChatContext<'a>> {
        let mut before = ChatSettings::default();
        let settings = self
            .change_settings(|settings| {
                before = settings.clone();
                change(settings);
            })
            .await?;
        let here = ChatContext::load(self.app, self.chat, self.record).with_settings(settings);
        if before.owner.is_some_and(|owner| actor.person_id() != Some(owner)) {
            let owned = here.clone().with_settings(Arc::new(before));
            owned.notify_owner_of_changes(&here, actor).await;
        }
        Ok(here)
    }

    /// Tells the owner that everything about this chat was erased. Called with the settings as they were.
    pub async fn notify_owner_of_erasure(&self, actor: &MessageAuthor) {
        if self.settings.owner.is_none_or(|owner| actor.person_id() == Some(owner)) {
            return;
        }
        let message = |localizer: &Localizer| {
            let heading =
                self.notice_heading(["owner-notice-erased", "owner-notice-erased-anonymous"], actor);
            OutgoingMessage::html(localizer.html(&heading))
        };
        self.notify_reliably(message).await;
    }

    /// `self` is the chat as it was.
    async fn notify_owner_of_changes(&self, now: &ChatContext<'_>, actor: &MessageAuthor) {
        if self.lines_about_changes(now, self.localizer).is_empty() {
            return;
        }
        let message = |localizer: &Localizer| {
            let heading = self.notice_heading(["owner-notice", "owner-notice-anonymous"], actor);
            let lines = self.lines_about_changes(now, localizer).join("\n");
            OutgoingMessage::html(format!("{}\n\n{lines}", localizer.html(&heading)))
                .with_buttons(vec![vec![self.settings_button(localizer)]])
        };
        self.notify_reliably(message).await;
    }

    /// `keys`: of the text that names the person, and of that about an admin who writes in the name of the group.
    fn notice_heading(&self, keys: [&'static str; 2], actor: &MessageAuthor) -> Message {
        match actor {
            MessageAuthor::Person { name, .. } => {
                Message::new(keys[0]).with("title", self.title()).with("name", foreign_name(name))
            }
            _ => Message::new(keys[1]).with("title", self.title()),
        }
    }

    async fn notify_reliably(&self, message: impl FnOnce(&Localizer) -> OutgoingMessage) {
        match self.notify_owner(message).await {
            Ok(true) => {}
            Ok(false) => tracing::info!("the owner of a chat has no private chat to be told a change in"),
            Err(error) => tracing::warn!(%error, "the owner of a chat was not told a change"),
        }
    }

    fn lines_about_changes(&self, now: &ChatContext<'_>, localizer: &Localizer) -> Vec<String> {
        let (old, new) = (&self.settings, &now.settings);
        let reposts = |settings: &ChatSettings| settings.mode == ChatMode::Repost;
        let mut lines = Vec::new();
        if old.owner != new.owner {
            lines.push(localizer.html(&Message::new("owner-notice-replaced")));
        }
        if old.link_account != new.link_account {
            lines.push(setting_line("chats-account", now.account_name(localizer), localizer));
        }
        if old.subids != new.subids {
            lines.push(setting_line("chats-subids", now.subids_text(localizer), localizer));
        }
        if (old.link_policy, &old.chosen_members) != (new.link_policy, &new.chosen_members) {
            lines.push(setting_line("chats-whose", link_policy_text(new, localizer), localizer));
        }
        if reposts(old) != reposts(new) {
            lines.push(setting_line("chats-mode", localizer.text(now.mode_key(new.mode)), localizer));
        }
        lines
    }
}

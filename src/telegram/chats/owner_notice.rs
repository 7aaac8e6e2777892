//! The owner is told, in the private chat, when somebody else changes what concerns them: whose links are made and with which
//! SubIDs, whether members' messages are deleted, who the owner is, and that everything was erased. An owner of whom Telegram does not
//! say that they are still an admin learns only that something changed.

use std::sync::Arc;

use dealink_core::message::Message;
use teloxide::types::ChatId;

use super::context::ChatContext;
use super::owner_notice_queue::{NoticeKind, OwnerNotice, Recipient};
use super::settings_home::link_policy_text;
use crate::settings::{ChatMode, ChatSettings};
use crate::store::WaitingUpdate;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::cards::setting_line;
use crate::telegram::context::AppContext;
use crate::telegram::handler_error::Result;
use crate::telegram::update::MessageAuthor;
use crate::text::{Localizer, foreign_name};

/// Sends the notices that are due, each in a task of its own: Telegram may make one owner wait for long.
pub fn send_due_notices(app: &Arc<AppContext>) {
    for (to, notice) in app.chat_caches.owner_notices.take_due(app.clock.now().as_second()) {
        let sending = SendingNotice { app: app.clone(), to };
        tokio::spawn(async move { sending.app.send_owner_notice(sending.to, notice).await });
    }
}

/// A notice that is being sent, which ends also when its task panics.
struct SendingNotice {
    app: Arc<AppContext>,
    to: Recipient,
}

impl Drop for SendingNotice {
    fn drop(&mut self) {
        self.app.chat_caches.owner_notices.finish(self.to);
    }
}

impl AppContext {
    async fn send_owner_notice(&self, to: Recipient, notice: OwnerNotice) {
        let record = WaitingUpdate::without_update(to.chat);
        let now = ChatContext::load(self, ChatId(to.chat), &record);
        let is_admin = self.ask_chat_member(now.chat, to.owner).await.is_ok_and(|owner| owner.is_admin());
        let before = now.clone().with_settings(notice.before.clone());
        let message = |localizer: &Localizer| match is_admin {
            true => before.render_notice(&now, &notice, localizer),
            false => before.render_notice_for_former_admin(notice.kind, localizer),
        };
        match before.notify_owner(message).await {
            Ok(true) => {}
            Ok(false) => tracing::info!("the owner of a chat has no private chat to be told a change in"),
            Err(error) => tracing::warn!(%error, "the owner of a chat was not told a change"),
        }
    }
}

impl<'a> ChatContext<'a> {
    /// Changes the settings for `actor`. The owner will be told what concerns them. Returns the chat with its new settings.
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
        let before = here.clone().with_settings(Arc::new(before));
        if !before.lines_about_changes(&here, before.localizer).is_empty() {
            before.queue_notice(NoticeKind::Changed, actor);
        }
        Ok(here)
    }

    /// The owner will be told that everything about this chat was erased. Called with the settings as they were.
    pub fn notify_owner_of_erasure(&self, actor: &MessageAuthor) {
        self.queue_notice(NoticeKind::Erased, actor);
    }

    /// Called with the settings as they were. An owner who made the change is not told.
    fn queue_notice(&self, kind: NoticeKind, actor: &MessageAuthor) {
        let Some(owner) = self.settings.owner.filter(|owner| actor.person_id() != Some(*owner)) else {
            return;
        };
        let to = Recipient { chat: self.chat.0, owner };
        let notice = OwnerNotice { kind, before: self.settings.clone(), actor: Some(actor.clone()) };
        self.app.chat_caches.owner_notices.push(to, notice, self.unix_now());
    }

    /// `self` is the chat as it was.
    fn render_notice(
        &self,
        now: &ChatContext<'_>,
        notice: &OwnerNotice,
        localizer: &Localizer,
    ) -> OutgoingMessage {
        let title = self.title();
        let heading = match (notice.kind, &notice.actor) {
            (NoticeKind::Changed, None) => Message::new("owner-notice-several"),
            (NoticeKind::Changed, Some(MessageAuthor::Person { name, .. })) => {
                Message::new("owner-notice").with("name", foreign_name(name))
            }
            (NoticeKind::Changed, Some(_)) => Message::new("owner-notice-anonymous"),
            (NoticeKind::Erased, Some(MessageAuthor::Person { name, .. })) => {
                Message::new("owner-notice-erased").with("name", foreign_name(name))
            }
            (NoticeKind::Erased, _) => Message::new("owner-notice-erased-anonymous"),
        };
        let heading = localizer.html(&heading.with("title", title));
        if notice.kind == NoticeKind::Erased {
            return OutgoingMessage::html(heading);
        }
        let mut lines = self.lines_about_changes(now, localizer);
        if lines.is_empty() {
            lines.push(localizer.text("owner-notice-as-before"));
        }
        OutgoingMessage::html(format!("{heading}\n\n{}", lines.join("\n")))
            .with_buttons(vec![vec![self.settings_button(localizer)]])
    }

    /// For who may not see the settings: neither who changed them nor the values.
    fn render_notice_for_former_admin(&self, kind: NoticeKind, localizer: &Localizer) -> OutgoingMessage {
        let key = match kind {
            NoticeKind::Changed => "owner-notice-former",
            NoticeKind::Erased => "owner-notice-former-erased",
        };
        OutgoingMessage::html(localizer.html(&Message::new(key).with("title", self.title())))
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

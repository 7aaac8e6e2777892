//! What the bot may do in a chat and what each right is for, as a card that marks each right with 🟢 or 🔴.

use serde_json::json;

use super::context::ChatContext;
use crate::settings::{ChatMode, ChatSettings};
use crate::telegram::update::{ChatDetails, ChatMember, ChatPermissions, MemberStatus};
use crate::text::Localizer;
use dealink_core::message::Message;

/// What a right is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RightPurpose {
    EditPosts,
    Write,
    ReadMessages,
    DeleteMessages,
    BeAdmin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BotRight {
    pub(super) purpose: RightPurpose,
    pub(super) given: bool,
    /// Whether the bot can do nothing in the chat without this right.
    pub(super) needed: bool,
}

impl RightPurpose {
    fn text_key(self) -> &'static str {
        match self {
            RightPurpose::EditPosts => "rights-edit-posts",
            RightPurpose::Write => "rights-write",
            RightPurpose::ReadMessages => "rights-read",
            RightPurpose::DeleteMessages => "rights-delete",
            RightPurpose::BeAdmin => "rights-admin",
        }
    }

    /// Whether the bot is useless in the chat without this right. In a group it is useful even if it receives only commands, and
    /// without the right to delete it still replies.
    pub(super) fn is_essential(self) -> bool {
        !matches!(self, RightPurpose::ReadMessages | RightPurpose::DeleteMessages)
    }
}

impl BotRight {
    /// Whether the bot has to pause because it lacks this right.
    pub(super) fn blocks(&self) -> bool {
        self.needed && !self.given && self.purpose.is_essential()
    }
}

fn render_rights(rights: &[BotRight], localizer: &Localizer) -> String {
    let line = |right: &BotRight| {
        let mark = match (right.given, right.needed) {
            (true, _) => "🟢",
            (false, true) => "🔴",
            (false, false) => "⚪",
        };
        format!("{mark} {}", localizer.html(&Message::new(right.purpose.text_key())))
    };
    rights.iter().map(line).collect::<Vec<_>>().join("\n")
}

impl ChatContext<'_> {
    async fn own_membership(&self) -> Option<ChatMember> {
        self.app.chat_member(self.chat, self.app.bot_id).await
    }

    /// What `getChat` says about this chat; empty if the call fails.
    pub(super) async fn chat_details(&self) -> ChatDetails {
        let params = json!({ "chat_id": self.chat });
        self.app.sender.call_with_retries(None, "getChat", &params).await.unwrap_or_default()
    }

    /// The rights that the bot needs with these settings. `bot`: its own membership. `permissions`: what all members may do.
    pub(super) fn required_rights(
        &self,
        settings: &ChatSettings,
        bot: &ChatMember,
        permissions: Option<ChatPermissions>,
    ) -> Vec<BotRight> {
        let right = |purpose, given, needed| BotRight { purpose, given, needed };
        if settings.channel {
            return vec![right(RightPurpose::EditPosts, bot.may_edit_messages(), true)];
        }
        let is_admin = bot.is_administrator();
        let reads_all = is_admin || self.app.can_read_all_group_messages;
        let reposts = settings.mode == ChatMode::Repost;
        vec![
            right(RightPurpose::Write, bot.may_write(permissions), true),
            right(RightPurpose::ReadMessages, reads_all, true),
            right(RightPurpose::DeleteMessages, bot.may_delete_messages(), reposts),
            right(RightPurpose::BeAdmin, is_admin, false),
        ]
    }

    pub(super) async fn load_rights(&self) -> Vec<BotRight> {
        let bot = self.own_membership().await.unwrap_or_default();
        // The rights of a plain member are a setting of the chat.
        let permissions = match bot.status {
            Some(MemberStatus::Member) => self.chat_details().await.permissions,
            _ => None,
        };
        self.required_rights(&self.settings, &bot, permissions)
    }

    /// Whether other people's messages can be deleted.
    pub async fn may_delete(&self) -> bool {
        self.own_membership().await.is_some_and(|bot| bot.may_delete_messages())
    }

    /// Whether the bot can edit a channel's posts; `None` if Telegram does not say it.
    pub async fn may_edit_posts(&self) -> Option<bool> {
        self.own_membership().await.map(|bot| bot.may_edit_messages())
    }

    /// The card as HTML.
    pub async fn render_rights_card(&self, localizer: &Localizer) -> String {
        let rights = self.load_rights().await;
        let lacks = |needed: bool| rights.iter().any(|right| right.needed == needed && !right.given);
        let title = Message::new("rights-title").with("title", self.settings.title.clone());
        let end = if lacks(true) { "rights-missing" } else { "rights-enough" };
        let mut end = localizer.html(&Message::new(end));
        if lacks(false) {
            end = format!("{end} {}", localizer.html(&Message::new("rights-optional")));
        }
        format!("{}\n\n{}\n\n{end}", localizer.html(&title), render_rights(&rights, localizer))
    }
}

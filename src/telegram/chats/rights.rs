//! What the bot may do in a chat and what each right is for, as a card that marks each right with 🟢 or 🔴.

use serde_json::json;

use super::context::ChatContext;
use crate::settings::{ChatMode, ChatSettings};
use crate::telegram::update::{ChatDetails, ChatMember, ChatPermissions, MemberStatus};
use crate::text::Localizer;
use dealink_core::message::Message;

/// A right of the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BotRight {
    /// Key of the text that says what it is for.
    text_key: &'static str,
    given: bool,
    need: RightNeed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RightNeed {
    /// The bot is useless in the chat without it.
    Essential,
    /// Something does not work without it: in a group the bot is useful even if it receives only commands, and without the right
    /// to delete it still replies.
    Needed,
    Optional,
}

impl BotRight {
    /// Whether the bot has to pause because it lacks this right.
    pub(super) fn blocks(&self) -> bool {
        self.need == RightNeed::Essential && !self.given
    }
}

fn render_rights(rights: &[BotRight], localizer: &Localizer) -> String {
    let line = |right: &BotRight| {
        let mark = match (right.given, right.need) {
            (true, _) => "🟢",
            (false, RightNeed::Essential | RightNeed::Needed) => "🔴",
            (false, RightNeed::Optional) => "⚪",
        };
        format!("{mark} {}", localizer.html(&Message::new(right.text_key)))
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
        let right = |text_key, given, need| BotRight { text_key, given, need };
        if settings.channel {
            return vec![right("rights-edit-posts", bot.may_edit_messages(), RightNeed::Essential)];
        }
        let is_admin = bot.is_administrator();
        let reads_all = is_admin || self.app.can_read_all_group_messages;
        let to_delete = match settings.mode {
            ChatMode::Repost => RightNeed::Needed,
            _ => RightNeed::Optional,
        };
        vec![
            right("rights-write", bot.may_write(permissions), RightNeed::Essential),
            right("rights-read", reads_all, RightNeed::Needed),
            right("rights-delete", bot.may_delete_messages(), to_delete),
            right("rights-admin", is_admin, RightNeed::Optional),
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

    pub async fn render_rights_card(&self, localizer: &Localizer) -> String {
        let rights = self.load_rights().await;
        let (optional, needed): (Vec<&BotRight>, Vec<&BotRight>) =
            rights.iter().filter(|right| !right.given).partition(|right| right.need == RightNeed::Optional);
        let title = Message::new("rights-title").with("title", self.settings.title.clone());
        let end = if needed.is_empty() { "rights-enough" } else { "rights-missing" };
        let mut end = localizer.html(&Message::new(end));
        if !optional.is_empty() {
            end = format!("{end} {}", localizer.html(&Message::new("rights-optional")));
        }
        format!("{}\n\n{}\n\n{end}", localizer.html(&title), render_rights(&rights, localizer))
    }
}

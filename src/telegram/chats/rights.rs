//! What the bot may do in a chat and what each right is for, as a card that marks each right with 🟢 or 🔴, or with ❔ if Telegram
//! did not tell it.

use serde_json::json;

use super::admins::NotKnown;
use super::context::ChatContext;
use crate::settings::{ChatMode, ChatSettings};
use crate::telegram::update::{AdminRight, ChatDetails, ChatMember, ChatPermissions, MemberStatus};
use crate::text::Localizer;
use dealink_core::message::Message;

/// A right of the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BotRight {
    /// Key of the text that says what it is for.
    text_key: &'static str,
    /// `None` if it is not known.
    given: Option<bool>,
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
        self.need == RightNeed::Essential && self.given == Some(false)
    }

    /// Whether the bot can work as far as this right is concerned.
    pub(super) fn suffices(&self) -> bool {
        self.need != RightNeed::Essential || self.given == Some(true)
    }
}

fn render_rights(rights: &[BotRight], localizer: &Localizer) -> String {
    let line = |right: &BotRight| {
        let mark = match (right.given, right.need) {
            (Some(true), _) => "🟢",
            (Some(false), RightNeed::Essential | RightNeed::Needed) => "🔴",
            (Some(false), RightNeed::Optional) => "⚪",
            (None, _) => "❔",
        };
        format!("{mark} {}", localizer.html(&Message::new(right.text_key)))
    };
    rights.iter().map(line).collect::<Vec<_>>().join("\n")
}

impl ChatContext<'_> {
    async fn own_membership(&self) -> Result<ChatMember, NotKnown> {
        self.app.ask_chat_member(self.chat, self.app.bot_id).await
    }

    /// What `getChat` says about this chat.
    pub(super) async fn chat_details(&self) -> Result<ChatDetails, NotKnown> {
        let params = json!({ "chat_id": self.chat });
        let details = self.app.sender.call_with_retries(None, "getChat", &params).await;
        details.map_err(|error| {
            tracing::warn!(%error, "Telegram did not tell about a chat");
            NotKnown
        })
    }

    /// The rights that the bot needs with these settings. `bot`: its own membership, if it is known. `permissions`: what all members
    /// may do, if it is known.
    pub(super) fn required_rights(
        &self,
        settings: &ChatSettings,
        bot: Option<&ChatMember>,
        permissions: Option<ChatPermissions>,
    ) -> Vec<BotRight> {
        let right = |text_key, given, need| BotRight { text_key, given, need };
        let has = |right| bot.map(|bot| bot.has_right(right));
        if settings.channel {
            return vec![right("rights-edit-posts", has(AdminRight::EditMessages), RightNeed::Essential)];
        }
        let is_admin = bot.map(ChatMember::is_administrator);
        let reads_all = if self.app.can_read_all_group_messages { Some(true) } else { is_admin };
        let to_delete = match settings.mode {
            ChatMode::Repost => RightNeed::Needed,
            _ => RightNeed::Optional,
        };
        vec![
            right("rights-write", bot.and_then(|bot| bot.may_write(permissions)), RightNeed::Essential),
            right("rights-read", reads_all, RightNeed::Needed),
            right("rights-delete", has(AdminRight::DeleteMessages), to_delete),
            right("rights-admin", is_admin, RightNeed::Optional),
        ]
    }

    pub(super) async fn load_rights(&self) -> Vec<BotRight> {
        let bot = self.own_membership().await.ok();
        // The rights of a plain member are a setting of the chat.
        let permissions = match bot.as_ref().and_then(|bot| bot.status) {
            Some(MemberStatus::Member) => self.chat_details().await.ok().and_then(|chat| chat.permissions),
            _ => None,
        };
        self.required_rights(&self.settings, bot.as_ref(), permissions)
    }

    /// Whether the bot can delete other people's messages.
    pub async fn may_delete(&self) -> Result<bool, NotKnown> {
        Ok(self.own_membership().await?.has_right(AdminRight::DeleteMessages))
    }

    /// Whether the bot can edit a channel's posts.
    pub async fn may_edit_posts(&self) -> Result<bool, NotKnown> {
        Ok(self.own_membership().await?.has_right(AdminRight::EditMessages))
    }

    pub async fn render_rights_card(&self, localizer: &Localizer) -> String {
        let rights = self.load_rights().await;
        let missing = |needs: &[RightNeed]| {
            rights.iter().any(|right| right.given == Some(false) && needs.contains(&right.need))
        };
        let is_known = rights.iter().all(|right| right.given.is_some());
        let title = Message::new("rights-title").with("title", self.title());
        let mut ends = Vec::new();
        match missing(&[RightNeed::Essential, RightNeed::Needed]) {
            true => ends.push("rights-missing"),
            false if is_known => ends.push("rights-enough"),
            false => {}
        }
        if !is_known {
            ends.push("rights-not-known");
        }
        if missing(&[RightNeed::Optional]) {
            ends.push("rights-optional");
        }
        let ends: Vec<String> = ends.into_iter().map(|key| localizer.html(&Message::new(key))).collect();
        let (title, end) = (localizer.html(&title), ends.join(" "));
        format!("{title}\n\n{}\n\n{end}", render_rights(&rights, localizer))
    }
}

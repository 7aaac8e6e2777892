//! What the bot may do in a chat, and what each right is for: a card of 🟢 and 🔴.

use serde_json::{Value, json};

use super::ChatContext;
use crate::settings::{ChatMode, ChatSettings};
use crate::text::Localizer;
use dealink_core::message::Message;

/// A right: whether it is there, and the key of what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BotRight {
    pub(super) given: bool,
    pub(super) purpose: &'static str,
    /// Whether nothing works without it.
    pub(super) needed: bool,
}

/// The rights that a chat's mode needs, as the bot's own `ChatMember` tells them, that of a plain member with the chat's
/// `permissions` in it. `can_read_all_group_messages`: whether Telegram hands the bot the messages of groups in which it is no admin.
pub(super) fn required_rights(settings: &ChatSettings, member: &Value, reads_all: bool) -> Vec<BotRight> {
    let admin = member["status"] == "administrator";
    let has = |right: &str| admin && member[right] == true;
    if settings.channel {
        return vec![BotRight {
            given: has("can_edit_messages"),
            purpose: "rights-edit-posts",
            needed: true,
        }];
    }
    let writes = match member["status"].as_str() {
        Some("administrator" | "creator") => true,
        Some("member") => member["permissions"]["can_send_messages"] != false,
        Some("restricted") => member["can_send_messages"] == true && member["is_member"] != false,
        _ => false,
    };
    let mut rights = vec![
        BotRight { given: writes, purpose: "rights-write", needed: true },
        BotRight { given: admin || reads_all, purpose: "rights-read", needed: true },
    ];
    rights.push(BotRight {
        given: has("can_delete_messages"),
        purpose: "rights-delete",
        needed: settings.mode == ChatMode::Repost,
    });
    rights.push(BotRight { given: admin, purpose: "rights-admin", needed: false });
    rights
}

/// The card's lines.
pub(super) fn render_rights(rights: &[BotRight], speak: &Localizer) -> Vec<String> {
    let line = |right: &BotRight| {
        let mark = match (right.given, right.needed) {
            (true, _) => "🟢",
            (false, true) => "🔴",
            (false, false) => "⚪",
        };
        format!("{mark} {}", speak.html(&Message::new(right.purpose)))
    };
    rights.iter().map(line).collect()
}

impl ChatContext<'_> {
    /// The bot's own `ChatMember`.
    pub(super) async fn own_membership(&self) -> Option<Value> {
        self.app.chat_member(self.chat, self.app.bot_id).await
    }

    pub(super) async fn load_rights(&self) -> Vec<BotRight> {
        let mut me = self.own_membership().await.unwrap_or(json!({ "status": "left" }));
        if me["status"] == "member" {
            // What all members may do stands with the chat.
            let call = json!({ "chat_id": self.chat });
            let chat =
                self.app.sender.call_with_retries::<Value>(None, "getChat", &call).await.unwrap_or_default();
            me["permissions"] = chat["permissions"].clone();
        }
        required_rights(&self.settings, &me, self.app.can_read_all_group_messages)
    }

    /// Whether other people's messages can be deleted.
    pub(super) async fn may_delete(&self) -> bool {
        self.own_membership()
            .await
            .is_some_and(|me| me["status"] == "administrator" && me["can_delete_messages"] == true)
    }

    /// Whether a channel's posts can be edited; none where that cannot be learned.
    pub(super) async fn may_edit_posts(&self) -> Option<bool> {
        self.own_membership()
            .await
            .map(|me| me["status"] == "administrator" && me["can_edit_messages"] == true)
    }

    /// The card as HTML.
    pub(super) async fn render_rights_card(&self, speak: &Localizer) -> String {
        let rights = self.load_rights().await;
        let missing = rights.iter().any(|right| right.needed && !right.given);
        let end = if missing { "rights-missing" } else { "rights-enough" };
        let title = speak.html(&Message::new("rights-title").with("title", self.settings.title.clone()));
        let mut end = speak.html(&Message::new(end));
        if rights.iter().any(|right| !right.needed && !right.given) {
            end = format!("{end} {}", speak.html(&Message::new("rights-optional")));
        }
        format!("{title}\n\n{}\n\n{end}", render_rights(&rights, speak).join("\n"))
    }
}

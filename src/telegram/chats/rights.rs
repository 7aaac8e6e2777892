//! What the bot may do in a chat, and what each right is for: a card of 🟢 and 🔴.

use serde_json::{Value, json};

use super::Gathering;
use crate::store::{ChatSettings, Mode};
use crate::text::Speaker;
use dealink_core::message::Sentence;

/// A right: whether it is there, and the key of what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Right {
    pub(super) given: bool,
    pub(super) what_for: &'static str,
    /// Whether nothing works without it.
    pub(super) needed: bool,
}

/// The rights that a chat's mode needs, as the bot's own `ChatMember` tells them, that of a plain member with the chat's
/// `permissions` in it. `reads_all`: whether Telegram hands the bot the messages of groups in which it is no admin.
pub(super) fn rights(settings: &ChatSettings, member: &Value, reads_all: bool) -> Vec<Right> {
    let admin = member["status"] == "administrator";
    let has = |right: &str| admin && member[right] == true;
    if settings.channel {
        return vec![Right { given: has("can_edit_messages"), what_for: "rights-edit-posts", needed: true }];
    }
    let writes = match member["status"].as_str() {
        Some("administrator" | "creator") => true,
        Some("member") => member["permissions"]["can_send_messages"] != false,
        Some("restricted") => member["can_send_messages"] == true && member["is_member"] != false,
        _ => false,
    };
    let mut rights = vec![
        Right { given: writes, what_for: "rights-write", needed: true },
        Right { given: admin || reads_all, what_for: "rights-read", needed: true },
    ];
    rights.push(Right {
        given: has("can_delete_messages"),
        what_for: "rights-delete",
        needed: settings.mode == Mode::Repost,
    });
    rights.push(Right { given: admin, what_for: "rights-admin", needed: false });
    rights
}

/// The card's lines.
pub(super) fn lines(rights: &[Right], speak: &Speaker) -> Vec<String> {
    let line = |right: &Right| {
        let mark = match (right.given, right.needed) {
            (true, _) => "🟢",
            (false, true) => "🔴",
            (false, false) => "⚪",
        };
        format!("{mark} {}", speak.html(&Sentence::new(right.what_for)))
    };
    rights.iter().map(line).collect()
}

impl Gathering<'_> {
    /// The bot's own `ChatMember`.
    pub(super) async fn me(&self) -> Option<Value> {
        self.desk.member(self.chat, self.desk.me_id).await
    }

    pub(super) async fn rights(&self) -> Vec<Right> {
        let mut me = self.me().await.unwrap_or(json!({ "status": "left" }));
        if me["status"] == "member" {
            // What all members may do stands with the chat.
            let call = json!({ "chat_id": self.chat });
            let chat = self.desk.sender.attempt::<Value>(None, "getChat", &call).await.unwrap_or_default();
            me["permissions"] = chat["permissions"].clone();
        }
        rights(&self.settings, &me, self.desk.reads_all)
    }

    /// Whether other people's messages can be deleted.
    pub(super) async fn may_delete(&self) -> bool {
        self.me().await.is_some_and(|me| me["status"] == "administrator" && me["can_delete_messages"] == true)
    }

    /// Whether a channel's posts can be edited; none where that cannot be learned.
    pub(super) async fn may_edit_posts(&self) -> Option<bool> {
        self.me().await.map(|me| me["status"] == "administrator" && me["can_edit_messages"] == true)
    }

    /// The card as HTML.
    pub(super) async fn rights_card(&self, speak: &Speaker) -> String {
        let rights = self.rights().await;
        let missing = rights.iter().any(|right| right.needed && !right.given);
        let end = if missing { "rights-missing" } else { "rights-enough" };
        let title = speak.html(&Sentence::new("rights-title").with("title", self.settings.title.clone()));
        let mut end = speak.html(&Sentence::new(end));
        if rights.iter().any(|right| !right.needed && !right.given) {
            end = format!("{end} {}", speak.html(&Sentence::new("rights-optional")));
        }
        format!("{title}\n\n{}\n\n{end}", lines(&rights, speak).join("\n"))
    }
}

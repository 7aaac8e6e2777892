//! A question of the bot that waits for the person's next message.

use serde::{Deserialize, Serialize};

/// What was asked, and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PendingQuestion {
    pub question: QuestionKind,
    /// The bot's message that asked.
    pub message_id: i32,
    /// The update that answers it. Kept until the next question, so that the answer is understood again when it is handled
    /// again after a crash.
    #[serde(default)]
    pub answered_by: Option<u64>,
}

/// What the answer is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// The price to calculate with. Holds the button's data: the product and what else is assumed.
    Price(String),
    /// The store's number. Holds the button's data, likewise.
    Store(String),
    /// The day on which the ad space was approved into the program.
    Joined,
    /// The SubID to put on links.
    SubId,
    /// A filter of a search.
    Filter(PendingFilter),
    /// The SubIDs of the links of this chat.
    ChatSubIds(i64),
    /// The template of the posts of this chat.
    ChatTemplate(i64),
    /// Whether this template of a chat's posts is to be saved.
    ChatDraft {
        chat: i64,
        /// The template as it was typed.
        draft: String,
    },
}

impl QuestionKind {
    /// The chat whose settings it asks for, by the number that the chat had then.
    pub fn chat(&self) -> Option<i64> {
        match self {
            QuestionKind::ChatSubIds(chat)
            | QuestionKind::ChatTemplate(chat)
            | QuestionKind::ChatDraft { chat, .. } => Some(*chat),
            QuestionKind::Price(_)
            | QuestionKind::Store(_)
            | QuestionKind::Joined
            | QuestionKind::SubId
            | QuestionKind::Filter(_) => None,
        }
    }
}

/// A search that waits for a filter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PendingFilter {
    #[serde(rename = "of")]
    pub filter: FilterKind,
    /// The search, as the data of its buttons.
    pub card: String,
    /// The words that are searched for.
    pub words: String,
    /// The message that holds these words.
    pub message: i32,
}

/// The filters with a typed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterKind {
    /// A range of prices.
    Price,
    /// The least commission of an order.
    Earning,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_record_is_read() {
        let record = r#"{"question":{"chat_sub_ids":-1001234},"message_id":17,"answered_by":99}"#;
        let asked: PendingQuestion = serde_json::from_str(record).unwrap();
        assert_eq!((asked.question, asked.answered_by), (QuestionKind::ChatSubIds(-1_001_234), Some(99)));
    }
}

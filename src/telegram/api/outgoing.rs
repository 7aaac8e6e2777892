//! A message to send, or to edit a sent message into.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::answer::{AnswerPart, Button};
use crate::telegram::callback::CallbackData;
use crate::telegram::update::{MessageContent, ReplyTarget};

pub type MessageButton = Button<CallbackData>;
/// A part of an answer with the buttons of a message.
pub type MessagePart = AnswerPart<CallbackData>;

/// An answer of several messages is stored in the inbox as a list of these, so that the rest of the same answer can be sent
/// after a crash. Content, buttons and `must_reply` are stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "StoredMessage", into = "StoredMessage")]
pub struct OutgoingMessage {
    pub content: OutgoingContent,
    /// Rows of buttons; below a copy they follow the copied message's own.
    pub buttons: Vec<Vec<MessageButton>>,
    /// Whether it has to reply to the message that it answers, because its buttons act on that message.
    pub must_reply: bool,
    pub target: ReplyTarget,
    /// Opens the reply field with this hint in it.
    pub reply_hint: Option<String>,
    /// A keyboard that replaces the person's letter keyboard, as Telegram's JSON.
    pub reply_keyboard: Option<Value>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum OutgoingContent {
    Text {
        /// Telegram HTML.
        html: String,
        /// The page to show a preview of; `None` for no preview.
        preview: Option<String>,
    },
    /// A copy of a message of the same chat, with the text and buttons that are given here.
    Copy(MessageContent),
    Album(Vec<MessageContent>),
}

impl Default for OutgoingContent {
    fn default() -> Self {
        OutgoingContent::Text { html: String::new(), preview: None }
    }
}

impl OutgoingMessage {
    pub fn html(html: impl Into<String>) -> Self {
        let content = OutgoingContent::Text { html: html.into(), preview: None };
        OutgoingMessage { content, ..OutgoingMessage::default() }
    }

    pub fn copy(content: MessageContent) -> Self {
        OutgoingMessage { content: OutgoingContent::Copy(content), ..OutgoingMessage::default() }
    }

    pub fn album(parts: Vec<MessageContent>) -> Self {
        OutgoingMessage { content: OutgoingContent::Album(parts), ..OutgoingMessage::default() }
    }

    pub fn with_buttons(self, buttons: Vec<Vec<MessageButton>>) -> Self {
        OutgoingMessage { buttons, ..self }
    }

    /// Sends it as a reply to this message of its chat.
    pub fn replying_to(mut self, message: Option<i32>) -> Self {
        self.target.reply_to = message;
        self
    }

    pub fn with_target(self, target: ReplyTarget) -> Self {
        OutgoingMessage { target, ..self }
    }

    pub fn asking(self, hint: String) -> Self {
        OutgoingMessage { reply_hint: Some(hint), ..self }
    }

    pub fn with_reply_keyboard(self, keyboard: Value) -> Self {
        OutgoingMessage { reply_keyboard: Some(keyboard), ..self }
    }

    /// Whether it is a text of the bot, and not a copy of a message.
    pub fn is_text(&self) -> bool {
        matches!(self.content, OutgoingContent::Text { .. })
    }
}

/// Converts a part of an answer. A button with data that does not fit is left out.
pub fn message_part(part: AnswerPart) -> MessagePart {
    part.convert_presses(|action| Some(CallbackData::from(action)).filter(|data| data.encode().is_ok()))
}

impl From<AnswerPart> for OutgoingMessage {
    fn from(part: AnswerPart) -> Self {
        message_part(part).into()
    }
}

impl From<MessagePart> for OutgoingMessage {
    fn from(part: MessagePart) -> Self {
        OutgoingMessage {
            content: OutgoingContent::Text { html: part.html, preview: part.preview },
            buttons: part.buttons,
            must_reply: part.replies,
            ..OutgoingMessage::default()
        }
    }
}

/// The stored form.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum StoredMessage {
    Text(AnswerPart<String>),
    Copy(MessageContent),
    Album(Vec<MessageContent>),
}

impl From<StoredMessage> for OutgoingMessage {
    fn from(stored: StoredMessage) -> Self {
        match stored {
            // A button of an older version that this version does not know is left out.
            StoredMessage::Text(part) => part.convert_presses(|data| CallbackData::decode(&data)).into(),
            StoredMessage::Copy(content) => OutgoingMessage::copy(content),
            StoredMessage::Album(parts) => OutgoingMessage::album(parts),
        }
    }
}

impl From<OutgoingMessage> for StoredMessage {
    fn from(message: OutgoingMessage) -> Self {
        match message.content {
            OutgoingContent::Text { html, preview } => {
                let (buttons, replies) = (message.buttons, message.must_reply);
                let part = MessagePart { html, buttons, preview, replies };
                StoredMessage::Text(part.convert_presses(|data| data.encode().ok()))
            }
            OutgoingContent::Copy(content) => StoredMessage::Copy(content),
            OutgoingContent::Album(parts) => StoredMessage::Album(parts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_an_earlier_version_stored_is_read_and_stored_the_same_way() {
        let content = r#"{"message_id":5,"post":{"text":"hi","entities":[]},"body":{"Text":{"preview":null}},"album":null,"forwarded":false,"buttons":[[{"text":"a","url":"https://a.example/"}]]}"#;
        let text = r#"{"html":"<b>hi</b>","buttons":[[{"Open":{"label":"a","url":"https://a.example/"}}]],"preview":"https://b.example/","replies":true}"#;
        let stored = format!("[{text},{content},[{content}]]");
        let messages: Vec<OutgoingMessage> = serde_json::from_str(&stored).unwrap();
        assert!(messages[0].is_text() && messages[0].must_reply);
        assert!(matches!(&messages[1].content, OutgoingContent::Copy(copy) if copy.message_id == 5));
        assert!(matches!(&messages[2].content, OutgoingContent::Album(parts) if parts.len() == 1));
        let again: Value = serde_json::from_str(&serde_json::to_string(&messages).unwrap()).unwrap();
        assert_eq!(again, serde_json::from_str::<Value>(&stored).unwrap());
    }
}

//! A message of a group or channel: what it says, who says it and where.

use serde_json::Value;

use super::super::message_content::{MessageContent, ReplyTarget};
use dealink_links::{Link, LinkKind};

/// Who says something in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::telegram) enum MessageAuthor {
    /// A person.
    Person {
        /// Their number.
        id: u64,
        /// How they call themselves.
        name: String,
    },
    /// An admin who does not show who it is.
    Admin,
    /// A channel, in whose name somebody speaks.
    Channel {
        /// What it is called.
        title: String,
    },
    /// Nobody that is told; also in channels.
    Unknown,
}

impl MessageAuthor {
    pub(in crate::telegram) fn from_json(message: &Value) -> MessageAuthor {
        if let Some(chat) = message["sender_chat"]["id"].as_i64() {
            let title = message["sender_chat"]["title"].as_str().unwrap_or_default().to_owned();
            return if message["chat"]["id"] == chat {
                MessageAuthor::Admin
            } else {
                MessageAuthor::Channel { title }
            };
        }
        match message["from"]["id"].as_u64() {
            Some(id) => MessageAuthor::Person { id, name: full_name(&message["from"]) },
            None => MessageAuthor::Unknown,
        }
    }

    pub(super) fn person_id(&self) -> Option<u64> {
        match self {
            MessageAuthor::Person { id, .. } => Some(*id),
            MessageAuthor::Admin | MessageAuthor::Channel { .. } | MessageAuthor::Unknown => None,
        }
    }
}

/// First and last name of a user.
pub(super) fn full_name(user: &Value) -> String {
    let parts = ["first_name", "last_name"].iter().filter_map(|part| user[*part].as_str());
    parts.collect::<Vec<_>>().join(" ")
}

/// A message.
#[derive(Clone, Debug)]
pub(super) struct GroupMessage {
    pub(super) content: MessageContent,
    pub(super) author: MessageAuthor,
    /// The topic that it stands in, and the message that it replies to.
    pub(super) target: ReplyTarget,
    /// Seconds of Unix time.
    pub(super) date: i64,
    /// Whether it is a post that was chosen from what this or another bot offers.
    pub(super) via_bot: Option<String>,
    /// Whether it has buttons that only the bot understands that made them.
    pub(super) has_foreign_buttons: bool,
    /// Whether a bot wrote it, as far as Telegram tells.
    pub(super) is_from_bot: bool,
}

impl GroupMessage {
    pub(super) fn from_json(message: &Value) -> Option<GroupMessage> {
        let number = |value: &Value| value.as_i64().and_then(|number| i32::try_from(number).ok());
        // In a group without topics a chain of replies has such a number too, and nothing can be sent to it.
        let topic = number(&message["message_thread_id"]).filter(|_| message["is_topic_message"] == true);
        // The first message of a topic is what all of its messages reply to.
        let reply_to = number(&message["reply_to_message"]["message_id"]).filter(|id| Some(*id) != topic);
        let rows = message["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten();
        let mut buttons = rows.flat_map(|row| row.as_array().into_iter().flatten());
        let lasts = |button: &Value| button.get("url").or(button.get("copy_text")).is_some();
        let forwarded = message.get("forward_origin").is_some();
        let of_bot = message["from"]["is_bot"] == true
            // People cannot put buttons below what they write.
            || (message.get("reply_markup").is_some() && !forwarded);
        Some(GroupMessage {
            content: MessageContent::from_json(message)?,
            author: MessageAuthor::from_json(message),
            target: ReplyTarget { topic, reply_to },
            date: message["date"].as_i64().unwrap_or_default(),
            via_bot: message["via_bot"]["username"].as_str().map(str::to_owned),
            has_foreign_buttons: buttons.any(|button| !lasts(button)),
            is_from_bot: of_bot,
        })
    }

    /// The message that a message of Telegram's JSON replies to; none for the first one of its topic, to which all of a topic reply.
    pub(super) fn replied_json(message: &Value) -> Option<&Value> {
        let replied = message.get("reply_to_message")?;
        (replied["message_id"] != message["message_thread_id"]).then_some(replied)
    }

    /// Where an answer to it goes.
    pub(super) fn answer_target(&self) -> ReplyTarget {
        ReplyTarget { topic: self.target.topic, reply_to: Some(self.content.message_id) }
    }
}

/// Whether any of the links may be a product.
pub(in crate::telegram) fn names_product(links: &[Link]) -> bool {
    links.iter().any(|link| matches!(link.kind, LinkKind::Product | LinkKind::Short | LinkKind::Affiliate))
}

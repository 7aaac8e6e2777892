//! A message as Telegram sent it, in private chats, groups and channels.

use serde::Deserialize;

use super::content::{LinkObject, MessageContent};
use super::fields::{Fields, lenient};
use super::people::{Chat, MessageAuthor, User};

/// A message, with the message that it replies to.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingMessage {
    pub id: i32,
    pub chat: Chat,
    pub from: Option<User>,
    pub author: MessageAuthor,
    /// Seconds of Unix time; 0 for a message that Telegram no longer shows to bots.
    pub date: i64,
    pub content: MessageContent,
    /// `message_thread_id`: the topic, or the first message of a chain of replies.
    thread: Option<i32>,
    is_topic_message: bool,
    pub reply_to: Option<Box<IncomingMessage>>,
    /// Username of the bot that made this inline result.
    pub via_bot: Option<String>,
    pub document: Option<Document>,
    /// The chat that was chosen in Telegram's chooser.
    pub chat_shared: Option<i64>,
    /// The number that a group has as a supergroup from now on.
    pub migrate_to: Option<i64>,
    /// The number that a supergroup had as a group.
    pub migrate_from: Option<i64>,
    pub guest_query_id: Option<String>,
    /// Whether some of its buttons work only for the bot that made them.
    pub has_foreign_buttons: bool,
    /// Whether it is an answer of the bot. `false` for the bot's copies of other people's posts.
    pub is_bot_answer: bool,
    /// Whether a bot wrote it, as far as Telegram tells.
    pub is_from_bot: bool,
    /// Whether Telegram made it by itself, such as the note about a pinned message.
    pub is_service: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Document {
    pub file_id: String,
    #[serde(default, deserialize_with = "lenient")]
    pub file_name: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub file_size: Option<u64>,
}

/// Where in a chat a message is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplyTarget {
    pub topic: Option<i32>,
    pub reply_to: Option<i32>,
}

/// Fields of messages that Telegram makes by itself.
const SERVICE_FIELDS: [&str; 44] = [
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "pinned_message",
    "chat_shared",
    "users_shared",
    "invoice",
    "successful_payment",
    "refunded_payment",
    "connected_website",
    "write_access_allowed",
    "passport_data",
    "dice",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "checklist_tasks_done",
    "checklist_tasks_added",
    "direct_message_price_changed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway",
    "giveaway_completed",
    "giveaway_created",
    "giveaway_winners",
    "paid_message_price_changed",
    "gift",
    "unique_gift",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
    "web_app_data",
    "migrate_to_chat_id",
];

impl IncomingMessage {
    /// `None` without a message id or a chat.
    pub(super) fn from_fields(mut fields: Fields) -> Option<IncomingMessage> {
        let id = fields.take("message_id")?;
        let chat: Chat = fields.take("chat")?;
        let from: Option<User> = fields.take("from");
        let author = MessageAuthor::new(&chat, from.as_ref(), fields.take("sender_chat"));
        let is_service = fields.has_any(&SERVICE_FIELDS);
        // A person cannot add buttons to a message, but a forwarded message keeps the buttons of its bot.
        let is_from_bot = from.as_ref().is_some_and(|user| user.is_bot)
            || (fields.has("reply_markup") && !fields.has("forward_origin"));
        // An animation comes with a `document` as well.
        let document = if fields.has("animation") { None } else { fields.read("document") };
        let markup = fields.take_object("reply_markup");
        let rows: Vec<Vec<LinkObject>> =
            markup.map(|mut markup| markup.take_list("inline_keyboard")).unwrap_or_default();
        let has_foreign_buttons = rows.iter().flatten().any(|button| !button.works_for_any_bot());
        let has_presses = rows.iter().flatten().any(|button| !button.has("url"));
        let content = MessageContent::take_from(&mut fields, id, rows);
        Some(IncomingMessage {
            has_foreign_buttons,
            is_bot_answer: has_presses && from.as_ref().is_some_and(|user| user.is_bot),
            author,
            date: fields.take("date").unwrap_or_default(),
            content,
            thread: fields.take("message_thread_id"),
            is_topic_message: fields.is_true("is_topic_message"),
            reply_to: fields
                .take_object("reply_to_message")
                .and_then(IncomingMessage::from_fields)
                .map(Box::new),
            via_bot: fields.take_object("via_bot").and_then(|mut bot| bot.take("username")),
            document,
            chat_shared: fields.take_object("chat_shared").and_then(|mut chosen| chosen.take("chat_id")),
            migrate_to: fields.take("migrate_to_chat_id"),
            migrate_from: fields.take("migrate_from_chat_id"),
            guest_query_id: fields.take("guest_query_id"),
            is_from_bot,
            is_service,
            id,
            chat,
            from,
        })
    }

    /// Whether Telegram still shows the message to bots, so that it can be edited.
    pub fn is_accessible(&self) -> bool {
        self.date != 0
    }

    /// The topic of the message. In a group without topics a chain of replies has such a number too, but messages cannot be sent
    /// to a chain.
    pub fn topic(&self) -> Option<i32> {
        self.thread.filter(|_| self.is_topic_message)
    }

    /// The message that it replies to; `None` for the first message of its topic, to which all messages of a topic reply.
    pub fn replied(&self) -> Option<&IncomingMessage> {
        self.reply_to.as_deref().filter(|replied| Some(replied.id) != self.thread)
    }

    /// Where a copy of the message is sent: its topic, as a reply to the same message.
    pub fn target(&self) -> ReplyTarget {
        let topic = self.topic();
        let reply_to = self.reply_to.as_ref().map(|replied| replied.id).filter(|id| Some(*id) != topic);
        ReplyTarget { topic, reply_to }
    }

    /// Where an answer is sent: the message's topic, as a reply to the message.
    pub fn answer_target(&self) -> ReplyTarget {
        ReplyTarget { topic: self.topic(), reply_to: Some(self.id) }
    }
}

//! Users, chats and messages, and their JSON in the Bot API.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::formatted_text::FormattedText;
use super::ids::{ChatId, ChatKind, MessageId, UserId};
use super::json_objects::{extend, retain_fields, without_nulls};
use super::media::{MediaFile, MediaKind};
use super::rights::Role;

#[derive(Clone, Debug, PartialEq)]
pub struct SandboxUser {
    pub id: UserId,
    pub name: String,
    /// The language of the app, such as `tr`, if Telegram tells it.
    pub language_code: Option<String>,
    /// The user has blocked the bot.
    pub blocked: bool,
    /// The user has written to the bot; before that the bot may not write to the user.
    pub(crate) has_spoken: bool,
}

impl SandboxUser {
    /// The `User` object of the Bot API.
    pub fn json(&self) -> Value {
        without_nulls(json!({
            "id": self.id, "is_bot": false, "first_name": self.name, "language_code": self.language_code,
        }))
    }
}

/// A chat with its messages.
#[derive(Clone, Debug)]
pub struct SandboxChat {
    pub id: ChatId,
    pub kind: ChatKind,
    /// In a private chat the person's name.
    pub title: String,
    /// The members except the bot.
    pub people: Vec<UserId>,
    /// Roles of the members and of those who were banned.
    pub(crate) roles: BTreeMap<UserId, Role>,
    /// The administrators who write in the name of the group.
    pub(crate) anonymous: BTreeSet<UserId>,
    /// The bot's role; it gets no updates of a chat that it is not in.
    pub bot: Role,
    /// The bot was in this chat once, so its server knows the chat.
    pub(crate) known_to_bot: bool,
    /// Titles by thread id.
    pub topics: BTreeMap<MessageId, String>,
    /// The discussion group of this channel, or the channel of this discussion group.
    pub linked: Option<ChatId>,
    /// Whether posts are signed with their author's name.
    pub(crate) has_signatures: bool,
    /// The supergroup that replaced this group.
    pub moved_to: Option<ChatId>,
    /// The `ReplyKeyboardMarkup` that is shown.
    pub(crate) reply_keyboard: Option<Value>,
    pub(crate) messages: BTreeMap<MessageId, SandboxMessage>,
    pub(crate) last_message_id: MessageId,
}

impl SandboxChat {
    /// Without people, messages and the bot.
    pub(crate) fn new(id: ChatId, kind: ChatKind, title: &str) -> SandboxChat {
        SandboxChat {
            id,
            kind,
            title: title.to_owned(),
            people: Vec::new(),
            roles: BTreeMap::new(),
            anonymous: BTreeSet::new(),
            bot: Role::Left,
            known_to_bot: false,
            topics: BTreeMap::new(),
            linked: None,
            has_signatures: false,
            moved_to: None,
            reply_keyboard: None,
            messages: BTreeMap::new(),
            last_message_id: 0,
        }
    }

    pub fn role(&self, user: UserId) -> &Role {
        self.roles.get(&user).unwrap_or(&Role::Left)
    }

    /// The `Chat` object of the Bot API.
    pub fn json(&self) -> Value {
        let name = if self.kind == ChatKind::Private { "first_name" } else { "title" };
        let is_forum = self.kind == (ChatKind::Supergroup { topics: true });
        without_nulls(json!({
            "id": self.id, "type": self.kind.name(), name: self.title, "is_forum": is_forum.then_some(true),
        }))
    }
}

/// The author of a message. A channel shows itself as the author of every post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SandboxAuthor {
    Bot,
    User(UserId),
    /// An administrator who speaks as the group.
    AnonymousAdmin(UserId),
    OtherBot,
    /// Telegram, which forwards a channel's posts into the discussion group.
    Telegram,
}

impl SandboxAuthor {
    /// The person who wrote it, also of an anonymous message.
    pub(crate) fn person(self) -> Option<UserId> {
        match self {
            SandboxAuthor::User(id) | SandboxAuthor::AnonymousAdmin(id) => Some(id),
            _ => None,
        }
    }
}

/// The fields `from` and `sender_chat` of a message.
#[derive(Default)]
pub(crate) struct ShownSender {
    pub(crate) from: Option<Value>,
    pub(crate) chat: Option<Value>,
}

#[derive(Clone, Debug)]
pub(crate) struct SandboxMessage {
    pub(crate) id: MessageId,
    pub(crate) author: SandboxAuthor,
    /// Unix time.
    pub(crate) date: i64,
    pub(crate) edit_date: Option<i64>,
    pub(crate) content: Content,
    pub(crate) relations: MessageRelations,
    pub(crate) reaction: Vec<Value>,
}

/// The relations of a message to other messages and chats; an edit does not change them.
#[derive(Clone, Debug, Default)]
pub(crate) struct MessageRelations {
    pub(crate) reply_to: Option<MessageId>,
    /// The `MessageOrigin` of a forwarded message.
    pub(crate) origin: Option<Value>,
    /// The `media_group_id` of an album.
    pub(crate) album: Option<String>,
    /// The bot that made the inline result, as a `User`.
    pub(crate) via_bot: Option<Value>,
    /// The person who asked the bot in guest mode, as a `User`.
    pub(crate) caller: Option<Value>,
    pub(crate) thread: Option<MessageId>,
    pub(crate) signature: Option<String>,
    pub(crate) service: Option<Value>,
}

/// The part of a message that an edit replaces; an edit without any difference is refused.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Content {
    /// The text, or the caption of a file.
    pub(crate) formatted: FormattedText,
    pub(crate) media: Option<MediaFile>,
    /// Whether the caption is above the file.
    pub(crate) caption_above: bool,
    /// Whether the file is hidden as a spoiler.
    pub(crate) has_spoiler: bool,
    pub(crate) keyboard: Option<Value>,
    pub(crate) link_preview: Option<Value>,
}

impl SandboxMessage {
    /// The `Message` object of the Bot API; the arguments are such objects already.
    pub(crate) fn json(&self, sender: ShownSender, chat: Value, reply_to: Option<Value>) -> Value {
        let (content, relations) = (&self.content, &self.relations);
        let wordless = content.media.is_some() || relations.service.is_some();
        let text = Some(&content.formatted.text).filter(|text| !wordless || !text.is_empty());
        let (text_key, entities_key) = match content.media {
            None => ("text", "entities"),
            Some(_) => ("caption", "caption_entities"),
        };
        let automatic = self.author == SandboxAuthor::Telegram;
        let mut message = without_nulls(json!({
            "message_id": self.id,
            "from": sender.from,
            "sender_chat": sender.chat,
            "author_signature": relations.signature,
            "chat": chat,
            "date": self.date,
            "message_thread_id": relations.thread,
            "is_topic_message": relations.thread.map(|_| true),
            "is_automatic_forward": automatic.then_some(true),
            "via_bot": relations.via_bot,
            "guest_bot_caller_user": relations.caller,
            "edit_date": self.edit_date,
            "forward_origin": relations.origin,
            "media_group_id": relations.album,
            "reply_to_message": reply_to,
            text_key: text,
            entities_key: content.formatted.json(),
            "show_caption_above_media": content.caption_above.then_some(true),
            "has_media_spoiler": content.has_spoiler.then_some(true),
            "link_preview_options": content.link_preview,
            "reply_markup": content.keyboard,
        }));
        extend(&mut message, relations.service.clone().unwrap_or_default());
        if let Some(media) = &content.media {
            message[media.kind.field()] = media.json();
            if media.kind == MediaKind::Animation {
                // For clients without animations (Bot API, `Message.animation`).
                let mut document = media.json();
                retain_fields(&mut document, |key, _| !["width", "height", "duration"].contains(&key));
                message["document"] = document;
            }
        }
        message
    }

    /// The callback data of the button with this text or this data.
    pub(crate) fn callback_data(&self, button: &str) -> Option<String> {
        let pressed = self.callbacks().find(|(text, data)| *text == button || *data == button);
        pressed.map(|(_, data)| data.to_owned())
    }

    /// Text and callback data of each button.
    fn callbacks(&self) -> impl Iterator<Item = (&str, &str)> {
        let rows = self.content.keyboard.as_ref().and_then(|markup| markup["inline_keyboard"].as_array());
        let buttons = rows.into_iter().flatten().filter_map(Value::as_array).flatten();
        buttons.filter_map(|button| Some((button["text"].as_str()?, button["callback_data"].as_str()?)))
    }
}

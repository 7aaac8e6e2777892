//! Who and what is in the world: users, chats and messages, and how the Bot API writes them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::entities::FormattedText;
use super::media::{MediaFile, MediaKind};
use super::rights::Role;

/// A user's identifier. In a private chat it is the chat's identifier too.
pub type UserId = i64;
/// A chat's identifier.
pub type ChatId = i64;
/// A message's identifier, counted in each chat from 1.
pub type MessageId = i64;

/// A person.
#[derive(Clone, Debug, PartialEq)]
pub struct SandboxUser {
    /// The identifier.
    pub id: UserId,
    /// The first name.
    pub name: String,
    /// The language of the app, such as `tr`, when Telegram tells it.
    pub language_code: Option<String>,
    /// The bot may not write to this user.
    pub blocked: bool,
    /// The user has turned to the bot; before that the bot does not know the chat.
    pub(crate) has_spoken: bool,
}

impl SandboxUser {
    /// The `SandboxUser` object of the Bot API.
    pub fn json(&self) -> Value {
        let mut user = json!({"id": self.id, "is_bot": false, "first_name": self.name});
        if let Some(code) = &self.language_code {
            user["language_code"] = json!(code);
        }
        user
    }
}

/// What kind of place a chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatKind {
    /// The bot and one person.
    Private,
    /// A small group.
    Group,
    /// A large group, which may have topics.
    Supergroup {
        /// Messages belong to topics.
        topics: bool,
    },
    /// Posts to subscribers.
    Channel,
}

impl ChatKind {
    /// The `type` of the Bot API.
    pub fn name(self) -> &'static str {
        match self {
            ChatKind::Private => "private",
            ChatKind::Group => "group",
            ChatKind::Supergroup { .. } => "supergroup",
            ChatKind::Channel => "channel",
        }
    }
}

/// A chat and everything that stands in it.
#[derive(Clone, Debug)]
pub struct SandboxChat {
    /// The identifier.
    pub id: ChatId,
    /// What kind of place it is.
    pub kind: ChatKind,
    /// What it is called; in a private chat the other person's name.
    pub title: String,
    /// Who is here, apart from the bot.
    pub people: Vec<UserId>,
    /// What the people are, those too who were sent away.
    pub(crate) roles: BTreeMap<UserId, Role>,
    /// What the bot is; of a chat that it is not in it is told nothing.
    pub bot: Role,
    /// The bot was here once, so its server knows the chat.
    pub(crate) known_to_bot: bool,
    /// The topics, by their thread's identifier.
    pub topics: BTreeMap<MessageId, String>,
    /// The group that discusses this channel's posts, or the channel that this group discusses.
    pub linked: Option<ChatId>,
    /// Posts are signed with their author's name.
    pub(crate) has_signatures: bool,
    /// The supergroup that this group has become.
    pub moved_to: Option<ChatId>,
    /// The `ReplyKeyboardMarkup` below it.
    pub(crate) reply_keyboard: Option<Value>,
    pub(crate) messages: BTreeMap<MessageId, SandboxMessage>,
    pub(crate) last_message_id: MessageId,
}

impl SandboxChat {
    /// A chat without people, messages and the bot.
    pub(crate) fn new(id: ChatId, kind: ChatKind, title: &str) -> SandboxChat {
        SandboxChat {
            id,
            kind,
            title: title.to_owned(),
            people: Vec::new(),
            roles: BTreeMap::new(),
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

    /// What a person is here.
    pub fn role(&self, user: UserId) -> &Role {
        self.roles.get(&user).unwrap_or(&Role::Left)
    }

    /// The `SandboxChat` object of the Bot API.
    pub fn json(&self) -> Value {
        let name = if self.kind == ChatKind::Private { "first_name" } else { "title" };
        let mut chat = json!({"id": self.id, "type": self.kind.name(), name: self.title});
        if self.kind == (ChatKind::Supergroup { topics: true }) {
            chat["is_forum"] = json!(true);
        }
        chat
    }
}

/// Who wrote a message. What a channel shows of it is the channel alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SandboxAuthor {
    /// The bot.
    Bot,
    /// A person.
    User(UserId),
    /// An administrator of a group who speaks as the group.
    AnonymousAdmin(UserId),
    /// Some other bot.
    OtherBot,
    /// Telegram, which brings a channel's post into the group that discusses it.
    Telegram,
}

impl SandboxAuthor {
    /// The person, whoever it is shown as.
    pub(crate) fn person(self) -> Option<UserId> {
        match self {
            SandboxAuthor::User(id) | SandboxAuthor::AnonymousAdmin(id) => Some(id),
            _ => None,
        }
    }
}

/// Who a message is shown to be from: `from` and `sender_chat` of the Bot API.
#[derive(Default)]
pub(crate) struct ShownSender {
    pub(crate) from: Option<Value>,
    pub(crate) chat: Option<Value>,
}

/// A message.
#[derive(Clone, Debug)]
pub(crate) struct SandboxMessage {
    pub(crate) id: MessageId,
    pub(crate) author: SandboxAuthor,
    /// Unix time.
    pub(crate) date: i64,
    pub(crate) edit_date: Option<i64>,
    pub(crate) content: Content,
    pub(crate) relations: MessageRelations,
    /// The bot's reaction to it.
    pub(crate) reaction: Vec<Value>,
}

/// What a message has to do with others; no edit changes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct MessageRelations {
    /// The message that it answers.
    pub(crate) reply_to: Option<MessageId>,
    /// The `MessageOrigin` of a forwarded message.
    pub(crate) origin: Option<Value>,
    /// The `media_group_id` of an album.
    pub(crate) album: Option<String>,
    /// The bot whose inline result it is, as a `SandboxUser`.
    pub(crate) via_bot: Option<Value>,
    /// Who called the bot into a chat that it is not in, as a `SandboxUser`.
    pub(crate) caller: Option<Value>,
    /// The topic that it belongs to.
    pub(crate) thread: Option<MessageId>,
    /// The name below a channel's post.
    pub(crate) signature: Option<String>,
    /// The fields of a message that tells what happened instead of saying something.
    pub(crate) service: Option<Value>,
}

/// What of a message an edit replaces; an edit that leaves all of it equal is refused.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Content {
    /// The text, or the caption of a file.
    pub(crate) formatted: FormattedText,
    pub(crate) media: Option<MediaFile>,
    /// The caption stands above the file.
    pub(crate) caption_above: bool,
    /// The file is hidden until somebody touches it.
    pub(crate) has_spoiler: bool,
    pub(crate) keyboard: Option<Value>,
    pub(crate) link_preview: Option<Value>,
}

impl SandboxMessage {
    /// The `SandboxMessage` object of the Bot API; what is given are such objects already.
    pub(crate) fn json(&self, sender: ShownSender, chat: Value, reply_to: Option<Value>) -> Value {
        let (content, tie) = (&self.content, &self.relations);
        let mut message = json!({"message_id": self.id, "chat": chat, "date": self.date});
        for (key, value) in tie.service.as_ref().and_then(Value::as_object).into_iter().flatten() {
            message[key] = value.clone();
        }
        let wordless = content.media.is_some() || tie.service.is_some();
        let text = Some(&content.formatted.text).filter(|text| !wordless || !text.is_empty());
        let (text_key, entities_key) = match &content.media {
            None => ("text", "entities"),
            Some(media) => {
                message[media.kind.field()] = media.json();
                if media.kind == MediaKind::Animation {
                    // For readers from before there were animations (Bot API, `Message.animation`).
                    let mut document = media.json();
                    if let Value::Object(document) = &mut document {
                        document.retain(|key, _| !["width", "height", "duration"].contains(&key.as_str()));
                    }
                    message["document"] = document;
                }
                ("caption", "caption_entities")
            }
        };
        let automatic = self.author == SandboxAuthor::Telegram;
        let optional = [
            ("from", sender.from),
            ("sender_chat", sender.chat),
            ("author_signature", tie.signature.clone().map(Value::from)),
            ("message_thread_id", tie.thread.map(Value::from)),
            ("is_topic_message", tie.thread.map(|_| Value::Bool(true))),
            ("is_automatic_forward", automatic.then_some(Value::Bool(true))),
            ("via_bot", tie.via_bot.clone()),
            ("guest_bot_caller_user", tie.caller.clone()),
            ("edit_date", self.edit_date.map(Value::from)),
            ("forward_origin", tie.origin.clone()),
            ("media_group_id", tie.album.clone().map(Value::from)),
            ("reply_to_message", reply_to),
            (text_key, text.cloned().map(Value::from)),
            (entities_key, content.formatted.json()),
            ("show_caption_above_media", content.caption_above.then_some(Value::Bool(true))),
            ("has_media_spoiler", content.has_spoiler.then_some(Value::Bool(true))),
            ("link_preview_options", content.link_preview.clone()),
            ("reply_markup", content.keyboard.clone()),
        ];
        for (key, value) in optional {
            if let Some(value) = value {
                message[key] = value;
            }
        }
        message
    }

    /// The callback data of a button under it that has this text or this data.
    pub(crate) fn callback_data(&self, button: &str) -> Option<String> {
        let pressed = self.callbacks().find(|(text, data)| *text == button || *data == button);
        pressed.map(|(_, data)| data.to_owned())
    }

    /// The callback data of the buttons under it, with the texts of the buttons.
    fn callbacks(&self) -> impl Iterator<Item = (&str, &str)> {
        let rows = self.content.keyboard.as_ref().and_then(|markup| markup["inline_keyboard"].as_array());
        let buttons = rows.into_iter().flatten().filter_map(Value::as_array).flatten();
        buttons.filter_map(|button| Some((button["text"].as_str()?, button["callback_data"].as_str()?)))
    }
}

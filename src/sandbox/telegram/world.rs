//! The world behind the server: people, chats, the update queue, and what people do in it.
//!
//! Everything here is done at once and under one lock; who waits for something waits outside.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::TelegramOptions;
use super::calls::Call;
use super::entities::{Formatted, TEXT_LIMIT};
use super::fault::Faults;
use super::log::{Log, What};
use super::pace::Paced;
use super::people::{Author, Chat, ChatId, ChatKind, Content, Message, MessageId, User, UserId};
use super::profile::Profile;
use super::updates::Updates;

/// Something that nobody can do in this world.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// The user does not exist.
    #[error("there is no user {0}")]
    NoUser(UserId),
    /// The chat does not exist, or the user is not in it.
    #[error("there is no chat {0} for this user")]
    NoChat(ChatId),
    /// The message does not exist.
    #[error("there is no message {0} in this chat")]
    NoMessage(MessageId),
    /// The message has no such button, or the button asks the bot nothing.
    #[error("message {0} has no button \"{1}\" that asks the bot")]
    NoButton(MessageId, String),
    /// Somebody else wrote the message.
    #[error("message {0} is somebody else's")]
    NotTheirs(MessageId),
    /// Telegram's apps send no message without text.
    #[error("a message needs a text")]
    NoText,
    /// Telegram's apps cut a text of this length in pieces.
    #[error("a message has at most 4096 characters, this one has {0}")]
    TooLong(usize),
    /// The entities do not fit the text.
    #[error("{0}")]
    Entities(String),
    /// A payload of a deep link is 1-64 characters of `A-Z a-z 0-9 _ -`.
    #[error("\"{0}\" is no deep-link payload")]
    Payload(String),
}

/// A button press that the bot was told of.
pub(crate) struct Press {
    pub(crate) user: UserId,
    pub(crate) chat: ChatId,
}

pub(crate) struct World {
    pub(crate) options: TelegramOptions,
    pub(crate) users: BTreeMap<UserId, User>,
    pub(crate) chats: BTreeMap<ChatId, Chat>,
    pub(crate) updates: Updates,
    pub(crate) presses: HashMap<String, Press>,
    pressed: u64,
    pub(crate) log: Log,
    pub(crate) profile: Profile,
    pub(crate) calls: Vec<Call>,
    pub(crate) faults: Faults,
    pub(crate) paced: Paced,
}

/// Identifiers of people begin here, so that none is taken for a message's.
const FIRST_USER: UserId = 500_000_001;

impl World {
    pub(crate) fn new(options: TelegramOptions) -> World {
        World {
            updates: Updates::starting_at(options.first_update_id),
            options,
            users: BTreeMap::new(),
            chats: BTreeMap::new(),
            presses: HashMap::new(),
            pressed: 0,
            log: Log::default(),
            profile: Profile::default(),
            calls: Vec::new(),
            faults: Faults::default(),
            paced: Paced::default(),
        }
    }

    /// Unix time.
    pub(crate) fn now(&self) -> i64 {
        self.options.clock.now().as_second()
    }

    /// The bot as the `User` that it is to others.
    pub(crate) fn bot(&self) -> Value {
        let TelegramOptions { bot_id, bot_name, bot_username, .. } = &self.options;
        json!({"id": bot_id, "is_bot": true, "first_name": bot_name, "username": bot_username})
    }

    /// The `Message` object of the Bot API.
    pub(crate) fn message_json(&self, chat: &Chat, message: &Message) -> Value {
        let plain = |message: &Message, reply_to| {
            let from = match message.author {
                Author::Bot => self.bot(),
                Author::User(id) => self.users.get(&id).map(User::json).unwrap_or_default(),
            };
            message.json(from, chat.json(), reply_to)
        };
        let replied = message.reply_to.and_then(|id| chat.messages.get(&id));
        plain(message, replied.map(|replied| plain(replied, None)))
    }

    /// A new person with a private chat to the bot, in which nothing was said yet.
    pub(crate) fn add_user(&mut self, name: &str, language_code: Option<&str>) -> UserId {
        let id = self.users.keys().next_back().map_or(FIRST_USER, |last| last + 1);
        let language_code = language_code.filter(|code| !code.is_empty()).map(str::to_owned);
        self.users
            .insert(id, User { id, name: name.to_owned(), language_code, blocked: false, spoke: false });
        self.chats.insert(
            id,
            Chat {
                id,
                kind: ChatKind::Private,
                title: name.to_owned(),
                people: vec![id],
                messages: BTreeMap::new(),
                last_message_id: 0,
            },
        );
        id
    }

    /// The user turns to the bot in this chat: both must exist, and a bot that was blocked is no longer.
    fn turn_to_bot(&mut self, chat: ChatId, user: UserId) -> Result<(), Impossible> {
        let person = self.users.get_mut(&user).ok_or(Impossible::NoUser(user))?;
        let place = self.chats.get(&chat).ok_or(Impossible::NoChat(chat))?;
        if !place.people.contains(&user) {
            return Err(Impossible::NoChat(chat));
        }
        person.spoke = true;
        if person.blocked {
            self.block(user, false)?;
        }
        Ok(())
    }

    /// Puts a message in the chat and tells everybody but its author.
    pub(crate) fn post(
        &mut self,
        chat: ChatId,
        author: Author,
        content: Content,
        reply_to: Option<MessageId>,
    ) -> Value {
        let date = self.now();
        let Some(place) = self.chats.get_mut(&chat) else { return Value::Null };
        place.last_message_id += 1;
        let id = place.last_message_id;
        let message = Message { id, author, date, edit_date: None, content, reply_to, reaction: Vec::new() };
        place.messages.insert(id, message);
        self.tell(chat, id, "message")
    }

    /// Records that a message is new or changed, and gives back how it is now.
    fn tell(&mut self, chat: ChatId, id: MessageId, kind: &str) -> Value {
        let place = self.chats.get(&chat);
        let Some((place, message)) = place.and_then(|p| Some((p, p.messages.get(&id)?))) else {
            return Value::Null;
        };
        let from_bot = message.author == Author::Bot;
        let json = self.message_json(place, message);
        if !from_bot {
            self.updates.push(kind, json.clone());
        }
        let message = json.clone();
        let what = if kind == "message" {
            What::Message { message, from_bot }
        } else {
            What::Edited { message, from_bot }
        };
        self.log.push(Some(chat), what);
        json
    }

    /// Replaces what a message says.
    pub(crate) fn rewrite(&mut self, chat: ChatId, id: MessageId, content: Content) -> Value {
        let now = self.now();
        if let Some(message) = self.chats.get_mut(&chat).and_then(|place| place.messages.get_mut(&id)) {
            message.content = content;
            message.edit_date = Some(now);
        }
        self.tell(chat, id, "edited_message")
    }

    /// A person says something.
    pub(crate) fn say(
        &mut self,
        chat: ChatId,
        user: UserId,
        text: &str,
        entities: Option<&[Value]>,
    ) -> Result<MessageId, Impossible> {
        let content = spoken(text, entities)?;
        self.turn_to_bot(chat, user)?;
        let message = self.post(chat, Author::User(user), content, None);
        message["message_id"].as_i64().ok_or(Impossible::NoChat(chat))
    }

    /// A person edits what they said.
    pub(crate) fn edit(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        text: &str,
    ) -> Result<(), Impossible> {
        let content = spoken(text, None)?;
        self.turn_to_bot(chat, user)?;
        let message = self.chats.get(&chat).and_then(|place| place.messages.get(&id));
        match message.ok_or(Impossible::NoMessage(id))?.author {
            Author::User(author) if author == user => {
                self.rewrite(chat, id, content);
                Ok(())
            }
            _ => Err(Impossible::NotTheirs(id)),
        }
    }

    /// A person presses a button, named by its text or its callback data; gives the query's id.
    pub(crate) fn press(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        button: &str,
    ) -> Result<String, Impossible> {
        self.turn_to_bot(chat, user)?;
        let place = self.chats.get(&chat).ok_or(Impossible::NoChat(chat))?;
        let message = place.messages.get(&id).ok_or(Impossible::NoMessage(id))?;
        let pressed = message.callbacks().find(|(text, data)| *text == button || *data == button);
        let data = pressed.map(|(_, data)| data.to_owned());
        let data = data.ok_or_else(|| Impossible::NoButton(id, button.to_owned()))?;
        self.forge_press(chat, user, id, &data)
    }

    /// A press with any data on any message, as a changed app can send it; a message that is gone is
    /// told as inaccessible.
    pub(crate) fn forge_press(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        data: &str,
    ) -> Result<String, Impossible> {
        self.turn_to_bot(chat, user)?;
        let place = self.chats.get(&chat).ok_or(Impossible::NoChat(chat))?;
        let message = match place.messages.get(&id) {
            Some(message) => self.message_json(place, message),
            None => json!({"chat": place.json(), "message_id": id, "date": 0}),
        };
        self.pressed += 1;
        let query = (4_100_000_000_000 + self.pressed).to_string();
        let body = json!({
            "id": query,
            "from": self.users.get(&user).map(User::json),
            "message": message,
            "chat_instance": (7_000_000_000 + chat).to_string(),
            "data": data,
        });
        self.updates.push("callback_query", body);
        self.presses.insert(query.clone(), Press { user, chat });
        Ok(query)
    }

    /// A person blocks the bot, or lets it write again; the bot is told as on the real server.
    pub(crate) fn block(&mut self, user: UserId, blocked: bool) -> Result<(), Impossible> {
        let person = self.users.get_mut(&user).ok_or(Impossible::NoUser(user))?;
        if person.blocked == blocked {
            return Ok(());
        }
        person.blocked = blocked;
        let from = person.json();
        let member = json!({"status": "member", "user": self.bot()});
        let banned = json!({"status": "kicked", "user": self.bot(), "until_date": 0});
        let (old, new) = if blocked { (member, banned) } else { (banned, member) };
        let body = json!({
            "chat": self.chats.get(&user).map(Chat::json),
            "from": from,
            "date": self.now(),
            "old_chat_member": old,
            "new_chat_member": new,
        });
        self.updates.push("my_chat_member", body);
        Ok(())
    }
}

/// What a person's app sends: trimmed, with what Telegram finds in it.
fn spoken(text: &str, entities: Option<&[Value]>) -> Result<Content, Impossible> {
    let formatted = match entities {
        Some(entities) => {
            let given = Formatted::explicit(text, entities);
            given.map_err(|refusal| Impossible::Entities(refusal.description))?.trimmed()
        }
        None => Formatted::plain(text),
    };
    match formatted.units() {
        0 => Err(Impossible::NoText),
        length if length > TEXT_LIMIT => Err(Impossible::TooLong(length)),
        _ => Ok(Content { formatted, keyboard: None, link_preview: None }),
    }
}

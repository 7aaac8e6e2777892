//! People who speak in groups and channels: in a topic, behind the group, as the channel.

use serde_json::{Value, json};

use super::TelegramStandIn;
use super::deeds::posted;
use super::keyboard;
use super::log::What;
use super::people::{Author, Chat, ChatId, ChatKind, MessageId, Tie, UserId};
use super::post::Post;
use super::rights::Role;
use super::stand_in::sure;
use super::world::{Impossible, World};

/// Who speaks, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The person.
    pub user: UserId,
    /// The topic; none is General, or the topic of the message that is answered.
    pub topic: Option<MessageId>,
    /// Behind the group, as an administrator can.
    pub anonymous: bool,
}

impl Voice {
    /// The person, under their own name.
    pub fn of(user: UserId) -> Voice {
        Voice { user, topic: None, anonymous: false }
    }

    /// In this topic.
    #[must_use]
    pub fn in_topic(mut self, topic: MessageId) -> Voice {
        self.topic = Some(topic);
        self
    }

    /// Behind the group.
    #[must_use]
    pub fn anonymous(mut self) -> Voice {
        self.anonymous = true;
        self
    }
}

fn no<T>(why: &str) -> Result<T, Impossible> {
    Err(Impossible::NoRight(why.to_owned()))
}

impl World {
    /// Whom a message of this voice is from; in a channel its signature too.
    pub(super) fn author(&self, chat: ChatId, voice: &Voice) -> Result<(Author, Option<String>), Impossible> {
        let place = self.chats.get(&chat).ok_or(Impossible::NoChat(chat))?;
        let role = place.role(voice.user);
        if voice.topic.is_some_and(|topic| !place.topics.contains_key(&topic)) {
            return Err(Impossible::NoTopic(voice.topic.unwrap_or_default()));
        }
        match place.kind {
            ChatKind::Channel if !role.may("can_post_messages") => no("this person may not post here"),
            ChatKind::Channel => {
                let name = self.users.get(&voice.user).filter(|_| place.signed);
                Ok((Author::User(voice.user), name.map(|user| user.name.clone())))
            }
            _ if voice.anonymous && !role.is_admin() => no("only an administrator speaks as the group"),
            ChatKind::Private if voice.anonymous => no("in a private chat nobody is anonymous"),
            _ if voice.anonymous => Ok((Author::Behind(voice.user), None)),
            _ if !role.may_send(None) => no("this person may not write here"),
            _ => Ok((Author::User(voice.user), None)),
        }
    }

    /// The topic of what a voice says in answer to this message.
    pub(super) fn topic_of(
        &self,
        chat: ChatId,
        voice: &Voice,
        reply_to: Option<MessageId>,
    ) -> Option<MessageId> {
        let answered = || self.chats.get(&chat)?.messages.get(&reply_to?)?.tie.thread;
        voice.topic.or_else(answered)
    }

    /// A person deletes a message, which bots are not told.
    pub(crate) fn delete(&mut self, chat: ChatId, user: UserId, id: MessageId) -> Result<(), Impossible> {
        let place = self.chats.get_mut(&chat).filter(|place| place.role(user).is_in());
        let place = place.ok_or(Impossible::NoChat(chat))?;
        let message = place.messages.get(&id).ok_or(Impossible::NoMessage(id))?;
        let own = message.author.person() == Some(user) || place.kind == ChatKind::Private;
        if !own && !place.role(user).may("can_delete_messages") {
            return Err(Impossible::NotTheirs(id));
        }
        place.messages.remove(&id);
        self.log.push(Some(chat), What::DeletedByUser { message_id: id });
        Ok(())
    }

    /// Another bot posts in a channel: as an admin of it, or as its inline result that somebody chose.
    fn post_of_other_bot(
        &mut self,
        channel: ChatId,
        name: &str,
        post: &Post,
        markup: Option<&Value>,
        inline: bool,
    ) -> Result<MessageId, Impossible> {
        let mut content = posted(post)?;
        let place = self.chats.get(&channel).filter(|place| place.kind == ChatKind::Channel);
        place.ok_or(Impossible::NoChat(channel))?;
        if markup.is_some() {
            let checked = keyboard::check(markup);
            content.keyboard = checked.map_err(|refusal| Impossible::Post(refusal.description))?;
        }
        content.media = post.media.clone().map(|(kind, file)| self.new_file(kind, file, post.bytes.clone()));
        let id = 6_100_000_000 + name.bytes().map(i64::from).sum::<i64>();
        let plain = |c: &char| c.is_ascii_alphanumeric();
        let username = name.chars().filter(plain).collect::<String>() + "_bot";
        let bot = json!({"id": id, "is_bot": true, "first_name": name, "username": username});
        let tie = Tie { via_bot: inline.then_some(bot), reply_to: post.reply_to, ..Tie::default() };
        let message = self.post(channel, Author::OtherBot, content, tie);
        message["message_id"].as_i64().ok_or(Impossible::NoChat(channel))
    }
}

impl Chat {
    /// Whether a person may change a message: their own, and in a channel with the right to it any.
    pub(super) fn may_change(&self, user: UserId, author: Author) -> bool {
        let own = author.person() == Some(user);
        match (self.kind, self.role(user)) {
            (ChatKind::Channel, role) => {
                role.may("can_edit_messages") || (own && role.may("can_post_messages"))
            }
            (_, Role::Left | Role::Banned) => false,
            _ => own,
        }
    }
}

impl TelegramStandIn {
    /// A person says something in a group or channel.
    #[track_caller]
    pub fn speak(&self, chat: ChatId, voice: Voice, post: &Post) -> MessageId {
        sure(self.try_speak(chat, voice, std::slice::from_ref(post))).first().copied().unwrap_or_default()
    }

    /// A person sends an album there.
    #[track_caller]
    pub fn speak_album(&self, chat: ChatId, voice: Voice, posts: &[Post]) -> Vec<MessageId> {
        sure(self.try_speak(chat, voice, posts))
    }

    /// The same, but the bot is told of the first `at_once` messages only. The rest, and every later
    /// update, waits for [`release_updates`](TelegramStandIn::release_updates).
    #[track_caller]
    pub fn speak_album_in_parts(
        &self,
        chat: ChatId,
        voice: Voice,
        posts: &[Post],
        at_once: usize,
    ) -> Vec<MessageId> {
        sure(self.write(|world| world.speak(chat, &voice, posts, at_once)))
    }

    /// Says something, or sends an album when there are several posts.
    ///
    /// # Errors
    /// There is no such user, chat or topic, the person may not speak there or not so, or Telegram's apps
    /// cannot send this.
    pub fn try_speak(
        &self,
        chat: ChatId,
        voice: Voice,
        posts: &[Post],
    ) -> Result<Vec<MessageId>, Impossible> {
        self.write(|world| world.speak(chat, &voice, posts, posts.len()))
    }

    /// A person edits a message in a group or channel.
    #[track_caller]
    pub fn edit_as(&self, chat: ChatId, user: UserId, message_id: MessageId, post: &Post) {
        sure(self.try_edit_post(chat, user, message_id, post));
    }

    /// A person deletes a message. Bots are not told of that.
    #[track_caller]
    pub fn delete_as(&self, chat: ChatId, user: UserId, message_id: MessageId) {
        sure(self.try_delete_as(chat, user, message_id));
    }

    /// The same.
    ///
    /// # Errors
    /// There is no such chat or message, or it is somebody else's and the person has no right to it.
    pub fn try_delete_as(&self, chat: ChatId, user: UserId, message_id: MessageId) -> Result<(), Impossible> {
        self.write(|world| world.delete(chat, user, message_id))
    }

    /// Another bot of this name, an admin, posts in a channel. Its buttons ask that bot. Telegram does not tell who posted.
    #[track_caller]
    pub fn channel_post_by_bot(
        &self,
        channel: ChatId,
        name: &str,
        post: &Post,
        keyboard: Option<Value>,
    ) -> MessageId {
        sure(self.write(|world| world.post_of_other_bot(channel, name, post, keyboard.as_ref(), false)))
    }

    /// The same as an inline result of that bot, which nobody but it can edit.
    #[track_caller]
    pub fn channel_post_via_bot(
        &self,
        channel: ChatId,
        name: &str,
        post: &Post,
        keyboard: Option<Value>,
    ) -> MessageId {
        sure(self.write(|world| world.post_of_other_bot(channel, name, post, keyboard.as_ref(), true)))
    }
}

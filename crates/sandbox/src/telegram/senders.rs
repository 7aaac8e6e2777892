//! People who send messages in groups and channels: in a topic, anonymously, as the channel.

use serde_json::{Value, json};

use super::ids::{ChatId, ChatKind, MessageId, UserId};
use super::impossible::{ImpossibleAction, no_right};
use super::keyboard;
use super::log::ChangeKind;
use super::model::{MessageRelations, SandboxAuthor, SandboxChat};
use super::post::UserPost;
use super::post_content::post_content;
use super::stand_in::{TelegramStandIn, expect_ok};
use super::world::TelegramWorld;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendAs {
    pub user: UserId,
    /// Without it the message goes to the topic of the message it replies to, or to General.
    pub topic: Option<MessageId>,
    /// As the group, which administrators can do.
    pub anonymous: bool,
}

impl SendAs {
    pub fn user(user: UserId) -> SendAs {
        SendAs { user, topic: None, anonymous: false }
    }

    #[must_use]
    pub fn in_topic(mut self, topic: MessageId) -> SendAs {
        self.topic = Some(topic);
        self
    }

    #[must_use]
    pub fn anonymous(mut self) -> SendAs {
        self.anonymous = true;
        self
    }
}

impl TelegramWorld {
    /// The author of a message by this sender, and the signature in a channel. An administrator who is or is not to be anonymous
    /// switches that on or off before they write.
    pub(super) fn author_of(
        &mut self,
        chat: ChatId,
        sender: &SendAs,
    ) -> Result<(SandboxAuthor, Option<String>), ImpossibleAction> {
        let place = self.chat(chat)?;
        let role = place.role(sender.user);
        if sender.topic.is_some_and(|topic| !place.topics.contains_key(&topic)) {
            return Err(ImpossibleAction::NoTopic(sender.topic.unwrap_or_default()));
        }
        let (author, signature) = match place.kind {
            ChatKind::Channel if !role.has_right("can_post_messages") => {
                return no_right("this person may not post here");
            }
            ChatKind::Channel => {
                let name = self.users.get(&sender.user).filter(|_| place.has_signatures);
                (SandboxAuthor::User(sender.user), name.map(|user| user.name.clone()))
            }
            _ if sender.anonymous && !role.is_admin() => {
                return no_right("only an administrator speaks as the group");
            }
            ChatKind::Private if sender.anonymous => {
                return no_right("in a private chat nobody is anonymous");
            }
            _ if sender.anonymous => (SandboxAuthor::AnonymousAdmin(sender.user), None),
            _ if !role.may_send(None) => return no_right("this person may not write here"),
            _ => (SandboxAuthor::User(sender.user), None),
        };
        self.set_anonymous(chat, sender.user, matches!(author, SandboxAuthor::AnonymousAdmin(_)))?;
        Ok((author, signature))
    }

    /// The topic of a message by this sender in reply to this message.
    pub(super) fn topic_of(
        &self,
        chat: ChatId,
        sender: &SendAs,
        reply_to: Option<MessageId>,
    ) -> Option<MessageId> {
        let answered = || self.chats.get(&chat)?.messages.get(&reply_to?)?.relations.thread;
        sender.topic.or_else(answered)
    }

    pub(crate) fn delete(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
    ) -> Result<(), ImpossibleAction> {
        let place = self.chats.get_mut(&chat).filter(|place| place.role(user).is_in());
        let place = place.ok_or(ImpossibleAction::NoChat(chat))?;
        let message = place.messages.get(&id).ok_or(ImpossibleAction::NoMessage(id))?;
        let own = message.author.person() == Some(user) || place.kind == ChatKind::Private;
        if !own && !place.role(user).has_right("can_delete_messages") {
            return Err(ImpossibleAction::NotTheirs(id));
        }
        place.messages.remove(&id);
        self.log.push(Some(chat), ChangeKind::DeletedByUser { message_id: id });
        Ok(())
    }

    /// Another bot posts in a channel: as an administrator, or as an inline result that somebody sent.
    fn post_by_other_bot(
        &mut self,
        channel: ChatId,
        name: &str,
        post: &UserPost,
        markup: Option<&Value>,
        inline: bool,
    ) -> Result<MessageId, ImpossibleAction> {
        let mut content = post_content(post)?;
        let place = self.chats.get(&channel).filter(|place| place.kind == ChatKind::Channel);
        place.ok_or(ImpossibleAction::NoChat(channel))?;
        if markup.is_some() {
            let checked = keyboard::parse_inline_keyboard(markup);
            content.keyboard = checked.map_err(|refusal| ImpossibleAction::Post(refusal.description))?;
        }
        content.media = self.new_file_of(post);
        let id = 6_100_000_000 + name.bytes().map(i64::from).sum::<i64>();
        let plain = |c: &char| c.is_ascii_alphanumeric();
        let username = name.chars().filter(plain).collect::<String>() + "_bot";
        let bot = json!({"id": id, "is_bot": true, "first_name": name, "username": username});
        let relations = MessageRelations {
            via_bot: inline.then_some(bot),
            reply_to: post.reply_to,
            ..MessageRelations::default()
        };
        self.post_and_id(channel, SandboxAuthor::OtherBot, content, relations)
    }
}

impl SandboxChat {
    /// Whether a person may edit a message: their own, and in a channel with the right to edit any message.
    pub(super) fn may_change(&self, user: UserId, author: SandboxAuthor) -> bool {
        let own = author.person() == Some(user);
        match (self.kind, self.role(user)) {
            (ChatKind::Channel, role) => {
                role.has_right("can_edit_messages") || (own && role.has_right("can_post_messages"))
            }
            (_, role) if !role.is_in() => false,
            _ => own,
        }
    }
}

impl TelegramStandIn {
    /// A person sends a post in a group or channel.
    #[track_caller]
    pub fn send_as(&self, chat: ChatId, sender: SendAs, post: &UserPost) -> MessageId {
        self.send_album_as(chat, sender, std::slice::from_ref(post)).first().copied().unwrap_or_default()
    }

    #[track_caller]
    pub fn send_album_as(&self, chat: ChatId, sender: SendAs, posts: &[UserPost]) -> Vec<MessageId> {
        expect_ok(self.try_send_as(chat, sender, posts))
    }

    /// A person sends a post, or an album if there are several.
    pub(crate) fn try_send_as(
        &self,
        chat: ChatId,
        sender: SendAs,
        posts: &[UserPost],
    ) -> Result<Vec<MessageId>, ImpossibleAction> {
        self.write(|world| world.speak(chat, &sender, posts, posts.len()))
    }

    #[track_caller]
    pub fn edit_as(&self, chat: ChatId, user: UserId, message_id: MessageId, post: &UserPost) {
        expect_ok(self.try_edit_post(chat, user, message_id, post));
    }

    #[track_caller]
    pub fn delete_as(&self, chat: ChatId, user: UserId, message_id: MessageId) {
        expect_ok(self.try_delete_as(chat, user, message_id));
    }

    pub fn try_delete_as(
        &self,
        chat: ChatId,
        user: UserId,
        message_id: MessageId,
    ) -> Result<(), ImpossibleAction> {
        self.write(|world| world.delete(chat, user, message_id))
    }

    /// Another bot, which is an administrator, posts in a channel. Presses of its buttons go to that bot. Telegram does
    /// not tell who posted.
    #[track_caller]
    pub fn channel_post_by_bot(
        &self,
        channel: ChatId,
        name: &str,
        post: &UserPost,
        keyboard: Option<Value>,
    ) -> MessageId {
        expect_ok(self.write(|world| world.post_by_other_bot(channel, name, post, keyboard.as_ref(), false)))
    }

    /// The same as an inline result of that bot, which only that bot can edit.
    #[track_caller]
    pub fn channel_post_via_bot(
        &self,
        channel: ChatId,
        name: &str,
        post: &UserPost,
        keyboard: Option<Value>,
    ) -> MessageId {
        expect_ok(self.write(|world| world.post_by_other_bot(channel, name, post, keyboard.as_ref(), true)))
    }
}

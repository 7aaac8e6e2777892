//! What people do: send, edit, and block the bot.

use serde_json::{Value, json};

use super::ids::{ChatId, ChatKind, MessageId, UserId};
use super::impossible::ImpossibleAction;
use super::media::album_error;
use super::model::{MessageRelations, SandboxChat};
use super::post::UserPost;
use super::post_content::{post_content, text_content};
use super::publishing::Actor;
use super::senders::SendAs;
use super::world::TelegramWorld;

/// Seconds between the original message and its forwarding.
const FORWARDED_AFTER: i64 = 3600;

impl TelegramWorld {
    /// Checks that the user is in this chat and does something there. In the private chat, the bot may write from then
    /// on, and a blocked bot is unblocked.
    pub(super) fn take_part(&mut self, chat: ChatId, user: UserId) -> Result<(), ImpossibleAction> {
        let person = self.users.get_mut(&user).ok_or(ImpossibleAction::NoUser(user))?;
        let place = self.chats.get(&chat).ok_or(ImpossibleAction::NoChat(chat))?;
        if !place.role(user).is_in() {
            return Err(ImpossibleAction::NoChat(chat));
        }
        if place.kind != ChatKind::Private {
            return Ok(());
        }
        person.has_spoken = true;
        if person.blocked {
            self.block(user, false)?;
        }
        Ok(())
    }

    pub(crate) fn say(
        &mut self,
        chat: ChatId,
        user: UserId,
        text: &str,
        entities: Option<&[Value]>,
    ) -> Result<MessageId, ImpossibleAction> {
        let content = text_content(text, entities)?;
        self.take_part(chat, user)?;
        let (author, signature) = self.author_of(chat, &SendAs::user(user))?;
        let message =
            self.post(chat, author, content, MessageRelations { signature, ..MessageRelations::default() });
        message["message_id"].as_i64().ok_or(ImpossibleAction::NoChat(chat))
    }

    /// A person sends a post, or an album of several. The bot gets the updates of the first `at_once` posts now, the
    /// others are held back.
    pub(crate) fn speak(
        &mut self,
        chat: ChatId,
        sender: &SendAs,
        posts: &[UserPost],
        at_once: usize,
    ) -> Result<Vec<MessageId>, ImpossibleAction> {
        let contents = posts.iter().map(post_content).collect::<Result<Vec<_>, _>>()?;
        let there =
            |id: &MessageId| self.chats.get(&chat).is_some_and(|place| place.messages.contains_key(id));
        if let Some(id) = posts.iter().filter_map(|post| post.reply_to).find(|id| !there(id)) {
            return Err(ImpossibleAction::NoMessage(id));
        }
        let album = match posts {
            [_] => None,
            posts => {
                let kinds: Vec<_> = posts.iter().filter_map(|post| Some(post.media.as_ref()?.0)).collect();
                let why = album_error(&kinds)
                    .or_else(|| (kinds.len() < posts.len()).then(|| "a text stands in no album".to_owned()));
                if let Some(why) = why {
                    return Err(ImpossibleAction::Post(why));
                }
                Some(self.new_album())
            }
        };
        self.take_part(chat, sender.user)?;
        let (author, signature) = self.author_of(chat, sender)?;
        let mut ids = Vec::new();
        for (n, (post, mut content)) in posts.iter().zip(contents).enumerate() {
            if n == at_once {
                self.updates.hold();
            }
            content.media =
                post.media.clone().map(|(kind, name)| self.new_file(kind, name, post.bytes.clone()));
            let origin = post.origin.as_ref().map(|origin| origin.json(self.now() - FORWARDED_AFTER));
            let relations = MessageRelations {
                reply_to: post.reply_to,
                origin,
                album: album.clone(),
                thread: self.topic_of(chat, sender, post.reply_to),
                signature: signature.clone(),
                ..MessageRelations::default()
            };
            let message = self.post(chat, author, content, relations);
            ids.push(message["message_id"].as_i64().ok_or(ImpossibleAction::NoChat(chat))?);
        }
        Ok(ids)
    }

    /// A person edits the text or caption of a message; the file stays.
    pub(crate) fn edit(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        text: &str,
    ) -> Result<(), ImpossibleAction> {
        self.edit_post(chat, user, id, &UserPost::text(text))
    }

    /// A person edits a message: the text, and the file if `post` has one.
    pub(crate) fn edit_post(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        post: &UserPost,
    ) -> Result<(), ImpossibleAction> {
        let message = self.chats.get(&chat).and_then(|place| place.messages.get(&id));
        let old = message.map(|message| message.content.clone());
        let keyboard = old.as_ref().and_then(|content| content.keyboard.clone());
        let kept = old.and_then(|content| {
            content.media.map(|media| (media, content.caption_above, content.has_spoiler))
        });
        let mut described = post.clone();
        if let (None, Some((media, above, veiled))) = (&post.media, &kept) {
            described.media = Some((media.kind, None));
            (described.caption_above, described.has_spoiler) = (*above, *veiled);
        }
        let mut content = post_content(&described)?;
        self.take_part(chat, user)?;
        let place = self.chats.get(&chat).ok_or(ImpossibleAction::NoChat(chat))?;
        let message = place.messages.get(&id).ok_or(ImpossibleAction::NoMessage(id))?;
        if !place.may_change(user, message.author) {
            return Err(ImpossibleAction::NotTheirs(id));
        }
        if message.relations.origin.is_some() {
            return Err(ImpossibleAction::Forwarded(id));
        }
        if message.relations.service.is_some() {
            return Err(ImpossibleAction::Post("nobody wrote this message".to_owned()));
        }
        content.keyboard = keyboard;
        content.media = match post.media.clone() {
            Some((kind, name)) => Some(self.new_file(kind, name, post.bytes.clone())),
            None => kept.map(|(media, ..)| media),
        };
        self.replace_content(chat, id, content, Actor::Person);
        Ok(())
    }

    /// A person blocks or unblocks the bot; the bot gets the update that the real server sends.
    pub(crate) fn block(&mut self, user: UserId, blocked: bool) -> Result<(), ImpossibleAction> {
        let person = self.users.get_mut(&user).ok_or(ImpossibleAction::NoUser(user))?;
        if person.blocked == blocked {
            return Ok(());
        }
        person.blocked = blocked;
        let from = person.json();
        let member = json!({"status": "member", "user": self.bot()});
        let banned = json!({"status": "kicked", "user": self.bot(), "until_date": 0});
        let (old, new) = if blocked { (member, banned) } else { (banned, member) };
        let body = json!({
            "chat": self.chats.get(&user).map(SandboxChat::json),
            "from": from,
            "date": self.now(),
            "old_chat_member": old,
            "new_chat_member": new,
        });
        self.updates.push("my_chat_member", body);
        Ok(())
    }
}

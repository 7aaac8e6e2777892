//! What people do: send, edit, and block the bot.

use serde_json::Value;

use super::ids::{ChatId, ChatKind, MessageId, UserId};
use super::impossible::ImpossibleAction;
use super::media::album_error;
use super::model::MessageRelations;
use super::post::UserPost;
use super::post_content::{post_content, text_content};
use super::publishing::Actor;
use super::rights::Role;
use super::senders::SendAs;
use super::world::TelegramWorld;

/// Seconds between the original message and its forwarding.
const FORWARDED_AFTER: i64 = 3600;

impl TelegramWorld {
    /// Checks that the user is in this chat and does something there. In the private chat, the bot may write from then
    /// on, and a blocked bot is unblocked.
    pub(super) fn take_part(&mut self, chat: ChatId, user: UserId) -> Result<(), ImpossibleAction> {
        self.users.get(&user).ok_or(ImpossibleAction::NoUser(user))?;
        let is_private = self.chat_of(chat, user)?.kind == ChatKind::Private;
        if let Some(person) = self.users.get_mut(&user).filter(|_| is_private) {
            person.has_spoken = true;
            if person.blocked {
                self.block(user, false)?;
            }
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
        self.post_and_id(chat, author, content, MessageRelations { signature, ..MessageRelations::default() })
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
        let is_missing = |id: &MessageId| self.message(chat, *id).is_none();
        if let Some(id) = posts.iter().filter_map(|post| post.reply_to).find(is_missing) {
            return Err(ImpossibleAction::NoMessage(id));
        }
        let album = match posts {
            [_] => None,
            posts => {
                let kinds: Vec<_> = posts.iter().filter_map(|post| post.media).collect();
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
            content.media = self.new_file_of(post);
            let origin = post.origin.as_ref().map(|origin| origin.json(self.now() - FORWARDED_AFTER));
            let relations = MessageRelations {
                reply_to: post.reply_to,
                origin,
                album: album.clone(),
                thread: self.topic_of(chat, sender, post.reply_to),
                signature: signature.clone(),
                ..MessageRelations::default()
            };
            ids.push(self.post_and_id(chat, author, content, relations)?);
        }
        Ok(ids)
    }

    /// A person edits a message: the text or caption, and the file if `post` has one; otherwise the file stays.
    pub(crate) fn edit_post(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        post: &UserPost,
    ) -> Result<(), ImpossibleAction> {
        let old = self.message(chat, id).map(|message| message.content.clone());
        let keyboard = old.as_ref().and_then(|content| content.keyboard.clone());
        let kept = old.and_then(|content| {
            content.media.map(|media| (media, content.caption_above, content.has_spoiler))
        });
        let mut described = post.clone();
        if let (None, Some((media, above, veiled))) = (&post.media, &kept) {
            described.media = Some(media.kind);
            (described.caption_above, described.has_spoiler) = (*above, *veiled);
        }
        let mut content = post_content(&described)?;
        self.take_part(chat, user)?;
        let place = self.chat(chat)?;
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
        content.media = self.new_file_of(post).or(kept.map(|(media, ..)| media));
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
        let (old, new) = if blocked { (Role::Member, Role::Banned) } else { (Role::Banned, Role::Member) };
        let update = self.role_change(user, user, &self.bot(), &old, &new);
        self.updates.push("my_chat_member", update);
        Ok(())
    }
}

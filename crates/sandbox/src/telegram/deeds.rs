//! What people do in the world: they say, post, edit and block.

use serde_json::{Value, json};

use super::entities::{Formatted, TEXT_LIMIT, units};
use super::keyboard;
use super::media::{MediaKind, why_no_album};
use super::people::{Chat, ChatId, ChatKind, Content, MessageId, Tie, UserId};
use super::post::Post;
use super::voices::Voice;
use super::world::{Impossible, World};

/// Seconds between the writing of a message elsewhere and its forwarding.
const FORWARDED_AFTER: i64 = 3600;

impl World {
    /// The user does something in this chat, in which they must be. In the private chat the bot may write
    /// from then on, and one that was blocked is no longer.
    pub(super) fn take_part(&mut self, chat: ChatId, user: UserId) -> Result<(), Impossible> {
        let person = self.users.get_mut(&user).ok_or(Impossible::NoUser(user))?;
        let place = self.chats.get(&chat).ok_or(Impossible::NoChat(chat))?;
        if !place.role(user).is_in() {
            return Err(Impossible::NoChat(chat));
        }
        if place.kind != ChatKind::Private {
            return Ok(());
        }
        person.spoke = true;
        if person.blocked {
            self.block(user, false)?;
        }
        Ok(())
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
        self.take_part(chat, user)?;
        let (author, signature) = self.author(chat, &Voice::of(user))?;
        let message = self.post(chat, author, content, Tie { signature, ..Tie::default() });
        message["message_id"].as_i64().ok_or(Impossible::NoChat(chat))
    }

    /// A person sends a post, or an album of several, of which the bot is told at once of the first
    /// `at_once` only.
    pub(crate) fn speak(
        &mut self,
        chat: ChatId,
        voice: &Voice,
        posts: &[Post],
        at_once: usize,
    ) -> Result<Vec<MessageId>, Impossible> {
        let contents = posts.iter().map(posted).collect::<Result<Vec<_>, _>>()?;
        let there =
            |id: &MessageId| self.chats.get(&chat).is_some_and(|place| place.messages.contains_key(id));
        if let Some(id) = posts.iter().filter_map(|post| post.reply_to).find(|id| !there(id)) {
            return Err(Impossible::NoMessage(id));
        }
        let album = match posts {
            [_] => None,
            posts => {
                let kinds: Vec<_> = posts.iter().filter_map(|post| Some(post.media.as_ref()?.0)).collect();
                let why = why_no_album(&kinds)
                    .or_else(|| (kinds.len() < posts.len()).then(|| "a text stands in no album".to_owned()));
                if let Some(why) = why {
                    return Err(Impossible::Post(why));
                }
                Some(self.new_album())
            }
        };
        self.take_part(chat, voice.user)?;
        let (author, signature) = self.author(chat, voice)?;
        let mut ids = Vec::new();
        for (n, (post, mut content)) in posts.iter().zip(contents).enumerate() {
            if n == at_once {
                self.updates.hold();
            }
            content.media =
                post.media.clone().map(|(kind, name)| self.new_file(kind, name, post.bytes.clone()));
            let origin = post.origin.as_ref().map(|origin| origin.json(self.now() - FORWARDED_AFTER));
            let tie = Tie {
                reply_to: post.reply_to,
                origin,
                album: album.clone(),
                thread: self.topic_of(chat, voice, post.reply_to),
                signature: signature.clone(),
                ..Tie::default()
            };
            let message = self.post(chat, author, content, tie);
            ids.push(message["message_id"].as_i64().ok_or(Impossible::NoChat(chat))?);
        }
        Ok(ids)
    }

    /// A person edits the text or caption of what they said; the file stays.
    pub(crate) fn edit(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        text: &str,
    ) -> Result<(), Impossible> {
        self.edit_post(chat, user, id, &Post::text(text))
    }

    /// A person edits what they said: the words, and the file when the post has one.
    pub(crate) fn edit_post(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        post: &Post,
    ) -> Result<(), Impossible> {
        let message = self.chats.get(&chat).and_then(|place| place.messages.get(&id));
        let old = message.map(|message| message.content.clone());
        let keyboard = old.as_ref().and_then(|content| content.keyboard.clone());
        let kept =
            old.and_then(|content| content.media.map(|media| (media, content.caption_above, content.veiled)));
        let mut described = post.clone();
        if let (None, Some((media, above, veiled))) = (&post.media, &kept) {
            described.media = Some((media.kind, None));
            (described.caption_above, described.veiled) = (*above, *veiled);
        }
        let mut content = posted(&described)?;
        self.take_part(chat, user)?;
        let place = self.chats.get(&chat).ok_or(Impossible::NoChat(chat))?;
        let message = place.messages.get(&id).ok_or(Impossible::NoMessage(id))?;
        if !place.may_change(user, message.author) {
            return Err(Impossible::NotTheirs(id));
        }
        if message.tie.origin.is_some() {
            return Err(Impossible::Forwarded(id));
        }
        if message.tie.service.is_some() {
            return Err(Impossible::Post("nobody wrote this message".to_owned()));
        }
        content.keyboard = keyboard;
        content.media = match post.media.clone() {
            Some((kind, name)) => Some(self.new_file(kind, name, post.bytes.clone())),
            None => kept.map(|(media, ..)| media),
        };
        self.rewrite(chat, id, content, false);
        Ok(())
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
        Some(entities) => given(text, entities)?,
        None => Formatted::plain(text),
    };
    Ok(Content { formatted: fitting(formatted, false)?, ..Content::default() })
}

fn given(text: &str, entities: &[Value]) -> Result<Formatted, Impossible> {
    let posted = Formatted::posted(text, entities);
    Ok(posted.map_err(|refusal| Impossible::Entities(refusal.description))?.trimmed())
}

/// A caption may be as long as a text: an author with Premium writes such ones.
fn fitting(formatted: Formatted, may_be_empty: bool) -> Result<Formatted, Impossible> {
    match formatted.units() {
        0 if !may_be_empty => Err(Impossible::NoText),
        length if length > TEXT_LIMIT => Err(Impossible::TooLong(length)),
        _ => Ok(formatted),
    }
}

/// The entities of a post, with their places in its text.
fn entities(post: &Post) -> Result<Vec<Value>, Impossible> {
    let mut entities = post.entities.clone();
    for (entity, part) in &post.parts {
        let place = post.text.find(part.as_str()).filter(|_| !part.is_empty());
        let start = place.ok_or_else(|| Impossible::Entities(format!("\"{part}\" is not in the text")))?;
        let mut entity = entity.clone();
        entity["offset"] = json!(units(&post.text[..start]));
        entity["length"] = json!(units(part));
        entities.push(entity);
    }
    Ok(entities)
}

/// What a post says, its file left out, if Telegram's apps can send it.
pub(super) fn posted(post: &Post) -> Result<Content, Impossible> {
    let kind = post.media.as_ref().map(|(kind, _)| *kind);
    let formatted = fitting(given(&post.text, &entities(post)?)?.with_detected(), kind.is_some())?;
    let no = |what: &str| Err(Impossible::Post(what.to_owned()));
    if kind == Some(MediaKind::Sticker) && formatted.units() > 0 {
        return no("a sticker has no caption");
    }
    if (post.caption_above || post.veiled) && !kind.is_some_and(MediaKind::is_seen) {
        return no("only a picture or a film is veiled or has its caption above it");
    }
    if post.keyboard.is_some() && post.origin.is_none() {
        return no("only a forwarded message has buttons");
    }
    let keyboard = keyboard::check(post.keyboard.as_ref());
    Ok(Content {
        formatted,
        media: None,
        caption_above: post.caption_above,
        veiled: post.veiled,
        keyboard: keyboard.map_err(|refusal| Impossible::Post(refusal.description))?,
        link_preview: post.link_preview.clone(),
    })
}

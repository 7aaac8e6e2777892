//! What people do: send, edit, and block the bot.

use serde_json::{Value, json};

use super::entities::{FormattedText, TEXT_LIMIT, units};
use super::keyboard;
use super::media::{MediaKind, album_error};
use super::model::{ChatId, ChatKind, Content, MessageId, MessageRelations, SandboxChat, UserId};
use super::post::UserPost;
use super::senders::SendAs;
use super::world::{ImpossibleAction, TelegramWorld};

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
        voice: &SendAs,
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
        self.take_part(chat, voice.user)?;
        let (author, signature) = self.author_of(chat, voice)?;
        let mut ids = Vec::new();
        for (n, (post, mut content)) in posts.iter().zip(contents).enumerate() {
            if n == at_once {
                self.updates.hold();
            }
            content.media =
                post.media.clone().map(|(kind, name)| self.new_file(kind, name, post.bytes.clone()));
            let origin = post.origin.as_ref().map(|origin| origin.json(self.now() - FORWARDED_AFTER));
            let tie = MessageRelations {
                reply_to: post.reply_to,
                origin,
                album: album.clone(),
                thread: self.topic_of(chat, voice, post.reply_to),
                signature: signature.clone(),
                ..MessageRelations::default()
            };
            let message = self.post(chat, author, content, tie);
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
        self.replace_content(chat, id, content, false);
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

/// The content of a text from a person's app: trimmed, with detected entities.
fn text_content(text: &str, entities: Option<&[Value]>) -> Result<Content, ImpossibleAction> {
    let formatted = match entities {
        Some(entities) => parse_entities(text, entities)?,
        None => FormattedText::from_plain(text),
    };
    Ok(Content { formatted: check_length(formatted, false)?, ..Content::default() })
}

fn parse_entities(text: &str, entities: &[Value]) -> Result<FormattedText, ImpossibleAction> {
    let posted = FormattedText::from_person(text, entities);
    Ok(posted.map_err(|refusal| ImpossibleAction::Entities(refusal.description))?.trimmed())
}

/// A person's caption may be as long as a text, because users with Premium may write such captions.
fn check_length(formatted: FormattedText, may_be_empty: bool) -> Result<FormattedText, ImpossibleAction> {
    match formatted.units() {
        0 if !may_be_empty => Err(ImpossibleAction::NoText),
        length if length > TEXT_LIMIT => Err(ImpossibleAction::TooLong(length)),
        _ => Ok(formatted),
    }
}

/// The entities of a post, with their offsets in its text.
fn place_entities(post: &UserPost) -> Result<Vec<Value>, ImpossibleAction> {
    let mut entities = post.entities.clone();
    for (entity, part) in &post.parts {
        let place = post.text.find(part.as_str()).filter(|_| !part.is_empty());
        let start =
            place.ok_or_else(|| ImpossibleAction::Entities(format!("\"{part}\" is not in the text")))?;
        let mut entity = entity.clone();
        entity["offset"] = json!(units(&post.text[..start]));
        entity["length"] = json!(units(part));
        entities.push(entity);
    }
    Ok(entities)
}

/// The content of a post without its file; an error if Telegram's apps could not send it.
pub(super) fn post_content(post: &UserPost) -> Result<Content, ImpossibleAction> {
    let kind = post.media.as_ref().map(|(kind, _)| *kind);
    let formatted =
        check_length(parse_entities(&post.text, &place_entities(post)?)?.with_detected(), kind.is_some())?;
    let no = |what: &str| Err(ImpossibleAction::Post(what.to_owned()));
    if kind == Some(MediaKind::Sticker) && formatted.units() > 0 {
        return no("a sticker has no caption");
    }
    if (post.caption_above || post.has_spoiler) && !kind.is_some_and(MediaKind::is_visual) {
        return no("only a picture or a film is veiled or has its caption above it");
    }
    if post.keyboard.is_some() && post.origin.is_none() {
        return no("only a forwarded message has buttons");
    }
    let keyboard = keyboard::parse_inline_keyboard(post.keyboard.as_ref());
    Ok(Content {
        formatted,
        media: None,
        caption_above: post.caption_above,
        has_spoiler: post.has_spoiler,
        keyboard: keyboard.map_err(|refusal| ImpossibleAction::Post(refusal.description))?,
        link_preview: post.link_preview.clone(),
    })
}

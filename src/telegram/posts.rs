//! Posts that are asked for by name, by a press, or by sending an album.

use serde_json::Value;
use teloxide::types::{CallbackQuery, MessageId};

use super::commands::{Command, Written, read};
use super::desk::{Desk, Trouble};
use super::labels;
use super::original::{Original, is_answer};
use super::pasted::{Manner, Wish};
use super::private::Visit;
use super::send::SendError;
use crate::answer::{OTHERS_ALWAYS, OTHERS_LEAVE, OTHERS_ONCE, POST_DETAILS, POST_REWRITE};
use crate::deals::Others;
use crate::store::{OthersLinks, Waiting};
use dealink_links::Swap;

/// Telegram's limit for the parts of an album.
const PARTS_AT_MOST: usize = 10;
/// Waiting updates of the person that are looked through for parts of the album.
const LOOKED_THROUGH: usize = 30;

impl Desk {
    /// The parts of the same album that wait behind its first one: the numbers of their updates, and the messages as they came.
    /// `kind` is the kind of updates that they come as.
    pub(super) async fn rest_of_album(
        &self,
        waiting: &Waiting,
        first: &Original,
        kind: &str,
    ) -> Result<(Vec<u64>, Vec<Value>), Trouble> {
        let mut rest = self.siblings(waiting, first, kind)?;
        // After a crash its parts are all here.
        while waiting.answer.is_none() && rest.len() + 1 < PARTS_AT_MOST {
            tokio::time::sleep(self.album_rest).await;
            let now = self.siblings(waiting, first, kind)?;
            if now.len() == rest.len() {
                break;
            }
            rest = now;
        }
        Ok(rest.into_iter().unzip())
    }

    /// Takes an album's other parts out of the inbox, as becomes what was made of it.
    pub(super) async fn album_done(
        &self,
        waiting: &Waiting,
        updates: &[u64],
        answered: Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let inbox = &self.store.inbox;
        match &answered {
            // In one go with the first: after a crash in between, what is left would be answered as an album of its own.
            Ok(()) => inbox.done(&[updates, &[waiting.id]].concat()).await?,
            // These are handled again as a whole.
            Err(Trouble::Send(SendError::Token | SendError::Moved(_))) => {}
            // The fault is told once, for the first.
            Err(_) => inbox.done(updates).await?,
        }
        answered
    }

    fn siblings(
        &self,
        waiting: &Waiting,
        first: &Original,
        kind: &str,
    ) -> Result<Vec<(u64, Value)>, Trouble> {
        let behind = self.store.inbox.behind(waiting.id, waiting.chat, LOOKED_THROUGH)?;
        let parts = behind.into_iter().filter_map(|behind| {
            let mut update: Value = serde_json::from_slice(&behind.raw).ok()?;
            let part = update.get_mut(kind)?.take();
            (part["media_group_id"].as_str() == first.album.as_deref()).then_some((behind.id, part))
        });
        Ok(parts.take(PARTS_AT_MOST - 1).collect())
    }
}

impl Visit<'_> {
    /// An album: its parts come as updates of their own, and are answered as one.
    pub(super) async fn album(&self, first: Original) -> Result<(), Trouble> {
        self.stop_asking().await?;
        let (updates, siblings) = self.desk.rest_of_album(self.waiting, &first, "message").await?;
        let siblings = siblings.iter().filter_map(Original::read);
        let parts: Vec<Original> = std::iter::once(first).chain(siblings).collect();
        let answered = self.parts(parts).await;
        self.desk.album_done(self.waiting, &updates, answered).await
    }

    async fn parts(&self, parts: Vec<Original>) -> Result<(), Trouble> {
        if parts.iter().any(|part| !part.post.text.is_empty()) {
            let (parts, manners): (Vec<Original>, Vec<Manner>) =
                parts.into_iter().map(|part| self.without_command(part)).unzip();
            let manner = manners.into_iter().find(|manner| *manner != Manner::AsItLooks).unwrap_or_default();
            return self.links(parts, &Wish { manner, ..Wish::default() }, true).await;
        }
        // A part that comes late, by itself and without words, asks nothing.
        if parts.len() > 1 { self.say("chat-no-text").await } else { Ok(()) }
    }

    /// `/post` or `/check` with a post behind it, or as a reply to one; else how it is used.
    pub(super) async fn about_post(
        &self,
        manner: Manner,
        usage: &'static str,
        arguments: &str,
        original: &Original,
    ) -> Result<(), Trouble> {
        let wish = Wish { manner, ..Wish::default() };
        if !arguments.is_empty() {
            let (original, _) = self.without_command(original.clone());
            return self.links(vec![original], &wish, true).await;
        }
        match self.replied_to() {
            Some(original) => self.links(vec![original], &wish, false).await,
            None => self.say(usage).await,
        }
    }

    /// `/subid a b c` as a reply to a post. At a post's end it is read with the post.
    pub(super) async fn labelled(&self, arguments: &str) -> Result<(), Trouble> {
        let Some(original) = self.replied_to() else { return self.say("chat-labels-usage").await };
        match labels::read(arguments) {
            Ok(subids) => {
                let wish = Wish { manner: Manner::Post, subids, ..Wish::default() };
                self.links(vec![original], &wish, false).await
            }
            Err(fault) => self.desk.say(self.chat, self.speak.html(&fault)).await,
        }
    }

    /// The message that this one replies to. None for what the bot answered: it holds figures for the publisher alone, and
    /// must not come back as a post.
    fn replied_to(&self) -> Option<Original> {
        let place = ["message", "reply_to_message"];
        self.raw(&place).filter(|message| !is_answer(message)).and_then(|message| Original::read(&message))
    }

    /// A message without the command in front of it, and how that command wants it answered.
    pub(super) fn without_command(&self, original: Original) -> (Original, Manner) {
        let text = &original.post.text;
        let manner = match read(text, &self.desk.me) {
            Some(Written::Known(Command::Post, _)) => Manner::Post,
            Some(Written::Known(Command::Check, _)) => Manner::Words,
            Some(Written::Known(Command::Link, _)) => Manner::Deals,
            _ => return (original, Manner::AsItLooks),
        };
        let behind = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
        let command = Swap { span: 0..text.len() - behind.len(), address: String::new() };
        (Original { post: original.post.with(&[command]), ..original }, manner)
    }

    /// A press that comes back to the message that was answered. `false` when it is no such press.
    pub(super) async fn press_on_post(&self, query: &CallbackQuery) -> Result<bool, Trouble> {
        let data = query.data.as_deref().unwrap_or_default();
        let wish = match data {
            OTHERS_ONCE => Wish { others: Others::Convert, ..Wish::default() },
            OTHERS_ALWAYS | OTHERS_LEAVE => Wish::default(),
            POST_DETAILS => Wish { manner: Manner::Deals, ..Wish::default() },
            POST_REWRITE => Wish { manner: Manner::Post, ..Wish::default() },
            _ => return Ok(false),
        };
        let chosen = match data {
            OTHERS_ALWAYS => Some(OthersLinks::Convert),
            OTHERS_LEAVE => Some(OthersLinks::Leave),
            _ => None,
        };
        let person = self.user.id.0;
        let publisher = match chosen {
            Some(chosen) => {
                self.desk.store.publishers.change(person, |publisher| publisher.others = Some(chosen)).await?
            }
            None => self.publisher.clone(),
        };
        let original = self.original(&["callback_query", "message", "reply_to_message"]);
        let said = match (&original, chosen) {
            (None, _) => Some(self.speak.word("chat-original-gone")),
            (Some(_), Some(_)) => Some(self.speak.word("settings-saved")),
            (Some(_), None) => None,
        };
        self.desk.sender.answer_press(query.id.clone(), said, original.is_none()).await;
        let Some(original) = original else { return Ok(true) };
        let (original, manner) = self.without_command(original);
        let after = Visit { publisher: &publisher, ..*self };
        let pressed = query.message.as_ref().map(|message| message.id());
        if wish.manner == Manner::AsItLooks && after.is_answered_by(&original, pressed)? {
            if wish.others == Others::Convert {
                self.desk.store.answers.convert_others(self.chat.0, original.message_id)?;
            }
            after.edited(original, &Wish { manner, ..wish }).await?;
        } else {
            let manner = if wish.manner == Manner::AsItLooks { Manner::Post } else { wish.manner };
            after.links(vec![original], &Wish { manner, ..wish }, false).await?;
        }
        Ok(true)
    }

    /// Whether a message of the bot is an answer that follows the edits of `original`.
    fn is_answered_by(&self, original: &Original, answer: Option<MessageId>) -> Result<bool, Trouble> {
        let answers = self.desk.store.answers.to(self.chat.0, original.message_id)?;
        Ok(answer.is_some_and(|answer| answers.contains(&answer.0)))
    }
}

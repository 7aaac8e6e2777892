//! Messages with links: answered with their deals, and answered anew when they are edited.

use teloxide::types::{Message, MessageEntityKind, MessageId};

use super::desk::Trouble;
use super::keyboard;
use super::private::Visit;
use super::send::{Outgoing, SendError};
use crate::answer::{Part, compose};
use crate::deals::{Answer, Request};
use crate::links::{self, Hidden, Price};
use crate::store::StoreError;

impl Visit<'_> {
    /// Answers the links of a message, or says that there are none.
    pub(super) async fn links(&self, message: &Message) -> Result<(), Trouble> {
        let (text, hidden) = (text(message), hidden(message));
        let parts = match links::read(text, &hidden).is_empty() {
            true => vec![Part { html: self.html(no_link(text, &hidden)), ..Part::default() }],
            false => self.parts(text, &hidden, None).await?,
        };
        self.deliver(&parts, message.id, true).await
    }

    /// Answers a product page or short link with the price that was asked for.
    pub(super) async fn priced(&self, page: &str, price: Price, message: MessageId) -> Result<(), Trouble> {
        let parts = self.parts(page, &[], Some(price)).await?;
        // Not remembered: an edit of the price would otherwise be read as a message without a link.
        self.deliver(&parts, message, false).await
    }

    /// Whether the message holds a link that can be answered.
    pub(super) fn has_links(&self, message: &Message) -> bool {
        !links::read(text(message), &hidden(message)).is_empty()
    }

    /// The answer to the message is edited; a message that was never answered is left alone.
    pub(super) async fn edited(&self, message: &Message) -> Result<(), Trouble> {
        let before = self.desk.store.answers.to(self.chat.0, message.id.0)?;
        let (text, hidden) = (text(message), hidden(message));
        if before.is_empty() || text.is_empty() {
            return Ok(());
        }
        let answer = self.deals(text, &hidden, None).await;
        let mut parts = compose(&answer, self.publisher, self.speak);
        if parts.is_empty() {
            parts.push(Part { html: self.html(no_link(text, &hidden)), ..Part::default() });
        }
        let answers = &self.desk.store.answers;
        let mut now = before.clone();
        for (index, part) in parts.iter().map(keyboard::outgoing).enumerate() {
            match before.get(index) {
                Some(id) => match self.desk.sender.edit(self.chat, MessageId(*id), &part).await {
                    Ok(()) | Err(SendError::Gone | SendError::Unchanged) => {}
                    Err(error) => return Err(error.into()),
                },
                // Remembered one by one: after a crash the edit begins anew and finds these to edit.
                None => {
                    now.push(self.desk.sender.send(self.chat, &part).await?.0);
                    answers.remember(self.chat.0, message.id.0, &now)?;
                    answers.flush().await?;
                }
            }
        }
        for id in before.iter().skip(parts.len()) {
            match self.desk.sender.delete(self.chat, MessageId(*id)).await {
                Ok(()) | Err(SendError::Gone) => {}
                Err(error) => return Err(error.into()),
            }
        }
        now.truncate(parts.len());
        answers.remember(self.chat.0, message.id.0, &now)?;
        Ok(())
    }

    async fn deals(&self, text: &str, hidden: &[Hidden], price: Option<Price>) -> Answer {
        let _typing = self.desk.sender.typing(self.chat);
        self.desk.deals.answer(&Request { text, hidden, publisher: self.publisher, price }).await
    }

    /// The answer's messages. A longer answer is stored before its first message goes out: after a crash the rest of the very
    /// same answer follows, whatever the network says by then.
    async fn parts(&self, text: &str, hidden: &[Hidden], price: Option<Price>) -> Result<Vec<Part>, Trouble> {
        if let Some(stored) = &self.waiting.answer {
            return Ok(serde_json::from_slice(stored).map_err(|_| StoreError::Record)?);
        }
        let parts = compose(&self.deals(text, hidden, price).await, self.publisher, self.speak);
        if parts.len() > 1 {
            let stored = serde_json::to_vec(&parts).map_err(|_| StoreError::Record)?;
            self.desk.store.inbox.keep_answer(self.waiting.id, stored).await?;
        }
        Ok(parts)
    }

    /// Sends what is still to be sent.
    async fn deliver(&self, parts: &[Part], message: MessageId, remembered: bool) -> Result<(), Trouble> {
        let store = &self.desk.store;
        let sent_before = usize::from(self.waiting.parts_sent);
        let mut sent = store.answers.to(self.chat.0, message.0)?;
        sent.truncate(sent_before);
        for (index, part) in parts.iter().enumerate().skip(sent_before) {
            let reply_to = (index == 0).then_some(message);
            let outgoing = Outgoing { reply_to, ..keyboard::outgoing(part) };
            sent.push(self.desk.sender.send(self.chat, &outgoing).await?.0);
            if remembered {
                store.answers.remember(self.chat.0, message.0, &sent)?;
            }
            if parts.len() > 1 {
                store.inbox.part_sent(self.waiting.id, (index + 1) as u16).await?;
            }
        }
        Ok(())
    }
}

fn text(message: &Message) -> &str {
    message.text().or(message.caption()).unwrap_or_default()
}

/// Links behind words, with their places in bytes instead of Telegram's UTF-16 units.
pub(super) fn hidden(message: &Message) -> Vec<Hidden> {
    let entities = message.parse_entities().or_else(|| message.parse_caption_entities()).unwrap_or_default();
    entities
        .iter()
        .filter_map(|entity| match entity.kind() {
            MessageEntityKind::TextLink { url } => {
                Some(Hidden { span: entity.range(), url: url.to_string() })
            }
            _ => None,
        })
        .collect()
}

fn no_link(text: &str, hidden: &[Hidden]) -> &'static str {
    let any = !hidden.is_empty() || text.contains("://") || text.contains("www.");
    if any { "chat-no-aliexpress" } else { "chat-no-link" }
}

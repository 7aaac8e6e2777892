//! Messages with links: answered with their deals, or given back as posts with their links replaced; and answered anew when
//! they are edited.

use teloxide::types::MessageId;

use super::desk::Trouble;
use super::labels;
use super::original::Original;
use super::pieces::{Piece, Sent};
use super::post::{Reading, Rewritten};
use super::private::Visit;
use super::send::SendError;
use crate::answer::{Button, Objection, POST_REWRITE, Part, Posted, checked, compose, objections, report};
use crate::deals::{ASSUMED_TRAFFIC, Answer, Others, Request, Suppose};
use crate::store::StoreError;
use dealink_links::{Hidden, ProductId};
use dealink_network::admitad::tracker::Slot;

/// How a message is to be answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Manner {
    /// As it looks: a post is given back, anything else is answered.
    #[default]
    AsItLooks,
    /// With its deals.
    Deals,
    /// As a post.
    Post,
    /// With what its words may break.
    Words,
}

/// What is asked of a message apart from its words.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish {
    pub(super) manner: Manner,
    pub(super) others: Others,
    /// SubIDs that were given with a command.
    pub(super) subids: Vec<(Slot, String)>,
}

impl Visit<'_> {
    /// Answers the links of a message or album, or says that there are none. The answer follows the message's edits when it is
    /// `remembered`.
    pub(super) async fn links(
        &self,
        originals: Vec<Original>,
        wish: &Wish,
        remembered: bool,
    ) -> Result<(), Trouble> {
        let Some(to) = answered(&originals) else { return Ok(()) };
        let pieces = self.pieces(originals, &self.as_before(to, wish)?).await?;
        self.deliver(&pieces, to, remembered).await
    }

    /// The answer to a message is edited; a message that was never answered is left alone.
    pub(super) async fn edited(&self, original: Original, wish: &Wish) -> Result<(), Trouble> {
        let to = original.message_id;
        let before = self.desk.store.answers.to(self.chat.0, to)?;
        let in_album = original.album.is_some();
        if before.is_empty() || (original.post.text.is_empty() && !in_album) {
            return Ok(());
        }
        let pieces = match in_album && original.post.links().is_empty() {
            // A part of an album stays one, whatever its caption says now.
            true => vec![Piece::Post(original)],
            false => self.made(vec![original], &self.as_before(to, wish)?).await,
        };
        let answers = &self.desk.store.answers;
        let mut now = before.clone();
        for (index, piece) in pieces.iter().enumerate() {
            let edited = match before.get(index) {
                Some(id) => self.desk.edit_piece(self.chat, *id, piece).await,
                None => Err(SendError::OtherKind),
            };
            match edited {
                Ok(()) | Err(SendError::Gone | SendError::Unchanged) => {}
                // A text cannot become a picture: the new message takes the place of the old one.
                Err(SendError::OtherKind) => {
                    let sent = self.send(piece, to, index == 0).await?;
                    let id = sent.first().map(|(_, id)| *id).unwrap_or_default();
                    match now.get_mut(index) {
                        Some(old) => {
                            self.delete(std::mem::replace(old, id)).await?;
                        }
                        None => now.push(id),
                    }
                    // Remembered one by one: after a crash the edit begins anew and finds these to edit.
                    answers.remember(self.chat.0, to, &now)?;
                    answers.flush().await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        for id in now.iter().skip(pieces.len()) {
            self.delete(*id).await?;
        }
        now.truncate(pieces.len());
        answers.remember(self.chat.0, to, &now)?;
        Ok(())
    }

    /// What was said of somebody else's links for this message before holds for its edits and its details as well.
    fn as_before(&self, message: i32, wish: &Wish) -> Result<Wish, Trouble> {
        let converts = self.desk.store.answers.converts_others(self.chat.0, message)?;
        let others = if converts { Others::Convert } else { wish.others };
        Ok(Wish { others, ..wish.clone() })
    }

    async fn delete(&self, id: i32) -> Result<(), Trouble> {
        match self.desk.sender.delete(self.chat, MessageId(id)).await {
            // One of two days ago stays.
            Ok(()) | Err(SendError::Gone | SendError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn deals(&self, request: &Request<'_>) -> Answer {
        let _typing = self.desk.sender.typing(self.chat);
        self.desk.deals.answer(request).await
    }

    /// The answer's messages, made once: see [`Visit::keep`].
    async fn pieces(&self, originals: Vec<Original>, wish: &Wish) -> Result<Vec<Piece>, Trouble> {
        match self.kept()? {
            Some(kept) => Ok(kept),
            None => {
                let made = self.made(originals, wish).await;
                self.keep(made).await
            }
        }
    }

    /// The answer that was begun before a crash.
    fn kept(&self) -> Result<Option<Vec<Piece>>, Trouble> {
        let Some(kept) = &self.waiting.answer else { return Ok(None) };
        Ok(Some(serde_json::from_slice(kept).map_err(|_| StoreError::Record)?))
    }

    /// Stores a longer answer before its first message goes out: after a crash the rest of the very same answer follows,
    /// whatever the network says by then.
    async fn keep(&self, pieces: Vec<Piece>) -> Result<Vec<Piece>, Trouble> {
        if pieces.len() > 1 {
            let stored = serde_json::to_vec(&pieces).map_err(|_| StoreError::Record)?;
            self.desk.store.inbox.keep_answer(self.waiting.id, stored).await?;
        }
        Ok(pieces)
    }

    async fn made(&self, mut originals: Vec<Original>, wish: &Wish) -> Vec<Piece> {
        let mut subids = wish.subids.clone();
        for original in &mut originals {
            match labels::take(&original.post, &self.desk.me) {
                Ok((post, taken)) => {
                    original.post = post;
                    subids.extend(if subids.is_empty() { taken } else { Vec::new() });
                }
                Err(fault) => return words(vec![said(self.speak.html(&fault))]),
            }
        }
        let reading = Reading::of(originals);
        if wish.manner == Manner::Words {
            return words(vec![checked(&self.objections(&reading.text), self.publisher.traffic, self.speak)]);
        }
        if reading.links().is_empty() {
            return words(vec![said(self.html(no_link(&reading.text, &reading.hidden)))]);
        }
        let is_post = match wish.manner {
            Manner::AsItLooks => reading.is_post(),
            Manner::Deals | Manner::Words => false,
            Manner::Post => true,
        };
        let request = Request {
            text: &reading.text,
            hidden: &reading.hidden,
            publisher: self.publisher,
            suppose: Suppose::default(),
            subids: &subids,
            others: wish.others,
        };
        let mut answer = self.deals(&request).await;
        let products = answer.deals.iter().filter_map(|deal| deal.public.product);
        if let Err(error) = self.desk.store.recent.remember(self.user.id.0, products.map(ProductId::value)) {
            tracing::error!(%error, "a person's last products could not be remembered");
        }
        if is_post {
            return self.given_back(&reading, &mut answer, &subids).await;
        }
        let mut parts = compose(&answer, self.publisher, self.speak);
        if wish.manner == Manner::AsItLooks
            && reading.has_words()
            && !answer.places.is_empty()
            && let Some(first) = parts.first_mut()
        {
            let label = self.speak.word("answer-button-post");
            first.buttons.push(vec![Button::Press { label, data: POST_REWRITE.to_owned() }]);
        }
        words(parts)
    }

    /// The post with its new links, and the report.
    async fn given_back(
        &self,
        reading: &Reading,
        answer: &mut Answer,
        subids: &[(Slot, String)],
    ) -> Vec<Piece> {
        let rewritten = reading.fitting(answer, self.publisher, &self.desk.deals).await;
        let Rewritten { replaced, .. } = rewritten;
        let posted = match rewritten.too_long() {
            Some((units, limit)) => Posted::TooLong { units, limit },
            None if replaced == 0 => Posted::AsItWas,
            None => Posted::Back { replaced, subids },
        };
        let mut pieces = Vec::new();
        if let Posted::Back { .. } = posted {
            let mut originals = rewritten.originals;
            pieces.push(match originals.len() {
                1 => Piece::Post(originals.remove(0)),
                _ => Piece::Album(originals),
            });
        }
        let objections = self.objections(&reading.text);
        let mut parts = report(posted, answer, &objections, self.publisher, self.speak);
        // The report's buttons come back to the post that it is about.
        parts.iter_mut().take(1).for_each(|part| part.replies = true);
        pieces.extend(words(parts));
        pieces
    }

    /// What a post's words may break, for the traffic source that its links are estimated for.
    fn objections(&self, text: &str) -> Vec<Objection> {
        let source = self.publisher.traffic.unwrap_or(ASSUMED_TRAFFIC);
        let words = self.desk.words.now();
        objections(&words.check(text, source), &words, self.desk.deals.program())
    }

    /// Sends what is still to be sent.
    async fn deliver(&self, pieces: &[Piece], to: i32, remembered: bool) -> Result<(), Trouble> {
        let store = &self.desk.store;
        let sent_before = usize::from(self.waiting.parts_sent);
        let mut answers = store.answers.to(self.chat.0, to)?;
        answers.truncate(sent_before);
        for (index, piece) in pieces.iter().enumerate().skip(sent_before) {
            for (of, id) in self.send(piece, to, index == 0).await? {
                if of == to {
                    answers.push(id);
                } else if remembered {
                    store.answers.remember(self.chat.0, of, &[id])?;
                }
            }
            if remembered {
                store.answers.remember(self.chat.0, to, &answers)?;
            }
            if pieces.len() > 1 {
                store.inbox.part_sent(self.waiting.id, (index + 1) as u16).await?;
            }
        }
        Ok(())
    }

    /// Sends a piece; a post that Telegram does not take gives way to words that say so. What cannot be copied (paid media, a
    /// protected message) is refused in the words for a message that is gone.
    async fn send(&self, piece: &Piece, to: i32, first: bool) -> Result<Sent, SendError> {
        match self.desk.send_piece(self.chat, piece, to, first).await {
            Err(error @ (SendError::Refused(_) | SendError::Gone)) if !matches!(piece, Piece::Words(_)) => {
                tracing::warn!(%error, "a post was not taken");
                let sorry = Piece::Words(said(self.html("chat-post-refused")));
                self.desk.send_piece(self.chat, &sorry, to, first).await
            }
            sent => sent,
        }
    }
}

/// The message that an answer replies to: of an album the first one with words.
fn answered(originals: &[Original]) -> Option<i32> {
    let with_words = originals.iter().find(|original| !original.post.text.is_empty());
    with_words.or(originals.first()).map(|original| original.message_id)
}

fn words(parts: Vec<Part>) -> Vec<Piece> {
    parts.into_iter().map(Piece::Words).collect()
}

fn said(html: String) -> Part {
    Part { html, ..Part::default() }
}

fn no_link(text: &str, hidden: &[Hidden]) -> &'static str {
    let any = !hidden.is_empty() || text.contains("://") || text.contains("www.");
    if any { "chat-no-aliexpress" } else { "chat-no-link" }
}

//! Messages with links: answered with their deals, or given back as posts with their links replaced; and answered anew when
//! they are edited.

use teloxide::types::MessageId;

use super::answer_messages::{AnswerMessage, SentMessages};
use super::context::HandlerError;
use super::message_content::MessageContent;
use super::post_text::{PostText, RewrittenPost};
use super::private::PrivateContext;
use super::sender::SendError;
use super::subid_suffix;
use crate::answer::{
    Action, AnswerPart, Button, ConductFinding, PostAction, RewriteOutcome, conduct_findings,
};
use crate::deals::{ASSUMED_TRAFFIC, Answer, DealRequest, ForeignLinksOverride, WhatIf};
use crate::store::StoreError;
use crate::telegram::keyboard::encode_part;
use dealink_links::{HiddenLink, ProductId};
use dealink_network::tracking_link::SubIdSlot;

/// How a message is to be answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ReplyFormat {
    /// As it looks: a post is given back, anything else is answered.
    #[default]
    Auto,
    /// With its deals.
    Deals,
    /// As a post.
    Post,
    /// With what its words may break.
    WordCheck,
}

/// What is asked of a message apart from its words.
#[derive(Clone, Debug, Default)]
pub(super) struct ReplyOptions {
    pub(super) format: ReplyFormat,
    pub(super) foreign_links: ForeignLinksOverride,
    /// SubIDs that were given with a command.
    pub(super) subids: Vec<(SubIdSlot, String)>,
}

impl PrivateContext<'_> {
    /// Answers the links of a message or album, or says that there are none. The answer follows the message's edits when it is
    /// `remembered`.
    pub(super) async fn reply_to_links(
        &self,
        originals: Vec<MessageContent>,
        wish: &ReplyOptions,
        remembered: bool,
    ) -> Result<(), HandlerError> {
        let Some(to) = replied_message_id(&originals) else { return Ok(()) };
        let pieces = self.load_or_compose(originals, &self.with_previous_choice(to, wish)?).await?;
        self.send_answer(&pieces, to, remembered).await
    }

    /// The answer to a message is edited; a message that was never answered is left alone.
    pub(super) async fn update_reply(
        &self,
        original: MessageContent,
        wish: &ReplyOptions,
    ) -> Result<(), HandlerError> {
        let to = original.message_id;
        let before = self.app.store.answers.answers_to(self.chat.0, to)?;
        let in_album = original.album.is_some();
        if before.is_empty() || (original.post.text.is_empty() && !in_album) {
            return Ok(());
        }
        let pieces = match in_album && original.post.links().is_empty() {
            // A part of an album stays one, whatever its caption says now.
            true => vec![AnswerMessage::Post(original)],
            false => self.compose_answer(vec![original], &self.with_previous_choice(to, wish)?).await,
        };
        let answers = &self.app.store.answers;
        let mut now = before.clone();
        for (index, piece) in pieces.iter().enumerate() {
            let edited = match before.get(index) {
                Some(id) => self.app.edit_answer_message(self.chat, *id, piece).await,
                None => Err(SendError::OtherKind),
            };
            match edited {
                Ok(()) | Err(SendError::MessageGone | SendError::Unchanged) => {}
                // A text cannot become a picture: the new message takes the place of the old one.
                Err(SendError::OtherKind) => {
                    let sent = self.send_or_explain(piece, to, index == 0).await?;
                    let id = sent.first().map(|(_, id)| *id).unwrap_or_default();
                    match now.get_mut(index) {
                        Some(old) => {
                            self.delete_message(std::mem::replace(old, id)).await?;
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
            self.delete_message(*id).await?;
        }
        now.truncate(pieces.len());
        answers.remember(self.chat.0, to, &now)?;
        Ok(())
    }

    /// What was said of somebody else's links for this message before holds for its edits and its details as well.
    fn with_previous_choice(&self, message: i32, wish: &ReplyOptions) -> Result<ReplyOptions, HandlerError> {
        let converts = self.app.store.answers.is_foreign_converted(self.chat.0, message)?;
        let others = if converts { ForeignLinksOverride::Convert } else { wish.foreign_links };
        Ok(ReplyOptions { foreign_links: others, ..wish.clone() })
    }

    async fn delete_message(&self, id: i32) -> Result<(), HandlerError> {
        match self.app.sender.delete(self.chat, MessageId(id)).await {
            // One of two days ago stays.
            Ok(()) | Err(SendError::MessageGone | SendError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn find_deals(&self, request: &DealRequest<'_>) -> Answer {
        let _typing = self.app.sender.show_typing(self.chat);
        self.app.deals.answer(request).await
    }

    /// The answer's messages, made once: see [`Visit::store_answer`].
    async fn load_or_compose(
        &self,
        originals: Vec<MessageContent>,
        wish: &ReplyOptions,
    ) -> Result<Vec<AnswerMessage>, HandlerError> {
        match self.stored_answer()? {
            Some(kept) => Ok(kept),
            None => {
                let made = self.compose_answer(originals, wish).await;
                self.store_answer(made).await
            }
        }
    }

    /// The answer that was begun before a crash.
    fn stored_answer(&self) -> Result<Option<Vec<AnswerMessage>>, HandlerError> {
        let Some(kept) = &self.record.answer else { return Ok(None) };
        Ok(Some(serde_json::from_slice(kept).map_err(|_| StoreError::Record)?))
    }

    /// Stores a longer answer before its first message goes out: after a crash the rest of the very same answer follows,
    /// whatever the network says by then.
    async fn store_answer(&self, pieces: Vec<AnswerMessage>) -> Result<Vec<AnswerMessage>, HandlerError> {
        if pieces.len() > 1 {
            let stored = serde_json::to_vec(&pieces).map_err(|_| StoreError::Record)?;
            self.app.store.inbox.save_answer(self.record.id, stored).await?;
        }
        Ok(pieces)
    }

    async fn compose_answer(
        &self,
        mut originals: Vec<MessageContent>,
        wish: &ReplyOptions,
    ) -> Vec<AnswerMessage> {
        let mut subids = wish.subids.clone();
        for original in &mut originals {
            match subid_suffix::strip_subids(&original.post, &self.app.bot_username) {
                Ok((post, taken)) => {
                    original.post = post;
                    subids.extend(if subids.is_empty() { taken } else { Vec::new() });
                }
                Err(fault) => return text_messages(vec![text_part(self.localizer.html(&fault))]),
            }
        }
        let reading = PostText::new(originals);
        if wish.format == ReplyFormat::WordCheck {
            let findings = self.word_findings(&reading.text);
            return text_messages(vec![self.renderer().conduct_card(&findings)]);
        }
        if reading.links().is_empty() {
            return text_messages(vec![text_part(self.html_of(no_link_key(&reading.text, &reading.hidden)))]);
        }
        let is_post = match wish.format {
            ReplyFormat::Auto => reading.is_post(),
            ReplyFormat::Deals | ReplyFormat::WordCheck => false,
            ReplyFormat::Post => true,
        };
        let request = DealRequest {
            text: &reading.text,
            hidden: &reading.hidden,
            publisher: self.publisher,
            what_if: WhatIf::default(),
            subids: &subids,
            foreign_links: wish.foreign_links,
        };
        let mut answer = self.find_deals(&request).await;
        let products = answer.deals.iter().filter_map(|deal| deal.public.product);
        if let Err(error) = self.app.store.recent.remember(self.user.id.0, products.map(ProductId::value)) {
            tracing::error!(%error, "a person's last products could not be remembered");
        }
        if is_post {
            return self.compose_post(&reading, &mut answer, &subids).await;
        }
        let mut parts = self.renderer().answer(&answer);
        if wish.format == ReplyFormat::Auto
            && reading.has_own_words()
            && !answer.replacements.is_empty()
            && let Some(first) = parts.first_mut()
        {
            let label = self.localizer.text("answer-button-post");
            let data = Action::Post(PostAction::Rewrite);
            first.buttons.push(vec![Button::Press { label, data }]);
        }
        text_messages(parts)
    }

    /// The post with its new links, and the report.
    async fn compose_post(
        &self,
        reading: &PostText,
        answer: &mut Answer,
        subids: &[(SubIdSlot, String)],
    ) -> Vec<AnswerMessage> {
        let rewritten = reading.rewrite_to_fit(answer, self.publisher, &self.app.deals).await;
        let RewrittenPost { replaced, .. } = rewritten;
        let posted = match rewritten.too_long() {
            Some((units, limit)) => RewriteOutcome::TooLong { units, limit },
            None if replaced == 0 => RewriteOutcome::NothingToReplace,
            None => RewriteOutcome::Rewritten { replaced, subids },
        };
        let mut pieces = Vec::new();
        if let RewriteOutcome::Rewritten { .. } = posted {
            let mut originals = rewritten.contents;
            pieces.push(match originals.len() {
                1 => AnswerMessage::Post(originals.remove(0)),
                _ => AnswerMessage::Album(originals),
            });
        }
        let objections = self.word_findings(&reading.text);
        let mut parts = self.renderer().report(posted, answer, &objections);
        // The report's buttons come back to the post that it is about.
        parts.iter_mut().take(1).for_each(|part| part.replies = true);
        pieces.extend(text_messages(parts));
        pieces
    }

    /// What a post's words may break, for the traffic source that its links are estimated for.
    fn word_findings(&self, text: &str) -> Vec<ConductFinding> {
        let source = self.publisher.traffic.unwrap_or(ASSUMED_TRAFFIC);
        let words = self.app.words.current();
        conduct_findings(&words.check(text, source), &words, self.app.deals.program())
    }

    /// Sends what is still to be sent.
    async fn send_answer(
        &self,
        pieces: &[AnswerMessage],
        to: i32,
        remembered: bool,
    ) -> Result<(), HandlerError> {
        let store = &self.app.store;
        let sent_before = usize::from(self.record.parts_sent);
        let mut answers = store.answers.answers_to(self.chat.0, to)?;
        answers.truncate(sent_before);
        for (index, piece) in pieces.iter().enumerate().skip(sent_before) {
            for (of, id) in self.send_or_explain(piece, to, index == 0).await? {
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
                store.inbox.mark_part_sent(self.record.id, (index + 1) as u16).await?;
            }
        }
        Ok(())
    }

    /// Sends a piece; a post that Telegram does not take gives way to words that say so. What cannot be copied (paid media, a
    /// protected message) is refused in the words for a message that is gone.
    async fn send_or_explain(
        &self,
        piece: &AnswerMessage,
        to: i32,
        first: bool,
    ) -> Result<SentMessages, SendError> {
        match self.app.send_answer_message(self.chat, piece, to, first).await {
            Err(error @ (SendError::Refused(_) | SendError::MessageGone))
                if !matches!(piece, AnswerMessage::Words(_)) =>
            {
                tracing::warn!(%error, "a post was not taken");
                let sorry = AnswerMessage::Words(encode_part(text_part(self.html_of("chat-post-refused"))));
                self.app.send_answer_message(self.chat, &sorry, to, first).await
            }
            sent => sent,
        }
    }
}

/// The message that an answer replies to: of an album the first one with words.
fn replied_message_id(originals: &[MessageContent]) -> Option<i32> {
    let with_words = originals.iter().find(|original| !original.post.text.is_empty());
    with_words.or(originals.first()).map(|original| original.message_id)
}

fn text_messages(parts: Vec<AnswerPart>) -> Vec<AnswerMessage> {
    parts.into_iter().map(|part| AnswerMessage::Words(encode_part(part))).collect()
}

fn text_part(html: String) -> AnswerPart {
    AnswerPart::of_html(html)
}

fn no_link_key(text: &str, hidden: &[HiddenLink]) -> &'static str {
    let any = !hidden.is_empty() || text.contains("://") || text.contains("www.");
    if any { "chat-no-aliexpress" } else { "chat-no-link" }
}

//! Reads the message that answers the open question, and continues with the action that the question was for.

use super::calculate::{parse_pending_calculation, parse_store};
use super::context::PrivateContext;
use crate::answer::Calculation;
use crate::deals::WhatIf;
use crate::settings::{PendingFilter, QuestionKind};
use crate::telegram::handler_error::HandlerError;
use crate::telegram::update::IncomingMessage;
use crate::text::parse_day;
use dealink_core::message::Message;
use dealink_links::parse_price;
use dealink_network::tracking_link::{SubIdSlot, check_subid};

/// Whether a message replies to the question itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reference {
    Replies,
    Follows,
}

impl PrivateContext<'_> {
    /// Handles the message if it answers the open question, and returns whether it did.
    pub(super) async fn answer_question(&self, message: &IncomingMessage) -> Result<bool, HandlerError> {
        let Some(asked) = self.open_question().await? else { return Ok(false) };
        let text = &message.content.post.text;
        // A link is a new message and not an answer, unless the question asks for a store and the link names a store.
        let names_store = matches!(asked.question, QuestionKind::Store(_)) && parse_store(text).is_some();
        if !message.content.post.links().is_empty() && !names_store {
            self.end_question().await?;
            return Ok(false);
        }
        let reference = match &message.reply_to {
            Some(replied) if replied.id == asked.message_id => Reference::Replies,
            _ => Reference::Follows,
        };
        match &asked.question {
            QuestionKind::Price(kept) => {
                let default = self.publisher.currency.unwrap_or(self.app.deals.program().currency());
                let price = parse_price(text, Some(default));
                let calculation = parse_pending_calculation(kept).zip(price).map(|(calculation, price)| {
                    let what_if = WhatIf { price: Some(price), ..calculation.what_if };
                    Calculation { what_if, ..calculation }
                });
                self.send_recalculated(calculation, "chat-ask-price-again", reference, message.id).await
            }
            QuestionKind::Store(kept) => {
                let store = parse_store(text);
                let calculation = parse_pending_calculation(kept).zip(store).map(|(calculation, store)| {
                    let what_if = WhatIf { store: Some(store), ..calculation.what_if };
                    Calculation { what_if, ..calculation }
                });
                self.send_recalculated(calculation, "chat-ask-store-again", reference, message.id).await
            }
            QuestionKind::Filter(filter) => self.answer_filter(filter, text, reference).await,
            QuestionKind::Joined => match parse_day(text, self.app.deals.today()) {
                Some(day) => {
                    self.mark_answered(|publisher| publisher.joined = Some(day)).await?;
                    self.send_message(&Message::new("chat-joined-saved").with("date", day)).await?;
                    Ok(true)
                }
                None => self.ask_again_or_end("chat-ask-joined-again", reference).await,
            },
            QuestionKind::SubId => {
                self.save_subid(text.trim()).await?;
                Ok(true)
            }
            QuestionKind::ChatSubIds(chat) => {
                let saved = self.save_chat_subids(*chat, text).await?;
                self.explain(saved).await
            }
            // A further text replaces the draft.
            QuestionKind::ChatTemplate(chat) | QuestionKind::ChatDraft { chat, .. } => {
                let drafted = self.draft_chat_template(*chat, text).await?;
                self.explain(drafted).await
            }
        }
    }

    async fn answer_filter(
        &self,
        filter: &PendingFilter,
        text: &str,
        reference: Reference,
    ) -> Result<bool, HandlerError> {
        match (self.parse_filter_input(filter, text), reference) {
            (Ok(browse), _) => {
                self.mark_answered(|_| {}).await?;
                self.send_filtered_hits(&browse, filter).await?;
                Ok(true)
            }
            (Err(error), Reference::Replies) => {
                self.send_message(&error).await?;
                Ok(true)
            }
            (Err(_), Reference::Follows) => {
                self.end_question().await?;
                Ok(false)
            }
        }
    }

    /// Says what is wrong with what was typed for a chat's settings; the question stays open.
    async fn explain(&self, saved: Result<(), Message>) -> Result<bool, HandlerError> {
        if let Err(error) = saved {
            self.send_message(&error).await?;
        }
        Ok(true)
    }

    /// Continues the calculation with the typed value, if it could be read.
    async fn send_recalculated(
        &self,
        calculation: Option<Calculation>,
        again: &'static str,
        reference: Reference,
        message: i32,
    ) -> Result<bool, HandlerError> {
        let Some(calculation) = calculation else { return self.ask_again_or_end(again, reference).await };
        self.mark_answered(|_| {}).await?;
        self.send_calculation(&calculation, message).await?;
        Ok(true)
    }

    /// If the message replies to the question, it was meant as an answer, and the question is asked again. Any other message ends
    /// the question.
    async fn ask_again_or_end(
        &self,
        again: &'static str,
        reference: Reference,
    ) -> Result<bool, HandlerError> {
        match reference {
            Reference::Replies => self.send_text(again).await?,
            Reference::Follows => self.end_question().await?,
        }
        Ok(reference == Reference::Replies)
    }

    async fn save_subid(&self, subid: &str) -> Result<(), HandlerError> {
        if subid.is_empty() || subid.contains('\n') || check_subid(SubIdSlot::SubId, subid).is_err() {
            let again = Message::new("chat-ask-subid-again").with("longest", SubIdSlot::SubId.max_chars());
            return self.send_message(&again).await;
        }
        self.mark_answered(|publisher| publisher.subid = Some(subid.to_owned())).await?;
        self.send_message(&Message::new("chat-subid-saved").with("subid", subid)).await
    }
}

//! A question of the bot, and the message that answers it: only the person's next message can. A command, a link or anything
//! else that is not an answer ends the question.

use super::calculate::{parse_store, pending_calculation};
use super::context::PrivateContext;
use crate::answer::Calculation;
use crate::settings::{PendingFilter, PendingQuestion, Publisher, QuestionKind};
use crate::telegram::api::OutgoingMessage;
use crate::telegram::handler_error::Result;
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
    /// Asks the person to type something. `hint` is shown in the reply field.
    pub(crate) async fn ask(
        &self,
        text: &Message,
        hint: &'static str,
        reply_to: Option<i32>,
        question: QuestionKind,
    ) -> Result<()> {
        let message = OutgoingMessage::html(self.localizer.html(text)).asking(self.localizer.text(hint));
        let id = self.send(&message.replying_to(reply_to)).await?;
        self.remember_question(question, id).await
    }

    /// Stores the question that this message of the bot asks.
    pub(crate) async fn remember_question(&self, question: QuestionKind, message_id: i32) -> Result<()> {
        let asked = PendingQuestion { question, message_id, answered_by: None };
        Ok(self.app.store.questions.put(self.user.id, asked).await?)
    }

    /// The question that is open, or that the same update answered before a crash.
    async fn open_question(&self) -> Result<Option<PendingQuestion>> {
        let asked = self.app.store.questions.get(self.user.id).await?;
        Ok(asked.filter(|asked| asked.answered_by.is_none_or(|update| update == self.record.id)))
    }

    pub(crate) async fn end_question(&self) -> Result<()> {
        match self.open_question().await? {
            Some(_) => Ok(self.app.store.questions.remove(self.user.id).await?),
            None => Ok(()),
        }
    }

    /// Ends the question after the change that the answer makes. The question stays known for this update, so that the update is
    /// understood again, and makes the same change again, if the bot crashes before the reply.
    pub(crate) async fn mark_answered(&self, change: impl FnOnce(&mut Publisher)) -> Result<()> {
        let store = &self.app.store;
        store.publishers.update(self.user.id, change).await?;
        if let Some(asked) = store.questions.get(self.user.id).await? {
            let answered = PendingQuestion { answered_by: Some(self.record.id), ..asked };
            store.questions.put(self.user.id, answered).await?;
        }
        Ok(())
    }

    /// Handles the message if it answers the open question, and returns whether it did.
    pub(super) async fn answer_question(&self, message: &IncomingMessage) -> Result<bool> {
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
                let change = |price| pending_calculation(kept, |order| order.price = Some(price));
                let calculation = price.and_then(change);
                self.send_recalculated(calculation, "chat-ask-price-again", reference, message.id).await
            }
            QuestionKind::Store(kept) => {
                let store = parse_store(text);
                let change = |store| pending_calculation(kept, |order| order.store = Some(store));
                let calculation = store.and_then(change);
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
                self.save_chat_subids(*chat, text).await?;
                Ok(true)
            }
            // A further text replaces the draft.
            QuestionKind::ChatTemplate(chat) | QuestionKind::ChatDraft { chat, .. } => {
                self.draft_chat_template(*chat, text).await?;
                Ok(true)
            }
        }
    }

    async fn answer_filter(&self, filter: &PendingFilter, text: &str, reference: Reference) -> Result<bool> {
        match (self.parse_filter_input(filter, text), reference) {
            (Ok(browse), _) => {
                self.mark_answered(|_| {}).await?;
                self.send_hits(&browse, filter.message).await?;
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

    /// Continues the calculation with the typed value, if it could be read.
    async fn send_recalculated(
        &self,
        calculation: Option<Calculation>,
        again: &'static str,
        reference: Reference,
        message: i32,
    ) -> Result<bool> {
        let Some(calculation) = calculation else { return self.ask_again_or_end(again, reference).await };
        self.mark_answered(|_| {}).await?;
        self.send_calculation(&calculation, message).await?;
        Ok(true)
    }

    /// If the message replies to the question, it was meant as an answer, and the question is asked again. Any other message ends
    /// the question.
    async fn ask_again_or_end(&self, again: &'static str, reference: Reference) -> Result<bool> {
        match reference {
            Reference::Replies => self.send_text(again).await?,
            Reference::Follows => self.end_question().await?,
        }
        Ok(reference == Reference::Replies)
    }

    async fn save_subid(&self, subid: &str) -> Result<()> {
        if subid.is_empty() || subid.contains('\n') || check_subid(SubIdSlot::SubId, subid).is_err() {
            let again = Message::new("chat-ask-subid-again").with("longest", SubIdSlot::SubId.max_chars());
            return self.send_message(&again).await;
        }
        self.mark_answered(|publisher| publisher.subid = Some(subid.to_owned())).await?;
        self.send_message(&Message::new("chat-subid-saved").with("subid", subid)).await
    }
}

//! What the bot asked, and the message that answers it.
//!
//! A question is answered by the next message or never: a command, a link or anything that is no answer ends it.

use teloxide::types::{Message as TelegramMessage, MessageId};

use super::calculate::{parse_pending_calculation, parse_store};
use super::context::HandlerError;
use super::message_content::MessageContent;
use super::private::PrivateContext;
use crate::answer::Calculation;
use crate::deals::WhatIf;
use crate::settings::{PendingQuestion, Publisher, QuestionKind};
use crate::text::parse_day;
use dealink_core::message::Message;
use dealink_links::parse_price;
use dealink_network::tracking_link::{SubIdSlot, check_subid};

impl PrivateContext<'_> {
    /// Remembers that this message asked.
    pub(super) async fn remember_question(
        &self,
        question: QuestionKind,
        message: MessageId,
    ) -> Result<(), HandlerError> {
        let asked = PendingQuestion { question, message_id: message.0, answered_by: None };
        self.change_publisher(|publisher| publisher.pending_question = Some(asked)).await
    }

    /// Whether the text answers the open question; then it is handled.
    pub(super) async fn answer_question(
        &self,
        original: &MessageContent,
        message: &TelegramMessage,
    ) -> Result<bool, HandlerError> {
        let Some(asked) = self.open_question() else { return Ok(false) };
        let text = &original.post.text;
        // A link is a message of its own, unless a store was asked for and it names one.
        let names_store = matches!(asked.question, QuestionKind::Store(_)) && parse_store(text).is_some();
        if !original.post.links().is_empty() && !names_store {
            self.end_question().await?;
            return Ok(false);
        }
        let replies = message.reply_to_message().is_some_and(|to| to.id.0 == asked.message_id);
        match &asked.question {
            QuestionKind::Price(kept) => {
                let default = self.publisher.currency.unwrap_or(self.app.deals.program().currency());
                let price = parse_price(text, Some(default));
                let priced = parse_pending_calculation(kept).zip(price).map(|(calculation, price)| {
                    let what_if = WhatIf { price: Some(price), ..calculation.what_if };
                    Calculation { what_if, ..calculation }
                });
                self.send_recalculated(priced, "chat-ask-price-again", replies, message.id).await
            }
            QuestionKind::Store(kept) => {
                let supposed =
                    parse_pending_calculation(kept).zip(parse_store(text)).map(|(calculation, store)| {
                        let what_if = WhatIf { store: Some(store), ..calculation.what_if };
                        Calculation { what_if, ..calculation }
                    });
                self.send_recalculated(supposed, "chat-ask-store-again", replies, message.id).await
            }
            QuestionKind::Filter(asked) => match self.parse_filter_input(asked, text) {
                Ok(browse) => {
                    self.mark_answered(|_| {}).await?;
                    self.send_filtered_hits(&browse, asked).await?;
                    Ok(true)
                }
                Err(why) if replies => {
                    self.app.send_html(self.chat, self.localizer.html(&why)).await?;
                    Ok(true)
                }
                Err(_) => {
                    self.end_question().await?;
                    Ok(false)
                }
            },
            QuestionKind::Joined => match parse_day(text, self.app.deals.today()) {
                Some(day) => {
                    self.mark_answered(|publisher| publisher.joined = Some(day)).await?;
                    let saved = Message::new("chat-joined-saved").with("date", day);
                    self.app.send_html(self.chat, self.localizer.html(&saved)).await?;
                    Ok(true)
                }
                None => self.ask_again_or_end("chat-ask-joined-again", replies).await,
            },
            QuestionKind::SubId => {
                self.save_subid(text.trim()).await?;
                Ok(true)
            }
            QuestionKind::ChatSubIds(chat) => self.save_chat_answer(*chat, false, text).await,
            // Another text in the place of a draft is another draft.
            QuestionKind::ChatTemplate(chat) | QuestionKind::ChatDraft { chat, .. } => {
                self.save_chat_answer(*chat, true, text).await
            }
        }
    }

    /// Goes on with what was typed for a chat's settings. What is wrong with it is said, and the question stays open.
    async fn save_chat_answer(&self, chat: i64, template: bool, text: &str) -> Result<bool, HandlerError> {
        match self.save_chat_setting(chat, template, text).await? {
            Ok(()) => Ok(true),
            Err(fault) => {
                self.app.send_html(self.chat, self.localizer.html(&fault)).await?;
                Ok(true)
            }
        }
    }

    /// Goes on with what was typed for the calculator, if it could be read.
    async fn send_recalculated(
        &self,
        calculation: Option<Calculation>,
        again: &'static str,
        replies: bool,
        message: MessageId,
    ) -> Result<bool, HandlerError> {
        let Some(calculation) = calculation else { return self.ask_again_or_end(again, replies).await };
        self.mark_answered(|_| {}).await?;
        self.send_calculation(&calculation, message).await?;
        Ok(true)
    }

    /// What replies to the question was meant for it, and is asked for again; anything else ends the question.
    async fn ask_again_or_end(&self, again: &'static str, replies: bool) -> Result<bool, HandlerError> {
        match replies {
            true => self.send_text(again).await?,
            false => self.end_question().await?,
        }
        Ok(replies)
    }

    async fn save_subid(&self, subid: &str) -> Result<(), HandlerError> {
        if subid.is_empty() || subid.contains('\n') || check_subid(SubIdSlot::SubId, subid).is_err() {
            let again = Message::new("chat-ask-subid-again").with("longest", SubIdSlot::SubId.max_chars());
            return self.app.send_html(self.chat, self.localizer.html(&again)).await;
        }
        self.mark_answered(|publisher| publisher.subid = Some(subid.to_owned())).await?;
        let saved = Message::new("chat-subid-saved").with("subid", subid);
        self.app.send_html(self.chat, self.localizer.html(&saved)).await
    }

    /// Ends the question, if there is one.
    pub(super) async fn end_question(&self) -> Result<(), HandlerError> {
        match self.open_question() {
            Some(_) => self.change_publisher(|publisher| publisher.pending_question = None).await,
            None => Ok(()),
        }
    }

    /// A question that nobody answered yet, or that this very update answered before a crash.
    fn open_question(&self) -> Option<&PendingQuestion> {
        let asked = self.publisher.pending_question.as_ref()?;
        asked.answered_by.is_none_or(|update| update == self.record.id).then_some(asked)
    }

    /// Ends the question, in one go with what the answer changes. The question stays known to this update: should a crash
    /// come before its reply, it is understood again.
    pub(super) async fn mark_answered(
        &self,
        change: impl FnOnce(&mut Publisher),
    ) -> Result<(), HandlerError> {
        self.change_publisher(|publisher| {
            change(publisher);
            if let Some(asked) = &mut publisher.pending_question {
                asked.answered_by = Some(self.record.id);
            }
        })
        .await
    }

    async fn change_publisher(&self, change: impl FnOnce(&mut Publisher)) -> Result<(), HandlerError> {
        self.app.store.publishers.update(self.user.id.0, change).await?;
        Ok(())
    }
}

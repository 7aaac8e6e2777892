//! What the bot asked, and the message that answers it.
//!
//! A question is answered by the next message or never: a command, a link or anything that is no answer ends it.

use teloxide::types::{Message, MessageId};

use super::calculate::{store_named, waiting_for};
use super::desk::Trouble;
use super::original::Original;
use super::private::Visit;
use crate::answer::Calculation;
use crate::deals::Suppose;
use crate::store::{Asked, Publisher, Question};
use crate::text::parse_day;
use dealink_core::message::Sentence;
use dealink_links::parse_price;
use dealink_network::admitad::tracker::{Slot, valid_subid};

impl Visit<'_> {
    /// Remembers that this message asked.
    pub(super) async fn asked(&self, question: Question, message: MessageId) -> Result<(), Trouble> {
        let asked = Asked { question, message_id: message.0, answered_by: None };
        self.save(|publisher| publisher.asked = Some(asked)).await
    }

    /// Whether the text answers the open question; then it is handled.
    pub(super) async fn answers_question(
        &self,
        original: &Original,
        message: &Message,
    ) -> Result<bool, Trouble> {
        let Some(asked) = self.open_question() else { return Ok(false) };
        let text = &original.post.text;
        // A link is a message of its own, unless a store was asked for and it names one.
        let names_store = matches!(asked.question, Question::Store(_)) && store_named(text).is_some();
        if !original.post.links().is_empty() && !names_store {
            self.stop_asking().await?;
            return Ok(false);
        }
        let replies = message.reply_to_message().is_some_and(|to| to.id.0 == asked.message_id);
        match &asked.question {
            Question::Price(kept) => {
                let default = self.publisher.currency.unwrap_or(self.desk.deals.program().currency());
                let price = parse_price(text, Some(default));
                let priced = waiting_for(kept).zip(price).map(|(calculation, price)| {
                    let suppose = Suppose { price: Some(price), ..calculation.suppose };
                    Calculation { suppose, ..calculation }
                });
                self.typed(priced, "chat-ask-price-again", replies, message.id).await
            }
            Question::Store(kept) => {
                let supposed = waiting_for(kept).zip(store_named(text)).map(|(calculation, store)| {
                    let suppose = Suppose { store: Some(store), ..calculation.suppose };
                    Calculation { suppose, ..calculation }
                });
                self.typed(supposed, "chat-ask-store-again", replies, message.id).await
            }
            Question::Filter(asked) => match self.filter_typed(asked, text) {
                Ok(browse) => {
                    self.mark_answered(|_| {}).await?;
                    self.browse_filtered(&browse, asked).await?;
                    Ok(true)
                }
                Err(why) if replies => {
                    self.desk.say(self.chat, self.speak.html(&why)).await?;
                    Ok(true)
                }
                Err(_) => {
                    self.stop_asking().await?;
                    Ok(false)
                }
            },
            Question::Joined => match parse_day(text, self.desk.deals.today()) {
                Some(day) => {
                    self.mark_answered(|publisher| publisher.joined = Some(day)).await?;
                    let saved = Sentence::new("chat-joined-saved").with("date", day);
                    self.desk.say(self.chat, self.speak.html(&saved)).await?;
                    Ok(true)
                }
                None => self.not_understood("chat-ask-joined-again", replies).await,
            },
            Question::SubId => {
                self.subid(text.trim()).await?;
                Ok(true)
            }
            Question::ChatSubIds(chat) => self.chat_typed(*chat, false, text).await,
            // Another text in the place of a draft is another draft.
            Question::ChatTemplate(chat) | Question::ChatDraft { chat, .. } => {
                self.chat_typed(*chat, true, text).await
            }
        }
    }

    /// Goes on with what was typed for a chat's settings. What is wrong with it is said, and the question stays open.
    async fn chat_typed(&self, chat: i64, template: bool, text: &str) -> Result<bool, Trouble> {
        match self.typed_for_chat(chat, template, text).await? {
            Ok(()) => Ok(true),
            Err(fault) => {
                self.desk.say(self.chat, self.speak.html(&fault)).await?;
                Ok(true)
            }
        }
    }

    /// Goes on with what was typed for the calculator, if it could be read.
    async fn typed(
        &self,
        calculation: Option<Calculation>,
        again: &'static str,
        replies: bool,
        message: MessageId,
    ) -> Result<bool, Trouble> {
        let Some(calculation) = calculation else { return self.not_understood(again, replies).await };
        self.mark_answered(|_| {}).await?;
        self.calculated(&calculation, message).await?;
        Ok(true)
    }

    /// What replies to the question was meant for it, and is asked for again; anything else ends the question.
    async fn not_understood(&self, again: &'static str, replies: bool) -> Result<bool, Trouble> {
        match replies {
            true => self.say(again).await?,
            false => self.stop_asking().await?,
        }
        Ok(replies)
    }

    async fn subid(&self, subid: &str) -> Result<(), Trouble> {
        if subid.is_empty() || subid.contains('\n') || valid_subid(Slot::SubId, subid).is_err() {
            let again = Sentence::new("chat-ask-subid-again").with("longest", Slot::SubId.longest());
            return self.desk.say(self.chat, self.speak.html(&again)).await;
        }
        self.mark_answered(|publisher| publisher.subid = Some(subid.to_owned())).await?;
        let saved = Sentence::new("chat-subid-saved").with("subid", subid);
        self.desk.say(self.chat, self.speak.html(&saved)).await
    }

    /// Ends the question, if there is one.
    pub(super) async fn stop_asking(&self) -> Result<(), Trouble> {
        match self.open_question() {
            Some(_) => self.save(|publisher| publisher.asked = None).await,
            None => Ok(()),
        }
    }

    /// A question that nobody answered yet, or that this very update answered before a crash.
    fn open_question(&self) -> Option<&Asked> {
        let asked = self.publisher.asked.as_ref()?;
        asked.answered_by.is_none_or(|update| update == self.waiting.id).then_some(asked)
    }

    /// Ends the question, in one go with what the answer changes. The question stays known to this update: should a crash
    /// come before its reply, it is understood again.
    pub(super) async fn mark_answered(&self, change: impl FnOnce(&mut Publisher)) -> Result<(), Trouble> {
        self.save(|publisher| {
            change(publisher);
            if let Some(asked) = &mut publisher.asked {
                asked.answered_by = Some(self.waiting.id);
            }
        })
        .await
    }

    async fn save(&self, change: impl FnOnce(&mut Publisher)) -> Result<(), Trouble> {
        self.desk.store.publishers.change(self.user.id.0, change).await?;
        Ok(())
    }
}

/// The page that a price is asked for: an item id, or a short link without its scheme.
pub(super) fn target_address(target: &str) -> String {
    if target.bytes().all(|b| b.is_ascii_digit()) {
        format!("www.aliexpress.com/item/{target}.html")
    } else {
        target.to_owned()
    }
}

//! The calculator in the chat: presses on its buttons, and the price and the store that are typed for it.

use teloxide::types::{CallbackQuery, MessageId};

use super::desk::Trouble;
use super::keyboard::outgoing;
use super::press::show;
use super::private::Visit;
use super::questions::target_address;
use super::send::Outgoing;
use crate::answer::{Calculation, Press, Step, View, calculated};
use crate::deals::{Others, Request};
use crate::store::Question;
use dealink_core::message::Sentence;
use dealink_links::{self as links, Kind};

impl Visit<'_> {
    /// Handles a press on the calculator; `false` for a button of something else.
    pub(super) async fn press_on_calculator(&self, query: &CallbackQuery) -> Result<bool, Trouble> {
        let data = query.data.as_deref().unwrap_or_default();
        let Some(press) = Press::read(data).filter(|press| names_a_product(&press.calculation)) else {
            return Ok(false);
        };
        self.desk.sender.answer_press(query.id.clone(), None, false).await;
        let pressed = query.message.as_ref().map(|message| message.id());
        match press.step {
            Step::Show(view) => {
                let card = self.card_of(&press.calculation, view).await;
                match press.opens {
                    true => self.send_card(card, pressed).await?,
                    false => show(self, query, &card).await?,
                }
            }
            Step::AskPrice => {
                let currency = self.publisher.currency.unwrap_or(self.desk.deals.program().currency());
                let ask = Sentence::new("chat-ask-price").with("currency", currency.code());
                self.ask(ask, "chat-ask-price-hint", Question::Price, &press.calculation, pressed).await?;
            }
            Step::AskStore => {
                let ask = Sentence::new("chat-ask-store");
                self.ask(ask, "chat-ask-store-hint", Question::Store, &press.calculation, pressed).await?;
            }
        }
        Ok(true)
    }

    /// Answers what was typed for the calculator with a card of its own.
    pub(super) async fn calculated(
        &self,
        calculation: &Calculation,
        typed: MessageId,
    ) -> Result<(), Trouble> {
        let card = self.card_of(calculation, View::Result).await;
        self.send_card(card, Some(typed)).await
    }

    async fn send_card(&self, card: Outgoing, reply_to: Option<MessageId>) -> Result<(), Trouble> {
        self.desk.sender.send(self.chat, &Outgoing { reply_to, ..card }).await?;
        Ok(())
    }

    async fn card_of(&self, calculation: &Calculation, view: View) -> Outgoing {
        let request = Request {
            text: &page(calculation),
            hidden: &[],
            publisher: self.publisher,
            suppose: calculation.suppose.clone(),
            subids: &[],
            // The press came from an answer: whose link it was has been settled.
            others: Others::Convert,
        };
        let answer = self.deals(&request).await;
        let program = self.desk.deals.program();
        let classes = match (view, answer.deals.first()) {
            (View::Traffic, Some(deal)) => program.by_class(&deal.private.question),
            _ => Vec::new(),
        };
        outgoing(&calculated(&answer, calculation, view, &classes, self.publisher, self.speak))
    }

    async fn ask(
        &self,
        ask: Sentence,
        hint: &'static str,
        question: fn(String) -> Question,
        calculation: &Calculation,
        reply_to: Option<MessageId>,
    ) -> Result<(), Trouble> {
        let Some(kept) = calculation.kept() else { return Ok(()) };
        let speak = self.speak;
        let title = match self.desk.deals.lookup().known_title(&page(calculation)) {
            Some(title) => title,
            None if is_number(&calculation.target) => {
                speak.plain(&Sentence::new("answer-title-product").with("id", calculation.target.clone()))
            }
            None => calculation.target.clone(),
        };
        let outgoing = Outgoing {
            html: speak.html(&ask.with("title", title)),
            reply_to,
            ask: Some(speak.word(hint)),
            ..Outgoing::default()
        };
        let id = self.desk.sender.send(self.chat, &outgoing).await?;
        self.asked(question(kept), id).await
    }
}

/// The calculation that a question was asked for.
pub(super) fn waiting_for(kept: &str) -> Option<Calculation> {
    Some(Press::read(kept)?.calculation)
}

/// The number of a store, as a number or in a link to it.
pub(super) fn store_named(text: &str) -> Option<u64> {
    let digits = text.trim();
    if is_number(digits) {
        return links::is_store_number(digits).then(|| digits.parse().ok()).flatten();
    }
    match links::read(text, &[]).as_slice() {
        [link] => links::store_number(&link.url),
        _ => None,
    }
}

fn page(calculation: &Calculation) -> String {
    format!("https://{}", target_address(&calculation.target))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A forged press must not make the bot look up anything but a product page or a genuine short link.
fn names_a_product(calculation: &Calculation) -> bool {
    let read = links::read(&page(calculation), &[]);
    matches!(read.as_slice(), [link] if matches!(link.kind, Kind::Product | Kind::Short))
}

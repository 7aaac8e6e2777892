//! The calculator in the chat: presses on its buttons, and the price and the store that are typed for it.

use super::cards_common::show_card;
use super::context::PrivateContext;
use crate::answer::{Action, Calculation, CalculatorPress, CalculatorStep, CalculatorView};
use crate::deals::{DealRequest, ForeignLinksOverride, WhatIf};
use crate::settings::QuestionKind;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::callback::CallbackData;
use crate::telegram::handler_error::Result;
use crate::telegram::update::CallbackQuery;
use dealink_core::message::Message;
use dealink_links as links;

impl PrivateContext<'_> {
    pub(super) async fn handle_calculator_press(
        &self,
        query: &CallbackQuery,
        press: &CalculatorPress,
    ) -> Result<()> {
        self.answer_silently(query).await;
        let pressed = query.message_id();
        match press.step {
            CalculatorStep::Show(view) => {
                let card = self.render_calculation(&press.calculation, view).await;
                match press.opens {
                    true => self.send_card(&card.replying_to(pressed)).await,
                    false => show_card(self, query, &card).await,
                }
            }
            CalculatorStep::AskPrice => {
                let currency = self.publisher.currency.unwrap_or(self.app.deals.program().currency());
                let ask = Message::new("chat-ask-price").with("currency", currency.code());
                let question = (ask, "chat-ask-price-hint");
                self.ask_for_input(question, QuestionKind::Price, &press.calculation, pressed).await
            }
            CalculatorStep::AskStore => {
                let question = (Message::new("chat-ask-store"), "chat-ask-store-hint");
                self.ask_for_input(question, QuestionKind::Store, &press.calculation, pressed).await
            }
        }
    }

    /// Answers the text that was typed for the calculator with a new card.
    pub(super) async fn send_calculation(&self, calculation: &Calculation, typed: i32) -> Result<()> {
        let card = self.render_calculation(calculation, CalculatorView::Result).await;
        self.send_card(&card.replying_to(Some(typed))).await
    }

    async fn render_calculation(&self, calculation: &Calculation, view: CalculatorView) -> OutgoingMessage {
        let page = calculation.page();
        let request = DealRequest {
            what_if: calculation.what_if.clone(),
            // The press came from an answer, for which it was already decided how other publishers' links are treated.
            foreign_links: ForeignLinksOverride::Convert,
            ..DealRequest::new(&page, &[], self.publisher)
        };
        let answer = self.find_deals(&request).await;
        let program = self.app.deals.program();
        let classes = match (view, answer.deals.first()) {
            (CalculatorView::Traffic, Some(deal)) => {
                program.estimate_by_class(&deal.private.evaluation.question)
            }
            _ => Vec::new(),
        };
        self.renderer().calculator(&answer, calculation, view, &classes).into()
    }

    async fn ask_for_input(
        &self,
        (ask, hint): (Message, &'static str),
        question: fn(String) -> QuestionKind,
        calculation: &Calculation,
        reply_to: Option<i32>,
    ) -> Result<()> {
        let step = CalculatorStep::Show(CalculatorView::Result);
        let pending = CalculatorPress { opens: false, step, calculation: calculation.clone() };
        let Ok(pending) = CallbackData::from(Action::Calculator(pending)).encode() else { return Ok(()) };
        let localizer = self.localizer;
        let title = match self.app.deals.lookup().cached_title(&calculation.page()) {
            Some(title) => title,
            None if calculation.is_of_product() => {
                localizer.plain(&Message::new("answer-title-product").with("id", calculation.target.clone()))
            }
            None => calculation.target.clone(),
        };
        self.ask(&ask.with("title", title), hint, reply_to, question(pending)).await
    }
}

/// The calculation that a question was asked for, with a change of its assumptions.
pub(super) fn pending_calculation(pending: &str, change: impl FnOnce(&mut WhatIf)) -> Option<Calculation> {
    let CallbackData::Answer(Action::Calculator(press)) = CallbackData::decode(pending)? else { return None };
    let mut calculation = press.calculation;
    change(&mut calculation.what_if);
    Some(calculation)
}

/// The number of a store, as a number or in a link to it.
pub(super) fn parse_store(text: &str) -> Option<u64> {
    let digits = text.trim();
    if is_number(digits) {
        return links::is_store_number(digits).then(|| digits.parse().ok()).flatten();
    }
    match links::find_links(text, &[]).as_slice() {
        [link] => links::store_number(&link.url),
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

//! The calculator in the chat: presses on its buttons, and the price and the store that are typed for it.

use teloxide::types::{CallbackQuery, MessageId};

use super::callbacks::show_card;
use super::context::HandlerError;
use super::keyboard::message_from_part;
use super::private::PrivateContext;
use super::questions::target_address;
use super::sender::OutgoingMessage;
use crate::answer::{Calculation, CalculatorPress, CalculatorStep, CalculatorView, calculator_card};
use crate::deals::{DealRequest, ForeignLinksOverride};
use crate::settings::QuestionKind;
use dealink_core::message::Message;
use dealink_links::{self as links, LinkKind};

impl PrivateContext<'_> {
    /// Handles a press on the calculator; `false` for a button of something else.
    pub(super) async fn handle_calculator_callback(
        &self,
        query: &CallbackQuery,
    ) -> Result<bool, HandlerError> {
        let data = query.data.as_deref().unwrap_or_default();
        let Some(press) = CalculatorPress::read(data).filter(|press| names_a_product(&press.calculation))
        else {
            return Ok(false);
        };
        self.app.sender.answer_callback(query.id.clone(), None, false).await;
        let pressed = query.message.as_ref().map(|message| message.id());
        match press.step {
            CalculatorStep::Show(view) => {
                let card = self.render_calculation(&press.calculation, view).await;
                match press.opens {
                    true => self.send_calculator_card(card, pressed).await?,
                    false => show_card(self, query, &card).await?,
                }
            }
            CalculatorStep::AskPrice => {
                let currency = self.publisher.currency.unwrap_or(self.app.deals.program().currency());
                let ask = Message::new("chat-ask-price").with("currency", currency.code());
                self.ask_for_input(
                    ask,
                    "chat-ask-price-hint",
                    QuestionKind::Price,
                    &press.calculation,
                    pressed,
                )
                .await?;
            }
            CalculatorStep::AskStore => {
                let ask = Message::new("chat-ask-store");
                self.ask_for_input(
                    ask,
                    "chat-ask-store-hint",
                    QuestionKind::Store,
                    &press.calculation,
                    pressed,
                )
                .await?;
            }
        }
        Ok(true)
    }

    /// Answers what was typed for the calculator with a card of its own.
    pub(super) async fn send_calculation(
        &self,
        calculation: &Calculation,
        typed: MessageId,
    ) -> Result<(), HandlerError> {
        let card = self.render_calculation(calculation, CalculatorView::Result).await;
        self.send_calculator_card(card, Some(typed)).await
    }

    async fn send_calculator_card(
        &self,
        card: OutgoingMessage,
        reply_to: Option<MessageId>,
    ) -> Result<(), HandlerError> {
        self.app.sender.send(self.chat, &OutgoingMessage { reply_to, ..card }).await?;
        Ok(())
    }

    async fn render_calculation(&self, calculation: &Calculation, view: CalculatorView) -> OutgoingMessage {
        let request = DealRequest {
            text: &calculation_page(calculation),
            hidden: &[],
            publisher: self.publisher,
            what_if: calculation.suppose.clone(),
            subids: &[],
            // The press came from an answer: whose link it was has been settled.
            foreign_links: ForeignLinksOverride::Convert,
        };
        let answer = self.find_deals(&request).await;
        let program = self.app.deals.program();
        let classes = match (view, answer.deals.first()) {
            (CalculatorView::Traffic, Some(deal)) => program.estimate_by_class(&deal.private.question),
            _ => Vec::new(),
        };
        message_from_part(&calculator_card(
            &answer,
            calculation,
            view,
            &classes,
            self.publisher,
            self.localizer,
        ))
    }

    async fn ask_for_input(
        &self,
        ask: Message,
        hint: &'static str,
        question: fn(String) -> QuestionKind,
        calculation: &Calculation,
        reply_to: Option<MessageId>,
    ) -> Result<(), HandlerError> {
        let Some(kept) = calculation.kept() else { return Ok(()) };
        let speak = self.localizer;
        let title = match self.app.deals.lookup().cached_title(&calculation_page(calculation)) {
            Some(title) => title,
            None if is_number(&calculation.target) => {
                speak.plain(&Message::new("answer-title-product").with("id", calculation.target.clone()))
            }
            None => calculation.target.clone(),
        };
        let outgoing = OutgoingMessage {
            html: speak.html(&ask.with("title", title)),
            reply_to,
            reply_hint: Some(speak.text(hint)),
            ..OutgoingMessage::default()
        };
        let id = self.app.sender.send(self.chat, &outgoing).await?;
        self.remember_question(question(kept), id).await
    }
}

/// The calculation that a question was asked for.
pub(super) fn parse_pending_calculation(kept: &str) -> Option<Calculation> {
    Some(CalculatorPress::read(kept)?.calculation)
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

fn calculation_page(calculation: &Calculation) -> String {
    format!("https://{}", target_address(&calculation.target))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A forged press must not make the bot look up anything but a product page or a genuine short link.
fn names_a_product(calculation: &Calculation) -> bool {
    let read = links::find_links(&calculation_page(calculation), &[]);
    matches!(read.as_slice(), [link] if matches!(link.kind, LinkKind::Product | LinkKind::Short))
}

//! The calculator's card: a product's estimate under the publisher's assumptions about the order.

mod buttons;
mod reasons;

use dealink_core::message::Message;
use dealink_program::{Country, Estimate, TrafficClass};

use super::renderer::{Renderer, term};
use super::{AnswerPart, Calculation, CalculatorView};
use crate::deals::{Answer, Deal, WhatIf};
use crate::settings::Publisher;
use crate::text::escape_html;

impl Renderer<'_> {
    /// The card. `classes` are the estimates of the four classes, which [`CalculatorView::Traffic`] alone shows.
    pub fn calculator(
        &self,
        answer: &Answer,
        calculation: &Calculation,
        view: CalculatorView,
        classes: &[(TrafficClass, Estimate)],
    ) -> AnswerPart {
        let Some(deal) = answer.deals.first() else { return AnswerPart::default() };
        // A person who opens the calculator wants to see an estimate.
        let publisher = Publisher { estimate: true, ..self.publisher.clone() };
        let renderer = Renderer { publisher: &publisher, ..*self };
        let mut lines = vec![format!("🧮 {}", renderer.title_heading(deal))];
        lines.extend(renderer.supposed_line(&calculation.what_if));
        lines.extend(renderer.figure_lines(deal));
        lines.extend(renderer.view_lines(answer, deal, calculation, view, classes));
        let buttons = renderer.calculator_buttons(calculation, view, deal);
        AnswerPart { html: lines.join("\n"), buttons, ..AnswerPart::default() }
    }

    fn view_lines(
        &self,
        answer: &Answer,
        deal: &Deal,
        calculation: &Calculation,
        view: CalculatorView,
        classes: &[(TrafficClass, Estimate)],
    ) -> Vec<String> {
        match view {
            CalculatorView::Result => {
                let mut lines = self.full_worth(&deal.private.evaluation.worth);
                let warnings = self.collect_warnings(deal, answer);
                lines.extend(warnings.iter().map(|warning| self.warning_line(warning)));
                let lists = &deal.private.evaluation.question.store_lists;
                if calculation.what_if.store.is_some() && lists.is_empty() {
                    lines.push(format!("ℹ️ {}", self.html(Message::new("calculator-store-unlisted"))));
                }
                lines
            }
            CalculatorView::Why => vec![self.reasons_quote(deal, &answer.standing_notes)],
            CalculatorView::Traffic => {
                let own = deal.private.evaluation.question.traffic.class();
                let heading = format!("\n<b>{}</b>", self.text("calculator-classes"));
                let class = |(class, estimate): &(TrafficClass, Estimate)| {
                    let mark = if *class == own { "●" } else { "○" };
                    format!("{mark} {}", self.class_line(*class, estimate))
                };
                [heading].into_iter().chain(classes.iter().map(class)).collect()
            }
            CalculatorView::Category => vec![format!("\n{}", self.text("calculator-choose-category"))],
            CalculatorView::Delivery => vec![format!("\n{}", self.text("calculator-choose-delivery"))],
        }
    }

    /// What is supposed, in one line; nothing where nothing is.
    fn supposed_line(&self, what_if: &WhatIf) -> Option<String> {
        let mut items = Vec::new();
        items.extend(what_if.buyer.map(|buyer| self.value(term(buyer.key()))));
        items.extend(what_if.traffic.map(|source| self.value(term(source.key()))));
        items.extend(what_if.category.map(|category| self.value(term(category.key()))));
        items.extend(what_if.store.map(|store| {
            self.plain(Message::new("calculator-store-number").with("store", store.to_string()))
        }));
        items.extend(what_if.delivery.map(|country| {
            self.plain(Message::new("calculator-delivery-to").with("country", country_with_flag(country)))
        }));
        items.extend(what_if.hot_link.then(|| self.text("calculator-with-hot-link")));
        let line = Message::new("calculator-supposed").with("items", items.join(" · "));
        (!items.is_empty()).then(|| self.html(line))
    }

    fn class_line(&self, class: TrafficClass, estimate: &Estimate) -> String {
        let name = escape_html(&self.value(term(class.key())));
        let facts = [self.estimate_range(estimate), self.rate_range(estimate)];
        let mut facts: Vec<String> = facts.into_iter().flatten().collect();
        if facts.is_empty() {
            facts.push(self.text("calculator-class-unknown"));
        }
        format!("<b>{name}</b>: {}", facts.join(" · "))
    }
}

fn country_with_flag(country: Country) -> String {
    let letter =
        |byte: u8| char::from_u32(u32::from('🇦') + u32::from(byte.to_ascii_uppercase()) - u32::from(b'A'));
    let flag: String = country.code().bytes().filter_map(letter).collect();
    format!("{flag} {country}")
}

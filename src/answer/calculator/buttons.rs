//! The buttons that open the calculator, and those of its views.

use dealink_program::{Buyer, Category, Country, TrafficClass};

use super::country_with_flag;
use crate::answer::part::{non_empty_rows, side_by_side};
use crate::answer::renderer::{Renderer, term};
use crate::answer::{Action, Button, Calculation, CalculatorPress, CalculatorStep, CalculatorView};
use crate::deals::{Deal, WhatIf};

/// Countries of delivery that can be chosen: the program's own, and where its publishers' readers order from.
const DELIVERIES: [&str; 12] = ["TR", "DE", "NL", "FR", "GB", "US", "UA", "AZ", "GE", "KZ", "UZ", "RU"];
/// Buttons in a row of the countries.
const COUNTRIES_IN_A_ROW: usize = 4;

impl Renderer<'_> {
    /// The buttons of an answer that open the calculator.
    pub(in crate::answer) fn opening_buttons(&self, deal: &Deal, number: Option<usize>) -> Vec<Vec<Button>> {
        let calculation = Calculation::from_deal(deal);
        let button = |key, step, calculation: &Calculation| {
            let press = CalculatorPress { opens: true, step, calculation: calculation.clone() };
            Button::Press { label: self.text(key), data: Action::Calculator(press) }
        };
        let show = |key, view, calculation| button(key, CalculatorStep::Show(view), calculation);
        if let Some(number) = number {
            let open = show("calculator-open", CalculatorView::Result, &calculation);
            return vec![vec![open.with_number(number)]];
        }
        let new_buyer = calculation.with(|what_if| what_if.buyer = Some(Buyer::New));
        vec![
            vec![
                show("calculator-why", CalculatorView::Why, &calculation),
                button(price_key(&calculation), CalculatorStep::AskPrice, &calculation),
            ],
            vec![
                show("calculator-new-buyer", CalculatorView::Result, &new_buyer),
                show("calculator-traffic", CalculatorView::Traffic, &calculation),
            ],
        ]
    }

    pub(super) fn calculator_buttons(
        &self,
        calculation: &Calculation,
        view: CalculatorView,
        deal: &Deal,
    ) -> Vec<Vec<Button>> {
        match view {
            CalculatorView::Category => self.category_buttons(calculation),
            CalculatorView::Delivery => self.delivery_buttons(calculation),
            CalculatorView::Traffic => self.traffic_buttons(calculation, deal),
            CalculatorView::Result | CalculatorView::Why => self.what_if_buttons(calculation, view, deal),
        }
    }

    fn category_buttons(&self, calculation: &Calculation) -> Vec<Vec<Button>> {
        let choice = |category: &Category| {
            let chosen = calculation.with(|what_if| what_if.category = Some(*category));
            result_button(self.value(term(category.key())), chosen)
        };
        let mut rows = side_by_side(Category::ALL.iter().map(choice).collect());
        let unset = calculation.with(|what_if| what_if.category = None);
        rows.push(vec![
            result_button(self.text("calculator-no-category"), unset),
            self.back_button(calculation),
        ]);
        rows
    }

    fn delivery_buttons(&self, calculation: &Calculation) -> Vec<Vec<Button>> {
        let choice = |country: Country| {
            let chosen = calculation.with(|what_if| what_if.delivery = Some(country));
            result_button(country_with_flag(country), chosen)
        };
        let countries = DELIVERIES.iter().filter_map(|code| code.parse().ok());
        let choices: Vec<Button> = countries.map(choice).collect();
        let mut rows: Vec<_> = choices.chunks(COUNTRIES_IN_A_ROW).map(<[_]>::to_vec).collect();
        let unset = calculation.with(|what_if| what_if.delivery = None);
        rows.push(vec![
            result_button(self.text("calculator-no-delivery"), unset),
            self.back_button(calculation),
        ]);
        rows
    }

    fn traffic_buttons(&self, calculation: &Calculation, deal: &Deal) -> Vec<Vec<Button>> {
        let own = deal.private.evaluation.question.traffic;
        let others = TrafficClass::ALL.iter().filter(|class| **class != own.class());
        let choice = |class: &TrafficClass| {
            let chosen = calculation.with(|what_if| what_if.traffic = Some(class.source(own)));
            vec![result_button(self.value(term(class.key())), chosen)]
        };
        others.map(choice).chain([vec![self.back_button(calculation)]]).collect()
    }

    fn what_if_buttons(
        &self,
        calculation: &Calculation,
        view: CalculatorView,
        deal: &Deal,
    ) -> Vec<Vec<Button>> {
        let step = |key, step| press(self.text(key), step, calculation.clone());
        let show = |key, view| step(key, CalculatorStep::Show(view));
        let result = |key, calculation| result_button(self.text(key), calculation);
        let (buyer, other_buyer) = match calculation.what_if.buyer {
            Some(Buyer::New) => ("calculator-existing-buyer", Buyer::Existing),
            _ => ("calculator-new-buyer", Buyer::New),
        };
        let hot = match calculation.what_if.hot_link {
            true => "calculator-ordinary-link",
            false => "calculator-hot-link",
        };
        let has_hot_rate = deal.private.evaluation.question.hot.is_some() && !deal.private.special_link;
        let other_link = calculation.with(|what_if| what_if.hot_link = !what_if.hot_link);
        let why = match view {
            CalculatorView::Why => self.back_button(calculation),
            _ => show("calculator-why", CalculatorView::Why),
        };
        let afresh = calculation.with(|what_if| {
            *what_if = WhatIf { price: what_if.price, ..WhatIf::default() };
        });
        let is_changed = afresh != *calculation;
        let delivery = show("calculator-delivery", CalculatorView::Delivery);
        non_empty_rows([
            vec![why, step(price_key(calculation), CalculatorStep::AskPrice)],
            vec![
                result(buyer, calculation.with(|what_if| what_if.buyer = Some(other_buyer))),
                show("calculator-traffic", CalculatorView::Traffic),
            ],
            vec![
                show("calculator-category", CalculatorView::Category),
                step("calculator-store", CalculatorStep::AskStore),
            ],
            [delivery].into_iter().chain(has_hot_rate.then(|| result(hot, other_link))).collect(),
            is_changed.then(|| result("calculator-afresh", afresh)).into_iter().collect(),
        ])
    }

    fn back_button(&self, calculation: &Calculation) -> Button {
        result_button(self.text("calculator-back"), calculation.clone())
    }
}

fn price_key(calculation: &Calculation) -> &'static str {
    match calculation.what_if.price {
        Some(_) => "calculator-other-price",
        None => "calculator-price",
    }
}

fn result_button(label: String, calculation: Calculation) -> Button {
    press(label, CalculatorStep::Show(CalculatorView::Result), calculation)
}

fn press(label: String, step: CalculatorStep, calculation: Calculation) -> Button {
    Button::Press { label, data: Action::Calculator(CalculatorPress { opens: false, step, calculation }) }
}

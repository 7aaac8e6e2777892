//! The calculator: a product's estimate, reckoned anew with what the publisher supposes of the order.

mod press;
mod reasons;

pub(super) use reasons::document_with_date;

use super::deal_warnings::{self, DealWarning};
use super::{AnswerPart, Button, non_empty_rows, product_lines, side_by_side, worth};
use crate::deals::{Answer, Deal, FactOrigin, WhatIf};
use crate::settings::Publisher;
use crate::text::{Localizer, escape_html};
use dealink_core::message::{Argument, Message};
use dealink_program::{Buyer, Category, Country, Estimate, TrafficClass};

/// A product and what is supposed of its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Calculation {
    /// The product's number, or a short link without its scheme.
    pub target: String,
    /// What is supposed.
    pub suppose: WhatIf,
}

/// A press on one of the calculator's buttons.
#[derive(Clone, Debug, PartialEq)]
pub struct CalculatorPress {
    /// Whether the button stands in an answer, which is left as it is: the calculation gets a message of its own.
    pub opens: bool,
    /// What to do.
    pub step: CalculatorStep,
    /// Of what.
    pub calculation: Calculation,
}

/// What a press asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalculatorStep {
    /// Show the calculation.
    Show(CalculatorView),
    /// Ask for another price.
    AskPrice,
    /// Ask for the store.
    AskStore,
}

/// A face of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalculatorView {
    /// The estimate.
    Result,
    /// The chain of reasons, with its sources.
    Why,
    /// The four traffic classes beside each other.
    Traffic,
    /// The categories to choose from.
    Category,
    /// The countries of delivery to choose from.
    Delivery,
}

/// Countries of delivery that can be chosen: the program's own, and where its publishers' readers order from.
const DELIVERIES: [&str; 12] = ["TR", "DE", "NL", "FR", "GB", "US", "UA", "AZ", "GE", "KZ", "UZ", "RU"];
/// Buttons in a row of the countries.
const COUNTRIES_IN_A_ROW: usize = 4;

impl Calculation {
    /// That of a deal, with the price that its message gave.
    pub(super) fn from_deal(deal: &Deal) -> Calculation {
        let target = match deal.public.product {
            Some(product) => product.to_string(),
            None => deal.public.page.as_str().trim_start_matches("https://").to_owned(),
        };
        // A feed's price is found again; what the message said is gone by then.
        let price = deal.public.price.as_ref().filter(|price| price.source == FactOrigin::Message);
        let price = price.map(|price| price.value).filter(|price| price.currency.is_some());
        Calculation { target, suppose: WhatIf { price, ..WhatIf::default() } }
    }

    /// The same with another supposition.
    fn with(&self, change: impl FnOnce(&mut WhatIf)) -> Calculation {
        let mut other = self.clone();
        change(&mut other.suppose);
        other
    }

    /// How a waiting question keeps the calculation: as a button that would show its result.
    pub fn kept(&self) -> Option<String> {
        CalculatorPress {
            opens: false,
            step: CalculatorStep::Show(CalculatorView::Result),
            calculation: self.clone(),
        }
        .data()
    }
}

/// The buttons of an answer that open the calculator.
pub(super) fn opening_buttons(deal: &Deal, number: Option<usize>, speak: &Localizer) -> Vec<Vec<Button>> {
    let calculation = Calculation::from_deal(deal);
    let button = |key, step, calculation: Calculation| {
        let data = CalculatorPress { opens: true, step, calculation }.data()?;
        Some(Button::Press { label: speak.text(key), data })
    };
    if let Some(number) = number {
        let open = button("calculator-open", CalculatorStep::Show(CalculatorView::Result), calculation);
        return non_empty_rows([open.map(|open| open.with_number(number)).into_iter().collect()]);
    }
    let price = match calculation.suppose.price {
        Some(_) => "calculator-other-price",
        None => "calculator-price",
    };
    let new = calculation.with(|suppose| suppose.buyer = Some(Buyer::New));
    non_empty_rows([
        [
            button("calculator-why", CalculatorStep::Show(CalculatorView::Why), calculation.clone()),
            button(price, CalculatorStep::AskPrice, calculation.clone()),
        ]
        .into_iter()
        .flatten()
        .collect(),
        [
            button("calculator-new-buyer", CalculatorStep::Show(CalculatorView::Result), new),
            button("calculator-traffic", CalculatorStep::Show(CalculatorView::Traffic), calculation),
        ]
        .into_iter()
        .flatten()
        .collect(),
    ])
}

/// The card. `classes` are the estimates of the four classes; they are shown by [`View::Traffic`] alone.
pub fn calculator_card(
    answer: &Answer,
    calculation: &Calculation,
    view: CalculatorView,
    classes: &[(TrafficClass, Estimate)],
    publisher: &Publisher,
    speak: &Localizer,
) -> AnswerPart {
    let Some(deal) = answer.deals.first() else { return AnswerPart::default() };
    // Whoever opens the calculator wants to see an estimate.
    let publisher = Publisher { estimate: true, ..publisher.clone() };
    let mut text = vec![format!("🧮 {}", product_lines::title_heading(deal, speak))];
    text.extend(supposed_line(&calculation.suppose, speak));
    text.extend(product_lines::figure_lines(deal, speak));
    match view {
        CalculatorView::Result => {
            text.extend(worth::full_worth(&deal.private.worth, speak));
            let points = deal_warnings::collect_warnings(deal, answer.traffic_assumed, &publisher);
            text.extend(points.iter().map(|point: &DealWarning| point.line(speak)));
            let unlisted =
                calculation.suppose.store.is_some() && deal.private.question.store_lists.is_empty();
            text.extend(
                unlisted.then(|| format!("ℹ️ {}", speak.html(&Message::new("calculator-store-unlisted")))),
            );
        }
        CalculatorView::Why => text.push(reasons::reasons_quote(deal, &answer.standing_notes, speak)),
        CalculatorView::Traffic => {
            text.push(format!("\n<b>{}</b>", speak.text("calculator-classes")));
            let own = deal.private.question.traffic.class();
            text.extend(
                classes.iter().map(|(class, estimate)| class_line(*class, estimate, *class == own, speak)),
            );
        }
        CalculatorView::Category => text.push(format!("\n{}", speak.text("calculator-choose-category"))),
        CalculatorView::Delivery => text.push(format!("\n{}", speak.text("calculator-choose-delivery"))),
    }
    AnswerPart {
        html: text.join("\n"),
        buttons: calculator_buttons(calculation, view, deal, speak),
        ..AnswerPart::default()
    }
}

fn supposed_line(suppose: &WhatIf, speak: &Localizer) -> Option<String> {
    let mut items = Vec::new();
    let term = |key: &str| speak.format_value(&Argument::Term(key.to_owned()));
    items.extend(suppose.buyer.map(|buyer| term(buyer.key())));
    items.extend(suppose.traffic.map(|source| term(source.key())));
    items.extend(suppose.category.map(|category| term(category.key())));
    let store =
        |store: u64| speak.plain(&Message::new("calculator-store-number").with("store", store.to_string()));
    items.extend(suppose.store.map(store));
    let delivery = |to: Country| {
        speak.plain(&Message::new("calculator-delivery-to").with("country", country_with_flag(to)))
    };
    items.extend(suppose.delivery.map(delivery));
    items.extend(suppose.hot_link.then(|| speak.text("calculator-with-hot-link")));
    let said = Message::new("calculator-supposed").with("items", items.join(" · "));
    (!items.is_empty()).then(|| speak.html(&said))
}

/// A class with its estimate; the publisher's own stands out.
fn class_line(class: TrafficClass, estimate: &Estimate, own: bool, speak: &Localizer) -> String {
    let name = escape_html(&speak.format_value(&Argument::Term(class.key().to_owned())));
    let mark = if own { "●" } else { "○" };
    let facts = [product_lines::estimate_range(estimate, speak), product_lines::rate_range(estimate, speak)];
    let mut facts: Vec<String> = facts.into_iter().flatten().collect();
    if facts.is_empty() {
        facts.push(speak.text("calculator-class-unknown"));
    }
    format!("{mark} <b>{name}</b>: {}", facts.join(" · "))
}

/// The country's flag and code.
fn country_with_flag(country: Country) -> String {
    let letter =
        |byte: u8| char::from_u32(u32::from('🇦') + u32::from(byte.to_ascii_uppercase()) - u32::from(b'A'));
    let flag: String = country.code().bytes().filter_map(letter).collect();
    format!("{flag} {country}")
}

fn calculator_buttons(
    calculation: &Calculation,
    view: CalculatorView,
    deal: &Deal,
    speak: &Localizer,
) -> Vec<Vec<Button>> {
    let press = |label: String, step, calculation: Calculation| {
        Some(Button::Press { label, data: CalculatorPress { opens: false, step, calculation }.data()? })
    };
    let show = |key, view, calculation: &Calculation| {
        press(speak.text(key), CalculatorStep::Show(view), calculation.clone())
    };
    let back = || vec![show("calculator-back", CalculatorView::Result, calculation)];
    let named = |key: &str| speak.format_value(&Argument::Term(key.to_owned()));
    let table: Vec<Vec<Option<Button>>> = match view {
        CalculatorView::Category => {
            let choice = |category: &Category| {
                let chosen = calculation.with(|suppose| suppose.category = Some(*category));
                press(named(category.key()), CalculatorStep::Show(CalculatorView::Result), chosen)
            };
            let all: Vec<Button> = Category::ALL.iter().filter_map(choice).collect();
            let unset = calculation.with(|suppose| suppose.category = None);
            let mut table: Vec<Vec<Option<Button>>> =
                side_by_side(all).into_iter().map(|row| row.into_iter().map(Some).collect()).collect();
            table.push(vec![
                show("calculator-no-category", CalculatorView::Result, &unset),
                show("calculator-back", CalculatorView::Result, calculation),
            ]);
            table
        }
        CalculatorView::Delivery => {
            let choice = |country: Country| {
                let chosen = calculation.with(|suppose| suppose.delivery = Some(country));
                press(country_with_flag(country), CalculatorStep::Show(CalculatorView::Result), chosen)
            };
            let countries = DELIVERIES.iter().filter_map(|code| code.parse().ok());
            let all: Vec<Option<Button>> = countries.map(choice).collect();
            let unset = calculation.with(|suppose| suppose.delivery = None);
            let mut table: Vec<_> = all.chunks(COUNTRIES_IN_A_ROW).map(<[_]>::to_vec).collect();
            table.push(vec![
                show("calculator-no-delivery", CalculatorView::Result, &unset),
                show("calculator-back", CalculatorView::Result, calculation),
            ]);
            table
        }
        CalculatorView::Traffic => {
            let own = deal.private.question.traffic;
            let others = TrafficClass::ALL.iter().filter(|class| **class != own.class());
            let choice = |class: &TrafficClass| {
                let chosen = calculation.with(|suppose| suppose.traffic = Some(class.source(own)));
                vec![press(named(class.key()), CalculatorStep::Show(CalculatorView::Result), chosen)]
            };
            others.map(choice).chain([back()]).collect()
        }
        CalculatorView::Result | CalculatorView::Why => {
            let (buyer, supposed) = match calculation.suppose.buyer {
                Some(Buyer::New) => ("calculator-existing-buyer", Buyer::Existing),
                _ => ("calculator-new-buyer", Buyer::New),
            };
            let other_buyer = calculation.with(|suppose| suppose.buyer = Some(supposed));
            let hot = match calculation.suppose.hot_link {
                true => "calculator-ordinary-link",
                false => "calculator-hot-link",
            };
            let other_link = calculation.with(|suppose| suppose.hot_link = !suppose.hot_link);
            let why = match view {
                CalculatorView::Why => show("calculator-back", CalculatorView::Result, calculation),
                _ => show("calculator-why", CalculatorView::Why, calculation),
            };
            let price = calculation.suppose.price;
            let price = if price.is_some() { "calculator-other-price" } else { "calculator-price" };
            let afresh = Calculation {
                suppose: WhatIf { price: calculation.suppose.price, ..WhatIf::default() },
                ..calculation.clone()
            };
            let changed = afresh != *calculation;
            vec![
                vec![why, press(speak.text(price), CalculatorStep::AskPrice, calculation.clone())],
                vec![
                    show(buyer, CalculatorView::Result, &other_buyer),
                    show("calculator-traffic", CalculatorView::Traffic, calculation),
                ],
                vec![
                    show("calculator-category", CalculatorView::Category, calculation),
                    press(speak.text("calculator-store"), CalculatorStep::AskStore, calculation.clone()),
                ],
                vec![
                    show("calculator-delivery", CalculatorView::Delivery, calculation),
                    show(hot, CalculatorView::Result, &other_link)
                        .filter(|_| deal.private.question.hot.is_some() && !deal.private.special_link),
                ],
                vec![show("calculator-afresh", CalculatorView::Result, &afresh).filter(|_| changed)],
            ]
        }
    };
    non_empty_rows(table.into_iter().map(|row| row.into_iter().flatten().collect()))
}

//! The calculator: a product's estimate, reckoned anew with what the publisher supposes of the order.

mod press;
mod why;

pub(super) use why::dated;

use super::points::{self, Point};
use super::{Button, Part, lines, rows, side_by_side, worth};
use crate::deals::{Answer, Deal, Source, Suppose};
use crate::store::Publisher;
use crate::text::{Speaker, escape};
use dealink_core::message::{Sentence, Value};
use dealink_program::{Buyer, Category, Country, Estimate, TrafficClass};

/// A product and what is supposed of its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Calculation {
    /// The product's number, or a short link without its scheme.
    pub target: String,
    /// What is supposed.
    pub suppose: Suppose,
}

/// A press on one of the calculator's buttons.
#[derive(Clone, Debug, PartialEq)]
pub struct Press {
    /// Whether the button stands in an answer, which is left as it is: the calculation gets a message of its own.
    pub opens: bool,
    /// What to do.
    pub step: Step,
    /// Of what.
    pub calculation: Calculation,
}

/// What a press asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Show the calculation.
    Show(View),
    /// Ask for another price.
    AskPrice,
    /// Ask for the store.
    AskStore,
}

/// A face of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
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
    pub(super) fn of(deal: &Deal) -> Calculation {
        let target = match deal.public.product {
            Some(product) => product.to_string(),
            None => deal.public.page.as_str().trim_start_matches("https://").to_owned(),
        };
        // A feed's price is found again; what the message said is gone by then.
        let price = deal.public.price.as_ref().filter(|price| price.source == Source::Message);
        let price = price.map(|price| price.value).filter(|price| price.currency.is_some());
        Calculation { target, suppose: Suppose { price, ..Suppose::default() } }
    }

    /// The same with another supposition.
    fn with(&self, change: impl FnOnce(&mut Suppose)) -> Calculation {
        let mut other = self.clone();
        change(&mut other.suppose);
        other
    }

    /// How a waiting question keeps the calculation: as a button that would show its result.
    pub fn kept(&self) -> Option<String> {
        Press { opens: false, step: Step::Show(View::Result), calculation: self.clone() }.data()
    }
}

/// The buttons of an answer that open the calculator.
pub(super) fn opening(deal: &Deal, number: Option<usize>, speak: &Speaker) -> Vec<Vec<Button>> {
    let calculation = Calculation::of(deal);
    let button = |key, step, calculation: Calculation| {
        let data = Press { opens: true, step, calculation }.data()?;
        Some(Button::Press { label: speak.word(key), data })
    };
    if let Some(number) = number {
        let open = button("calculator-open", Step::Show(View::Result), calculation);
        return rows([open.map(|open| open.numbered(number)).into_iter().collect()]);
    }
    let price = match calculation.suppose.price {
        Some(_) => "calculator-other-price",
        None => "calculator-price",
    };
    let new = calculation.with(|suppose| suppose.buyer = Some(Buyer::New));
    rows([
        [
            button("calculator-why", Step::Show(View::Why), calculation.clone()),
            button(price, Step::AskPrice, calculation.clone()),
        ]
        .into_iter()
        .flatten()
        .collect(),
        [
            button("calculator-new-buyer", Step::Show(View::Result), new),
            button("calculator-traffic", Step::Show(View::Traffic), calculation),
        ]
        .into_iter()
        .flatten()
        .collect(),
    ])
}

/// The card. `classes` are the estimates of the four classes; they are shown by [`View::Traffic`] alone.
pub fn calculated(
    answer: &Answer,
    calculation: &Calculation,
    view: View,
    classes: &[(TrafficClass, Estimate)],
    publisher: &Publisher,
    speak: &Speaker,
) -> Part {
    let Some(deal) = answer.deals.first() else { return Part::default() };
    // Whoever opens the calculator wants to see an estimate.
    let publisher = Publisher { estimate: true, ..publisher.clone() };
    let mut text = vec![format!("🧮 {}", lines::heading_alone(deal, speak))];
    text.extend(supposed(&calculation.suppose, speak));
    text.extend(lines::figures(deal, speak));
    match view {
        View::Result => {
            text.extend(worth::full(&deal.private.worth, speak));
            let points = points::of(deal, answer.traffic_assumed, &publisher);
            text.extend(points.iter().map(|point: &Point| point.line(speak)));
            let unlisted =
                calculation.suppose.store.is_some() && deal.private.question.store_lists.is_empty();
            text.extend(
                unlisted.then(|| format!("ℹ️ {}", speak.html(&Sentence::new("calculator-store-unlisted")))),
            );
        }
        View::Why => text.push(why::quote(deal, &answer.standing, speak)),
        View::Traffic => {
            text.push(format!("\n<b>{}</b>", speak.word("calculator-classes")));
            let own = deal.private.question.traffic.class();
            text.extend(
                classes.iter().map(|(class, estimate)| of_class(*class, estimate, *class == own, speak)),
            );
        }
        View::Category => text.push(format!("\n{}", speak.word("calculator-choose-category"))),
        View::Delivery => text.push(format!("\n{}", speak.word("calculator-choose-delivery"))),
    }
    Part { html: text.join("\n"), buttons: buttons(calculation, view, deal, speak), ..Part::default() }
}

fn supposed(suppose: &Suppose, speak: &Speaker) -> Option<String> {
    let mut items = Vec::new();
    let term = |key: &str| speak.value(&Value::Term(key.to_owned()));
    items.extend(suppose.buyer.map(|buyer| term(buyer.key())));
    items.extend(suppose.traffic.map(|source| term(source.key())));
    items.extend(suppose.category.map(|category| term(category.key())));
    let store =
        |store: u64| speak.plain(&Sentence::new("calculator-store-number").with("store", store.to_string()));
    items.extend(suppose.store.map(store));
    let delivery =
        |to: Country| speak.plain(&Sentence::new("calculator-delivery-to").with("country", flagged(to)));
    items.extend(suppose.delivery.map(delivery));
    items.extend(suppose.hot_link.then(|| speak.word("calculator-with-hot-link")));
    let said = Sentence::new("calculator-supposed").with("items", items.join(" · "));
    (!items.is_empty()).then(|| speak.html(&said))
}

/// A class with its estimate; the publisher's own stands out.
fn of_class(class: TrafficClass, estimate: &Estimate, own: bool, speak: &Speaker) -> String {
    let name = escape(&speak.value(&Value::Term(class.key().to_owned())));
    let mark = if own { "●" } else { "○" };
    let facts = [lines::money_range(estimate, speak), lines::rate_range(estimate, speak)];
    let mut facts: Vec<String> = facts.into_iter().flatten().collect();
    if facts.is_empty() {
        facts.push(speak.word("calculator-class-unknown"));
    }
    format!("{mark} <b>{name}</b>: {}", facts.join(" · "))
}

/// The country's flag and code.
fn flagged(country: Country) -> String {
    let letter =
        |byte: u8| char::from_u32(u32::from('🇦') + u32::from(byte.to_ascii_uppercase()) - u32::from(b'A'));
    let flag: String = country.code().bytes().filter_map(letter).collect();
    format!("{flag} {country}")
}

fn buttons(calculation: &Calculation, view: View, deal: &Deal, speak: &Speaker) -> Vec<Vec<Button>> {
    let press = |label: String, step, calculation: Calculation| {
        Some(Button::Press { label, data: Press { opens: false, step, calculation }.data()? })
    };
    let show =
        |key, view, calculation: &Calculation| press(speak.word(key), Step::Show(view), calculation.clone());
    let back = || vec![show("calculator-back", View::Result, calculation)];
    let named = |key: &str| speak.value(&Value::Term(key.to_owned()));
    let table: Vec<Vec<Option<Button>>> = match view {
        View::Category => {
            let choice = |category: &Category| {
                let chosen = calculation.with(|suppose| suppose.category = Some(*category));
                press(named(category.key()), Step::Show(View::Result), chosen)
            };
            let all: Vec<Button> = Category::ALL.iter().filter_map(choice).collect();
            let unset = calculation.with(|suppose| suppose.category = None);
            let mut table: Vec<Vec<Option<Button>>> =
                side_by_side(all).into_iter().map(|row| row.into_iter().map(Some).collect()).collect();
            table.push(vec![
                show("calculator-no-category", View::Result, &unset),
                show("calculator-back", View::Result, calculation),
            ]);
            table
        }
        View::Delivery => {
            let choice = |country: Country| {
                let chosen = calculation.with(|suppose| suppose.delivery = Some(country));
                press(flagged(country), Step::Show(View::Result), chosen)
            };
            let countries = DELIVERIES.iter().filter_map(|code| code.parse().ok());
            let all: Vec<Option<Button>> = countries.map(choice).collect();
            let unset = calculation.with(|suppose| suppose.delivery = None);
            let mut table: Vec<_> = all.chunks(COUNTRIES_IN_A_ROW).map(<[_]>::to_vec).collect();
            table.push(vec![
                show("calculator-no-delivery", View::Result, &unset),
                show("calculator-back", View::Result, calculation),
            ]);
            table
        }
        View::Traffic => {
            let own = deal.private.question.traffic;
            let others = TrafficClass::ALL.iter().filter(|class| **class != own.class());
            let choice = |class: &TrafficClass| {
                let chosen = calculation.with(|suppose| suppose.traffic = Some(class.source(own)));
                vec![press(named(class.key()), Step::Show(View::Result), chosen)]
            };
            others.map(choice).chain([back()]).collect()
        }
        View::Result | View::Why => {
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
                View::Why => show("calculator-back", View::Result, calculation),
                _ => show("calculator-why", View::Why, calculation),
            };
            let price = calculation.suppose.price;
            let price = if price.is_some() { "calculator-other-price" } else { "calculator-price" };
            let afresh = Calculation {
                suppose: Suppose { price: calculation.suppose.price, ..Suppose::default() },
                ..calculation.clone()
            };
            let changed = afresh != *calculation;
            vec![
                vec![why, press(speak.word(price), Step::AskPrice, calculation.clone())],
                vec![
                    show(buyer, View::Result, &other_buyer),
                    show("calculator-traffic", View::Traffic, calculation),
                ],
                vec![
                    show("calculator-category", View::Category, calculation),
                    press(speak.word("calculator-store"), Step::AskStore, calculation.clone()),
                ],
                vec![
                    show("calculator-delivery", View::Delivery, calculation),
                    show(hot, View::Result, &other_link)
                        .filter(|_| deal.private.question.hot.is_some() && !deal.private.special_link),
                ],
                vec![show("calculator-afresh", View::Result, &afresh).filter(|_| changed)],
            ]
        }
    };
    rows(table.into_iter().map(|row| row.into_iter().flatten().collect()))
}

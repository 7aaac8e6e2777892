//! Buttons of the calculator: the action, the product, and the assumptions about the order.
//!
//! `cw:1005009000000012:p24.9USD,bn,t21,c11,s1100900001,h`: the whole state of a calculation is in its buttons, so nothing is
//! stored and an old card still works.

use super::{name_of, value_of};
use crate::answer::{Calculation, CalculatorPress, CalculatorStep, CalculatorView};
use crate::deals::WhatIf;
use dealink_links::{self as links, LinkKind, Price, is_store_number};
use dealink_program::{Buyer, Category, TrafficSource};

/// Below an answer: sends a new card.
const OPENS: &str = "o";
/// On the calculator's card: changes the card.
const CHANGES: &str = "c";

const STEPS: [(CalculatorStep, &str); 7] = [
    (CalculatorStep::Show(CalculatorView::Result), "r"),
    (CalculatorStep::Show(CalculatorView::Why), "w"),
    (CalculatorStep::Show(CalculatorView::Traffic), "t"),
    (CalculatorStep::Show(CalculatorView::Category), "c"),
    (CalculatorStep::Show(CalculatorView::Delivery), "d"),
    (CalculatorStep::AskPrice, "p"),
    (CalculatorStep::AskStore, "s"),
];
const BUYERS: [(Buyer, &str); 2] = [(Buyer::New, "n"), (Buyer::Existing, "e")];

pub(super) fn encode(press: &CalculatorPress) -> String {
    let place = if press.opens { OPENS } else { CHANGES };
    let Calculation { target, what_if } = &press.calculation;
    format!("{place}{}:{target}:{}", name_of(&STEPS, &press.step), encode_what_if(what_if))
}

pub(super) fn decode(head: &str, rest: &str) -> Option<CalculatorPress> {
    let (target, fields) = rest.rsplit_once(':')?;
    let opens = head.starts_with(OPENS);
    let letter = head.strip_prefix(if opens { OPENS } else { CHANGES })?;
    let calculation = Calculation { target: target.to_owned(), what_if: decode_what_if(fields)? };
    let step = value_of(&STEPS, letter)?;
    names_a_product(&calculation).then_some(CalculatorPress { opens, step, calculation })
}

/// A forged press must not make the bot look up anything but a product page or a genuine short link.
fn names_a_product(calculation: &Calculation) -> bool {
    let links = links::find_links(&calculation.page(), &[]);
    matches!(links.as_slice(), [link] if matches!(link.kind, LinkKind::Product | LinkKind::Short))
}

fn encode_what_if(what_if: &WhatIf) -> String {
    let WhatIf { price, buyer, traffic, category, store, delivery, hot_link } = what_if;
    let mut fields = Vec::new();
    if let Some(Price { amount, currency: Some(currency) }) = price {
        fields.push(format!("p{}{currency}", amount.normalize()));
    }
    if let Some(buyer) = buyer.filter(|buyer| *buyer != Buyer::Unknown) {
        fields.push(format!("b{}", name_of(&BUYERS, &buyer)));
    }
    fields.extend(traffic.and_then(|source| encode_position(TrafficSource::ALL, source, 't')));
    fields.extend(category.and_then(|category| encode_position(Category::ALL, category, 'c')));
    fields.extend(store.map(|store| format!("s{store}")));
    fields.extend(delivery.map(|country| format!("d{country}")));
    fields.extend(hot_link.then(|| "h".to_owned()));
    fields.join(",")
}

fn decode_what_if(fields: &str) -> Option<WhatIf> {
    let mut what_if = WhatIf::default();
    for field in fields.split(',').filter(|field| !field.is_empty()) {
        let (kind, value) = field.split_at_checked(1)?;
        match kind {
            "p" => {
                let (amount, currency) = value.split_at_checked(value.len().checked_sub(3)?)?;
                let price = Price { amount: amount.parse().ok()?, currency: Some(currency.parse().ok()?) };
                what_if.price = Some(price).filter(|price| !price.amount.is_sign_negative());
            }
            "b" => what_if.buyer = Some(value_of(&BUYERS, value)?),
            "t" => what_if.traffic = Some(*TrafficSource::ALL.get(value.parse::<usize>().ok()?)?),
            "c" => what_if.category = Some(*Category::ALL.get(value.parse::<usize>().ok()?)?),
            "s" if is_store_number(value) => what_if.store = Some(value.parse().ok()?),
            "d" => what_if.delivery = Some(value.parse().ok()?),
            "h" if value.is_empty() => what_if.hot_link = true,
            _ => return None,
        }
    }
    Some(what_if)
}

/// The position of a name in its list. Names are only ever added behind the last one, because buttons stay in chats.
fn encode_position<T: PartialEq>(all: &[T], value: T, kind: char) -> Option<String> {
    all.iter().position(|known| *known == value).map(|position| format!("{kind}{position}"))
}

//! What a button of the calculator brings back: the product, what is supposed, and what to do. The whole state of a
//! calculation travels in its buttons, so nothing of it has to be stored and an old card still works.
//!
//! `cw:1005009000000012:p24.9USD,bn,t21,c11,s1100900001,h` has 64 bytes at most, as Telegram allows.

use super::{Calculation, CalculatorPress, CalculatorStep, CalculatorView};
use crate::answer::MAX_CALLBACK_DATA;
use crate::deals::WhatIf;
use dealink_links::{Price, is_store_number};
use dealink_program::{Buyer, Category, TrafficSource};

/// In an answer: opens a card of its own.
const OPENS: &str = "o";
/// On such a card: changes it.
const CHANGES: &str = "c";

const STEPS: [(&str, CalculatorStep); 7] = [
    ("r", CalculatorStep::Show(CalculatorView::Result)),
    ("w", CalculatorStep::Show(CalculatorView::Why)),
    ("t", CalculatorStep::Show(CalculatorView::Traffic)),
    ("c", CalculatorStep::Show(CalculatorView::Category)),
    ("d", CalculatorStep::Show(CalculatorView::Delivery)),
    ("p", CalculatorStep::AskPrice),
    ("s", CalculatorStep::AskStore),
];

impl CalculatorPress {
    /// The button's data; `None` where it has no room for all that is supposed.
    pub(super) fn data(&self) -> Option<String> {
        let (letter, _) = STEPS.iter().find(|(_, step)| *step == self.step)?;
        let place = if self.opens { OPENS } else { CHANGES };
        let Calculation { target, suppose } = &self.calculation;
        let data = format!("{place}{letter}:{target}:{}", written(suppose));
        (data.len() <= MAX_CALLBACK_DATA).then_some(data)
    }

    /// Reads what a button brought back; `None` for any other button.
    pub fn read(data: &str) -> Option<CalculatorPress> {
        let (head, rest) = data.split_once(':')?;
        let (target, fields) = rest.rsplit_once(':')?;
        let opens = head.starts_with(OPENS);
        let letter = head.strip_prefix(if opens { OPENS } else { CHANGES })?;
        let (_, step) = STEPS.iter().find(|(known, _)| *known == letter)?;
        let calculation = Calculation { target: target.to_owned(), suppose: supposed(fields)? };
        Some(CalculatorPress { opens, step: *step, calculation })
    }
}

fn written(suppose: &WhatIf) -> String {
    let mut fields = Vec::new();
    if let Some(Price { amount, currency: Some(currency) }) = suppose.price {
        fields.push(format!("p{}{currency}", amount.normalize()));
    }
    match suppose.buyer {
        Some(Buyer::New) => fields.push("bn".to_owned()),
        Some(Buyer::Existing) => fields.push("be".to_owned()),
        Some(Buyer::Unknown) | None => {}
    }
    fields.extend(suppose.traffic.and_then(|source| place(TrafficSource::ALL, source, 't')));
    fields.extend(suppose.category.and_then(|category| place(Category::ALL, category, 'c')));
    fields.extend(suppose.store.map(|store| format!("s{store}")));
    fields.extend(suppose.delivery.map(|country| format!("d{country}")));
    fields.extend(suppose.hot_link.then(|| "h".to_owned()));
    fields.join(",")
}

fn supposed(fields: &str) -> Option<WhatIf> {
    let mut suppose = WhatIf::default();
    for field in fields.split(',').filter(|field| !field.is_empty()) {
        let (kind, value) = field.split_at_checked(1)?;
        match kind {
            "p" => {
                let (amount, currency) = value.split_at_checked(value.len().checked_sub(3)?)?;
                let price = Price { amount: amount.parse().ok()?, currency: Some(currency.parse().ok()?) };
                suppose.price = Some(price).filter(|price| !price.amount.is_sign_negative());
            }
            "b" => {
                suppose.buyer = Some(match value {
                    "n" => Buyer::New,
                    "e" => Buyer::Existing,
                    _ => return None,
                });
            }
            "t" => suppose.traffic = Some(*TrafficSource::ALL.get(value.parse::<usize>().ok()?)?),
            "c" => suppose.category = Some(*Category::ALL.get(value.parse::<usize>().ok()?)?),
            "s" if is_store_number(value) => suppose.store = Some(value.parse().ok()?),
            "d" => suppose.delivery = Some(value.parse().ok()?),
            "h" if value.is_empty() => suppose.hot_link = true,
            _ => return None,
        }
    }
    Some(suppose)
}

/// The place of a name in its list: names are only ever added behind the last one, because buttons stay in chats.
fn place<T: PartialEq>(all: &[T], one: T, kind: char) -> Option<String> {
    all.iter().position(|known| *known == one).map(|place| format!("{kind}{place}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dealink_core::money::Currency;

    fn everything() -> WhatIf {
        WhatIf {
            price: Some(Price { amount: "1234.56".parse().unwrap(), currency: Some(Currency::TRY) }),
            buyer: Some(Buyer::New),
            traffic: Some(TrafficSource::Subnetwork),
            category: Some(Category::InteriorAccessories),
            store: Some(1_100_900_001),
            delivery: None,
            hot_link: true,
        }
    }

    #[test]
    fn what_is_supposed_comes_back_and_fits_a_button() {
        let calculation = Calculation { target: "1005009000000012".to_owned(), suppose: everything() };
        for (_, step) in STEPS {
            for opens in [true, false] {
                let press = CalculatorPress { opens, step, calculation: calculation.clone() };
                assert_eq!(CalculatorPress::read(&press.data().unwrap()), Some(press));
            }
        }
        let short =
            Calculation { target: "a.aliexpress.com/_mWool01".to_owned(), suppose: WhatIf::default() };
        let press = CalculatorPress {
            opens: true,
            step: CalculatorStep::Show(CalculatorView::Why),
            calculation: short,
        };
        assert_eq!(CalculatorPress::read(&press.data().unwrap()), Some(press));
    }

    #[test]
    fn what_has_no_room_gets_no_button() {
        let target = "s.click.aliexpress.com/e/_abcdefghijkl".to_owned();
        let press = CalculatorPress {
            opens: false,
            step: CalculatorStep::AskPrice,
            calculation: Calculation { target, suppose: everything() },
        };
        assert_eq!(press.data(), None);
    }

    #[test]
    fn forged_data_is_refused() {
        for data in [
            "",
            "c",
            "cw",
            "cw:",
            "cx:1:",
            "cw:1:z9",
            "cw:1:t99",
            "cw:1:c-1",
            "cw:1:bx",
            "cw:1:p",
            "cw:1:pUSD",
            "cw:1:s-4",
            "cw:1:s99999999999999999",
            "cw:1:ş",
            "set:home",
            "others:once",
            "post:details",
        ] {
            assert_eq!(CalculatorPress::read(data), None, "{data}");
        }
        assert_eq!(CalculatorPress::read("cr:1:p-5USD").unwrap().calculation.suppose, WhatIf::default());
    }

    #[test]
    fn the_lists_that_buttons_count_in_begin_as_they_always_did() {
        assert_eq!(TrafficSource::NAMES[..3], ["popup", "mobile", "content_site"]);
        assert_eq!(TrafficSource::NAMES[19..22], ["extension", "dropshipping", "subnetwork"]);
        assert_eq!(Category::NAMES[..2], ["mobile_phone", "computer_peripherals"]);
        assert_eq!(Category::NAMES[14..16], ["other", "special"]);
    }
}

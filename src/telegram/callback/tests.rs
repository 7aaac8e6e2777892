mod samples;

use proptest::prelude::*;
use teloxide::types::ChatId;

use super::*;
use crate::answer::{BrowsePress, Calculation, CalculatorPress, CalculatorStep, CalculatorView};
use crate::deals::WhatIf;
use crate::settings::{ChatMode, QuietHours};
use dealink_core::money::Currency;
use dealink_links::Price;
use dealink_program::{Buyer, Category, TrafficSource};
use samples::callback_data;

proptest! {
    #[test]
    fn every_button_brings_back_what_it_was_given(data in callback_data()) {
        match data.encode() {
            Ok(encoded) => {
                prop_assert!(encoded.len() <= 64, "{encoded}");
                prop_assert_eq!(CallbackData::decode(&encoded), Some(data), "{}", encoded);
            }
            Err(DoesNotFit) => {
                prop_assert!(matches!(data, CallbackData::Answer(Action::Calculator(_))), "{data:?}");
            }
        }
    }

    #[test]
    fn any_data_is_decoded_or_refused(data in "\\PC{0,64}|(set|chat|lists|or|cw|bh|suggest):[a-z0-9:,.-]{0,40}") {
        let _ = CallbackData::decode(&data);
    }
}

/// Buttons with these strings are in chats.
#[test]
fn what_was_written_once_is_written_the_same() {
    let product = || "1005009000000012".parse().unwrap();
    let chat = |action| CallbackData::Chat(ChatId(-100), action);
    let calculation = |what_if| Calculation { target: "1005009000000012".to_owned(), what_if };
    let press = |opens, step, what_if| {
        CallbackData::from(Action::Calculator(CalculatorPress {
            opens,
            step,
            calculation: calculation(what_if),
        }))
    };
    for (data, expected) in [
        (CallbackData::Figures, "figures"),
        (Action::ForeignLinks(ForeignLinksChoice::Never).into(), "others:leave"),
        (Action::Post(PostAction::Rewrite).into(), "post:rewrite"),
        (Action::Program(ProgramPage::Rules).into(), "program:rules"),
        (Action::Browse(BrowsePress::Details(product())).into(), "bd:1005009000000012"),
        (
            press(
                false,
                CalculatorStep::Show(CalculatorView::Why),
                WhatIf {
                    price: Some(Price { amount: "24.90".parse().unwrap(), currency: Some(Currency::USD) }),
                    buyer: Some(Buyer::New),
                    traffic: Some(TrafficSource::ALL[21]),
                    category: Some(Category::ALL[11]),
                    store: Some(1_100_900_001),
                    delivery: None,
                    hot_link: true,
                },
            ),
            "cw:1005009000000012:p24.9USD,bn,t21,c11,s1100900001,h",
        ),
        (press(true, CalculatorStep::AskPrice, WhatIf::default()), "op:1005009000000012:"),
        (CallbackData::Settings(SettingsAction::Show(SettingsPage::ForeignLinks)), "set:others"),
        (CallbackData::Settings(SettingsAction::Save(SettingValue::ShortLinks(true))), "set:short:on"),
        (chat(ChatCardAction::Show(ChatSettingsPage::LinkPolicy)), "chat:-100:whose"),
        (chat(ChatCardAction::Save(ChatSettingValue::Mode(ChatMode::Repost))), "chat:-100:mode:repost"),
        (
            chat(ChatCardAction::Save(ChatSettingValue::Quiet(Some(QuietHours { from: 23, until: 8 })))),
            "chat:-100:quiet:23-8",
        ),
        (chat(ChatCardAction::SaveTemplate), "chat:-100:template:save"),
        (CallbackData::Lists(ListCardAction::Home), "lists:home"),
        (CallbackData::Suggestion(SuggestionChoice::Skip, 7), "suggest:skip:7"),
    ] {
        assert_eq!(data.encode().as_deref(), Ok(expected));
    }
}

#[test]
fn a_calculation_that_has_no_room_gets_no_button() {
    let press = CalculatorPress {
        opens: false,
        step: CalculatorStep::AskPrice,
        calculation: Calculation {
            target: "s.click.aliexpress.com/e/_abcdefghijkl".to_owned(),
            what_if: WhatIf {
                price: Some(Price { amount: "1234.56".parse().unwrap(), currency: Some(Currency::TRY) }),
                store: Some(1_100_900_001),
                ..WhatIf::default()
            },
        },
    };
    assert_eq!(CallbackData::from(Action::Calculator(press)).encode(), Err(DoesNotFit));
}

#[test]
fn forged_data_is_refused() {
    let product = "1005009000000012";
    for data in [
        "",
        "b",
        "bh",
        "bx:",
        "bh:z",
        "bh:wx",
        "bh:c",
        "bh:czzzzzzz",
        "bh:c-1",
        "bh:pUSD",
        "bh:p1USD",
        "bh:p1-2US",
        "bh:p-1--1USD",
        "bh:ezzzzzzzzz",
        "bh:e1.5",
        "bh:n-1",
        "bh:n100000",
        "bh:ş",
        "bd:",
        "bd:12",
        "bd:x",
        "c",
        "cw",
        "cw:",
        &format!("cx:{product}:"),
        &format!("cw:{product}:z9"),
        &format!("cw:{product}:t99"),
        &format!("cw:{product}:c-1"),
        &format!("cw:{product}:bx"),
        &format!("cw:{product}:p"),
        &format!("cw:{product}:pUSD"),
        &format!("cw:{product}:s-4"),
        &format!("cw:{product}:s99999999999999999"),
        &format!("cw:{product}:ş"),
        "cw:example.com/1:",
        "cw:www.aliexpress.com/:",
        "cw::",
        "set:",
        "set:nothing",
        "set:home:",
        "set:short:maybe",
        "set:currency:GBP",
        "set:others:all",
        "set:subid:x",
        "chat:100:home",
        "chat:x:home",
        "chat:-100",
        "chat:-100:nothing",
        "chat:-100:mode:delete",
        "chat:-100:quiet:24-8",
        "chat:-100:repeat:7",
        "chat:-100:mode:off:more",
        "lists:",
        "lists:load",
        "lists:load:all",
        "lists:ask:chuwi:-1",
        "lists:load:chuwi:1",
        "others:",
        "others:all",
        "post:more",
        "program:",
        "suggest:post",
        "suggest:post:x",
        "suggest:maybe:1",
        "figures:",
        "figures:1",
        "like",
    ] {
        assert_eq!(CallbackData::decode(data), None, "{data}");
    }
}

#[test]
fn a_negative_price_is_no_price() {
    let decoded = CallbackData::decode("cr:1005009000000012:p-5USD");
    let Some(CallbackData::Answer(Action::Calculator(press))) = decoded else { panic!("{decoded:?}") };
    assert_eq!(press.calculation.what_if, WhatIf::default());
}

#[test]
fn the_lists_that_buttons_count_in_begin_as_they_always_did() {
    assert_eq!(TrafficSource::NAMES[..3], ["popup", "mobile", "content_site"]);
    assert_eq!(TrafficSource::NAMES[19..22], ["extension", "dropshipping", "subnetwork"]);
    assert_eq!(Category::NAMES[..2], ["mobile_phone", "computer_peripherals"]);
    assert_eq!(Category::NAMES[14..16], ["other", "special"]);
}

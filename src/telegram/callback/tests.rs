use proptest::prelude::*;
use proptest::strategy::Union;
use teloxide::types::ChatId;

use super::*;
use crate::answer::{
    BrowsePress, BrowseState, BrowseStep, Calculation, CalculatorPress, CalculatorStep, CalculatorView,
};
use crate::deals::{BrowseFilter, PriceRange, WhatIf};
use crate::lists::ListKind;
use crate::settings::{ChatMode, ForeignLinks, LinkPolicy, QuietHours};
use dealink_catalog::CategoryKey;
use dealink_core::lang::Lang;
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::{Price, ProductId};
use dealink_program::{Buyer, Category, Country, TrafficSource};

/// Values of every variant of an enum. A variant without a strategy does not compile.
macro_rules! every_variant {
    ($kind:ty { $($variant:pat => $strategy:expr),+ $(,)? }) => {{
        let _ = |value: $kind| match value { $($variant => {})+ };
        Union::new([$($strategy.boxed()),+]).boxed()
    }};
}

/// The same for an enum whose variants hold nothing.
macro_rules! every_value {
    ($kind:ident { $($variant:ident),+ $(,)? }) => {
        every_variant!($kind { $($kind::$variant => Just($kind::$variant)),+ })
    };
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(values: &'static [T]) -> BoxedStrategy<T> {
    prop::sample::select(values).boxed()
}

fn callback_data() -> BoxedStrategy<CallbackData> {
    let choice = || every_value!(SuggestionChoice { Post, Skip });
    every_variant!(CallbackData {
        CallbackData::Answer(_) => action().prop_map(CallbackData::Answer),
        CallbackData::Settings(_) => settings_action().prop_map(CallbackData::Settings),
        CallbackData::Chat(..) => (i64::MIN..0, chat_action())
            .prop_map(|(chat, action)| CallbackData::Chat(ChatId(chat), action)),
        CallbackData::Lists(_) => list_action().prop_map(CallbackData::Lists),
        CallbackData::Suggestion(..) => (choice(), any::<u64>())
            .prop_map(|(choice, number)| CallbackData::Suggestion(choice, number)),
        CallbackData::Figures => Just(CallbackData::Figures),
    })
}

fn action() -> BoxedStrategy<Action> {
    every_variant!(Action {
        Action::Calculator(_) => calculator_press().prop_map(Action::Calculator),
        Action::Browse(_) => browse_press().prop_map(Action::Browse),
        Action::ForeignLinks(_) =>
            every_value!(ForeignLinksChoice { Once, Always, Never }).prop_map(Action::ForeignLinks),
        Action::Post(_) => every_value!(PostAction { Details, Rewrite }).prop_map(Action::Post),
        Action::Program(_) => every_value!(ProgramPage { Figures, Rules }).prop_map(Action::Program),
    })
}

fn settings_action() -> BoxedStrategy<SettingsAction> {
    let page = every_value!(SettingsPage { Home, Language, Traffic, Currency, SubId, ForeignLinks, Joined });
    let foreign_links = every_value!(ForeignLinks { Convert, Leave });
    let value = every_variant!(SettingValue {
        SettingValue::Language(_) => one_of(&Lang::ALL).prop_map(SettingValue::Language),
        SettingValue::Traffic(_) => one_of(TrafficSource::ALL).prop_map(SettingValue::Traffic),
        SettingValue::Currency(_) => prop::option::of(one_of(&CURRENCIES)).prop_map(SettingValue::Currency),
        SettingValue::NoSubId => Just(SettingValue::NoSubId),
        SettingValue::NotJoined => Just(SettingValue::NotJoined),
        SettingValue::ShortLinks(_) => any::<bool>().prop_map(SettingValue::ShortLinks),
        SettingValue::Estimate(_) => any::<bool>().prop_map(SettingValue::Estimate),
        SettingValue::ForeignLinks(_) =>
            prop::option::of(foreign_links).prop_map(SettingValue::ForeignLinks),
    });
    every_variant!(SettingsAction {
        SettingsAction::Show(_) => page.prop_map(SettingsAction::Show),
        SettingsAction::Save(_) => value.prop_map(SettingsAction::Save),
        SettingsAction::AskSubId => Just(SettingsAction::AskSubId),
        SettingsAction::AskJoined => Just(SettingsAction::AskJoined),
    })
}

fn chat_action() -> BoxedStrategy<ChatCardAction> {
    let page = every_value!(ChatSettingsPage {
        Home,
        Mode,
        LinkPolicy,
        Account,
        Repeat,
        Remove,
        Quiet,
        Language,
        Template,
        SubIds,
        Rights,
        Forget,
    });
    let mode = every_value!(ChatMode { Off, Reply, Repost, Suggest });
    let policy = every_value!(LinkPolicy { Admins, Chosen, All });
    let quiet = (0..24u8, 0..24u8).prop_map(|(from, until)| QuietHours { from, until });
    let value = every_variant!(ChatSettingValue {
        ChatSettingValue::Mode(_) => mode.prop_map(ChatSettingValue::Mode),
        ChatSettingValue::LinkPolicy(_) => policy.prop_map(ChatSettingValue::LinkPolicy),
        ChatSettingValue::OwnerLinks => Just(ChatSettingValue::OwnerLinks),
        ChatSettingValue::SenderLinks => Just(ChatSettingValue::SenderLinks),
        ChatSettingValue::Repeat(_) => one_of(&REPEAT_MINUTES).prop_map(ChatSettingValue::Repeat),
        ChatSettingValue::Remove(_) => one_of(&REMOVAL_MINUTES).prop_map(ChatSettingValue::Remove),
        ChatSettingValue::Quiet(_) => prop::option::of(quiet).prop_map(ChatSettingValue::Quiet),
        ChatSettingValue::Language(_) =>
            prop::option::of(one_of(&Lang::ALL)).prop_map(ChatSettingValue::Language),
        ChatSettingValue::DefaultTemplate => Just(ChatSettingValue::DefaultTemplate),
        ChatSettingValue::NoSubIds => Just(ChatSettingValue::NoSubIds),
        ChatSettingValue::OtherBots(_) => any::<bool>().prop_map(ChatSettingValue::OtherBots),
        ChatSettingValue::Figures(_) => any::<bool>().prop_map(ChatSettingValue::Figures),
        ChatSettingValue::Resume => Just(ChatSettingValue::Resume),
    });
    every_variant!(ChatCardAction {
        ChatCardAction::Show(_) => page.prop_map(ChatCardAction::Show),
        ChatCardAction::Save(_) => value.prop_map(ChatCardAction::Save),
        ChatCardAction::AskSubIds => Just(ChatCardAction::AskSubIds),
        ChatCardAction::AskTemplate => Just(ChatCardAction::AskTemplate),
        ChatCardAction::SaveTemplate => Just(ChatCardAction::SaveTemplate),
        ChatCardAction::Forget => Just(ChatCardAction::Forget),
    })
}

fn list_action() -> BoxedStrategy<ListCardAction> {
    let kind = || prop::sample::select(ListKind::all().collect::<Vec<_>>());
    let version = || (kind(), any::<u64>());
    every_variant!(ListCardAction {
        ListCardAction::Home => Just(ListCardAction::Home),
        ListCardAction::Kind(_) => kind().prop_map(ListCardAction::Kind),
        ListCardAction::Load(_) => kind().prop_map(ListCardAction::Load),
        ListCardAction::LoadGoodRows(_) => kind().prop_map(ListCardAction::LoadGoodRows),
        ListCardAction::Cancel => Just(ListCardAction::Cancel),
        ListCardAction::AskRestore(..) =>
            version().prop_map(|(kind, number)| ListCardAction::AskRestore(kind, number)),
        ListCardAction::Restore(..) =>
            version().prop_map(|(kind, number)| ListCardAction::Restore(kind, number)),
    })
}

fn product() -> BoxedStrategy<ProductId> {
    (1_000_000_000u64..1_006_000_000_000_000)
        .prop_filter_map("a product", |id| ProductId::try_from(id).ok())
        .boxed()
}

fn calculator_press() -> BoxedStrategy<CalculatorPress> {
    let view = every_value!(CalculatorView { Result, Why, Traffic, Category, Delivery });
    let step = every_variant!(CalculatorStep {
        CalculatorStep::Show(_) => view.prop_map(CalculatorStep::Show),
        CalculatorStep::AskPrice => Just(CalculatorStep::AskPrice),
        CalculatorStep::AskStore => Just(CalculatorStep::AskStore),
    });
    let target = prop_oneof![
        product().prop_map(|id| id.to_string()),
        "_m[A-Za-z0-9]{6}".prop_map(|code| format!("a.aliexpress.com/{code}")),
        "_[a-z]{6,14}".prop_map(|code| format!("s.click.aliexpress.com/e/{code}")),
    ];
    let currency = one_of(&[Currency::USD, Currency::EUR, Currency::TRY]);
    let price = (0..1_000_000_000i64, currency)
        .prop_map(|(cents, currency)| Price { amount: Decimal::new(cents, 2), currency: Some(currency) });
    let country = one_of(&["TR", "DE", "KZ"]).prop_map(|code| code.parse::<Country>().unwrap());
    let what_if = (
        prop::option::of(price),
        prop::option::of(one_of(&[Buyer::New, Buyer::Existing])),
        prop::option::of(one_of(TrafficSource::ALL)),
        prop::option::of(one_of(Category::ALL)),
        prop::option::of(1_000_000u64..9_999_999_999),
        prop::option::of(country),
        any::<bool>(),
    );
    let what_if = what_if.prop_map(|(price, buyer, traffic, category, store, delivery, hot_link)| WhatIf {
        price,
        buyer,
        traffic,
        category,
        store,
        delivery,
        hot_link,
    });
    let press = (any::<bool>(), step, target, what_if);
    press
        .prop_map(|(opens, step, target, what_if)| CalculatorPress {
            opens,
            step,
            calculation: Calculation { target, what_if },
        })
        .boxed()
}

fn browse_press() -> BoxedStrategy<BrowsePress> {
    let step = every_value!(BrowseStep { Hits, Categories, Prices, Earnings, AskPrice, AskEarning });
    let amount = || (0..=100_000_000_000i64).prop_map(|hundredths| Decimal::new(hundredths, 2));
    let end = || prop::option::of(amount());
    let price = (end(), end(), one_of(&[Currency::USD, Currency::TRY]))
        .prop_map(|(from, to, currency)| PriceRange { from, to, currency });
    let wanted = (
        any::<bool>(),
        prop::option::of(any::<u32>().prop_map(CategoryKey)),
        prop::option::of(price),
        prop::option::of((0..10_000i64).prop_map(|hundredths| Percent(Decimal::new(hundredths, 2)))),
        prop::option::of(0..=100u8),
        prop::option::of(amount()),
    );
    let wanted = wanted.prop_map(|(hot, category, price, rate, discount, earning)| BrowseFilter {
        words: String::new(),
        hot,
        category,
        price,
        rate,
        discount,
        earning,
    });
    let show = (step, wanted, 0..100_000usize, any::<bool>()).prop_map(|(step, wanted, page, has_words)| {
        BrowsePress::Show { step, browse: BrowseState { wanted, page }, has_words }
    });
    every_variant!(BrowsePress {
        BrowsePress::Show { .. } => show,
        BrowsePress::Details(_) => product().prop_map(BrowsePress::Details),
    })
}

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

//! Data of every button there is.

use proptest::prelude::*;
use proptest::strategy::Union;
use teloxide::types::ChatId;

use crate::answer::{
    BrowsePress, BrowseState, BrowseStep, Calculation, CalculatorPress, CalculatorStep, CalculatorView,
};
use crate::deals::{BrowseFilter, PriceRange, WhatIf};
use crate::lists::ListKind;
use crate::settings::{ChatMode, ForeignLinks, LinkPolicy, QuietHours};
use crate::telegram::callback::*;
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

/// The same for an enum with variants without fields.
macro_rules! every_value {
    ($kind:ident { $($variant:ident),+ $(,)? }) => {
        every_variant!($kind { $($kind::$variant => Just($kind::$variant)),+ })
    };
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(values: &'static [T]) -> BoxedStrategy<T> {
    prop::sample::select(values).boxed()
}

pub(super) fn callback_data() -> BoxedStrategy<CallbackData> {
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
        CallbackData::Forget(_) => every_value!(ForgetChoice { Erase, Keep }).prop_map(CallbackData::Forget),
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

//! Buttons of the person's settings card: `set:traffic:messenger`.
//!
//! A button contains the value that it sets and does not toggle, so a press that arrives twice changes nothing more.

use super::{SWITCH, name_of, value_of};
use crate::settings::ForeignLinks;
use dealink_core::lang::Lang;
use dealink_core::money::Currency;
use dealink_program::TrafficSource;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsAction {
    Show(SettingsPage),
    Save(SettingValue),
    AskSubId,
    /// Ask for the day of the approval in a message.
    AskJoined,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsPage {
    Home,
    Language,
    Traffic,
    /// The currency shown beside the program's.
    Currency,
    SubId,
    /// Other publishers' affiliate links.
    ForeignLinks,
    /// The day of the approval into the program.
    Joined,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingValue {
    Language(Lang),
    Traffic(TrafficSource),
    /// `None` for the program's currency alone.
    Currency(Option<Currency>),
    NoSubId,
    NotJoined,
    ShortLinks(bool),
    Estimate(bool),
    /// `None` to be asked each time.
    ForeignLinks(Option<ForeignLinks>),
}

pub const CURRENCIES: [Currency; 3] = [Currency::TRY, Currency::EUR, Currency::USD];

const PAGES: [(SettingsPage, &str); 7] = [
    (SettingsPage::Home, "home"),
    (SettingsPage::Language, "language"),
    (SettingsPage::Traffic, "traffic"),
    (SettingsPage::Currency, "currency"),
    (SettingsPage::SubId, "subid"),
    (SettingsPage::ForeignLinks, "others"),
    (SettingsPage::Joined, "joined"),
];
const FOREIGN_LINKS: [(Option<ForeignLinks>, &str); 3] =
    [(None, "ask"), (Some(ForeignLinks::Convert), "convert"), (Some(ForeignLinks::Leave), "leave")];

pub(super) fn encode(action: &SettingsAction) -> String {
    let setting = match action {
        SettingsAction::Show(page) => return name_of(&PAGES, page).to_owned(),
        SettingsAction::AskSubId => return "subid:ask".to_owned(),
        SettingsAction::AskJoined => return "joined:ask".to_owned(),
        SettingsAction::Save(setting) => setting,
    };
    match setting {
        SettingValue::Language(lang) => format!("language:{lang}"),
        SettingValue::Traffic(source) => format!("traffic:{source}"),
        SettingValue::Currency(Some(currency)) => format!("currency:{currency}"),
        SettingValue::Currency(None) => "currency:none".to_owned(),
        SettingValue::NoSubId => "subid:none".to_owned(),
        SettingValue::NotJoined => "joined:none".to_owned(),
        SettingValue::ShortLinks(on) => format!("short:{}", name_of(&SWITCH, on)),
        SettingValue::Estimate(on) => format!("estimate:{}", name_of(&SWITCH, on)),
        SettingValue::ForeignLinks(choice) => format!("others:{}", name_of(&FOREIGN_LINKS, choice)),
    }
}

pub(super) fn decode(data: &str) -> Option<SettingsAction> {
    let Some((name, value)) = data.split_once(':') else {
        return value_of(&PAGES, data).map(SettingsAction::Show);
    };
    let setting = match (name, value) {
        ("subid", "ask") => return Some(SettingsAction::AskSubId),
        ("joined", "ask") => return Some(SettingsAction::AskJoined),
        ("subid", "none") => SettingValue::NoSubId,
        ("joined", "none") => SettingValue::NotJoined,
        ("language", code) => SettingValue::Language(code.parse().ok()?),
        ("traffic", source) => SettingValue::Traffic(source.parse().ok()?),
        ("currency", "none") => SettingValue::Currency(None),
        ("currency", code) => {
            let currency = code.parse().ok().filter(|currency| CURRENCIES.contains(currency))?;
            SettingValue::Currency(Some(currency))
        }
        ("short", on) => SettingValue::ShortLinks(value_of(&SWITCH, on)?),
        ("estimate", on) => SettingValue::Estimate(value_of(&SWITCH, on)?),
        ("others", choice) => SettingValue::ForeignLinks(value_of(&FOREIGN_LINKS, choice)?),
        _ => return None,
    };
    Some(SettingsAction::Save(setting))
}

//! The settings card: one message whose pages replace each other.
//!
//! A button carries the value that it sets, never "the other one", so a press that arrives twice changes nothing more.

use super::context::PrivateContext;
use crate::answer::side_by_side;
use crate::settings::{ForeignLinks, Publisher};
use crate::telegram::api::{MessageButton, OutgoingMessage};
use crate::text::escape_html;
use dealink_core::lang::Lang;
use dealink_core::message::{Argument, Message};
use dealink_core::money::Currency;
use dealink_program::{Permission, TrafficClass, TrafficSource};

/// A page of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SettingsPage {
    /// Everything at a glance.
    Home,
    /// Turkish or English.
    Language,
    /// The program's traffic sources.
    Traffic,
    /// The currency shown beside the program's.
    Currency,
    /// The SubID.
    SubId,
    /// Somebody else's affiliate links.
    ForeignLinks,
    /// The day of the approval into the program.
    Joined,
}

/// A value to save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SettingValue {
    /// The language.
    Language(Lang),
    /// The traffic source.
    Traffic(TrafficSource),
    /// The currency; `None` for the program's alone.
    Currency(Option<Currency>),
    /// Links without a SubID.
    NoSubId,
    /// No known day of approval.
    NotJoined,
    /// Short links or not.
    Short(bool),
    /// Estimates or not.
    Estimate(bool),
    /// What becomes of somebody else's affiliate links; `None` to be asked.
    ForeignLinks(Option<ForeignLinks>),
}

/// What a press asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SettingsAction {
    /// Only look.
    Show(SettingsPage),
    /// Save, then look at this page.
    Set(SettingsPage, SettingValue),
    /// Ask for a SubID in a message.
    AskSubId,
    /// Ask for the day of the approval in a message.
    AskJoined,
}

/// The currencies that can be chosen.
const CURRENCIES: [Currency; 3] = [Currency::TRY, Currency::EUR, Currency::USD];
const PREFIX: &str = "set:";

impl SettingValue {
    /// Writes the value into the settings.
    pub(crate) fn apply(self, publisher: &mut Publisher) {
        match self {
            SettingValue::Language(lang) => publisher.language = Some(lang),
            SettingValue::Traffic(source) => publisher.traffic = Some(source),
            SettingValue::Currency(currency) => publisher.currency = currency,
            SettingValue::NoSubId => publisher.subid = None,
            SettingValue::NotJoined => publisher.joined = None,
            SettingValue::Short(on) => publisher.short_links = on,
            SettingValue::Estimate(on) => publisher.estimate = on,
            SettingValue::ForeignLinks(others) => publisher.foreign_links = others,
        }
    }
}

/// What a button brought back; `None` for anything that no card of this version has.
pub(crate) fn parse_settings_callback(data: &str) -> Option<SettingsAction> {
    let mut words = data.strip_prefix(PREFIX)?.split(':');
    let change = match (words.next()?, words.next()) {
        ("home", None) => SettingsAction::Show(SettingsPage::Home),
        ("language", None) => SettingsAction::Show(SettingsPage::Language),
        ("traffic", None) => SettingsAction::Show(SettingsPage::Traffic),
        ("currency", None) => SettingsAction::Show(SettingsPage::Currency),
        ("others", None) => SettingsAction::Show(SettingsPage::ForeignLinks),
        ("others", Some(word)) => {
            SettingsAction::Set(SettingsPage::Home, SettingValue::ForeignLinks(foreign_links_named(word)?))
        }
        ("subid", None) => SettingsAction::Show(SettingsPage::SubId),
        ("subid", Some("ask")) => SettingsAction::AskSubId,
        ("subid", Some("none")) => SettingsAction::Set(SettingsPage::SubId, SettingValue::NoSubId),
        ("joined", None) => SettingsAction::Show(SettingsPage::Joined),
        ("joined", Some("ask")) => SettingsAction::AskJoined,
        ("joined", Some("none")) => SettingsAction::Set(SettingsPage::Joined, SettingValue::NotJoined),
        ("language", Some(code)) => {
            SettingsAction::Set(SettingsPage::Home, SettingValue::Language(code.parse().ok()?))
        }
        ("traffic", Some(source)) => {
            SettingsAction::Set(SettingsPage::Traffic, SettingValue::Traffic(source.parse().ok()?))
        }
        ("currency", Some("none")) => SettingsAction::Set(SettingsPage::Home, SettingValue::Currency(None)),
        ("currency", Some(code)) => {
            let currency = code.parse().ok().filter(|currency| CURRENCIES.contains(currency))?;
            SettingsAction::Set(SettingsPage::Home, SettingValue::Currency(Some(currency)))
        }
        ("short", Some(on)) => {
            SettingsAction::Set(SettingsPage::Home, SettingValue::Short(parse_switch(on)?))
        }
        ("estimate", Some(on)) => {
            SettingsAction::Set(SettingsPage::Home, SettingValue::Estimate(parse_switch(on)?))
        }
        _ => return None,
    };
    words.next().is_none().then_some(change)
}

fn parse_switch(word: &str) -> Option<bool> {
    match word {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// The three ways to deal with somebody else's affiliate links: what a button brings back, and the key of its name.
const FOREIGN_LINKS: [(Option<ForeignLinks>, &str, &str); 3] = [
    (None, "ask", "settings-others-ask"),
    (Some(ForeignLinks::Convert), "convert", "settings-others-convert"),
    (Some(ForeignLinks::Leave), "leave", "settings-others-leave"),
];

fn foreign_links_named(word: &str) -> Option<Option<ForeignLinks>> {
    FOREIGN_LINKS.iter().find(|(_, name, _)| *name == word).map(|(others, ..)| *others)
}

/// Everything at a glance.
pub(super) fn render_home(visit: &PrivateContext<'_>) -> OutgoingMessage {
    let (publisher, speak) = (visit.publisher, visit.localizer);
    let switched = |on: bool| speak.text(if on { "settings-on" } else { "settings-off" });
    let traffic = match publisher.traffic {
        Some(source) => format!("{} {}", permission_mark(visit, source), traffic_source_name(visit, source)),
        None => speak.text("settings-traffic-unset"),
    };
    let currency = match publisher.currency {
        Some(currency) => currency.code().to_owned(),
        None => {
            let code = visit.app.deals.program().currency();
            speak.plain(&Message::new("settings-program-currency").with("code", code.code()))
        }
    };
    let subid = publisher.subid.clone().unwrap_or_else(|| speak.text("settings-none"));
    let others = FOREIGN_LINKS.iter().find(|(others, ..)| *others == publisher.foreign_links);
    let others = others.map(|(.., key)| speak.text(key)).unwrap_or_default();
    let line = |key, value: String| speak.html(&Message::new(key).with("value", value));
    let lines = [
        visit.html_of("settings-title"),
        String::new(),
        line("settings-language", speak.text(language_key(speak.lang()))),
        line("settings-traffic", traffic),
        line("settings-currency", currency),
        line("settings-subid", subid),
        line("settings-short", switched(publisher.short_links)),
        line("settings-estimate", switched(publisher.estimate)),
        line("settings-others", others),
        line("settings-joined", joined_words(visit)),
    ];
    let page = |key, data: &str| settings_button(speak.text(key), data);
    let toggle = |on: bool, if_on, if_off, data: &str| {
        settings_button(
            speak.text(if on { if_on } else { if_off }),
            &format!("{data}:{}", if on { "off" } else { "on" }),
        )
    };
    card_message(
        lines.join("\n"),
        vec![
            vec![page("settings-button-language", "language"), page("settings-button-traffic", "traffic")],
            vec![page("settings-button-currency", "currency"), page("settings-button-subid", "subid")],
            vec![toggle(
                publisher.short_links,
                "settings-button-short-on",
                "settings-button-short-off",
                "short",
            )],
            vec![page("settings-button-others", "others")],
            vec![page("settings-button-joined", "joined")],
            vec![toggle(
                publisher.estimate,
                "settings-button-estimate-on",
                "settings-button-estimate-off",
                "estimate",
            )],
        ],
    )
}

/// Turkish or English.
pub(super) fn render_language(visit: &PrivateContext<'_>) -> OutgoingMessage {
    let now = visit.localizer.lang();
    let rows = Lang::ALL.map(|lang| {
        vec![settings_button(
            choice_label(visit.localizer.text(language_key(lang)), lang == now),
            &format!("language:{lang}"),
        )]
    });
    card_message(visit.html_of("settings-language-choose"), with_back(visit, rows.to_vec()))
}

/// The program's traffic sources, each with what the program says of it; the chosen one with its consequence.
pub(super) fn render_traffic(visit: &PrivateContext<'_>) -> OutgoingMessage {
    let program = visit.app.deals.program();
    let speak = visit.localizer;
    let mut html = visit.html_of("settings-traffic-choose");
    if let Some(source) = visit.publisher.traffic {
        let permission = program.permission(source);
        let sentence = Message::new("settings-traffic-chosen")
            .with("mark", permission_mark(visit, source))
            .with("source", Argument::Term(source.key().to_owned()))
            .with("permission", Argument::Term(permission.key().to_owned()));
        html.push_str("\n\n");
        html.push_str(&speak.html(&sentence));
        for consequence in program.consequences(source) {
            html.push_str("\n• ");
            html.push_str(&speak.html(&consequence));
        }
    }
    html.push_str("\n\n");
    html.push_str(&render_traffic_classes(visit));
    let buttons: Vec<MessageButton> = TrafficSource::ALL
        .iter()
        .map(|source| {
            let name = format!("{} {}", permission_mark(visit, *source), traffic_source_name(visit, *source));
            settings_button(
                choice_label(name, visit.publisher.traffic == Some(*source)),
                &format!("traffic:{source}"),
            )
        })
        .collect();
    card_message(html, with_back(visit, side_by_side(buttons)))
}

/// What the four classes are paid, beside each other and folded away.
fn render_traffic_classes(visit: &PrivateContext<'_>) -> String {
    let (deals, speak) = (&visit.app.deals, visit.localizer);
    let class = |(class, said): (TrafficClass, Vec<Message>)| {
        let name = escape_html(&speak.format_value(&Argument::Term(class.key().to_owned())));
        let said: Vec<String> = said.iter().map(|sentence| format!("• {}", speak.html(sentence))).collect();
        format!("<b>{name}</b>\n{}", said.join("\n"))
    };
    let classes: Vec<String> = deals.program().comparison(deals.today()).into_iter().map(class).collect();
    let heading = visit.html_of("settings-traffic-classes");
    format!("<blockquote expandable>{heading}\n{}</blockquote>", classes.join("\n"))
}

/// The currency shown beside the program's.
pub(super) fn render_currency(visit: &PrivateContext<'_>) -> OutgoingMessage {
    let of_program = visit.app.deals.program().currency();
    let code = |key| Message::new(key).with("code", of_program.code());
    let none = choice_label(
        visit.localizer.plain(&code("settings-program-currency")),
        visit.publisher.currency.is_none(),
    );
    let mut rows = vec![vec![settings_button(none, "currency:none")]];
    rows.push(
        CURRENCIES
            .iter()
            .filter(|currency| **currency != of_program)
            .map(|currency| {
                let label =
                    choice_label(currency.code().to_owned(), visit.publisher.currency == Some(*currency));
                settings_button(label, &format!("currency:{currency}"))
            })
            .collect(),
    );
    card_message(visit.localizer.html(&code("settings-currency-choose")), with_back(visit, rows))
}

/// Somebody else's affiliate links.
pub(super) fn render_foreign_links(visit: &PrivateContext<'_>) -> OutgoingMessage {
    let rows = FOREIGN_LINKS.map(|(others, name, key)| {
        vec![settings_button(
            choice_label(visit.localizer.text(key), visit.publisher.foreign_links == others),
            &format!("others:{name}"),
        )]
    });
    card_message(visit.html_of("settings-others-choose"), with_back(visit, rows.to_vec()))
}

/// The SubID.
pub(super) fn render_subid(visit: &PrivateContext<'_>) -> OutgoingMessage {
    let speak = visit.localizer;
    let value = visit.publisher.subid.clone();
    let mut rows = vec![vec![settings_button(speak.text("settings-button-subid-enter"), "subid:ask")]];
    if value.is_some() {
        rows.push(vec![settings_button(speak.text("settings-button-subid-remove"), "subid:none")]);
    }
    let value = value.unwrap_or_else(|| speak.text("settings-none"));
    card_message(
        speak.html(&Message::new("settings-subid-choose").with("value", value)),
        with_back(visit, rows),
    )
}

/// The day on which the ad space was approved into the program.
pub(super) fn render_joined(visit: &PrivateContext<'_>) -> OutgoingMessage {
    let speak = visit.localizer;
    let mut rows = vec![vec![settings_button(speak.text("settings-button-joined-enter"), "joined:ask")]];
    if visit.publisher.joined.is_some() {
        rows.push(vec![settings_button(speak.text("settings-button-joined-remove"), "joined:none")]);
    }
    let html = Message::new("settings-joined-choose").with("value", joined_words(visit));
    card_message(speak.html(&html), with_back(visit, rows))
}

fn joined_words(visit: &PrivateContext<'_>) -> String {
    match visit.publisher.joined {
        Some(day) => visit.localizer.format_value(&Argument::Date(day)),
        None => visit.localizer.text("settings-joined-unset"),
    }
}

fn card_message(html: String, rows: Vec<Vec<MessageButton>>) -> OutgoingMessage {
    OutgoingMessage::html(html).with_buttons(rows)
}

fn with_back(visit: &PrivateContext<'_>, mut rows: Vec<Vec<MessageButton>>) -> Vec<Vec<MessageButton>> {
    rows.push(vec![settings_button(visit.localizer.text("settings-button-back"), "home")]);
    rows
}

fn settings_button(label: String, data: &str) -> MessageButton {
    MessageButton::Press { label, data: format!("{PREFIX}{data}") }
}

fn choice_label(label: String, is: bool) -> String {
    if is { format!("● {label}") } else { label }
}

fn language_key(lang: Lang) -> &'static str {
    match lang {
        Lang::Tr => "settings-language-tr",
        Lang::En => "settings-language-en",
    }
}

fn traffic_source_name(visit: &PrivateContext<'_>, source: TrafficSource) -> String {
    visit.localizer.format_value(&Argument::Term(source.key().to_owned()))
}

fn permission_mark(visit: &PrivateContext<'_>, source: TrafficSource) -> &'static str {
    match visit.app.deals.program().permission(source) {
        Permission::Allowed => "✅",
        Permission::NeedsApproval => "🟡",
        Permission::Forbidden => "⛔",
        Permission::NotNamed | Permission::Unknown => "❔",
    }
}

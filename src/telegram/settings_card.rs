//! The settings card: one message whose pages replace each other.
//!
//! A button carries the value that it sets, never "the other one", so a press that arrives twice changes nothing more.

use super::keyboard::markup;
use super::private::Visit;
use super::send::Outgoing;
use crate::answer::{Button, side_by_side};
use crate::store::{OthersLinks, Publisher};
use crate::text::escape;
use dealink_core::lang::Lang;
use dealink_core::message::{Sentence, Value};
use dealink_core::money::Currency;
use dealink_program::{Permission, TrafficClass, TrafficSource};

/// A page of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
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
    Others,
    /// The day of the approval into the program.
    Joined,
}

/// A value to save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
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
    Others(Option<OthersLinks>),
}

/// What a press asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only look.
    Show(Page),
    /// Save, then look at this page.
    Set(Page, Set),
    /// Ask for a SubID in a message.
    AskSubId,
    /// Ask for the day of the approval in a message.
    AskJoined,
}

/// The currencies that can be chosen.
const CURRENCIES: [Currency; 3] = [Currency::TRY, Currency::EUR, Currency::USD];
const PREFIX: &str = "set:";

impl Set {
    /// Writes the value into the settings.
    pub fn apply(self, publisher: &mut Publisher) {
        match self {
            Set::Language(lang) => publisher.language = Some(lang),
            Set::Traffic(source) => publisher.traffic = Some(source),
            Set::Currency(currency) => publisher.currency = currency,
            Set::NoSubId => publisher.subid = None,
            Set::NotJoined => publisher.joined = None,
            Set::Short(on) => publisher.short_links = on,
            Set::Estimate(on) => publisher.estimate = on,
            Set::Others(others) => publisher.others = others,
        }
    }
}

/// What a button brought back; `None` for anything that no card of this version has.
pub fn read(data: &str) -> Option<Change> {
    let mut words = data.strip_prefix(PREFIX)?.split(':');
    let change = match (words.next()?, words.next()) {
        ("home", None) => Change::Show(Page::Home),
        ("language", None) => Change::Show(Page::Language),
        ("traffic", None) => Change::Show(Page::Traffic),
        ("currency", None) => Change::Show(Page::Currency),
        ("others", None) => Change::Show(Page::Others),
        ("others", Some(word)) => Change::Set(Page::Home, Set::Others(others_named(word)?)),
        ("subid", None) => Change::Show(Page::SubId),
        ("subid", Some("ask")) => Change::AskSubId,
        ("subid", Some("none")) => Change::Set(Page::SubId, Set::NoSubId),
        ("joined", None) => Change::Show(Page::Joined),
        ("joined", Some("ask")) => Change::AskJoined,
        ("joined", Some("none")) => Change::Set(Page::Joined, Set::NotJoined),
        ("language", Some(code)) => Change::Set(Page::Home, Set::Language(code.parse().ok()?)),
        ("traffic", Some(source)) => Change::Set(Page::Traffic, Set::Traffic(source.parse().ok()?)),
        ("currency", Some("none")) => Change::Set(Page::Home, Set::Currency(None)),
        ("currency", Some(code)) => {
            let currency = code.parse().ok().filter(|currency| CURRENCIES.contains(currency))?;
            Change::Set(Page::Home, Set::Currency(Some(currency)))
        }
        ("short", Some(on)) => Change::Set(Page::Home, Set::Short(switch(on)?)),
        ("estimate", Some(on)) => Change::Set(Page::Home, Set::Estimate(switch(on)?)),
        _ => return None,
    };
    words.next().is_none().then_some(change)
}

fn switch(word: &str) -> Option<bool> {
    match word {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// The three ways to deal with somebody else's affiliate links: what a button brings back, and the key of its name.
const OTHERS: [(Option<OthersLinks>, &str, &str); 3] = [
    (None, "ask", "settings-others-ask"),
    (Some(OthersLinks::Convert), "convert", "settings-others-convert"),
    (Some(OthersLinks::Leave), "leave", "settings-others-leave"),
];

fn others_named(word: &str) -> Option<Option<OthersLinks>> {
    OTHERS.iter().find(|(_, name, _)| *name == word).map(|(others, ..)| *others)
}

/// Everything at a glance.
pub(super) fn home(visit: &Visit<'_>) -> Outgoing {
    let (publisher, speak) = (visit.publisher, visit.speak);
    let switched = |on: bool| speak.word(if on { "settings-on" } else { "settings-off" });
    let traffic = match publisher.traffic {
        Some(source) => format!("{} {}", mark(visit, source), source_name(visit, source)),
        None => speak.word("settings-traffic-unset"),
    };
    let currency = match publisher.currency {
        Some(currency) => currency.code().to_owned(),
        None => {
            let code = visit.desk.deals.program().currency();
            speak.plain(&Sentence::new("settings-program-currency").with("code", code.code()))
        }
    };
    let subid = publisher.subid.clone().unwrap_or_else(|| speak.word("settings-none"));
    let others = OTHERS.iter().find(|(others, ..)| *others == publisher.others);
    let others = others.map(|(.., key)| speak.word(key)).unwrap_or_default();
    let line = |key, value: String| speak.html(&Sentence::new(key).with("value", value));
    let lines = [
        visit.html("settings-title"),
        String::new(),
        line("settings-language", speak.word(language_key(speak.lang()))),
        line("settings-traffic", traffic),
        line("settings-currency", currency),
        line("settings-subid", subid),
        line("settings-short", switched(publisher.short_links)),
        line("settings-estimate", switched(publisher.estimate)),
        line("settings-others", others),
        line("settings-joined", joined_words(visit)),
    ];
    let page = |key, data: &str| press(speak.word(key), data);
    let toggle = |on: bool, if_on, if_off, data: &str| {
        press(
            speak.word(if on { if_on } else { if_off }),
            &format!("{data}:{}", if on { "off" } else { "on" }),
        )
    };
    card(
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
pub(super) fn language(visit: &Visit<'_>) -> Outgoing {
    let now = visit.speak.lang();
    let rows = Lang::ALL.map(|lang| {
        vec![press(chosen(visit.speak.word(language_key(lang)), lang == now), &format!("language:{lang}"))]
    });
    card(visit.html("settings-language-choose"), with_back(visit, rows.to_vec()))
}

/// The program's traffic sources, each with what the program says of it; the chosen one with its consequence.
pub(super) fn traffic(visit: &Visit<'_>) -> Outgoing {
    let program = visit.desk.deals.program();
    let speak = visit.speak;
    let mut html = visit.html("settings-traffic-choose");
    if let Some(source) = visit.publisher.traffic {
        let permission = program.permission(source);
        let sentence = Sentence::new("settings-traffic-chosen")
            .with("mark", mark(visit, source))
            .with("source", Value::Term(source.key().to_owned()))
            .with("permission", Value::Term(permission.key().to_owned()));
        html.push_str("\n\n");
        html.push_str(&speak.html(&sentence));
        for consequence in program.consequences(source) {
            html.push_str("\n• ");
            html.push_str(&speak.html(&consequence));
        }
    }
    html.push_str("\n\n");
    html.push_str(&classes(visit));
    let buttons: Vec<Button> = TrafficSource::ALL
        .iter()
        .map(|source| {
            let name = format!("{} {}", mark(visit, *source), source_name(visit, *source));
            press(chosen(name, visit.publisher.traffic == Some(*source)), &format!("traffic:{source}"))
        })
        .collect();
    card(html, with_back(visit, side_by_side(buttons)))
}

/// What the four classes are paid, beside each other and folded away.
fn classes(visit: &Visit<'_>) -> String {
    let (deals, speak) = (&visit.desk.deals, visit.speak);
    let class = |(class, said): (TrafficClass, Vec<Sentence>)| {
        let name = escape(&speak.value(&Value::Term(class.key().to_owned())));
        let said: Vec<String> = said.iter().map(|sentence| format!("• {}", speak.html(sentence))).collect();
        format!("<b>{name}</b>\n{}", said.join("\n"))
    };
    let classes: Vec<String> = deals.program().comparison(deals.today()).into_iter().map(class).collect();
    let heading = visit.html("settings-traffic-classes");
    format!("<blockquote expandable>{heading}\n{}</blockquote>", classes.join("\n"))
}

/// The currency shown beside the program's.
pub(super) fn currency(visit: &Visit<'_>) -> Outgoing {
    let of_program = visit.desk.deals.program().currency();
    let code = |key| Sentence::new(key).with("code", of_program.code());
    let none =
        chosen(visit.speak.plain(&code("settings-program-currency")), visit.publisher.currency.is_none());
    let mut rows = vec![vec![press(none, "currency:none")]];
    rows.push(
        CURRENCIES
            .iter()
            .filter(|currency| **currency != of_program)
            .map(|currency| {
                let label = chosen(currency.code().to_owned(), visit.publisher.currency == Some(*currency));
                press(label, &format!("currency:{currency}"))
            })
            .collect(),
    );
    card(visit.speak.html(&code("settings-currency-choose")), with_back(visit, rows))
}

/// Somebody else's affiliate links.
pub(super) fn others(visit: &Visit<'_>) -> Outgoing {
    let rows = OTHERS.map(|(others, name, key)| {
        vec![press(
            chosen(visit.speak.word(key), visit.publisher.others == others),
            &format!("others:{name}"),
        )]
    });
    card(visit.html("settings-others-choose"), with_back(visit, rows.to_vec()))
}

/// The SubID.
pub(super) fn subid(visit: &Visit<'_>) -> Outgoing {
    let speak = visit.speak;
    let value = visit.publisher.subid.clone();
    let mut rows = vec![vec![press(speak.word("settings-button-subid-enter"), "subid:ask")]];
    if value.is_some() {
        rows.push(vec![press(speak.word("settings-button-subid-remove"), "subid:none")]);
    }
    let value = value.unwrap_or_else(|| speak.word("settings-none"));
    card(speak.html(&Sentence::new("settings-subid-choose").with("value", value)), with_back(visit, rows))
}

/// The day on which the ad space was approved into the program.
pub(super) fn joined(visit: &Visit<'_>) -> Outgoing {
    let speak = visit.speak;
    let mut rows = vec![vec![press(speak.word("settings-button-joined-enter"), "joined:ask")]];
    if visit.publisher.joined.is_some() {
        rows.push(vec![press(speak.word("settings-button-joined-remove"), "joined:none")]);
    }
    let html = Sentence::new("settings-joined-choose").with("value", joined_words(visit));
    card(speak.html(&html), with_back(visit, rows))
}

fn joined_words(visit: &Visit<'_>) -> String {
    match visit.publisher.joined {
        Some(day) => visit.speak.value(&Value::Date(day)),
        None => visit.speak.word("settings-joined-unset"),
    }
}

fn card(html: String, rows: Vec<Vec<Button>>) -> Outgoing {
    Outgoing { html, keyboard: Some(markup(&rows)), ..Outgoing::default() }
}

fn with_back(visit: &Visit<'_>, mut rows: Vec<Vec<Button>>) -> Vec<Vec<Button>> {
    rows.push(vec![press(visit.speak.word("settings-button-back"), "home")]);
    rows
}

fn press(label: String, data: &str) -> Button {
    Button::Press { label, data: format!("{PREFIX}{data}") }
}

fn chosen(label: String, is: bool) -> String {
    if is { format!("● {label}") } else { label }
}

fn language_key(lang: Lang) -> &'static str {
    match lang {
        Lang::Tr => "settings-language-tr",
        Lang::En => "settings-language-en",
    }
}

fn source_name(visit: &Visit<'_>, source: TrafficSource) -> String {
    visit.speak.value(&Value::Term(source.key().to_owned()))
}

fn mark(visit: &Visit<'_>, source: TrafficSource) -> &'static str {
    match visit.desk.deals.program().permission(source) {
        Permission::Allowed => "✅",
        Permission::NeedsApproval => "🟡",
        Permission::Forbidden => "⛔",
        Permission::NotNamed | Permission::Unknown => "❔",
    }
}

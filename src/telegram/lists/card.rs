//! The card of the lists in force, and the question before one is replaced by the list before it.

use super::super::keyboard::markup;
use super::super::private::Visit;
use super::super::send::Outgoing;
use super::data::{self, Press};
use crate::answer::Button;
use crate::lists::ListKind;
use crate::store::{StoreError, Version};
use dealink_core::message::{Sentence, Value};

/// Every list with its count and date.
pub(super) fn home(visit: &Visit<'_>) -> Result<Outgoing, StoreError> {
    let shelf = &visit.desk.store.lists;
    let in_force = shelf.live().now();
    let mut lines = vec![visit.html("lists-title"), String::new()];
    let mut rows = Vec::new();
    for kind in ListKind::all() {
        let name = || Value::Term(kind.key().to_owned());
        let line = match in_force.of(kind) {
            Some(list) => {
                Sentence::new("lists-line").with("count", list.entries.len()).with("date", list.date)
            }
            None => Sentence::new("lists-line-none"),
        };
        lines.push(visit.speak.html(&line.with("list", name())));
        if let Some(previous) = shelf.history(kind)?.get(1) {
            let label = Sentence::new("lists-button-restore").with("list", name());
            rows.push(vec![button(visit.speak.plain(&label), Press::Ask(kind, previous.number))]);
        }
    }
    lines.extend([String::new(), visit.html("lists-how")]);
    Ok(Outgoing { html: lines.join("\n"), keyboard: Some(markup(&rows)), ..Outgoing::default() })
}

/// What restoring a version would change; the card where there is no such version any more.
pub(super) fn ask(visit: &Visit<'_>, kind: ListKind, number: u64) -> Result<Outgoing, StoreError> {
    let history = visit.desk.store.lists.history(kind)?;
    let then = history.iter().skip(1).find(|version| version.number == number);
    let (Some(now), Some(then)) = (history.first(), then) else { return home(visit) };
    let described = |version: &Version| visit.speak.plain(&described(version));
    let question = Sentence::new("lists-restore-ask")
        .with("list", Value::Term(kind.key().to_owned()))
        .with("now", described(now))
        .with("then", described(then));
    let rows = [vec![
        button(visit.speak.word("lists-button-restore-sure"), Press::Restore(kind, number)),
        button(visit.speak.word("settings-button-back"), Press::Home),
    ]];
    let html = visit.speak.html(&question);
    Ok(Outgoing { html, keyboard: Some(markup(&rows)), ..Outgoing::default() })
}

/// Words alone; buttons that were there go.
pub(super) fn plain(html: String) -> Outgoing {
    Outgoing { html, keyboard: Some(markup(&[])), ..Outgoing::default() }
}

fn described(version: &Version) -> Sentence {
    match version.date {
        Some(date) => Sentence::new("lists-version").with("count", version.count).with("date", date),
        None => Sentence::new("lists-version-none"),
    }
}

fn button(label: String, press: Press) -> Button {
    Button::Press { label, data: data::write(press) }
}

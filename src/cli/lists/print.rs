//! The output of `dealink lists`: texts, or JSON for scripts.

use std::process::ExitCode;

use dealink_core::message::{Argument, Message};
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::super::out::{self, Printer, print_line};
use super::{DateSource, ListsFailure, LoadedListFile};
use crate::lists::{List, ListEntries, ListKind, Lists, ParsedList};
use crate::store::{ListVersion, StoreError};

/// What a command did to a list.
#[derive(Clone, Copy)]
pub(super) enum ListsOutcome {
    Loaded,
    Unchanged,
    Refused,
    Checked,
    Restored,
    Removed,
}

impl ListsOutcome {
    fn name(self) -> &'static str {
        match self {
            ListsOutcome::Loaded => "loaded",
            ListsOutcome::Unchanged => "unchanged",
            ListsOutcome::Refused => "refused",
            ListsOutcome::Checked => "checked",
            ListsOutcome::Restored => "restored",
            ListsOutcome::Removed => "removed",
        }
    }

    /// The outcome of a command that says nothing else of its list.
    pub(super) fn json(self, kind: ListKind) -> Json {
        json!({ "list": kind.name(), "state": self.name() })
    }
}

impl DateSource {
    fn key(self) -> &'static str {
        match self {
            DateSource::Argument => "lists-preview-date-given",
            DateSource::File => "lists-preview-date-file",
            DateSource::Today => "lists-preview-date-today",
        }
    }
}

impl Printer<'_> {
    /// Prints what a file holds and would change in the lists `before`, and its faults to standard error.
    pub(super) fn print_file(
        &self,
        kind: ListKind,
        file: &LoadedListFile,
        before: Option<&Lists>,
        outcome: ListsOutcome,
    ) {
        let now = before.and_then(|lists| lists.get(kind));
        if self.json {
            let mut json = self.file_json(kind, file, outcome);
            if before.is_some() {
                let difference = file.list.entries.difference_from(now.map(|list| &list.entries));
                json["added"] = json!(difference.added);
                json["removed"] = json!(difference.removed);
            }
            return print_line(&json.to_string());
        }
        self.print_faults(&file.list);
        for message in file_messages(file) {
            self.print(&message);
        }
        if before.is_some() {
            self.print(&difference_message(&file.list, now));
        }
    }

    fn file_json(&self, kind: ListKind, file: &LoadedListFile, outcome: ListsOutcome) -> Json {
        let list = &file.list;
        let faults = list
            .faults
            .iter()
            .map(|fault| json!({ "line": fault.line, "why": self.localizer.plain(&fault.message()) }));
        json!({
            "list": kind.name(), "state": outcome.name(), "date": file.date.to_string(),
            "count": list.entries.len(), "doubled": list.duplicates, "faulty": list.fault_count,
            "faults": faults.collect::<Vec<_>>(), "sheet": list.sheet,
        })
    }

    fn print_faults(&self, list: &ParsedList) {
        for fault in &list.faults {
            let line = Message::new("lists-fault-line").with("line", fault.line.to_string());
            self.print_error(&line.with("why", self.localizer.plain(&fault.message())));
        }
        if list.fault_count > list.faults.len() {
            let more = list.fault_count - list.faults.len();
            self.print_error(&Message::new("lists-faults-more").with("count", more));
        }
    }

    /// Says that a file was not loaded, and how its valid rows can be.
    pub(super) fn print_nothing_loaded(&self, list: &ParsedList) {
        if !self.json {
            let skip = (!list.entries.is_empty()).then(|| self.localizer.text("lists-cli-skip"));
            let nothing = self.localizer.text("lists-nothing-changed");
            out::print_error(&skip.into_iter().chain([nothing]).collect::<Vec<_>>().join("\n"));
        }
    }

    /// Prints all lists in a line each; a single `kind` with its entries.
    pub(super) fn print_lists(&self, lists: &Lists, kind: Option<ListKind>) {
        let kinds = || ListKind::all().filter(|one| kind.is_none_or(|kind| kind == *one));
        if self.json {
            let shown = kinds().map(|one| {
                let list = lists.get(one);
                let mut shown = json!({
                    "list": one.name(), "date": list.map(|list| list.date.to_string()),
                    "count": list.map(|list| list.entries.len()),
                });
                if kind.is_some() {
                    shown["entries"] = list.map(entries_json).unwrap_or_default();
                }
                shown
            });
            return print_line(&json!({ "lists": shown.collect::<Vec<_>>() }).to_string());
        }
        for one in kinds() {
            let Some(list) = lists.get(one) else {
                self.print(&message_about("lists-line-none", one));
                continue;
            };
            let line = message_about("lists-line", one).with("count", list.entries.len());
            self.print(&line.with("date", list.date));
            if kind.is_some() {
                print_entries(list);
            }
        }
    }

    pub(super) fn print_history(&self, kind: ListKind, history: &[ListVersion]) {
        if self.json {
            let versions = history.iter().enumerate().map(|(at, version)| {
                json!({
                    "number": version.number, "date": version.date.map(|date| date.to_string()),
                    "count": version.count, "loaded": version.loaded.to_string(), "in_force": at == 0,
                })
            });
            let versions: Vec<Json> = versions.collect();
            return print_line(&json!({ "list": kind.name(), "versions": versions }).to_string());
        }
        if history.is_empty() {
            self.print(&message_about("lists-cli-nothing", kind));
        }
        for (at, version) in history.iter().enumerate() {
            let key = if at == 0 { "lists-cli-history-now" } else { "lists-cli-history" };
            let line = Message::new(key)
                .with("number", version.number.to_string())
                .with("version", self.localizer.plain(&version_message(version)))
                .with("loaded", version.loaded.to_zoned(TimeZone::UTC).date());
            self.print(&line);
        }
    }

    pub(super) fn print_failure(&self, failure: ListsFailure) -> ExitCode {
        let message = match failure {
            ListsFailure::Message(message) => message,
            ListsFailure::Store(StoreError::Locked(dir)) => {
                Message::new("lists-cli-locked").with("dir", dir.display().to_string())
            }
            ListsFailure::Store(error) => return out::fail(error),
        };
        self.print_refusal(&message, Some(self.localizer.text("lists-nothing-changed")));
        ExitCode::FAILURE
    }
}

pub(super) fn version_message(version: &ListVersion) -> Message {
    match version.date {
        Some(date) => Message::new("lists-version").with("count", version.count).with("date", date),
        None => Message::new("lists-version-none"),
    }
}

/// A message with the name of a list.
pub(super) fn message_about(key: &'static str, kind: ListKind) -> Message {
    Message::new(key).with("list", Argument::Term(kind.key().to_owned()))
}

/// What a file holds.
fn file_messages(file: &LoadedListFile) -> Vec<Message> {
    let list = &file.list;
    let mut messages = vec![match list.entries.len() {
        0 => Message::new("lists-preview-none"),
        count => Message::new("lists-preview-count").with("count", count),
    }];
    if list.duplicates > 0 {
        messages.push(Message::new("lists-preview-doubled").with("count", list.duplicates));
    }
    if let Some(sheet) = &list.sheet {
        messages.push(Message::new("lists-preview-sheet").with("sheet", sheet.as_str()));
    }
    messages.push(Message::new(file.date_source.key()).with("date", file.date));
    messages
}

/// How a file differs from the list in force.
fn difference_message(list: &ParsedList, now: Option<&List>) -> Message {
    let Some(now) = now else { return Message::new("lists-preview-first") };
    let difference = list.entries.difference_from(Some(&now.entries));
    Message::new("lists-preview-difference")
        .with("date", now.date)
        .with("added", difference.added)
        .with("removed", difference.removed)
}

fn print_entries(list: &List) {
    match &list.entries {
        ListEntries::Stores(stores) => {
            for (store, name) in stores {
                print_line(&[store.to_string(), name.clone().unwrap_or_default()].join("\t"));
            }
        }
        ListEntries::Keywords(words) => words.iter().for_each(|word| print_line(word)),
    }
}

fn entries_json(list: &List) -> Json {
    match &list.entries {
        ListEntries::Stores(stores) => {
            stores.iter().map(|(store, name)| json!({ "store": store.to_string(), "name": name })).collect()
        }
        ListEntries::Keywords(words) => json!(words),
    }
}

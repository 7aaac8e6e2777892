//! The cards about lists: the lists in force, the preview of a file with what loading it would change, and the questions.

use super::super::context::PrivateContext;
use super::file::{DownloadedList, ListDateSource, ListFile};
use crate::lists::{ListKind, ParsedList};
use crate::store::ListVersion;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::callback::ListCardAction;
use crate::telegram::cards::{self, Rows};
use crate::telegram::handler_error::Result;
use crate::text::{Localizer, foreign_name, foreign_text};
use dealink_core::message::{Argument, Message};

const MAX_SHOWN_FAULTS: usize = 10;
const MAX_NAME_LETTERS: usize = 60;

impl PrivateContext<'_> {
    /// The card: every list with its count and date.
    pub(super) async fn lists_card(&self) -> Result<OutgoingMessage> {
        let lists = &self.app.store.lists;
        let in_force = lists.live().current();
        let mut lines = vec![self.html_of("lists-title"), String::new()];
        let mut rows = Vec::new();
        for kind in ListKind::all() {
            let name = || Argument::Term(kind.key().to_owned());
            let line = match in_force.get(kind) {
                Some(list) => {
                    Message::new("lists-line").with("count", list.entries.len()).with("date", list.date)
                }
                None => Message::new("lists-line-none"),
            };
            lines.push(self.localizer.html(&line.with("list", name())));
            if let Some(previous) = lists.history(kind).await?.get(1) {
                let label = Message::new("lists-button-restore").with("list", name());
                rows.push(vec![cards::button(
                    self.localizer.plain(&label),
                    ListCardAction::AskRestore(kind, previous.number),
                )]);
            }
        }
        lines.extend([String::new(), self.html_of("lists-how")]);
        Ok(OutgoingMessage::html(lines.join("\n")).with_buttons(rows))
    }

    /// What restoring a version would change. If the version does not exist any more, the card.
    pub(super) async fn restore_question(&self, kind: ListKind, number: u64) -> Result<OutgoingMessage> {
        let history = self.app.store.lists.history(kind).await?;
        let then = history.iter().skip(1).find(|version| version.number == number);
        let (Some(now), Some(then)) = (history.first(), then) else { return self.lists_card().await };
        let described = |version: &ListVersion| self.localizer.plain(&version_description(version));
        let question = Message::new("lists-restore-ask")
            .with("list", Argument::Term(kind.key().to_owned()))
            .with("now", described(now))
            .with("then", described(then));
        let rows = vec![vec![
            cards::button(
                self.localizer.text("lists-button-restore-sure"),
                ListCardAction::Restore(kind, number),
            ),
            cards::back_button(ListCardAction::Home, self.localizer),
        ]];
        let html = self.localizer.html(&question);
        Ok(OutgoingMessage::html(html).with_buttons(rows))
    }

    /// The question which list a file is.
    pub(super) fn ask_list_kind(&self, file: &ListFile) -> OutgoingMessage {
        let name = |kind: ListKind| self.localizer.format_value(&Argument::Term(kind.key().to_owned()));
        let mut rows: Rows =
            ListKind::all().map(|kind| vec![cards::button(name(kind), ListCardAction::Kind(kind))]).collect();
        rows.push(vec![cards::button(self.localizer.text("lists-button-cancel"), ListCardAction::Cancel)]);
        let question = Message::new("lists-which").with("file", short_name(file));
        file.reply(self.localizer.html(&question)).with_buttons(rows)
    }

    /// The names of the list and of the file.
    pub(super) fn preview_title(&self, file: &ListFile, kind: ListKind) -> String {
        let list = Argument::Term(kind.key().to_owned());
        self.localizer
            .html(&Message::new("lists-preview-title").with("list", list).with("file", short_name(file)))
    }

    /// The contents of a file, how they differ from the list in force, and buttons to load or drop them.
    pub(super) fn list_preview(
        &self,
        file: &ListFile,
        kind: ListKind,
        list: &DownloadedList,
    ) -> OutgoingMessage {
        let DownloadedList { reading, date, date_source } = list;
        let count = reading.entries.len();
        let html = |message: Message| self.localizer.html(&message);
        let mut lines = vec![self.preview_title(file, kind), String::new()];
        lines.push(match count {
            0 => self.html_of("lists-preview-none"),
            _ => html(Message::new("lists-preview-count").with("count", count)),
        });
        if reading.duplicates > 0 {
            lines.push(html(Message::new("lists-preview-doubled").with("count", reading.duplicates)));
        }
        if let Some(sheet) = &reading.sheet {
            lines.push(html(Message::new("lists-preview-sheet").with("sheet", foreign_name(sheet))));
        }
        if count > 0 {
            let key = match date_source {
                ListDateSource::Caption => "lists-preview-date-given",
                ListDateSource::File => "lists-preview-date-file",
                ListDateSource::Today => "lists-preview-date-today",
            };
            lines.push(html(Message::new(key).with("date", *date)));
            let in_force = self.app.store.lists.live().current();
            lines.push(match in_force.get(kind) {
                Some(now) => {
                    let difference = reading.entries.difference_from(Some(&now.entries));
                    html(
                        Message::new("lists-preview-difference")
                            .with("date", now.date)
                            .with("added", difference.added)
                            .with("removed", difference.removed),
                    )
                }
                None => self.html_of("lists-preview-first"),
            });
        }
        lines.extend(fault_lines(reading, self.localizer));
        file.reply(lines.join("\n")).with_buttons(preview_buttons(reading, kind, self.localizer))
    }
}

/// The rows that cannot be read, and the choices.
fn fault_lines(reading: &ParsedList, localizer: &Localizer) -> Vec<String> {
    let (count, shown) = (reading.fault_count, MAX_SHOWN_FAULTS);
    if count == 0 {
        return Vec::new();
    }
    let html = |message: Message| localizer.html(&message);
    let mut lines = vec![String::new(), html(Message::new("lists-preview-faults").with("count", count))];
    lines.extend(reading.faults.iter().take(shown).map(|fault| {
        // Plain text, because arguments are escaped.
        let why = localizer.plain(&fault.message());
        let line = Message::new("lists-fault-line").with("line", fault.line.to_string()).with("why", why);
        format!("• {}", html(line))
    }));
    if count > shown {
        lines.push(html(Message::new("lists-faults-more").with("count", count - shown)));
    }
    if !reading.entries.is_empty() {
        lines.extend([String::new(), html(Message::new("lists-preview-choice"))]);
    }
    lines
}

fn preview_buttons(reading: &ParsedList, kind: ListKind, localizer: &Localizer) -> Rows {
    let cancel = || cards::button(localizer.text("lists-button-cancel"), ListCardAction::Cancel);
    match (reading.entries.len(), reading.fault_count) {
        (0, _) => Vec::new(),
        (_, 0) => {
            let load = cards::button(localizer.text("lists-button-load"), ListCardAction::Load(kind));
            vec![vec![load, cancel()]]
        }
        (count, _) => {
            let good = localizer.plain(&Message::new("lists-button-good").with("count", count));
            vec![vec![cards::button(good, ListCardAction::LoadGoodRows(kind))], vec![cancel()]]
        }
    }
}

/// The file's name. Telegram makes no link of its ending, which is that of a table, so that stays whole.
fn short_name(file: &ListFile) -> String {
    let (name, ending) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
    format!("{}.{ending}", foreign_text(name, MAX_NAME_LETTERS))
}

fn version_description(version: &ListVersion) -> Message {
    match version.date {
        Some(date) => Message::new("lists-version").with("count", version.count).with("date", date),
        None => Message::new("lists-version-none"),
    }
}

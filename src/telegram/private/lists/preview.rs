//! What a file would change, before it does.

use super::super::context::PrivateContext;
use super::file::{DownloadedList, ListDateSource, ListFile};
use crate::lists::ListKind;
use crate::telegram::api::{MessageButton, OutgoingMessage};
use crate::telegram::callback::ListCardAction;
use crate::telegram::cards;
use dealink_core::message::{Argument, Message};

const MAX_SHOWN_FAULTS: usize = 10;
const MAX_NAME_CHARS: usize = 60;

/// The question which list a file is.
pub(super) fn ask_list_kind(visit: &PrivateContext<'_>, file: &ListFile) -> OutgoingMessage {
    let name = |kind: ListKind| visit.localizer.format_value(&Argument::Term(kind.key().to_owned()));
    let mut rows: Vec<Vec<MessageButton>> =
        ListKind::all().map(|kind| vec![cards::button(name(kind), ListCardAction::Kind(kind))]).collect();
    rows.push(vec![cards::button(visit.localizer.text("lists-button-cancel"), ListCardAction::Cancel)]);
    let question = Message::new("lists-which").with("file", short_name(file));
    file.reply(visit.localizer.html(&question)).with_buttons(rows)
}

/// The list and the file.
pub(super) fn preview_title(visit: &PrivateContext<'_>, file: &ListFile, kind: ListKind) -> String {
    let list = Argument::Term(kind.key().to_owned());
    visit
        .localizer
        .html(&Message::new("lists-preview-title").with("list", list).with("file", short_name(file)))
}

/// Everything that a file says, how it differs from the list in force, and what can be done with it.
pub(super) fn render_preview(
    visit: &PrivateContext<'_>,
    file: &ListFile,
    kind: ListKind,
    read: &DownloadedList,
) -> OutgoingMessage {
    let speak = visit.localizer;
    let DownloadedList { reading, date, date_source: dated } = read;
    let count = reading.entries.len();
    let say = |sentence: Message| speak.html(&sentence);
    let mut lines = vec![preview_title(visit, file, kind), String::new()];
    lines.push(match count {
        0 => visit.html_of("lists-preview-none"),
        _ => say(Message::new("lists-preview-count").with("count", count)),
    });
    if reading.duplicates > 0 {
        lines.push(say(Message::new("lists-preview-doubled").with("count", reading.duplicates)));
    }
    if let Some(sheet) = &reading.sheet {
        lines.push(say(Message::new("lists-preview-sheet").with("sheet", sheet.as_str())));
    }
    if count > 0 {
        let key = match dated {
            ListDateSource::Caption => "lists-preview-date-given",
            ListDateSource::File => "lists-preview-date-file",
            ListDateSource::Today => "lists-preview-date-today",
        };
        lines.push(say(Message::new(key).with("date", *date)));
        let in_force = visit.app.store.lists.live().current();
        lines.push(match in_force.get(kind) {
            Some(now) => {
                let difference = reading.entries.difference_from(Some(&now.entries));
                say(Message::new("lists-preview-difference")
                    .with("date", now.date)
                    .with("added", difference.added)
                    .with("removed", difference.removed))
            }
            None => visit.html_of("lists-preview-first"),
        });
    }
    if reading.fault_count > 0 {
        lines.push(String::new());
        lines.push(say(Message::new("lists-preview-faults").with("count", reading.fault_count)));
        for fault in reading.faults.iter().take(MAX_SHOWN_FAULTS) {
            // Rendered as plain text: it is an argument, and those are escaped.
            let why = speak.plain(&fault.message());
            let line = Message::new("lists-fault-line").with("line", fault.line.to_string()).with("why", why);
            lines.push(format!("• {}", say(line)));
        }
        if reading.fault_count > MAX_SHOWN_FAULTS {
            lines.push(say(
                Message::new("lists-faults-more").with("count", reading.fault_count - MAX_SHOWN_FAULTS)
            ));
        }
        if count > 0 {
            lines.extend([String::new(), visit.html_of("lists-preview-choice")]);
        }
    }
    let cancel = cards::button(speak.text("lists-button-cancel"), ListCardAction::Cancel);
    let rows = match (count, reading.fault_count) {
        (0, _) => Vec::new(),
        (_, 0) => {
            vec![vec![cards::button(speak.text("lists-button-load"), ListCardAction::Load(kind)), cancel]]
        }
        _ => {
            let good = speak.plain(&Message::new("lists-button-good").with("count", count));
            vec![vec![cards::button(good, ListCardAction::LoadGoodRows(kind))], vec![cancel]]
        }
    };
    file.reply(lines.join("\n")).with_buttons(rows)
}

fn short_name(file: &ListFile) -> String {
    let mut name: String = file.name.chars().take(MAX_NAME_CHARS).collect();
    if name.len() < file.name.len() {
        name.push('…');
    }
    name
}

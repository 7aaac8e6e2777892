//! What a file would change, before it does.

use super::super::keyboard::markup;
use super::super::private::Visit;
use super::super::send::Outgoing;
use super::data::{self, Press};
use super::file::{Dated, ListFile, Read};
use crate::answer::Button;
use crate::lists::ListKind;
use dealink_core::message::{Sentence, Value};

const FAULTS_SHOWN: usize = 10;
const NAME_SHOWN: usize = 60;

/// The question which list a file is.
pub(super) fn which(visit: &Visit<'_>, file: &ListFile) -> Outgoing {
    let name = |kind: ListKind| visit.speak.value(&Value::Term(kind.key().to_owned()));
    let mut rows: Vec<Vec<Button>> =
        ListKind::all().map(|kind| vec![button(name(kind), Press::Kind(kind))]).collect();
    rows.push(vec![button(visit.speak.word("lists-button-cancel"), Press::Cancel)]);
    let question = Sentence::new("lists-which").with("file", short_name(file));
    Outgoing { keyboard: Some(markup(&rows)), ..file.answer(visit.speak.html(&question)) }
}

/// The list and the file.
pub(super) fn title(visit: &Visit<'_>, file: &ListFile, kind: ListKind) -> String {
    let list = Value::Term(kind.key().to_owned());
    visit.speak.html(&Sentence::new("lists-preview-title").with("list", list).with("file", short_name(file)))
}

/// Everything that a file says, how it differs from the list in force, and what can be done with it.
pub(super) fn of(visit: &Visit<'_>, file: &ListFile, kind: ListKind, read: &Read) -> Outgoing {
    let speak = visit.speak;
    let Read { reading, date, dated } = read;
    let count = reading.entries.len();
    let say = |sentence: Sentence| speak.html(&sentence);
    let mut lines = vec![title(visit, file, kind), String::new()];
    lines.push(match count {
        0 => visit.html("lists-preview-none"),
        _ => say(Sentence::new("lists-preview-count").with("count", count)),
    });
    if reading.doubled > 0 {
        lines.push(say(Sentence::new("lists-preview-doubled").with("count", reading.doubled)));
    }
    if let Some(sheet) = &reading.sheet {
        lines.push(say(Sentence::new("lists-preview-sheet").with("sheet", sheet.as_str())));
    }
    if count > 0 {
        let key = match dated {
            Dated::Caption => "lists-preview-date-given",
            Dated::File => "lists-preview-date-file",
            Dated::Today => "lists-preview-date-today",
        };
        lines.push(say(Sentence::new(key).with("date", *date)));
        let in_force = visit.desk.store.lists.live().now();
        lines.push(match in_force.of(kind) {
            Some(now) => {
                let difference = reading.entries.against(Some(&now.entries));
                say(Sentence::new("lists-preview-difference")
                    .with("date", now.date)
                    .with("added", difference.added)
                    .with("removed", difference.removed))
            }
            None => visit.html("lists-preview-first"),
        });
    }
    if reading.faulty > 0 {
        lines.push(String::new());
        lines.push(say(Sentence::new("lists-preview-faults").with("count", reading.faulty)));
        for fault in reading.faults.iter().take(FAULTS_SHOWN) {
            // Rendered as plain text: it is an argument, and those are escaped.
            let why = speak.plain(&fault.why);
            let line =
                Sentence::new("lists-fault-line").with("line", fault.line.to_string()).with("why", why);
            lines.push(format!("• {}", say(line)));
        }
        if reading.faulty > FAULTS_SHOWN {
            lines.push(say(Sentence::new("lists-faults-more").with("count", reading.faulty - FAULTS_SHOWN)));
        }
        if count > 0 {
            lines.extend([String::new(), visit.html("lists-preview-choice")]);
        }
    }
    let cancel = button(speak.word("lists-button-cancel"), Press::Cancel);
    let rows = match (count, reading.faulty) {
        (0, _) => Vec::new(),
        (_, 0) => vec![vec![button(speak.word("lists-button-load"), Press::Load(kind)), cancel]],
        _ => {
            let good = speak.plain(&Sentence::new("lists-button-good").with("count", count));
            vec![vec![button(good, Press::Good(kind))], vec![cancel]]
        }
    };
    Outgoing { keyboard: Some(markup(&rows)), ..file.answer(lines.join("\n")) }
}

fn button(label: String, press: Press) -> Button {
    Button::Press { label, data: data::write(press) }
}

fn short_name(file: &ListFile) -> String {
    let mut name: String = file.name.chars().take(NAME_SHOWN).collect();
    if name.len() < file.name.len() {
        name.push('…');
    }
    name
}

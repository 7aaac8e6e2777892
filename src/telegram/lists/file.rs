//! A file that an admin sent.

use jiff::civil::Date;
use serde_json::Value;
use teloxide::types::MessageId;

use super::super::original::Original;
use super::super::private::Visit;
use super::super::send::Outgoing;
use crate::lists::{self, ListKind, MOST_BYTES, Reading};
use dealink_core::message::Sentence;

/// Endings of tables that are not read; whoever sends one is told what to do, instead of nothing.
const OTHER_TABLES: [&str; 6] = ["xls", "xlsb", "xlsm", "ods", "numbers", "tab"];

/// A document of a message.
pub(in crate::telegram) struct ListFile {
    message: MessageId,
    file_id: String,
    /// What it is called.
    pub(super) name: String,
    bytes: Option<u64>,
    caption: String,
}

/// A file that was read.
pub(super) struct Read {
    pub(super) reading: Reading,
    /// The list's day, and where it comes from.
    pub(super) date: Date,
    pub(super) dated: Dated,
}

/// Where a list's day comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dated {
    Caption,
    File,
    Today,
}

impl ListFile {
    /// Reads it from a message of the Bot API; `None` for a message without a table. One whose caption has links is a post.
    pub(super) fn of(message: &Value) -> Option<ListFile> {
        let document = message.get("document").filter(|_| message.get("animation").is_none())?;
        let original = Original::read(message)?;
        let file = ListFile {
            message: MessageId(original.message_id),
            file_id: document["file_id"].as_str()?.to_owned(),
            name: document["file_name"].as_str()?.to_owned(),
            bytes: document["file_size"].as_u64(),
            caption: original.post.text.clone(),
        };
        let is_table = file.is_readable() || file.has_ending(&OTHER_TABLES);
        (is_table && original.post.links().is_empty()).then_some(file)
    }

    /// Whether it is of a form that is read.
    pub(super) fn is_readable(&self) -> bool {
        lists::has_known_ending(&self.name)
    }

    fn has_ending(&self, endings: &[&str]) -> bool {
        self.name
            .rsplit_once('.')
            .is_some_and(|(_, is)| endings.iter().any(|one| one.eq_ignore_ascii_case(is)))
    }

    /// The list that its caption, or else its name, says it is.
    pub(super) fn kind(&self) -> Option<ListKind> {
        lists::guess(&self.caption).or_else(|| lists::guess(&self.name))
    }

    /// Fetches and reads it.
    ///
    /// # Errors
    /// What to say when it cannot be had or read.
    pub(super) async fn read(&self, visit: &Visit<'_>, kind: ListKind) -> Result<Read, Sentence> {
        if self.bytes.is_some_and(|bytes| bytes > MOST_BYTES as u64) {
            return Err(lists::too_large());
        }
        let _typing = visit.desk.sender.typing(visit.chat);
        let bytes = visit.desk.sender.fetch(&self.file_id, MOST_BYTES).await.map_err(|error| {
            tracing::warn!(%error, "a file was not handed over");
            Sentence::new("lists-fetch-failed")
        })?;
        let (name, today) = (self.name.clone(), visit.desk.clock.today());
        let read = tokio::task::spawn_blocking(move || lists::read(&name, &bytes, kind, today)).await;
        let reading =
            read.map_err(|_| Sentence::new("lists-refused-workbook"))?.map_err(|refusal| refusal.0)?;
        let given = lists::date_in(&self.caption, today);
        let (date, dated) = match (given, reading.date) {
            (Some(date), _) => (date, Dated::Caption),
            (None, Some(date)) => (date, Dated::File),
            (None, None) => (today, Dated::Today),
        };
        Ok(Read { reading, date, dated })
    }

    /// A message that replies to it.
    pub(super) fn answer(&self, html: String) -> Outgoing {
        Outgoing { html, reply_to: Some(self.message), ..Outgoing::default() }
    }
}

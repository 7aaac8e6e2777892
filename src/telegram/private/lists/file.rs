//! A file that an admin sent.

use jiff::civil::Date;

use super::super::context::PrivateContext;
use crate::lists::{self, ListKind, ListRefusal, MOST_BYTES, ParsedList};
use crate::telegram::api::OutgoingMessage;
use crate::telegram::update::IncomingMessage;
use dealink_core::message::Message;

/// Endings of tables that are not read; whoever sends one is told what to do, instead of nothing.
const OTHER_TABLES: [&str; 6] = ["xls", "xlsb", "xlsm", "ods", "numbers", "tab"];

/// A document of a message.
pub(in crate::telegram) struct ListFile {
    message: i32,
    file_id: String,
    /// What it is called.
    pub(super) name: String,
    bytes: Option<u64>,
    caption: String,
}

/// A file that was read.
pub(super) struct DownloadedList {
    pub(super) reading: ParsedList,
    /// The list's day, and where it comes from.
    pub(super) date: Date,
    pub(super) date_source: ListDateSource,
}

/// Where a list's day comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListDateSource {
    Caption,
    File,
    Today,
}

impl ListFile {
    /// Reads it from a message of the Bot API; `None` for a message without a table. One whose caption has links is a post.
    pub(in crate::telegram) fn from_message(message: &IncomingMessage) -> Option<ListFile> {
        let document = message.document.as_ref()?;
        let file = ListFile {
            message: message.id,
            file_id: document.file_id.clone(),
            name: document.file_name.clone()?,
            bytes: document.file_size,
            caption: message.content.post.text.clone(),
        };
        let is_table = file.is_readable() || file.has_ending(&OTHER_TABLES);
        (is_table && message.content.post.links().is_empty()).then_some(file)
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
        lists::guess_kind(&self.caption).or_else(|| lists::guess_kind(&self.name))
    }

    /// Fetches and reads it.
    ///
    /// # Errors
    /// What to say when it cannot be had or read.
    pub(super) async fn download_and_parse(
        &self,
        visit: &PrivateContext<'_>,
        kind: ListKind,
    ) -> Result<DownloadedList, Message> {
        if self.bytes.is_some_and(|bytes| bytes > MOST_BYTES as u64) {
            return Err(ListRefusal::TooLarge.message());
        }
        let _typing = visit.app.sender.show_typing(visit.chat);
        let bytes = visit.app.sender.download(&self.file_id, MOST_BYTES).await.map_err(|error| {
            tracing::warn!(%error, "a file was not handed over");
            Message::new("lists-fetch-failed")
        })?;
        let (name, today) = (self.name.clone(), visit.app.clock.today());
        let read = tokio::task::spawn_blocking(move || lists::parse_list(&name, &bytes, kind, today)).await;
        let reading =
            read.unwrap_or(Err(ListRefusal::BrokenWorkbook)).map_err(|refusal| refusal.message())?;
        let given = lists::date_in(&self.caption, today);
        let (date, dated) = match (given, reading.date) {
            (Some(date), _) => (date, ListDateSource::Caption),
            (None, Some(date)) => (date, ListDateSource::File),
            (None, None) => (today, ListDateSource::Today),
        };
        Ok(DownloadedList { reading, date, date_source: dated })
    }

    /// A message that replies to it.
    pub(super) fn reply(&self, html: String) -> OutgoingMessage {
        OutgoingMessage::html(html).replying_to(Some(self.message))
    }
}

//! A file that an operator sent.

use jiff::civil::Date;

use super::super::context::PrivateContext;
use crate::lists::{self, ListKind, ListRefusal, MOST_BYTES, ParsedList};
use crate::telegram::api::OutgoingMessage;
use crate::telegram::update::IncomingMessage;
use dealink_core::message::Message;

/// File extensions of tables that cannot be read; the sender is told what to do instead.
const OTHER_TABLES: [&str; 6] = ["xls", "xlsb", "xlsm", "ods", "numbers", "tab"];

/// A document of a message.
pub(in crate::telegram) struct ListFile {
    message: i32,
    file_id: String,
    pub(super) name: String,
    bytes: Option<u64>,
    caption: String,
}

pub(super) struct DownloadedList {
    pub(super) reading: ParsedList,
    pub(super) date: Date,
    pub(super) date_source: ListDateSource,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListDateSource {
    Caption,
    File,
    Today,
}

impl ListFile {
    /// `None` for a message without a table. A file with links in the caption is a post.
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

    pub(super) fn is_readable(&self) -> bool {
        lists::has_known_ending(&self.name)
    }

    fn has_ending(&self, endings: &[&str]) -> bool {
        self.name
            .rsplit_once('.')
            .is_some_and(|(_, is)| endings.iter().any(|one| one.eq_ignore_ascii_case(is)))
    }

    /// The list that its caption names, or else its file name.
    pub(super) fn kind(&self) -> Option<ListKind> {
        lists::guess_kind(&self.caption).or_else(|| lists::guess_kind(&self.name))
    }

    /// # Errors
    /// What the person is told when the file cannot be downloaded or read.
    pub(super) async fn download_and_parse(
        &self,
        context: &PrivateContext<'_>,
        kind: ListKind,
    ) -> Result<DownloadedList, Message> {
        if self.bytes.is_some_and(|bytes| bytes > MOST_BYTES as u64) {
            return Err(ListRefusal::TooLarge.message());
        }
        let _typing = context.app.sender.show_typing(context.chat);
        let bytes = context.app.sender.download(&self.file_id, MOST_BYTES).await.map_err(|error| {
            tracing::warn!(%error, "a file was not downloaded");
            Message::new("lists-fetch-failed")
        })?;
        let today = context.app.clock.today();
        let read = context.app.list_reader.read(&self.name, &bytes, kind, today).await;
        let reading = read.map_err(|refusal| refusal.message())?;
        let given = lists::date_in(&self.caption, today);
        let (date, date_source) = match (given, reading.date) {
            (Some(date), _) => (date, ListDateSource::Caption),
            (None, Some(date)) => (date, ListDateSource::File),
            (None, None) => (today, ListDateSource::Today),
        };
        Ok(DownloadedList { reading, date, date_source })
    }

    pub(super) fn reply(&self, html: String) -> OutgoingMessage {
        OutgoingMessage::html(html).replying_to(Some(self.message))
    }
}

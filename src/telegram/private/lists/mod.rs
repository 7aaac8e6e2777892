//! Lists, for operators only: a file that an operator sends, its preview, and the card of the lists in force.
//!
//! Nothing is stored between a preview and a press on its buttons: the preview replies to the message with the file, so each
//! press contains that message, and the file is downloaded and read again. Each press checks again that an operator pressed.

mod cards;
mod file;

use super::cards_common::show_card;
use super::context::PrivateContext;
use crate::lists::ListKind;
use crate::store::SaveOutcome;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::callback::ListCardAction;
use crate::telegram::handler_error::Result;
use crate::telegram::update::CallbackQuery;
use dealink_core::message::{Argument, Message};
use file::DownloadedList;

pub(super) use file::ListFile;

/// How rows of a file that cannot be read are treated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FaultyRows {
    Refuse,
    LeaveOut,
}

impl PrivateContext<'_> {
    /// Shows what a file would change, or asks which list it is.
    pub(super) async fn handle_list_file(&self, file: &ListFile) -> Result<()> {
        self.end_question().await?;
        let reply = if !file.is_readable() {
            file.reply(self.html_of("lists-refused-ending"))
        } else {
            match file.kind() {
                Some(kind) => self.preview_list(file, kind).await,
                None => self.ask_list_kind(file),
            }
        };
        self.send_card(&reply).await
    }

    pub(super) async fn send_lists_card(&self) -> Result<()> {
        let card = self.lists_card().await?;
        self.send_card(&card).await
    }

    pub(super) async fn handle_list_action(
        &self,
        query: &CallbackQuery,
        action: ListCardAction,
    ) -> Result<()> {
        let card = match action {
            ListCardAction::Home => self.lists_card().await?,
            ListCardAction::AskRestore(kind, number) => self.restore_question(kind, number).await?,
            ListCardAction::Cancel => OutgoingMessage::html(self.html_of("lists-cancelled")),
            ListCardAction::Restore(kind, number) => {
                let done = self.app.store.lists.restore(kind, number, self.app.clock.now()).await?;
                let key = if done.is_some() { "lists-restored" } else { "chat-old-press" };
                self.answer_callback(query, key).await;
                return show_card(self, query, &self.lists_card().await?).await;
            }
            ListCardAction::Kind(kind) | ListCardAction::Load(kind) | ListCardAction::LoadGoodRows(kind) => {
                let Some(file) = self.answered_file(query).await else { return Ok(()) };
                let card = match action {
                    ListCardAction::Load(_) => self.load_list(&file, kind, FaultyRows::Refuse).await?,
                    ListCardAction::LoadGoodRows(_) => {
                        self.load_list(&file, kind, FaultyRows::LeaveOut).await?
                    }
                    _ => self.preview_list(&file, kind).await,
                };
                return show_card(self, query, &card).await;
            }
        };
        self.answer_silently(query).await;
        show_card(self, query, &card).await
    }

    /// Answers the press at once, because a download takes long, and returns the file to which the pressed preview replies.
    async fn answered_file(&self, query: &CallbackQuery) -> Option<ListFile> {
        let file = query.replied().and_then(ListFile::from_message);
        match file {
            Some(_) => self.answer_silently(query).await,
            None => self.alert(query, "chat-original-gone").await,
        }
        file
    }

    async fn preview_list(&self, file: &ListFile, kind: ListKind) -> OutgoingMessage {
        match file.download_and_parse(self, kind).await {
            Ok(list) => self.list_preview(file, kind, &list),
            Err(why) => {
                let title = self.preview_title(file, kind);
                file.reply(format!("{title}\n\n{}", self.localizer.html(&why)))
            }
        }
    }

    /// Puts a file's list in force. If the file has faulty rows that are not to be left out, the preview is shown again.
    async fn load_list(
        &self,
        file: &ListFile,
        kind: ListKind,
        faulty_rows: FaultyRows,
    ) -> Result<OutgoingMessage> {
        let list = match file.download_and_parse(self, kind).await {
            Ok(list) => list,
            Err(why) => return Ok(OutgoingMessage::html(self.localizer.html(&why))),
        };
        let is_refused = list.reading.fault_count > 0 && faulty_rows == FaultyRows::Refuse;
        if is_refused || list.reading.entries.is_empty() {
            return Ok(self.list_preview(file, kind, &list));
        }
        let DownloadedList { reading, date, .. } = list;
        let count = reading.entries.len();
        let list = crate::lists::List { date, entries: reading.entries };
        let saved = self.app.store.lists.save(kind, list, self.app.clock.now()).await?;
        // The list is on the disk and in force now.
        let name = || Argument::Term(kind.key().to_owned());
        let result = match saved {
            SaveOutcome::InForce => {
                tracing::info!(list = %kind, entries = count, "a list was loaded");
                Message::new("lists-loaded").with("list", name()).with("count", count).with("date", date)
            }
            SaveOutcome::Unchanged => Message::new("lists-unchanged").with("list", name()).with("date", date),
        };
        let mut lines = vec![self.localizer.html(&result)];
        if reading.fault_count > 0 {
            lines.push(
                self.localizer.html(&Message::new("lists-left-out").with("count", reading.fault_count)),
            );
        }
        Ok(OutgoingMessage::html(lines.join("\n")))
    }
}

//! Lists, for admins alone: a file that is sent, its preview, and the card of what is in force.
//!
//! Nothing is kept between a preview and its press: the preview replies to the file, so the press brings the file along, and
//! it is fetched and read again. Each press checks anew that an admin pressed.

mod card;
mod data;
mod file;
mod preview;

use super::cards_common::show_card;
use super::context::PrivateContext;
use crate::lists::ListKind;
use crate::store::SaveOutcome;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::handler_error::HandlerError;
use crate::telegram::update::CallbackQuery;
use data::ListCallback;
use dealink_core::message::{Argument, Message};
use file::DownloadedList;

pub(super) use file::ListFile;

impl PrivateContext<'_> {
    /// Shows what a file would change, or asks which list it is.
    pub(super) async fn handle_list_file(&self, file: &ListFile) -> Result<(), HandlerError> {
        self.end_question().await?;
        let shown = if !file.is_readable() {
            file.reply(self.html_of("lists-refused-ending"))
        } else {
            match file.kind() {
                Some(kind) => self.preview_list(file, kind).await?,
                None => preview::ask_list_kind(self, file),
            }
        };
        self.send(&shown).await?;
        Ok(())
    }

    /// The card of all lists.
    pub(super) async fn send_lists_card(&self) -> Result<(), HandlerError> {
        let card = card::render_lists_card(self)?;
        self.send(&card).await?;
        Ok(())
    }

    /// Handles a press of an admin on something about lists; `false` when it is none.
    pub(super) async fn handle_lists_callback(&self, query: &CallbackQuery) -> Result<bool, HandlerError> {
        let press = query.data.as_deref().and_then(data::parse_callback).filter(|_| self.is_operator());
        let Some(press) = press else { return Ok(false) };
        let shown = match press {
            ListCallback::Home => card::render_lists_card(self)?,
            ListCallback::AskRestore(kind, number) => card::render_restore_question(self, kind, number)?,
            ListCallback::Restore(kind, number) => {
                let done = self.app.store.lists.restore(kind, number, self.app.clock.now()).await?;
                let key = if done.is_some() { "lists-restored" } else { "chat-old-press" };
                self.answer_callback(query, key).await;
                show_card(self, query, &card::render_lists_card(self)?).await?;
                return Ok(true);
            }
            ListCallback::Cancel => card::text_only(self.html_of("lists-cancelled")),
            ListCallback::Kind(_) | ListCallback::Load(_) | ListCallback::LoadGoodRows(_) => {
                match query.replied().and_then(ListFile::from_message) {
                    Some(file) => {
                        // The file takes its time; the button need not look pressed for so long.
                        self.answer_silently(query).await;
                        let shown = match press {
                            ListCallback::Load(kind) => self.load_list(&file, kind, false).await?,
                            ListCallback::LoadGoodRows(kind) => self.load_list(&file, kind, true).await?,
                            ListCallback::Kind(kind) => self.preview_list(&file, kind).await?,
                            ListCallback::Home
                            | ListCallback::AskRestore(..)
                            | ListCallback::Restore(..)
                            | ListCallback::Cancel => {
                                return Ok(true);
                            }
                        };
                        show_card(self, query, &shown).await?;
                        return Ok(true);
                    }
                    None => {
                        self.alert(query, "chat-original-gone").await;
                        return Ok(true);
                    }
                }
            }
        };
        self.answer_silently(query).await;
        show_card(self, query, &shown).await?;
        Ok(true)
    }

    async fn preview_list(&self, file: &ListFile, kind: ListKind) -> Result<OutgoingMessage, HandlerError> {
        let html = match file.download_and_parse(self, kind).await {
            Ok(read) => return Ok(preview::render_preview(self, file, kind, &read)),
            Err(why) => [preview::preview_title(self, file, kind), String::new(), self.localizer.html(&why)]
                .join("\n"),
        };
        Ok(file.reply(html))
    }

    /// Puts a file's list in force. A file with wrong rows gets its preview again, unless these are to be left out.
    async fn load_list(
        &self,
        file: &ListFile,
        kind: ListKind,
        leave_out: bool,
    ) -> Result<OutgoingMessage, HandlerError> {
        let read = match file.download_and_parse(self, kind).await {
            Ok(read) if read.reading.entries.is_empty() || (read.reading.fault_count > 0 && !leave_out) => {
                return Ok(preview::render_preview(self, file, kind, &read));
            }
            Ok(read) => read,
            Err(why) => return Ok(card::text_only(self.localizer.html(&why))),
        };
        let DownloadedList { reading, date, .. } = read;
        let count = reading.entries.len();
        let list = crate::lists::List { date, entries: reading.entries };
        let saved = self.app.store.lists.save(kind, list, self.app.clock.now()).await?;
        // From here on the list is on the disk and in force: it may be said.
        let name = || Argument::Term(kind.key().to_owned());
        let said = match saved {
            SaveOutcome::InForce => {
                tracing::info!(list = %kind, entries = count, "a list was loaded");
                Message::new("lists-loaded").with("list", name()).with("count", count).with("date", date)
            }
            SaveOutcome::Unchanged => Message::new("lists-unchanged").with("list", name()).with("date", date),
        };
        let mut lines = vec![self.localizer.html(&said)];
        if reading.fault_count > 0 {
            lines.push(
                self.localizer.html(&Message::new("lists-left-out").with("count", reading.fault_count)),
            );
        }
        Ok(card::text_only(lines.join("\n")))
    }
}

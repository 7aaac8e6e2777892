//! Lists, for admins alone: a file that is sent, its preview, and the card of what is in force.
//!
//! Nothing is kept between a preview and its press: the preview replies to the file, so the press brings the file along, and
//! it is fetched and read again. Each press checks anew that an admin pressed.

mod card;
mod data;
mod file;
mod preview;

use teloxide::types::CallbackQuery;

use super::desk::Trouble;
use super::press::show;
use super::private::Visit;
use super::send::Outgoing;
use crate::lists::ListKind;
use crate::store::Saved;
use data::Press;
use dealink_core::message::{Sentence, Value};
use file::{ListFile, Read};

impl Visit<'_> {
    /// Whether this person may load lists.
    pub(super) fn is_admin(&self) -> bool {
        self.desk.admins.contains(&self.user.id.0)
    }

    /// The file with a list that an admin sent, if this message is one.
    pub(super) fn list_file(&self) -> Option<ListFile> {
        if !self.is_admin() {
            return None;
        }
        ListFile::of(&self.raw(&["message"])?)
    }

    /// Shows what a file would change, or asks which list it is.
    pub(super) async fn list_sent(&self, file: &ListFile) -> Result<(), Trouble> {
        self.stop_asking().await?;
        let shown = if !file.is_readable() {
            file.answer(self.html("lists-refused-ending"))
        } else {
            match file.kind() {
                Some(kind) => self.preview(file, kind).await?,
                None => preview::which(self, file),
            }
        };
        self.desk.sender.send(self.chat, &shown).await?;
        Ok(())
    }

    /// The card of all lists.
    pub(super) async fn lists(&self) -> Result<(), Trouble> {
        let card = card::home(self)?;
        self.desk.sender.send(self.chat, &card).await?;
        Ok(())
    }

    /// Handles a press of an admin on something about lists; `false` when it is none.
    pub(super) async fn press_on_lists(&self, query: &CallbackQuery) -> Result<bool, Trouble> {
        let press = query.data.as_deref().and_then(data::read).filter(|_| self.is_admin());
        let Some(press) = press else { return Ok(false) };
        let sender = &self.desk.sender;
        let shown = match press {
            Press::Home => card::home(self)?,
            Press::Ask(kind, number) => card::ask(self, kind, number)?,
            Press::Restore(kind, number) => {
                let done = self.desk.store.lists.restore(kind, number, self.desk.clock.now()).await?;
                let key = if done.is_some() { "lists-restored" } else { "chat-old-press" };
                sender.answer_press(query.id.clone(), Some(self.speak.word(key)), false).await;
                show(self, query, &card::home(self)?).await?;
                return Ok(true);
            }
            Press::Cancel => card::plain(self.html("lists-cancelled")),
            Press::Kind(_) | Press::Load(_) | Press::Good(_) => {
                let document = self.raw(&["callback_query", "message", "reply_to_message"]);
                match document.as_ref().and_then(ListFile::of) {
                    Some(file) => {
                        // The file takes its time; the button need not look pressed for so long.
                        sender.answer_press(query.id.clone(), None, false).await;
                        let shown = match press {
                            Press::Load(kind) => self.load(&file, kind, false).await?,
                            Press::Good(kind) => self.load(&file, kind, true).await?,
                            Press::Kind(kind) => self.preview(&file, kind).await?,
                            Press::Home | Press::Ask(..) | Press::Restore(..) | Press::Cancel => {
                                return Ok(true);
                            }
                        };
                        show(self, query, &shown).await?;
                        return Ok(true);
                    }
                    None => {
                        let gone = self.speak.word("chat-original-gone");
                        sender.answer_press(query.id.clone(), Some(gone), true).await;
                        return Ok(true);
                    }
                }
            }
        };
        sender.answer_press(query.id.clone(), None, false).await;
        show(self, query, &shown).await?;
        Ok(true)
    }

    async fn preview(&self, file: &ListFile, kind: ListKind) -> Result<Outgoing, Trouble> {
        let html = match file.read(self, kind).await {
            Ok(read) => return Ok(preview::of(self, file, kind, &read)),
            Err(why) => [preview::title(self, file, kind), String::new(), self.speak.html(&why)].join("\n"),
        };
        Ok(file.answer(html))
    }

    /// Puts a file's list in force. A file with wrong rows gets its preview again, unless these are to be left out.
    async fn load(&self, file: &ListFile, kind: ListKind, leave_out: bool) -> Result<Outgoing, Trouble> {
        let read = match file.read(self, kind).await {
            Ok(read) if read.reading.entries.is_empty() || (read.reading.faulty > 0 && !leave_out) => {
                return Ok(preview::of(self, file, kind, &read));
            }
            Ok(read) => read,
            Err(why) => return Ok(card::plain(self.speak.html(&why))),
        };
        let Read { reading, date, .. } = read;
        let count = reading.entries.len();
        let list = crate::lists::List { date, entries: reading.entries };
        let saved = self.desk.store.lists.save(kind, list, self.desk.clock.now()).await?;
        // From here on the list is on the disk and in force: it may be said.
        let name = || Value::Term(kind.key().to_owned());
        let said = match saved {
            Saved::InForce => {
                tracing::info!(list = %kind, entries = count, "a list was loaded");
                Sentence::new("lists-loaded").with("list", name()).with("count", count).with("date", date)
            }
            Saved::Unchanged => Sentence::new("lists-unchanged").with("list", name()).with("date", date),
        };
        let mut lines = vec![self.speak.html(&said)];
        if reading.faulty > 0 {
            lines.push(self.speak.html(&Sentence::new("lists-left-out").with("count", reading.faulty)));
        }
        Ok(card::plain(lines.join("\n")))
    }
}

//! The card of the lists in force, and the question before one is replaced by the list before it.

use super::super::context::PrivateContext;
use crate::lists::ListKind;
use crate::store::ListVersion;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::callback::ListCardAction;
use crate::telegram::cards;
use crate::telegram::handler_error::Result;
use dealink_core::message::{Argument, Message};

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
}

fn version_description(version: &ListVersion) -> Message {
    match version.date {
        Some(date) => Message::new("lists-version").with("count", version.count).with("date", date),
        None => Message::new("lists-version-none"),
    }
}

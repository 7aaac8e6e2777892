//! The card of the lists in force, and the question before one is replaced by the list before it.

use super::super::context::PrivateContext;
use crate::lists::ListKind;
use crate::store::{ListVersion, StoreError};
use crate::telegram::api::OutgoingMessage;
use crate::telegram::callback::ListCardAction;
use crate::telegram::cards;
use dealink_core::message::{Argument, Message};

/// The card: every list with its count and date.
pub(super) async fn render_lists_card(context: &PrivateContext<'_>) -> Result<OutgoingMessage, StoreError> {
    let lists = &context.app.store.lists;
    let in_force = lists.live().current();
    let mut lines = vec![context.html_of("lists-title"), String::new()];
    let mut rows = Vec::new();
    for kind in ListKind::all() {
        let name = || Argument::Term(kind.key().to_owned());
        let line = match in_force.get(kind) {
            Some(list) => {
                Message::new("lists-line").with("count", list.entries.len()).with("date", list.date)
            }
            None => Message::new("lists-line-none"),
        };
        lines.push(context.localizer.html(&line.with("list", name())));
        if let Some(previous) = lists.history(kind).await?.get(1) {
            let label = Message::new("lists-button-restore").with("list", name());
            rows.push(vec![cards::button(
                context.localizer.plain(&label),
                ListCardAction::AskRestore(kind, previous.number),
            )]);
        }
    }
    lines.extend([String::new(), context.html_of("lists-how")]);
    Ok(OutgoingMessage::html(lines.join("\n")).with_buttons(rows))
}

/// What restoring a version would change. If the version does not exist any more, the card.
pub(super) async fn render_restore_question(
    context: &PrivateContext<'_>,
    kind: ListKind,
    number: u64,
) -> Result<OutgoingMessage, StoreError> {
    let history = context.app.store.lists.history(kind).await?;
    let then = history.iter().skip(1).find(|version| version.number == number);
    let (Some(now), Some(then)) = (history.first(), then) else { return render_lists_card(context).await };
    let described = |version: &ListVersion| context.localizer.plain(&version_description(version));
    let question = Message::new("lists-restore-ask")
        .with("list", Argument::Term(kind.key().to_owned()))
        .with("now", described(now))
        .with("then", described(then));
    let rows = vec![vec![
        cards::button(
            context.localizer.text("lists-button-restore-sure"),
            ListCardAction::Restore(kind, number),
        ),
        cards::back_button(ListCardAction::Home, context.localizer),
    ]];
    let html = context.localizer.html(&question);
    Ok(OutgoingMessage::html(html).with_buttons(rows))
}

fn version_description(version: &ListVersion) -> Message {
    match version.date {
        Some(date) => Message::new("lists-version").with("count", version.count).with("date", date),
        None => Message::new("lists-version-none"),
    }
}

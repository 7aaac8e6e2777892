//! Buttons about the operator's lists: `lists:kind:chuwi`.

use crate::lists::ListKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListCardAction {
    Home,
    /// The file is this list: show what it would change.
    Kind(ListKind),
    Load(ListKind),
    LoadGoodRows(ListKind),
    Cancel,
    /// Ask whether this version is to be restored.
    AskRestore(ListKind, u64),
    Restore(ListKind, u64),
}

pub(super) fn encode(action: &ListCardAction) -> String {
    match action {
        ListCardAction::Home => "home".to_owned(),
        ListCardAction::Cancel => "cancel".to_owned(),
        ListCardAction::Kind(kind) => format!("kind:{kind}"),
        ListCardAction::Load(kind) => format!("load:{kind}"),
        ListCardAction::LoadGoodRows(kind) => format!("good:{kind}"),
        ListCardAction::AskRestore(kind, number) => format!("ask:{kind}:{number}"),
        ListCardAction::Restore(kind, number) => format!("restore:{kind}:{number}"),
    }
}

pub(super) fn decode(data: &str) -> Option<ListCardAction> {
    let words: Vec<&str> = data.split(':').collect();
    let kind = |word: &str| word.parse::<ListKind>().ok();
    Some(match words.as_slice() {
        ["home"] => ListCardAction::Home,
        ["cancel"] => ListCardAction::Cancel,
        ["kind", name] => ListCardAction::Kind(kind(name)?),
        ["load", name] => ListCardAction::Load(kind(name)?),
        ["good", name] => ListCardAction::LoadGoodRows(kind(name)?),
        ["ask", name, number] => ListCardAction::AskRestore(kind(name)?, number.parse().ok()?),
        ["restore", name, number] => ListCardAction::Restore(kind(name)?, number.parse().ok()?),
        _ => return None,
    })
}

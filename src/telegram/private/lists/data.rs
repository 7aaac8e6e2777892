//! What the buttons about lists bring back, checked as if a stranger had written it.

use crate::lists::ListKind;

const PREFIX: &str = "lists:";

/// A press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListCallback {
    /// The card.
    Home,
    /// The file is this list: show what it would change.
    Kind(ListKind),
    /// Load the file.
    Load(ListKind),
    /// Load the file's good rows.
    LoadGoodRows(ListKind),
    /// Do nothing with the file.
    Cancel,
    /// Ask whether this version is to be restored.
    AskRestore(ListKind, u64),
    /// Restore it.
    Restore(ListKind, u64),
}

/// What a button is to bring back.
pub(super) fn encode_callback(press: ListCallback) -> String {
    let words = match press {
        ListCallback::Home => "home".to_owned(),
        ListCallback::Cancel => "cancel".to_owned(),
        ListCallback::Kind(kind) => format!("kind:{kind}"),
        ListCallback::Load(kind) => format!("load:{kind}"),
        ListCallback::LoadGoodRows(kind) => format!("good:{kind}"),
        ListCallback::AskRestore(kind, number) => format!("ask:{kind}:{number}"),
        ListCallback::Restore(kind, number) => format!("restore:{kind}:{number}"),
    };
    format!("{PREFIX}{words}")
}

/// What a button brought back; `None` for anything that no button of this version has.
pub(super) fn parse_callback(data: &str) -> Option<ListCallback> {
    let words: Vec<&str> = data.strip_prefix(PREFIX)?.split(':').collect();
    let kind = |word: &str| word.parse::<ListKind>().ok();
    Some(match words.as_slice() {
        ["home"] => ListCallback::Home,
        ["cancel"] => ListCallback::Cancel,
        ["kind", of] => ListCallback::Kind(kind(of)?),
        ["load", of] => ListCallback::Load(kind(of)?),
        ["good", of] => ListCallback::LoadGoodRows(kind(of)?),
        ["ask", of, number] => ListCallback::AskRestore(kind(of)?, number.parse().ok()?),
        ["restore", of, number] => ListCallback::Restore(kind(of)?, number.parse().ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_fits_into_a_button() {
        for kind in ListKind::all() {
            let numbered = [ListCallback::AskRestore(kind, u64::MAX), ListCallback::Restore(kind, 1)];
            let others = [
                ListCallback::Home,
                ListCallback::Kind(kind),
                ListCallback::Load(kind),
                ListCallback::LoadGoodRows(kind),
                ListCallback::Cancel,
            ];
            for press in numbered.into_iter().chain(others) {
                let data = encode_callback(press);
                assert!(data.len() <= 64, "{data}");
                assert_eq!(parse_callback(&data), Some(press));
            }
        }
        for data in [
            "",
            "lists:",
            "lists:load",
            "lists:load:all",
            "lists:ask:chuwi:-1",
            "lists:load:chuwi:1",
            "set:home",
        ] {
            assert_eq!(parse_callback(data), None, "{data}");
        }
    }
}

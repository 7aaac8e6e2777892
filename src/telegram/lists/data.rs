//! What the buttons about lists bring back, checked as if a stranger had written it.

use crate::lists::ListKind;

const PREFIX: &str = "lists:";

/// A press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// The card.
    Home,
    /// The file is this list: show what it would change.
    Kind(ListKind),
    /// Load the file.
    Load(ListKind),
    /// Load the file's good rows.
    Good(ListKind),
    /// Do nothing with the file.
    Cancel,
    /// Ask whether this version is to be restored.
    Ask(ListKind, u64),
    /// Restore it.
    Restore(ListKind, u64),
}

/// What a button is to bring back.
pub(super) fn write(press: Press) -> String {
    let words = match press {
        Press::Home => "home".to_owned(),
        Press::Cancel => "cancel".to_owned(),
        Press::Kind(kind) => format!("kind:{kind}"),
        Press::Load(kind) => format!("load:{kind}"),
        Press::Good(kind) => format!("good:{kind}"),
        Press::Ask(kind, number) => format!("ask:{kind}:{number}"),
        Press::Restore(kind, number) => format!("restore:{kind}:{number}"),
    };
    format!("{PREFIX}{words}")
}

/// What a button brought back; `None` for anything that no button of this version has.
pub(super) fn read(data: &str) -> Option<Press> {
    let words: Vec<&str> = data.strip_prefix(PREFIX)?.split(':').collect();
    let kind = |word: &str| word.parse::<ListKind>().ok();
    Some(match words.as_slice() {
        ["home"] => Press::Home,
        ["cancel"] => Press::Cancel,
        ["kind", of] => Press::Kind(kind(of)?),
        ["load", of] => Press::Load(kind(of)?),
        ["good", of] => Press::Good(kind(of)?),
        ["ask", of, number] => Press::Ask(kind(of)?, number.parse().ok()?),
        ["restore", of, number] => Press::Restore(kind(of)?, number.parse().ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_fits_into_a_button() {
        for kind in ListKind::all() {
            let numbered = [Press::Ask(kind, u64::MAX), Press::Restore(kind, 1)];
            let others =
                [Press::Home, Press::Kind(kind), Press::Load(kind), Press::Good(kind), Press::Cancel];
            for press in numbered.into_iter().chain(others) {
                let data = write(press);
                assert!(data.len() <= 64, "{data}");
                assert_eq!(read(&data), Some(press));
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
            assert_eq!(read(data), None, "{data}");
        }
    }
}

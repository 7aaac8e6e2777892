//! What a button brings back when it is pressed: one type for all buttons, and how it is written.
//!
//! Buttons stay in chats for years, so what was once written is read as the same for ever. Anybody can send any data: what no
//! button of this version carries is refused.

mod browse;
mod calculator;

use crate::answer::{Action, ForeignLinksChoice, PostAction, ProgramPage};

/// The data of a button.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum CallbackData {
    /// A button of an answer or of a card that `answer` makes.
    Answer(Action),
}

/// Data that no button can carry: it is longer than Telegram allows, or an amount is finer than a hundredth.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the data does not fit into a button")]
pub(super) struct DoesNotFit;

/// Telegram's limit for the data of a button.
const MAX_BYTES: usize = 64;

const FOREIGN_LINKS: [(ForeignLinksChoice, &str); 3] = [
    (ForeignLinksChoice::Once, "once"),
    (ForeignLinksChoice::Always, "always"),
    (ForeignLinksChoice::Never, "leave"),
];
const POST: [(PostAction, &str); 2] = [(PostAction::Details, "details"), (PostAction::Rewrite, "rewrite")];
const PROGRAM: [(ProgramPage, &str); 2] = [(ProgramPage::Figures, "figures"), (ProgramPage::Rules, "rules")];
impl CallbackData {
    /// The string that the button carries. Only the calculator and the browsing card can come to more than fits; of all other
    /// buttons the types bound the length.
    pub(super) fn encode(&self) -> Result<String, DoesNotFit> {
        let data = match self {
            CallbackData::Answer(Action::Calculator(press)) => calculator::encode(press),
            CallbackData::Answer(Action::Browse(press)) => browse::encode(press).ok_or(DoesNotFit)?,
            CallbackData::Answer(Action::ForeignLinks(choice)) => {
                format!("others:{}", name_of(&FOREIGN_LINKS, choice))
            }
            CallbackData::Answer(Action::Post(action)) => format!("post:{}", name_of(&POST, action)),
            CallbackData::Answer(Action::Program(page)) => format!("program:{}", name_of(&PROGRAM, page)),
        };
        if data.len() <= MAX_BYTES { Ok(data) } else { Err(DoesNotFit) }
    }

    /// Reads what a button brought back; `None` for what no button of this version carries.
    pub(super) fn decode(data: &str) -> Option<CallbackData> {
        let (head, rest) = data.split_once(':')?;
        Some(match head {
            "others" => Action::ForeignLinks(value_of(&FOREIGN_LINKS, rest)?).into(),
            "post" => Action::Post(value_of(&POST, rest)?).into(),
            "program" => Action::Program(value_of(&PROGRAM, rest)?).into(),
            _ => match browse::decode(head, rest) {
                Some(press) => Action::Browse(press).into(),
                None => Action::Calculator(calculator::decode(head, rest)?).into(),
            },
        })
    }
}

impl From<Action> for CallbackData {
    fn from(action: Action) -> Self {
        CallbackData::Answer(action)
    }
}

/// The value that a table gives this name.
fn value_of<T: Copy>(table: &[(T, &str)], name: &str) -> Option<T> {
    table.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
}

/// The name of a value in a table that names all values.
fn name_of<T: PartialEq>(table: &[(T, &'static str)], value: &T) -> &'static str {
    table.iter().find(|(known, _)| known == value).map_or("", |(_, name)| name)
}

#[cfg(test)]
mod tests;

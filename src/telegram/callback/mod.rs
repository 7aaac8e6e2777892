//! The data of buttons: one type for all buttons, and its string form.
//!
//! Buttons stay in chats for years, so a string must never change its meaning. A client can send any data; data that no button of
//! this version carries is refused.

mod browse;
mod calculator;
mod chat;
mod lists;
mod settings;

use teloxide::types::ChatId;

use crate::answer::{Action, ForeignLinksChoice, PostAction, ProgramPage};

pub use chat::{ChatCardAction, ChatSettingValue, ChatSettingsPage, REMOVAL_MINUTES, REPEAT_MINUTES};
pub use lists::ListCardAction;
pub use settings::{CURRENCIES, SettingValue, SettingsAction, SettingsPage};

#[derive(Clone, Debug, PartialEq)]
pub enum CallbackData {
    /// A button of an answer or of a card that `answer` makes.
    Answer(Action),
    Settings(SettingsAction),
    Chat(ChatId, ChatCardAction),
    Lists(ListCardAction),
    /// A suggested deal, by its number in the store.
    Suggestion(SuggestionChoice, u64),
    Figures,
    Forget(ForgetChoice),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForgetChoice {
    Erase,
    Keep,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestionChoice {
    Post,
    Skip,
}

/// Data that no button can carry: it is longer than Telegram allows, or an amount is finer than a hundredth.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the data does not fit into a button")]
pub struct DoesNotFit;

/// Telegram's limit for the data of a button.
const MAX_BYTES: usize = 64;

const FIGURES: &str = "figures";
const FOREIGN_LINKS: [(ForeignLinksChoice, &str); 3] = [
    (ForeignLinksChoice::Once, "once"),
    (ForeignLinksChoice::Always, "always"),
    (ForeignLinksChoice::Never, "leave"),
];
const POST: [(PostAction, &str); 2] = [(PostAction::Details, "details"), (PostAction::Rewrite, "rewrite")];
const PROGRAM: [(ProgramPage, &str); 2] = [(ProgramPage::Figures, "figures"), (ProgramPage::Rules, "rules")];
const FORGET: [(ForgetChoice, &str); 2] = [(ForgetChoice::Erase, "erase"), (ForgetChoice::Keep, "keep")];
const SUGGESTION: [(SuggestionChoice, &str); 2] =
    [(SuggestionChoice::Post, "post"), (SuggestionChoice::Skip, "skip")];

impl CallbackData {
    /// The string that the button carries. It can be too long only for the calculator and the browsing card; for all other buttons
    /// the types bound the length.
    pub fn encode(&self) -> Result<String, DoesNotFit> {
        let data = match self {
            CallbackData::Answer(Action::Calculator(press)) => calculator::encode(press),
            CallbackData::Answer(Action::Browse(press)) => browse::encode(press).ok_or(DoesNotFit)?,
            CallbackData::Answer(Action::ForeignLinks(choice)) => {
                format!("others:{}", name_of(&FOREIGN_LINKS, choice))
            }
            CallbackData::Answer(Action::Post(action)) => format!("post:{}", name_of(&POST, action)),
            CallbackData::Answer(Action::Program(page)) => format!("program:{}", name_of(&PROGRAM, page)),
            CallbackData::Settings(action) => format!("set:{}", settings::encode(action)),
            CallbackData::Chat(chat, action) => format!("chat:{chat}:{}", chat::encode(action)),
            CallbackData::Lists(action) => format!("lists:{}", lists::encode(action)),
            CallbackData::Suggestion(choice, number) => {
                format!("suggest:{}:{number}", name_of(&SUGGESTION, choice))
            }
            CallbackData::Figures => FIGURES.to_owned(),
            CallbackData::Forget(choice) => format!("forget:{}", name_of(&FORGET, choice)),
        };
        if data.len() <= MAX_BYTES { Ok(data) } else { Err(DoesNotFit) }
    }

    /// Parses the data of a pressed button; `None` for data that no button of this version carries.
    pub fn decode(data: &str) -> Option<CallbackData> {
        if data == FIGURES {
            return Some(CallbackData::Figures);
        }
        let (head, rest) = data.split_once(':')?;
        Some(match head {
            "others" => Action::ForeignLinks(value_of(&FOREIGN_LINKS, rest)?).into(),
            "post" => Action::Post(value_of(&POST, rest)?).into(),
            "program" => Action::Program(value_of(&PROGRAM, rest)?).into(),
            "set" => CallbackData::Settings(settings::decode(rest)?),
            "chat" => {
                let (chat, action) = rest.split_once(':')?;
                let chat = chat.parse().ok().filter(|chat| *chat < 0)?;
                CallbackData::Chat(ChatId(chat), chat::decode(action)?)
            }
            "forget" => CallbackData::Forget(value_of(&FORGET, rest)?),
            "lists" => CallbackData::Lists(lists::decode(rest)?),
            "suggest" => {
                let (choice, number) = rest.split_once(':')?;
                CallbackData::Suggestion(value_of(&SUGGESTION, choice)?, number.parse().ok()?)
            }
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

impl From<SettingsAction> for CallbackData {
    fn from(action: SettingsAction) -> Self {
        CallbackData::Settings(action)
    }
}

impl From<ListCardAction> for CallbackData {
    fn from(action: ListCardAction) -> Self {
        CallbackData::Lists(action)
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

const SWITCH: [(bool, &str); 2] = [(true, "on"), (false, "off")];

#[cfg(test)]
mod tests;

//! Every button that is about a chat. A new button does not compile before it is in here.

use dealink::settings::{ChatMode, LinkPolicy, QuietHours};
use dealink::telegram::callback::{
    CallbackData, ChatCardAction, ChatSettingValue, ChatSettingsPage, SuggestionChoice,
};
use dealink_core::lang::Lang;
use teloxide::types::ChatId;

/// Values for every variant of an enum. A variant without values does not compile.
macro_rules! every_variant {
    ($kind:ty { $($variant:pat => $values:expr),+ $(,)? }) => {{
        let _ = |value: $kind| match value { $($variant => {})+ };
        let mut all: Vec<$kind> = Vec::new();
        $(all.extend($values);)+
        all
    }};
}

macro_rules! every_value {
    ($kind:ident { $($variant:ident),+ $(,)? }) => {
        every_variant!($kind { $($kind::$variant => [$kind::$variant]),+ })
    };
}

fn pages() -> Vec<ChatSettingsPage> {
    every_value!(ChatSettingsPage {
        Home,
        Mode,
        LinkPolicy,
        Account,
        Repeat,
        Remove,
        Quiet,
        Language,
        Template,
        SubIds,
        Rights,
        Forget,
    })
}

/// Each value is another one than the chat has.
fn values() -> Vec<ChatSettingValue> {
    use ChatSettingValue as Value;
    every_variant!(ChatSettingValue {
        Value::Mode(_) => every_value!(ChatMode { Off, Reply, Repost, Suggest }).into_iter().map(Value::Mode),
        Value::LinkPolicy(_) =>
            every_value!(LinkPolicy { Admins, Chosen, All }).into_iter().map(Value::LinkPolicy),
        Value::OwnerLinks => [Value::OwnerLinks],
        Value::SenderLinks => [Value::SenderLinks],
        Value::Repeat(_) => [Value::Repeat(0)],
        Value::Remove(_) => [Value::Remove(5)],
        Value::Quiet(_) => [Value::Quiet(Some(QuietHours { from: 0, until: 7 }))],
        Value::Language(_) => [Value::Language(Some(Lang::Tr))],
        Value::DefaultTemplate => [Value::DefaultTemplate],
        Value::NoSubIds => [Value::NoSubIds],
        Value::OtherBots(_) => [Value::OtherBots(true)],
        Value::Figures(_) => [Value::Figures(false)],
        Value::Resume => [Value::Resume],
    })
}

pub fn card_actions() -> Vec<ChatCardAction> {
    use ChatCardAction as Action;
    every_variant!(ChatCardAction {
        Action::Show(_) => pages().into_iter().map(Action::Show),
        Action::Save(_) => values().into_iter().map(Action::Save),
        Action::AskSubIds => [Action::AskSubIds],
        Action::AskTemplate => [Action::AskTemplate],
        Action::SaveTemplate => [Action::SaveTemplate],
        Action::Forget => [Action::Forget],
    })
}

/// All buttons that are about this chat. Those below answers, of the person's own settings and of their own data concern the person
/// who presses; what an operator's buttons do for others has a test of its own.
pub fn chat_buttons(chat: i64, suggestion: u64) -> Vec<CallbackData> {
    every_variant!(CallbackData {
        CallbackData::Answer(_) | CallbackData::Settings(_) | CallbackData::Forget(_) => [],
        CallbackData::Lists(_) => [],
        CallbackData::Chat(..) =>
            card_actions().into_iter().map(|action| CallbackData::Chat(ChatId(chat), action)),
        CallbackData::Suggestion(..) => every_value!(SuggestionChoice { Post, Skip })
            .into_iter()
            .map(|choice| CallbackData::Suggestion(choice, suggestion)),
        CallbackData::Figures => [CallbackData::Figures],
    })
}

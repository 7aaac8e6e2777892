//! Buttons of the settings card of a group or channel: `chat:-1001234:mode:reply`.
//!
//! Each button names its chat and carries the value that it sets.

use super::{SWITCH, name_of, value_of};
use crate::settings::{ChatMode, LinkPolicy, QuietHours};
use dealink_core::lang::Lang;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatCardAction {
    Show(ChatSettingsPage),
    Save(ChatSettingValue),
    AskSubIds,
    AskTemplate,
    /// Save the template that the message with the button previews.
    SaveTemplate,
    /// Erase all that is stored of the chat.
    Forget,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatSettingsPage {
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatSettingValue {
    Mode(ChatMode),
    LinkPolicy(LinkPolicy),
    /// The links carry the settings of the person who pressed.
    OwnerLinks,
    /// The links carry the settings of the person who wrote the message.
    SenderLinks,
    /// Minutes for which a product is not answered again; one of [`REPEAT_MINUTES`].
    Repeat(u32),
    /// Minutes after which an answer is removed; one of [`REMOVAL_MINUTES`], 0 keeps it.
    Remove(u32),
    Quiet(Option<QuietHours>),
    /// `None` for the bot's default language.
    Language(Option<Lang>),
    DefaultTemplate,
    NoSubIds,
    OtherBots(bool),
    Figures(bool),
    Resume,
}

/// Minutes for which a product is not answered again.
pub const REPEAT_MINUTES: [u32; 6] = [0, 15, 60, 360, 1_440, 10_080];
/// Minutes after which an answer is removed; 0 keeps it. Not more than two days, because without the right to delete messages
/// the bot can delete its own messages only within two days.
pub const REMOVAL_MINUTES: [u32; 6] = [0, 5, 30, 60, 360, 1_440];

const PAGES: [(ChatSettingsPage, &str); 12] = [
    (ChatSettingsPage::Home, "home"),
    (ChatSettingsPage::Mode, "mode"),
    (ChatSettingsPage::LinkPolicy, "whose"),
    (ChatSettingsPage::Account, "account"),
    (ChatSettingsPage::Repeat, "repeat"),
    (ChatSettingsPage::Remove, "remove"),
    (ChatSettingsPage::Quiet, "quiet"),
    (ChatSettingsPage::Language, "language"),
    (ChatSettingsPage::Template, "template"),
    (ChatSettingsPage::SubIds, "subids"),
    (ChatSettingsPage::Rights, "rights"),
    (ChatSettingsPage::Forget, "forget"),
];
const MODES: [(ChatMode, &str); 4] = [
    (ChatMode::Off, "off"),
    (ChatMode::Reply, "reply"),
    (ChatMode::Repost, "repost"),
    (ChatMode::Suggest, "suggest"),
];
const LINK_POLICIES: [(LinkPolicy, &str); 3] =
    [(LinkPolicy::Admins, "admins"), (LinkPolicy::Chosen, "chosen"), (LinkPolicy::All, "all")];

pub(super) fn encode(action: &ChatCardAction) -> String {
    let setting = match action {
        ChatCardAction::Show(page) => return name_of(&PAGES, page).to_owned(),
        ChatCardAction::AskSubIds => return "subids:ask".to_owned(),
        ChatCardAction::AskTemplate => return "template:ask".to_owned(),
        ChatCardAction::SaveTemplate => return "template:save".to_owned(),
        ChatCardAction::Forget => return "forget:yes".to_owned(),
        ChatCardAction::Save(setting) => setting,
    };
    match setting {
        ChatSettingValue::Mode(mode) => format!("mode:{}", name_of(&MODES, mode)),
        ChatSettingValue::LinkPolicy(policy) => format!("whose:{}", name_of(&LINK_POLICIES, policy)),
        ChatSettingValue::OwnerLinks => "account:mine".to_owned(),
        ChatSettingValue::SenderLinks => "account:sender".to_owned(),
        ChatSettingValue::Repeat(minutes) => format!("repeat:{minutes}"),
        ChatSettingValue::Remove(minutes) => format!("remove:{minutes}"),
        ChatSettingValue::Quiet(Some(QuietHours { from, until })) => format!("quiet:{from}-{until}"),
        ChatSettingValue::Quiet(None) => "quiet:off".to_owned(),
        ChatSettingValue::Language(Some(lang)) => format!("language:{lang}"),
        ChatSettingValue::Language(None) => "language:bot".to_owned(),
        ChatSettingValue::DefaultTemplate => "template:usual".to_owned(),
        ChatSettingValue::NoSubIds => "subids:none".to_owned(),
        ChatSettingValue::OtherBots(on) => format!("bots:{}", name_of(&SWITCH, on)),
        ChatSettingValue::Figures(on) => format!("figures:{}", name_of(&SWITCH, on)),
        ChatSettingValue::Resume => "resume".to_owned(),
    }
}

pub(super) fn decode(data: &str) -> Option<ChatCardAction> {
    let Some((name, value)) = data.split_once(':') else {
        return match data {
            "resume" => Some(ChatCardAction::Save(ChatSettingValue::Resume)),
            page => value_of(&PAGES, page).map(ChatCardAction::Show),
        };
    };
    let setting = match (name, value) {
        ("subids", "ask") => return Some(ChatCardAction::AskSubIds),
        ("template", "ask") => return Some(ChatCardAction::AskTemplate),
        ("template", "save") => return Some(ChatCardAction::SaveTemplate),
        ("forget", "yes") => return Some(ChatCardAction::Forget),
        ("mode", mode) => ChatSettingValue::Mode(value_of(&MODES, mode)?),
        ("whose", policy) => ChatSettingValue::LinkPolicy(value_of(&LINK_POLICIES, policy)?),
        ("account", "mine") => ChatSettingValue::OwnerLinks,
        ("account", "sender") => ChatSettingValue::SenderLinks,
        ("repeat", minutes) => ChatSettingValue::Repeat(minutes_of(&REPEAT_MINUTES, minutes)?),
        ("remove", minutes) => ChatSettingValue::Remove(minutes_of(&REMOVAL_MINUTES, minutes)?),
        ("quiet", "off") => ChatSettingValue::Quiet(None),
        ("quiet", hours) => {
            let (from, until) = hours.split_once('-')?;
            let hour = |text: &str| text.parse().ok().filter(|hour: &u8| *hour < 24);
            ChatSettingValue::Quiet(Some(QuietHours { from: hour(from)?, until: hour(until)? }))
        }
        ("language", "bot") => ChatSettingValue::Language(None),
        ("language", code) => ChatSettingValue::Language(Some(code.parse().ok()?)),
        ("template", "usual") => ChatSettingValue::DefaultTemplate,
        ("subids", "none") => ChatSettingValue::NoSubIds,
        ("bots", on) => ChatSettingValue::OtherBots(value_of(&SWITCH, on)?),
        ("figures", on) => ChatSettingValue::Figures(value_of(&SWITCH, on)?),
        _ => return None,
    };
    Some(ChatCardAction::Save(setting))
}

fn minutes_of(choices: &[u32], text: &str) -> Option<u32> {
    text.parse().ok().filter(|minutes| choices.contains(minutes))
}

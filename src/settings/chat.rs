//! What the admins of a group or channel chose for it.

use std::collections::BTreeSet;

use dealink_core::lang::Lang;
use serde::{Deserialize, Serialize};

/// The settings of one group or channel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChatSettings {
    /// Whether it is a channel.
    pub channel: bool,
    /// Its title in Telegram.
    pub title: String,
    /// Its name in SubIDs. Made from the first title and kept, so that reports do not break when the title changes.
    pub label: String,
    /// The chat owner: the admin who set the bot up here. Links carry this person's SubIDs, and this person is told what
    /// concerns the admins.
    #[serde(rename = "keeper")]
    pub owner: Option<u64>,
    /// The language of the owner's Telegram as it was last seen, for messages that the owner did not ask for.
    #[serde(rename = "keeper_language")]
    pub owner_language: Option<Lang>,
    pub mode: ChatMode,
    #[serde(rename = "whose")]
    pub link_policy: LinkPolicy,
    /// The members that [`LinkPolicy::Chosen`] accepts beside the admins.
    #[serde(rename = "chosen")]
    pub chosen_members: BTreeSet<u64>,
    #[serde(rename = "account")]
    pub link_account: LinkAccount,
    /// Patterns of up to five SubIDs; empty for those of the account.
    pub subids: Vec<String>,
    /// The public post's template, as it was typed; `None` for the usual one.
    pub template: Option<String>,
    /// The language of public messages; `None` for the bot's default.
    pub language: Option<Lang>,
    #[serde(rename = "repeat")]
    pub repeat_window: RepeatWindow,
    /// Minutes after which an answer is removed; `None` to keep it.
    pub remove_after: Option<u32>,
    /// The hours in which the bot posts nothing.
    #[serde(rename = "quiet")]
    pub quiet_hours: Option<QuietHours>,
    /// In a channel: whether posts by other bots are edited too.
    pub other_bots: bool,
    /// Whether private figures are sent only to people who asked for them.
    pub silent: bool,
    /// The bot cannot write here. Its admin was told, and nothing is tried until that changes.
    pub paused: bool,
}

/// What the bot does with product links in a chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatMode {
    Off,
    /// It answers with the deal; in a channel it edits the post.
    #[default]
    Reply,
    /// The bot replaces the member's message by a copy with the chat's links.
    Repost,
    /// It suggests the deal to the owner, who posts it with a press of a button.
    Suggest,
}

/// The members of a chat from whom links are accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPolicy {
    /// The admins.
    Admins,
    /// The admins, and the members that they chose.
    Chosen,
    /// Every member.
    #[default]
    All,
}

/// The account for which links are made: its settings and SubIDs hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkAccount {
    /// The chat owner's.
    #[default]
    #[serde(rename = "keeper")]
    Owner,
    /// That of the author of the message.
    Sender,
}

/// For how many minutes the same product is not answered again; 0 for no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatWindow(pub u32);

impl Default for RepeatWindow {
    fn default() -> Self {
        RepeatWindow(60)
    }
}

/// Hours of the day in Turkey, from one up to another, also over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The first quiet hour, 0 to 23.
    pub from: u8,
    /// The hour at which posting begins again, 0 to 23.
    pub until: u8,
}

impl QuietHours {
    /// Whether an hour is among them.
    pub fn covers(self, hour: u8) -> bool {
        match self.from <= self.until {
            true => (self.from..self.until).contains(&hour),
            false => hour >= self.from || hour < self.until,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the versions before the fields had their present names wrote it.
    const OLD_RECORD: &str = r#"{"channel":false,"title":"Deals","label":"deals","keeper":7,"keeper_language":"tr","mode":"suggest",
        "whose":"chosen","chosen":[8,9],"account":"keeper","subids":["{chat}"],"template":"{title}","language":"en",
        "repeat":1440,"remove_after":30,"quiet":{"from":23,"until":8},"other_bots":true,"silent":true,"paused":true}"#;

    #[test]
    fn an_old_record_is_read_and_written_as_it_was() {
        let settings: ChatSettings = serde_json::from_str(OLD_RECORD).unwrap();
        assert_eq!((settings.owner, settings.owner_language), (Some(7), Some(Lang::Tr)));
        assert_eq!((settings.link_policy, settings.link_account), (LinkPolicy::Chosen, LinkAccount::Owner));
        assert_eq!(settings.chosen_members, BTreeSet::from([8, 9]));
        assert_eq!(settings.repeat_window, RepeatWindow(1_440));
        assert_eq!(settings.quiet_hours, Some(QuietHours { from: 23, until: 8 }));
        let old: serde_json::Value = serde_json::from_str(OLD_RECORD).unwrap();
        assert_eq!(serde_json::to_value(&settings).unwrap(), old);
    }

    #[test]
    fn a_record_without_later_fields_has_their_defaults() {
        assert_eq!(serde_json::from_str::<ChatSettings>("{}").unwrap(), ChatSettings::default());
    }

    #[test]
    fn quiet_hours_go_over_midnight() {
        let night = QuietHours { from: 23, until: 8 };
        assert!(
            [23, 0, 7].iter().all(|hour| night.covers(*hour))
                && ![8, 22].iter().any(|hour| night.covers(*hour))
        );
        let noon = QuietHours { from: 12, until: 14 };
        assert!(noon.covers(12) && noon.covers(13) && !noon.covers(14) && !noon.covers(11));
        let never = QuietHours { from: 5, until: 5 };
        assert!((0..24).all(|hour| !never.covers(hour)));
    }
}

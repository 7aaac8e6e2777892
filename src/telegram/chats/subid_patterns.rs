//! Patterns of a chat's SubIDs: text of the admin with `{chat}`, `{user}`, `{topic}` and `{date}` in it. No input or output.
//!
//! The network stops grouping by a SubID that has too many values, so each placeholder has few: in a group that accepts
//! everybody's links every member is `member`, and times are no finer than a day. Everybody can read links, so a member appears
//! as a code and never as the person's Telegram number.

use jiff::civil::Date;

use super::member_codes::MemberCodes;
use crate::settings::{ChatSettings, LinkPolicy};
use crate::telegram::update::MessageAuthor;
use dealink_core::message::Message;
use dealink_network::tracking_link::{SubIdSlot, check_subid};

pub(super) const PLACEHOLDERS: [&str; 4] = ["{chat}", "{user}", "{topic}", "{date}"];
const MEMBER: &str = "member";
const ADMIN: &str = "admin";
const NO_TOPIC: &str = "main";
const MAX_LABEL_CHARS: usize = 20;

/// Parses patterns that are separated by blanks.
pub(crate) fn parse_patterns(text: &str) -> Result<Vec<String>, Message> {
    let patterns: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    if patterns.is_empty() || patterns.len() > SubIdSlot::ALL.len() {
        return Err(Message::new("chats-subids-count").with("most", SubIdSlot::ALL.len()));
    }
    for (slot, pattern) in SubIdSlot::ALL.into_iter().zip(&patterns) {
        let mut words = pattern.clone();
        for place in PLACEHOLDERS {
            words = words.replace(place, "");
        }
        if words.contains(['{', '}']) {
            return Err(Message::new("chats-subids-place").with("pattern", pattern.as_str()));
        }
        if check_subid(slot, &words).is_err() {
            return Err(Message::new("chats-subids-wrong").with("longest", slot.max_chars()));
        }
    }
    Ok(patterns)
}

/// The SubIDs of a message's links; empty if the chat has no patterns.
pub(crate) fn fill_patterns(
    codes: &MemberCodes,
    settings: &ChatSettings,
    author: &MessageAuthor,
    topic: Option<i32>,
    today: Date,
) -> Vec<(SubIdSlot, String)> {
    let user = match (author, settings.link_policy) {
        (MessageAuthor::Admin | MessageAuthor::Unknown, _) => ADMIN.to_owned(),
        (MessageAuthor::Channel { .. }, _) => MEMBER.to_owned(),
        (MessageAuthor::Person { .. }, LinkPolicy::All) => MEMBER.to_owned(),
        (MessageAuthor::Person { id, .. }, LinkPolicy::Admins | LinkPolicy::Chosen) => {
            codes.code(&settings.label, *id)
        }
    };
    let topic = topic.map_or(NO_TOPIC.to_owned(), |topic| topic.to_string());
    let filled = |pattern: &String| {
        pattern
            .replace("{chat}", &settings.label)
            .replace("{user}", &user)
            .replace("{topic}", &topic)
            .replace("{date}", &today.to_string())
    };
    let slots = SubIdSlot::ALL.into_iter().zip(&settings.subids);
    slots.map(|(slot, pattern)| (slot, filled(pattern).chars().take(slot.max_chars()).collect())).collect()
}

/// The label of a chat in SubIDs: its title in small Latin letters, or its number if nothing of the title is left.
pub(crate) fn chat_label(title: &str, chat: i64) -> String {
    let mut label = String::new();
    for letter in dealink_core::fold::fold_text(title).chars() {
        match letter {
            'a'..='z' | '0'..='9' => label.push(letter),
            _ if label.is_empty() || label.ends_with('-') => {}
            _ => label.push('-'),
        }
        if label.len() == MAX_LABEL_CHARS {
            break;
        }
    }
    let label = label.trim_end_matches('-').to_owned();
    if label.is_empty() { format!("chat{}", chat.unsigned_abs()) } else { label }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemberKey;

    fn codes() -> MemberCodes {
        MemberCodes::new(&MemberKey::from_bytes([7; 32]))
    }

    fn day() -> Date {
        jiff::civil::date(2026, 11, 22)
    }

    fn person() -> MessageAuthor {
        MessageAuthor::Person { id: 7, name: "Ada".to_owned() }
    }

    #[test]
    fn places_are_filled_and_kept_low_in_variety() {
        let subids = parse_patterns("{chat} u-{user} {topic}-{date} fixed").unwrap();
        let mut settings = ChatSettings { label: "deals".to_owned(), subids, ..ChatSettings::default() };
        let of = |settings: &ChatSettings, author: &MessageAuthor, topic| -> Vec<String> {
            super::fill_patterns(&codes(), settings, author, topic, day())
                .into_iter()
                .map(|(_, text)| text)
                .collect()
        };
        assert_eq!(of(&settings, &person(), Some(3)), ["deals", "u-member", "3-2026-11-22", "fixed"]);
        settings.link_policy = LinkPolicy::Admins;
        assert_eq!(
            of(&settings, &person(), None),
            ["deals", format!("u-{}", codes().code("deals", 7)).as_str(), "main-2026-11-22", "fixed"]
        );
        assert_eq!(of(&settings, &MessageAuthor::Admin, None)[1], "u-admin");
        settings.label = "x".repeat(60);
        assert_eq!(of(&settings, &person(), None)[0].len(), 50);
    }

    #[test]
    fn faults_are_told() {
        let fault = |text: &str| parse_patterns(text).unwrap_err().key;
        assert_eq!(fault(" "), "chats-subids-count");
        assert_eq!(fault("a b c d e f"), "chats-subids-count");
        assert_eq!(fault("{name}"), "chats-subids-place");
        assert_eq!(fault("{chat"), "chats-subids-place");
        assert_eq!(fault(&"x".repeat(51)), "chats-subids-wrong");
    }

    #[test]
    fn a_label_is_plain() {
        assert_eq!(chat_label("Fırsat Köşesi 🔥 2026", -1001), "firsat-kosesi-2026");
        assert_eq!(chat_label("Fırsat Ko\u{308}s\u{327}esi", -1001), "firsat-kosesi");
        assert_eq!(chat_label("🔥", -1001), "chat1001");
        assert_eq!(chat_label("a".repeat(40).as_str(), -1), "a".repeat(20));
    }
}

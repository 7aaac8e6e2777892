//! Patterns of a chat's SubIDs: `{chat}`, `{user}`, `{topic}` and `{date}` in words of the admin's own. Pure.
//!
//! The network stops grouping by a SubID that takes too many values, so the places are kept low in variety: a member of a group
//! that is open to all is `member`, whoever it is, and a day is the finest time. A person's Telegram number stands in no link:
//! everybody can read links, so a member is known by a code there.

use jiff::civil::Date;

use super::Author;
use crate::store::{ChatSettings, Whose};
use dealink_core::message::Sentence;
use dealink_network::admitad::tracker::{Slot, valid_subid};

/// What can stand in braces.
pub(super) const PLACES: [&str; 4] = ["{chat}", "{user}", "{topic}", "{date}"];
const MEMBER: &str = "member";
const ADMIN: &str = "admin";
const NO_TOPIC: &str = "main";
const LABEL_AT_MOST: usize = 20;

/// Reads patterns that stand apart by blanks.
///
/// # Errors
/// A sentence that says what is wrong with them.
pub(super) fn read(text: &str) -> Result<Vec<String>, Sentence> {
    let patterns: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    if patterns.is_empty() || patterns.len() > Slot::ALL.len() {
        return Err(Sentence::new("chats-subids-count").with("most", Slot::ALL.len()));
    }
    for (slot, pattern) in Slot::ALL.into_iter().zip(&patterns) {
        let mut words = pattern.clone();
        for place in PLACES {
            words = words.replace(place, "");
        }
        if words.contains(['{', '}']) {
            return Err(Sentence::new("chats-subids-place").with("pattern", pattern.as_str()));
        }
        if valid_subid(slot, &words).is_err() {
            return Err(Sentence::new("chats-subids-wrong").with("longest", slot.longest()));
        }
    }
    Ok(patterns)
}

/// The SubIDs of a message's links; none where the chat has no patterns.
pub(super) fn of(
    settings: &ChatSettings,
    author: &Author,
    topic: Option<i32>,
    today: Date,
) -> Vec<(Slot, String)> {
    let user = match (author, settings.whose) {
        (Author::Admin | Author::Nobody, _) => ADMIN.to_owned(),
        (Author::Channel { .. }, _) => MEMBER.to_owned(),
        (Author::Person { .. }, Whose::All) => MEMBER.to_owned(),
        (Author::Person { id, .. }, Whose::Admins | Whose::Chosen) => code(&settings.label, *id),
    };
    let topic = topic.map_or(NO_TOPIC.to_owned(), |topic| topic.to_string());
    let filled = |pattern: &String| {
        pattern
            .replace("{chat}", &settings.label)
            .replace("{user}", &user)
            .replace("{topic}", &topic)
            .replace("{date}", &today.to_string())
    };
    let slots = Slot::ALL.into_iter().zip(&settings.subids);
    slots.map(|(slot, pattern)| (slot, filled(pattern).chars().take(slot.longest()).collect())).collect()
}

/// What stands for a member of a chat in SubIDs: the same for as long as the chat's label is.
pub(super) fn code(label: &str, person: u64) -> String {
    let mut hash = crc32fast::Hasher::new();
    hash.update(label.as_bytes());
    hash.update(&person.to_be_bytes());
    format!("u{:06x}", hash.finalize() & 0xff_ffff)
}

/// What stands for a chat in SubIDs: its title in small Latin letters, or its number where the title has none.
pub(super) fn label(title: &str, chat: i64) -> String {
    let mut label = String::new();
    for letter in crate::text::fold(title).chars() {
        match letter {
            'a'..='z' | '0'..='9' => label.push(letter),
            _ if label.is_empty() || label.ends_with('-') => {}
            _ => label.push('-'),
        }
        if label.len() == LABEL_AT_MOST {
            break;
        }
    }
    let label = label.trim_end_matches('-').to_owned();
    if label.is_empty() { format!("chat{}", chat.unsigned_abs()) } else { label }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Date {
        jiff::civil::date(2026, 11, 22)
    }

    fn person() -> Author {
        Author::Person { id: 7, name: "Ada".to_owned() }
    }

    #[test]
    fn places_are_filled_and_kept_low_in_variety() {
        let subids = read("{chat} u-{user} {topic}-{date} fixed").unwrap();
        let mut settings = ChatSettings { label: "deals".to_owned(), subids, ..ChatSettings::default() };
        let of = |settings: &ChatSettings, author: &Author, topic| -> Vec<String> {
            super::of(settings, author, topic, day()).into_iter().map(|(_, text)| text).collect()
        };
        assert_eq!(of(&settings, &person(), Some(3)), ["deals", "u-member", "3-2026-11-22", "fixed"]);
        settings.whose = Whose::Admins;
        assert_eq!(
            of(&settings, &person(), None),
            ["deals", format!("u-{}", code("deals", 7)).as_str(), "main-2026-11-22", "fixed"]
        );
        assert_eq!(of(&settings, &Author::Admin, None)[1], "u-admin");
        assert_eq!(code("deals", 7).len(), 7);
        assert_ne!(code("deals", 7), code("more deals", 7));
        settings.label = "x".repeat(60);
        assert_eq!(of(&settings, &person(), None)[0].len(), 50);
    }

    #[test]
    fn faults_are_told() {
        let fault = |text: &str| read(text).unwrap_err().key;
        assert_eq!(fault(" "), "chats-subids-count");
        assert_eq!(fault("a b c d e f"), "chats-subids-count");
        assert_eq!(fault("{name}"), "chats-subids-place");
        assert_eq!(fault("{chat"), "chats-subids-place");
        assert_eq!(fault(&"x".repeat(51)), "chats-subids-wrong");
    }

    #[test]
    fn a_label_is_plain() {
        assert_eq!(label("Fırsat Köşesi 🔥 2026", -1001), "firsat-kosesi-2026");
        assert_eq!(label("🔥", -1001), "chat1001");
        assert_eq!(label("a".repeat(40).as_str(), -1), "a".repeat(20));
    }
}

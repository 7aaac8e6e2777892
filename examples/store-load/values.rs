//! The people, chats and contents of the load. Everything is invented, and the same for the same seed.

use std::ops::RangeInclusive;

use dealink::lists::{List, ListEntries, ListKind};
use dealink::settings::{ChatSettings, PendingQuestion, Publisher, QuestionKind};
use dealink::store::{Favourite, Suggestion};
use ring::digest::{SHA256, digest};

use crate::random::Random;

/// The people and chats of the load; `contents` looks at all of them.
pub(crate) const PEOPLE: u64 = 24;
/// People who are forgotten now and then: one of ten ranges for each run, by its seed.
pub(crate) const FORGOTTEN: u64 = 501;
pub(crate) const FORGOTTEN_PEOPLE: u64 = 8;
/// People and chats of the data directories in `tests/data/stores`.
pub(crate) const STORED_PEOPLE: RangeInclusive<u64> = 4_100_001..=4_100_009;
pub(crate) const STORED_CHATS: RangeInclusive<i64> = -1_002_200_000_009..=-1_002_200_000_001;
pub(crate) const CHATS: i64 = 12;
/// Groups that become supergroups: one of ten ranges for each run, by its seed.
pub(crate) const MOVED: i64 = 2_001;
pub(crate) const MOVED_CHATS: i64 = 6;
pub(crate) const NAMES: u64 = 6;
pub(crate) const SUGGESTIONS: u64 = 40;
pub(crate) const MESSAGES: i32 = 30;

pub(crate) fn chat_number(chat: i64) -> i64 {
    -1_001_000_000_000 - chat
}

/// The number that a group has as a supergroup.
pub(crate) fn supergroup(group: i64) -> i64 {
    group - 1_002_000_000_000
}

pub(crate) fn update_digest(chat: i64, raw: &[u8]) -> String {
    digest_of(&[&chat.to_be_bytes()[..], raw].concat())
}

pub(crate) fn json_digest(value: &impl serde::Serialize) -> String {
    digest_of(&serde_json::to_vec(value).unwrap_or_default())
}

pub(crate) fn publisher(seed: u64) -> Publisher {
    Publisher {
        subid: Some(format!("s{seed:x}")),
        short_links: seed.is_multiple_of(2),
        ..Publisher::default()
    }
}

pub(crate) fn question(seed: u64) -> PendingQuestion {
    let message_id = (seed % 1_000_000) as i32;
    PendingQuestion { question: QuestionKind::Price(format!("q{seed:x}")), message_id, answered_by: None }
}

pub(crate) fn chat_settings(seed: u64) -> ChatSettings {
    let title = format!("Invented bargains {seed:x}");
    ChatSettings { title, label: "bargains".to_owned(), owner: Some(9_001), ..ChatSettings::default() }
}

pub(crate) fn favourite_name(name: u64) -> String {
    format!("Kettle {name}")
}

pub(crate) fn favourite(name: u64, seed: u64) -> Favourite {
    let page = format!("https://www.aliexpress.com/item/1005{seed:020}.html");
    Favourite { name: favourite_name(name), page }
}

pub(crate) fn list(kind: ListKind, seed: u64) -> List {
    let date = jiff::civil::date(2026, 1, 1 + (seed % 28) as i8);
    let entries = match kind {
        ListKind::Stores(_) => {
            ListEntries::Stores((0..200).map(|store| (seed % 1_000_000 + store, None)).collect())
        }
        ListKind::BannedKeywords => ListEntries::Keywords(vec![format!("word{seed:x}")]),
    };
    List { date, entries }
}

pub(crate) fn answers(seed: u64) -> Vec<i32> {
    vec![(seed % 1_000_000) as i32 + 1, (seed % 999_983) as i32 + 1]
}

pub(crate) fn suggestion(seed: u64) -> Suggestion {
    let pages = vec![favourite(0, seed).page];
    Suggestion {
        chat: chat_number(1),
        topic: None,
        message: 7,
        sender: Some(9_002),
        pages,
        at: seed as i64 & 0xffff,
    }
}

/// An update, most of them short and some as long as an update with a long text and many entities.
pub(crate) fn update(id: u64, random: &mut Random) -> Vec<u8> {
    let length = match random.below(10) {
        0..6 => 100 + random.below(500),
        6..9 => 600 + random.below(2_400),
        _ => 3_000 + random.below(21_000),
    };
    let mut text = text(random, length);
    text.insert_str(0, &format!(r#"{{"update_id":{id},"text":""#));
    text.push_str(r#""}"#);
    text.into_bytes()
}

pub(crate) fn text(random: &mut Random, length: u64) -> String {
    (0..length.div_ceil(16)).map(|_| format!("{:016x}", random.number())).collect()
}

/// A short name of a content.
pub(crate) fn digest_of(content: &[u8]) -> String {
    digest(&SHA256, content).as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

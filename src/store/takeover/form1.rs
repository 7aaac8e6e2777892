//! Reading form 1: one sled database with a tree for each kind of memory, and plain copies of some of them beside it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::lists::ListKind;
use crate::settings::{ChatSettings, PendingQuestion, Publisher};
use crate::store::answer_log::{AnswerMark, AnswerRecord};
use crate::store::flow::FlowContents;
use crate::store::inbox::WaitingUpdate;
use crate::store::settings::{
    Favourite, OpenFailure, RecordChange, RecordTable, open_sled, put_all_favourites, put_chat,
    put_list_version, put_publisher,
};
use crate::store::share_log::{DueRemoval, Share};
use crate::store::{Repair, StoreError, damaged};

const DATABASE: &str = "store";

/// Everything that a directory of form 1 holds.
pub(super) struct Contents {
    pub(super) changes: Vec<RecordChange>,
    pub(super) flowing: FlowContents,
    /// If the database was broken and the plain copies were read instead.
    pub(super) repair: Option<Repair>,
}

/// The settings of a person with the open question, which was part of them.
#[derive(Deserialize)]
struct OldPublisher {
    #[serde(flatten)]
    publisher: Publisher,
    #[serde(default)]
    asked: Option<PendingQuestion>,
}

#[derive(Deserialize)]
struct PublisherLine {
    id: u64,
    publisher: OldPublisher,
}

#[derive(Deserialize)]
struct ChatLine {
    chat: i64,
    settings: ChatSettings,
}

#[derive(Deserialize)]
struct FavouriteLine {
    owner: i64,
    #[serde(flatten)]
    favourite: Favourite,
}

/// What people chose.
#[derive(Default)]
struct Choices {
    publishers: Vec<(u64, OldPublisher)>,
    chats: Vec<(i64, ChatSettings)>,
    favourites: Vec<(i64, Favourite)>,
}

/// The plain copies of people's settings, chats' settings and favourites.
const COPIES: [&str; 3] = ["snapshot.jsonl", "chats.jsonl", "favourites.jsonl"];

pub(super) fn is_present(dir: &Path) -> bool {
    dir.join(DATABASE).is_dir() || COPIES.iter().any(|copy| dir.join(copy).exists())
}

/// # Errors
/// When another process has the database open, or the directory is not usable.
pub(super) fn read(dir: &Path) -> Result<Contents, StoreError> {
    // Without a database one is made, which is empty; that version read its copies then.
    match open_sled(&dir.join(DATABASE)) {
        // sled panics on some damaged pages.
        Ok(db) => match catch_unwind(AssertUnwindSafe(|| read_database(dir, &db))) {
            Ok(Ok(contents)) => Ok(contents),
            _ => {
                drop(catch_unwind(AssertUnwindSafe(|| drop(db))));
                read_copies(dir)
            }
        },
        Err(OpenFailure::Broken) => read_copies(dir),
        Err(failure) => Err(failure.into_error(dir)),
    }
}

fn read_database(dir: &Path, db: &sled::Db) -> Result<Contents, StoreError> {
    let mut choices = Choices {
        publishers: json_records(db, "publishers", u64::from_be_bytes)?,
        chats: json_records(db, "chats", i64::from_be_bytes)?,
        favourites: json_records(db, "favourites", i64::from_be_bytes)?,
    };
    // That version read an empty tree from its copy.
    let copies = Choices::read_copies(dir);
    if choices.publishers.is_empty() {
        choices.publishers = copies.publishers;
    }
    if choices.chats.is_empty() {
        choices.chats = copies.chats;
    }
    if choices.favourites.is_empty() {
        choices.favourites = copies.favourites;
    }
    let (mut changes, flowing) = choices.into_changes()?;
    for (old, new) in numbers(db, "moved")? {
        changes.push(RecordChange::put(RecordTable::Moved, old.to_string(), new.to_string().into_bytes()));
    }
    changes.extend(list_changes(db)?);
    let flowing = FlowContents {
        waiting: entries(db, "inbox", decode_update)?,
        done: entries(db, "inbox", |key, value| (value == [0]).then(|| number(key)).flatten())?,
        answers: entries(db, "answers", decode_answers)?,
        shares: entries(db, "shared", |key, value| {
            let share = Share { at: number(value)?, message: i32::from_be_bytes(*value.last_chunk()?) };
            Some((number(key)?, u64::from_be_bytes(*key.last_chunk()?), share))
        })?,
        removals: entries(db, "due", |key, _| {
            let chat = i64::from_be_bytes(key.get(8..16)?.try_into().ok()?);
            Some(DueRemoval { due: number(key)?, chat, message: i32::from_be_bytes(*key.last_chunk()?) })
        })?,
        suggestions: entries(db, "suggestions", |key, value| {
            Some((number::<i64>(key)? as u64, serde_json::from_slice(value).ok()?))
        })?,
        edits: entries(db, "edited", |key, value| {
            Some((number(key)?, i64::from_be_bytes(*key.last_chunk()?) as i32, value.to_vec()))
        })?,
        recent: entries(db, "recent", |key, value| {
            let products = value.as_chunks().0.iter().rev().map(|bytes| u64::from_be_bytes(*bytes));
            Some((number::<i64>(key)? as u64, products.collect()))
        })?,
        rates: entries(db, "rates", |key, value| {
            Some((std::str::from_utf8(key).ok()?.to_owned(), value.to_vec()))
        })?,
        ..flowing
    };
    Ok(Contents { changes, flowing, repair: None })
}

/// The database is broken: the plain copies of the settings and of the lists in force.
fn read_copies(dir: &Path) -> Result<Contents, StoreError> {
    let unusable = |error| StoreError::unusable(dir, &error);
    let moved_to = damaged::new_directory(dir).map_err(unusable)?;
    fs::rename(dir.join(DATABASE), moved_to.join(DATABASE)).map_err(unusable)?;
    let (changes, flowing) = Choices::read_copies(dir).into_changes()?;
    let repair = Repair::Form1FromCopies { moved_to, restored: changes.len() };
    Ok(Contents { changes, flowing, repair: Some(repair) })
}

impl Choices {
    fn read_copies(dir: &Path) -> Choices {
        let [publishers, chats, favourites] = COPIES.map(|copy| dir.join(copy));
        let (publishers, chats) = (copy_lines(&publishers), copy_lines(&chats));
        let favourites = copy_lines(&favourites);
        Choices {
            publishers: publishers.map(|PublisherLine { id, publisher }| (id, publisher)).collect(),
            chats: chats.map(|ChatLine { chat, settings }| (chat, settings)).collect(),
            favourites: favourites.map(|FavouriteLine { owner, favourite }| (owner, favourite)).collect(),
        }
    }

    fn into_changes(self) -> Result<(Vec<RecordChange>, FlowContents), StoreError> {
        let mut changes = put_all_favourites(self.favourites)?;
        let mut flowing = FlowContents::default();
        for (person, OldPublisher { publisher, asked }) in self.publishers {
            changes.push(put_publisher(person, &publisher)?);
            flowing.questions.extend(asked.map(|asked| (person, asked)));
        }
        for (chat, settings) in self.chats {
            changes.push(put_chat(chat, &settings)?);
        }
        Ok((changes, flowing))
    }
}

/// A damaged line is skipped, because the others are still useful.
fn copy_lines<L: DeserializeOwned>(path: &PathBuf) -> impl Iterator<Item = L> + use<L> {
    let lines = File::open(path).ok().map(|file| BufReader::new(file).lines().map_while(Result::ok));
    lines.into_iter().flatten().filter_map(|line| serde_json::from_str(&line).ok())
}

/// The records of a tree; one that cannot be read is skipped.
fn entries<T>(
    db: &sled::Db,
    tree: &str,
    read: impl Fn(&[u8], &[u8]) -> Option<T>,
) -> Result<Vec<T>, StoreError> {
    let mut records = Vec::new();
    for entry in db.open_tree(tree)?.iter() {
        let (key, value) = entry?;
        records.extend(read(&key, &value));
    }
    Ok(records)
}

/// Records in JSON whose keys begin with eight bytes.
fn json_records<K, V: DeserializeOwned>(
    db: &sled::Db,
    tree: &str,
    key: impl Fn([u8; 8]) -> K,
) -> Result<Vec<(K, V)>, StoreError> {
    entries(db, tree, |bytes, value| Some((key(*bytes.first_chunk()?), serde_json::from_slice(value).ok()?)))
}

fn numbers(db: &sled::Db, tree: &str) -> Result<Vec<(i64, i64)>, StoreError> {
    entries(db, tree, |key, value| Some((number(key)?, number(value)?)))
}

fn number<T: From<i64>>(bytes: &[u8]) -> Option<T> {
    Some(i64::from_be_bytes(*bytes.first_chunk()?).into())
}

/// Versions of lists, under the list's name, a slash and the number: a line of JSON, then the entries in JSON.
fn list_changes(db: &sled::Db) -> Result<Vec<RecordChange>, StoreError> {
    entries(db, "lists", |key, value| {
        let name = key.get(..key.len().checked_sub(9)?)?;
        let kind: ListKind = std::str::from_utf8(name).ok()?.parse().ok()?;
        let end = value.iter().position(|byte| *byte == b'\n')?;
        let (head, entries) = (value.get(..end)?, value.get(end + 1..)?);
        let entries: Option<&RawValue> = match entries {
            [] => None,
            entries => Some(serde_json::from_slice(entries).ok()?),
        };
        put_list_version(kind, &serde_json::from_slice(head).ok()?, entries).ok()
    })
}

/// State byte, chat, count of parts sent, length of the update; then the update as it came, then its answer.
fn decode_update(key: &[u8], value: &[u8]) -> Option<WaitingUpdate> {
    let (state, rest) = value.split_first()?;
    let (chat, rest) = rest.split_at_checked(8)?;
    let (parts, rest) = rest.split_at_checked(2)?;
    let (length, rest) = rest.split_at_checked(4)?;
    let length = u32::from_be_bytes(length.try_into().ok()?) as usize;
    let (raw, answer) = rest.split_at_checked(length)?;
    (*state == 1).then_some(WaitingUpdate {
        id: number::<i64>(key)? as u64,
        chat: number(chat)?,
        parts_sent: u16::from_be_bytes(parts.try_into().ok()?),
        raw: raw.to_vec(),
        answer: (!answer.is_empty()).then(|| answer.to_vec()),
    })
}

/// Four bytes for each answer, then perhaps a byte with the mark.
fn decode_answers(key: &[u8], value: &[u8]) -> Option<(i64, i32, AnswerRecord)> {
    let (answers, rest) = value.as_chunks();
    let mark = match rest {
        [1] => AnswerMark::ForeignConverted,
        [2] => AnswerMark::Reposted,
        _ => AnswerMark::None,
    };
    let answers = answers.iter().map(|bytes| i32::from_be_bytes(*bytes)).collect();
    Some((number(key)?, i32::from_be_bytes(*key.last_chunk()?), AnswerRecord { answers, mark }))
}

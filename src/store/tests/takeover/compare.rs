//! Compares an open store with what an earlier version read from the directory that was taken over.

use dealink_core::fold::fold_text;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::fixture::{Fixture, integer, number, text};
use crate::lists::ListKind;
use crate::store::{DueRemoval, Favourite, ListVersion, NewUpdate, Store, WaitingUpdate};

/// Everything but the content of old versions of lists and the done marks, which cannot be read without changing something.
pub(super) async fn assert_same(store: &Store, fixture: &Fixture) {
    publishers(store, fixture).await;
    chats(store, fixture);
    favourites(store, fixture).await;
    answers(store, fixture).await;
    shared(store, fixture).await;
    others(store, fixture).await;
    inbox(store, fixture).await;
    for list in fixture.records("lists") {
        let kind: ListKind = text(list, "list").parse().unwrap();
        let versions = list["versions"].as_array().unwrap();
        let history = store.lists.history(kind).await.unwrap();
        let expected: Vec<ListVersion> =
            versions.iter().rev().map(|version| serde_json::from_value(version.clone()).unwrap()).collect();
        assert_eq!(history, expected, "{}: {kind}", fixture.form);
    }
    assert_same_in_force(store, fixture.records("lists"), fixture.form);
}

pub(super) fn assert_same_in_force(store: &Store, lists: &[Value], form: &str) {
    for list in lists {
        let kind: ListKind = text(list, "list").parse().unwrap();
        let newest = list["versions"].as_array().unwrap().last().unwrap();
        assert_eq!(in_force(store, kind), newest["entries"], "{form}: {kind}");
    }
}

/// The old versions of lists, by putting each in force again, and the done marks, by delivering the updates again.
pub(super) async fn assert_same_within(store: &Store, fixture: &Fixture) {
    for list in fixture.records("lists") {
        let kind: ListKind = text(list, "list").parse().unwrap();
        for version in list["versions"].as_array().unwrap() {
            let restored = store.lists.restore(kind, number(version, "number"), Timestamp::UNIX_EPOCH).await;
            assert!(restored.unwrap().is_some());
            assert_eq!(in_force(store, kind), version["entries"], "{}: {kind}", fixture.form);
        }
    }
    let waiting = fixture.waiting().iter().map(|update| number(update, "id"));
    for id in fixture.done().into_iter().chain(waiting) {
        let again = NewUpdate { id, chat: 1, raw: b"{}".to_vec() };
        assert!(store.inbox.take_in(vec![again], 0).await.unwrap().is_empty(), "{}: {id}", fixture.form);
    }
}

async fn publishers(store: &Store, fixture: &Fixture) {
    for record in fixture.records("publishers") {
        let person = number(record, "id");
        let mut settings = record["settings"].clone();
        let asked = settings.as_object_mut().unwrap().remove("asked").unwrap();
        let loaded = json!(store.publishers.load(person).await.unwrap());
        assert_contains(&loaded, &settings, fixture.form);
        assert_eq!(json!(store.questions.get(person).await.unwrap()), asked, "{}", fixture.form);
    }
}

fn chats(store: &Store, fixture: &Fixture) {
    for record in fixture.records("chats") {
        let settings = store.chats.get(integer(record, "id")).expect("the chat is known");
        assert_contains(&json!(*settings), &record["settings"], fixture.form);
    }
    for record in fixture.records("moved") {
        assert_eq!(store.chats.current_id(integer(record, "old")), integer(record, "new"));
    }
}

/// Two names that are one name now: the second has a number.
async fn favourites(store: &Store, fixture: &Fixture) {
    let mut owners: Vec<i64> =
        fixture.records("favourites").iter().map(|one| integer(one, "owner")).collect();
    owners.dedup();
    for owner in owners {
        let of_owner = fixture.records("favourites").iter().filter(|one| integer(one, "owner") == owner);
        let (mut expected, mut taken) = (Vec::new(), Vec::new());
        for record in of_owner {
            let (mut name, page) = (text(record, "name").to_owned(), text(record, "page").to_owned());
            if taken.contains(&fold_text(&name)) {
                name += " 2";
            }
            taken.push(fold_text(&name));
            expected.push(Favourite { name, page });
        }
        for favourite in &expected {
            let found = store.favourites.find(owner, &favourite.name).await.unwrap();
            assert_eq!(found.as_ref(), Some(favourite), "{}", fixture.form);
        }
        assert_eq!(store.favourites.list(owner).await.unwrap().len(), expected.len(), "{}", fixture.form);
    }
}

async fn answers(store: &Store, fixture: &Fixture) {
    for record in fixture.records("answers") {
        let (chat, message) = (integer(record, "chat"), integer(record, "message") as i32);
        let answers = store.answers.answers_to(chat, message).await.unwrap();
        assert_eq!(json!(answers), record["answers"], "{}", fixture.form);
        let mark = text(record, "mark");
        let converted = store.answers.is_foreign_converted(chat, message).await.unwrap();
        assert_eq!(converted, mark == "foreign_converted", "{}", fixture.form);
        assert_eq!(
            store.answers.is_reposted(chat, message).await.unwrap(),
            mark == "reposted",
            "{}",
            fixture.form
        );
    }
}

async fn shared(store: &Store, fixture: &Fixture) {
    for record in fixture.records("shared") {
        let last =
            store.share_log.last_share(integer(record, "chat"), number(record, "product")).await.unwrap();
        let share = last.expect("it was shared");
        assert_eq!((share.at, i64::from(share.message)), (integer(record, "at"), integer(record, "message")));
    }
    let removal = |record: &Value| DueRemoval {
        due: integer(record, "due"),
        chat: integer(record, "chat"),
        message: integer(record, "message") as i32,
    };
    let mut removals: Vec<DueRemoval> = fixture.records("removals").iter().map(removal).collect();
    let mut due = store.share_log.due_removals(i64::MAX - 1).await.unwrap();
    removals.sort_by_key(|removal| (removal.due, removal.chat, removal.message));
    due.sort_by_key(|removal| (removal.due, removal.chat, removal.message));
    assert_eq!(due, removals, "{}", fixture.form);
    for record in fixture.records("suggestions") {
        let suggestion = store.share_log.suggestion(number(record, "number")).await.unwrap();
        assert_eq!(json!(suggestion), record["suggestion"], "{}", fixture.form);
    }
    for record in fixture.records("edited") {
        let (chat, message) = (integer(record, "chat"), integer(record, "message") as i32);
        let edited = store.share_log.is_edited(chat, message, text(record, "words")).await.unwrap();
        // That form had hashes that cannot be compared with anything.
        assert_eq!(edited, fixture.form != "3-groups", "{}", fixture.form);
    }
}

async fn others(store: &Store, fixture: &Fixture) {
    for record in fixture.records("recent") {
        let products = store.recent.list(number(record, "person")).await.unwrap();
        assert_eq!(json!(products), record["products"], "{}", fixture.form);
    }
    for record in fixture.records("rates") {
        let rates = store.rates.load(text(record, "name")).expect("there are rates");
        assert_eq!(serde_json::from_slice::<Value>(&rates).unwrap(), record["record"], "{}", fixture.form);
    }
}

async fn inbox(store: &Store, fixture: &Fixture) {
    let heads = store.inbox.waiting().await.unwrap();
    let ids: Vec<u64> = heads.iter().map(|head| head.id).collect();
    let expected: Vec<u64> = fixture.waiting().iter().map(|update| number(update, "id")).collect();
    assert_eq!(ids, expected, "{}", fixture.form);
    for (head, record) in heads.iter().zip(fixture.waiting()) {
        let raw = text(record, "raw").as_bytes().to_vec();
        assert_eq!((head.chat, head.bytes, head.starts), (integer(record, "chat"), raw.len() as u64, 0));
        let expected = WaitingUpdate {
            id: head.id,
            chat: head.chat,
            parts_sent: number(record, "parts_sent") as u16,
            raw,
            answer: record["answer"].as_str().map(|answer| answer.as_bytes().to_vec()),
        };
        assert_eq!(store.inbox.read(head.id).await.unwrap(), Some(expected), "{}", fixture.form);
    }
}

/// The entries of the list in force; null without a list.
fn in_force(store: &Store, kind: ListKind) -> Value {
    json!(store.lists.live().current().get(kind).map(|list| &list.entries))
}

/// All fields that the earlier version knew have their values. Later fields may be there besides.
#[track_caller]
fn assert_contains(loaded: &Value, expected: &Value, form: &str) {
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(loaded.get(field), Some(value), "{form}: {field} of {loaded}");
    }
}

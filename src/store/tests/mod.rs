//! The store over restarts, crashes and broken databases.

mod chats;
mod favourites;
mod lists;

use super::*;
use crate::settings::Publisher;
use dealink_core::lang::Lang;

async fn with_language(dir: &Path) -> Store {
    let store = Store::open(dir).unwrap().store;
    store.publishers.update(7, |p| p.language = Some(Lang::Tr)).await.unwrap();
    store
}

#[tokio::test]
async fn a_second_process_gets_a_clear_message() {
    let dir = tempfile::tempdir().unwrap();
    let _first = Store::open(dir.path()).unwrap();
    let Err(error) = Store::open(dir.path()) else { panic!("opened twice") };
    assert!(matches!(error, StoreError::Locked(_)), "{error}");
    assert!(error.to_string().contains("in use by another dealink"));
}

#[tokio::test]
async fn a_broken_database_is_moved_aside_and_the_snapshot_restored() {
    let dir = tempfile::tempdir().unwrap();
    let store = with_language(dir.path()).await;
    store.flush().await.unwrap();
    drop(store);
    for file in ["db", "conf"] {
        std::fs::write(dir.path().join("store").join(file), b"\xff not a database \x00".repeat(4_000))
            .unwrap();
    }
    let opened = Store::open(dir.path()).unwrap();
    let aside = opened.moved_aside.expect("moved aside");
    assert!(aside.join("db").exists(), "the broken one is kept");
    assert_eq!(opened.store.publishers.load(7).unwrap().language, Some(Lang::Tr));
}

#[test]
fn a_directory_that_cannot_be_made_is_said_so() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let Err(error) = Store::open(&file.join("data")) else { panic!("opened") };
    assert!(matches!(error, StoreError::Directory { .. }), "{error}");
}

#[tokio::test]
async fn an_update_waits_until_it_is_done_and_is_taken_once() {
    let dir = tempfile::tempdir().unwrap();
    let inbox = Store::open(dir.path()).unwrap().store.inbox;
    let update = (41, 7, b"{}".to_vec());
    assert_eq!(inbox.store_new(vec![update.clone(), update.clone()]).await.unwrap(), [(41, 7)]);
    assert_eq!(inbox.waiting().unwrap(), [(41, 7)]);
    let waiting = inbox.load(41).unwrap().unwrap();
    inbox.mark_part_sent(waiting.id, 2).await.unwrap();
    assert_eq!(inbox.load(41).unwrap().unwrap().parts_sent, 2);
    inbox.mark_done(&[41]).await.unwrap();
    assert_eq!(inbox.load(41).unwrap(), None);
    assert_eq!(inbox.store_new(vec![update]).await.unwrap(), [], "delivered again");
}

#[tokio::test]
async fn done_marks_do_not_pile_up() {
    let dir = tempfile::tempdir().unwrap();
    let inbox = Store::open(dir.path()).unwrap().store.inbox;
    for start in (0..3_000).step_by(100) {
        let batch = (start..start + 100).map(|id| (id, 1, Vec::new())).collect();
        for (id, _) in inbox.store_new(batch).await.unwrap() {
            inbox.tree.insert(id.to_be_bytes(), &[DONE_MARK]).unwrap();
        }
    }
    assert!(inbox.tree.len() <= 1_100, "{} marks", inbox.tree.len());
}

const DONE_MARK: u8 = 0;

#[tokio::test]
async fn forgetting_leaves_nothing_of_the_person_and_all_of_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let store = with_language(dir.path()).await;
    store.publishers.update(8, |p| p.subid = Some("kanal".into())).await.unwrap();
    store.answers.remember(7, 1, &[2, 3]).unwrap();
    store
        .inbox
        .store_new(vec![
            (1, 7, b"mine".to_vec()),
            (2, 7, b"forget".to_vec()),
            (3, 8, b"other".to_vec()),
            (4, 7, b"again".to_vec()),
        ])
        .await
        .unwrap();
    store.flush().await.unwrap();

    store.forget(7, 2).await.unwrap();

    assert_eq!(store.publishers.load(7).unwrap(), Publisher::default());
    assert!(store.answers.answers_to(7, 1).unwrap().is_empty());
    assert_eq!(store.inbox.waiting().unwrap(), [(2, 7), (3, 8), (4, 7)]);
    let snapshot = std::fs::read_to_string(dir.path().join("snapshot.jsonl")).unwrap();
    assert!(!snapshot.contains(r#""id":7"#) && snapshot.contains("kanal"));
}

#[test]
fn answers_are_remembered_for_the_last_messages_only() {
    let dir = tempfile::tempdir().unwrap();
    let answers = Store::open(dir.path()).unwrap().store.answers;
    for message in 0..60 {
        answers.remember(7, message, &[message + 100, message + 200]).unwrap();
    }
    assert_eq!(answers.answers_to(7, 59).unwrap(), [159, 259]);
    assert!(answers.answers_to(7, 0).unwrap().is_empty());
}

/// sled's own asynchronous flush hangs here for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_flushes_at_once_all_end() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap().store;
    for _ in 0..20 {
        let changes = (0..40).map(|person| {
            let publishers = store.publishers.clone();
            tokio::spawn(async move { publishers.update(person, |p| p.short_links ^= true).await.unwrap() })
        });
        futures::future::join_all(changes.collect::<Vec<_>>()).await;
    }
    assert!(!store.publishers.load(7).unwrap().short_links, "changed an even number of times");
}

#[tokio::test]
async fn what_an_earlier_version_left_of_its_plain_copies_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["snapshot.new", "chats.new", "favourites.new", "lists.new", "notes.new"] {
        std::fs::write(dir.path().join(name), "personal").unwrap();
    }
    drop(Store::open(dir.path()).unwrap());
    let left = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().ends_with(".new")).collect();
    assert_eq!(left, ["notes.new"], "only its own");
}

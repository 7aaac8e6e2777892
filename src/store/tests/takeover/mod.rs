//! Data directories that earlier versions wrote are taken over: once, whole, and again after a crash at any point.

mod compare;
mod fixture;

use std::path::PathBuf;

use compare::{assert_same, assert_same_in_force, assert_same_within};
use dealink_core::lang::Lang;
use fixture::{FORMS, Fixture, copy, files};

use super::*;

const KEPT: &str = "before-format-2";
/// The files of an earlier version that are moved away.
const OLD: [&str; 4] = ["store", "snapshot.jsonl", "chats.jsonl", "favourites.jsonl"];

/// A directory that was taken over and closed in order.
async fn taken_over(form: &'static str) -> Fixture {
    let fixture = Fixture::unpack(form);
    open(fixture.dir()).await.close().await.unwrap();
    fixture
}

#[tokio::test]
async fn everything_of_each_earlier_form_is_there_and_stays_there() {
    for form in FORMS {
        let fixture = Fixture::unpack(form);
        for _ in 0..2 {
            let OpenedStore { store, repairs } = Store::open(fixture.dir()).await.unwrap();
            assert_eq!(repairs, [], "{form}");
            assert_same(&store, &fixture).await;
            store.close().await.unwrap();
        }
        let store = open(fixture.dir()).await;
        assert_same_within(&store, &fixture).await;
    }
}

#[tokio::test]
async fn the_old_files_are_kept_as_they_were() {
    for form in FORMS {
        let before = files(Fixture::unpack(form).dir());
        let fixture = taken_over(form).await;
        for (path, content) in before {
            let kept = fixture.dir().join(KEPT).join(&path);
            match path.starts_with("store") {
                // sled may have written to its own files when they were read.
                true => assert!(fixture.dir().join(KEPT).join("store/db").exists(), "{form}"),
                // The command line reads the lists in force here.
                false if path == Path::new("lists.jsonl") => {
                    assert_eq!(std::fs::read(fixture.dir().join(path)).unwrap(), content, "{form}");
                }
                false => assert_eq!(std::fs::read(kept).unwrap(), content, "{form}: {}", path.display()),
            }
        }
        for old in OLD {
            assert!(!fixture.dir().join(old).exists(), "{form}: {old}");
        }
    }
}

#[tokio::test]
async fn what_an_earlier_version_can_leave_beside_its_files_is_moved_too() {
    let leftovers = ["snapshot.new", "chats.new", "favourites.new", "lists.new"];
    let later = ["snapshot.jsonl.new", "chats.jsonl.new", "favourites.jsonl.new"];
    let fixture = Fixture::unpack("5-folding");
    for name in leftovers.iter().chain(&later) {
        std::fs::write(fixture.dir().join(name), "half a li").unwrap();
    }
    std::fs::create_dir(fixture.dir().join("broken-1")).unwrap();
    std::fs::write(fixture.dir().join("broken-1/db"), "settings of people").unwrap();
    let store = open(fixture.dir()).await;
    assert_same(&store, &fixture).await;
    for name in leftovers.iter().chain(&later).chain(&["broken-1"]) {
        assert!(!fixture.dir().join(name).exists(), "{name} would never be erased");
        assert!(fixture.dir().join(KEPT).join(name).exists(), "{name}");
    }
}

#[tokio::test]
async fn what_was_changed_since_is_not_replaced_by_the_old_data() {
    let fixture = taken_over("4-moved").await;
    let store = open(fixture.dir()).await;
    store.publishers.update(4_100_001, |publisher| publisher.language = Some(Lang::En)).await.unwrap();
    store.inbox.mark_done(vec![700_003]).await.unwrap();
    store.close().await.unwrap();
    drop(store);
    let store = open(fixture.dir()).await;
    assert_eq!(store.publishers.load(4_100_001).await.unwrap().language, Some(Lang::En));
    assert_eq!(store.inbox.read(700_003).await.unwrap(), None);
}

/// Before the mark of the new form is written the old data is in force, whatever is there of the new.
#[tokio::test]
async fn a_takeover_that_was_cut_off_before_the_mark_is_repeated() {
    let done = taken_over("4-moved").await;
    let old = |path: &PathBuf| path.starts_with(KEPT) || path == Path::new("format");
    let new: Vec<(PathBuf, Vec<u8>)> = files(done.dir()).into_iter().filter(|(path, _)| !old(path)).collect();
    assert!(new.len() >= 4, "{new:?}");
    for whole in 0..=new.len() {
        let fixture = Fixture::unpack("4-moved");
        for (place, (path, content)) in new.iter().enumerate().take(whole + 1) {
            let path = fixture.dir().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            // The last one is only begun.
            let length = if place < whole { content.len() } else { content.len() / 2 };
            if !path.ends_with("lists.jsonl") {
                std::fs::write(path, &content[..length]).unwrap();
            }
        }
        let OpenedStore { store, repairs } = Store::open(fixture.dir()).await.unwrap();
        assert_eq!(repairs, [], "{whole}");
        assert_same(&store, &fixture).await;
    }
}

/// After the mark the new data is in force, however many of the old files were moved.
#[tokio::test]
async fn a_takeover_that_was_cut_off_after_the_mark_is_completed() {
    let done = taken_over("4-moved").await;
    let store = open(done.dir()).await;
    store.publishers.update(4_100_001, |publisher| publisher.language = Some(Lang::En)).await.unwrap();
    store.close().await.unwrap();
    drop(store);
    for moved in 0..=OLD.len() {
        let dir = tempfile::tempdir().unwrap();
        copy(done.dir(), dir.path());
        for name in &OLD[moved..] {
            std::fs::rename(dir.path().join(KEPT).join(name), dir.path().join(name)).unwrap();
        }
        if moved == 0 {
            std::fs::remove_dir_all(dir.path().join(KEPT)).unwrap();
        }
        let OpenedStore { store, repairs } = Store::open(dir.path()).await.unwrap();
        assert_eq!(repairs, [], "{moved}");
        assert_eq!(store.publishers.load(4_100_001).await.unwrap().language, Some(Lang::En));
        for name in OLD {
            assert!(dir.path().join(KEPT).join(name).exists() && !dir.path().join(name).exists(), "{name}");
        }
    }
}

/// The step that fails is the mark in the first case, and the moving of the old files in the second.
#[tokio::test]
async fn a_takeover_that_failed_on_the_way_is_gone_on_with() {
    for (obstacle, is_marked) in [("format.new", false), (KEPT, true)] {
        let fixture = Fixture::unpack("5-folding");
        let obstacle = fixture.dir().join(obstacle);
        match is_marked {
            true => std::fs::write(&obstacle, "").unwrap(),
            false => std::fs::create_dir(&obstacle).unwrap(),
        }
        for _ in 0..2 {
            let Err(error) = Store::open(fixture.dir()).await else { panic!("opened") };
            assert!(matches!(error, StoreError::Directory { .. }), "{error}");
            assert_eq!(fixture.dir().join("format").exists(), is_marked);
            assert!(fixture.dir().join("store").exists());
        }
        match is_marked {
            true => std::fs::remove_file(&obstacle).unwrap(),
            false => std::fs::remove_dir(&obstacle).unwrap(),
        }
        let OpenedStore { store, repairs } = Store::open(fixture.dir()).await.unwrap();
        assert_eq!(repairs, []);
        assert_same(&store, &fixture).await;
        assert!(!fixture.dir().join("store").exists());
    }
}

/// With the database broken, the earlier version restored its plain copies.
#[tokio::test]
async fn of_a_broken_database_the_plain_copies_are_taken_over() {
    for form in FORMS {
        let mut fixture = Fixture::unpack(form);
        for file in ["db", "conf"] {
            let broken = b"\xff not a database \x00".repeat(4_000);
            std::fs::write(fixture.dir().join("store").join(file), broken).unwrap();
        }
        let lists = fixture.records("lists").to_vec();
        fixture.keep_what_has_copies();
        for opening in 0..2 {
            let OpenedStore { store, repairs } = Store::open(fixture.dir()).await.unwrap();
            match (opening, &repairs[..]) {
                (0, [Repair::Form1FromCopies { moved_to, .. }]) => {
                    assert!(moved_to.join("store/db").exists())
                }
                (1, []) => {}
                _ => panic!("{form}: {repairs:?}"),
            }
            assert_same(&store, &fixture).await;
            assert_same_in_force(&store, &lists, form);
            store.close().await.unwrap();
        }
    }
}

#[tokio::test]
async fn nothing_of_a_person_who_is_forgotten_is_left_in_the_old_files() {
    for form in FORMS {
        let fixture = taken_over(form).await;
        let store = open(fixture.dir()).await;
        store.forget(4_100_002, 700_100).await.unwrap();
        store.close().await.unwrap();
        for (path, content) in files(fixture.dir()) {
            for trace in ["4100002", "Robin", "two lamps"] {
                let found = content.windows(trace.len()).any(|part| part == trace.as_bytes());
                assert!(!found, "{form}: {trace} in {}", path.display());
            }
        }
    }
}

#[tokio::test]
async fn a_directory_of_a_later_form_is_refused_and_left_alone() {
    let fixture = Fixture::unpack("5-folding");
    std::fs::write(fixture.dir().join("format"), "{\"format\":3}\n").unwrap();
    let before = files(fixture.dir());
    let Err(error) = Store::open(fixture.dir()).await else { panic!("opened") };
    assert!(matches!(error, StoreError::Newer { .. }), "{error}");
    assert!(error.to_string().contains("written by a later version of dealink"), "{error}");
    let unlocked = files(fixture.dir()).into_iter().filter(|(path, _)| path != Path::new("lock"));
    assert_eq!(unlocked.collect::<Vec<_>>(), before);
}

/// An operator may start the earlier version once more, which makes its files anew.
#[tokio::test]
async fn files_that_the_earlier_version_made_since_do_not_prevent_a_start() {
    let fixture = taken_over("4-moved").await;
    let again = Fixture::unpack("1-settings");
    for name in ["store", "snapshot.jsonl"] {
        copy(&again.dir().join(name), &fixture.dir().join(name));
    }
    for _ in 0..2 {
        let store = open(fixture.dir()).await;
        assert_same(&store, &fixture).await;
        store.close().await.unwrap();
    }
    let kept = |name: &str| fixture.dir().join(KEPT).join(name).exists();
    assert!(kept("store/db") && kept("store-2/db") && kept("snapshot.jsonl-2") && !kept("store-3"));
}

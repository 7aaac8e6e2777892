//! The store over restarts, crashes and damaged files, and the contracts of its interfaces.

mod chats;
mod conformance;
mod damage;
mod favourites;
mod forget;
mod lists;
mod settings;
mod takeover;

use super::*;

async fn open(dir: &Path) -> Store {
    Store::open(dir).await.unwrap().store
}

/// Copies a directory as it stands on the disk, which is what a killed process leaves.
fn copy_directory(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_directory(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

#[tokio::test]
async fn a_second_process_gets_a_clear_message() {
    let dir = tempfile::tempdir().unwrap();
    let _first = open(dir.path()).await;
    let Err(error) = Store::open(dir.path()).await else { panic!("opened twice") };
    assert!(matches!(error, StoreError::Locked(_)), "{error}");
    assert!(error.to_string().contains("in use by another dealink"));
}

#[tokio::test]
async fn a_directory_that_cannot_be_made_is_said_so() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let Err(error) = Store::open(&file.join("data")).await else { panic!("opened") };
    assert!(matches!(error, StoreError::Directory { .. }), "{error}");
}

#[tokio::test]
async fn a_directory_of_a_later_version_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()).await);
    std::fs::write(dir.path().join("format"), r#"{"format":3}"#).unwrap();
    let Err(error) = Store::open(dir.path()).await else { panic!("opened") };
    assert!(matches!(error, StoreError::Newer { found: 3, known: 2 }), "{error}");
}

#[tokio::test]
async fn a_run_that_did_not_end_in_order_is_noticed_by_the_next() {
    let dir = tempfile::tempdir().unwrap();
    for (deaths, in_order) in [(0, true), (0, false), (1, false), (2, true), (0, true)] {
        let store = open(dir.path()).await;
        assert_eq!(store.begin_run().await.unwrap(), deaths);
        if in_order {
            store.close().await.unwrap();
        }
    }
}

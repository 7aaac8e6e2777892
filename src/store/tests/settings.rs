//! Settings of people.

use super::super::*;
use super::open;
use dealink_core::lang::Lang;

/// sled's own asynchronous flush hangs here for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_changes_at_once_all_end() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    for _ in 0..4 {
        let changes = (0..40).map(|person| {
            let publishers = store.publishers.clone();
            tokio::spawn(async move { publishers.update(person, |p| p.short_links ^= true).await.unwrap() })
        });
        futures::future::join_all(changes.collect::<Vec<_>>()).await;
    }
    assert!(!store.publishers.load(7).await.unwrap().short_links, "changed an even number of times");
}

#[tokio::test]
async fn a_long_journal_is_shortened_and_keeps_everything() {
    let dir = tempfile::tempdir().unwrap();
    let journal = || std::fs::read_to_string(dir.path().join("settings.journal")).unwrap().lines().count();
    let store = open(dir.path()).await;
    for number in 0..1_010 {
        store.publishers.update(7, |p| p.subid = Some(format!("s{number}"))).await.unwrap();
    }
    assert!(journal() > 1_000);
    store.clean_up(0).await.unwrap();
    assert_eq!(journal(), 2, "the first line and one record");
    store.publishers.update(8, |p| p.language = Some(Lang::Tr)).await.unwrap();
    drop(store);
    let OpenedStore { store, repairs } = Store::open(dir.path()).await.unwrap();
    assert_eq!(repairs, []);
    assert_eq!(store.publishers.load(7).await.unwrap().subid.as_deref(), Some("s1009"));
    assert_eq!(store.publishers.load(8).await.unwrap().language, Some(Lang::Tr));
}

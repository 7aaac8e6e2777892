//! Damaged, truncated and missing files.

use super::super::*;
use super::{copy_directory, open};
use dealink_core::lang::Lang;

async fn filled(dir: &Path) -> Store {
    let store = open(dir).await;
    store.publishers.update(7, |p| p.language = Some(Lang::Tr)).await.unwrap();
    store.chats.update(-5, |settings| settings.title = "Deals".to_owned()).await.unwrap();
    let favourite = Favourite { name: "İlk".to_owned(), page: "https://a.example/".to_owned() };
    store.favourites.save(7, &favourite).await.unwrap();
    let update = NewUpdate { id: 41, chat: 7, raw: b"{}".to_vec() };
    store.inbox.take_in(vec![update], 0).await.unwrap();
    store
}

async fn assert_settings(store: &Store) {
    assert_eq!(store.publishers.load(7).await.unwrap().language, Some(Lang::Tr));
    assert_eq!(store.chats.get(-5).unwrap().title, "Deals");
    assert_eq!(store.favourites.find(7, "ilk").await.unwrap().unwrap().name, "İlk");
}

/// Every file of the directory, in all directories below it.
fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn no_single_file_holds_settings_alone() {
    let damages: [fn(&Path); 4] = [
        |file| std::fs::remove_file(file).unwrap(),
        |file| std::fs::write(file, "").unwrap(),
        |file| {
            let bytes = std::fs::read(file).unwrap();
            std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        },
        |file| {
            let mut bytes = std::fs::read(file).unwrap();
            let middle = bytes.len() / 3;
            bytes.iter_mut().skip(middle).take(300).for_each(|byte| *byte ^= 0x5a);
            std::fs::write(file, bytes).unwrap();
        },
    ];
    let original = tempfile::tempdir().unwrap();
    let running = filled(original.path()).await;
    let names = files(original.path());
    assert!(names.len() > 5, "{names:?}");
    for name in names {
        let name = name.strip_prefix(original.path()).unwrap();
        for (number, damage) in damages.iter().enumerate() {
            let dir = tempfile::tempdir().unwrap();
            copy_directory(original.path(), dir.path());
            damage(&dir.path().join(name));
            let opened = Store::open(dir.path()).await;
            let OpenedStore { store, repairs } =
                opened.unwrap_or_else(|error| panic!("{name:?}, damage {number}: {error}"));
            println!("{name:?}, damage {number}: {repairs:?}");
            assert_settings(&store).await;
            store.publishers.update(9, |p| p.short_links = true).await.unwrap();
            store.close().await.unwrap();
            drop(store);
            let store = open(dir.path()).await;
            assert_settings(&store).await;
            assert!(store.publishers.load(9).await.unwrap().short_links);
        }
    }
    drop(running);
}

#[tokio::test]
async fn a_damaged_inbox_is_moved_aside_and_a_missing_log_loses_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path()).await.close().await.unwrap();
    let database = dir.path().join("flow-1.sqlite3");
    std::fs::write(&database, b"not a database".repeat(1_000)).unwrap();
    let OpenedStore { store, repairs } = Store::open(dir.path()).await.unwrap();
    let [Repair::FlowDamaged { moved_to, restored: 0 }] = repairs.as_slice() else { panic!("{repairs:?}") };
    assert!(moved_to.join("flow-1.sqlite3").exists(), "the damaged one is kept");
    assert!(store.inbox.waiting().await.unwrap().is_empty());
    assert_settings(&store).await;
}

#[tokio::test]
async fn what_can_be_read_of_a_damaged_inbox_is_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    let update = |id| NewUpdate { id, chat: 7, raw: vec![b'x'; 3_000] };
    store.inbox.take_in((1..=200).map(update).collect(), 0).await.unwrap();
    store.close().await.unwrap();
    drop(store);
    let database = dir.path().join("flow-1.sqlite3");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4_096].fill(0xff);
    std::fs::write(&database, bytes).unwrap();
    let OpenedStore { store, repairs } = Store::open(dir.path()).await.unwrap();
    assert!(matches!(repairs.as_slice(), [Repair::FlowDamaged { .. }]), "{repairs:?}");
    let mut whole = 0;
    for head in store.inbox.waiting().await.unwrap() {
        if let Some(read) = store.inbox.read(head.id).await.unwrap() {
            assert_eq!(read.raw, update(head.id).raw);
            whole += 1;
        }
    }
    assert!(whole > 150, "{whole} of 200");
}

//! The operator's lists: in force at once, on the disk before it is said, restored.

use dealink_program::StoreList;
use jiff::Timestamp;

use super::super::*;
use super::{copy_directory, open};
use crate::lists::{List, ListEntries, ListKind};

fn stores(numbers: impl IntoIterator<Item = u64>, day: i8) -> List {
    let entries = ListEntries::Stores(numbers.into_iter().map(|number| (number, None)).collect());
    List { date: jiff::civil::date(2026, 11, day), entries }
}

const CHUWI: ListKind = ListKind::Stores(StoreList::Chuwi);
const NOW: Timestamp = Timestamp::UNIX_EPOCH;

#[tokio::test]
async fn a_list_is_in_force_at_once_and_after_a_restart_and_old_ones_can_be_restored() {
    let dir = tempfile::tempdir().unwrap();
    let lists = open(dir.path()).await.lists;
    let live = lists.live().clone();
    assert_eq!(lists.history(CHUWI).await.unwrap(), []);
    for day in 1..=12 {
        let list = stores([100_000 + day as u64], day);
        assert_eq!(lists.save(CHUWI, list.clone(), NOW).await.unwrap(), SaveOutcome::InForce);
        assert_eq!(lists.save(CHUWI, list, NOW).await.unwrap(), SaveOutcome::Unchanged);
    }
    let words =
        List { date: jiff::civil::date(2026, 11, 2), entries: ListEntries::Keywords(vec!["bedava".into()]) };
    lists.save(ListKind::BannedKeywords, words, NOW).await.unwrap();
    let of = |store| live.current().lists_of_store(store).collect::<Vec<_>>();
    assert_eq!(of(100_012), [(StoreList::Chuwi, jiff::civil::date(2026, 11, 12))]);
    assert_eq!(of(100_011), []);
    let numbers: Vec<u64> =
        lists.history(CHUWI).await.unwrap().iter().map(|version| version.number).collect();
    assert_eq!(numbers, [12, 11, 10, 9, 8, 7, 6, 5, 4, 3], "the last ten");
    assert_eq!(lists.restore(CHUWI, 2, NOW).await.unwrap(), None, "it is gone");
    assert_eq!(lists.restore(CHUWI, 4, NOW).await.unwrap(), Some(SaveOutcome::InForce));
    assert_eq!(of(100_004).len(), 1);
    assert_eq!(lists.remove(CHUWI, NOW).await.unwrap(), SaveOutcome::InForce);
    assert_eq!(lists.remove(CHUWI, NOW).await.unwrap(), SaveOutcome::Unchanged);
    assert_eq!(of(100_004), []);
    assert_eq!(lists.restore(CHUWI, 13, NOW).await.unwrap(), Some(SaveOutcome::InForce));
    drop((lists, live));
    let lists = open(dir.path()).await.lists;
    let now = lists.live().current();
    assert_eq!(now.get(CHUWI), Some(&stores([100_004], 4)));
    let (words, date) = now.banned_keywords().unwrap();
    assert_eq!((words, date.day()), (["bedava".to_owned()].as_slice(), 2));
    let history = lists.history(CHUWI).await.unwrap();
    let newest = (history[0].number, history[0].count, history[0].date);
    assert_eq!(newest, (15, 1, Some(jiff::civil::date(2026, 11, 4))));
    assert_eq!((history[1].number, history[1].date), (14, None), "removed");
}

#[tokio::test]
async fn lists_survive_the_loss_of_everything_but_their_readable_copy() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    store.lists.save(CHUWI, stores([100_001], 1), NOW).await.unwrap();
    assert_eq!(
        read_lists_backup(dir.path()).get(CHUWI),
        Some(&stores([100_001], 1)),
        "also while it is open"
    );
    drop(store);
    std::fs::remove_dir_all(dir.path().join("settings")).unwrap();
    std::fs::remove_file(dir.path().join("settings.journal")).unwrap();
    let lists = open(dir.path()).await.lists;
    assert_eq!(lists.live().current().get(CHUWI), Some(&stores([100_001], 1)));
    assert_eq!(lists.history(CHUWI).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_list_is_on_the_disk_before_it_is_said_to_be() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    for stores in 1..=3 {
        store.lists.save(CHUWI, stores_up_to(stores), NOW).await.unwrap();
        let after = tempfile::tempdir().unwrap();
        copy_directory(dir.path(), after.path());
        std::fs::remove_file(after.path().join("lists.jsonl")).unwrap();
        let lists = open(after.path()).await.lists;
        assert_eq!(lists.live().current().get(CHUWI), Some(&stores_up_to(stores)), "{stores}");
    }
}

fn stores_up_to(last: u64) -> List {
    stores((1..=last).map(|n| 100_000 + n), 1)
}

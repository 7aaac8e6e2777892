use super::*;
use crate::lists::{List, ListEntries, ListKind};
use crate::settings::{ChatSettings, Publisher};
use dealink_core::lang::Lang;
use dealink_program::StoreList;
use jiff::Timestamp;

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

fn stores(numbers: impl IntoIterator<Item = u64>, day: i8) -> List {
    let entries = ListEntries::Stores(numbers.into_iter().map(|number| (number, None)).collect());
    List { date: jiff::civil::date(2026, 11, day), entries }
}

const CHUWI: ListKind = ListKind::Stores(StoreList::Chuwi);
const NOW: Timestamp = Timestamp::UNIX_EPOCH;

#[tokio::test]
async fn a_list_is_in_force_at_once_and_after_a_restart_and_old_ones_can_be_restored() {
    let dir = tempfile::tempdir().unwrap();
    let lists = Store::open(dir.path()).unwrap().store.lists;
    let live = lists.live().clone();
    assert_eq!(lists.history(CHUWI).unwrap(), []);
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
    let numbers: Vec<u64> = lists.history(CHUWI).unwrap().iter().map(|version| version.number).collect();
    assert_eq!(numbers, [12, 11, 10, 9, 8, 7, 6, 5, 4, 3], "the last ten");
    assert_eq!(lists.restore(CHUWI, 2, NOW).await.unwrap(), None, "it is gone");
    assert_eq!(lists.restore(CHUWI, 4, NOW).await.unwrap(), Some(SaveOutcome::InForce));
    assert_eq!(of(100_004).len(), 1);
    assert_eq!(lists.remove(CHUWI, NOW).await.unwrap(), SaveOutcome::InForce);
    assert_eq!(lists.remove(CHUWI, NOW).await.unwrap(), SaveOutcome::Unchanged);
    assert_eq!(of(100_004), []);
    assert_eq!(lists.restore(CHUWI, 13, NOW).await.unwrap(), Some(SaveOutcome::InForce));
    drop((lists, live));
    let lists = Store::open(dir.path()).unwrap().store.lists;
    let now = lists.live().current();
    assert_eq!(now.get(CHUWI), Some(&stores([100_004], 4)));
    let (words, date) = now.banned_keywords().unwrap();
    assert_eq!((words, date.day()), (["bedava".to_owned()].as_slice(), 2));
    let history = lists.history(CHUWI).unwrap();
    let newest = (history[0].number, history[0].count, history[0].date);
    assert_eq!(newest, (15, 1, Some(jiff::civil::date(2026, 11, 4))));
    assert_eq!((history[1].number, history[1].date), (14, None), "removed");
}

#[tokio::test]
async fn lists_survive_a_broken_database() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap().store;
    store.lists.save(CHUWI, stores([100_001], 1), NOW).await.unwrap();
    assert_eq!(
        read_lists_backup(dir.path()).get(CHUWI),
        Some(&stores([100_001], 1)),
        "also while it is open"
    );
    drop(store);
    for file in ["db", "conf"] {
        std::fs::write(dir.path().join("store").join(file), b"\xff not a database \x00".repeat(4_000))
            .unwrap();
    }
    let opened = Store::open(dir.path()).unwrap();
    assert!(opened.moved_aside.is_some());
    assert_eq!(opened.store.lists.live().current().get(CHUWI), Some(&stores([100_001], 1)));
    assert_eq!(opened.store.lists.history(CHUWI).unwrap().len(), 1);
}

/// Copies the database as it stands on the disk, which is what a killed process leaves.
fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copied(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

#[tokio::test]
async fn a_list_is_on_the_disk_before_it_is_said_to_be() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap().store;
    for stores in 1..=3 {
        store.lists.save(CHUWI, stores_up_to(stores), NOW).await.unwrap();
        let after = tempfile::tempdir().unwrap();
        copied(&dir.path().join("store"), &after.path().join("store"));
        let lists = Store::open(after.path()).unwrap().store.lists;
        assert_eq!(lists.live().current().get(CHUWI), Some(&stores_up_to(stores)), "{stores}");
    }
}

fn stores_up_to(last: u64) -> List {
    stores((1..=last).map(|n| 100_000 + n), 1)
}

#[test]
fn what_is_to_be_removed_is_due_at_its_time() {
    let dir = tempfile::tempdir().unwrap();
    let shared = Store::open(dir.path()).unwrap().store.share_log;
    shared.schedule_removal(300, -100, 5).unwrap();
    shared.schedule_removal(200, -100, 4).unwrap();
    shared.schedule_removal(301, -200, 6).unwrap();
    assert!(shared.due_removals(199).unwrap().is_empty());
    let due = shared.due_removals(300).unwrap();
    assert_eq!(
        due.iter().map(|(_, chat, message)| (*chat, *message)).collect::<Vec<_>>(),
        [(-100, 4), (-100, 5)]
    );
    for (record, ..) in due {
        shared.forget_removal(&record).unwrap();
    }
    assert_eq!(shared.due_removals(301).unwrap().len(), 1);
}

#[test]
fn a_product_repeats_within_its_window_and_for_other_messages() {
    let dir = tempfile::tempdir().unwrap();
    let shared = Store::open(dir.path()).unwrap().store.share_log;
    shared.record_share(-100, 7, 5, 1_000).unwrap();
    assert!(shared.is_repeat(-100, 7, 6, 1_059, 60).unwrap());
    assert!(!shared.is_repeat(-100, 7, 6, 1_060, 60).unwrap());
    assert!(!shared.is_repeat(-100, 7, 5, 1_001, 60).unwrap(), "its own answer");
    assert!(!shared.is_repeat(-200, 7, 6, 1_001, 60).unwrap(), "another chat");
    shared.forget_old(1_000 + 8 * 24 * 3_600).unwrap();
    assert!(!shared.is_repeat(-100, 7, 6, 1_001, 60).unwrap());
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_keeps_everything() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap().store;
    let kept = |settings: &mut ChatSettings| {
        settings.title = "Deals".to_owned();
        settings.owner = Some(7);
        settings.chosen_members.insert(8);
    };
    store.chats.update(-5, kept).await.unwrap();
    let favourite = Favourite { name: "Hırka".to_owned(), page: "https://a.example/".to_owned() };
    store.favourites.save(-5, &favourite).await.unwrap();
    store.share_log.record_share(-5, 7, 5, 1_000).unwrap();
    let suggestion =
        Suggestion { chat: -5, topic: None, message: 3, sender: Some(8), pages: Vec::new(), at: 1_000 };
    store.share_log.save_suggestion(1, &suggestion).await.unwrap();
    store.migrate(-5, -1_005).await.unwrap();
    // Told twice, as Telegram does.
    store.migrate(-5, -1_005).await.unwrap();
    assert!(store.chats.get(-5).is_none());
    assert_eq!(store.chats.get(-1_005).unwrap().owner, Some(7));
    assert_eq!(store.favourites.find(-1_005, "hirka").unwrap(), Some(favourite));
    assert!(store.favourites.list(-5).unwrap().is_empty());
    assert!(store.share_log.is_repeat(-1_005, 7, 6, 1_001, 60).unwrap());
    assert_eq!(store.share_log.load_suggestion(1).unwrap().unwrap().chat, -1_005);
    store.forget(8, 99).await.unwrap();
    assert!(store.chats.get(-1_005).unwrap().chosen_members.is_empty());
    assert!(store.share_log.load_suggestion(1).unwrap().is_none());
    store.forget_chat(-1_005).await.unwrap();
    assert!(store.chats.get(-1_005).is_none());
    assert!(store.favourites.list(-1_005).unwrap().is_empty());
}

#[tokio::test]
async fn chats_and_favourites_survive_a_broken_database() {
    let dir = tempfile::tempdir().unwrap();
    {
        let store = Store::open(dir.path()).unwrap().store;
        store.chats.update(-5, |settings| settings.title = "Deals".to_owned()).await.unwrap();
        let favourite = Favourite { name: "İlk".to_owned(), page: "https://a.example/".to_owned() };
        assert!(!store.favourites.save(7, &favourite).await.unwrap());
        assert!(store.favourites.save(7, &favourite).await.unwrap());
        store.flush().await.unwrap();
    }
    std::fs::remove_dir_all(dir.path().join("store")).unwrap();
    let store = Store::open(dir.path()).unwrap().store;
    assert_eq!(store.chats.get(-5).unwrap().title, "Deals");
    assert_eq!(store.favourites.find(7, "ilk").unwrap().unwrap().name, "İlk");
}

#[tokio::test]
async fn favourites_are_renamed_deleted_and_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let favourites = Store::open(dir.path()).unwrap().store.favourites;
    let named = |name: String| Favourite { name, page: "https://a.example/".to_owned() };
    for number in 0..FAVOURITES_AT_MOST {
        favourites.save(7, &named(format!("n{number}"))).await.unwrap();
    }
    assert!(matches!(favourites.save(7, &named("more".to_owned())).await, Err(FavouriteFault::Full)));
    assert!(matches!(favourites.rename(7, "n0", "n1").await, Err(FavouriteFault::Taken)));
    assert!(matches!(favourites.rename(7, "nothing", "n1").await, Err(FavouriteFault::Unknown)));
    favourites.rename(7, "n0", "N0").await.unwrap();
    assert_eq!(favourites.find(7, "n0").unwrap().unwrap().name, "N0");
    assert!(favourites.delete(7, "n0").await.unwrap());
    assert!(!favourites.delete(7, "n0").await.unwrap());
    assert!(favourites.list(-7).unwrap().is_empty());
}

#[tokio::test]
async fn favourites_are_found_however_their_letters_are_composed() {
    let dir = tempfile::tempdir().unwrap();
    let favourites = Store::open(dir.path()).unwrap().store.favourites;
    let favourite =
        Favourite { name: "Kış Ayakkabısı".to_owned(), page: "https://a.example/".to_owned() };
    favourites.save(7, &favourite).await.unwrap();
    for name in ["kis ayakkabisi", "KIS\u{327} AYAKKABISI", "kıs\u{327} ayakkabısı"] {
        assert_eq!(favourites.find(7, name).unwrap().as_ref(), Some(&favourite), "{name}");
    }
}

#[tokio::test]
async fn keys_of_favourites_that_an_earlier_version_folded_are_moved() {
    let dir = tempfile::tempdir().unwrap();
    let record = |name: &str, page: &str| {
        let favourite = Favourite { name: name.to_owned(), page: format!("https://{page}.example/") };
        serde_json::to_vec(&favourite).unwrap()
    };
    {
        let db = sled::open(dir.path().join("store")).unwrap();
        let tree = db.open_tree("favourites").unwrap();
        let key = |name: &str| [&7_i64.to_be_bytes()[..], name.as_bytes()].concat();
        // The earlier folding knew neither decomposed letters nor accents beyond those of Turkish.
        tree.insert(key("kis\u{327}"), record("Kıs\u{327}", "decomposed")).unwrap();
        tree.insert(key("cafe"), record("cafe", "plain")).unwrap();
        tree.insert(key("café"), record("café", "accented")).unwrap();
        tree.insert(key("broken"), b"{").unwrap();
        db.flush().unwrap();
    }
    for _ in 0..2 {
        let favourites = Store::open(dir.path()).unwrap().store.favourites;
        let page = |name: &str| favourites.find(7, name).unwrap().map(|found| found.page);
        assert_eq!(page("kış").as_deref(), Some("https://decomposed.example/"));
        assert_eq!(page("cafe").as_deref(), Some("https://plain.example/"));
        assert_eq!(page("café 2").as_deref(), Some("https://accented.example/"));
        assert!(favourites.find(7, "broken").is_err(), "what cannot be read stays where it is");
    }
}

#[tokio::test]
async fn a_plain_copy_of_an_earlier_version_loses_no_name_that_folds_like_another() {
    let dir = tempfile::tempdir().unwrap();
    let line = |owner: i64, name: &str, page: &str| {
        format!("{{\"owner\":{owner},\"name\":\"{name}\",\"page\":\"https://{page}.example/\"}}\n")
    };
    let lines = [
        line(7, "cafe", "plain"),
        line(7, "café", "accented"),
        line(7, "cafe\u{301}", "decomposed"),
        line(8, "café", "other"),
    ];
    std::fs::write(dir.path().join("favourites.jsonl"), lines.concat()).unwrap();
    for _ in 0..2 {
        let favourites = Store::open(dir.path()).unwrap().store.favourites;
        let page = |owner, name: &str| favourites.find(owner, name).unwrap().map(|found| found.page);
        assert_eq!(page(7, "cafe").as_deref(), Some("https://plain.example/"));
        assert_eq!(page(7, "café 2").as_deref(), Some("https://accented.example/"));
        assert_eq!(page(7, "cafe 3").as_deref(), Some("https://decomposed.example/"));
        assert_eq!(page(8, "cafe").as_deref(), Some("https://other.example/"));
        assert_eq!(favourites.list(7).unwrap().len(), 3);
        assert_eq!(favourites.list(8).unwrap()[0].name, "café", "it keeps its own name");
    }
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

//! Chats: what was shared in them, and what becomes of their records.

use super::super::*;
use crate::settings::ChatSettings;

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

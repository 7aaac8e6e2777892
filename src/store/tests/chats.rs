//! Chats: what becomes of their records.

use super::super::*;
use super::open;
use crate::settings::ChatSettings;

#[tokio::test]
async fn a_group_that_became_a_supergroup_keeps_everything() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    let kept = |settings: &mut ChatSettings| {
        settings.title = "Deals".to_owned();
        settings.owner = Some(7);
        settings.chosen_members.insert(8);
    };
    store.chats.update(-5, kept).await.unwrap();
    let favourite = Favourite { name: "Hırka".to_owned(), page: "https://a.example/".to_owned() };
    store.favourites.save(-5, &favourite).await.unwrap();
    store.share_log.put_share(-5, 7, Share { at: 1_000, message: 5 }).await.unwrap();
    let suggestion =
        Suggestion { chat: -5, topic: None, message: 3, sender: Some(8), pages: Vec::new(), at: 1_000 };
    store.share_log.put_suggestion(1, suggestion).await.unwrap();
    store.migrate(-5, -1_005).await.unwrap();
    // Told twice, as Telegram does.
    store.migrate(-5, -1_005).await.unwrap();
    assert!(store.chats.get(-5).is_none());
    assert_eq!(store.chats.get(-1_005).unwrap().owner, Some(7));
    assert_eq!(store.favourites.find(-1_005, "hirka").await.unwrap(), Some(favourite));
    assert!(store.favourites.list(-5).await.unwrap().is_empty());
    assert!(store.share_log.is_repeat(-1_005, 7, 6, 1_001, 60).await.unwrap());
    assert_eq!(store.share_log.suggestion(1).await.unwrap().unwrap().chat, -1_005);
    store.forget(8, 99).await.unwrap();
    assert!(store.chats.get(-1_005).unwrap().chosen_members.is_empty());
    assert!(store.share_log.suggestion(1).await.unwrap().is_none());
    store.forget_chat(-1_005, 99).await.unwrap();
    assert!(store.chats.get(-1_005).is_none());
    assert!(store.favourites.list(-1_005).await.unwrap().is_empty());
}

#[tokio::test]
async fn changes_of_a_chat_at_the_same_time_are_all_kept() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    let changes = (0..40).map(|member| {
        let chats = store.chats.clone();
        tokio::spawn(async move {
            let add = |settings: &mut ChatSettings| assert!(settings.chosen_members.insert(member));
            chats.update(-5, add).await.unwrap();
        })
    });
    futures::future::join_all(changes.collect::<Vec<_>>()).await;
    drop(store);
    assert_eq!(open(dir.path()).await.chats.get(-5).unwrap().chosen_members.len(), 40);
}

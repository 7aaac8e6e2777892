//! Albums come back as one, with their product links replaced.

use crate::posts::own_link;
use crate::seeded::{self, page};
use crate::test_world::TestWorld;
use dealink_sandbox::telegram::{ChatChange, MediaKind, TelegramFault, UserPost};
use serde_json::json;

fn album(caption: &str) -> Vec<UserPost> {
    vec![
        UserPost::media(MediaKind::Photo, "").with_spoiler(),
        UserPost::media(MediaKind::Video, caption).mark("bold", "Hırka"),
        UserPost::media(MediaKind::Photo, ""),
    ]
}

#[tokio::test]
async fn an_album_comes_back_as_one_and_follows_its_edits() {
    let world = TestWorld::new().await;
    let person = world.person("tr");
    let ids = world.sandbox.telegram.album(person.id, album(&format!("Hırka {}", page(seeded::CARDIGAN))));
    let mut parts = Vec::new();
    for _ in 0..3 {
        parts.push(person.next().await);
    }
    let albums: Vec<Option<&str>> = parts.iter().map(ChatChange::album).collect();
    assert!(albums[0].is_some() && albums.iter().all(|album| *album == albums[0]), "{albums:?}");
    assert_eq!(
        parts.iter().map(ChatChange::media).collect::<Vec<_>>(),
        [MediaKind::Photo, MediaKind::Video, MediaKind::Photo].map(Some)
    );
    assert_eq!(parts[0].message().unwrap()["has_media_spoiler"], true);
    assert_eq!(parts[1].text(), format!("Hırka {}", own_link(seeded::CARDIGAN, "")));
    let report = person.next().await;
    assert_eq!(report.message().unwrap()["reply_to_message"]["message_id"], ids[1], "{report}");

    let edited = UserPost::media(MediaKind::Video, &format!("Yeni: {}", page(seeded::HOT)));
    world.sandbox.telegram.edit_post(person.id, ids[1], edited);
    let caption = person.next().await;
    assert_eq!(
        (caption.message_id(), caption.text()),
        (parts[1].message_id(), format!("Yeni: {}", own_link(seeded::HOT, "")).as_str())
    );
    assert_eq!(person.next().await.message_id(), report.message_id());
    assert_eq!(world.sandbox.telegram.calls("sendMediaGroup").len(), 1);

    // An album item gets a caption without a link: it stays unchanged.
    world.sandbox.telegram.edit_post(
        person.id,
        ids[2],
        UserPost::media(MediaKind::Photo, "Stok sınırlı").mark("bold", "Stok"),
    );
    let caption = person.next().await;
    assert_eq!((caption.message_id(), caption.text()), (parts[2].message_id(), "Stok sınırlı"));
}

#[tokio::test]
async fn an_album_of_documents_and_one_without_words() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let documents = vec![
        UserPost::media(MediaKind::Document, &format!("List {}", page(seeded::CARDIGAN))),
        UserPost::media(MediaKind::Document, &format!("And {}", page(seeded::HOT))),
    ];
    world.sandbox.telegram.album(person.id, documents);
    let texts = [person.next().await.text().to_owned(), person.next().await.text().to_owned()];
    assert_eq!(
        texts,
        [format!("List {}", own_link(seeded::CARDIGAN, "")), format!("And {}", own_link(seeded::HOT, ""))]
    );
    assert!(person.next().await.text().starts_with("2 links replaced."));
    world
        .sandbox
        .telegram
        .album(person.id, vec![UserPost::media(MediaKind::Photo, ""), UserPost::media(MediaKind::Photo, "")]);
    assert!(person.next().await.text().contains("captions"), "one sentence for the whole album");
}

/// Fault: a part of an album comes much later than the others.
/// Behaviour: it is not answered as a message of its own.
#[tokio::test]
async fn a_part_that_comes_late_by_itself_asks_nothing() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    world.sandbox.telegram.album_in_parts(person.id, album(&format!("Hırka {}", page(seeded::CARDIGAN))), 2);
    for _ in 0..3 {
        person.next().await;
    }
    world.sandbox.telegram.release_updates();
    assert!(person.ask("/privacy").await.text().contains("/forget"));
}

#[tokio::test]
async fn an_album_with_its_caption_above_comes_back_so() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let caption = format!("Wool {}", page(seeded::CARDIGAN));
    let parts = vec![
        UserPost::media(MediaKind::Photo, &caption).with_caption_above(),
        UserPost::media(MediaKind::Photo, ""),
    ];
    world.sandbox.telegram.album(person.id, parts);
    let back = person.next().await;
    assert_eq!(back.text(), format!("Wool {}", own_link(seeded::CARDIGAN, "")), "{back}");
    assert_eq!(back.message().unwrap()["show_caption_above_media"], true);
    person.next().await;
    assert!(person.next().await.text().starts_with("One link replaced."));
}

/// Fault: the handling of an album fails.
/// Behaviour: it is told once.
#[tokio::test]
async fn a_fault_in_an_album_is_told_once_and_no_part_is_answered_by_itself() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let refusal = json!({"ok": false, "error_code": 400, "description": "Bad Request: no"}).to_string();
    world.sandbox.telegram.inject_fault("sendMessage", TelegramFault::Status(400, refusal), 1);
    world.sandbox.telegram.album(person.id, album(&format!("Hırka {}", page(seeded::CARDIGAN))));
    for _ in 0..3 {
        assert!(person.next().await.media().is_some());
    }
    assert!(person.next().await.text().contains("number"), "the report was refused");
    assert!(person.ask("/privacy").await.text().contains("/forget"));
    assert_eq!(world.sandbox.telegram.calls("sendMediaGroup").len(), 1);
}

#[tokio::test]
async fn an_album_ends_a_question() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let answer = person.ask(&page(seeded::CARDIGAN)).await;
    person.press(&answer, "🏷 Enter a price").await;
    world.sandbox.telegram.album(person.id, album(&format!("Hırka {}", page(seeded::HOT))));
    for _ in 0..4 {
        person.next().await;
    }
    let said = person.ask("24.90").await;
    assert!(!said.text().contains("24.90"), "{said}");
}

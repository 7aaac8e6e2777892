//! Posts that cannot come back, and what the bot says then.

use crate::seeded::{self, page};
use crate::test_chats::TestPerson;
use crate::test_world::TestWorld;
use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::admitad::AdmitadFault;
use dealink_sandbox::telegram::{ChatChange, MediaKind, TelegramFault, UserPost};
use serde_json::json;

async fn long_caption(person: TestPerson<'_>) -> ChatChange {
    let words = "yün ".repeat(240);
    let caption = format!("{words}{}", page(seeded::CARDIGAN));
    person.world.sandbox.telegram.post(person.id, UserPost::media(MediaKind::Photo, &caption));
    person.next().await
}

#[tokio::test]
async fn a_post_that_gets_too_long_gets_short_links_or_is_not_given_back() {
    let world = TestWorld::new().await;
    let person = world.person("tr");
    let back = long_caption(person).await;
    assert!(back.text().ends_with("https://ali.ski/dl0001"), "{back}");
    person.next().await;

    let world = TestWorld::new().await;
    world.sandbox.admitad.inject_fault(AdmitadEndpoint::ShortLink, AdmitadFault::Status(500), 100);
    let report = long_caption(world.person("tr")).await;
    assert!(
        report.text().starts_with("Gönderi geri gönderilemedi:") && report.text().contains("1.024"),
        "{report}"
    );
}

/// Fault: Telegram refuses a post that is given back.
/// Behaviour: the person is told why.
#[tokio::test]
async fn a_post_that_telegram_does_not_take_is_said_and_reported() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    world.sandbox.telegram.post(person.id, UserPost::media(MediaKind::Photo, "x"));
    person.next().await;
    // The message does not exist in Telegram, as after its deletion by the person.
    world.sandbox.telegram.push_raw_update(json!({"message": {
        "message_id": 9_001, "date": 1_795_348_800, "caption": page(seeded::CARDIGAN),
        "chat": { "id": person.id, "type": "private", "first_name": "Ada" },
        "from": { "id": person.id, "is_bot": false, "first_name": "Ada", "language_code": "en" },
        "photo": [{ "file_id": "a", "file_unique_id": "a", "width": 1, "height": 1 }],
    }}));
    assert!(person.next().await.text().starts_with("Telegram did not take the post"));
    assert!(person.next().await.text().contains("Wool Cardigan"));
}

/// Fault: a post cannot be copied.
/// Behaviour: the person is told.
#[tokio::test]
async fn what_cannot_be_copied_is_said_and_reported() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let refusal =
        json!({"ok": false, "error_code": 400, "description": "Bad Request: message can't be copied"});
    world.sandbox.telegram.inject_fault("copyMessage", TelegramFault::Status(400, refusal.to_string()), 1);
    world.sandbox.telegram.post(person.id, UserPost::media(MediaKind::Video, &page(seeded::CARDIGAN)));
    assert!(person.next().await.text().starts_with("Telegram did not take the post"));
    assert!(person.next().await.text().contains("Wool Cardigan"));
}

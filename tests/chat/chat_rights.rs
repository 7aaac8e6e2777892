//! Rights of the bot in a chat that are taken, missing or given.

use crate::seeded::{self, page};
use crate::test_chats::{PLAIN, deleting};
use crate::test_world::TestWorld;
use dealink_sandbox::telegram::{ChatKind, TelegramFault};
use serde_json::json;

/// Fault: the bot may not write in a group any more.
/// Behaviour: it pauses there and tells the owner.
#[tokio::test]
async fn a_refused_send_pauses_too() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let body = json!({ "ok": false, "error_code": 403,
        "description": "Forbidden: bot was kicked from the supergroup chat" });
    world.sandbox.telegram.inject_fault("sendMessage", TelegramFault::Status(403, body.to_string()), 1);
    group.say(&page(seeded::CARDIGAN));
    assert!(group.owner.next().await.text().contains("I have paused in"));
    group.say(&page(seeded::HOT));
    world.sandbox.telegram.wait_until_confirmed().await.unwrap();
    let (said, _) = {
        let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
        assert!(card.text().contains("Paused"), "{card}");
        group.owner.press(&card, &format!("chat:{}:resume", group.id)).await
    };
    assert_eq!(said, "Saved");
    group.say(&page(seeded::CHECK_SAYS_YES));
    group.next().await;
}

/// Fault: a group closes for all members for a while.
/// Behaviour: the bot pauses and goes on when it is open again.
#[tokio::test]
async fn a_group_that_closes_for_all_its_members_is_found_open_again() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let closed = json!({ "ok": false, "error_code": 400,
        "description": "Bad Request: not enough rights to send text messages to the chat" });
    world.sandbox.telegram.inject_fault("sendMessage", TelegramFault::Status(400, closed.to_string()), 1);
    group.say(&page(seeded::CARDIGAN));
    assert!(group.owner.next().await.text().contains("I have paused in"));
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    // The rights page shows that no right is missing.
    let rights = format!("chat:{}:rights", group.id);
    world.sandbox.telegram.press(group.owner.id, card.message_id().unwrap(), &rights);
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(group.owner.next().await.text().to_owned());
    }
    assert!(told.iter().any(|text| text.contains("at work in")), "{told:?}");
    group.say(&page(seeded::HOT));
    group.next().await;
}

#[tokio::test]
async fn the_chooser_of_telegram_opens_the_settings() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.owner.ask("/chats").await;
    group.owner.next().await;
    world.sandbox.telegram.share_chat(group.owner.id, 1, group.id);
    group.owner.next().await;
    let card = group.owner.next().await;
    assert!(card.text().contains("Deal hunters") && card.text().contains("Mode: reply"), "{card}");
    // Choosing a channel makes the bot an admin in it.
    let channel = world.sandbox.telegram.add_chat(ChatKind::Channel, "Fresh deals", &[group.owner.id]);
    group.owner.ask("/chats").await;
    group.owner.next().await;
    world.sandbox.telegram.share_chat(group.owner.id, 2, channel);
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(group.owner.next().await.text().to_owned());
    }
    assert!(told.iter().any(|text| text.contains("I am in your channel now")), "{told:?}");
    assert!(told.iter().any(|text| text.contains("Mode: edit posts")), "{told:?}");
}

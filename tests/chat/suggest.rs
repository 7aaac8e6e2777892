//! Suggestions: an admin decides, once, and must be an admin at that time.

use dealink_sandbox::telegram::{ChatKind, Rights, Role, SendAs, UserPost};
use insta::assert_snapshot;

use crate::groups::assert_public;
use crate::seeded::{self, page};
use crate::test_world::TestWorld;

const GROUP: ChatKind = ChatKind::Supergroup { topics: true };

#[tokio::test]
async fn a_suggestion_is_posted_with_one_press_and_once() {
    let world = TestWorld::new().await;
    let group = world.group(GROUP, Rights::none().with("can_pin_messages")).await;
    group.change_setting("mode:suggest").await;
    let topic = world.sandbox.telegram.add_topic(group.id, "Home");
    let post = UserPost::text(&format!("$24.90 {}", page(seeded::CARDIGAN)));
    let said = world.sandbox.telegram.send_as(group.id, SendAs::user(group.member).in_topic(topic), &post);
    let suggestion = group.owner.next().await;
    assert_snapshot!("suggestion", suggestion.to_string());
    let data = suggestion.buttons()[0][0]["callback_data"].as_str().unwrap().to_owned();
    let (word, after) = group.owner.press(&suggestion, &data).await;
    assert_eq!(word, "✅ Posted");
    assert!(!after.buttons().concat().iter().any(|button| button.get("callback_data").is_some()), "{after}");
    let posted = group.next().await;
    assert_public(&posted);
    let message = posted.message().unwrap();
    assert_eq!(
        (&message["message_thread_id"], &message["reply_to_message"]["message_id"]),
        (&topic.into(), &said.into())
    );
    world.sandbox.telegram.forge_press(group.owner.id, suggestion.message_id().unwrap(), &data);
    assert!(group.owner.next().await.text().contains("decided already"));
    group.expect_silence().await;
}

#[tokio::test]
async fn a_suggestion_is_skipped_and_a_former_admin_posts_nothing() {
    let world = TestWorld::new().await;
    let group = world.group(GROUP, Rights::none().with("can_pin_messages")).await;
    group.change_setting("mode:suggest").await;
    group.say(&page(seeded::CARDIGAN));
    let first = group.owner.next().await;
    let skip = first.buttons()[0][1]["callback_data"].as_str().unwrap().to_owned();
    assert_eq!(group.owner.press(&first, &skip).await.0, "✖️ Skipped");
    group.say(&page(seeded::HOT));
    let second = group.owner.next().await;
    world.sandbox.telegram.set_role(group.id, group.owner.id, Role::Member);
    let post = second.buttons()[0][0]["callback_data"].as_str().unwrap().to_owned();
    world.sandbox.telegram.press(group.owner.id, second.message_id().unwrap(), &post);
    assert!(group.owner.next().await.text().contains("Only admins"));
    world.sandbox.telegram.wait_until_confirmed().await.unwrap();
    assert!(world.sandbox.telegram.unread(group.id).is_empty());
}

//! Suggestions: an admin decides, once, and must be an admin at that time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use dealink::store::{DueRemoval, Share, ShareLog, ShareStore, Store, StoreError, Stored, Suggestion};
use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::telegram::{ChatKind, Rights, Role, SendAs, UserPost};
use futures::FutureExt;
use insta::assert_snapshot;

use crate::groups::assert_public;
use crate::seeded::{self, page};
use crate::test_world::{TestConfig, TestWorld};

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

/// A share log that does not take back suggestions while `fails` is set.
struct KeepsSuggestions {
    inner: ShareLog,
    fails: Arc<AtomicBool>,
}

impl ShareStore for KeepsSuggestions {
    fn put_share(&self, chat: i64, product: u64, share: Share) -> Stored<'_, ()> {
        self.inner.put_share(chat, product, share)
    }

    fn last_share(&self, chat: i64, product: u64) -> Stored<'_, Option<Share>> {
        self.inner.last_share(chat, product)
    }

    fn schedule_removal(&self, removal: DueRemoval) -> Stored<'_, ()> {
        self.inner.schedule_removal(removal)
    }

    fn due_removals(&self, now: i64) -> Stored<'_, Vec<DueRemoval>> {
        self.inner.due_removals(now)
    }

    fn remove_removal(&self, removal: DueRemoval) -> Stored<'_, ()> {
        self.inner.remove_removal(removal)
    }

    fn put_suggestion(&self, number: u64, suggestion: Suggestion) -> Stored<'_, ()> {
        self.inner.put_suggestion(number, suggestion)
    }

    fn suggestion(&self, number: u64) -> Stored<'_, Option<Suggestion>> {
        self.inner.suggestion(number)
    }

    fn remove_suggestion(&self, number: u64) -> Stored<'_, ()> {
        match self.fails.load(Relaxed) {
            true => std::future::ready(Err(StoreError::Failed("a drill".to_owned()))).boxed(),
            false => self.inner.remove_suggestion(number),
        }
    }

    fn put_edit(&self, chat: i64, message: i32, hash: Vec<u8>) -> Stored<'_, ()> {
        self.inner.put_edit(chat, message, hash)
    }

    fn edit(&self, chat: i64, message: i32) -> Stored<'_, Option<Vec<u8>>> {
        self.inner.edit(chat, message)
    }

    fn forget_old(&self, now: i64) -> Stored<'_, ()> {
        self.inner.forget_old(now)
    }
}

/// Fault: the store fails after a suggestion was posted.
/// Behaviour: the press is answered once, with the fault, and a second press does not post it again.
#[tokio::test]
async fn an_answered_suggestion_is_not_posted_again_when_its_end_was_not_stored() {
    let fails = Arc::new(AtomicBool::new(true));
    let hook = {
        let fails = fails.clone();
        move |store: &mut Store| {
            let keeps = KeepsSuggestions { inner: store.share_log.clone(), fails: fails.clone() };
            store.share_log = ShareLog::new(Arc::new(keeps));
        }
    };
    let config = TestConfig { store_hook: Some(Arc::new(hook)), ..TestConfig::default() };
    let world = TestWorld::with_config(config).await;
    let group = world.group(GROUP, Rights::none().with("can_pin_messages")).await;
    group.change_setting("mode:suggest").await;
    group.say(&page(seeded::CARDIGAN));
    let suggestion = group.owner.next().await;
    let post = suggestion.buttons()[0][0]["callback_data"].as_str().unwrap().to_owned();
    let button = suggestion.message_id().unwrap();
    world.sandbox.telegram.forge_press(group.owner.id, button, &post);
    // Posted, and its end was not stored.
    group.next().await;
    assert!(group.owner.next().await.text().contains("went wrong"), "the only answer to the press");
    fails.store(false, Relaxed);
    assert_eq!(group.owner.press(&suggestion, &post).await.0, "✅ Posted");
    group.expect_silence().await;
}

/// Fault: two admins press on the same suggestion at the same time.
/// Behaviour: it is posted once; the other is told that somebody decides about it, and after that that it was decided.
#[tokio::test]
async fn two_admins_who_press_at_the_same_time_post_once() {
    let world = TestWorld::new().await;
    let group = world.group(GROUP, Rights::none().with("can_pin_messages")).await;
    group.change_setting("mode:suggest").await;
    let telegram = &world.sandbox.telegram;
    let other = world.person("en");
    telegram.set_role(group.id, other.id, Role::Admin(Rights::all()));
    let card = other.ask(&format!("/start chat_{}", group.id)).await;
    group.say(&page(seeded::CARDIGAN));
    let suggestion = group.owner.next().await;
    let post = suggestion.buttons()[0][0]["callback_data"].as_str().unwrap().to_owned();
    // The first is held up while it looks for the deal again.
    world.sandbox.admitad.set_delay(AdmitadEndpoint::Deeplink, Duration::from_secs(60));
    world.sandbox.admitad.set_delay(AdmitadEndpoint::Rates, Duration::from_secs(60));
    let asked = telegram.calls("getChatMember").len();
    telegram.press(group.owner.id, suggestion.message_id().unwrap(), &post);
    telegram.wait_for_calls("getChatMember", asked + 1).await.unwrap();
    telegram.forge_press(other.id, card.message_id().unwrap(), &post);
    assert!(other.next().await.text().contains("Another admin is deciding"));
    world.sandbox.admitad.clear_faults();
    assert_eq!(group.owner.next().await.text(), "✅ Posted");
    group.owner.next().await;
    group.next().await;
    telegram.forge_press(other.id, card.message_id().unwrap(), &post);
    assert!(other.next().await.text().contains("decided already"));
    group.expect_silence().await;
}

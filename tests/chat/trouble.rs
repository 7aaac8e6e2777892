//! Situations that stop other bots. Each test fails without its countermeasure.

use std::sync::Arc;
use std::time::Duration;

use dealink::telegram::update::{Update, UpdateKind};
use dealink_sandbox::telegram::TelegramFault;
use serde_json::json;

use crate::seeded::{self, page};
use crate::test_world::{TestConfig, TestWorld};

/// A handler that panics on "boom".
fn explosive() -> TestConfig {
    let tap = |update: &Update| {
        if let UpdateKind::Message(message) = &update.kind
            && message.content.post.text == "boom"
        {
            panic!("a drill");
        }
    };
    TestConfig { test_hook: Some(Arc::new(tap)), ..TestConfig::default() }
}

/// Fault: the handling of an update panics.
/// Behaviour: the person is told with a number that stands in the log, and everything else goes on.
#[tokio::test]
async fn a_panicking_handler_is_told_with_a_number_and_the_bot_lives_on() {
    let world = TestWorld::with_config(explosive()).await;
    let person = world.person("en");
    for _ in 0..2 {
        let answer = person.ask("boom").await;
        assert!(
            answer.text().contains("Something went wrong") && answer.text().contains("10000000"),
            "{answer}"
        );
    }
    assert!(person.ask("/help").await.text().contains("What I can do"));
}

/// Fault: one person sends 120 messages at once.
/// Behaviour: another person is answered before half of them are.
#[tokio::test]
async fn a_flooding_chat_does_not_stall_the_others() {
    let world = TestWorld::new().await;
    let (flood, other) = (world.person("en"), world.person("en"));
    for _ in 0..120 {
        flood.say("hello");
    }
    let before = world.sandbox.telegram.transcript(flood.id).len();
    assert!(other.ask("/help").await.text().contains("What I can do"));
    let answered = world.sandbox.telegram.transcript(flood.id).len() - before;
    assert!(answered < 60, "the other one waited for {answered} answers");
    world.sandbox.telegram.block(flood.id);
    while !world.sandbox.telegram.unread(flood.id).is_empty() {
        flood.next().await;
    }
}

/// Fault: Telegram answers 429 for one chat.
/// Behaviour: that chat waits as long as Telegram says, and no other does.
#[tokio::test]
async fn a_chat_that_is_told_to_wait_waits_alone() {
    let world = TestWorld::new().await;
    let (slow, other) = (world.person("en"), world.person("en"));
    world.sandbox.telegram.inject_fault(
        "sendMessage",
        TelegramFault::TooManyRequests { retry_after: 1, chat: Some(slow.id) },
        1,
    );
    slow.say("/help");
    world.sandbox.telegram.wait_for_calls("sendMessage", 1).await.unwrap();
    let started = std::time::Instant::now();
    other.ask("/help").await;
    assert!(started.elapsed() < Duration::from_millis(900), "the other one waited as well");
    slow.next().await;
    assert!(started.elapsed() >= Duration::from_millis(900), "Telegram's word was not kept");
    let of_slow = |call: &&dealink_sandbox::telegram::TelegramCall| call.params["chat_id"] == json!(slow.id);
    assert_eq!(world.sandbox.telegram.calls("sendMessage").iter().filter(of_slow).count(), 2);
}

/// Fault: Telegram answers a message with an error page, half an answer, a cut connection or 500, twice.
/// Behaviour: the message is sent again and arrives once.
#[tokio::test]
async fn answers_that_were_refused_for_a_moment_arrive_once() {
    for fault in [
        TelegramFault::Html502,
        TelegramFault::HalfJson,
        TelegramFault::Cut,
        TelegramFault::Status(
            500,
            "{\"ok\":false,\"error_code\":500,\"description\":\"Internal Server Error\"}".into(),
        ),
    ] {
        let world = TestWorld::new().await;
        let person = world.person("en");
        world.sandbox.telegram.inject_fault("sendMessage", fault, 2);
        assert!(person.ask("/help").await.text().contains("What I can do"));
        assert!(person.ask("/privacy").await.text().contains("What is kept"), "and once only");
    }
}

/// Fault: a person blocks the bot while their answer is on its way.
/// Behaviour: the answer is given up, and others are answered.
#[tokio::test]
async fn somebody_who_blocked_the_bot_costs_nothing() {
    let world = TestWorld::new().await;
    let (gone, other) = (world.person("en"), world.person("en"));
    gone.ask("/help").await;
    gone.say("/help");
    world.sandbox.telegram.block(gone.id);
    assert!(other.ask("/help").await.text().contains("What I can do"));
    while !world.sandbox.telegram.unread(gone.id).is_empty() {
        gone.next().await;
    }
}

/// Fault: updates of a kind that the bot does not know.
/// Behaviour: they are confirmed and passed over.
#[tokio::test]
async fn updates_of_an_unknown_kind_are_passed_over() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    world.sandbox.telegram.push_raw_update(json!({ "something_new": { "a": 1 } }));
    world.sandbox.telegram.push_raw_update(json!({ "message": { "not": "a message" } }));
    assert!(person.ask("/help").await.text().contains("What I can do"));
}

/// Fault: polls end with an error page, half an answer, a cut connection or 429.
/// Behaviour: polling goes on within seconds.
#[tokio::test]
async fn bad_answers_to_polling_are_soon_forgotten() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    person.ask("/help").await;
    for fault in [
        TelegramFault::Html502,
        TelegramFault::HalfJson,
        TelegramFault::Cut,
        TelegramFault::TooManyRequests { retry_after: 1, chat: None },
    ] {
        world.sandbox.telegram.inject_fault("getUpdates", fault, 1);
    }
    let started = std::time::Instant::now();
    person.ask("/help").await;
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
}

#[tokio::test]
async fn what_was_not_answered_before_the_stop_is_answered_after_the_start() {
    let mut world = TestWorld::new().await;
    let id = world.person("en").id;
    world.stop().await;
    world.sandbox.telegram.say(id, &page(seeded::CARDIGAN));
    world.start().await;
    let person = crate::test_chats::TestPerson { world: &world, id };
    assert!(person.next().await.text().contains("Wool Cardigan"));
    assert!(person.ask("/privacy").await.text().contains("What is kept"), "answered once");
}

//! Refusals of Telegram that do not go away: each has an end, and what waits behind the refused call goes on.

use std::time::Duration;

use dealink_sandbox::telegram::TelegramFault;

use crate::memory_log::MemoryLog;
use crate::paused_time::{TimeHold, advance_second, advance_while};
use crate::test_world::{TestConfig, TestWorld};

fn fault_500() -> TelegramFault {
    let body =
        r#"{"ok":false,"error_code":500,"description":"Internal Server Error: a secret of the message"}"#;
    TelegramFault::Status(500, body.to_owned())
}

/// A bot that gives a call up at its first fault.
async fn giving_up_soon() -> TestWorld {
    TestWorld::with_config(TestConfig { give_up_after: Duration::ZERO, ..TestConfig::default() }).await
}

/// Fault: Telegram refuses a message with a page in place of JSON (413).
/// Behaviour: the person is told, and the next message is answered.
#[tokio::test]
async fn a_refusal_without_json_ends_the_answer_and_is_told() {
    let (log, _guard) = MemoryLog::capture();
    let world = TestWorld::new().await;
    let person = world.person("en");
    let page = "<html><head><title>413 Request Entity Too Large</title></head></html>";
    world.sandbox.telegram.inject_fault("sendMessage", TelegramFault::Status(413, page.to_owned()), 1);
    let told = person.ask("/help").await;
    assert!(told.text().contains("Something went wrong"), "{told}");
    assert_eq!(log.lines_with("HTTP 413 without a reason").len(), 1);
    assert!(person.ask("/privacy").await.text().contains("What is kept"), "the next answer");
}

/// Fault: one message always meets 500 while Telegram works.
/// Behaviour: after minutes it is given up with a line in the log, the person is told, and the next message is answered.
#[tokio::test]
async fn a_message_that_always_meets_a_fault_is_given_up_while_telegram_works() {
    let (log, _guard) = MemoryLog::capture();
    let world = giving_up_soon().await;
    let person = world.person("en");
    world.sandbox.telegram.inject_fault("sendMessage", fault_500(), 1);
    let told = person.ask("/help").await;
    assert!(told.text().contains("Something went wrong"), "{told}");
    let line = log.lines_with("given up").remove(0);
    assert!(line.contains("method=\"sendMessage\"") && line.contains("code=500"), "{line}");
    assert_eq!(log.lines_with("a secret"), Vec::<String>::new());
    assert!(person.ask("/privacy").await.text().contains("What is kept"), "the next answer");
}

/// Fault: Telegram answers every call with 500 for a while.
/// Behaviour: the answer is sent when it works again.
#[tokio::test]
async fn in_an_outage_of_telegram_no_answer_is_given_up() {
    let world = giving_up_soon().await;
    let person = world.person("en");
    world.sandbox.telegram.inject_fault("sendMessage", fault_500(), 4);
    world.sandbox.telegram.inject_fault("getMe", TelegramFault::Html502, 4);
    assert!(person.ask("/help").await.text().contains("What I can do"));
}

/// Fault: a server in front of Telegram answers with pages of 403 and 404 for a moment.
/// Behaviour: the answer is sent when that is over.
#[tokio::test]
async fn pages_of_a_server_in_between_are_waited_out() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    for code in [403, 404] {
        let page = TelegramFault::Status(code, "<html>Not now</html>".to_owned());
        world.sandbox.telegram.inject_fault("sendMessage", page, 1);
    }
    assert!(person.ask("/help").await.text().contains("What I can do"));
}

/// Fault: one message of a long answer always meets 500.
/// Behaviour: the messages behind it are sent, and the person is told.
#[tokio::test]
async fn the_messages_behind_one_that_was_given_up_are_sent() {
    let world = giving_up_soon().await;
    let person = world.person("en");
    let pages: Vec<String> = (0..40)
        .map(|n| format!("https://www.aliexpress.com/item/{}.html", 1_005_009_000_100_000_u64 + n))
        .collect();
    world.sandbox.telegram.inject_fault("sendMessage", fault_500(), 1);
    let second = person.ask(&pages.join(" ")).await;
    assert!(second.text().contains("40. Product"), "{second}");
    let mut last = person.next().await;
    while !last.text().contains("Something went wrong") {
        last = person.next().await;
    }
}

/// Fault: an earlier bot left a webhook, so that no poll is served.
/// Behaviour: the webhook is removed, and what waited is answered.
#[tokio::test]
async fn the_webhook_of_an_earlier_bot_is_removed_and_what_waited_is_answered() {
    let (log, _guard) = MemoryLog::capture();
    let mut world = TestWorld::new().await;
    let person = world.person("en").id;
    world.stop().await;
    world.sandbox.telegram.set_webhook("https://earlier.example/");
    world.sandbox.telegram.say(person, "/help");
    world.start().await;
    let answer = world.sandbox.telegram.next_reply(person).await.unwrap();
    assert!(answer.text().contains("What I can do"), "{answer}");
    assert_eq!(log.lines_with("left a webhook").len(), 1);
    let removals = world.sandbox.telegram.calls("deleteWebhook");
    assert_eq!(
        removals.iter().map(|call| call.params["drop_pending_updates"].clone()).collect::<Vec<_>>(),
        [false]
    );
}

/// Fault: a second program polls with the same token.
/// Behaviour: the log says so in plain words, once a minute at most.
#[tokio::test(start_paused = true)]
async fn a_second_poller_is_told_in_plain_words_and_once_a_minute() {
    let (log, _guard) = MemoryLog::capture();
    let hold = TimeHold::new();
    let world = TestWorld::new().await;
    let person = world.person("en");
    let who = "terminated by other getUpdates request; make sure that only one bot instance is running";
    let body = format!(r#"{{"ok":false,"error_code":409,"description":"Conflict: {who}"}}"#);
    world.sandbox.telegram.inject_fault("getUpdates", TelegramFault::Status(409, body), 1_000);
    for _ in 0..130 {
        advance_second(&world).await;
    }
    let told = log.lines_with("another program fetches updates").len();
    assert!((2..=3).contains(&told), "{told} times in two minutes");
    assert_eq!(log.lines_with("refused with 409"), Vec::<String>::new(), "no codes beside the plain words");
    world.sandbox.telegram.clear_faults();
    assert!(advance_while(&world, person.ask("/help")).await.text().contains("What I can do"));
    hold.release().await;
}

//! Signals during an answer, and failures of Telegram.

use std::time::Duration;

use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::telegram::{ChangeKind, TelegramFault};

use crate::process_world::ProcessWorld;

const LINK: &str = "aliexpress.com/item/1005009000000001.html";

/// Returns while an answer is in progress that takes a while longer.
async fn answering(world: &ProcessWorld, slow_telegram: bool) {
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    let awaited = if slow_telegram {
        telegram.inject_fault("sendMessage", TelegramFault::Delay(Duration::from_secs(1)), 1);
        "sendMessage"
    } else {
        world.sandbox.admitad.set_delay(AdmitadEndpoint::Deeplink, Duration::from_secs(1));
        "sendChatAction"
    };
    telegram.say(user, LINK);
    telegram.wait_for_calls(awaited, 1).await.unwrap();
}

/// Fault: SIGTERM while an answer is on its way.
/// Behaviour: the answer is finished.
#[tokio::test]
async fn an_answer_in_progress_is_finished_before_the_bot_stops() {
    for (signal, slow_telegram) in [("TERM", false), ("INT", false), ("TERM", true), ("INT", true)] {
        let world = ProcessWorld::new().await;
        let telegram = world.telegram();
        let mut bot = world.start_ready().await;
        answering(&world, slow_telegram).await;
        let user = telegram.users()[0].id;
        // Waiting for the answer in progress, and already confirmed to Telegram.
        telegram.say(user, "/help");
        telegram.wait_until_confirmed().await.unwrap();
        bot.signal(signal);
        let (status, log) = bot.wait_for_exit().await;
        assert_eq!(status.code(), Some(0), "{log}");
        assert!(log.contains("stopped") && !log.contains("ERROR") && !log.contains("not finished"), "{log}");
        let answer = telegram.next_reply(user).await.unwrap();
        assert!(answer.text().contains("Smartphone"), "{answer}");
        assert!(telegram.unread(user).is_empty(), "nothing new was begun");

        telegram.say(user, "/privacy");
        let _bot = world.start();
        for expected in ["What I can do", "What is kept about you"] {
            let answer = telegram.next_reply(user).await.unwrap();
            assert!(answer.text().contains(expected), "{answer}");
        }
    }
}

/// Fault: SIGTERM while the start waits for Telegram.
/// Behaviour: the bot ends.
#[tokio::test]
async fn a_bot_that_waits_for_telegram_can_be_stopped() {
    let world = ProcessWorld::new().await;
    world.telegram().inject_fault("getMe", TelegramFault::Hang, 1);
    let mut bot = world.start();
    world.telegram().wait_for_calls("getMe", 1).await.unwrap();
    bot.signal("TERM");
    let (status, log) = bot.wait_for_exit().await;
    assert_eq!(status.code(), Some(0), "{log}");
}

/// Fault: polls end with every kind of bad answer.
/// Behaviour: pauses stay short, and the wait that Telegram asks for is kept.
#[tokio::test]
async fn bad_answers_to_polls_are_soon_over() {
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    let _bot = world.start_ready().await;
    telegram.wait_for_calls("getUpdates", 1).await.unwrap();
    let faults = [
        TelegramFault::Html502,
        TelegramFault::HalfJson,
        TelegramFault::Cut,
        TelegramFault::TooManyRequests { retry_after: 1, chat: None },
        TelegramFault::Status(
            500,
            r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#.to_owned(),
        ),
    ];
    let bad = faults.len();
    for fault in faults {
        telegram.inject_fault("getUpdates", fault, 1);
    }
    // The open poll returns the first; the next five polls fail before one returns the second.
    telegram.say(user, "/help");
    telegram.next_reply(user).await.unwrap();
    telegram.say(user, "/privacy");
    let answer = telegram.next_reply(user).await.unwrap();
    assert!(answer.text().contains("What is kept about you"), "{answer}");
    let polls = telegram.wait_for_calls("getUpdates", 1 + bad + 1).await.unwrap();
    let pauses: Vec<_> =
        polls.windows(2).skip(1).map(|two| two[1].at.duration_since(two[0].at).as_millis()).collect();
    assert!(pauses.iter().take(bad).all(|pause| *pause < 6_000), "{pauses:?}");
    assert!(pauses[3] >= 1_000, "the wait that was asked for: {pauses:?}");
}

/// Fault: a poll takes long.
/// Behaviour: it is waited for.
#[tokio::test]
async fn a_slow_poll_is_waited_for() {
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    telegram.inject_fault("getUpdates", TelegramFault::Delay(Duration::from_secs(3)), 1);
    let _bot = world.start_ready().await;
    telegram.say(user, "/help");
    telegram.next_reply(user).await.unwrap();
    assert!(telegram.calls("getUpdates").len() <= 2, "the slow poll was given up");
}

/// Fault: updates that the bot cannot read.
/// Behaviour: they are passed over for good and logged without their content.
#[tokio::test]
async fn what_the_bot_cannot_read_stops_nobody() {
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    let mut bot = world.start_ready().await;
    let poison = [
        serde_json::json!({"a_new_kind": {"text": "hush"}}),
        serde_json::json!({"message": {"text": "hush", "from": {"id": user}, "chat": "hush"}}),
        serde_json::json!({"callback_query": "hush"}),
        serde_json::json!({}),
    ];
    for update in poison {
        telegram.push_raw_update(update);
    }
    telegram.say(user, "/help");
    telegram.next_reply(user).await.unwrap();
    telegram.wait_until_confirmed().await.unwrap();
    assert!(!bot.log().contains("hush"), "{}", bot.log());
    // None of this is sent again in the next run.
    bot.signal("TERM");
    bot.wait_for_exit().await;
    let bot = world.start_ready().await;
    assert!(!bot.log().contains("an earlier run left"), "{}", bot.log());
}

#[tokio::test]
async fn an_update_with_something_new_in_it_is_answered_all_the_same() {
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    telegram.say(user, "/settings");
    let _bot = world.start();
    let card = telegram.next_reply(user).await.unwrap();
    let odd = serde_json::json!({"type": "a_new_kind", "offset": 0, "length": 2});
    let hidden =
        serde_json::json!({"type": "text_link", "offset": 0, "length": 2, "url": format!("https://{LINK}")});
    let person =
        serde_json::json!({"id": user, "is_bot": false, "first_name": "Deniz", "language_code": "en"});
    let chat = serde_json::json!({"id": user, "type": "private", "first_name": "Deniz"});
    telegram.push_raw_update(serde_json::json!({"message": {
        "message_id": 1, "date": 1, "from": person, "chat": chat, "text": "bu", "entities": [odd, hidden],
    }}));
    telegram.push_raw_update(serde_json::json!({"message": {
        "message_id": 9_001, "date": 1, "from": person, "chat": chat, "caption": "bu", "caption_entities": [hidden, odd],
        "photo": "in another form",
    }}));
    let answer = telegram.next_reply(user).await.unwrap();
    assert!(answer.text().contains("Smartphone"), "{answer}");
    // This Telegram does not have the photo, so it cannot be copied; its links are answered anyway.
    let refused = telegram.next_reply(user).await.unwrap();
    assert!(refused.text().contains("did not take the post"), "{refused}");
    let report = telegram.next_reply(user).await.unwrap();
    assert!(report.text().contains("Smartphone"), "{report}");
    telegram.push_raw_update(serde_json::json!({"callback_query": {
        "id": "1", "chat_instance": "1", "from": person, "data": "set:short:on",
        "message": {
            "message_id": card.message_id(), "date": 1, "chat": chat, "text": "x", "entities": [odd],
            "from": telegram.bot(),
        },
    }}));
    let edited = telegram.next_reply(user).await.unwrap();
    assert!(
        matches!(edited.kind, ChangeKind::Edited { .. }) && edited.message_id() == card.message_id(),
        "{edited}"
    );
}

/// Fault: Telegram's receipt of a message has an odd form.
/// Behaviour: the message is not sent again.
#[tokio::test]
async fn a_message_that_was_delivered_is_not_sent_again_because_its_receipt_is_odd() {
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    let _bot = world.start_ready().await;
    // A later Bot API may have message kinds that are unknown today.
    let receipt = r#"{"ok":true,"result":{"message_id":77,"chat":{"id":1,"type":"a_new_kind"}}}"#;
    telegram.inject_fault("sendMessage", TelegramFault::Status(200, receipt.to_owned()), 1);
    telegram.say(user, "/help");
    telegram.say(user, "/privacy");
    let answer = telegram.next_reply(user).await.unwrap();
    assert!(answer.text().contains("What is kept about you"), "{answer}");
    assert_eq!(telegram.calls("sendMessage").len(), 2);
}

/// Fault: messages right after /forget.
/// Behaviour: they are answered.
#[tokio::test]
async fn what_is_said_right_after_forget_is_answered() {
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    telegram.say(user, "/language tr");
    telegram.say(user, "/forget");
    let _bot = world.start();
    let saved = telegram.next_reply(user).await.unwrap();
    assert!(saved.text().contains("Kaydedildi"), "{saved}");
    let card = telegram.next_reply(user).await.unwrap();
    assert!(card.text().contains("silinsin mi"), "{card}");
    // Both come in one batch.
    telegram.forge_press(user, card.message_id().unwrap(), "forget:erase");
    telegram.say(user, "/help");
    for expected in ["silindi", "What I can do"] {
        let mut answer = telegram.next_reply(user).await.unwrap();
        if matches!(answer.kind, ChangeKind::CallbackAnswer { .. }) {
            answer = telegram.next_reply(user).await.unwrap();
        }
        assert!(answer.text().contains(expected), "{answer}");
    }
}

use serde_json::json;
use serde_json::value::RawValue;

use super::*;
use crate::telegram::queue::QueueLimits;

async fn router() -> (UpdateRouter, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap().store;
    (UpdateRouter { bot_username: "dealink_bot".to_owned(), store, queues: idle() }, dir)
}

/// Queues in which nothing is done.
fn idle() -> ChatQueues {
    ChatQueues::new(QueueLimits::USUAL, std::sync::Arc::new(|_| Box::pin(async {})))
}

async fn route(router: &UpdateRouter, update: serde_json::Value) -> Route {
    let raw = RawValue::from_string(update.to_string()).unwrap();
    router.route(&raw).await.unwrap().route
}

const PAGE: &str = "https://www.aliexpress.com/item/1005009000000012.html";

fn group(more: serde_json::Value) -> serde_json::Value {
    let mut message = json!({
        "message_id": 5, "date": 1_795_348_800, "chat": { "id": -100, "type": "supergroup", "title": "Deals" },
        "from": { "id": 7, "is_bot": false, "first_name": "Ada" },
    });
    message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "update_id": 1, "message": message })
}

#[tokio::test]
async fn of_a_group_only_what_names_a_product_or_commands_the_bot_is_taken() {
    let (router, _dir) = router().await;
    let link = json!([{ "type": "text_link", "offset": 0, "length": 4, "url": PAGE }]);
    for wanted in [
        json!({ "text": PAGE }),
        json!({ "text": "ucuz: a.aliexpress.com/_abc123" }),
        json!({ "text": PAGE.replace('/', "\\/").replace("\\/", "/") }),
        json!({ "caption": format!("bak {PAGE}"), "photo": [] }),
        json!({ "text": "here", "entities": link }),
        json!({ "caption": "here", "caption_entities": link }),
        json!({ "text": "see", "reply_markup": { "inline_keyboard": [[{ "text": "a", "url": PAGE }]] } }),
        json!({ "photo": [], "media_group_id": "1" }),
        json!({ "text": "/settings" }),
        json!({ "text": "/deal@dealink_bot hırka" }),
        json!({ "migrate_to_chat_id": -1001 }),
        json!({ "text": PAGE, "from": { "id": ANONYMOUS_SENDERS[1], "is_bot": true, "first_name": "Channel" } }),
        json!({ "text": PAGE, "from": { "id": ANONYMOUS_SENDERS[0], "is_bot": true, "first_name": "Group" } }),
    ] {
        assert_eq!(route(&router, group(wanted.clone())).await, Route::Queue(-100), "{wanted}");
    }
    for other in [
        json!({ "text": "hello... 3.5 stars. Ok." }),
        json!({ "text": "https://www.example.com/a" }),
        json!({ "text": "aliexpress.com has a sale" }),
        json!({ "text": "https://www.aliexpress.com/store/1100123456" }),
        json!({ "text": "/hot" }),
        json!({ "text": "/settings@other_bot" }),
        json!({ "text": PAGE, "is_automatic_forward": true }),
        json!({ "text": PAGE, "from": { "id": 9, "is_bot": true, "first_name": "Another bot" } }),
        json!({ "new_chat_title": "More deals" }),
        json!({ "photo": [] }),
    ] {
        assert_eq!(route(&router, group(other.clone())).await, Route::Ignore, "{other}");
    }
}

#[tokio::test]
async fn a_chat_that_is_off_or_paused_hears_commands_alone() {
    let (router, _dir) = router().await;
    router.store.chats.update(-100, |settings| settings.mode = ChatMode::Off).await.unwrap();
    assert_eq!(route(&router, group(json!({ "text": PAGE }))).await, Route::Ignore);
    assert_eq!(route(&router, group(json!({ "text": "/settings" }))).await, Route::Queue(-100));
    let paused = |settings: &mut crate::settings::ChatSettings| {
        settings.mode = ChatMode::Reply;
        settings.paused = true;
    };
    router.store.chats.update(-100, paused).await.unwrap();
    assert_eq!(route(&router, group(json!({ "text": PAGE }))).await, Route::Ignore);
}

#[tokio::test]
async fn an_edit_of_what_was_answered_is_taken_whatever_it_says_now() {
    let (router, _dir) = router().await;
    let edited = |text: &str| {
        let mut update = group(json!({ "text": text }));
        let message = update["message"].take();
        json!({ "update_id": 1, "edited_message": message })
    };
    assert_eq!(route(&router, edited("hello")).await, Route::Ignore);
    assert_eq!(route(&router, edited(PAGE)).await, Route::Queue(-100));
    router.store.answers.remember(-100, 5, &[6]).await.unwrap();
    assert_eq!(route(&router, edited("hello")).await, Route::Queue(-100));
}

#[tokio::test]
async fn a_channel_is_left_alone_until_it_is_set_up() {
    let (router, _dir) = router().await;
    let post = json!({ "update_id": 1, "channel_post": {
        "message_id": 5, "date": 1, "chat": { "id": -200, "type": "channel", "title": "Deals" }, "text": PAGE,
    }});
    assert_eq!(route(&router, post.clone()).await, Route::Ignore);
    router.store.chats.update(-200, |settings| settings.channel = true).await.unwrap();
    assert_eq!(route(&router, post).await, Route::Queue(-200));
}

#[tokio::test]
async fn other_kinds_go_where_they_belong() {
    let (router, _dir) = router().await;
    let from = json!({ "id": 7, "is_bot": false, "first_name": "Ada" });
    let private = json!({ "id": 7, "type": "private", "first_name": "Ada" });
    let chat = json!({ "id": -100, "type": "group", "title": "Deals" });
    let press = |chat: &serde_json::Value| json!({ "id": "1", "from": from, "data": "x", "message": { "message_id": 1, "date": 0, "chat": chat } });
    for (kind, body, expected) in [
        ("message", json!({ "message_id": 1, "date": 1, "chat": private, "from": from }), Route::Queue(7)),
        (
            "message",
            json!({ "message_id": 1, "odd": 1, "chat": { "type": "private" }, "from": from }),
            Route::Queue(7),
        ),
        ("callback_query", press(&private), Route::Queue(7)),
        ("callback_query", press(&chat), Route::Queue(-100)),
        ("callback_query", json!({ "id": "1", "from": from, "data": "x" }), Route::Queue(7)),
        ("my_chat_member", json!({ "chat": chat, "from": from }), Route::Queue(-100)),
        ("my_chat_member", json!({ "chat": private, "from": from }), Route::Ignore),
        ("guest_message", json!({ "message_id": 1, "from": from, "chat": chat }), Route::Queue(7)),
        ("chosen_inline_result", json!({ "result_id": "1", "from": from, "query": "" }), Route::Queue(7)),
        ("inline_query", json!({ "id": "1", "from": from, "query": "", "offset": "" }), Route::LatestOnly(7)),
        ("of_tomorrow", json!({}), Route::Ignore),
    ] {
        let update = json!({ "update_id": 1, kind: body });
        assert_eq!(route(&router, update.clone()).await, expected, "{update}");
    }
    let no_number = RawValue::from_string("{\"message\":{}}".to_owned()).unwrap();
    assert_eq!(router.route(&no_number).await, None);
}

//! Inline queries, refused answers, and the message of a chosen result.

use serde_json::{Value, json};

use super::{ServedTelegram, assert_shape};
use crate::telegram::{ChatKind, ImpossibleAction, TelegramOptions};

fn article(id: &str) -> Value {
    json!({
        "type": "article", "id": id, "title": "Lamp",
        "input_message_content": {"message_text": "<b>Lamp</b> https://shop.example/1", "parse_mode": "HTML"},
    })
}

fn answer(query: &str, results: Value) -> Value {
    json!({"inline_query_id": query, "results": results, "cache_time": 5, "is_personal": true})
}

#[tokio::test]
async fn a_query_is_told_answered_and_its_result_sent() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let (telegram, ayse) = (&served.telegram, served.ayse);
    let group = telegram.add_chat(ChatKind::Group, "Evdekiler", &[ayse]);
    let query = telegram.try_ask_inline(group, ayse, "lamba", "20").unwrap();
    let updates = served.ok("getUpdates", json!({})).await;
    let told = &updates.as_array().unwrap().last().unwrap()["inline_query"];
    assert_shape("InlineQuery", told);
    assert_eq!((&told["id"], &told["query"]), (&json!(query), &json!("lamba")));
    assert_eq!((&told["offset"], &told["chat_type"]), (&json!("20"), &json!("group")));

    served.ok("answerInlineQuery", answer(&query, json!([article("1"), article("2")]))).await;
    let given = telegram.inline_answer(&query).await.unwrap();
    assert_eq!((given.results.len(), given.cache_time, given.is_personal), (2, 5, true));
    let read = telegram.next_reply(ayse).await.unwrap().to_string();
    assert!(read.contains("Lamp") && read.contains("https://shop.example/1"), "{read}");

    telegram.try_choose_inline(group, ayse, &query, "2").unwrap();
    let posted = telegram.transcript(group).pop().unwrap();
    assert_eq!(posted.text(), "Lamp https://shop.example/1");
    assert_eq!(posted.message().unwrap()["via_bot"]["id"], telegram.bot()["id"]);
    assert_shape("Message", posted.message().unwrap());
    let updates = served.ok("getUpdates", json!({})).await;
    assert!(!updates.to_string().contains("via_bot"), "the bot does not take part there");

    let private = telegram.try_choose_inline(ayse, ayse, &query, "1").unwrap();
    let updates = served.ok("getUpdates", json!({})).await;
    let last = &updates.as_array().unwrap().last().unwrap()["message"];
    assert_eq!((&last["message_id"], &last["via_bot"]["is_bot"]), (&json!(private), &json!(true)));
}

#[tokio::test]
async fn what_the_real_server_refuses_is_refused() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let query = served.telegram.ask_inline(served.ayse, "");
    let ask = |results: Value| answer(&query, results);
    let with = |key: &str, value: Value| {
        let mut params = ask(json!([]));
        params[key] = value;
        params
    };
    let of = |change: fn(&mut Value)| {
        let mut one = article("1");
        change(&mut one);
        ask(json!([one]))
    };
    let many: Vec<Value> = (0..51).map(|n| article(&n.to_string())).collect();
    for (params, why) in [
        (ask(json!(many)), "RESULTS_TOO_MUCH"),
        (ask(json!([article("1"), article("1")])), "RESULT_ID_DUPLICATE"),
        (ask(json!([article("")])), "RESULT_ID_INVALID"),
        (ask(json!([article(&"x".repeat(65))])), "RESULT_ID_INVALID"),
        (of(|one| one["title"] = json!(" ")), "ARTICLE_TITLE_EMPTY"),
        (of(|one| one["thumbnail_url"] = json!("data:image/png;base64,")), "WEBDOCUMENT_URL_INVALID"),
        (
            of(|one| one["input_message_content"]["message_text"] = json!("x".repeat(4_097))),
            "MESSAGE_TOO_LONG",
        ),
        (of(|one| one["input_message_content"]["message_text"] = json!("<b>")), "can't parse entities"),
        (of(|one| one["colour"] = json!("red")), "is no InlineQueryResult"),
        (of(|one| one["type"] = json!("contact")), ""),
        (with("next_offset", json!("x".repeat(65))), "NEXT_OFFSET_INVALID"),
        (with("cache_time", json!(-1)), "CACHE_TIME_INVALID"),
        (with("button", json!({"text": "Go", "start_parameter": "a b"})), "START_PARAM_INVALID"),
        (with("button", json!({"text": "Go", "start_parameter": ""})), "START_PARAM_EMPTY"),
        (with("button", json!({"text": "Go"})), "is not served"),
        (with("button", json!({"text": "", "start_parameter": "a"})), "SWITCH_PM_TEXT_EMPTY"),
        (answer("1", json!([])), "query is too old"),
    ] {
        let said = served.refusal("answerInlineQuery", params).await;
        assert!(said.contains(why), "{said} is not {why}");
    }
    served
        .ok("answerInlineQuery", ask(json!((0..50).map(|n| article(&n.to_string())).collect::<Vec<_>>())))
        .await;
    served.telegram.expire_inline();
    assert!(served.refusal("answerInlineQuery", ask(json!([]))).await.contains("query is too old"));
}

#[tokio::test]
async fn what_nobody_can_do() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let (telegram, ayse) = (&served.telegram, served.ayse);
    let other = telegram.add_user("Bora", "tr");
    let query = telegram.ask_inline(ayse, "lamba");
    served.ok("answerInlineQuery", answer(&query, json!([article("1")]))).await;
    let no_result = Err(ImpossibleAction::NoResult("1".to_owned()));
    assert_eq!(telegram.try_choose_inline(other, other, &query, "1"), no_result, "somebody else's query");
    assert!(telegram.try_choose_inline(ayse, ayse, &query, "2").is_err());
    assert_eq!(telegram.try_choose_inline(other, ayse, &query, "1"), Err(ImpossibleAction::NoChat(other)));
    assert!(telegram.try_ask_inline(ayse, ayse, &"ş".repeat(257), "").is_err());
    let off = ServedTelegram::new(TelegramOptions { inline: false, ..TelegramOptions::default() }).await;
    assert!(off.telegram.try_ask_inline(off.ayse, off.ayse, "x", "").is_err());
    assert_eq!(off.ok("getMe", json!({})).await["supports_inline_queries"], false);
}

//! Guest mode.

use serde_json::{Value, json};

use super::*;

fn result(id: &str) -> Value {
    json!({
        "type": "article", "id": id, "title": "Lamba",
        "input_message_content": {"message_text": "<b>Lamba</b> https://shop.example/1", "parse_mode": "HTML"},
    })
}

fn answer(query: &str, result: Value) -> Value {
    json!({"guest_query_id": query, "result": result})
}

#[tokio::test]
async fn a_question_is_told_and_answered_once() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let (telegram, ayse) = (&served.telegram, served.ayse);
    assert_eq!(served.ok("getMe", json!({})).await["supports_guest_queries"], true);
    let can = telegram.add_user("Can", "en");
    let said = UserPost::text("https://www.aliexpress.com/item/1.html");
    let query = telegram.ask_guest_in_reply(
        ayse,
        "Komşular",
        &UserPost::text("@dealink_sandbox_bot bak"),
        (can, &said),
    );
    let updates = served.ok("getUpdates", json!({})).await;
    let told = &updates.as_array().unwrap().last().unwrap()["guest_message"];
    assert_shape("Message", told);
    assert_eq!(
        (&told["guest_query_id"], &told["guest_bot_caller_user"]["id"]),
        (&json!(query), &json!(ayse))
    );
    assert_eq!((&told["chat"]["type"], &told["chat"]["title"]), (&json!("group"), &json!("Komşular")));
    assert_eq!(told["reply_to_message"]["text"], "https://www.aliexpress.com/item/1.html");
    assert_eq!(told["reply_to_message"]["from"]["id"], can);
    let chat = told["chat"]["id"].as_i64().unwrap();
    let hello = json!({"chat_id": chat, "text": "x"});
    assert_eq!(served.refusal("sendMessage", hello).await, "Bad Request: chat not found");

    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    for (params, why) in [
        (answer("1", result("1")), old),
        (answer(&query, result("")), "Bad Request: RESULT_ID_INVALID"),
        (
            answer(&query, json!({"type": "article", "id": "1", "title": " "})),
            "Bad Request: can't parse result",
        ),
    ] {
        let said = served.refusal("answerGuestQuery", params).await;
        assert!(said.starts_with(why), "{said}");
    }
    let sent = served.ok("answerGuestQuery", answer(&query, result("1"))).await;
    assert_shape("SentGuestMessage", &sent);
    let given = telegram.guest_answer(&query).await.unwrap();
    assert_eq!((given.chat, &given.message["text"]), (chat, &json!("Lamba https://shop.example/1")));
    assert_eq!(sent["inline_message_id"], given.inline_message_id);
    assert_shape("Message", &given.message);
    assert_eq!(given.message["guest_bot_caller_user"]["id"], ayse);
    assert_eq!(telegram.next_reply(chat).await.unwrap().to_string(), "bot #3: Lamba https://shop.example/1");
    assert_eq!(served.refusal("answerGuestQuery", answer(&query, result("1"))).await, old);

    let again = telegram.ask_guest(ayse, "Komşular", &UserPost::text("@dealink_sandbox_bot bir daha"));
    telegram.expire_guests();
    assert_eq!(served.refusal("answerGuestQuery", answer(&again, result("1"))).await, old);
    telegram.set_bot(chat, ayse, Role::Member);
    assert!(telegram.write(|world| world.ask_guest(ayse, "Komşular", &UserPost::text("x"), None)).is_err());
}

#[tokio::test]
async fn older_servers_can_be_played() {
    for (guest, refusal) in
        [(FeatureSupport::Unknown, "Not Found"), (FeatureSupport::Refused, "Bad Request: method is")]
    {
        let served = ServedTelegram::new(TelegramOptions { guest, ..TelegramOptions::default() }).await;
        let query =
            served.telegram.ask_guest(served.ayse, "Komşular", &UserPost::text("@dealink_sandbox_bot"));
        assert!(served.refusal("answerGuestQuery", answer(&query, result("1"))).await.starts_with(refusal));
        assert_eq!(served.ok("getMe", json!({})).await.get("supports_guest_queries"), None);
    }
}

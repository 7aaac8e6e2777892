//! A case on both sides of each limit, and each refusal in the words of the real server.

use serde_json::json;

use super::*;

#[tokio::test]
async fn who_calls_what() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    assert_eq!(served.refusal("sendMessages", json!({})).await, "Not Found");
    for (path, code) in [("bot1:x/getMe", 401), ("bo/getMe", 404)] {
        let response = served.http.get(format!("{}/{path}", served.base)).send().await.unwrap();
        assert_eq!(response.status(), code, "{path}");
    }
    let not_served = served.refusal("sendDice", json!({"chat_id": served.ayse})).await;
    assert_eq!(not_served, "Bad Request: method is not served by this stand-in");
    let webhook = served.refusal("setWebhook", json!({"url": "http://bot.example/"})).await;
    assert_eq!(webhook, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");
    let typo = served.refusal("sendMessage", json!({"chat_id": served.ayse, "txt": "x"})).await;
    assert_eq!(typo, "Bad Request: parameter \"txt\" is unknown to sendMessage");
    let large = "x".repeat(request::BODY_LIMIT + 1);
    assert_eq!(served.refusal("sendMessage", json!({ "text": large })).await, "Request Entity Too Large");
}

#[tokio::test]
async fn texts_on_both_sides_of_their_limits() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let chat = served.ayse;
    let send = |text: String| json!({"chat_id": chat, "text": text, "parse_mode": "HTML"});
    for text in
        ["ş".repeat(4096), "🙂".repeat(2048), format!("<b>{}</b>", "&lt;".repeat(4096)), "  x  ".to_owned()]
    {
        served.ok("sendMessage", send(text)).await;
    }
    for (text, expected) in [
        ("ş".repeat(4097), "message is too long"),
        ("🙂".repeat(2049), "message is too long"),
        (String::new(), "message text is empty"),
        (" \n\t ".to_owned(), "text must be non-empty"),
        ("<b> </b>".to_owned(), "text must be non-empty"),
        ("<b>x".to_owned(), "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ] {
        let refusal = served.refusal("sendMessage", send(text)).await;
        assert_eq!(refusal, format!("Bad Request: {expected}"));
    }
    let id = served.send("x").await;
    let edit = |text: String| json!({"chat_id": chat, "message_id": id, "text": text});
    served.ok("editMessageText", edit("y".repeat(4096))).await;
    assert_eq!(
        served.refusal("editMessageText", edit("y".repeat(4097))).await,
        "Bad Request: MESSAGE_TOO_LONG"
    );

    let caption = |caption: String| json!({"chat_id": chat, "photo": "file-id", "caption": caption});
    let long = served.refusal("sendPhoto", caption("ş".repeat(1025))).await;
    assert_eq!(long, "Bad Request: message caption is too long");
    let fits = served.refusal("sendPhoto", caption("ş".repeat(1024))).await;
    assert_eq!(fits, "Bad Request: wrong file identifier/HTTP URL specified");

    for (mode, expected) in [
        ("MarkdownV2", "parse mode markdownv2 is not served by this stand-in"),
        ("xml", "unsupported parse_mode"),
    ] {
        let params = json!({"chat_id": chat, "text": "x", "parse_mode": mode});
        assert_eq!(served.refusal("sendMessage", params).await, format!("Bad Request: {expected}"));
    }
    let entity = |length: u32| {
        let entities = json!([{"type": "bold", "offset": 0, "length": length}]);
        json!({"chat_id": chat, "text": "abc", "entities": entities})
    };
    assert_eq!(served.ok("sendMessage", entity(3)).await["entities"][0]["length"], 3);
    assert!(served.refusal("sendMessage", entity(4)).await.contains("ends after the end of the text"));
}

#[tokio::test]
async fn what_is_not_there_or_not_the_bots_is_refused() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let chat = served.ayse;
    let silent = served.telegram.add_user("Mehmet", "tr");
    let id = served.send("x").await;
    for (method, params, expected) in [
        ("sendMessage", json!({"chat_id": 5, "text": "x"}), "chat not found"),
        ("sendMessage", json!({"chat_id": "@deals", "text": "x"}), "chat not found"),
        ("sendMessage", json!({"chat_id": silent, "text": "x"}), "chat not found"),
        ("getChat", json!({"chat_id": 5}), "chat not found"),
        (
            "editMessageText",
            json!({"chat_id": chat, "message_id": 99, "text": "x"}),
            "message to edit not found",
        ),
        (
            "editMessageText",
            json!({"chat_id": chat, "message_id": 1, "text": "x"}),
            "message can't be edited",
        ),
        ("editMessageText", json!({"chat_id": chat, "text": "x"}), "message identifier is not specified"),
        ("editMessageText", json!({"text": "x", "message_id": 1}), "chat_id is empty"),
        (
            "editMessageText",
            json!({"chat_id": chat, "message_id": id, "text": " x "}),
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        ),
        ("deleteMessage", json!({"chat_id": chat, "message_id": 99}), "message to delete not found"),
        (
            "setMessageReaction",
            json!({"chat_id": chat, "message_id": 99, "reaction": []}),
            "message to react not found",
        ),
        (
            "setMessageReaction",
            json!({"chat_id": chat, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "🧿"}]}),
            "REACTION_INVALID",
        ),
        (
            "sendChatAction",
            json!({"chat_id": chat, "action": "thinking"}),
            "wrong parameter action in request",
        ),
        (
            "sendMessage",
            json!({"chat_id": chat, "text": "x", "reply_parameters": {"message_id": 99}}),
            "message to be replied not found",
        ),
        (
            "sendMessage",
            json!({"chat_id": chat, "text": "x", "message_thread_id": 1}),
            "parameter \"message_thread_id\" is not served by this stand-in",
        ),
    ] {
        let refusal = served.refusal(method, params).await;
        assert_eq!(refusal, format!("Bad Request: {expected}"));
    }
    let without = json!({"message_id": 99, "allow_sending_without_reply": true});
    let params = json!({"chat_id": chat, "text": "x", "reply_parameters": without});
    assert_eq!(served.ok("sendMessage", params).await.get("reply_to_message"), None);
    served.telegram.say(silent, "selam");
    served.ok("sendMessage", json!({"chat_id": silent, "text": "x"})).await;
}

#[tokio::test]
async fn presses_are_answered_in_time_and_in_short() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let keyboard = json!({"inline_keyboard": [[{"text": "A", "callback_data": "a:1"}]]});
    let params = json!({"chat_id": served.ayse, "text": "x", "reply_markup": keyboard});
    let card = served.ok("sendMessage", params).await["message_id"].as_i64().unwrap();
    let query = served.telegram.press(served.ayse, card, "a:1");
    let answer = |text: String| json!({"callback_query_id": query, "text": text, "show_alert": true});
    served.ok("answerCallbackQuery", answer("ş".repeat(200))).await;
    let long = served.refusal("answerCallbackQuery", answer("ş".repeat(201))).await;
    assert_eq!(long, "Bad Request: MESSAGE_TOO_LONG");
    served.telegram.expire_presses();
    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(served.refusal("answerCallbackQuery", answer("x".to_owned())).await, old);
    assert_eq!(served.refusal("answerCallbackQuery", json!({"callback_query_id": "1"})).await, old);
}

#[tokio::test]
async fn a_bot_that_was_blocked_cannot_write_until_it_is_spoken_to() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    served.telegram.block(served.ayse);
    for (method, params) in [
        ("sendMessage", json!({"chat_id": served.ayse, "text": "x"})),
        ("sendChatAction", json!({"chat_id": served.ayse, "action": "typing"})),
    ] {
        assert_eq!(served.refusal(method, params).await, "Forbidden: bot was blocked by the user");
    }
    served.telegram.say(served.ayse, "/start");
    served.send("x").await;
    let updates = served.ok("getUpdates", json!({"offset": -3})).await;
    let statuses =
        [&updates[0], &updates[1]].map(|u| u["my_chat_member"]["new_chat_member"]["status"].clone());
    assert_eq!(statuses, ["kicked", "member"]);
    assert_shape("Update", &updates[0]);
    assert_eq!(updates[2]["message"]["text"], "/start");
}

#[tokio::test]
async fn a_message_older_than_two_days_cannot_be_deleted() {
    let clock = dealink_core::clock::Clock::fixed(jiff::Timestamp::from_second(1_800_000_000).unwrap());
    let served = ServedTelegram::new(TelegramOptions { clock, ..TelegramOptions::default() }).await;
    let age = |id: MessageId, seconds: i64| {
        served.telegram.write(|world| {
            let chat = world.chats.get_mut(&served.ayse).unwrap();
            chat.messages.get_mut(&id).unwrap().date -= seconds;
        });
    };
    let (first, second) = (served.send("x").await, served.send("y").await);
    let delete = |id| json!({"chat_id": served.ayse, "message_id": id});
    age(first, 48 * 3600);
    served.ok("deleteMessage", delete(first)).await;
    age(second, 48 * 3600 + 1);
    assert_eq!(
        served.refusal("deleteMessage", delete(second)).await,
        "Bad Request: message can't be deleted"
    );
}

#[test]
#[should_panic(expected = "has no button \"Sil\"")]
fn a_button_that_is_not_there_cannot_be_pressed() {
    let telegram = TelegramStandIn::new(TelegramOptions::default());
    let user = telegram.add_user("Ayşe", "tr");
    let id = telegram.say(user, "x");
    telegram.press(user, id, "Sil");
}

#[test]
fn what_people_cannot_do() {
    let telegram = TelegramStandIn::new(TelegramOptions::default());
    let (ayse, can) = (telegram.add_user("Ayşe", "tr"), telegram.add_user("Can", "en"));
    let said = telegram.say(ayse, "x");
    assert_eq!(telegram.write(|world| world.say(ayse, 5, "x", None)), Err(ImpossibleAction::NoUser(5)));
    assert_eq!(telegram.write(|world| world.say(ayse, can, "x", None)), Err(ImpossibleAction::NoChat(ayse)));
    assert_eq!(telegram.write(|world| world.say(ayse, ayse, " \n", None)), Err(ImpossibleAction::NoText));
    assert_eq!(
        telegram.write(|world| world.say(ayse, ayse, &"x".repeat(4097), None)),
        Err(ImpossibleAction::TooLong(4097))
    );
    assert_eq!(
        telegram.try_edit_post(ayse, ayse, 9, &UserPost::text("y")),
        Err(ImpossibleAction::NoMessage(9))
    );
    assert_eq!(telegram.start(ayse, &"a".repeat(64)), said + 1);
    for wrong in ["", "a b", "ş", &"a".repeat(65)] {
        let started = std::panic::catch_unwind(|| telegram.start(ayse, wrong));
        assert!(started.is_err(), "{wrong}");
    }
}

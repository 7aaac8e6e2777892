//! Posts of people, in the bot's updates and in the text of a test's transcript.

use serde_json::json;

use super::*;

/// The kinds and bodies of the pending updates.
async fn told(served: &ServedTelegram, kind: &str) -> Vec<Value> {
    let updates = served.ok("getUpdates", json!({})).await;
    updates.as_array().unwrap().iter().filter_map(|update| update.get(kind).cloned()).collect()
}

/// The message in the bot's update.
async fn posted(served: &ServedTelegram, post: UserPost) -> Value {
    let id = served.telegram.post(served.ayse, post);
    let message = told(served, "message").await.pop().unwrap();
    assert_eq!(message["message_id"], id);
    message
}

#[tokio::test]
async fn every_kind_of_mark_reaches_the_bot_with_its_fields() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let marks = [
        ("bold", json!({})),
        ("italic", json!({})),
        ("underline", json!({})),
        ("strikethrough", json!({})),
        ("spoiler", json!({})),
        ("blockquote", json!({})),
        ("expandable_blockquote", json!({})),
        ("code", json!({})),
        ("pre", json!({"language": "rust"})),
        ("text_link", json!({"url": "https://shop.example/1"})),
        ("custom_emoji", json!({"custom_emoji_id": "5368324170671202286"})),
        ("url", json!({})),
        ("mention", json!({})),
        ("hashtag", json!({})),
        ("email", json!({})),
        ("phone_number", json!({})),
        ("cashtag", json!({})),
        ("bot_command", json!({})),
        ("text_mention", json!({"user": {"id": 7, "is_bot": false, "first_name": "Can"}})),
        ("date_time", json!({"unix_time": 1_800_000_000, "date_time_format": "wD"})),
    ];
    for (kind, fields) in marks {
        let mut entity = fields.clone();
        entity["type"] = json!(kind);
        let message = posted(&served, UserPost::text("🙂 şapka bu").mark_with(entity.clone(), "şapka")).await;
        entity["offset"] = json!(3);
        entity["length"] = json!(5);
        assert_eq!(message["entities"], json!([entity]), "{kind}");
        assert_shape("Message", &message);
    }
    let unknown = json!({"type": "sparkle", "offset": 0, "length": 2, "colour": "gold"});
    let message = posted(&served, UserPost::text("ab shop.com").entity(unknown.clone())).await;
    assert_eq!(message["entities"], json!([unknown, {"type": "url", "offset": 3, "length": 8}]));
}

#[tokio::test]
async fn files_come_with_their_caption_and_their_looks() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    for kind in MediaKind::ALL {
        let caption = if kind == MediaKind::Sticker { "" } else { "Bak: shop.com" };
        let message = posted(&served, UserPost::media(kind, caption)).await;
        assert_shape("Message", &message);
        assert_eq!(message.get("text"), None);
        let file = &message[kind.field()];
        assert!(file["file_id"].is_string() || file[1]["file_id"].is_string(), "{message}");
        if kind == MediaKind::Sticker {
            assert_eq!(message.get("caption"), None);
        } else {
            assert_eq!(message["caption"], caption);
            assert_eq!(message["caption_entities"][0]["type"], "url");
        }
        assert_eq!(
            message.get("document").is_some(),
            matches!(kind, MediaKind::Animation | MediaKind::Document)
        );
    }
    let seen = UserPost::media(MediaKind::Video, "x").with_caption_above().with_spoiler();
    let message = posted(&served, seen.link_preview(json!({"is_disabled": true}))).await;
    assert_eq!(message["show_caption_above_media"], true);
    assert_eq!(message["has_media_spoiler"], true);
    assert_eq!(message["link_preview_options"], json!({"is_disabled": true}));
    let named = posted(&served, UserPost::media(MediaKind::Document, "").with_file_name("fiyat.pdf")).await;
    assert_eq!(named["document"]["file_name"], "fiyat.pdf");
    assert_eq!(named.get("caption"), None);
}

#[tokio::test]
async fn forwarded_messages_say_where_they_come_from() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let can = served.telegram.users()[0].clone();
    for (origin, expected) in [
        (ForwardOrigin::User(can), json!({"type": "user", "name": "Ayşe"})),
        (ForwardOrigin::HiddenUser("C.".to_owned()), json!({"type": "hidden_user", "name": "C."})),
        (ForwardOrigin::channel("Fırsatlar", "firsatlar"), json!({"type": "channel", "name": "Fırsatlar"})),
    ] {
        let post = UserPost::media(MediaKind::Photo, "Yarım fiyat")
            .forwarded(origin)
            .button("Al", "https://a.example/");
        let message = posted(&served, post).await;
        assert_shape("Message", &message);
        let origin = &message["forward_origin"];
        assert_eq!(origin["type"], expected["type"]);
        assert!(origin["date"].as_i64().unwrap() < message["date"].as_i64().unwrap());
        let names =
            [&origin["chat"]["title"], &origin["sender_user"]["first_name"], &origin["sender_user_name"]];
        assert!(names.contains(&&expected["name"]), "{origin}");
        let button = &message["reply_markup"]["inline_keyboard"][0][0];
        assert_eq!(button, &json!({"text": "Al", "url": "https://a.example/"}));
    }
}

#[tokio::test]
async fn a_press_carries_the_answered_post_one_level_deep() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let first = served.telegram.post(served.ayse, UserPost::text("ilk"));
    let post = UserPost::media(MediaKind::Photo, "Lamba").mark("bold", "Lamba").reply_to(first);
    let message = posted(&served, post).await;
    assert_eq!(message["reply_to_message"]["text"], "ilk");
    let keyboard = json!({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]});
    let reply = json!({"message_id": message["message_id"]});
    let card =
        json!({"chat_id": served.ayse, "text": "x", "reply_markup": keyboard, "reply_parameters": reply});
    let card = served.ok("sendMessage", card).await["message_id"].as_i64().unwrap();
    served.telegram.press(served.ayse, card, "A");
    let press = told(&served, "callback_query").await.pop().unwrap();
    let answered = &press["message"]["reply_to_message"];
    assert_shape("CallbackQuery", &press);
    assert_eq!((&answered["caption"], &answered["photo"]), (&json!("Lamba"), &message["photo"]));
    assert_eq!(answered["caption_entities"], json!([{"type": "bold", "offset": 0, "length": 5}]));
    assert_eq!(answered.get("reply_to_message"), None);
}

#[tokio::test]
async fn an_edit_changes_the_words_and_keeps_the_file() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let before = posted(&served, UserPost::media(MediaKind::Photo, "bir").with_spoiler()).await;
    let id = before["message_id"].as_i64().unwrap();
    served.telegram.edit(served.ayse, id, "iki #yeni");
    let after = told(&served, "edited_message").await.pop().unwrap();
    assert_eq!((&after["caption"], &after["photo"]), (&json!("iki #yeni"), &before["photo"]));
    assert_eq!(
        (&after["has_media_spoiler"], &after["caption_entities"][0]["type"]),
        (&json!(true), &json!("hashtag"))
    );
    served.telegram.edit_post(served.ayse, id, UserPost::media(MediaKind::Video, "üç").mark("code", "üç"));
    let after = told(&served, "edited_message").await.pop().unwrap();
    assert_eq!((after.get("photo"), &after["caption_entities"][0]["type"]), (None, &json!("code")));
    assert!(after["video"]["file_id"].is_string());
}

#[test]
fn what_no_app_sends() {
    let telegram = TelegramStandIn::new(TelegramOptions::default());
    let ayse = telegram.add_user("Ayşe", "tr");
    let no = |what: &str| ImpossibleAction::Post(what.to_owned());
    let photo = || UserPost::media(MediaKind::Photo, "");
    let refused = |posts: &[UserPost]| telegram.try_publish(ayse, ayse, posts).unwrap_err();
    for (post, expected) in [
        (UserPost::text(" "), ImpossibleAction::NoText),
        (UserPost::text(&"x".repeat(4097)), ImpossibleAction::TooLong(4097)),
        (UserPost::media(MediaKind::Photo, &"x".repeat(4097)), ImpossibleAction::TooLong(4097)),
        (
            UserPost::text("x").mark("bold", "y"),
            ImpossibleAction::Entities("\"y\" is not in the text".to_owned()),
        ),
        (UserPost::text("x").reply_to(9), ImpossibleAction::NoMessage(9)),
        (UserPost::media(MediaKind::Sticker, "x"), no("a sticker has no caption")),
        (UserPost::text("x").button("A", "https://a.example/"), no("only a forwarded message has buttons")),
        (
            UserPost::media(MediaKind::Document, "x").with_spoiler(),
            no("only a picture or a film is veiled or has its caption above it"),
        ),
    ] {
        assert_eq!(refused(&[post]), expected);
    }
    assert_eq!(
        refused(&[photo(), UserPost::text("x")]),
        no("an album of one is not served by this stand-in")
    );
    assert_eq!(refused(&[photo(), photo(), UserPost::text("x")]), no("a text stands in no album"));
    assert_eq!(refused(&vec![photo(); 11]), no("too many messages to send as an album"));
    let forwarded =
        telegram.post(ayse, UserPost::text("x").forwarded(ForwardOrigin::HiddenUser("C.".to_owned())));
    let edit = telegram.try_edit_post(ayse, ayse, forwarded, &UserPost::text("y"));
    assert_eq!(edit, Err(ImpossibleAction::Forwarded(forwarded)));
    assert_eq!(telegram.transcript(ayse).len(), 1, "nothing else was sent");
}

#[tokio::test]
async fn a_post_in_words() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let post = UserPost::media(MediaKind::Photo, "🙂 Lamba, bak")
        .mark("bold", "Lamba")
        .link("bak", "https://a.example/")
        .with_caption_above()
        .forwarded(ForwardOrigin::channel("Fırsatlar", "firsatlar"))
        .button("Al", "https://a.example/");
    served.telegram.post(served.ayse, post);
    let change = served.telegram.transcript(served.ayse).pop().unwrap();
    assert_eq!(change.text(), "🙂 Lamba, bak");
    assert_eq!(change.media(), Some(MediaKind::Photo));
    assert_eq!(change.to_string(), "user #2 [photo, caption above, from Fırsatlar]: 🙂 Lamba, bak\n  [Al]");
    assert_eq!(
        change.with_marks(),
        "user #2 [photo, caption above, from Fırsatlar]: 🙂 Lamba, bak\n  bold 3..8 \"Lamba\"\n  \
         text_link 10..13 \"bak\" url=https://a.example/\n  [Al]"
    );
    served.telegram.post(served.ayse, UserPost::media(MediaKind::Sticker, "").reply_to(2));
    let sticker = served.telegram.transcript(served.ayse).pop().unwrap();
    assert_eq!(sticker.with_marks(), "user #3 [sticker] to #2");
}

#[tokio::test]
async fn a_file_is_downloaded_with_the_token_and_not_without() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    served.telegram.post(served.ayse, UserPost::document("liste.csv", b"1100900001", "no_commission"));
    served.telegram.post(served.ayse, UserPost::media(MediaKind::Photo, ""));
    served.telegram.post(served.ayse, UserPost::document("large.bin", &vec![0; (20 << 20) + 1], ""));
    let updates = served.ok("getUpdates", json!({})).await;
    let message =
        updates.as_array().unwrap().iter().find(|update| update["message"]["caption"] == "no_commission");
    let document = message.unwrap()["message"]["document"].clone();
    assert_shape("Document", &document);
    let file = served.ok("getFile", json!({ "file_id": document["file_id"] })).await;
    assert_shape("File", &file);
    assert_eq!((&file["file_id"], &file["file_size"]), (&document["file_id"], &json!(10)));
    let download = async |token: &str, path: &str| {
        let url = format!("{}/file/bot{token}/{path}", served.base);
        let response = reqwest::Client::builder().no_proxy().build().unwrap().get(url).send().await.unwrap();
        (response.status().as_u16(), response.bytes().await.unwrap().to_vec())
    };
    let path = file["file_path"].as_str().unwrap();
    assert_eq!(download(served.telegram.token(), path).await, (200, b"1100900001".to_vec()));
    assert_eq!(download("1:x", path).await.0, 404);
    assert_eq!(download(served.telegram.token(), "documents/file_9.csv").await.0, 404);
    let refusal = async |of: Value| served.refusal("getFile", json!({ "file_id": of })).await;
    let photo = updates
        .as_array()
        .unwrap()
        .iter()
        .find_map(|update| update["message"]["photo"][0]["file_id"].as_str());
    assert_eq!(
        refusal(json!(photo.unwrap())).await,
        "Bad Request: a file without content is not served by this stand-in"
    );
    assert_eq!(refusal(json!("x")).await, "Bad Request: invalid file_id");
    let large = updates
        .as_array()
        .unwrap()
        .iter()
        .find(|update| update["message"]["document"]["file_name"] == "large.bin");
    assert_eq!(
        refusal(large.unwrap()["message"]["document"]["file_id"].clone()).await,
        "Bad Request: file is too big"
    );
}

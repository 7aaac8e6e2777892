//! The methods with which the bot sends a post back: files by `file_id`, copies, edited captions.

use serde_json::json;

use super::*;

async fn last(served: &ServedTelegram) -> Value {
    let updates = served.ok("getUpdates", json!({"offset": -1})).await;
    updates[0]["message"].clone()
}

/// The message with this id in the log of the chat.
fn shown(served: &ServedTelegram, id: &Value) -> Value {
    let changes = served.telegram.transcript(served.ayse);
    let last = changes.iter().rev().find(|change| change.message_id() == id.as_i64());
    last.unwrap().message().unwrap().clone()
}

#[tokio::test]
async fn every_kind_of_file_is_sent_again_by_its_identifier() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    for (method, kind) in [
        ("sendPhoto", MediaKind::Photo),
        ("sendVideo", MediaKind::Video),
        ("sendAnimation", MediaKind::Animation),
        ("sendDocument", MediaKind::Document),
        ("sendAudio", MediaKind::Audio),
        ("sendVoice", MediaKind::Voice),
    ] {
        served.telegram.post(served.ayse, UserPost::media(kind, "x"));
        let posted = last(&served).await;
        let file = &posted[kind.field()];
        let id = file.get("file_id").or_else(|| file[0].get("file_id")).unwrap();
        let entities = json!([
            {"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "5368324170671202286"},
            {"type": "bold", "offset": 3, "length": 3},
        ]);
        let call = json!({
            "chat_id": served.ayse, kind.field(): id, "caption": "🙂 bir", "caption_entities": entities,
            "reply_parameters": {"message_id": posted["message_id"]},
            "reply_markup": {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]},
        });
        let sent = served.ok(method, call).await;
        assert_shape("Message", &sent);
        assert_eq!((&sent[kind.field()], &sent["caption"]), (file, &json!("🙂 bir")), "{method}");
        assert_eq!(sent["caption_entities"], entities);
        assert_eq!(sent["reply_to_message"]["message_id"], posted["message_id"]);
        assert!(sent["reply_markup"]["inline_keyboard"].is_array());
        let long = json!({"chat_id": served.ayse, kind.field(): id, "caption": "ş".repeat(1025)});
        assert_eq!(served.refusal(method, long).await, "Bad Request: message caption is too long");
        for (id, expected) in [
            ("no-such-file", "wrong file identifier/HTTP URL specified"),
            ("https://shop.example/1.jpg", "a file by its URL is not served by this stand-in"),
            ("attach://one", "an upload is not served by this stand-in"),
        ] {
            let refusal = served.refusal(method, json!({"chat_id": served.ayse, kind.field(): id})).await;
            assert_eq!(refusal, format!("Bad Request: {expected}"), "{method}");
        }
    }
    let voice = last(&served).await["voice"]["file_id"].clone();
    let other = served.refusal("sendPhoto", json!({"chat_id": served.ayse, "photo": voice})).await;
    assert_eq!(other, "Bad Request: can't use file of type Voice as Photo");
    let none = served.refusal("sendPhoto", json!({"chat_id": served.ayse})).await;
    assert_eq!(none, "Bad Request: parameter \"photo\" is required");
}

#[tokio::test]
async fn a_copy_keeps_the_file_and_takes_a_new_caption() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let chat = served.ayse;
    let post =
        UserPost::media(MediaKind::Photo, "Lamba").mark("bold", "Lamba").with_spoiler().with_caption_above();
    let original = served.telegram.post(
        chat,
        post.forwarded(ForwardOrigin::HiddenUser("C.".to_owned())).button("A", "https://a.example/"),
    );
    let told = last(&served).await;
    let copy = |more: Value| {
        let mut call = json!({"chat_id": chat, "from_chat_id": chat, "message_id": original});
        call.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        call
    };
    let plain = served.ok("copyMessage", copy(json!({}))).await;
    assert_shape("MessageId", &plain);
    let plain = shown(&served, &plain["message_id"]);
    for key in ["photo", "caption", "caption_entities", "has_media_spoiler", "show_caption_above_media"] {
        assert_eq!(plain[key], told[key], "{key}");
    }
    for key in ["forward_origin", "reply_markup", "media_group_id"] {
        assert_eq!(plain.get(key), None, "{key}");
    }
    assert_eq!(plain["from"]["is_bot"], true);

    let entities = json!([{"type": "text_link", "offset": 0, "length": 3, "url": "https://b.example/"}]);
    let keyboard = json!({"inline_keyboard": [[{"text": "B", "callback_data": "b"}]]});
    let more = json!({
        "caption": "iki", "caption_entities": entities, "reply_markup": keyboard,
        "reply_parameters": {"message_id": original},
    });
    let other = served.ok("copyMessage", copy(more)).await;
    let other = shown(&served, &other["message_id"]);
    assert_eq!((&other["caption"], &other["caption_entities"]), (&json!("iki"), &entities));
    assert_eq!(
        (&other["reply_markup"], &other["reply_to_message"]["message_id"]),
        (&keyboard, &json!(original))
    );
    assert_eq!((other.get("show_caption_above_media"), &other["has_media_spoiler"]), (None, &json!(true)));

    for (more, expected) in [
        (json!({"message_id": 99}), "message to copy not found"),
        (json!({"from_chat_id": 5}), "chat not found"),
        (json!({"chat_id": 5}), "chat not found"),
        (json!({"caption": "ş".repeat(1025)}), "message caption is too long"),
        (json!({"reply_parameters": {"message_id": 99}}), "message to be replied not found"),
        (
            json!({"caption": "x", "parse_mode": "HTML", "caption": "<b>x"}),
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
    ] {
        let refusal = served.refusal("copyMessage", copy(more)).await;
        assert_eq!(refusal, format!("Bad Request: {expected}"));
    }
    // Users with Premium may write longer captions; a copy keeps them.
    let long = served.telegram.post(chat, UserPost::media(MediaKind::Photo, &"ş".repeat(2000)));
    served.ok("copyMessage", copy(json!({"message_id": long}))).await;
    let text = served.telegram.post(chat, UserPost::text("yalnız metin").mark("code", "metin"));
    let copied = served.ok("copyMessage", copy(json!({"message_id": text, "caption": "x"}))).await;
    let copied = shown(&served, &copied["message_id"]);
    assert_eq!((&copied["text"], &copied["entities"][0]["type"]), (&json!("yalnız metin"), &json!("code")));
}

#[tokio::test]
async fn copies_of_several_keep_their_albums() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let chat = served.ayse;
    let photo = |caption: &str| UserPost::media(MediaKind::Photo, caption);
    let one = served.telegram.album(chat, vec![photo("bir"), photo("iki")]);
    let other = served.telegram.album(chat, vec![photo("üç"), photo("")]);
    let call = |ids: Value| json!({"chat_id": chat, "from_chat_id": chat, "message_ids": ids});
    let copies = served.ok("copyMessages", call(json!([1, one[0], one[1], other[0], other[1], 99]))).await;
    let copies: Vec<_> =
        copies.as_array().unwrap().iter().map(|copy| shown(&served, &copy["message_id"])).collect();
    let albums: Vec<_> = copies.iter().map(|copy| copy.get("media_group_id").cloned()).collect();
    assert_eq!((copies.len(), &albums[0], copies[0]["text"].as_str()), (5, &None, Some("Merhaba")));
    assert!(
        albums[1].is_some() && albums[1] == albums[2] && albums[3] == albums[4] && albums[1] != albums[3]
    );
    assert_eq!((&copies[2]["caption"], &copies[3]["caption"]), (&json!("iki"), &json!("üç")));

    let mut bare = call(json!([one[0]]));
    bare["remove_caption"] = json!(true);
    let bare = served.ok("copyMessages", bare).await;
    assert_eq!(shown(&served, &bare[0]["message_id"]).get("caption"), None);
    for (ids, expected) in [
        (json!([]), "message identifiers are not specified"),
        (json!([98, 99]), "there are no messages to copy"),
        (json!([2, 1]), "message identifiers must be in a strictly increasing order"),
        (json!([1, 1]), "message identifiers must be in a strictly increasing order"),
        (json!((1..=101).collect::<Vec<_>>()), "too many message identifiers specified"),
    ] {
        assert_eq!(served.refusal("copyMessages", call(ids)).await, format!("Bad Request: {expected}"));
    }
}

#[tokio::test]
async fn captions_are_edited_where_there_are_some() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let chat = served.ayse;
    let own = served.telegram.post(chat, UserPost::media(MediaKind::Photo, "bir"));
    let copy = json!({"chat_id": chat, "from_chat_id": chat, "message_id": own});
    let copy = served.ok("copyMessage", copy).await["message_id"].clone();
    let text = served.send("metin").await;
    let edit = |id: &Value, caption: &str| json!({"chat_id": chat, "message_id": id, "caption": caption});
    let edited = served.ok("editMessageCaption", edit(&copy, "iki shop.com")).await;
    assert_shape("Message", &edited);
    assert_eq!(
        (&edited["caption"], &edited["caption_entities"][0]["type"]),
        (&json!("iki shop.com"), &json!("url"))
    );
    assert!(edited["photo"].is_array() && edited["edit_date"].is_i64());
    for (method, params, expected) in [
        ("editMessageCaption", edit(&json!(text), "x"), "there is no caption in the message to edit"),
        ("editMessageCaption", edit(&json!(own), "x"), "message can't be edited"),
        ("editMessageCaption", edit(&json!(99), "x"), "message to edit not found"),
        ("editMessageCaption", edit(&copy, &"ş".repeat(1025)), "MEDIA_CAPTION_TOO_LONG"),
        (
            "editMessageText",
            json!({"chat_id": chat, "message_id": copy, "text": "x"}),
            "there is no text in the message to edit",
        ),
        (
            "editMessageCaption",
            edit(&copy, "iki shop.com"),
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        ),
    ] {
        assert_eq!(served.refusal(method, params).await, format!("Bad Request: {expected}"));
    }
    served.ok("editMessageCaption", edit(&copy, &"ş".repeat(1024))).await;
    let bare = served.ok("editMessageCaption", json!({"chat_id": chat, "message_id": copy})).await;
    assert_eq!(bare.get("caption"), None);
    let reaction =
        json!({"chat_id": chat, "message_id": own, "reaction": [{"type": "emoji", "emoji": "👀"}]});
    served.ok("setMessageReaction", reaction).await;
}

#[tokio::test]
async fn entities_in_so_many_words() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let chat = served.ayse;
    let send = |text: &str, entities: Value| json!({"chat_id": chat, "text": text, "entities": entities});
    let entity =
        |kind: &str, offset: i64, length: i64| json!({"type": kind, "offset": offset, "length": length});
    let kept = json!([entity("expandable_blockquote", 0, 6), entity("spoiler", 3, 3)]);
    let sent = served.ok("sendMessage", send("🙂 bir shop.com", kept.clone())).await;
    let mut expected = kept.as_array().unwrap().clone();
    expected.push(entity("url", 7, 8));
    assert_eq!(sent["entities"], json!(expected));
    let found = served.ok("sendMessage", send("bir", json!([entity("url", 0, 3)]))).await;
    assert_eq!(found.get("entities"), None, "what the server finds is not taken from a bot");
    let id = sent["message_id"].clone();
    let edit = json!({"chat_id": chat, "message_id": id, "text": "iki", "entities": [entity("code", 0, 3)]});
    assert_eq!(served.ok("editMessageText", edit).await["entities"], json!([entity("code", 0, 3)]));
    for (entities, expected) in [
        (
            json!([entity("bold", 0, 100)]),
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
        (json!([entity("bold", 1, 2)]), "entity begins in a middle of a UTF-16 symbol at UTF-16 offset 1"),
        (json!([entity("bold", -1, 2)]), "Receive an entity with incorrect offset or length"),
        (json!([entity("sparkle", 0, 2)]), "can't parse MessageEntity: Unsupported type \"sparkle\""),
    ] {
        let refusal = served.refusal("sendMessage", send("🙂 bir", entities)).await;
        assert_eq!(refusal, format!("Bad Request: {expected}"));
    }
}

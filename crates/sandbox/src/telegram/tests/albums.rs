//! Albums, from people and from the bot.

use serde_json::json;

use super::*;

fn photos(count: usize) -> Vec<UserPost> {
    (0..count).map(|n| UserPost::media(MediaKind::Photo, if n == 0 { "Üçü bir arada" } else { "" })).collect()
}

async fn waiting(served: &ServedTelegram) -> Vec<Value> {
    let updates = served.ok("getUpdates", json!({"offset": 100_000_002})).await;
    updates.as_array().unwrap().iter().map(|update| update["message"].clone()).collect()
}

#[tokio::test]
async fn an_album_comes_as_consecutive_updates_with_one_number() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let ids = served.telegram.album(served.ayse, photos(3));
    let other = served.telegram.album(served.ayse, photos(2));
    let told = waiting(&served).await;
    let numbers: Vec<_> = told.iter().map(|message| message["media_group_id"].as_str().unwrap()).collect();
    assert_eq!(
        told.iter().map(|m| m["message_id"].as_i64().unwrap()).collect::<Vec<_>>(),
        [ids, other].concat()
    );
    assert!(numbers[..3].iter().all(|number| *number == numbers[0]) && numbers[3] == numbers[4]);
    assert_ne!(numbers[0], numbers[3]);
    assert_eq!((&told[0]["caption"], told[1].get("caption")), (&json!("Üçü bir arada"), None));
    told.iter().for_each(|message| assert_shape("Message", message));
    let change = &served.telegram.transcript(served.ayse)[1];
    assert_eq!(change.to_string(), "user #2 [photo, album 001]: Üçü bir arada");
}

#[tokio::test]
async fn a_part_of_an_album_can_come_later() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    served.telegram.album_in_parts(served.ayse, photos(4), 3);
    served.telegram.say(served.ayse, "sonra");
    assert_eq!(waiting(&served).await.len(), 3);
    served.telegram.release_updates();
    let told = waiting(&served).await;
    assert_eq!((told.len(), &told[3]["media_group_id"]), (5, &told[0]["media_group_id"]));
    assert_eq!(told[4]["text"], "sonra");
    served.telegram.say(served.ayse, "hemen");
    assert_eq!(waiting(&served).await.len(), 6);
    served.telegram.hold_updates();
    served.telegram.say(served.ayse, "bekle");
    assert_eq!(waiting(&served).await.len(), 6);
}

#[tokio::test]
async fn a_bot_sends_an_album_by_file_ids() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let posts = [MediaKind::Photo, MediaKind::Video, MediaKind::Document, MediaKind::Audio];
    for kind in posts {
        served.telegram.post(served.ayse, UserPost::media(kind, ""));
    }
    let told = waiting(&served).await;
    let file = |n: usize, field: &str| match &told[n][field] {
        Value::Array(sizes) => sizes[1]["file_id"].clone(),
        file => file["file_id"].clone(),
    };
    let (photo, video) = (file(0, "photo"), file(1, "video"));
    let (document, audio) = (file(2, "document"), file(3, "audio"));
    let entities = json!([{"type": "italic", "offset": 0, "length": 3}]);
    let media = json!([
        {"type": "photo", "media": photo, "caption": "bir", "caption_entities": entities, "has_spoiler": true,
         "show_caption_above_media": true},
        {"type": "video", "media": video, "caption": "<b>iki</b>", "parse_mode": "HTML",
         "show_caption_above_media": true},
    ]);
    let reply = json!({"message_id": 1});
    let call = |media: &Value| json!({"chat_id": served.ayse, "media": media, "reply_parameters": reply});
    let sent = served.ok("sendMediaGroup", call(&media)).await;
    let sent = sent.as_array().unwrap();
    assert_eq!(sent.len(), 2);
    sent.iter().for_each(|message| assert_shape("Message", message));
    assert_eq!(sent[0]["media_group_id"], sent[1]["media_group_id"]);
    assert_eq!((&sent[0]["caption_entities"], &sent[0]["has_media_spoiler"]), (&entities, &json!(true)));
    assert_eq!(sent[1]["caption_entities"][0]["type"], "bold");
    assert_eq!(sent[1]["video"]["file_id"], video);
    assert_eq!(sent[0]["reply_to_message"]["message_id"], 1);
    let seen = served.telegram.next_reply(served.ayse).await.unwrap();
    assert_eq!(seen.album(), sent[0]["media_group_id"].as_str());

    for (kind, id) in [("document", &document), ("audio", &audio)] {
        let item = json!({"type": kind, "media": id});
        assert_eq!(
            served.ok("sendMediaGroup", call(&json!([item, item]))).await.as_array().unwrap().len(),
            2
        );
    }
    let before = served.telegram.transcript(served.ayse).len();
    let item = |kind: &str, id: &Value| json!({"type": kind, "media": id});
    let mut above = item("photo", &photo);
    above["show_caption_above_media"] = json!(true);
    let mut long = item("photo", &photo);
    long["caption"] = json!("ş".repeat(1025));
    for (media, expected) in [
        (json!([]), "there are no messages to send"),
        (json!([item("photo", &photo)]), "an album of one is not served by this stand-in"),
        (json!(vec![item("photo", &photo); 11]), "too many messages to send as an album"),
        (
            json!([item("photo", &photo), item("document", &document)]),
            "document can't be mixed with other media types",
        ),
        (
            json!([item("audio", &audio), item("video", &video)]),
            "audio can't be mixed with other media types",
        ),
        (
            json!([item("photo", &photo), above]),
            "parameter show_caption_above_media must be the same for all messages",
        ),
        (json!([item("photo", &photo), long]), "message caption is too long"),
        (
            json!([item("photo", &photo), item("photo", &json!("no"))]),
            "wrong file identifier/HTTP URL specified",
        ),
        (json!([item("photo", &photo), item("video", &photo)]), "can't use file of type Photo as Video"),
        (
            json!([item("photo", &photo), item("photo", &json!("attach://a"))]),
            "an upload is not served by this stand-in",
        ),
    ] {
        let refusal = served.refusal("sendMediaGroup", call(&media)).await;
        assert_eq!(refusal, format!("Bad Request: {expected}"));
    }
    assert_eq!(served.telegram.transcript(served.ayse).len(), before, "a refused album sends nothing");
}

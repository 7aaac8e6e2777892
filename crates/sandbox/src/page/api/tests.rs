//! The page's API over HTTP.

mod chats;
mod files;

use reqwest::Client;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::super::{PageData, Preview, SampleMessage, SamplePost, router};
use crate::telegram::{ChatKind, MediaKind, TelegramOptions, TelegramStandIn, UserId, UserPost};

struct PageClient {
    telegram: TelegramStandIn,
    base: String,
    ayse: UserId,
    http: Client,
}

impl PageClient {
    async fn new() -> PageClient {
        let telegram = TelegramStandIn::new(TelegramOptions::default());
        let ayse = telegram.add_user("Ayşe", "tr");
        let text = "https://www.aliexpress.com/item/1.html".to_owned();
        let samples =
            vec![SampleMessage {
                label_en: "A link".to_owned(), label_tr: "Bir bağlantı".to_owned(), text
            }];
        let preview = |url: &str| {
            url.contains("/item/1").then(|| Preview {
                title: "Lamba".to_owned(),
                description: "Masa".to_owned(),
                image_svg_path: "/images/1.svg".to_owned(),
            })
        };
        let album = |caption: &str| {
            vec![UserPost::media(MediaKind::Photo, caption), UserPost::media(MediaKind::Photo, "")]
        };
        let posts = vec![SamplePost {
            label_en: "An album".to_owned(),
            label_tr: "Bir albüm".to_owned(),
            posts_en: album("two"),
            posts_tr: album("iki"),
        }];
        let data = PageData { samples, posts, preview: std::sync::Arc::new(preview) };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        // One server has both routers, as in the sandbox.
        let app = telegram.router().merge(router(telegram.clone(), data));
        tokio::spawn(async move { axum::serve(listener, app).await });
        PageClient { telegram, base, ayse, http: Client::builder().no_proxy().build().unwrap() }
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        let response = self.http.get(format!("{}{path}", self.base)).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let response = self.http.post(format!("{}{path}", self.base)).json(&body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    async fn bot(&self, method: &str, params: Value) -> Value {
        let (status, answer) = self.post(&format!("/bot{}/{method}", self.telegram.token()), params).await;
        assert_eq!(status, 200, "{answer}");
        answer["result"].clone()
    }
}

#[tokio::test]
async fn a_conversation_through_the_page() {
    let page = PageClient::new().await;
    let chat = page.ayse;
    let (_, world) = page.get("/api/world").await;
    assert_eq!(world["bot"]["username"], "dealink_sandbox_bot");
    let person = json!({
        "id": chat, "name": "Ayşe", "language_code": "tr", "status": "member", "speaks": true, "hides": false,
        "edits": false, "deletes": true,
    });
    let private = json!({
        "id": chat, "kind": "private", "title": "Ayşe", "people": [person], "forum": false, "topics": [],
        "linked": null, "bot": {"status": "member", "rights": []},
    });
    assert_eq!(world["chats"], json!([private]));

    let place = |more: Value| {
        let mut body = json!({"chat_id": chat, "user_id": chat});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let (_, said) = page.post("/api/say", place(json!({"text": "🙂 /start shop.com"}))).await;
    assert_eq!(said, json!({"message_id": 1}));
    page.post("/api/edit", place(json!({"message_id": 1, "text": "/start"}))).await;
    let keyboard = json!({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]});
    page.bot("sendChatAction", json!({"chat_id": chat, "action": "typing"})).await;
    page.bot("sendMessage", json!({"chat_id": chat, "text": "x", "reply_markup": keyboard})).await;
    let (_, pressed) = page.post("/api/press", place(json!({"message_id": 2, "data": "a"}))).await;
    let query = pressed["callback_query_id"].clone();
    page.bot("answerCallbackQuery", json!({"callback_query_id": query, "text": "tamam"})).await;
    page.bot("deleteMessage", json!({"chat_id": chat, "message_id": 2})).await;
    page.bot("setMyCommands", json!({"commands": [{"command": "start", "description": "Start"}]})).await;

    let (_, history) = page.get("/api/events?after=0").await;
    let events = history["events"].as_array().unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["message", "edited", "action", "message", "callback_answer", "deleted", "commands"]);
    assert_eq!(events[0]["message"]["entities"][0], json!({"type": "bot_command", "offset": 3, "length": 6}));
    assert_eq!(events[0]["message"]["entities"][1], json!({"type": "url", "offset": 10, "length": 8}));
    assert_eq!((&events[0]["from_bot"], &events[3]["from_bot"]), (&json!(false), &json!(true)));
    assert_eq!(events[2], json!({"seq": 3, "kind": "action", "chat_id": chat, "action": "typing"}));
    assert_eq!(
        events[4],
        json!({
            "seq": 5, "kind": "callback_answer", "chat_id": chat, "callback_query_id": query, "user_id": chat,
            "text": "tamam", "show_alert": false,
        })
    );
    assert_eq!(
        events[5],
        json!({"seq": 6, "kind": "deleted", "chat_id": chat, "message_id": 2, "by_bot": true})
    );
    assert_eq!(events[6], json!({"seq": 7, "kind": "commands"}));
    assert_eq!(history["next"], 7);
    let (_, rest) = page.get("/api/events?after=5").await;
    assert_eq!(rest["events"].as_array().unwrap().len(), 2);
    let (_, other_run) = page.get("/api/events?after=900").await;
    assert_eq!(other_run["next"], 7, "a page of another run gets the history");
}

#[tokio::test]
async fn an_event_is_told_as_soon_as_it_happens() {
    let page = PageClient::new().await;
    let (waited, _) = tokio::join!(page.get("/api/events?after=0"), async {
        tokio::task::yield_now().await;
        page.telegram.say(page.ayse, "x")
    });
    assert_eq!(waited.1["events"][0]["message"]["text"], "x");
}

#[tokio::test]
async fn the_menu_follows_the_language() {
    let page = PageClient::new().await;
    for (language, word) in [("", "Start"), ("tr", "Başlat")] {
        let commands = json!([{"command": "start", "description": word}]);
        page.bot("setMyCommands", json!({"commands": commands, "language_code": language})).await;
    }
    let path = format!("/api/commands?chat_id={0}&user_id={0}", page.ayse);
    assert_eq!(page.get(&path).await.1["commands"][0]["description"], "Başlat");
    let spoken = page.post("/api/language", json!({"user_id": page.ayse, "language_code": "en"})).await;
    assert_eq!(spoken.0, 200);
    assert_eq!(page.get(&path).await.1["commands"][0]["description"], "Start");
    let (_, events) = page.get("/api/events?after=2").await;
    assert_eq!(events["events"][0]["kind"], "commands");
}

#[tokio::test]
async fn samples_and_previews_are_the_callers() {
    let page = PageClient::new().await;
    let (_, samples) = page.get("/api/samples").await;
    assert_eq!(samples["samples"][0]["label_tr"], "Bir bağlantı");
    let (status, preview) = page.get("/api/preview?url=https%3A%2F%2Fshop.example%2Fitem%2F1").await;
    assert_eq!(status, 200);
    assert_eq!(preview, json!({"title": "Lamba", "description": "Masa", "image": "/images/1.svg"}));
    assert_eq!(page.get("/api/preview?url=x").await.0, 404);
}

#[tokio::test]
async fn posts_are_offered_and_sent_in_the_language_of_the_page() {
    let page = PageClient::new().await;
    let chat = page.ayse;
    let (_, offered) = page.get("/api/samples").await;
    assert_eq!(offered["posts"], json!([{"label_en": "An album", "label_tr": "Bir albüm"}]));
    for (language, ids, caption) in [("tr", [1, 2], "iki"), ("en", [3, 4], "two")] {
        let body = json!({"chat_id": chat, "user_id": chat, "sample": 0, "language": language});
        let (status, sent) = page.post("/api/post", body).await;
        assert_eq!((status, &sent), (200, &json!({"message_ids": ids})));
        let first = &page.telegram.transcript(chat)[ids[0] - 1];
        assert_eq!((first.text(), first.media()), (caption, Some(MediaKind::Photo)));
    }
    let with_photo = json!({"chat_id": chat, "user_id": chat, "text": "", "photo": true});
    assert_eq!(page.post("/api/say", with_photo).await.1, json!({"message_id": 5}));
    assert_eq!(page.telegram.transcript(chat)[4].to_string(), "user #5 [photo]");
}

#[tokio::test]
async fn inline_results_are_waited_for_and_sent_to_any_chat() {
    let page = PageClient::new().await;
    let channel = page.telegram.add_chat(ChatKind::Channel, "Kanal", &[page.ayse]);
    let (_, world) = page.get("/api/world").await;
    assert_eq!(world["chats"][0]["kind"], "private", "the bot's own chat comes first");
    assert_eq!(world["chats"][1]["id"], channel);
    let typed = json!({"chat_id": channel, "user_id": page.ayse, "query": "lamba"});
    let answered = async {
        let updates = page.bot("getUpdates", json!({"timeout": 10})).await;
        let query = &updates[0]["inline_query"];
        assert_eq!(query["query"], "lamba");
        let content = json!({"message_text": "Lamba https://shop.example/1"});
        let results =
            json!([{"type": "article", "id": "1", "title": "Lamba", "input_message_content": content}]);
        page.bot(
            "answerInlineQuery",
            json!({"inline_query_id": query["id"], "results": results, "next_offset": "1"}),
        )
        .await;
    };
    let ((status, offered), ()) = tokio::join!(page.post("/api/inline", typed), answered);
    assert_eq!(
        (status, &offered["results"][0]["title"], &offered["next_offset"]),
        (200, &json!("Lamba"), &json!("1"))
    );
    let chosen = json!({
        "chat_id": channel, "user_id": page.ayse, "query_id": offered["query_id"], "result_id": "1",
    });
    let (status, sent) = page.post("/api/choose", chosen).await;
    assert_eq!((status, sent), (200, json!({"message_id": 1})));
    let said = page.telegram.transcript(channel).pop().unwrap();
    assert_eq!(said.text(), "Lamba https://shop.example/1");
}

#[tokio::test]
async fn faults_are_told_as_such() {
    let page = PageClient::new().await;
    let chat = page.ayse;
    page.telegram.say(chat, "x");
    for (path, body, expected) in [
        ("/api/say", json!({"chat_id": chat, "user_id": 5, "text": "x"}), 404),
        ("/api/say", json!({"chat_id": 5, "user_id": chat, "text": "x"}), 404),
        ("/api/say", json!({"chat_id": chat, "user_id": chat, "text": " "}), 400),
        ("/api/say", json!({"chat_id": chat, "user_id": chat, "text": "x".repeat(4097)}), 400),
        ("/api/say", json!({"chat_id": chat, "user_id": chat, "text": "x".repeat(70_000)}), 413),
        ("/api/say", json!({"chat_id": chat}), 422),
        ("/api/edit", json!({"chat_id": chat, "user_id": chat, "message_id": 9, "text": "x"}), 404),
        ("/api/press", json!({"chat_id": chat, "user_id": chat, "message_id": 1, "data": "x"}), 400),
        ("/api/language", json!({"user_id": 5, "language_code": "tr"}), 404),
        ("/api/language", json!({"user_id": chat, "language_code": "t r"}), 400),
        ("/api/post", json!({"chat_id": chat, "user_id": chat, "sample": 1, "language": "tr"}), 404),
        ("/api/post", json!({"chat_id": 5, "user_id": chat, "sample": 0, "language": "tr"}), 404),
        ("/api/post", json!({"chat_id": chat, "user_id": chat}), 422),
        ("/api/inline", json!({"chat_id": chat, "user_id": chat, "query": "x".repeat(257)}), 400),
        ("/api/inline", json!({"chat_id": 5, "user_id": chat, "query": "x"}), 404),
        ("/api/choose", json!({"chat_id": chat, "user_id": chat, "query_id": "1", "result_id": "1"}), 400),
        ("/api/nothing", json!({}), 404),
        ("/api/world", json!({}), 405),
    ] {
        let (status, answer) = page.post(path, body).await;
        assert_eq!(status, expected, "{path}: {answer}");
        assert!(answer["error"].is_string(), "{path}: {answer}");
    }
    for path in ["/api/events?after=x", "/api/commands?chat_id=1", "/api/preview"] {
        assert_eq!(page.get(path).await.0, 400, "{path}");
    }
    assert_eq!(page.get("/api/commands?chat_id=1&user_id=1").await.0, 404);
}

#[tokio::test]
async fn a_file_reaches_the_bot_with_its_bytes() {
    let page = PageClient::new().await;
    let send = async |query: &str, bytes: Vec<u8>| {
        let response =
            page.http.post(format!("{}/api/document?{query}", page.base)).body(bytes).send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let to = format!("chat_id={0}&user_id={0}", page.ayse);
    let large = vec![b'x'; 100_000];
    assert_eq!(send(&format!("{to}&name=a%20b.csv"), large.clone()).await, (200, json!({ "message_id": 1 })));
    let updates = page.bot("getUpdates", json!({})).await;
    let document = updates[0]["message"]["document"].clone();
    assert_eq!((&document["file_name"], &document["file_size"]), (&json!("a b.csv"), &json!(100_000)));
    let path = page.bot("getFile", json!({ "file_id": document["file_id"] })).await["file_path"].clone();
    let url = format!("{}/file/bot{}/{}", page.base, page.telegram.token(), path.as_str().unwrap());
    assert_eq!(page.http.get(url).send().await.unwrap().bytes().await.unwrap(), large);
    assert_eq!(send("chat_id=1&user_id=1&name=x", vec![]).await.0, 404);
    assert_eq!(send(&to, vec![]).await.0, 400);
    assert_eq!(send(&format!("{to}&name=x"), vec![0; 20 * 1024 * 1024 + 1]).await.0, 413);
}

//! The server over HTTP: what a bot sends and gets, and what people see.

mod albums;
mod channels;
mod chats;
mod copies;
mod ephemeral;
mod faults;
mod groups;
mod guest;
mod inline;
mod posts;
mod refusals;
mod teloxide_bot;
mod topics;
mod updates;

use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::schema::ApiValueKind;
use super::validation;
use super::*;

/// A served stand-in with one person, who has sent a message.
pub(super) struct ServedTelegram {
    pub(super) telegram: TelegramStandIn,
    pub(super) base: String,
    pub(super) ayse: UserId,
    http: reqwest::Client,
}

impl ServedTelegram {
    pub(super) async fn new(options: TelegramOptions) -> ServedTelegram {
        let telegram = TelegramStandIn::new(options);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = telegram.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let ayse = telegram.add_user("Ayşe", "tr");
        telegram.say(ayse, "Merhaba");
        ServedTelegram { telegram, base, ayse, http: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    pub(super) fn url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.base, self.telegram.token())
    }

    /// The body of the answer to a JSON request.
    pub(super) async fn call(&self, method: &str, params: Value) -> Value {
        self.http.post(self.url(method)).json(&params).send().await.unwrap().json().await.unwrap()
    }

    pub(super) async fn ok(&self, method: &str, params: Value) -> Value {
        let answer = self.call(method, params).await;
        assert_eq!(answer["ok"], true, "{answer}");
        answer["result"].clone()
    }

    /// The description of a refusal; its status is checked against its body.
    pub(super) async fn refusal(&self, method: &str, params: Value) -> String {
        let response = self.http.post(self.url(method)).json(&params).send().await.unwrap();
        let status = response.status().as_u16();
        let body: Value = response.json().await.unwrap();
        assert_eq!((&body["ok"], &body["error_code"]), (&json!(false), &json!(status)), "{body}");
        body["description"].as_str().unwrap().to_owned()
    }

    pub(super) async fn send(&self, text: &str) -> MessageId {
        let message = self.ok("sendMessage", json!({"chat_id": self.ayse, "text": text})).await;
        message["message_id"].as_i64().unwrap()
    }
}

/// Checks the value against this type of the Bot API.
#[track_caller]
fn assert_shape(kind: &str, value: &Value) {
    validation::validate(&ApiValueKind::Object(kind.to_owned()), value).unwrap();
}

#[tokio::test]
async fn a_conversation_as_both_sides_see_it() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let (telegram, ayse) = (&served.telegram, served.ayse);
    let asked = telegram.say(ayse, "  /start https://www.aliexpress.com/item/1.html\n");

    served.ok("sendChatAction", json!({"chat_id": ayse, "action": "typing"})).await;
    let keyboard = json!({"inline_keyboard": [[{"text": "Ayarlar", "callback_data": "settings"}]]});
    let sent = served
        .ok(
            "sendMessage",
            json!({
                "chat_id": ayse, "text": " <b>Oran</b> &lt; %7,25 ", "parse_mode": "HTML", "reply_markup": keyboard,
                "link_preview_options": {"url": "https://shop.example/", "show_above_text": true},
                "reply_parameters": {"message_id": asked},
            }),
        )
        .await;
    assert_shape("Message", &sent);
    assert_eq!(sent["text"], "Oran < %7,25");
    assert_eq!(sent["entities"], json!([{"type": "bold", "offset": 0, "length": 4}]));
    assert_eq!(sent["reply_markup"], keyboard);
    assert_eq!(sent["reply_to_message"]["message_id"], asked);
    assert_eq!(sent["link_preview_options"]["url"], "https://shop.example/");
    assert_eq!(sent["from"]["is_bot"], true);

    assert!(
        matches!(&telegram.next_change(ayse).await.unwrap().kind, ChangeKind::Action { action } if action == "typing")
    );
    let reply = telegram.next_change(ayse).await.unwrap();
    assert_eq!((reply.text(), reply.buttons().len()), ("Oran < %7,25", 1));
    let card = reply.message_id().unwrap();

    let query = telegram.press(ayse, card, "Ayarlar");
    let edit = json!({"chat_id": ayse, "message_id": card, "text": "Ayarlar"});
    let edited = served.ok("editMessageText", edit.clone()).await;
    assert_shape("Message", &edited);
    assert!(edited["edit_date"].is_i64());
    assert_eq!(edited.get("reply_markup"), None, "a keyboard that is not named again goes away");
    served.ok("answerCallbackQuery", json!({"callback_query_id": query, "text": "Tamam"})).await;
    served
        .ok(
            "setMessageReaction",
            json!({"chat_id": ayse, "message_id": asked, "reaction": [{"type": "emoji", "emoji": "👀"}]}),
        )
        .await;
    served.ok("deleteMessage", json!({"chat_id": ayse, "message_id": card})).await;

    assert_eq!(telegram.unread(ayse).len(), 4, "a test can see that it has not read everything");
    let lines: Vec<_> = telegram.transcript(ayse).iter().map(ChatChange::to_string).collect();
    let expected = [
        "user #1: Merhaba",
        "user #2: /start https://www.aliexpress.com/item/1.html",
        "bot is typing",
        "bot #3: Oran < %7,25\n  [Ayarlar]",
        "bot edits #3: Ayarlar",
        "bot answers the press: Tamam",
        "bot reacts to #2: 👀",
        "bot deletes #3",
    ];
    assert_eq!(lines, expected);
    for expected in ["Ayarlar", "Tamam", "", ""] {
        assert_eq!(telegram.next_reply(ayse).await.unwrap().text(), expected);
    }
    assert!(telegram.unread(ayse).is_empty());

    let updates = served.ok("getUpdates", json!({})).await;
    for update in updates.as_array().unwrap() {
        assert_shape("Update", update);
    }
    assert_eq!(updates[1]["message"]["entities"][0]["type"], "bot_command");
    assert_eq!(updates[1]["message"]["entities"][1]["type"], "url");
    assert_eq!(updates[2]["callback_query"]["data"], "settings");
    assert_eq!(updates[2]["callback_query"]["message"]["message_id"], card);
}

#[tokio::test]
async fn what_the_bot_is_told_about_itself_and_the_chat_has_the_right_shape() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    assert_shape("User", &served.ok("getMe", json!({})).await);
    assert_shape("ChatFullInfo", &served.ok("getChat", json!({"chat_id": served.ayse})).await);
    assert_shape("WebhookInfo", &served.ok("getWebhookInfo", json!({})).await);
    assert_eq!(served.ok("deleteWebhook", json!({})).await, true);
    assert_eq!(served.ok("setWebhook", json!({"url": ""})).await, true);
}

#[tokio::test]
async fn parameters_may_come_in_every_way_that_the_api_allows() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let chat = served.ayse.to_string();
    let keyboard = r#"{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}"#;
    let pairs = [("chat_id", chat.as_str()), ("text", "a&b=ş"), ("reply_markup", keyboard)];
    let form = pairs.iter().fold(reqwest::multipart::Form::new(), |form, (key, value)| {
        form.text(key.to_string(), value.to_string())
    });
    let url = served.url("SENDMESSAGE");
    let query = url::Url::parse_with_params(&url, pairs).unwrap();
    let requests = [
        served.http.post(&url).json(&json!({"chat_id": chat, "text": "a&b=ş", "reply_markup": keyboard})),
        served.http.post(&url).form(&pairs),
        served.http.post(&url).multipart(form),
        served.http.post(query.clone()),
        served.http.get(query),
    ];
    for request in requests {
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["result"]["text"], "a&b=ş", "{answer}");
        assert_eq!(answer["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"], "b");
    }
    assert_eq!(served.telegram.calls("sendMessage").len(), 5);
}

#[tokio::test]
async fn calls_are_recorded_with_how_they_ended() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    served.send("bir").await;
    served.refusal("sendMessage", json!({"chat_id": 5, "text": "x"})).await;
    served.telegram.inject_fault("sendMessage", TelegramFault::HalfJson, 1);
    served.http.post(served.url("sendMessage")).json(&json!({"chat_id": 5})).send().await.unwrap();
    let calls = served.telegram.wait_for_calls("sendMessage", 3).await.unwrap();
    assert_eq!(calls[0].params, json!({"chat_id": served.ayse, "text": "bir"}));
    assert_eq!(calls[0].outcome, CallOutcome::Done);
    assert!(matches!(&calls[1].outcome, CallOutcome::Refused(refusal) if refusal.code == 400));
    assert_eq!(calls[2].outcome, CallOutcome::Faulted);
    assert_eq!(served.telegram.calls("*").len(), 3);
}

#[tokio::test]
async fn waiting_ends_with_the_deadline_and_tells_the_story() {
    let deadline = std::time::Duration::from_millis(20);
    let served = ServedTelegram::new(TelegramOptions { deadline, ..TelegramOptions::default() }).await;
    let overdue = served.telegram.next_change(served.ayse).await.unwrap_err().to_string();
    assert!(overdue.contains("did not come") && overdue.contains("user #1: Merhaba"), "{overdue}");
}

#[tokio::test]
async fn a_request_from_a_page_elsewhere_is_refused() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    for (header, value) in [("origin", "http://evil.example"), ("host", "evil.example")] {
        let request = served.http.post(served.url("getMe")).header(header, value);
        assert_eq!(request.send().await.unwrap().status(), 403, "{header}");
    }
}

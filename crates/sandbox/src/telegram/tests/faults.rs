//! Ordered faults, and the rate limits.

use std::time::Duration;

use serde_json::json;

use super::*;

#[tokio::test]
async fn faults_come_as_often_as_ordered_and_in_order() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let (telegram, chat) = (&served.telegram, served.ayse);
    telegram.inject_fault("SendMessage", TelegramFault::Status(500, "{}".to_owned()), 2);
    telegram.inject_fault("sendMessage", TelegramFault::Html502, 1);
    telegram.inject_fault("sendMessage", TelegramFault::HalfJson, 1);
    telegram.inject_fault("*", TelegramFault::Cut, 1);
    let send =
        || served.http.post(served.url("sendMessage")).json(&json!({"chat_id": chat, "text": "x"})).send();
    for expected in [500, 500, 502] {
        assert_eq!(send().await.unwrap().status(), expected);
    }
    let half = send().await.unwrap().text().await.unwrap();
    assert!(serde_json::from_str::<Value>(&half).unwrap_err().is_eof());
    let cut = async { send().await?.text().await }.await;
    assert!(cut.is_err(), "{cut:?}");
    assert_eq!(telegram.transcript(chat).len(), 1, "none of them had an effect");
    assert_eq!(send().await.unwrap().status(), 200);

    telegram.inject_fault("sendMessage", TelegramFault::AnswerLost, 1);
    let lost = async { send().await?.text().await }.await;
    assert!(lost.is_err());
    assert_eq!(telegram.transcript(chat).len(), 3, "this one had");

    telegram.inject_fault("sendMessage", TelegramFault::Hang, 1);
    let hanging =
        served.http.post(served.url("sendMessage")).json(&json!({})).timeout(Duration::from_millis(50));
    assert!(hanging.send().await.unwrap_err().is_timeout());
    telegram.inject_fault("sendMessage", TelegramFault::Delay(Duration::from_millis(1)), 1);
    assert_eq!(send().await.unwrap().status(), 200);
    telegram.inject_fault("sendMessage", TelegramFault::Cut, 9);
    telegram.clear_faults();
    assert_eq!(send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn too_many_requests_may_concern_one_chat() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let can = served.telegram.add_user("Can", "en");
    served.telegram.say(can, "hi");
    served.telegram.inject_fault(
        "sendMessage",
        TelegramFault::TooManyRequests { retry_after: 9, chat: Some(can) },
        1,
    );
    served.send("x").await;
    let params = json!({"chat_id": can, "text": "x"});
    let answer = served.call("sendMessage", params.clone()).await;
    assert_eq!(answer["description"], "Too Many Requests: retry after 9");
    assert_eq!((&answer["error_code"], &answer["parameters"]["retry_after"]), (&json!(429), &json!(9)));
    served.ok("sendMessage", params).await;
}

#[tokio::test]
async fn the_pace_is_enforced_only_when_asked_for() {
    let free = ServedTelegram::new(TelegramOptions::default()).await;
    for _ in 0..40 {
        free.send("x").await;
    }
    let pace = Some(TelegramLimits { chat_burst: 2, ..TelegramLimits::default() });
    let paced = ServedTelegram::new(TelegramOptions { limits: pace, ..TelegramOptions::default() }).await;
    paced.send("x").await;
    paced.send("y").await;
    let third = paced.call("sendMessage", json!({"chat_id": paced.ayse, "text": "z"})).await;
    assert_eq!(third["parameters"]["retry_after"], 1, "{third}");
}

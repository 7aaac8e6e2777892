//! Long polling: no update is lost or confirmed too early, and only one poller is served.

use serde_json::json;

use super::*;

fn ids(updates: &Value) -> Vec<i64> {
    updates.as_array().unwrap().iter().map(|update| update["update_id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn updates_are_given_again_until_confirmed_even_to_another_bot() {
    let served =
        ServedTelegram::new(TelegramOptions { first_update_id: 50, ..TelegramOptions::default() }).await;
    served.telegram.say(served.ayse, "iki");
    assert_eq!(ids(&served.ok("getUpdates", json!({})).await), [50, 51]);
    assert_eq!(ids(&served.ok("getUpdates", json!({"limit": 1})).await), [50]);
    let other = ServedTelegram { http: reqwest::Client::new(), ..served };
    assert_eq!(ids(&other.ok("getUpdates", json!({"offset": 51})).await), [51]);
    assert!(ids(&other.ok("getUpdates", json!({"offset": 52, "timeout": 0})).await).is_empty());
    other.telegram.wait_until_confirmed().await.unwrap();
    other.telegram.say(other.ayse, "üç");
    assert_eq!(ids(&other.ok("getUpdates", json!({"offset": 52})).await), [52]);
}

#[tokio::test]
async fn a_poll_waits_until_something_happens() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let (telegram, ayse) = (served.telegram.clone(), served.ayse);
    let poll = async { served.ok("getUpdates", json!({"offset": 100_000_002, "timeout": 30})).await };
    let speak = async {
        telegram.wait_for_calls("getUpdates", 1).await.unwrap();
        telegram.wait_until_confirmed().await.unwrap();
        telegram.say(ayse, "şimdi")
    };
    let (updates, _) = tokio::join!(poll, speak);
    assert_eq!(updates[0]["message"]["text"], "şimdi");
}

#[tokio::test]
async fn the_first_of_two_pollers_is_told_of_the_conflict() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let params = json!({"offset": 100_000_002, "timeout": 30});
    let first = served.refusal("getUpdates", params.clone());
    let second = async {
        served.telegram.wait_for_calls("getUpdates", 1).await.unwrap();
        served.telegram.wait_until_confirmed().await.unwrap();
        served.ok("getUpdates", json!({"offset": 100_000_002})).await
    };
    let (conflict, second) = tokio::join!(first, second);
    let expected =
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!((conflict.as_str(), second), (expected, json!([])));
}

#[tokio::test]
async fn no_poll_is_served_while_there_is_a_webhook() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    served.ok("setWebhook", json!({"url": "https://bot.example/"})).await;
    let conflict = served.refusal("getUpdates", json!({})).await;
    assert_eq!(
        conflict,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    );
    let info = served.ok("getWebhookInfo", json!({})).await;
    assert_eq!((&info["url"], &info["pending_update_count"]), (&json!("https://bot.example/"), &json!(1)));
    served.ok("deleteWebhook", json!({})).await;
    assert_eq!(ids(&served.ok("getUpdates", json!({})).await).len(), 1, "what waited is still there");
}

#[tokio::test]
async fn only_wanted_kinds_come_and_unknown_ones_can_be_forced() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let offset = json!({"offset": 100_000_002, "allowed_updates": ["edited_message"]});
    served.ok("getUpdates", offset).await;
    let id = served.telegram.say(served.ayse, "x");
    served.telegram.edit(served.ayse, id, "y");
    let raw = served.telegram.push_raw_update(json!({"a_new_kind": {"x": 1}}));
    let updates = served.ok("getUpdates", json!({})).await;
    assert_eq!(updates[0]["edited_message"]["text"], "y");
    assert!(updates[0]["edited_message"]["edit_date"].is_i64());
    assert_eq!(updates[1], json!({"update_id": raw, "a_new_kind": {"x": 1}}));
    served.ok("deleteWebhook", json!({"drop_pending_updates": true})).await;
    assert_eq!(served.ok("getUpdates", json!({})).await, json!([]));
}

#[tokio::test]
async fn a_forged_press_on_a_message_that_is_gone_has_an_inaccessible_message() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let query = served.telegram.forge_press(served.ayse, 99, "delete:5");
    let updates = served.ok("getUpdates", json!({"offset": -1})).await;
    assert_shape("Update", &updates[0]);
    assert_eq!(updates[0]["callback_query"]["id"], query);
    assert_eq!(updates[0]["callback_query"]["message"]["date"], 0);
    served.ok("answerCallbackQuery", json!({ "callback_query_id": query })).await;
    let answer = served.telegram.next_change(served.ayse).await.unwrap();
    assert!(
        matches!(answer.kind, ChangeKind::CallbackAnswer { callback_query_id, .. } if callback_query_id == query)
    );
}

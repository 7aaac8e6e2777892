//! Ephemeral messages.

use serde_json::{Value, json};

use super::groups::{SUPERGROUP, SandboxGroup};
use super::*;

fn to(group: &SandboxGroup, receiver: UserId, text: &str) -> Value {
    json!({
        "chat_id": group.id, "text": text, "ephemeral_message_parameters": {"receiver_user_id": receiver},
        "reply_markup": {"inline_keyboard": [[{"text": "Kapat", "callback_data": "close"}]]},
    })
}

#[tokio::test]
async fn one_person_sees_it_and_it_is_no_message_of_the_chat() {
    let group = SandboxGroup::with(SUPERGROUP, Role::Admin(Rights::none())).await;
    let (served, telegram) = (&group.served, &group.served.telegram);
    let sent = served.ok("sendMessage", to(&group, group.bora, "Oran <b>%7</b>")).await;
    assert_shape("Message", &sent);
    assert_eq!((&sent["message_id"], &sent["ephemeral_message_id"]), (&json!(0), &json!(1)));
    assert_eq!(sent["receiver_user"]["id"], group.bora);
    assert_eq!(telegram.ephemeral(group.id, group.bora), [sent]);
    assert!(telegram.ephemeral(group.id, served.ayse).is_empty());
    let next = telegram.send_as(group.id, SendAs::user(group.bora), &UserPost::text("x"));
    assert_eq!(next, 2, "it takes no number of the chat's");
    group.told().await;

    let of = json!({"chat_id": group.id, "receiver_user_id": group.bora, "ephemeral_message_id": 1});
    let with = |key: &str, value: Value| {
        let mut params = of.clone();
        params[key] = value;
        params
    };
    assert_eq!(served.ok("editEphemeralMessageText", with("text", json!("Oran %9"))).await, true);
    let keyboard = json!({"inline_keyboard": [[{"text": "Aç", "callback_data": "open"}]]});
    served.ok("editEphemeralMessageReplyMarkup", with("reply_markup", keyboard.clone())).await;
    let same = served.refusal("editEphemeralMessageReplyMarkup", with("reply_markup", keyboard)).await;
    assert!(same.contains("message is not modified"), "{same}");
    for (method, params, why) in [
        ("editEphemeralMessageText", with("text", json!("")), "message text is empty"),
        ("editEphemeralMessageText", of.clone(), "message text is empty"),
        ("editEphemeralMessageText", with("ephemeral_message_id", json!(2)), "message to edit not found"),
        (
            "editEphemeralMessageText",
            with("receiver_user_id", json!(served.ayse)),
            "message to edit not found",
        ),
        ("deleteEphemeralMessage", with("ephemeral_message_id", json!(2)), "message to delete not found"),
        ("editEphemeralMessageCaption", of.clone(), "method is not served by this stand-in"),
    ] {
        assert_eq!(served.refusal(method, params).await, format!("Bad Request: {why}"));
    }
    let query = telegram.press_ephemeral(group.id, group.bora, 1, "Aç");
    let told = group.told().await;
    let press = &told[0]["callback_query"];
    assert_eq!((&press["data"], &press["message"]["ephemeral_message_id"]), (&json!("open"), &json!(1)));
    assert_eq!(
        telegram.write(|world| world.press_ephemeral(group.id, served.ayse, 1, "Aç")),
        Err(ImpossibleAction::NoMessage(1))
    );

    let mut again = to(&group, group.bora, "yerine");
    let whom = &mut again["ephemeral_message_parameters"];
    (whom["callback_query_id"], whom["replace_callback_query_message"]) = (json!(query), json!(true));
    served.ok("sendMessage", again).await;
    let seen = telegram.ephemeral(group.id, group.bora);
    assert_eq!((seen.len(), &seen[0]["ephemeral_message_id"]), (1, &json!(2)));
    served.ok("deleteEphemeralMessage", with("ephemeral_message_id", json!(2))).await;
    assert!(telegram.ephemeral(group.id, group.bora).is_empty());

    let replies = telegram.unread(group.id);
    assert_eq!(replies[0].ephemeral(), Some((group.bora, 1)));
    let lines: Vec<_> = replies.iter().map(ChatChange::to_string).collect();
    assert_eq!(
        lines,
        [
            "bot ~1 for Bora alone: Oran <b>%7</b>\n  [Kapat]",
            "bot edits ~1 for Bora alone: Oran %9",
            "bot edits ~1 for Bora alone: Oran %9\n  [Aç]",
            "bot ~2 for Bora alone: yerine\n  [Kapat]",
            "bot deletes ~2",
        ]
    );
    let events: Vec<_> = replies.iter().map(|reply| json!(reply)).collect();
    assert_eq!((&events[0]["kind"], &events[0]["receiver"]), (&json!("ephemeral"), &json!(group.bora)));
    assert_eq!(events[4]["kind"], "ephemeral_deleted");
}

#[tokio::test]
async fn a_member_may_only_answer_a_press() {
    let group = SandboxGroup::with(SUPERGROUP, Role::Member).await;
    let (served, telegram) = (&group.served, &group.served.telegram);
    let no_right = "Bad Request: not enough rights to send ephemeral messages";
    let plain = to(&group, group.bora, "x");
    assert_eq!(served.refusal("sendMessage", plain.clone()).await, no_right);
    let mut card = plain.clone();
    card.as_object_mut().unwrap().remove("ephemeral_message_parameters");
    let card = served.ok("sendMessage", card).await["message_id"].as_i64().unwrap();
    let answering = |receiver: UserId, query: &str| {
        let mut params = to(&group, receiver, "yalnız sana");
        params["ephemeral_message_parameters"]["callback_query_id"] = json!(query);
        params
    };
    let query = telegram.press_in(group.id, group.bora, card, "Kapat");
    served.ok("sendMessage", answering(group.bora, &query)).await;
    assert_eq!(served.refusal("sendMessage", answering(served.ayse, &query)).await, no_right);
    assert_eq!(served.refusal("sendMessage", answering(group.bora, "1")).await, no_right);
    telegram.expire_presses();
    assert_eq!(served.refusal("sendMessage", answering(group.bora, &query)).await, no_right);

    telegram.set_bot(group.id, served.ayse, Role::Admin(Rights::none()));
    let stranger = telegram.add_user("Can", "en");
    let refusal = served.refusal("sendMessage", to(&group, stranger, "x")).await;
    assert_eq!(refusal, "Bad Request: receiver user not found");
    let mut reply_keyboard = plain.clone();
    reply_keyboard["reply_markup"] = json!({"remove_keyboard": true});
    assert_eq!(served.refusal("sendMessage", reply_keyboard).await, "Bad Request: inline keyboard expected");
    let mut private = plain;
    private["chat_id"] = json!(served.ayse);
    assert!(served.refusal("sendMessage", private).await.contains("groups and supergroups only"));
}

#[tokio::test]
async fn older_servers_can_be_played() {
    for (ephemeral, refusal) in
        [(FeatureSupport::Unknown, "Not Found"), (FeatureSupport::Refused, "Bad Request: method is")]
    {
        let group =
            SandboxGroup::new(SUPERGROUP, TelegramOptions { ephemeral, ..TelegramOptions::default() }).await;
        let (served, telegram) = (&group.served, &group.served.telegram);
        telegram.set_bot(group.id, served.ayse, Role::Admin(Rights::none()));
        let of = json!({"chat_id": group.id, "receiver_user_id": group.bora, "ephemeral_message_id": 1});
        assert!(served.refusal("deleteEphemeralMessage", of).await.starts_with(refusal));
        let send = to(&group, group.bora, "herkese");
        if ephemeral == FeatureSupport::Refused {
            assert!(served.refusal("sendMessage", send).await.starts_with(refusal));
        } else {
            let sent = served.ok("sendMessage", send).await;
            assert!(sent["message_id"] != 0 && sent.get("ephemeral_message_id").is_none());
        }
        assert!(telegram.ephemeral(group.id, group.bora).is_empty());
    }
}

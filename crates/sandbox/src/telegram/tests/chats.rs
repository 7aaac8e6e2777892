//! Whole chats: migration, sharing, menus; inline results in them.

use serde_json::{Value, json};

use super::groups::{SUPERGROUP, SandboxGroup};
use super::*;

#[tokio::test]
async fn a_group_becomes_a_supergroup() {
    for silently in [false, true] {
        let group = SandboxGroup::with(ChatKind::Group, Role::Admin(Rights::all())).await;
        let (served, telegram) = (&group.served, &group.served.telegram);
        let new = if silently { telegram.migrate_silently(group.id) } else { telegram.migrate(group.id) };
        let told = group.told().await;
        if silently {
            assert!(told.is_empty());
        } else {
            assert_eq!(
                (&told[0]["message"]["chat"]["id"], &told[0]["message"]["migrate_to_chat_id"]),
                (&json!(group.id), &json!(new))
            );
            assert_eq!(
                (&told[1]["message"]["chat"]["id"], &told[1]["message"]["migrate_from_chat_id"]),
                (&json!(new), &json!(group.id))
            );
            assert_eq!(told[1]["message"]["chat"]["type"], "supergroup");
        }
        let refused = served.call("sendMessage", json!({"chat_id": group.id, "text": "x"})).await;
        assert_eq!(refused["description"], "Bad Request: group chat was upgraded to a supergroup chat");
        assert_eq!(
            (&refused["error_code"], &refused["parameters"]["migrate_to_chat_id"]),
            (&json!(400), &json!(new))
        );
        served.ok("sendMessage", json!({"chat_id": new, "text": "x"})).await;
        telegram.send_as(new, SendAs::user(group.bora), &UserPost::text("yeni yer"));
        assert_eq!(group.told().await.len(), 1);
        assert!(telegram.write(|world| world.say(group.id, group.bora, "eski yer", None)).is_err());
        let member = json!({"chat_id": new, "user_id": served.ayse});
        assert_eq!(served.ok("getChatMember", member).await["status"], "creator");
    }
}

#[tokio::test]
async fn a_chat_is_picked_with_a_button() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let (telegram, ayse) = (&served.telegram, served.ayse);
    let bora = telegram.add_user("Bora", "tr");
    let channel = telegram.add_chat(ChatKind::Channel, "Fırsatlar", &[ayse]);
    let group = telegram.add_chat(SUPERGROUP, "Sohbet", &[bora, ayse]);
    let rights = |yes: &[&str]| {
        let all = [
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
            "can_send_welcome_messages",
            "can_post_messages",
            "can_edit_messages",
        ];
        all.iter().map(|name| (name.to_string(), json!(yes.contains(name)))).collect::<Value>()
    };
    let ask = |request_id: i64, channel: bool, needed: &[&str]| {
        json!({"text": format!("Seç {request_id}"), "request_chat": {
            "request_id": request_id, "chat_is_channel": channel, "request_title": true,
            "user_administrator_rights": rights(needed), "bot_administrator_rights": rights(needed),
        }})
    };
    let needed = ["can_post_messages", "can_edit_messages", "can_promote_members"];
    let buttons =
        json!([[ask(1, true, &needed)], [ask(2, false, &["can_delete_messages"])], [{"text": "Vazgeç"}]]);
    let keyboard = json!({"keyboard": buttons, "resize_keyboard": true});
    let card = json!({"chat_id": ayse, "text": "Hangi sohbet?", "reply_markup": keyboard});
    let sent = served.ok("sendMessage", card.clone()).await;
    assert_shape("Message", &sent);
    assert_eq!(sent.get("reply_markup"), None);
    let change = telegram.next_reply(ayse).await.unwrap();
    assert_eq!(json!(change)["reply_keyboard"], keyboard);
    assert_eq!(telegram.reply_keyboard(ayse), Some(keyboard.clone()));

    assert!(telegram.write(|world| world.share_chat(ayse, 3, channel)).is_err(), "no such button");
    assert!(telegram.write(|world| world.share_chat(ayse, 1, group)).is_err(), "another kind of chat");
    assert!(telegram.write(|world| world.share_chat(ayse, 2, group)).is_err(), "no administrator");
    let id = telegram.share_chat(ayse, 1, channel);
    let updates = served.ok("getUpdates", json!({"offset": -2})).await;
    updates.as_array().unwrap().iter().for_each(|update| assert_shape("Update", update));
    assert_eq!(updates[0]["my_chat_member"]["new_chat_member"]["can_post_messages"], true);
    let shared = &updates[1]["message"];
    assert_eq!((&shared["message_id"], &shared["chat"]["id"]), (&json!(id), &json!(ayse)));
    assert_eq!(shared["chat_shared"], json!({"request_id": 1, "chat_id": channel, "title": "Fırsatlar"}));
    assert_eq!(
        telegram.transcript(ayse).last().unwrap().to_string(),
        format!("user #{id} [shares chat Fırsatlar]")
    );

    let remove = json!({"chat_id": ayse, "text": "Tamam", "reply_markup": {"remove_keyboard": true}});
    served.ok("sendMessage", remove).await;
    assert_eq!(telegram.reply_keyboard(ayse), None);
    telegram.set_bot(group, bora, Role::Member);
    let mut in_group = card.clone();
    in_group["chat_id"] = json!(group);
    assert_eq!(
        served.refusal("sendMessage", in_group.clone()).await,
        "Bad Request: chats can be requested in private chats only"
    );
    in_group["chat_id"] = json!(channel);
    assert_eq!(served.refusal("sendMessage", in_group).await, "Bad Request: inline keyboard expected");
    let mut contact = card;
    contact["reply_markup"] = json!({"keyboard": [[{"text": "x", "request_contact": true}]]});
    assert!(served.refusal("sendMessage", contact).await.contains("is not served"));
}

#[tokio::test]
async fn an_inline_result_in_a_group_is_told_and_its_press_names_it() {
    let options = TelegramOptions { inline_feedback: true, reads_all: false, ..TelegramOptions::default() };
    let group = SandboxGroup::new(SUPERGROUP, options).await;
    let (served, telegram) = (&group.served, &group.served.telegram);
    telegram.set_bot(group.id, served.ayse, Role::Member);
    let query = telegram.try_ask_inline(group.id, group.bora, "lamba", "").unwrap();
    group.told().await;
    let result = json!({
        "type": "article", "id": "7", "title": "Lamba", "input_message_content": {"message_text": "Lamba"},
        "reply_markup": {"inline_keyboard": [[{"text": "Aç", "callback_data": "open"}]]},
    });
    served.ok("answerInlineQuery", json!({"inline_query_id": query, "results": [result]})).await;
    let id = telegram.try_choose_inline(group.id, group.bora, &query, "7").unwrap();
    let told = group.told().await;
    assert_eq!(told[0]["message"]["via_bot"], telegram.bot());
    let chosen = &told[1]["chosen_inline_result"];
    assert_eq!((&chosen["result_id"], &chosen["query"]), (&json!("7"), &json!("lamba")));
    telegram.press_in(group.id, group.bora, id, "Aç");
    let press = group.told().await[0]["callback_query"].clone();
    assert_eq!((&press["inline_message_id"], press.get("message")), (&chosen["inline_message_id"], None));
    served.ok("getUpdates", json!({"allowed_updates": ["message"]})).await;
    telegram.try_choose_inline(group.id, group.bora, &query, "7").unwrap();
    assert_eq!(group.told().await.len(), 1);
}

#[tokio::test]
async fn menus_in_groups_follow_the_order_of_the_scopes() {
    let group = SandboxGroup::with(SUPERGROUP, Role::Member).await;
    let (served, telegram) = (&group.served, &group.served.telegram);
    let seen = |user: UserId| {
        let menu = telegram.menu(group.id, user).unwrap();
        menu.first().map(|command| command["command"].as_str().unwrap().to_owned()).unwrap_or_default()
    };
    let of = |kind: &str| json!({"type": kind, "chat_id": group.id});
    // The owner and a member.
    for (name, scope, expected) in [
        ("a", json!({"type": "default"}), ["a", "a"]),
        ("p", json!({"type": "all_private_chats"}), ["a", "a"]),
        ("b", json!({"type": "all_group_chats"}), ["b", "b"]),
        ("c", json!({"type": "all_chat_administrators"}), ["c", "b"]),
        ("d", of("chat"), ["d", "d"]),
        ("e", of("chat_administrators"), ["e", "d"]),
        ("f", json!({"type": "chat_member", "chat_id": group.id, "user_id": group.bora}), ["e", "f"]),
    ] {
        let commands = json!([{"command": name, "description": "x", "is_ephemeral": true}]);
        served.ok("setMyCommands", json!({"commands": commands, "scope": scope})).await;
        assert_eq!([seen(served.ayse), seen(group.bora)], expected, "{name}");
    }
    telegram.set_bot(group.id, served.ayse, Role::Banned);
    assert_eq!(seen(group.bora), "");
    let commands = json!([{"command": "x", "description": "x"}]);
    let scope = json!({"commands": commands, "scope": of("chat")});
    assert_eq!(served.refusal("setMyCommands", scope).await, "Bad Request: chat not found");
}

//! Channels: posts and their edits, other bots, and the discussion group.

use serde_json::json;

use super::groups::{SUPERGROUP, SandboxGroup};
use super::*;

fn editor() -> Role {
    Role::Admin(Rights::none().with("can_post_messages").with("can_edit_messages"))
}

#[tokio::test]
async fn a_post_is_told_and_edited_in_place() {
    let channel = SandboxGroup::with(ChatKind::Channel, editor()).await;
    let (served, telegram) = (&channel.served, &channel.served.telegram);
    let post = telegram.send_as(
        channel.id,
        SendAs::user(served.ayse),
        &UserPost::text("https://www.aliexpress.com/item/1.html"),
    );
    telegram.edit_as(channel.id, served.ayse, post, &UserPost::text("düzeltildi"));
    let told = channel.told().await;
    let told_post = &told[0]["channel_post"];
    assert_eq!((told_post.get("from"), &told_post["sender_chat"]["id"]), (None, &json!(channel.id)));
    assert_eq!((&told[1]["edited_channel_post"]["text"], told.len()), (&json!("düzeltildi"), 2));
    let edit = json!({"chat_id": channel.id, "message_id": post, "text": "bağlantı"});
    assert_shape("Message", &served.ok("editMessageText", edit).await);
    let own = channel.send("duyuru").await;
    assert!(channel.told().await.is_empty(), "the bot is not told of its own doings");
    let lines: Vec<_> = telegram.transcript(channel.id).iter().map(ChatChange::to_string).collect();
    assert_eq!(
        lines,
        [
            "user #1: https://www.aliexpress.com/item/1.html",
            "user edits #1: düzeltildi",
            "bot edits #1: bağlantı",
            "bot #2: duyuru"
        ]
    );
    assert_eq!(telegram.next_reply(channel.id).await.unwrap().to_string(), "bot edits #1: bağlantı");
    assert_eq!(telegram.unread(channel.id).len(), 1);

    telegram.sign_posts(channel.id, true);
    telegram.send_as(channel.id, SendAs::user(served.ayse), &UserPost::text("imzalı"));
    assert_eq!(channel.told().await[0]["channel_post"]["author_signature"], "Ayşe");
    assert!(matches!(
        telegram.try_send_as(channel.id, SendAs::user(channel.bora), &[UserPost::text("x")]),
        Err(ImpossibleAction::NoRight(_))
    ));
    telegram.edit_as(channel.id, served.ayse, own, &UserPost::text("duyuru!"));
    assert_eq!(channel.told().await[0]["edited_channel_post"]["message_id"], own);
}

#[tokio::test]
async fn each_right_is_needed() {
    let channel = SandboxGroup::with(ChatKind::Channel, Role::Admin(Rights::none())).await;
    let (served, telegram) = (&channel.served, &channel.served.telegram);
    let post = telegram.send_as(channel.id, SendAs::user(served.ayse), &UserPost::text("x"));
    let need = "Bad Request: need administrator rights in the channel chat";
    assert_eq!(channel.refused("sendMessage", json!({"text": "x"})).await, need);
    assert_eq!(channel.refused("sendChatAction", json!({"action": "typing"})).await, need);
    let edit = json!({"message_id": post, "text": "y"});
    telegram.set_bot(channel.id, served.ayse, Role::Admin(Rights::none().with("can_post_messages")));
    assert_eq!(
        channel.refused("editMessageText", edit.clone()).await,
        "Bad Request: message can't be edited"
    );
    let delete = json!({ "message_id": post });
    assert_eq!(
        channel.refused("deleteMessage", delete.clone()).await,
        "Bad Request: message can't be deleted"
    );
    let own = channel.send("x").await;
    served.ok("editMessageText", json!({"chat_id": channel.id, "message_id": own, "text": "y"})).await;
    telegram.set_bot(channel.id, served.ayse, Role::Admin(Rights::none().with("can_edit_messages")));
    served.ok("editMessageText", json!({"chat_id": channel.id, "message_id": post, "text": "y"})).await;
    let forwarded = UserPost::text("z").forwarded(ForwardOrigin::channel("Başka", "baska"));
    let forwarded = telegram.send_as(channel.id, SendAs::user(served.ayse), &forwarded);
    let edit = json!({"message_id": forwarded, "text": "y"});
    assert_eq!(channel.refused("editMessageText", edit).await, "Bad Request: message can't be edited");
    telegram.set_bot(channel.id, served.ayse, Role::Admin(Rights::none().with("can_delete_messages")));
    served.ok("deleteMessage", json!({"chat_id": channel.id, "message_id": post})).await;
    telegram.set_bot(channel.id, served.ayse, Role::Left);
    let out = "Forbidden: bot is not a member of the channel chat";
    assert_eq!(channel.refused("sendMessage", json!({"text": "x"})).await, out);
}

#[tokio::test]
async fn another_bots_post_is_its_own() {
    let channel = SandboxGroup::with(ChatKind::Channel, editor()).await;
    let (served, telegram) = (&channel.served, &channel.served.telegram);
    let keyboard = json!({"inline_keyboard": [[{"text": "👍 3", "callback_data": "like"}]]});
    let post = telegram.channel_post_via_bot(channel.id, "Beğeni", &UserPost::text("fırsat"), Some(keyboard));
    let told = channel.told().await;
    assert_eq!(told[0]["channel_post"]["via_bot"]["first_name"], "Beğeni");
    assert!(told[0]["channel_post"].get("from").is_none());
    telegram.press_in(channel.id, channel.bora, post, "like");
    assert!(channel.told().await.is_empty(), "the press is the other bot's");
    let edit = json!({"message_id": post, "text": "y"});
    assert_eq!(channel.refused("editMessageText", edit).await, "Bad Request: message can't be edited");
    let post = telegram.channel_post_by_bot(channel.id, "Beğeni", &UserPost::text("fırsat"), None);
    let told = channel.told().await;
    assert_eq!((told[0]["channel_post"].get("via_bot"), told[0]["channel_post"].get("from")), (None, None));
    served.ok("editMessageText", json!({"chat_id": channel.id, "message_id": post, "text": "y"})).await;
    assert_eq!(served.ok("getChat", json!({"chat_id": channel.id})).await.get("permissions"), None);
}

#[tokio::test]
async fn a_group_discusses_the_posts() {
    let channel = SandboxGroup::with(ChatKind::Channel, editor()).await;
    let (served, telegram) = (&channel.served, &channel.served.telegram);
    let group = telegram.add_chat(SUPERGROUP, "Tartışma", &[served.ayse, channel.bora]);
    telegram.link_discussion(channel.id, group);
    telegram.send_as(channel.id, SendAs::user(served.ayse), &UserPost::text("bot grupta yok"));
    assert_eq!(channel.told().await.len(), 1);
    telegram.set_bot(group, served.ayse, Role::Member);
    channel.told().await;

    let post =
        telegram.send_as(channel.id, SendAs::user(served.ayse), &UserPost::media(MediaKind::Photo, "fırsat"));
    let told = channel.told().await;
    let copy = &told[1]["message"];
    assert_eq!((&copy["is_automatic_forward"], &copy["from"]["id"]), (&json!(true), &json!(777_000)));
    assert_eq!((&copy["chat"]["id"], &copy["sender_chat"]["id"]), (&json!(group), &json!(channel.id)));
    assert_eq!(copy["forward_origin"]["message_id"], post);
    assert_eq!(copy["photo"][0]["file_id"], told[0]["channel_post"]["photo"][0]["file_id"]);
    let edit = json!({"chat_id": channel.id, "message_id": post, "caption": "bağlantı"});
    served.ok("editMessageCaption", edit).await;
    let told = channel.told().await;
    assert_eq!((told.len(), &told[0]["edited_message"]["caption"]), (1, &json!("bağlantı")));

    let album: Vec<_> = (0..2).map(|_| UserPost::media(MediaKind::Photo, "")).collect();
    telegram.send_album_as(channel.id, SendAs::user(served.ayse), &album);
    let told = channel.told().await;
    let numbers =
        [&told[0]["channel_post"], &told[1]["message"], &told[2]["channel_post"], &told[3]["message"]];
    let numbers = numbers.map(|message| message["media_group_id"].clone());
    assert!(numbers[0] == numbers[2] && numbers[1] == numbers[3] && numbers[0] != numbers[1]);
    for (one, other) in [(channel.id, group), (group, channel.id)] {
        let info = served.ok("getChat", json!({"chat_id": one})).await;
        assert_shape("ChatFullInfo", &info);
        assert_eq!(info["linked_chat_id"], other);
    }
}

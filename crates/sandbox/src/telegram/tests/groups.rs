//! Groups: privacy mode, rights, anonymous administrators, button presses.

use serde_json::{Value, json};

use super::*;

/// A supergroup with Ayşe as owner and Bora as a member, without the bot.
pub(super) struct SandboxGroup {
    pub(super) served: ServedTelegram,
    pub(super) id: ChatId,
    pub(super) bora: UserId,
}

impl SandboxGroup {
    pub(super) async fn new(kind: ChatKind, options: TelegramOptions) -> SandboxGroup {
        let served = ServedTelegram::new(options).await;
        let bora = served.telegram.add_user("Bora", "tr");
        let id = served.telegram.add_chat(kind, "Fırsatlar", &[served.ayse, bora]);
        SandboxGroup { served, id, bora }
    }

    /// The same with the bot in it.
    pub(super) async fn with(kind: ChatKind, role: Role) -> SandboxGroup {
        let group = SandboxGroup::new(kind, TelegramOptions::default()).await;
        group.served.telegram.set_bot(group.id, group.served.ayse, role);
        group.told().await;
        group
    }

    /// The unread updates, each checked against the schema.
    pub(super) async fn told(&self) -> Vec<Value> {
        let updates = self.served.ok("getUpdates", json!({})).await.as_array().unwrap().clone();
        updates.iter().for_each(|update| assert_shape("Update", update));
        if let Some(last) = updates.last() {
            let offset = last["update_id"].as_i64().unwrap() + 1;
            self.served.ok("getUpdates", json!({ "offset": offset })).await;
        }
        updates.into_iter().filter(|update| update["message"]["text"] != "Merhaba").collect()
    }

    pub(super) async fn send(&self, text: &str) -> MessageId {
        let message = self.served.ok("sendMessage", json!({"chat_id": self.id, "text": text})).await;
        assert_shape("Message", &message);
        message["message_id"].as_i64().unwrap()
    }

    pub(super) async fn refused(&self, method: &str, mut params: Value) -> String {
        params["chat_id"] = json!(self.id);
        self.served.refusal(method, params).await
    }
}

pub(super) const SUPERGROUP: ChatKind = ChatKind::Supergroup { topics: false };
pub(super) const FORUM: ChatKind = ChatKind::Supergroup { topics: true };

#[tokio::test]
async fn the_bot_is_told_when_it_comes_and_goes() {
    for (kind, farewells) in [(ChatKind::Group, 1), (SUPERGROUP, 0)] {
        let group = SandboxGroup::new(kind, TelegramOptions::default()).await;
        let (telegram, ayse) = (&group.served.telegram, group.served.ayse);
        let hello = json!({"text": "x"});
        assert_eq!(group.refused("sendMessage", hello.clone()).await, "Bad Request: chat not found");
        telegram.send_as(group.id, SendAs::user(ayse), &UserPost::text("henüz yok"));
        telegram.set_bot(group.id, group.bora, Role::Member);
        let told = group.told().await;
        assert_eq!(told.len(), 2, "{told:?}");
        let change = &told[0]["my_chat_member"];
        assert_eq!(change["old_chat_member"]["status"], "left");
        assert_eq!(change["new_chat_member"]["status"], "member");
        assert_eq!((&change["from"]["id"], &change["chat"]["id"]), (&json!(group.bora), &json!(group.id)));
        assert_eq!(told[1]["message"]["new_chat_members"][0]["is_bot"], true);
        group.send("selam").await;

        telegram.set_bot(group.id, ayse, Role::Admin(Rights::none().with("can_delete_messages")));
        let told = group.told().await;
        assert_eq!(told[0]["my_chat_member"]["new_chat_member"]["can_delete_messages"], true);
        telegram.set_bot(group.id, ayse, Role::Banned);
        telegram.send_as(group.id, SendAs::user(ayse), &UserPost::text("artık duymaz"));
        let told = group.told().await;
        assert_eq!(
            (told.len(), &told[0]["my_chat_member"]["new_chat_member"]["status"]),
            (1 + farewells, &json!("kicked"))
        );
        for method in ["sendMessage", "getChat", "getChatAdministrators"] {
            let params = if method == "sendMessage" { hello.clone() } else { json!({}) };
            let expected = format!("Forbidden: bot was kicked from the {} chat", kind.name());
            assert_eq!(group.refused(method, params).await, expected);
        }
        telegram.set_bot(group.id, ayse, Role::Left);
        let expected = format!("Forbidden: bot is not a member of the {} chat", kind.name());
        assert_eq!(group.refused("sendMessage", hello).await, expected);
        let lines: Vec<_> = telegram.transcript(group.id).iter().map(ChatChange::to_string).collect();
        assert_eq!(lines[..3], ["user #1: henüz yok", "user #2 [added Dealink]", "bot #3: selam"]);
        assert_eq!(lines[3], "user #4 [left Dealink]");
    }
}

#[tokio::test]
async fn who_is_what() {
    let group = SandboxGroup::with(FORUM, Role::Member).await;
    let (served, telegram) = (&group.served, &group.served.telegram);
    let member = async |user: i64| {
        let member = served.ok("getChatMember", json!({"chat_id": group.id, "user_id": user})).await;
        assert_shape("ChatMember", &member);
        member["status"].as_str().unwrap().to_owned()
    };
    let stranger = telegram.add_user("Can", "en");
    let bot = telegram.bot()["id"].as_i64().unwrap();
    assert_eq!(member(served.ayse).await, "creator");
    assert_eq!(member(group.bora).await, "member");
    assert_eq!(member(stranger).await, "left");
    assert_eq!(member(bot).await, "member");
    assert_eq!(group.refused("getChatMember", json!({"user_id": 5})).await, "Bad Request: member not found");
    let ids = async || {
        let all = served.ok("getChatAdministrators", json!({"chat_id": group.id})).await;
        let all = all.as_array().unwrap().clone();
        all.iter().for_each(|one| assert_shape("ChatMember", one));
        all.iter().map(|one| one["user"]["id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ids().await, [served.ayse]);
    served.ok("getUpdates", json!({"allowed_updates": ["message", "chat_member", "my_chat_member"]})).await;
    telegram.send_as(group.id, SendAs::user(served.ayse).anonymous(), &UserPost::text("x"));
    let all = served.ok("getChatAdministrators", json!({"chat_id": group.id})).await;
    assert_eq!(all[0]["is_anonymous"], true);
    telegram.send_as(group.id, SendAs::user(served.ayse), &UserPost::text("x"));
    let ayse = served.ok("getChatMember", json!({"chat_id": group.id, "user_id": served.ayse})).await;
    assert_eq!(ayse["is_anonymous"], false);
    group.told().await;
    telegram.set_role(group.id, group.bora, Role::Admin(Rights::all()));
    assert!(group.told().await.is_empty(), "only an administrator is told of others");
    telegram.set_bot(group.id, group.bora, Role::Admin(Rights::all()));
    assert_eq!(ids().await, [served.ayse, group.bora, bot]);
    group.told().await;
    telegram.set_role(group.id, stranger, Role::Member);
    telegram.set_role(group.id, group.bora, Role::Banned);
    let told = group.told().await;
    let kinds = ["chat_member", "message", "chat_member", "message"];
    assert!(told.iter().zip(kinds).all(|(update, kind)| update.get(kind).is_some()), "{told:?}");
    assert_eq!(told[1]["message"]["new_chat_members"][0]["id"], stranger);
    assert_eq!(told[2]["chat_member"]["new_chat_member"]["status"], "kicked");
    assert_eq!(told[3]["message"]["left_chat_member"]["id"], group.bora);
    assert_eq!(ids().await, [served.ayse, bot]);
    assert_eq!(
        telegram.try_send_as(group.id, SendAs::user(group.bora), &[UserPost::text("x")]),
        Err(ImpossibleAction::NoChat(group.id))
    );
    assert_shape("ChatFullInfo", &served.ok("getChat", json!({"chat_id": group.id})).await);
    let info = served.ok("getChat", json!({"chat_id": group.id})).await;
    assert_eq!((&info["is_forum"], &info["permissions"]["can_send_messages"]), (&json!(true), &json!(true)));
}

#[tokio::test]
async fn what_the_bot_may_not_is_refused() {
    let group = SandboxGroup::with(SUPERGROUP, Role::Member).await;
    let (served, telegram) = (&group.served, &group.served.telegram);
    let asked = telegram.send_as(
        group.id,
        SendAs::user(group.bora),
        &UserPost::text("https://www.aliexpress.com/item/1.html"),
    );
    assert_eq!(group.told().await[0]["message"]["chat"]["type"], "supergroup");
    let answer = group.send("cevap").await;
    let delete = |id: MessageId| json!({"chat_id": group.id, "message_id": id});
    assert_eq!(served.refusal("deleteMessage", delete(asked)).await, "Bad Request: message can't be deleted");
    let edit = json!({"message_id": asked, "text": "y"});
    assert_eq!(group.refused("editMessageText", edit.clone()).await, "Bad Request: message can't be edited");
    served.ok("deleteMessage", delete(answer)).await;

    telegram.set_bot(group.id, served.ayse, Role::Admin(Rights::all()));
    assert_eq!(group.refused("editMessageText", edit).await, "Bad Request: message can't be edited");
    telegram.write(|world| {
        world.chats.get_mut(&group.id).unwrap().messages.get_mut(&asked).unwrap().date -= 90 * 3600;
    });
    served.ok("deleteMessage", delete(asked)).await;
    let (one, two) = (group.send("bir").await, group.send("iki").await);
    let several = json!({"chat_id": group.id, "message_ids": [one, 999, two, two]});
    assert_eq!(served.ok("deleteMessages", several).await, true);
    let ids = |ids: Vec<i64>| json!({ "message_ids": ids });
    assert!(group.refused("deleteMessages", ids(vec![])).await.contains("are not specified"));
    assert!(group.refused("deleteMessages", ids((1..=101).collect())).await.contains("too many"));

    telegram.set_bot(group.id, served.ayse, Role::Restricted(Rights::none().with("can_send_photos")));
    let refusal = group.refused("sendMessage", json!({"text": "x"})).await;
    assert_eq!(refusal, "Bad Request: not enough rights to send text messages to the chat");
    let photo = telegram.post(served.ayse, UserPost::media(MediaKind::Photo, ""));
    let copy = json!({"from_chat_id": served.ayse, "message_id": photo, "chat_id": group.id});
    served.ok("copyMessage", copy).await;
    let kept = telegram.send_as(group.id, SendAs::user(group.bora), &UserPost::text("x"));
    telegram.delete_as(group.id, group.bora, kept);
    assert_eq!(telegram.transcript(group.id).last().unwrap().to_string(), format!("user deletes #{kept}"));
    assert_eq!(telegram.try_delete_as(group.id, served.ayse, 2), Err(ImpossibleAction::NoMessage(2)));
}

#[tokio::test]
async fn with_privacy_mode_on_the_bot_is_told_what_is_meant_for_it() {
    let group =
        SandboxGroup::new(SUPERGROUP, TelegramOptions { reads_all: false, ..TelegramOptions::default() })
            .await;
    let (served, telegram) = (&group.served, &group.served.telegram);
    assert_eq!(served.ok("getMe", json!({})).await["can_read_all_group_messages"], false);
    telegram.set_bot(group.id, served.ayse, Role::Member);
    group.told().await;
    let own = group.send("selam").await;
    let say = |text: &str| telegram.send_as(group.id, SendAs::user(group.bora), &UserPost::text(text));
    for text in ["merhaba", "/hot@another_bot", "sonra /hot", "@another_bot bak", "dealink_sandbox_bot"] {
        say(text);
    }
    telegram.send_as(group.id, SendAs::user(group.bora), &UserPost::text("ona").reply_to(own + 1));
    assert!(group.told().await.is_empty());
    for text in ["/hot", "/hot@Dealink_sandbox_bot lamba", "bak @dealink_sandbox_bot"] {
        say(text);
    }
    telegram.send_as(group.id, SendAs::user(group.bora), &UserPost::text("sana").reply_to(own));
    assert_eq!(group.told().await.len(), 4);
    telegram.set_bot(group.id, served.ayse, Role::Admin(Rights::none()));
    let heard = say("merhaba");
    telegram.edit_as(group.id, group.bora, heard, &UserPost::text("merhaba!"));
    let told = group.told().await;
    assert_eq!((told.len(), &told[2]["edited_message"]["text"]), (3, &json!("merhaba!")));
}

#[tokio::test]
async fn an_anonymous_administrator_is_revealed_by_a_press() {
    let group = SandboxGroup::with(SUPERGROUP, Role::Member).await;
    let (served, telegram) = (&group.served, &group.served.telegram);
    let said =
        telegram.send_as(group.id, SendAs::user(served.ayse).anonymous(), &UserPost::text("/settings"));
    let message = group.told().await[0]["message"].clone();
    assert_eq!(
        (&message["from"]["id"], &message["sender_chat"]["id"]),
        (&json!(1_087_968_824), &json!(group.id))
    );
    let hidden = telegram.try_send_as(group.id, SendAs::user(group.bora).anonymous(), &[UserPost::text("x")]);
    assert!(matches!(hidden, Err(ImpossibleAction::NoRight(_))));
    telegram.edit_as(group.id, served.ayse, said, &UserPost::text("/settings x"));
    assert_eq!(
        telegram.try_edit_post(group.id, group.bora, said, &UserPost::text("y")),
        Err(ImpossibleAction::NotTheirs(said))
    );

    let keyboard = json!({"inline_keyboard": [[{"text": "Aç", "callback_data": "on"}]]});
    let card = json!({"chat_id": group.id, "text": "kart", "reply_markup": keyboard});
    let card = served.ok("sendMessage", card).await["message_id"].as_i64().unwrap();
    group.told().await;
    let query = telegram.press_in(group.id, served.ayse, card, "Aç");
    let told = group.told().await;
    let press = &told[0]["callback_query"];
    assert_eq!((&press["from"]["id"], &press["data"]), (&json!(served.ayse), &json!("on")));
    assert_eq!(press["message"]["chat"]["id"], group.id);
    served.ok("answerCallbackQuery", json!({"callback_query_id": query, "text": "Tamam"})).await;
    assert_eq!(telegram.unread(group.id).len(), 2);
    served.ok("deleteMessage", json!({"chat_id": group.id, "message_id": card})).await;
    telegram.forge_press_in(group.id, group.bora, card, "on");
    let told = group.told().await;
    assert_eq!(told[0]["callback_query"]["message"]["date"], 0, "it is gone");
    let stranger = telegram.add_user("Can", "en");
    assert_eq!(
        telegram.write(|world| world.press(group.id, stranger, card, "on")),
        Err(ImpossibleAction::NoChat(group.id))
    );
}

#[tokio::test]
async fn who_never_wrote_to_the_bot_cannot_be_written_to() {
    let group = SandboxGroup::with(ChatKind::Group, Role::Member).await;
    let (served, telegram) = (&group.served, &group.served.telegram);
    telegram.send_as(group.id, SendAs::user(group.bora), &UserPost::text("selam"));
    let hello = json!({"chat_id": group.bora, "text": "x"});
    let refusal = served.refusal("sendMessage", hello.clone()).await;
    assert_eq!(refusal, "Forbidden: bot can't initiate conversation with a user");
    telegram.say(group.bora, "/start");
    served.ok("sendMessage", hello).await;
}

#[test]
fn what_nobody_can_do() {
    let telegram = TelegramStandIn::new(TelegramOptions::default());
    let (ayse, bora) = (telegram.add_user("Ayşe", "tr"), telegram.add_user("Bora", "tr"));
    let group = telegram.add_chat(ChatKind::Group, "Aile", &[ayse, bora]);
    let channel = telegram.add_chat(ChatKind::Channel, "Kanal", &[ayse, bora]);
    let (owner, admin) = (Role::Owner, Role::Admin(Rights::all()));
    for (chat, by, role) in [
        (ayse, ayse, Role::Banned),
        (group, ayse, owner),
        (group, ayse, Role::Restricted(Rights::none())),
        (group, bora, admin.clone()),
        (channel, ayse, Role::Member),
        (channel, bora, admin),
    ] {
        assert!(matches!(
            telegram.write(|world| world.set_bot(chat, by, role)),
            Err(ImpossibleAction::NoRight(_))
        ));
    }
    assert!(matches!(
        telegram.try_send_as(channel, SendAs::user(bora), &[UserPost::text("x")]),
        Err(ImpossibleAction::NoRight(_))
    ));
    assert_eq!(telegram.write(|world| world.set_bot(5, ayse, Role::Left)), Err(ImpossibleAction::NoChat(5)));
    assert!(telegram.write(|world| world.link_discussion(channel, group)).is_err());
}

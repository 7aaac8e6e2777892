//! Groups and channels on the page: who may send there, the bot's rights, and ephemeral messages.

use serde_json::{Value, json};

use super::PageClient;
use crate::telegram::{ChatId, ChatKind, MessageId, Rights, Role, UserId};

struct PageGroup {
    page: PageClient,
    id: ChatId,
    home: MessageId,
    bora: UserId,
}

impl PageGroup {
    /// Ayşe owns it; it has a topic, Bora is a member and the bot an administrator.
    async fn new() -> PageGroup {
        let page = PageClient::new().await;
        let bora = page.telegram.add_user("Bora", "en");
        let kind = ChatKind::Supergroup { topics: true };
        let id = page.telegram.add_chat(kind, "Fırsatlar", &[page.ayse, bora]);
        let home = page.telegram.add_topic(id, "Ev");
        page.telegram.set_bot(id, page.ayse, Role::Admin(Rights::none().with("can_delete_messages")));
        PageGroup { page, id, home, bora }
    }

    /// Posts to an API path with this chat and person in the body.
    async fn act(&self, user: UserId, path: &str, more: Value) -> (u16, Value) {
        let mut body = json!({ "chat_id": self.id, "user_id": user });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.page.post(path, body).await
    }

    /// The group in the answer of `/api/world`.
    async fn described(&self) -> Value {
        let (_, world) = self.page.get("/api/world").await;
        let mut chats = world["chats"].as_array().unwrap().iter();
        chats.find(|chat| chat["id"] == self.id).unwrap().clone()
    }

    async fn events(&self) -> Vec<Value> {
        self.page.get("/api/events?after=0").await.1["events"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_place_is_described_with_its_people_topics_and_the_bots_rights() {
    let group = PageGroup::new().await;
    let described = group.described().await;
    let of = |key: &str| described[key].clone();
    assert_eq!((of("kind"), of("forum"), of("linked")), (json!("supergroup"), json!(true), Value::Null));
    assert_eq!(of("topics"), json!([{ "id": group.home, "title": "Ev" }]));
    assert_eq!(of("bot"), json!({ "status": "administrator", "rights": ["can_delete_messages"] }));
    let can = |n: usize| {
        let person = &described["people"][n];
        let flags = ["speaks", "hides", "edits", "deletes"].map(|key| person[key] == true);
        (person["status"].as_str().unwrap().to_owned(), flags)
    };
    assert_eq!(can(0), ("creator".to_owned(), [true, true, false, true]));
    assert_eq!(can(1), ("member".to_owned(), [true, false, false, false]));

    let people = [group.page.ayse, group.bora];
    let channel = group.page.telegram.add_chat(ChatKind::Channel, "Kanal", &people);
    let talk = group.page.telegram.add_chat(ChatKind::Supergroup { topics: false }, "Sohbet", &people);
    group.page.telegram.link_discussion(channel, talk);
    let (_, world) = group.page.get("/api/world").await;
    let chats = world["chats"].as_array().unwrap();
    let ids: Vec<_> = chats.iter().map(|chat| chat["id"].as_i64().unwrap()).collect();
    assert_eq!(
        ids,
        [group.page.ayse, group.bora, group.id, channel, talk],
        "in the order in which they were made"
    );
    assert_eq!((&chats[3]["linked"], &chats[4]["linked"]), (&json!(talk), &json!(channel)));
    assert_eq!(chats[3]["people"][1]["speaks"], false, "a subscriber only reads");
    assert_eq!(chats[3]["people"][0]["edits"], true);
}

#[tokio::test]
async fn people_speak_in_topics_behind_the_group_and_in_answer() {
    let group = PageGroup::new().await;
    let (ayse, bora) = (group.page.ayse, group.bora);
    let (_, said) = group.act(bora, "/api/say", json!({ "text": "selam", "topic": group.home })).await;
    let first = said["message_id"].as_i64().unwrap();
    let behind = json!({ "text": "buyur", "topic": group.home, "anonymous": true, "reply_to": first });
    let (_, said) = group.act(ayse, "/api/say", behind).await;
    let second = said["message_id"].as_i64().unwrap();
    let (_, sent) =
        group.act(bora, "/api/post", json!({ "sample": 0, "language": "tr", "topic": group.home })).await;
    assert_eq!(sent["message_ids"].as_array().unwrap().len(), 2);

    let events = group.events().await;
    let told = |id: i64| events.iter().find(|event| event["message"]["message_id"] == id).unwrap();
    assert_eq!((&told(first)["person"], &told(second)["person"]), (&json!(bora), &json!(ayse)));
    let message = &told(second)["message"];
    assert_eq!(message["message_thread_id"], group.home);
    assert_eq!(message["sender_chat"]["id"], group.id);
    assert_eq!(message["reply_to_message"]["message_id"], first);
    let part = sent["message_ids"][1].as_i64().unwrap();
    assert_eq!(told(part)["message"]["message_thread_id"], group.home);

    for (user, more, expected) in [
        (bora, json!({ "text": "x", "anonymous": true }), 400),
        (bora, json!({ "text": "x", "topic": 99 }), 400),
        (bora, json!({ "text": "x", "reply_to": 99 }), 404),
    ] {
        assert_eq!(group.act(user, "/api/say", more.clone()).await.0, expected, "{more}");
    }
}

#[tokio::test]
async fn messages_are_deleted_by_who_may() {
    let group = PageGroup::new().await;
    let (ayse, bora) = (group.page.ayse, group.bora);
    let mut ids = Vec::new();
    for user in [ayse, bora, bora] {
        let (_, said) = group.act(user, "/api/say", json!({ "text": "x" })).await;
        ids.push(said["message_id"].as_i64().unwrap());
    }
    let delete = async |user, id: i64| group.act(user, "/api/delete", json!({ "message_id": id })).await.0;
    assert_eq!(delete(bora, ids[0]).await, 400, "somebody else's");
    assert_eq!(delete(bora, ids[1]).await, 200);
    assert_eq!(delete(ayse, ids[0]).await, 200);
    assert_eq!(delete(ayse, 99).await, 404);
    group.page.bot("deleteMessage", json!({ "chat_id": group.id, "message_id": ids[2] })).await;
    let events = group.events().await;
    let deleted: Vec<_> = events.iter().filter(|event| event["kind"] == "deleted").collect();
    let by_bot: Vec<_> = deleted.iter().map(|event| event["by_bot"] == true).collect();
    assert_eq!(by_bot, [false, false, true]);
}

#[tokio::test]
async fn the_bots_part_is_given_and_taken_through_the_page() {
    let group = PageGroup::new().await;
    let ayse = group.page.ayse;
    group.page.bot("getUpdates", json!({})).await;
    for (status, rights) in
        [("restricted", vec![]), ("left", vec![]), ("administrator", vec!["can_delete_messages"])]
    {
        let (code, answer) = group.act(ayse, "/api/bot", json!({ "status": status, "rights": rights })).await;
        assert_eq!((code, answer), (200, json!({ "status": status })));
        let bot = group.described().await["bot"].clone();
        assert_eq!(bot, json!({ "status": status, "rights": rights }));
    }
    let updates = group.page.bot("getUpdates", json!({})).await;
    let changes = updates.as_array().unwrap().iter().filter(|update| update.get("my_chat_member").is_some());
    assert!(changes.count() >= 3, "the bot is told: {updates}");
    for (user, more, expected) in [
        (group.bora, json!({ "status": "left" }), 400),
        (ayse, json!({ "status": "creator" }), 400),
        (ayse, json!({ "status": "administrator", "rights": ["can_fly"] }), 400),
        (5, json!({ "status": "member" }), 404),
    ] {
        assert_eq!(group.act(user, "/api/bot", more.clone()).await.0, expected, "{more}");
    }
}

#[tokio::test]
async fn what_one_person_alone_sees_is_told_for_them_and_pressed_by_them() {
    let group = PageGroup::new().await;
    let ayse = group.page.ayse;
    let keyboard = json!({ "inline_keyboard": [[{ "text": "A", "callback_data": "a" }]] });
    let call = json!({
        "chat_id": group.id, "text": "gizli", "reply_markup": keyboard,
        "ephemeral_message_parameters": { "receiver_user_id": ayse },
    });
    let sent = group.page.bot("sendMessage", call).await;
    let id = sent["ephemeral_message_id"].clone();
    let event = group.events().await.pop().unwrap();
    assert_eq!((&event["kind"], &event["receiver"]), (&json!("ephemeral"), &json!(ayse)));
    assert_eq!(event["message"]["ephemeral_message_id"], id);
    let press = json!({ "message_id": 0, "ephemeral_message_id": id, "data": "a" });
    let (code, pressed) = group.act(ayse, "/api/press", press.clone()).await;
    assert_eq!(code, 200, "{pressed}");
    assert_eq!(group.act(group.bora, "/api/press", press).await.0, 404, "not seen by others");
}

#[tokio::test]
async fn a_chat_is_chosen_with_the_bots_keyboard() {
    let group = PageGroup::new().await;
    let ayse = group.page.ayse;
    group.page.telegram.say(ayse, "/chats");
    let button = json!({ "text": "Grup", "request_chat": { "request_id": 7, "chat_is_channel": false } });
    let markup = json!({ "keyboard": [[button]], "one_time_keyboard": true });
    group.page.bot("sendMessage", json!({ "chat_id": ayse, "text": "x", "reply_markup": markup })).await;
    assert_eq!(group.events().await.pop().unwrap()["reply_keyboard"]["one_time_keyboard"], true);
    let (code, _) = group.act(ayse, "/api/share", json!({ "request_id": 8 })).await;
    assert_eq!(code, 400, "no such button");
    let (code, answer) = group.act(ayse, "/api/share", json!({ "request_id": 7 })).await;
    assert_eq!((code, answer), (200, json!({ "message_id": 3 })));
    let event = group.events().await.pop().unwrap();
    assert_eq!(event["message"]["chat_shared"], json!({ "request_id": 7, "chat_id": group.id }));
}

#[tokio::test]
async fn an_inline_result_goes_into_the_topic_and_behind_the_group() {
    let group = PageGroup::new().await;
    let (page, ayse) = (&group.page, group.page.ayse);
    page.bot("getUpdates", json!({})).await;
    let answered = async {
        let query = loop {
            let updates = page.bot("getUpdates", json!({ "timeout": 10 })).await;
            let mut updates = updates.as_array().unwrap().iter();
            if let Some(update) = updates.find(|update| update.get("inline_query").is_some()) {
                break update["inline_query"]["id"].clone();
            }
        };
        let content = json!({ "message_text": "Lamba" });
        let results =
            json!([{ "type": "article", "id": "1", "title": "Lamba", "input_message_content": content }]);
        page.bot("answerInlineQuery", json!({ "inline_query_id": query, "results": results })).await;
    };
    let ((_, offered), ()) =
        tokio::join!(group.act(ayse, "/api/inline", json!({ "query": "lamba" })), answered);
    let place = json!({
        "query_id": offered["query_id"], "result_id": "1", "topic": group.home, "anonymous": true,
    });
    assert_eq!(group.act(ayse, "/api/choose", place).await.0, 200);
    let message = &group.events().await.pop().unwrap()["message"];
    assert_eq!(
        (&message["message_thread_id"], &message["sender_chat"]["id"]),
        (&json!(group.home), &json!(group.id))
    );
}

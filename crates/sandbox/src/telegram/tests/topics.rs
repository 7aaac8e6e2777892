//! Topics of a supergroup.

use serde_json::{Value, json};

use super::groups::{FORUM, SandboxGroup};
use super::*;

#[tokio::test]
async fn messages_stand_in_topics() {
    let group = SandboxGroup::with(FORUM, Role::Member).await;
    let (served, telegram) = (&group.served, &group.served.telegram);
    let topic = telegram.add_topic(group.id, "İndirim");
    let asked = telegram.send_as(group.id, SendAs::user(group.bora).in_topic(topic), &UserPost::text("soru"));
    let again =
        telegram.send_as(group.id, SendAs::user(group.bora), &UserPost::text("bir de").reply_to(asked));
    telegram.send_as(group.id, SendAs::user(group.bora), &UserPost::text("genel"));
    let told = group.told().await;
    assert_eq!(told[0]["message"]["forum_topic_created"]["name"], "İndirim");
    for (update, answered) in [(&told[1], topic), (&told[2], asked)] {
        let message = &update["message"];
        assert_eq!(
            (&message["message_thread_id"], &message["is_topic_message"]),
            (&json!(topic), &json!(true))
        );
        assert_eq!(message["reply_to_message"]["message_id"], answered);
    }
    assert_eq!(
        (told[3]["message"].get("message_thread_id"), told[3]["message"].get("reply_to_message")),
        (None, None)
    );

    let send = |thread: Value| json!({"chat_id": group.id, "text": "cevap", "message_thread_id": thread});
    for wrong in [1, again, 999] {
        assert_eq!(
            served.refusal("sendMessage", send(json!(wrong))).await,
            "Bad Request: message thread not found"
        );
    }
    let sent = served.ok("sendMessage", send(json!(topic))).await;
    assert_eq!(sent["message_thread_id"], topic);
    let mut strayed = send(Value::Null);
    strayed["reply_parameters"] = json!({"message_id": asked});
    assert_eq!(served.ok("sendMessage", strayed).await.get("message_thread_id"), None);
    let copy = json!({"chat_id": group.id, "from_chat_id": group.id, "message_id": asked, "message_thread_id": topic});
    served.ok("copyMessage", copy).await;
    let lines: Vec<_> = telegram.transcript(group.id)[1..].iter().map(ChatChange::with_marks).collect();
    assert_eq!(
        lines,
        [
            "user #2 [new topic İndirim] in topic 2",
            "user #3 in topic 2: soru",
            "user #4 in topic 2 to #3: bir de",
            "user #5: genel",
            "bot #6 in topic 2: cevap",
            "bot #7 to #3: cevap",
            "bot #8 in topic 2: soru",
        ]
    );
    assert_eq!(telegram.next_reply(group.id).await.unwrap().topic(), Some(topic));
    let nowhere =
        telegram.try_send_as(group.id, SendAs::user(group.bora).in_topic(99), &[UserPost::text("x")]);
    assert_eq!(nowhere, Err(ImpossibleAction::NoTopic(99)));
    assert!(telegram.write(|world| world.add_topic(served.ayse, "x")).is_err());
}

#[tokio::test]
async fn a_part_of_an_album_can_come_later_in_a_group_too() {
    let group = SandboxGroup::with(FORUM, Role::Member).await;
    let telegram = &group.served.telegram;
    let topic = telegram.add_topic(group.id, "Albüm");
    group.told().await;
    let posts: Vec<_> = (0..3).map(|_| UserPost::media(MediaKind::Photo, "")).collect();
    let sender = SendAs::user(group.bora).in_topic(topic);
    telegram.write(|world| world.speak(group.id, &sender, &posts, 1)).unwrap();
    assert_eq!(group.told().await.len(), 1);
    telegram.release_updates();
    let told = group.told().await;
    assert_eq!((told.len(), &told[1]["message"]["message_thread_id"]), (2, &json!(topic)));
    assert_eq!(telegram.send_album_as(group.id, SendAs::user(group.bora), &posts).len(), 3);
}

//! Reposting, and the situations in which comparable bots lose a post.

use dealink_sandbox::telegram::{
    ChangeKind, ChatChange, ForwardOrigin, MediaKind, Rights, Role, SendAs, TelegramFault, UserPost,
};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::groups::assert_public;
use crate::seeded::{self, page};
use crate::test_chats::{FORUM, TestGroup};
use crate::test_world::TestWorld;

async fn reposting(world: &TestWorld) -> TestGroup<'_> {
    let group = world.group(FORUM, Rights::none().with("can_delete_messages")).await;
    group.change_setting("mode:repost").await;
    group
}

fn refused(code: u16, description: &str) -> TelegramFault {
    TelegramFault::Status(
        code,
        json!({ "ok": false, "error_code": code, "description": description }).to_string(),
    )
}

/// The messages that are still in the group.
fn there(group: &TestGroup<'_>, message: i64) -> bool {
    let gone = |change: &ChatChange| match change.kind {
        ChangeKind::Deleted { message_id } => message_id == message,
        _ => false,
    };
    !group.world.sandbox.telegram.transcript(group.id).iter().any(gone)
}

fn deletes(change: &ChatChange, message: i64) -> bool {
    matches!(change.kind, ChangeKind::Deleted { message_id } if message_id == message)
}

#[tokio::test]
async fn text_marks_reply_and_topic_stay_and_the_author_is_named() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    let topic = world.sandbox.telegram.add_topic(group.id, "Home");
    let sender = || SendAs::user(group.member).in_topic(topic);
    let question =
        world.sandbox.telegram.send_as(group.id, sender(), &UserPost::text("Who knows a cardigan?"));
    let text = format!("5 < 6 & 🔥 bold words\n{}\nquoted", page(seeded::CARDIGAN));
    let post = UserPost::text(&text)
        .mark("bold", "bold words")
        .mark("blockquote", "quoted")
        .mark("custom_emoji", "🔥")
        .reply_to(question);
    let said = world.sandbox.telegram.send_as(group.id, sender(), &post);
    let back = group.next().await;
    assert_public(&back);
    assert_snapshot!("text", format!("{back:#}"));
    let message = back.message().unwrap();
    assert_eq!(message["message_thread_id"], topic);
    assert_eq!(message["reply_to_message"]["message_id"], question);
    assert!(deletes(&group.next().await, said), "the original goes after its replacement came");
    let named = back.entities().into_iter().find(|entity| entity["type"] == "text_mention").unwrap();
    assert_eq!(named["user"]["id"], group.member);
}

#[tokio::test]
async fn captions_of_every_kind_of_file_stay_what_they_are() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    group.change_setting("repeat:0").await;
    for kind in
        [MediaKind::Video, MediaKind::Document, MediaKind::Animation, MediaKind::Photo, MediaKind::Audio]
    {
        let post = UserPost::media(kind, &format!("look {}", page(seeded::CARDIGAN))).mark("bold", "look");
        let said = world.sandbox.telegram.send_as(group.id, SendAs::user(group.member), &post);
        let back = group.next().await;
        assert_eq!(back.media(), Some(kind), "{back}");
        assert!(back.text().starts_with("look https://rzekl.com/"), "{back}");
        assert!(back.text().ends_with("👤 Ece shared this."), "{back}");
        assert!(deletes(&group.next().await, said));
    }
}

#[tokio::test]
async fn an_album_stays_one_and_its_figures_come_in_private() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    let topic = world.sandbox.telegram.add_topic(group.id, "Home");
    let album = [
        UserPost::media(MediaKind::Photo, "").with_spoiler(),
        UserPost::media(MediaKind::Video, &page(seeded::CARDIGAN)),
        UserPost::media(MediaKind::Photo, ""),
    ];
    let sender = SendAs::user(group.member).in_topic(topic);
    let said = world.sandbox.telegram.send_album_as(group.id, sender, &album);
    let parts = [group.next().await, group.next().await, group.next().await];
    assert!(parts.iter().all(|part| part.album() == parts[0].album() && part.album().is_some()));
    assert!(parts.iter().all(|part| part.message().unwrap()["message_thread_id"] == topic));
    assert!(parts[1].text().contains("ulp="));
    for message in said {
        assert!(deletes(&group.next().await, message));
    }
    let figures = group.owner.next().await;
    assert!(figures.text().contains("Deal hunters") && figures.text().contains('%'), "{figures}");
}

/// Fault: an album comes back with a part missing.
/// Behaviour: the originals stay, and the owner is told.
#[tokio::test]
async fn an_album_that_came_back_short_leaves_all_originals() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    let short = json!({ "ok": true, "result": [{ "message_id": 901 }, { "message_id": 902 }] }).to_string();
    world.sandbox.telegram.inject_fault("sendMediaGroup", TelegramFault::Status(200, short), 1);
    let album = [
        UserPost::media(MediaKind::Photo, &page(seeded::CARDIGAN)),
        UserPost::media(MediaKind::Photo, ""),
        UserPost::media(MediaKind::Photo, ""),
    ];
    let said = world.sandbox.telegram.send_album_as(group.id, SendAs::user(group.member), &album);
    assert!(group.owner.next().await.text().contains("did not take"), "the owner is told");
    assert!(said.iter().all(|message| there(&group, *message)));
    assert!(world.sandbox.telegram.calls("deleteMessage").is_empty());
}

/// Fault: the repost of a message is refused.
/// Behaviour: the original stays and the admin is told.
#[tokio::test]
async fn a_failed_send_leaves_the_original() {
    for fault in [
        refused(400, "Bad Request: message thread not found"),
        refused(400, "Bad Request: TOPIC_CLOSED"),
        refused(400, "Bad Request: can't parse entities: Unexpected end tag"),
        refused(403, "Forbidden: bot was kicked from the supergroup chat"),
    ] {
        let world = TestWorld::new().await;
        let group = reposting(&world).await;
        world.sandbox.telegram.inject_fault("sendMessage", fault, 1);
        let said = group.say(&page(seeded::CARDIGAN));
        // Only the admin is told.
        let told = group.owner.next().await;
        assert!(told.text().contains("Deal hunters"), "{told}");
        assert!(there(&group, said));
        assert!(world.sandbox.telegram.calls("deleteMessage").is_empty());
    }
}

/// Fault: the copy of a photo is refused.
/// Behaviour: the original stays and the admin is told.
#[tokio::test]
async fn a_copy_that_is_refused_leaves_the_original() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    world.sandbox.telegram.inject_fault("copyMessage", refused(400, "Bad Request: MESSAGE_ID_INVALID"), 1);
    let post = UserPost::media(MediaKind::Photo, &page(seeded::CARDIGAN));
    let said = world.sandbox.telegram.send_as(group.id, SendAs::user(group.member), &post);
    assert!(group.owner.next().await.text().contains("did not take"));
    assert!(there(&group, said));
    assert!(world.sandbox.telegram.calls("deleteMessage").is_empty());
}

/// Fault: the bot may not delete messages in a group that reposts.
/// Behaviour: nothing is reposted and the admin is told once.
#[tokio::test]
async fn without_the_right_to_delete_nothing_is_sent() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    let without = Role::Admin(Rights::none().with("can_pin_messages"));
    world.sandbox.telegram.set_bot(group.id, group.owner.id, without);
    group.say(&page(seeded::CARDIGAN));
    assert!(group.owner.next().await.text().contains("may not delete"));
    group.say(&page(seeded::HOT));
    group.expect_silence().await;
}

/// Fault: sends and deletions of a repost fail for a moment.
/// Behaviour: the repost comes once and the original goes.
#[tokio::test]
async fn faults_on_the_way_lose_and_double_nothing() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    let telegram = &world.sandbox.telegram;
    telegram.inject_fault("sendMessage", TelegramFault::Html502, 1);
    telegram.inject_fault("sendMessage", TelegramFault::TooManyRequests { retry_after: 0, chat: None }, 1);
    telegram.inject_fault("deleteMessage", TelegramFault::HalfJson, 1);
    let said = group.say(&page(seeded::CARDIGAN));
    assert!(group.next().await.text().contains("ulp="));
    assert!(deletes(&group.next().await, said));
    group.expect_silence().await;
}

#[tokio::test]
async fn an_own_link_and_other_peoples_links_stay() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    let own = "https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/?ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html";
    group.say(own);
    group.say("https://rzekl.com/g/1e8d114494ffffffffff5ea57e11ed/?ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000032.html");
    group.expect_silence().await;
    assert!(world.sandbox.telegram.calls("deleteMessage").is_empty());
}

#[tokio::test]
async fn a_forwarded_post_keeps_its_buttons() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    let post = UserPost::media(MediaKind::Photo, "Half price")
        .forwarded(ForwardOrigin::channel("Deals", "deals"))
        .button("Buy", &page(seeded::CARDIGAN));
    world.sandbox.telegram.send_as(group.id, SendAs::user(group.member), &post);
    let back = group.next().await;
    let url = back.buttons()[0][0]["url"].as_str().unwrap().to_owned();
    assert!(url.contains("ulp="), "{url}");
    assert_eq!(back.buttons()[1][0]["callback_data"], "figures");
    group.next().await;
}

#[tokio::test]
async fn an_anonymous_admin_is_credited_as_the_group() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    let sender = SendAs::user(group.owner.id).anonymous();
    world.sandbox.telegram.send_as(group.id, sender, &UserPost::text(&page(seeded::CARDIGAN)));
    let back = group.next().await;
    assert!(back.text().ends_with("👤 Deal hunters shared this."), "{back}");
    let mentions =
        back.entities().into_iter().filter(|entity: &Value| entity["type"] == "text_mention").count();
    assert_eq!(mentions, 0);
    group.next().await;
}

#[tokio::test]
async fn an_edit_on_the_way_reaches_the_repost_and_takes_nothing_from_it() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    let said = group.say(&format!("fisrt words {}", page(seeded::CARDIGAN)));
    // The edit arrives while the bot answers the original text.
    world.sandbox.telegram.edit_as(
        group.id,
        group.member,
        said,
        &UserPost::text(&format!("first words {}", page(seeded::CARDIGAN))),
    );
    let mut last = group.next().await;
    for _ in 0..2 {
        let next = group.next().await;
        if !matches!(next.kind, ChangeKind::Deleted { .. }) {
            last = next;
        }
    }
    assert!(last.text().starts_with("first words https://rzekl.com/"), "{last}");
    assert!(last.text().ends_with("👤 Ece shared this."), "{last}");
    group.expect_silence().await;
}

#[tokio::test]
async fn figures_of_a_repost_are_its_own_and_not_those_of_what_it_replies_to() {
    let world = TestWorld::new().await;
    let group = reposting(&world).await;
    group.change_setting("figures:off").await;
    group.change_setting("mode:off").await;
    let other = group.say(&page(seeded::ABOVE_CAP));
    group.change_setting("mode:repost").await;
    let post = UserPost::text(&format!("$24.90 {}", page(seeded::CARDIGAN))).reply_to(other);
    world.sandbox.telegram.send_as(group.id, SendAs::user(group.member), &post);
    let back = group.next().await;
    group.next().await;
    let figures = group.press(group.owner.id, &back, "figures").await;
    assert!(figures.contains("$1.72"), "{figures}");
}

#[tokio::test]
async fn a_message_that_was_answered_and_not_reposted_is_never_taken_away() {
    let world = TestWorld::new().await;
    let group = world.group(FORUM, Rights::none().with("can_delete_messages")).await;
    let said = group.say(&page(seeded::CARDIGAN));
    group.next().await;
    group.change_setting("mode:repost").await;
    // Delivered again, as after a crash.
    let transcript = world.sandbox.telegram.transcript(group.id);
    let message =
        transcript.iter().find(|change| change.message_id() == Some(said)).unwrap().message().cloned();
    world.sandbox.telegram.push_raw_update(json!({ "message": message }));
    group.expect_silence().await;
    assert!(world.sandbox.telegram.calls("deleteMessage").is_empty());
}

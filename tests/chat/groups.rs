//! Groups: the public deal, the private figures for the publisher, and no answer to anything else.

use dealink_sandbox::telegram::{
    ChangeKind, ChatChange, MediaKind, Rights, Role, SendAs, TelegramFault, UserPost,
};
use insta::assert_snapshot;
use serde_json::json;

use crate::seeded::{self, page};
use crate::test_chats::{FORUM, PLAIN, deleting};
use crate::test_world::TestWorld;

/// Words of the private part that no public message may contain.
const PRIVATE: [&str; 12] = [
    "commission",
    "komisyon",
    "Affiliate product",
    "affiliate ürün",
    "Estimate",
    "Tahmin",
    "📊",
    "💵",
    "Not an affiliate",
    "affiliate değil",
    "per $100",
    "Traffic source",
];

pub fn assert_public(change: &ChatChange) {
    for word in PRIVATE {
        assert!(!change.text().contains(word), "{word} is private: {change}");
    }
}

#[tokio::test]
async fn a_members_link_is_answered_with_the_deal_in_its_topic() {
    let world = TestWorld::new().await;
    let group = world.group(FORUM, deleting()).await;
    let topic = world.sandbox.telegram.add_topic(group.id, "Home");
    let post = UserPost::text(&format!("What about this? $24.90 {}", page(seeded::CARDIGAN)));
    let asked = world.sandbox.telegram.send_as(group.id, SendAs::user(group.member).in_topic(topic), &post);
    let answer = group.next().await;
    assert_public(&answer);
    assert_snapshot!("reply_en", format!("{answer:#}"));
    let message = answer.message().unwrap();
    assert_eq!(message["message_thread_id"], topic);
    assert_eq!(message["reply_to_message"]["message_id"], asked);
}

#[tokio::test]
async fn nothing_else_is_answered() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    // The menus are registered while the bot takes updates already.
    let is_answer =
        |method: &str| method != "getUpdates" && !method.to_ascii_lowercase().starts_with("setmy");
    let answers = || world.sandbox.telegram.calls("*").iter().filter(|call| is_answer(&call.method)).count();
    let before = answers();
    for text in [
        "hello",
        "see https://www.example.com/item/1005009000000012.html",
        "www.aliexpress.com/store/1100123456",
        "not.com/t.co and t.co.not.com",
        "/nonsense",
        "/hot",
        "/link@another_bot https://www.aliexpress.com/item/1005009000000012.html",
    ] {
        group.say(text);
    }
    group.expect_silence().await;
    assert_eq!(answers(), before + 1, "the help alone was sent");
    assert_eq!(world.network_calls(), "");
}

#[tokio::test]
async fn several_links_are_one_answer_and_a_list_has_no_figures() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let links = [seeded::CARDIGAN, seeded::NOT_AFFILIATE, seeded::HOT, seeded::CARDIGAN].map(page);
    group.say(&links.join("\n"));
    let answer = group.next().await;
    assert_public(&answer);
    assert_eq!(answer.text().matches("ulp=").count(), 3, "{answer}");
}

#[tokio::test]
async fn an_edit_edits_the_answer_and_never_makes_a_second_one() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let said = group.say(&page(seeded::CARDIGAN));
    let first = group.next().await;
    let edit =
        |text: &str| world.sandbox.telegram.edit_as(group.id, group.member, said, &UserPost::text(text));
    edit(&page(seeded::HOT));
    let second = group.next().await;
    assert!(matches!(second.kind, ChangeKind::Edited { .. }), "{second}");
    assert_eq!(first.message_id(), second.message_id());
    assert_ne!(first.text(), second.text());
    edit("no link any more");
    let gone = group.next().await;
    assert!(
        matches!(&gone.kind, ChangeKind::Deleted { message_id } if Some(*message_id) == first.message_id())
    );
    // It has a product again: this is the first answer to its new text.
    edit(&page(seeded::CHECK_SAYS_YES));
    assert!(matches!(group.next().await.kind, ChangeKind::Message { .. }));
    group.expect_silence().await;
}

#[tokio::test]
async fn the_same_product_is_not_repeated_within_the_window() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.say(&page(seeded::CARDIGAN));
    group.next().await;
    group.say(&format!("again {}", page(seeded::CARDIGAN)));
    group.expect_silence().await;
    // Only the new product is answered.
    group.say(&format!("{} {}", page(seeded::CARDIGAN), page(seeded::HOT)));
    let answer = group.next().await;
    assert_eq!(answer.text().matches("ulp=").count(), 1, "{answer}");
    group.change_setting("repeat:0").await;
    group.say(&page(seeded::CARDIGAN));
    group.next().await;
}

#[tokio::test]
async fn figures_open_for_admins_only() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.change_setting("figures:off").await;
    group.say(&format!("$24.90 {}", page(seeded::CARDIGAN)));
    let answer = group.next().await;
    assert_eq!(
        group.press(group.member, &answer, "figures").await,
        "Rakamları yalnızca yöneticiler görebilir."
    );
    // Demoted between two presses: rights are checked at the second one too.
    world.sandbox.telegram.set_role(
        group.id,
        group.member,
        Role::Admin(Rights::none().with("can_pin_messages")),
    );
    world.sandbox.telegram.press_in(group.id, group.member, answer.message_id().unwrap(), "figures");
    let mut figures = group.next().await;
    if matches!(figures.kind, ChangeKind::CallbackAnswer { .. }) && figures.text().is_empty() {
        figures = group.next().await;
    }
    assert!(figures.text().contains('%'), "{figures}");
    while !world.sandbox.telegram.unread(group.id).is_empty() {
        group.next().await;
    }
    world.sandbox.telegram.set_role(group.id, group.member, Role::Member);
    assert_eq!(
        group.press(group.member, &answer, "figures").await,
        "Rakamları yalnızca yöneticiler görebilir."
    );
}

#[tokio::test]
async fn a_caption_an_album_and_a_hidden_link_are_answered_once() {
    let world = TestWorld::new().await;
    let group = world.group(FORUM, deleting()).await;
    let topic = world.sandbox.telegram.add_topic(group.id, "Home");
    let sender = || SendAs::user(group.member).in_topic(topic);
    let film = UserPost::media(MediaKind::Video, &format!("look {}", page(seeded::CARDIGAN)));
    world.sandbox.telegram.send_as(group.id, sender(), &film);
    assert_eq!(group.next().await.message().unwrap()["message_thread_id"], topic);
    let album = [
        UserPost::media(MediaKind::Photo, ""),
        UserPost::media(MediaKind::Photo, &page(seeded::HOT)),
        UserPost::media(MediaKind::Photo, ""),
    ];
    world.sandbox.telegram.send_album_as(group.id, sender(), &album);
    assert!(group.next().await.text().contains("ulp="));
    let hidden = UserPost::text("cheap here").link("here", &page(seeded::CHECK_SAYS_YES));
    world.sandbox.telegram.send_as(group.id, sender(), &hidden);
    assert!(group.next().await.text().contains("ulp="));
    let silent = [UserPost::media(MediaKind::Photo, "holiday"), UserPost::media(MediaKind::Photo, "")];
    world.sandbox.telegram.send_album_as(group.id, sender(), &silent);
    group.expect_silence().await;
}

#[tokio::test]
async fn answers_are_removed_when_their_time_has_come() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.change_setting("remove:5").await;
    group.say(&page(seeded::CARDIGAN));
    let answer = group.next().await;
    // Waits until it is handled, so that its time counts from now.
    group.expect_silence().await;
    world.advance_clock(5 * 60 - 1);
    group.expect_silence().await;
    world.advance_clock(2);
    let gone = group.next().await;
    assert!(
        matches!(&gone.kind, ChangeKind::Deleted { message_id } if Some(*message_id) == answer.message_id())
    );
}

#[tokio::test]
async fn in_quiet_hours_nothing_is_posted() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    // It is noon in London, three in Turkey.
    group.change_setting("quiet:15-16").await;
    group.say(&page(seeded::CARDIGAN));
    group.expect_silence().await;
    world.advance_clock(3_600);
    group.say(&page(seeded::CARDIGAN));
    group.next().await;
}

#[tokio::test]
async fn a_short_link_and_commands_on_demand() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.change_setting("mode:off").await;
    let said = group.say(&page(seeded::CARDIGAN));
    let link = UserPost::text("/link@dealink_sandbox_bot").reply_to(said);
    world.sandbox.telegram.send_as(group.id, SendAs::user(group.owner.id), &link);
    let answer = group.next().await;
    assert_public(&answer);
    assert!(answer.text().contains("ulp="), "{answer}");
    group.owner_says("/link@dealink_sandbox_bot");
    assert!(group.next().await.text().contains("Write a product link"));
}

#[tokio::test]
async fn a_closed_topic_is_told_once() {
    let world = TestWorld::new().await;
    let group = world.group(FORUM, deleting()).await;
    let closed = json!({ "ok": false, "error_code": 400, "description": "Bad Request: TOPIC_CLOSED" });
    world.sandbox.telegram.inject_fault("sendMessage", TelegramFault::Status(400, closed.to_string()), 1);
    group.say(&page(seeded::CARDIGAN));
    assert!(group.owner.next().await.text().contains("topic may be closed"));
    group.say(&page(seeded::HOT));
    group.next().await;
}

#[tokio::test]
async fn a_command_in_a_topic_replies_to_nobody_by_itself() {
    let world = TestWorld::new().await;
    let group = world.group(FORUM, deleting()).await;
    let topic = world.sandbox.telegram.add_topic(group.id, "Home");
    let sender = SendAs::user(group.owner.id).in_topic(topic);
    world.sandbox.telegram.send_as(group.id, sender, &UserPost::text("/allow@dealink_sandbox_bot"));
    assert!(group.next().await.text().contains("Reply to a message of the member"));
}

#[tokio::test]
async fn a_forgotten_chat_knows_neither_what_it_shared_nor_what_it_answered() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let said = group.say(&page(seeded::CARDIGAN));
    let answered = group.next().await.message_id();
    group.say(&page(seeded::CARDIGAN));
    group.expect_silence().await;
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let forget = format!("chat:{}:forget:yes", group.id);
    world.sandbox.telegram.forge_press(group.owner.id, card.message_id().unwrap(), &forget);
    group.owner.next().await;
    group.owner.next().await;
    group.change_setting("mode:reply").await;
    // It is no repeat any more.
    group.say(&page(seeded::CARDIGAN));
    assert!(group.next().await.text().contains("ulp="));
    // The answer from before is not edited: this is the first answer to the message.
    world.sandbox.telegram.edit_as(group.id, group.member, said, &UserPost::text(&page(seeded::HOT)));
    let after = group.next().await;
    assert!(matches!(after.kind, ChangeKind::Message { .. }) && after.message_id() != answered, "{after}");
}

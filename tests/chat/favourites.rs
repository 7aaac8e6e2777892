//! Favourites of a person and of a chat.

use dealink_sandbox::telegram::{ChatKind, Rights, SendAs, UserPost};
use insta::assert_snapshot;

use crate::groups::assert_public;
use crate::seeded::{self, page};
use crate::test_world::TestWorld;

#[tokio::test]
async fn a_person_saves_lists_renames_and_deletes() {
    let world = TestWorld::new().await;
    for (language, save, deal, rename, delete) in
        [("tr", "/kaydet", "/favori", "/adlandir", "/sil"), ("en", "/save", "/deal", "/rename", "/delete")]
    {
        let person = world.person(language);
        let mut told = Vec::new();
        for said in [
            deal.to_owned(),
            save.to_owned(),
            format!("{save} 🎁 {}", page(seeded::CARDIGAN)),
            format!("{save} Yün Hırka {}", page(seeded::CARDIGAN)),
            format!("{save} YÜN HIRKA {}", page(seeded::HOT)),
            deal.to_owned(),
            format!("{rename} yün hırka"),
            format!("{rename} yün hırka | kışlık <b>"),
            format!("{deal} yün hırka"),
            format!("{deal} KIŞLIK <B>"),
            delete.to_owned(),
            format!("{delete} kışlık <b>"),
            format!("{delete} kışlık <b>"),
        ] {
            told.push(format!("> {said}\n{}", person.ask(&said).await));
        }
        assert_snapshot!(format!("private_{language}"), told.join("\n\n"));
    }
}

#[tokio::test]
async fn a_reply_saves_what_it_replies_to() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let said = person.say(&page(seeded::CARDIGAN));
    person.next().await;
    world.sandbox.telegram.post(person.id, UserPost::text("/save cardigan").reply_to(said));
    assert!(person.next().await.text().contains("Saved as “cardigan”"));
    assert!(person.ask("/deal CARDIGAN").await.text().contains("Wool Cardigan"));
    person.forget_everything().await;
    assert!(person.ask("/deal").await.text().contains("no saved deals yet"));
}

#[tokio::test]
async fn a_group_has_its_own_which_admins_keep_and_everybody_uses() {
    let world = TestWorld::new().await;
    let group =
        world.group(ChatKind::Supergroup { topics: true }, Rights::none().with("can_pin_messages")).await;
    let topic = world.sandbox.telegram.add_topic(group.id, "Home");
    group.say(&format!("/save x {}", page(seeded::CARDIGAN)));
    group.expect_silence().await;
    group.owner_says(&format!("/save cardigan {}", page(seeded::CARDIGAN)));
    assert!(group.next().await.text().contains("Saved as"));
    let sender = || SendAs::user(group.member).in_topic(topic);
    world.sandbox.telegram.send_as(group.id, sender(), &UserPost::text("/deal Cardigan"));
    let answer = group.next().await;
    assert_public(&answer);
    assert!(answer.text().contains("ulp="), "{answer}");
    assert_eq!(answer.message().unwrap()["message_thread_id"], topic);
    world.sandbox.telegram.send_as(group.id, sender(), &UserPost::text("/deal"));
    assert_snapshot!("group_list", group.next().await.to_string());
    group.say("/deal nothing");
    assert!(group.next().await.text().contains("no saved deal called"));
    // Person and chat have separate favourites.
    assert!(group.owner.ask("/deal").await.text().contains("no saved deals yet"));
}

#[tokio::test]
async fn in_a_group_at_rest_only_admins_get_favourites() {
    let world = TestWorld::new().await;
    let group = world.group(ChatKind::Supergroup { topics: false }, Rights::none()).await;
    group.owner_says(&format!("/save cardigan {}", page(seeded::CARDIGAN)));
    assert!(group.next().await.text().contains("Saved as"));
    let expect_admins_alone = async || {
        for asked in ["/deal cardigan", "/deal nothing", "/deal"] {
            group.say(asked);
            group.expect_silence().await;
        }
        group.owner_says("/deal cardigan");
        assert!(group.next().await.text().contains("ulp="));
    };
    // It is noon in London, three in Turkey.
    group.change_setting("quiet:15-16").await;
    expect_admins_alone().await;
    world.advance_clock(3_600);
    group.say("/deal cardigan");
    assert!(group.next().await.text().contains("ulp="));
    group.change_setting("mode:off").await;
    expect_admins_alone().await;
}

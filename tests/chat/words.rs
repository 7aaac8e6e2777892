//! The check of a post's words: by `/check`, and in the report after a post.

use dealink_sandbox::telegram::{MediaKind, UserPost};
use insta::assert_snapshot;

use crate::seeded::{self, page};
use crate::test_chats::TestPerson;
use crate::test_world::TestWorld;

const TURKISH: &str =
    "1 alana 1 BEDAVA kulaklık!\nLinke tıklayana hediye 🎁\nGizli ürün <b> & görselde başka ürün var";

fn body(change: &impl std::fmt::Display) -> String {
    change.to_string().split_once(": ").unwrap().1.to_owned()
}

#[tokio::test]
async fn the_words_of_a_post_are_checked_in_both_languages() {
    let world = TestWorld::new().await;
    for language in ["tr", "en"] {
        let person = world.person(language);
        let (one, other) = (
            person.ask(&format!("/check {TURKISH}")).await,
            person.ask(&format!("/denetle\n{TURKISH}")).await,
        );
        assert_eq!(one.text(), other.text());
        assert_snapshot!(format!("checked_{language}"), body(&one));
        let harmless = person.ask("/check Masa lambası 189 TL, kargo bedava, çekiliş yok").await;
        assert_snapshot!(format!("nothing_found_{language}"), body(&harmless));
        let usage = person.ask("/check").await;
        assert!(usage.text().contains(if language == "tr" { "/denetle" } else { "/check" }), "{usage}");
    }
}

async fn chooses_cashback(person: &TestPerson<'_>) {
    let card = person.ask("/traffic").await;
    person.press(&card, "✅ Cashback").await;
}

#[tokio::test]
async fn the_publishers_own_traffic_source_decides() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let before = person.ask("/check 5% cashback on everything").await;
    assert!(before.text().contains("“5% cashback") && before.text().contains("/traffic"), "{before}");
    chooses_cashback(&person).await;
    let after = person.ask("/check 5% cashback on everything").await;
    assert!(after.text().contains("found nothing") && after.text().contains("Cashback"), "{after}");
    let clicks = person.ask("/check Click the link and win a prize").await;
    assert!(clicks.text().contains("“Click the link and win"), "{clicks}");
}

#[tokio::test]
async fn a_reply_a_caption_an_album_and_an_edit_are_checked() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let telegram = &world.sandbox.telegram;
    let found = "“BUY ONE GET ONE FREE”";
    let post = person.say("BUY ONE GET ONE FREE today");
    person.next().await;
    telegram.post(person.id, UserPost::text("/check").reply_to(post));
    let by_reply = person.next().await;
    assert!(by_reply.text().contains(found), "{by_reply}");

    telegram.post(person.id, UserPost::media(MediaKind::Photo, "/check BUY ONE GET ONE FREE"));
    assert!(person.next().await.text().contains(found));

    telegram.album(
        person.id,
        vec![
            UserPost::media(MediaKind::Photo, "/check BUY ONE GET ONE FREE"),
            UserPost::media(MediaKind::Video, "and click to win"),
        ],
    );
    let of_album = person.next().await;
    assert!(of_album.text().contains(found) && of_album.text().contains("“click to win”"), "{of_album}");

    let asked = person.say("/check BUY ONE GET ONE FREE");
    let answer = person.next().await;
    telegram.edit(person.id, asked, "/check buy one");
    let edited = person.next().await;
    assert_eq!(edited.message_id(), answer.message_id());
    assert!(edited.text().contains("found nothing"), "{edited}");
}

#[tokio::test]
async fn the_report_of_a_post_tells_what_its_words_may_break() {
    let world = TestWorld::new().await;
    for language in ["tr", "en"] {
        let person = world.person(language);
        let post = format!("{TURKISH}\n{}", page(seeded::CARDIGAN));
        world.sandbox.telegram.post(person.id, UserPost::text(&post));
        let back = person.next().await;
        assert!(back.text().contains("Gizli ürün"), "the words themselves stay: {back}");
        assert_snapshot!(format!("report_{language}"), body(&person.next().await));
    }
}

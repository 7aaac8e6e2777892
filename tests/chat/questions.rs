//! The bot's question about a price.

use crate::seeded::{self, page};
use crate::test_world::TestWorld;

#[tokio::test]
async fn a_price_makes_the_estimate_exact() {
    let world = TestWorld::new().await;
    let person = world.person("tr");
    let answer = person.ask(&page(seeded::CARDIGAN)).await;
    let (_, question) = person.press(&answer, "🏷 Fiyat gir").await;
    insta::assert_snapshot!(question.text());
    insta::assert_snapshot!(person.ask("1.234,56 TL").await.text());
}

#[tokio::test]
async fn a_short_link_can_be_priced_too() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let answer = person.ask("https://a.aliexpress.com/_mWool01").await;
    person.press(&answer, "🏷 Enter a price").await;
    assert!(person.ask("10").await.text().contains("Estimate: $0.69"));
}

#[tokio::test]
async fn another_message_ends_the_question() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let answer = person.ask(&page(seeded::CARDIGAN)).await;
    person.press(&answer, "🏷 Enter a price").await;
    assert!(person.ask(&page(seeded::HOT)).await.text().contains("Hand Blender"));
    assert!(person.ask("20").await.text().contains("no link"), "the question is over");
}

#[tokio::test]
async fn what_is_no_price_is_not_taken_for_one() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let answer = person.ask(&page(seeded::CARDIGAN)).await;
    for text in ["-5", "free", "1e9", "99999999999999999999"] {
        person.press(&answer, "🏷 Enter a price").await;
        assert!(person.ask(text).await.text().contains("no link"), "{text}");
    }
}

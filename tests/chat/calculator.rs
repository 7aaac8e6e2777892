//! The calculator: "what if" on buttons, in one card that changes in place.

use crate::seeded::{self, page};
use crate::test_chats::TestPerson;
use crate::test_world::TestWorld;
use dealink_sandbox::telegram::ChatChange;

async fn opened<'a>(world: &'a TestWorld, language: &str, product: u64) -> (TestPerson<'a>, ChatChange) {
    let person = world.person(language);
    let answer = person.ask(&page(product)).await;
    (person, answer)
}

#[tokio::test]
async fn the_reasons_stand_behind_why() {
    let world = TestWorld::new().await;
    for (language, why) in [("tr", "❓ Neden?"), ("en", "❓ Why?")] {
        let (person, answer) = opened(&world, language, seeded::CARDIGAN).await;
        assert!(!answer.text().contains(" • "), "the answer itself stays short");
        let (_, card) = person.press(&answer, why).await;
        insta::assert_snapshot!(format!("why_{language}"), card);
    }
}

#[tokio::test]
async fn a_new_buyer_is_supposed_and_taken_back_in_the_same_card() {
    let world = TestWorld::new().await;
    let (person, answer) = opened(&world, "en", seeded::CARDIGAN).await;
    let (_, card) = person.press(&answer, "🆕 As a new buyer").await;
    assert!(card.text().contains("Assumed: New buyer"), "{card}");
    let (_, changed) = person.press(&card, "👤 As an existing buyer").await;
    assert_eq!(changed.message_id(), card.message_id(), "the card changes in place");
    assert!(changed.text().contains("Assumed: Existing buyer"), "{changed}");
    let (_, afresh) = person.press(&changed, "↺ Start over").await;
    assert!(!afresh.text().contains("Assumed"), "{afresh}");
}

#[tokio::test]
async fn the_four_classes_stand_beside_each_other() {
    let world = TestWorld::new().await;
    for (language, traffic) in [("tr", "🔀 Başka trafik türü"), ("en", "🔀 Other traffic type")] {
        let person = world.person(language);
        let answer = person.ask(&format!("$100.00 | Blender\n{}", page(seeded::NOT_AFFILIATE))).await;
        let (_, card) = person.press(&answer, traffic).await;
        insta::assert_snapshot!(format!("classes_{language}"), card);
    }
}

#[tokio::test]
async fn another_class_can_be_supposed() {
    let world = TestWorld::new().await;
    let (person, answer) = opened(&world, "en", seeded::NOT_AFFILIATE).await;
    let (_, card) = person.press(&answer, "🔀 Other traffic type").await;
    let (_, card) = person.press(&card, "Cashback and extensions").await;
    assert!(card.text().contains("Assumed: Cashback"), "{card}");
    assert!(card.text().contains("will not appear in statistics"), "{card}");
}

#[tokio::test]
async fn a_category_makes_a_range_exact() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let answer = person.ask(&format!("$100.00 | Barrel\n{}", page(seeded::NO_RATE))).await;
    let (_, card) = person.press(&answer, "❓ Why?").await;
    let (_, card) = person.press(&card, "📂 Category").await;
    insta::assert_snapshot!(card);
    let (_, card) = person.press(&card, "Garden supplies").await;
    assert!(card.text().contains("$6.90"), "{card}");
    let (_, card) = person.press(&card, "📂 Category").await;
    let (_, card) = person.press(&card, "Special category").await;
    assert!(card.text().contains("$0.00"), "{card}");
    let (_, card) = person.press(&card, "📂 Category").await;
    let (_, card) = person.press(&card, "Category unknown").await;
    assert!(!card.text().contains("Assumed"), "{card}");
}

#[tokio::test]
async fn price_and_store_are_typed_and_what_was_supposed_stays() {
    let world = TestWorld::new().await;
    let (person, answer) = opened(&world, "en", seeded::CARDIGAN).await;
    let (_, card) = person.press(&answer, "🆕 As a new buyer").await;
    let (_, question) = person.press(&card, "🏷 Enter a price").await;
    insta::assert_snapshot!(question.text());
    let priced = person.ask("200 USD").await;
    assert!(priced.text().contains("$13.80") && priced.text().contains("New buyer"), "{priced}");
    let (_, question) = person.press(&priced, "🏬 Store").await;
    insta::assert_snapshot!(question.text());
    let stored = person.ask("1100900001").await;
    assert!(stored.text().contains("New buyer · Store 1100900001"), "{stored}");
    assert!(stored.text().contains("$200.00"), "the price stays: {stored}");
    assert!(stored.text().contains("on none of the lists"), "{stored}");
    person.press(&stored, "🏬 Store").await;
    let linked = person.ask("https://www.aliexpress.com/store/1100123456").await;
    assert!(linked.text().contains("Store 1100123456"), "{linked}");
}

#[tokio::test]
async fn several_products_have_a_calculator_each() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let answer = person.ask(&format!("{} {}", page(seeded::CARDIGAN), page(seeded::HOT))).await;
    let (_, card) = person.press(&answer, "🧮 Calculate · 2").await;
    assert!(card.text().contains("Hand Blender"), "{card}");
}

/// Fault: a forged press of the calculator.
/// Behaviour: nothing is looked up.
#[tokio::test]
async fn a_forged_press_looks_nothing_up() {
    let world = TestWorld::new().await;
    let (person, answer) = opened(&world, "en", seeded::CARDIGAN).await;
    world.sandbox.admitad.reset_calls();
    for data in ["cr:evil.example/1:", "cr:www.aliexpress.com/store/1:", "or::", "cr:1:"] {
        world.sandbox.telegram.forge_press(person.id, answer.message_id().unwrap(), data);
        assert!(person.next().await.text().contains("out of date"), "{data}");
        person.next().await;
    }
    assert_eq!(world.network_calls(), "");
}

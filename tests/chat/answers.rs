//! Answers to pasted links.

use dealink_sandbox::telegram::ChatChange;
use insta::assert_snapshot;

use crate::seeded::{self, page};
use crate::test_world::TestWorld;

/// Sends the same text in both languages and returns both answers.
async fn both(world: &TestWorld, text: &str) -> String {
    let mut shown = Vec::new();
    for language in ["tr", "en"] {
        let person = world.person(language);
        shown.push(person.ask(text).await.to_string());
    }
    shown.join("\n\n---\n\n")
}

#[tokio::test]
async fn an_affiliate_product() {
    let world = TestWorld::new().await;
    assert_snapshot!(both(&world, &page(seeded::CARDIGAN)).await);
}

#[tokio::test]
async fn a_share_text_with_its_price_in_lira() {
    let world = TestWorld::new().await;
    let text = "AliExpress'te bunu buldum: ₺1.234,56 | Kadın Yün Hırka\nhttps://a.aliexpress.com/_mWool01";
    assert_snapshot!(both(&world, text).await);
}

#[tokio::test]
async fn every_verdict_with_its_evidence() {
    let world = TestWorld::new().await;
    let verdicts = [
        seeded::NOT_AFFILIATE,
        seeded::CHECK_SAYS_YES,
        seeded::CHECK_SAYS_NO,
        seeded::CHECK_REFUSES,
        seeded::NO_REWARD,
        seeded::NO_RATE,
        seeded::HOT,
        seeded::NOBODY_KNOWS,
    ];
    for product in verdicts {
        assert_snapshot!(
            format!("verdict_of_{product}"),
            both(&world, &format!("$20 {}", page(product))).await
        );
    }
}

#[tokio::test]
async fn the_cap_is_said() {
    let world = TestWorld::new().await;
    let answer = both(&world, &format!("$1,999.00 {}", page(seeded::ABOVE_CAP))).await;
    assert!(answer.contains("38,00 $") && answer.contains("$38.00"), "{answer}");
}

#[tokio::test]
async fn titles_cannot_break_the_message() {
    let world = TestWorld::new().await;
    for (product, shown) in [
        (seeded::NASTY_TITLE, "Cup <b>\"Best\" & 'Second'</b> 300 ml"),
        (seeded::RTL_TITLE, "مرحبا بالعالم"),
        (seeded::EMOJI_TITLE, "🦄👩‍👩‍👧"),
        (seeded::LONG_TITLE, "…"),
    ] {
        let answer = both(&world, &page(product)).await;
        assert!(answer.matches(shown).count() >= 2, "{answer}");
    }
}

#[tokio::test]
async fn several_products_in_the_order_of_the_message() {
    let world = TestWorld::new().await;
    let text = format!(
        "{}\n{} and again {}\nhttps://www.aliexpress.com/store/1234567 {}",
        page(seeded::NOT_AFFILIATE),
        page(seeded::CARDIGAN),
        page(seeded::NOT_AFFILIATE),
        page(seeded::HOT),
    );
    assert_snapshot!(both(&world, &text).await);
}

#[tokio::test]
async fn twenty_products_in_one_reply_and_one_round_trip() {
    let world = TestWorld::new().await;
    let links: Vec<String> = world.sandbox.admitad.products().iter().take(20).map(|p| page(p.id)).collect();
    let person = world.person("en");
    let answer = person.ask(&links.join("\n")).await;
    assert_snapshot!(answer);
    assert_eq!(answer.buttons().iter().flatten().count(), 40, "copy and share for each");
    // The link check is called only for the product without a verdict in the deeplink answer.
    let unsaid = world.sandbox.admitad.products().iter().take(20).filter(|p| p.affiliate.is_none()).count();
    assert_eq!(world.network_calls(), format!("deeplink 1, rates 1, check {unsaid}"));
    assert_eq!(world.sandbox.telegram.calls("sendMessage").len(), 1);
}

#[tokio::test]
async fn a_message_full_of_links_is_answered_in_well_formed_parts() {
    let world = TestWorld::new().await;
    let person = world.person("tr");
    let links: Vec<String> =
        (0..95).map(|n| format!("aliexpress.com/item/{}.html", 1_005_009_100_000_000u64 + n)).collect();
    let text = links.join("\n");
    assert!(text.len() <= 4_096);
    person.say(&text);
    let mut answers = Vec::new();
    while !answers.iter().any(|answer: &ChatChange| answer.text().contains("95. ")) {
        answers.push(person.next().await);
    }
    let lines: Vec<&str> = answers.iter().flat_map(|answer| answer.text().lines()).collect();
    for number in 1..=95 {
        let of_number = lines.iter().filter(|line| line.starts_with(&format!("{number}. "))).count();
        assert_eq!(of_number, 1, "product {number}");
    }
    assert_eq!(answers.len(), 4);
}

#[tokio::test]
async fn what_is_no_product_is_told_apart() {
    let world = TestWorld::new().await;
    let text = "https://www.aliexpress.com.firsat.example/item/1005009000000012.html\n\
                https://www.aliexpress.com/w/wholesale-lamp.html https://www.aliexpress.com/ https://ali.ski/BOSn_x";
    assert_snapshot!(both(&world, text).await);
}

#[tokio::test]
async fn an_edited_message_has_its_answer_edited() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let message = person.say(&page(seeded::CARDIGAN));
    let first = person.next().await;
    world.sandbox.telegram.edit(person.id, message, &page(seeded::HOT));
    let second = person.next().await;
    assert_eq!(first.message_id(), second.message_id(), "no second answer");
    assert!(
        second.to_string().starts_with("bot edits") && second.text().contains("Hand Blender"),
        "{second}"
    );
}

#[tokio::test]
async fn a_link_that_is_edited_in_or_out_changes_the_answer() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let message = person.say("see this");
    let nothing = person.next().await;
    assert!(nothing.text().contains("no link"));
    world.sandbox.telegram.edit(person.id, message, &page(seeded::CARDIGAN));
    let answer = person.next().await;
    assert_eq!(answer.message_id(), nothing.message_id());
    assert!(answer.text().contains("Wool Cardigan") && !answer.buttons().is_empty(), "{answer}");
    world.sandbox.telegram.edit(person.id, message, "never mind");
    let answer = person.next().await;
    assert!(answer.text().contains("no link") && answer.buttons().is_empty(), "{answer}");
}

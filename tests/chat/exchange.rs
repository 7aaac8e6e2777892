//! Converted amounts: source and date of the exchange rate, and the text when it is old or missing.

use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::admitad::AdmitadFault;
use dealink_sandbox::bank::BulletinFault;
use jiff::civil::date;

use crate::seeded::{self, page};
use crate::test_chats::TestPerson;
use crate::test_world::{TestConfig, TestWorld};

fn priced() -> String {
    format!("₺1.234,56 {}", page(seeded::CARDIGAN))
}

/// The answer to a price in lira, in Turkish and in English.
async fn both(world: &TestWorld) -> [String; 2] {
    let turkish = world.person("tr").ask(&priced()).await;
    let english = world.person("en").ask(&priced()).await;
    [turkish.text().to_owned(), english.text().to_owned()]
}

fn assert_says(answers: &[String; 2], turkish: &str, english: &str) {
    assert!(answers[0].contains(turkish), "{}", answers[0]);
    assert!(answers[1].contains(english), "{}", answers[1]);
}

/// Makes the network refuse exchange rates.
fn no_network_rates(world: &TestWorld) {
    world.sandbox.admitad.inject_fault(AdmitadEndpoint::Exchange, AdmitadFault::Status(400), 1_000);
}

#[tokio::test]
async fn the_networks_rate_is_named() {
    let world = TestWorld::new().await;
    let answers = both(&world).await;
    assert_says(
        &answers,
        "₺1.234,56 ≈ 29,14 $ (döviz kuru: affiliate ağı, 22 Kasım 2026)",
        "₺1,234.56 ≈ $29.14 (exchange rate: affiliate network, 22 November 2026)",
    );
    assert_eq!(
        (world.network_calls().as_str(), world.sandbox.bank.calls()),
        ("deeplink 1, rates 1, exchange 1", 0)
    );
}

#[tokio::test]
async fn the_banks_rate_is_named_where_the_network_has_none() {
    let world = TestWorld::new().await;
    no_network_rates(&world);
    let answers = both(&world).await;
    assert_says(
        &answers,
        "₺1.234,56 ≈ 29,13 $ (döviz kuru: Merkez Bankası, 20 Kasım 2026)",
        "₺1,234.56 ≈ $29.13 (exchange rate: Central Bank of Türkiye, 20 November 2026)",
    );
    assert!(!answers[1].contains("days old"), "a weekend is no reason to worry: {}", answers[1]);
    assert_eq!(world.sandbox.bank.calls(), 1);
}

/// Fault: exchange rates can only be had from an earlier day.
/// Behaviour: they are used and said to be old.
#[tokio::test]
async fn an_old_rate_is_used_and_said_to_be_old() {
    let world = TestWorld::new().await;
    no_network_rates(&world);
    world.sandbox.bank.inject_fault(&BulletinFault::OfDay(date(2026, 11, 18)), 1);
    assert_says(
        &both(&world).await,
        "⚠️ Kullanılan döviz kuru 4 gün öncesine ait (Merkez Bankası, 18 Kasım 2026).",
        "⚠️ The exchange rate used is 4 days old (Central Bank of Türkiye, 18 November 2026).",
    );
}

/// Fault: no exchange rate can be had.
/// Behaviour: nothing is converted.
#[tokio::test]
async fn without_any_rate_nothing_is_converted() {
    let world = TestWorld::new().await;
    no_network_rates(&world);
    world.sandbox.bank.inject_fault(&BulletinFault::Status(500), 1_000);
    let answers = both(&world).await;
    assert_says(
        &answers,
        "ℹ️ TRY için döviz kuru bulunamadığından tutarlar çevrilmedi.",
        "ℹ️ No exchange rate was found for TRY, so nothing was converted.",
    );
    assert!(answers[1].contains("Estimate: ₺85.18") && !answers[1].contains('≈'), "{}", answers[1]);
}

#[tokio::test]
async fn the_second_currency_needs_a_rate_too() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let card = person.ask("/settings").await;
    let (_, currencies) = person.press(&card, "💱 Currency").await;
    person.press(&currencies, "EUR").await;
    let text = format!("$20 {}", page(seeded::CARDIGAN));
    let answer = person.ask(&text).await;
    assert!(
        answer.text().contains("$1.38 ≈ €1.19 (exchange rate: affiliate network, 22 November 2026)"),
        "{answer}"
    );
    let list: Vec<String> = world.sandbox.admitad.products().iter().take(5).map(|p| page(p.id)).collect();
    let list = person.ask(&format!("$20 {}", list.join("\n"))).await;
    assert!(list.text().contains("💱 1: exchange rate: affiliate network, 22 November 2026"), "{list}");

    let id = person.id;
    let mut world = world;
    world.stop().await;
    // The rate was stored.
    no_network_rates(&world);
    world.sandbox.bank.inject_fault(&BulletinFault::Status(500), 1_000);
    world.start().await;
    let person = TestPerson { world: &world, id };
    assert!(person.ask(&text).await.text().contains("≈ €1.19"));
    let answer = person.ask(&format!("£20 {}", page(seeded::CARDIGAN))).await;
    assert!(answer.text().contains("No exchange rate was found for GBP"), "{answer}");
}

#[tokio::test]
async fn without_an_account_the_bank_alone_converts() {
    let world = TestWorld::with_config(TestConfig {
        change_config: |config| {
            config.network.account = None;
            config.network.deeplink_base = "https://rzekl.com/g/1e8d114494zzzzzzzzzz16525dc3e8/".parse().ok();
        },
        ..TestConfig::default()
    })
    .await;
    let answer = world.person("en").ask(&priced()).await;
    assert!(
        answer.text().contains("≈ $29.13 (exchange rate: Central Bank of Türkiye, 20 November 2026)"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_bank_that_is_switched_off_is_not_asked() {
    let world = TestWorld::with_config(TestConfig {
        change_config: |config| config.central_bank = None,
        ..TestConfig::default()
    })
    .await;
    no_network_rates(&world);
    let answer = world.person("en").ask(&priced()).await;
    assert!(answer.text().contains("No exchange rate was found for TRY"), "{answer}");
    assert_eq!(world.sandbox.bank.calls(), 0);
}

//! Facts from product feeds: in an answer, without an answer of the network, and in conflict with other sources.

use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::admitad::{AdmitadFault, CODE};
use insta::assert_snapshot;

use crate::invented_feed::{InventedProduct, invented_product, write_feed};
use crate::seeded::{self, page};
use crate::test_world::{TestConfig, TestWorld, noon};

const LISTED_STORE: u64 = 1_005_009_000_000_038;

async fn with_feeds() -> TestWorld {
    TestWorld::with_config(TestConfig { feeds: true, ..TestConfig::default() }).await
}

async fn without_network(world: &TestWorld) {
    for endpoint in [AdmitadEndpoint::Deeplink, AdmitadEndpoint::Rates, AdmitadEndpoint::Check] {
        world.sandbox.admitad.inject_fault(endpoint, AdmitadFault::Status(500), 1_000);
    }
}

#[tokio::test]
async fn a_bare_link_gets_price_discount_and_an_estimate_in_money() {
    let world = with_feeds().await;
    for language in ["tr", "en"] {
        let answer = world.person(language).ask(&page(seeded::CARDIGAN)).await;
        assert_snapshot!(format!("a_bare_link_{language}"), answer.to_string());
    }
}

#[tokio::test]
async fn a_hot_product_comes_with_its_special_link_and_the_subid() {
    let world = with_feeds().await;
    for language in ["tr", "en"] {
        let person = world.person(language);
        let answer = person.ask(&format!("{} /subid autumn", page(seeded::HOT))).await;
        assert_snapshot!(format!("a_hot_product_{language}"), answer.to_string());
        let why = if language == "tr" { "❓ Neden?" } else { "❓ Why?" };
        let (_, reasons) = person.press(&answer, why).await;
        assert_snapshot!(format!("a_hot_product_{language}_why"), reasons.to_string());
    }
}

/// Fault: the network is out of reach.
/// Behaviour: what the feeds know is answered, with its date.
#[tokio::test]
async fn a_network_out_of_reach_costs_neither_link_nor_verdict_nor_estimate() {
    let world = with_feeds().await;
    without_network(&world).await;
    for language in ["tr", "en"] {
        let person = world.person(language);
        for (name, product) in [("ordinary", seeded::CARDIGAN), ("hot", seeded::HOT)] {
            let answer = person.ask(&page(product)).await;
            assert_snapshot!(format!("no_network_{name}_{language}"), answer.to_string());
        }
    }
}

#[tokio::test]
async fn the_feeds_store_is_looked_up_on_the_lists() {
    let mut world = with_feeds().await;
    world.stop().await;
    let store = dealink::store::Store::open(world.data.path()).await.unwrap().store;
    for (kind, list) in dealink::sandbox::lists(&world.sandbox, noon().today()) {
        store.lists.save(kind, list, noon().now()).await.unwrap();
    }
    store.flush().await.unwrap();
    drop(store);
    world.start().await;
    let answer = world.person("en").ask(&page(LISTED_STORE)).await.to_string();
    assert!(answer.contains("Estimate: $0.00") && answer.contains("⛔"), "{answer}");
}

#[tokio::test]
async fn where_sources_differ_why_says_who_is_believed() {
    let world = with_feeds().await;
    let person = world.person("en");
    let said_cheaper = person.ask(&format!("US $19.90 {}", page(seeded::CARDIGAN))).await;
    assert!(said_cheaper.to_string().contains("Price you sent: $19.90"), "{said_cheaper}");
    let (_, why) = person.press(&said_cheaper, "❓ Why?").await;
    assert_snapshot!("a_cheaper_price_was_sent", why.to_string());
}

#[tokio::test]
async fn a_feed_that_contradicts_the_network_is_told_and_not_believed() {
    let world = TestWorld::new().await;
    let cardigan = InventedProduct {
        id: seeded::CARDIGAN,
        ..invented_product(0, "Cardigan", "Women's Clothing", "25.00", "40")
    };
    let holder = InventedProduct {
        id: seeded::NOT_AFFILIATE,
        ..invented_product(0, "Holder", "Home Decor", "14.00", "9")
    };
    write_feed(world.data.path(), "hot", true, CODE, &[cardigan]);
    write_feed(world.data.path(), "all", false, CODE, &[holder]);
    for (language, button) in [("en", "❓ Why?"), ("tr", "❓ Neden?")] {
        let person = world.person(language);
        for (name, product) in [("not_hot", seeded::CARDIGAN), ("not_affiliate", seeded::NOT_AFFILIATE)] {
            let answer = person.ask(&page(product)).await;
            let (_, why) = person.press(&answer, button).await;
            assert_snapshot!(format!("network_says_{name}_{language}"), why.to_string());
        }
    }
}

#[tokio::test]
async fn a_feed_of_another_ad_space_gives_its_facts_and_not_its_links() {
    let world = TestWorld::new().await;
    let cardigan = InventedProduct {
        id: seeded::CARDIGAN,
        ..invented_product(0, "Cardigan", "Women's Clothing", "25.00", "8")
    };
    write_feed(world.data.path(), "theirs", false, "1e8d114494zzzzzzzzzz16525dc3e8", &[cardigan]);
    without_network(&world).await;
    let answer = world.person("en").ask(&page(seeded::CARDIGAN)).await.to_string();
    assert!(answer.contains("Price: $25.00") && !answer.contains("zzzzzzzzzz"), "{answer}");
}

//! Facts from the Open Platform for products that are in no feed.

use dealink_sandbox::open_platform::OpenPlatformFault;
use insta::assert_snapshot;

use crate::seeded::{self, page};
use crate::test_world::{TestConfig, TestWorld};

async fn asking() -> TestWorld {
    TestWorld::with_config(TestConfig { asks_open_platform: true, ..TestConfig::default() }).await
}

#[tokio::test]
async fn price_and_category_make_an_estimate_of_a_bare_link() {
    let world = asking().await;
    for language in ["tr", "en"] {
        let person = world.person(language);
        assert_snapshot!(
            format!("the_shop_tells_the_price_{language}"),
            person.ask(&page(seeded::CARDIGAN)).await.to_string()
        );
    }
}

#[tokio::test]
async fn the_shop_never_tells_a_rate() {
    let world = asking().await;
    let answer = world.person("en").ask(&page(seeded::NO_RATE)).await.to_string();
    assert!(
        answer.contains("AliExpress itself") && answer.contains("6.9% commission · rates of your ad space"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_shop_out_of_reach_costs_its_price_alone() {
    let world = asking().await;
    world.sandbox.open_platform.inject_fault(&OpenPlatformFault::Status(500), 10);
    let answer = world.person("en").ask(&page(seeded::CARDIGAN)).await.to_string();
    assert!(answer.contains("Affiliate product") && !answer.contains("Price:"), "{answer}");
}

#[tokio::test]
async fn without_keys_the_shop_is_not_asked() {
    let world = TestWorld::new().await;
    world.person("en").ask(&page(seeded::CARDIGAN)).await;
    assert_eq!(world.sandbox.open_platform.calls(), []);
}

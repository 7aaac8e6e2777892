//! Number of calls to the network, and the answers when it fails.

use std::time::Duration;

use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::admitad::AdmitadFault;
use dealink_sandbox::bank::BulletinFault;

use crate::seeded::{self, page};
use crate::test_world::{TestConfig, TestWorld, short_timeouts};

#[tokio::test]
async fn an_uncached_answer_is_one_round_trip_and_a_cached_one_none() {
    let world = TestWorld::new().await;
    for endpoint in [AdmitadEndpoint::Deeplink, AdmitadEndpoint::Rates] {
        world.sandbox.admitad.set_delay(endpoint, Duration::from_millis(50));
    }
    let (one, other) = (world.person("en"), world.person("tr"));
    one.ask(&page(seeded::CARDIGAN)).await;
    assert_eq!(world.network_calls(), "deeplink 1, rates 1");
    assert_eq!(world.sandbox.telegram.calls("sendMessage").len(), 1);
    one.ask(&page(seeded::CARDIGAN)).await;
    other.ask(&page(seeded::CARDIGAN)).await;
    assert_eq!(world.network_calls(), "deeplink 1, rates 1", "the second and third came from the cache");
}

#[tokio::test]
async fn equal_questions_in_flight_are_one() {
    let world = TestWorld::new().await;
    world.sandbox.admitad.set_delay(AdmitadEndpoint::Deeplink, Duration::from_millis(100));
    let people: Vec<_> = (0..20).map(|_| world.person("en")).collect();
    for person in &people {
        person.say(&page(seeded::CARDIGAN));
    }
    for person in &people {
        assert!(person.next().await.text().contains("✅"));
    }
    assert_eq!(world.network_calls(), "deeplink 1, rates 1");
}

#[tokio::test]
async fn the_check_is_asked_only_where_the_generator_is_silent() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    person.ask(&page(seeded::CARDIGAN)).await;
    assert_eq!(world.network_calls(), "deeplink 1, rates 1");
    person.ask(&page(seeded::CHECK_SAYS_YES)).await;
    assert_eq!(world.network_calls(), "deeplink 2, rates 2, check 1");
}

/// Fault: the network answers with errors, odd forms or not at all.
/// Behaviour: the answer says what is not known and claims nothing.
#[tokio::test]
async fn whatever_the_network_answers_the_person_gets_an_honest_sentence() {
    use AdmitadFault::*;
    let faults = [
        Empty,
        Html,
        HalfJson,
        Cut,
        Hang,
        Oversized,
        Status(401),
        Status(403),
        Status(404),
        Status(400),
        Status(503),
        ErrorCode(503, 4),
        Status(500),
    ];
    for fault in faults {
        let world = TestWorld::new().await;
        let person = world.person("en");
        // The ad space's own link is known by now, so a link can be made without the generator.
        while world.sandbox.admitad.calls().count(AdmitadEndpoint::Program) == 0 {
            tokio::task::yield_now().await;
        }
        world.sandbox.admitad.inject_fault(AdmitadEndpoint::Deeplink, fault, 1_000);
        world.sandbox.admitad.inject_fault(AdmitadEndpoint::Rates, fault, 1_000);
        let answer = person.ask(&format!("$20 {}", page(seeded::CARDIGAN))).await;
        assert!(answer.text().contains("❔ Could not be verified"), "{fault:?}: {answer}");
        assert!(answer.text().contains("The network did not answer"), "{fault:?}: {answer}");
        assert!(answer.text().contains("The live rate could not be asked"), "{fault:?}: {answer}");
        assert!(!answer.text().contains('⟨'), "{fault:?}: {answer}");
        world.sandbox.admitad.clear_faults();
        let after = person.ask(&format!("$20 {}", page(seeded::CARDIGAN))).await;
        assert!(
            after.text().contains("✅ Affiliate product"),
            "{fault:?}: a failure must not be kept: {after}"
        );
    }
}

#[tokio::test]
async fn odd_forms_of_a_good_answer_change_nothing() {
    for fault in [AdmitadFault::NumbersAsStrings, AdmitadFault::Shuffled, AdmitadFault::Unwrapped] {
        let world = TestWorld::new().await;
        let person = world.person("en");
        world.sandbox.admitad.inject_fault(AdmitadEndpoint::Deeplink, fault, 1);
        world.sandbox.admitad.inject_fault(AdmitadEndpoint::Rates, fault, 1);
        let answer = person.ask(&page(seeded::CARDIGAN)).await;
        assert!(
            answer.text().contains("✅ Affiliate product") && answer.text().contains("6.9%"),
            "{fault:?}: {answer}"
        );
    }
}

/// Fault: the network answers with nulls.
/// Behaviour: what is null is unknown and never "no".
#[tokio::test]
async fn nulls_are_unknown_and_not_no() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    world.sandbox.admitad.inject_fault(AdmitadEndpoint::Rates, AdmitadFault::Nulls, 1);
    let answer = person.ask(&page(seeded::CARDIGAN)).await;
    assert!(answer.text().contains("✅") && answer.text().contains("2.3% to 6.9%"), "{answer}");
}

/// Fault: the network says that it is busy.
/// Behaviour: the call is made again in time for the answer.
#[tokio::test]
async fn a_busy_network_is_waited_for() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    world.sandbox.admitad.inject_fault(AdmitadEndpoint::Deeplink, AdmitadFault::ErrorCode(503, 4), 2);
    let answer = person.ask(&page(seeded::CARDIGAN)).await;
    assert!(answer.text().contains("✅ Affiliate product"), "{answer}");
}

#[tokio::test]
async fn without_credentials_links_are_made_offline_and_nothing_is_claimed() {
    let world = TestWorld::with_config(TestConfig {
        change_config: |config| {
            config.network.account = None;
            config.network.deeplink_base = "https://rzekl.com/g/1e8d114494zzzzzzzzzz16525dc3e8/".parse().ok();
        },
        ..TestConfig::default()
    })
    .await;
    let person = world.person("tr");
    let answer = person.ask(&format!("$20 {}", page(seeded::CARDIGAN))).await;
    insta::assert_snapshot!(answer);
    assert_eq!(world.network_calls(), "");
}

/// Fault: a call to the network does not end.
/// Behaviour: only the person whose product it is waits.
#[tokio::test]
async fn a_slow_network_keeps_nobody_else_waiting() {
    let world = TestWorld::with_config(TestConfig {
        timeouts: dealink_network::admitad::AdmitadTimeouts {
            attempt: Duration::from_secs(20),
            deadline: Duration::from_secs(20),
            ..short_timeouts()
        },
        ..TestConfig::default()
    })
    .await;
    let (slow, quick) = (world.person("en"), world.person("en"));
    quick.ask(&page(seeded::HOT)).await;
    world.sandbox.admitad.inject_fault(AdmitadEndpoint::Deeplink, AdmitadFault::Hang, 1);
    slow.say(&page(seeded::CARDIGAN));
    assert!(quick.ask(&page(seeded::HOT)).await.text().contains("Hand Blender"));
    assert!(quick.ask("/help").await.text().contains("What I can do"));
}

/// Fault: the check of a product fails.
/// Behaviour: nothing is claimed, and the next question asks again.
#[tokio::test]
async fn a_check_that_failed_is_asked_again_next_time() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    world.sandbox.admitad.inject_fault(AdmitadEndpoint::Check, AdmitadFault::Status(500), 1_000);
    assert!(!person.ask(&page(seeded::CHECK_SAYS_NO)).await.text().contains("❌"));
    world.sandbox.admitad.clear_faults();
    assert!(person.ask(&page(seeded::CHECK_SAYS_NO)).await.text().contains("❌ Not an affiliate product"));
}

/// Fault: short links and exchange rates fail.
/// Behaviour: the answer comes without them, and they are not asked for again at once.
#[tokio::test]
async fn extras_that_do_not_answer_cost_the_answer_nothing() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let card = person.ask("/settings").await;
    person.press(&card, "✂️ Short links: off").await;
    for endpoint in [AdmitadEndpoint::ShortLink, AdmitadEndpoint::Exchange] {
        world.sandbox.admitad.inject_fault(endpoint, AdmitadFault::Status(500), 1_000);
    }
    world.sandbox.bank.inject_fault(&BulletinFault::Status(500), 1_000);
    let text = format!("₺1.000,00 {}", page(seeded::CARDIGAN));
    let answer = person.ask(&text).await;
    assert!(answer.text().contains("Estimate: ₺69.00") && answer.text().contains("rzekl.com"), "{answer}");
    let asked = (world.network_calls(), world.sandbox.bank.calls());
    person.ask(&text).await;
    assert_eq!((world.network_calls(), world.sandbox.bank.calls()), asked, "they rest after a fault");
}

/// Fault: the network refuses a page.
/// Behaviour: no link is made for it without the network.
#[tokio::test]
async fn a_page_that_the_network_refuses_gets_no_link_made_offline() {
    let world = TestWorld::with_config(TestConfig {
        change_config: |config| {
            config.network.deeplink_base = "https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/".parse().ok();
        },
        ..TestConfig::default()
    })
    .await;
    let person = world.person("en");
    let store = "https://www.aliexpress.com/store/1234567";
    world.sandbox.admitad.inject_fault(AdmitadEndpoint::Deeplink, AdmitadFault::Status(400), 1);
    let refused = person.ask(store).await;
    assert!(refused.text().contains("No affiliate link could be made for it."), "{refused}");
    world.sandbox.admitad.inject_fault(AdmitadEndpoint::Deeplink, AdmitadFault::Status(500), 1_000);
    let offline = person.ask(store).await;
    assert!(
        offline.text().contains("Its affiliate link:") && offline.text().contains("rzekl.com/g/"),
        "{offline}"
    );
}

#[tokio::test]
async fn pages_are_asked_for_apart_from_products_and_have_no_rates() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let text = format!("{}\nhttps://www.aliexpress.com/store/1234567", page(seeded::CARDIGAN));
    let answer = person.ask(&text).await;
    assert!(answer.text().contains("Wool Cardigan") && answer.text().contains("store%2F1234567"), "{answer}");
    assert_eq!(world.network_calls(), "deeplink 2, rates 1, check 1");
    let targets = world.sandbox.admitad.calls().targets(AdmitadEndpoint::Deeplink);
    assert_eq!(targets, [1, 1]);
}

#[tokio::test]
async fn an_own_link_on_a_tracker_that_no_list_has_is_known_by_the_host_that_the_network_uses() {
    // The operator's own link shows the SubID parameters of the network.
    let world = TestWorld::with_config(TestConfig {
        change_config: |config| {
            config.network.deeplink_base =
                "https://new-tracker.example/g/1e8d114494d3a1f00b775ea57e11ed/".parse().ok();
        },
        ..TestConfig::default()
    })
    .await;
    let target = "?ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html";
    let link = |host: &str| format!("https://{host}/g/1e8d114494d3a1f00b775ea57e11ed/{target}");
    let own = world.person("en").ask(&link("new-tracker.example")).await;
    assert!(own.text().contains("This is your own affiliate link already."), "{own}");
    // The same code on another host proves nothing.
    let forged = world.person("en").ask(&link("evil.example")).await;
    assert!(forged.text().contains("only looks like AliExpress"), "{forged}");
}

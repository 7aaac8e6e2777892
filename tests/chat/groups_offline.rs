//! Groups while the network fails.

use crate::groups::assert_public;
use crate::seeded::{self, page};
use crate::test_chats::{PLAIN, deleting};
use crate::test_world::{TestConfig, TestWorld};
use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::admitad::AdmitadFault as NetworkFault;
use std::time::Duration;

/// Fault: no link can be made for a group's post.
/// Behaviour: the admin is told once and the group nothing.
#[tokio::test]
async fn a_link_that_cannot_be_made_is_told_to_the_admin_once_and_to_no_group() {
    let change_config = |config: &mut dealink::config::Config| {
        config.network = dealink::config::NetworkConfig { account: None, deeplink_base: None };
    };
    let world = TestWorld::with_config(TestConfig { change_config, ..TestConfig::default() }).await;
    let group = world.group(PLAIN, deleting()).await;
    group.say(&page(seeded::CARDIGAN));
    assert!(group.owner.next().await.text().contains("could not make an affiliate link"));
    group.say(&page(seeded::HOT));
    group.expect_silence().await;
}

/// Fault: the network is out of reach.
/// Behaviour: links in groups are made without it.
#[tokio::test]
async fn with_the_network_out_of_reach_links_are_made_offline() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.say(&page(seeded::CARDIGAN));
    group.next().await;
    for endpoint in [AdmitadEndpoint::Deeplink, AdmitadEndpoint::Rates, AdmitadEndpoint::Check] {
        world.sandbox.admitad.inject_fault(endpoint, NetworkFault::Cut, 1_000);
    }
    group.say(&page(seeded::HOT));
    let answer = group.next().await;
    assert!(answer.text().contains("ulp="), "{answer}");
    assert_public(&answer);
}

/// Fault: the network takes long for one product of a group.
/// Behaviour: other messages of the group are answered meanwhile.
#[tokio::test]
async fn a_slow_network_delays_its_own_answer_alone() {
    let world = TestWorld::new().await;
    let (slow, quick) = (world.group(PLAIN, deleting()).await, world.group(PLAIN, deleting()).await);
    quick.say(&page(seeded::CARDIGAN));
    quick.next().await;
    world.sandbox.admitad.set_delay(AdmitadEndpoint::Deeplink, Duration::from_millis(300));
    slow.say(&page(seeded::HOT));
    quick.say(&format!("{} again", page(seeded::CARDIGAN)));
    quick.expect_silence().await;
    assert!(world.sandbox.telegram.unread(slow.id).is_empty(), "the quick one did not wait");
    assert!(slow.next().await.text().contains("ulp="));
}

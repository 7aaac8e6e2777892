//! More messages than the bot keeps waiting.

use std::time::Duration;

use dealink::telegram::queue::QueueLimits;
use dealink_sandbox::admitad::AdmitadEndpoint;

use crate::seeded::{self, page};
use crate::test_world::{TestConfig, TestWorld};

/// Fault: a person sends more than may wait.
/// Behaviour: they are told once, and what waits is answered.
#[tokio::test]
async fn who_sends_too_much_is_told_once_and_what_waits_is_answered() {
    let queue_limits = QueueLimits { updates_per_chat: 3, ..QueueLimits::USUAL };
    let world = TestWorld::with_config(TestConfig { queue_limits, ..TestConfig::default() }).await;
    let (person, other) = (world.person("en"), world.person("tr"));
    world.sandbox.admitad.set_delay(AdmitadEndpoint::Deeplink, Duration::from_secs(60));
    person.say(&page(seeded::CARDIGAN));
    world.sandbox.telegram.wait_for_calls("sendChatAction", 1).await.unwrap();
    for _ in 0..2 {
        person.say("/help");
    }
    world.sandbox.telegram.wait_until_confirmed().await.unwrap();
    // Beyond the three that wait.
    for _ in 0..3 {
        person.say("/privacy");
    }
    assert!(person.next().await.text().contains("Too many of your messages are waiting"));
    assert!(other.ask("/help").await.text().contains("Neler yapabilirim"), "nobody else is affected");
    world.sandbox.telegram.wait_until_confirmed().await.unwrap();
    world.sandbox.admitad.clear_faults();
    for expected in ["Cardigan", "What I can do", "What I can do"] {
        let answer = person.next().await;
        assert!(answer.text().contains(expected), "{answer}");
    }
    assert!(person.ask("/privacy").await.text().contains("What is kept about you"));
}

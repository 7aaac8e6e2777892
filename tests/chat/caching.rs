//! How long answers of the network are given again, in virtual time over real HTTP.

use std::time::Duration;

use crate::paused_time::{TimeHold, advance_while};
use crate::seeded::{self, page};
use crate::test_world::TestWorld;

#[tokio::test(start_paused = true)]
async fn a_complete_answer_is_kept_for_six_hours_and_no_longer() {
    let hold = TimeHold::new();
    let world = TestWorld::new().await;
    let person = world.person("en");
    let minutes = |minutes: u64| tokio::time::advance(Duration::from_secs(60 * minutes));
    let asked = async || {
        world.sandbox.admitad.reset_calls();
        advance_while(&world, person.ask(&page(seeded::CARDIGAN))).await;
        world.network_calls()
    };
    assert_eq!(asked().await, "deeplink 1, rates 1");
    minutes(5 * 60 + 58).await;
    assert_eq!(asked().await, "", "after almost six hours");
    minutes(4).await;
    assert_eq!(asked().await, "deeplink 1, rates 1", "after six hours");
    hold.release().await;
}

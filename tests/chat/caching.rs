//! How long answers of the network are given again, in virtual time over real HTTP.

use std::time::Duration;

use crate::paused_time::{TimeHold, advance_while};
use crate::posts::own_link;
use crate::seeded::{self, page};
use crate::test_world::TestWorld;

#[tokio::test(start_paused = true)]
async fn a_complete_answer_is_kept_for_six_hours_and_no_longer() {
    let hold = TimeHold::new();
    let world = TestWorld::new().await;
    let person = world.person("en");
    let minutes = |minutes: u64| tokio::time::advance(Duration::from_secs(60 * minutes));
    let card = advance_while(&world, person.ask("/settings")).await;
    world.sandbox.telegram.forge_press(person.id, card.message_id().unwrap(), "set:short:on");
    advance_while(&world, person.next()).await;
    advance_while(&world, person.next()).await;
    // A product with its rate and a price to convert, and an own link, which is checked.
    let message = format!("250 TL {}\n{}", page(seeded::CARDIGAN), own_link(seeded::HOT, ""));
    let asked = async || {
        world.sandbox.admitad.reset_calls();
        advance_while(&world, person.ask(&message)).await;
        world.network_calls()
    };
    let all = "deeplink 1, rates 1, check 1, short 1, exchange 1";
    assert_eq!(asked().await, all);
    minutes(5 * 60 + 58).await;
    assert_eq!(asked().await, "", "after almost six hours");
    minutes(4).await;
    assert_eq!(asked().await, all, "after six hours");
    hold.release().await;
}

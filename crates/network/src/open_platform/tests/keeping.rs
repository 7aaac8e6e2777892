//! What is asked only once: remembered answers, questions in flight, the day's budget.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use futures::future::join_all;
use jiff::Timestamp;
use tokio::time::Instant;

use super::*;

#[tokio::test]
async fn what_is_known_is_not_asked_again() {
    let (stand_in, client) = world(quick()).await;
    let known = ask(&client, first()).await;
    assert_eq!(ask(&client, unknown(1)).await, Err(NoOffer::NoData));
    assert_eq!(stand_in.calls().len(), 4);
    assert_eq!(ask(&client.clone(), first()).await, known);
    assert_eq!(ask(&client, unknown(1)).await, Err(NoOffer::NoData));
    assert_eq!(stand_in.calls().len(), 4);
    client.offers(&[first(), unknown(2), first()]).await;
    assert_eq!(stand_in.calls()[4].ids, [unknown(2).value()], "only what is not known is asked");
}

#[tokio::test]
async fn many_who_ask_at_once_ask_once() {
    let (stand_in, client) = world(quick()).await;
    stand_in.set_delay(Duration::from_millis(50));
    let answers = join_all((0..20).map(|_| ask(&client, first()))).await;
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(stand_in.calls().len(), 2);
}

#[tokio::test]
async fn many_products_are_asked_for_in_fifties_in_both_currencies() {
    let (stand_in, client) = world(quick()).await;
    let many: Vec<_> = (0..120).map(unknown).collect();
    assert_eq!(client.offers(&many).await.len(), 120);
    for currency in ["TRY", "USD"] {
        let calls = stand_in.calls();
        let mut sizes: Vec<_> =
            calls.iter().filter(|call| call.currency == currency).map(|call| call.ids.len()).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [20, 50, 50], "{currency}");
    }
    assert!(client.offers(&[]).await.is_empty());
    assert_eq!(stand_in.calls().len(), 6);
}

#[tokio::test]
async fn the_days_budget_is_kept_and_the_next_day_has_a_new_one() {
    let (stand_in, account) = served().await;
    let account = OpenPlatformAccount { calls_per_day: NonZeroU32::new(2).unwrap(), ..account };
    let now: Timestamp = "2026-11-22T23:59:00Z".parse().unwrap();
    let shared = Arc::new(AtomicI64::new(now.as_second()));
    let told = shared.clone();
    let clock = Clock::new(move || Timestamp::from_second(told.load(Ordering::Relaxed)).unwrap());
    stand_in.set_clock(clock.clone());
    let client = client(account, clock, quick());
    assert!(ask(&client, first()).await.is_ok());
    assert_eq!(ask(&client, unknown(1)).await, Err(NoOffer::OverBudget));
    assert!(ask(&client, first()).await.is_ok(), "what is known costs nothing");
    assert_eq!(stand_in.calls().len(), 2);
    shared.fetch_add(60, Ordering::Relaxed);
    assert_eq!(ask(&client, unknown(1)).await, Err(NoOffer::NoData));
    assert_eq!(stand_in.calls().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn every_call_takes_its_turn_in_the_budget() {
    let deadline = Duration::from_millis(200);
    let (stand_in, client) =
        world(OpenPlatformTimeouts { calls_per_second: NonZeroU32::MIN, deadline, ..quick() }).await;
    // One call is all there is.
    client.0.limiter.acquire(Instant::now()).await.unwrap();
    let late = Err(NoOffer::Failed(OpenPlatformError::Late));
    assert_eq!(ask(&client, first()).await, late);
    assert_eq!(stand_in.calls().len(), 0, "in either currency");
}

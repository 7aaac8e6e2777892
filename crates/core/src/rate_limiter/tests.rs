//! The budget, the lines and the cooldown, in virtual time.

use std::collections::VecDeque;

use futures::future::join_all;
use governor::clock::FakeRelativeClock;

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn calls(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap()
}

fn limiter() -> RateLimiter {
    RateLimiter::per_second(calls(1_000_000))
}

/// The most calls in any `period` of a caller that never pauses, for four periods, after it was idle for `idle`.
fn most_in(quota: Quota, period: Duration, idle: Duration) -> usize {
    let clock = FakeRelativeClock::default();
    let budget = governor::RateLimiter::direct_with_clock(quota, clock.clone());
    clock.advance(idle);
    let period = period.as_millis();
    let (mut sent, mut most) = (VecDeque::new(), 0);
    for at in 0..period * 4 {
        while budget.check().is_ok() {
            sent.push_back(at);
        }
        while sent.front().is_some_and(|first| *first + period <= at) {
            sent.pop_front();
        }
        most = most.max(sent.len());
        clock.advance(Duration::from_millis(1));
    }
    most
}

#[test]
fn no_minute_holds_more_calls_than_it_may_and_few_are_wasted() {
    let minute = SECOND * 60;
    for idle in [0, 1, 3_600] {
        let most = most_in(minute_quota(calls(600)), minute + Duration::from_millis(1), SECOND * idle);
        assert!((580..=600).contains(&most), "{most}");
    }
    assert!((25..=30).contains(&most_in(minute_quota(calls(30)), minute, minute)));
    assert!(most_in(minute_quota(calls(1)), minute, Duration::ZERO) <= 2);
}

#[test]
fn no_second_holds_more_calls_than_it_may_and_two_may_be_sent_together() {
    for per_second in [1, 2, 4, 10] {
        let quota = second_quota(calls(per_second));
        let most = most_in(quota, SECOND, Duration::ZERO);
        // One call a second cannot be split into a burst and a flow.
        assert!(most <= per_second.max(2) as usize, "{per_second}: {most}");
        assert!(per_second < 4 || quota.burst_size().get() >= 2);
    }
}

#[tokio::test(start_paused = true)]
async fn every_caller_waits_for_the_end_of_a_cooldown() {
    let limiter = limiter();
    let begun = Instant::now();
    limiter.cooldown().start(SECOND * 2);
    limiter.cooldown().start(SECOND);
    let turns = join_all((0..5).map(|_| limiter.acquire(begun + SECOND * 10))).await;
    assert!(turns.iter().all(Result::is_ok));
    assert_eq!(begun.elapsed(), SECOND * 2, "the longer one holds");
}

#[tokio::test(start_paused = true)]
async fn a_cooldown_beyond_the_deadline_is_told_at_once() {
    let limiter = limiter();
    let begun = Instant::now();
    limiter.cooldown().start(SECOND * 60);
    let told = limiter.acquire(begun + SECOND * 10).await;
    assert_eq!(told, Err(NoTurn::CoolingDown { retry_in: SECOND * 60 }));
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_line_that_is_too_long_ends_at_the_deadline() {
    let limiter = limiter();
    let begun = Instant::now();
    let _head_of_line = limiter.heads.lock().await;
    assert_eq!(limiter.acquire(begun + SECOND).await, Err(NoTurn::TimedOut));
    assert_eq!(begun.elapsed(), SECOND);
}

const ADA: Requester = Requester::Person(1);
const ECE: Requester = Requester::Person(2);

/// How many of so many callers of a requester have their turn within a time.
async fn served(limiter: &RateLimiter, requester: Requester, callers: usize, within: Duration) -> usize {
    let deadline = Instant::now() + within;
    let turns = (0..callers).map(|_| requester.scope(limiter.acquire(deadline)));
    join_all(turns).await.into_iter().filter(Result::is_ok).count()
}

#[tokio::test(start_paused = true)]
async fn one_person_gets_a_quarter_of_a_minute_and_the_bot_all_of_it() {
    let minute = SECOND * 60;
    let of = async |requester| served(&RateLimiter::per_minute(calls(600)), requester, 1_000, minute).await;
    assert_eq!(of(ADA).await, 150);
    assert_eq!(of(Requester::Chat(-7)).await, 150);
    assert!((580..=600).contains(&of(Requester::Bot).await));
    let limiter = RateLimiter::per_minute(calls(600));
    let (ada, ece) =
        tokio::join!(served(&limiter, ADA, 1_000, minute), served(&limiter, ECE, 1_000, minute),);
    assert_eq!((ada, ece), (150, 150));
    assert_eq!(served(&RateLimiter::per_second(calls(10)), ADA, 1_000, SECOND).await, 5);
}

#[tokio::test(start_paused = true)]
async fn a_person_waits_for_one_call_of_each_other_person_however_many_they_have() {
    let limiter = RateLimiter::with_burst(calls(10));
    let begun = Instant::now();
    let deadline = begun + SECOND * 3_600;
    let ada = join_all((0..500).map(|_| ADA.scope(limiter.acquire(deadline))));
    let ece = async {
        // Ada has used what may be sent at once, and 490 of her calls wait.
        sleep(SECOND / 100).await;
        ECE.scope(limiter.acquire(deadline)).await
    };
    let ece = async { (ece.await, begun.elapsed()) };
    let (ada, (ece, waited)) = tokio::join!(ada, ece);
    assert_eq!(ece, Ok(ECE));
    assert!(waited <= SECOND / 5 + SECOND / 50, "{waited:?}");
    assert!(ada.iter().all(|turn| *turn == Ok(ADA)));
    assert!(begun.elapsed() >= SECOND * 49, "nobody was served too early");
}

/// Fault: a person gives up thousands of calls before their turn.
/// Behaviour: they count neither against the budget of all nor against the person's own share.
#[tokio::test(start_paused = true)]
async fn a_caller_that_gave_up_uses_up_nothing_of_the_others() {
    // What may be sent at once, by all and by one person.
    for (requester, at_once) in [(ECE, 20), (ADA, 30)] {
        let limiter = RateLimiter::per_minute(calls(600));
        let others = limiter.heads.lock().await;
        for _ in 0..2_000 {
            let turn = ADA.scope(limiter.acquire(Instant::now() + SECOND / 1_000)).await;
            assert_eq!(turn, Err(NoTurn::TimedOut));
        }
        drop(others);
        assert_eq!(served(&limiter, requester, at_once, SECOND * 5 / 4).await, at_once);
    }
}

//! Whether the platform may be asked now: calls in a second, calls in a day, and cooldowns.
//!
//! One person may use a part of the calls in a second. The calls of a day are shared only once they become scarce: so the bot of one
//! publisher can use most of them, and one among many cannot leave the others without any.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dealink_core::clock::Clock;
use dealink_core::cooldown::Cooldown;
use dealink_core::rate_limiter::{NoTurn, RateLimiter};
use dealink_core::requester::{Requester, first_turn};
use jiff::civil::Date;
use parking_lot::{Mutex, MutexGuard};
use tokio::time::{Instant, timeout_at};

use super::error::{NoOffer, OpenPlatformError};
use super::timeouts::OpenPlatformTimeouts;

/// The part of a day's calls, at its end, that is shared between the requesters, as a fraction.
const SHARED_PART: u32 = 2;
/// What a requester may have used of the shared part, as a fraction of what is left of the day. One alone gets a third of it.
const SHARE_OF_REST: u32 = 2;
/// A requester may always use so many calls of the shared part, also of a budget that is small.
const MIN_SHARE: u32 = 100;

/// Who may send the next call, and when.
pub(super) struct PlatformLimiter {
    limiter: RateLimiter,
    /// Under way while the application is not accepted, beside the limiter's own cooldown.
    denied: Cooldown,
    operator_was_told: AtomicBool,
    clock: Clock,
    calls_per_day: NonZeroU32,
    today: Mutex<CallsOfDay>,
}

#[derive(Default)]
struct CallsOfDay {
    day: Date,
    sent: u32,
    /// Those of each requester in the shared part. No more entries than calls.
    shared: HashMap<Requester, u32>,
}

impl PlatformLimiter {
    pub(super) fn new(timeouts: &OpenPlatformTimeouts, calls_per_day: NonZeroU32, clock: Clock) -> Self {
        PlatformLimiter {
            limiter: RateLimiter::per_second(timeouts.calls_per_second),
            denied: Cooldown::default(),
            operator_was_told: AtomicBool::new(false),
            clock,
            calls_per_day,
            today: Mutex::default(),
        }
    }

    /// Waits until a call may be sent, and counts it. Over budget only if each of those who wait for the call is.
    pub(super) async fn acquire(&self, deadline: Instant) -> Result<(), NoOffer> {
        let turn = first_turn(|requester| self.acquire_for(requester, deadline));
        timeout_at(deadline, turn).await.unwrap_or(Err(NoOffer::Failed(OpenPlatformError::Late)))
    }

    async fn acquire_for(&self, requester: Requester, deadline: Instant) -> Result<(), NoOffer> {
        // Before the turn, so that nobody waits for a call that cannot be sent, and no turn is lost to it.
        self.today().check(requester, self.calls_per_day)?;
        let turn = self.limiter.acquire_for(requester, deadline).await;
        turn.map_err(|no_turn| {
            NoOffer::Failed(match no_turn {
                NoTurn::TimedOut => OpenPlatformError::Late,
                NoTurn::CoolingDown { .. } if self.denied.is_active() => OpenPlatformError::Denied,
                NoTurn::CoolingDown { retry_in } => OpenPlatformError::CoolingDown { retry_in },
            })
        })?;
        // What was left may have been used up in the meantime.
        self.today().count(requester, self.calls_per_day)
    }

    /// Nothing is asked for this long; a longer cooldown under way stays.
    pub(super) fn start_cooldown(&self, length: Duration) {
        self.limiter.cooldown().start(length);
    }

    /// The application is not accepted: nothing is asked for this long, and the operator is told, once.
    pub(super) fn record_denied(&self, cooldown: Duration) {
        self.denied.start(cooldown);
        self.start_cooldown(cooldown);
        if !self.operator_was_told.swap(true, Ordering::Relaxed) {
            tracing::error!(
                "the AliExpress Open Platform does not accept ALIEXPRESS_APP_KEY, ALIEXPRESS_APP_SECRET or the rights of the \
                 application; answers do without it"
            );
        }
    }

    fn today(&self) -> MutexGuard<'_, CallsOfDay> {
        let day = self.clock.today();
        let mut today = self.today.lock();
        if today.day != day {
            *today = CallsOfDay { day, ..CallsOfDay::default() };
        }
        today
    }
}

impl CallsOfDay {
    /// Whether the requester may send one more call.
    fn check(&self, requester: Requester, calls_per_day: NonZeroU32) -> Result<(), NoOffer> {
        let left = calls_per_day.get().saturating_sub(self.sent);
        let used = self.shared.get(&requester).copied().unwrap_or_default();
        let has_share = requester == Requester::Bot || used < (left / SHARE_OF_REST).max(MIN_SHARE);
        if left == 0 || !has_share { Err(NoOffer::OverBudget) } else { Ok(()) }
    }

    fn count(&mut self, requester: Requester, calls_per_day: NonZeroU32) -> Result<(), NoOffer> {
        self.check(requester, calls_per_day)?;
        if calls_per_day.get() - self.sent <= calls_per_day.get() / SHARED_PART {
            *self.shared.entry(requester).or_default() += 1;
        }
        self.sent += 1;
        if self.sent == calls_per_day.get() {
            tracing::warn!(calls = self.sent, "the day's calls of the AliExpress Open Platform are used up");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use dealink_core::in_flight::{Fetched, InFlightCache};
    use tokio::time::advance;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    const ADA: Requester = Requester::Person(1);
    const ECE: Requester = Requester::Person(2);

    /// A limiter with so many calls a day and a second, none of which were sent.
    fn limiter(calls_per_day: u32, calls_per_second: u32) -> PlatformLimiter {
        let number = |number| NonZeroU32::new(number).unwrap();
        let timeouts = OpenPlatformTimeouts {
            calls_per_second: number(calls_per_second),
            ..OpenPlatformTimeouts::default()
        };
        let noon = Clock::fixed("2026-11-22T12:00:00Z".parse().unwrap());
        PlatformLimiter::new(&timeouts, number(calls_per_day), noon)
    }

    /// Sends calls of a requester until there are no more for it, and says how many there were.
    async fn use_up(limiter: &PlatformLimiter, requester: Requester) -> u32 {
        for sent in 0.. {
            let call = requester.scope(limiter.acquire(Instant::now() + SECOND * 3_600));
            match call.await {
                Ok(()) => {}
                Err(why) => {
                    assert_eq!(why, NoOffer::OverBudget);
                    return sent;
                }
            }
        }
        unreachable!("every day ends")
    }

    /// Fault: one person after the other asks the Open Platform as often as they can.
    /// Behaviour: one gets most of the day's calls while they are plenty, and each leaves calls for those who come later.
    #[tokio::test(start_paused = true)]
    async fn the_calls_of_a_day_are_shared_once_they_become_scarce() {
        let limiter = limiter(5_000, 1_000_000);
        let mut left = 5_000;
        for (person, used) in [(1, 2_500 + 833), (2, 556), (3, 370), (4, 247), (5, 165), (6, 110), (7, 100)] {
            assert_eq!(use_up(&limiter, Requester::Person(person)).await, used, "{person}");
            left -= used;
        }
        assert_eq!(use_up(&limiter, Requester::Bot).await, left, "the bot itself has no share");
        assert_eq!(use_up(&limiter, Requester::Person(8)).await, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_small_budget_of_a_day_is_not_shared() {
        assert_eq!(use_up(&limiter(150, 1_000_000), ADA).await, 150);
    }

    /// Fault: two people ask for the same product, and the day's calls of one of them are used up.
    /// Behaviour: it is asked for on behalf of the other.
    #[tokio::test(start_paused = true)]
    async fn who_is_over_budget_ends_no_question_of_somebody_else() {
        let limiter = limiter(1_000, 2);
        use_up(&limiter, ADA).await;
        let shared: InFlightCache<(), ()> = InFlightCache::new(1);
        let limiter = Arc::new(limiter);
        let ask = |requester: Requester| {
            let (shared, limiter) = (shared.clone(), limiter.clone());
            requester.scope(async move {
                let fetch = |_| {
                    let limiter = limiter.clone();
                    async move {
                        let turn = limiter.acquire(Instant::now() + SECOND * 60).await;
                        turn.map(|()| ((), Fetched { value: (), ttl: Duration::ZERO })).into_iter().collect()
                    }
                };
                !shared.get_or_fetch(&[()], fetch).await.is_empty()
            })
        };
        assert_eq!(tokio::join!(ask(ADA), ask(ECE)), (true, true));
        let begun = Instant::now();
        assert!(!ask(ADA).await);
        assert_eq!(begun.elapsed(), Duration::ZERO, "she waits for no turn that is of no use");
    }

    #[tokio::test(start_paused = true)]
    async fn a_denied_application_is_tried_again_after_its_long_cooldown() {
        let timeouts = OpenPlatformTimeouts::default();
        let limiter = PlatformLimiter::new(&timeouts, NonZeroU32::new(100).unwrap(), Clock::system());
        limiter.record_denied(SECOND * 3_600);
        limiter.start_cooldown(SECOND);
        for _ in 0..2 {
            let told = limiter.acquire(Instant::now() + SECOND).await;
            assert_eq!(told, Err(NoOffer::Failed(OpenPlatformError::Denied)));
            advance(SECOND * 1_700).await;
        }
        advance(SECOND * 200).await;
        assert_eq!(limiter.acquire(Instant::now() + SECOND).await, Ok(()));
        limiter.start_cooldown(SECOND * 9);
        let told = limiter.acquire(Instant::now() + SECOND).await;
        let retry_in = SECOND * 9;
        assert_eq!(told, Err(NoOffer::Failed(OpenPlatformError::CoolingDown { retry_in })));
    }
}

//! Whether the platform may be asked now: calls in a second, calls in a day, and cooldowns. One person may use a part of both.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dealink_core::clock::Clock;
use dealink_core::cooldown::Cooldown;
use dealink_core::rate_limiter::{NoTurn, RateLimiter};
use dealink_core::requester::Requester;
use jiff::civil::Date;
use parking_lot::Mutex;
use tokio::time::Instant;

use super::error::{NoOffer, OpenPlatformError};
use super::timeouts::OpenPlatformTimeouts;

/// The share of one requester in the calls of a day, as a fraction. Nobody needs so much of what the platform alone knows, and no few
/// people can use it all.
const DAY_SHARE: u32 = 10;
/// A requester may always use so many calls of a day, also of a budget that is small.
const MIN_DAY_SHARE: u32 = 100;

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
    /// Those of each requester. No more entries than calls.
    by_requester: HashMap<Requester, u32>,
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

    /// Waits until a call may be sent, and counts it.
    pub(super) async fn acquire(&self, deadline: Instant) -> Result<(), NoOffer> {
        let turn = self.limiter.acquire(deadline).await;
        let requester = turn.map_err(|no_turn| {
            NoOffer::Failed(match no_turn {
                NoTurn::TimedOut => OpenPlatformError::Late,
                NoTurn::CoolingDown { .. } if self.denied.is_active() => OpenPlatformError::Denied,
                NoTurn::CoolingDown { retry_in } => OpenPlatformError::CoolingDown { retry_in },
            })
        })?;
        self.count_call(requester)
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

    fn count_call(&self, requester: Requester) -> Result<(), NoOffer> {
        let day = self.clock.today();
        let mut today = self.today.lock();
        if today.day != day {
            *today = CallsOfDay { day, ..CallsOfDay::default() };
        }
        if today.sent >= self.calls_per_day.get() {
            return Err(NoOffer::OverBudget);
        }
        let share = match requester {
            Requester::Bot => u32::MAX,
            Requester::Person(_) | Requester::Chat(_) => {
                (self.calls_per_day.get() / DAY_SHARE).max(MIN_DAY_SHARE)
            }
        };
        let of_requester = today.by_requester.entry(requester).or_default();
        if *of_requester >= share {
            return Err(NoOffer::OverBudget);
        }
        *of_requester += 1;
        today.sent += 1;
        if today.sent == self.calls_per_day.get() {
            tracing::warn!(calls = today.sent, "the day's calls of the AliExpress Open Platform are used up");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn one_person_uses_up_a_tenth_of_the_day_and_no_more() {
        let calls = NonZeroU32::new(5_000).unwrap();
        let limiter = PlatformLimiter::new(&OpenPlatformTimeouts::default(), calls, Clock::system());
        let limiter = &limiter;
        let ask = async |person: u64| {
            let deadline = Instant::now() + SECOND * 3_600;
            Requester::Person(person).scope(limiter.acquire(deadline)).await
        };
        for _ in 0..500 {
            assert_eq!(ask(1).await, Ok(()));
        }
        assert_eq!(ask(1).await, Err(NoOffer::OverBudget));
        assert_eq!(ask(2).await, Ok(()), "somebody else");
        assert_eq!(limiter.acquire(Instant::now() + SECOND * 60).await, Ok(()), "the bot itself");
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

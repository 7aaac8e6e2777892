//! Whether the platform may be asked now: calls a second, calls a day, and the rests that it asked for or that it needs.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use jiff::civil::Date;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::{NoOffer, OpenPlatformError, OpenPlatformTimeouts};
use dealink_core::clock::Clock;

/// Who may send the next call, and when.
pub(super) struct PlatformLimiter {
    budget: DefaultDirectRateLimiter,
    ticks: DefaultClock,
    clock: Clock,
    per_day: NonZeroU32,
    /// Fair: first come, first served. Whoever holds it is the head of the line.
    queue: tokio::sync::Mutex<()>,
    state: Mutex<PlatformLimiterState>,
    operator_was_told: AtomicBool,
}

#[derive(Default)]
struct PlatformLimiterState {
    day: Date,
    sent: u32,
    cooldown_until: Option<Instant>,
    denied: bool,
}

impl PlatformLimiter {
    pub(super) fn new(patience: &OpenPlatformTimeouts, per_day: NonZeroU32, clock: Clock) -> Self {
        PlatformLimiter {
            budget: RateLimiter::direct(quota(patience.calls_per_second)),
            ticks: DefaultClock::default(),
            clock,
            per_day,
            queue: tokio::sync::Mutex::default(),
            state: Mutex::default(),
            operator_was_told: AtomicBool::new(false),
        }
    }

    /// Waits until a call may be sent, and counts it.
    pub(super) async fn acquire(&self, deadline: Instant) -> Result<(), NoOffer> {
        let queue = async {
            let _head_of_line = self.queue.lock().await;
            loop {
                match self.current_cooldown() {
                    Some((until, error)) if until >= deadline => return Err(NoOffer::Failed(error)),
                    Some((until, _)) => sleep_until(until).await,
                    None => match self.budget.check() {
                        Ok(()) => return self.count_call(),
                        Err(early) => sleep(early.wait_time_from(self.ticks.now())).await,
                    },
                }
            }
        };
        let late = NoOffer::Failed(OpenPlatformError::Late);
        timeout_at(deadline, queue).await.unwrap_or(Err(late))
    }

    /// Nobody asks for this long; a longer rest that holds already stays.
    pub(super) fn start_cooldown(&self, rest: Duration) {
        let mut state = self.lock_state();
        state.cooldown_until = state.cooldown_until.max(Some(Instant::now() + rest));
    }

    /// The application is not accepted: nobody asks for this long, and the operator is told, once.
    pub(super) fn record_denied(&self, long_rest: Duration) {
        self.start_cooldown(long_rest);
        self.lock_state().denied = true;
        if !self.operator_was_told.swap(true, Ordering::Relaxed) {
            tracing::error!(
                "the AliExpress Open Platform does not accept ALIEXPRESS_APP_KEY, ALIEXPRESS_APP_SECRET or the rights of the \
                 application; answers do without it"
            );
        }
    }

    /// Until when nobody asks, and why.
    fn current_cooldown(&self) -> Option<(Instant, OpenPlatformError)> {
        let mut state = self.lock_state();
        let now = Instant::now();
        state.cooldown_until.take_if(|until| *until <= now);
        let Some(until) = state.cooldown_until else {
            state.denied = false;
            return None;
        };
        let error = match state.denied {
            true => OpenPlatformError::Denied,
            false => OpenPlatformError::CoolingDown { retry_in: until - now },
        };
        Some((until, error))
    }

    fn count_call(&self) -> Result<(), NoOffer> {
        let today = self.clock.today();
        let mut state = self.lock_state();
        if state.day != today {
            (state.day, state.sent) = (today, 0);
        }
        if state.sent >= self.per_day.get() {
            return Err(NoOffer::OverBudget);
        }
        state.sent += 1;
        if state.sent == self.per_day.get() {
            tracing::warn!(calls = state.sent, "the day's calls of the AliExpress Open Platform are used up");
        }
        Ok(())
    }

    /// No code that can panic runs under this lock.
    fn lock_state(&self) -> MutexGuard<'_, PlatformLimiterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A burst and a steady flow that together cannot pass `calls_per_second` in any second; the burst lets the two calls about one
/// product go beside each other.
fn quota(per_second: NonZeroU32) -> Quota {
    let burst = (per_second.get() / 2).max(1);
    let steady = per_second.get().saturating_sub(burst).max(1);
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    match Quota::with_period(Duration::from_secs(1) / steady) {
        Some(flow) => flow.allow_burst(burst),
        None => Quota::per_second(burst),
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn limiter() -> PlatformLimiter {
        let patience = OpenPlatformTimeouts {
            calls_per_second: NonZeroU32::new(1_000_000).unwrap(),
            ..OpenPlatformTimeouts::default()
        };
        PlatformLimiter::new(&patience, NonZeroU32::new(100).unwrap(), Clock::system())
    }

    #[tokio::test(start_paused = true)]
    async fn a_rest_that_ends_in_time_is_waited_out_by_everybody() {
        let pace = limiter();
        let begun = Instant::now();
        pace.start_cooldown(SECOND * 2);
        pace.start_cooldown(SECOND);
        let turns = futures::future::join_all((0..5).map(|_| pace.acquire(begun + SECOND * 10))).await;
        assert!(turns.iter().all(Result::is_ok));
        assert_eq!(begun.elapsed().as_secs(), 2, "the longer one holds");
    }

    #[tokio::test(start_paused = true)]
    async fn a_rest_beyond_the_deadline_is_told_at_once() {
        let pace = limiter();
        let begun = Instant::now();
        pace.start_cooldown(SECOND * 60);
        let told = pace.acquire(begun + SECOND * 10).await;
        assert_eq!(told, Err(NoOffer::Failed(OpenPlatformError::CoolingDown { retry_in: SECOND * 60 })));
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_denied_application_is_tried_again_after_its_long_rest() {
        let pace = limiter();
        pace.record_denied(SECOND * 3_600);
        pace.start_cooldown(SECOND);
        for _ in 0..2 {
            let told = pace.acquire(Instant::now() + SECOND).await;
            assert_eq!(told, Err(NoOffer::Failed(OpenPlatformError::Denied)));
            tokio::time::advance(SECOND * 1_700).await;
        }
        tokio::time::advance(SECOND * 200).await;
        assert_eq!(pace.acquire(Instant::now() + SECOND).await, Ok(()));
        pace.start_cooldown(SECOND * 9);
        let told = pace.acquire(Instant::now() + SECOND).await;
        assert!(matches!(told, Err(NoOffer::Failed(OpenPlatformError::CoolingDown { .. }))), "{told:?}");
    }

    #[test]
    fn no_second_holds_more_calls_than_it_may_and_two_may_go_together() {
        for per_second in [1_u32, 2, 4, 10] {
            let clock = FakeRelativeClock::default();
            let budget =
                RateLimiter::direct_with_clock(quota(NonZeroU32::new(per_second).unwrap()), clock.clone());
            let mut sent = Vec::new();
            for at in 0_u32..20_000 {
                while budget.check().is_ok() {
                    sent.push(at);
                }
                clock.advance(Duration::from_millis(1));
            }
            let most =
                sent.iter().map(|from| sent.iter().filter(|at| (*from..from + 1_000).contains(at)).count());
            // One call a second cannot be split into a burst and a flow.
            assert!(most.max().unwrap() <= per_second.max(2) as usize, "{per_second}");
            assert!(per_second < 4 || sent[1] == sent[0]);
        }
    }
}

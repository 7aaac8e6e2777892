//! A budget of calls in any minute or second, and one line in which callers wait for it.
//!
//! The line is fair: first come, first served. While the cooldown lasts, no caller leaves the line.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use crate::cooldown::Cooldown;

/// Who may send the next call, and when.
pub struct RateLimiter {
    budget: DefaultDirectRateLimiter,
    clock: DefaultClock,
    /// The caller that holds it is at the head of the line.
    line: tokio::sync::Mutex<()>,
    cooldown: Cooldown,
}

/// Why a caller may not send before its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTurn {
    /// The cooldown lasts longer. Told at once.
    CoolingDown { retry_in: Duration },
    /// The deadline passed in the line.
    TimedOut,
}

impl RateLimiter {
    pub fn per_minute(calls: NonZeroU32) -> Self {
        RateLimiter::new(minute_quota(calls))
    }

    /// At most so many calls in any second. Half of them may be sent at once.
    pub fn per_second(calls: NonZeroU32) -> Self {
        RateLimiter::new(second_quota(calls))
    }

    fn new(quota: Quota) -> Self {
        RateLimiter {
            budget: governor::RateLimiter::direct(quota),
            clock: DefaultClock::default(),
            line: tokio::sync::Mutex::default(),
            cooldown: Cooldown::default(),
        }
    }

    pub fn cooldown(&self) -> &Cooldown {
        &self.cooldown
    }

    /// Waits until a call may be sent.
    ///
    /// # Errors
    /// When that cannot be before `deadline`.
    pub async fn acquire(&self, deadline: Instant) -> Result<(), NoTurn> {
        let turn = async {
            let _head_of_line = self.line.lock().await;
            loop {
                match self.cooldown.ends_at() {
                    Some(end) if end >= deadline => {
                        return Err(NoTurn::CoolingDown { retry_in: self.cooldown.remaining() });
                    }
                    Some(end) => sleep_until(end).await,
                    None => match self.budget.check() {
                        Ok(()) => return Ok(()),
                        Err(early) => sleep(early.wait_time_from(self.clock.now())).await,
                    },
                }
            }
        };
        timeout_at(deadline, turn).await.unwrap_or(Err(NoTurn::TimedOut))
    }
}

/// A thirtieth may be sent at once. A sixtieth stays unused: calls that are sent a little more than a minute apart may arrive
/// within one.
fn minute_quota(calls: NonZeroU32) -> Quota {
    let burst = calls.get() / 30;
    quota(calls, burst, calls.get() / 60, Duration::from_secs(60))
}

fn second_quota(calls: NonZeroU32) -> Quota {
    quota(calls, calls.get() / 2, 0, Duration::from_secs(1))
}

/// A burst and a steady flow that together cannot pass `calls` in any `period`.
fn quota(calls: NonZeroU32, burst: u32, unused: u32, period: Duration) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let steady = calls.get().saturating_sub(burst.get() + unused).max(1);
    // Only a period of zero has no quota.
    let flow = Quota::with_period(period / steady).unwrap_or(Quota::per_minute(NonZeroU32::MIN));
    flow.allow_burst(burst)
}

#[cfg(test)]
mod tests {
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
        let _head_of_line = limiter.line.lock().await;
        assert_eq!(limiter.acquire(begun + SECOND).await, Err(NoTurn::TimedOut));
        assert_eq!(begun.elapsed(), SECOND);
    }
}

//! The application's budget of calls: one line, in which everybody waits.
//!
//! Source of the limit: 600 calls a minute for an application, beyond that status 503. In any minute
//! there are at most `burst + minute / period` calls, and the two are chosen so that this stays below
//! the limit. After a "too many calls" nobody leaves the line until the hold is over; each such answer to
//! a call that was sent after the last hold began makes the next hold longer.

use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use backon::ExponentialBackoff;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::AdmitadTimeouts;

/// Who may send the next call, and when.
pub(super) struct CallLimiter {
    timeouts: AdmitadTimeouts,
    budget: DefaultDirectRateLimiter,
    clock: DefaultClock,
    /// Fair: first come, first served. Whoever holds it is the head of the line.
    queue: tokio::sync::Mutex<()>,
    cooldown: Mutex<ThrottleCooldown>,
}

struct ThrottleCooldown {
    since: Option<Instant>,
    until: Option<Instant>,
    next: ExponentialBackoff,
}

impl CallLimiter {
    pub(super) fn new(patience: &AdmitadTimeouts) -> Self {
        CallLimiter {
            budget: RateLimiter::direct(quota(patience.calls_per_minute)),
            clock: DefaultClock::default(),
            queue: tokio::sync::Mutex::new(()),
            cooldown: Mutex::new(ThrottleCooldown {
                since: None,
                until: None,
                next: patience.throttle_cooldowns(),
            }),
            timeouts: patience.clone(),
        }
    }

    /// Waits until a call may be sent.
    ///
    /// # Errors
    /// How long it will take at least, when that cannot be before `deadline`.
    pub(super) async fn acquire(&self, deadline: Instant) -> Result<(), Duration> {
        let queue = async {
            let _head_of_line = self.queue.lock().await;
            loop {
                let now = Instant::now();
                let until = self.lock_cooldown().until;
                match until {
                    Some(until) if until >= deadline => return Err(until - now),
                    Some(until) if until > now => sleep_until(until).await,
                    _ => match self.budget.check() {
                        Ok(()) => return Ok(()),
                        Err(early) => sleep(early.wait_time_from(self.clock.now())).await,
                    },
                }
            }
        };
        match timeout_at(deadline, queue).await {
            Ok(turn) => turn,
            Err(_) => Err(self.remaining_cooldown().max(self.timeouts.first_cooldown)),
        }
    }

    /// The network asked for fewer calls in answer to a call sent at `sent`; `asked` is the wait that it
    /// named, if it named one.
    pub(super) fn record_throttled(&self, sent: Instant, asked: Option<Duration>) {
        let now = Instant::now();
        let mut hold = self.lock_cooldown();
        // Calls that were under way together are refused together: that is one refusal.
        if hold.since.is_some_and(|since| sent < since) {
            return;
        }
        let longest = self.timeouts.longest_cooldown;
        let wait = hold.next.next().unwrap_or(longest).max(asked.unwrap_or_default()).min(longest);
        hold.since = Some(now);
        hold.until = Some(now + wait);
        tracing::warn!(wait_ms = wait.as_millis(), "Admitad asks for fewer calls");
    }

    /// A call sent at `sent` was answered: the next hold is a short one again.
    pub(super) fn record_success(&self, sent: Instant) {
        let mut hold = self.lock_cooldown();
        if hold.since.is_some_and(|since| sent >= since) {
            *hold = ThrottleCooldown { since: None, until: None, next: self.timeouts.throttle_cooldowns() };
        }
    }

    /// How much longer everybody waits.
    fn remaining_cooldown(&self) -> Duration {
        self.lock_cooldown()
            .until
            .map(|until| until.saturating_duration_since(Instant::now()))
            .unwrap_or_default()
    }

    fn lock_cooldown(&self) -> MutexGuard<'_, ThrottleCooldown> {
        self.cooldown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A steady flow and a burst that together cannot pass `calls_per_minute` in any minute.
///
/// A sixtieth stays unused: calls sent a little more than a minute apart may arrive within one.
fn quota(per_minute: NonZeroU32) -> Quota {
    let burst = (per_minute.get() / 30).max(1);
    let steady = per_minute.get().saturating_sub(burst + per_minute.get() / 60).max(1);
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    match Quota::with_period(Duration::from_secs(60) / steady) {
        Some(flow) => flow.allow_burst(burst),
        None => Quota::per_minute(burst),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::Arc;

    use governor::clock::FakeRelativeClock;

    use super::*;

    const SHORT: Duration = Duration::from_millis(20);

    fn limiter() -> CallLimiter {
        CallLimiter::new(&AdmitadTimeouts {
            first_cooldown: SHORT,
            longest_cooldown: SHORT * 3,
            ..AdmitadTimeouts::default()
        })
    }

    /// A caller that never rests, for four minutes, starting after a rest of `idle`.
    fn most_in_a_minute(per_minute: u32, idle: Duration) -> usize {
        let clock = FakeRelativeClock::default();
        let quota = quota(NonZeroU32::new(per_minute).unwrap());
        let budget = RateLimiter::direct_with_clock(quota, clock.clone());
        clock.advance(idle);
        let (mut minute, mut most) = (VecDeque::new(), 0);
        for at in 0_u64..240_000 {
            while budget.check().is_ok() {
                minute.push_back(at);
            }
            while minute.front().is_some_and(|first| *first + 60_000 < at) {
                minute.pop_front();
            }
            most = most.max(minute.len());
            clock.advance(Duration::from_millis(1));
        }
        most
    }

    #[test]
    fn no_minute_holds_more_than_six_hundred_calls_and_few_are_wasted() {
        for idle in [0, 1, 3_600] {
            let most = most_in_a_minute(600, Duration::from_secs(idle));
            assert!((580..=600).contains(&most), "{most}");
        }
    }

    #[test]
    fn a_smaller_budget_is_kept_as_well() {
        assert!((25..=30).contains(&most_in_a_minute(30, Duration::from_secs(60))));
        assert!(most_in_a_minute(1, Duration::ZERO) <= 2);
    }

    #[tokio::test]
    async fn a_hold_holds_everybody_and_then_lets_them_go() {
        let pace = Arc::new(limiter());
        let start = Instant::now();
        pace.record_throttled(start, None);
        let turns = (0..5).map(|_| {
            let pace = pace.clone();
            async move { pace.acquire(start + Duration::from_secs(60)).await.map(|()| start.elapsed()) }
        });
        for waited in futures::future::join_all(turns).await {
            assert!(waited.unwrap() >= SHORT);
        }
    }

    #[tokio::test]
    async fn a_hold_beyond_the_deadline_is_told_at_once() {
        let pace = limiter();
        let now = Instant::now();
        pace.record_throttled(now, Some(Duration::from_secs(3_600)));
        let told = pace.acquire(now + Duration::from_millis(1)).await.unwrap_err();
        assert!(told > Duration::ZERO && told <= SHORT * 3, "bounded by the longest hold: {told:?}");
    }

    #[tokio::test]
    async fn calls_refused_together_count_once_and_an_answer_ends_the_row() {
        let pace = limiter();
        let sent = Instant::now();
        for _ in 0..20 {
            pace.record_throttled(sent, None);
        }
        let together = pace.remaining_cooldown();
        assert!(together <= SHORT * 2, "one jittered first hold: {together:?}");

        pace.record_throttled(Instant::now(), None);
        assert!(pace.remaining_cooldown() > SHORT * 3 / 2, "a refusal after the hold began makes it longer");
        pace.record_success(sent);
        assert!(pace.remaining_cooldown() > Duration::ZERO, "an answer to an older call changes nothing");
        pace.record_success(Instant::now());
        assert_eq!(pace.remaining_cooldown(), Duration::ZERO);
    }
}

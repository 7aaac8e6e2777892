//! The application's budget of calls, and the cooldowns that the network asks for.
//!
//! Source of the limit: 600 calls a minute for an application, beyond that status 503. One person may use a quarter of them, see
//! [`RateLimiter`]. After a "too many calls" no call is sent
//! until a cooldown is over; each such answer to a call that was sent after the last cooldown began makes the next one longer.

use std::time::Duration;

use dealink_core::rate_limiter::{NoTurn, RateLimiter};
use dealink_core::retry::{Pauses, RetryPolicy};
use parking_lot::Mutex;
use tokio::time::Instant;

use super::timeouts::AdmitadTimeouts;

/// Who may send the next call, and when.
pub(super) struct CallLimiter {
    limiter: RateLimiter,
    cooldowns: RetryPolicy,
    throttling: Mutex<Throttling>,
}

struct Throttling {
    /// When the last cooldown began.
    since: Option<Instant>,
    next_cooldowns: Pauses,
}

impl CallLimiter {
    pub(super) fn new(timeouts: &AdmitadTimeouts) -> Self {
        let cooldowns = timeouts.cooldowns;
        CallLimiter {
            limiter: RateLimiter::per_minute(timeouts.calls_per_minute),
            cooldowns,
            throttling: Mutex::new(Throttling { since: None, next_cooldowns: cooldowns.pauses() }),
        }
    }

    /// Waits until a call may be sent. The error is how long that takes at least, if it cannot be before `deadline`.
    pub(super) async fn acquire(&self, deadline: Instant) -> Result<(), Duration> {
        let turn = self.limiter.acquire(deadline).await.map(drop);
        turn.map_err(|no_turn| match no_turn {
            NoTurn::CoolingDown { retry_in } => retry_in,
            NoTurn::TimedOut => self.limiter.cooldown().remaining().max(self.cooldowns.first_pause),
        })
    }

    /// The network asked for fewer calls in answer to a call sent at `sent`; `asked` is the wait that it named, if it did.
    pub(super) fn record_throttled(&self, sent: Instant, asked: Option<Duration>) {
        let mut throttling = self.throttling.lock();
        // Calls that were under way together are refused together: that is one refusal.
        if throttling.since.is_some_and(|since| sent < since) {
            return;
        }
        let longest = self.cooldowns.longest_pause;
        let next = throttling.next_cooldowns.next().unwrap_or(longest);
        let wait = next.max(asked.unwrap_or_default()).min(longest);
        throttling.since = Some(Instant::now());
        self.limiter.cooldown().start(wait);
        tracing::warn!(wait_ms = wait.as_millis(), "Admitad asks for fewer calls");
    }

    /// A call sent at `sent` was answered: the cooldown is over, and the next one is short again.
    pub(super) fn record_success(&self, sent: Instant) {
        let mut throttling = self.throttling.lock();
        if throttling.since.is_some_and(|since| sent >= since) {
            *throttling = Throttling { since: None, next_cooldowns: self.cooldowns.pauses() };
            self.limiter.cooldown().end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(20);

    fn limiter() -> CallLimiter {
        let cooldowns = RetryPolicy::endless(SHORT, SHORT * 3);
        CallLimiter::new(&AdmitadTimeouts { cooldowns, ..AdmitadTimeouts::default() })
    }

    #[tokio::test]
    async fn a_wait_that_the_network_names_is_bounded_by_the_longest_cooldown() {
        let limiter = limiter();
        let now = Instant::now();
        limiter.record_throttled(now, Some(Duration::from_secs(3_600)));
        let told = limiter.acquire(now + Duration::from_millis(1)).await.unwrap_err();
        assert!(told > Duration::ZERO && told <= SHORT * 3, "{told:?}");
    }

    #[tokio::test]
    async fn calls_refused_together_count_once_and_an_answer_ends_the_row() {
        let limiter = limiter();
        let remaining = || limiter.limiter.cooldown().remaining();
        let sent = Instant::now();
        for _ in 0..20 {
            limiter.record_throttled(sent, None);
        }
        let together = remaining();
        assert!(together <= SHORT * 2, "one jittered first cooldown: {together:?}");

        limiter.record_throttled(Instant::now(), None);
        assert!(remaining() > SHORT * 3 / 2, "a refusal after the cooldown began makes it longer");
        limiter.record_success(sent);
        assert!(remaining() > Duration::ZERO, "an answer to an older call changes nothing");
        limiter.record_success(Instant::now());
        assert_eq!(remaining(), Duration::ZERO);
    }
}

//! How long the client waits, how often it tries again and how fast it may ask.

use std::num::NonZeroU32;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

/// The client's manners as numbers. [`Patience::default`] is for the real API; tests make it short.
#[derive(Clone, Debug)]
pub struct AdmitadTimeouts {
    /// The longest wait for one answer.
    pub attempt: Duration,
    /// How often one call is sent at most when the network breaks down; a wait asked for by the
    /// network does not count.
    pub max_attempts: usize,
    /// The pause before the second attempt; each further one is twice as long, and all are jittered.
    pub first_pause: Duration,
    /// The longest of those pauses.
    pub longest_pause: Duration,
    /// The first wait of the whole application after a "too many calls"; it doubles each time.
    pub first_cooldown: Duration,
    /// The longest of those waits.
    pub longest_cooldown: Duration,
    /// The longest that a caller waits for a call in all: its place in line, the token, every attempt.
    pub deadline: Duration,
    /// How long credentials that were refused, or a renewed token that never worked, are not tried again.
    pub token_cooldown: Duration,
    /// Calls that the application may send in any minute. The API's limit is 600.
    pub calls_per_minute: NonZeroU32,
}

impl Default for AdmitadTimeouts {
    fn default() -> Self {
        AdmitadTimeouts {
            attempt: Duration::from_secs(8),
            max_attempts: 3,
            first_pause: Duration::from_millis(250),
            longest_pause: Duration::from_secs(2),
            first_cooldown: Duration::from_secs(2),
            longest_cooldown: Duration::from_secs(30),
            deadline: Duration::from_secs(20),
            token_cooldown: Duration::from_secs(30),
            calls_per_minute: NonZeroU32::new(600).unwrap_or(NonZeroU32::MIN),
        }
    }
}

impl AdmitadTimeouts {
    /// The pauses between the attempts of one call.
    pub(super) fn retry_pauses(&self) -> ExponentialBackoff {
        exponential_backoff(self.first_pause, self.longest_pause)
            .with_max_times(self.max_attempts.saturating_sub(1))
            .build()
    }

    /// The waits of the whole application, without an end.
    pub(super) fn throttle_cooldowns(&self) -> ExponentialBackoff {
        exponential_backoff(self.first_cooldown, self.longest_cooldown).without_max_times().build()
    }
}

fn exponential_backoff(first: Duration, longest: Duration) -> ExponentialBuilder {
    ExponentialBuilder::new().with_min_delay(first).with_max_delay(longest).with_factor(2.0).with_jitter()
}

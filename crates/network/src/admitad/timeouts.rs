//! How long the client waits, how often it tries again and how fast it may ask.

use std::num::NonZeroU32;
use std::time::Duration;

use dealink_core::retry::RetryPolicy;

/// [`AdmitadTimeouts::default`] is for the real API; tests use shorter times.
#[derive(Clone, Debug)]
pub struct AdmitadTimeouts {
    /// The longest wait for one answer.
    pub attempt: Duration,
    /// Pauses between attempts that failed. A pause that the network asks for does not count as an attempt.
    pub retry: RetryPolicy,
    /// The cooldowns of the whole application after a "too many calls": each such answer in a row brings the next one.
    pub cooldowns: RetryPolicy,
    /// The longest that a caller waits for a call in all: its turn, the token, every attempt.
    pub deadline: Duration,
    /// How long credentials that were refused, or a renewed token that was never accepted, are not tried again.
    pub token_cooldown: Duration,
    /// Calls that the application may send in any minute. The API's limit is 600.
    pub calls_per_minute: NonZeroU32,
}

impl Default for AdmitadTimeouts {
    fn default() -> Self {
        let (ms, seconds) = (Duration::from_millis, Duration::from_secs);
        AdmitadTimeouts {
            attempt: seconds(8),
            retry: RetryPolicy::endless(ms(250), seconds(2)).with_max_retries(2),
            cooldowns: RetryPolicy::endless(seconds(2), seconds(30)),
            deadline: seconds(20),
            token_cooldown: seconds(30),
            calls_per_minute: NonZeroU32::new(600).unwrap_or(NonZeroU32::MIN),
        }
    }
}

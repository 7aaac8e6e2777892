//! How long the client waits, how often it tries again and how fast it may ask.

use std::num::NonZeroU32;
use std::time::Duration;

use dealink_core::retry::RetryPolicy;

/// [`OpenPlatformTimeouts::default`] is for the real platform; tests make it short.
#[derive(Clone, Debug)]
pub struct OpenPlatformTimeouts {
    /// The longest that a caller waits for an answer.
    pub answer: Duration,
    /// The longest wait for one attempt of a call. It may go on after every caller has stopped waiting.
    pub attempt: Duration,
    /// After an attempt that failed.
    pub retry: RetryPolicy,
    /// How long nothing is asked after a call whose last attempt failed.
    pub cooldown: Duration,
    /// How long nothing is asked when the application is not accepted.
    pub denied_cooldown: Duration,
    /// The longest that a call waits for its turn and for cooldowns, without its attempts.
    pub deadline: Duration,
    pub calls_per_second: NonZeroU32,
}

impl Default for OpenPlatformTimeouts {
    fn default() -> Self {
        let pause = Duration::from_millis(300);
        OpenPlatformTimeouts {
            answer: Duration::from_secs(3),
            attempt: Duration::from_secs(6),
            retry: RetryPolicy::endless(pause, pause).with_max_retries(1),
            cooldown: Duration::from_secs(60),
            denied_cooldown: Duration::from_secs(60 * 60),
            deadline: Duration::from_secs(10),
            calls_per_second: NonZeroU32::new(10).unwrap_or(NonZeroU32::MIN),
        }
    }
}

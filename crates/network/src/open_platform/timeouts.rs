//! How long the client waits, how often it tries again and how fast it may ask.

use std::num::NonZeroU32;
use std::time::Duration;

/// The client's manners as numbers. [`Patience::default`] is for the real platform; tests make it short.
#[derive(Clone, Debug)]
pub struct OpenPlatformTimeouts {
    /// The longest that a caller waits for an answer.
    pub answer: Duration,
    /// The longest wait for one attempt of a call, which nobody may be waiting for any more.
    pub attempt: Duration,
    /// The pause before the second and last attempt of a call; jittered.
    pub retry_pause: Duration,
    /// How long nothing is asked after a call that failed in both attempts.
    pub cooldown: Duration,
    /// How long nothing is asked when the application is not accepted.
    pub denied_cooldown: Duration,
    /// The longest that a call waits for its place in line and for rests, attempts left aside.
    pub deadline: Duration,
    /// Calls in any second, at most.
    pub calls_per_second: NonZeroU32,
}

impl Default for OpenPlatformTimeouts {
    fn default() -> Self {
        OpenPlatformTimeouts {
            answer: Duration::from_secs(3),
            attempt: Duration::from_secs(6),
            retry_pause: Duration::from_millis(300),
            cooldown: Duration::from_secs(60),
            denied_cooldown: Duration::from_secs(60 * 60),
            deadline: Duration::from_secs(10),
            calls_per_second: NonZeroU32::new(10).unwrap_or(NonZeroU32::MIN),
        }
    }
}

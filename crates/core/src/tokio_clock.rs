//! The runtime's clock for `governor`: tests can pause and advance it.

use std::time::Duration;

use governor::clock::Clock;
use tokio::time::Instant;

#[derive(Clone, Copy)]
pub struct TokioClock(Instant);

impl Default for TokioClock {
    fn default() -> Self {
        TokioClock(Instant::now())
    }
}

impl Clock for TokioClock {
    type Instant = Duration;

    /// The time since the clock was made.
    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

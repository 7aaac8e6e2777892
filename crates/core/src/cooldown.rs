//! A time in which something is not asked, because it failed or asked for fewer calls.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

/// A cooldown that is started, and ends by itself.
#[derive(Debug, Default)]
pub struct Cooldown(Mutex<Option<Instant>>);

impl Cooldown {
    /// Starts it, from now on for this long. One under way that ends later stays as it is.
    pub fn start(&self, length: Duration) {
        let mut end = self.0.lock();
        *end = (*end).max(Some(Instant::now() + length));
    }

    pub fn end(&self) {
        *self.0.lock() = None;
    }

    /// When it ends; `None` if none is under way.
    pub fn ends_at(&self) -> Option<Instant> {
        self.0.lock().filter(|end| *end > Instant::now())
    }

    /// How much longer it lasts; zero if none is under way.
    pub fn remaining(&self) -> Duration {
        self.ends_at().map(|end| end.saturating_duration_since(Instant::now())).unwrap_or_default()
    }

    pub fn is_active(&self) -> bool {
        self.ends_at().is_some()
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn the_later_end_holds_until_it_is_reached_or_the_cooldown_is_ended() {
        let cooldown = Cooldown::default();
        assert!(!cooldown.is_active() && cooldown.remaining().is_zero());
        cooldown.start(SECOND * 3);
        cooldown.start(SECOND);
        assert_eq!(cooldown.remaining(), SECOND * 3);
        advance(SECOND * 3).await;
        assert!(!cooldown.is_active());
        cooldown.start(SECOND);
        cooldown.end();
        assert_eq!(cooldown.ends_at(), None);
    }
}

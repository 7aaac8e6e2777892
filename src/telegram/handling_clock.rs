//! How long an update is being handled, without the time for which Telegram has to be waited for: a flood limit or an outage of
//! Telegram is no fault of the update.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

tokio::task_local! {
    /// The clock of the update that this task handles.
    static CURRENT: HandlingClock;
}

/// Runs from its creation. Clones are the same clock.
#[derive(Clone)]
pub(super) struct HandlingClock(Arc<Mutex<ClockState>>);

struct ClockState {
    started: Instant,
    excused: Duration,
    /// Begin and number of the waits that are under way.
    waiting_since: Option<Instant>,
    waits: usize,
}

impl HandlingClock {
    pub(super) fn start() -> Self {
        let state =
            ClockState { started: Instant::now(), excused: Duration::ZERO, waiting_since: None, waits: 0 };
        HandlingClock(Arc::new(Mutex::new(state)))
    }

    /// Handles an update under this clock.
    pub(super) async fn run<T>(self, handling: impl Future<Output = T>) -> T {
        CURRENT.scope(self, handling).await
    }

    /// The time that counts.
    pub(super) fn elapsed(&self) -> Duration {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = state.waiting_since.map_or(Duration::ZERO, |since| since.elapsed());
        state.started.elapsed().saturating_sub(state.excused + waiting)
    }

    fn change(&self, change: impl FnOnce(&mut ClockState)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// A wait that does not count. Dropping it ends it.
struct UncountedWait(HandlingClock);

impl UncountedWait {
    fn begin(clock: HandlingClock) -> Self {
        clock.change(|state| {
            state.waits += 1;
            state.waiting_since.get_or_insert_with(Instant::now);
        });
        UncountedWait(clock)
    }
}

impl Drop for UncountedWait {
    fn drop(&mut self) {
        self.0.change(|state| {
            state.waits -= 1;
            if state.waits == 0 {
                state.excused += state.waiting_since.take().map_or(Duration::ZERO, |since| since.elapsed());
            }
        });
    }
}

/// Waits for something that is no fault of the update that the task handles, if it handles one.
pub(super) async fn without_counting<T>(wait: impl Future<Output = T>) -> T {
    let _uncounted = CURRENT.try_with(|clock| UncountedWait::begin(clock.clone())).ok();
    wait.await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn waits_for_telegram_do_not_count() {
        let clock = HandlingClock::start();
        let second = Duration::from_secs(1);
        let handling = async {
            tokio::time::sleep(second).await;
            tokio::join!(
                without_counting(tokio::time::sleep(second * 60)),
                without_counting(tokio::time::sleep(second * 90)),
            );
            assert_eq!(clock.elapsed(), second);
            let wait = without_counting(std::future::pending::<()>());
            assert!(tokio::time::timeout(second * 10, wait).await.is_err());
            tokio::time::sleep(second).await;
        };
        clock.clone().run(handling).await;
        assert_eq!(clock.elapsed(), second * 2);
        without_counting(tokio::time::sleep(second)).await;
        assert_eq!(clock.elapsed(), second * 3, "outside of the handling everything counts");
    }
}

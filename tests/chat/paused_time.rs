//! Virtual time over real HTTP: it stands still while anything happens; the test moves it on when nothing does.

use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::test_world::TestWorld;

/// Keeps a paused tokio runtime from moving its time by itself: it does not while a blocking thread is running.
pub struct TimeHold(Sender<()>, JoinHandle<()>);

impl TimeHold {
    pub fn new() -> TimeHold {
        let (held, holds) = channel::<()>();
        TimeHold(
            held,
            tokio::task::spawn_blocking(move || {
                let _ = holds.recv();
            }),
        )
    }

    pub async fn release(self) {
        drop(self.0);
        self.1.await.unwrap();
    }
}

/// Waits until nothing is in progress. Threads that write to the disk do not count in the runtime's time, so real time
/// has to pass for them.
pub async fn wait_until_quiet(world: &TestWorld) {
    let mut before = (u64::MAX, usize::MAX);
    let mut still = 0;
    while still < 4 {
        tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_millis(3))).await.unwrap();
        let telegram = &world.sandbox.telegram;
        let now = (telegram.last_seq(), telegram.calls_in_progress());
        still = if now == before && now.1 == 0 { still + 1 } else { 0 };
        before = now;
    }
}

pub async fn advance_second(world: &TestWorld) {
    advance(world, Duration::from_secs(1)).await;
    world.advance_clock(1);
}

/// Moves the runtime's time on, but not the clock of the world, which has whole seconds.
pub async fn advance(world: &TestWorld, time: Duration) {
    wait_until_quiet(world).await;
    tokio::time::advance(time).await;
}

/// Advances time in small steps until a future is done.
pub async fn advance_while<T>(world: &TestWorld, done: impl Future<Output = T>) -> T {
    let moment = async || {
        wait_until_quiet(world).await;
        tokio::time::advance(Duration::from_millis(20)).await;
    };
    let mut done = std::pin::pin!(done);
    loop {
        tokio::select! {
            biased;
            done = &mut done => return done,
            () = moment() => {}
        }
    }
}

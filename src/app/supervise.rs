//! Background tasks that outlive a panic: it is logged, and the task starts again after a pause.
//!
//! What a task panicked with is never logged, because it may quote a message. The panic hook of the command line logs the
//! file and line.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use dealink_core::retry::RetryPolicy;
use futures::FutureExt;
use tokio::time::Instant;

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);
/// How often at most a task is started whose outcome the start of the bot waits for.
const MAX_STARTS: usize = 3;

/// Runs a task until it ends by itself, and starts it again whenever it panics. Pauses double from the first to the longest
/// one; a task that ran for longer than the longest pause begins with the first again. Dropping the future stops the task.
pub(super) async fn supervise<T, F: Future<Output = T>>(task: &'static str, run: impl Fn() -> F) -> T {
    let new_pauses = || RetryPolicy::endless(FIRST_PAUSE, LONGEST_PAUSE).exact_pauses();
    let mut pauses = new_pauses();
    loop {
        let started = Instant::now();
        let kind = match run_to_end_or_panic(&run).await {
            Ok(output) => return output,
            Err(kind) => kind,
        };
        if started.elapsed() > LONGEST_PAUSE {
            pauses = new_pauses();
        }
        let pause = pauses.next().unwrap_or(LONGEST_PAUSE);
        tracing::error!(task, kind, ?pause, "a background task panicked and starts again");
        tokio::time::sleep(pause).await;
    }
}

/// The same for a task whose outcome the start of the bot waits for: `None` after it panicked at a few starts in a row.
pub(super) async fn supervise_at_start<T, F: Future<Output = T>>(
    task: &'static str,
    run: impl Fn() -> F,
) -> Option<T> {
    let policy = RetryPolicy::endless(FIRST_PAUSE, LONGEST_PAUSE).with_max_retries(MAX_STARTS - 1);
    let mut pauses = policy.exact_pauses();
    loop {
        let kind = match run_to_end_or_panic(&run).await {
            Ok(output) => return Some(output),
            Err(kind) => kind,
        };
        let Some(pause) = pauses.next() else {
            tracing::error!(task, kind, "a task that the start waits for panicked and is given up");
            return None;
        };
        tracing::error!(task, kind, ?pause, "a task that the start waits for panicked and starts again");
        tokio::time::sleep(pause).await;
    }
}

/// What a task returned, or the kind of its panic.
async fn run_to_end_or_panic<T, F: Future<Output = T>>(run: impl Fn() -> F) -> Result<T, &'static str> {
    let caught = AssertUnwindSafe(async { run().await }).catch_unwind().await;
    caught.map_err(|payload| payload_kind(&*payload))
}

/// What kind of value the panic carried, without the value.
fn payload_kind(payload: &(dyn Any + Send)) -> &'static str {
    match (payload.is::<&str>(), payload.is::<String>()) {
        (true, _) => "message",
        (_, true) => "formatted message",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_twice_runs_on() {
        let (begun, runs) = (Instant::now(), AtomicU32::new(0));
        let run = || async {
            match runs.fetch_add(1, Ordering::SeqCst) {
                0 => panic!("the first run"),
                1 => panic!("run {}", 2),
                run => run,
            }
        };
        assert_eq!(supervise("drill", run).await, 2);
        assert_eq!(begun.elapsed().as_secs(), 3, "a pause of one second, then of two");
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_to_a_cap_and_begin_anew_after_a_long_run() {
        let (runs, starts) = (AtomicU32::new(0), std::sync::Mutex::new(Vec::new()));
        let begun = Instant::now();
        supervise("drill", || async {
            starts.lock().unwrap().push(begun.elapsed().as_secs());
            match runs.fetch_add(1, Ordering::SeqCst) {
                11 => tokio::time::sleep(LONGEST_PAUSE * 2).await,
                13 => return,
                _ => {}
            }
            panic!("again");
        })
        .await;
        let starts = starts.into_inner().unwrap();
        let pauses: Vec<u64> = starts.windows(2).map(|two| two[1] - two[0]).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 601, 2]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_the_start_waits_for_is_given_up_after_three_starts() {
        for (panics, output, starts) in [(0, Some(1), 1), (2, Some(3), 3), (3, None, 3), (u32::MAX, None, 3)]
        {
            let (begun, runs) = (Instant::now(), AtomicU32::new(0));
            let outcome = supervise_at_start("drill", || async {
                let run = runs.fetch_add(1, Ordering::SeqCst) + 1;
                assert!(run > panics, "a drill");
                run
            })
            .await;
            assert_eq!((outcome, runs.into_inner()), (output, starts), "{panics} panics");
            let pauses = if panics == 0 { 0 } else { 3 };
            assert_eq!(begun.elapsed().as_secs(), pauses, "a pause of one second, then of two");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_can_be_stopped_between_two_runs() {
        let task = tokio::spawn(supervise("drill", || async { panic!("always") }));
        tokio::time::sleep(Duration::from_secs(10)).await;
        task.abort();
        assert!(task.await.is_err_and(|end: tokio::task::JoinError| end.is_cancelled()));
    }
}

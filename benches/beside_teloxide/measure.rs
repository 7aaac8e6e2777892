//! One run of one contestant.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::time::{MissedTickBehavior, interval, sleep};

use super::calls::{CallCounter, CallCounts};
use super::contestant::Contestant;
use super::process::{cpu, megabytes};
use super::world::BenchWorld;

/// The size of a benchmark.
pub(crate) struct Sizes {
    /// Runs of each contestant.
    pub(crate) rounds: usize,
    /// Number of private chats.
    pub(crate) chats: usize,
    /// Number of messages in the burst.
    pub(crate) burst: usize,
    /// Length of each phase of steady load, in seconds.
    pub(crate) seconds: usize,
}

impl Sizes {
    /// For `docs/BENCHMARKS.md`.
    pub(crate) const FULL: Sizes = Sizes { rounds: 3, chats: 500, burst: 2_000, seconds: 20 };
    /// To see whether the benchmark works.
    pub(crate) const QUICK: Sizes = Sizes { rounds: 1, chats: 500, burst: 100, seconds: 5 };
}

/// Messages a second under steady load.
pub(crate) const STEADY: usize = 100;
/// Delay of the network's answers in the second phase of steady load.
pub(crate) const SLOW: Duration = Duration::from_millis(50);
/// Number of products that are used repeatedly for dealink, and of products in one message of the warm-up.
const SEEN: usize = 200;
const SEEN_TOGETHER: usize = 10;
const WARM_UP_SECONDS: usize = 2;

/// The results: milliseconds, megabytes, and messages per second.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) first_poll: f64,
    pub(crate) first_answer: f64,
    pub(crate) idle_memory: f64,
    pub(crate) steady: Steady,
    pub(crate) slow: Steady,
    pub(crate) burst_rate: f64,
    pub(crate) burst_cpu: f64,
    pub(crate) peak_memory: f64,
}

/// Results under steady load, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steady {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) cpu: f64,
}

/// A run, with the number of messages and the next unused product.
struct RunProgress {
    world: BenchWorld,
    contestant: Contestant,
    said: usize,
    fresh: usize,
}

/// Starts a contestant with stand-ins of its own, measures it and ends it.
pub(crate) async fn run(contestant: Contestant, sizes: &Sizes) -> Result<Run> {
    // Every message may need an unused product.
    let most = SEEN + 1 + STEADY * (2 * sizes.seconds + WARM_UP_SECONDS) + sizes.burst;
    let world = BenchWorld::start(sizes.chats, most).await?;
    // On the project's disk: a memory disk would make flushing look free.
    let data = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let mut course = RunProgress { world, contestant, said: 0, fresh: SEEN };

    let began = Instant::now();
    course.say_fresh();
    let running = contestant.start(&course.world, data.path())?;
    course.all_answered().await?;
    let (_, first_answer) = course.world.take_waits();
    let since_start = |at: Option<Instant>| at.map(|at| millis(at - began)).context("it never polled");
    let (first_poll, first_answer) = (since_start(course.world.first_poll())?, since_start(first_answer)?);

    sleep(Duration::from_secs(2)).await;
    let pid = running.pid();
    let idle_memory = megabytes(pid, "VmRSS")?;

    course.meet_products().await?;
    course.steady(pid, WARM_UP_SECONDS).await?;
    let steady = course.steady(pid, sizes.seconds).await?;
    course.world.delay_network(SLOW);
    let slow = course.steady(pid, sizes.seconds).await?;
    course.world.delay_network(Duration::ZERO);
    // Time for the rate limit of each chat to recover.
    sleep(Duration::from_secs(5)).await;
    let (burst_rate, burst_cpu) = course.burst(pid, sizes.burst).await?;
    let peak_memory = megabytes(pid, "VmHWM")?;
    Ok(Run { first_poll, first_answer, idle_memory, steady, slow, burst_rate, burst_cpu, peak_memory })
}

/// Starts a contestant and counts the system calls of a message under steady load and in a burst.
pub(crate) async fn calls(contestant: Contestant, sizes: &Sizes) -> Result<(CallCounts, CallCounts)> {
    let most = SEEN + 1 + STEADY * (sizes.seconds + WARM_UP_SECONDS) + sizes.burst;
    let world = BenchWorld::start(sizes.chats, most).await?;
    let data = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let mut course = RunProgress { world, contestant, said: 0, fresh: SEEN };
    course.say_fresh();
    let running = contestant.start(&course.world, data.path())?;
    course.all_answered().await?;
    let pid = running.pid();
    course.meet_products().await?;
    course.steady(pid, WARM_UP_SECONDS).await?;
    let counter = CallCounter::attach(pid).await?;
    course.steady(pid, sizes.seconds).await?;
    let steady = counter.finish(STEADY * sizes.seconds)?;
    sleep(Duration::from_secs(5)).await;
    let counter = CallCounter::attach(pid).await?;
    course.burst(pid, sizes.burst).await?;
    Ok((steady, counter.finish(sizes.burst)?))
}

impl RunProgress {
    /// Messages with several products each, so that dealink has answered all of them before.
    async fn meet_products(&mut self) -> Result<()> {
        if self.contestant == Contestant::Dealink {
            for first in (0..SEEN).step_by(SEEN_TOGETHER) {
                self.world.say(self.said, first..first + SEEN_TOGETHER);
                self.said += 1;
            }
            self.all_answered().await?;
        }
        Ok(())
    }

    /// [`STEADY`] messages per second for this many seconds, in all chats by turns.
    async fn steady(&mut self, pid: u32, seconds: usize) -> Result<Steady> {
        let (messages, before) = (STEADY * seconds, cpu(pid)?);
        let mut ticks = interval(Duration::from_secs(1) / STEADY as u32);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        for _ in 0..messages {
            ticks.tick().await;
            self.say_next();
        }
        self.all_answered().await?;
        let used = cpu(pid)? - before;
        let (mut waits, _) = self.world.take_waits();
        waits.sort();
        let at = |hundredth: usize| millis(waits[(waits.len() * hundredth / 100).min(waits.len() - 1)]);
        Ok(Steady { p50: at(50), p99: at(99), cpu: millis(used) / messages as f64 })
    }

    /// A burst of messages; returns messages per second and CPU time per message.
    async fn burst(&mut self, pid: u32, messages: usize) -> Result<(f64, f64)> {
        let (began, before) = (Instant::now(), cpu(pid)?);
        for _ in 0..messages {
            self.say_next();
        }
        self.all_answered().await?;
        let used = cpu(pid)? - before;
        let (_, last) = self.world.take_waits();
        let took = last.context("nothing was answered")? - began;
        Ok((messages as f64 / took.as_secs_f64(), millis(used) / messages as f64))
    }

    fn say_next(&mut self) {
        if self.contestant == Contestant::Dealink {
            self.world.say(self.said, [self.said % SEEN]);
            self.said += 1;
        } else {
            self.say_fresh();
        }
    }

    fn say_fresh(&mut self) {
        self.world.say(self.said, [self.fresh]);
        self.fresh += 1;
        self.said += 1;
    }

    async fn all_answered(&self) -> Result<()> {
        let answered = self.world.wait_for_answers(self.said).await;
        answered.with_context(|| {
            format!("{}: {} of {} answered", self.contestant.name(), self.world.answers(), self.said)
        })
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

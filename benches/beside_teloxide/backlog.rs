//! An idle bot, and a bot with very much waiting: memory, disk, wake-ups, and the start after `kill -9`.

use std::fs::{self, read_dir, read_to_string};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::time::sleep;

use super::calls::disk_flushes;
use super::contestant::Contestant;
use super::process::megabytes;
use super::world::BenchWorld;

/// Longer than anything here takes: nothing is answered.
const STUCK: Duration = Duration::from_secs(3_600);
const IDLE_SECONDS: usize = 20;
const LARGE_UPDATES: usize = 10_000;
/// Letters of three bytes each, about as many as Telegram lets a message have.
const LARGE_LETTERS: usize = 4_000;
const SMALL_UPDATES: usize = 20_000;
const CHATS: usize = 500;

/// Measures dealink and prints what was seen.
pub(crate) async fn run() -> Result<()> {
    idle().await?;
    let (memory, disk) = large_updates_of_one_sender().await?;
    println!(
        "{LARGE_UPDATES} updates of {LARGE_LETTERS} letters from one sender: {memory:.0} MB of memory, {disk:.1} MB of disk"
    );
    let (memory, first_poll) = many_small_updates().await?;
    println!(
        "{SMALL_UPDATES} updates of {CHATS} chats waiting: {memory:.0} MB of memory; first poll after kill -9: {first_poll:.0?}"
    );
    Ok(())
}

async fn idle() -> Result<()> {
    let (world, data) = (BenchWorld::start(1, 1).await?, tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?);
    let running = Contestant::Dealink.start(&world, data.path())?;
    world.wait_for_poll().await?;
    sleep(Duration::from_secs(3)).await;
    let (switches, flushes) = (switches(running.pid())?, disk_flushes());
    sleep(Duration::from_secs(IDLE_SECONDS as u64)).await;
    let per_second = |count: u64| count as f64 / IDLE_SECONDS as f64;
    println!(
        "idle: {:.1} wake-ups a second, {:.2} flushes of the disk a second",
        per_second(self::switches(running.pid())? - switches),
        per_second(disk_flushes() - flushes),
    );
    Ok(())
}

async fn large_updates_of_one_sender() -> Result<(f64, f64)> {
    let (world, data) = (BenchWorld::start(1, 1).await?, tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?);
    world.delay_network(STUCK);
    let running = Contestant::Dealink.start(&world, data.path())?;
    for turn in 0..LARGE_UPDATES {
        world.say_padded(turn, LARGE_LETTERS);
    }
    world.telegram.wait_until_confirmed().await?;
    Ok((megabytes(running.pid(), "VmHWM")?, size(data.path())? as f64 / 1e6))
}

/// Memory, and the time from the start after `kill -9` until the first poll.
async fn many_small_updates() -> Result<(f64, Duration)> {
    let world = BenchWorld::start(CHATS, 1).await?;
    let data = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    world.delay_network(STUCK);
    let running = Contestant::Dealink.start(&world, data.path())?;
    for turn in 0..SMALL_UPDATES {
        world.say(turn, [0]);
    }
    world.telegram.wait_until_confirmed().await?;
    let memory = megabytes(running.pid(), "VmRSS")?;
    drop(running);
    world.forget_first_poll();
    let began = Instant::now();
    let _running = Contestant::Dealink.start(&world, data.path())?;
    world.wait_for_poll().await?;
    let polled = world.first_poll().context("it never polled")?;
    Ok((memory, polled - began))
}

/// Switches of all threads that waited for something.
fn switches(pid: u32) -> Result<u64> {
    let mut sum = 0;
    for task in read_dir(format!("/proc/{pid}/task"))? {
        let status = read_to_string(task?.path().join("status"))?;
        let count = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        sum += count.context("/proc/PID/task")?.trim().parse::<u64>()?;
    }
    Ok(sum)
}

/// Bytes of all files below a directory.
fn size(dir: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in read_dir(dir)? {
        let path = entry?.path();
        bytes += if path.is_dir() { size(&path)? } else { fs::metadata(path)?.len() };
    }
    Ok(bytes)
}

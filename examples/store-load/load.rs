//! The load: one task takes updates in as the poller does, three answer them, two change settings, all at once.
//!
//! Each item belongs to one task, so its changes have one order. What is refused is tried again, as the bot would.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use crate::handlers::answer_updates;
use crate::random::Random;
use crate::report::{Change, Promise, Report};
use crate::settings::change_settings;
use crate::subject::Subject;
use crate::values::{CHATS, PEOPLE, chat_number, update, update_digest};

/// Numbers of updates that one run may use.
const UPDATES_OF_A_RUN: u64 = 1_000_000;
const HANDLERS: u64 = 3;
const SETTERS: u64 = 2;
/// How often an intake is tried before the run gives up.
const ATTEMPTS: u32 = 1_500;
const PAUSE: Duration = Duration::from_millis(20);

/// How a run ends.
#[derive(Clone, Copy)]
pub(crate) enum End {
    Orderly,
    /// Without closing the store.
    Abrupt,
}

/// What all tasks share.
pub(crate) struct Shared {
    pub(crate) subject: Subject,
    pub(crate) report: Report,
    pub(crate) seed: u64,
    /// The next number of an update.
    next: AtomicU64,
    stop: AtomicBool,
}

impl Shared {
    /// Takes updates of the chats in, until the store confirms it. Returns their numbers.
    pub(crate) async fn take_in(
        &self,
        chats: impl IntoIterator<Item = i64>,
        random: &mut Random,
    ) -> Result<Vec<u64>> {
        let mut updates = Vec::new();
        for chat in chats {
            let id = self.next.fetch_add(1, Ordering::Relaxed);
            updates.push((id, chat, update(id, random)));
        }
        let changes: Vec<Change> = updates
            .iter()
            .map(|(id, chat, raw)| (format!("update/{id}"), update_digest(*chat, raw)))
            .collect();
        for _ in 0..ATTEMPTS {
            let taken = self.subject.take_in(updates.clone());
            if self.report.operation(Promise::Durable, "intake", &changes, taken).await? {
                return Ok(updates.into_iter().map(|(id, ..)| id).collect());
            }
            tokio::time::sleep(PAUSE).await;
        }
        anyhow::bail!("the store refuses for good")
    }

    /// Waits a little after a refusal, and now and then otherwise, so that timers of the store have their turn.
    pub(crate) async fn pause(&self, confirmed: bool, random: &mut Random) {
        match confirmed {
            false => tokio::time::sleep(PAUSE).await,
            true if random.happens(30) => tokio::time::sleep(Duration::from_millis(random.below(5))).await,
            true if random.happens(2) => tokio::time::sleep(4 * PAUSE).await,
            true => {}
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

pub(crate) async fn load(dir: &Path, seed: u64, intakes: u64, end: End) -> Result<ExitCode> {
    let report = Report::new()?;
    let subject = match Subject::open(dir).await {
        Ok(opened) => opened.subject,
        Err(fault) => {
            report.line(&format!("unopened {}", format!("{fault:#}").replace('\n', " ")))?;
            return Ok(ExitCode::from(2));
        }
    };
    let next = AtomicU64::new(seed * UPDATES_OF_A_RUN);
    let shared = Arc::new(Shared { subject, report, seed, next, stop: AtomicBool::new(false) });
    shared.report.line("opened")?;
    if let Err(fault) = run_tasks(&shared, intakes).await {
        shared.report.line(&format!("failed {}", format!("{fault:#}").replace('\n', " ")))?;
        return Ok(ExitCode::from(3));
    }
    shared.report.line("ending")?;
    if matches!(end, End::Abrupt) {
        std::process::exit(0);
    }
    if let Some(shared) = Arc::into_inner(shared) {
        shared.subject.close().await?;
        shared.report.line("ended")?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn run_tasks(shared: &Arc<Shared>, intakes: u64) -> Result<()> {
    let mut tasks = JoinSet::new();
    let mut handlers = Vec::new();
    for number in 0..HANDLERS {
        let (sender, receiver) = unbounded_channel();
        handlers.push(sender);
        tasks.spawn(answer_updates(shared.clone(), number, receiver));
    }
    for number in 0..SETTERS {
        tasks.spawn(change_settings(shared.clone(), number));
    }
    tasks.spawn(poll(shared.clone(), intakes, handlers));
    while let Some(ended) = tasks.join_next().await {
        ended.context("a task panicked")??;
    }
    Ok(())
}

/// As the poller: what waited before the run first, then intake after intake.
async fn poll(shared: Arc<Shared>, intakes: u64, handlers: Vec<UnboundedSender<u64>>) -> Result<()> {
    let mut random = Random::new(shared.seed, 1);
    let hand_over = |ids: Vec<u64>| {
        for id in ids {
            // A handler that ended has failed, which ends the run anyway.
            let _ = handlers[(id % HANDLERS) as usize].send(id);
        }
    };
    hand_over(shared.subject.waiting().await?);
    for _ in 0..intakes {
        let chats: Vec<i64> = (0..1 + random.below(20))
            .map(|_| match random.happens(50) {
                true => 1 + random.below(PEOPLE) as i64,
                false => chat_number(1 + random.below(CHATS as u64) as i64),
            })
            .collect();
        hand_over(shared.take_in(chats, &mut random).await?);
        shared.pause(true, &mut random).await;
    }
    shared.stop.store(true, Ordering::Relaxed);
    Ok(())
}

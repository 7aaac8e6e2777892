//! The tasks that run beside the answers, each of them supervised.

use std::sync::Arc;
use std::time::Duration;

use dealink_core::clock::Clock;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};

use super::supervise::{supervise, supervise_at_start};
use crate::deals::Deals;
use crate::store::{AsideReason, Store, StoreError};
use crate::telegram::api::SendLimiter;
use crate::telegram::chats;
use crate::telegram::context::AppContext;
use crate::telegram::queue::ChatQueues;

/// How often it is checked whether the bot may write again in chats where it is paused.
const PAUSED_CHATS_INTERVAL: Duration = Duration::from_secs(3600);
/// An update whose handling takes longer is set aside. Waiting for Telegram does not count.
const HANDLING_LIMIT: Duration = Duration::from_secs(15 * 60);
const HOUSEKEEPING_INTERVAL: Duration = Duration::from_secs(10 * 60);

/// A task in the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BackgroundTask {
    /// Receives updates.
    Polling,
    /// Builds the phrases that posts are checked against.
    WordBuilding,
    /// Fetches what the first answer would have to wait for.
    NetworkWarmUp,
    /// Tells Telegram the bot's commands.
    CommandRegistration,
    /// Drops old records.
    Housekeeping,
    /// Removes messages that are due to be removed.
    Sweeps,
    /// Tells owners of groups what was left unanswered.
    OwnerNotices,
    /// Pulls product feeds.
    FeedSchedule,
}

impl BackgroundTask {
    #[cfg(feature = "sandbox")]
    pub const ALL: [BackgroundTask; 8] = [
        BackgroundTask::Polling,
        BackgroundTask::WordBuilding,
        BackgroundTask::NetworkWarmUp,
        BackgroundTask::CommandRegistration,
        BackgroundTask::Housekeeping,
        BackgroundTask::Sweeps,
        BackgroundTask::OwnerNotices,
        BackgroundTask::FeedSchedule,
    ];

    /// The name in the log.
    pub fn name(self) -> &'static str {
        match self {
            BackgroundTask::Polling => "polling",
            BackgroundTask::WordBuilding => "word building",
            BackgroundTask::NetworkWarmUp => "network warm-up",
            BackgroundTask::CommandRegistration => "command registration",
            BackgroundTask::Housekeeping => "housekeeping",
            BackgroundTask::Sweeps => "sweeps",
            BackgroundTask::OwnerNotices => "notices to owners",
            BackgroundTask::FeedSchedule => "feed schedule",
        }
    }
}

/// Called at each start of a background task, before its own code. Tests use it to cause a panic, after which the task must start
/// again.
#[cfg(feature = "sandbox")]
pub type TaskHook = Arc<dyn Fn(BackgroundTask) + Send + Sync>;

/// Runs background tasks under supervision. Dropping it stops those that it spawned.
#[derive(Default)]
pub(super) struct BackgroundTasks {
    tasks: JoinSet<()>,
    #[cfg(feature = "sandbox")]
    hook: Option<TaskHook>,
}

impl BackgroundTasks {
    #[cfg(feature = "sandbox")]
    pub(super) fn with_hook(hook: Option<TaskHook>) -> Self {
        BackgroundTasks { hook, ..BackgroundTasks::default() }
    }

    /// A supervised task, to be awaited or spawned by the caller.
    pub(super) fn supervised<T, F, R>(
        &self,
        task: BackgroundTask,
        run: R,
    ) -> impl Future<Output = T> + Send + use<T, F, R>
    where
        T: Send,
        F: Future<Output = T> + Send,
        R: Fn() -> F + Send + Sync,
    {
        supervise(task.name(), self.hooked(task, run))
    }

    /// A task whose outcome the start waits for; `None` after it panicked at a few starts in a row.
    pub(super) fn supervised_at_start<T, F, R>(
        &self,
        task: BackgroundTask,
        run: R,
    ) -> impl Future<Output = Option<T>> + Send + use<T, F, R>
    where
        T: Send,
        F: Future<Output = T> + Send,
        R: Fn() -> F + Send + Sync,
    {
        supervise_at_start(task.name(), self.hooked(task, run))
    }

    /// The task, after the hook of tests.
    #[cfg(feature = "sandbox")]
    fn hooked<F, R: Fn() -> F>(&self, task: BackgroundTask, run: R) -> impl Fn() -> F + use<F, R> {
        let hook = self.hook.clone();
        move || {
            hook.iter().for_each(|hook| hook(task));
            run()
        }
    }

    #[cfg(not(feature = "sandbox"))]
    fn hooked<R>(&self, _task: BackgroundTask, run: R) -> R {
        run
    }

    pub(super) fn spawn<F: Future<Output = ()> + Send + 'static>(
        &mut self,
        task: BackgroundTask,
        run: impl Fn() -> F + Send + Sync + 'static,
    ) {
        let supervised = self.supervised(task, run);
        self.tasks.spawn(supervised);
    }

    pub(super) async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}

/// Fetches the network's token and the program's terms before the first user waits for them, and checks that the ad space is
/// active.
pub(super) async fn warm_up_network(deals: Deals) {
    let Some(network) = deals.lookup().network() else { return };
    network.warm_up().await;
    match network.ad_space().await {
        Ok(space) if space.status.as_deref().is_some_and(|status| status != "active") => {
            tracing::warn!(status = space.status, "the ad space is not active");
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the ad space could not be asked for"),
    }
    deals.terms().await;
}

/// Removes answers that are due to be removed, tells owners what changed, looks after updates that take too long or are to be handled
/// again, and checks paused chats. Never ends.
pub(super) async fn run_sweeps(context: Arc<AppContext>, queues: ChatQueues, interval: Duration) {
    let mut rounds = tokio::time::interval(interval);
    // After a sleep of the machine one round is enough.
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut checked = Instant::now();
    loop {
        rounds.tick().await;
        if let Err(error) = chats::delete_due_messages(&context).await {
            tracing::error!(%error, "answers could not be removed");
        }
        chats::send_due_notices(&context);
        if let Err(error) = look_after_updates(&context, &queues).await {
            tracing::error!(%error, "updates that take too long could not be looked after");
        }
        if checked.elapsed() >= PAUSED_CHATS_INTERVAL {
            checked = Instant::now();
            if let Err(error) = chats::recheck_paused_chats(&context).await {
                tracing::error!(%error, "paused chats could not be checked");
            }
        }
    }
}

/// Drops what is too old to matter. Never ends.
pub(super) async fn run_housekeeping(store: Store, limiter: Arc<SendLimiter>, clock: Clock) {
    let mut rounds = tokio::time::interval(HOUSEKEEPING_INTERVAL);
    rounds.tick().await;
    loop {
        rounds.tick().await;
        limiter.forget_idle_chats();
        if let Err(error) = store.clean_up(clock.now().as_second()).await {
            tracing::error!(%error, "the store could not be cleaned up");
        }
    }
}

/// Sets aside what takes too long, and queues again what the operator wants handled again.
async fn look_after_updates(context: &Arc<AppContext>, queues: &ChatQueues) -> Result<(), StoreError> {
    for update in queues.overdue(HANDLING_LIMIT) {
        // It may have ended while the one before was set aside.
        if !queues.overdue(HANDLING_LIMIT).contains(&update) {
            continue;
        }
        let now = context.clock.now().as_second();
        let set_aside = context.store.inbox.set_aside(update, AsideReason::TooLong, now).await?;
        queues.abandon(update);
        if let Some(set_aside) = set_aside {
            let context = context.clone();
            tokio::spawn(async move { context.tell_set_aside(&set_aside).await });
        }
    }
    for head in context.store.aside.take_retries().await? {
        queues.enqueue(&head);
    }
    Ok(())
}

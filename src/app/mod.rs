//! The composition root: builds the parts, connects them, and starts and stops them in order.
//!
//! Start: store, network, Telegram, chat queues (with what an earlier run left), polling. Stop: polling, queues, background
//! tasks, store.

mod background;
mod clients;
mod identity;
mod supervise;

use std::sync::Arc;
use std::time::Duration;

use dealink_catalog::feeds::{self, Feeds, PullContext, Schedule};
use dealink_core::clock::Clock;
use dealink_network::admitad::AdmitadTimeouts;
use dealink_network::resolve::ResolverStartError;
use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::deals::ProductBrowser;
use crate::lists::{ListReader, LiveLists, ReaderCommand};
use crate::store::{MemberKey, OpenedStore, Repair, Store, StoreError};
use crate::telegram::api::{EphemeralSender, SendLimiter, SendRetry, Sender};
use crate::telegram::chats::{ChatCaches, MemberCodes, run_passed_over_notices};
use crate::telegram::context::AppContext;
#[cfg(feature = "sandbox")]
use crate::telegram::context::TestHook;
use crate::telegram::queue::{
    ChatQueues, InboxWorker, LatestOnly, LeftUpdates, NoticeHandler, PollerParts, PollingEnd, QueueLimits,
    Suspects, UpdatePoller,
};
use crate::telegram::update::Update;
use crate::telegram::{dispatch, menus};
use crate::text::{Texts, TextsError};
use crate::words::{LiveWords, Words};
use background::{BackgroundTasks, run_housekeeping, run_sweeps, warm_up_network};
use identity::fetch_bot_identity;

pub use background::BackgroundTask;
#[cfg(feature = "sandbox")]
pub use background::TaskHook;
pub use clients::{RemoteServer, build_deals, build_exchange};

const DRAIN_TIMEOUT: Duration = Duration::from_secs(20);
/// Telegram delivers the parts of an album one by one and never says which is the last.
const ALBUM_WAIT: Duration = Duration::from_millis(800);
/// A person who types does not pause so long between two letters.
const INLINE_PAUSE: Duration = Duration::from_millis(300);
const SWEEP_INTERVAL: Duration = Duration::from_secs(15);

/// What the app is made of.
pub struct Setup {
    /// Checked settings; `telegram` must be there.
    pub config: Config,
    pub clock: Clock,
    pub admitad_timeouts: AdmitadTimeouts,
    /// How long the next part of an album is waited for.
    pub album_wait: Duration,
    /// How long nothing newer of a person must come before an inline query is answered.
    pub inline_pause: Duration,
    /// Messages that are to be removed may stay for so much longer.
    pub sweep_interval: Duration,
    pub queue_limits: QueueLimits,
    pub send_retry: SendRetry,
    /// The program that reads the files of people.
    pub list_reader: ReaderCommand,
    #[cfg(feature = "sandbox")]
    pub test_hook: Option<TestHook>,
    #[cfg(feature = "sandbox")]
    pub task_hook: Option<TaskHook>,
    #[cfg(feature = "sandbox")]
    pub store_hook: Option<StoreHook>,
}

/// Called with the opened store. Tests use it to put stores that fail in place of the real ones.
#[cfg(feature = "sandbox")]
pub type StoreHook = Arc<dyn Fn(&mut Store) + Send + Sync>;

impl Setup {
    /// The clock and the waits of normal operation.
    pub fn new(config: Config) -> Self {
        Setup {
            config,
            clock: Clock::system(),
            admitad_timeouts: AdmitadTimeouts::default(),
            album_wait: ALBUM_WAIT,
            inline_pause: INLINE_PAUSE,
            sweep_interval: SWEEP_INTERVAL,
            queue_limits: QueueLimits::USUAL,
            send_retry: SendRetry::USUAL,
            list_reader: ReaderCommand::of_this_program(),
            #[cfg(feature = "sandbox")]
            test_hook: None,
            #[cfg(feature = "sandbox")]
            task_hook: None,
            #[cfg(feature = "sandbox")]
            store_hook: None,
        }
    }
}

/// Why the app did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The locale files.
    #[error(transparent)]
    Texts(#[from] TextsError),
    #[error("there is no bot token")]
    NoToken,
    #[error("Telegram does not accept the bot token")]
    TokenRefused,
    #[error("the HTTP client for {0} could not be made")]
    Client(RemoteServer),
    #[error("short links cannot be followed: {0}")]
    Resolver(#[from] ResolverStartError),
    /// A fault in the program: see the log.
    #[error("a task that the start waits for panicked each time it was tried: {}", .0.name())]
    TaskPanicked(BackgroundTask),
}

/// The running bot.
pub struct RunningBot {
    polling: JoinHandle<PollingEnd>,
    background: BackgroundTasks,
    queues: ChatQueues,
    inline: LatestOnly<Update>,
    list_reader: ListReader,
    store: Store,
    /// Marks answered updates that could not be marked before.
    finish_marks: Box<dyn FnOnce() -> BoxFuture<'static, ()> + Send>,
}

/// Starts the bot and returns once it takes updates. While Telegram is out of reach this waits for it; dropping the future
/// gives up.
///
/// # Errors
/// What an operator has to mend.
pub async fn start(setup: Setup) -> Result<RunningBot, StartError> {
    #[cfg(feature = "sandbox")]
    let mut background = BackgroundTasks::with_hook(setup.task_hook);
    #[cfg(not(feature = "sandbox"))]
    let mut background = BackgroundTasks::default();
    let Setup {
        config,
        clock,
        admitad_timeouts,
        album_wait,
        inline_pause,
        sweep_interval,
        queue_limits,
        send_retry,
        ..
    } = setup;
    let telegram = config.telegram.clone().ok_or(StartError::NoToken)?;
    let (store, repairs) = open_store(&config).await?;
    let member_key = MemberKey::load_or_create(&config.data_dir)?;
    #[cfg(feature = "sandbox")]
    let store = with_hook(store, setup.store_hook.as_ref());
    // Takes a moment and depends on nothing else, so it runs beside the rest of the start.
    let words = tokio::spawn(background.supervised_at_start(BackgroundTask::WordBuilding, {
        let lists = store.lists.live().clone();
        move || build_words(lists.clone())
    }));
    let texts = Arc::new(Texts::load()?);
    let deals = build_deals(&config, clock.clone(), admitad_timeouts, Some(store.rates.clone()))?
        .with_lists(store.lists.live().clone());
    let bot = clients::build_telegram(&telegram)?;
    background.spawn(BackgroundTask::NetworkWarmUp, {
        let deals = deals.clone();
        move || warm_up_network(deals.clone())
    });
    let me = fetch_bot_identity(&bot).await?;
    if !me.inline_enabled {
        tracing::warn!("inline mode is off: it is switched on with /setinline at @BotFather");
    }
    background.spawn(BackgroundTask::CommandRegistration, {
        let (bot, texts, language) = (bot.clone(), texts.clone(), config.default_language);
        let admins = config.admins.clone();
        move || {
            let (bot, texts, admins) = (bot.clone(), texts.clone(), admins.clone());
            async move { menus::register_commands(&bot, &texts, language, &admins).await }
        }
    });
    let limiter = Arc::new(SendLimiter::new(telegram.sends_per_second));
    background.spawn(BackgroundTask::Housekeeping, {
        let (store, limiter, clock) = (store.clone(), limiter.clone(), clock.clone());
        move || run_housekeeping(store.clone(), limiter.clone(), clock.clone())
    });
    if let Some(default_interval) = config.feeds.every {
        let limits = config.feeds.limits.clone();
        let context = PullContext { limits, clock: clock.clone(), first_retry_wait: feeds::FIRST_RETRY_WAIT };
        let schedule = Schedule { feeds: Feeds::new(&config.data_dir), default_interval, context };
        background.spawn(BackgroundTask::FeedSchedule, move || schedule.clone().run());
    }
    // Its panics are caught, and nobody aborts it.
    let words = words.await.ok().flatten().ok_or(StartError::TaskPanicked(BackgroundTask::WordBuilding))?;
    let sender = Sender::new(bot.clone(), limiter, send_retry);
    let list_reader = ListReader::new(setup.list_reader);
    let context = Arc::new(AppContext {
        ephemeral: EphemeralSender::new(sender.clone()),
        sender,
        store: store.clone(),
        browser: ProductBrowser::new(deals.clone()),
        deals,
        words: Arc::new(words),
        texts,
        default_language: config.default_language,
        bot_username: me.username.clone(),
        bot_id: me.id,
        inline_enabled: me.inline_enabled,
        can_read_all_group_messages: me.reads_all_messages,
        chat_caches: ChatCaches::default(),
        member_codes: MemberCodes::new(&member_key),
        album_wait,
        operators: config.admins,
        list_reader: list_reader.clone(),
        clock,
        #[cfg(feature = "sandbox")]
        test_hook: setup.test_hook,
    });
    let answer_inline = {
        let context = context.clone();
        move |update: Update| {
            let context = context.clone();
            async move { dispatch::handle_inline_query(&context, &update).await }.boxed()
        }
    };
    let inline = LatestOnly::new(inline_pause, Arc::new(answer_inline));
    let left = LeftUpdates::load(&store, context.clock.now().as_second()).await?;
    let handle = {
        let context = context.clone();
        move |update, record| {
            let context = context.clone();
            async move { dispatch::handle_update(&context, &update, &record).await }.boxed()
        }
    };
    let suspects = Suspects::new(left.suspects, left.deaths);
    let worker = Arc::new(InboxWorker::new(store.inbox.clone(), suspects, Update::parse, handle));
    let finish_marks = {
        let worker = worker.clone();
        move || async move { worker.finish().await }.boxed()
    };
    let queues = ChatQueues::new(
        queue_limits,
        Arc::new(move |id| {
            let worker = worker.clone();
            async move { worker.run(id).await }.boxed()
        }),
    );
    background.spawn(BackgroundTask::Sweeps, {
        let (context, queues) = (context.clone(), queues.clone());
        move || run_sweeps(context.clone(), queues.clone(), sweep_interval)
    });
    background.spawn(BackgroundTask::OwnerNotices, {
        let context = context.clone();
        move || run_passed_over_notices(context.clone())
    });
    tokio::spawn({
        let (context, set_aside) = (context.clone(), left.set_aside);
        async move {
            context.tell_repairs(&repairs).await;
            for update in &set_aside {
                context.tell_set_aside(update).await;
            }
        }
    });
    let poller = Arc::new(UpdatePoller::new(PollerParts {
        bot,
        bot_username: me.username,
        store: store.clone(),
        queues: queues.clone(),
        inline: inline.clone(),
        notices: notice_handler(context.clone()),
        clock: context.clock.clone(),
    }));
    if !left.waiting.is_empty() {
        tracing::info!(updates = left.waiting.len(), "going on with what an earlier run left");
    }
    left.waiting.iter().for_each(|head| queues.enqueue(head));
    let polling = tokio::spawn(background.supervised(BackgroundTask::Polling, move || {
        let poller = poller.clone();
        async move { poller.poll().await }
    }));
    let finish_marks = Box::new(finish_marks);
    Ok(RunningBot { polling, background, queues, inline, list_reader, store, finish_marks })
}

async fn open_store(config: &Config) -> Result<(Store, Vec<Repair>), StoreError> {
    let OpenedStore { store, repairs } = Store::open(&config.data_dir).await?;
    for repair in &repairs {
        tracing::error!(
            "{repair}. What was moved aside holds people's settings and messages: erase it once it was looked at"
        );
    }
    Ok((store, repairs))
}

#[cfg(feature = "sandbox")]
fn with_hook(mut store: Store, hook: Option<&StoreHook>) -> Store {
    hook.iter().for_each(|hook| hook(&mut store));
    store
}

/// Tells people in tasks of their own, because polling must not wait for that.
fn notice_handler(context: Arc<AppContext>) -> NoticeHandler {
    Arc::new(move |notice| {
        let context = context.clone();
        tokio::spawn(async move { context.tell_poll_notice(notice).await });
    })
}

/// Builds the phrases on a thread for long computations. A panic there is handed on.
async fn build_words(lists: LiveLists) -> LiveWords {
    let built = tokio::task::spawn_blocking(|| LiveWords::new(&Words::builtin(&[]), lists)).await;
    built.unwrap_or_else(|end| std::panic::resume_unwind(end.into_panic()))
}

impl RunningBot {
    /// Returns when polling ends by itself, which it does only for a reason that the operator has to mend.
    pub async fn wait_for_end(&mut self) -> Option<PollingEnd> {
        (&mut self.polling).await.ok()
    }

    /// Stops in order: no new updates, answers in progress are finished, everything is written out. What is not finished in
    /// time stays in the inbox for the next run.
    pub async fn stop(self) {
        self.polling.abort();
        self.inline.close();
        self.list_reader.stop();
        if tokio::time::timeout(DRAIN_TIMEOUT, self.queues.drain()).await.is_err() {
            tracing::warn!("some answers were not finished; they wait in the inbox");
        }
        self.background.stop().await;
        (self.finish_marks)().await;
        if let Err(error) = self.store.close().await {
            tracing::error!(%error, "the store could not be written out");
        }
    }
}

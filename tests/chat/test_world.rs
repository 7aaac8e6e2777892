//! The world of a test: a sandbox with people, and the running bot.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use dealink::app::{self, RunningBot, Setup, StoreHook, TaskHook};
use dealink::config::Config;
use dealink::telegram::api::SendRetry;
use dealink::telegram::context::TestHook;
use dealink::telegram::queue::QueueLimits;
use dealink_core::clock::Clock;
use dealink_core::retry::RetryPolicy;
use dealink_network::admitad::AdmitadTimeouts;
use dealink_sandbox::Sandbox;
use dealink_sandbox::telegram::{
    CallOutcome, ChatChange, ChatId, FeatureSupport, TelegramLimits, TelegramOptions,
};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::OnceCell;

use crate::list_reader::reader_command;
use crate::test_chats::TestPerson;

/// Sunday, 22 November 2026, noon.
pub fn noon() -> Clock {
    Clock::fixed(NOON.parse().unwrap())
}

const NOON: &str = "2026-11-22T12:00:00Z";

/// A clock that begins at noon and is moved on by the test.
fn advancing_clock(passed: Arc<AtomicI64>) -> Clock {
    let noon: Timestamp = NOON.parse().unwrap();
    Clock::new(move || noon + SignedDuration::from_secs(passed.load(Ordering::Relaxed)))
}

/// Timeouts of milliseconds, so that tests with network faults are fast.
pub fn short_timeouts() -> AdmitadTimeouts {
    let retry = RetryPolicy::endless(Duration::from_millis(5), Duration::from_millis(20));
    AdmitadTimeouts {
        attempt: Duration::from_millis(400),
        retry: retry.with_max_retries(2),
        cooldowns: retry,
        deadline: Duration::from_millis(1_500),
        token_cooldown: Duration::from_millis(1),
        calls_per_minute: std::num::NonZeroU32::new(60_000).unwrap(),
    }
}

/// Interval of the sweep that removes old answers.
const SWEEP: Duration = Duration::from_millis(20);
/// Short, because the sandbox delivers all items of an album at once.
const ALBUM_REST: Duration = Duration::from_millis(20);

/// The files of a data directory with pulled feeds, made once for all tests: a pull in each test would take a minute in
/// all.
static FEEDS: OnceCell<Vec<(PathBuf, Vec<u8>)>> = OnceCell::const_new();

/// Copies the pulled feeds into a data directory.
async fn copy_feeds(sandbox: &Sandbox, data: &Path) {
    let pulled = async || {
        let made = tempfile::tempdir().unwrap();
        dealink::sandbox::pull_feeds(sandbox, made.path(), noon()).await.unwrap();
        read_files(made.path())
            .into_iter()
            .map(|(path, bytes)| (path.strip_prefix(made.path()).unwrap().to_owned(), bytes))
            .collect()
    };
    for (path, bytes) in FEEDS.get_or_init(pulled).await {
        let path = data.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

fn read_files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let (dirs, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let here = files.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap()));
    here.chain(dirs.iter().flat_map(|dir| self::read_files(dir))).collect()
}

/// Options of a test world.
pub struct TestConfig {
    /// Whether feeds are pulled before the bot starts. Most conversations need only message and network.
    pub feeds: bool,
    pub timeouts: AdmitadTimeouts,
    pub test_hook: Option<TestHook>,
    pub task_hook: Option<TaskHook>,
    pub store_hook: Option<StoreHook>,
    /// Whether the bot asks the Open Platform.
    pub asks_open_platform: bool,
    pub change_config: fn(&mut Config),
    pub queue_limits: QueueLimits,
    /// As [`SendRetry::give_up_after`].
    pub give_up_after: Duration,
    /// Short, because most tests send one query.
    pub inline_pause: Duration,
    /// Options of the stand-in of Telegram.
    pub telegram: TelegramOptions,
}

impl Default for TestConfig {
    fn default() -> Self {
        TestConfig {
            feeds: false,
            timeouts: short_timeouts(),
            test_hook: None,
            task_hook: None,
            store_hook: None,
            asks_open_platform: false,
            change_config: |_| {},
            queue_limits: QueueLimits::USUAL,
            give_up_after: SendRetry::USUAL.give_up_after,
            inline_pause: Duration::from_millis(1),
            // Most conversations are about public messages.
            telegram: TelegramOptions { ephemeral: FeatureSupport::Unknown, ..TelegramOptions::default() },
        }
    }
}

/// The stand-in of Telegram with its rate limits. Telegram names no number for the short bursts that it allows; in a chat the stand-in allows
/// no more than the bot sends.
pub fn with_limits() -> TelegramOptions {
    let limits = TelegramLimits { chat_burst: 5, overall_burst: 60, ..TelegramLimits::default() };
    TelegramOptions { limits: Some(limits), ..TestConfig::default().telegram }
}

/// A sandbox with the running bot.
pub struct TestWorld {
    pub sandbox: Sandbox,
    pub data: TempDir,
    running: Option<RunningBot>,
    passed: Arc<AtomicI64>,
    config: TestConfig,
    /// Chats in which every reply must be read.
    pub watched: Cell<Vec<ChatId>>,
}

impl TestWorld {
    pub async fn new() -> TestWorld {
        TestWorld::with_config(TestConfig::default()).await
    }

    pub async fn with_config(founding: TestConfig) -> TestWorld {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let passed = Arc::new(AtomicI64::new(0));
        let options = TelegramOptions { clock: advancing_clock(passed.clone()), ..founding.telegram.clone() };
        let sandbox = Sandbox::start_empty(listener, options).unwrap();
        let data = tempfile::tempdir().unwrap();
        if founding.feeds {
            copy_feeds(&sandbox, data.path()).await;
        }
        let mut world =
            TestWorld { sandbox, data, running: None, passed, config: founding, watched: Cell::default() };
        world.start().await;
        world
    }

    /// Starts the bot (again).
    pub async fn start(&mut self) {
        let mut config = dealink::sandbox::config(&self.sandbox, self.data.path());
        // Most conversations need only message and network.
        config.open_platform = config.open_platform.filter(|_| self.config.asks_open_platform);
        (self.config.change_config)(&mut config);
        let setup = Setup {
            admitad_timeouts: self.config.timeouts.clone(),
            album_wait: ALBUM_REST,
            inline_pause: self.config.inline_pause,
            sweep_interval: SWEEP,
            queue_limits: self.config.queue_limits,
            send_retry: SendRetry {
                pauses: RetryPolicy::endless(Duration::from_millis(5), Duration::from_millis(20)),
                give_up_after: self.config.give_up_after,
            },
            test_hook: self.config.test_hook.clone(),
            task_hook: self.config.task_hook.clone(),
            store_hook: self.config.store_hook.clone(),
            clock: advancing_clock(self.passed.clone()),
            list_reader: reader_command(),
            ..Setup::new(config)
        };
        self.running = Some(app::start(setup).await.unwrap());
    }

    /// Moves the clock on by seconds.
    pub fn advance_clock(&self, seconds: i64) {
        self.passed.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Unix time of the clock.
    pub fn now(&self) -> i64 {
        noon().now().as_second() + self.passed.load(Ordering::Relaxed)
    }

    /// Stops the bot as a signal does.
    pub async fn stop(&mut self) {
        self.running.take().unwrap().stop().await;
    }

    /// A new person with Telegram in this language.
    pub fn person(&self, language: &str) -> TestPerson<'_> {
        let id = self.sandbox.telegram.add_user("Ada", language);
        self.watch_chat(id);
        TestPerson { world: self, id }
    }

    /// How many calls were refused because they were beyond Telegram's limits.
    pub fn limits_passed(&self) -> usize {
        let is_beyond = |outcome: &CallOutcome| match outcome {
            CallOutcome::Refused(refusal) => refusal.code == 429,
            _ => false,
        };
        self.sandbox.telegram.calls("*").iter().filter(|call| is_beyond(&call.outcome)).count()
    }

    /// Number of calls to the network by endpoint since the last reset: `deeplink 1, rates 1`.
    pub fn network_calls(&self) -> String {
        use dealink_sandbox::admitad::AdmitadEndpoint::*;
        let calls = self.sandbox.admitad.calls();
        let named = [
            ("deeplink", Deeplink),
            ("rates", Rates),
            ("check", Check),
            ("short", ShortLink),
            ("exchange", Exchange),
        ];
        let made = named.iter().filter(|(_, endpoint)| calls.count(*endpoint) > 0);
        made.map(|(name, endpoint)| format!("{name} {}", calls.count(*endpoint)))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

impl Drop for TestWorld {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        for chat in self.watched.take() {
            let unread = self.sandbox.telegram.unread(chat);
            assert!(unread.is_empty(), "nobody read: {}", join_changes(&unread));
        }
    }
}

fn join_changes(changes: &[ChatChange]) -> String {
    changes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

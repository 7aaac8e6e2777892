//! The world of a test: a sandbox with people, and the running bot.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use dealink::app::{self, RunningBot, Setup, TaskHook};
use dealink::config::Config;
use dealink::telegram::context::TestHook;
use dealink_core::clock::Clock;
use dealink_core::retry::RetryPolicy;
use dealink_network::admitad::AdmitadTimeouts;
use dealink_sandbox::Sandbox;
use dealink_sandbox::telegram::{
    ChangeKind, ChatChange, ChatId, ChatKind, FeatureSupport, MessageId, Rights, Role, SendAs,
    TelegramOptions, UserId, UserPost,
};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::OnceCell;

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
        ..AdmitadTimeouts::default()
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
async fn copy_feeds(world: &Sandbox, data: &Path) {
    let pulled = async || {
        let made = tempfile::tempdir().unwrap();
        dealink::sandbox::pull_feeds(world, made.path(), noon()).await.unwrap();
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
    /// Whether the bot asks the Open Platform.
    pub asks_open_platform: bool,
    pub change_config: fn(&mut Config),
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
            asks_open_platform: false,
            change_config: |_| {},
            // Most conversations are about public messages.
            telegram: TelegramOptions { ephemeral: FeatureSupport::Unknown, ..TelegramOptions::default() },
        }
    }
}

/// A sandbox with the running bot.
pub struct TestWorld {
    pub sandbox: Sandbox,
    pub data: TempDir,
    running: Option<RunningBot>,
    passed: Arc<AtomicI64>,
    config: TestConfig,
    people: Cell<Vec<ChatId>>,
}

impl TestWorld {
    pub async fn new() -> TestWorld {
        TestWorld::with_config(TestConfig::default()).await
    }

    pub async fn with_config(founding: TestConfig) -> TestWorld {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let passed = Arc::new(AtomicI64::new(0));
        let options = TelegramOptions { clock: advancing_clock(passed.clone()), ..founding.telegram.clone() };
        let world = Sandbox::start_empty(listener, options).unwrap();
        let data = tempfile::tempdir().unwrap();
        if founding.feeds {
            copy_feeds(&world, data.path()).await;
        }
        let mut town = TestWorld {
            sandbox: world,
            data,
            running: None,
            passed,
            config: founding,
            people: Cell::default(),
        };
        town.start().await;
        town
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
            sweep_interval: SWEEP,
            test_hook: self.config.test_hook.clone(),
            task_hook: self.config.task_hook.clone(),
            clock: advancing_clock(self.passed.clone()),
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
        let mut people = self.people.take();
        people.push(id);
        self.people.set(people);
        TestPerson { world: self, id }
    }

    /// Number of calls to the network by endpoint since the last reset: `deeplink 1, rates 1`.
    pub fn network_calls(&self) -> String {
        use dealink_sandbox::admitad::Endpoint::*;
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
        for person in self.people.take() {
            let unread = self.sandbox.telegram.unread(person);
            assert!(unread.is_empty(), "nobody read: {}", join_changes(&unread));
        }
    }
}

fn join_changes(changes: &[ChatChange]) -> String {
    changes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// A group with the bot as an admin, after its greeting; its owner, who has written to the bot, and a member.
pub struct TestGroup<'a> {
    pub world: &'a TestWorld,
    pub id: ChatId,
    pub owner: TestPerson<'a>,
    pub member: UserId,
}

impl TestWorld {
    /// Makes a group in which the bot has these rights.
    pub async fn group(&self, kind: ChatKind, rights: Rights) -> TestGroup<'_> {
        let telegram = &self.sandbox.telegram;
        let owner = self.person("en");
        owner.ask("/start").await;
        let member = telegram.add_user("Ece", "tr");
        let id = telegram.add_chat(kind, "Deal hunters", &[owner.id, member]);
        self.watch_chat(id);
        telegram.set_bot(id, owner.id, Role::Admin(rights));
        let group = TestGroup { world: self, id, owner, member };
        if kind != ChatKind::Channel {
            assert!(group.next().await.text().contains("I share deals here"));
        } else {
            assert!(owner.next().await.text().contains("I am in your channel"));
        }
        group
    }

    /// Replies in this chat must be read by the test.
    pub fn watch_chat(&self, chat: ChatId) {
        let mut people = self.people.take();
        people.push(chat);
        self.people.set(people);
    }
}

impl TestGroup<'_> {
    /// The member sends a text.
    pub fn say(&self, text: &str) -> MessageId {
        self.world.sandbox.telegram.send_as(self.id, SendAs::user(self.member), &UserPost::text(text))
    }

    /// The owner sends a text.
    pub fn owner_says(&self, text: &str) -> MessageId {
        self.world.sandbox.telegram.send_as(self.id, SendAs::user(self.owner.id), &UserPost::text(text))
    }

    /// The bot's next reply in the group.
    pub async fn next(&self) -> ChatChange {
        self.world.sandbox.telegram.next_reply(self.id).await.unwrap()
    }

    /// Presses a button in the group; returns the text of the pop-up.
    pub async fn press(&self, user: UserId, on: &ChatChange, button: &str) -> String {
        self.world.sandbox.telegram.press_in(self.id, user, on.message_id().unwrap(), button);
        let answer = self.next().await;
        assert!(
            matches!(answer.kind, ChangeKind::CallbackAnswer { .. }),
            "not the answer to a press: {answer}"
        );
        answer.text().to_owned()
    }

    /// Changes a setting as the owner, on the card in the private chat.
    pub async fn change_setting(&self, value: &str) {
        let telegram = &self.world.sandbox.telegram;
        let card = self.owner.ask(&format!("/start chat_{}", self.id)).await;
        telegram.forge_press(self.owner.id, card.message_id().unwrap(), &format!("chat:{}:{value}", self.id));
        let answer = self.owner.next().await;
        assert!(matches!(answer.kind, ChangeKind::CallbackAnswer { .. }), "{answer}");
        assert!(answer.text().contains("Saved"), "{answer}");
        self.owner.next().await;
    }

    /// Asserts that the bot has answered nothing so far: the owner's command is handled after all earlier updates of
    /// the group, and its answer must be the next reply.
    pub async fn expect_silence(&self) {
        let asked = self.owner_says("/help@dealink_sandbox_bot");
        let help = self.next().await;
        let of = help.message().unwrap()["reply_to_message"]["message_id"].as_i64();
        assert_eq!(of, Some(asked), "the bot was to be silent: {help}");
    }
}

/// A person in the private chat with the bot.
#[derive(Clone, Copy)]
pub struct TestPerson<'a> {
    pub world: &'a TestWorld,
    pub id: UserId,
}

impl TestPerson<'_> {
    pub fn say(&self, text: &str) -> MessageId {
        self.world.sandbox.telegram.say(self.id, text)
    }

    /// The bot's next reply.
    pub async fn next(&self) -> ChatChange {
        self.world.sandbox.telegram.next_reply(self.id).await.unwrap()
    }

    /// Sends a text and reads one reply.
    pub async fn ask(&self, text: &str) -> ChatChange {
        self.say(text);
        self.next().await
    }

    /// Presses a button; returns the text of the pop-up, which may be empty, and the next reply.
    pub async fn press(&self, on: &ChatChange, button: &str) -> (String, ChatChange) {
        self.world.sandbox.telegram.press(self.id, on.message_id().unwrap(), button);
        let answer = self.next().await;
        assert!(
            matches!(answer.kind, ChangeKind::CallbackAnswer { .. }),
            "not the answer to a press: {answer}"
        );
        (answer.text().to_owned(), self.next().await)
    }
}

/// The page of a product of the seed.
pub fn page(id: u64) -> String {
    format!("https://www.aliexpress.com/item/{id}.html")
}

/// Products of the seed by the case they are for; the ids are in the sandbox's `seed.tsv`.
pub mod seeded {
    pub const CARDIGAN: u64 = 1_005_009_000_000_012;
    pub const NOT_AFFILIATE: u64 = 1_005_009_000_000_017;
    pub const CHECK_SAYS_YES: u64 = 1_005_009_000_000_019;
    pub const CHECK_SAYS_NO: u64 = 1_005_009_000_000_021;
    pub const CHECK_REFUSES: u64 = 1_005_009_000_000_023;
    pub const NO_REWARD: u64 = 1_005_009_000_000_026;
    pub const NO_RATE: u64 = 1_005_009_000_000_029;
    pub const HOT: u64 = 1_005_009_000_000_032;
    pub const NASTY_TITLE: u64 = 1_005_009_000_000_050;
    pub const RTL_TITLE: u64 = 1_005_009_000_000_051;
    pub const EMOJI_TITLE: u64 = 1_005_009_000_000_052;
    pub const LONG_TITLE: u64 = 1_005_009_000_000_053;
    pub const ABOVE_CAP: u64 = 1_005_009_000_000_056;
    pub const NOBODY_KNOWS: u64 = 1_005_009_000_009_999;
}

//! The bot as a process: `dealink` with settings in the environment, against a sandbox of the test.
//!
//! A process never outlives its test. The sandbox keeps the updates that the bot has not confirmed.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use dealink_sandbox::Sandbox;
use dealink_sandbox::admitad::{AD_SPACE, CLIENT_ID, CLIENT_SECRET};
use dealink_sandbox::telegram::{TelegramOptions, TelegramStandIn};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Longest wait for anything; only a failing test waits that long.
pub(crate) const DEADLINE: Duration = Duration::from_secs(40);

/// A sandbox, and a directory for the bot.
pub(crate) struct ProcessWorld {
    pub(crate) sandbox: Sandbox,
    pub(crate) home: TempDir,
}

impl ProcessWorld {
    pub(crate) async fn new() -> ProcessWorld {
        ProcessWorld::on_listener(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    pub(crate) fn on_listener(listener: TcpListener) -> ProcessWorld {
        let options = TelegramOptions { deadline: DEADLINE, ..TelegramOptions::default() };
        ProcessWorld {
            sandbox: Sandbox::start_empty(listener, options).unwrap(),
            home: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn telegram(&self) -> &TelegramStandIn {
        &self.sandbox.telegram
    }

    /// The bot's data directory.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.home.path().join("data")
    }

    /// The command `dealink run` with the settings for this sandbox.
    pub(crate) fn run_command(&self) -> Command {
        let mut command = self.network_command("run");
        command
            .env("TELEGRAM_BOT_TOKEN", self.sandbox.telegram.token())
            .env("TELEGRAM_API_URL", self.sandbox.telegram_url().as_str())
            .env("TELEGRAM_SENDS_PER_SECOND", "1000")
            .env("DEALINK_DATA_DIR", self.data());
        command
    }

    /// A command of `dealink` with the Admitad account, but without Telegram.
    pub(crate) fn network_command(&self, command: &str) -> Command {
        let mut links = dealink(self.home.path());
        links
            .arg(command)
            .env("ADMITAD_API_URL", self.sandbox.admitad_url().as_str())
            .env("ADMITAD_CLIENT_ID", CLIENT_ID)
            .env("ADMITAD_CLIENT_SECRET", CLIENT_SECRET)
            .env("ADMITAD_WEBSITE_ID", AD_SPACE.to_string())
            // The short hosts cannot be redirected by a setting: the process would ask the real ones.
            .env("DEALINK_RESOLVE_SHORT_LINKS", "off");
        links
    }

    /// Starts the bot.
    pub(crate) fn start(&self) -> BotProcess {
        BotProcess::spawn(self.run_command())
    }

    /// Starts the bot and waits until it takes updates.
    pub(crate) async fn start_ready(&self) -> BotProcess {
        let bot = self.start();
        bot.wait_for_log("ready").await;
        bot
    }
}

/// `dealink` with an empty environment, in this directory.
pub(crate) fn dealink(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dealink"));
    // The default is a real server.
    command.env_clear().env("DEALINK_CENTRAL_BANK_URL", "off").current_dir(dir);
    command
}

/// Runs a command to its end with this standard input.
pub(crate) async fn run_to_end(mut command: Command, input: Vec<u8>) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that does not read its input closes it; this is no error.
    std::thread::spawn(move || drop(stdin.write_all(&input)));
    let id = child.id();
    let ended = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap());
    match tokio::time::timeout(DEADLINE, ended).await {
        Ok(output) => output.unwrap(),
        Err(_) => {
            signal(id, "KILL");
            panic!("the command did not end");
        }
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn signal(process: u32, name: &str) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {process}")]).status().unwrap();
    assert!(sent.success(), "the signal was not sent");
}

/// A running process; killed when it is dropped.
pub(crate) struct BotProcess {
    child: Child,
    stderr: watch::Receiver<ProcessOutput>,
    stdout: watch::Receiver<ProcessOutput>,
}

/// What a process has written so far.
#[derive(Default)]
struct ProcessOutput {
    text: String,
    ended: bool,
}

impl BotProcess {
    pub(crate) fn spawn(mut command: Command) -> BotProcess {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stderr = read_in_thread(child.stderr.take().unwrap());
        let stdout = read_in_thread(child.stdout.take().unwrap());
        BotProcess { child, stderr, stdout }
    }

    /// The log so far.
    pub(crate) fn log(&self) -> String {
        self.stderr.borrow().text.clone()
    }

    /// Waits until the log contains this.
    pub(crate) async fn wait_for_log(&self, what: &str) {
        self.wait_for_text(&self.stderr, what).await;
    }

    /// Waits until standard output contains this; returns all of it.
    pub(crate) async fn wait_for_output(&self, what: &str) -> String {
        self.wait_for_text(&self.stdout, what).await
    }

    async fn wait_for_text(&self, stream: &watch::Receiver<ProcessOutput>, what: &str) -> String {
        let mut stream = stream.clone();
        let come = stream.wait_for(|stream| stream.ended || stream.text.contains(what));
        if let Ok(Ok(stream)) = tokio::time::timeout(DEADLINE, come).await
            && stream.text.contains(what)
        {
            return stream.text.clone();
        }
        panic!("“{what}” was not written; the log:\n{}", self.log());
    }

    /// `kill -9`; the process has ended when this returns.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a signal such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// Waits until the process ends by itself; returns exit status and log.
    pub(crate) async fn wait_for_exit(&mut self) -> (ExitStatus, String) {
        let mut stderr = self.stderr.clone();
        let closed = tokio::time::timeout(DEADLINE, stderr.wait_for(|stream| stream.ended)).await;
        assert!(closed.is_ok(), "the process did not end; the log:\n{}", self.log());
        (self.child.wait().unwrap(), self.log())
    }
}

impl Drop for BotProcess {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads a stream to its end in a thread.
fn read_in_thread(stream: impl Read + Send + 'static) -> watch::Receiver<ProcessOutput> {
    let (tell, told) = watch::channel(ProcessOutput::default());
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stream);
        let mut line = Vec::new();
        while let Ok(1..) = lines.read_until(b'\n', &mut line) {
            tell.send_modify(|stream| stream.text.push_str(&String::from_utf8_lossy(&line)));
            line.clear();
        }
        tell.send_modify(|stream| stream.ended = true);
    });
    told
}

/// Pseudo-random numbers that a seed reproduces (splitmix64).
pub(crate) struct SeededRandom(u64);

impl SeededRandom {
    /// The seed is `DEALINK_SEED` or random; it is printed, so that a failure can be reproduced.
    pub(crate) fn new(test: &str) -> SeededRandom {
        let given =
            std::env::var("DEALINK_SEED").ok().map(|seed| seed.parse().expect("DEALINK_SEED is a number"));
        let fresh = || std::collections::hash_map::RandomState::new();
        let seed = given.unwrap_or_else(|| std::hash::BuildHasher::hash_one(&fresh(), test));
        println!("{test}: DEALINK_SEED={seed}");
        SeededRandom(seed)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % end
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}

/// Number of rounds of a test: the short form unless the environment variable is set.
pub(crate) fn rounds(variable: &str, short: usize) -> usize {
    std::env::var(variable).map_or(short, |rounds| rounds.parse().expect("a number of rounds"))
}

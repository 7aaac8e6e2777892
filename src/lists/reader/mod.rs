//! Reads the files of people in a process of its own, with hard limits on memory and time.
//!
//! Whatever a file makes the workbook library do, it cannot end the bot and cannot keep it busy: an allocation that fails ends the
//! reading process alone, and that process is killed when its time is over or when the bot stops. One file is read at a time, so that
//! the memory of a machine needs room for one.

mod limits;
mod protocol;

use std::convert::Infallible;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

use super::kind::ListKind;
use super::read::{ListRefusal, MOST_BYTES, ParsedList};
use limits::limit_process;
use protocol::{MOST_ANSWER, answer_request, parse_answer, request_header};

/// The hidden command of `dealink` that reads one list.
const COMMAND: &str = "read-list";
/// The exit code of a Rust program that panicked.
const PANICKED: i32 = 101;

/// What reading one file may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReaderLimits {
    /// Address space of the process, in MiB.
    pub memory_mib: u64,
    /// Processor time, in seconds.
    pub cpu_seconds: u64,
    /// Time on the clock.
    pub deadline: Duration,
}

impl Default for ReaderLimits {
    fn default() -> ReaderLimits {
        ReaderLimits { memory_mib: 384, cpu_seconds: 8, deadline: Duration::from_secs(15) }
    }
}

/// The program that reads, and its limits.
#[derive(Clone, Debug)]
pub struct ReaderCommand {
    /// The `dealink` program.
    pub program: PathBuf,
    pub limits: ReaderLimits,
}

impl ReaderCommand {
    /// This program itself.
    pub fn of_this_program() -> ReaderCommand {
        // On Linux a name of the running program that holds also after its file was replaced or deleted.
        let program = match cfg!(target_os = "linux") {
            true => PathBuf::from("/proc/self/exe"),
            false => std::env::current_exe().unwrap_or_default(),
        };
        ReaderCommand { program, limits: ReaderLimits::default() }
    }

    fn start(&self) -> io::Result<Child> {
        let ReaderLimits { memory_mib, cpu_seconds, deadline: _ } = self.limits;
        Command::new(&self.program)
            .arg(COMMAND)
            .args(["--memory-mib", &memory_mib.to_string()])
            .args(["--cpu-seconds", &cpu_seconds.to_string()])
            // It needs none, and those of the bot hold secrets.
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Ctrl-C at a terminal reaches a whole group; the bot ends its own processes.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
    }
}

/// Reads lists in processes of their own. Clones share the turn and the stop.
#[derive(Clone)]
pub struct ListReader(Arc<ReaderInner>);

struct ReaderInner {
    command: ReaderCommand,
    turn: Semaphore,
    stopped: watch::Sender<bool>,
}

impl ListReader {
    pub fn new(command: ReaderCommand) -> ListReader {
        ListReader(Arc::new(ReaderInner {
            command,
            turn: Semaphore::new(1),
            stopped: watch::Sender::new(false),
        }))
    }

    /// Reads a file called `name` as a list of this kind; see [`super::parse_list`].
    ///
    /// # Errors
    /// The file cannot be read within the limits, the process cannot be started, or the reader is stopped.
    pub async fn read(
        &self,
        name: &str,
        bytes: &[u8],
        kind: ListKind,
        today: Date,
    ) -> Result<ParsedList, ListRefusal> {
        if bytes.len() > MOST_BYTES {
            return Err(ListRefusal::TooLarge);
        }
        let header = request_header(name, kind, today).map_err(|_| ListRefusal::NoReader)?;
        let mut stopped = self.0.stopped.subscribe();
        tokio::select! {
            biased;
            _ = stopped.wait_for(|is_stopped| *is_stopped) => Err(ListRefusal::Stopped),
            list = self.read_in_turn(&header, bytes) => list,
        }
    }

    /// Kills the process that reads, if there is one, and starts no more.
    pub fn stop(&self) {
        self.0.stopped.send_replace(true);
    }

    async fn read_in_turn(&self, header: &[u8], bytes: &[u8]) -> Result<ParsedList, ListRefusal> {
        let _turn = self.0.turn.acquire().await.map_err(|_| ListRefusal::Stopped)?;
        let ReaderCommand { program, limits } = &self.0.command;
        let mut child = self.0.command.start().map_err(|error| {
            tracing::error!(?program, %error, "the process that reads lists could not be started");
            ListRefusal::NoReader
        })?;
        let ended = timeout(limits.deadline, exchange(&mut child, header, bytes)).await;
        let Ok(ended) = ended else {
            // Waited for, so that the next file finds its memory free.
            let _ = child.kill().await;
            return Err(ListRefusal::TooSlow);
        };
        let (status, answer) = ended.map_err(|error| {
            tracing::error!(%error, "the process that reads lists could not be asked");
            ListRefusal::NoReader
        })?;
        explain_end(status)?;
        // Up to 32 MiB of JSON take too long for a thread that others wait for.
        let parsed = tokio::task::spawn_blocking(move || parse_answer(&answer)).await;
        parsed.ok().flatten().unwrap_or_else(|| {
            tracing::error!("the process that reads lists gave no answer of this version of dealink");
            Err(ListRefusal::NoReader)
        })
    }
}

/// Writes the request while the answer is read, and waits for the end of the process.
async fn exchange(child: &mut Child, header: &[u8], bytes: &[u8]) -> io::Result<(ExitStatus, Vec<u8>)> {
    let pipes = child.stdin.take().zip(child.stdout.take());
    let (mut input, output) = pipes.ok_or(io::ErrorKind::BrokenPipe)?;
    let write = async move {
        // A process that ends early is told by its end.
        if input.write_all(header).await.is_ok() {
            let _ = input.write_all(bytes).await;
        }
        drop(input);
        std::future::pending::<Infallible>().await
    };
    let read = async {
        let mut answer = Vec::new();
        output.take(MOST_ANSWER as u64 + 1).read_to_end(&mut answer).await.map(|_| answer)
    };
    let answer = tokio::select! {
        answer = read => answer?,
        never = write => match never {},
    };
    if answer.len() > MOST_ANSWER {
        child.kill().await?;
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok((child.wait().await?, answer))
}

/// What the end of a process says about its file.
fn explain_end(status: ExitStatus) -> Result<(), ListRefusal> {
    let signal = status.signal().and_then(Signal::from_named_raw);
    Err(match (status.code(), signal) {
        (Some(0), _) => return Ok(()),
        (Some(PANICKED), _) => ListRefusal::BrokenWorkbook,
        (_, Some(Signal::XCPU)) => ListRefusal::TooSlow,
        // A service manager that stops the bot may send this to each of its processes.
        (_, Some(Signal::TERM)) => ListRefusal::Stopped,
        // An allocation that fails aborts; the kernel kills where the machine's own memory ends.
        (_, Some(Signal::ABORT | Signal::KILL)) => ListRefusal::TooLargeUnpacked,
        (_, Some(Signal::SEGV)) => ListRefusal::BrokenWorkbook,
        _ => {
            tracing::error!(%status, "the process that reads lists failed");
            ListRefusal::NoReader
        }
    })
}

/// Reads one request from standard input and writes the answer to standard output. To be called in a process of its own, because it
/// limits that process for good.
///
/// # Errors
/// The limits cannot be set, or there is no request of this version.
pub fn serve_request(memory_mib: u64, cpu_seconds: u64) -> io::Result<()> {
    limit_process(memory_mib, cpu_seconds)?;
    answer_request(io::stdin().lock(), io::stdout().lock())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fault: a service manager that stops the bot ends the process that reads a list as well.
    /// Behaviour: the sender is asked to send the file again, as at every stop.
    #[test]
    fn the_end_of_a_reader_says_why_there_is_no_list() {
        // As wait(2) tells the signal that ended a process.
        for (signal, expected) in [
            (Signal::TERM, ListRefusal::Stopped),
            (Signal::XCPU, ListRefusal::TooSlow),
            (Signal::ABORT, ListRefusal::TooLargeUnpacked),
            (Signal::KILL, ListRefusal::TooLargeUnpacked),
            (Signal::SEGV, ListRefusal::BrokenWorkbook),
            (Signal::HUP, ListRefusal::NoReader),
        ] {
            assert_eq!(explain_end(ExitStatus::from_raw(signal.as_raw())), Err(expected), "{signal:?}");
        }
        let exited = |code: i32| explain_end(ExitStatus::from_raw(code << 8));
        assert_eq!(exited(0), Ok(()));
        assert_eq!(exited(PANICKED), Err(ListRefusal::BrokenWorkbook));
        assert_eq!(exited(1), Err(ListRefusal::NoReader));
    }
}

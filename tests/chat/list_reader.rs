//! Files of people are read in a process of its own, with limits.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use dealink::lists::{ListKind, ListReader, ListRefusal, ReaderCommand, ReaderLimits, parse_list};
use dealink_program::StoreList;
use futures::poll;
use jiff::civil::{Date, date};

use crate::process_world::DEADLINE;
use crate::workbook_builder::WorkbookBuilder;

const STORES: ListKind = ListKind::Stores(StoreList::NoCommission);
const TODAY: Date = date(2026, 11, 22);
const LIST: &[u8] = b"store id,store\n1100900001,A Shop\nabc,\n";

/// The command whose program is `dealink` itself, and not the program of the tests.
pub(crate) fn reader_command() -> ReaderCommand {
    ReaderCommand { program: PathBuf::from(env!("CARGO_BIN_EXE_dealink")), limits: ReaderLimits::default() }
}

fn reader(limits: ReaderLimits) -> ListReader {
    ListReader::new(ReaderCommand { limits, ..reader_command() })
}

/// A small workbook that takes seconds to read: 250 sheets without a cell that name the same part of a megabyte.
pub(crate) fn slow_workbook() -> Vec<u8> {
    WorkbookBuilder::of_one_part(250, &"<row r=\"1\"></row>".repeat(60_000)).pack()
}

#[tokio::test]
async fn a_file_is_read_as_if_by_this_process() {
    let reader = reader(ReaderLimits::default());
    let rows = "<row r=\"1\"><c r=\"A1\"><v>1100900001</v></c></row>";
    let book = WorkbookBuilder::new(&[("Liste", false, rows), ("x", false, "")], &[]).pack();
    for (name, file) in
        [("a.csv", LIST), ("çürük 20.11.2026.xlsx", &book[..]), ("a.txt", &[]), ("a.xlsx", LIST)]
    {
        let expected = parse_list(name, file, STORES, TODAY);
        assert_eq!(reader.read(name, file, STORES, TODAY).await, expected, "{name}");
    }
    let large = vec![b'1'; 6 << 20];
    assert_eq!(reader.read("a.txt", &large, STORES, TODAY).await, Err(ListRefusal::TooLarge));
}

/// What only the limits of the process see: each of many cell formats gets its own copy of one long name.
///
/// Fault: a workbook of 20 kB that takes gigabytes of memory.
/// Behaviour: the process that reads it ends, the sender is told, and the next file is read.
#[tokio::test]
async fn a_file_that_takes_all_memory_ends_its_reader_alone() {
    let font = format!("<fonts><font><name val=\"{}\"/></font></fonts>", "x".repeat(500_000));
    let formats = "<xf numFmtId=\"0\" fontId=\"0\"/>".repeat(20_000);
    let styles = format!("{font}<cellXfs>{formats}</cellXfs>");
    let book = WorkbookBuilder::new(&[("A", false, "")], &[]).with_styles(&styles).pack();
    assert!(book.len() < 20_000, "it is small as it comes");
    let reader = reader(ReaderLimits::default());
    assert_eq!(reader.read("a.xlsx", &book, STORES, TODAY).await, Err(ListRefusal::TooLargeUnpacked));
    assert!(reader.read("a.csv", LIST, STORES, TODAY).await.is_ok());
}

/// Fault: a list takes longer to read than it may.
/// Behaviour: its process is killed, the sender is told, and the next file has its turn.
#[tokio::test]
async fn a_reading_ends_at_its_deadline_and_the_next_file_has_its_turn() {
    // No machine is as fast, so the end is always that of the deadline.
    let reader = reader(ReaderLimits { deadline: Duration::ZERO, ..ReaderLimits::default() });
    let book = slow_workbook();
    let mut slow = Box::pin(reader.read("a.xlsx", &book, STORES, TODAY));
    let mut next = Box::pin(reader.read("b.xlsx", &book, STORES, TODAY));
    assert!(poll!(&mut slow).is_pending() && poll!(&mut next).is_pending());
    assert_eq!((slow.await, next.await), (Err(ListRefusal::TooSlow), Err(ListRefusal::TooSlow)));
}

#[tokio::test]
async fn stopping_ends_a_reading_at_once() {
    let limits = ReaderLimits { deadline: DEADLINE * 10, cpu_seconds: 1_000, ..ReaderLimits::default() };
    let reader = reader(limits);
    let book = slow_workbook();
    let mut reading = Box::pin(reader.read("a.xlsx", &book, STORES, TODAY));
    let mut waiting = Box::pin(reader.read("a.csv", LIST, STORES, TODAY));
    assert!(poll!(&mut reading).is_pending() && poll!(&mut waiting).is_pending());
    reader.stop();
    assert_eq!((reading.await, waiting.await), (Err(ListRefusal::Stopped), Err(ListRefusal::Stopped)));
    assert_eq!(reader.read("a.csv", LIST, STORES, TODAY).await, Err(ListRefusal::Stopped));
}

/// Fault: the process that reads lists does not start.
/// Behaviour: the sender is told, and the log has the reason.
#[tokio::test]
async fn a_reader_that_does_not_start_or_does_not_answer_is_told() {
    for program in ["/nowhere/dealink", "true", "false"] {
        let reader = ListReader::new(ReaderCommand { program: program.into(), ..reader_command() });
        assert_eq!(reader.read("a.csv", LIST, STORES, TODAY).await, Err(ListRefusal::NoReader), "{program}");
    }
}

/// Fault: the settings file cannot be read to its end, and a limit of the reading process is lower already.
/// Behaviour: the process reads no settings, and sets its limits before it reads a byte; the lower limit stays.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_limits_hold_before_a_byte_is_read() {
    let home = tempfile::tempdir().unwrap();
    // Whoever opens it for reading waits for a writer.
    let settings = home.path().join("dealink.toml");
    assert!(Command::new("mkfifo").arg(settings).status().unwrap().success());
    for (lowered, expected) in [
        ("", ["7 8", "314572800 314572800", "0 0"]),
        ("ulimit -S -t 3;", ["3 8", "314572800 314572800", "0 0"]),
        ("ulimit -t 5;", ["5 5", "314572800 314572800", "0 0"]),
    ] {
        let mut child = Command::new("sh")
            .args(["-c", &format!("{lowered} exec \"$0\" read-list --memory-mib 300 --cpu-seconds 7")])
            .arg(env!("CARGO_BIN_EXE_dealink"))
            .current_dir(home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let limits = tokio::time::timeout(DEADLINE, limits_of(child.id())).await;
        if limits.is_err() {
            child.kill().unwrap();
        }
        drop(child.stdin.take());
        assert!(!child.wait().unwrap().success(), "nothing is no request");
        assert_eq!(limits.unwrap(), expected, "{lowered}");
    }
}

/// The limits of a process, as the kernel shows them, when the last of them is set.
#[cfg(target_os = "linux")]
async fn limits_of(process: u32) -> [String; 3] {
    loop {
        let limits = std::fs::read_to_string(format!("/proc/{process}/limits")).unwrap();
        let row = |name: &str| {
            let row = limits.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            row.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
        };
        if row("Max file size") == "0 0" {
            return [row("Max cpu time"), row("Max address space"), row("Max core file size")];
        }
        tokio::task::yield_now().await;
    }
}

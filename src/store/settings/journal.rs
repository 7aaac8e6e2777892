//! The journal of the settings: a text file to which every change is appended and synced before it is confirmed.
//!
//! A line is a checksum, a blank and JSON. The first line says how many records the journal began with and the number of the change
//! that they are the state of; then comes a line for each of these, and then a line for each later change, numbered on. After a
//! failed change the file is not appended to any more: its end may hold what was refused, so it is written anew from what comes
//! before that.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use dealink_core::atomic_file::{self, Access};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Records;
use super::records::{RecordChange, RecordTable};

const NAME: &str = "settings.journal";
/// The journal before it was last written anew.
const COPY_NAME: &str = "settings.journal.old";
/// The journal is long when it has this many lines and more than half of them are replaced by later ones.
const LINES_AT_LEAST: usize = 1_000;

/// The open journal.
pub(super) struct Journal {
    dir: PathBuf,
    /// `None` after a change that was not confirmed.
    file: Option<File>,
    /// The number of the last confirmed change, and the length of the file up to it.
    last: u64,
    length: u64,
    records: usize,
    lines: usize,
}

/// A change that is on the disk. The journal cannot be appended to until it is confirmed.
pub(super) struct Appended {
    pub(super) number: u64,
    file: File,
    length: u64,
}

/// What a journal says.
#[derive(Debug, Default)]
pub(super) struct JournalContent {
    pub(super) records: Records,
    /// The number of the last change.
    pub(super) last: u64,
    pub(super) state: JournalState,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum JournalState {
    /// There is no file.
    #[default]
    Missing,
    /// Every line is there, up to the last one.
    Whole,
    /// At least one line is missing or unreadable.
    Damaged,
}

#[derive(Serialize, Deserialize)]
struct Line<'a> {
    /// The number of the change.
    n: u64,
    /// In the first line only: the number of records that the journal begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    records: Option<usize>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<LineChange<'a>>,
}

#[derive(Serialize, Deserialize)]
struct LineChange<'a> {
    table: RecordTable,
    key: String,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    value: Option<&'a RawValue>,
}

impl JournalContent {
    /// Reads the journal below `dir`.
    pub(super) fn read(dir: &Path) -> io::Result<Self> {
        read(&dir.join(NAME), u64::MAX)
    }

    /// The readable changes after the change `last`, in order.
    pub(super) fn changes_after(dir: &Path, last: u64) -> io::Result<Vec<RecordChange>> {
        let mut changes = Vec::new();
        read_lines(&dir.join(NAME), u64::MAX, |line| {
            if line.n > last && line.records.is_none() {
                changes.extend(line.changes.into_iter().map(LineChange::into_change));
            }
        })?;
        Ok(changes)
    }

    /// Reads the copy of an earlier journal.
    pub(super) fn read_copy(dir: &Path) -> io::Result<Self> {
        read(&dir.join(COPY_NAME), u64::MAX)
    }
}

/// Reads the first `length` bytes.
fn read(path: &Path, length: u64) -> io::Result<JournalContent> {
    let mut content = JournalContent { state: JournalState::Whole, ..JournalContent::default() };
    // The first line's number and count of records, and how many of these were read.
    let (mut header, mut first) = (None, 0);
    let read = read_lines(path, length, |Line { n, records, changes }| {
        if header.is_none() && content.last == 0 && records.is_some() {
            header = records.map(|records| (n, records));
        } else if header.is_some_and(|(base, records)| n == base && first < records) {
            first += 1;
        } else if n != content.last + 1 {
            content.state = JournalState::Damaged;
        }
        content.last = content.last.max(n);
        for change in changes.into_iter().map(LineChange::into_change) {
            change.make(&mut content.records);
        }
    })?;
    let Some(unreadable) = read else { return Ok(JournalContent::default()) };
    if unreadable > 0 || header.is_none_or(|(_, records)| first < records) {
        content.state = JournalState::Damaged;
    }
    Ok(content)
}

/// Calls `take` for each line of the first `length` bytes that can be read, and returns the number of the others; `None` if there is
/// no file.
fn read_lines(path: &Path, length: u64, mut take: impl FnMut(Line<'_>)) -> io::Result<Option<usize>> {
    let mut file = match File::open(path) {
        Ok(file) => BufReader::new(file.take(length)),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let (mut unreadable, mut line) = (0, Vec::new());
    loop {
        line.clear();
        file.read_until(b'\n', &mut line)?;
        // A last line without its end was being written when the process ended, and was not confirmed.
        let Some(text) = line.strip_suffix(b"\n") else { return Ok(Some(unreadable)) };
        match parse_line(text) {
            Some(line) => take(line),
            None => unreadable += 1,
        }
    }
}

impl LineChange<'_> {
    fn into_change(self) -> RecordChange {
        let LineChange { table, key, value } = self;
        RecordChange { table, key, value: value.map(|value| value.get().as_bytes().to_vec()) }
    }
}

impl Journal {
    /// Writes a new journal of these records, which are the state after the change `last`.
    pub(super) fn create(dir: &Path, records: &Records, last: u64) -> io::Result<Self> {
        let mut journal = Journal { dir: dir.into(), file: None, last, length: 0, records: 0, lines: 0 };
        journal.rewrite(records)?;
        Ok(journal)
    }

    pub(super) fn last(&self) -> u64 {
        self.last
    }

    /// Whether changes can be appended.
    pub(super) fn is_sound(&self) -> bool {
        self.file.is_some()
    }

    pub(super) fn is_long(&self) -> bool {
        self.lines > LINES_AT_LEAST && self.lines > 2 * self.records
    }

    /// Appends the changes, and returns once they are on the disk.
    pub(super) fn append(&mut self, changes: &[RecordChange]) -> io::Result<Appended> {
        let number = self.last + 1;
        let line = line(&Line { n: number, records: None, changes: line_changes(changes)? })?;
        let Some(mut file) = self.file.take() else {
            return Err(io::Error::other("the journal has to be written anew"));
        };
        file.write_all(&line)?;
        file.sync_data()?;
        Ok(Appended { number, file, length: self.length + line.len() as u64 })
    }

    pub(super) fn confirm(&mut self, Appended { number, file, length }: Appended) {
        (self.file, self.last, self.length) = (Some(file), number, length);
        self.lines += 1;
    }

    /// Writes the journal anew with these records, which are the state after the last change.
    pub(super) fn rewrite(&mut self, records: &Records) -> io::Result<()> {
        let path = self.dir.join(NAME);
        // A damaged journal must not replace a good copy.
        if self.file.take().is_some() {
            let copy = self.dir.join(COPY_NAME);
            remove(&copy)?;
            fs::hard_link(&path, &copy)?;
        }
        atomic_file::replace(&path, Access::OwnerOnly, |file| {
            file.write_all(&line(&Line {
                n: self.last,
                records: Some(records.len()),
                changes: Vec::new(),
            })?)?;
            for ((table, key), value) in records {
                let change = [RecordChange::put(*table, key.clone(), value.clone())];
                file.write_all(&line(&Line {
                    n: self.last,
                    records: None,
                    changes: line_changes(&change)?,
                })?)?;
            }
            Ok(())
        })?;
        let file = OpenOptions::new().append(true).mode(0o600).open(path)?;
        self.length = file.metadata()?.len();
        self.file = Some(file);
        (self.records, self.lines) = (records.len(), records.len() + 1);
        Ok(())
    }

    /// Removes the copy of the journal before it was last written anew.
    pub(super) fn remove_copy(&self) -> io::Result<()> {
        remove(&self.dir.join(COPY_NAME))
    }

    /// Removes the files below `dir`.
    pub(super) fn remove(dir: &Path) -> io::Result<()> {
        remove(&dir.join(NAME))?;
        remove(&dir.join(COPY_NAME))
    }

    /// The records after the last confirmed change.
    ///
    /// # Errors
    /// When a line is missing or unreadable, or the file cannot be read.
    pub(super) fn records(&self) -> io::Result<Records> {
        let content = read(&self.dir.join(NAME), self.length)?;
        match content.state {
            JournalState::Whole if content.last == self.last => Ok(content.records),
            _ => Err(io::Error::other("the journal is damaged")),
        }
    }

    /// Whether no line holds a value that a later one replaced.
    pub(super) fn is_compact(&self) -> bool {
        self.lines == self.records + 1
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn line_changes(changes: &[RecordChange]) -> io::Result<Vec<LineChange<'_>>> {
    changes
        .iter()
        .map(|RecordChange { table, key, value }| {
            let value = value.as_deref().map(serde_json::from_slice).transpose()?;
            Ok(LineChange { table: *table, key: key.clone(), value })
        })
        .collect()
}

/// JSON has no line ends: a value is written as it was made, and serde_json writes it without any.
fn line(line: &Line<'_>) -> io::Result<Vec<u8>> {
    let json = serde_json::to_string(line)?;
    Ok(format!("{:08x} {json}\n", crc32fast::hash(json.as_bytes())).into_bytes())
}

fn parse_line(text: &[u8]) -> Option<Line<'_>> {
    let (checksum, json) = text.split_at_checked(8)?;
    let json = json.strip_prefix(b" ")?;
    let checksum = u32::from_str_radix(std::str::from_utf8(checksum).ok()?, 16).ok()?;
    if crc32fast::hash(json) != checksum {
        return None;
    }
    serde_json::from_slice(json).ok()
}

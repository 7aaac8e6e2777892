//! The names of the database's files. The database is written anew into a file of the next number when its file cannot be
//! trusted any more; the highest number is the one in use.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use dealink_core::atomic_file;

const PREFIX: &str = "flow-";
const SUFFIX: &str = ".sqlite3";
/// What SQLite puts beside a database.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The files of the database in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FlowFiles {
    dir: PathBuf,
    number: u64,
}

impl FlowFiles {
    /// The files in use below `dir`; `None` if there are none.
    pub(super) fn find(dir: &Path) -> io::Result<Option<Self>> {
        let newest = numbers(dir)?.into_iter().max();
        Ok(newest.map(|number| FlowFiles { dir: dir.into(), number }))
    }

    /// The first files of a new store.
    pub(super) fn first(dir: &Path) -> Self {
        FlowFiles { dir: dir.into(), number: 1 }
    }

    /// The files of other numbers, which a crash left.
    pub(super) fn others(&self) -> io::Result<Vec<FlowFiles>> {
        let others = numbers(&self.dir)?.into_iter().filter(|number| *number != self.number);
        Ok(others.map(|number| FlowFiles { dir: self.dir.clone(), number }).collect())
    }

    /// Whether the database is missing or has no content. SQLite would make a new one, and drop the log beside it.
    pub(super) fn is_empty(&self) -> bool {
        fs::metadata(self.path()).map_or(true, |file| file.len() == 0)
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn path(&self) -> PathBuf {
        self.dir.join(format!("{PREFIX}{}{SUFFIX}", self.number))
    }

    /// The write-ahead log.
    pub(super) fn log_path(&self) -> PathBuf {
        with_ending(&self.path(), "-wal")
    }

    /// Where the next file is written until it is complete.
    pub(super) fn unfinished(&self) -> PathBuf {
        with_ending(&self.path(), ".new")
    }

    pub(super) fn next(&self) -> FlowFiles {
        FlowFiles { dir: self.dir.clone(), number: self.number + 1 }
    }

    /// Puts the complete and synced [`FlowFiles::unfinished`] file in force: it is the newest from now on, also after a crash.
    pub(super) fn publish(&self) -> io::Result<()> {
        fs::File::open(self.unfinished())?.sync_all()?;
        atomic_file::rename(&self.unfinished(), &self.path())
    }

    pub(super) fn remove_all(&self) -> io::Result<()> {
        for ending in COMPANIONS.iter().copied().chain([""]) {
            remove(&with_ending(&self.unfinished(), ending))?;
        }
        // The log first: without it an older state would be read, with it alone nothing.
        for ending in COMPANIONS {
            remove(&with_ending(&self.path(), ending))?;
        }
        remove(&self.path())
    }

    /// Gives the files a second name in another directory.
    pub(super) fn link_into(&self, to: &Path) -> io::Result<()> {
        for file in
            COMPANIONS.map(|ending| with_ending(&self.path(), ending)).into_iter().chain([self.path()])
        {
            if let Some(name) = file.file_name().filter(|_| file.exists()) {
                fs::hard_link(&file, to.join(name))?;
            }
        }
        atomic_file::flush_directory(to)
    }
}

fn numbers(dir: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name();
        let number = |name: &str| {
            let rest = name.strip_prefix(PREFIX)?;
            let endings = COMPANIONS.iter().copied().chain([""]);
            let number =
                endings.into_iter().find_map(|ending| rest.strip_suffix(ending)?.strip_suffix(SUFFIX));
            number?.parse::<u64>().ok()
        };
        numbers.extend(name.to_str().and_then(number));
    }
    Ok(numbers)
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

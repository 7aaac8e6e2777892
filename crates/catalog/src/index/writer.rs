//! Writing an index: rows in any order, in bounded memory, into a temporary file that takes the old one's place at the end.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use super::MOST_ROWS;
use super::attributes::{Attributes, NO_CATEGORY, RECORD, replace};
use super::block;
use super::categories::CategoryNumbers;
use super::header::{Header, Part, Place};
use super::intake::{Batch, Intake, Running};
use super::inversion::Inversion;
use super::keys::{KeyWriter, MOST_IN_BLOCK};
use super::order::{Entries, Entry, Turn};
use super::pages::{PAGE, PageWriter};
use super::postings::RowSet;
use super::row::{Packed, Rows};
use super::spill::{Spill, Spilled};
use crate::{About, Row};
use dealink_links::ProductId;

/// Writes an index beside the one in force: a temporary file until [`Finished::swap`]. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Writer {
    temporary: Temporary,
    batch: Batch,
    encoder: Rows,
    categories: CategoryNumbers,
    /// How many of the categories the thread behind knows.
    known: usize,
    /// Rows that were put in.
    rows: u32,
    intake: Option<Running>,
}

/// An index that is written and not yet in force. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Finished {
    /// Products that can be found.
    pub products: u64,
    /// Rows that said again what a later one says.
    pub doubled: u64,
    /// Products that were taken away.
    pub gone: u64,
    /// The file's size, but for what it says of itself.
    pub bytes: u64,
    temporary: Temporary,
    pages: PageWriter,
    header: Header,
}

/// A file beside the index, which is removed when it is dropped.
#[derive(Debug)]
struct Temporary {
    path: PathBuf,
    index: PathBuf,
    in_force: bool,
}

impl Writer {
    /// Begins an index that is to take the place of `path`. What an import that was cut off left there is overwritten; another
    /// import that is running is a fault ([`io::ErrorKind::WouldBlock`]).
    pub fn create(path: &Path) -> io::Result<Writer> {
        let beside = path.with_extension("new");
        let file = lock(&beside)?;
        let temporary = Temporary { path: beside, index: path.to_owned(), in_force: false };
        file.set_len(0)?;
        let spill = || Spill::new(&temporary.path);
        let intake = Intake {
            pages: PageWriter::new(file),
            entries: Entries::new(spill()?),
            attributes: spill()?,
            inversion: Inversion::new(spill()?),
        };
        Ok(Writer {
            batch: Batch::default().next(0),
            encoder: Rows::default(),
            categories: CategoryNumbers::default(),
            known: 0,
            rows: 0,
            intake: Some(intake.begin()?),
            temporary,
        })
    }

    /// Adds a row. Of several with one id the last one counts.
    ///
    /// What cannot be is left out of it: a negative price, a rate above 100 %, a discount above 100 %, a link of more than 8 KiB.
    /// Titles and categories are cut after 2 KiB, numbers rounded to hundredths.
    pub fn put(&mut self, row: &Row<'_>) -> io::Result<()> {
        if self.rows == MOST_ROWS {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "an index holds no more rows"));
        }
        let row = Packed::of(row);
        let category = self.categories.number(row.category);
        self.encoder.put(&row, category, &mut self.batch.block);
        let unnumbered = if category == NO_CATEGORY { row.category } else { "" };
        self.batch.put_searched(Attributes::of(&row, category), row.title, unnumbered);
        self.rows += 1;
        if self.batch.block.len() >= block::FULL || self.batch.rows() == MOST_IN_BLOCK {
            self.send()
        } else {
            Ok(())
        }
    }

    /// Takes away what earlier rows said of a product.
    pub fn gone(&mut self, id: ProductId) -> io::Result<()> {
        self.batch.gone.push((Turn::of_gone(self.rows), id.value()));
        if self.batch.gone.len() >= 1024 { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> io::Result<()> {
        self.batch.categories.extend_from_slice(self.categories.names_from(self.known));
        self.known = self.categories.len();
        self.encoder.begin_block();
        let next = self.batch.next(self.rows);
        let batch = std::mem::replace(&mut self.batch, next);
        let (batches, _) = self.intake.as_ref().ok_or_else(|| io::Error::other("the index failed before"))?;
        match batches.send(batch) {
            Ok(()) => Ok(()),
            // The thread takes batches until it fails.
            Err(_) => self.join().and(Err(io::Error::other("the index ended early"))),
        }
    }

    /// What the thread behind has made, or why it ended.
    fn join(&mut self) -> io::Result<Intake> {
        let (batches, thread) =
            self.intake.take().ok_or_else(|| io::Error::other("the index failed before"))?;
        drop(batches);
        thread.join().map_err(|_| io::Error::other("the index's thread ended abruptly"))?
    }

    /// Sorts and writes what is left to write. Takes about a third of the time that the rows took.
    pub fn finish(mut self) -> io::Result<Finished> {
        self.send()?;
        let Intake { pages, entries, attributes, inversion } = self.join()?;
        let temporary = std::mem::take(&mut self.temporary);
        let mut parts = Parts { pages, header: Header::default() };
        parts.header.rows = self.rows.into();
        parts.end(Part::Blocks, PAGE as u64)?;

        let begin = parts.pages.at();
        let mut keys = KeyWriter::default();
        let mut replaced = RowSet::none(self.rows.into());
        let (merged, words) = std::thread::scope(|scope| {
            let words = scope.spawn(|| inversion.end());
            let live = |entry: Entry| keys.put(entry.id, entry.spot, &mut parts.pages);
            let merged = entries.end()?.merge(live, |row| replaced.put(row.into()).unwrap_or_default())?;
            let words = words.join().map_err(|_| io::Error::other("the index's thread ended abruptly"))?;
            Ok::<_, io::Error>((merged, words?))
        })?;
        parts.end(Part::Keys, begin)?;
        let (products, first_ids) = keys.end();
        parts.header.products = products;
        parts.bytes(Part::KeyIndex, &first_ids)?;

        let begin = parts.pages.at();
        parts.header.hot = write_attributes(&attributes.end()?, &replaced, &mut parts.pages)?;
        parts.end(Part::Attributes, begin)?;

        let begin = parts.pages.at();
        let mut dictionary = Spill::new(&temporary.path)?;
        let first_words = words.merge(&mut parts.pages, &mut dictionary)?;
        parts.end(Part::Postings, begin)?;
        let begin = parts.pages.at();
        dictionary.end()?.pieces(PAGE, |piece| parts.pages.write_all(piece))?;
        parts.end(Part::Words, begin)?;
        parts.bytes(Part::WordIndex, &first_words)?;
        parts.bytes(Part::Categories, &self.categories.bytes())?;
        Ok(Finished {
            products,
            doubled: merged.doubled,
            gone: merged.gone,
            bytes: parts.pages.at(),
            temporary,
            pages: parts.pages,
            header: parts.header,
        })
    }
}

/// Writes the records with a mark at those that were replaced; gives how many of the others are Hot.
fn write_attributes(records: &Spilled, replaced: &RowSet, into: &mut PageWriter) -> io::Result<u64> {
    let (mut row, mut hot) = (0, 0);
    records.pieces(RECORD, |piece| {
        for record in piece.as_chunks_mut().0 {
            if replaced.has(row) {
                replace(record);
            } else {
                hot += u64::from(Attributes::read(record).hot());
            }
            row += 1;
        }
        into.write_all(piece)
    })?;
    Ok(hot)
}

impl Drop for Writer {
    fn drop(&mut self) {
        if self.intake.is_some() {
            let _ = self.join();
        }
    }
}

/// The file's parts, one after the other.
struct Parts {
    pages: PageWriter,
    header: Header,
}

impl Parts {
    /// A part ends here that began at `at`.
    fn end(&mut self, part: Part, at: u64) -> io::Result<()> {
        self.header.set(part, Place { at, length: self.pages.at() - at });
        self.pages.end_page().map(drop)
    }

    fn bytes(&mut self, part: Part, bytes: &[u8]) -> io::Result<()> {
        let at = self.pages.at();
        self.pages.write_all(bytes)?;
        self.end(part, at)
    }
}

impl Finished {
    /// Puts it in force, on the disk when this returns.
    pub fn swap(self, about: &About) -> io::Result<()> {
        let Finished { mut temporary, pages, header, .. } = self;
        let mut parts = Parts { pages, header };
        parts.bytes(Part::About, &serde_json::to_vec(about)?)?;
        let Parts { pages, mut header } = parts;
        let (mut file, sums) = pages.end()?;
        header.sums_at = (sums.len() * PAGE) as u64;
        let sums: Vec<u8> = sums.iter().flat_map(|sum| sum.to_le_bytes()).collect();
        header.sums = crc32fast::hash(&sums);
        file.write_all(&sums)?;
        // All of it is on the disk before the header says so.
        file.sync_data()?;
        file.write_all_at(&header.page(), 0)?;
        file.sync_all()?;
        temporary.put_in_force()
    }
}

impl Temporary {
    fn put_in_force(&mut self) -> io::Result<()> {
        fs::rename(&self.path, &self.index)?;
        self.in_force = true;
        let directory = self.index.parent().filter(|path| !path.as_os_str().is_empty());
        File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
    }
}

impl Default for Temporary {
    /// No file.
    fn default() -> Self {
        Temporary { path: PathBuf::new(), index: PathBuf::new(), in_force: true }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.in_force {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The file of this name, locked by us alone.
fn lock(path: &Path) -> io::Result<File> {
    loop {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(fault)) => return Err(fault),
        }
        // Between opening and locking, another import may have put this very file in force.
        let (ours, named) = (file.metadata()?, fs::metadata(path));
        if named.is_ok_and(|named| (named.dev(), named.ino()) == (ours.dev(), ours.ino())) {
            return Ok(file);
        }
    }
}

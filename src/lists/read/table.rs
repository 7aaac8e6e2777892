//! Rows of cells with their lines, whatever the format of the file.

use super::refusal::{ListRefusal, MOST_ROWS};

/// The most columns that are read; a list needs two.
pub(super) const MOST_CELLS: usize = 30;

/// Cells are cut at this length, in bytes; no entry is as long.
pub(super) const LONGEST_CELL: usize = 4_000;

/// The approximate memory that all cells may take. In a workbook one long text may be in every cell.
const MOST_MEMORY: usize = 128 * 1024 * 1024;

/// The memory of a cell besides its text.
const CELL: usize = 48;

/// The most comments that are kept.
const COMMENTS: usize = 100;

#[derive(Clone, Debug, Default)]
pub(super) struct ListRow {
    /// The line or row number, from 1.
    pub(super) line: usize,
    /// The trimmed cells.
    pub(super) cells: Vec<String>,
    /// Whether a cell has several lines.
    pub(super) spans_lines: bool,
}

impl ListRow {
    /// A cell; empty where the row is shorter.
    pub(super) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map(String::as_str).unwrap_or_default()
    }
}

#[derive(Debug, Default)]
pub(super) struct ListTable {
    pub(super) rows: Vec<ListRow>,
    pub(super) comments: Vec<String>,
    /// The name of the sheet, where there are several.
    pub(super) sheet: Option<String>,
    memory: usize,
}

impl ListTable {
    /// Adds a row. Blank rows are skipped, and a row that begins with `#` is a comment.
    pub(super) fn add_row(
        &mut self,
        line: usize,
        cells: impl Iterator<Item = String>,
    ) -> Result<(), ListRefusal> {
        let mut spans_lines = false;
        let mut cells: Vec<String> = cells
            .take(MOST_CELLS)
            .map(|cell| {
                let cell = trimmed(&cell);
                spans_lines |= cell.contains('\n');
                cell[..cell.floor_char_boundary(LONGEST_CELL)].to_owned()
            })
            .collect();
        let Some(first) = cells.iter().find(|cell| !cell.is_empty()) else { return Ok(()) };
        if is_comment(first) {
            self.comments.extend((self.comments.len() < COMMENTS).then(|| cells.join(" ")));
            return Ok(());
        }
        if self.rows.len() == MOST_ROWS {
            return Err(ListRefusal::TooManyRows);
        }
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        self.memory += cells.iter().map(|cell| CELL + cell.len()).sum::<usize>();
        if self.memory > MOST_MEMORY {
            return Err(ListRefusal::TooLargeUnpacked);
        }
        self.rows.push(ListRow { line, cells, spans_lines });
        Ok(())
    }
}

/// Whether a row is a comment. A lone `#` is the heading of a column of numbers, and `#N/A` is the result of a broken formula.
fn is_comment(first: &str) -> bool {
    let Some(rest) = first.strip_prefix('#') else { return false };
    !rest.is_empty() && !rest.chars().all(|c| c.is_uppercase() || matches!(c, '/' | '!' | '?' | '0'))
}

fn trimmed(cell: &str) -> &str {
    cell.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}')
    })
}

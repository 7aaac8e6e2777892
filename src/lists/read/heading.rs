//! Finds the column of the entries, by its heading or else by its content.

use super::refusal::ListRefusal;
use super::table::ListRow;
use super::words::plain_words;
use super::{date, entry};
use crate::lists::kind::ListKind;

/// The first rows that are searched for headings.
const LOOKED_AT: usize = 20;
/// The first rows that are parsed to find the column of stores without a heading.
const TRIED: usize = 1_000;

/// The content of a column by its heading. Earlier variants have precedence over later ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ColumnKind {
    Number,
    Address,
    /// "Store": its number, its address or its name.
    Store,
    Name,
    Keyword,
}

/// The names of columns, folded.
const HEADINGS: [(ColumnKind, &str); 5] = [
    (
        ColumnKind::Number,
        "store id, shop id, storeid, shopid, store no, shop no, store number, shop number, id, no, \
         number, numara, magaza no, magaza id, magaza numarasi, satici no, dukkan no",
    ),
    (
        ColumnKind::Address,
        "url, link, address, store url, store link, shop url, shop link, magaza url, magaza linki, \
         magaza link, magaza adresi, adres, baglanti, magaza baglantisi",
    ),
    (ColumnKind::Store, "store, stores, shop, shops, seller, sellers, magaza, magazalar, satici, dukkan"),
    (
        ColumnKind::Name,
        "name, store name, shop name, seller name, title, magaza adi, magaza ismi, satici adi, ad, \
         adi, isim",
    ),
    (
        ColumnKind::Keyword,
        "keyword, keywords, banned keyword, banned keywords, word, words, kelime, kelimeler, \
         anahtar kelime, anahtar kelimeler, yasakli kelime, yasakli kelimeler, \
         yasakli anahtar kelime, yasakli anahtar kelimeler",
    ),
];

pub(super) struct Columns {
    /// The row of the first entry; the rows above are headings and titles.
    pub(super) first_row: usize,
    /// Columns of entries. In each row the first non-empty cell of them counts.
    entries: Vec<usize>,
    name: Option<usize>,
}

impl Columns {
    /// The cell with the entry of a row; may be empty.
    pub(super) fn entry<'a>(&self, row: &'a ListRow) -> &'a str {
        self.entries.iter().map(|at| row.cell(*at)).find(|cell| !cell.is_empty()).unwrap_or_default()
    }

    pub(super) fn name<'a>(&self, row: &'a ListRow) -> Option<&'a str> {
        self.name.map(|at| row.cell(at)).filter(|name| !name.is_empty())
    }
}

/// Finds the columns of a list of this kind.
///
/// # Errors
/// There are several columns and no heading for the keywords.
pub(super) fn find_columns(rows: &[ListRow], kind: ListKind) -> Result<Columns, ListRefusal> {
    let is_entry = |row: &ListRow| row.cells.iter().any(|cell| entry::parse_store(cell).is_ok());
    for (at, row) in rows.iter().enumerate().take(LOOKED_AT) {
        // Titles may precede the first store. A keyword cannot be told from a title, so there all rows are searched.
        if matches!(kind, ListKind::Stores(_)) && is_entry(row) {
            break;
        }
        if let Some(columns) = columns_by_headings(row, at + 1, kind) {
            return Ok(columns);
        }
    }
    match kind {
        ListKind::Stores(_) => Ok(columns_by_content(rows)),
        ListKind::BannedKeywords => {
            let beside = rows.iter().any(|row| row.cells.iter().skip(1).any(|cell| !cell.is_empty()));
            match beside {
                true => Err(ListRefusal::NoKeywordColumn),
                false => Ok(Columns { first_row: 0, entries: vec![0], name: None }),
            }
        }
    }
}

/// The columns that a row of headings names.
fn columns_by_headings(row: &ListRow, first_row: usize, kind: ListKind) -> Option<Columns> {
    let named = |wanted: &[ColumnKind]| -> Vec<usize> {
        let mut found: Vec<(ColumnKind, usize)> = row
            .cells
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| Some((column_kind(cell).filter(|column| wanted.contains(column))?, at)))
            .collect();
        found.sort();
        found.into_iter().map(|(_, at)| at).collect()
    };
    if kind == ListKind::BannedKeywords {
        let entries = named(&[ColumnKind::Keyword]);
        return (!entries.is_empty()).then_some(Columns { first_row, entries, name: None });
    }
    let exact = named(&[ColumnKind::Number, ColumnKind::Address]);
    let stores = named(&[ColumnKind::Store]);
    let name = named(&[ColumnKind::Name]).first().copied();
    match (exact.is_empty(), stores.is_empty()) {
        (true, true) => None,
        (true, false) => Some(Columns { first_row, entries: stores, name }),
        // Beside "store no", "store" is the name.
        (false, _) => Some(Columns { first_row, entries: exact, name: name.or(stores.first().copied()) }),
    }
}

fn column_kind(cell: &str) -> Option<ColumnKind> {
    if cell.len() > 60 {
        return None;
    }
    let words = plain_words(cell);
    let is_named = |names: &str| names.split(", ").any(|name| name == words);
    HEADINGS.iter().find(|(_, names)| is_named(names)).map(|(column, _)| *column)
}

/// Without headings: the column in which most rows are stores. Rows in front of them that hold a date are titles.
fn columns_by_content(rows: &[ListRow]) -> Columns {
    let mut stores: Vec<usize> = Vec::new();
    for row in rows.iter().take(TRIED) {
        for (at, cell) in row.cells.iter().enumerate() {
            stores.resize(stores.len().max(at + 1), 0);
            stores[at] += usize::from(entry::parse_store(cell).is_ok());
        }
    }
    let most = stores.iter().max().copied().unwrap_or_default();
    let column = stores.iter().position(|count| *count == most).unwrap_or_default();
    let is_title = |row: &&ListRow| {
        entry::parse_store(row.cell(column)).is_err()
            && row.cells.iter().any(|cell| date::contains_date(cell))
    };
    let first_row = rows.iter().take_while(is_title).count();
    let width = stores.len();
    let name = (0..width).find(|at| *at != column && stores[*at] == 0);
    Columns { first_row, entries: vec![column], name }
}

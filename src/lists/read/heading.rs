//! Which column holds the entries: told by a heading, or by what can be read in it.

use super::rows::ListRow;
use super::{ListKind, ListRefusal, date, entry, plain_words};

/// A heading is looked for in so many rows.
const LOOKED_AT: usize = 20;
/// Rows that are tried to find the column of stores where no heading tells it.
const TRIED: usize = 1_000;

/// What a column holds, by its heading; the first kinds go before the later ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ColumnKind {
    Number,
    Address,
    /// "Store": its number, its address or its name.
    Store,
    Name,
    Keyword,
}

const HEADINGS: [(ColumnKind, &[&str]); 5] = [
    (
        ColumnKind::Number,
        &[
            "store id",
            "shop id",
            "storeid",
            "shopid",
            "store no",
            "shop no",
            "store number",
            "shop number",
            "id",
            "no",
            "number",
            "numara",
            "magaza no",
            "magaza id",
            "magaza numarasi",
            "satici no",
            "dukkan no",
        ],
    ),
    (
        ColumnKind::Address,
        &[
            "url",
            "link",
            "address",
            "store url",
            "store link",
            "shop url",
            "shop link",
            "magaza url",
            "magaza linki",
            "magaza link",
            "magaza adresi",
            "adres",
            "baglanti",
            "magaza baglantisi",
        ],
    ),
    (
        ColumnKind::Store,
        &["store", "stores", "shop", "shops", "seller", "sellers", "magaza", "magazalar", "satici", "dukkan"],
    ),
    (
        ColumnKind::Name,
        &[
            "name",
            "store name",
            "shop name",
            "seller name",
            "title",
            "magaza adi",
            "magaza ismi",
            "satici adi",
            "ad",
            "adi",
            "isim",
        ],
    ),
    (
        ColumnKind::Keyword,
        &[
            "keyword",
            "keywords",
            "banned keyword",
            "banned keywords",
            "word",
            "words",
            "kelime",
            "kelimeler",
            "anahtar kelime",
            "anahtar kelimeler",
            "yasakli kelime",
            "yasakli kelimeler",
            "yasakli anahtar kelime",
            "yasakli anahtar kelimeler",
        ],
    ),
];

/// Where the entries stand.
pub(super) struct Columns {
    /// The row of the first entry; what stands above are headings and titles.
    pub(super) first_row: usize,
    /// Columns of entries; in each row the first one that is not empty counts.
    entries: Vec<usize>,
    name: Option<usize>,
}

impl Columns {
    /// The cell that holds the entry of a row; empty where there is none.
    pub(super) fn entry<'a>(&self, row: &'a ListRow) -> &'a str {
        self.entries.iter().map(|at| row.cell(*at)).find(|cell| !cell.is_empty()).unwrap_or_default()
    }

    /// The store's name in a row.
    pub(super) fn name<'a>(&self, row: &'a ListRow) -> Option<&'a str> {
        self.name.map(|at| row.cell(at)).filter(|name| !name.is_empty())
    }
}

/// Finds the columns of a list of this kind.
///
/// # Errors
/// When nothing tells which column holds the keywords.
pub(super) fn find_columns(rows: &[ListRow], kind: ListKind) -> Result<Columns, ListRefusal> {
    let is_entry = |row: &ListRow| row.cells.iter().any(|cell| entry::parse_store(cell).is_ok());
    for (at, row) in rows.iter().enumerate().take(LOOKED_AT) {
        // Above a store there are titles, but no keyword can be told from a title.
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
                true => Err(ListRefusal::new("lists-refused-columns")),
                false => Ok(Columns { first_row: 0, entries: vec![0], name: None }),
            }
        }
    }
}

/// The columns by a row of headings.
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
        // "Store" beside "store no" is the name.
        (false, _) => Some(Columns { first_row, entries: exact, name: name.or(stores.first().copied()) }),
    }
}

fn column_kind(cell: &str) -> Option<ColumnKind> {
    if cell.len() > 60 {
        return None;
    }
    let words = plain_words(cell);
    HEADINGS.iter().find(|(_, names)| names.contains(&words.as_str())).map(|(column, _)| *column)
}

/// Without a heading: the column in which most rows are stores. A row in front of them that gives a date is a title.
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

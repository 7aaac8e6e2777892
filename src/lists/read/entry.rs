//! Parses one entry: the number or address of a store, or a keyword.

use dealink_links::{Link, is_store_number, parse_address, store_number};

use super::refusal::{EntryProblem, LONGEST_KEYWORD};
use super::table::ListRow;

/// The longest cell that is read as an address or number, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

/// Parses the number of a store, or an address that names a store.
pub(super) fn parse_store(cell: &str) -> Result<u64, EntryProblem> {
    if cell.is_empty() {
        return Err(EntryProblem::NoStore);
    }
    if cell.len() > LONGEST_ADDRESS {
        return Err(EntryProblem::NotAStore);
    }
    match parse_whole_number(cell) {
        Some(WrittenNumber::Whole(digits)) if is_store_number(&digits) => {
            digits.parse().map_err(|_| EntryProblem::StoreLength)
        }
        Some(WrittenNumber::Whole(_)) => Err(EntryProblem::StoreLength),
        Some(WrittenNumber::Rounded) => Err(EntryProblem::RoundedStore),
        None if cell.contains('/') && cell.contains('.') => {
            parse_store_address(cell).ok_or(EntryProblem::NoStoreInAddress)
        }
        None => Err(EntryProblem::NotAStore),
    }
}

/// A number as written in a file.
enum WrittenNumber {
    /// With all its digits.
    Whole(String),
    /// In scientific notation with digits missing, as spreadsheet programs save a number that is wider than its column.
    Rounded,
}

/// Parses `1100900001`, `1100900001.0` and `1.100900001E+9`, with a decimal point or comma.
fn parse_whole_number(text: &str) -> Option<WrittenNumber> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
            (mantissa, Some(exponent.parse::<usize>().ok().filter(|_| digits(exponent))?))
        }
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    match exponent {
        None if fraction.bytes().all(|b| b == b'0') => Some(WrittenNumber::Whole(whole.to_owned())),
        None => None,
        Some(exponent) if fraction.len() < exponent => Some(WrittenNumber::Rounded),
        Some(exponent) => {
            let (moved, rest) = fraction.split_at(exponent);
            let zeros = rest.bytes().all(|b| b == b'0');
            zeros.then(|| WrittenNumber::Whole(format!("{whole}{moved}")))
        }
    }
}

fn parse_store_address(cell: &str) -> Option<u64> {
    let link = parse_address(cell).filter(Link::leads_to_aliexpress)?;
    store_number(&link.url)
}

/// Parses a keyword; `row` is its whole row.
pub(super) fn parse_keyword(row: &ListRow, cell: &str) -> Result<String, EntryProblem> {
    let words = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return Err(EntryProblem::NoKeyword);
    }
    if words.chars().count() > LONGEST_KEYWORD {
        return Err(EntryProblem::KeywordLength);
    }
    let is_plain = !row.spans_lines && !words.chars().any(char::is_control);
    // A list of stores that is loaded as keywords by mistake would ban numbers.
    let is_words = words.chars().any(char::is_alphabetic) && parse_store(cell).is_err();
    if is_plain && is_words { Ok(words) } else { Err(EntryProblem::NotAKeyword) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_its_number_or_its_address() {
        for (cell, expected) in [
            ("1100900001", Ok(1_100_900_001)),
            ("301564", Ok(301_564)),
            ("1100900001.0", Ok(1_100_900_001)),
            ("1.100900001E9", Ok(1_100_900_001)),
            ("1,100900001e+09", Ok(1_100_900_001)),
            ("https://www.aliexpress.com/store/1100900001", Ok(1_100_900_001)),
            ("m.aliexpress.com/store/912345678?spm=a2g0o", Ok(912_345_678)),
            ("https://tr.aliexpress.com/shop/1100900001", Ok(1_100_900_001)),
            ("1.1009E+09", Err(EntryProblem::RoundedStore)),
            ("1100900001.5", Err(EntryProblem::NotAStore)),
            ("1.100.900.001", Err(EntryProblem::NotAStore)),
            ("-1100900001", Err(EntryProblem::NotAStore)),
            ("12", Err(EntryProblem::StoreLength)),
            ("1005009000000038", Err(EntryProblem::StoreLength)),
            ("0100900001", Err(EntryProblem::StoreLength)),
            ("1E99999999999999999999", Err(EntryProblem::NotAStore)),
            ("abc", Err(EntryProblem::NotAStore)),
            ("١١٠٠٩٠٠٠٠١", Err(EntryProblem::NotAStore)),
            ("", Err(EntryProblem::NoStore)),
            ("https://www.aliexpress.com/item/1005009000000038.html", Err(EntryProblem::NoStoreInAddress)),
            ("https://aliexpress.com.shop.example/store/1100900001", Err(EntryProblem::NoStoreInAddress)),
            ("https://shop.example/store/1100900001", Err(EntryProblem::NoStoreInAddress)),
        ] {
            assert_eq!(parse_store(cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_keyword_is_words() {
        let row = |spans_lines| ListRow { line: 1, cells: vec![], spans_lines };
        let read = |cell: &str| parse_keyword(&row(false), cell);
        assert_eq!(read("  bedava \u{a0} ürün "), Ok("bedava ürün".to_owned()));
        assert_eq!(read("4k tv"), Ok("4k tv".to_owned()));
        for cell in ["1100900001", "***", "12", "https://www.aliexpress.com/store/1100900001", "a\u{1}b"] {
            assert_eq!(read(cell), Err(EntryProblem::NotAKeyword), "{cell}");
        }
        assert_eq!(read(&"x".repeat(101)), Err(EntryProblem::KeywordLength));
        assert_eq!(parse_keyword(&row(true), "a b"), Err(EntryProblem::NotAKeyword));
        assert_eq!(read(" "), Err(EntryProblem::NoKeyword));
    }
}

//! The number of a store, read from an address of the store or of a product page that names it.

use std::ops::RangeInclusive;

use url::Url;

/// How many digits a store number has: the oldest known have six, today's have ten.
const DIGITS: RangeInclusive<usize> = 5..=12;
/// Pages below `/store/` that end in the store's number.
const STORE_PATHS: &str =
    "all-wholesale-products top-rated-products sale-items new-arrivals feedback-score contactinfo";
/// Parameters that hold the number on a store's page. `sellerAdminSeq` is the seller's number, which is another one.
const STORE_KEYS: [&str; 2] = ["storeId", "shopId"];

/// Whether these digits can be a store's number.
pub fn is_store_number(digits: &str) -> bool {
    DIGITS.contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The number of the store that an AliExpress address (without wrappers) names; `None` where it names none, as most product
/// pages do.
pub fn store_number(url: &Url) -> Option<u64> {
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let is = |part: &str, name: &str| part.eq_ignore_ascii_case(name);
    let (first, rest) = parts.split_first()?;
    if !is(first, "store") && !is(first, "shop") {
        return None;
    }
    let of_path = match rest {
        [page, .., last] if is(page, "product") || is(page, "group") => {
            last.split_once('_').and_then(|(store, _)| parse_number(store))
        }
        [page, .., last] if STORE_PATHS.split(' ').any(|path| is(page, path)) => parse_number(last),
        [page, ..] => parse_number(page),
        [] => None,
    };
    of_path.or_else(|| {
        let named = |key: &str| STORE_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key));
        url.query_pairs().filter(|(key, _)| named(key)).find_map(|(_, value)| parse_number(&value))
    })
}

/// A path segment that is a number, with or without the page's ending and anything behind it.
fn parse_number(part: &str) -> Option<u64> {
    let end = part.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = part.split_at(end);
    let stands_alone = rest.is_empty() || rest.starts_with(['.', '&', '?', '%']);
    digits.parse().ok().filter(|_| stands_alone && is_store_number(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_name_a_store() {
        for (address, expected) in [
            ("https://www.aliexpress.com/store/1100900001", Some(1_100_900_001)),
            ("https://www.aliexpress.com/store/912345678?spm=a2g0o&x=1", Some(912_345_678)),
            ("https://m.aliexpress.com/store/1100900001/pages/all-items.html", Some(1_100_900_001)),
            ("https://tr.aliexpress.com/shop/1100900001.html", Some(1_100_900_001)),
            ("https://www.aliexpress.com/store/301564/search/2.html", Some(301_564)),
            ("https://www.aliexpress.com/store/all-wholesale-products/301564.html", Some(301_564)),
            ("https://www.aliexpress.com/store/group/Cups/302471_509986609.html", Some(302_471)),
            (
                "https://www.aliexpress.com/store/product/A-Cup/1100900001_1005009000000038.html",
                Some(1_100_900_001),
            ),
            ("https://m.aliexpress.com/store/storeHome.htm?storeId=1100900001", Some(1_100_900_001)),
            ("https://m.aliexpress.com/store/storeHome.htm?sellerAdminSeq=220000001", None),
            ("https://aliexpress.ru/store/product/A-Cup/1005009000000038.html", None),
            ("https://www.aliexpress.com/item/1005009000000038.html?storeId=1100900001", None),
            ("https://www.aliexpress.com/store/0100900001", None),
            ("https://www.aliexpress.com/store/1234", None),
            ("https://www.aliexpress.com/store/1100900001234567", None),
            ("https://www.aliexpress.com/store/1100900001x", None),
            ("https://www.aliexpress.com/store", None),
            ("mailto:store", None),
        ] {
            assert_eq!(store_number(&Url::parse(address).unwrap()), expected, "{address}");
        }
    }
}

//! What the short links of the sandbox answer, from `links.tsv` and from the products' own codes.

use std::collections::HashMap;

use super::Answer;
use crate::admitad::Product;

/// The answers by address, `host/path?query`.
pub(super) fn answers(products: &[Product]) -> HashMap<String, Answer> {
    let table = include_str!("links.tsv").lines().filter_map(line);
    products.iter().flat_map(codes).chain(table).collect()
}

/// A code leads to its product's page, with the parameters that an app share or an affiliate link puts there.
fn codes(product: &Product) -> Vec<(String, Answer)> {
    let lead = |short: String| {
        let address = short.trim_start_matches("https://").to_owned();
        let code = address.rsplit('/').next().unwrap_or_default();
        let marks = match address.starts_with("a.") {
            true => "srcSns=sns_Copy&spreadType=socialShare&bizType=ProductDetail&tt=MG".to_owned(),
            false => format!("aff_platform=portals-tool&sk={code}&aff_trace_key={code}-0&terminal_id={code}"),
        };
        let page = format!("{}?{marks}", product.page());
        (address, Answer::To(302, page))
    };
    product.short_links().map(lead).collect()
}

fn line(line: &str) -> Option<(String, Answer)> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = line.split('\t');
    let (address, word) = (fields.next()?, fields.next()?);
    let target = || fields.clone().next().map(str::to_owned);
    let answer = match (word, word.parse()) {
        ("hang", _) => Answer::Hang,
        ("script", _) => Answer::Script(target()?),
        (_, Ok(status)) => target().map_or(Answer::Status(status), |target| Answer::To(status, target)),
        _ => return None,
    };
    Some((address.to_owned(), answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_address_of_its_own() {
        let lines = include_str!("links.tsv").lines().filter(|line| !line.starts_with('#'));
        for text in lines.clone() {
            assert!(line(text).is_some(), "{text}");
        }
        assert_eq!(answers(&[]).len(), lines.count());
    }
}

//! The answers of the short hosts, from `links.tsv` and from the products' codes.

use std::collections::HashMap;

use super::HostAnswer;
use crate::admitad::SeedProduct;

/// The answers by URL without the scheme, `host/path?query`.
pub(super) fn answers(products: &[SeedProduct]) -> HashMap<String, HostAnswer> {
    let table = include_str!("links.tsv").lines().filter_map(parse_line);
    products.iter().flat_map(product_answers).chain(table).collect()
}

/// A code redirects to its product's page, with the parameters of an app share or of an affiliate link.
fn product_answers(product: &SeedProduct) -> Vec<(String, HostAnswer)> {
    let lead = |short: String| {
        let address = short.trim_start_matches("https://").to_owned();
        let code = address.rsplit('/').next().unwrap_or_default();
        let marks = match address.starts_with("a.") {
            true => "srcSns=sns_Copy&spreadType=socialShare&bizType=ProductDetail&tt=MG".to_owned(),
            false => format!("aff_platform=portals-tool&sk={code}&aff_trace_key={code}-0&terminal_id={code}"),
        };
        let page = format!("{}?{marks}", product.page());
        (address, HostAnswer::Redirect(302, page))
    };
    product.short_links().map(lead).collect()
}

fn parse_line(line: &str) -> Option<(String, HostAnswer)> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = line.split('\t');
    let (address, word) = (fields.next()?, fields.next()?);
    let target = || fields.clone().next().map(str::to_owned);
    let answer = match (word, word.parse()) {
        ("hang", _) => HostAnswer::Hang,
        ("script", _) => HostAnswer::Script(target()?),
        (_, Ok(status)) => {
            target().map_or(HostAnswer::Status(status), |target| HostAnswer::Redirect(status, target))
        }
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
            assert!(parse_line(text).is_some(), "{text}");
        }
        assert_eq!(answers(&[]).len(), lines.count());
    }
}

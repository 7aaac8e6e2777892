//! The links of a text as plain data, for the command line and for comparisons. The JSON form is stable.

use serde::Serialize;

use crate::link::{Link, LinkKind, LinkReason};
use crate::text::find_links;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inspected {
    /// In order of the text; empty when there is no AliExpress link.
    pub links: Vec<InspectedLink>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InspectedLink {
    pub kind: LinkKind,
    /// Global ids, comma-joined.
    pub product_id: Option<String>,
    /// The same ids as written.
    pub written_id: Option<String>,
    /// The host that decided the kind.
    pub host: String,
    pub canonical: Option<String>,
    /// The price that the text gives for it.
    pub price: Option<InspectedPrice>,
    /// The title that a share text gives for it.
    pub title: Option<String>,
    /// Why it is of this kind.
    pub reason: Option<LinkReason>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InspectedPrice {
    /// Decimal, with a point.
    pub amount: String,
    pub currency: Option<String>,
}

/// Finds the links of a plain text.
pub fn inspect(text: &str) -> Inspected {
    Inspected { links: find_links(text, &[]).iter().map(InspectedLink::from).collect() }
}

impl From<&Link> for InspectedLink {
    fn from(link: &Link) -> Self {
        let join = |ids: Vec<String>| (!ids.is_empty()).then(|| ids.join(","));
        InspectedLink {
            kind: link.kind,
            product_id: join(link.products.iter().map(|product| product.id.to_string()).collect()),
            written_id: join(link.products.iter().map(|product| product.written.to_string()).collect()),
            host: link.host().to_owned(),
            canonical: link.canonical_url().map(String::from),
            price: link.price.map(|price| InspectedPrice {
                amount: price.amount.to_string(),
                currency: price.currency.map(|currency| currency.to_string()),
            }),
            title: link.title.clone(),
            reason: link.reason,
        }
    }
}

/// Undoes the escapes of a text that was put on one line: `\n`, `\t`, `\\`. Any other backslash stays.
pub fn unescape_line(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            text.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('\\') => text.push('\\'),
            Some(other) => text.extend(['\\', other]),
            None => text.push('\\'),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_form_is_stable() {
        let text = "Bak: ₺1.234,56 | Kablo https://www.aliexpress.us/item/3256805937142037.html";
        assert_eq!(
            serde_json::to_string(&inspect(text)).unwrap(),
            concat!(
                r#"{"links":[{"kind":"product","product_id":"1005006123456789","written_id":"3256805937142037","#,
                r#""host":"www.aliexpress.us","canonical":"https://www.aliexpress.com/item/1005006123456789.html","#,
                r#""price":{"amount":"1234.56","currency":"TRY"},"title":"Kablo","reason":null}]}"#
            )
        );
        assert_eq!(serde_json::to_string(&inspect("merhaba")).unwrap(), r#"{"links":[]}"#);
    }

    #[test]
    fn line_escapes_are_undone_once() {
        assert_eq!(unescape_line(r"a\nb\tc\\n\x\"), "a\nb\tc\\n\\x\\");
    }
}

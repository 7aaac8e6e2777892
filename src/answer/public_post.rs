//! A product as a public post: what anybody may see of it, put together by a template. Pure; nothing private can get in,
//! because nothing private is handed over.

use super::browse::priced;
use super::lines::shorten;
use crate::deals::Listed;
use crate::money::Money;
use crate::sentence::Sentence;
use crate::text::{Speaker, escape};

/// How a post says a price with its discount.
const DISCOUNT: &str = "browse-post-discount";
/// Letters of a title in a post.
const TITLE: usize = 200;

/// One line of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateLine {
    /// The title.
    Title,
    /// The price, with the one before and the discount. Left out where there is none.
    Price,
    /// The affiliate link. It stands in the text, because buttons vanish when a message is forwarded.
    Link,
    /// Words as they are.
    Words(String),
    /// An empty line.
    Gap,
}

/// How a public post is put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its lines, in order.
    pub lines: Vec<TemplateLine>,
}

impl Default for Template {
    fn default() -> Self {
        Template {
            lines: vec![TemplateLine::Title, TemplateLine::Price, TemplateLine::Gap, TemplateLine::Link],
        }
    }
}

/// A post that is ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicPost {
    /// Telegram HTML.
    pub html: String,
    /// The picture to show above it. The product's bare page is never previewed: readers would pass the affiliate link by.
    pub picture: Option<String>,
}

/// The post; `None` for a product without an affiliate link, which nobody should post.
pub fn public_post(listed: &Listed, template: &Template, speak: &Speaker) -> Option<PublicPost> {
    let link = listed.link.as_ref()?;
    let line = |line: &TemplateLine| match line {
        TemplateLine::Title => Some(format!("<b>{}</b>", escape(&public_title(listed, TITLE, speak)))),
        TemplateLine::Price => listed.price.map(|price| format!("🏷 {}", price_line(listed, price, speak))),
        TemplateLine::Link => Some(format!("🔗 {}", escape(link.as_str()))),
        TemplateLine::Words(words) => Some(escape(words)),
        TemplateLine::Gap => Some(String::new()),
    };
    let lines: Vec<String> = template.lines.iter().filter_map(line).collect();
    Some(PublicPost { html: lines.join("\n"), picture: listed.picture.as_ref().map(ToString::to_string) })
}

/// The title in at most so many letters; its number for a product without one.
pub fn public_title(listed: &Listed, longest: usize, speak: &Speaker) -> String {
    match &listed.title {
        Some(title) if !title.trim().is_empty() => shorten(title, longest),
        _ => speak.plain(&Sentence::new("answer-title-product").with("id", listed.product.to_string())),
    }
}

/// Price and discount in one line of plain text; empty where no price is known.
pub fn public_price(listed: &Listed, speak: &Speaker) -> String {
    listed
        .price
        .map(|price| crate::text::to_plain(&priced(price, listed.discount, DISCOUNT, speak)))
        .unwrap_or_default()
}

fn price_line(listed: &Listed, price: Money, speak: &Speaker) -> String {
    let before = listed.old_price.filter(|old| old.currency == price.currency && old.amount > price.amount);
    let now = format!("<b>{}</b>", priced(price, listed.discount, DISCOUNT, speak));
    match before {
        Some(old) => format!("{now} <s>{}</s>", escape(&speak.value(&old.into()))),
        None => now,
    }
}

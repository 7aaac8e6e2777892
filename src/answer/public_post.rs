//! A product as a public post: what anybody may see of it, put together by a template. Pure; nothing private can get in,
//! because nothing private is handed over.

use super::browse::priced;
use super::lines::shorten;
use crate::deals::Listed;
use crate::text::{Speaker, escape};
use dealink_core::message::Sentence;
use dealink_core::money::Money;

/// How a post says a price with its discount.
const DISCOUNT: &str = "browse-post-discount";
/// Letters of a title in a post.
const TITLE: usize = 200;

/// A piece of a post's line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// The title, bold.
    Title,
    /// The price, with the one before and the discount. Where there is none, its line is left out.
    Price,
    /// The affiliate link. It stands in the text, because buttons vanish when a message is forwarded.
    Link,
    /// Words as they are.
    Words(String),
}

/// How a public post is put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its lines, in order; one without a piece is an empty line.
    lines: Vec<Vec<Piece>>,
}

/// Letters of a template.
pub const TEMPLATE_AT_MOST: usize = 500;
/// What stands for title, price and link in a template.
pub const TEMPLATE_PIECES: [&str; 3] = ["{title}", "{price}", "{link}"];
const USUAL: &str = "{title}\n🏷 {price}\n\n🔗 {link}";

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// It has no place for the link.
    NoLink,
    /// Something else stands in braces.
    Unknown(String),
    /// It has more than [`TEMPLATE_AT_MOST`] letters.
    TooLong,
}

impl Template {
    /// Reads a template: words, with `{title}`, `{price}` and `{link}` in them.
    ///
    /// # Errors
    /// What keeps it from being one.
    pub fn read(text: &str) -> Result<Template, TemplateFault> {
        let text = text.trim();
        if text.chars().count() > TEMPLATE_AT_MOST {
            return Err(TemplateFault::TooLong);
        }
        let lines: Vec<Vec<Piece>> = text.lines().map(pieces).collect::<Result<_, _>>()?;
        match lines.iter().flatten().any(|piece| *piece == Piece::Link) {
            true => Ok(Template { lines }),
            false => Err(TemplateFault::NoLink),
        }
    }
}

fn pieces(line: &str) -> Result<Vec<Piece>, TemplateFault> {
    let mut pieces = Vec::new();
    let mut rest = line.trim_end();
    while let Some(open) = rest.find('{') {
        let (words, behind) = rest.split_at(open);
        if !words.is_empty() {
            pieces.push(Piece::Words(words.to_owned()));
        }
        let end = behind.find('}').map_or(behind.len(), |close| close + 1);
        pieces.push(match &behind[..end] {
            "{title}" => Piece::Title,
            "{price}" => Piece::Price,
            "{link}" => Piece::Link,
            other => return Err(TemplateFault::Unknown(other.chars().take(20).collect())),
        });
        rest = &behind[end..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    Ok(pieces)
}

impl Default for Template {
    fn default() -> Self {
        Template::read(USUAL).unwrap_or(Template { lines: vec![vec![Piece::Link]] })
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
    let piece = |piece: &Piece| match piece {
        Piece::Title => format!("<b>{}</b>", escape(&public_title(listed, TITLE, speak))),
        Piece::Price => listed.price.map(|price| price_line(listed, price, speak)).unwrap_or_default(),
        Piece::Link => escape(link.as_str()),
        Piece::Words(words) => escape(words),
    };
    let lines = template.lines.iter().filter_map(|line| match listed.price {
        Some(_) => Some(line.clone()),
        None => unpriced(line),
    });
    let lines: Vec<String> = lines.map(|line| line.iter().map(piece).collect()).collect();
    Some(PublicPost { html: lines.join("\n"), picture: listed.picture.as_ref().map(ToString::to_string) })
}

/// A line without its price: all of it goes, unless it has the title or the link; then the price goes, and what separates it from
/// what stands before.
fn unpriced(line: &[Piece]) -> Option<Vec<Piece>> {
    let Some(price) = line.iter().position(|piece| *piece == Piece::Price) else {
        return Some(line.to_vec());
    };
    if !line.iter().any(|piece| matches!(piece, Piece::Title | Piece::Link)) {
        return None;
    }
    let separates = |piece: Option<&Piece>| matches!(piece, Some(Piece::Words(words)) if !words.contains(char::is_alphanumeric));
    let mut line = line.to_vec();
    line.remove(price);
    if price > 0 && separates(line.get(price - 1)) {
        line.remove(price - 1);
    } else if price == 0 && separates(line.first()) {
        line.remove(0);
    }
    unpriced(&line)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_price_the_link_stays() {
        let without = |text: &str| -> Vec<Option<Vec<Piece>>> {
            Template::read(text).unwrap().lines.iter().map(|line| unpriced(line)).collect()
        };
        let words = |words: &str| Piece::Words(words.to_owned());
        let one_line = Some(vec![Piece::Title, words(" · "), Piece::Link]);
        assert_eq!(without("{title} · {price} · {link}"), [one_line]);
        assert_eq!(without("{price} | {link}"), [Some(vec![Piece::Link])]);
        assert_eq!(without("only {price}\n{link}"), [None, Some(vec![Piece::Link])]);
        assert_eq!(without("{link}"), [Some(vec![Piece::Link])]);
    }

    #[test]
    fn a_template_is_read_and_its_faults_are_told() {
        assert_eq!(Template::read(USUAL), Ok(Template::default()));
        assert_eq!(Template::default().lines.len(), 4);
        assert_eq!(Template::read("{title} only"), Err(TemplateFault::NoLink));
        assert_eq!(Template::read("{link} {rate}"), Err(TemplateFault::Unknown("{rate}".to_owned())));
        assert_eq!(Template::read("{link} {"), Err(TemplateFault::Unknown("{".to_owned())));
        assert_eq!(Template::read(&"x".repeat(501)), Err(TemplateFault::TooLong));
    }
}

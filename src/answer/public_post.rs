//! A product as a public post: what everybody may see of it, put together by a template. Nothing private is handed over, so
//! nothing private can get in.

use dealink_core::message::Message;
use dealink_core::money::Money;

use super::AnswerPart;
use super::part::{Layout, ProductBlock, split_into_parts};
use super::renderer::price_with_discount;
use crate::deals::PublicProduct;
use crate::text::{Localizer, escape_html, foreign_text, html_to_plain};

/// The text of a price with its discount in a post.
const DISCOUNT_KEY: &str = "browse-post-discount";
/// Letters of a title in a post.
const MAX_TITLE: usize = 200;
/// Letters of a template.
pub const MAX_TEMPLATE_CHARS: usize = 500;
/// The places of title, price and link in a template.
pub const TEMPLATE_PLACEHOLDERS: [&str; 3] = ["{title}", "{price}", "{link}"];
const DEFAULT_TEMPLATE: &str = "{title}\n🏷 {price}\n\n🔗 {link}";
/// Letters of an unknown placeholder that are shown.
const MAX_PLACEHOLDER: usize = 20;

/// A piece of a post's line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TemplatePiece {
    /// The title, bold.
    Title,
    /// The price, with the one before and the discount. Without a price its line is left out.
    Price,
    /// The affiliate link. It is written in the text, because buttons vanish when a message is forwarded.
    Link,
    Words(String),
}

/// How a public post is put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostTemplate {
    /// Its lines, in order; one without a piece is an empty line.
    lines: Vec<Vec<TemplatePiece>>,
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    NoLink,
    /// Something else than a placeholder is in braces.
    Unknown(String),
    /// It has more than [`MAX_TEMPLATE_CHARS`] letters.
    TooLong,
}

impl PostTemplate {
    /// Reads a template: words, with `{title}`, `{price}` and `{link}` in them.
    ///
    /// # Errors
    /// When the text is no template.
    pub fn parse(text: &str) -> Result<PostTemplate, TemplateError> {
        let text = text.trim();
        if text.chars().count() > MAX_TEMPLATE_CHARS {
            return Err(TemplateError::TooLong);
        }
        let lines: Vec<Vec<TemplatePiece>> = text.lines().map(parse_line).collect::<Result<_, _>>()?;
        match lines.iter().flatten().any(|piece| *piece == TemplatePiece::Link) {
            true => Ok(PostTemplate { lines }),
            false => Err(TemplateError::NoLink),
        }
    }
}

fn parse_line(line: &str) -> Result<Vec<TemplatePiece>, TemplateError> {
    let mut pieces = Vec::new();
    let mut rest = line.trim_end();
    while let Some(open) = rest.find('{') {
        let (words, behind) = rest.split_at(open);
        if !words.is_empty() {
            pieces.push(TemplatePiece::Words(words.to_owned()));
        }
        let end = behind.find('}').map_or(behind.len(), |close| close + 1);
        pieces.push(match &behind[..end] {
            "{title}" => TemplatePiece::Title,
            "{price}" => TemplatePiece::Price,
            "{link}" => TemplatePiece::Link,
            other => return Err(TemplateError::Unknown(other.chars().take(MAX_PLACEHOLDER).collect())),
        });
        rest = &behind[end..];
    }
    if !rest.is_empty() {
        pieces.push(TemplatePiece::Words(rest.to_owned()));
    }
    Ok(pieces)
}

impl Default for PostTemplate {
    fn default() -> Self {
        let link_alone = PostTemplate { lines: vec![vec![TemplatePiece::Link]] };
        PostTemplate::parse(DEFAULT_TEMPLATE).unwrap_or(link_alone)
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

/// The post; `None` for a product without an affiliate link, which is not worth a post.
pub fn public_post(
    product: &PublicProduct,
    template: &PostTemplate,
    localizer: &Localizer,
) -> Option<PublicPost> {
    let link = product.link.as_ref()?;
    let piece = |piece: &TemplatePiece| match piece {
        TemplatePiece::Title => {
            format!("<b>{}</b>", escape_html(&public_title(product, MAX_TITLE, localizer)))
        }
        TemplatePiece::Price => {
            product.price.map(|price| price_line(product, price, localizer)).unwrap_or_default()
        }
        TemplatePiece::Link => escape_html(link.as_str()),
        TemplatePiece::Words(words) => escape_html(words),
    };
    let lines = template.lines.iter().filter_map(|line| match product.price {
        Some(_) => Some(line.clone()),
        None => without_price(line),
    });
    let lines: Vec<String> = lines.map(|line| line.iter().map(piece).collect()).collect();
    Some(PublicPost { html: lines.join("\n"), picture: product.picture.as_ref().map(ToString::to_string) })
}

/// A line without its price: all of it goes, unless it has the title or the link; then the price goes, and what separates it from
/// the words before it.
fn without_price(line: &[TemplatePiece]) -> Option<Vec<TemplatePiece>> {
    let Some(price) = line.iter().position(|piece| *piece == TemplatePiece::Price) else {
        return Some(line.to_vec());
    };
    if !line.iter().any(|piece| matches!(piece, TemplatePiece::Title | TemplatePiece::Link)) {
        return None;
    }
    let separates = |piece: Option<&TemplatePiece>| matches!(piece, Some(TemplatePiece::Words(words)) if !words.contains(char::is_alphanumeric));
    let mut line = line.to_vec();
    line.remove(price);
    if price > 0 && separates(line.get(price - 1)) {
        line.remove(price - 1);
    } else if price == 0 && separates(line.first()) {
        line.remove(0);
    }
    without_price(&line)
}

/// The title in at most so many letters; its number for a product without one.
pub fn public_title(product: &PublicProduct, max_chars: usize, localizer: &Localizer) -> String {
    let title = product.title.as_ref().map(|title| foreign_text(title, max_chars));
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| {
        localizer.plain(&Message::new("answer-title-product").with("id", product.product.to_string()))
    })
}

/// Price and discount in one line of plain text; empty where no price is known.
pub fn public_price(product: &PublicProduct, localizer: &Localizer) -> String {
    let html = |price| price_with_discount(price, product.discount, DISCOUNT_KEY, localizer);
    product.price.map(|price| html_to_plain(&html(price))).unwrap_or_default()
}

fn price_line(product: &PublicProduct, price: Money, localizer: &Localizer) -> String {
    let before = product.old_price.filter(|old| old.currency == price.currency && old.amount > price.amount);
    let now = format!("<b>{}</b>", price_with_discount(price, product.discount, DISCOUNT_KEY, localizer));
    match before {
        Some(old) => format!("{now} <s>{}</s>", escape_html(&localizer.format_value(&old.into()))),
        None => now,
    }
}

/// Products of one answer; the others of a longer list are left out.
const MAX_PRODUCTS: usize = 10;

/// The answer's messages, usually one; none where no product has a link. A single product shows its picture.
pub fn public_reply(
    products: &[PublicProduct],
    template: &PostTemplate,
    localizer: &Localizer,
) -> Vec<AnswerPart> {
    let posts = products.iter().filter_map(|product| public_post(product, template, localizer));
    let posts: Vec<_> = posts.take(MAX_PRODUCTS).collect();
    let picture = match posts.as_slice() {
        [post] => post.picture.clone(),
        _ => None,
    };
    let blocks = posts.into_iter().map(|post| ProductBlock { lines: vec![post.html], buttons: Vec::new() });
    let mut parts = split_into_parts(blocks.collect(), Vec::new(), Layout::Full);
    if let Some(first) = parts.first_mut() {
        first.preview = picture;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_price_the_link_stays() {
        let without = |text: &str| -> Vec<Option<Vec<TemplatePiece>>> {
            PostTemplate::parse(text).unwrap().lines.iter().map(|line| without_price(line)).collect()
        };
        let words = |words: &str| TemplatePiece::Words(words.to_owned());
        let one_line = Some(vec![TemplatePiece::Title, words(" · "), TemplatePiece::Link]);
        assert_eq!(without("{title} · {price} · {link}"), [one_line]);
        assert_eq!(without("{price} | {link}"), [Some(vec![TemplatePiece::Link])]);
        assert_eq!(without("only {price}\n{link}"), [None, Some(vec![TemplatePiece::Link])]);
        assert_eq!(without("{link}"), [Some(vec![TemplatePiece::Link])]);
    }

    #[test]
    fn a_template_is_read_and_its_faults_are_told() {
        assert_eq!(PostTemplate::parse(DEFAULT_TEMPLATE), Ok(PostTemplate::default()));
        assert_eq!(PostTemplate::default().lines.len(), 4);
        assert_eq!(PostTemplate::parse("{title} only"), Err(TemplateError::NoLink));
        assert_eq!(PostTemplate::parse("{link} {rate}"), Err(TemplateError::Unknown("{rate}".to_owned())));
        assert_eq!(PostTemplate::parse("{link} {"), Err(TemplateError::Unknown("{".to_owned())));
        assert_eq!(PostTemplate::parse(&"x".repeat(501)), Err(TemplateError::TooLong));
    }
}

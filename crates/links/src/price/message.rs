//! Assigns the prices of a message to its links.
//!
//! A single link gets the price before ` | `, or else the message's only price. Of several links, all get a price that stands
//! above them all; otherwise a price belongs to the links of its own line, or to those directly below it.

use std::ops::Range;

use super::head::{is_empty_head, trailing_number};
use super::number::Price;
use super::scan::{PriceQuotes, find_quotes, normalise};
use crate::find::FoundAddress;
use crate::link::Link;

/// Sets the price of each link where it is unambiguous. `urls` are all addresses of the text, in order.
pub(crate) fn attach_prices(text: &str, urls: &[FoundAddress], links: &mut [Link]) {
    if links.is_empty() || !has_digits(text, urls) {
        return;
    }
    let bare = without_links(text, urls);
    let bare = normalise(bare.strip_suffix('\n').unwrap_or(&bare));
    if let [link] = links {
        link.price = price_of(&bare);
        return;
    }
    let lines = lines(text, &bare, links);
    match common_price(&lines) {
        Some(price) => links.iter_mut().for_each(|link| link.price = Some(price)),
        None => attach_by_line(&lines, links),
    }
}

/// The pieces of text between the addresses, and a last one that may be empty.
fn text_between_links<'a>(text: &'a str, urls: &[FoundAddress]) -> impl Iterator<Item = &'a str> {
    let starts = urls.iter().map(|url| url.span.start).chain([text.len()]);
    let ends = [0].into_iter().chain(urls.iter().map(|url| url.span.end));
    ends.zip(starts).map(|(from, to)| text.get(from..to).unwrap_or_default())
}

/// Whether there are digits outside of the addresses.
fn has_digits(text: &str, urls: &[FoundAddress]) -> bool {
    text_between_links(text, urls).any(|piece| piece.contains(char::is_numeric))
}

/// The text with a blank in place of each address. No address spans a line break.
fn without_links(text: &str, urls: &[FoundAddress]) -> String {
    let mut bare = String::with_capacity(text.len());
    for (links_before, piece) in text_between_links(text, urls).enumerate() {
        if links_before > 0 {
            bare.push(' ');
        }
        bare.push_str(piece);
    }
    bare
}

/// A normalised line without its links.
struct MessageLine<'a> {
    text: &'a str,
    /// Indices of its links.
    links: Range<usize>,
}

impl MessageLine<'_> {
    fn has_links(&self) -> bool {
        !self.links.is_empty()
    }

    fn is_blank(&self) -> bool {
        !self.text.contains(|letter: char| letter.is_alphanumeric())
    }
}

/// The lines of a text; `bare` is the same text without links, line by line.
fn lines<'a>(text: &str, bare: &'a str, links: &[Link]) -> Vec<MessageLine<'a>> {
    let (mut end, mut link) = (0, 0);
    let lines = text.split_inclusive('\n').zip(bare.split('\n')).map(|(line, bare)| {
        end += line.len();
        let first = link;
        while links.get(link).is_some_and(|link| link.span.start < end) {
            link += 1;
        }
        MessageLine { text: bare, links: first..link }
    });
    lines.collect()
}

/// The price of a piece of text that has exactly one.
fn price_of(text: &str) -> Option<Price> {
    if let Some(head) = before_bar(text) {
        let price = effective_price(find_quotes(head));
        if price.is_some() || is_empty_head(head) {
            return price;
        }
        if let Some(amount) = trailing_number(head) {
            return Some(Price { amount, currency: None });
        }
    }
    effective_price(find_quotes(text))
}

/// The text before the first ` | `.
fn before_bar(text: &str) -> Option<&str> {
    let blank = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    let (bar, _) = text
        .match_indices('|')
        .find(|(bar, _)| blank(text[..*bar].chars().next_back()) && blank(text[bar + 1..].chars().next()))?;
    Some(&text[..bar])
}

/// The only price that remains without coupons and replaced prices.
fn effective_price(quotes: PriceQuotes) -> Option<Price> {
    let mut left = PriceQuotes::new();
    for quote in quotes.into_iter().filter(|quote| !quote.incidental) {
        if quote.replaces && !quote.old {
            left.pop();
        }
        left.push(quote);
    }
    let mut current = left.iter().filter(|quote| !quote.old).map(|quote| quote.price);
    let first = current.next()?;
    current.all(|price| price == first).then_some(first)
}

/// The price above all links, if there is one and none below.
fn common_price(lines: &[MessageLine<'_>]) -> Option<Price> {
    let first = lines.iter().position(MessageLine::has_links)?;
    let quoted_below =
        lines[first..].iter().any(|line| find_quotes(line.text).iter().any(|quote| !quote.incidental));
    if quoted_below {
        return None;
    }
    let above: Vec<&str> = lines[..first].iter().map(|line| line.text).collect();
    price_of(&above.join("\n"))
}

fn attach_by_line(lines: &[MessageLine<'_>], links: &mut [Link]) {
    let last = lines.iter().rposition(MessageLine::has_links).unwrap_or_default();
    let trailing =
        lines[last + 1..].iter().any(|line| find_quotes(line.text).iter().any(|quote| !quote.incidental));
    let mut above: Vec<&str> = Vec::new();
    let mut before: Option<Price> = None;
    let mut adjacent = false;
    for line in lines {
        if !line.has_links() {
            if !line.is_blank() {
                adjacent = false;
                above.push(line.text);
            }
            continue;
        }
        let own = find_quotes(line.text);
        let price = if own.iter().any(|quote| !quote.incidental) {
            price_of(line.text)
        } else if trailing {
            // In this message prices follow their links, so the text above belongs to the link before.
            None
        } else if adjacent {
            before
        } else {
            price_of(&above.join("\n"))
        };
        let crowded = line.links.len() > 1 && own.iter().filter(|quote| !quote.incidental).count() > 1;
        for link in &mut links[line.links.clone()] {
            link.price = price.filter(|_| !crowded);
        }
        // A line with its own price has no price for the next line.
        before = if own.is_empty() { price } else { None };
        adjacent = true;
        above.clear();
    }
}

//! Which price of a message belongs to which link.
//!
//! One link: the part before ` | ` or else the message's only price. Several links: a price that stands above them all is
//! everybody's; otherwise a price belongs to the links of its own line, or to those directly below it.

use std::ops::Range;

use super::super::Link;
use super::Price;
use super::head::{bare_tail, is_empty_head};
use super::scan::{Quote, normalise, quotes};

/// Gives each link the price that clearly is its own. `urls` are all links of the text, foreign ones too, in order.
pub(in super::super) fn attach(text: &str, urls: &[Range<usize>], links: &mut [Link]) {
    if links.is_empty() || !has_digits(text, urls) {
        return;
    }
    let lines = lines(text, urls, links);
    if let [link] = links {
        let whole: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        link.price = price_of(&whole.join("\n"));
        return;
    }
    match common_price(&lines) {
        Some(price) => links.iter_mut().for_each(|link| link.price = Some(price)),
        None => attach_by_line(&lines, links),
    }
}

/// Whether there are digits outside of the links.
fn has_digits(text: &str, urls: &[Range<usize>]) -> bool {
    let starts = urls.iter().map(|url| url.start).chain([text.len()]);
    let ends = [0].into_iter().chain(urls.iter().map(|url| url.end));
    ends.zip(starts).any(|(from, to)| text.get(from..to).unwrap_or_default().contains(char::is_numeric))
}

/// A line without its links, normalised.
struct Line {
    text: String,
    /// Indices of its links.
    links: Range<usize>,
}

impl Line {
    fn has_links(&self) -> bool {
        !self.links.is_empty()
    }

    fn is_blank(&self) -> bool {
        !self.text.contains(|letter: char| letter.is_alphanumeric())
    }
}

fn lines(text: &str, urls: &[Range<usize>], links: &[Link]) -> Vec<Line> {
    let (mut start, mut url, mut link) = (0, 0, 0);
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let mut visible = String::with_capacity(line.len());
        let mut at = start;
        while let Some(span) = urls.get(url).filter(|span| span.start < end) {
            visible.push_str(text.get(at..span.start).unwrap_or_default());
            visible.push(' ');
            at = span.end;
            url += 1;
        }
        visible.push_str(text.get(at..end).unwrap_or_default());
        let first = link;
        while links.get(link).is_some_and(|link| link.span.start < end) {
            link += 1;
        }
        lines.push(Line { text: normalise(visible.trim_end_matches('\n')), links: first..link });
        start = end;
    }
    lines
}

/// The price of a piece of text, if it has exactly one.
fn price_of(text: &str) -> Option<Price> {
    if let Some(head) = before_bar(text) {
        let price = effective(quotes(head));
        if price.is_some() || is_empty_head(head) {
            return price;
        }
        if let Some(amount) = bare_tail(head) {
            return Some(Price { amount, currency: None });
        }
    }
    effective(quotes(text))
}

/// What stands in front of the first ` | `.
fn before_bar(text: &str) -> Option<&str> {
    let blank = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    let (bar, _) = text
        .match_indices('|')
        .find(|(bar, _)| blank(text[..*bar].chars().next_back()) && blank(text[bar + 1..].chars().next()))?;
    Some(&text[..bar])
}

/// The one price that is left when coupons and replaced prices are taken away.
fn effective(quotes: Vec<Quote>) -> Option<Price> {
    let mut left: Vec<Quote> = Vec::new();
    for quote in quotes.into_iter().filter(|quote| !quote.aside) {
        if quote.replaces && !quote.old {
            left.pop();
        }
        left.push(quote);
    }
    let current: Vec<&Quote> = left.iter().filter(|quote| !quote.old).collect();
    let first = current.first()?.price;
    current.iter().all(|quote| quote.price == first).then_some(first)
}

/// The price of the whole message, when it stands above all links.
fn common_price(lines: &[Line]) -> Option<Price> {
    let first = lines.iter().position(Line::has_links)?;
    let quoted_below = lines[first..].iter().any(|line| quotes(&line.text).iter().any(|quote| !quote.aside));
    if quoted_below {
        return None;
    }
    let above: Vec<&str> = lines[..first].iter().map(|line| line.text.as_str()).collect();
    price_of(&above.join("\n"))
}

fn attach_by_line(lines: &[Line], links: &mut [Link]) {
    let last = lines.iter().rposition(Line::has_links).unwrap_or_default();
    let trailing = lines[last + 1..].iter().any(|line| quotes(&line.text).iter().any(|quote| !quote.aside));
    let mut above: Vec<&str> = Vec::new();
    let mut before: Option<Price> = None;
    let mut adjacent = false;
    for line in lines {
        if !line.has_links() {
            if !line.is_blank() {
                adjacent = false;
                above.push(&line.text);
            }
            continue;
        }
        let own = quotes(&line.text);
        let price = if own.iter().any(|quote| !quote.aside) {
            price_of(&line.text)
        } else if trailing {
            // Prices seem to stand below their links here, so what is above belongs to the link before.
            None
        } else if adjacent {
            before
        } else {
            price_of(&above.join("\n"))
        };
        let crowded = line.links.len() > 1 && own.iter().filter(|quote| !quote.aside).count() > 1;
        for link in &mut links[line.links.clone()] {
            link.price = price.filter(|_| !crowded);
        }
        // A line of its own with a price says nothing about the next line.
        before = if own.is_empty() { price } else { None };
        adjacent = true;
        above.clear();
    }
}

//! XML feeds cut into offers: YML's `offer`, RSS' `item`, Atom's `entry`; and what stands before them for all of them.
//!
//! Each offer is cut out whole before it is parsed, so an unclosed tag costs its own offer: the next opening tag of the same name
//! begins anew. Comments, CDATA and the document type are passed over; what is opened and not closed within the longest record is
//! taken for a stray sign.

use jiff::civil::Date;
use memchr::{memchr, memmem};

use super::categories::Categories;
use super::fault::Why;
use super::offer::{self, Parts};
use super::taker::Taker;
use super::value;
use super::window::Window;
use crate::feeds::Refusal;
use dealink_core::money::{Currency, Decimal};

/// A document type, an opening tag and a small element are seen whole with so many bytes ahead.
const AHEAD: usize = 16 * 1024;
const RECORDS: [&[u8]; 3] = [b"offer", b"item", b"entry"];
/// Closing tags behind which no offer goes on.
const AROUND: [&[u8]; 6] = [b"offers", b"shop", b"yml_catalog", b"channel", b"rss", b"feed"];

/// What an XML feed says of itself.
#[derive(Debug, Default)]
pub(super) struct Ending {
    pub(super) date: Option<Date>,
    pub(super) is_cut_off: bool,
}

/// Reads the document that the window stands before.
pub(super) fn read(window: &mut Window<'_>, taker: &mut Taker<'_>) -> Result<Ending, Refusal> {
    let mut document = Document { date: None, root: None, is_closed: false, currencies: Vec::new() };
    let mut categories = Categories::default();
    let mut parts = Parts::default();
    let mut blind = Blind::default();
    loop {
        let data = window.data();
        let at = memchr(b'<', data);
        window.pass(at.unwrap_or(data.len()));
        if window.data().len() < AHEAD && window.more().map_err(Refusal::of_reading)? {
            continue;
        }
        let data = window.data();
        match data {
            [] => break,
            [b'<', b'!', b'-', b'-', ..] => skip(window, b"-->", &mut blind.comments)?,
            [b'<', b'!', b'[', ..] => skip(window, b"]]>", &mut blind.cdata)?,
            [b'<', b'!', ..] => pass(window, document_type(data)),
            [b'<', b'?', ..] => pass(window, memmem::find(&data[..data.len().min(AHEAD)], b"?>")),
            [b'<', b'/', tag @ ..] => {
                document.is_closed |= document.root.as_deref() == Some(name(tag));
                window.pass(2);
            }
            [b'<', tag @ ..] => {
                let name = local(name(tag));
                if RECORDS.contains(&name) {
                    document.settle(taker);
                    record(window, &mut blind, &mut categories, &mut parts, taker)?;
                } else {
                    document.element(data, &mut categories);
                    window.pass(1);
                }
            }
            _ => window.pass(1),
        }
    }
    if document.root.is_none() || taker.rows == 0 && !document.is_closed {
        return Err(Refusal::new("feeds-refused-markup"));
    }
    Ok(Ending { date: document.date, is_cut_off: !document.is_closed })
}

/// Passes what is known to end there, else one sign.
fn pass(window: &mut Window<'_>, end: Option<usize>) {
    window.pass(end.unwrap_or(0) + 1);
}

/// Up to where it is known that nothing is closed: so that many openings without an end are not searched for one each.
#[derive(Default)]
struct Blind {
    comments: u64,
    cdata: u64,
}

impl Blind {
    /// What is not closed from a place on.
    fn at(&self, place: u64) -> [Option<Open>; 2] {
        [(Open::Comment, self.comments), (Open::Section, self.cdata)]
            .map(|(open, until)| Some(open).filter(|_| place < until))
    }
}

/// Passes a comment or a CDATA section.
fn skip(window: &mut Window<'_>, end: &[u8], blind: &mut u64) -> Result<(), Refusal> {
    while window.passed() >= *blind {
        if let Some(at) = memmem::find(window.data(), end) {
            window.pass(at + end.len());
            return Ok(());
        }
        if !window.more().map_err(Refusal::of_reading)? {
            *blind = window.passed() + window.data().len() as u64;
        }
    }
    window.pass(1);
    Ok(())
}

/// The last byte of a document type, with whatever it declares inside.
fn document_type(data: &[u8]) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0);
    for (at, byte) in data.iter().enumerate().take(AHEAD) {
        match (quote, byte) {
            (Some(open), _) => quote = Some(open).filter(|open| open != byte),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'<') => depth += 1,
            (None, b'>') if depth == 1 => return Some(at),
            (None, b'>') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A tag's name, as far as it goes.
fn name(tag: &[u8]) -> &[u8] {
    let is_end = |byte: &u8| matches!(byte, b'>' | b'/' | b'<') || byte.is_ascii_whitespace();
    &tag[..tag.iter().take(64).position(is_end).unwrap_or(tag.len().min(64))]
}

fn local(name: &[u8]) -> &[u8] {
    memchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

/// What the document says outside of its offers.
struct Document {
    date: Option<Date>,
    root: Option<Box<[u8]>>,
    is_closed: bool,
    currencies: Vec<(Currency, bool)>,
}

impl Document {
    /// An element that is no offer; `data` begins with it.
    fn element(&mut self, data: &[u8], categories: &mut Categories) {
        let name = name(&data[1..]);
        if self.root.is_none() {
            self.root = Some(name.into());
        }
        let data = &data[..data.len().min(AHEAD)];
        match local(name) {
            b"category" => {
                if let Some(category) = offer::small(data, b"</category") {
                    let of = |name| category.attribute(name);
                    categories.add(of("id"), of("parentId"), category.text.trim_ascii());
                }
            }
            b"currency" if self.currencies.len() < 200 => {
                if let Some(currency) = offer::small(data, b"")
                    && let Some(code) = value::currency(currency.attribute("id"))
                {
                    let rate = currency.attribute("rate").parse() == Ok(Decimal::ONE);
                    self.currencies.push((code, rate));
                }
            }
            b"yml_catalog" if self.date.is_none() => {
                self.date = offer::small(data, b"").and_then(|root| value::day(root.attribute("date")));
            }
            b"lastBuildDate" if self.date.is_none() => {
                let date = offer::small(data, b"</lastBuildDate");
                let parse = |text: &str| jiff::fmt::rfc2822::parse(text).ok().map(|date| date.date());
                self.date = date.and_then(|date| parse(date.text.trim_ascii()));
            }
            b"updated" if self.date.is_none() => {
                self.date =
                    offer::small(data, b"</updated").and_then(|date| value::day(date.text.trim_ascii()));
            }
            _ => {}
        }
    }

    /// The currency that all prices are in: the only one, or the only one of rate one.
    fn settle(&mut self, taker: &mut Taker<'_>) {
        let mut main = self.currencies.iter().filter(|(_, is_one)| *is_one || self.currencies.len() == 1);
        if let (Some((currency, _)), None) = (main.next(), main.next()) {
            taker.whole.currency = Some(*currency);
        }
        self.currencies.clear();
    }
}

enum End {
    /// The whole offer has so many bytes.
    At(usize),
    /// It is not closed; something else begins there.
    Unclosed(usize),
    /// Its end is not in sight, and this is what is open there.
    More(Open),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Tags,
    Comment,
    Section,
}

/// Takes the offer that the window stands before.
fn record(
    window: &mut Window<'_>,
    blind: &mut Blind,
    categories: &mut Categories,
    parts: &mut Parts,
    taker: &mut Taker<'_>,
) -> Result<(), Refusal> {
    let line = window.line();
    loop {
        let data = window.data();
        match end(data, blind.at(window.passed())) {
            End::At(length) => {
                let read = std::str::from_utf8(&data[..length]).map_err(|_| Why::Encoding);
                match read.and_then(|text| parts.read(text)) {
                    Ok((fields, category)) => taker.take(line, &fields, categories.path(category))?,
                    Err(why) => taker.broken(line, why)?,
                }
                window.pass(length);
                return Ok(());
            }
            End::Unclosed(at) => {
                taker.broken(line, Why::Unclosed)?;
                window.pass(at);
                return Ok(());
            }
            End::More(open) => {
                if window.more().map_err(Refusal::of_reading)? {
                    continue;
                }
                let seen = window.passed() + window.data().len() as u64;
                match open {
                    Open::Tags => {}
                    Open::Comment => blind.comments = seen,
                    Open::Section => blind.cdata = seen,
                }
                taker.broken(line, if window.is_last() { Why::Unclosed } else { Why::Long })?;
                window.pass(1);
                return Ok(());
            }
        }
    }
}

/// Where the offer ends with which the text begins. What is `blind` is not closed in here and stands for itself.
fn end(data: &[u8], blind: [Option<Open>; 2]) -> End {
    let opening = name(&data[1..]);
    let Some(tag) = data.iter().skip(1).position(|byte| matches!(byte, b'>' | b'<')) else {
        return End::More(Open::Tags);
    };
    let mut at = tag + 1;
    match data[at] {
        b'>' if data[at - 1] == b'/' => return End::At(at + 1),
        b'>' => at += 1,
        _ => return End::Unclosed(at),
    }
    while let Some(found) = memchr(b'<', &data[at..]) {
        at += found;
        let (open, terminator): (_, &[u8]) = match &data[at + 1..] {
            [b'/', closing @ ..] if closing.starts_with(opening) && name(closing) == opening => {
                return match memchr(b'>', closing) {
                    Some(behind) => End::At(at + 2 + behind + 1),
                    None => End::More(Open::Tags),
                };
            }
            [b'/', closing @ ..] => {
                let is_around = |around: &&[u8]| closing.starts_with(around) && name(closing) == *around;
                if AROUND.iter().any(is_around) {
                    return End::Unclosed(at);
                }
                (Open::Tags, b"")
            }
            [b'!', b'-', b'-', ..] => (Open::Comment, b"-->"),
            [b'!', b'[', ..] => (Open::Section, b"]]>"),
            next if next.starts_with(opening) && name(next) == opening => return End::Unclosed(at),
            _ => (Open::Tags, b""),
        };
        if open != Open::Tags && !blind.contains(&Some(open)) {
            match memmem::find(&data[at..], terminator) {
                Some(end) => at += end,
                None => return End::More(open),
            }
        }
        at += 1;
    }
    End::More(Open::Tags)
}

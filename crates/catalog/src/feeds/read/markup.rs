//! Cuts XML feeds into offers (YML's `offer`, RSS' `item`, Atom's `entry`), and reads what the document says for all of them.
//!
//! Each offer is cut out as a whole before it is parsed, so an unclosed tag costs only its own offer: the next opening tag of the same name
//! begins a new one. Comments, CDATA and the document type are skipped; one that is not closed within the longest record is taken for
//! a stray character.

use jiff::civil::Date;
use memchr::{memchr, memmem};

use super::categories::CategoryTree;
use super::offer::{self, OfferValues};
use super::row_error::RowErrorKind;
use super::row_sink::RowSink;
use super::tags::{AHEAD, find_doctype_end, local_name, tag_name};
use super::value;
use super::window::Window;
use crate::feeds::Refusal;
use dealink_core::money::{Currency, Decimal};

const RECORDS: [&[u8]; 3] = [b"offer", b"item", b"entry"];
/// No offer continues after a closing tag of these.
const AROUND: [&[u8]; 6] = [b"offers", b"shop", b"yml_catalog", b"channel", b"rss", b"feed"];

#[derive(Debug, Default)]
pub(super) struct DocumentSummary {
    pub(super) date: Option<Date>,
    pub(super) is_cut_off: bool,
}

pub(super) fn read_markup(
    window: &mut Window<'_>,
    row_sink: &mut RowSink<'_>,
) -> Result<DocumentSummary, Refusal> {
    let mut document = DocumentReader { date: None, root: None, is_closed: false, currencies: Vec::new() };
    let mut categories = CategoryTree::default();
    let mut parts = OfferValues::default();
    let mut blind = UnclosedMarkup::default();
    loop {
        let data = window.data();
        let at = memchr(b'<', data);
        window.advance(at.unwrap_or(data.len()));
        if window.data().len() < AHEAD && window.fill()? {
            continue;
        }
        let data = window.data();
        match data {
            [] => break,
            [b'<', b'!', b'-', b'-', ..] => skip_section(window, b"-->", &mut blind.comments)?,
            [b'<', b'!', b'[', ..] => skip_section(window, b"]]>", &mut blind.cdata)?,
            [b'<', b'!', ..] => skip_to(window, find_doctype_end(data)),
            [b'<', b'?', ..] => skip_to(window, memmem::find(&data[..data.len().min(AHEAD)], b"?>")),
            [b'<', b'/', tag @ ..] => {
                document.is_closed |= document.root.as_deref() == Some(tag_name(tag));
                window.advance(2);
            }
            [b'<', tag @ ..] => {
                let name = local_name(tag_name(tag));
                if RECORDS.contains(&name) {
                    document.settle_currency(row_sink);
                    read_record(window, &mut blind, &mut categories, &mut parts, row_sink)?;
                } else {
                    document.read_element(data, &mut categories);
                    window.advance(1);
                }
            }
            _ => window.advance(1),
        }
    }
    if document.root.is_none() || row_sink.rows == 0 && !document.is_closed {
        return Err(Refusal::NoOffers);
    }
    Ok(DocumentSummary { date: document.date, is_cut_off: !document.is_closed })
}

/// Skips to after `end`, or one character if there is none.
fn skip_to(window: &mut Window<'_>, end: Option<usize>) {
    window.advance(end.unwrap_or(0) + 1);
}

/// Positions before which no comment or section is closed, so that many openings without an end are not searched again and again.
#[derive(Default)]
struct UnclosedMarkup {
    comments: u64,
    cdata: u64,
}

impl UnclosedMarkup {
    /// The comments and sections that have no end if they begin at this position.
    fn unclosed_at(&self, place: u64) -> [Option<OpenMarkup>; 2] {
        [(OpenMarkup::Comment, self.comments), (OpenMarkup::Section, self.cdata)]
            .map(|(open, until)| Some(open).filter(|_| place < until))
    }
}

/// Skips a comment or a CDATA section.
fn skip_section(window: &mut Window<'_>, end: &[u8], blind: &mut u64) -> Result<(), Refusal> {
    while window.position() >= *blind {
        if let Some(at) = memmem::find(window.data(), end) {
            window.advance(at + end.len());
            return Ok(());
        }
        if !window.fill()? {
            *blind = window.position() + window.data().len() as u64;
        }
    }
    window.advance(1);
    Ok(())
}

/// Reads the elements outside of the offers.
struct DocumentReader {
    date: Option<Date>,
    root: Option<Box<[u8]>>,
    is_closed: bool,
    currencies: Vec<(Currency, bool)>,
}

impl DocumentReader {
    /// Reads an element that is no offer; `data` begins with it.
    fn read_element(&mut self, data: &[u8], categories: &mut CategoryTree) {
        let name = tag_name(&data[1..]);
        if self.root.is_none() {
            self.root = Some(name.into());
        }
        let data = &data[..data.len().min(AHEAD)];
        match local_name(name) {
            b"category" => {
                if let Some(category) = offer::parse_small_element(data, b"</category") {
                    let of = |name| category.attribute(name);
                    categories.add(of("id"), of("parentId"), category.text.trim_ascii());
                }
            }
            b"currency" if self.currencies.len() < 200 => {
                if let Some(currency) = offer::parse_small_element(data, b"")
                    && let Some(code) = value::parse_currency(currency.attribute("id"))
                {
                    let rate = currency.attribute("rate").parse() == Ok(Decimal::ONE);
                    self.currencies.push((code, rate));
                }
            }
            b"yml_catalog" if self.date.is_none() => {
                self.date = offer::parse_small_element(data, b"")
                    .and_then(|root| value::parse_date(root.attribute("date")));
            }
            b"lastBuildDate" if self.date.is_none() => {
                let date = offer::parse_small_element(data, b"</lastBuildDate");
                let parse = |text: &str| jiff::fmt::rfc2822::parse(text).ok().map(|date| date.date());
                self.date = date.and_then(|date| parse(date.text.trim_ascii()));
            }
            b"updated" if self.date.is_none() => {
                self.date = offer::parse_small_element(data, b"</updated")
                    .and_then(|date| value::parse_date(date.text.trim_ascii()));
            }
            _ => {}
        }
    }

    /// Sets the currency of all prices: the only one, or the only one with rate one.
    fn settle_currency(&mut self, row_sink: &mut RowSink<'_>) {
        let mut main = self.currencies.iter().filter(|(_, is_one)| *is_one || self.currencies.len() == 1);
        if let (Some((currency, _)), None) = (main.next(), main.next()) {
            row_sink.file_currency = Some(*currency);
        }
        self.currencies.clear();
    }
}

enum OfferEnd {
    /// The whole offer, in bytes.
    At(usize),
    /// It is not closed; something else begins at this position.
    Unclosed(usize),
    /// The end is not in the window yet, and this is open there.
    More(OpenMarkup),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenMarkup {
    Tags,
    Comment,
    Section,
}

/// Reads the offer at the beginning of the window.
fn read_record(
    window: &mut Window<'_>,
    blind: &mut UnclosedMarkup,
    categories: &mut CategoryTree,
    parts: &mut OfferValues,
    row_sink: &mut RowSink<'_>,
) -> Result<(), Refusal> {
    let line = window.line();
    loop {
        let data = window.data();
        match find_offer_end(data, blind.unclosed_at(window.position())) {
            OfferEnd::At(length) => {
                let read = std::str::from_utf8(&data[..length]).map_err(|_| RowErrorKind::Encoding);
                match read.and_then(|text| parts.parse(text)) {
                    Ok((fields, category)) => {
                        row_sink.accept_row(line, &fields, categories.path(category))?
                    }
                    Err(why) => row_sink.reject_row(line, why)?,
                }
                window.advance(length);
                return Ok(());
            }
            OfferEnd::Unclosed(at) => {
                row_sink.reject_row(line, RowErrorKind::Unclosed)?;
                window.advance(at);
                return Ok(());
            }
            OfferEnd::More(open) => {
                if window.fill()? {
                    continue;
                }
                let seen = window.position() + window.data().len() as u64;
                match open {
                    OpenMarkup::Tags => {}
                    OpenMarkup::Comment => blind.comments = seen,
                    OpenMarkup::Section => blind.cdata = seen,
                }
                row_sink.reject_row(
                    line,
                    if window.is_last() { RowErrorKind::Unclosed } else { RowErrorKind::Long },
                )?;
                window.advance(1);
                return Ok(());
            }
        }
    }
}

/// Where the offer at the beginning of the text ends. What is in `blind` is not closed within the text and is ignored.
fn find_offer_end(data: &[u8], blind: [Option<OpenMarkup>; 2]) -> OfferEnd {
    let opening = tag_name(&data[1..]);
    let Some(tag) = data.iter().skip(1).position(|byte| matches!(byte, b'>' | b'<')) else {
        return OfferEnd::More(OpenMarkup::Tags);
    };
    let mut at = tag + 1;
    match data[at] {
        b'>' if data[at - 1] == b'/' => return OfferEnd::At(at + 1),
        b'>' => at += 1,
        _ => return OfferEnd::Unclosed(at),
    }
    while let Some(found) = memchr(b'<', &data[at..]) {
        at += found;
        let (open, terminator): (_, &[u8]) = match &data[at + 1..] {
            [b'/', closing @ ..] if closing.starts_with(opening) && tag_name(closing) == opening => {
                return match memchr(b'>', closing) {
                    Some(behind) => OfferEnd::At(at + 2 + behind + 1),
                    None => OfferEnd::More(OpenMarkup::Tags),
                };
            }
            [b'/', closing @ ..] => {
                let is_around = |around: &&[u8]| closing.starts_with(around) && tag_name(closing) == *around;
                if AROUND.iter().any(is_around) {
                    return OfferEnd::Unclosed(at);
                }
                (OpenMarkup::Tags, b"")
            }
            [b'!', b'-', b'-', ..] => (OpenMarkup::Comment, b"-->"),
            [b'!', b'[', ..] => (OpenMarkup::Section, b"]]>"),
            next if next.starts_with(opening) && tag_name(next) == opening => return OfferEnd::Unclosed(at),
            _ => (OpenMarkup::Tags, b""),
        };
        if open != OpenMarkup::Tags && !blind.contains(&Some(open)) {
            match memmem::find(&data[at..], terminator) {
                Some(end) => at += end,
                None => return OfferEnd::More(open),
            }
        }
        at += 1;
    }
    OfferEnd::More(OpenMarkup::Tags)
}

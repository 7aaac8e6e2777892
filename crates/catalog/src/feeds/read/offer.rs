//! Parses one offer, item or entry, or another small element into its values.
//!
//! Only direct children count: a price inside `g:shipping` is no price of the product. A `&` that begins no reference and an unknown
//! reference stay as they are written.

use std::borrow::Cow;

use memchr::{memchr, memmem};
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::columns::{COLUMNS, FeedColumn, RowFields};
use super::row_error::RowErrorKind;

/// The buffer for the values of an offer.
#[derive(Debug, Default)]
pub(super) struct OfferValues {
    text: String,
    places: [(usize, usize); COLUMNS],
}

impl OfferValues {
    /// The values of an offer, and the number of its category.
    pub(super) fn parse<'a>(&'a mut self, offer: &'a str) -> Result<(RowFields<'a>, &'a str), RowErrorKind> {
        self.text.clear();
        self.places = [(0, 0); COLUMNS];
        self.walk(offer).ok_or(RowErrorKind::Markup)?;
        let fields = RowFields::from_values(self.places.map(|(start, end)| &self.text[start..end]));
        Ok((fields, fields.get(FeedColumn::CategoryId)))
    }

    fn walk(&mut self, offer: &str) -> Option<()> {
        let mut reader = Reader::from_str(offer);
        reader.config_mut().allow_dangling_amp = true;
        let mut depth = 0_usize;
        let mut open = None;
        loop {
            match reader.read_event().ok()? {
                Event::Start(tag) => {
                    match depth {
                        0 => self.read_attributes(&tag),
                        1 => open = self.begin_value(&tag),
                        _ => {}
                    }
                    depth += 1;
                }
                Event::Empty(tag) => match depth {
                    0 => self.read_attributes(&tag),
                    1 => self.read_link(&tag),
                    _ => {}
                },
                Event::End(_) => {
                    depth = depth.checked_sub(1)?;
                    if depth == 1
                        && let Some((column, start)) = open.take()
                    {
                        self.set_value(column, start);
                    }
                }
                Event::Text(text) if depth == 2 && open.is_some() => self.text.push_str(&text),
                Event::CData(text) if depth == 2 && open.is_some() => self.text.push_str(&text),
                Event::GeneralRef(reference) if depth == 2 && open.is_some() => {
                    push_reference(&reference, &mut self.text);
                }
                Event::Eof => return (depth == 0).then_some(()),
                _ => {}
            }
        }
    }

    /// The text since `start` is the value of a column, unless it has one already.
    fn set_value(&mut self, column: FeedColumn, start: usize) {
        let place = &mut self.places[column as usize];
        if place.0 == place.1 {
            *place = (start, self.text.len());
        }
    }

    fn begin_value(&mut self, tag: &BytesStart<'_>) -> Option<(FeedColumn, usize)> {
        let column = match FeedColumn::from_name(tag.name().as_ref().as_bytes())? {
            FeedColumn::Param => match read_attribute(tag, "name") {
                Some(name) => param_column(&name)?,
                None => FeedColumn::Param,
            },
            column => column,
        };
        Some((column, self.text.len()))
    }

    /// Atom writes links as an attribute.
    fn read_link(&mut self, tag: &BytesStart<'_>) {
        if FeedColumn::from_name(tag.name().as_ref().as_bytes()) == Some(FeedColumn::Link)
            && let Some(address) = read_attribute(tag, "href")
        {
            let start = self.text.len();
            self.text.push_str(&address);
            self.set_value(FeedColumn::Link, start);
        }
    }

    fn read_attributes(&mut self, tag: &BytesStart<'_>) {
        for attribute in tag.attributes().with_checks(false).flatten() {
            let name = attribute.key.as_ref();
            let column = FeedColumn::from_name(name.as_bytes());
            if let Some(column @ (FeedColumn::Id | FeedColumn::Available | FeedColumn::Deleted)) = column {
                let start = self.text.len();
                self.text.push_str(&unescaped(&attribute.value));
                self.set_value(column, start);
            }
        }
    }
}

/// The column of a parameter; most are not needed.
fn param_column(name: &str) -> Option<FeedColumn> {
    FeedColumn::from_name(name.trim_ascii().as_bytes()).filter(|column| {
        matches!(column, FeedColumn::Discount | FeedColumn::Rate | FeedColumn::Store | FeedColumn::Until)
    })
}

fn read_attribute<'a>(tag: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|one| one.key.as_ref() == name)?;
    Some(match found.value {
        Cow::Borrowed(value) => unescaped(value),
        Cow::Owned(value) => Cow::Owned(unescaped(&value).into_owned()),
    })
}

fn unescaped(value: &str) -> Cow<'_, str> {
    unescape(value).unwrap_or(Cow::Borrowed(value))
}

fn push_reference(reference: &BytesRef<'_>, out: &mut String) {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        out.push(letter);
    } else if let Some(known) = resolve_predefined_entity(reference) {
        out.push_str(known);
    } else {
        out.push('&');
        out.push_str(reference);
        out.push(';');
    }
}

/// An element outside of the offers.
pub(super) struct SmallElement {
    attributes: Vec<(String, String)>,
    pub(super) text: String,
}

impl SmallElement {
    /// The value of an attribute; empty if there is none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// Reads the element at the beginning of the text, up to `closing`; if that is empty, only the opening tag.
pub(super) fn parse_small_element(data: &[u8], closing: &[u8]) -> Option<SmallElement> {
    let end = match closing {
        [] => memchr(b'>', data)? + 1,
        closing => memmem::find(data, closing)?,
    };
    let mut reader = Reader::from_str(std::str::from_utf8(&data[..end]).ok()?);
    reader.config_mut().allow_dangling_amp = true;
    let mut small = SmallElement { attributes: Vec::new(), text: String::new() };
    let mut is_begun = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                if is_begun {
                    return None;
                }
                is_begun = true;
                for attribute in tag.attributes().with_checks(false).flatten().take(16) {
                    let value = unescaped(&attribute.value).into_owned();
                    small.attributes.push((attribute.key.as_ref().to_owned(), value));
                }
            }
            Event::Text(text) => small.text.push_str(&text),
            Event::CData(text) => small.text.push_str(&text),
            Event::GeneralRef(reference) => push_reference(&reference, &mut small.text),
            _ => break,
        }
    }
    is_begun.then_some(small)
}

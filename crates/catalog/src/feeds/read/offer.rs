//! One offer, item or entry, or another small element: its values by what they mean.
//!
//! Only the element's own children count: a price inside `g:shipping` is no price of the product. A `&` that begins no reference, and
//! a reference that nobody knows, stay as they are written.

use std::borrow::Cow;

use memchr::{memchr, memmem};
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::columns::{COLUMNS, Column, Fields};
use super::fault::Why;

/// Room for an offer's values.
#[derive(Debug, Default)]
pub(super) struct Parts {
    text: String,
    places: [(usize, usize); COLUMNS],
}

impl Parts {
    /// Takes an offer apart; its values, and the number of its category.
    pub(super) fn read<'a>(&'a mut self, offer: &'a str) -> Result<(Fields<'a>, &'a str), Why> {
        self.text.clear();
        self.places = [(0, 0); COLUMNS];
        self.walk(offer).ok_or(Why::Markup)?;
        let mut fields = Fields::new();
        for (place, column) in self.places.iter().zip(Column::ALL) {
            fields.put(column, &self.text[place.0..place.1]);
        }
        Ok((fields, fields.of(Column::CategoryId)))
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
                        0 => self.attributes(&tag),
                        1 => open = self.begun(&tag),
                        _ => {}
                    }
                    depth += 1;
                }
                Event::Empty(tag) => match depth {
                    0 => self.attributes(&tag),
                    1 => self.link(&tag),
                    _ => {}
                },
                Event::End(_) => {
                    depth = depth.checked_sub(1)?;
                    if depth == 1
                        && let Some((column, start)) = open.take()
                    {
                        self.put(column, start);
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

    /// What the text since `start` is the value of; the first value counts.
    fn put(&mut self, column: Column, start: usize) {
        let place = &mut self.places[column as usize];
        if place.0 == place.1 {
            *place = (start, self.text.len());
        }
    }

    fn begun(&mut self, tag: &BytesStart<'_>) -> Option<(Column, usize)> {
        let column = match Column::named(tag.name().as_ref().as_bytes())? {
            Column::Param => match attribute(tag, "name") {
                Some(name) => parameter(&name)?,
                None => Column::Param,
            },
            column => column,
        };
        Some((column, self.text.len()))
    }

    /// Atom writes links without a text.
    fn link(&mut self, tag: &BytesStart<'_>) {
        if Column::named(tag.name().as_ref().as_bytes()) == Some(Column::Link)
            && let Some(address) = attribute(tag, "href")
        {
            let start = self.text.len();
            self.text.push_str(&address);
            self.put(Column::Link, start);
        }
    }

    fn attributes(&mut self, tag: &BytesStart<'_>) {
        for attribute in tag.attributes().with_checks(false).flatten() {
            let name = attribute.key.as_ref();
            let column = Column::named(name.as_bytes());
            if let Some(column @ (Column::Id | Column::Available | Column::Deleted)) = column {
                let start = self.text.len();
                self.text.push_str(&unescaped(&attribute.value));
                self.put(column, start);
            }
        }
    }
}

/// What a parameter of this name is; most say nothing that is needed.
fn parameter(name: &str) -> Option<Column> {
    Column::named(name.trim_ascii().as_bytes())
        .filter(|column| matches!(column, Column::Discount | Column::Rate | Column::Store | Column::Until))
}

fn attribute<'a>(tag: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
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
pub(super) struct Small {
    attributes: Vec<(String, String)>,
    pub(super) text: String,
}

impl Small {
    /// An attribute's value; empty where there is none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// Reads the element that the text begins with, up to `closing`; without one, its opening tag alone.
pub(super) fn small(data: &[u8], closing: &[u8]) -> Option<Small> {
    let end = match closing {
        [] => memchr(b'>', data)? + 1,
        closing => memmem::find(data, closing)?,
    };
    let mut reader = Reader::from_str(std::str::from_utf8(&data[..end]).ok()?);
    reader.config_mut().allow_dangling_amp = true;
    let mut small = Small { attributes: Vec::new(), text: String::new() };
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

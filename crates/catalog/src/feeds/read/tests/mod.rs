mod containers;
mod hostile;
mod markup;
mod table;
mod values;

use super::*;
use crate::OfferFields;
use crate::feeds::MIB;
use dealink_core::money::{Currency, Decimal, Percent};

/// A row that the reader passed on.
#[derive(Clone, Debug, PartialEq)]
struct ReadRow {
    id: String,
    title: String,
    link: String,
    picture: String,
    category: String,
    offer: OfferFields,
}

/// The result of reading a text.
#[derive(Debug, Default)]
struct ReadItems {
    rows: Vec<ReadRow>,
    gone: Vec<String>,
}

impl ReadItems {
    fn take(&mut self, item: FeedItem<'_>) {
        match item {
            FeedItem::Deleted(id) => self.gone.push(id.to_string()),
            FeedItem::Row(row) => self.rows.push(ReadRow {
                id: row.id.to_string(),
                title: row.texts.title.to_owned(),
                link: row.texts.link.to_owned(),
                picture: row.texts.picture.to_owned(),
                category: row.texts.category.to_owned(),
                offer: row.offer,
            }),
        }
    }

    fn titles(&self) -> Vec<&str> {
        self.rows.iter().map(|row| row.title.as_str()).collect()
    }
}

fn read_as(
    text: &[u8],
    options: &ReadOptions,
    limits: &FeedLimits,
) -> Result<(ReadSummary, ReadItems), Refusal> {
    let mut got = ReadItems::default();
    let mut source = text;
    let reading = read_text(&mut source, options, limits, &Progress::default(), &mut |item| {
        got.take(item);
        Ok(())
    })?;
    Ok((reading, got))
}

fn read_bytes(text: &[u8]) -> (ReadSummary, ReadItems) {
    read_as(text, &ReadOptions::default(), &FeedLimits::default()).unwrap()
}

fn refused(text: &[u8]) -> &'static str {
    read_as(text, &ReadOptions::default(), &FeedLimits::default()).unwrap_err().message().key
}

/// The lines with errors, each with its error.
fn faults(reading: &ReadSummary) -> Vec<(u64, &'static str)> {
    reading.row_errors.iter().map(|fault| (fault.line, fault.kind.message().key)).collect()
}

fn dec(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

fn link(number: u32) -> String {
    format!("https://shop.example/g/abc/?n={number}")
}

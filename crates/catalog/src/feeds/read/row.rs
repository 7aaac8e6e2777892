//! Makes a row of the catalogue, or an error, of the values of one row or offer.

use std::str::FromStr;

use super::columns::{FeedColumn, RowFields};
use super::read_options::ReadOptions;
use super::row_error::RowErrorKind;
use super::value::{self, HotLinkFinder};
use crate::{FeedRow, OfferFields, RowTexts};
use dealink_core::money::Currency;
use dealink_links::{self as links, ProductId};
use memchr::memchr;

/// A good row of a feed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FeedItem<'a> {
    Row(FeedRow<'a>),
    /// The product is no longer available.
    Deleted(ProductId),
}

/// Buffers that are reused from row to row, for texts that cannot be borrowed unchanged.
#[derive(Debug, Default)]
pub(super) struct RowScratch {
    hot: HotLinkFinder,
    title: String,
    category: String,
}

/// Reads a row. `category` is the path of its category in the file's own tree.
pub(super) fn parse_item<'a>(
    fields: &RowFields<'a>,
    category: Option<&'a str>,
    file_currency: Option<Currency>,
    options: &ReadOptions,
    scratch: &'a mut RowScratch,
) -> Result<FeedItem<'a>, RowErrorKind> {
    let link = fields.get(FeedColumn::Link);
    let id = parse_id(fields.get(FeedColumn::Id), link)?;
    if value::says_no(fields.get(FeedColumn::Available)) || value::says_yes(fields.get(FeedColumn::Deleted)) {
        return Ok(FeedItem::Deleted(id));
    }
    if link.is_empty() {
        return Err(RowErrorKind::NoLink);
    }
    if !is_web_address(link) {
        return Err(RowErrorKind::Link);
    }
    let (mut price, mut beside) = value::parse_price(fields.get(FeedColumn::Price))?;
    let (mut old_price, _) = value::parse_price(fields.get(FeedColumn::OldPrice))?;
    let (sale_price, sale_beside) = value::parse_price(fields.get(FeedColumn::SalePrice))?;
    if sale_price.is_some() {
        old_price = old_price.or(price);
        (price, beside) = (sale_price, sale_beside.or(beside));
    }
    let param = parse_packed_param(fields.get(FeedColumn::Param));
    let either = |column, in_param: &'a str| match fields.get(column) {
        "" => in_param,
        own => own,
    };
    let title = match fields.get(FeedColumn::Title) {
        "" => fields.get(FeedColumn::Model),
        title => title,
    };
    let category = category.unwrap_or_else(|| category_name(fields));
    Ok(FeedItem::Row(FeedRow {
        id,
        texts: RowTexts {
            title: to_one_line(title, &mut scratch.title),
            link,
            picture: Some(fields.get(FeedColumn::Picture))
                .filter(|picture| is_web_address(picture))
                .unwrap_or_default(),
            category: to_one_line(category, &mut scratch.category),
        },
        offer: OfferFields {
            currency: beside
                .or_else(|| value::parse_currency(fields.get(FeedColumn::Currency)))
                .or(file_currency)
                .or(options.currency),
            price,
            old_price,
            discount: value::parse_discount(either(FeedColumn::Discount, param.discount)),
            rate: value::parse_rate(either(FeedColumn::Rate, param.rate)),
            hot: options.hot || scratch.hot.matches(link),
            store: either(FeedColumn::Store, param.store).parse().ok(),
            hot_until: value::parse_date(fields.get(FeedColumn::Until)),
        },
    }))
}

/// The feed's id if it is a product number, else the one product that the link leads to.
fn parse_id(written: &str, link: &str) -> Result<ProductId, RowErrorKind> {
    if let Ok(id) = ProductId::from_str(written) {
        return Ok(id);
    }
    let link = links::parse_address(link).ok_or(RowErrorKind::NoId)?;
    match link.products[..] {
        [product] => Ok(product.id),
        _ => Err(RowErrorKind::NoId),
    }
}

fn is_web_address(link: &str) -> bool {
    let begins = |scheme: &[u8]| {
        link.as_bytes().get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    // Checks every byte without an early exit, which is many times faster.
    let is_odd = link.bytes().fold(false, |odd, byte| odd | (byte <= b' ') | (byte == 0x7f));
    !is_odd && (begins(b"https://") || begins(b"http://"))
}

/// The name of the category. A text of digits alone is a number and not a name.
fn category_name<'a>(fields: &RowFields<'a>) -> &'a str {
    let is_name = |text: &&str| !text.bytes().all(|byte| byte.is_ascii_digit());
    [FeedColumn::Category, FeedColumn::CategoryId]
        .map(|column| fields.get(column))
        .into_iter()
        .find(is_name)
        .unwrap_or_default()
}

/// Without control characters, because titles are shown on terminals and in chats.
fn to_one_line<'a>(text: &'a str, scratch: &'a mut String) -> &'a str {
    // The control characters above 0x7f begin with 0xc2 in UTF-8, as do some harmless characters.
    let may_have =
        text.bytes().fold(false, |odd, byte| odd | (byte < b' ') | (byte == 0x7f) | (byte == 0xc2));
    if !may_have || !text.contains(char::is_control) {
        return text;
    }
    scratch.clear();
    for word in
        text.split(|letter: char| letter.is_control() || letter == ' ').filter(|word| !word.is_empty())
    {
        if !scratch.is_empty() {
            scratch.push(' ');
        }
        scratch.push_str(word);
    }
    scratch
}

/// AliExpress's format for several values in one: `key|value|unit;`, repeated.
#[derive(Default)]
struct PackedParam<'a> {
    discount: &'a str,
    rate: &'a str,
    store: &'a str,
}

fn parse_packed_param(text: &str) -> PackedParam<'_> {
    let mut param = PackedParam::default();
    let mut rest = text;
    while !rest.is_empty() {
        let end = memchr(b';', rest.as_bytes()).unwrap_or(rest.len());
        let part = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        let Some(bar) = memchr(b'|', part.as_bytes()) else { continue };
        let (key, value) = (&part[..bar], &part[bar + 1..]);
        let value = value[..memchr(b'|', value.as_bytes()).unwrap_or(value.len())].trim_ascii();
        match key.trim_ascii() {
            "discount" => param.discount = value,
            "commissionRate" => param.rate = value,
            "shopId" => param.store = value,
            _ => {}
        }
    }
    param
}

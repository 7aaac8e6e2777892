//! Parses a typed search: words, and filters between them. No input or output.
//!
//! `10-25$`, `25+ TL`, `-10 USD` are prices, `min 2$` the least commission, `%5` or `5%` the least rate, `-30%` the least discount;
//! everything else is words. Without a currency only `10-25` is a price, because `3+` may be an age.

use crate::deals::{BrowseFilter, PriceRange};
use dealink_core::fold::fold_text;
use dealink_core::message::Message;
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::parse_price;

/// Letters of all words together.
const MAX_WORDS_CHARS: usize = 100;
/// Letters of a query with its filters; Telegram's own limit for inline queries.
const MAX_QUERY_CHARS: usize = 256;
/// Words that a filter has at most: `10 - 25 TL`.
const MAX_FILTER_TOKENS: usize = 4;
/// How a least commission begins, folded.
const MIN_EARNING_PREFIXES: [&str; 5] = ["en az", "at least", "min.", "min", ">="];

/// The currencies that amounts are taken in.
#[derive(Clone, Copy)]
pub(crate) struct FilterCurrencies {
    /// The currency of prices that name no currency.
    pub price: Currency,
    /// The currency of commissions, which is the program's.
    pub earning: Currency,
}

enum QueryFilter {
    Price(PriceRange),
    Earning(Decimal),
    Rate(Percent),
    Discount(u8),
}

pub(crate) fn parse_query(text: &str, currencies: FilterCurrencies) -> Result<BrowseFilter, Message> {
    if text.chars().count() > MAX_QUERY_CHARS {
        return Err(too_long());
    }
    let tokens: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|t| !t.is_empty()).collect();
    let mut wanted = BrowseFilter::default();
    let mut words = Vec::new();
    let mut at = 0;
    'tokens: while at < tokens.len() {
        let most = MAX_FILTER_TOKENS.min(tokens.len() - at);
        for count in (1..=most).rev() {
            match parse_filter(&tokens[at..at + count], currencies)? {
                Some(QueryFilter::Price(price)) => wanted.price = Some(price),
                Some(QueryFilter::Earning(least)) => wanted.earning = Some(least),
                Some(QueryFilter::Rate(rate)) => wanted.rate = Some(rate),
                Some(QueryFilter::Discount(percent)) => wanted.discount = Some(percent),
                None => continue,
            }
            at += count;
            continue 'tokens;
        }
        words.push(tokens[at]);
        at += 1;
    }
    wanted.words = words.join(" ");
    if wanted.words.chars().count() > MAX_WORDS_CHARS {
        return Err(too_long());
    }
    let is_readable = wanted.words.is_empty() || wanted.words.chars().any(char::is_alphanumeric);
    if is_readable { Ok(wanted) } else { Err(Message::new("browse-no-letters")) }
}

/// Parses prices that the bot asked for.
pub(crate) fn parse_price_filter(text: &str, default: Currency) -> Option<PriceRange> {
    (text.chars().count() <= MAX_QUERY_CHARS)
        .then(|| parse_price_range(text, default, OpenRange::WithoutCurrency))
        .flatten()
}

/// Parses the least commission that the bot asked for.
pub(crate) fn parse_min_earning(text: &str, currency: Currency) -> Result<Decimal, Message> {
    let folded = fold_text(text);
    let amount = MIN_EARNING_PREFIXES.iter().find_map(|start| folded.strip_prefix(start)).unwrap_or(&folded);
    let price = parse_price(amount.trim().trim_end_matches('+'), Some(currency));
    match price.filter(|price| is_hundredths(price.amount)) {
        Some(price) if price.currency == Some(currency) => Ok(price.amount),
        Some(_) => Err(Message::new("browse-earning-currency").with("currency", currency.code())),
        None => Err(Message::new("browse-ask-earning-again").with("currency", currency.code())),
    }
}

fn too_long() -> Message {
    Message::new("browse-too-long").with("most", MAX_WORDS_CHARS)
}

fn parse_filter(tokens: &[&str], currencies: FilterCurrencies) -> Result<Option<QueryFilter>, Message> {
    let text = tokens.join(" ");
    if let Some(filter) = parse_percent(&text)? {
        return Ok(Some(filter));
    }
    let folded = fold_text(&text);
    let amount = MIN_EARNING_PREFIXES.iter().find_map(|start| folded.strip_prefix(start)).map(str::trim);
    if amount.is_some_and(|amount| parse_price(amount, Some(currencies.earning)).is_some()) {
        return parse_min_earning(&text, currencies.earning).map(|least| Some(QueryFilter::Earning(least)));
    }
    let price =
        parse_price_range(&text, currencies.price, OpenRange::WithCurrency).filter(|_| !has_bare_gap(tokens));
    Ok(price.map(QueryFilter::Price))
}

/// `15 - 16` between words is no price: it may be a model's numbers. With a currency it is one.
fn has_bare_gap(tokens: &[&str]) -> bool {
    let is_bare =
        |token: &&str| token.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–' | '+'));
    tokens.len() > 1 && tokens.iter().all(is_bare)
}

/// `%5`, `5%`, `5 %`, `-30%`.
fn parse_percent(text: &str) -> Result<Option<QueryFilter>, Message> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(number) =
        text.strip_prefix('%').or_else(|| text.strip_suffix('%')).or_else(|| text.strip_prefix("-%"))
    else {
        return Ok(None);
    };
    let is_discount = text.starts_with("-%") || number.starts_with(['-', '−']);
    let number = number.trim_start_matches(['-', '−']).trim_end_matches('+').replace(',', ".");
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let Some(value) = is_number.then(|| number.parse::<Decimal>().ok()).flatten() else { return Ok(None) };
    let rate = Percent(value);
    if !rate.is_plausible() || !is_hundredths(value) {
        return Err(Message::new("browse-bad-percent"));
    }
    Ok(Some(match is_discount {
        true => QueryFilter::Discount(u8::try_from(value.ceil().mantissa()).unwrap_or(100)),
        false => QueryFilter::Rate(rate),
    }))
}

/// Whether a range with an open end, such as `3+`, is a price without a currency.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenRange {
    WithCurrency,
    WithoutCurrency,
}

/// Prices between two ends, of which one may be open.
fn parse_price_range(text: &str, default: Currency, open_range: OpenRange) -> Option<PriceRange> {
    let text = text.trim().replace(['–', '—', '−'], "-");
    let open = text.contains('+') || text.starts_with(['-', '<', '≤']);
    let (from, to) = if text.contains('+') {
        let (before, behind) = text.split_once('+')?;
        (Some(parse_range_end(&format!("{before} {behind}"))?), None)
    } else if let Some(to) = text.strip_prefix(['-', '<', '≤']) {
        (None, Some(parse_range_end(to.trim_start_matches('='))?))
    } else {
        let (from, to) = text.split_once('-')?;
        (Some(parse_range_end(from)?), Some(parse_range_end(to)?))
    };
    let named = [from, to].into_iter().flatten().filter_map(|(_, currency)| currency);
    let mut named: Vec<Currency> = named.collect();
    named.dedup();
    let currency = match named.as_slice() {
        [] if open && open_range == OpenRange::WithCurrency => return None,
        [] => default,
        [one] => *one,
        _ => return None,
    };
    let (from, to) = (from.map(|(amount, _)| amount), to.map(|(amount, _)| amount));
    Some(match (from, to) {
        // The two prices may be in either order.
        (Some(from), Some(to)) if from > to => PriceRange { from: Some(to), to: Some(from), currency },
        (from, to) => PriceRange { from, to, currency },
    })
}

/// An amount and its currency, if one is named.
fn parse_range_end(text: &str) -> Option<(Decimal, Option<Currency>)> {
    if text.trim() == "0" {
        return Some((Decimal::ZERO, None));
    }
    let price = parse_price(text.trim(), None)?;
    is_hundredths(price.amount).then_some((price.amount, price.currency))
}

fn is_hundredths(amount: Decimal) -> bool {
    amount.normalize().scale() <= 2
}

#[cfg(test)]
mod tests;

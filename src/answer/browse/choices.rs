//! The faces of the card on which a filter is chosen: categories, prices, the least commission.

use super::{BrowseState, BrowseStep, BrowseViewer, filters_line, heading, price_range_text};
use crate::answer::{AnswerPart, Button, non_empty_rows, shorten, side_by_side};
use crate::deals::{BrowseFilter, PriceRange};
use dealink_catalog::CategoryCount;
use dealink_core::message::Message;
use dealink_core::money::{Currency, Decimal, Money};

/// Categories on one page.
const CATEGORIES_PER_PAGE: usize = 8;
/// Letters of a category on its button; its last name is what tells it.
const MAX_NAME: usize = 36;
/// Prices to choose from, in the program's currency.
const PRICES: [(Option<u32>, Option<u32>); 6] = [
    (None, Some(5)),
    (Some(5), Some(10)),
    (Some(10), Some(25)),
    (Some(25), Some(50)),
    (Some(50), Some(100)),
    (Some(100), None),
];
/// Least commissions to choose from, in hundredths of the program's currency.
const EARNINGS: [i64; 6] = [50, 100, 200, 500, 1_000, 2_000];

/// The categories of what was found, a page of them; the browsed page counts in them.
pub fn category_choices(
    browse: &BrowseState,
    categories: &[CategoryCount],
    reader: &BrowseViewer<'_>,
) -> AnswerPart {
    let speak = reader.speak;
    let pages = categories.len().div_ceil(CATEGORIES_PER_PAGE).max(1);
    let page = browse.page.min(pages - 1);
    let shown = categories.iter().skip(page * CATEGORIES_PER_PAGE).take(CATEGORIES_PER_PAGE);
    let choice = |category: &CategoryCount| {
        let name = category.name.rsplit(" > ").next().unwrap_or_default();
        let label = Message::new("browse-category-choice")
            .with("name", shorten(name, MAX_NAME))
            .with("total", Decimal::from(category.count));
        let chosen = browse.with(|wanted| wanted.category = Some(category.key));
        chosen.button(speak.plain(&label), BrowseStep::Hits)
    };
    let mut table: Vec<Vec<Button>> = shown.map(|category| choice(category).into_iter().collect()).collect();
    let turned = |label: &str, page: usize| {
        BrowseState { page, ..browse.clone() }.button(label.to_owned(), BrowseStep::Categories)
    };
    if pages > 1 {
        let place = Message::new("browse-page")
            .with("page", Decimal::from(page + 1))
            .with("pages", Decimal::from(pages));
        let back = (page > 0).then(|| turned("◀", page - 1)).flatten();
        let on = (page + 1 < pages).then(|| turned("▶", page + 1)).flatten();
        table.push([back, turned(&speak.plain(&place), page), on].into_iter().flatten().collect());
    }
    table.push(closing_row(
        browse,
        "browse-any-category",
        browse.wanted.category.is_some(),
        |wanted| wanted.category = None,
        reader,
    ));
    let ask = if categories.is_empty() { "browse-no-categories" } else { "browse-choose-category" };
    choices_card(browse, ask, table, reader)
}

/// Prices to choose from, and a way to type others.
pub fn price_choices(browse: &BrowseState, reader: &BrowseViewer<'_>) -> AnswerPart {
    let choice = |(from, to): (Option<u32>, Option<u32>)| {
        let range = PriceRange {
            from: from.map(Decimal::from),
            to: to.map(Decimal::from),
            currency: reader.currency,
        };
        let label = self::price_range_text(&range, reader.speak);
        browse.with(|wanted| wanted.price = Some(range)).button(label, BrowseStep::Hits)
    };
    let mut table = side_by_side(PRICES.into_iter().filter_map(choice).collect());
    table.push(type_button_row(browse, BrowseStep::AskPrice, reader));
    table.push(closing_row(
        browse,
        "browse-any-price",
        browse.wanted.price.is_some(),
        |wanted| wanted.price = None,
        reader,
    ));
    choices_card(browse, "browse-choose-price", table, reader)
}

/// Least commissions to choose from, and a way to type another.
pub fn earning_choices(browse: &BrowseState, reader: &BrowseViewer<'_>) -> AnswerPart {
    let choice = |hundredths: i64| {
        let least = Decimal::new(hundredths, 2).normalize();
        let money = least_label(least, reader.currency, reader);
        browse.with(|wanted| wanted.earning = Some(least)).button(money, BrowseStep::Hits)
    };
    let mut table = side_by_side(EARNINGS.into_iter().filter_map(choice).collect());
    table.push(type_button_row(browse, BrowseStep::AskEarning, reader));
    table.push(closing_row(
        browse,
        "browse-any-earning",
        browse.wanted.earning.is_some(),
        |wanted| wanted.earning = None,
        reader,
    ));
    choices_card(browse, "browse-choose-earning", table, reader)
}

fn least_label(least: Decimal, currency: Currency, reader: &BrowseViewer<'_>) -> String {
    reader.speak.plain(&Message::new("browse-price-from").with("low", Money::new(least, currency)))
}

fn type_button_row(browse: &BrowseState, step: BrowseStep, reader: &BrowseViewer<'_>) -> Vec<Button> {
    browse.button(reader.speak.text("browse-button-type"), step).into_iter().collect()
}

/// Without this filter, where it is set, and back to the hits.
fn closing_row(
    browse: &BrowseState,
    any: &'static str,
    is_set: bool,
    unset: impl FnOnce(&mut BrowseFilter),
    reader: &BrowseViewer<'_>,
) -> Vec<Button> {
    let without = browse.with(unset).button(reader.speak.text(any), BrowseStep::Hits).filter(|_| is_set);
    let back = browse.with(|_| {}).button(reader.speak.text("calculator-back"), BrowseStep::Hits);
    [without, back].into_iter().flatten().collect()
}

fn choices_card(
    browse: &BrowseState,
    ask: &'static str,
    table: Vec<Vec<Button>>,
    reader: &BrowseViewer<'_>,
) -> AnswerPart {
    let mut lines = vec![heading(browse, reader.speak)];
    lines.extend(filters_line(browse, None, reader));
    lines.extend([String::new(), reader.speak.html(&Message::new(ask))]);
    AnswerPart { html: lines.join("\n"), buttons: non_empty_rows(table), ..AnswerPart::default() }
}

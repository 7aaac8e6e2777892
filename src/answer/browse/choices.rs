//! The views of the card on which a filter is chosen: categories, prices, the least commission.

use dealink_catalog::CategoryCount;
use dealink_core::message::Message;
use dealink_core::money::{Decimal, Money};

use super::{BrowseRenderer, button};
use crate::answer::part::{non_empty_rows, side_by_side};
use crate::answer::{AnswerPart, BrowseState, BrowseStep, Button};
use crate::deals::{BrowseFilter, PriceRange};
use crate::text::foreign_text;

/// Categories on one page.
const CATEGORIES_PER_PAGE: usize = 8;
/// Letters of a category on its button, which shows the last part of its name.
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

impl BrowseRenderer<'_> {
    /// The categories of what was found, a page of them; the page of `browse` counts in them.
    pub fn categories(&self, browse: &BrowseState, categories: &[CategoryCount]) -> AnswerPart {
        let pages = categories.len().div_ceil(CATEGORIES_PER_PAGE).max(1);
        let page = browse.page.min(pages - 1);
        let shown = categories.iter().skip(page * CATEGORIES_PER_PAGE).take(CATEGORIES_PER_PAGE);
        let choice = |category: &CategoryCount| {
            let name = category.name.rsplit(" > ").next().unwrap_or_default();
            let label = Message::new("browse-category-choice")
                .with("name", foreign_text(name, MAX_NAME))
                .with("total", Decimal::from(category.count));
            let chosen = browse.with(|wanted| wanted.category = Some(category.key));
            vec![button(self.plain(label), &chosen, BrowseStep::Hits)]
        };
        let mut rows: Vec<Vec<Button>> = shown.map(choice).collect();
        rows.push(self.page_buttons(browse, BrowseStep::Categories, page, pages));
        let any = browse.wanted.category.is_some().then_some("browse-any-category");
        rows.push(self.closing_row(browse, any, |wanted| wanted.category = None));
        let ask = if categories.is_empty() { "browse-no-categories" } else { "browse-choose-category" };
        self.choices_card(browse, ask, rows)
    }

    /// Prices to choose from, and a way to type others.
    pub fn prices(&self, browse: &BrowseState) -> AnswerPart {
        let choice = |(from, to): (Option<u32>, Option<u32>)| {
            let range = PriceRange {
                from: from.map(Decimal::from),
                to: to.map(Decimal::from),
                currency: self.currency,
            };
            let label = self.price_range_text(&range);
            button(label, &browse.with(|wanted| wanted.price = Some(range)), BrowseStep::Hits)
        };
        let mut rows = side_by_side(PRICES.into_iter().map(choice).collect());
        rows.push(self.type_button_row(browse, BrowseStep::AskPrice));
        let any = browse.wanted.price.is_some().then_some("browse-any-price");
        rows.push(self.closing_row(browse, any, |wanted| wanted.price = None));
        self.choices_card(browse, "browse-choose-price", rows)
    }

    /// Least commissions to choose from, and a way to type another.
    pub fn earnings(&self, browse: &BrowseState) -> AnswerPart {
        let choice = |hundredths: i64| {
            let least = Decimal::new(hundredths, 2).normalize();
            let money = Money::new(least, self.currency);
            let label = self.plain(Message::new("browse-price-from").with("low", money));
            button(label, &browse.with(|wanted| wanted.earning = Some(least)), BrowseStep::Hits)
        };
        let mut rows = side_by_side(EARNINGS.into_iter().map(choice).collect());
        rows.push(self.type_button_row(browse, BrowseStep::AskEarning));
        let any = browse.wanted.earning.is_some().then_some("browse-any-earning");
        rows.push(self.closing_row(browse, any, |wanted| wanted.earning = None));
        self.choices_card(browse, "browse-choose-earning", rows)
    }

    fn type_button_row(&self, browse: &BrowseState, step: BrowseStep) -> Vec<Button> {
        vec![button(self.text("browse-button-type"), browse, step)]
    }

    /// A button that unsets the filter, where it is set and `any` names it, and one back to the hits.
    fn closing_row(
        &self,
        browse: &BrowseState,
        any: Option<&'static str>,
        unset: impl FnOnce(&mut BrowseFilter),
    ) -> Vec<Button> {
        let without = any.map(|any| button(self.text(any), &browse.with(unset), BrowseStep::Hits));
        let back = button(self.text("calculator-back"), &browse.with_page(0), BrowseStep::Hits);
        without.into_iter().chain([back]).collect()
    }

    fn choices_card(&self, browse: &BrowseState, ask: &'static str, rows: Vec<Vec<Button>>) -> AnswerPart {
        let mut lines = vec![self.heading(browse)];
        lines.extend(self.filters_line(browse, None));
        lines.extend([String::new(), self.html(Message::new(ask))]);
        AnswerPart { html: lines.join("\n"), buttons: non_empty_rows(rows), ..AnswerPart::default() }
    }
}

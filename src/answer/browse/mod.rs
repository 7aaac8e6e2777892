//! The browsing card: Hot products and search results a page at a time, with filters on buttons, all in one message that
//! changes in place.

mod choices;
mod hits;

use dealink_core::message::Message;
use dealink_core::money::{Currency, Decimal, Money, Percent};

use super::{Action, BrowsePress, BrowseState, BrowseStep, Button, Renderer};
use crate::deals::{BrowseFilter, PriceRange};
use crate::text::foreign_text;

/// Hits on one page of the card.
pub const HITS_PER_PAGE: usize = 5;
/// Letters of the search words, and of a category's name.
const MAX_WORDS: usize = 60;

pub struct BrowseRenderer<'a> {
    pub renderer: Renderer<'a>,
    /// The program's currency.
    pub currency: Currency,
    /// Whether posts can be handed to other chats: Telegram allows that only to bots with inline mode.
    pub can_post: bool,
}

impl BrowseRenderer<'_> {
    fn html(&self, message: Message) -> String {
        self.renderer.html(message)
    }

    fn plain(&self, message: Message) -> String {
        self.renderer.plain(message)
    }

    fn text(&self, key: &'static str) -> String {
        self.renderer.text(key)
    }

    fn heading(&self, browse: &BrowseState) -> String {
        let BrowseFilter { words, hot, .. } = &browse.wanted;
        let with_words = |key| Message::new(key).with("words", foreign_text(words, MAX_WORDS));
        self.html(match (hot, words.is_empty()) {
            (true, true) => Message::new("browse-title-hot"),
            (true, false) => with_words("browse-title-hot-words"),
            (false, true) => Message::new("browse-title-all"),
            (false, false) => with_words("browse-title-words"),
        })
    }

    /// What narrows the hits down, in one line. `category` is the name of the wanted category.
    fn filters_line(&self, browse: &BrowseState, category: Option<&str>) -> Option<String> {
        let BrowseFilter { category: wanted_category, price, rate, discount, earning, .. } = &browse.wanted;
        let mut items = Vec::new();
        if wanted_category.is_some() {
            let name = category.map(|name| foreign_text(name, MAX_WORDS));
            items.push(name.unwrap_or_else(|| self.text("browse-filter-category")));
        }
        items.extend(price.as_ref().map(|price| self.price_range_text(price)));
        items.extend(earning.map(|least| {
            let money = Money::new(least, self.currency);
            self.plain(Message::new("browse-filter-earning").with("money", money))
        }));
        items.extend(rate.map(|rate| self.plain(Message::new("browse-filter-rate").with("rate", rate))));
        items.extend(discount.map(|percent| {
            let discount = Percent(Decimal::from(percent));
            self.plain(Message::new("browse-filter-discount").with("discount", discount))
        }));
        let line = Message::new("browse-filters").with("items", items.join(" · "));
        (!items.is_empty()).then(|| self.html(line))
    }

    /// Prices between two ends, as plain text.
    fn price_range_text(&self, price: &PriceRange) -> String {
        let money = |amount: Decimal| Money::new(amount, price.currency);
        self.plain(match (price.from, price.to) {
            (Some(from), Some(to)) => {
                Message::new("browse-price-between").with("low", money(from)).with("high", money(to))
            }
            (Some(from), None) => Message::new("browse-price-from").with("low", money(from)),
            (None, to) => Message::new("browse-price-to").with("high", money(to.unwrap_or_default())),
        })
    }

    /// Buttons that turn the pages of a view; none for a single page. `page` counts from 0.
    fn page_buttons(&self, browse: &BrowseState, step: BrowseStep, page: usize, pages: usize) -> Vec<Button> {
        if pages <= 1 {
            return Vec::new();
        }
        let position = Message::new("browse-page")
            .with("page", Decimal::from(page + 1))
            .with("pages", Decimal::from(pages));
        let to_page = |label: String, page: usize| button(label, &browse.with_page(page), step);
        let back = (page > 0).then(|| to_page("◀".to_owned(), page - 1));
        let on = (page + 1 < pages).then(|| to_page("▶".to_owned(), page + 1));
        [back, Some(to_page(self.plain(position), page)), on].into_iter().flatten().collect()
    }
}

fn button(label: String, browse: &BrowseState, step: BrowseStep) -> Button {
    press(label, browse.press(step))
}

fn press(label: String, press: BrowsePress) -> Button {
    Button::Press { label, data: Action::Browse(press) }
}

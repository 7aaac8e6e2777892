//! The card with a page of hits.

use dealink_core::message::Message;
use dealink_core::money::Decimal;
use dealink_program::RateSource;

use super::{BrowseRenderer, HITS_PER_PAGE, button, press};
use crate::answer::numbered_lines::NumberedLines;
use crate::answer::part::non_empty_rows;
use crate::answer::renderer::{price_with_discount, term};
use crate::answer::{AnswerPart, BrowsePress, BrowseState, BrowseStep, Button};
use crate::deals::{BrowseFilter, BrowsePage, SearchHit};
use crate::text::{escape_html, foreign_name, foreign_text};

const MAX_TITLE: usize = 60;

impl BrowseRenderer<'_> {
    /// The card with a page of hits. `category` is the name of the wanted category.
    pub fn hits(&self, browse: &BrowseState, found: &BrowsePage, category: Option<&str>) -> AnswerPart {
        let mut lines = vec![self.heading(browse)];
        lines.extend(self.filters_line(browse, category));
        if found.total == 0 {
            let is_narrowed = browse.is_filtered() || !browse.wanted.words.is_empty();
            let key = match (is_narrowed, browse.wanted.hot) {
                (true, _) => "browse-nothing-found",
                (false, true) => "browse-nothing-hot",
                (false, false) => "browse-nothing-at-all",
            };
            lines.extend([String::new(), self.html(Message::new(key))]);
        } else {
            lines.push(self.html(Message::new("browse-count").with("count", Decimal::from(found.total))));
        }
        for (index, hit) in found.hits.iter().enumerate() {
            lines.push(String::new());
            lines.extend(self.hit_lines(hit, index + 1));
        }
        let footer = self.footer_lines(found);
        if !footer.is_empty() {
            lines.push(String::new());
            lines.extend(footer);
        }
        let buttons = non_empty_rows(self.hits_buttons(browse, found));
        AnswerPart { html: lines.join("\n"), buttons, ..AnswerPart::default() }
    }

    fn hit_lines(&self, hit: &SearchHit, number: usize) -> Vec<String> {
        let title = escape_html(&self.hit_title(hit));
        let title = match &hit.public.link {
            Some(link) => format!("<a href=\"{}\">{title}</a>", escape_html(link.as_str())),
            None => title,
        };
        let mut lines = vec![format!("{number}. {title}"), self.hit_facts(hit)];
        if hit.public.link.is_none() {
            lines.push(format!("⚠️ {}", self.html(Message::new("browse-no-link"))));
        }
        lines.extend(hit.private.store_lists.iter().map(|(list, date)| {
            let on = Message::new("browse-store-list").with("list", term(list.key())).with("date", *date);
            format!("⚠️ {}", self.html(on))
        }));
        lines
    }

    /// The title, shortened; its number for a product without one.
    fn hit_title(&self, hit: &SearchHit) -> String {
        let title = hit.public.title.as_ref().map(|title| foreign_text(title, MAX_TITLE));
        title.filter(|title| !title.is_empty()).unwrap_or_else(|| {
            self.plain(Message::new("answer-title-product").with("id", hit.public.product.to_string()))
        })
    }

    fn hit_facts(&self, hit: &SearchHit) -> String {
        let renderer = &self.renderer;
        let private = &hit.private;
        let mut facts = Vec::new();
        if renderer.publisher.estimate {
            facts.push(match (renderer.estimate_range(&private.estimate), private.second_currency) {
                (Some(money), Some(also)) => {
                    format!("💵 <b>{money}</b> ≈ {}", escape_html(&renderer.value(also)))
                }
                (Some(money), None) => format!("💵 <b>{money}</b>"),
                (None, _) => format!("💵 {}", self.html(Message::new("browse-earning-unknown"))),
            });
        }
        let is_hot_paid = private.estimate.bases.iter().any(|basis| basis.source == RateSource::Hot);
        if let Some(rate) = private.hot {
            let key = if is_hot_paid { "browse-hot" } else { "browse-hot-unpaid" };
            facts.push(format!("🔥 {}", self.html(Message::new(key).with("rate", rate))));
        }
        if private.hot.is_none() || !is_hot_paid {
            facts.extend(renderer.rate_range(&private.estimate));
        }
        facts.extend(hit.public.price.map(|price| {
            let discount = hit.public.discount;
            let price = price_with_discount(price, discount, "browse-price-discount", renderer.localizer);
            format!("🏷 {price}")
        }));
        facts.join(" · ")
    }

    /// Feeds with their days, exchange rates, and what was left out, each once.
    fn footer_lines(&self, found: &BrowsePage) -> Vec<String> {
        let hits = &found.hits;
        let with_estimate = self.renderer.publisher.estimate;
        let feeds = hits.iter().map(|hit| {
            let feed = &hit.private.feed;
            [self.html(
                Message::new("browse-feed").with("feed", foreign_name(&feed.name)).with("date", feed.date),
            )]
        });
        let rates = hits.iter().map(|hit| {
            let converted = hit.private.converted.as_ref().filter(|_| with_estimate);
            converted.map(|(_, rate)| escape_html(&self.renderer.exchange_rate_text(rate)))
        });
        let mut lines = NumberedLines::collect(feeds).lines(hits.len(), |feed| ("🗂", feed.clone()));
        lines.extend(NumberedLines::collect(rates).lines(hits.len(), |rate| ("💱", rate.clone())));
        if found.unpaid > 0 {
            lines
                .push(format!("⛔ {}", self.html(Message::new("browse-unpaid").with("count", found.unpaid))));
        }
        if found.price_ignored {
            lines.push(format!("⚠️ {}", self.html(Message::new("browse-price-ignored"))));
        }
        if hits.is_empty() {
            return lines;
        }
        if found.traffic_assumed && with_estimate {
            lines.push(format!("ℹ️ {}", self.html(Message::new("answer-point-traffic-assumed"))));
        }
        let legend = [
            ("browse-legend-copy", hits.iter().any(|hit| copy_button(hit, 0).is_some())),
            ("browse-legend-details", true),
            ("browse-legend-post", self.can_post),
        ];
        let legend = legend.into_iter().filter(|(_, is_shown)| *is_shown);
        let legend: Vec<String> = legend.map(|(key, _)| self.html(Message::new(key))).collect();
        lines.push(legend.join(" · "));
        lines
    }

    fn hits_buttons(&self, browse: &BrowseState, found: &BrowsePage) -> Vec<Vec<Button>> {
        let hits = || found.hits.iter().enumerate();
        let details = |(index, hit): (usize, &SearchHit)| {
            press(format!("🔎 {}", index + 1), BrowsePress::Details(hit.public.product))
        };
        let post = |(index, hit): (usize, &SearchHit)| {
            let is_postable = self.can_post && hit.public.link.is_some();
            let query = hit.public.product.to_string();
            is_postable.then(|| Button::PostTo { label: format!("📣 {}", index + 1), query })
        };
        let pages = (found.total as usize).div_ceil(HITS_PER_PAGE);
        let view = |key, step| button(self.text(key), &browse.with_page(0), step);
        let mut rows = vec![
            hits().filter_map(|(index, hit)| copy_button(hit, index + 1)).collect(),
            hits().map(details).collect(),
            hits().filter_map(post).collect(),
            self.page_buttons(browse, BrowseStep::Hits, browse.page, pages),
        ];
        // No filter narrows down nothing.
        let can_be_narrowed = found.total > 0 || browse.is_filtered();
        if can_be_narrowed {
            rows.push(vec![
                view("browse-button-category", BrowseStep::Categories),
                view("browse-button-price", BrowseStep::Prices),
            ]);
        }
        let earnings = can_be_narrowed && self.renderer.publisher.estimate;
        let unfiltered = || {
            let browse = browse.with(|wanted| {
                *wanted =
                    BrowseFilter { words: wanted.words.clone(), hot: wanted.hot, ..BrowseFilter::default() };
            });
            button(self.text("browse-button-clear"), &browse, BrowseStep::Hits)
        };
        let earnings = earnings.then(|| view("browse-button-earning", BrowseStep::Earnings));
        rows.push(earnings.into_iter().chain(browse.is_filtered().then(unfiltered)).collect());
        rows
    }
}

/// `None` where the hit has no link, or one that is too long for a button.
fn copy_button(hit: &SearchHit, number: usize) -> Option<Button> {
    Button::copy_link(format!("📋 {number}"), hit.public.link.as_ref()?.as_str())
}

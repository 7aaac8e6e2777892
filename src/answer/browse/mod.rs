//! The card of hits: Hot products and search results a page at a time, with filters on buttons, all in one message that
//! changes in place.

mod choices;
mod press;

pub use choices::{category_choices, earning_choices, price_choices};
pub use press::{BrowsePress, BrowseState, BrowseStep};

use super::deal_warnings::numbered_line;
use super::product_lines::{estimate_range, exchange_rate_text, rate_range, shorten};
use super::{AnswerPart, Button, MAX_COPY_TEXT, non_empty_rows};
use crate::deals::{BrowseFilter, BrowsePage, PriceRange, SearchHit};
use crate::settings::Publisher;
use crate::text::{Localizer, escape_html};
use dealink_core::message::{Argument, Message};
use dealink_core::money::{Currency, Decimal, Money, Percent};
use dealink_program::RateSource;

/// Hits on one page of the card.
pub const HITS_PER_PAGE: usize = 5;
const MAX_TITLE: usize = 60;
const MAX_WORDS: usize = 60;

/// What a card of hits is made for.
pub struct BrowseViewer<'a> {
    /// Whose card it is.
    pub publisher: &'a Publisher,
    /// The program's currency.
    pub currency: Currency,
    /// Whether posts can be handed to other chats: Telegram allows that to bots with inline mode alone.
    pub posts: bool,
    /// The language.
    pub speak: &'a Localizer,
}

impl BrowseState {
    /// Whether anything but words narrows it down.
    fn is_filtered(&self) -> bool {
        let BrowseFilter { words: _, hot: _, category, price, rate, discount, earning } = &self.wanted;
        category.is_some() || price.is_some() || rate.is_some() || discount.is_some() || earning.is_some()
    }

    /// The same from its first page, with something else looked for.
    pub fn with(&self, change: impl FnOnce(&mut BrowseFilter)) -> BrowseState {
        let mut wanted = self.wanted.clone();
        change(&mut wanted);
        BrowseState { wanted, page: 0 }
    }

    /// The button that shows a face of the card.
    fn button(&self, label: String, step: BrowseStep) -> Option<Button> {
        let has_words = !self.wanted.words.is_empty();
        let data = BrowsePress::Show { step, browse: self.clone(), has_words }.data()?;
        Some(Button::Press { label, data })
    }

    /// How a waiting question keeps it: as a button that would show its hits.
    pub fn kept(&self) -> Option<String> {
        let has_words = !self.wanted.words.is_empty();
        BrowsePress::Show { step: BrowseStep::Hits, browse: self.clone(), has_words }.data()
    }
}

/// The card with a page of hits. `category` is the name of the category that is looked in.
pub fn hits_card(
    browse: &BrowseState,
    found: &BrowsePage,
    category: Option<&str>,
    reader: &BrowseViewer<'_>,
) -> AnswerPart {
    let speak = reader.speak;
    let say = |sentence: Message| speak.html(&sentence);
    let mut lines = vec![heading(browse, speak)];
    lines.extend(filters_line(browse, category, reader));
    let pages = found.total.div_ceil(HITS_PER_PAGE as u64);
    if found.total == 0 {
        let key = match (browse.is_filtered() || !browse.wanted.words.is_empty(), browse.wanted.hot) {
            (true, _) => "browse-nothing-found",
            (false, true) => "browse-nothing-hot",
            (false, false) => "browse-nothing-at-all",
        };
        lines.extend([String::new(), say(Message::new(key))]);
    } else {
        lines.push(say(Message::new("browse-count").with("count", Decimal::from(found.total))));
    }
    for (index, hit) in found.hits.iter().enumerate() {
        lines.push(String::new());
        lines.extend(hit_lines(hit, index + 1, reader));
    }
    let footer = footer_lines(found, reader);
    if !footer.is_empty() {
        lines.push(String::new());
        lines.extend(footer);
    }
    AnswerPart {
        html: lines.join("\n"),
        buttons: non_empty_rows(hits_buttons(browse, found, pages, reader)),
        ..AnswerPart::default()
    }
}

fn heading(browse: &BrowseState, speak: &Localizer) -> String {
    let BrowseFilter { words, hot, .. } = &browse.wanted;
    let sentence = match (hot, words.is_empty()) {
        (true, true) => Message::new("browse-title-hot"),
        (true, false) => Message::new("browse-title-hot-words").with("words", shorten(words, MAX_WORDS)),
        (false, true) => Message::new("browse-title-all"),
        (false, false) => Message::new("browse-title-words").with("words", shorten(words, MAX_WORDS)),
    };
    speak.html(&sentence)
}

/// What narrows the hits down, in one line.
fn filters_line(browse: &BrowseState, category: Option<&str>, reader: &BrowseViewer<'_>) -> Option<String> {
    let BrowseFilter { category: in_category, price, rate, discount, earning, .. } = &browse.wanted;
    let speak = reader.speak;
    let say = |sentence: Message| speak.plain(&sentence);
    let mut items = Vec::new();
    if in_category.is_some() {
        items.push(
            category.map_or_else(|| speak.text("browse-filter-category"), |name| shorten(name, MAX_WORDS)),
        );
    }
    items.extend(price.as_ref().map(|price| price_range_text(price, speak)));
    let least = |amount: &Decimal| {
        say(Message::new("browse-filter-earning").with("money", Money::new(*amount, reader.currency)))
    };
    items.extend(earning.as_ref().map(least));
    items.extend(rate.map(|rate| say(Message::new("browse-filter-rate").with("rate", rate))));
    let percent = |percent: u8| {
        say(Message::new("browse-filter-discount").with("discount", Percent(Decimal::from(percent))))
    };
    items.extend(discount.map(percent));
    let line = Message::new("browse-filters").with("items", items.join(" · "));
    (!items.is_empty()).then(|| speak.html(&line))
}

/// Prices between two ends, as plain text.
fn price_range_text(price: &PriceRange, speak: &Localizer) -> String {
    let money = |amount: Decimal| Money::new(amount, price.currency);
    speak.plain(&match (price.from, price.to) {
        (Some(from), Some(to)) => {
            Message::new("browse-price-between").with("low", money(from)).with("high", money(to))
        }
        (Some(from), None) => Message::new("browse-price-from").with("low", money(from)),
        (None, to) => Message::new("browse-price-to").with("high", money(to.unwrap_or_default())),
    })
}

fn hit_lines(hit: &SearchHit, number: usize, reader: &BrowseViewer<'_>) -> Vec<String> {
    let speak = reader.speak;
    let title = escape_html(&hit_title(hit, speak));
    let title = match &hit.public.link {
        Some(link) => format!("<a href=\"{}\">{title}</a>", escape_html(link.as_str())),
        None => title,
    };
    let mut lines = vec![format!("{number}. {title}"), hit_facts(hit, reader)];
    if hit.public.link.is_none() {
        lines.push(format!("⚠️ {}", speak.html(&Message::new("browse-no-link"))));
    }
    lines.extend(hit.private.store_lists.iter().map(|(list, date)| {
        let list = Argument::Term(list.key().to_owned());
        let on = Message::new("browse-store-list").with("list", list).with("date", *date);
        format!("⚠️ {}", speak.html(&on))
    }));
    lines
}

/// The title, shortened; its number for a product without one.
fn hit_title(hit: &SearchHit, speak: &Localizer) -> String {
    match &hit.public.title {
        Some(title) if !title.trim().is_empty() => shorten(title, MAX_TITLE),
        _ => speak.plain(&Message::new("answer-title-product").with("id", hit.public.product.to_string())),
    }
}

fn hit_facts(hit: &SearchHit, reader: &BrowseViewer<'_>) -> String {
    let speak = reader.speak;
    let private = &hit.private;
    let mut facts = Vec::new();
    if reader.publisher.estimate {
        facts.push(match (estimate_range(&private.estimate, speak), private.second_currency) {
            (Some(money), Some(also)) => {
                format!("💵 <b>{money}</b> ≈ {}", escape_html(&speak.format_value(&also.into())))
            }
            (Some(money), None) => format!("💵 <b>{money}</b>"),
            (None, _) => format!("💵 {}", speak.html(&Message::new("browse-earning-unknown"))),
        });
    }
    let paid = private.estimate.bases.iter().any(|basis| basis.source == RateSource::Hot);
    match private.hot {
        Some(rate) if paid => {
            facts.push(format!("🔥 {}", speak.html(&Message::new("browse-hot").with("rate", rate))));
        }
        Some(rate) => {
            facts.push(format!("🔥 {}", speak.html(&Message::new("browse-hot-unpaid").with("rate", rate))));
            facts.extend(rate_range(&private.estimate, speak));
        }
        None => facts.extend(rate_range(&private.estimate, speak)),
    }
    facts.extend(hit.public.price.map(|price| {
        format!("🏷 {}", price_with_discount(price, hit.public.discount, "browse-price-discount", speak))
    }));
    facts.join(" · ")
}

/// A price and its discount, which `key` says.
pub(super) fn price_with_discount(
    price: Money,
    discount: Option<u8>,
    key: &'static str,
    speak: &Localizer,
) -> String {
    match discount.filter(|percent| *percent > 0) {
        Some(percent) => speak
            .html(&Message::new(key).with("price", price).with("discount", Percent(Decimal::from(percent)))),
        None => escape_html(&speak.format_value(&price.into())),
    }
}

/// Feeds with their days, exchange rates, and what was left out, each once.
fn footer_lines(found: &BrowsePage, reader: &BrowseViewer<'_>) -> Vec<String> {
    let speak = reader.speak;
    let say = |sentence: Message| speak.html(&sentence);
    let feed = |hit: &SearchHit| {
        let feed = &hit.private.feed;
        vec![say(Message::new("browse-feed").with("feed", feed.name.clone()).with("date", feed.date))]
    };
    let changed = |hit: &SearchHit| {
        let rate = hit.private.converted.as_ref().filter(|_| reader.publisher.estimate);
        rate.map(|(_, rate)| escape_html(&exchange_rate_text(rate, speak))).into_iter().collect()
    };
    let mut lines = lines_by_number("🗂", &found.hits, feed);
    lines.extend(lines_by_number("💱", &found.hits, changed));
    if found.unpaid > 0 {
        lines.push(format!("⛔ {}", say(Message::new("browse-unpaid").with("count", found.unpaid))));
    }
    if found.price_ignored {
        lines.push(format!("⚠️ {}", say(Message::new("browse-price-ignored"))));
    }
    if found.traffic_assumed && reader.publisher.estimate && !found.hits.is_empty() {
        lines.push(format!("ℹ️ {}", say(Message::new("answer-point-traffic-assumed"))));
    }
    if !found.hits.is_empty() {
        let signs = [
            ("browse-legend-copy", found.hits.iter().any(|hit| copy_text(hit).is_some())),
            ("browse-legend-details", true),
            ("browse-legend-post", reader.posts),
        ];
        let signs = signs.into_iter().filter(|(_, shown)| *shown).map(|(sign, _)| say(Message::new(sign)));
        lines.push(signs.collect::<Vec<_>>().join(" · "));
    }
    lines
}

/// What several hits share, each thing once with the numbers of its hits.
fn lines_by_number(mark: &str, hits: &[SearchHit], of: impl Fn(&SearchHit) -> Vec<String>) -> Vec<String> {
    let mut seen: Vec<(String, Vec<usize>)> = Vec::new();
    for (index, hit) in hits.iter().enumerate() {
        for line in of(hit) {
            match seen.iter_mut().find(|(known, _)| *known == line) {
                Some((_, numbers)) => numbers.push(index + 1),
                None => seen.push((line, vec![index + 1])),
            }
        }
    }
    seen.iter().map(|(line, numbers)| numbered_line(mark, numbers, hits.len(), line)).collect()
}

/// What a copy button of a hit copies; `None` where the link is too long for one.
fn copy_text(hit: &SearchHit) -> Option<String> {
    let link = hit.public.link.as_ref()?;
    (link.as_str().encode_utf16().count() <= MAX_COPY_TEXT).then(|| link.to_string())
}

fn hits_buttons(
    browse: &BrowseState,
    found: &BrowsePage,
    pages: u64,
    reader: &BrowseViewer<'_>,
) -> Vec<Vec<Button>> {
    let speak = reader.speak;
    let numbered = |sign: &str, index: usize| format!("{sign} {}", index + 1);
    let hits = || found.hits.iter().enumerate();
    let copy = |(index, hit): (usize, &SearchHit)| {
        Some(Button::Copy { label: numbered("📋", index), text: copy_text(hit)? })
    };
    let details = |(index, hit): (usize, &SearchHit)| {
        let data = BrowsePress::Details(hit.public.product).data()?;
        Some(Button::Press { label: numbered("🔎", index), data })
    };
    let post = |(index, hit): (usize, &SearchHit)| {
        let postable = reader.posts && hit.public.link.is_some();
        let query = hit.public.product.to_string();
        postable.then(|| Button::PostTo { label: numbered("📣", index), query })
    };
    let to_page =
        |label: String, page: usize| BrowseState { page, ..browse.clone() }.button(label, BrowseStep::Hits);
    let mut turning = Vec::new();
    if pages > 1 {
        let page = browse.page as u64 + 1;
        let place =
            Message::new("browse-page").with("page", Decimal::from(page)).with("pages", Decimal::from(pages));
        turning.push((browse.page > 0).then(|| to_page("◀".to_owned(), browse.page - 1)).flatten());
        turning.push(to_page(speak.plain(&place), browse.page));
        turning.push((page < pages).then(|| to_page("▶".to_owned(), browse.page + 1)).flatten());
    }
    // Nothing becomes no less by a filter.
    let narrows = found.total > 0 || browse.is_filtered();
    let face = |key: &'static str, step| {
        narrows.then(|| BrowseState { page: 0, ..browse.clone() }.button(speak.text(key), step)).flatten()
    };
    let unfiltered = browse.with(|wanted| {
        *wanted = BrowseFilter { words: wanted.words.clone(), hot: wanted.hot, ..BrowseFilter::default() };
    });
    let clear = unfiltered.button(speak.text("browse-button-clear"), BrowseStep::Hits);
    vec![
        hits().filter_map(copy).collect(),
        hits().filter_map(details).collect(),
        hits().filter_map(post).collect(),
        turning.into_iter().flatten().collect(),
        [
            face("browse-button-category", BrowseStep::Categories),
            face("browse-button-price", BrowseStep::Prices),
        ]
        .into_iter()
        .flatten()
        .collect(),
        [
            face("browse-button-earning", BrowseStep::Earnings).filter(|_| reader.publisher.estimate),
            clear.filter(|_| browse.is_filtered()),
        ]
        .into_iter()
        .flatten()
        .collect(),
    ]
}

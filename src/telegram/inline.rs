//! Inline queries: `@bot words` in any chat. Results are finished public posts and contain nothing private.
//!
//! An empty query finds the products that the person asked for last, or else the best Hot products; a number or a link finds that
//! product. Errors are not reported, because the person is in another chat.

use serde_json::{Value, json};

use super::browse_query::{FilterCurrencies, parse_query};
use super::context::AppContext;
use super::handler_error::Result;
use super::update::{ChosenInlineResult, InlineQuery};
use crate::answer::{PostTemplate, public_post, public_price, public_title};
use crate::deals::{BrowseFilter, DealRequest, PublicProduct};
use crate::settings::Publisher;
use crate::text::Localizer;
use dealink_links::{LinkKind, ProductId, find_links};

/// Results in one answer. Telegram accepts fifty, and asks for more when the person scrolls.
const PER_PAGE: usize = 20;
/// Seconds for which Telegram may give the same answer to the same person: feeds and settings change.
const CACHE_SECONDS: u32 = 5;
/// The least digits of a number that is looked up in the network; a shorter number is probably still being typed.
const MIN_LOOKUP_DIGITS: usize = 10;
pub(crate) const MAX_TITLE_CHARS: usize = 96;
/// Payload of `/start` behind the button above the results.
pub(crate) const START_SEARCH: &str = "search";
/// The same, if no links can be made at all.
pub(crate) const START_SETUP: &str = "setup";

#[derive(Default)]
struct InlineResults {
    products: Vec<PublicProduct>,
    next: Option<usize>,
    /// Text key of the button above the results, which opens the private chat.
    button: Option<&'static str>,
}

impl InlineResults {
    fn nothing(button: &'static str) -> InlineResults {
        InlineResults { button: Some(button), ..InlineResults::default() }
    }
}

/// A result was sent into a chat: adds its product to the person's last products.
pub(crate) async fn remember_chosen_result(app: &AppContext, chosen: &ChosenInlineResult) -> Result<()> {
    if let Ok(product) = chosen.result_id.parse::<ProductId>() {
        app.store.recent.remember(chosen.from.id, [product.value()]).await?;
    }
    Ok(())
}

pub(crate) async fn answer_inline_query(app: &AppContext, query: &InlineQuery) {
    let publisher = app.store.publishers.load(query.from.id).await.unwrap_or_default();
    let localizer = app.localizer_for(&query.from, &publisher);
    let offset = query.offset.parse().unwrap_or(0);
    let shown = match app.deals.can_make_links() {
        true => find_results(app, query.query.trim(), offset, query.from.id, &publisher).await,
        false => InlineResults::default(),
    };
    let results: Vec<Value> = shown
        .products
        .iter()
        .filter_map(|product| inline_result(product, &PostTemplate::default(), localizer))
        .collect();
    let mut answer = json!({
        "inline_query_id": query.id,
        "results": results,
        "cache_time": CACHE_SECONDS,
        "is_personal": true,
        "next_offset": shown.next.map(|next| next.to_string()).unwrap_or_default(),
    });
    let unlinked = results.is_empty() && !shown.products.is_empty();
    let button = match app.deals.can_make_links() {
        false => Some(("browse-inline-no-account", START_SETUP)),
        true if unlinked => Some(("browse-inline-no-link", START_SEARCH)),
        true => shown.button.map(|key| (key, START_SEARCH)),
    };
    if let Some((key, start)) = button.filter(|_| offset == 0) {
        answer["button"] = json!({ "text": localizer.text(key), "start_parameter": start });
    }
    app.sender.answer_inline_query(&answer).await;
}

async fn find_results(
    app: &AppContext,
    text: &str,
    offset: usize,
    person: u64,
    publisher: &Publisher,
) -> InlineResults {
    if text.is_empty() && offset == 0 {
        let last = recent_products(app, person, publisher).await;
        if !last.is_empty() {
            return InlineResults { products: last, ..InlineResults::default() };
        }
    }
    if let Some(products) = named_products(app, text, publisher).await {
        return match products.is_empty() {
            true => InlineResults::nothing("browse-inline-no-product"),
            false => InlineResults { products, ..InlineResults::default() },
        };
    }
    if !app.browser.has_feeds().await {
        return InlineResults::nothing("browse-inline-no-feed");
    }
    let of_program = app.deals.program().currency();
    let currencies =
        FilterCurrencies { price: publisher.currency.unwrap_or(of_program), earning: of_program };
    let Ok(mut wanted) = parse_query(text, currencies) else {
        return InlineResults::nothing("browse-inline-unreadable");
    };
    wanted.hot = wanted == BrowseFilter::default();
    let mut found = app.browser.find_page(&wanted, offset, PER_PAGE, publisher).await;
    if wanted.hot && found.total == 0 {
        wanted.hot = false;
        found = app.browser.find_page(&wanted, offset, PER_PAGE, publisher).await;
    }
    let next = offset.saturating_add(PER_PAGE);
    InlineResults {
        next: (found.total > next as u64).then_some(next),
        button: (found.total == 0).then_some("browse-inline-nothing"),
        products: found.hits.into_iter().map(|hit| hit.public).collect(),
    }
}

async fn recent_products(app: &AppContext, person: u64, publisher: &Publisher) -> Vec<PublicProduct> {
    let last = app.store.recent.list(person).await.unwrap_or_default();
    let pages = last.into_iter().filter_map(|number| ProductId::try_from(number).ok());
    let pages: Vec<String> = pages.map(|product| product.canonical_url().to_string()).collect();
    named_products(app, &pages.join("\n"), publisher).await.unwrap_or_default()
}

/// The products that the query names; `None` if it names no product.
async fn named_products(app: &AppContext, text: &str, publisher: &Publisher) -> Option<Vec<PublicProduct>> {
    let number = text.parse::<ProductId>().ok();
    let page = number.map(|id| id.canonical_url().to_string());
    let text = page.as_deref().unwrap_or(text);
    let links = find_links(text, &[]);
    if links.is_empty() {
        return None;
    }
    // A plain link to a product in a feed needs no call to the network.
    let named = links.iter().filter(|link| link.kind == LinkKind::Product).flat_map(|link| &link.products);
    let named: Vec<ProductId> = named.map(|product| product.id).collect();
    let hits = app.browser.find_products(&named, publisher).await;
    let is_begun = number.is_some_and(|id| id.to_string().len() < MIN_LOOKUP_DIGITS);
    if hits.len() == links.len() || is_begun {
        return Some(hits.into_iter().map(|hit| hit.public).collect());
    }
    let pasted = PublicProduct::all_of(&app.deals.answer(&DealRequest::new(text, &[], publisher)).await);
    let ids: Vec<ProductId> = pasted.iter().map(|product| product.product).collect();
    let mut hits = app.browser.find_products(&ids, publisher).await;
    let from_feed =
        |product: PublicProduct| match hits.iter().position(|hit| hit.public.product == product.product) {
            Some(index) => hits.swap_remove(index).public,
            None => product,
        };
    Some(pasted.into_iter().map(from_feed).collect())
}

/// A result with the finished post as its message; `None` for a product without an affiliate link.
fn inline_result(product: &PublicProduct, template: &PostTemplate, localizer: &Localizer) -> Option<Value> {
    let post = public_post(product, template, localizer)?;
    let title = public_title(product, MAX_TITLE_CHARS, localizer);
    let mut result =
        article_result(&product.product.to_string(), &title, &post.html, post.picture.as_deref());
    let price = public_price(product, localizer);
    if !price.is_empty() {
        result["description"] = price.into();
    }
    if let Some(picture) = post.picture {
        result["thumbnail_url"] = picture.into();
    }
    Some(result)
}

/// An `InlineQueryResult` with the message `html` and a picture above it.
pub(crate) fn article_result(id: &str, title: &str, html: &str, picture: Option<&str>) -> Value {
    let preview = match picture {
        Some(picture) => json!({ "url": picture, "prefer_large_media": true, "show_above_text": true }),
        None => json!({ "is_disabled": true }),
    };
    json!({
        "type": "article",
        "id": id,
        "title": title,
        "input_message_content": {
            "message_text": html,
            "parse_mode": "HTML",
            "link_preview_options": preview,
        },
    })
}

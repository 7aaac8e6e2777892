//! Inline queries: `@bot words` in any chat. Results are finished public posts; nothing private is in them.
//!
//! An empty query gives the person's last products, or else the best Hot ones; a number or a link gives that product. Whatever goes wrong, the person gets no message:
//! an inline query is a look, and by the time of a fault they are elsewhere.

use serde_json::{Value, json};
use teloxide::types::User;

use super::query::{self, Currencies};
use crate::answer::{Template, public_post, public_price, public_title};
use crate::deals::{Listed, Others, Request, Suppose, Wanted};
use crate::store::Publisher;
use crate::telegram::desk::{Desk, Trouble};
use crate::text::Speaker;
use dealink_links::{self as links, Kind, ProductId};

/// Results of one answer; Telegram takes fifty, and asks for more when somebody scrolls.
const PER_PAGE: usize = 20;
/// Seconds for which Telegram may give the same answer to the same person: feeds and settings change.
const CACHE_SECONDS: u32 = 5;
/// Digits from which on a number is looked up in the network: before, somebody is still typing.
const DIGITS: usize = 10;
pub(in crate::telegram) const TITLE: usize = 96;
/// Where the button above the results leads: see `/start`.
pub(in crate::telegram) const START: &str = "search";
/// The same, where no links can be made at all.
pub(in crate::telegram) const START_SETUP: &str = "setup";

/// What is shown for a query.
struct Shown {
    listed: Vec<Listed>,
    next: Option<usize>,
    /// Above the results: a way into the private chat, for what has no result.
    button: Option<&'static str>,
}

impl Shown {
    fn nothing(button: &'static str) -> Shown {
        Shown { listed: Vec::new(), next: None, button: Some(button) }
    }
}

/// A result was sent somewhere: it is among the person's last products from now on.
pub(in crate::telegram) fn chosen(desk: &Desk, chosen: &Value) -> Result<(), Trouble> {
    let product = chosen["result_id"].as_str().and_then(|id| id.parse::<ProductId>().ok());
    if let (Some(product), Some(person)) = (product, chosen["from"]["id"].as_u64()) {
        desk.store.recent.remember(person, [product.value()])?;
    }
    Ok(())
}

/// Answers an inline query, given as its JSON.
pub(in crate::telegram) async fn answer(desk: &Desk, query: &Value) {
    let (Some(id), Some(text)) = (query["id"].as_str(), query["query"].as_str()) else { return };
    let Ok(user) = serde_json::from_value::<User>(query["from"].clone()) else { return };
    let publisher = desk.store.publishers.of(user.id.0).unwrap_or_default();
    let speak = desk.speaker(&user, &publisher);
    let offset = query["offset"].as_str().and_then(|offset| offset.parse().ok()).unwrap_or(0);
    let shown = match desk.deals.makes_links() {
        true => shown(desk, text.trim(), offset, user.id.0, &publisher).await,
        false => Shown { listed: Vec::new(), next: None, button: None },
    };
    let results: Vec<Value> =
        shown.listed.iter().filter_map(|listed| result(listed, &Template::default(), speak)).collect();
    let mut answer = json!({
        "inline_query_id": id,
        "results": results,
        "cache_time": CACHE_SECONDS,
        "is_personal": true,
        "next_offset": shown.next.map(|next| next.to_string()).unwrap_or_default(),
    });
    let unlinked = results.is_empty() && !shown.listed.is_empty();
    let button = match desk.deals.makes_links() {
        false => Some(("browse-inline-no-account", START_SETUP)),
        true if unlinked => Some(("browse-inline-no-link", START)),
        true => shown.button.map(|key| (key, START)),
    };
    if let Some((key, start)) = button.filter(|_| offset == 0) {
        answer["button"] = json!({ "text": speak.word(key), "start_parameter": start });
    }
    desk.sender.answer_inline(&answer).await;
}

async fn shown(desk: &Desk, text: &str, offset: usize, person: u64, publisher: &Publisher) -> Shown {
    if text.is_empty() && offset == 0 {
        let last = last(desk, person, publisher).await;
        if !last.is_empty() {
            return Shown { listed: last, next: None, button: None };
        }
    }
    if let Some(products) = products(desk, text, publisher).await {
        return match products.is_empty() {
            true => Shown::nothing("browse-inline-no-product"),
            false => Shown { listed: products, next: None, button: None },
        };
    }
    if !desk.browser.has_feeds().await {
        return Shown::nothing("browse-inline-no-feed");
    }
    let of_program = desk.deals.program().currency();
    let currencies = Currencies { price: publisher.currency.unwrap_or(of_program), earning: of_program };
    let Ok(mut wanted) = query::read(text, currencies) else {
        return Shown::nothing("browse-inline-unreadable");
    };
    wanted.hot = wanted == Wanted::default();
    let mut found = desk.browser.page(&wanted, offset, PER_PAGE, publisher).await;
    if wanted.hot && found.total == 0 {
        wanted.hot = false;
        found = desk.browser.page(&wanted, offset, PER_PAGE, publisher).await;
    }
    let next = offset.saturating_add(PER_PAGE);
    Shown {
        next: (found.total > next as u64).then_some(next),
        button: (found.total == 0).then_some("browse-inline-nothing"),
        listed: found.hits.into_iter().map(|hit| hit.public).collect(),
    }
}

/// The products that the person asked for last.
async fn last(desk: &Desk, person: u64, publisher: &Publisher) -> Vec<Listed> {
    let last = desk.store.recent.of(person).unwrap_or_default();
    let pages = last.into_iter().filter_map(|number| ProductId::try_from(number).ok());
    let pages: Vec<String> = pages.map(|product| product.canonical().to_string()).collect();
    products(desk, &pages.join("\n"), publisher).await.unwrap_or_default()
}

/// The products that the query names; `None` for one that names none.
async fn products(desk: &Desk, text: &str, publisher: &Publisher) -> Option<Vec<Listed>> {
    let number = text.parse::<ProductId>().ok();
    let page = number.map(|id| id.canonical().to_string());
    let text = page.as_deref().unwrap_or(text);
    let links = links::read(text, &[]);
    if links.is_empty() {
        return None;
    }
    // What plain links name needs no network where the feeds hold it.
    let named = links.iter().filter(|link| link.kind == Kind::Product).flat_map(|link| &link.products);
    let named: Vec<ProductId> = named.map(|product| product.id).collect();
    let held = desk.browser.products(&named, publisher).await;
    let is_begun = number.is_some_and(|id| id.to_string().len() < DIGITS);
    if held.len() == links.len() || is_begun {
        return Some(held.into_iter().map(|hit| hit.public).collect());
    }
    let request = Request {
        text,
        hidden: &[],
        publisher,
        suppose: Suppose::default(),
        subids: &[],
        others: Others::AsSet,
    };
    let answer = desk.deals.answer(&request).await;
    let pasted: Vec<Listed> = answer.deals.iter().filter_map(|deal| Listed::pasted(&deal.public)).collect();
    let ids: Vec<ProductId> = pasted.iter().map(|listed| listed.product).collect();
    let mut held = desk.browser.products(&ids, publisher).await;
    let of_feed = |listed: Listed| match held.iter().position(|hit| hit.public.product == listed.product) {
        Some(place) => held.swap_remove(place).public,
        None => listed,
    };
    Some(pasted.into_iter().map(of_feed).collect())
}

/// A result whose message is the finished post; `None` for a product without an affiliate link.
fn result(listed: &Listed, template: &Template, speak: &Speaker) -> Option<Value> {
    let post = public_post(listed, template, speak)?;
    let title = public_title(listed, TITLE, speak);
    let mut result = article(&listed.product.to_string(), &title, &post.html, post.picture.as_deref());
    let price = public_price(listed, speak);
    if !price.is_empty() {
        result["description"] = price.into();
    }
    if let Some(picture) = post.picture {
        result["thumbnail_url"] = picture.into();
    }
    Some(result)
}

/// An `InlineQueryResult` whose message is `html`, with a picture above it.
pub(in crate::telegram) fn article(id: &str, title: &str, html: &str, picture: Option<&str>) -> Value {
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

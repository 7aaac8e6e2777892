//! `dealink feed show`: what each feed says of a product.

use std::process::ExitCode;

use serde_json::{Value as Json, json};

use super::super::out::{self, Printer};
use super::{FeedCli, FeedCliError};
use crate::text::foreign_text;
use dealink_catalog::index::Index;
use dealink_catalog::{IndexMetadata, Product};
use dealink_core::message::Message;
use dealink_core::money::{Decimal, Money, Percent};
use dealink_links::{self as links, ProductId};

/// Letters of a title.
const MAX_TITLE: usize = 300;

impl FeedCli<'_> {
    /// Succeeds if a feed has the product.
    pub(super) fn show(&self, product: &str) -> Result<ExitCode, FeedCliError> {
        let id = parse_product_id(product).ok_or(FeedCliError::Product)?;
        let indexes =
            self.feeds.load_all().into_iter().filter_map(|feed| Index::open(&feed.index_file()).ok());
        let found: Vec<(IndexMetadata, Product)> =
            indexes.filter_map(|index| Some((index.metadata().clone(), index.get(id).ok()??))).collect();
        let Printer { localizer, json } = self.printer;
        if json {
            let found: Vec<Json> =
                found.iter().map(|(metadata, product)| product_json(metadata, product)).collect();
            out::print_line(&json!({ "id": id.to_string(), "feeds": found }).to_string());
        } else if found.is_empty() {
            self.printer.print_error(&Message::new("feeds-show-none").with("id", id.to_string()));
        }
        for (metadata, product) in found.iter().filter(|_| !json) {
            let feed = Message::new("feeds-show-feed")
                .with("name", metadata.name.as_str())
                .with("date", metadata.date);
            self.printer.print(&feed);
            let texts = product.title.iter().map(|title| foreign_text(title, MAX_TITLE));
            let sentences = product_messages(product).into_iter().map(|message| localizer.plain(&message));
            let links = [&product.link, &product.picture].into_iter().flatten().map(|link| link.to_string());
            texts.chain(sentences).chain(links).for_each(|line| out::print_line(&format!("    {line}")));
        }
        Ok(if found.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

fn parse_product_id(product: &str) -> Option<ProductId> {
    let written = product.trim();
    written.parse().ok().or_else(|| match links::parse_address(written)?.products[..] {
        [product] => Some(product.id),
        _ => None,
    })
}

fn product_messages(product: &Product) -> Vec<Message> {
    let offer = &product.offer;
    let money = |key, plain, amount: Option<Decimal>| {
        let amount = amount?;
        Some(match offer.currency {
            Some(currency) => Message::new(key).with("price", Money::new(amount, currency)),
            None => Message::new(plain).with("price", amount),
        })
    };
    let hot = match (offer.hot, offer.hot_until) {
        (false, _) => None,
        (true, None) => Some(Message::new("feeds-show-hot")),
        (true, Some(day)) => Some(Message::new("feeds-show-hot-until").with("date", day)),
    };
    let percent = |key, percent: Percent| Message::new(key).with("percent", percent);
    [
        hot,
        money("feeds-show-price", "feeds-show-price-plain", offer.price),
        money("feeds-show-old-price", "feeds-show-old-price", offer.old_price),
        offer.discount.map(|discount| percent("feeds-show-discount", Percent(discount.into()))),
        offer.rate.map(|rate| percent("feeds-show-rate", rate)),
        offer.store.map(|store| Message::new("feeds-show-store").with("store", store.to_string())),
        product.category.as_deref().map(|name| Message::new("feeds-show-category").with("category", name)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn product_json(metadata: &IndexMetadata, product: &Product) -> Json {
    let number = |number: Option<Decimal>| number.map(|number| number.normalize().to_string());
    json!({
        "feed": metadata.name,
        "date": metadata.date.to_string(),
        "title": product.title,
        "link": product.link.as_ref().map(|link| link.as_str()),
        "picture": product.picture.as_ref().map(|picture| picture.as_str()),
        "category": product.category,
        "currency": product.offer.currency.map(|currency| currency.to_string()),
        "price": number(product.offer.price),
        "old_price": number(product.offer.old_price),
        "discount": product.offer.discount,
        "rate": number(product.offer.rate.map(|rate| rate.0)),
        "hot": product.offer.hot,
        "hot_until": product.offer.hot_until.map(|day| day.to_string()),
        "store": product.offer.store.map(|store| store.to_string()),
    })
}

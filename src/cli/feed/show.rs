//! `dealink feed show`: what each feed says of a product.

use std::process::ExitCode;

use serde_json::{Value as Json, json};

use super::super::out;
use super::FeedCli;
use super::error::FeedCliError;
use dealink_catalog::index::Index;
use dealink_catalog::{IndexMetadata, Product};
use dealink_core::message::Message;
use dealink_core::money::{Currency, Decimal, Money, Percent};
use dealink_links::{self as links, ProductId};

impl FeedCli<'_> {
    /// Succeeds if a feed has the product.
    pub(super) fn show(&self, product: &str) -> Result<ExitCode, FeedCliError> {
        let id = parse_product_id(product).ok_or(FeedCliError::Product)?;
        let indexes =
            self.feeds.load_all().into_iter().filter_map(|feed| Index::open(&feed.index_file()).ok());
        let found: Vec<(IndexMetadata, Product)> =
            indexes.filter_map(|index| Some((index.metadata().clone(), index.get(id).ok()??))).collect();
        if self.json {
            let found: Vec<Json> =
                found.iter().map(|(metadata, product)| product_json(metadata, product)).collect();
            out::print_line(&json!({ "id": id.to_string(), "feeds": found }).to_string());
        } else if found.is_empty() {
            out::print_error(
                &self.localizer.plain(&Message::new("feeds-show-none").with("id", id.to_string())),
            );
        }
        for (metadata, product) in found.iter().filter(|_| !self.json) {
            let feed = Message::new("feeds-show-feed")
                .with("name", metadata.name.as_str())
                .with("date", metadata.date);
            out::print_line(&self.localizer.plain(&feed));
            let texts = [&product.title].into_iter().flatten().cloned();
            let sentences =
                product_messages(product).into_iter().map(|sentence| self.localizer.plain(&sentence));
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
    let money = |key, plain, amount: Option<Decimal>, currency: Option<Currency>| {
        let amount = amount?;
        Some(match currency {
            Some(currency) => Message::new(key).with("price", Money::new(amount, currency)),
            None => Message::new(plain).with("price", amount),
        })
    };
    let hot = match (product.offer.hot, product.offer.hot_until) {
        (false, _) => None,
        (true, None) => Some(Message::new("feeds-show-hot")),
        (true, Some(day)) => Some(Message::new("feeds-show-hot-until").with("date", day)),
    };
    let percent = |key, percent: Percent| Message::new(key).with("percent", percent);
    [
        hot,
        money("feeds-show-price", "feeds-show-price-plain", product.offer.price, product.offer.currency),
        money(
            "feeds-show-old-price",
            "feeds-show-old-price",
            product.offer.old_price,
            product.offer.currency,
        ),
        product.offer.discount.map(|discount| percent("feeds-show-discount", Percent(discount.into()))),
        product.offer.rate.map(|rate| percent("feeds-show-rate", rate)),
        product.offer.store.map(|store| Message::new("feeds-show-store").with("store", store.to_string())),
        product
            .category
            .as_ref()
            .map(|category| Message::new("feeds-show-category").with("category", category.as_str())),
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

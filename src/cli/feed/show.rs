//! `dealink feed show`: what each feed holds of a product.

use std::process::ExitCode;

use serde_json::{Value as Json, json};

use super::super::out;
use super::Desk;
use dealink_catalog::feeds::Refusal;
use dealink_catalog::index::Index;
use dealink_catalog::{About, Product};
use dealink_core::message::Sentence;
use dealink_core::money::{Currency, Decimal, Money, Percent};
use dealink_links::{self as links, ProductId};

impl Desk<'_> {
    /// Success when a feed holds it.
    pub(super) fn show(&self, product: &str) -> Result<ExitCode, Refusal> {
        let id = id(product).ok_or_else(|| Refusal(Sentence::new("feeds-cli-product")))?;
        let indexes = self.feeds.all().into_iter().filter_map(|feed| Index::open(&feed.index()).ok());
        let held: Vec<(About, Product)> =
            indexes.filter_map(|index| Some((index.about().clone(), index.get(id).ok()??))).collect();
        if self.json {
            let held: Vec<Json> = held.iter().map(|(about, product)| as_json(about, product)).collect();
            out::line(&json!({ "id": id.to_string(), "feeds": held }).to_string());
        } else if held.is_empty() {
            out::complain(&self.speak.plain(&Sentence::new("feeds-show-none").with("id", id.to_string())));
        }
        for (about, product) in held.iter().filter(|_| !self.json) {
            let feed =
                Sentence::new("feeds-show-feed").with("name", about.name.as_str()).with("date", about.date);
            out::line(&self.speak.plain(&feed));
            let texts = [&product.title].into_iter().flatten().cloned();
            let sentences = sentences(product).into_iter().map(|sentence| self.speak.plain(&sentence));
            let links = [&product.link, &product.picture].into_iter().flatten().map(|link| link.to_string());
            texts.chain(sentences).chain(links).for_each(|line| out::line(&format!("    {line}")));
        }
        Ok(if held.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

fn id(product: &str) -> Option<ProductId> {
    let written = product.trim();
    written.parse().ok().or_else(|| match links::read_address(written)?.products[..] {
        [product] => Some(product.id),
        _ => None,
    })
}

fn sentences(product: &Product) -> Vec<Sentence> {
    let money = |key, plain, amount: Option<Decimal>, currency: Option<Currency>| {
        let amount = amount?;
        Some(match currency {
            Some(currency) => Sentence::new(key).with("price", Money::new(amount, currency)),
            None => Sentence::new(plain).with("price", amount),
        })
    };
    let hot = match (product.hot, product.hot_until) {
        (false, _) => None,
        (true, None) => Some(Sentence::new("feeds-show-hot")),
        (true, Some(day)) => Some(Sentence::new("feeds-show-hot-until").with("date", day)),
    };
    let percent = |key, percent: Percent| Sentence::new(key).with("percent", percent);
    [
        hot,
        money("feeds-show-price", "feeds-show-price-plain", product.price, product.currency),
        money("feeds-show-old-price", "feeds-show-old-price", product.old_price, product.currency),
        product.discount.map(|discount| percent("feeds-show-discount", Percent(discount.into()))),
        product.rate.map(|rate| percent("feeds-show-rate", rate)),
        product.store.map(|store| Sentence::new("feeds-show-store").with("store", store.to_string())),
        product
            .category
            .as_ref()
            .map(|category| Sentence::new("feeds-show-category").with("category", category.as_str())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn as_json(about: &About, product: &Product) -> Json {
    let number = |number: Option<Decimal>| number.map(|number| number.normalize().to_string());
    json!({
        "feed": about.name,
        "date": about.date.to_string(),
        "title": product.title,
        "link": product.link.as_ref().map(|link| link.as_str()),
        "picture": product.picture.as_ref().map(|picture| picture.as_str()),
        "category": product.category,
        "currency": product.currency.map(|currency| currency.to_string()),
        "price": number(product.price),
        "old_price": number(product.old_price),
        "discount": product.discount,
        "rate": number(product.rate.map(|rate| rate.0)),
        "hot": product.hot,
        "hot_until": product.hot_until.map(|day| day.to_string()),
        "store": product.store.map(|store| store.to_string()),
    })
}

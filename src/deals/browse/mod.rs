//! Browsing the catalogue: Hot products and search results, ordered by the publisher's expected commission.
//!
//! The catalogue orders products by simple rules; the figures that are shown come only from the program's rules. Products that certainly
//! pay nothing are left out and counted. Every hit has a ready link: see `deals/feed_link`.

mod ranking;
mod search_hit;

#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;
use std::sync::Arc;

use futures::stream::{self, StreamExt};
use tokio::sync::Semaphore;
use url::Url;

pub use search_hit::{PrivateFigures, PublicProduct, SearchHit};

use super::engine::{CONCURRENT_CALLS, Deals};
use super::evaluate::OrderLink;
use super::feed_link::{FeedLink, with_subid};
use super::request::ASSUMED_TRAFFIC;
use crate::settings::Publisher;
use dealink_catalog::{Catalog, CategoryCount, CategoryKey, FeedProduct, SearchQuery, SearchResults};
use dealink_core::money::{Currency, Decimal, Money, Percent};
use dealink_links::ProductId;
use dealink_network::exchange::ExchangeRate;
use dealink_program::Terms;
use search_hit::BrowseContext;

/// Currencies of prices in feeds, besides those of the program and the publisher.
const FEED_CURRENCIES: [Currency; 3] = [Currency::USD, Currency::TRY, Currency::EUR];
/// The most searches at the same time. Each occupies a thread. A search that is cancelled while it waits uses no thread.
const MAX_SEARCHES: usize = 4;

/// What a publisher looks for. The default is everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BrowseFilter {
    /// Words of the title or the category.
    pub words: String,
    /// Only Hot products.
    pub hot: bool,
    /// Only this category.
    pub category: Option<CategoryKey>,
    pub price: Option<PriceRange>,
    /// The lowest rate.
    pub rate: Option<Percent>,
    /// The lowest discount, in percent.
    pub discount: Option<u8>,
    /// The lowest commission of an order, in the program's currency.
    pub earning: Option<Decimal>,
}

/// A range of prices; one end may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceRange {
    pub from: Option<Decimal>,
    pub to: Option<Decimal>,
    /// The currency of both ends.
    pub currency: Currency,
}

/// A page of the hits of a search.
#[derive(Clone, Debug, Default)]
pub struct BrowsePage {
    /// All products that were found.
    pub total: u64,
    /// The hits of the page, the highest earning first, without products that certainly pay nothing.
    pub hits: Vec<SearchHit>,
    /// How many products of the page certainly pay nothing.
    pub unpaid: usize,
    /// Whether the filter on prices was ignored because an exchange rate is missing.
    pub price_ignored: bool,
    /// Whether the figures assume a traffic source because the publisher chose none.
    pub traffic_assumed: bool,
}

/// Searches the catalogue for publishers. Cheap to clone.
#[derive(Clone)]
pub struct ProductBrowser {
    deals: Deals,
    searches: Arc<Semaphore>,
}

impl ProductBrowser {
    /// Uses the catalogue and the rules of `deals`. Without a catalogue nothing is found.
    pub fn new(deals: Deals) -> ProductBrowser {
        ProductBrowser { deals, searches: Arc::new(Semaphore::new(MAX_SEARCHES)) }
    }

    /// Whether any feed is imported.
    pub async fn has_feeds(&self) -> bool {
        self.with_catalog(|catalog| !catalog.feeds().is_empty()).await.unwrap_or_default()
    }

    /// The hits from `skip` on, at most `take` of them. Never fails: missing data is reported in the page.
    pub async fn find_page(
        &self,
        wanted: &BrowseFilter,
        skip: usize,
        take: usize,
        publisher: &Publisher,
    ) -> BrowsePage {
        let context = self.context(publisher).await;
        let (search, price_ignored) = context.search_query(wanted, skip, take);
        let SearchResults { total, products: found } =
            self.with_catalog(move |catalog| catalog.search(&search)).await.unwrap_or_default();
        let shown = found.len();
        let hits = self.hits(found, &context).await;
        let hits: Vec<SearchHit> = hits.into_iter().filter(|hit| !hit.private.pays_nothing()).collect();
        BrowsePage {
            total,
            unpaid: shown - hits.len(),
            hits,
            price_ignored,
            traffic_assumed: publisher.traffic.is_none(),
        }
    }

    /// The categories of what a search finds without its filter on a category.
    pub async fn count_categories(&self, wanted: &BrowseFilter, publisher: &Publisher) -> Vec<CategoryCount> {
        let (search, _) = self.context(publisher).await.search_query(wanted, 0, 0);
        self.with_catalog(move |catalog| catalog.categories(&search)).await.unwrap_or_default()
    }

    /// These products from the feeds, in the same order; products in no feed are left out. If a product has an ordinary and a Hot row,
    /// the Hot row is used.
    pub async fn find_products(&self, ids: &[ProductId], publisher: &Publisher) -> Vec<SearchHit> {
        let (wanted, today) = (ids.to_vec(), self.deals.today());
        let mut found =
            self.with_catalog(move |catalog| catalog.find(&wanted, today)).await.unwrap_or_default();
        let context = self.context(publisher).await;
        let listed = ids.iter().filter_map(|id| {
            let listing = found.remove(id)?;
            listing.hot.filter(|row| context.is_hot(&row.product)).or(listing.ordinary)
        });
        self.hits(listed.collect(), &context).await
    }

    /// The traffic source is the publisher's own, else the assumed one.
    async fn context(&self, publisher: &Publisher) -> BrowseContext {
        let deals = &self.deals;
        let currencies: Vec<Currency> = FEED_CURRENCIES.into_iter().chain(publisher.currency).collect();
        let (rates, terms): (Vec<ExchangeRate>, Option<Arc<Terms>>) =
            tokio::join!(deals.exchange.rates(&currencies), deals.terms());
        BrowseContext {
            program: deals.program.clone(),
            lists: deals.lists.current(),
            traffic: publisher.traffic.unwrap_or(ASSUMED_TRAFFIC),
            publisher: publisher.clone(),
            today: deals.today(),
            rates,
            terms,
        }
    }

    async fn hits(&self, rows: Vec<FeedProduct>, context: &BrowseContext) -> Vec<SearchHit> {
        let lookup = self.deals.lookup();
        let own_code = if rows.is_empty() { None } else { lookup.own_ad_space_code().await };
        let sources: Vec<FeedLink> =
            rows.iter().map(|row| FeedLink::from_product(&row.product, own_code.as_deref())).collect();
        let asked = sources.iter().zip(&rows).filter(|(source, _)| !matches!(source, FeedLink::Own(_)));
        let targets: Vec<Url> = asked.map(|(_, row)| row.product.id.canonical_url()).collect();
        let found = lookup.look_up_products(&targets).await;
        let hits = rows.into_iter().zip(sources).map(|(row, source)| {
            let made = found.get(&row.product.id.canonical_url()).and_then(|found| found.link.clone());
            let (link, order_link) = match (source, made) {
                (FeedLink::Own(link), _) | (FeedLink::OwnerUnknown(link), None) => {
                    (Some(link), OrderLink::Special)
                }
                (_, made) => (made, OrderLink::Ordinary),
            };
            async move {
                let link = match link {
                    Some(link) => Some(self.finish_link(link, context).await),
                    None => None,
                };
                context.evaluate(row, link, order_link)
            }
        });
        stream::iter(hits.collect::<Vec<_>>()).buffered(CONCURRENT_CALLS).collect().await
    }

    /// The link with the publisher's SubID, shortened if the publisher wants that.
    async fn finish_link(&self, link: Url, context: &BrowseContext) -> Url {
        let link = with_subid(link, context.publisher.subid.as_deref());
        match context.publisher.short_links {
            true => self.deals.shorten_link(link).await,
            false => link,
        }
    }

    /// Reads the catalogue on a blocking thread, because that may take some milliseconds. `None` without a catalogue, or after a panic.
    async fn with_catalog<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Catalog) -> T + Send + 'static,
    ) -> Option<T> {
        let catalog = self.deals.catalog()?.clone();
        let permit = self.searches.clone().acquire_owned().await.ok()?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            read(&catalog)
        });
        done.await.inspect_err(|_| tracing::error!("reading the catalogue broke down")).ok()
    }
}

impl PriceRange {
    /// The range in the currency in which prices are compared; `None` without an exchange rate.
    fn convert(&self, into: Currency, rates: &[ExchangeRate]) -> Option<RangeInclusive<Decimal>> {
        let change = |amount: Decimal| {
            let money = Money::new(amount, self.currency);
            match self.currency == into {
                true => Some(money),
                false => rates.iter().find_map(|rate| rate.convert(money)),
            }
        };
        let end = |end: Option<Decimal>, open: Decimal| match end {
            Some(amount) => Some(change(amount)?.amount),
            None => Some(open),
        };
        Some(end(self.from, Decimal::ZERO)?..=end(self.to, Decimal::MAX)?)
    }
}

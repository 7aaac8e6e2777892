//! Which source of a fact is used.
//!
//! The sources of each fact have an order of precedence: the value of the first source that has one is used, and different values
//! of the others are kept beside it. For rates the program defines the order (live rate, then feed). For other facts the message
//! comes first, because the publisher sees it now and the other sources may be from an earlier day.

use dealink_catalog::{FeedProduct, Listing};
use dealink_core::money::{Currency, Money, Percent};
use dealink_links::Price;
use dealink_network::open_platform::Offer;
use jiff::civil::Date;
use url::Url;

use super::facts::{FactOrigin, Facts, ResolvedFact, Sourced};
use super::feed_link::FeedLink;
use super::items::MessageProduct;
use super::product_lookup::ProductLookup;

pub(super) struct FactSources<'a> {
    pub(super) item: &'a MessageProduct,
    pub(super) lookup: &'a ProductLookup,
    pub(super) listing: Option<&'a Listing>,
    /// Fetched from the shop if no feed holds the product. Its commission rates are not the network's and are left out.
    pub(super) offer: Option<&'a Offer>,
    /// The program's.
    pub(super) currency: Currency,
    /// The price that the publisher wants to calculate with.
    pub(super) supposed_price: Option<Price>,
    /// The part of a tracking link's code that identifies the publisher's ad space, if it is known.
    pub(super) own_code: Option<&'a str>,
    pub(super) today: Date,
}

impl FactSources<'_> {
    pub(super) fn resolve(&self) -> Facts {
        let rated = self.lookup.rate.as_ref();
        let youngest = self.youngest_row();
        let price = ResolvedFact::resolve(self.prices());
        let beside = price.as_ref().map(|price| self.price_details(&price.best)).unwrap_or_default();
        let title = ResolvedFact::resolve([
            rated.and_then(|rate| self.stated_by_network(rate.name.clone())),
            self.stated_by_feed(|row| row.product.title.clone()),
            self.stated_by_shop(|offer| offer.title.clone().or_else(|| offer.title_tr.clone())),
            // The title in the message is used only if no source has a title.
            self.stated_in_message(self.item.link.title.clone()),
        ]);
        let shops = title.as_ref().is_some_and(|title| title.best.source == FactOrigin::Shop);
        Facts {
            title_tr: self.offer.filter(|_| shops).and_then(|offer| offer.title_tr.clone()),
            title,
            picture: youngest
                .and_then(|row| row.product.picture.clone())
                .or_else(|| self.offer.and_then(|offer| offer.picture.clone())),
            price,
            old_price: beside.old_price,
            discount: beside.discount,
            price_in_lira: beside.price_in_lira,
            category: ResolvedFact::resolve([
                self.stated_by_feed(|row| row.product.category.clone()),
                self.stated_by_shop(|offer| offer.category.clone()),
            ]),
            store: ResolvedFact::resolve([
                self.stated_in_message(self.item.store),
                self.stated_by_feed(|row| row.product.offer.store),
                self.stated_by_shop(|offer| offer.store),
            ]),
            rate: ResolvedFact::resolve([
                rated.and_then(|rate| self.stated_by_network(rate.rate)),
                self.ordinary_rate(),
            ]),
            hot_rate: ResolvedFact::resolve(self.hot_rates()),
            special_link: self.usable_link(self.hot_row()),
            feed_link: self.usable_link(self.listing.and_then(|listing| listing.ordinary.as_ref())),
            feed: youngest.map(|row| row.feed.date),
        }
    }

    fn stated_by_network<T>(&self, value: Option<T>) -> Option<Sourced<T>> {
        Some(Sourced { value: value?, source: FactOrigin::Network, date: self.lookup.asked_on })
    }

    fn stated_in_message<T>(&self, value: Option<T>) -> Option<Sourced<T>> {
        Some(Sourced { value: value?, source: FactOrigin::Message, date: self.today })
    }

    fn hot_row(&self) -> Option<&FeedProduct> {
        self.listing?.hot.as_ref()
    }

    /// The feeds' rows, the newest first; of two rows of the same day the ordinary one first.
    fn feed_rows(&self) -> impl Iterator<Item = &FeedProduct> {
        let ordinary = self.listing.and_then(|listing| listing.ordinary.as_ref());
        let hot_first = match (ordinary, self.hot_row()) {
            (Some(ordinary), Some(hot)) => hot.feed.date > ordinary.feed.date,
            _ => false,
        };
        let rows = if hot_first { [self.hot_row(), ordinary] } else { [ordinary, self.hot_row()] };
        rows.into_iter().flatten()
    }

    fn youngest_row(&self) -> Option<&FeedProduct> {
        self.feed_rows().next()
    }

    /// The value from the newest row that has it.
    fn stated_by_feed<T>(&self, of: impl Fn(&FeedProduct) -> Option<T>) -> Option<Sourced<T>> {
        self.feed_rows()
            .find_map(|row| Some(Sourced { value: of(row)?, source: FactOrigin::Feed, date: row.feed.date }))
    }

    fn stated_by_shop<T>(&self, of: impl Fn(&Offer) -> Option<T>) -> Option<Sourced<T>> {
        let offer = self.offer?;
        Some(Sourced { value: of(offer)?, source: FactOrigin::Shop, date: offer.asked_on })
    }

    /// Values that the source of a price states beside the price.
    fn price_details(&self, price: &Sourced<Price>) -> PriceDetails {
        match price.source {
            FactOrigin::Feed => {
                let row = self.feed_rows().find(|row| row_price(row) == Some(price.value));
                let product = row.map(|row| &row.product);
                PriceDetails {
                    old_price: product.and_then(|product| {
                        Some(Price { amount: product.offer.old_price?, currency: product.offer.currency })
                    }),
                    discount: product.and_then(|product| product.offer.discount),
                    price_in_lira: None,
                }
            }
            FactOrigin::Shop => {
                let in_lira = price.value.currency == Some(Currency::TRY);
                let offer = self.offer;
                PriceDetails {
                    old_price: offer
                        .and_then(|offer| if in_lira { offer.old_price_try } else { offer.old_price_usd })
                        .map(to_price),
                    discount: offer.and_then(|offer| offer.discount),
                    price_in_lira: offer.filter(|_| !in_lira).and_then(|offer| offer.price_try).map(to_price),
                }
            }
            FactOrigin::Message | FactOrigin::Network => PriceDetails::default(),
        }
    }

    /// The shop's price in the program's currency if there is such a price, else in the other currency.
    fn shop_price(&self) -> Option<Sourced<Price>> {
        self.stated_by_shop(|offer| {
            let both = match self.currency {
                Currency::TRY => [offer.price_try, offer.price_usd],
                _ => [offer.price_usd, offer.price_try],
            };
            both.into_iter().flatten().next().map(to_price)
        })
    }

    /// Prices in the order of precedence. An assumed price replaces the price in the message. Every feed row is a source, because feeds
    /// of different days may differ.
    fn prices(&self) -> Vec<Option<Sourced<Price>>> {
        let given = self.supposed_price.or(self.item.link.price);
        let (clear, open) = match self.stated_in_message(given) {
            Some(said) if said.value.currency.is_some() => (Some(said), None),
            open => (None, open),
        };
        let rows = self.feed_rows().map(|row| {
            Some(Sourced { value: row_price(row)?, source: FactOrigin::Feed, date: row.feed.date })
        });
        std::iter::once(clear).chain(rows).chain([self.shop_price(), open]).collect()
    }

    fn ordinary_rate(&self) -> Option<Sourced<Percent>> {
        let row = self.listing?.ordinary.as_ref()?;
        Some(Sourced { value: row.product.offer.rate?, source: FactOrigin::Feed, date: row.feed.date })
    }

    /// If the network knows the product's rate, it also knows whether the product is Hot now.
    fn hot_rates(&self) -> [Option<Sourced<Percent>>; 2] {
        let feed = self.hot_row().and_then(|row| {
            Some(Sourced { value: row.product.offer.rate?, source: FactOrigin::Feed, date: row.feed.date })
        });
        let live = self.lookup.rate.as_ref().and_then(|rate| match (rate.is_hot, rate.hot_rate, rate.rate) {
            (true, Some(hot), _) => Some(hot),
            (false, _, Some(_)) if feed.is_some() => Some(Percent::ZERO),
            _ => None,
        });
        [self.stated_by_network(live), feed]
    }

    fn usable_link(&self, row: Option<&FeedProduct>) -> Option<Url> {
        FeedLink::from_product(&row?.product, self.own_code).into_url()
    }
}

/// Values that a source states beside a price.
#[derive(Default)]
struct PriceDetails {
    old_price: Option<Price>,
    discount: Option<u8>,
    price_in_lira: Option<Price>,
}

fn to_price(money: Money) -> Price {
    Price { amount: money.amount, currency: Some(money.currency) }
}

/// The price of a feed's row; `None` without a currency.
fn row_price(row: &FeedProduct) -> Option<Price> {
    Some(Price { amount: row.product.offer.price?, currency: Some(row.product.offer.currency?) })
}

#[cfg(test)]
mod tests;

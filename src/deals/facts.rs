//! What is known of a product from all who say something of it, and whose word counts.
//!
//! Each fact is asked of its sources in the order of their weight: the first that says something is believed, and what the
//! others say differently is kept beside it, so that the answer can tell. Rates go by the program's precedence (live rate, then
//! the feed's row); for the rest, what the publisher sees goes before what a source of some day says.

use jiff::civil::Date;
use url::Url;

use super::feed_link::FeedLink;
use super::items::Item;
use super::lookup::Found;
use dealink_catalog::{Held, Listing};
use dealink_core::money::{Currency, Money, Percent};
use dealink_links::Price;
use dealink_network::open_platform::Offer;

/// Who says something of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The message, or the address in it.
    Message,
    /// The affiliate network, asked now.
    Network,
    /// A product feed.
    Feed,
    /// The shop itself, through AliExpress' Open Platform.
    Shop,
}

impl Source {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Source::Message => "message",
            Source::Network => "network",
            Source::Feed => "feed",
            Source::Shop => "open_platform",
        }
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Source::Message => "facts-source-message",
            Source::Network => "facts-source-network",
            Source::Feed => "facts-source-feed",
            Source::Shop => "facts-source-shop",
        }
    }
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Said<T> {
    /// What is said.
    pub value: T,
    /// By whom.
    pub source: Source,
    /// The day that it is of.
    pub date: Date,
}

/// A fact: the statement that is believed, and those that differ from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact<T> {
    /// What is believed.
    pub best: Said<T>,
    /// What others say instead, the weightier first.
    pub others: Vec<Said<T>>,
}

impl<T: PartialEq> Fact<T> {
    /// The fact by these statements, the weightiest first.
    fn of(said: impl IntoIterator<Item = Option<Said<T>>>) -> Option<Fact<T>> {
        let mut said = said.into_iter().flatten();
        let best = said.next()?;
        let mut others: Vec<Said<T>> = Vec::new();
        for other in said {
            if other.value != best.value && others.iter().all(|known| known.value != other.value) {
                others.push(other);
            }
        }
        Some(Fact { best, others })
    }
}

/// Everything that is known of a product but its verdict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The title.
    pub title: Option<Fact<String>>,
    /// The title in Turkish, where the source of the title says it.
    pub title_tr: Option<String>,
    /// The address of a picture.
    pub picture: Option<Url>,
    /// The price. One whose currency is open comes last.
    pub price: Option<Fact<Price>>,
    /// The price before the discount, of the source of the believed price.
    pub old_price: Option<Price>,
    /// The discount in percent, likewise.
    pub discount: Option<u8>,
    /// The price in lira, where the source of the price says it beside another.
    pub price_in_lira: Option<Price>,
    /// The shop's category.
    pub category: Option<Fact<String>>,
    /// The store's number.
    pub store: Option<Fact<u64>>,
    /// The ordinary rate.
    pub rate: Option<Fact<Percent>>,
    /// The rate as a Hot product; zero where the network says that it is none and a feed says that it is one.
    pub hot_rate: Option<Fact<Percent>>,
    /// The Hot product's special link, without SubIDs.
    pub special_link: Option<Url>,
    /// The feed's own link of an ordinary product.
    pub feed_link: Option<Url>,
    /// The day of the youngest feed that holds it.
    pub feed: Option<Date>,
}

/// Who is asked of one product.
pub(super) struct Witnesses<'a> {
    pub(super) item: &'a Item,
    pub(super) found: &'a Found,
    pub(super) listing: Option<&'a Listing>,
    /// What the shop says, which is asked where no feed holds the product. Its rates are not ours: it has none here.
    pub(super) offer: Option<&'a Offer>,
    /// What the program reckons in.
    pub(super) currency: Currency,
    /// The price that the publisher supposes.
    pub(super) supposed: Option<Price>,
    /// The part of a tracking link's code that names the publisher's ad space; `None` while nobody can tell it.
    pub(super) own_code: Option<&'a str>,
    pub(super) today: Date,
}

impl Witnesses<'_> {
    pub(super) fn facts(&self) -> Facts {
        let rated = self.found.rate.as_ref();
        let held = self.held();
        let price = Fact::of(self.prices());
        let beside = price.as_ref().map(|price| self.beside(&price.best)).unwrap_or_default();
        let title = Fact::of([
            rated.and_then(|rate| self.network(rate.name.clone())),
            self.feed(|row| row.product.title.clone()),
            self.shop(|offer| offer.title.clone().or_else(|| offer.title_tr.clone())),
            // A sender's title is better than none.
            self.message(self.item.link.title.clone()),
        ]);
        let shops = title.as_ref().is_some_and(|title| title.best.source == Source::Shop);
        Facts {
            title_tr: self.offer.filter(|_| shops).and_then(|offer| offer.title_tr.clone()),
            title,
            picture: held
                .and_then(|row| row.product.picture.clone())
                .or_else(|| self.offer.and_then(|offer| offer.picture.clone())),
            price,
            old_price: beside.old_price,
            discount: beside.discount,
            price_in_lira: beside.price_in_lira,
            category: Fact::of([
                self.feed(|row| row.product.category.clone()),
                self.shop(|offer| offer.category.clone()),
            ]),
            store: Fact::of([
                self.message(self.item.store),
                self.feed(|row| row.product.store),
                self.shop(|offer| offer.store),
            ]),
            rate: Fact::of([rated.and_then(|rate| self.network(rate.rate)), self.ordinary_rate()]),
            hot_rate: Fact::of(self.hot_rates()),
            special_link: self.link_of(self.hot()),
            feed_link: self.link_of(self.listing.and_then(|listing| listing.ordinary.as_ref())),
            feed: held.map(|row| row.feed.date),
        }
    }

    fn network<T>(&self, value: Option<T>) -> Option<Said<T>> {
        Some(Said { value: value?, source: Source::Network, date: self.found.on })
    }

    fn message<T>(&self, value: Option<T>) -> Option<Said<T>> {
        Some(Said { value: value?, source: Source::Message, date: self.today })
    }

    fn hot(&self) -> Option<&Held> {
        self.listing?.hot.as_ref()
    }

    /// The feeds' rows, the younger first; of two of a day the ordinary one.
    fn feed_rows(&self) -> impl Iterator<Item = &Held> {
        let ordinary = self.listing.and_then(|listing| listing.ordinary.as_ref());
        let hot_first = match (ordinary, self.hot()) {
            (Some(ordinary), Some(hot)) => hot.feed.date > ordinary.feed.date,
            _ => false,
        };
        let rows = if hot_first { [self.hot(), ordinary] } else { [ordinary, self.hot()] };
        rows.into_iter().flatten()
    }

    fn held(&self) -> Option<&Held> {
        self.feed_rows().next()
    }

    /// What the youngest row says that says it.
    fn feed<T>(&self, of: impl Fn(&Held) -> Option<T>) -> Option<Said<T>> {
        self.feed_rows()
            .find_map(|row| Some(Said { value: of(row)?, source: Source::Feed, date: row.feed.date }))
    }

    fn shop<T>(&self, of: impl Fn(&Offer) -> Option<T>) -> Option<Said<T>> {
        let offer = self.offer?;
        Some(Said { value: of(offer)?, source: Source::Shop, date: offer.on })
    }

    /// What the source of a price says besides.
    fn beside(&self, price: &Said<Price>) -> Beside {
        match price.source {
            Source::Feed => {
                let row = self.feed_rows().find(|row| price_of(row) == Some(price.value));
                let product = row.map(|row| &row.product);
                Beside {
                    old_price: product.and_then(|product| {
                        Some(Price { amount: product.old_price?, currency: product.currency })
                    }),
                    discount: product.and_then(|product| product.discount),
                    price_in_lira: None,
                }
            }
            Source::Shop => {
                let in_lira = price.value.currency == Some(Currency::TRY);
                let offer = self.offer;
                Beside {
                    old_price: offer
                        .and_then(|offer| if in_lira { offer.old_price_try } else { offer.old_price_usd })
                        .map(in_money),
                    discount: offer.and_then(|offer| offer.discount),
                    price_in_lira: offer.filter(|_| !in_lira).and_then(|offer| offer.price_try).map(in_money),
                }
            }
            Source::Message | Source::Network => Beside::default(),
        }
    }

    /// The shop's price in the program's currency, or else in the other one that it tells.
    fn shops_price(&self) -> Option<Said<Price>> {
        self.shop(|offer| {
            let both = match self.currency {
                Currency::TRY => [offer.price_try, offer.price_usd],
                _ => [offer.price_usd, offer.price_try],
            };
            both.into_iter().flatten().next().map(in_money)
        })
    }

    /// What is supposed stands for the message's own. Each row of a feed is heard: two feeds of different days may differ.
    fn prices(&self) -> Vec<Option<Said<Price>>> {
        let given = self.supposed.or(self.item.link.price);
        let (clear, open) = match self.message(given) {
            Some(said) if said.value.currency.is_some() => (Some(said), None),
            open => (None, open),
        };
        let rows = self
            .feed_rows()
            .map(|row| Some(Said { value: price_of(row)?, source: Source::Feed, date: row.feed.date }));
        std::iter::once(clear).chain(rows).chain([self.shops_price(), open]).collect()
    }

    fn ordinary_rate(&self) -> Option<Said<Percent>> {
        let row = self.listing?.ordinary.as_ref()?;
        Some(Said { value: row.product.rate?, source: Source::Feed, date: row.feed.date })
    }

    /// The network, where it knows the product's rate, knows as well whether it is Hot now.
    fn hot_rates(&self) -> [Option<Said<Percent>>; 2] {
        let feed = self.hot().and_then(|row| {
            Some(Said { value: row.product.rate?, source: Source::Feed, date: row.feed.date })
        });
        let live = self.found.rate.as_ref().and_then(|rate| match (rate.is_hot, rate.hot_rate, rate.rate) {
            (true, Some(hot), _) => Some(hot),
            (false, _, Some(_)) if feed.is_some() => Some(Percent::ZERO),
            _ => None,
        });
        [self.network(live), feed]
    }

    fn link_of(&self, row: Option<&Held>) -> Option<Url> {
        FeedLink::of(&row?.product, self.own_code).link()
    }
}

/// What stands beside a price.
#[derive(Default)]
struct Beside {
    old_price: Option<Price>,
    discount: Option<u8>,
    price_in_lira: Option<Price>,
}

fn in_money(money: Money) -> Price {
    Price { amount: money.amount, currency: Some(money.currency) }
}

/// The price of a feed's row; one without a currency is no price.
fn price_of(row: &Held) -> Option<Price> {
    Some(Price { amount: row.product.price?, currency: Some(row.product.currency?) })
}

#[cfg(test)]
mod tests;

//! The use case: a message becomes deals.
//!
//! Read what was pasted, look all of its products up in one go, put the program's rules over what was found. Chat, command line
//! and sandbox get the same [`Answer`], which has no language and no markup yet.

mod deal;
mod exchange;
mod lookup;
mod short;

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::stream::{self, StreamExt};
use url::Url;

pub use deal::{Answer, Deal, Doubt, Evidence, Private, Public, Shown, Verdict};
pub use exchange::{Exchange, Rate};
pub use lookup::{Found, Gap, Lookup};

use short::Shortener;

use crate::admitad::{Admitad, tracker};
use crate::clock::Clock;
use crate::links::{self, Hidden, Kind, Link, Network, Price, ProductId};
use crate::money::{Currency, Decimal, Money, Percent};
use crate::program::{Buyer, Estimate, Hot, LiveRate, Program, Question, RateSource, TrafficSource};
use crate::store::Publisher;

/// The traffic source that is assumed, and said to be assumed, until the publisher chooses: this is a messenger.
pub const ASSUMED_TRAFFIC: TrafficSource = TrafficSource::Messenger;

const DEALS_AT_ONCE: usize = 4;

/// A message to be answered.
pub struct Request<'a> {
    /// Its text or caption.
    pub text: &'a str,
    /// Links behind words.
    pub hidden: &'a [Hidden],
    /// Whose answer it is.
    pub publisher: &'a Publisher,
    /// A price that the publisher typed afterwards; it goes before the message's own.
    pub price: Option<Price>,
}

/// The heart. Cheap to clone.
#[derive(Clone)]
pub struct Deals {
    lookup: Lookup,
    exchange: Exchange,
    program: Arc<Program>,
    short: Shortener,
    clock: Clock,
}

/// One product to be looked up.
struct Item<'a> {
    link: &'a Link,
    product: Option<ProductId>,
    target: Url,
}

impl Deals {
    /// `base` is an own link of the program, for links made without the network.
    pub fn new(network: Option<Admitad>, base: Option<Url>, program: Arc<Program>, clock: Clock) -> Self {
        Deals {
            exchange: Exchange::new(network.clone(), program.currency(), clock.clone()),
            lookup: Lookup::new(network, base, clock.clone()),
            short: Shortener::new(),
            program,
            clock,
        }
    }

    /// The program whose rules are applied.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// Where products are looked up.
    pub fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    /// Answers a message. Never fails: what could not be had is a value in the answer.
    pub async fn answer(&self, request: &Request<'_>) -> Answer {
        let links = links::read(request.text, request.hidden);
        let items = items(&links);
        let targets: Vec<Url> = items.iter().map(|item| item.target.clone()).collect();
        let prices = items.iter().filter_map(|item| request.price.or(item.link.price)?.currency);
        let currencies: Vec<Currency> = prices.chain(request.publisher.currency).collect();
        let (found, rates) = tokio::join!(self.lookup.find(&targets), self.exchange.rates(&currencies));
        let asked: Vec<_> = items
            .iter()
            .filter_map(|item| Some(self.deal(item, found.get(&item.target)?, &rates, request)))
            .collect();
        // A few at a time: each may ask the shortener.
        let deals = stream::iter(asked).buffered(DEALS_AT_ONCE).collect().await;
        Answer {
            deals,
            asides: links.iter().filter(|link| !leads_to_a_product(link)).cloned().collect(),
            traffic_assumed: request.publisher.traffic.is_none(),
            standing: self.program.standing_notes().into_iter().map(|note| note.sentence).collect(),
        }
    }

    /// Forgets what is kept in memory with SubIDs in it.
    pub fn forget_subids(&self) {
        self.short.forget();
    }

    async fn deal(&self, item: &Item<'_>, found: &Found, rates: &[Rate], request: &Request<'_>) -> Deal {
        let publisher = request.publisher;
        let price = request.price.or(item.link.price);
        let (asked, converted) = self.price_for_rules(price, rates);
        let verdict = Verdict::of(found);
        let estimate = self.estimate(found, &verdict, asked, publisher);
        let hundred = Money::new(Decimal::ONE_HUNDRED, self.program.currency());
        let per_hundred = asked.is_none().then(|| self.estimate(found, &verdict, Some(hundred), publisher));
        let shown = publisher.currency.and_then(|currency| shown(&estimate, rates, currency));
        let title = found.rate.as_ref().and_then(|rate| rate.name.clone());
        Deal {
            public: Public {
                title,
                product: item.product,
                page: item.target.clone(),
                link: self.dressed(found.link.as_ref(), publisher).await,
                price,
            },
            private: Private {
                verdict,
                estimate,
                per_hundred,
                program_currency: self.program.currency(),
                shown,
                converted,
                rate_gap: found.rate_fault.clone(),
                replaced: found.link.as_ref().is_some_and(|own| is_of_another(item.link, own)),
                on: found.on,
            },
        }
    }

    /// The price as the rules get it: in the program's currency where a rate is known, else as it was given.
    fn price_for_rules(
        &self,
        price: Option<Price>,
        rates: &[Rate],
    ) -> (Option<Money>, Option<(Money, Rate)>) {
        let Some(Price { amount, currency: Some(currency) }) = price else { return (None, None) };
        let given = Money::new(amount, currency);
        let converted = rates.iter().find_map(|rate| Some((rate.forward(given)?, *rate)));
        (
            Some(converted.map_or(given, |(money, _)| money)),
            converted.map(|(money, rate)| (money.rounded(), rate)),
        )
    }

    fn estimate(
        &self,
        found: &Found,
        verdict: &Verdict,
        price: Option<Money>,
        publisher: &Publisher,
    ) -> Estimate {
        let rate = found.rate.as_ref();
        // "Pays no reward" is a rate of nothing, whatever else the network says of the product.
        let best = match verdict {
            Verdict::NoReward => Some((Percent::ZERO, RateSource::Check)),
            _ => rate.and_then(|rate| Some((rate.rate?, RateSource::Live))),
        };
        let live_rate = best.map(|(percent, source)| LiveRate { percent, date: found.on, source });
        let hot = rate.filter(|rate| rate.is_hot).and_then(|rate| rate.hot_rate);
        self.program.estimate(&Question {
            price,
            category: None,
            traffic: publisher.traffic.unwrap_or(ASSUMED_TRAFFIC),
            affiliation: verdict.affiliation(),
            // The link made here is an ordinary one; a Hot product's special link comes from the network's own feed.
            hot: hot.map(|percent| Hot { percent, special_link: false }),
            store_lists: BTreeSet::new(),
            virtual_product: false,
            buyer: Buyer::Unknown,
            order_date: self.clock.today(),
            live_rate,
            joined: None,
            cis_delivery: false,
        })
    }

    /// The link with the publisher's SubID, shortened when they want that. A shortener out of reach leaves the long link.
    async fn dressed(&self, link: Option<&Url>, publisher: &Publisher) -> Option<Url> {
        let mut link = link?.clone();
        if let Some(subid) = &publisher.subid {
            link = tracker::with_subids(&link, &[(tracker::Slot::SubId, subid)]);
        }
        match self.lookup.network().filter(|_| publisher.short_links) {
            Some(network) => Some(self.short.shorten(network, link).await),
            None => Some(link),
        }
    }
}

fn leads_to_a_product(link: &Link) -> bool {
    link.kind == Kind::Short || !link.products.is_empty()
}

/// The products of a message, each once.
fn items(links: &[Link]) -> Vec<Item<'_>> {
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut add = |link, product, target: Url| {
        if !items.iter().any(|item| item.target == target) {
            items.push(Item { link, product, target });
        }
    };
    for link in links.iter().filter(|link| leads_to_a_product(link)) {
        for product in &link.products {
            add(link, Some(product.id), product.id.canonical());
        }
        if let (true, Some(target)) = (link.products.is_empty(), &link.canonical) {
            add(link, None, target.clone());
        }
    }
    items
}

/// Whether the pasted link was plainly an affiliate link of somebody else.
fn is_of_another(link: &Link, own: &Url) -> bool {
    let Some(wrapper) = &link.wrapper else { return false };
    match (&wrapper.ad_space, tracker::ad_space_code(own)) {
        (Some(theirs), Some(ours)) => theirs != ours,
        // Another network's link cannot be ours; of an Admitad link without a code nothing is known.
        _ => wrapper.network != Network::Admitad,
    }
}

fn shown(estimate: &Estimate, rates: &[Rate], currency: Currency) -> Option<Shown> {
    let rate = *rates.iter().find(|rate| rate.of == currency)?;
    let change = |money: Option<Money>| rate.back(money?).map(Money::rounded);
    let shown = Shown {
        low: change(estimate.low),
        high: change(estimate.high),
        likely: change(estimate.likely),
        rate,
    };
    (shown.low.is_some() || shown.high.is_some()).then_some(shown)
}

//! The use case: a message becomes deals.
//!
//! Read what was pasted, look all of its products up in one go, put the program's rules over what was found. Chat, command line
//! and sandbox get the same [`Answer`], which has no language and no markup yet.

mod browse;
mod deal;
mod facts;
mod feed_link;
mod items;
mod lookup;
mod ours;
mod own;
mod reading;
mod short;
mod stores;
mod suppose;
mod terms;
mod weigh;
mod whose;

use std::collections::HashMap;
use std::sync::Arc;

use futures::stream::{self, StreamExt};
use jiff::civil::Date;
use url::Url;

pub use browse::{Browsed, Browser, Hit, Listed, PriceRange, Prospect, Wanted};
pub use deal::{Answer, Aside, Blind, Deal, Doubt, Evidence, Place, Private, Public, Shown, Verdict};
pub use facts::{Fact, Facts, Said, Source};
pub use lookup::{Found, Gap, Lookup};
pub use own::Own;
pub use suppose::Suppose;

use facts::Witnesses;
use items::{Item, Items};
use short::Shortener;
use terms::TermsDesk;
use weigh::{Link, Weighed};

use crate::lists::LiveLists;
use crate::store::Publisher;
use dealink_catalog::{Catalog, Listing};
use dealink_core::clock::Clock;
use dealink_core::money::Currency;
use dealink_links::{Hidden, ProductId, Reason};
use dealink_network::admitad::tracker::{self, Slot};
use dealink_network::admitad::{Admitad, AdmitadError, Verdict as Check};
use dealink_network::exchange::{Exchange, Rate};
use dealink_network::open_platform::{Offer, OpenPlatform};
use dealink_network::resolve::Resolver;
use dealink_program::{Program, Terms, TrafficSource};

/// The traffic source that is assumed, and said to be assumed, until the publisher chooses: this is a messenger.
pub const ASSUMED_TRAFFIC: TrafficSource = TrafficSource::Messenger;

/// Calls that one message may have open beside each other, for what cannot be asked in one go.
const AT_ONCE: usize = 4;
/// Own links of one message that are checked with the network.
const OWN_CHECKED: usize = 25;

/// A message to be answered.
pub struct Request<'a> {
    /// Its text or caption.
    pub text: &'a str,
    /// Links behind words.
    pub hidden: &'a [Hidden],
    /// Whose answer it is.
    pub publisher: &'a Publisher,
    /// What the publisher wants reckoned with.
    pub suppose: Suppose,
    /// SubIDs for this message alone; they go before the settings' own.
    pub subids: &'a [(Slot, String)],
    /// Somebody else's affiliate links.
    pub others: Others,
}

/// What becomes of somebody else's affiliate links this time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Others {
    /// What the settings say; where they say nothing, they are left alone.
    #[default]
    AsSet,
    /// They are converted.
    Convert,
}

/// The heart. Cheap to clone.
#[derive(Clone)]
pub struct Deals {
    lookup: Lookup,
    resolver: Resolver,
    exchange: Exchange,
    terms: TermsDesk,
    program: Arc<Program>,
    short: Shortener,
    lists: LiveLists,
    catalog: Option<Catalog>,
    shop: Option<OpenPlatform>,
    clock: Clock,
}

impl Deals {
    /// `base` is an own link of the program, for links made without the network.
    pub fn new(
        network: Option<Admitad>,
        base: Option<Url>,
        resolver: Resolver,
        exchange: Exchange,
        program: Arc<Program>,
        clock: Clock,
    ) -> Self {
        let lookup = Lookup::new(network, base, clock.clone());
        Deals {
            exchange,
            terms: TermsDesk::new(lookup.clone(), program.currency(), clock.clone()),
            lookup,
            resolver,
            short: Shortener::new(),
            lists: LiveLists::default(),
            catalog: None,
            shop: None,
            program,
            clock,
        }
    }

    /// The same with the operator's lists, whichever are in force when a message is answered.
    pub fn with_lists(self, lists: LiveLists) -> Self {
        Deals { lists, ..self }
    }

    /// The same with the product feeds, as they are in force when a message is answered.
    pub fn with_catalog(self, catalog: Catalog) -> Self {
        Deals { catalog: Some(catalog), ..self }
    }

    /// The same with the shop's own word for products that no feed holds.
    pub fn with_shop(self, shop: Option<OpenPlatform>) -> Self {
        Deals { shop, ..self }
    }

    /// The product feeds, where there are any.
    pub fn catalog(&self) -> Option<&Catalog> {
        self.catalog.as_ref()
    }

    /// The program whose rules are applied.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// The day it is for the rules.
    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// Where products are looked up.
    pub fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    /// Whether links can be made at all: by the network, or offline from an own one.
    pub fn makes_links(&self) -> bool {
        self.lookup.makes_links()
    }

    /// The program's terms as the network has them; none where it cannot be asked, and then the file's numbers serve.
    pub async fn terms(&self) -> Option<Arc<Terms>> {
        self.terms.terms().await
    }

    /// Answers a message. Never fails: what could not be had is a value in the answer.
    pub async fn answer(&self, request: &Request<'_>) -> Answer {
        let Items { items, pages, places, asides, withheld } = Items::of(self.read(request).await);
        let targets: Vec<Url> = items.iter().map(|item| item.target.clone()).collect();
        let page_targets: Vec<Url> = pages.iter().map(|page| page.target.clone()).collect();
        let listings = self.listings(&items).await;
        let given = items.iter().filter_map(|item| request.suppose.price.or(item.link.price)?.currency);
        // What the shop answers is known in the program's currency, or in lira.
        let shops = self.shop.as_ref().map(|_| Currency::TRY);
        let prices = given.chain(listings.values().flat_map(Listing::currencies)).chain(shops);
        let offers = self.offers(&items, &listings);
        let currencies: Vec<Currency> = prices.chain(request.publisher.currency).collect();
        let subids = subids(request);
        // A link check takes a call each; a message full of own links must not use up everybody's.
        let mut checks = OWN_CHECKED;
        let own = items.iter().map(|item| {
            let is_checked = item.own && checks > 0;
            checks -= usize::from(is_checked);
            Own::of(item, &subids, is_checked.then_some(&self.lookup))
        });
        let own = stream::iter(own.collect::<Vec<_>>()).buffered(AT_ONCE).collect::<Vec<Option<Own>>>();
        let own_code = async { if listings.is_empty() { None } else { self.lookup.own_code().await } };
        let (found, found_pages, rates, terms, own, own_code, offers) = tokio::join!(
            self.lookup.find(&targets),
            self.lookup.find_pages(&page_targets),
            self.exchange.rates(&currencies),
            self.terms(),
            own,
            own_code,
            offers
        );
        let on = self.clock.today();
        let context = Context {
            found: &found,
            listings,
            offers,
            own_code,
            rates: &rates,
            terms,
            subids: &subids,
            request,
            on,
        };
        // A few at a time: each may ask the shortener.
        let deals = items.iter().zip(own).map(|(item, own)| self.deal(item, own, &context));
        let deals = stream::iter(deals.collect::<Vec<_>>()).buffered(AT_ONCE).collect().await;
        let links = pages.iter().map(|page| self.page(found_pages.get(&page.target), &context));
        let links = stream::iter(links.collect::<Vec<_>>()).buffered(AT_ONCE).collect::<Vec<_>>().await;
        let mut asides = asides;
        for (page, link) in pages.iter().zip(links) {
            asides[page.aside].page = link;
        }
        self.look_up_stores(&mut asides);
        Answer {
            deals,
            asides,
            withheld,
            places,
            traffic_assumed: request.suppose.traffic.or(request.publisher.traffic).is_none(),
            standing: self.program.standing_notes(),
        }
    }

    /// Forgets what is kept in memory with SubIDs in it.
    pub fn forget_subids(&self) {
        self.short.forget();
    }

    /// What the feeds say of the products of a message.
    async fn listings(&self, items: &[Item]) -> HashMap<ProductId, Listing> {
        let ids: Vec<ProductId> = items.iter().filter_map(|item| item.product).collect();
        let (Some(catalog), false) = (self.catalog.clone(), ids.is_empty()) else { return HashMap::new() };
        let today = self.clock.today();
        // Reading a disk that is busy may take its time.
        tokio::task::spawn_blocking(move || catalog.find(&ids, today)).await.unwrap_or_default()
    }

    /// What the shop says of the products that no feed holds.
    async fn offers(
        &self,
        items: &[Item],
        listings: &HashMap<ProductId, Listing>,
    ) -> HashMap<ProductId, Arc<Offer>> {
        let unlisted = items.iter().filter_map(|item| item.product).filter(|id| !listings.contains_key(id));
        let ids: Vec<ProductId> = unlisted.collect();
        let (Some(shop), false) = (&self.shop, ids.is_empty()) else { return HashMap::new() };
        shop.products(&ids).await.into_iter().filter_map(|(id, answer)| Some((id, answer.ok()?))).collect()
    }

    async fn deal(&self, item: &Item, own: Option<Own>, context: &Context<'_>) -> Deal {
        let found =
            context.found.get(&item.target).cloned().unwrap_or_else(|| self.lookup.nothing(&item.target));
        let facts = context.witnesses(item, &found, self.program.currency()).facts();
        let verdict = Verdict::of(&found, facts.feed).or_of_own(own.as_ref());
        let special = match &own {
            Some(own) => is_special(&own.pasted),
            None => facts.special_link.is_some(),
        };
        let link = if special { Link::Special } else { Link::Ordinary };
        let Weighed { converted, question, estimate, per_hundred, worth, shown } =
            self.weigh(&facts, &verdict, link, context);
        let link = match &own {
            Some(own) => Some(own.mended()),
            None => {
                let made = facts.special_link.as_ref().or(found.link.as_ref()).or(facts.feed_link.as_ref());
                self.dressed(made, context).await
            }
        };
        Deal {
            public: Public {
                title: facts.title.as_ref().map(|title| title.best.value.clone()),
                title_tr: facts.title_tr.clone(),
                picture: facts.picture.clone(),
                product: item.product,
                page: item.target.clone(),
                link,
                price: facts.price.as_ref().map(|price| price.best.clone()),
                old_price: facts.old_price,
                discount: facts.discount,
                price_in_lira: facts.price_in_lira,
            },
            private: Private {
                verdict,
                facts,
                special_link: special,
                question,
                worth,
                estimate,
                per_hundred,
                program_currency: self.program.currency(),
                shown,
                converted,
                rate_gap: found.rate_fault.clone(),
                replaced: item.replaced,
                disguised: item.link.reason == Some(Reason::HiddenMismatch),
                blind: item.blind,
                own,
                on: found.on,
            },
        }
    }

    /// The affiliate link to a page that is no product; none where the network does not take such pages.
    async fn page(&self, found: Option<&Arc<Found>>, context: &Context<'_>) -> Option<Url> {
        let found = found?;
        // A link made offline is for days when the network cannot be asked, not for a page that it was asked about in vain.
        let passed_over = Some(Gap::Silent) == found.link_fault
            || matches!(found.link_fault, Some(Gap::Failed(AdmitadError::Refused { .. })));
        let taken = !passed_over && !matches!(found.check, Some(Check::Refused(_)));
        self.dressed(found.link.as_ref().filter(|_| taken), context).await
    }

    /// The link with its SubIDs, shortened when the publisher wants that. A shortener out of reach leaves the long link.
    async fn dressed(&self, link: Option<&Url>, context: &Context<'_>) -> Option<Url> {
        let subids: Vec<(Slot, &str)> =
            context.subids.iter().map(|(slot, text)| (*slot, text.as_str())).collect();
        let link = link?;
        let link = if subids.is_empty() { link.clone() } else { tracker::with_subids(link, &subids) };
        match context.request.publisher.short_links {
            true => Some(self.shorter(link).await),
            false => Some(link),
        }
    }

    /// Shortens all links of an answer that were made for it, as far as the network's shortener does.
    pub async fn shorten(&self, answer: &mut Answer) {
        let made = answer.deals.iter_mut().filter(|deal| deal.private.own.is_none());
        let links = made.filter_map(|deal| deal.public.link.as_mut());
        let links: Vec<&mut Url> =
            links.chain(answer.asides.iter_mut().filter_map(|aside| aside.page.as_mut())).collect();
        stream::iter(links)
            .for_each_concurrent(AT_ONCE, |link| async { *link = self.shorter(link.clone()).await })
            .await;
    }

    /// The short form of an affiliate link by the network's shortener; the link itself where there is none to be had.
    async fn shorter(&self, link: Url) -> Url {
        match self.lookup.network() {
            Some(network) => self.short.shorten(network, link).await,
            None => link,
        }
    }
}

/// What was found for a message.
struct Context<'a> {
    found: &'a HashMap<Url, Arc<Found>>,
    listings: HashMap<ProductId, Listing>,
    offers: HashMap<ProductId, Arc<Offer>>,
    /// The part of a tracking link's code that names the publisher's ad space, where it is needed and known.
    own_code: Option<String>,
    rates: &'a [Rate],
    terms: Option<Arc<Terms>>,
    subids: &'a [(Slot, String)],
    request: &'a Request<'a>,
    /// The day it is.
    on: Date,
}

impl<'a> Context<'a> {
    fn witnesses(&'a self, item: &'a Item, found: &'a Found, currency: Currency) -> Witnesses<'a> {
        Witnesses {
            item,
            found,
            listing: item.product.and_then(|product| self.listings.get(&product)),
            offer: item.product.and_then(|product| self.offers.get(&product)).map(Arc::as_ref),
            currency,
            supposed: self.request.suppose.price,
            own_code: self.own_code.as_deref(),
            today: self.on,
        }
    }
}

/// Whether an affiliate link is a Hot product's special link: its target says so.
fn is_special(link: &Url) -> bool {
    tracker::target(link)
        .is_some_and(|target| target.query_pairs().any(|(name, value)| name == "hot_product" && value == "1"))
}

/// The SubIDs that links get: the message's own, else the settings'.
fn subids(request: &Request<'_>) -> Vec<(Slot, String)> {
    if !request.subids.is_empty() {
        return request.subids.to_vec();
    }
    request.publisher.subid.iter().map(|subid| (Slot::SubId, subid.clone())).collect()
}

//! The use case: a message becomes deals.
//!
//! Read what was pasted, look all of its products up in one go, put the program's rules over what was found. Chat, command line
//! and sandbox get the same [`Answer`], which has no language and no markup yet.

mod browse;
mod deal;
mod evaluate;
mod facts;
mod feed_link;
mod items;
mod link_owner;
mod lookup;
mod own_link_check;
mod own_links;
mod pasted_links;
mod product_lookup;
mod shortener;
mod store_lists;
mod terms;
mod what_if;

use std::collections::HashMap;
use std::sync::Arc;

use futures::stream::{self, StreamExt};
use jiff::civil::Date;
use url::Url;

pub use browse::{
    BrowseFilter, BrowsePage, PriceRange, PrivateFigures, ProductBrowser, PublicProduct, SearchHit,
};
pub use deal::{
    Answer, ConvertedEstimate, Deal, Evidence, LinkReplacement, NonProductLink, PrivateDeal, PublicDeal,
    ShortLinkFailure, UnknownReason, Verdict,
};
pub use facts::{FactOrigin, Facts, ResolvedFact, Sourced};
pub use lookup::NetworkLookup;
pub use own_link_check::OwnLinkCheck;
pub use product_lookup::{NoAnswer, ProductLookup};
pub use what_if::WhatIf;

use evaluate::{Evaluation, OrderLink};
use facts::FactSources;
use items::{MessageItems, MessageProduct};
use shortener::Shortener;
use terms::TermsCache;

use crate::lists::LiveLists;
use crate::settings::Publisher;
use dealink_catalog::{Catalog, Listing};
use dealink_core::clock::Clock;
use dealink_core::money::Currency;
use dealink_links::{HiddenLink, LinkReason, ProductId};
use dealink_network::affiliate::{AffiliateNetwork, LinkCheck as Check, NetworkError};
use dealink_network::exchange::{Exchange, ExchangeRate};
use dealink_network::open_platform::{Offer, OpenPlatform};
use dealink_network::resolve::Resolver;
use dealink_network::tracking_link::{self, SubIdSlot};
use dealink_program::{Program, Terms, TrafficSource};

/// The traffic source that is assumed, and said to be assumed, until the publisher chooses: this is a messenger.
pub const ASSUMED_TRAFFIC: TrafficSource = TrafficSource::Messenger;

/// Calls that one message may have open beside each other, for what cannot be asked in one go.
const CONCURRENT_CALLS: usize = 4;
/// Own links of one message that are checked with the network.
const OWN_LINKS_CHECKED_AT_MOST: usize = 25;

/// A message to be answered.
pub struct DealRequest<'a> {
    /// Its text or caption.
    pub text: &'a str,
    /// Links behind words.
    pub hidden: &'a [HiddenLink],
    /// Whose answer it is.
    pub publisher: &'a Publisher,
    /// What the publisher wants reckoned with.
    pub what_if: WhatIf,
    /// SubIDs for this message alone; they go before the settings' own.
    pub subids: &'a [(SubIdSlot, String)],
    /// Somebody else's affiliate links.
    pub foreign_links: ForeignLinksOverride,
}

/// What becomes of somebody else's affiliate links this time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForeignLinksOverride {
    /// What the settings say; where they say nothing, they are left alone.
    #[default]
    FollowSettings,
    /// They are converted.
    Convert,
}

/// The heart. Cheap to clone.
#[derive(Clone)]
pub struct Deals {
    lookup: NetworkLookup,
    resolver: Resolver,
    exchange: Exchange,
    terms: TermsCache,
    program: Arc<Program>,
    shortener: Shortener,
    lists: LiveLists,
    catalog: Option<Catalog>,
    open_platform: Option<OpenPlatform>,
    clock: Clock,
}

impl Deals {
    /// `base` is an own link of the program, for links made without the network.
    pub fn new(
        network: Option<Arc<dyn AffiliateNetwork>>,
        base: Option<Url>,
        resolver: Resolver,
        exchange: Exchange,
        program: Arc<Program>,
        clock: Clock,
    ) -> Self {
        let lookup = NetworkLookup::new(network, base, clock.clone());
        Deals {
            exchange,
            terms: TermsCache::new(lookup.clone(), program.currency(), clock.clone()),
            lookup,
            resolver,
            shortener: Shortener::new(),
            lists: LiveLists::default(),
            catalog: None,
            open_platform: None,
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
    pub fn with_open_platform(self, shop: Option<OpenPlatform>) -> Self {
        Deals { open_platform: shop, ..self }
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
    pub fn lookup(&self) -> &NetworkLookup {
        &self.lookup
    }

    /// Whether links can be made at all: by the network, or offline from an own one.
    pub fn can_make_links(&self) -> bool {
        self.lookup.can_make_links()
    }

    /// The program's terms as the network has them; none where it cannot be asked, and then the file's numbers serve.
    pub async fn terms(&self) -> Option<Arc<Terms>> {
        self.terms.get().await
    }

    /// Answers a message. Never fails: what could not be had is a value in the answer.
    pub async fn answer(&self, request: &DealRequest<'_>) -> Answer {
        let MessageItems {
            products: items,
            pages,
            replacements: places,
            non_product_links: asides,
            withheld,
        } = MessageItems::from_links(self.read_links(request).await);
        let targets: Vec<Url> = items.iter().map(|item| item.target.clone()).collect();
        let page_targets: Vec<Url> = pages.iter().map(|page| page.target.clone()).collect();
        let listings = self.find_listings(&items).await;
        let given = items.iter().filter_map(|item| request.what_if.price.or(item.link.price)?.currency);
        // What the shop answers is known in the program's currency, or in lira.
        let shops = self.open_platform.as_ref().map(|_| Currency::TRY);
        let prices = given.chain(listings.values().flat_map(Listing::currencies)).chain(shops);
        let offers = self.fetch_offers(&items, &listings);
        let currencies: Vec<Currency> = prices.chain(request.publisher.currency).collect();
        let subids = wanted_subids(request);
        // A link check takes a call each; a message full of own links must not use up everybody's.
        let mut checks = OWN_LINKS_CHECKED_AT_MOST;
        let own = items.iter().map(|item| {
            let is_checked = item.is_own && checks > 0;
            checks -= usize::from(is_checked);
            OwnLinkCheck::run(item, &subids, is_checked.then_some(&self.lookup))
        });
        let own = stream::iter(own.collect::<Vec<_>>())
            .buffered(CONCURRENT_CALLS)
            .collect::<Vec<Option<OwnLinkCheck>>>();
        let own_code =
            async { if listings.is_empty() { None } else { self.lookup.own_ad_space_code().await } };
        let (found, found_pages, rates, terms, own, own_code, offers) = tokio::join!(
            self.lookup.look_up_products(&targets),
            self.lookup.look_up_pages(&page_targets),
            self.exchange.rates(&currencies),
            self.terms(),
            own,
            own_code,
            offers
        );
        let on = self.clock.today();
        let context = AnswerContext {
            found: &found,
            listings,
            offers,
            own_code,
            rates: &rates,
            terms,
            subids: &subids,
            request,
            today: on,
        };
        // A few at a time: each may ask the shortener.
        let deals = items.iter().zip(own).map(|(item, own)| self.build_deal(item, own, &context));
        let deals = stream::iter(deals.collect::<Vec<_>>()).buffered(CONCURRENT_CALLS).collect().await;
        let links = pages.iter().map(|page| self.make_page_link(found_pages.get(&page.target), &context));
        let links =
            stream::iter(links.collect::<Vec<_>>()).buffered(CONCURRENT_CALLS).collect::<Vec<_>>().await;
        let mut asides = asides;
        for (page, link) in pages.iter().zip(links) {
            asides[page.non_product_index].page_link = link;
        }
        self.add_store_lists(&mut asides);
        Answer {
            deals,
            non_product_links: asides,
            withheld,
            replacements: places,
            traffic_assumed: request.what_if.traffic.or(request.publisher.traffic).is_none(),
            standing_notes: self.program.standing_notes(),
        }
    }

    /// Forgets what is kept in memory with SubIDs in it.
    pub fn forget_subids(&self) {
        self.shortener.forget();
    }

    /// What the feeds say of the products of a message.
    async fn find_listings(&self, items: &[MessageProduct]) -> HashMap<ProductId, Listing> {
        let ids: Vec<ProductId> = items.iter().filter_map(|item| item.product).collect();
        let (Some(catalog), false) = (self.catalog.clone(), ids.is_empty()) else { return HashMap::new() };
        let today = self.clock.today();
        // Reading a disk that is busy may take its time.
        tokio::task::spawn_blocking(move || catalog.find(&ids, today)).await.unwrap_or_default()
    }

    /// What the shop says of the products that no feed holds.
    async fn fetch_offers(
        &self,
        items: &[MessageProduct],
        listings: &HashMap<ProductId, Listing>,
    ) -> HashMap<ProductId, Arc<Offer>> {
        let unlisted = items.iter().filter_map(|item| item.product).filter(|id| !listings.contains_key(id));
        let ids: Vec<ProductId> = unlisted.collect();
        let (Some(shop), false) = (&self.open_platform, ids.is_empty()) else { return HashMap::new() };
        shop.offers(&ids).await.into_iter().filter_map(|(id, answer)| Some((id, answer.ok()?))).collect()
    }

    async fn build_deal(
        &self,
        item: &MessageProduct,
        own: Option<OwnLinkCheck>,
        context: &AnswerContext<'_>,
    ) -> Deal {
        let found =
            context.found.get(&item.target).cloned().unwrap_or_else(|| self.lookup.unanswered(&item.target));
        let facts = context.fact_sources(item, &found, self.program.currency()).resolve();
        let verdict = Verdict::from_lookup(&found, facts.feed).or_own_link_check(own.as_ref());
        let special = match &own {
            Some(own) => is_special_link(&own.pasted),
            None => facts.special_link.is_some(),
        };
        let link = if special { OrderLink::Special } else { OrderLink::Ordinary };
        let Evaluation {
            converted_price: converted,
            question,
            estimate,
            per_hundred,
            worth,
            converted_estimate: shown,
        } = self.evaluate(&facts, &verdict, link, context);
        let link = match &own {
            Some(own) => Some(own.corrected_link()),
            None => {
                let made = facts.special_link.as_ref().or(found.link.as_ref()).or(facts.feed_link.as_ref());
                self.finish_link(made, context).await
            }
        };
        Deal {
            public: PublicDeal {
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
            private: PrivateDeal {
                verdict,
                facts,
                special_link: special,
                question,
                worth,
                estimate,
                per_hundred,
                program_currency: self.program.currency(),
                converted_estimate: shown,
                converted_price: converted,
                missing_rate: found.rate_fault.clone(),
                replaces_foreign_link: item.replaces_foreign_link,
                disguised: item.link.reason == Some(LinkReason::HiddenMismatch),
                short_link_failure: item.short_link_failure,
                own_link_check: own,
                asked_on: found.asked_on,
            },
        }
    }

    /// The affiliate link to a page that is no product; none where the network does not take such pages.
    async fn make_page_link(
        &self,
        found: Option<&Arc<ProductLookup>>,
        context: &AnswerContext<'_>,
    ) -> Option<Url> {
        let found = found?;
        // A link made offline is for days when the network cannot be asked, not for a page that it was asked about in vain.
        let passed_over = Some(NoAnswer::Silent) == found.link_fault
            || matches!(found.link_fault, Some(NoAnswer::Failed(NetworkError::Refused(_))));
        let taken = !passed_over && !matches!(found.check, Some(Check::Refused(_)));
        self.finish_link(found.link.as_ref().filter(|_| taken), context).await
    }

    /// The link with its SubIDs, shortened when the publisher wants that. A shortener out of reach leaves the long link.
    async fn finish_link(&self, link: Option<&Url>, context: &AnswerContext<'_>) -> Option<Url> {
        let subids: Vec<(SubIdSlot, &str)> =
            context.subids.iter().map(|(slot, text)| (*slot, text.as_str())).collect();
        let link = link?;
        let link = if subids.is_empty() { link.clone() } else { tracking_link::with_subids(link, &subids) };
        match context.request.publisher.short_links {
            true => Some(self.shorten_link(link).await),
            false => Some(link),
        }
    }

    /// Shortens all links of an answer that were made for it, as far as the network's shortener does.
    pub async fn shorten_links(&self, answer: &mut Answer) {
        let made = answer.deals.iter_mut().filter(|deal| deal.private.own_link_check.is_none());
        let links = made.filter_map(|deal| deal.public.link.as_mut());
        let links: Vec<&mut Url> = links
            .chain(answer.non_product_links.iter_mut().filter_map(|aside| aside.page_link.as_mut()))
            .collect();
        stream::iter(links)
            .for_each_concurrent(CONCURRENT_CALLS, |link| async {
                *link = self.shorten_link(link.clone()).await
            })
            .await;
    }

    /// The short form of an affiliate link by the network's shortener; the link itself where there is none to be had.
    async fn shorten_link(&self, link: Url) -> Url {
        match self.lookup.network() {
            Some(network) => self.shortener.shorten(network, link).await,
            None => link,
        }
    }
}

/// What was found for a message.
struct AnswerContext<'a> {
    found: &'a HashMap<Url, Arc<ProductLookup>>,
    listings: HashMap<ProductId, Listing>,
    offers: HashMap<ProductId, Arc<Offer>>,
    /// The part of a tracking link's code that names the publisher's ad space, where it is needed and known.
    own_code: Option<String>,
    rates: &'a [ExchangeRate],
    terms: Option<Arc<Terms>>,
    subids: &'a [(SubIdSlot, String)],
    request: &'a DealRequest<'a>,
    /// The day it is.
    today: Date,
}

impl<'a> AnswerContext<'a> {
    fn fact_sources(
        &'a self,
        item: &'a MessageProduct,
        found: &'a ProductLookup,
        currency: Currency,
    ) -> FactSources<'a> {
        FactSources {
            item,
            lookup: found,
            listing: item.product.and_then(|product| self.listings.get(&product)),
            offer: item.product.and_then(|product| self.offers.get(&product)).map(Arc::as_ref),
            currency,
            supposed_price: self.request.what_if.price,
            own_code: self.own_code.as_deref(),
            today: self.today,
        }
    }
}

/// Whether an affiliate link is a Hot product's special link: its target says so.
fn is_special_link(link: &Url) -> bool {
    tracking_link::target(link)
        .is_some_and(|target| target.query_pairs().any(|(name, value)| name == "hot_product" && value == "1"))
}

/// The SubIDs that links get: the message's own, else the settings'.
fn wanted_subids(request: &DealRequest<'_>) -> Vec<(SubIdSlot, String)> {
    if !request.subids.is_empty() {
        return request.subids.to_vec();
    }
    request.publisher.subid.iter().map(|subid| (SubIdSlot::SubId, subid.clone())).collect()
}

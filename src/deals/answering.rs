//! How a message becomes an answer: read its links, look all of its products up at once, apply the program's rules.

use std::collections::HashMap;
use std::sync::Arc;

use dealink_catalog::Listing;
use dealink_core::money::Currency;
use dealink_links::{LinkKind, LinkReason, ProductId, store_number};
use dealink_network::affiliate::{LinkCheck, NetworkError};
use dealink_network::exchange::ExchangeRate;
use dealink_network::open_platform::Offer;
use dealink_network::tracking_link::{self, SubIdSlot};
use dealink_program::Terms;
use futures::stream::{self, StreamExt};
use jiff::civil::Date;
use url::Url;

use super::deal::{Answer, Deal, PrivateDeal, PublicDeal};
use super::engine::{CONCURRENT_CALLS, Deals};
use super::evaluate::{Evaluator, OrderLink};
use super::fact_sources::FactSources;
use super::items::{MessageItems, MessageProduct};
use super::own_link_check::OwnLinkCheck;
use super::pasted_links::read_links;
use super::product_lookup::{NoAnswer, ProductLookup};
use super::request::DealRequest;
use super::verdict::Verdict;
use crate::lists::Lists;

/// The most own links of one message that are checked with the network. Each check is a call, and one message must not use up
/// the calls of all users.
const OWN_LINKS_CHECKED_AT_MOST: usize = 25;

impl Deals {
    /// Answers a message. Never fails: what is not available is a value in the answer.
    pub async fn answer(&self, request: &DealRequest<'_>) -> Answer {
        let links = read_links(request, &self.lookup, &self.resolver).await;
        let MessageItems { products, pages, replacements, mut non_product_links, withheld } =
            MessageItems::from_links(links);
        let targets: Vec<Url> = products.iter().map(|product| product.target.clone()).collect();
        let page_targets: Vec<Url> = pages.iter().map(|page| page.target.clone()).collect();
        let listings = self.find_listings(&products).await;
        let currencies = self.currencies(request, &products, &listings);
        let subids = request.wanted_subids();
        let own_code =
            async { if listings.is_empty() { None } else { self.lookup.own_ad_space_code().await } };
        let (lookups, page_lookups, rates, terms, own_links, own_code, offers) = tokio::join!(
            self.lookup.look_up_products(&targets),
            self.lookup.look_up_pages(&page_targets),
            self.exchange.rates(&currencies),
            self.terms(),
            self.check_own_links(&products, &subids),
            own_code,
            self.fetch_offers(&products, &listings),
        );
        let lists = self.lists.current();
        let context = AnswerContext {
            request,
            subids: &subids,
            lookups,
            listings,
            offers,
            own_code,
            rates,
            terms,
            lists: &lists,
            today: self.clock.today(),
        };
        // Concurrently, because each may ask the shortener.
        let deals =
            products.iter().zip(own_links).map(|(product, own)| self.build_deal(product, own, &context));
        let deals = stream::iter(deals.collect::<Vec<_>>()).buffered(CONCURRENT_CALLS).collect().await;
        let page_links =
            pages.iter().map(|page| self.make_page_link(page_lookups.get(&page.target), &context));
        let page_links: Vec<Option<Url>> =
            stream::iter(page_links.collect::<Vec<_>>()).buffered(CONCURRENT_CALLS).collect().await;
        for (page, link) in pages.iter().zip(page_links) {
            non_product_links[page.non_product_index].page_link = link;
        }
        for page in non_product_links.iter_mut().filter(|page| page.link.target == Some(LinkKind::Store)) {
            let store = store_number(&page.link.url);
            page.store_lists = store.into_iter().flat_map(|store| lists.lists_of_store(store)).collect();
        }
        Answer {
            deals,
            non_product_links,
            withheld,
            replacements,
            traffic_assumed: request.chosen_traffic().is_none(),
            standing_notes: self.program.standing_notes(),
        }
    }

    async fn find_listings(&self, products: &[MessageProduct]) -> HashMap<ProductId, Listing> {
        let ids: Vec<ProductId> = products.iter().filter_map(|product| product.product).collect();
        let (Some(catalog), false) = (self.catalog.clone(), ids.is_empty()) else { return HashMap::new() };
        let today = self.clock.today();
        // On a thread that may block: the disk can be busy.
        let found = tokio::task::spawn_blocking(move || catalog.find(&ids, today)).await;
        found.inspect_err(|_| tracing::error!("looking into the catalogue panicked")).unwrap_or_default()
    }

    /// The currencies of all prices that the answer may show.
    fn currencies(
        &self,
        request: &DealRequest<'_>,
        products: &[MessageProduct],
        listings: &HashMap<ProductId, Listing>,
    ) -> Vec<Currency> {
        let given =
            products.iter().filter_map(|product| request.what_if.price.or(product.link.price)?.currency);
        // The shop has prices in the program's currency or in lira.
        let of_shop = self.open_platform.as_ref().map(|_| Currency::TRY);
        let of_feeds = listings.values().flat_map(Listing::currencies);
        given.chain(of_feeds).chain(of_shop).chain(request.publisher.currency).collect()
    }

    /// Checks the products' links that are the publisher's own; `None` for all other links.
    async fn check_own_links(
        &self,
        products: &[MessageProduct],
        subids: &[(SubIdSlot, String)],
    ) -> Vec<Option<OwnLinkCheck>> {
        let mut checks_left = OWN_LINKS_CHECKED_AT_MOST;
        let checks = products.iter().map(|product| {
            let pasted = product.link.wrapper.as_ref().filter(|_| product.is_own);
            let lookup = (pasted.is_some() && checks_left > 0).then_some(&self.lookup);
            checks_left -= usize::from(lookup.is_some());
            async move { Some(OwnLinkCheck::run(&pasted?.url, subids, lookup).await) }
        });
        stream::iter(checks.collect::<Vec<_>>()).buffered(CONCURRENT_CALLS).collect().await
    }

    /// The shop's data about the products that no feed holds.
    async fn fetch_offers(
        &self,
        products: &[MessageProduct],
        listings: &HashMap<ProductId, Listing>,
    ) -> HashMap<ProductId, Arc<Offer>> {
        let ids = products.iter().filter_map(|product| product.product);
        let unlisted: Vec<ProductId> = ids.filter(|id| !listings.contains_key(id)).collect();
        let (Some(shop), false) = (&self.open_platform, unlisted.is_empty()) else { return HashMap::new() };
        shop.offers(&unlisted).await.into_iter().filter_map(|(id, offer)| Some((id, offer.ok()?))).collect()
    }

    async fn build_deal(
        &self,
        product: &MessageProduct,
        own: Option<OwnLinkCheck>,
        context: &AnswerContext<'_>,
    ) -> Deal {
        let lookup = context.lookups.get(&product.target).cloned();
        let lookup = lookup.unwrap_or_else(|| self.lookup.unanswered(&product.target));
        let facts = context.fact_sources(product, &lookup, self.program.currency()).resolve();
        let verdict =
            Verdict::from_lookup(&lookup, facts.feed).or_own_link_check(own.as_ref().map(|own| &own.verdict));
        let special_link = match &own {
            Some(own) => is_special_link(&own.pasted),
            None => facts.special_link.is_some(),
        };
        let order_link = if special_link { OrderLink::Special } else { OrderLink::Ordinary };
        let evaluator = Evaluator {
            program: &self.program,
            lists: context.lists,
            rates: &context.rates,
            terms: context.terms.as_ref(),
            request: context.request,
            today: context.today,
        };
        let evaluation = evaluator.evaluate(&facts, &verdict, order_link);
        let link = match &own {
            Some(own) => Some(own.corrected_link()),
            None => {
                let new = facts.special_link.as_ref().or(lookup.link.as_ref()).or(facts.feed_link.as_ref());
                self.finish_link(new, context).await
            }
        };
        Deal {
            public: PublicDeal {
                title: facts.title.as_ref().map(|title| title.best.value.clone()),
                title_tr: facts.title_tr.clone(),
                picture: facts.picture.clone(),
                product: product.product,
                page: product.target.clone(),
                link,
                price: facts.price.as_ref().map(|price| price.best.clone()),
                old_price: facts.old_price,
                discount: facts.discount,
                price_in_lira: facts.price_in_lira,
            },
            private: PrivateDeal {
                verdict,
                facts,
                special_link,
                evaluation,
                program_currency: self.program.currency(),
                missing_rate: lookup.rate_fault.clone(),
                replaces_foreign_link: product.replaces_foreign_link,
                disguised: product.link.reason == Some(LinkReason::HiddenMismatch),
                short_link_failure: product.short_link_failure,
                own_link_check: own,
                asked_on: lookup.asked_on,
            },
        }
    }

    /// The affiliate link to a page that is not a product; `None` if the network does not accept such pages. A link is made offline
    /// only if the network could not be asked, not if it refused the page.
    async fn make_page_link(
        &self,
        lookup: Option<&Arc<ProductLookup>>,
        context: &AnswerContext<'_>,
    ) -> Option<Url> {
        let lookup = lookup?;
        let refused =
            matches!(lookup.link_fault, Some(NoAnswer::Silent | NoAnswer::Failed(NetworkError::Refused(_))))
                || matches!(lookup.check, Some(LinkCheck::Refused(_)));
        self.finish_link(lookup.link.as_ref().filter(|_| !refused), context).await
    }

    /// The link with its SubIDs, shortened if the publisher wants that and the shortener is available.
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
}

/// The data that was found for a message.
struct AnswerContext<'a> {
    request: &'a DealRequest<'a>,
    subids: &'a [(SubIdSlot, String)],
    lookups: HashMap<Url, Arc<ProductLookup>>,
    listings: HashMap<ProductId, Listing>,
    offers: HashMap<ProductId, Arc<Offer>>,
    /// The part of a tracking link's code that identifies the publisher's ad space, if it is needed and known.
    own_code: Option<String>,
    rates: Vec<ExchangeRate>,
    terms: Option<Arc<Terms>>,
    lists: &'a Lists,
    today: Date,
}

impl<'a> AnswerContext<'a> {
    fn fact_sources(
        &'a self,
        item: &'a MessageProduct,
        lookup: &'a ProductLookup,
        currency: Currency,
    ) -> FactSources<'a> {
        FactSources {
            item,
            lookup,
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

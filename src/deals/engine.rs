//! The engine: everything that is needed to make answers. Cheap to clone; clones share their caches.

use std::sync::Arc;

use dealink_catalog::Catalog;
use dealink_core::clock::Clock;
use dealink_network::affiliate::AffiliateNetwork;
use dealink_network::exchange::Exchange;
use dealink_network::open_platform::OpenPlatform;
use dealink_network::resolve::Resolver;
use dealink_program::{Program, Terms};
use futures::stream::{self, StreamExt};
use jiff::civil::Date;
use url::Url;

use super::deal::Answer;
use super::lookup::NetworkLookup;
use super::shortener::Shortener;
use super::terms::TermsCache;
use crate::lists::LiveLists;

/// The most simultaneous calls of one message, for questions that cannot be combined into one call.
pub(super) const CONCURRENT_CALLS: usize = 4;

#[derive(Clone)]
pub struct Deals {
    pub(super) lookup: NetworkLookup,
    pub(super) resolver: Resolver,
    pub(super) exchange: Exchange,
    pub(super) terms: TermsCache,
    pub(super) program: Arc<Program>,
    pub(super) shortener: Shortener,
    pub(super) lists: LiveLists,
    pub(super) catalog: Option<Catalog>,
    pub(super) open_platform: Option<OpenPlatform>,
    pub(super) clock: Clock,
}

impl Deals {
    /// `base` is an own link of the program, from which links are made without the network.
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

    /// With the operator's lists, as they are in force when a message is answered.
    pub fn with_lists(self, lists: LiveLists) -> Self {
        Deals { lists, ..self }
    }

    /// With the product feeds, as they are in force when a message is answered.
    pub fn with_catalog(self, catalog: Catalog) -> Self {
        Deals { catalog: Some(catalog), ..self }
    }

    /// With the shop's own data about products that no feed holds.
    pub fn with_open_platform(self, open_platform: Option<OpenPlatform>) -> Self {
        Deals { open_platform, ..self }
    }

    pub fn catalog(&self) -> Option<&Catalog> {
        self.catalog.as_ref()
    }

    /// The program that defines the rules.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    pub fn today(&self) -> Date {
        self.clock.today()
    }

    pub fn lookup(&self) -> &NetworkLookup {
        &self.lookup
    }

    /// Whether links can be made at all: by the network, or offline from an own link.
    pub fn can_make_links(&self) -> bool {
        self.lookup.can_make_links()
    }

    /// The program's terms from the network. Without them the numbers of the program file apply.
    pub async fn terms(&self) -> Option<Arc<Terms>> {
        self.terms.get().await
    }

    /// Empties the caches that hold SubIDs.
    pub fn forget_subids(&self) {
        self.shortener.forget();
    }

    /// Shortens the new links of an answer, if the network's shortener is available.
    pub async fn shorten_links(&self, answer: &mut Answer) {
        let new = answer.deals.iter_mut().filter(|deal| deal.private.own_link_check.is_none());
        let links = new.filter_map(|deal| deal.public.link.as_mut());
        let page_links = answer.non_product_links.iter_mut().filter_map(|link| link.page_link.as_mut());
        stream::iter(links.chain(page_links).collect::<Vec<_>>())
            .for_each_concurrent(CONCURRENT_CALLS, |link| async {
                *link = self.shorten_link(link.clone()).await
            })
            .await;
    }

    /// The short form of an affiliate link by the network's shortener; the link itself if there is no short form.
    pub(super) async fn shorten_link(&self, link: Url) -> Url {
        match self.lookup.network() {
            Some(network) => self.shortener.shorten(network, link).await,
            None => link,
        }
    }
}

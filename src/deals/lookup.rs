//! Asking the network about products: link, verdict and rate, in one round trip for a whole message.
//!
//! An answer contains nothing personal (SubIDs are added later), so a cached answer can be used for all people.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use dealink_core::clock::Clock;
use dealink_core::in_flight::{Fetched, InFlightCache};
use dealink_network::affiliate::{AffiliateNetwork, Deeplink, LinkCheck, NetworkError};
use dealink_network::tracking_link;
use futures::future::join;
use futures::stream::{self, StreamExt};
use jiff::civil::Date;
use url::Url;

use super::own_links::OwnLinks;
use super::product_lookup::{NoAnswer, ProductLookup, log_failure};

const CACHE_CAPACITY: u64 = 20_000;
/// The most simultaneous calls about single targets for one message, because all messages share the network's limit of calls.
const MAX_CONCURRENT_SINGLE_CALLS: usize = 4;

#[derive(Clone, Copy)]
enum TargetKind {
    Product,
    Page,
}

/// Cheap to clone; clones share their caches.
#[derive(Clone)]
pub struct NetworkLookup(Arc<NetworkLookupInner>);

struct NetworkLookupInner {
    network: Option<Arc<dyn AffiliateNetwork>>,
    /// An own link into the program, from the settings or learned from the network.
    base: OnceLock<Url>,
    own_links: OwnLinks,
    clock: Clock,
    answers: InFlightCache<Url, Arc<ProductLookup>>,
}

impl NetworkLookup {
    /// `base` is an own link into the program. From it links are made when the network makes no link.
    pub fn new(network: Option<Arc<dyn AffiliateNetwork>>, base: Option<Url>, clock: Clock) -> Self {
        NetworkLookup(Arc::new(NetworkLookupInner {
            network,
            base: base.map(OnceLock::from).unwrap_or_default(),
            own_links: OwnLinks::new(),
            clock,
            answers: InFlightCache::new(CACHE_CAPACITY),
        }))
    }

    /// The network, if there are credentials.
    pub fn network(&self) -> Option<&Arc<dyn AffiliateNetwork>> {
        self.0.network.as_ref()
    }

    /// Whether links can be made at all: by the network, or offline.
    pub fn can_make_links(&self) -> bool {
        self.0.network.is_some() || self.0.base.get().is_some()
    }

    /// Learns a link of the ad space, from which links can be made when the network makes no link.
    pub fn set_base_link(&self, base: Url) {
        let _ = self.0.base.set(base);
    }

    /// The part of a tracking link's code that identifies the publisher's ad space; `None` while it is not known.
    pub async fn own_ad_space_code(&self) -> Option<String> {
        self.0.own_links.ad_space_code(self.0.base.get(), self.network()).await
    }

    /// Whether the network was seen to put the publisher's links on this host.
    pub(super) fn is_own_tracker(&self, host: &str) -> bool {
        self.0.own_links.is_tracker(host)
            || self.0.base.get().is_some_and(|base| base.host_str() == Some(host))
    }

    /// The link check's answer about a link that was not made just now, such as a pasted link.
    pub(super) async fn check_link(&self, link: &Url) -> Result<LinkCheck, NoAnswer> {
        self.0.own_links.check_link(link, self.network()).await
    }

    /// The title of a page that was looked up lately.
    pub fn cached_title(&self, page: &str) -> Option<String> {
        self.0.answers.get(&Url::parse(page).ok()?)?.rate.as_ref()?.name.clone()
    }

    /// The answers about these products. Those that are not cached are asked for together.
    pub async fn look_up_products(&self, targets: &[Url]) -> HashMap<Url, Arc<ProductLookup>> {
        self.look_up(targets, TargetKind::Product).await
    }

    /// The same for pages that are not products. They are asked for separately, so that a page that the network refuses does not
    /// prevent the products' links. Pages have no rate.
    pub async fn look_up_pages(&self, targets: &[Url]) -> HashMap<Url, Arc<ProductLookup>> {
        self.look_up(targets, TargetKind::Page).await
    }

    async fn look_up(&self, targets: &[Url], kind: TargetKind) -> HashMap<Url, Arc<ProductLookup>> {
        let fetch = |targets: Vec<Url>| {
            let inner = self.0.clone();
            async move { inner.fetch(&targets, kind).await }
        };
        let mut found = self.0.answers.get_or_fetch(targets, fetch).await;
        // A batch that panicked has no answers; the result is then the same as without the network.
        for target in targets {
            found.entry(target.clone()).or_insert_with(|| self.unanswered(target));
        }
        found
    }

    /// The result for a target without any answer of the network.
    pub(super) fn unanswered(&self, target: &Url) -> Arc<ProductLookup> {
        Arc::new(self.0.offline(target, self.0.clock.today(), NoAnswer::Silent))
    }
}

impl NetworkLookupInner {
    async fn fetch(&self, targets: &[Url], kind: TargetKind) -> HashMap<Url, Fetched<Arc<ProductLookup>>> {
        let found = match &self.network {
            Some(network) => self.ask(&**network, targets, kind).await,
            None => {
                let today = self.clock.today();
                targets.iter().map(|target| self.offline(target, today, NoAnswer::NotAsked)).collect()
            }
        };
        targets.iter().cloned().zip(found.into_iter().map(Fetched::from)).collect()
    }

    /// The network's answers about the targets, in the order of the targets.
    async fn ask(
        &self,
        network: &dyn AffiliateNetwork,
        targets: &[Url],
        kind: TargetKind,
    ) -> Vec<ProductLookup> {
        let today = self.clock.today();
        let rated = match kind {
            TargetKind::Product => targets,
            TargetKind::Page => &[],
        };
        let (links, rates) = join(fetch_links(network, targets), network.product_rates(rated)).await;
        let mut all: Vec<ProductLookup> = Vec::with_capacity(targets.len());
        for (target, link) in targets.iter().zip(links) {
            let mut found = match link {
                Ok(Some(Deeplink { link, affiliate })) => {
                    self.own_links.learn_tracker(&link);
                    let offline = self.offline(target, today, NoAnswer::Silent);
                    ProductLookup { link: Some(link), affiliate, link_fault: None, ..offline }
                }
                Ok(None) => self.offline(target, today, NoAnswer::Silent),
                Err(error) => self.offline(target, today, NoAnswer::Failed(error)),
            };
            match &rates {
                Ok(rates) => {
                    found.rate = rates.get(target.as_str()).cloned();
                    found.rate_fault = None;
                }
                Err(error) => found.rate_fault = Some(NoAnswer::Failed(error.clone())),
            }
            all.push(found);
        }
        // The check costs a second round trip, so it is asked only where the generator had no verdict.
        let unjudged = all.iter_mut().filter(|found| found.affiliate.is_none() && found.link_fault.is_none());
        stream::iter(unjudged)
            .for_each_concurrent(MAX_CONCURRENT_SINGLE_CALLS, |found| check_new_link(network, found))
            .await;
        all
    }

    /// The results without the network.
    fn offline(&self, target: &Url, today: Date, why: NoAnswer) -> ProductLookup {
        ProductLookup {
            link: self.base.get().map(|base| tracking_link::with_target(base, target)),
            affiliate: None,
            check: None,
            rate: None,
            asked_on: today,
            rate_fault: Some(why.clone()),
            link_fault: Some(why),
            check_fault: None,
        }
    }
}

async fn check_new_link(network: &dyn AffiliateNetwork, found: &mut ProductLookup) {
    let Some(link) = &found.link else { return };
    match network.check_link(link).await {
        Ok(verdict) => {
            if let LinkCheck::Refused(refusal) = &verdict {
                tracing::warn!(?refusal, "the network's link check does not accept a link of ours");
            }
            found.check = Some(verdict);
        }
        Err(error) => {
            log_failure("check", &error);
            found.check_fault = Some(NoAnswer::Failed(error));
        }
    }
}

/// A link for each target. If the network refuses the targets together, each is asked for separately, so that one bad target does
/// not prevent the links of the others.
async fn fetch_links(
    network: &dyn AffiliateNetwork,
    targets: &[Url],
) -> Vec<Result<Option<Deeplink>, NetworkError>> {
    match network.deeplinks(targets).await {
        Ok(links) => links.into_iter().map(Ok).collect(),
        Err(NetworkError::Refused(_)) if targets.len() > 1 => {
            let single = targets.iter().map(|target| async move {
                let one = network.deeplinks(std::slice::from_ref(target)).await?;
                Ok(one.into_iter().next().flatten())
            });
            stream::iter(single.collect::<Vec<_>>()).buffered(MAX_CONCURRENT_SINGLE_CALLS).collect().await
        }
        Err(error) => {
            log_failure("deeplink", &error);
            targets.iter().map(|_| Err(error.clone())).collect()
        }
    }
}

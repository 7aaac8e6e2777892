//! What the network says of a product: link, verdict and rate, in one round trip for a whole message.
//!
//! Equal questions in flight are one. Complete answers are kept for some hours; an answer with a gap is not kept. Nothing of
//! a person is in here: SubIDs are added later, so one cached answer serves everybody.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt, Shared, join};
use futures::stream::{self, StreamExt};
use jiff::civil::Date;
use url::Url;

use super::own_links::OwnLinks;
use dealink_core::clock::Clock;
use dealink_network::admitad::{Admitad, AdmitadError, Deeplink, LinkCheck, ProductRate, tracking_link};

const DEEPLINK_TTL: Duration = Duration::from_secs(6 * 60 * 60);
const CACHE_CAPACITY: u64 = 20_000;
/// Calls about single targets that one message may have open: they stand in the one line in front of everybody.
const MAX_CONCURRENT_SINGLE_CALLS: usize = 4;

/// What is known of one target.
#[derive(Clone, Debug)]
pub struct ProductLookup {
    /// The affiliate link, without SubIDs.
    pub link: Option<Url>,
    /// The link generator's own verdict.
    pub affiliate: Option<bool>,
    /// The link check's verdict; asked only where the generator gave none.
    pub check: Option<LinkCheck>,
    /// Rate and title.
    pub rate: Option<ProductRate>,
    /// The day on which the network was asked.
    pub asked_on: Date,
    /// What kept the network from making the link; the link is then made offline, if it can be.
    pub link_fault: Option<NoAnswer>,
    /// What kept the rate from being known.
    pub rate_fault: Option<NoAnswer>,
    /// What kept the link check from answering.
    pub check_fault: Option<NoAnswer>,
}

impl ProductLookup {
    /// Whether everything that was asked was answered: only then it is kept.
    fn is_complete(&self) -> bool {
        let refused = matches!(self.check, Some(LinkCheck::Refused(_)));
        !refused && self.link_fault.is_none() && self.rate_fault.is_none() && self.check_fault.is_none()
    }
}

/// Why the network did not say something.
#[derive(Clone, Debug, PartialEq)]
pub enum NoAnswer {
    /// It was not asked: there are no credentials.
    NotAsked,
    /// It was asked in vain.
    Failed(AdmitadError),
    /// It answered, but not about this target.
    Silent,
}

type PendingLookups = Shared<BoxFuture<'static, Arc<HashMap<Url, Arc<ProductLookup>>>>>;

/// What is asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TargetKind {
    Products,
    Pages,
}

/// The desk where products are looked up. Cheap to clone.
#[derive(Clone)]
pub struct NetworkLookup(Arc<NetworkLookupInner>);

struct NetworkLookupInner {
    network: Option<Admitad>,
    /// An own link into the program, from the settings or learned from the network.
    base: OnceLock<Url>,
    own_links: OwnLinks,
    clock: Clock,
    fresh: moka::sync::Cache<Url, Arc<ProductLookup>>,
    pending: Mutex<HashMap<Url, PendingLookups>>,
}

impl NetworkLookup {
    /// `base` is an own link of the program, with which links are made when the network does not.
    pub fn new(network: Option<Admitad>, base: Option<Url>, clock: Clock) -> Self {
        let known = OnceLock::new();
        if let Some(base) = base {
            let _ = known.set(base);
        }
        NetworkLookup(Arc::new(NetworkLookupInner {
            network,
            base: known,
            own_links: OwnLinks::new(),
            clock,
            fresh: moka::sync::Cache::builder()
                .time_to_live(DEEPLINK_TTL)
                .max_capacity(CACHE_CAPACITY)
                .build(),
            pending: Mutex::default(),
        }))
    }

    /// The network's client, if there are credentials.
    pub fn network(&self) -> Option<&Admitad> {
        self.0.network.as_ref()
    }

    /// Whether links can be made at all: by the network, or offline.
    pub fn can_make_links(&self) -> bool {
        self.0.network.is_some() || self.0.base.get().is_some()
    }

    /// Learns the ad space's own link, for the days when the generator is out of reach.
    pub fn set_base_link(&self, base: Url) {
        let _ = self.0.base.set(base);
    }

    /// The part of a tracking link's code that names the publisher's ad space; `None` while nobody can tell it.
    pub async fn own_ad_space_code(&self) -> Option<String> {
        self.0.own_links.ad_space_code(self.0.base.get(), self.0.network.as_ref()).await
    }

    /// Whether the network was seen to put the publisher's links on this host.
    pub(super) fn is_own_tracker(&self, host: &str) -> bool {
        self.0.own_links.is_tracker(host)
            || self.0.base.get().is_some_and(|base| base.host_str() == Some(host))
    }

    /// What the link check says of a link that was not made just now, such as one that the publisher pasted.
    pub(super) async fn check_link(&self, link: &Url) -> Result<LinkCheck, NoAnswer> {
        self.0.own_links.check_link(link, self.0.network.as_ref()).await
    }

    /// The title of a page that was looked up lately.
    pub fn cached_title(&self, page: &str) -> Option<String> {
        self.0.fresh.get(&Url::parse(page).ok()?)?.rate.as_ref()?.name.clone()
    }

    /// Everything that is known of these products, asked for in one go where it is not known yet.
    pub async fn look_up_products(&self, targets: &[Url]) -> HashMap<Url, Arc<ProductLookup>> {
        self.look_up(targets, TargetKind::Products).await
    }

    /// The same for pages that are no product. They are asked for apart: one that the network refuses must not cost the
    /// products theirs. Nothing has a rate there.
    pub async fn look_up_pages(&self, targets: &[Url]) -> HashMap<Url, Arc<ProductLookup>> {
        self.look_up(targets, TargetKind::Pages).await
    }

    async fn look_up(&self, targets: &[Url], sort: TargetKind) -> HashMap<Url, Arc<ProductLookup>> {
        let mut found = HashMap::with_capacity(targets.len());
        let mut missing = Vec::new();
        for target in targets {
            match self.0.fresh.get(target) {
                Some(known) => {
                    found.insert(target.clone(), known);
                }
                None if missing.contains(target) => {}
                None => missing.push(target.clone()),
            }
        }
        for batch in self.join_or_spawn(&missing, sort) {
            let answers = batch.await;
            for target in &missing {
                if let Some(answer) = answers.get(target) {
                    found.insert(target.clone(), answer.clone());
                }
            }
        }
        // A question whose asking broke down is answered as far as that goes without the network.
        for target in &missing {
            found.entry(target.clone()).or_insert_with(|| self.unanswered(target));
        }
        found
    }

    /// What is known of a target of which the network said nothing.
    pub(super) fn unanswered(&self, target: &Url) -> Arc<ProductLookup> {
        Arc::new(self.0.offline(target, self.0.clock.today(), NoAnswer::Silent))
    }

    /// The questions in flight that cover `targets`, one new one for all that nobody asks yet.
    fn join_or_spawn(&self, targets: &[Url], sort: TargetKind) -> Vec<PendingLookups> {
        // No code that can panic runs under this lock.
        let mut pending = self.0.pending.lock().unwrap_or_else(PoisonError::into_inner);
        let mut batches: Vec<PendingLookups> = Vec::new();
        let mut new = Vec::new();
        for target in targets {
            match pending.get(target) {
                Some(batch) if batches.iter().any(|b| b.ptr_eq(batch)) => {}
                Some(batch) => batches.push(batch.clone()),
                None => new.push(target.clone()),
            }
        }
        if !new.is_empty() {
            let batch = self.spawn_fetch(new.clone(), sort);
            for target in new {
                pending.insert(target, batch.clone());
            }
            batches.push(batch);
        }
        batches
    }

    /// Asks in a task of its own: whoever stops waiting does not stop it for the others.
    fn spawn_fetch(&self, targets: Vec<Url>, sort: TargetKind) -> PendingLookups {
        let inner = self.0.clone();
        let asked = tokio::spawn(async move {
            let settled = RemoveLookupsOnDrop { inner: &inner, targets: &targets };
            let answers = inner.fetch(&targets, sort).await;
            for (target, found) in &answers {
                if found.is_complete() {
                    inner.fresh.insert(target.clone(), found.clone());
                }
            }
            drop(settled);
            Arc::new(answers)
        });
        async move { asked.await.unwrap_or_default() }.boxed().shared()
    }
}

/// Takes the targets off the list of pending questions, also when the asking panicked.
struct RemoveLookupsOnDrop<'a> {
    inner: &'a NetworkLookupInner,
    targets: &'a [Url],
}

impl Drop for RemoveLookupsOnDrop<'_> {
    fn drop(&mut self) {
        let mut pending = self.inner.pending.lock().unwrap_or_else(PoisonError::into_inner);
        for target in self.targets {
            pending.remove(target);
        }
    }
}

impl NetworkLookupInner {
    async fn fetch(&self, targets: &[Url], sort: TargetKind) -> HashMap<Url, Arc<ProductLookup>> {
        let on = self.clock.today();
        let Some(network) = &self.network else {
            return targets
                .iter()
                .map(|t| (t.clone(), Arc::new(self.offline(t, on, NoAnswer::NotAsked))))
                .collect();
        };
        let rated = match sort {
            TargetKind::Products => targets,
            TargetKind::Pages => &[],
        };
        let (links, rates) = join(fetch_links(network, targets), network.product_rates(rated)).await;
        let mut all = Vec::with_capacity(targets.len());
        for (target, link) in targets.iter().zip(links) {
            let mut found = match link {
                Ok(Some(Deeplink { link, affiliate })) => ProductLookup {
                    link: {
                        self.own_links.learn_tracker(&link);
                        Some(link)
                    },
                    affiliate,
                    link_fault: None,
                    ..self.offline(target, on, NoAnswer::Silent)
                },
                Ok(None) => self.offline(target, on, NoAnswer::Silent),
                Err(error) => self.offline(target, on, NoAnswer::Failed(error)),
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
        let unsaid = all.iter_mut().filter(|found| found.affiliate.is_none() && found.link_fault.is_none());
        stream::iter(unsaid)
            .for_each_concurrent(MAX_CONCURRENT_SINGLE_CALLS, |found| check_unrated_link(network, found))
            .await;
        targets.iter().cloned().zip(all.into_iter().map(Arc::new)).collect()
    }

    fn offline(&self, target: &Url, on: Date, gap: NoAnswer) -> ProductLookup {
        ProductLookup {
            link: self.base.get().map(|base| tracking_link::with_target(base, target)),
            affiliate: None,
            check: None,
            rate: None,
            asked_on: on,
            rate_fault: Some(gap.clone()),
            link_fault: Some(gap),
            check_fault: None,
        }
    }
}

async fn check_unrated_link(network: &Admitad, found: &mut ProductLookup) {
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

/// A link for each target. Where the network refuses them together, each is asked for by itself, so that one odd link does
/// not cost the others theirs.
async fn fetch_links(network: &Admitad, targets: &[Url]) -> Vec<Result<Option<Deeplink>, AdmitadError>> {
    match network.deeplinks(targets).await {
        Ok(links) => links.into_iter().map(Ok).collect(),
        Err(AdmitadError::Refused { .. }) if targets.len() > 1 => {
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

pub(super) fn log_failure(what: &'static str, error: &AdmitadError) {
    tracing::warn!(what, %error, "the network did not answer");
}

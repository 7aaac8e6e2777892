//! What tells the publisher's own affiliate links from others', and what the network's link check said of them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dealink_core::stale_cache::StaleCache;
use dealink_network::affiliate::{AffiliateNetwork, LinkCheck};
use dealink_network::tracking_link;
use url::Url;

use super::product_lookup::{NoAnswer, log_failure};

const LINK_CHECK_TTL: Duration = Duration::from_secs(6 * 60 * 60);
const CACHE_CAPACITY: u64 = 10_000;
/// An ad space keeps its code; only an operator's change of the ad space, with a new start, brings another.
const AD_SPACE_CODE_TTL: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// The whole answer waits for the code, because it decides which links are the publisher's own.
const MAX_WAIT_FOR_CODE: Duration = Duration::from_secs(3);

pub(super) struct OwnLinks {
    /// The part of a tracking link's code that names the ad space.
    code: StaleCache<String>,
    /// Hosts of links that the network made for the ad space. Trackers change; one that no list has yet is known by this.
    trackers: Mutex<BTreeSet<String>>,
    /// By link without SubIDs, which do not matter to the check and may be personal.
    checked: moka::sync::Cache<Url, LinkCheck>,
}

impl OwnLinks {
    pub(super) fn new() -> Self {
        let checked = moka::sync::Cache::builder().time_to_live(LINK_CHECK_TTL).max_capacity(CACHE_CAPACITY);
        OwnLinks {
            code: StaleCache::new(AD_SPACE_CODE_TTL, None),
            trackers: Mutex::default(),
            checked: checked.build(),
        }
    }

    /// Learns from a link that the network made on which host the ad space's links are.
    pub(super) fn learn_tracker(&self, link: &Url) {
        if let Some(host) = link.host_str() {
            let mut trackers = self.lock_trackers();
            if !trackers.contains(host) {
                trackers.insert(host.to_owned());
            }
        }
    }

    /// Whether the network was seen to put the ad space's links on this host.
    pub(super) fn is_tracker(&self, host: &str) -> bool {
        self.lock_trackers().contains(host)
    }

    fn lock_trackers(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.trackers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The ad space's part of a tracking link's code: from an own link where there is one, else the network is asked. `None`
    /// while it is not known.
    pub(super) async fn ad_space_code(
        &self,
        own_link: Option<&Url>,
        network: Option<&Arc<dyn AffiliateNetwork>>,
    ) -> Option<String> {
        if let Some(code) = own_link.and_then(tracking_link::ad_space_code) {
            return Some(code.to_owned());
        }
        let network = network?.clone();
        let fetch = || async move {
            let ad_space = network.ad_space().await.inspect_err(|error| log_failure("ad space", error));
            ad_space.ok()?.verification_code
        };
        Some(self.code.get_or_fetch(MAX_WAIT_FOR_CODE, fetch).await?.as_ref().clone())
    }

    /// What the link check says of a link that was not made just now.
    pub(super) async fn check_link(
        &self,
        link: &Url,
        network: Option<&Arc<dyn AffiliateNetwork>>,
    ) -> Result<LinkCheck, NoAnswer> {
        let without_subids = tracking_link::with_subids(link, &[]);
        if let Some(known) = self.checked.get(&without_subids) {
            return Ok(known);
        }
        match network.ok_or(NoAnswer::NotAsked)?.check_link(link).await {
            Ok(verdict) => {
                // A refusal may be because of a SubID, or end with the ad space's status.
                if !matches!(verdict, LinkCheck::Refused(_)) {
                    self.checked.insert(without_subids, verdict.clone());
                }
                Ok(verdict)
            }
            Err(error) => {
                log_failure("check", &error);
                Err(NoAnswer::Failed(error))
            }
        }
    }
}

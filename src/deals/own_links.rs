//! How the publisher's own affiliate links are recognised, and the results of the network's link check for them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use dealink_core::stale_cache::StaleCache;
use dealink_network::affiliate::{AffiliateNetwork, LinkCheck};
use dealink_network::tracking_link;
use parking_lot::Mutex;
use tokio::time::Instant;
use url::Url;

use super::product_lookup::{NoAnswer, log_failure};

const LINK_CHECK_TTL: Duration = Duration::from_secs(6 * 60 * 60);
const CACHE_CAPACITY: u64 = 10_000;
/// How long the code is cached. The code of an ad space never changes, and another ad space needs a restart.
const AD_SPACE_CODE_TTL: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// The longest wait for the code. The whole answer waits, because the code decides which links are the publisher's own.
const MAX_WAIT_FOR_CODE: Duration = Duration::from_secs(3);

pub(super) struct OwnLinks {
    /// The part of a tracking link's code that identifies the ad space.
    code: StaleCache<String>,
    /// Hosts of links that the network made for the ad space. Through them also a new tracker that is not listed yet is recognised.
    trackers: Mutex<BTreeSet<String>>,
    /// The key is the link without SubIDs, which do not affect the check and may be personal. With the end of each answer's time by
    /// tokio's clock, which tests can pause; the cache's own clock only frees memory.
    checked: moka::sync::Cache<Url, (LinkCheck, Instant)>,
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

    /// Learns the host of a link that the network made for the ad space.
    pub(super) fn learn_tracker(&self, link: &Url) {
        if let Some(host) = link.host_str() {
            let mut trackers = self.trackers.lock();
            if !trackers.contains(host) {
                trackers.insert(host.to_owned());
            }
        }
    }

    /// Whether the network was seen to put the ad space's links on this host.
    pub(super) fn is_tracker(&self, host: &str) -> bool {
        self.trackers.lock().contains(host)
    }

    /// The ad space's part of a tracking link's code, from an own link if there is one, else from the network. `None` while it is
    /// not known.
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
        let deadline = Instant::now() + MAX_WAIT_FOR_CODE;
        let code = self.code.get_or_fetch(MAX_WAIT_FOR_CODE, fetch).await;
        if code.is_none() && Instant::now() >= deadline {
            tracing::warn!("the ad space was not told in time");
        }
        Some(code?.as_ref().clone())
    }

    /// The link check's answer about a link that was not made just now.
    pub(super) async fn check_link(
        &self,
        link: &Url,
        network: Option<&Arc<dyn AffiliateNetwork>>,
    ) -> Result<LinkCheck, NoAnswer> {
        let without_subids = tracking_link::with_subids(link, &[]);
        if let Some((known, until)) = self.checked.get(&without_subids)
            && Instant::now() < until
        {
            return Ok(known);
        }
        match network.ok_or(NoAnswer::NotAsked)?.check_link(link).await {
            Ok(verdict) => {
                // Not cached: a refusal may be caused by a SubID, and may end when the ad space's status changes.
                if !matches!(verdict, LinkCheck::Refused(_)) {
                    self.checked.insert(without_subids, (verdict.clone(), Instant::now() + LINK_CHECK_TTL));
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

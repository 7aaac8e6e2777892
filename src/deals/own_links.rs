//! What tells the publisher's own affiliate links from others', and what the network's link check said of them.

use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use url::Url;

use super::lookup::{NoAnswer, log_failure};
use dealink_network::admitad::tracking_link;
use dealink_network::admitad::{Admitad, LinkCheck};

const LINK_CHECK_TTL: Duration = Duration::from_secs(6 * 60 * 60);
const CACHE_CAPACITY: u64 = 10_000;
/// Whose a link is decides what is asked about it, so everything waits for this: not for long, and not again at once.
const MAX_WAIT: Duration = Duration::from_secs(3);
const COOLDOWN_AFTER_FAILURE: Duration = Duration::from_secs(60);

/// The ad space's marks.
pub(super) struct OwnLinks {
    /// The part of a tracking link's code that names the ad space.
    code: OnceLock<String>,
    /// Hosts of links that the network made for the ad space. Trackers rotate; one that no list has yet is known by this.
    trackers: Mutex<BTreeSet<String>>,
    unknown: moka::sync::Cache<(), ()>,
    /// By link without SubIDs, which do not matter to the check and may be personal.
    checked: moka::sync::Cache<Url, LinkCheck>,
}

impl OwnLinks {
    pub(super) fn new() -> Self {
        OwnLinks {
            code: OnceLock::new(),
            trackers: Mutex::default(),
            unknown: moka::sync::Cache::builder()
                .time_to_live(COOLDOWN_AFTER_FAILURE)
                .max_capacity(1)
                .build(),
            checked: moka::sync::Cache::builder()
                .time_to_live(LINK_CHECK_TTL)
                .max_capacity(CACHE_CAPACITY)
                .build(),
        }
    }

    /// Learns where the network puts the ad space's links.
    pub(super) fn learn_tracker(&self, link: &Url) {
        if let Some(host) = link.host_str() {
            let mut trackers = self.trackers.lock().unwrap_or_else(PoisonError::into_inner);
            if !trackers.contains(host) {
                trackers.insert(host.to_owned());
            }
        }
    }

    /// Whether the network was seen to put the ad space's links there.
    pub(super) fn is_tracker(&self, host: &str) -> bool {
        self.trackers.lock().unwrap_or_else(PoisonError::into_inner).contains(host)
    }

    /// The ad space's part of a tracking link's code; `None` while nobody can tell it.
    pub(super) async fn ad_space_code(
        &self,
        base: Option<&Url>,
        network: Option<&Admitad>,
    ) -> Option<String> {
        if let Some(code) = self.code.get() {
            return Some(code.clone());
        }
        let code = match base.and_then(tracking_link::ad_space_code) {
            Some(code) => code.to_owned(),
            None => self.ask_ad_space_code(network?).await?,
        };
        let _ = self.code.set(code.clone());
        Some(code)
    }

    async fn ask_ad_space_code(&self, network: &Admitad) -> Option<String> {
        if self.unknown.contains_key(&()) {
            return None;
        }
        match tokio::time::timeout(MAX_WAIT, network.ad_space()).await {
            Ok(Ok(space)) if space.verification_code.is_some() => return space.verification_code,
            Ok(Ok(_)) => {}
            Ok(Err(error)) => log_failure("ad space", &error),
            Err(_) => tracing::warn!("the ad space was not told in time"),
        }
        self.unknown.insert((), ());
        None
    }

    /// What the link check says of a link that was not made just now.
    pub(super) async fn check_link(
        &self,
        link: &Url,
        network: Option<&Admitad>,
    ) -> Result<LinkCheck, NoAnswer> {
        let key = tracking_link::with_subids(link, &[]);
        if let Some(known) = self.checked.get(&key) {
            return Ok(known);
        }
        match network.ok_or(NoAnswer::NotAsked)?.check_link(link).await {
            Ok(verdict) => {
                // A refusal may be of a SubID, or pass with the ad space's status.
                if !matches!(verdict, LinkCheck::Refused(_)) {
                    self.checked.insert(key, verdict.clone());
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

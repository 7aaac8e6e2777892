//! What tells the publisher's own affiliate links from others', and what the network's link check said of them.

use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use url::Url;

use super::lookup::{Gap, failed};
use dealink_network::admitad::tracker;
use dealink_network::admitad::{Admitad, Verdict};

const KEPT: Duration = Duration::from_secs(6 * 60 * 60);
const KEPT_AT_MOST: u64 = 10_000;
/// Whose a link is decides what is asked about it, so everything waits for this: not for long, and not again at once.
const PATIENCE: Duration = Duration::from_secs(3);
const REST_AFTER_FAULT: Duration = Duration::from_secs(60);

/// The ad space's marks.
pub(super) struct Ours {
    /// The part of a tracking link's code that names the ad space.
    code: OnceLock<String>,
    /// Hosts of links that the network made for the ad space. Trackers rotate; one that no list has yet is known by this.
    trackers: Mutex<BTreeSet<String>>,
    unknown: moka::sync::Cache<(), ()>,
    /// By link without SubIDs, which do not matter to the check and may be personal.
    checked: moka::sync::Cache<Url, Verdict>,
}

impl Ours {
    pub(super) fn new() -> Self {
        Ours {
            code: OnceLock::new(),
            trackers: Mutex::default(),
            unknown: moka::sync::Cache::builder().time_to_live(REST_AFTER_FAULT).max_capacity(1).build(),
            checked: moka::sync::Cache::builder().time_to_live(KEPT).max_capacity(KEPT_AT_MOST).build(),
        }
    }

    /// Learns where the network puts the ad space's links.
    pub(super) fn made(&self, link: &Url) {
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
    pub(super) async fn code(&self, base: Option<&Url>, network: Option<&Admitad>) -> Option<String> {
        if let Some(code) = self.code.get() {
            return Some(code.clone());
        }
        let code = match base.and_then(tracker::ad_space_code) {
            Some(code) => code.to_owned(),
            None => self.ask(network?).await?,
        };
        let _ = self.code.set(code.clone());
        Some(code)
    }

    async fn ask(&self, network: &Admitad) -> Option<String> {
        if self.unknown.contains_key(&()) {
            return None;
        }
        match tokio::time::timeout(PATIENCE, network.ad_space()).await {
            Ok(Ok(space)) if space.verification_code.is_some() => return space.verification_code,
            Ok(Ok(_)) => {}
            Ok(Err(error)) => failed("ad space", &error),
            Err(_) => tracing::warn!("the ad space was not told in time"),
        }
        self.unknown.insert((), ());
        None
    }

    /// What the link check says of a link that was not made just now.
    pub(super) async fn check(&self, link: &Url, network: Option<&Admitad>) -> Result<Verdict, Gap> {
        let key = tracker::with_subids(link, &[]);
        if let Some(known) = self.checked.get(&key) {
            return Ok(known);
        }
        match network.ok_or(Gap::NotAsked)?.validate(link).await {
            Ok(verdict) => {
                // A refusal may be of a SubID, or pass with the ad space's status.
                if !matches!(verdict, Verdict::Refused(_)) {
                    self.checked.insert(key, verdict.clone());
                }
                Ok(verdict)
            }
            Err(error) => {
                failed("check", &error);
                Err(Gap::Failed(error))
            }
        }
    }
}

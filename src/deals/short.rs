//! Short links by the network's shortener: an extra that no answer waits long for.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use dealink_network::admitad::Admitad;

const KEPT: Duration = Duration::from_secs(6 * 60 * 60);
const KEPT_AT_MOST: u64 = 10_000;
const PATIENCE: Duration = Duration::from_secs(3);
const REST_AFTER_FAULT: Duration = Duration::from_secs(60);

/// The shortener. Cheap to clone.
#[derive(Clone)]
pub(super) struct Shortener {
    fresh: moka::future::Cache<Url, Url>,
    failed: moka::sync::Cache<(), ()>,
}

impl Shortener {
    pub(super) fn new() -> Self {
        Shortener {
            fresh: moka::future::Cache::builder().time_to_live(KEPT).max_capacity(KEPT_AT_MOST).build(),
            failed: moka::sync::Cache::builder().time_to_live(REST_AFTER_FAULT).max_capacity(1).build(),
        }
    }

    /// The short form of an affiliate link; the link itself while the shortener does not answer.
    pub(super) async fn shorten(&self, network: &Admitad, link: Url) -> Url {
        if self.failed.contains_key(&()) {
            return link;
        }
        let asked = self.fresh.try_get_with(link.clone(), network.shorten(&link));
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(short)) => return short,
            Ok(Err(error)) => tracing::warn!(error = %Arc::as_ref(&error), "no short link"),
            Err(_) => tracing::warn!("no short link in time"),
        }
        self.failed.insert((), ());
        link
    }

    /// Forgets all: the links carry SubIDs.
    pub(super) fn forget(&self) {
        self.fresh.invalidate_all();
    }
}

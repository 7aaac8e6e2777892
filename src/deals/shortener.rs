//! Short links by the network's shortener: an extra that no answer waits long for.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use dealink_network::admitad::Admitad;

const SHORT_LINK_TTL: Duration = Duration::from_secs(6 * 60 * 60);
const SHORT_LINKS_KEPT_AT_MOST: u64 = 10_000;
const SHORTENER_TIMEOUT: Duration = Duration::from_secs(3);
const SHORTENER_COOLDOWN: Duration = Duration::from_secs(60);

/// The shortener. Cheap to clone.
#[derive(Clone)]
pub(super) struct Shortener {
    cache: moka::future::Cache<Url, Url>,
    cooldown: moka::sync::Cache<(), ()>,
}

impl Shortener {
    pub(super) fn new() -> Self {
        Shortener {
            cache: moka::future::Cache::builder()
                .time_to_live(SHORT_LINK_TTL)
                .max_capacity(SHORT_LINKS_KEPT_AT_MOST)
                .build(),
            cooldown: moka::sync::Cache::builder().time_to_live(SHORTENER_COOLDOWN).max_capacity(1).build(),
        }
    }

    /// The short form of an affiliate link; the link itself while the shortener does not answer.
    pub(super) async fn shorten(&self, network: &Admitad, link: Url) -> Url {
        if self.cooldown.contains_key(&()) {
            return link;
        }
        let asked = self.cache.try_get_with(link.clone(), network.shorten(&link));
        match tokio::time::timeout(SHORTENER_TIMEOUT, asked).await {
            Ok(Ok(short)) => return short,
            Ok(Err(error)) => tracing::warn!(error = %Arc::as_ref(&error), "no short link"),
            Err(_) => tracing::warn!("no short link in time"),
        }
        self.cooldown.insert((), ());
        link
    }

    /// Forgets all: the links carry SubIDs.
    pub(super) fn forget(&self) {
        self.cache.invalidate_all();
    }
}

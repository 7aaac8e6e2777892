//! The network's answers about one product or page, and the reasons for missing answers.

use std::time::Duration;

use dealink_core::in_flight::Fetched;
use dealink_network::affiliate::{LinkCheck, NetworkError, ProductRate};
use jiff::civil::Date;
use url::Url;

/// How long a complete answer is kept.
const DEEPLINK_TTL: Duration = Duration::from_secs(6 * 60 * 60);

/// The answers about one target.
#[derive(Clone, Debug)]
pub struct ProductLookup {
    /// The affiliate link, without SubIDs.
    pub link: Option<Url>,
    /// The link generator's own verdict.
    pub affiliate: Option<bool>,
    /// The link check's verdict. It is asked only if the generator gave no verdict.
    pub check: Option<LinkCheck>,
    pub rate: Option<ProductRate>,
    /// The day on which the network was asked.
    pub asked_on: Date,
    /// Why the network made no link. The link is then made offline, if it can be.
    pub link_fault: Option<NoAnswer>,
    /// Why the rate is not known.
    pub rate_fault: Option<NoAnswer>,
    /// Why the link check did not answer.
    pub check_fault: Option<NoAnswer>,
}

impl ProductLookup {
    /// How long the answers may be reused: not at all if a question got no answer.
    fn ttl(&self) -> Duration {
        let refused = matches!(self.check, Some(LinkCheck::Refused(_)));
        let faults = [&self.link_fault, &self.rate_fault, &self.check_fault];
        match !refused && faults.iter().all(|fault| fault.is_none()) {
            true => DEEPLINK_TTL,
            false => Duration::ZERO,
        }
    }
}

impl From<ProductLookup> for Fetched<std::sync::Arc<ProductLookup>> {
    fn from(found: ProductLookup) -> Self {
        Fetched { ttl: found.ttl(), value: found.into() }
    }
}

/// Why the network gave no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum NoAnswer {
    /// It was not asked: there are no credentials.
    NotAsked,
    Failed(NetworkError),
    /// It answered, but not about this target.
    Silent,
}

pub(super) fn log_failure(what: &'static str, error: &NetworkError) {
    tracing::warn!(what, %error, "the network did not answer");
}

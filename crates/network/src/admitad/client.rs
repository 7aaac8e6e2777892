//! What the clones of one client share: the account, the token and the budget of calls.

use std::fmt;
use std::sync::Arc;

use url::Url;

use super::account::AdmitadAccount;
use super::call_limiter::CallLimiter;
use super::timeouts::AdmitadTimeouts;
use super::token::TokenCache;

/// The client. Cheap to clone; clones are the same application to the network.
#[derive(Clone)]
pub struct Admitad(pub(super) Arc<AdmitadInner>);

pub(super) struct AdmitadInner {
    pub(super) account: AdmitadAccount,
    pub(super) http: reqwest::Client,
    pub(super) timeouts: AdmitadTimeouts,
    pub(super) limiter: CallLimiter,
    pub(super) token_cache: TokenCache,
}

impl Admitad {
    /// A client for `account` that sends through `http`, which needs no timeout of its own.
    pub fn new(account: AdmitadAccount, http: reqwest::Client, timeouts: AdmitadTimeouts) -> Self {
        let limiter = CallLimiter::new(&timeouts);
        let token_cache = TokenCache::default();
        Admitad(Arc::new(AdmitadInner { account, http, timeouts, limiter, token_cache }))
    }

    /// The address of an API method; every one of them ends in a slash.
    pub(super) fn endpoint_url(&self, path: &[&str]) -> Url {
        let mut url = self.0.account.base.clone();
        url.set_query(None);
        url.set_fragment(None);
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path).push("");
        }
        url
    }
}

impl fmt::Debug for Admitad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admitad").field("account", &self.0.account).finish_non_exhaustive()
    }
}

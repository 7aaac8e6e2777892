//! What the clones of one client share: the account, the token and the budget of calls.

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;
use url::Url;

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

#[derive(Clone)]
pub struct AdmitadAccount {
    /// Where the API is served, `https://api.admitad.com/` or a stand-in; a path prefix is kept.
    pub base: Url,
    /// The application's name at the network. Kept out of logs like the secret.
    pub client_id: String,
    /// Gives the same power as the publisher's password.
    pub client_secret: SecretString,
    /// The ad space that links are made for.
    pub website_id: u64,
    /// The program that links lead into, such as 14289 for AliExpress TR.
    pub campaign_id: u64,
}

impl fmt::Debug for AdmitadAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdmitadAccount")
            .field("host", &self.base.host_str())
            .field("website_id", &self.website_id)
            .field("campaign_id", &self.campaign_id)
            .finish_non_exhaustive()
    }
}

//! The Admitad API as its publisher's client: links, verdicts, rates and programs, over real HTTP.
//!
//! One [`Admitad`] stands for one application at the network: its clones share the token, the budget of
//! calls and the wait after a refusal. Answers are read leniently, since the wire differs from its own
//! documentation; nothing that was not said becomes a value. No error, log line or `Debug` output
//! carries a secret, a token, an answer's body or a user's address. Equal questions asked at the same
//! time, and remembering answers, are the caller's concern.

mod account;
mod call;
mod call_limiter;
mod deeplink;
mod error;
mod link_check;
mod product_rates;
mod quoted_rate;
mod shortlink;
mod timeouts;
mod token;
pub mod tracking_link;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;
use url::Url;

use dealink_core::lenient;

pub use account::{AdSpace, AdmitadProgram, ProgramAction, Tariff, TariffRate};
pub use deeplink::Deeplink;
pub use error::{AdmitadError, ApiReply, Endpoint};
pub use link_check::{LinkCheck, LinkRefusal};
pub use product_rates::ProductRate;
pub use quoted_rate::QuotedRate;
pub use timeouts::AdmitadTimeouts;

/// Whose calls these are: an application's credentials, its ad space and its program.
#[derive(Clone)]
pub struct AdmitadAccount {
    /// Where the API is served, `https://api.admitad.com/` or a stand-in; a path prefix is kept.
    pub base: Url,
    /// The application's name at the network. Kept out of logs like the secret.
    pub client_id: String,
    /// The application's secret: it gives the same power as the publisher's password.
    pub client_secret: SecretString,
    /// The ad space that links are made for.
    pub website_id: u64,
    /// The program that links lead into, such as 14289 for AliExpress TR.
    pub campaign_id: u64,
}

impl fmt::Debug for AdmitadAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("host", &self.base.host_str())
            .field("website_id", &self.website_id)
            .field("campaign_id", &self.campaign_id)
            .finish_non_exhaustive()
    }
}

/// The client. Cheap to clone; clones are the same application to the network.
#[derive(Clone)]
pub struct Admitad(Arc<AdmitadInner>);

/// What the clones of an [`Admitad`] share.
struct AdmitadInner {
    account: AdmitadAccount,
    http: reqwest::Client,
    timeouts: AdmitadTimeouts,
    limiter: call_limiter::CallLimiter,
    token_cache: token::TokenCache,
}

impl Admitad {
    /// A client for `account` that sends through `http` and waits as `timeouts` says.
    ///
    /// `http` needs no timeout of its own.
    pub fn new(account: AdmitadAccount, http: reqwest::Client, patience: AdmitadTimeouts) -> Self {
        let pace = call_limiter::CallLimiter::new(&patience);
        Admitad(Arc::new(AdmitadInner {
            account,
            http,
            timeouts: patience,
            limiter: pace,
            token_cache: token::TokenCache::default(),
        }))
    }

    /// Fetches the token before the first user waits for it. A failure is logged and left to the first
    /// real call, which tries again.
    pub async fn warm_up(&self) {
        let deadline = tokio::time::Instant::now() + self.0.timeouts.deadline;
        if let Err(error) = self.valid_token(deadline).await {
            tracing::warn!(%error, "no Admitad token yet");
        }
    }

    /// The address of an API method; every one of them ends in a slash.
    fn endpoint_url(&self, path: &[&str]) -> Url {
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

/// The account that the stand-in knows.
#[cfg(test)]
pub(crate) fn sandbox_account(base: Url) -> AdmitadAccount {
    use dealink_sandbox::admitad::{AD_SPACE, CLIENT_ID, CLIENT_SECRET, PROGRAM};
    AdmitadAccount {
        base,
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.into(),
        website_id: AD_SPACE,
        campaign_id: PROGRAM,
    }
}

//! The client of the Admitad API, as one publisher's application: links, verdicts, rates and programs, over HTTP.
//!
//! The clones of an [`Admitad`] share the token, the budget of calls and the cooldown after a refusal. Answers are read
//! leniently, since the API differs from its own documentation; nothing that was not said becomes a value. No error, log line or
//! `Debug` output carries a secret, a token, an answer's body or a user's address. Callers keep answers and share equal
//! questions, not the client.

mod affiliate;
mod authorize;
mod call;
mod call_limiter;
mod client;
mod deeplink;
mod error;
mod link_check;
mod product_rates;
mod program;
mod quoted_rate;
mod shortlink;
mod timeouts;
mod token;

#[cfg(test)]
mod tests;

pub use client::{Admitad, AdmitadAccount};
pub use error::{AdmitadError, ApiMethod, ApiReply};
pub use timeouts::AdmitadTimeouts;

/// The account that the stand-in knows.
#[cfg(test)]
pub(crate) fn sandbox_account(base: url::Url) -> AdmitadAccount {
    use dealink_sandbox::admitad::{AD_SPACE, CLIENT_ID, CLIENT_SECRET, PROGRAM};
    AdmitadAccount {
        base,
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.into(),
        website_id: AD_SPACE,
        campaign_id: PROGRAM,
    }
}

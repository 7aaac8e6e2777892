//! What is needed of an affiliate network, whichever it is: links, verdicts, rates and terms, and how asking can fail.

mod answers;

use std::collections::HashMap;

use dealink_core::money::Currency;
use futures::future::BoxFuture;
use jiff::civil::Date;
use url::Url;

pub use answers::{
    AdSpace, AffiliateProgram, Deeplink, LinkCheck, LinkRefusal, ProductRate, ProgramAction, QuotedRate,
    Tariff, TariffRate,
};

/// An answer of the network, under way.
pub type Asked<'a, T> = BoxFuture<'a, Result<T, NetworkError>>;

/// An affiliate network, as one publisher's application sees it for one program.
pub trait AffiliateNetwork: Send + Sync {
    /// Prepares the first call, so that the first user does not wait for that. A failure is logged and left to that call.
    fn warm_up(&self) -> BoxFuture<'_, ()>;

    /// An affiliate link for each target, in their order; `None` where the network makes none. The network may refuse all
    /// targets because of one.
    fn deeplinks<'a>(&'a self, targets: &'a [Url]) -> Asked<'a, Vec<Option<Deeplink>>>;

    /// The rates of product pages, by the address that was asked for. A page of which the network says nothing is missing.
    fn product_rates<'a>(&'a self, pages: &'a [Url]) -> Asked<'a, HashMap<String, ProductRate>>;

    /// Whether an affiliate link of the publisher works and pays.
    fn check_link<'a>(&'a self, link: &'a Url) -> Asked<'a, LinkCheck>;

    fn shorten<'a>(&'a self, link: &'a Url) -> Asked<'a, Url>;

    fn ad_space(&self) -> Asked<'_, AdSpace>;

    /// The program, with the ad space's own rates.
    fn program(&self) -> Asked<'_, AffiliateProgram>;

    /// What one unit of `from` is worth in `to` on `today`; the answer may be of an earlier day.
    fn exchange_rate(&self, from: Currency, to: Currency, today: Date) -> Asked<'_, QuotedRate>;
}

/// Why the network gave no answer, told by what the caller can do. The details are for the log: they name a method, a status
/// and an error code, and nothing of the question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// Ask again later: there was no room in the budget of calls. That may be because of this requester's share alone.
    #[error("{0}")]
    Busy(String),
    /// Ask again later: the network is out of reach, late or unreadable.
    #[error("{0}")]
    Unavailable(String),
    /// The network refuses this very question; asking again changes nothing.
    #[error("{0}")]
    Refused(String),
    /// Credentials, rights or the connection to the program are missing: the operator has to mend that.
    #[error("{0}")]
    Denied(String),
}

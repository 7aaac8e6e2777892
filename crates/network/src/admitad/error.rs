//! Why a call failed, by what the caller can do about it.
//!
//! The texts of these types name a method, a status and an error code and nothing else.

use std::fmt;
use std::time::Duration;

/// A method of the API that the client uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ApiMethod {
    Token,
    Deeplink,
    Check,
    Rates,
    ShortLink,
    AdSpace,
    Program,
    Exchange,
}

impl ApiMethod {
    /// Every method, in the order of this list.
    pub const ALL: [ApiMethod; 8] = [
        ApiMethod::Token,
        ApiMethod::Deeplink,
        ApiMethod::Check,
        ApiMethod::Rates,
        ApiMethod::ShortLink,
        ApiMethod::AdSpace,
        ApiMethod::Program,
        ApiMethod::Exchange,
    ];

    /// The right that an application needs for the method; the token itself needs none.
    pub fn scope(self) -> Option<&'static str> {
        self.address_and_scope().1
    }

    fn address_and_scope(self) -> (&'static str, Option<&'static str>) {
        match self {
            ApiMethod::Token => ("POST /token/", None),
            ApiMethod::Deeplink => ("GET /deeplink/", Some("deeplink_generator")),
            ApiMethod::Check => ("GET /validate_links/", Some("validate_links")),
            ApiMethod::Rates => ("POST /aliexpress/commission_rates/", Some("aliexpress_commission")),
            ApiMethod::ShortLink => ("POST /shortlink/modify/", Some("short_link")),
            ApiMethod::AdSpace => ("GET /websites/v2/", Some("websites")),
            ApiMethod::Program => ("GET /advcampaigns/", Some("advcampaigns_for_website")),
            ApiMethod::Exchange => ("GET /currencies/rate/", Some("public_data")),
        }
    }
}

impl fmt::Display for ApiMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.address_and_scope().0)
    }
}

/// The method that was called, and what its answer was like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiReply {
    pub endpoint: ApiMethod,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The network's own number for the error, if it gave one.
    pub error_code: Option<i64>,
}

impl ApiReply {
    pub(super) fn without_answer(endpoint: ApiMethod) -> Self {
        ApiReply { endpoint, status: None, error_code: None }
    }
}

impl fmt::Display for ApiReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.endpoint)?;
        if let Some(status) = self.status {
            write!(f, ", status {status}")?;
        }
        if let Some(code) = self.error_code {
            write!(f, ", error_code {code}")?;
        }
        Ok(())
    }
}

/// Why a call gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdmitadError {
    /// The budget of calls is used up and our own waiting ran out: ask again later.
    #[error("Admitad takes no more calls for {} s", retry_in.as_secs())]
    Busy {
        /// When there may be room again.
        retry_in: Duration,
    },
    /// The credentials, the token or the application's rights do not suffice: tell the operator.
    #[error("Admitad denied {at}{}", scope.map(|scope| format!(": the scope {scope} is missing")).unwrap_or_default())]
    Denied {
        at: ApiReply,
        /// The right that the application lacks, if the network said that one is lacking.
        scope: Option<&'static str>,
    },
    /// The ad space or the program does not exist or they are not connected: tell the operator.
    #[error("Admitad knows no such ad space or program: {at}")]
    NotConnected { at: ApiReply },
    /// The network refuses this very question; asking again changes nothing.
    #[error("Admitad refused {at}")]
    Refused { at: ApiReply },
    /// No connection, a connection that was cut, or a fault of the network's server: ask again later.
    #[error("Admitad is out of reach: {at}")]
    Unreachable { at: ApiReply },
    /// No answer in time: ask again later.
    #[error("Admitad did not answer in time: {at}")]
    Late { at: ApiReply },
    /// An answer that is not the documented one: HTML, half a JSON, another shape, nothing.
    #[error("Admitad's answer is unreadable: {at}")]
    Garbled { at: ApiReply },
}

impl AdmitadError {
    /// A success without the documented content.
    pub(super) fn garbled(endpoint: ApiMethod) -> Self {
        AdmitadError::Garbled { at: ApiReply { endpoint, status: Some(200), error_code: None } }
    }
}

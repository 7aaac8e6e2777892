//! Why there is nothing of a product, by what the caller can do about it.
//!
//! The texts of these types name a status and nothing else.

use std::time::Duration;

/// Why there is no offer of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoOffer {
    /// The platform has no data: the product is not in its program, or not sold to Turkey.
    NoData,
    /// It could not be asked, or its answer could not be read.
    Failed(OpenPlatformError),
    /// It was not asked: the day's calls are used up, all of them or the share of each person who waits for the answer.
    OverBudget,
}

/// Why a call gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenPlatformError {
    /// The key, the secret or the application's rights are not accepted; nothing is asked for a long while. The operator was told.
    #[error("the Open Platform does not accept the application")]
    Denied,
    /// A cooldown: the platform asked for fewer calls or was out of reach just now.
    #[error("the Open Platform is not asked for {} s", retry_in.as_secs())]
    CoolingDown { retry_in: Duration },
    /// No connection, or a fault of its servers.
    #[error("the Open Platform is out of reach{}", status.map(|status| format!(", status {status}")).unwrap_or_default())]
    Unreachable {
        /// The HTTP status, if there was an answer.
        status: Option<u16>,
    },
    /// No answer in time. It may still come, and then serves the next caller.
    #[error("the Open Platform did not answer in time")]
    Late,
    #[error("the Open Platform refused a call")]
    Refused,
    /// An answer that is not a documented one.
    #[error("the Open Platform's answer is unreadable")]
    Garbled,
}

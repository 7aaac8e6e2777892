//! The client of the AliExpress Open Platform: what AliExpress says of products that no feed holds.
//!
//! Only what a product page shows is read: title, picture, prices, discount, category, store. **The platform's commission rates
//! are those of AliExpress' own affiliate program. They are never what the network pays, so nothing here carries one.**
//!
//! The clones of an [`OpenPlatform`] share the budget of calls, the answers and every cooldown. Nothing that the platform cannot
//! say stops an answer: each product that was asked for has an [`Offer`] or a [`NoOffer`]. No error, log line or `Debug` output
//! carries the key, the secret, a signature or an answer's body.

mod answer;
mod call;
mod client;
mod error;
mod offer;
mod offers;
mod parse;
mod platform_limiter;
mod timeouts;

#[cfg(test)]
mod tests;

pub use client::{OpenPlatform, OpenPlatformAccount};
pub use error::{NoOffer, OpenPlatformError};
pub use offer::Offer;
pub use offers::OfferResult;
pub use timeouts::OpenPlatformTimeouts;

/// Where the platform takes calls.
pub const ENDPOINT: &str = "https://api-sg.aliexpress.com/sync";

//! Where AliExpress' short links lead: asked over the network, one `Location` header at a time.
//!
//! Only hosts of the table in `dealink_links` are ever contacted, by https, at public addresses. A tracker's target is read from
//! its address and the tracker not asked, because following it counts a click. Every address that a server names is read by
//! `dealink_links` again, and the first one that is not short any more is the answer. Bodies are not read, cookies not kept,
//! redirects not followed by the HTTP client. No error and no log line carries more of a link than its host: the rest is
//! somebody's personal share code.

mod dns;
mod hop;
mod hop_client;
mod outcome;
mod public_address;
mod resolver;
mod transport;

#[cfg(test)]
mod tests;

pub use outcome::{ResolveError, ShortLinkOutcome};
pub use resolver::{Resolver, ResolverTimeouts};
pub use transport::{ResolverStartError, ResolverTransport};

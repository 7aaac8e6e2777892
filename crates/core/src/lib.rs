//! What every part of dealink needs: money, the clock, message keys, caches, limits on calls and lenient readers.

pub mod atomic_file;
pub mod bounded_file;
pub mod clock;
pub mod cooldown;
pub mod fold;
pub mod in_flight;
pub mod lang;
pub mod lenient;
pub mod message;
pub mod money;
pub mod rate_limiter;
pub mod requester;
pub mod retry;
pub mod stale_cache;
pub mod tokio_clock;

//! What every part of dealink needs: money, the clock, message keys, caches and lenient readers.

pub mod clock;
pub mod lang;
pub mod lenient;
pub mod message;
pub mod money;
pub mod stale_cache;

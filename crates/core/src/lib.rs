//! What every part of dealink needs: money, the clock, message keys, folding, caches, atomic files and lenient readers.

pub mod atomic_file;
pub mod clock;
pub mod fold;
pub mod lang;
pub mod lenient;
pub mod message;
pub mod money;
pub mod stale_cache;

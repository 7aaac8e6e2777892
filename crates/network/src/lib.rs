//! Everything that is asked of other services: the affiliate network, the shop's Open Platform, exchange rates, and where short
//! links lead.

pub mod admitad;
pub mod affiliate;
pub mod exchange;
pub mod open_platform;
pub mod resolve;
pub mod tracking_link;

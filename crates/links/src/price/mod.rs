//! Prices in chat texts: which amount belongs to which link.
//!
//! A price is read only where it is unambiguous. Numbers in titles, percentages, coupons and old prices are not prices.

mod head;
mod message;
mod number;
mod scan;
mod signs;

pub(crate) use head::is_share_head;
pub use head::parse_price;
pub(crate) use message::attach_prices;
pub use number::Price;
pub(crate) use scan::is_invisible;

#[cfg(test)]
mod tests;

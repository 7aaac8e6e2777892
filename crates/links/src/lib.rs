//! Finds, recognises, unwraps and rewrites AliExpress links in text, and reads the prices and titles that come with them.
//!
//! ```
//! use dealink_links::{LinkKind, find_links};
//!
//! let text = "Mug for $5.99: https://www.aliexpress.com/item/1005001234567890.html?spm=a2g0o.detail";
//! let link = find_links(text, &[]).remove(0);
//! assert_eq!(link.kind, LinkKind::Product);
//! assert_eq!(link.products[0].id.to_string(), "1005001234567890");
//! assert_eq!(link.price.map(|price| price.amount.to_string()).as_deref(), Some("5.99"));
//! let clean = link.canonical_url().map(String::from);
//! assert_eq!(clean.as_deref(), Some("https://www.aliexpress.com/item/1005001234567890.html"));
//!
//! // A disguised host is reported and never trusted.
//! let link = find_links("https://aliexpress.com.shop.example/item/1005001234567890.html", &[]).remove(0);
//! assert_eq!(link.kind, LinkKind::Lookalike);
//! assert!(link.products.is_empty());
//! ```
//!
//! [`find_links`] reads a text, [`parse_address`] a single address, [`Post::with_replacements`] puts other addresses into a post.
//! A host is genuine on a label boundary or not at all, an id is read only from the places where AliExpress puts it, and a price is
//! attached only where it is unambiguous. Any text is read in linear time.
//!
//! The crate makes no request: it does not resolve short links ([`Link::short_address`] says which may be asked for, and where) and
//! does not know whether a product exists. The rules and their sources are in `docs/LINKS.md`.

mod address;
mod address_end;
mod brand_spelling;
mod clean;
mod decode;
mod find;
mod hidden;
mod hosts;
mod inspect;
mod kinds;
mod link;
mod lookalike;
mod page;
mod parsed_link;
mod price;
mod product;
mod query;
mod rewrite;
mod shape;
mod short;
mod store;
mod text;
mod title;
mod tracker;
mod unwrap;

pub use hosts::WrapperNetwork;
pub use inspect::{Inspected, InspectedLink, InspectedPrice, inspect, unescape_line};
pub use link::{HiddenLink, Link, LinkKind, LinkReason, Wrapper};
pub use price::{Price, parse_price};
pub use product::{LinkedProduct, NotAProductId, ProductId};
pub use rewrite::{Entity, Post, Replacement};
pub use short::parse_address;
pub use store::{is_store_number, store_number};
pub use text::{find_address_spans, find_links};

#[cfg(test)]
mod tests;

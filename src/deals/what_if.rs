//! What a publisher wants reckoned with, in place of what is known or set: "what if the buyer is new?".

use dealink_links::Price;
use dealink_program::{Buyer, Category, Country, TrafficSource};

/// An order as the publisher supposes it. What is `None` stays as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WhatIf {
    /// The price; it goes before the message's own.
    pub price: Option<Price>,
    /// Whether the buyer orders for the first time.
    pub buyer: Option<Buyer>,
    /// The traffic source, in place of the one in the settings.
    pub traffic: Option<TrafficSource>,
    /// The category, which only the shop's page shows.
    pub category: Option<Category>,
    /// The store's number, which the product page shows.
    pub store: Option<u64>,
    /// The country of delivery.
    pub delivery: Option<Country>,
    /// Whether the link is the Hot product's special one.
    pub hot_link: bool,
}

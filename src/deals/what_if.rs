//! Assumptions of the publisher in place of known or chosen values: "what if the buyer is new?".

use dealink_links::Price;
use dealink_program::{Buyer, Category, Country, TrafficSource};

/// An assumed order. `None` leaves the known value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WhatIf {
    /// Replaces the price of the message.
    pub price: Option<Price>,
    /// Whether the buyer orders for the first time.
    pub buyer: Option<Buyer>,
    /// Replaces the traffic source of the settings.
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

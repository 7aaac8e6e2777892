//! The request for an estimate. Every value that may be unknown has a state for that.

use std::collections::BTreeMap;
use std::sync::Arc;

use dealink_core::money::{Money, Percent};
use jiff::civil::Date;

use super::names::{Affiliation, Buyer, Category, RateSource, StoreList, TrafficSource};
use super::region::Country;
use super::terms::Terms;

/// A rate that was read for the product or its category.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LiveRate {
    /// The rate. An impossible one (below 0, above 100) is ignored, with a reason.
    pub percent: Percent,
    /// The day on which it was read.
    pub date: Date,
    /// Its source; the caller chooses the best one.
    pub source: RateSource,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HotOffer {
    pub percent: Percent,
    /// Whether the link is the product's own Hot link. Some programs pay the increase only through it.
    pub special_link: bool,
}

/// A product, the publisher's traffic and the order.
#[derive(Clone, Debug, PartialEq)]
pub struct EstimateRequest {
    /// Caps are applied only to a price in the program's currency. Nothing is converted.
    pub price: Option<Money>,
    /// `None` is unknown.
    pub category: Option<Category>,
    /// The source that is declared for the ad space.
    pub traffic: TrafficSource,
    /// Whether the product takes part in the program.
    pub affiliation: Affiliation,
    /// `None`: not a Hot product.
    pub hot: Option<HotOffer>,
    /// The lists that the product's store is on, each with its date where that is known.
    pub store_lists: BTreeMap<StoreList, Option<Date>>,
    /// A gift card, a coupon, a travel or coupon service, a book.
    pub virtual_product: bool,
    pub buyer: Buyer,
    /// The day of the order, which decides the rules in force.
    pub order_date: Date,
    /// The best known rate from outside of the program file.
    pub live_rate: Option<LiveRate>,
    /// The program's current terms, used where there is no live rate; without them the file's table counts.
    pub terms: Option<Arc<Terms>>,
    /// The day on which the ad space was approved into the program; `None`: long ago, or unknown.
    pub joined: Option<Date>,
    /// The order is delivered to a CIS country.
    pub cis_delivery: bool,
    pub delivery: Option<Country>,
}

impl EstimateRequest {
    /// A request in which only the traffic source and the day are known.
    pub fn new(traffic: TrafficSource, order_date: Date) -> Self {
        EstimateRequest {
            price: None,
            category: None,
            traffic,
            affiliation: Affiliation::Unknown,
            hot: None,
            store_lists: BTreeMap::new(),
            virtual_product: false,
            buyer: Buyer::Unknown,
            order_date,
            live_rate: None,
            terms: None,
            joined: None,
            cis_delivery: false,
            delivery: None,
        }
    }
}

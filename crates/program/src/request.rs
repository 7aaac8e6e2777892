//! What an estimate is asked about. Everything that may be unknown can say so.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::names::{Affiliation, Buyer, Category, RateSource, StoreList, TrafficSource};
use super::region::Country;
use super::terms::Terms;
use dealink_core::money::{Money, Percent};

/// A rate that was read for this product, or for its category.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LiveRate {
    /// The rate. One that cannot be (below 0, above 100) is ignored, and the reasons say so.
    pub percent: Percent,
    /// The day on which it was read.
    pub date: Date,
    /// Where it was read; the caller chooses the best it has.
    pub source: RateSource,
}

/// The product is a Hot product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HotOffer {
    /// The Hot rate.
    pub percent: Percent,
    /// Whether the link is the product's own Hot link; without it the increase is not paid.
    pub special_link: bool,
}

/// A product, the publisher's traffic and the order.
#[derive(Clone, Debug, PartialEq)]
pub struct EstimateRequest {
    /// In the program's currency, or in another: then the caps cannot be applied. Nothing is converted.
    pub price: Option<Money>,
    /// `None` is unknown.
    pub category: Option<Category>,
    /// As declared for the ad space.
    pub traffic: TrafficSource,
    /// Whether the product takes part in the program.
    pub affiliation: Affiliation,
    /// `None`: not a Hot product.
    pub hot: Option<HotOffer>,
    /// The lists on which the product's store stands, each with the day it is of where that is known.
    pub store_lists: BTreeMap<StoreList, Option<Date>>,
    /// A gift card, a coupon, a travel or coupon service, a book.
    pub virtual_product: bool,
    /// Whether the buyer is new at the shop.
    pub buyer: Buyer,
    /// The day of the order; decides which rules are in force.
    pub order_date: Date,
    /// The best rate that is known from outside of the program file.
    pub live_rate: Option<LiveRate>,
    /// The program's terms as the network has them, for where no such rate is known; without them the file's table counts.
    pub terms: Option<Arc<Terms>>,
    /// The day on which the ad space was approved into the program; `None`: long ago, or unknown.
    pub joined: Option<Date>,
    /// The order is delivered to a CIS country.
    pub cis_delivery: bool,
    /// The country that the order is delivered to, where it is known.
    pub delivery: Option<Country>,
}

impl EstimateRequest {
    /// A question of which only the traffic source and the day are known.
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

//! A request to [`Deals`](super::Deals): a message, the publisher's settings, and assumptions for this answer.

use dealink_links::{HiddenLink, Price};
use dealink_network::tracking_link::SubIdSlot;
use dealink_program::{Buyer, Category, Country, TrafficSource};

use crate::settings::{ForeignLinks, Publisher};

/// The traffic source that is assumed until the publisher chooses one, because this is a messenger. The answer says so.
pub const ASSUMED_TRAFFIC: TrafficSource = TrafficSource::Messenger;

pub struct DealRequest<'a> {
    /// Its text or caption.
    pub text: &'a str,
    /// Links behind words.
    pub hidden: &'a [HiddenLink],
    /// The settings of the person for whom it is answered.
    pub publisher: &'a Publisher,
    pub what_if: WhatIf,
    /// SubIDs for this message only; they replace the SubID of the settings.
    pub subids: &'a [(SubIdSlot, String)],
    pub foreign_links: ForeignLinksOverride,
}

/// What to do with other publishers' affiliate links in this message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForeignLinksOverride {
    /// As the settings say; if they say nothing, the links are left alone.
    #[default]
    FollowSettings,
    Convert,
}

impl<'a> DealRequest<'a> {
    /// A text that is answered as the settings say.
    pub fn new(text: &'a str, hidden: &'a [HiddenLink], publisher: &'a Publisher) -> Self {
        let foreign_links = ForeignLinksOverride::FollowSettings;
        DealRequest { text, hidden, publisher, what_if: WhatIf::default(), subids: &[], foreign_links }
    }

    pub(super) fn converts_foreign_links(&self) -> bool {
        self.foreign_links == ForeignLinksOverride::Convert
            || self.publisher.foreign_links == Some(ForeignLinks::Convert)
    }

    /// The traffic source that was chosen, if any.
    pub(super) fn chosen_traffic(&self) -> Option<TrafficSource> {
        self.what_if.traffic.or(self.publisher.traffic)
    }

    /// The SubIDs for new links.
    pub(super) fn wanted_subids(&self) -> Vec<(SubIdSlot, String)> {
        if !self.subids.is_empty() {
            return self.subids.to_vec();
        }
        self.publisher.subid.iter().map(|subid| (SubIdSlot::SubId, subid.clone())).collect()
    }
}

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
    pub delivery: Option<Country>,
    /// Whether the link is the Hot product's special one.
    pub hot_link: bool,
}

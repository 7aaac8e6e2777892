//! Whether the link that a feed has for a product may be used.
//!
//! A feed's links credit the ad space that the feed was exported for. A link of the publisher's own ad space is used as it is; a
//! Hot product's link is the special link that the Hot rate is paid for. A link of another ad space would give the commission
//! away, and a link that leads to another product comes from a broken row.

use dealink_catalog::Product;
use dealink_links::parse_address;
use dealink_network::tracking_link::{self, SubIdSlot};
use url::Url;

/// A feed's link, by its owner.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FeedLink {
    /// The publisher's own link, or a special link that is not known to be of another ad space.
    Own(Url),
    /// The owner is not known; a link from the network is preferred.
    OwnerUnknown(Url),
    Unusable,
}

impl FeedLink {
    /// `own_code` is the part of a tracking link's code that identifies the publisher's ad space, if it is known.
    pub(super) fn from_product(product: &Product, own_code: Option<&str>) -> FeedLink {
        let Some(link) = product.link.as_ref().filter(|link| leads_to(link, product)) else {
            return FeedLink::Unusable;
        };
        match (tracking_link::ad_space_code(link), own_code) {
            (Some(code), Some(own)) if code == own => FeedLink::Own(link.clone()),
            (Some(_), Some(_)) => FeedLink::Unusable,
            _ if product.offer.hot => FeedLink::Own(link.clone()),
            _ => FeedLink::OwnerUnknown(link.clone()),
        }
    }

    pub(super) fn into_url(self) -> Option<Url> {
        match self {
            FeedLink::Own(link) | FeedLink::OwnerUnknown(link) => Some(link),
            FeedLink::Unusable => None,
        }
    }
}

/// Whether the link leads to the product, judged only by its address.
fn leads_to(link: &Url, product: &Product) -> bool {
    let target = tracking_link::target(link).and_then(|target| parse_address(target.as_str()));
    target.is_none_or(|target| {
        target.products.is_empty() || target.products.iter().any(|named| named.id == product.id)
    })
}

/// The link with this SubID; an address that is not a tracking link stays unchanged.
pub(super) fn with_subid(link: Url, subid: Option<&str>) -> Url {
    match subid {
        Some(subid) if tracking_link::ad_space_code(&link).is_some() => {
            tracking_link::with_subids(&link, &[(SubIdSlot::SubId, subid)])
        }
        _ => link,
    }
}

//! Whether the link that a feed has for a product may be used.
//!
//! A feed's links credit the ad space that the feed was exported for. One of the publisher's own ad space is used as it is, and
//! a Hot product's is the special link that its rate is paid for; one of another ad space would give the commission away, and
//! one that leads to another product is a broken row's.

use url::Url;

use dealink_catalog::Product;
use dealink_links::parse_address;
use dealink_network::tracking_link::{self, SubIdSlot};

/// A feed's link, and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FeedLink {
    /// Of the publisher's ad space; or a special link of which nothing says that it is another's.
    Own(Url),
    /// Whose it is cannot be told: a link that the network makes goes before it.
    OwnerUnknown(Url),
    /// None that may be used.
    Unusable,
}

impl FeedLink {
    /// `own_code` is the part of a tracking link's code that names the publisher's ad space, where that is known.
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

    /// The link, if there is one.
    pub(super) fn into_url(self) -> Option<Url> {
        match self {
            FeedLink::Own(link) | FeedLink::OwnerUnknown(link) => Some(link),
            FeedLink::Unusable => None,
        }
    }
}

/// Whether nothing says that the link leads to another product.
fn leads_to(link: &Url, product: &Product) -> bool {
    let target = tracking_link::target(link).and_then(|target| parse_address(target.as_str()));
    target.is_none_or(|target| {
        target.products.is_empty() || target.products.iter().any(|named| named.id == product.id)
    })
}

/// The link with this SubID. What is no tracking link has no place for one and stays as it is.
pub(super) fn with_subid(link: Url, subid: Option<&str>) -> Url {
    match subid {
        Some(subid) if tracking_link::ad_space_code(&link).is_some() => {
            tracking_link::with_subids(&link, &[(SubIdSlot::SubId, subid)])
        }
        _ => link,
    }
}

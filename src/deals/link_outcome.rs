//! Results for the links of a message besides deals: replacements, and links that lead to no product.

use std::collections::BTreeMap;

use dealink_links::Link;
use dealink_program::StoreList;
use jiff::civil::Date;
use url::Url;

/// The affiliate link that replaces a link of the message, by its index in the [`Answer`](super::Answer).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkReplacement {
    /// The link of a deal.
    Deal(usize),
    /// The link to a page that names several products.
    NonProductLink(usize),
}

/// A link that leads to no single product.
#[derive(Clone, Debug)]
pub struct NonProductLink {
    pub link: Link,
    /// The affiliate link to its page, if the program allows one.
    pub page_link: Option<Url>,
    /// Whether it is the publisher's own affiliate link already.
    pub is_own: bool,
    /// For a short link: why its target is not known.
    pub short_link_failure: Option<ShortLinkFailure>,
    /// For a store's page: the operator's lists that hold the store, each with its date.
    pub store_lists: BTreeMap<StoreList, Date>,
}

/// Why the target of a short link is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortLinkFailure {
    /// Short links are not followed, or there were too many of them.
    NotFollowed,
    /// AliExpress asked for a robot check.
    RobotCheck,
    /// AliExpress did not answer with a usable target.
    Failed,
    /// The short link does not exist any more.
    Deleted,
    /// The short link leads to another site, and was not followed there.
    LeadsElsewhere,
}

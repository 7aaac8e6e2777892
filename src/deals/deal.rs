//! A deal: one product of a message, in no language, with a public and a private part.
//!
//! The public part may be shown to anybody. The private part (rate, estimate, warnings) is the publisher's alone.

use std::collections::BTreeMap;
use std::ops::Range;

use dealink_core::money::Currency;
use dealink_links::{Link, Price, ProductId};
use dealink_program::{StoreList, Warning};
use jiff::civil::Date;
use url::Url;

use super::evaluate::Evaluation;
use super::facts::{Facts, Sourced};
use super::own_link_check::OwnLinkCheck;
use super::product_lookup::NoAnswer;
use super::verdict::Verdict;

/// The answer to a message, without language and markup.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// A deal for each product, in the order of the message.
    pub deals: Vec<Deal>,
    /// Links that lead to no product, in the order of the message.
    pub non_product_links: Vec<NonProductLink>,
    /// Other publishers' affiliate links, which were left alone because the user did not allow their conversion.
    pub withheld: Vec<Link>,
    /// The links of the message that are to be replaced: the range of each, and the replacement.
    pub replacements: Vec<(Range<usize>, LinkReplacement)>,
    /// Whether the estimates assume a traffic source, because the publisher chose none.
    pub traffic_assumed: bool,
    /// Notes that apply to every order, whatever the product.
    pub standing_notes: Vec<Warning>,
}

#[derive(Clone, Debug)]
pub struct Deal {
    pub public: PublicDeal,
    pub private: PrivateDeal,
}

/// The part of a deal that anybody may see.
#[derive(Clone, Debug)]
pub struct PublicDeal {
    pub title: Option<String>,
    pub title_tr: Option<String>,
    pub picture: Option<Url>,
    /// `None` if a short link hides the product.
    pub product: Option<ProductId>,
    /// The page that the link leads to.
    pub page: Url,
    /// The affiliate link; `None` if it can be made neither by the network nor offline.
    pub link: Option<Url>,
    /// The price from the source with the highest precedence.
    pub price: Option<Sourced<Price>>,
    /// The price before the discount, if the source of the price has it.
    pub old_price: Option<Price>,
    /// The discount in percent, if the source of the price has it.
    pub discount: Option<u8>,
    /// The price in lira beside a price in another currency, if the shop has both.
    pub price_in_lira: Option<Price>,
}

/// The part of a deal that only the publisher may see.
#[derive(Clone, Debug)]
pub struct PrivateDeal {
    pub verdict: Verdict,
    /// Facts about the product with their sources.
    pub facts: Facts,
    pub special_link: bool,
    pub evaluation: Evaluation,
    pub program_currency: Currency,
    /// Why the network gave no rate.
    pub missing_rate: Option<NoAnswer>,
    /// Whether the pasted link was another publisher's.
    pub replaces_foreign_link: bool,
    /// Whether the visible address of the pasted link was another site's.
    pub disguised: bool,
    /// Why a short link hides its product.
    pub short_link_failure: Option<ShortLinkFailure>,
    /// The result of the check, if the pasted link was the publisher's own.
    pub own_link_check: Option<OwnLinkCheck>,
    /// The day on which the network was asked.
    pub asked_on: Date,
}

/// The affiliate link that replaces a link of the message, by its index in the [`Answer`](super::Answer).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkReplacement {
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

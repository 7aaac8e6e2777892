//! What an affiliate network says. Whatever it may leave out is an `Option`.

use dealink_core::money::{Currency, Decimal, Percent};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

/// An affiliate link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deeplink {
    /// The link that credits the ad space.
    pub link: Url,
    /// Whether orders through the link are paid for; `None` if the network did not say.
    pub affiliate: Option<bool>,
}

/// Title and rates of one product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductRate {
    pub name: Option<String>,
    pub rate: Option<Percent>,
    pub hot_rate: Option<Percent>,
    pub is_hot: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkCheck {
    /// The link works and nothing was said against its product.
    Affiliate,
    /// The product is not in the program.
    NotAffiliate,
    /// The advertiser pays nothing for the product.
    NoReward,
    /// The link itself is not accepted.
    Refused(LinkRefusal),
}

/// Why a link is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkRefusal {
    WrongDomain,
    WrongLink,
    BadAddress,
    CodeLength,
    CodeLetters,
    WrongTarget,
    SubIdTooLong,
    DomainNotPermitted,
    /// The ad space is not connected to the program.
    NoCooperation,
    AdSpaceInactive,
    /// Another reason, in the network's words, shortened.
    Other(String),
}

/// The ad space that links are made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdSpace {
    pub id: u64,
    /// The publisher's name for it.
    pub name: Option<String>,
    /// `new`, `active` or `suspended`.
    pub status: Option<String>,
    /// The ten characters that name it inside tracking links.
    pub verification_code: Option<String>,
}

/// The program as it is for the ad space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AffiliateProgram {
    pub id: u64,
    pub name: Option<String>,
    /// The ad space's link into the program, without a target.
    pub gotolink: Option<Url>,
    /// `active`, `pending`, `declined` or `suspend`.
    pub connection_status: Option<String>,
    /// Whether links to single pages are allowed.
    pub allow_deeplink: Option<bool>,
    /// What commissions are paid in.
    pub currency: Option<Currency>,
    /// Days after the click in which an order counts.
    pub cookie_days: Option<i64>,
    /// Average days from an order to its approval.
    pub hold_days: Option<i64>,
    /// Average days from an order to its payment.
    pub payment_days: Option<i64>,
    /// Orders per hundred clicks.
    pub conversion: Option<Decimal>,
    /// Earnings per hundred clicks, in `currency`.
    pub epc: Option<Decimal>,
    /// Percentage of orders that are approved.
    pub approval: Option<Decimal>,
    /// What is paid for, with the ad space's own rates.
    pub actions: Vec<ProgramAction>,
}

/// Something that the program pays for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramAction {
    pub id: Option<i64>,
    /// Such as a product category.
    pub name: String,
    /// `sale` or `lead`.
    pub kind: Option<String>,
    pub tariffs: Vec<Tariff>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    pub name: Option<String>,
    pub rates: Vec<TariffRate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TariffRate {
    /// A percentage, or an amount in the program's currency.
    pub size: Decimal,
    /// Which of the two `size` is.
    pub is_percentage: bool,
    /// The country that it is for; `None` is all.
    pub country: Option<String>,
    /// From which day on.
    pub from: Option<Date>,
    /// From which order sum on.
    pub from_sum: Option<Decimal>,
}

/// What one unit of a currency is worth in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedRate {
    /// Units of the target for one unit of the base; above zero.
    pub rate: Decimal,
    pub date: Date,
}

//! A deal: one product of a message, in no language, with a public and a private part.
//!
//! The public part may be shown to anybody. The private part (rate, estimate, warnings) is the publisher's alone.

use std::ops::Range;

use dealink_core::money::{Currency, Money};
use dealink_links::{Link, Price, ProductId};
use dealink_network::exchange::ExchangeRate;
use dealink_program::{Estimate, EstimateRequest, Warning, Worth};
use jiff::civil::Date;
use url::Url;

use super::facts::{Facts, Sourced};
use super::link_outcome::{LinkReplacement, NonProductLink, ShortLinkFailure};
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

/// One product.
#[derive(Clone, Debug)]
pub struct Deal {
    /// The public part.
    pub public: PublicDeal,
    /// The part for the publisher only.
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
    /// Whether the link is the Hot product's special link.
    pub special_link: bool,
    /// The question to the rules.
    pub question: EstimateRequest,
    /// The commission of an approved order.
    pub estimate: Estimate,
    /// The worth of the estimate, or of `per_hundred` if no price is known.
    pub worth: Worth,
    /// The estimate for an order of 100 units of the program's currency, if no price is known.
    pub per_hundred: Option<Estimate>,
    /// The currency in which the program pays.
    pub program_currency: Currency,
    /// The estimate's figures in the currency that the publisher wants to see, with the rate that was used.
    pub converted_estimate: Option<ConvertedEstimate>,
    /// The price in the program's currency, with the rate that was used.
    pub converted_price: Option<(Money, ExchangeRate)>,
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

impl PrivateDeal {
    /// The exchange rates with which its figures were converted.
    pub fn exchange_rates_used(&self) -> impl Iterator<Item = &ExchangeRate> {
        let of_price = self.converted_price.as_ref().map(|(_, rate)| rate);
        of_price.into_iter().chain(self.converted_estimate.as_ref().map(|shown| &shown.rate))
    }
}

/// An estimate in another currency.
#[derive(Clone, Debug, PartialEq)]
pub struct ConvertedEstimate {
    pub low: Option<Money>,
    pub high: Option<Money>,
    pub likely: Option<Money>,
    pub rate: ExchangeRate,
}

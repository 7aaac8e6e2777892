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

/// What became of a message.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// One for each product, in the order of the message.
    pub deals: Vec<Deal>,
    /// Links that lead to no product, in the order of the message.
    pub non_product_links: Vec<NonProductLink>,
    /// Somebody else's affiliate links, which were left alone: nobody said that they may be converted.
    pub withheld: Vec<Link>,
    /// Which links of the message give way to which affiliate link: where they stand, and the deal or page.
    pub replacements: Vec<(Range<usize>, LinkReplacement)>,
    /// Whether the estimates assume a traffic source, because the publisher chose none.
    pub traffic_assumed: bool,
    /// What holds for every order, whatever the product.
    pub standing_notes: Vec<Warning>,
}

/// One product.
#[derive(Clone, Debug)]
pub struct Deal {
    /// For everybody.
    pub public: PublicDeal,
    /// For the publisher alone.
    pub private: PrivateDeal,
}

/// What anybody may see of a deal.
#[derive(Clone, Debug)]
pub struct PublicDeal {
    /// The product's title, where anybody told it.
    pub title: Option<String>,
    /// The title in Turkish, where there is one.
    pub title_tr: Option<String>,
    /// The address of a picture.
    pub picture: Option<Url>,
    /// The product; none for a short link that hides it.
    pub product: Option<ProductId>,
    /// The page that the link leads to.
    pub page: Url,
    /// The affiliate link; none when it can be made neither by the network nor offline.
    pub link: Option<Url>,
    /// The price, by the best source there is.
    pub price: Option<Sourced<Price>>,
    /// The price before the discount, where the source of the price says it.
    pub old_price: Option<Price>,
    /// The discount in percent, likewise.
    pub discount: Option<u8>,
    /// The price in lira beside one in another currency, where the shop tells both.
    pub price_in_lira: Option<Price>,
}

/// What the publisher alone may see of a deal.
#[derive(Clone, Debug)]
pub struct PrivateDeal {
    /// Whether the product pays.
    pub verdict: Verdict,
    /// What is known of the product, by whom, and who says otherwise.
    pub facts: Facts,
    /// Whether the link is the Hot product's special link.
    pub special_link: bool,
    /// What the rules were asked.
    pub question: EstimateRequest,
    /// What an approved order would pay.
    pub estimate: Estimate,
    /// What the estimate is worth; of `per_hundred` where no price is known.
    pub worth: Worth,
    /// The same for an order of 100 units of the program's currency; where no price is known.
    pub per_hundred: Option<Estimate>,
    /// What the program pays in.
    pub program_currency: Currency,
    /// The estimate's figures in the currency that the publisher wants to see, with the rate that was used.
    pub converted_estimate: Option<ConvertedEstimate>,
    /// The price in the program's currency, with the rate that was used.
    pub converted_price: Option<(Money, ExchangeRate)>,
    /// What kept the rate from being known.
    pub missing_rate: Option<NoAnswer>,
    /// Whether the pasted link was another publisher's.
    pub replaces_foreign_link: bool,
    /// Whether the visible address of the pasted link was another site's.
    pub disguised: bool,
    /// For a short link that hides its product: why.
    pub short_link_failure: Option<ShortLinkFailure>,
    /// What was found where the pasted link was the publisher's own.
    pub own_link_check: Option<OwnLinkCheck>,
    /// The day on which the network was asked.
    pub asked_on: Date,
}

impl PrivateDeal {
    /// The exchange rates that its figures were changed with.
    pub fn exchange_rates_used(&self) -> impl Iterator<Item = &ExchangeRate> {
        let of_price = self.converted_price.as_ref().map(|(_, rate)| rate);
        of_price.into_iter().chain(self.converted_estimate.as_ref().map(|shown| &shown.rate))
    }
}

/// An estimate in another currency.
#[derive(Clone, Debug, PartialEq)]
pub struct ConvertedEstimate {
    /// As the estimate's.
    pub low: Option<Money>,
    /// As the estimate's.
    pub high: Option<Money>,
    /// As the estimate's.
    pub likely: Option<Money>,
    /// With which rate.
    pub rate: ExchangeRate,
}

//! A deal: one product of a message, in no language, with a public and a private part.
//!
//! The public part may be shown to anybody. The private part (rate, estimate, warnings) is the publisher's alone.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use url::Url;

use super::facts::{Facts, Sourced};
use super::own_link_check::OwnLinkCheck;
use super::product_lookup::{NoAnswer, ProductLookup};
use dealink_core::money::{Currency, Money};
use dealink_links::{Link, Price, ProductId};
use dealink_network::affiliate::LinkCheck as Check;
use dealink_network::exchange::ExchangeRate;
use dealink_program::{Affiliation, Estimate, EstimateRequest, StoreList, Warning, Worth};

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

/// Whose affiliate link takes the place of a link, by its index in the [`Answer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkReplacement {
    /// That of a deal.
    Deal(usize),
    /// That of an aside: a page that names several products.
    NonProductLink(usize),
}

/// A link that leads to no single product.
#[derive(Clone, Debug)]
pub struct NonProductLink {
    /// What it is.
    pub link: Link,
    /// The affiliate link to its page, where the program allows one.
    pub page_link: Option<Url>,
    /// Whether it is the publisher's own affiliate link already.
    pub is_own: bool,
    /// For a short link: why it leads to nothing.
    pub short_link_failure: Option<ShortLinkFailure>,
    /// For a page of a store: the operator's lists on which it stands, each with its date.
    pub store_lists: BTreeMap<StoreList, Date>,
}

/// Why it is not known what a short link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortLinkFailure {
    /// Short links are not followed, or there were too many of them.
    NotFollowed,
    /// AliExpress asked for a robot check.
    RobotCheck,
    /// It did not answer in a way that leads anywhere.
    Failed,
    /// The short link does not exist any more.
    Deleted,
    /// It leads away from AliExpress, and was not followed there.
    LeadsElsewhere,
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

/// Whether a product pays, and how that is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is an affiliate product.
    Affiliate(Evidence),
    /// It is not.
    NotAffiliate(Evidence),
    /// The link check says that the advertiser pays nothing for it.
    NoReward,
    /// Nobody could say.
    Unknown(UnknownReason),
}

/// Who said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The link generator.
    Generator,
    /// The link check.
    Check,
    /// The rates: only affiliate products have one.
    Rate,
    /// A product feed of this day: feeds hold affiliate products only.
    Feed(Date),
}

/// Why nobody could say.
#[derive(Clone, Debug, PartialEq)]
pub enum UnknownReason {
    /// There are no credentials to ask with.
    NotAsked,
    /// The network could not be asked.
    Failed,
    /// The network does not know the product.
    NotKnown,
}

impl Verdict {
    /// The verdict of what was found, best evidence first (generator, check, rate, feed). `feed` is the day of the youngest
    /// feed that holds the product.
    pub fn from_lookup(found: &ProductLookup, feed: Option<Date>) -> Verdict {
        let rated = found.rate.as_ref().is_some_and(|rate| rate.rate.is_some());
        let listed = if rated { Some(Evidence::Rate) } else { feed.map(Evidence::Feed) };
        match (found.affiliate, &found.check, listed) {
            (Some(true), ..) => Verdict::Affiliate(Evidence::Generator),
            (Some(false), ..) => Verdict::NotAffiliate(Evidence::Generator),
            (None, Some(Check::Affiliate), _) => Verdict::Affiliate(Evidence::Check),
            (None, Some(Check::NotAffiliate), _) => Verdict::NotAffiliate(Evidence::Check),
            (None, Some(Check::NoReward), _) => Verdict::NoReward,
            (None, _, Some(listed)) => Verdict::Affiliate(listed),
            (None, Some(Check::Refused(_)), None) => Verdict::Unknown(UnknownReason::NotKnown),
            (None, None, None) => {
                Verdict::Unknown(match found.link_fault.as_ref().or(found.check_fault.as_ref()) {
                    Some(NoAnswer::NotAsked) => UnknownReason::NotAsked,
                    Some(NoAnswer::Silent) => UnknownReason::NotKnown,
                    Some(NoAnswer::Failed(_)) | None => UnknownReason::Failed,
                })
            }
        }
    }

    /// The same, helped out by the check of the publisher's own link where the network said nothing else.
    pub(super) fn or_own_link_check(self, own: Option<&OwnLinkCheck>) -> Verdict {
        if !matches!(self, Verdict::Unknown(_) | Verdict::Affiliate(Evidence::Feed(_))) {
            return self;
        }
        match own.map(|own| &own.verdict) {
            Some(Ok(Check::Affiliate)) => Verdict::Affiliate(Evidence::Check),
            Some(Ok(Check::NotAffiliate)) => Verdict::NotAffiliate(Evidence::Check),
            Some(Ok(Check::NoReward)) => Verdict::NoReward,
            _ => self,
        }
    }

    /// As the program's rules ask it. `NoReward` is no affiliation of either kind; its estimate is nothing.
    pub fn affiliation(&self) -> Affiliation {
        match self {
            Verdict::Affiliate(_) => Affiliation::Yes,
            Verdict::NotAffiliate(_) | Verdict::NoReward => Affiliation::No,
            Verdict::Unknown(_) => Affiliation::Unknown,
        }
    }
}

//! Whether a product pays a commission, and how that is known.

use dealink_network::affiliate::LinkCheck as Check;
use dealink_program::Affiliation;
use jiff::civil::Date;

use super::product_lookup::{NoAnswer, ProductLookup};

#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Affiliate(Evidence),
    NotAffiliate(Evidence),
    /// The link check says that the advertiser pays nothing for the product.
    NoReward,
    Unknown(UnknownReason),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    Generator,
    Check,
    /// The rates: only affiliate products have a rate.
    Rate,
    /// A product feed of this day: feeds hold affiliate products only.
    Feed(Date),
}

/// Why there is no verdict.
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
    /// The verdict by the best evidence (generator, then check, rate, feed). `feed` is the date of the newest
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

    /// Takes the check of the publisher's own link into account where the network itself gave no verdict.
    pub(super) fn or_own_link_check(self, own: Option<&Result<Check, NoAnswer>>) -> Verdict {
        if !matches!(self, Verdict::Unknown(_) | Verdict::Affiliate(Evidence::Feed(_))) {
            return self;
        }
        match own {
            Some(Ok(Check::Affiliate)) => Verdict::Affiliate(Evidence::Check),
            Some(Ok(Check::NotAffiliate)) => Verdict::NotAffiliate(Evidence::Check),
            Some(Ok(Check::NoReward)) => Verdict::NoReward,
            _ => self,
        }
    }

    /// The value for the program's rules. `NoReward` counts as not an affiliate product; the estimate is zero.
    pub fn affiliation(&self) -> Affiliation {
        match self {
            Verdict::Affiliate(_) => Affiliation::Yes,
            Verdict::NotAffiliate(_) | Verdict::NoReward => Affiliation::No,
            Verdict::Unknown(_) => Affiliation::Unknown,
        }
    }
}

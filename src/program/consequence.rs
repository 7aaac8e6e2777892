//! What choosing a traffic source means, told before anything is sold.

use super::file::Attribution;
use super::names::names;
use super::rules::Pay;
use super::{Permission, Program, TrafficSource};
use crate::sentence::{Sentence, Value};

names! { "consequence",
    /// One thing that follows from a traffic source.
    Consequence {
        /// The program has to approve it first.
        Approval = "approval",
        /// The program forbids it.
        Forbidden = "forbidden",
        /// The program does not name it.
        NotNamed = "not_named",
        /// The class that it is paid as.
        Class = "class",
        /// The class's own table is not published.
        RateUnknown = "rate_unknown",
        /// Nothing for non-affiliate products.
        NonAffiliateNothing = "non_affiliate_nothing",
        /// The standard rate for non-affiliate products.
        NonAffiliatePaid = "non_affiliate_paid",
        /// The Hot increase is paid.
        Hot = "hot",
        /// It is not.
        NoHot = "no_hot",
        /// Only orders from the store that was linked count.
        SameStore = "same_store",
    }
}

impl Program {
    /// The consequences of a source, in the order in which they matter: whether it may be used, and what its class is paid.
    pub fn consequences(&self, source: TrafficSource) -> Vec<Sentence> {
        let rules = self.class(source.class());
        let say = |consequence: Consequence| Sentence::new(consequence.key());
        let mut said = match self.permission(source) {
            Permission::Allowed => Vec::new(),
            Permission::NeedsApproval => vec![say(Consequence::Approval)],
            // What it would be paid does not matter then.
            Permission::Forbidden => return vec![say(Consequence::Forbidden)],
            Permission::NotNamed => vec![say(Consequence::NotNamed)],
        };
        said.push(say(Consequence::Class).with("class", Value::Term(source.class().key().to_owned())));
        if matches!(rules.affiliate, Pay::Unknown) {
            said.push(say(Consequence::RateUnknown));
        }
        said.push(say(match rules.non_affiliate {
            Pay::Nothing => Consequence::NonAffiliateNothing,
            Pay::Unknown | Pay::Table(_) => Consequence::NonAffiliatePaid,
        }));
        said.push(say(if rules.hot { Consequence::Hot } else { Consequence::NoHot }));
        if let Attribution::SameStore = rules.attribution {
            said.push(say(Consequence::SameStore));
        }
        said
    }
}

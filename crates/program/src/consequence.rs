//! The consequences of choosing a traffic source, for a publisher who has not sold anything yet.

use dealink_core::message::{Argument, Message};
use jiff::civil::Date;

use super::file::Attribution;
use super::names::names;
use super::names::{Permission, TrafficClass, TrafficSource};
use super::rules::{ClassRules, Pay, Program};
use super::value::Tristate;

names! { "consequence",
    /// A consequence of choosing a traffic source.
    Consequence {
        /// The program has to approve it first.
        Approval = "approval",
        Forbidden = "forbidden",
        NotNamed = "not_named",
        /// The program file has no table of sources.
        Unknown = "unknown",
        Class = "class",
        /// The class had no rules of its own on that day.
        NotYet = "not_yet",
        /// The rates of affiliate products, from the lowest to the highest.
        AffiliateSpan = "affiliate_span",
        AffiliateUnknown = "affiliate_unknown",
        /// The class's own table is not published.
        RateUnknown = "rate_unknown",
        /// The rates of a new buyer's first order.
        NewBuyerSpan = "new_buyer_span",
        NewBuyerCap = "new_buyer_cap",
        /// The last day of the bonus, which is still to come.
        NewBuyerUntil = "new_buyer_until",
        /// The last day of the bonus, which has passed.
        NewBuyerEnded = "new_buyer_ended",
        /// Nothing for non-affiliate products, and they do not appear in statistics.
        NonAffiliateNothing = "non_affiliate_nothing",
        NonAffiliateZero = "non_affiliate_zero",
        NonAffiliatePaid = "non_affiliate_paid",
        NonAffiliateUnknown = "non_affiliate_unknown",
        /// The Hot increase is paid through the special link.
        Hot = "hot",
        /// The Hot increase is paid through any link.
        HotAnyLink = "hot_any_link",
        NoHot = "no_hot",
        HotUnknown = "hot_unknown",
        /// Links to single products come first.
        Priority = "priority",
        /// Only orders from the store that was linked count.
        SameStore = "same_store",
        AttributionUnknown = "attribution_unknown",
    }
}

impl Consequence {
    fn message(self) -> Message {
        Message::new(self.key())
    }
}

impl Program {
    /// The consequences of a source, the most important first: whether it may be used, and what its class is paid.
    pub fn consequences(&self, source: TrafficSource) -> Vec<Message> {
        let rules = self.class(source.class());
        let mut messages = match self.permission(source) {
            Permission::Allowed => Vec::new(),
            Permission::NeedsApproval => vec![Consequence::Approval.message()],
            // The rates of a forbidden source do not matter.
            Permission::Forbidden => return vec![Consequence::Forbidden.message()],
            Permission::NotNamed => vec![Consequence::NotNamed.message()],
            Permission::Unknown => vec![Consequence::Unknown.message()],
        };
        messages.push(
            Consequence::Class.message().with("class", Argument::Term(source.class().key().to_owned())),
        );
        if matches!(rules.affiliate, Pay::Unknown) {
            messages.push(Consequence::RateUnknown.message());
        }
        messages.push(non_affiliate(rules).message());
        messages.push(self.hot_rule(rules).message());
        if let Attribution::SameStore = rules.attribution {
            messages.push(Consequence::SameStore.message());
        }
        messages
    }

    /// What each class is paid for orders of a day: affiliate products, new buyers, non-affiliate products, Hot products, attribution.
    /// In the order of [`TrafficClass::ALL`].
    pub fn comparison(&self, day: Date) -> Vec<(TrafficClass, Vec<Message>)> {
        TrafficClass::ALL.iter().map(|class| (*class, self.class_consequences(*class, day))).collect()
    }

    fn class_consequences(&self, class: TrafficClass, day: Date) -> Vec<Message> {
        let mut messages = Vec::new();
        let declared = self.class(class);
        let rules = match declared.since {
            Some(since) if day < since && class != TrafficClass::Other => {
                messages.push(Consequence::NotYet.message().with("date", since));
                self.class(TrafficClass::Other)
            }
            _ => declared,
        };
        let in_force = rules.since.is_none_or(|since| since <= day);
        let table = match &rules.affiliate {
            Pay::Table(name) if in_force => self.table(name, day),
            _ => None,
        };
        messages.push(match table.and_then(|table| table.span().zip(Some(table.valid_from))) {
            Some(((low, high), from)) => {
                Consequence::AffiliateSpan.message().with("low", low).with("high", high).with("date", from)
            }
            None => Consequence::AffiliateUnknown.message(),
        });
        if let Some(name) = rules.new_buyer.as_ref().filter(|_| in_force) {
            messages.extend(self.new_buyer(name, day));
        }
        let non_affiliate = if in_force { non_affiliate(rules) } else { Consequence::NonAffiliateUnknown };
        messages.push(non_affiliate.message());
        messages.push(self.hot_rule(rules).message());
        let attribution = match rules.attribution {
            Attribution::Priority => Consequence::Priority,
            Attribution::SameStore => Consequence::SameStore,
            Attribution::Unknown => Consequence::AttributionUnknown,
        };
        messages.push(attribution.message());
        messages
    }

    fn new_buyer(&self, name: &str, day: Date) -> Vec<Message> {
        let Some(table) = self.table(name, day) else {
            let ended = self.last_day(name, day);
            return ended
                .map(|last| Consequence::NewBuyerEnded.message().with("date", last))
                .into_iter()
                .collect();
        };
        let span = table
            .span()
            .map(|(low, high)| Consequence::NewBuyerSpan.message().with("low", low).with("high", high));
        let cap = table.increase_cap.map(|cap| Consequence::NewBuyerCap.message().with("cap", cap));
        let until = table.valid_until.map(|until| Consequence::NewBuyerUntil.message().with("date", until));
        [span, cap, until].into_iter().flatten().collect()
    }

    fn hot_rule(&self, rules: &ClassRules) -> Consequence {
        let any_link = self.hot.as_ref().is_some_and(|hot| !hot.special_link);
        match rules.hot {
            Tristate::Yes if any_link => Consequence::HotAnyLink,
            Tristate::Yes => Consequence::Hot,
            Tristate::No => Consequence::NoHot,
            Tristate::Unknown => Consequence::HotUnknown,
        }
    }
}

fn non_affiliate(rules: &ClassRules) -> Consequence {
    match rules.non_affiliate {
        Pay::Nothing if rules.non_affiliate_unseen => Consequence::NonAffiliateNothing,
        Pay::Nothing => Consequence::NonAffiliateZero,
        Pay::Unknown => Consequence::NonAffiliateUnknown,
        Pay::Table(_) => Consequence::NonAffiliatePaid,
    }
}

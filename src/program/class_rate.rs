//! The class rate of a case, and what a new buyer or a Hot product adds to it.

use super::answer::{ReasonCode as R, WarningCode as W};
use super::case::{Paid, Ruling, term};
use super::names::{Buyer, RateSource, Severity};
use super::rules::{Pay, RateTable};
use crate::money::{Money, Percent};

impl Ruling<'_> {
    /// Section 3, 6 and 7: the class rate of section 2, and what a new buyer or a Hot product adds to it.
    pub(super) fn class_rate(&mut self) -> Option<Paid> {
        let (case, rules) = (self.case, self.rules);
        if !case.affiliate
            && let Some(paid) = self.review_non_affiliate()
        {
            return Some(paid);
        }
        let pay = if case.affiliate { &rules.affiliate } else { &rules.non_affiliate };
        if *pay == Pay::Nothing {
            self.reason(R::NonAffiliateClass, [("class", term(self.class.key()))]);
            self.warn(
                W::NonAffiliateClass,
                Severity::Stop,
                [("class", term(self.class.key()))],
                &rules.source,
            );
            let citation = Some(rules.source.text.clone());
            return Some(case.paid(Percent::ZERO, RateSource::Rule, Some(rules.source.date), citation));
        }
        if !case.affiliate {
            self.reason(R::NonAffiliateStandard, []);
        }
        let standard = self.standard(pay);
        let ordinary = if case.affiliate { self.new_buyer(standard) } else { standard };
        self.hot(ordinary)
    }

    /// The rate from outside, or else the table's.
    fn standard(&mut self, pay: &Pay) -> Option<Paid> {
        let case = self.case;
        if let Some(live) = case.question.live_rate {
            if live.percent.is_plausible() {
                // A rate of exactly 0 is an answer (no answer is no rate at all), so it is used, with a warning.
                let args = [
                    ("rate", live.percent.into()),
                    ("source", term(live.source.key())),
                    ("date", live.date.into()),
                ];
                self.reason(R::LiveRate, args);
                return Some(case.paid(live.percent, live.source, Some(live.date), None));
            }
            self.reason(R::LiveRateIgnored, [("rate", live.percent.into())]);
        }
        let table = match pay {
            Pay::Table(name) => case.program.table(name, case.question.order_date),
            _ => None,
        };
        let Some(table) = table else {
            self.reason(R::RateUnknown, []);
            self.warn(W::RateUnknown, Severity::Caution, [], &self.rules.source);
            return None;
        };
        let percent = table.percent[&case.category];
        if case.question.category.is_some() {
            let args = [
                ("rate", percent.into()),
                ("category", term(case.category.key())),
                ("date", table.valid_from.into()),
            ];
            self.reason(R::TableRate, args);
        } else {
            let (low, high) = table.span();
            let args = [("low", low.into()), ("high", high.into()), ("date", table.valid_from.into())];
            self.reason(R::TableRange, args);
        }
        let citation = Some(table.source.text.clone());
        Some(case.paid(percent, RateSource::Table, Some(table.valid_from), citation))
    }

    /// The new buyer's rate in place of the standard one; an increase, so never below it.
    fn new_buyer(&mut self, standard: Option<Paid>) -> Option<Paid> {
        let (case, standard) = (self.case, standard?);
        let Some(name) = self.rules.new_buyer.as_ref().filter(|_| case.new_buyer) else {
            return Some(standard);
        };
        let Some(table) = case.program.table(name, case.question.order_date) else {
            let ended = case.program.last_day(name, case.question.order_date);
            if let (Some(day), Buyer::New) = (ended, case.question.buyer) {
                self.reason(R::NewBuyerEnded, [("date", day.into())]);
            }
            return Some(standard);
        };
        let citation = Some(table.source.text.clone());
        let full =
            case.paid(table.percent[&case.category], RateSource::Table, Some(table.valid_from), citation);
        if full.rate.percent <= standard.rate.percent {
            self.reason(R::NewBuyerNotBetter, []);
            return Some(standard);
        }
        if case.question.category.is_some() {
            self.reason(R::NewBuyerRate, [("rate", full.rate.percent.into())]);
        } else {
            let (low, high) = table.span();
            self.reason(R::NewBuyerRange, [("low", low.into()), ("high", high.into())]);
        }
        Some(self.increase_capped(full, &standard, table))
    }

    fn increase_capped(&mut self, full: Paid, standard: &Paid, table: &RateTable) -> Paid {
        let (Some(cap), Some(with), Some(without)) = (table.increase_cap, full.amount, standard.amount)
        else {
            return full;
        };
        match without.amount.checked_add(cap.amount) {
            Some(most) if cap.currency == with.currency && with.amount > most => {
                self.reason(R::NewBuyerCapped, [("cap", cap.into())]);
                Paid { amount: Some(Money::new(most, with.currency).rounded()), ..full }
            }
            _ => full,
        }
    }

    /// The Hot rate in place of the ordinary one, where the product, the link and the class get it.
    ///
    /// The better of the two counts: the page calls Hot an *increased* reward, so a Hot rate that is lower than what
    /// the product brings anyway (it happens when the two come from different days) takes nothing away.
    fn hot(&mut self, ordinary: Option<Paid>) -> Option<Paid> {
        let (case, rules) = (self.case, self.rules);
        let Some(hot) = case.question.hot else { return ordinary };
        let source = case.program.hot.as_ref().unwrap_or(&rules.source);
        if !hot.percent.is_plausible() {
            self.reason(R::HotRateIgnored, [("rate", hot.percent.into())]);
            return ordinary;
        }
        if !rules.hot {
            self.reason(R::HotNotForClass, [("class", term(self.class.key()))]);
            let args = [("class", term(self.class.key()))];
            self.warn(W::HotIncreaseLost, Severity::Caution, args, &rules.source);
            return ordinary;
        }
        if let (Some(days), Some((_, source))) = (case.in_review(), &case.program.review) {
            self.reason(R::HotInReview, [("days", days.into())]);
            self.warn(W::ReviewPeriod, Severity::Caution, [("days", days.into())], source);
            return ordinary;
        }
        if !case.affiliate {
            self.reason(R::HotNotAffiliate, []);
            return ordinary;
        }
        let increased = case.paid(hot.percent, RateSource::Hot, None, None);
        if ordinary.as_ref().is_some_and(|ordinary| !increased.better_than(ordinary)) {
            self.reason(R::HotNotBetter, [("rate", hot.percent.into())]);
            return ordinary;
        }
        if !hot.special_link {
            self.reason(R::HotNoSpecialLink, [("rate", hot.percent.into())]);
            self.warn(W::HotSpecialLink, Severity::Caution, [("rate", hot.percent.into())], source);
            return ordinary;
        }
        self.reason(R::HotRate, [("rate", hot.percent.into())]);
        self.warn(W::HotOnlyThisProduct, Severity::Note, [], source);
        // The ordinary rate may have been unknown; it is not needed any more.
        self.warnings.retain(|warning| warning.code != W::RateUnknown.name());
        Some(increased)
    }
}

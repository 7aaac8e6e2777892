//! The result of an estimate: figures, the rate behind them, the rules that were applied, and warnings.

use jiff::civil::Date;

use super::names::{RateSource, Severity, names};
use super::rules::Citation;
use dealink_core::message::{Argument, Message};
use dealink_core::money::{Money, Percent};

/// The commission for one order, as far as it can be known.
///
/// Amounts are in the price's currency, rounded to its minor unit. Without a price they are `None` and only the rates are given;
/// where a needed rate is unknown, everything is `None`. A forbidden traffic source does not change the amounts: they are what
/// the rules would pay, and a [`Severity::Stop`] warning says that it will not be paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The lowest amount that the unknowns allow.
    pub low: Option<Money>,
    /// The highest amount that the unknowns allow.
    pub high: Option<Money>,
    /// The most probable amount of an approved order: an unknown buyer counts as one who has ordered before. `None` where an unknown
    /// product, category or seller's rate makes a difference.
    pub likely: Option<Money>,
    /// The rate, where the unknowns make no difference to it; before caps.
    pub rate: Option<RateUsed>,
    /// The sources of the possible rates, each once.
    pub bases: Vec<Basis>,
    /// The lowest rate that the unknowns allow.
    pub low_rate: Option<Percent>,
    /// The highest rate that the unknowns allow.
    pub high_rate: Option<Percent>,
    /// The rules that were applied, in their order.
    pub reasons: Vec<Reason>,
    /// The most severe first.
    pub warnings: Vec<Warning>,
}

/// A rate and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct RateUsed {
    /// The rate before any cap.
    pub percent: Percent,
    /// What kind of source; `source.key()` is its text.
    pub source: RateSource,
    /// The day on which it was read or came into force; `None` for a Hot rate.
    pub date: Option<Date>,
    /// The document and section of a rate from the program file.
    pub citation: Option<String>,
}

/// The source of a rate, or of each rate of a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// As [`RateUsed::source`].
    pub source: RateSource,
    /// As [`RateUsed::date`].
    pub date: Option<Date>,
    /// As [`RateUsed::citation`].
    pub citation: Option<String>,
}

impl RateUsed {
    pub(super) fn basis(&self) -> Basis {
        Basis { source: self.source, date: self.date, citation: self.citation.clone() }
    }
}

/// A rule that was applied, or considered and not applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Which rule it is.
    pub code: &'static str,
    /// The effect of the rule.
    pub message: Message,
}

/// Why the commission may be less, or another thing to know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// What it warns of.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The warning, worded as a rule, so that it is true however an unknown turns out.
    pub message: Message,
    /// Where it is written.
    pub source: Citation,
}

impl Reason {
    pub(super) fn new(code: ReasonCode, args: Vec<(&'static str, Argument)>) -> Self {
        Reason { code: code.name(), message: Message { key: code.key(), args } }
    }
}

impl Warning {
    pub(super) fn new(
        code: WarningCode,
        severity: Severity,
        args: Vec<(&'static str, Argument)>,
        source: &Citation,
    ) -> Self {
        let message = Message { key: code.key(), args };
        Warning { code: code.name(), severity, message, source: source.clone() }
    }
}

names! { "reason",
    /// The rule of a [`Reason`].
    ReasonCode {
        /// An impossible price was treated as unknown.
        PriceIgnored = "price_ignored",
        /// Both kinds of product were counted.
        AffiliationUnknown = "affiliation_unknown",
        /// Every category but the special one was counted.
        CategoryUnknown = "category_unknown",
        /// Both kinds of buyer were counted.
        BuyerUnknown = "buyer_unknown",
        /// A Hot product is an affiliate product: the Hot feed has no others.
        HotMeansAffiliate = "hot_means_affiliate",
        /// The class that the traffic source belongs to.
        TrafficClass = "traffic_class",
        /// The class had no rules of its own on that day.
        ClassNotYet = "class_not_yet",
        /// The rules of that day are not known.
        RulesUnknownBefore = "rules_unknown_before",
        /// Delivery to a country outside of the program.
        OutsideRegion = "outside_region",
        /// Delivery to a CIS country.
        CisDelivery = "cis_delivery",
        /// Virtual product or special category.
        VirtualProduct = "virtual_product",
        /// Store on the no-commission list.
        StoreNoCommission = "store_no_commission",
        /// Non-affiliate product of a store on the non-affiliate list.
        StoreNonAffiliate = "store_non_affiliate",
        /// CHUWI flagship store.
        StoreChuwi = "store_chuwi",
        /// Store on the special electronics list.
        StoreSpecialElectronics = "store_special_electronics",
        /// Non-affiliate product of such a store.
        StoreSpecialElectronicsNonAffiliate = "store_special_electronics_non_affiliate",
        /// Non-affiliate product in the review period.
        ReviewNonAffiliate = "review_non_affiliate",
        /// The class is paid nothing for non-affiliate products.
        NonAffiliateClass = "non_affiliate_class",
        /// The class is paid the standard rate for non-affiliate products as well.
        NonAffiliateStandard = "non_affiliate_standard",
        /// A rate from outside of the program file was used.
        LiveRate = "live_rate",
        LiveRateIgnored = "live_rate_ignored",
        /// The ad space's own rate for the category.
        AdSpaceRate = "ad_space_rate",
        /// The span of the ad space's own rates, the category being unknown.
        AdSpaceRange = "ad_space_range",
        /// The table's rate for the category.
        TableRate = "table_rate",
        /// The table's span, the category being unknown.
        TableRange = "table_range",
        /// The table's span: the rate depends on seller and product.
        TableSpan = "table_span",
        /// No rate is known.
        RateUnknown = "rate_unknown",
        /// The new buyer's rate.
        NewBuyerRate = "new_buyer_rate",
        /// The new buyer's span, the category being unknown.
        NewBuyerRange = "new_buyer_range",
        /// The cap on the new buyer's increase.
        NewBuyerCapped = "new_buyer_capped",
        /// The standard rate was at least as good.
        NewBuyerNotBetter = "new_buyer_not_better",
        /// The new buyers' bonus has ended.
        NewBuyerEnded = "new_buyer_ended",
        /// The Hot rate.
        HotRate = "hot_rate",
        /// The class does not get it.
        HotNotForClass = "hot_not_for_class",
        /// Whether the class gets it is not known.
        HotUnknownForClass = "hot_unknown_for_class",
        /// The review period.
        HotInReview = "hot_in_review",
        /// A non-affiliate product gets no Hot increase.
        HotNotAffiliate = "hot_not_affiliate",
        /// The link is not the Hot link.
        HotNoSpecialLink = "hot_no_special_link",
        /// An impossible Hot rate was not used.
        HotRateIgnored = "hot_rate_ignored",
        /// The Hot rate is not better than the ordinary one.
        HotNotBetter = "hot_not_better",
        /// The cap on an order.
        OrderCap = "order_cap",
    }
}

names! { "warning",
    /// What a [`Warning`] warns of.
    WarningCode {
        /// The program forbids the source.
        TrafficForbidden = "traffic_forbidden",
        /// The program has to agree first.
        TrafficNeedsApproval = "traffic_needs_approval",
        /// The program does not name the source.
        TrafficNotNamed = "traffic_not_named",
        /// The program file has no table of sources.
        TrafficUnknown = "traffic_unknown",
        /// The rules for browser extensions.
        ExtensionConduct = "extension_conduct",
        /// Delivery to a country outside of the program.
        OutsideRegion = "outside_region",
        /// Delivery to a CIS country; also a standing note.
        CisDelivery = "cis_delivery",
        /// Virtual product or special category.
        VirtualProduct = "virtual_product",
        /// Store on the no-commission list.
        StoreNoCommission = "store_no_commission",
        /// Non-affiliate product of a store on the non-affiliate list.
        StoreNonAffiliate = "store_non_affiliate",
        /// CHUWI flagship store: its own rate.
        StoreChuwi = "store_chuwi",
        /// Store on the special electronics list: a low rate.
        StoreSpecialElectronics = "store_special_electronics",
        /// Non-affiliate product of such a store.
        StoreSpecialElectronicsNonAffiliate = "store_special_electronics_non_affiliate",
        /// The program does not say whether the store's rate goes before the class's zero.
        StoreRateNonAffiliate = "store_rate_non_affiliate",
        /// Nothing is paid, and the order will not appear in statistics.
        NonAffiliateClass = "non_affiliate_class",
        /// Nothing is paid; whether the order appears in statistics is not known.
        NonAffiliateNothing = "non_affiliate_nothing",
        /// A non-affiliate product is paid the standard rate here.
        NonAffiliateStandard = "non_affiliate_standard",
        /// Whether it is an affiliate product is not known and makes a difference.
        AffiliationUnknown = "affiliation_unknown",
        /// The review period costs something.
        ReviewPeriod = "review_period",
        /// The class gets no Hot increase.
        HotIncreaseLost = "hot_increase_lost",
        /// Whether the class gets the Hot increase is not known.
        HotUnknown = "hot_unknown",
        /// The increase needs the Hot link.
        HotSpecialLink = "hot_special_link",
        /// The store's own rate goes before the Hot rate.
        HotOverridden = "hot_overridden",
        /// The increase is for this product only.
        HotOnlyThisProduct = "hot_only_this_product",
        /// Only orders from the store that the link led to.
        DropshippingAttribution = "dropshipping_attribution",
        /// No rate is known.
        RateUnknown = "rate_unknown",
        /// The source names a rate of zero.
        RateZero = "rate_zero",
        /// The rate is older than a year.
        RateOlderThanYear = "rate_older_than_year",
        /// The figure is the cap.
        CapReached = "cap_reached",
        /// The price is in another currency than the caps.
        CapNotApplied = "cap_not_applied",
        /// No cap is known.
        CapUnknown = "cap_unknown",
        /// Standing note: for how many days a click counts.
        CookieLifetime = "cookie_lifetime",
        /// Standing note: a click counts within one session only.
        OneSession = "one_session",
        /// Standing note: payment within so many hours of the first click.
        PaymentWindow = "payment_window",
        /// Standing note: returned orders.
        ReturnedOrders = "returned_orders",
        /// Standing note: deductions for fraudulent orders.
        AntispamDeduction = "antispam_deduction",
        /// Standing note: click and delivery in the program's countries.
        Region = "region",
        /// Standing note: a visitor may be sent to a similar product.
        SimilarProduct = "similar_product",
    }
}

//! What an estimate answers: figures, the rate behind them, the rules that led there, and what to beware of.

use jiff::civil::Date;

use super::names::{RateSource, Severity, names};
use super::rules::Citation;
use dealink_core::message::{Argument, Message};
use dealink_core::money::{Money, Percent};

/// The commission for one order, as far as it can be known.
///
/// Figures are in the price's currency, rounded to its minor unit. Without a price they are `None`, and the rates
/// still tell; where a needed rate is unknown, everything is `None`. A forbidden traffic source does not change the
/// figures: they say what the rules would pay, and the [`Severity::Stop`] warning says that it will not be paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The least that the unknowns leave possible.
    pub low: Option<Money>,
    /// The most that the unknowns leave possible.
    pub high: Option<Money>,
    /// What an approved order most probably pays: a buyer of whom nothing is known counts as one who has ordered before.
    /// `None` where an unknown product, category or seller's rate makes a difference; it is never a guess between those.
    pub likely: Option<Money>,
    /// The rate, when the unknowns make no difference to it. Caps are not in it.
    pub rate: Option<RateUsed>,
    /// Where the rates come from that are possible, each place once.
    pub bases: Vec<Basis>,
    /// The lowest rate that the unknowns leave possible.
    pub low_rate: Option<Percent>,
    /// The highest rate that the unknowns leave possible.
    pub high_rate: Option<Percent>,
    /// The rules that were applied, in their order.
    pub reasons: Vec<Reason>,
    /// The weightiest first.
    pub warnings: Vec<Warning>,
}

/// A rate and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct RateUsed {
    /// The rate before any cap.
    pub percent: Percent,
    /// What kind of source; `source.key()` is its text.
    pub source: RateSource,
    /// The day it was read, or came into force; a Hot rate carries none.
    pub date: Option<Date>,
    /// The document, for a rate of the program file.
    pub citation: Option<String>,
}

/// Where a rate, or each rate of a range, comes from.
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

/// One rule that was applied, or looked at and not applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The name of a [`ReasonCode`].
    pub code: &'static str,
    /// What it did.
    pub message: Message,
}

/// Why the commission may be less, or what to know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// The name of a [`WarningCode`].
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What to know, worded as a rule: true whether or not an unknown turns out well.
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
    /// Which rule a [`Reason`] speaks of.
    ReasonCode {
        /// A price that cannot be was treated as unknown.
        PriceIgnored = "price_ignored",
        /// Both kinds of product were counted.
        AffiliationUnknown = "affiliation_unknown",
        /// Every category but the special one was counted.
        CategoryUnknown = "category_unknown",
        /// Both kinds of buyer were counted.
        BuyerUnknown = "buyer_unknown",
        /// The Hot feed holds affiliate products only.
        HotMeansAffiliate = "hot_means_affiliate",
        /// The class that the traffic source belongs to.
        TrafficClass = "traffic_class",
        /// The class had no rules of its own yet on that day.
        ClassNotYet = "class_not_yet",
        /// What was in force so early is not known.
        RulesUnknownBefore = "rules_unknown_before",
        /// Delivery to a country that the program does not have.
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
        /// Such a rate cannot be and was not used.
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
        /// The bonus would have applied and is over.
        NewBuyerEnded = "new_buyer_ended",
        /// The Hot rate.
        HotRate = "hot_rate",
        /// The class does not get it.
        HotNotForClass = "hot_not_for_class",
        /// Whether the class gets it is not known.
        HotUnknownForClass = "hot_unknown_for_class",
        /// The review period.
        HotInReview = "hot_in_review",
        /// A product that was found to be non-affiliate gets no increase.
        HotNotAffiliate = "hot_not_affiliate",
        /// The link is not the Hot link.
        HotNoSpecialLink = "hot_no_special_link",
        /// A Hot rate that cannot be.
        HotRateIgnored = "hot_rate_ignored",
        /// What is paid without it is at least as good.
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
        /// What the program says of sources is not known.
        TrafficUnknown = "traffic_unknown",
        /// What an extension may not do.
        ExtensionConduct = "extension_conduct",
        /// Delivery to a country that the program does not have.
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
        /// The page does not say whether the store's rate stands above the class's zero.
        StoreRateNonAffiliate = "store_rate_non_affiliate",
        /// Nothing is paid, and the order will not appear in statistics.
        NonAffiliateClass = "non_affiliate_class",
        /// Nothing is paid; of statistics the program says nothing.
        NonAffiliateNothing = "non_affiliate_nothing",
        /// A non-affiliate product is paid the standard rate here.
        NonAffiliateStandard = "non_affiliate_standard",
        /// Whether the product is affiliate makes a difference and is not known.
        AffiliationUnknown = "affiliation_unknown",
        /// The review period costs something.
        ReviewPeriod = "review_period",
        /// The class gets no Hot increase.
        HotIncreaseLost = "hot_increase_lost",
        /// Whether the class gets the Hot increase is not known.
        HotUnknown = "hot_unknown",
        /// The increase needs the Hot link.
        HotSpecialLink = "hot_special_link",
        /// The store's own rate stands above the Hot rate.
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

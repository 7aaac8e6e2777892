//! The codes of reasons, warnings, rules of conduct and traffic indicators. Each has a name for JSON and the key of its text.

use crate::names::names;

names! { "reason",
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
        TrafficClass = "traffic_class",
        /// The class had no rules of its own on that day.
        ClassNotYet = "class_not_yet",
        RulesUnknownBefore = "rules_unknown_before",
        OutsideRegion = "outside_region",
        CisDelivery = "cis_delivery",
        VirtualProduct = "virtual_product",
        StoreNoCommission = "store_no_commission",
        /// Non-affiliate product of a store on the non-affiliate list.
        StoreNonAffiliate = "store_non_affiliate",
        StoreChuwi = "store_chuwi",
        StoreSpecialElectronics = "store_special_electronics",
        StoreSpecialElectronicsNonAffiliate = "store_special_electronics_non_affiliate",
        ReviewNonAffiliate = "review_non_affiliate",
        NonAffiliateClass = "non_affiliate_class",
        /// The class is paid the standard rate for non-affiliate products as well.
        NonAffiliateStandard = "non_affiliate_standard",
        /// A rate from outside of the program file was used.
        LiveRate = "live_rate",
        LiveRateIgnored = "live_rate_ignored",
        AdSpaceRate = "ad_space_rate",
        /// The span of the ad space's own rates, the category being unknown.
        AdSpaceRange = "ad_space_range",
        TableRate = "table_rate",
        /// The table's span, the category being unknown.
        TableRange = "table_range",
        /// The table's span: the rate depends on seller and product.
        TableSpan = "table_span",
        RateUnknown = "rate_unknown",
        NewBuyerRate = "new_buyer_rate",
        /// The new buyer's span, the category being unknown.
        NewBuyerRange = "new_buyer_range",
        NewBuyerCapped = "new_buyer_capped",
        /// The standard rate was at least as good.
        NewBuyerNotBetter = "new_buyer_not_better",
        NewBuyerEnded = "new_buyer_ended",
        HotRate = "hot_rate",
        HotNotForClass = "hot_not_for_class",
        HotUnknownForClass = "hot_unknown_for_class",
        HotInReview = "hot_in_review",
        HotNotAffiliate = "hot_not_affiliate",
        HotNoSpecialLink = "hot_no_special_link",
        HotRateIgnored = "hot_rate_ignored",
        HotNotBetter = "hot_not_better",
        OrderCap = "order_cap",
    }
}

names! { "warning",
    WarningCode {
        TrafficForbidden = "traffic_forbidden",
        TrafficNeedsApproval = "traffic_needs_approval",
        TrafficNotNamed = "traffic_not_named",
        /// The program file has no table of sources.
        TrafficUnknown = "traffic_unknown",
        ExtensionConduct = "extension_conduct",
        OutsideRegion = "outside_region",
        /// Delivery to a CIS country; also a standing note.
        CisDelivery = "cis_delivery",
        VirtualProduct = "virtual_product",
        StoreNoCommission = "store_no_commission",
        /// Non-affiliate product of a store on the non-affiliate list.
        StoreNonAffiliate = "store_non_affiliate",
        StoreChuwi = "store_chuwi",
        StoreSpecialElectronics = "store_special_electronics",
        StoreSpecialElectronicsNonAffiliate = "store_special_electronics_non_affiliate",
        /// The program does not say whether the store's rate replaces the class's rate of zero.
        StoreRateNonAffiliate = "store_rate_non_affiliate",
        /// Nothing is paid, and the order will not appear in statistics.
        NonAffiliateClass = "non_affiliate_class",
        /// Nothing is paid; whether the order appears in statistics is not known.
        NonAffiliateNothing = "non_affiliate_nothing",
        /// A non-affiliate product is paid the standard rate here.
        NonAffiliateStandard = "non_affiliate_standard",
        /// Whether it is an affiliate product is not known and makes a difference.
        AffiliationUnknown = "affiliation_unknown",
        ReviewPeriod = "review_period",
        HotIncreaseLost = "hot_increase_lost",
        HotUnknown = "hot_unknown",
        HotSpecialLink = "hot_special_link",
        /// The store's own rate replaces the Hot rate.
        HotOverridden = "hot_overridden",
        HotOnlyThisProduct = "hot_only_this_product",
        /// Only orders from the store that the link led to.
        DropshippingAttribution = "dropshipping_attribution",
        RateUnknown = "rate_unknown",
        RateZero = "rate_zero",
        RateOlderThanYear = "rate_older_than_year",
        CapReached = "cap_reached",
        /// The price is in another currency than the caps.
        CapNotApplied = "cap_not_applied",
        CapUnknown = "cap_unknown",
        /// Standing note: for how many days a click counts.
        CookieLifetime = "cookie_lifetime",
        /// Standing note: a click counts within one session only.
        OneSession = "one_session",
        /// Standing note: payment within so many hours of the first click.
        PaymentWindow = "payment_window",
        ReturnedOrders = "returned_orders",
        /// Standing note: deductions for fraudulent orders.
        AntispamDeduction = "antispam_deduction",
        /// Standing note: click and delivery in the program's countries.
        Region = "region",
        /// Standing note: a visitor may be sent to a similar product.
        SimilarProduct = "similar_product",
    }
}

names! { "conduct",
    /// Something that a post, a campaign or an extension must not do.
    ConductRule {
        /// Brand words of the shop's group in search engine campaigns.
        BrandSem = "brand_sem",
        /// Exaggerated or misleading content.
        Misleading = "misleading",
        /// A reward for a click or a purchase.
        Incentive = "incentive",
        /// A listing that shows one thing and sells another.
        HiddenProduct = "hidden_product",
        /// Buying through one's own link, or having friends and family do so.
        OwnPurchase = "own_purchase",
        /// Pop-up and pop-under.
        Popup = "popup",
        /// Keywords of the program's list for contextual advertising.
        BannedKeyword = "banned_keyword",
        /// Anything that is against the law or harms the shop.
        IllegalOrHarmful = "illegal_or_harmful",
        /// A campaign page used as a billboard for incentives.
        CampaignBillboard = "campaign_billboard",
        /// Clicks and views without a visitor's intent: scripts, hijacked pages, malicious add-ons.
        ForcedTraffic = "forced_traffic",
        /// Cookies set without a click.
        CookieStuffing = "cookie_stuffing",
        /// Extensions that change or cover the shop's pages, or show notices there.
        ExtensionOverlay = "extension_overlay",
    }
}

names! { "indicator",
    /// A figure at which the advertiser checks the traffic.
    IndicatorKind {
        /// Many clicks and too few orders.
        LowConversion = "low_conversion",
        /// Many clicks and no order at all.
        NoAction = "no_action",
    }
}

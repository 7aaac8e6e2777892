//! The codes of reasons, warnings, rules of conduct and traffic indicators. Each has a name for JSON and the key of its text.

use crate::names::names;

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
        TrafficClass = "traffic_class",
        /// The class had no rules of its own on that day.
        ClassNotYet = "class_not_yet",
        /// The rules of that day are not known.
        RulesUnknownBefore = "rules_unknown_before",
        /// Delivery to a country outside of the program.
        OutsideRegion = "outside_region",
        CisDelivery = "cis_delivery",
        /// Virtual product or special category.
        VirtualProduct = "virtual_product",
        StoreNoCommission = "store_no_commission",
        /// Non-affiliate product of a store on the non-affiliate list.
        StoreNonAffiliate = "store_non_affiliate",
        StoreChuwi = "store_chuwi",
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
        RateUnknown = "rate_unknown",
        NewBuyerRate = "new_buyer_rate",
        /// The new buyer's span, the category being unknown.
        NewBuyerRange = "new_buyer_range",
        /// The cap on the new buyer's increase.
        NewBuyerCapped = "new_buyer_capped",
        /// The standard rate was at least as good.
        NewBuyerNotBetter = "new_buyer_not_better",
        /// The new buyers' bonus has ended.
        NewBuyerEnded = "new_buyer_ended",
        HotRate = "hot_rate",
        /// The class does not get it.
        HotNotForClass = "hot_not_for_class",
        /// Whether the class gets it is not known.
        HotUnknownForClass = "hot_unknown_for_class",
        HotInReview = "hot_in_review",
        /// A non-affiliate product gets no Hot increase.
        HotNotAffiliate = "hot_not_affiliate",
        /// The link is not the Hot link.
        HotNoSpecialLink = "hot_no_special_link",
        /// An impossible Hot rate was not used.
        HotRateIgnored = "hot_rate_ignored",
        /// The Hot rate is not better than the ordinary one.
        HotNotBetter = "hot_not_better",
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
        StoreNoCommission = "store_no_commission",
        /// Non-affiliate product of a store on the non-affiliate list.
        StoreNonAffiliate = "store_non_affiliate",
        /// CHUWI flagship store: its own rate.
        StoreChuwi = "store_chuwi",
        /// Store on the special electronics list: a low rate.
        StoreSpecialElectronics = "store_special_electronics",
        /// Non-affiliate product of such a store.
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
        /// The commission is lower because of the review period.
        ReviewPeriod = "review_period",
        /// The class gets no Hot increase.
        HotIncreaseLost = "hot_increase_lost",
        /// Whether the class gets the Hot increase is not known.
        HotUnknown = "hot_unknown",
        /// The increase needs the Hot link.
        HotSpecialLink = "hot_special_link",
        /// The store's own rate replaces the Hot rate.
        HotOverridden = "hot_overridden",
        /// The increase is for this product only.
        HotOnlyThisProduct = "hot_only_this_product",
        /// Only orders from the store that the link led to.
        DropshippingAttribution = "dropshipping_attribution",
        RateUnknown = "rate_unknown",
        /// The source names a rate of zero.
        RateZero = "rate_zero",
        /// The rate is older than a year.
        RateOlderThanYear = "rate_older_than_year",
        /// The figure is the cap.
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

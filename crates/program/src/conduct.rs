//! How a publisher may not promote, and the figures at which the advertiser looks closer.
//!
//! Both are data of the program file; the sentences are this program's own words for them.

use super::names::names;
use super::{Citation, Program};
use dealink_core::message::Message;
use dealink_core::money::Percent;

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
        /// Buying through one's own link, oneself or by people close to one.
        OwnPurchase = "own_purchase",
        /// Pop-up and pop-under.
        Popup = "popup",
        /// Keywords of the program's list for contextual advertising.
        BannedKeyword = "banned_keyword",
        /// Anything that is against the law or harms the shop.
        IllegalOrHarmful = "illegal_or_harmful",
        /// A campaign page used as a billboard for incentives.
        CampaignBillboard = "campaign_billboard",
        /// Clicks and views that no visitor wanted: scripts, hijacked pages, malicious add-ons.
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

/// A critical traffic indicator: on a day with more clicks than `clicks_above`, and a conversion below `cr_below`.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Which one.
    pub kind: IndicatorKind,
    /// It says nothing about a day with this many clicks or fewer.
    pub clicks_above: u32,
    /// The conversion below which it fires; `None`: it fires when there is no order at all.
    pub cr_below: Option<Percent>,
    /// The rule in words.
    pub message: Message,
    /// Where it is written.
    pub citation: Citation,
}

impl Program {
    /// The rules of conduct that the program file names, each in words and with where it is written.
    pub fn conduct(&self) -> Vec<(ConductRule, Message, Citation)> {
        let rule =
            |(rule, source): (&ConductRule, &Citation)| (*rule, Message::new(rule.key()), source.clone());
        self.conduct.iter().map(rule).collect()
    }

    /// The critical traffic indicators that the program file names.
    pub fn indicators(&self) -> Vec<Indicator> {
        let indicators = self.indicators.iter().map(|(kind, rule)| {
            let sentence = Message::new(kind.key()).with("clicks", rule.clicks_above);
            let sentence = match rule.cr_below {
                Some(cr) => sentence.with("cr", cr),
                None => sentence,
            };
            Indicator {
                kind: *kind,
                clicks_above: rule.clicks_above,
                cr_below: rule.cr_below,
                message: sentence,
                citation: rule.source.clone(),
            }
        });
        indicators.collect()
    }
}

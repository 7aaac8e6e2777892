//! The words of the program: categories, traffic sources, store lists and the states of what may be unknown.
//!
//! Each word has one name, the same in data files, on the command line and in JSON, and one message key
//! (`program-<kind>-<name>`) for people.

/// The text is not one of the names of its kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a {kind}; one of: {}", .expected.join(", "))]
pub struct UnknownName {
    /// What was asked for, such as `category`.
    pub kind: &'static str,
    /// What was given.
    pub given: String,
    /// All names of the kind.
    pub expected: &'static [&'static str],
}

/// The text with `-` for each `_`, as Fluent keys are written; `N` is its length.
pub(super) const fn dashed<const N: usize>(text: &str) -> [u8; N] {
    let bytes = text.as_bytes();
    let mut out = [0; N];
    let mut i = 0;
    while i < N {
        out[i] = if bytes[i] == b'_' { b'-' } else { bytes[i] };
        i += 1;
    }
    out
}

/// An enum whose variants have names and message keys: `ALL`, `NAMES`, `name`, `key`, `FromStr`, `Display`, serde.
macro_rules! names {
    ($kind:literal, $(#[$meta:meta])* $enum:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $enum { $($(#[$doc])* #[serde(rename = $name)] $variant,)+ }

        impl $enum {
            /// Every value, in the order in which it is shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The names of `ALL`.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// The name in data files, on the command line and in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The Fluent message for it.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => {
                    const KEY: [u8; concat!("program-", $kind, "-", $name).len()] =
                        $crate::names::dashed(concat!("program-", $kind, "-", $name));
                    const {
                        match std::str::from_utf8(&KEY) { Ok(key) => key, Err(_) => panic!("a key is ASCII") }
                    }
                }),+ }
            }
        }

        impl std::str::FromStr for $enum {
            type Err = $crate::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.name() == text).ok_or_else(|| {
                    $crate::UnknownName { kind: $kind, given: text.to_owned(), expected: Self::NAMES }
                })
            }
        }

        impl std::fmt::Display for $enum {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}
pub(super) use names;

names! { "category",
    /// A product group of the commission tables.
    Category {
        /// Mobile phones.
        MobilePhone = "mobile_phone",
        /// Computer peripherals.
        ComputerPeripherals = "computer_peripherals",
        /// Tablets.
        Tablets = "tablets",
        /// Desktop computers.
        Desktop = "desktop",
        /// Laptops and netbooks.
        Laptop = "laptop",
        /// Home audio and video equipment.
        HomeAudioVideo = "home_audio_video",
        /// External storage.
        ExternalStorage = "external_storage",
        /// Internal storage.
        InternalStorage = "internal_storage",
        /// Mobile phone accessories.
        PhoneAccessories = "phone_accessories",
        /// Interior accessories.
        InteriorAccessories = "interior_accessories",
        /// Garden supplies.
        GardenSupplies = "garden_supplies",
        /// Women's clothing.
        WomensClothing = "womens_clothing",
        /// Men's clothing.
        MensClothing = "mens_clothing",
        /// Children's clothing.
        ChildrensClothing = "childrens_clothing",
        /// All other categories.
        Other = "other",
        /// Special category: virtual products, travel and coupon services, books. Never paid.
        Special = "special",
    }
}

names! { "traffic",
    /// Where a publisher's visitors come from, as declared for the ad space.
    TrafficSource {
        /// Pop-up and clickunder.
        Popup = "popup",
        /// Mobile traffic.
        Mobile = "mobile",
        /// Content site.
        ContentSite = "content_site",
        /// Other.
        Other = "other",
        /// Affiliate stores and price comparison services.
        AffiliateStore = "affiliate_store",
        /// Forums.
        Forum = "forum",
        /// Loyalty programs.
        Loyalty = "loyalty",
        /// Messengers.
        Messenger = "messenger",
        /// Coupon services.
        Coupon = "coupon",
        /// YouTube channel.
        Youtube = "youtube",
        /// Adult.
        Adult = "adult",
        /// Toolbar.
        Toolbar = "toolbar",
        /// Incentive traffic.
        Incentive = "incentive",
        /// Groups and blogs on social media.
        Social = "social",
        /// Brand bidding.
        BrandBidding = "brand_bidding",
        /// E-mail marketing.
        Email = "email",
        /// Banner and teaser advertising.
        Banner = "banner",
        /// Cashback.
        Cashback = "cashback",
        /// Search engine marketing.
        Sem = "sem",
        /// Browser extension (named by the rules, not by the source table).
        Extension = "extension",
        /// Dropshipping site (likewise).
        Dropshipping = "dropshipping",
        /// Subnetwork: publishers under one account (likewise).
        Subnetwork = "subnetwork",
    }
}

impl TrafficSource {
    /// The class that decides what the source is paid.
    pub const fn class(self) -> TrafficClass {
        match self {
            Self::Cashback | Self::Extension | Self::Toolbar => TrafficClass::Cashback,
            Self::Dropshipping => TrafficClass::Dropshipping,
            Self::Subnetwork => TrafficClass::Subnetwork,
            _ => TrafficClass::Other,
        }
    }
}

names! { "class",
    /// A group of traffic sources that is paid alike.
    TrafficClass {
        /// Every source that is not named by another class.
        Other = "other",
        /// Cashback services and browser extensions.
        Cashback = "cashback",
        /// Dropshipping sites.
        Dropshipping = "dropshipping",
        /// Subnetworks.
        Subnetwork = "subnetwork",
    }
}

names! { "permission",
    /// What the program says about a traffic source.
    Permission {
        /// Allowed.
        Allowed = "allowed",
        /// Only after the program has agreed.
        NeedsApproval = "needs_approval",
        /// Forbidden.
        Forbidden = "forbidden",
        /// Not in the program's table: ask first, since what is not expressly allowed counts as not allowed.
        NotNamed = "not_named",
        /// The program file has no such table.
        Unknown = "unknown",
    }
}

names! { "store-list",
    /// A list of stores with a rule of its own.
    StoreList {
        /// The "weekly deals list": no commission for anybody.
        NoCommission = "no_commission",
        /// Stores whose non-affiliate products are never paid.
        NonAffiliate = "non_affiliate",
        /// Stores that sell electronics of certain brands, at a low rate.
        SpecialElectronics = "special_electronics",
        /// CHUWI Global flagship store.
        Chuwi = "chuwi",
    }
}

names! { "affiliation",
    /// Whether the product takes part in the program.
    Affiliation {
        /// It does.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// Nobody has said.
        Unknown = "unknown",
    }
}

names! { "buyer",
    /// Whether the buyer orders at the shop for the first time.
    Buyer {
        /// First order.
        New = "new",
        /// Has ordered before.
        Existing = "existing",
        /// Nobody has said.
        Unknown = "unknown",
    }
}

names! { "rate-source",
    /// Where a rate comes from; the first four in the order in which a caller should prefer them.
    RateSource {
        /// The network's answer for this product (`commission_rates`).
        Live = "live",
        /// The product's row in a feed.
        Feed = "feed",
        /// The ad space's own rates by category (`actions_detail`).
        AdSpace = "ad_space",
        /// The table of the program file.
        Table = "table",
        /// A rule of the program file that stands above the table, such as a store's own rate.
        Rule = "rule",
        /// The product's Hot rate.
        Hot = "hot",
        /// The network's link check, which says that a product pays nothing.
        Check = "check",
    }
}

names! { "severity",
    /// How much a [`Warning`](super::Warning) matters; the greater, the more.
    Severity {
        /// Good to know.
        Note = "note",
        /// The commission may be less.
        Caution = "caution",
        /// Nothing is paid, or the publisher is blocked.
        Stop = "stop",
    }
}

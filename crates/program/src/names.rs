//! The vocabulary of program files: categories, traffic sources, store lists, and states of unknown values.
//!
//! Each value has one name, the same in data files, on the command line and in JSON, and one message key
//! (`program-<kind>-<name>`).

/// The text is not a name of its kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a {kind}; one of: {}", .expected.join(", "))]
pub struct UnknownName {
    /// The kind of name, such as `category`.
    pub kind: &'static str,
    pub given: String,
    pub expected: &'static [&'static str],
}

/// The text with `-` for each `_`, as Fluent keys are spelled; `N` is its length.
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

/// Defines an enum with names and message keys: `ALL`, `NAMES`, `name`, `key`, `FromStr`, `Display`, serde.
macro_rules! names {
    ($kind:literal, $(#[$meta:meta])* $enum:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $enum { $($(#[$doc])* #[serde(rename = $name)] $variant,)+ }

        impl $enum {
            /// Every value, in the order of display.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// The name in data files, on the command line and in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The key of its Fluent message.
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
        MobilePhone = "mobile_phone",
        ComputerPeripherals = "computer_peripherals",
        Tablets = "tablets",
        Desktop = "desktop",
        Laptop = "laptop",
        HomeAudioVideo = "home_audio_video",
        ExternalStorage = "external_storage",
        InternalStorage = "internal_storage",
        PhoneAccessories = "phone_accessories",
        InteriorAccessories = "interior_accessories",
        GardenSupplies = "garden_supplies",
        WomensClothing = "womens_clothing",
        MensClothing = "mens_clothing",
        ChildrensClothing = "childrens_clothing",
        Other = "other",
        /// Special category: virtual products, travel and coupon services, books. Never paid.
        Special = "special",
    }
}

names! { "traffic",
    /// Where a publisher's visitors come from, as declared for the ad space.
    TrafficSource {
        Popup = "popup",
        Mobile = "mobile",
        ContentSite = "content_site",
        Other = "other",
        AffiliateStore = "affiliate_store",
        Forum = "forum",
        Loyalty = "loyalty",
        Messenger = "messenger",
        Coupon = "coupon",
        Youtube = "youtube",
        Adult = "adult",
        Toolbar = "toolbar",
        Incentive = "incentive",
        Social = "social",
        BrandBidding = "brand_bidding",
        Email = "email",
        Banner = "banner",
        Cashback = "cashback",
        Sem = "sem",
        /// Browser extension (named by the rules, not by the source table).
        Extension = "extension",
        /// Dropshipping site (named by the rules only).
        Dropshipping = "dropshipping",
        /// Subnetwork: publishers under one account (named by the rules only).
        Subnetwork = "subnetwork",
    }
}

impl TrafficSource {
    /// The class that defines the source's rates.
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
    /// A group of traffic sources with the same rates.
    TrafficClass {
        /// Every source that is in no other class.
        Other = "other",
        /// Cashback services and browser extensions.
        Cashback = "cashback",
        Dropshipping = "dropshipping",
        Subnetwork = "subnetwork",
    }
}

names! { "permission",
    /// Whether the program allows a traffic source.
    Permission {
        Allowed = "allowed",
        /// Allowed after the program has approved it.
        NeedsApproval = "needs_approval",
        Forbidden = "forbidden",
        /// Not in the program's table; ask first, because only expressly allowed sources are allowed.
        NotNamed = "not_named",
        /// The program file has no table of sources.
        Unknown = "unknown",
    }
}

names! { "store-list",
    /// A list of stores with a rule of its own.
    StoreList {
        /// The "weekly deals list": no commission at all.
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
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

names! { "buyer",
    /// Whether the buyer orders at the shop for the first time.
    Buyer {
        New = "new",
        Existing = "existing",
        Unknown = "unknown",
    }
}

names! { "rate-source",
    /// The source of a rate. A caller should prefer the first four in their order.
    RateSource {
        /// The network's answer for this product.
        Live = "live",
        /// The product's row in a feed.
        Feed = "feed",
        /// The ad space's own rates by category.
        AdSpace = "ad_space",
        /// The table of the program file.
        Table = "table",
        /// A rule of the program file that replaces the table's rate, such as a store's own rate.
        Rule = "rule",
        /// The product's Hot rate.
        Hot = "hot",
        /// The network's link check: the product pays nothing.
        Check = "check",
    }
}

names! { "severity",
    /// How severe a [`Warning`](crate::Warning) is, in ascending order.
    Severity {
        /// Good to know.
        Note = "note",
        /// The commission may be less.
        Caution = "caution",
        /// Nothing is paid, or the publisher is blocked.
        Stop = "stop",
    }
}

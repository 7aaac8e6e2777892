//! The methods of the API, and the right that each one needs.

/// A method of the API that the stand-in serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Endpoint {
    /// `POST /token/`
    Token,
    /// `GET /deeplink/{ad space}/advcampaign/{program}/`
    Deeplink,
    /// `GET /validate_links/`
    Check,
    /// `POST /aliexpress/commission_rates/`
    Rates,
    /// `POST /shortlink/modify/`
    ShortLink,
    /// `GET /websites/v2/` and `/websites/v2/{ad space}/`
    AdSpace,
    /// `GET /advcampaigns/website/{ad space}/` and `/advcampaigns/{program}/website/{ad space}/`
    Program,
    /// `GET /currencies/rate/`
    Exchange,
}

impl Endpoint {
    /// Every method, in the order of this list.
    pub const ALL: [Endpoint; 8] = [
        Endpoint::Token,
        Endpoint::Deeplink,
        Endpoint::Check,
        Endpoint::Rates,
        Endpoint::ShortLink,
        Endpoint::AdSpace,
        Endpoint::Program,
        Endpoint::Exchange,
    ];

    /// The right that an application needs for the method; the token itself needs none.
    pub fn scope(self) -> Option<&'static str> {
        match self {
            Endpoint::Token => None,
            Endpoint::Deeplink => Some("deeplink_generator"),
            Endpoint::Check => Some("validate_links"),
            Endpoint::Rates => Some("aliexpress_commission"),
            Endpoint::ShortLink => Some("short_link"),
            Endpoint::AdSpace => Some("websites"),
            Endpoint::Program => Some("advcampaigns_for_website"),
            Endpoint::Exchange => Some("public_data"),
        }
    }
}

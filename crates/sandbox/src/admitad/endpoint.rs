//! The methods of the API, and the right that each one needs.

/// A method of the API that the stand-in serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AdmitadEndpoint {
    Token,
    Deeplink,
    Check,
    Rates,
    ShortLink,
    AdSpace,
    Program,
    Exchange,
}

impl AdmitadEndpoint {
    pub const ALL: [AdmitadEndpoint; 8] = [
        AdmitadEndpoint::Token,
        AdmitadEndpoint::Deeplink,
        AdmitadEndpoint::Check,
        AdmitadEndpoint::Rates,
        AdmitadEndpoint::ShortLink,
        AdmitadEndpoint::AdSpace,
        AdmitadEndpoint::Program,
        AdmitadEndpoint::Exchange,
    ];

    /// The right that an application needs for the method; the token itself needs none.
    pub fn scope(self) -> Option<&'static str> {
        match self {
            AdmitadEndpoint::Token => None,
            AdmitadEndpoint::Deeplink => Some("deeplink_generator"),
            AdmitadEndpoint::Check => Some("validate_links"),
            AdmitadEndpoint::Rates => Some("aliexpress_commission"),
            AdmitadEndpoint::ShortLink => Some("short_link"),
            AdmitadEndpoint::AdSpace => Some("websites"),
            AdmitadEndpoint::Program => Some("advcampaigns_for_website"),
            AdmitadEndpoint::Exchange => Some("public_data"),
        }
    }
}

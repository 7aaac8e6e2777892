//! Why a command on feeds was not carried out.

use dealink_catalog::feeds::{FeedName, Refusal};
use dealink_core::message::Message;

pub(super) enum FeedCliError {
    /// The source is neither an address nor a file.
    Source,
    /// The text is no name. It is not repeated: it may be an address in the wrong place.
    Name,
    Unknown(FeedName),
    /// The text is neither a product number nor a link to a product.
    Product,
    NoFeeds,
    Refused(Refusal),
}

impl FeedCliError {
    pub(super) fn message(&self) -> Message {
        match self {
            FeedCliError::Source => Message::new("feeds-cli-source"),
            FeedCliError::Name => Message::new("feeds-cli-name"),
            FeedCliError::Unknown(name) => Message::new("feeds-cli-unknown").with("name", name.to_string()),
            FeedCliError::Product => Message::new("feeds-cli-product"),
            FeedCliError::NoFeeds => Message::new("feeds-cli-none"),
            FeedCliError::Refused(refusal) => refusal.message(),
        }
    }

    /// Whether the arguments are wrong, rather than something that they name.
    pub(super) fn is_usage(&self) -> bool {
        !matches!(self, FeedCliError::NoFeeds | FeedCliError::Refused(_))
    }
}

impl From<Refusal> for FeedCliError {
    fn from(refusal: Refusal) -> Self {
        FeedCliError::Refused(refusal)
    }
}

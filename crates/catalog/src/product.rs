//! One product as a feed describes it.

use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;
use jiff::civil::Date;
use url::Url;

/// All values of a product in a feed except the id and the texts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OfferFields {
    /// The currency of both prices.
    pub currency: Option<Currency>,
    /// At most two decimal places.
    pub price: Option<Decimal>,
    /// The price before the discount.
    pub old_price: Option<Decimal>,
    /// In whole percent, as the feed has it.
    pub discount: Option<u8>,
    /// The commission rate; of a Hot product its Hot rate. At most two decimal places of a percent.
    pub rate: Option<Percent>,
    /// Whether it is a Hot product, and its link the special link.
    pub hot: bool,
    pub store: Option<u64>,
    /// The last day as a Hot product.
    pub hot_until: Option<Date>,
}

/// The texts of a row. An empty text is a missing one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RowTexts<'a> {
    pub title: &'a str,
    /// The affiliate link, as the feed has it.
    pub link: &'a str,
    pub picture: &'a str,
    /// The category's name, or its path with ` > ` between the names.
    pub category: &'a str,
}

/// A row of a feed, borrowed from its reader.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeedRow<'a> {
    pub id: ProductId,
    pub texts: RowTexts<'a>,
    pub offer: OfferFields,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    pub id: ProductId,
    pub title: Option<String>,
    /// The affiliate link, if the feed has one that is a web address.
    pub link: Option<Url>,
    pub picture: Option<Url>,
    /// The category's name or path.
    pub category: Option<String>,
    pub offer: OfferFields,
}

impl Product {
    pub(crate) fn from_row(row: &FeedRow<'_>) -> Product {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let address = |text| Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        Product {
            id: row.id,
            title: text(row.texts.title),
            link: address(row.texts.link),
            picture: address(row.texts.picture),
            category: text(row.texts.category),
            offer: row.offer,
        }
    }

    /// The product as of a day: after its last day a Hot product is an ordinary product, and its rate is not known.
    pub(crate) fn seen_on(mut self, today: Date) -> Product {
        if self.offer.hot && self.offer.hot_until.is_some_and(|last| last < today) {
            (self.offer.hot, self.offer.rate) = (false, None);
        }
        self
    }
}

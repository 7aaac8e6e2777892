//! One product as a feed describes it.

use jiff::civil::Date;
use url::Url;

use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;

/// A row of a feed, borrowed from whoever reads it. An empty text is a missing one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeedRow<'a> {
    /// The global id.
    pub id: ProductId,
    /// The title.
    pub title: &'a str,
    /// The affiliate link, as the feed has it.
    pub link: &'a str,
    /// The address of a picture.
    pub picture: &'a str,
    /// The category's name, or its path with ` > ` between the names.
    pub category: &'a str,
    /// What `price` and `old_price` are in.
    pub currency: Option<Currency>,
    /// The price; hundredths at the finest.
    pub price: Option<Decimal>,
    /// The price before the discount.
    pub old_price: Option<Decimal>,
    /// The discount in whole percent, as the feed has it.
    pub discount: Option<u8>,
    /// The commission rate; of a Hot product its Hot rate. Hundredths of a percent at the finest.
    pub rate: Option<Percent>,
    /// Whether it is a Hot product: `link` is its special link.
    pub hot: bool,
    /// The store's number.
    pub store: Option<u64>,
    /// The last day on which a Hot product is one.
    pub hot_until: Option<Date>,
}

/// A product of a feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// The global id.
    pub id: ProductId,
    /// The title.
    pub title: Option<String>,
    /// The affiliate link, as the feed has it; `None` where it has none that is a web address.
    pub link: Option<Url>,
    /// The address of a picture.
    pub picture: Option<Url>,
    /// The category's name or path.
    pub category: Option<String>,
    /// What the prices are in.
    pub currency: Option<Currency>,
    /// The price, in `currency`.
    pub price: Option<Decimal>,
    /// The price before the discount.
    pub old_price: Option<Decimal>,
    /// The discount in whole percent.
    pub discount: Option<u8>,
    /// The commission rate; of a Hot product its Hot rate.
    pub rate: Option<Percent>,
    /// Whether it is a Hot product: `link` is its special link.
    pub hot: bool,
    /// The store's number.
    pub store: Option<u64>,
    /// The last day on which a Hot product is one.
    pub hot_until: Option<Date>,
}

impl Product {
    /// The product on a day: a Hot product whose last day is over is an ordinary one, and its rate is not known.
    pub(super) fn as_of(self, today: Date) -> Product {
        match self.hot_until {
            Some(last) if self.hot && last < today => Product { hot: false, rate: None, ..self },
            _ => self,
        }
    }
}

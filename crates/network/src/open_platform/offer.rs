//! What a product page shows, as the platform tells it.

use dealink_core::money::{Currency, Money};
use dealink_links::ProductId;
use jiff::civil::Date;
use url::Url;

use super::parse::RawOffer;

/// A product on the platform. What it did not say is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The global id.
    pub id: ProductId,
    /// In English.
    pub title: Option<String>,
    pub title_tr: Option<String>,
    pub picture: Option<Url>,
    /// The price in lira; above zero.
    pub price_try: Option<Money>,
    /// The price in dollars; above zero.
    pub price_usd: Option<Money>,
    /// The price in lira before the discount; above the price.
    pub old_price_try: Option<Money>,
    /// The price in dollars before the discount; above the price.
    pub old_price_usd: Option<Money>,
    /// The discount in whole percent.
    pub discount: Option<u8>,
    /// The category's path, with ` > ` between the names; in English unless only the Turkish edition answered.
    pub category: Option<String>,
    pub store: Option<u64>,
    /// The day on which the platform was asked.
    pub asked_on: Date,
}

impl Offer {
    /// What the two editions of the platform say together; one of them may be missing.
    pub(super) fn merge_editions(
        id: ProductId,
        lira: Option<&RawOffer>,
        dollars: Option<&RawOffer>,
        asked_on: Date,
    ) -> Offer {
        // Both editions carry the seller's own price too, so either may know a price in the other's currency.
        let price = |currency: Currency, first: Option<&RawOffer>, second: Option<&RawOffer>| {
            let all = [first, second].into_iter().flatten().flat_map(|edition| &edition.prices);
            all.copied().find(|(price, _)| price.currency == currency)
        };
        let (in_lira, in_dollars) =
            (price(Currency::TRY, lira, dollars), price(Currency::USD, dollars, lira));
        let editions = || [dollars, lira].into_iter().flatten();
        Offer {
            id,
            title: dollars.and_then(|edition| edition.title.clone()),
            title_tr: lira.and_then(|edition| edition.title.clone()),
            picture: editions().find_map(|edition| edition.picture.clone()),
            price_try: in_lira.map(|(price, _)| price),
            price_usd: in_dollars.map(|(price, _)| price),
            old_price_try: in_lira.and_then(|(_, old)| old),
            old_price_usd: in_dollars.and_then(|(_, old)| old),
            discount: editions().find_map(|edition| edition.discount),
            category: editions().find_map(|edition| edition.category.clone()),
            store: editions().find_map(|edition| edition.store),
            asked_on,
        }
    }
}

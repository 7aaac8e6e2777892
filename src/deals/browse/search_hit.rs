//! A product of a feed with its estimate: a public part, and a part for the publisher only.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use url::Url;

use crate::deals::deal::{Answer, PublicDeal};
use crate::deals::evaluate::{OrderLink, price_for_rules};
use crate::lists::Lists;
use crate::settings::Publisher;
use dealink_catalog::{FeedProduct, IndexMetadata, Product};
use dealink_core::money::{Money, Percent};
use dealink_links::{Price, ProductId};
use dealink_network::exchange::ExchangeRate;
use dealink_program::{
    Affiliation, Category, Estimate, EstimateRequest, HotOffer, LiveRate, Program, RateSource, StoreList,
    Terms, TrafficSource, map_shop_category,
};

#[derive(Clone, Debug)]
pub struct SearchHit {
    pub public: PublicProduct,
    pub private: PrivateFigures,
}

/// The public part of a hit. Public posts are made only of this.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicProduct {
    pub product: ProductId,
    pub title: Option<String>,
    pub page: Url,
    /// The ready affiliate link.
    pub link: Option<Url>,
    pub picture: Option<Url>,
    pub price: Option<Money>,
    /// The price before the discount.
    pub old_price: Option<Money>,
    /// The discount in whole percent.
    pub discount: Option<u8>,
}

impl PublicProduct {
    /// The products of an answer, without deals that have no product number.
    pub fn all_of(answer: &Answer) -> Vec<PublicProduct> {
        answer.deals.iter().filter_map(|deal| PublicProduct::from_deal(&deal.public)).collect()
    }

    /// A pasted product that is in no feed; `None` if it has no product number.
    pub fn from_deal(public: &PublicDeal) -> Option<PublicProduct> {
        let money = |price: Price| Some(Money::new(price.amount, price.currency?));
        Some(PublicProduct {
            product: public.product?,
            title: public.title.clone(),
            page: public.page.clone(),
            link: public.link.clone(),
            picture: public.picture.clone(),
            price: public.price.as_ref().and_then(|price| money(price.value)),
            old_price: public.old_price.and_then(money),
            discount: public.discount,
        })
    }
}

/// The part of a hit for the publisher only.
#[derive(Clone, Debug)]
pub struct PrivateFigures {
    /// What an approved order would pay, by the program's rules.
    pub estimate: Estimate,
    /// The likely figure of the estimate in the publisher's second currency, if there is one and an exchange rate for it.
    pub second_currency: Option<Money>,
    /// The price in the program's currency, with the rate that was used.
    pub converted: Option<(Money, ExchangeRate)>,
    pub hot: Option<Percent>,
    /// The lists that contain the store, each with its date.
    pub store_lists: BTreeMap<StoreList, Date>,
    pub feed: Arc<IndexMetadata>,
}

impl PrivateFigures {
    /// Whether it certainly pays nothing, whatever is unknown.
    pub fn pays_nothing(&self) -> bool {
        self.estimate.high_rate == Some(Percent::ZERO)
    }
}

/// The inputs of an evaluation, for one publisher on one day.
pub(super) struct BrowseContext {
    pub(super) program: Arc<Program>,
    pub(super) lists: Arc<Lists>,
    pub(super) traffic: TrafficSource,
    pub(super) publisher: Publisher,
    pub(super) today: Date,
    pub(super) rates: Vec<ExchangeRate>,
    pub(super) terms: Option<Arc<Terms>>,
}

impl BrowseContext {
    pub(super) fn is_hot(&self, product: &Product) -> bool {
        product.offer.hot && product.offer.hot_until.is_none_or(|until| self.today <= until)
    }

    /// `order_link` is special if `link` is the feed's own.
    pub(super) fn evaluate(
        &self,
        feed_product: FeedProduct,
        link: Option<Url>,
        order_link: OrderLink,
    ) -> SearchHit {
        let FeedProduct { product, feed } = feed_product;
        let money = |amount| product.offer.currency.map(|currency| Money::new(amount, currency));
        let price = product.offer.price.and_then(money);
        let shop_price = price.map(|price| Price { amount: price.amount, currency: Some(price.currency) });
        let (price_for_rules, converted) = price_for_rules(shop_price, &self.rates);
        let hot = product.offer.rate.filter(|_| self.is_hot(&product));
        let lists: BTreeMap<StoreList, Date> =
            product.offer.store.into_iter().flat_map(|store| self.lists.lists_of_store(store)).collect();
        let category = product.category.as_deref().and_then(map_shop_category);
        let ordinary = product.offer.rate.filter(|_| !product.offer.hot);
        let question = EstimateRequest {
            price: price_for_rules,
            category,
            // Feeds hold affiliate products only.
            affiliation: Affiliation::Yes,
            hot: hot.map(|percent| HotOffer { percent, special_link: order_link == OrderLink::Special }),
            store_lists: lists.iter().map(|(list, date)| (*list, Some(*date))).collect(),
            virtual_product: category == Some(Category::Special),
            live_rate: ordinary.map(|percent| LiveRate {
                percent,
                date: feed.date,
                source: RateSource::Feed,
            }),
            terms: self.terms.clone(),
            joined: self.publisher.joined,
            ..EstimateRequest::new(self.traffic, self.today)
        };
        let estimate = self.program.estimate(&question);
        let second = self.publisher.currency;
        let rate = second.and_then(|currency| self.rates.iter().find(|rate| rate.of == currency));
        let second_currency =
            rate.and_then(|rate| rate.convert_back(estimate.likely.or(estimate.low)?)).map(Money::rounded);
        SearchHit {
            public: PublicProduct {
                product: product.id,
                page: product.id.canonical_url(),
                link,
                price,
                old_price: product.offer.old_price.and_then(money),
                discount: product.offer.discount,
                title: product.title,
                picture: product.picture,
            },
            private: PrivateFigures { estimate, second_currency, converted, hot, store_lists: lists, feed },
        }
    }
}

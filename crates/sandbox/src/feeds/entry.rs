//! One product of a feed: from the seed, or invented from its position in the feed.
//!
//! An invented product depends on its position and the feed's seed alone, so any part of a feed can be made without the
//! rest.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::super::admitad::SeedProduct;
use super::super::products::DISCOUNTS;
use super::super::shop::{SHOP, Shop};

/// The smallest id of an invented product. Ids of the seed are smaller.
const FIRST: u64 = 1_005_100_000_000_000;
/// Number of ids for invented products.
const SPAN: u64 = 100_000_000_000;
/// Coprime to [`SPAN`]: positions become ids that do not follow each other, and no two positions have the same id.
const STEP: u64 = 61_803_398_877;
/// One in this many invented products is a Hot product.
const HOT_OF: u64 = 16;
/// One in this many invented titles is Turkish.
const TURKISH_OF: u64 = 8;

/// A product in a feed. Prices are US cents, rates hundredths of a percent.
pub(super) struct FeedEntry {
    pub(super) id: u64,
    pub(super) title: String,
    pub(super) category: &'static str,
    pub(super) picture: String,
    pub(super) price: u64,
    pub(super) price_before_discount: Option<u64>,
    pub(super) discount: Option<u8>,
    pub(super) rate: Option<u16>,
    pub(super) store: u64,
    pub(super) is_hot: bool,
    pub(super) hot_rate: Option<u16>,
}

impl FeedEntry {
    /// A product of the seed, with the network's rates and the page's price and title.
    pub(super) fn from_seed(product: &SeedProduct) -> FeedEntry {
        let cents = |price: Decimal| (price * Decimal::ONE_HUNDRED).to_u64().unwrap_or_default();
        let hundredths = |percent: Decimal| (percent * Decimal::ONE_HUNDRED).to_u16().unwrap_or_default();
        let discount = product.discount();
        FeedEntry {
            id: product.id,
            title: product.title.clone(),
            category: product.category_path(),
            picture: product.picture(),
            price: cents(product.price),
            price_before_discount: discount.map(|_| cents(product.price_before_discount(product.price))),
            discount,
            rate: product.rate.map(|rate| hundredths(rate.percent)),
            store: product.store,
            is_hot: product.is_hot,
            hot_rate: product.hot_rate.map(|rate| hundredths(rate.percent)),
        }
    }

    /// The invented product at this position.
    pub(super) fn invented(place: u64, seed: u64) -> FeedEntry {
        let mut dice = SplitMix::new(place, seed);
        let id =
            FIRST + (u128::from(place) * u128::from(STEP) + u128::from(seed)).rem_euclid(SPAN.into()) as u64;
        let shop: &'static Shop = &SHOP;
        let category = dice.pick(&shop.categories);
        let title = if dice.below(TURKISH_OF) == 0 {
            let (adjective, thing) = (dice.pick(&shop.adjectives_tr), dice.pick(&category.things_tr));
            let (colour, size) = (dice.pick(&shop.colours_tr), dice.pick(&shop.sizes_tr));
            format!("{adjective} {thing}, {colour}, {size}")
        } else {
            let (adjective, material) = (dice.pick(&shop.adjectives), dice.pick(&shop.materials));
            let (thing, place) = (dice.pick(&category.things), dice.pick(&shop.places));
            let (colour, size) = (dice.pick(&shop.colours), dice.pick(&shop.sizes));
            format!("{adjective} {material} {thing} for {place}, {colour}, {size}")
        };
        let (left, right) = (dice.next(), dice.next());
        let picture = format!("https://ae-pic-a1.aliexpress-media.com/kf/S{left:016x}{right:016x}.jpg");
        let (cheapest, dearest) = category.cents;
        // Cheap products are more common than expensive ones.
        let height = dice.below(1_000) * dice.below(1_000);
        let price = cheapest + (dearest - cheapest) * height / 1_000_000;
        let discount = Some(*dice.pick(&DISCOUNTS)).filter(|discount| *discount > 0);
        let before = |discount: u8| {
            let left = 100 - u64::from(discount);
            (price * 100 + left / 2) / left
        };
        let store = 1_105_000_000 + dice.below(50_000);
        let is_hot = dice.below(HOT_OF) == 0;
        FeedEntry {
            id,
            title,
            category: &category.path,
            picture,
            price,
            price_before_discount: discount.map(before),
            discount,
            rate: Some(category.rate),
            store,
            is_hot,
            hot_rate: is_hot.then(|| 900 + 50 * dice.below(121) as u16),
        }
    }
}

/// Pseudo-random numbers from a seed (splitmix64).
struct SplitMix(u64);

impl SplitMix {
    fn new(place: u64, seed: u64) -> SplitMix {
        let mut dice = SplitMix(seed.wrapping_mul(0xA076_1D64_78BD_642F) ^ place);
        dice.0 = dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u64) as usize]
    }
}

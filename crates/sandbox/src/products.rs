//! What the shop shows of the seed's products beyond `seed.tsv`: category path, picture, discount, price in lira. Feeds
//! and Open Platform use the same values.

use rust_decimal::{Decimal, RoundingStrategy};

use super::admitad::SeedProduct;
use super::shop::SHOP;

/// Lira per dollar in the shop, which has an exchange rate of its own.
const LIRA_PER_DOLLAR: Decimal = Decimal::from_parts(4_250, 0, 0, false, 2);
/// Discounts in percent; a product's id chooses one of them, 0 is none.
pub(super) const DISCOUNTS: [u8; 6] = [0, 12, 25, 38, 50, 69];
impl SeedProduct {
    pub fn category_path(&self) -> &'static str {
        let paths = &SHOP.seed_paths[&self.category];
        &paths[self.id as usize % paths.len()]
    }

    /// The URL of its picture. No server has it.
    pub fn picture(&self) -> String {
        format!("https://ae-pic-a1.aliexpress-media.com/kf/S{:x}.jpg", self.id)
    }

    /// In lira.
    pub fn price_try(&self) -> Decimal {
        cents(self.price * LIRA_PER_DOLLAR).max(Decimal::new(1, 2))
    }

    /// In percent.
    pub fn discount(&self) -> Option<u8> {
        let discount = DISCOUNTS[(self.id % 6) as usize];
        (discount > 0 && self.price_before_discount(self.price) > self.price).then_some(discount)
    }

    /// The price before the discount, for a price in any currency.
    pub fn price_before_discount(&self, price: Decimal) -> Decimal {
        let left = Decimal::from(100 - DISCOUNTS[(self.id % 6) as usize]);
        cents(price * Decimal::ONE_HUNDRED / left)
    }
}

fn cents(amount: Decimal) -> Decimal {
    let mut amount = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    amount.rescale(2);
    amount
}

#[cfg(test)]
mod tests {
    use super::super::admitad::products;
    use super::*;

    #[test]
    fn every_product_has_a_price_in_lira_and_a_discount_that_is_one() {
        for product in products() {
            assert!(product.price_try() > Decimal::ZERO);
            match product.discount() {
                Some(discount) => {
                    let before = product.price_before_discount(product.price);
                    let told = (before - product.price) * Decimal::ONE_HUNDRED / before;
                    // For a price of a few cents, rounding changes the discount.
                    let fine = product.price > Decimal::ONE;
                    assert!(before > product.price);
                    assert!(!fine || (told - Decimal::from(discount)).abs() < Decimal::ONE, "{}", product.id);
                }
                None => assert_eq!(product.price_before_discount(product.price_try()), product.price_try()),
            }
        }
        assert!(products().iter().any(|product| product.discount().is_none()));
    }

    #[test]
    fn every_category_of_the_seed_has_a_shelf_of_its_own() {
        for product in products() {
            let is_other = SHOP.seed_paths["other"].iter().any(|path| path == product.category_path());
            assert_eq!(is_other, product.category == "other", "{}", product.category);
        }
    }
}

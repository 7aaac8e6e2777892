//! A second opinion on the commission of an order: the program's rules as a person reads them on the page.
//!
//! It shares nothing with the rules under test: names are texts, money is cents, rates are hundredths of a percent, days are numbers
//! such as 20220530. The data were typed from the sources by hand. The steps are those of the page, the strongest first.

/// Category, standard rate (in force from 10.10.2018), new buyer's rate (10.09.2020 to 30.05.2022).
pub(super) const RATES: [(&str, i64, i64); 16] = [
    ("mobile_phone", 230, 340),
    ("computer_peripherals", 230, 340),
    ("tablets", 230, 340),
    ("desktop", 230, 340),
    ("laptop", 230, 340),
    ("home_audio_video", 230, 340),
    ("external_storage", 230, 340),
    ("internal_storage", 230, 340),
    ("phone_accessories", 690, 1030),
    ("interior_accessories", 690, 1030),
    ("garden_supplies", 690, 1030),
    ("womens_clothing", 690, 1030),
    ("mens_clothing", 690, 1030),
    ("childrens_clothing", 690, 1030),
    ("other", 540, 800),
    ("special", 0, 0),
];

/// Class, affiliate products, new buyers, non-affiliate products, Hot increase: the table of the page, row by row.
const CLASSES: [(&str, &str, &str, &str, &str); 4] = [
    ("other", "standard", "standard", "standard", "yes"),
    ("cashback", "standard", "increased", "nothing", "yes"),
    ("dropshipping", "unknown", "unknown", "nothing", "no"),
    ("subnetwork", "standard", "standard", "nothing", "no"),
];

const TABLE_BEGINS: i64 = 20181010;
const CLASSES_BEGIN: i64 = 20200910;
const NEW_BUYERS_END: i64 = 20220530;
const NEW_BUYER_CAP: i64 = 400;
const ORDER_CAP: i64 = 3_800;
const HUNDRED_PERCENT: i64 = 10_000;

/// An order without unknowns.
#[derive(Clone, Copy)]
pub(super) struct Order<'a> {
    pub(super) cents: i64,
    pub(super) class: &'a str,
    pub(super) category: &'a str,
    pub(super) affiliate: bool,
    /// `none`, `special` (the Hot link) or `ordinary`.
    pub(super) hot: &'a str,
    pub(super) hot_rate: i64,
    pub(super) new_buyer: bool,
    /// A store list, or `none`.
    pub(super) list: &'a str,
    pub(super) day: i64,
}

/// The commission in cents; `None` where it cannot be known.
pub(super) fn commission(order: Order) -> Option<i64> {
    before_the_cap(order).map(|cents| cents.min(ORDER_CAP))
}

fn before_the_cap(order: Order) -> Option<i64> {
    let (_, standard, increased) = *RATES.iter().find(|row| row.0 == order.category)?;
    let share = |rate: i64| (order.cents * rate + HUNDRED_PERCENT / 2) / HUNDRED_PERCENT;
    // 1. special category
    if order.category == "special" {
        return Some(0);
    }
    // 2. weekly deals list
    if order.list == "no_commission" {
        return Some(0);
    }
    // 3. list of stores whose non-affiliate products are not paid
    if order.list == "non_affiliate" && !order.affiliate {
        return Some(0);
    }
    // 4. CHUWI
    if order.list == "chuwi" {
        return Some(share(150));
    }
    // 5. special electronics stores
    if order.list == "special_electronics" {
        return Some(if order.affiliate { share(75) } else { 0 });
    }
    let class = if order.day < CLASSES_BEGIN { "other" } else { order.class };
    let (_, affiliate, new_buyers, non_affiliate, hot) = *CLASSES.iter().find(|row| row.0 == class)?;
    // 6. Hot products
    if order.hot == "special" && hot == "yes" && order.affiliate {
        return Some(share(order.hot_rate));
    }
    // 7. the class
    let standard = (order.day >= TABLE_BEGINS).then(|| share(standard));
    if !order.affiliate {
        return if non_affiliate == "nothing" { Some(0) } else { standard };
    }
    if affiliate == "unknown" {
        return None;
    }
    if order.new_buyer && new_buyers == "increased" && order.day <= NEW_BUYERS_END {
        return Some(share(increased).min(standard? + NEW_BUYER_CAP));
    }
    standard
}

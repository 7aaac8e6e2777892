//! Which source is used for each fact.

use std::sync::Arc;

use jiff::Timestamp;

use super::*;
use crate::deals::NoAnswer;
use dealink_catalog::{IndexMetadata, OfferFields, Product};
use dealink_core::money::{Currency, Decimal};
use dealink_links::ProductId;
use dealink_network::affiliate::ProductRate;

const ID: &str = "1005009000000011";
const CODE: &str = "a1b2c3d4e5";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn percent(text: &str) -> Percent {
    Percent(text.parse().unwrap())
}

fn usd(text: &str) -> Price {
    Price { amount: text.parse().unwrap(), currency: Some(Currency::USD) }
}

/// A tracker's link of an ad space that leads to a product by the shop's own redirect, as a Hot feed has it.
fn special(code: &str, id: &str) -> Url {
    let page = format!("https://www.aliexpress.com/item/{id}.html");
    let deep = Url::parse_with_params(
        "https://s.click.aliexpress.com/deep_link.htm",
        [("aff_short_key", "_c3xample"), ("dl_target_url", page.as_str()), ("hot_product", "1")],
    );
    let tracker = format!("https://rzekl.com/g/1e8d114494{code}16525dc3e8/");
    Url::parse_with_params(&tracker, [("ulp", deep.unwrap().as_str()), ("i", "5")]).unwrap()
}

fn held(date: &str, change: impl FnOnce(&mut Product)) -> FeedProduct {
    let mut product = Product {
        id: ID.parse().unwrap(),
        title: Some("Folding lamp, warm light".into()),
        link: Some(special(CODE, ID)),
        picture: Some(Url::parse("https://pictures.example/lamp.jpg").unwrap()),
        category: Some("Lights & Lighting".into()),
        offer: OfferFields {
            currency: Some(Currency::USD),
            price: Some(Decimal::new(2490, 2)),
            old_price: Some(Decimal::new(4000, 2)),
            discount: Some(38),
            rate: Some(percent("5.38")),
            store: Some(1_100_900_001),
            ..OfferFields::default()
        },
    };
    change(&mut product);
    let about = IndexMetadata {
        name: "lamps".into(),
        date: day(date),
        imported: Timestamp::UNIX_EPOCH,
        whole: Timestamp::UNIX_EPOCH,
        products: 1,
        rows: 1,
        broken: 0,
        duplicates: 0,
        deleted: 0,
        etag: None,
        last_modified: None,
    };
    FeedProduct { product, feed: Arc::new(about) }
}

fn hot(date: &str, rate: &str) -> FeedProduct {
    held(date, |product| {
        product.offer.hot = true;
        product.offer.rate = Some(percent(rate));
    })
}

/// The facts if the message has `text`, the network gives `rate`, and the feeds have `listing`.
fn facts(text: &str, rate: Option<ProductRate>, listing: &Listing) -> Facts {
    facts_for(Some(CODE), text, rate, listing, None)
}

fn facts_for(
    code: Option<&str>,
    text: &str,
    rate: Option<ProductRate>,
    listing: &Listing,
    offer: Option<&Offer>,
) -> Facts {
    let link = dealink_links::find_links(text, &[]).into_iter().next().unwrap();
    let product: ProductId = ID.parse().unwrap();
    let item = MessageProduct {
        product: Some(product),
        target: product.canonical_url(),
        is_own: false,
        replaces_foreign_link: false,
        short_link_failure: None,
        store: None,
        link,
    };
    let found = ProductLookup {
        link: None,
        affiliate: None,
        check: None,
        rate,
        asked_on: day("2026-11-23"),
        link_fault: Some(NoAnswer::Silent),
        rate_fault: None,
        check_fault: None,
    };
    FactSources {
        item: &item,
        lookup: &found,
        listing: Some(listing),
        offer,
        currency: Currency::USD,
        supposed_price: None,
        own_code: code,
        today: day("2026-11-23"),
    }
    .resolve()
}

fn page() -> String {
    format!("https://www.aliexpress.com/item/{ID}.html")
}

fn rated(rate: &str) -> ProductRate {
    ProductRate { name: Some("Lamp".into()), rate: Some(percent(rate)), ..ProductRate::default() }
}

#[test]
fn a_feed_alone_tells_everything() {
    let listing = Listing { ordinary: Some(held("2026-11-20", |_| {})), hot: None };
    let facts = facts(&page(), None, &listing);
    assert_eq!(facts.title.unwrap().best.value, "Folding lamp, warm light");
    let price = facts.price.unwrap();
    assert_eq!(
        (price.best.value, price.best.source, price.best.date),
        (usd("24.90"), FactOrigin::Feed, day("2026-11-20"))
    );
    assert_eq!((facts.old_price, facts.discount), (Some(usd("40.00")), Some(38)));
    assert_eq!(facts.rate.unwrap().best.value, percent("5.38"));
    assert_eq!(facts.store.unwrap().best.value, 1_100_900_001);
    assert_eq!(facts.category.unwrap().best.value, "Lights & Lighting");
    assert_eq!((facts.hot_rate, facts.special_link, facts.feed), (None, None, Some(day("2026-11-20"))));
    assert!(facts.feed_link.is_some() && facts.picture.is_some());
}

#[test]
fn the_live_rate_goes_before_the_feeds_and_the_feeds_is_kept_beside_it() {
    let listing = Listing { ordinary: Some(held("2026-11-20", |_| {})), hot: None };
    let rate = facts(&page(), Some(rated("7")), &listing).rate.unwrap();
    assert_eq!((rate.best.value, rate.best.source), (percent("7"), FactOrigin::Network));
    assert_eq!(
        rate.others,
        [Sourced { value: percent("5.38"), source: FactOrigin::Feed, date: day("2026-11-20") }]
    );
    assert_eq!(
        facts(&page(), Some(rated("5.380")), &listing).rate.unwrap().others,
        [],
        "the same is no dispute"
    );
}

#[test]
fn the_messages_price_goes_before_the_feeds_unless_its_currency_is_open() {
    let listing = Listing { ordinary: Some(held("2026-11-20", |_| {})), hot: None };
    let price = facts(&format!("US $22.00 {}", page()), None, &listing).price.unwrap();
    assert_eq!((price.best.value, price.best.source), (usd("22.00"), FactOrigin::Message));
    assert_eq!(price.others[0].value, usd("24.90"));

    let open = facts(&format!("kr 220 | Lamp {}", page()), None, &listing).price.unwrap();
    assert_eq!((open.best.value, open.best.source), (usd("24.90"), FactOrigin::Feed));
    assert_eq!(open.others[0].value.currency, None);
}

#[test]
fn of_two_feeds_the_younger_tells_the_price_and_its_discount() {
    let ordinary = held("2026-11-18", |_| {});
    let mut younger = hot("2026-11-22", "30");
    younger.product.offer.price = Some(Decimal::new(1990, 2));
    younger.product.offer.discount = Some(50);
    let facts = facts(&page(), None, &Listing { ordinary: Some(ordinary), hot: Some(younger) });
    let price = facts.price.unwrap();
    assert_eq!((price.best.value, price.others[0].value), (usd("19.90"), usd("24.90")));
    assert_eq!((facts.discount, facts.feed), (Some(50), Some(day("2026-11-22"))));
    assert_eq!(facts.rate.unwrap().best.value, percent("5.38"), "a Hot row's rate is its Hot rate");
}

#[test]
fn a_hot_row_brings_its_rate_and_its_special_link() {
    let listing = Listing { ordinary: None, hot: Some(hot("2026-11-22", "30")) };
    let facts = facts(&page(), None, &listing);
    assert_eq!(facts.hot_rate.unwrap().best.value, percent("30"));
    assert_eq!(facts.special_link, Some(special(CODE, ID)));
    assert_eq!(facts.rate, None);
}

#[test]
fn the_network_knows_better_whether_a_product_is_hot_now() {
    let listing = Listing { ordinary: None, hot: Some(hot("2026-11-22", "30")) };
    let still = ProductRate { hot_rate: Some(percent("9")), is_hot: true, ..rated("5") };
    let rate = facts(&page(), Some(still), &listing).hot_rate.unwrap();
    assert_eq!((rate.best.value, rate.others[0].value), (percent("9"), percent("30")));

    let over = facts(&page(), Some(rated("5")), &listing).hot_rate.unwrap();
    assert_eq!((over.best.value, over.others[0].value), (Percent::ZERO, percent("30")));

    let silent = ProductRate { rate: None, ..rated("5") };
    let rate = facts(&page(), Some(silent), &listing).hot_rate.unwrap();
    assert_eq!(rate.best.value, percent("30"), "a network without a rate does not say that it is none");
}

#[test]
fn a_link_of_another_ad_space_or_to_another_product_is_not_used() {
    let listing = Listing { ordinary: None, hot: Some(hot("2026-11-22", "30")) };
    assert_eq!(facts_for(Some("zzzzzzzzzz"), &page(), None, &listing, None).special_link, None);
    assert!(
        facts_for(None, &page(), None, &listing, None).special_link.is_some(),
        "nobody can tell: the operator's own feed"
    );
    let mut other = hot("2026-11-22", "30");
    other.product.link = Some(special(CODE, "1005009000000099"));
    assert_eq!(facts(&page(), None, &Listing { ordinary: None, hot: Some(other) }).special_link, None);
}

#[test]
fn the_shop_tells_price_title_category_and_store_but_never_a_rate() {
    let offer = Offer {
        id: ID.parse().unwrap(),
        title: Some("Folding lamp".into()),
        title_tr: Some("Katlanır lamba".into()),
        picture: None,
        price_try: Some(Money::new("1012.40".parse().unwrap(), Currency::TRY)),
        price_usd: Some(Money::new("24.10".parse().unwrap(), Currency::USD)),
        old_price_try: None,
        old_price_usd: Some(Money::new("30".parse().unwrap(), Currency::USD)),
        discount: Some(20),
        category: Some("Lights & Lighting".into()),
        store: Some(1_100_900_001),
        asked_on: day("2026-11-23"),
    };
    let known = facts_for(None, &page(), None, &Listing::default(), Some(&offer));
    let price = known.price.unwrap();
    assert_eq!((price.best.value, price.best.source), (usd("24.10"), FactOrigin::Shop));
    assert_eq!(price.others, [], "the same price in another currency is no dispute");
    assert_eq!((known.old_price, known.discount), (Some(usd("30")), Some(20)));
    assert_eq!(known.price_in_lira.unwrap().amount, "1012.40".parse().unwrap());
    assert_eq!(known.title_tr.as_deref(), Some("Katlanır lamba"));
    assert_eq!((known.rate, known.hot_rate, known.feed), (None, None, None));

    let named = facts_for(None, &page(), Some(rated("7")), &Listing::default(), Some(&offer));
    assert_eq!((named.title.unwrap().best.value.as_str(), named.title_tr), ("Lamp", None));
}

//! Searches beside the naive one, over one feed and several.

use std::path::Path;

use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::select;
use tempfile::tempdir;

use super::model::CatalogModel;
use super::naive::{self, NaiveFeeds};
use super::rows::*;
use crate::{Catalog, CategoryKey, OfferFields, Ranking, SearchQuery};
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_program::Category;

fn any_decimal(most: i64, scale: u32) -> impl Strategy<Value = Decimal> {
    (0..=most, 0..=scale).prop_map(|(number, scale)| Decimal::new(number, scale))
}

fn any_ranking() -> impl Strategy<Value = Ranking> {
    let currency = select(&[Currency::USD, Currency::TRY, Currency::EUR]);
    // Up to thirteen places, of which one is rounded away.
    let rate = (0..=10_000_000_000_i64, 4..=13_u32).prop_map(|(number, scale)| Decimal::new(number, scale));
    let rate = prop_oneof![Just(Decimal::ONE), rate];
    let exchange = prop::collection::btree_map(currency, rate, 0..=3);
    let cap = prop::option::of(any_decimal(5_000, 3));
    const GROUPS: [Category; 3] = [Category::MobilePhone, Category::WomensClothing, Category::Other];
    let standard =
        prop::collection::btree_map(select(&GROUPS), any_decimal(1_000_000, 5).prop_map(Percent), 0..=3);
    let today = (-3..4_i64).prop_map(|days| TODAY + jiff::Span::new().days(days));
    (exchange, cap, any::<bool>(), standard, today).prop_map(|(exchange, cap, hot_paid, standard, today)| {
        let standard = standard.into_iter().filter(|(_, rate)| rate.is_plausible()).collect();
        Ranking { exchange, cap, hot_paid, standard, today }
    })
}

fn any_words() -> impl Strategy<Value = String> {
    const WORDS: [&str; 13] = [
        "kulak", "KULAKLIK", "blue", "sarj", "usb", "c", "isik", "men", "m", "islemci", "手", "giyim",
        "phone",
    ];
    prop_oneof![
        2 => Just(String::new()),
        4 => prop::collection::vec(select(&WORDS), 1..5).prop_map(|words| words.join(" ")),
        1 => "[a-f]{1,3}|[a-f]{60,66}",
        1 => "\\PC{0,6}",
    ]
}

fn any_search() -> impl Strategy<Value = SearchQuery> {
    let category = select(&["Mobile Phones", "giyim kadin giyim", "Women's Clothing", "nothing", ""]);
    let price = (any_decimal(3_000, 3), any_decimal(300_000, 3)).prop_map(|(low, more)| low..=low + more);
    let filters = (
        prop::option::weighted(0.2, category.prop_map(CategoryKey::from_name)),
        prop::option::weighted(0.3, price),
        prop::option::weighted(0.2, any_decimal(100_000_000, 8).prop_map(Percent)),
        prop::option::weighted(0.2, 0..=100_u8),
        prop::option::weighted(0.2, any_decimal(500, 3)),
    );
    let paging =
        (prop_oneof![3 => Just(0), 1 => 0..30_usize], prop_oneof![3 => 0..10_usize, 1 => Just(usize::MAX)]);
    (any_words(), filters, prop::bool::weighted(0.2), paging, any_ranking()).prop_map(
        |(words, (category, price, rate, discount, earning), hot, (skip, take), ranking)| SearchQuery {
            words,
            category,
            price,
            rate,
            discount,
            earning,
            hot,
            skip,
            take,
            ranking,
        },
    )
}

fn put_in_force(feeds: &Path, name: &str, date: Date, steps: &[WriteStep]) {
    let directory = feeds.join(name);
    std::fs::create_dir_all(&directory).unwrap();
    write_index(&directory.join("index"), steps).swap(&metadata(name, date)).unwrap();
}

fn agree(catalog: &Catalog, feeds: &NaiveFeeds, search: &SearchQuery) -> Result<(), TestCaseError> {
    let results = catalog.search(search);
    let (total, expected) = naive::search(feeds, search);
    let held = results.products.iter().map(|held| (held.product.id.value(), held.feed.name.clone()));
    prop_assert_eq!(held.collect::<Vec<_>>(), expected, "{:?}", search);
    prop_assert_eq!(results.total, total);
    for held in &results.products {
        let (_, row) = &feeds[&held.feed.name].1.rows[&held.product.id.value()];
        let still = row.offer.hot && row.offer.hot_until.is_none_or(|last| search.ranking.today <= last);
        prop_assert_eq!(held.product.offer.hot, still);
        prop_assert_eq!(held.product.offer.rate, row.offer.rate.filter(|_| still || !row.offer.hot));
        prop_assert_eq!(held.product.offer.price, row.offer.price);
    }
    let counted = catalog.categories(search);
    let counts = counted.iter().map(|counted| (counted.key, counted.count)).collect();
    prop_assert_eq!(naive::categories(feeds, search), counts);
    prop_assert!(counted.is_sorted_by(|a, b| (b.count, &a.name) < (a.count, &b.name)));
    prop_assert!(counted.iter().all(|counted| CategoryKey::from_name(&counted.name) == counted.key));
    Ok(())
}

proptest! {
    #![proptest_config(one_in(5))]

    #[test]
    fn one_feed_is_searched_like_row_by_row(
        steps in any_steps(250),
        searches in prop::collection::vec(any_search(), 8..16),
    ) {
        let directory = tempdir().unwrap();
        put_in_force(directory.path(), "feed", TODAY, &steps);
        let feeds = NaiveFeeds::from([("feed".to_owned(), (TODAY, CatalogModel::from_steps(&steps)))]);
        let catalog = Catalog::new(directory.path());
        for search in &searches {
            agree(&catalog, &feeds, search)?;
        }
    }

    #[test]
    fn a_product_of_several_feeds_is_found_once(
        contents in prop::collection::vec((0..3_i64, any_steps(80)), 0..4),
        searches in prop::collection::vec(any_search(), 4..10),
    ) {
        let directory = tempdir().unwrap();
        let mut feeds = NaiveFeeds::new();
        for (nth, (age, steps)) in contents.iter().enumerate() {
            let (name, date) = (format!("feed-{nth}"), TODAY - jiff::Span::new().days(*age));
            put_in_force(directory.path(), &name, date, steps);
            feeds.insert(name, (date, CatalogModel::from_steps(steps)));
        }
        let catalog = Catalog::new(directory.path());
        for search in &searches {
            agree(&catalog, &feeds, search)?;
        }
    }
}

#[test]
fn rows_beyond_one_group_are_found() {
    let directory = tempdir().unwrap();
    let row = |nth: u64| OwnedRow {
        id: 1_005_000_000_000_000 + nth,
        texts: [
            format!("lamp {}", if nth.is_multiple_of(700) { "rare" } else { "common" }),
            String::new(),
            String::new(),
            String::new(),
        ],
        offer: OfferFields {
            currency: Some(Currency::USD),
            price: Some(Decimal::new(nth as i64, 2)),
            rate: Some(Percent(Decimal::TEN)),
            hot: nth.is_multiple_of(900),
            ..OfferFields::default()
        },
    };
    let steps: Vec<WriteStep> = (0..4_200).map(|nth| WriteStep::Put(Box::new(row(nth)))).collect();
    put_in_force(directory.path(), "feed", TODAY, &steps);
    let feeds = NaiveFeeds::from([("feed".to_owned(), (TODAY, CatalogModel::from_steps(&steps)))]);
    let catalog = Catalog::new(directory.path());
    let exchange = [(Currency::USD, Decimal::ONE)].into();
    let ranking = Ranking { exchange, hot_paid: true, today: TODAY, ..Ranking::default() };
    for (words, hot) in [("lamp rare", false), ("rare", true), ("common", false), ("lamp", true), ("", false)]
    {
        let search = SearchQuery {
            words: words.to_owned(),
            hot,
            take: 20,
            ranking: ranking.clone(),
            ..SearchQuery::default()
        };
        assert!(catalog.search(&search).total > 0, "{words}");
        agree(&catalog, &feeds, &search).unwrap();
    }
}

#[test]
fn all_words_have_to_stand_there() {
    let directory = tempdir().unwrap();
    let row = |nth: u64, title: &str| OwnedRow {
        id: 1_005_000_000_000_000 + nth,
        texts: [title.to_owned(), String::new(), String::new(), "Home Lights".to_owned()],
        offer: OfferFields::default(),
    };
    let titles = ["red lamp small", "red lamp large", "blue lamp small", "red chair small"];
    let steps = (0..).zip(titles).map(|(nth, title)| WriteStep::Put(Box::new(row(nth, title))));
    put_in_force(directory.path(), "feed", TODAY, &steps.collect::<Vec<_>>());
    let catalog = Catalog::new(directory.path());
    for (words, expected) in [
        ("red lamp small", vec![0]),
        ("small LAMP red", vec![0]),
        ("s\u{327}mall l\u{301}amp red", vec![0]),
        ("red red small", vec![0, 3]),
        ("red lamp", vec![0, 1]),
        ("lights lamp s", vec![0, 2]),
        ("lamp chair", vec![]),
        ("la small", vec![]),
        ("red lamp tiny", vec![]),
        ("tiny red", vec![]),
    ] {
        let found =
            catalog.search(&SearchQuery { words: words.to_owned(), take: 9, ..SearchQuery::default() });
        let ids: Vec<u64> = found.products.iter().map(|held| held.product.id.value() % 10).collect();
        assert_eq!((ids, found.total), (expected.clone(), expected.len() as u64), "{words}");
    }
}

#[test]
fn the_largest_numbers_do_not_overflow() {
    let directory = tempdir().unwrap();
    let row = |nth: u64, price: Decimal| OwnedRow {
        id: 1_005_000_000_000_000 + nth,
        texts: Default::default(),
        offer: OfferFields {
            currency: Some(Currency::USD),
            price: Some(price),
            discount: Some(0),
            rate: Some(Percent(Decimal::ONE_HUNDRED)),
            ..OfferFields::default()
        },
    };
    let prices =
        [Decimal::new((1 << 40) - 2, 2), Decimal::new(1, 2), Decimal::ZERO, Decimal::new(1 << 40, 2)];
    let steps = (0..).zip(prices).map(|(nth, price)| WriteStep::Put(Box::new(row(nth, price))));
    put_in_force(directory.path(), "feed", TODAY, &steps.collect::<Vec<_>>());
    let catalog = Catalog::new(directory.path());
    // Half of the most that an exchange rate may be, and one beyond it, which is none.
    for (exchange, earns) in [(Decimal::new(9_000_000, 0), 3), (Decimal::MAX, 0), (Decimal::NEGATIVE_ONE, 0)]
    {
        let ranking = Ranking {
            exchange: [(Currency::USD, exchange)].into(),
            cap: Some(Decimal::MAX),
            today: TODAY,
            ..Ranking::default()
        };
        let all = SearchQuery { take: 9, ranking: ranking.clone(), ..SearchQuery::default() };
        let ids: Vec<u64> =
            catalog.search(&all).products.iter().map(|held| held.product.id.value() % 10).collect();
        assert_eq!(ids, [0, 1, 2, 3]);
        let earning = SearchQuery { earning: Some(Decimal::ZERO), ..all.clone() };
        assert_eq!(catalog.search(&earning).total, earns);
        let too_much = SearchQuery { earning: Some(Decimal::MAX), ..all.clone() };
        assert_eq!(catalog.search(&too_much).total, 0);
        let below_zero = SearchQuery { price: Some(Decimal::MIN..=Decimal::NEGATIVE_ONE), ..all.clone() };
        assert_eq!(catalog.search(&below_zero).total, 0);
        let any_price = SearchQuery { price: Some(Decimal::MIN..=Decimal::MAX), ..all };
        assert_eq!(catalog.search(&any_price).total, earns);
    }
}

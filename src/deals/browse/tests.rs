//! The ranking beside the rules, and which link a product gets.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, date};
use url::Url;

use super::super::evaluate::OrderLink;
use super::super::feed_link::{FeedLink, with_subid};
use super::search_hit::BrowseContext;
use crate::lists::{List, ListEntries, ListKind, Lists};
use crate::settings::Publisher;
use dealink_catalog::{FeedProduct, IndexMetadata, OfferFields, Product};
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;
use dealink_program::{Category, Program, StoreList, TrafficSource};

const TODAY: Date = date(2026, 11, 22);
/// Three codes of ten characters: the material's, the ad space's, the program's.
const OURS: &str = "https://tracker.example/g/aaaaaaaaaaoursoursssbbbbbbbbbb/?ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html";
const THEIRS: &str = "https://tracker.example/g/aaaaaaaaaatheirsthebbbbbbbbbbb/?ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html";

fn scale(traffic: TrafficSource) -> BrowseContext {
    BrowseContext {
        program: Arc::new(Program::builtin()),
        lists: Arc::new(Lists::default()),
        traffic,
        publisher: Publisher::default(),
        today: TODAY,
        rates: Vec::new(),
        terms: None,
    }
}

fn held(change: impl FnOnce(&mut Product)) -> FeedProduct {
    let mut product = Product {
        id: "1005009000000012".parse::<ProductId>().unwrap(),
        title: Some("Invented lamp".to_owned()),
        link: None,
        picture: None,
        category: Some("Lights & Lighting".to_owned()),
        offer: OfferFields {
            currency: Some(Currency::USD),
            price: Some(Decimal::from(20)),
            rate: Some(Percent(Decimal::from(8))),
            ..OfferFields::default()
        },
    };
    change(&mut product);
    let about = IndexMetadata {
        name: "invented".to_owned(),
        date: TODAY,
        imported: "2026-11-22T06:00:00Z".parse().unwrap(),
        whole: "2026-11-22T06:00:00Z".parse().unwrap(),
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

#[test]
fn hot_rates_are_paid_by_class_and_after_the_review() {
    let paid = |traffic, joined| {
        let publisher = Publisher { joined, ..Publisher::default() };
        BrowseContext { publisher, ..scale(traffic) }.ranking().hot_paid
    };
    assert!(paid(TrafficSource::Messenger, None));
    assert!(paid(TrafficSource::Messenger, Some(date(2026, 1, 1))));
    assert!(!paid(TrafficSource::Messenger, Some(TODAY)), "in review");
    assert!(!paid(TrafficSource::Dropshipping, None), "its class gets no increase");
}

#[test]
fn the_ranking_has_the_rules_own_numbers() {
    let ranking = scale(TrafficSource::Messenger).ranking();
    assert_eq!(ranking.today, TODAY);
    assert_eq!(ranking.exchange, BTreeMap::from([(Currency::USD, Decimal::ONE)]));
    assert!(ranking.cap.is_some_and(|cap| cap > Decimal::ZERO));
    assert_eq!(ranking.standard.get(&Category::Special), Some(&Percent::ZERO));
    assert!(ranking.standard.get(&Category::Other).is_some_and(|rate| *rate > Percent::ZERO));
}

#[test]
fn a_hit_shows_what_the_rules_say_and_a_hot_rate_needs_its_link() {
    let scale = scale(TrafficSource::Messenger);
    let link = Url::parse(OURS).unwrap();
    let likely = |held: FeedProduct, order_link: OrderLink| {
        let hit = scale.evaluate(held, Some(link.clone()), order_link);
        hit.private.estimate.likely.map(|money| money.amount.to_string())
    };
    assert_eq!(likely(held(|_| {}), OrderLink::Special).as_deref(), Some("1.60"));
    let hot =
        || held(|product| (product.offer.hot, product.offer.rate) = (true, Some(Percent(Decimal::from(50)))));
    assert_eq!(likely(hot(), OrderLink::Special).as_deref(), Some("10.00"));
    assert_ne!(likely(hot(), OrderLink::Ordinary).as_deref(), Some("10.00"));
    let over = held(|product| {
        (product.offer.hot, product.offer.rate) = (true, Some(Percent(Decimal::from(50))));
        product.offer.hot_until = Some(date(2026, 11, 21));
    });
    assert_ne!(likely(over, OrderLink::Special).as_deref(), Some("10.00"), "its last day is over");
}

#[test]
fn a_store_on_the_list_without_commission_pays_nothing() {
    let entries = ListEntries::Stores([(1_100_900_001, None)].into());
    let list = List { date: TODAY, entries };
    let lists = Lists::default().with_list(ListKind::Stores(StoreList::NoCommission), Some(list));
    let scale = BrowseContext { lists: Arc::new(lists), ..scale(TrafficSource::Messenger) };
    let of = |store| {
        scale.evaluate(held(|product| product.offer.store = store), None, OrderLink::Ordinary).private
    };
    assert!(of(Some(1_100_900_001)).pays_nothing());
    assert_eq!(of(Some(1_100_900_001)).store_lists, BTreeMap::from([(StoreList::NoCommission, TODAY)]));
    assert!(!of(Some(1_100_900_002)).pays_nothing());
    assert!(!of(None).pays_nothing());
}

#[test]
fn a_link_of_another_ad_space_is_never_used() {
    let of = |link: &str, hot: bool, own: Option<&str>| {
        let held = held(|product| (product.link, product.offer.hot) = (Url::parse(link).ok(), hot));
        FeedLink::from_product(&held.product, own)
    };
    let url = |link: &str| Url::parse(link).unwrap();
    for hot in [true, false] {
        assert_eq!(of(OURS, hot, Some("oursoursss")), FeedLink::Own(url(OURS)));
        assert_eq!(of(THEIRS, hot, Some("oursoursss")), FeedLink::Unusable);
        assert_eq!(of("", hot, Some("oursoursss")), FeedLink::Unusable);
    }
    assert_eq!(of(OURS, true, None), FeedLink::Own(url(OURS)), "a special link has no other");
    assert_eq!(of(OURS, false, None), FeedLink::OwnerUnknown(url(OURS)));
}

#[test]
fn a_subid_goes_on_tracking_links_alone() {
    let labelled = |link: &str| with_subid(Url::parse(link).unwrap(), Some("channel-1")).to_string();
    assert_eq!(labelled(OURS), OURS.replace("?ulp", "?subid=channel-1&ulp"));
    assert_eq!(labelled("https://short.example/abc"), "https://short.example/abc");
}

//! The sandbox's feeds in the bot's reader and indexes.

use jiff::civil::date;

use dealink_catalog::feeds::{self, FeedItem, Feeds};
use dealink_catalog::index::Index;
use dealink_catalog::{FeedRow, OfferFields};
use dealink_core::clock::Clock;
use dealink_core::money::{Currency, Percent};
use dealink_links::ProductId;
use dealink_sandbox::Sandbox;
use dealink_sandbox::admitad::{SeedRate, products};
use dealink_sandbox::feeds::{ExportFormat, ROWS, generate};
use dealink_sandbox::telegram::TelegramOptions;

#[tokio::test]
async fn the_indexes_know_every_affiliate_product_of_the_seed_as_the_network_has_it() {
    let clock = Clock::fixed("2026-11-22T12:00:00Z".parse().unwrap());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let world = Sandbox::start_empty(
        listener,
        TelegramOptions { clock: clock.clone(), ..TelegramOptions::default() },
    );
    let (world, data) = (world.unwrap(), tempfile::tempdir().unwrap());
    super::pull_feeds(&world, data.path(), clock.clone()).await.unwrap();
    let feeds = Feeds::new(data.path());
    let open = |name: &str| {
        let feed = feeds.get(&name.parse().unwrap()).unwrap().unwrap();
        Index::open(&feed.index_file()).unwrap()
    };
    let (ordinary, hot) = (open("aliexpress-tr"), open("hot-products"));
    assert_eq!((ordinary.metadata().products, ordinary.metadata().broken), (ROWS as u64, 0));
    assert_eq!(ordinary.metadata().date, date(2026, 11, 21));
    for product in products() {
        let id: ProductId = product.id.to_string().parse().unwrap();
        let (listed, special) = (ordinary.get(id).unwrap(), hot.get(id).unwrap());
        let affiliate = product.affiliate == Some(true);
        assert_eq!(listed.is_some(), affiliate, "{id}");
        assert_eq!(special.is_some(), affiliate && product.is_hot, "{id}");
        let rate = |rate: Option<SeedRate>| rate.map(|rate| Percent(rate.percent.normalize()));
        if let Some(told) = listed {
            assert_eq!(told.title.as_deref(), Some(&*product.title));
            assert_eq!((told.offer.price, told.offer.currency), (Some(product.price), Some(Currency::USD)));
            assert_eq!(told.category.as_deref(), Some(product.category_path()));
            assert_eq!(
                (told.offer.store, told.offer.discount, told.offer.hot),
                (Some(product.store), product.discount(), false)
            );
            assert_eq!(told.offer.rate.map(|rate| Percent(rate.0.normalize())), rate(product.rate), "{id}");
            assert_eq!(told.picture.unwrap().as_str(), product.picture());
        }
        if let Some(told) = special {
            assert!(told.offer.hot && told.link.unwrap().as_str().contains("hot_product"));
            assert_eq!(
                told.offer.rate.map(|rate| Percent(rate.0.normalize())),
                rate(product.hot_rate),
                "{id}"
            );
        }
    }
    assert_eq!(world.feeds.calls().len(), 2);

    assert!(world.feeds.remove_product(1_005_009_000_000_015));
    super::pull_feeds(&world, data.path(), clock.clone()).await.unwrap();
    let gone: ProductId = "1005009000000015".parse().unwrap();
    assert_eq!(open("aliexpress-tr").get(gone).unwrap(), None, "an increment takes it away");
    assert_eq!(open("aliexpress-tr").metadata().products, ROWS as u64 - 1);
    assert!(world.feeds.calls()[2..].iter().all(|call| call.last_import.is_some()));
}

#[test]
fn the_bots_reader_finds_every_row_of_a_generated_feed_in_every_form() {
    let dir = tempfile::tempdir().unwrap();
    let read = |format| {
        let file = dir.path().join("feed");
        generate(2_000, 1, format, &mut std::fs::File::create(&file).unwrap()).unwrap();
        let mut rows = Vec::new();
        let mut sink = |item: FeedItem<'_>| {
            let FeedItem::Row(FeedRow { id, texts, offer }) = item else { panic!("nothing is deleted") };
            let offer = OfferFields { currency: None, hot_until: None, ..offer };
            rows.push((id, texts.title.to_owned(), texts.category.to_owned(), offer));
            Ok(())
        };
        let (limits, progress) = (feeds::FeedLimits::default(), feeds::Progress::default());
        let reading =
            feeds::read_feed(&file, &feeds::ReadOptions::default(), &limits, &progress, &mut sink).unwrap();
        assert_eq!((reading.rows, reading.broken), (2_000, 0), "{:?}", reading.row_errors);
        rows
    };
    let csv = read(ExportFormat::Csv);
    assert!(csv.iter().all(|row| row.3.price.is_some() && row.3.rate.is_some() && row.3.store.is_some()));
    assert!(csv.iter().any(|row| row.3.hot) && csv.iter().any(|row| !row.3.hot));
    assert_eq!(read(ExportFormat::Yml), csv);
    let without_commission: Vec<_> = csv
        .into_iter()
        .map(|(id, title, category, offer)| {
            (id, title, category, OfferFields { discount: None, rate: None, store: None, ..offer })
        })
        .collect();
    assert_eq!(read(ExportFormat::Google), without_commission);
}

//! Feeds of invented products, written into the data directory of a test.

use std::path::Path;

use dealink_catalog::index::IndexWriter;
use dealink_catalog::{FeedRow, IndexMetadata, OfferFields, RowTexts};
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;
use dealink_sandbox::admitad::{CODE, TRACKER};
use jiff::civil::{Date, date};

use crate::test_world::TestWorld;

const DAY: Date = date(2026, 11, 21);
/// A store that is on no list.
pub const STORE: u64 = 1_100_900_777;

/// A product of an invented feed; in a Hot feed, `rate` is its Hot rate.
pub struct InventedProduct {
    pub id: u64,
    pub title: String,
    pub category: &'static str,
    pub price: (&'static str, Currency),
    pub rate: &'static str,
    pub discount: Option<u8>,
    pub store: u64,
}

pub fn invented_product(
    n: u64,
    title: &str,
    category: &'static str,
    price: &'static str,
    rate: &'static str,
) -> InventedProduct {
    InventedProduct {
        id: 1_005_009_100_000_000 + n,
        title: title.to_owned(),
        category,
        price: (price, Currency::USD),
        rate,
        discount: n.is_multiple_of(2).then_some(30),
        store: STORE,
    }
}

/// A link in a feed, as the network writes it for the sandbox's ad space.
fn link(code: &str, id: u64, hot: bool) -> String {
    let item = format!("https://www.aliexpress.com/item/{id}.html");
    let target = match hot {
        true => format!(
            "https://s.click.aliexpress.com/deep_link.htm?aff_short_key=_c3&dl_target_url={item}&hot_product=1"
        ),
        false => item,
    };
    let target: String = url::form_urlencoded::byte_serialize(target.as_bytes()).collect();
    format!("https://{TRACKER}/g/{code}/?ulp={target}&i=5&f_id=50003")
}

/// Writes the index of a feed into a data directory, as an import does.
pub fn write_feed(data: &Path, name: &str, hot: bool, code: &str, products: &[InventedProduct]) {
    let dir = data.join("feeds").join(name);
    std::fs::create_dir_all(&dir).unwrap();
    let mut writer = IndexWriter::create(&dir.join("index")).unwrap();
    for product in products {
        let price: Decimal = product.price.0.parse().unwrap();
        let picture = format!("https://pictures.example/{}.jpg", product.id);
        writer
            .push(&FeedRow {
                id: product.id.to_string().parse::<ProductId>().unwrap(),
                texts: RowTexts {
                    title: &product.title,
                    link: &link(code, product.id, hot),
                    picture: &picture,
                    category: product.category,
                },
                offer: OfferFields {
                    currency: Some(product.price.1),
                    price: Some(price),
                    old_price: product.discount.map(|_| price * Decimal::TWO),
                    discount: product.discount,
                    rate: product.rate.parse().ok().map(Percent),
                    hot,
                    store: Some(product.store),
                    ..OfferFields::default()
                },
            })
            .unwrap();
    }
    let at = "2026-11-21T06:00:00Z".parse().unwrap();
    let finished = writer.finish().unwrap();
    let products = finished.products;
    let metadata = IndexMetadata {
        name: name.to_owned(),
        date: DAY,
        imported: at,
        whole: at,
        products,
        rows: products,
        broken: 0,
        duplicates: 0,
        deleted: 0,
        etag: None,
        last_modified: None,
    };
    finished.swap(&metadata).unwrap();
}

/// A store on the list without commission.
pub const UNPAID: u64 = 1_100_900_001;

/// Two feeds: seven ordinary products and six Hot products.
fn write_feeds(data: &Path) {
    const EARPHONES: &str = "Elektronik > Kulaklıklar";
    let mut ordinary = vec![
        invented_product(1, "Kablosuz kulaklık A1, gürültü engelleme", EARPHONES, "24.90", "8"),
        invented_product(2, "Kablosuz kulaklık B2", EARPHONES, "12.50", "8"),
        invented_product(3, "Kulaklık kılıfı", EARPHONES, "3.20", "5"),
        invented_product(4, "Masa lambası, üç renk", "Ev > Aydınlatma", "18.00", "9"),
        invented_product(5, "Desk lamp with clock", "Ev > Aydınlatma", "41.00", "9"),
        invented_product(6, "Bahçe hortumu, 15 m", "Bahçe", "9.75", "7"),
        invented_product(7, "<b>Tuhaf</b> & \"garip\" kulaklık", EARPHONES, "6.00", "6"),
    ];
    ordinary[2].store = UNPAID;
    ordinary[5].price = ("330.00", Currency::TRY);
    write_feed(data, "genel", false, CODE, &ordinary);
    let hot: Vec<InventedProduct> = (11..=16)
        .map(|n| {
            let price = ["10.00", "20.00", "30.00", "40.00", "50.00", "60.00"][n as usize - 11];
            invented_product(n, &format!("Hot kulaklık {n}"), EARPHONES, price, "40")
        })
        .collect();
    write_feed(data, "hot-tr", true, CODE, &hot);
}

pub async fn stocked() -> TestWorld {
    let world = TestWorld::new().await;
    write_feeds(world.data.path());
    world
}

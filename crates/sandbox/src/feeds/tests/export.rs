//! The export over HTTP: access, conditional requests, ranges and increments.

use std::io::Read;

use reqwest::{Client, RequestBuilder, Response, StatusCode};

use super::super::*;
use crate::admitad::products;

const NOON: &str = "2026-11-22T12:00:00Z";

struct ExportTestClient {
    stand_in: FeedsStandIn,
    base: Url,
    http: Client,
}

impl ExportTestClient {
    async fn new() -> ExportTestClient {
        let clock = Clock::fixed(NOON.parse().unwrap());
        let stand_in = FeedsStandIn::new(&products(), clock);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/export", listener.local_addr().unwrap()).parse().unwrap();
        let router = axum::Router::new().nest("/export", stand_in.router());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        ExportTestClient { stand_in, base, http: Client::builder().no_proxy().no_gzip().build().unwrap() }
    }

    fn ask(&self, feed: ExportFeed, format: ExportFormat, more: &[(&str, &str)]) -> RequestBuilder {
        self.http.get(FeedsStandIn::url(&self.base, feed, format)).query(more)
    }

    async fn csv(&self, feed: ExportFeed, more: &[(&str, &str)]) -> Response {
        self.ask(feed, ExportFormat::Csv, more).send().await.unwrap()
    }

    async fn rows(&self, feed: ExportFeed, more: &[(&str, &str)]) -> Vec<csv::StringRecord> {
        let text = self.csv(feed, more).await.text().await.unwrap();
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
        reader.records().map(Result::unwrap).collect()
    }
}

fn head<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

const ORDINARY: ExportFeed = FEEDS[0];
const HOT: ExportFeed = FEEDS[1];

#[tokio::test]
async fn the_ordinary_feed_holds_every_affiliate_product_as_the_seed_has_it() {
    let rows = ExportTestClient::new().await.rows(ORDINARY, &[]).await;
    assert_eq!(rows.len(), ROWS);
    for product in products() {
        let row = rows.iter().find(|row| row[0] == product.id.to_string());
        assert_eq!(row.is_some(), product.affiliate == Some(true), "{}", product.id);
        let Some(row) = row else { continue };
        assert_eq!(row[1], product.title);
        assert_eq!(&row[3], product.category_path());
        assert_eq!(row[8].parse::<Decimal>().unwrap(), product.price);
        assert!(row[5].contains(&format!("shopId|{}|", product.store)));
        let rate = product.rate.map(|rate| format!("commissionRate|{}%|", rate.percent.normalize()));
        assert_eq!(rate.is_none(), !row[5].contains("commissionRate"), "{}", product.id);
        assert!(row[5].contains(&rate.unwrap_or_default()), "{row:?}");
        assert!(!row[2].contains("hot_product"), "an ordinary link");
    }
}

#[tokio::test]
async fn the_hot_feed_holds_hot_products_alone_with_special_links_and_hot_rates() {
    let rows = ExportTestClient::new().await.rows(HOT, &[]).await;
    assert!((150..300).contains(&rows.len()), "{}", rows.len());
    assert!(rows.iter().all(|row| row[2].contains("%26hot_product%3D1")));
    for product in products() {
        let row = rows.iter().find(|row| row[0] == product.id.to_string());
        assert_eq!(row.is_some(), product.is_hot && product.affiliate == Some(true), "{}", product.id);
        let Some(row) = row else { continue };
        let rate = product.hot_rate.map(|rate| format!("commissionRate|{}%|", rate.percent.normalize()));
        assert_eq!(rate.is_none(), !row[5].contains("commissionRate"), "{}", product.id);
        assert!(row[5].contains(&rate.unwrap_or_default()), "{row:?}");
    }
}

#[tokio::test]
async fn a_stranger_gets_a_page() {
    let visitor = ExportTestClient::new().await;
    let url = FeedsStandIn::url(&visitor.base, ORDINARY, ExportFormat::Csv).to_string();
    for (wrong, status) in [
        (url.replace(CODE, "ffffffffff"), 403),
        (url.replace(USER, "somebody"), 403),
        (url.replace("code=", "kode="), 403),
        (url.replace("feed_id=50001", "feed_id=5"), 404),
        (url.replace("format=csv", "format=xls"), 404),
        (url.replace(&format!("/{AD_SPACE}/"), "/5/"), 404),
        (format!("{url}&last_import=yesterday"), 400),
    ] {
        let answer = visitor.http.get(&wrong).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{wrong}");
        assert!(answer.text().await.unwrap().starts_with("<!DOCTYPE html>"));
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let visitor = ExportTestClient::new().await;
    let first = visitor.csv(HOT, &[]).await;
    let (etag, changed) = (head(&first, "etag").to_owned(), head(&first, "last-modified").to_owned());
    assert_eq!(changed, "Sat, 21 Nov 2026 12:00:00 GMT");
    let again = async |name: &str, value: &str| {
        let ask = visitor.ask(HOT, ExportFormat::Csv, &[]).header(name, value);
        ask.send().await.unwrap().status()
    };
    assert_eq!(again("if-none-match", &etag).await, StatusCode::NOT_MODIFIED);
    assert_eq!(again("if-modified-since", &changed).await, StatusCode::NOT_MODIFIED);
    assert!(visitor.stand_in.set_price(1_005_009_000_000_032, Decimal::from(5)));
    assert_eq!(again("if-none-match", &etag).await, StatusCode::OK);
    assert_eq!(again("if-modified-since", &changed).await, StatusCode::OK);
    assert_eq!(visitor.stand_in.calls().iter().filter(|call| call.is_conditional).count(), 4);
    let xml = visitor.ask(HOT, ExportFormat::Yml, &[]).header("if-none-match", &etag).send().await.unwrap();
    assert_eq!(xml.status(), StatusCode::OK, "another form is another thing");
    assert!(xml.text().await.unwrap().ends_with("</offers></shop></yml_catalog>\n"));
}

#[tokio::test]
async fn an_export_that_was_cut_can_be_gone_on_with() {
    let visitor = ExportTestClient::new().await;
    let whole = visitor.csv(HOT, &[]).await;
    let etag = head(&whole, "etag").to_owned();
    let whole = whole.bytes().await.unwrap();
    visitor.stand_in.inject_fault(FeedFault::Cut, 1);
    let mut cut = visitor.csv(HOT, &[]).await;
    assert_eq!(cut.content_length(), Some(whole.len() as u64));
    let mut got = Vec::new();
    let broken = loop {
        match cut.chunk().await {
            Ok(Some(chunk)) => got.extend_from_slice(&chunk),
            Ok(None) => break false,
            Err(_) => break true,
        }
    };
    assert!(broken && got.len() == whole.len() / 2);
    let range = format!("bytes={}-", got.len());
    let ask = visitor.ask(HOT, ExportFormat::Csv, &[]).header("range", &range).header("if-range", &etag);
    let rest = ask.send().await.unwrap();
    assert_eq!(rest.status(), StatusCode::PARTIAL_CONTENT);
    let told = format!("bytes {}-{}/{}", got.len(), whole.len() - 1, whole.len());
    assert_eq!(head(&rest, "content-range"), told);
    got.extend_from_slice(&rest.bytes().await.unwrap());
    assert_eq!(got, whole);

    let other = visitor.ask(HOT, ExportFormat::Csv, &[]).header("range", &range).header("if-range", "\"x\"");
    assert_eq!(other.send().await.unwrap().status(), StatusCode::OK, "of another feed, all of it");
    let beyond = visitor.ask(HOT, ExportFormat::Csv, &[]).header("range", "bytes=99999999-");
    assert_eq!(beyond.send().await.unwrap().status(), StatusCode::RANGE_NOT_SATISFIABLE);
    let piece = visitor.ask(HOT, ExportFormat::Csv, &[]).header("range", "bytes=3-6");
    assert_eq!(piece.send().await.unwrap().bytes().await.unwrap(), whole[3..7]);
}

#[tokio::test]
async fn it_is_packed_for_those_who_can_unpack() {
    let visitor = ExportTestClient::new().await;
    let whole = visitor.csv(HOT, &[]).await.bytes().await.unwrap();
    let packed =
        visitor.ask(HOT, ExportFormat::Csv, &[]).header("accept-encoding", "gzip, br").send().await.unwrap();
    assert_eq!(head(&packed, "content-encoding"), "gzip");
    assert!(head(&packed, "etag").ends_with("-gzip\""));
    let packed = packed.bytes().await.unwrap();
    assert!(packed.len() < whole.len() / 2);
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, whole);
}

#[tokio::test]
async fn an_increment_tells_what_changed_and_what_is_gone() {
    let visitor = ExportTestClient::new().await;
    let since = [("last_import", "2026.11.22.12.00")];
    assert!(visitor.rows(ORDINARY, &since).await.is_empty());
    assert!(visitor.stand_in.set_price(1_005_009_000_000_015, Decimal::new(875, 2)));
    assert!(visitor.stand_in.remove_product(1_005_009_000_000_032));
    assert!(!visitor.stand_in.remove_product(5), "there is none");
    let rows = visitor.rows(ORDINARY, &since).await;
    let told: Vec<_> = rows.iter().map(|row| (&row[0], &row[8], &row[9])).collect();
    assert_eq!(told, [("1005009000000015", "8.75", "true"), ("1005009000000032", "22.22", "false")]);
    assert_eq!(visitor.rows(HOT, &since).await.len(), 1);
    assert_eq!(visitor.rows(ORDINARY, &[("last_import", "2026.11.22.12.01")]).await.len(), 0);
    assert_eq!(visitor.rows(ORDINARY, &[]).await.len(), ROWS - 1, "the whole feed no longer has it");
    let xml = visitor.ask(HOT, ExportFormat::Yml, &since).send().await.unwrap().text().await.unwrap();
    assert!(xml.contains("<offer available=\"false\" id=\"1005009000000032\">"), "{xml}");
}

#[tokio::test]
async fn an_export_can_be_spoilt_in_every_way() {
    let visitor = ExportTestClient::new().await;
    let whole = visitor.csv(HOT, &[]).await.bytes().await.unwrap();
    let spoilt = async |fault| {
        visitor.stand_in.inject_fault(fault, 1);
        visitor.csv(HOT, &[]).await
    };
    assert_eq!(spoilt(FeedFault::Status(500)).await.status().as_u16(), 500);
    assert_eq!(spoilt(FeedFault::Short).await.bytes().await.unwrap(), whole[..whole.len() / 2]);
    assert_eq!(spoilt(FeedFault::Duplicated).await.bytes().await.unwrap().len(), whole.len() * 2);
    let flipped = spoilt(FeedFault::Flipped).await.bytes().await.unwrap();
    assert!(flipped.len() == whole.len() && flipped != whole);
    assert_eq!(
        spoilt(FeedFault::Slow(std::time::Duration::from_millis(1))).await.bytes().await.unwrap(),
        whole
    );
    assert!(spoilt(FeedFault::Page).await.text().await.unwrap().contains("<html>"));
    assert!(std::str::from_utf8(&spoilt(FeedFault::Garbage).await.bytes().await.unwrap()).is_err());
    assert!(spoilt(FeedFault::Empty).await.bytes().await.unwrap().is_empty());
    let plain = spoilt(FeedFault::Plain).await;
    assert_eq!((head(&plain, "etag"), head(&plain, "last-modified")), ("", ""));
    assert_eq!(plain.bytes().await.unwrap(), whole);
    let mut endless = spoilt(FeedFault::Endless).await;
    let mut got = 0;
    while got < whole.len() * 10 {
        got += endless.chunk().await.unwrap().expect("there is no end").len();
    }
    visitor.stand_in.inject_fault(FeedFault::Status(500), 100);
    visitor.stand_in.clear_faults();
    assert_eq!(visitor.csv(HOT, &[]).await.status(), StatusCode::OK);
}

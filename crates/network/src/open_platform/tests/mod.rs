//! The client against the stand-in, over real HTTP on loopback.

mod answers;
mod faults;
mod keeping;

use std::num::NonZeroU32;
use std::time::Duration;

use dealink_core::clock::Clock;
use dealink_core::retry::RetryPolicy;
use dealink_links::ProductId;
use dealink_sandbox::admitad::{SeedProduct, products};
use dealink_sandbox::open_platform::OpenPlatformStandIn;
use jiff::civil::date;

use super::*;

const NOON: &str = "2026-11-22T12:00:00Z";

/// Pauses of milliseconds; only what must not end by itself may last.
fn quick() -> OpenPlatformTimeouts {
    OpenPlatformTimeouts {
        answer: Duration::from_secs(30),
        attempt: Duration::from_secs(20),
        retry: RetryPolicy::endless(Duration::from_millis(1), Duration::from_millis(1)).with_max_retries(1),
        deadline: Duration::from_secs(30),
        calls_per_second: NonZeroU32::new(1_000_000).unwrap(),
        ..OpenPlatformTimeouts::default()
    }
}

fn noon() -> Clock {
    Clock::fixed(NOON.parse().unwrap())
}

async fn served() -> (OpenPlatformStandIn, OpenPlatformAccount) {
    let stand_in = OpenPlatformStandIn::new(&products(), noon());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/sync", listener.local_addr().unwrap());
    let router = stand_in.router();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (stand_in, account(url.parse().unwrap()))
}

async fn world(timeouts: OpenPlatformTimeouts) -> (OpenPlatformStandIn, OpenPlatform) {
    let (stand_in, account) = served().await;
    (stand_in, client(account, noon(), timeouts))
}

fn client(account: OpenPlatformAccount, clock: Clock, timeouts: OpenPlatformTimeouts) -> OpenPlatform {
    OpenPlatform::new(account, reqwest::Client::builder().no_proxy().build().unwrap(), clock, timeouts)
}

fn id(product: &SeedProduct) -> ProductId {
    product.id.to_string().parse().unwrap()
}

/// The first product of the seed, which is in the program.
fn first() -> ProductId {
    id(&products()[0])
}

/// A product that is in no catalogue.
fn unknown(number: u64) -> ProductId {
    (1_005_008_000_000_000 + number).to_string().parse().unwrap()
}

async fn ask(client: &OpenPlatform, id: ProductId) -> OfferResult {
    client.offers(&[id]).await.remove(&id).unwrap()
}

/// The application that the stand-in knows.
fn account(url: url::Url) -> OpenPlatformAccount {
    use dealink_sandbox::open_platform::{APP_KEY, APP_SECRET};
    OpenPlatformAccount {
        url,
        app_key: APP_KEY.to_owned(),
        app_secret: APP_SECRET.into(),
        calls_per_day: std::num::NonZeroU32::new(5_000).unwrap(),
    }
}

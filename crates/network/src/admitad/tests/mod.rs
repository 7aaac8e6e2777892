//! The client against the stand-in, over real HTTP on loopback.

mod answers;
mod faults;
mod tokens;
mod waits;

use std::time::Duration;

use dealink_core::money::{Currency, Percent};
use dealink_core::retry::RetryPolicy;
use dealink_sandbox::admitad::{
    AD_SPACE_CODE, AdmitadEndpoint as Method, AdmitadFault, AdmitadStandIn, CLIENT_ID, CLIENT_SECRET,
    LinkCheckOutcome, SeedProduct, products,
};
use jiff::civil::date;
use url::Url;

use super::*;
use crate::tracking_link;

/// Waits of milliseconds; only what must not end by itself may last.
fn quick() -> AdmitadTimeouts {
    let ms = Duration::from_millis;
    AdmitadTimeouts {
        attempt: Duration::from_secs(20),
        retry: RetryPolicy::endless(ms(1), ms(4)).with_max_retries(2),
        cooldowns: RetryPolicy::endless(ms(3), ms(10)),
        deadline: Duration::from_secs(30),
        token_cooldown: Duration::from_secs(60),
        calls_per_minute: std::num::NonZeroU32::new(6_000_000).unwrap(),
    }
}

/// For calls that never get an answer.
fn hasty() -> AdmitadTimeouts {
    AdmitadTimeouts { attempt: Duration::from_millis(30), deadline: Duration::from_millis(150), ..quick() }
}

async fn served(stand_in: &AdmitadStandIn) -> Url {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/api/", listener.local_addr().unwrap());
    let router = axum::Router::new().nest("/api", stand_in.router());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    base.parse().unwrap()
}

async fn world(timeouts: AdmitadTimeouts) -> (AdmitadStandIn, Admitad) {
    let stand_in = AdmitadStandIn::new(products());
    let account = sandbox_account(served(&stand_in).await);
    (stand_in, Admitad::new(account, plain_http(), timeouts))
}

fn page(product: &SeedProduct) -> Url {
    product.page().parse().unwrap()
}

fn pages(stand_in: &AdmitadStandIn) -> Vec<Url> {
    stand_in.products().iter().map(page).collect()
}

fn unknown(number: usize) -> Url {
    format!("https://www.aliexpress.com/item/{}.html", 1_005_008_000_000_000 + number).parse().unwrap()
}

/// Asks something of each method and returns the outcome without its value.
async fn ask(client: &Admitad, endpoint: ApiMethod) -> Result<(), AdmitadError> {
    let target = page(&products()[0]);
    match endpoint {
        ApiMethod::Token | ApiMethod::AdSpace => client.ad_space().await.map(drop),
        ApiMethod::Deeplink => client.deeplinks(&[target]).await.map(drop),
        ApiMethod::Check => client.check_link(&link(AD_SPACE_CODE, &target)).await.map(drop),
        ApiMethod::Rates => client.product_rates(&[target]).await.map(drop),
        ApiMethod::ShortLink => client.shorten(&link(AD_SPACE_CODE, &target)).await.map(drop),
        ApiMethod::Program => client.program().await.map(drop),
        ApiMethod::Exchange => {
            let today = date(2026, 11, 22);
            client.exchange_rate(Currency::TRY, Currency::USD, today).await.map(drop)
        }
    }
}

fn link(ad_space: &str, target: &Url) -> Url {
    let base = format!("https://rzekl.com/g/1e8d114494{ad_space}5ea57e11ed/").parse().unwrap();
    tracking_link::with_target(&base, target)
}

/// A client that no proxy of the machine comes between.
fn plain_http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// A method as the stand-in names it.
impl From<ApiMethod> for Method {
    fn from(endpoint: ApiMethod) -> Method {
        match endpoint {
            ApiMethod::Token => Method::Token,
            ApiMethod::Deeplink => Method::Deeplink,
            ApiMethod::Check => Method::Check,
            ApiMethod::Rates => Method::Rates,
            ApiMethod::ShortLink => Method::ShortLink,
            ApiMethod::AdSpace => Method::AdSpace,
            ApiMethod::Program => Method::Program,
            ApiMethod::Exchange => Method::Exchange,
        }
    }
}

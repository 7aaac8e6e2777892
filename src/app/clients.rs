//! The clients of other servers, built from the settings, and the engine that is composed of them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use dealink_catalog::{self as catalog, Catalog};
use dealink_core::clock::Clock;
use dealink_core::money::Currency;
use dealink_network::admitad::{Admitad, AdmitadTimeouts};
use dealink_network::affiliate::AffiliateNetwork;
use dealink_network::exchange::{CentralBank, Exchange, ExchangeSources, RateStore};
use dealink_network::open_platform::{OpenPlatform, OpenPlatformTimeouts};
use dealink_network::resolve::Resolver;
use secrecy::ExposeSecret;
use teloxide::Bot;
use url::Url;

use super::StartError;
use crate::config::{Config, TelegramConfig};
use crate::deals::Deals;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const CALL_TIMEOUT: Duration = Duration::from_secs(17);

/// A server that the bot has an HTTP client for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoteServer {
    Telegram,
    Admitad,
    OpenPlatform,
    CentralBank,
}

impl fmt::Display for RemoteServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RemoteServer::Telegram => "Telegram",
            RemoteServer::Admitad => "Admitad",
            RemoteServer::OpenPlatform => "the AliExpress Open Platform",
            RemoteServer::CentralBank => "the central bank",
        })
    }
}

/// The engine without Telegram, which the command line's `link` uses as well. With `stored_rates`, the last exchange rates
/// outlive the process.
///
/// # Errors
/// When a client cannot be made.
pub fn build_deals(
    config: &Config,
    clock: Clock,
    timeouts: AdmitadTimeouts,
    stored_rates: Option<Arc<dyn RateStore>>,
) -> Result<Deals, StartError> {
    let (network, program) = (build_admitad(config, timeouts)?, config.program.clone());
    let central_bank = build_central_bank(config)?;
    let sources = ExchangeSources { network: network.clone(), central_bank, store: stored_rates };
    let exchange = Exchange::new(sources, program.currency(), clock.clone());
    let resolver = Resolver::new(config.short_links.transport, config.short_links.timeouts.clone())?;
    let base = config.network.deeplink_base.clone();
    let deals = Deals::new(network, base, resolver, exchange, program, clock.clone());
    let deals = deals.with_open_platform(build_open_platform(config, clock)?);
    Ok(deals.with_catalog(Catalog::new(&config.data_dir.join(catalog::DIRECTORY))))
}

/// Exchange rates alone.
///
/// # Errors
/// When a client cannot be made.
pub fn build_exchange(
    config: &Config,
    into: Currency,
    clock: Clock,
    timeouts: AdmitadTimeouts,
) -> Result<Exchange, StartError> {
    let (network, central_bank) = (build_admitad(config, timeouts)?, build_central_bank(config)?);
    Ok(Exchange::new(ExchangeSources { network, central_bank, store: None }, into, clock))
}

fn build_admitad(
    config: &Config,
    timeouts: AdmitadTimeouts,
) -> Result<Option<Arc<dyn AffiliateNetwork>>, StartError> {
    let Some(account) = config.network.account.clone() else { return Ok(None) };
    let http = build_http_client(RemoteServer::Admitad, &account.base)?;
    Ok(Some(Arc::new(Admitad::new(account, http, timeouts))))
}

fn build_open_platform(config: &Config, clock: Clock) -> Result<Option<OpenPlatform>, StartError> {
    let Some(account) = config.open_platform.clone() else { return Ok(None) };
    let http = build_http_client(RemoteServer::OpenPlatform, &account.url)?;
    Ok(Some(OpenPlatform::new(account, http, clock, OpenPlatformTimeouts::default())))
}

fn build_central_bank(config: &Config) -> Result<Option<CentralBank>, StartError> {
    let Some(url) = config.central_bank.clone() else { return Ok(None) };
    let http = build_http_client(RemoteServer::CentralBank, &url)?;
    Ok(Some(CentralBank::new(url, http)))
}

pub(super) fn build_telegram(telegram: &TelegramConfig) -> Result<Bot, StartError> {
    let http = build_http_client(RemoteServer::Telegram, &telegram.api)?;
    Ok(Bot::with_client(telegram.token.expose_secret(), http).set_api_url(telegram.api.clone()))
}

/// Follows no redirects: none of the APIs redirects, and a call must not be led to another host. Uses the environment's proxy
/// unless the server is on this machine.
fn build_http_client(server: RemoteServer, url: &Url) -> Result<reqwest::Client, StartError> {
    let client = reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(CALL_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .tcp_nodelay(true);
    let loopback = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    let client = if loopback { client.no_proxy() } else { client };
    client.build().map_err(|_| StartError::Client(server))
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// Answers one request with a redirect to itself and all others with a success.
    async fn redirecting_server() -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let target = format!("{url}elsewhere");
        tokio::spawn(async move {
            for head in [format!("307 Temporary Redirect\r\nLocation: {target}"), "200 OK".to_owned()] {
                let (mut connection, _) = listener.accept().await.unwrap();
                let _ = connection.read(&mut [0; 4_096]).await.unwrap();
                let answer = format!("HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                connection.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        url.parse().unwrap()
    }

    #[tokio::test]
    async fn no_client_follows_a_redirect() {
        use RemoteServer::{Admitad, CentralBank, OpenPlatform, Telegram};
        for server in [Telegram, Admitad, OpenPlatform, CentralBank] {
            let url = redirecting_server().await;
            let response = build_http_client(server, &url).unwrap().post(url).send().await.unwrap();
            assert_eq!(response.status(), 307, "{server}");
        }
    }
}

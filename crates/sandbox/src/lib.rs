//! A loopback Telegram, a loopback Admitad, an AliExpress Open Platform, a central bank, the short hosts of AliExpress and a chat
//! page in the browser; also the tests' world.
//!
//! All speak their real wire forms over HTTP on ports of this machine, so the bot that is tried here is the bot that runs.

pub mod admitad;
pub mod bank;
pub mod feeds;
pub mod open_platform;
pub mod page;
mod pictures;
mod products;
mod sample_chats;
mod sample_messages;
mod sample_posts;
pub mod short_hosts;
pub mod telegram;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use self::admitad::AdmitadStandIn;
use self::bank::BankStandIn;
use self::feeds::{FEEDS, FeedsStandIn};
use self::open_platform::OpenPlatformStandIn;
use self::page::{PageData, Preview};
use self::short_hosts::ShortHostsStandIn;
use self::telegram::{TelegramOptions, TelegramStandIn};

const ADMITAD_PATH: &str = "/admitad";
const EXPORT_PATH: &str = "/export";
const OPEN_PLATFORM_PATH: &str = "/aliexpress";

/// The stand-ins and the page, being served. Dropping it ends the serving.
pub struct Sandbox {
    /// The loopback Telegram.
    pub telegram: TelegramStandIn,
    /// The loopback Admitad.
    pub admitad: AdmitadStandIn,
    /// The loopback network's export of product feeds.
    pub feeds: FeedsStandIn,
    /// The loopback AliExpress Open Platform.
    pub open_platform: OpenPlatformStandIn,
    /// The loopback central bank.
    pub bank: BankStandIn,
    /// What short links lead to.
    pub short_hosts: ShortHostsStandIn,
    admins: BTreeSet<u64>,
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Sandbox {
    /// Serves on `listener` with people and the places where they meet. Their language is English until the page says otherwise.
    ///
    /// # Errors
    /// When the listener has no address, or there is no free port for the short hosts.
    pub fn start(listener: TcpListener) -> std::io::Result<Sandbox> {
        let mut world = Sandbox::start_empty(listener, TelegramOptions::default())?;
        let owner = sample_chats::add_sample_chats(&world.telegram);
        world.admins.extend(u64::try_from(owner));
        Ok(world)
    }

    /// Serves on `listener` without anybody.
    ///
    /// # Errors
    /// When the listener has no address, or there is no free port for the short hosts.
    pub fn start_empty(listener: TcpListener, options: TelegramOptions) -> std::io::Result<Sandbox> {
        let address = listener.local_addr()?;
        let bank = BankStandIn::new(options.clock.clone());
        let admitad = AdmitadStandIn::new(admitad::products());
        let feeds = FeedsStandIn::new(admitad.products(), options.clock.clone());
        admitad.set_feeds(feed_addresses(&url(address, EXPORT_PATH)), options.clock.now());
        let open_platform = OpenPlatformStandIn::new(admitad.products(), options.clock.clone());
        let telegram = TelegramStandIn::new(options);
        // On a port of its own: it goes by the host that it is asked for, which is never this machine's.
        let internet = ShortHostsStandIn::start(admitad.products())?;
        let made = internet.clone();
        admitad.on_short_link(move |short, long| {
            made.set_answer(short, short_hosts::HostAnswer::Redirect(302, long.to_owned()))
        });
        let router = Router::new()
            .merge(telegram.router())
            .merge(bank.router())
            .merge(page::router(telegram.clone(), page_data(&admitad)))
            .merge(pictures::router(admitad.clone()))
            .nest(ADMITAD_PATH, admitad.router())
            .nest(EXPORT_PATH, feeds.router())
            .nest(OPEN_PLATFORM_PATH, open_platform.router());
        // Small answers must not wait for more to come.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the sandbox is not served any more");
            }
        });
        Ok(Sandbox {
            telegram,
            admitad,
            feeds,
            open_platform,
            bank,
            short_hosts: internet,
            admins: BTreeSet::new(),
            address,
            serving,
        })
    }

    /// Where it is served.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the loopback Telegram is served.
    pub fn telegram_url(&self) -> Url {
        self.url("/")
    }

    /// Where the loopback Admitad is served.
    pub fn admitad_url(&self) -> Url {
        self.url(ADMITAD_PATH)
    }

    /// The names and addresses (with their personal code) of the loopback network's feeds, as CSV.
    pub fn feed_csv_urls(&self) -> Vec<(&'static str, Url)> {
        feed_addresses(&self.url(EXPORT_PATH)).into_iter().map(|(name, csv, _)| (name, csv)).collect()
    }

    /// Where the loopback Open Platform takes calls.
    pub fn open_platform_url(&self) -> Url {
        self.url(&format!("{OPEN_PLATFORM_PATH}{}", open_platform::PATH))
    }

    /// Where the loopback central bank's bulletin is served.
    pub fn bank_url(&self) -> Url {
        self.url(bank::PATH)
    }

    /// The people who may load the operator's lists.
    pub fn admins(&self) -> &BTreeSet<u64> {
        &self.admins
    }

    fn url(&self, path: &str) -> Url {
        url(self.address, path)
    }
}

fn url(address: SocketAddr, path: &str) -> Url {
    let mut url = Url::parse("http://127.0.0.1/").unwrap_or_else(|_| unreachable!("a constant address"));
    let _ = url.set_port(Some(address.port()));
    url.set_path(path);
    url
}

/// Name, CSV and XML of each feed.
fn feed_addresses(base: &Url) -> Vec<(&'static str, Url, Url)> {
    let url = |feed, format| FeedsStandIn::url(base, feed, format);
    FEEDS
        .map(|feed| (feed.name, url(feed, feeds::ExportFormat::Csv), url(feed, feeds::ExportFormat::Yml)))
        .into()
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn page_data(admitad: &AdmitadStandIn) -> PageData {
    let known = admitad.clone();
    let preview = move |url: &str| {
        let product = known.product(&Url::parse(url).ok()?)?;
        Some(Preview {
            title: product.title.clone(),
            description: format!("US ${} · AliExpress", product.price),
            image_svg_path: pictures::path(product),
        })
    };
    PageData {
        samples: sample_messages::samples(admitad.products()),
        posts: sample_posts::sample_posts(),
        preview: Arc::new(preview),
    }
}

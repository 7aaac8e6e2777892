//! Stand-ins of Telegram, Admitad, the AliExpress Open Platform, a central bank and the short hosts, and a chat page in
//! the browser.
//!
//! All of them speak the real protocols over HTTP on ports of this machine, so the bot that is tried here is the bot
//! that runs. The crate shares no code with the bot's clients: a mistake there cannot hide behind the same mistake
//! here.

pub mod admitad;
pub mod bank;
pub mod feeds;
pub mod open_platform;
mod page;
mod pictures;
mod products;
mod responses;
mod sample_chats;
mod samples;
mod shop;
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

/// The stand-ins and the chat page while they are served. Dropping it ends that.
pub struct Sandbox {
    pub telegram: TelegramStandIn,
    pub admitad: AdmitadStandIn,
    pub feeds: FeedsStandIn,
    pub open_platform: OpenPlatformStandIn,
    pub bank: BankStandIn,
    pub short_hosts: ShortHostsStandIn,
    admins: BTreeSet<u64>,
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Sandbox {
    /// Serves on `listener`, with people and chats. Their language is English until the page changes it.
    ///
    /// # Errors
    /// When the listener has no address, or there is no free port for the short hosts.
    pub fn start(listener: TcpListener) -> std::io::Result<Sandbox> {
        let mut world = Sandbox::start_empty(listener, TelegramOptions::default())?;
        let owner = sample_chats::add_sample_chats(&world.telegram);
        world.admins.extend(u64::try_from(owner));
        Ok(world)
    }

    /// Serves on `listener`, without people.
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
        // On a port of its own, because it answers by the `Host` header, which is never the name of this machine.
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
        // Without Nagle's algorithm: small answers must not wait for more data.
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

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn telegram_url(&self) -> Url {
        self.url("/")
    }

    pub fn admitad_url(&self) -> Url {
        self.url(ADMITAD_PATH)
    }

    /// Names and CSV URLs (with the personal code) of the feeds.
    pub fn feed_csv_urls(&self) -> Vec<(&'static str, Url)> {
        feed_addresses(&self.url(EXPORT_PATH)).into_iter().map(|(name, csv, _)| (name, csv)).collect()
    }

    pub fn open_platform_url(&self) -> Url {
        self.url(&format!("{OPEN_PLATFORM_PATH}{}", open_platform::PATH))
    }

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
    let samples = samples::samples();
    PageData { samples: samples.messages, posts: samples.posts, preview: Arc::new(preview) }
}

//! A loopback Telegram, a loopback Admitad, the short hosts of AliExpress and a chat page in the browser; also the tests' world.
//!
//! All speak their real wire forms over HTTP on ports of this machine, so the bot that is tried here is the bot that runs.

pub mod admitad;
pub mod internet;
pub mod page;
mod pictures;
mod post_samples;
mod samples;
pub mod telegram;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use self::admitad::AdmitadStandIn;
use self::internet::InternetStandIn;
use self::page::{PageData, Preview};
use self::telegram::{TelegramOptions, TelegramStandIn};
use crate::config::{Config, Network, ShortLinks, Telegram};
use crate::resolve::{self, Road};
use crate::text::Lang;

const ADMITAD_PATH: &str = "/admitad";

/// The stand-ins and the page, being served. Dropping it ends the serving.
pub struct World {
    /// The loopback Telegram.
    pub telegram: TelegramStandIn,
    /// The loopback Admitad.
    pub admitad: AdmitadStandIn,
    /// What short links lead to.
    pub internet: InternetStandIn,
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl World {
    /// Serves on `listener` with one person, whose language is English until the page says otherwise.
    ///
    /// # Errors
    /// When the listener has no address, or there is no free port for the short hosts.
    pub fn start(listener: TcpListener) -> std::io::Result<World> {
        let world = World::bare(listener, TelegramOptions::default())?;
        world.telegram.user("Deniz", Lang::En.code());
        Ok(world)
    }

    /// Serves on `listener` without anybody.
    ///
    /// # Errors
    /// When the listener has no address, or there is no free port for the short hosts.
    pub fn bare(listener: TcpListener, options: TelegramOptions) -> std::io::Result<World> {
        let address = listener.local_addr()?;
        let telegram = TelegramStandIn::new(options);
        let admitad = AdmitadStandIn::new(admitad::products());
        // On a port of its own: it goes by the host that it is asked for, which is never this machine's.
        let internet = InternetStandIn::start(admitad.products())?;
        let made = internet.clone();
        admitad
            .on_short_link(move |short, long| made.place(short, internet::Answer::To(302, long.to_owned())));
        let router = Router::new()
            .merge(telegram.router())
            .merge(page::router(telegram.clone(), page_data(&admitad)))
            .merge(pictures::router(admitad.clone()))
            .nest(ADMITAD_PATH, admitad.router());
        // Small answers must not wait for more to come.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the sandbox is not served any more");
            }
        });
        Ok(World { telegram, admitad, internet, address, serving })
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

    /// The settings of a bot that lives in this world and keeps its data in `data_dir`.
    pub fn config(&self, data_dir: &Path) -> Config {
        Config {
            telegram: Some(Telegram {
                token: self.telegram.token().into(),
                api: self.telegram_url(),
                sends_per_second: 1_000,
            }),
            network: Network { account: Some(AdmitadStandIn::account(self.admitad_url())), base: None },
            short_links: ShortLinks {
                road: Road::Loopback(self.internet.address()),
                patience: resolve::Patience::default(),
            },
            data_dir: data_dir.to_owned(),
            default_language: Lang::En,
        }
    }

    fn url(&self, path: &str) -> Url {
        let mut url = Url::parse("http://127.0.0.1/").unwrap_or_else(|_| unreachable!("a constant address"));
        let _ = url.set_port(Some(self.address.port()));
        url.set_path(path);
        url
    }
}

impl Drop for World {
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
        samples: samples::samples(admitad.products()),
        posts: post_samples::posts(),
        preview: Arc::new(preview),
    }
}

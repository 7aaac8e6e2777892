//! A loopback Telegram, a loopback Admitad and a chat page in the browser; also the tests' world.
//!
//! Both speak their real wire forms over HTTP on one port of this machine, so the bot that is tried here is the bot that runs.

pub mod admitad;
pub mod page;
mod pictures;
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
use self::page::{PageData, Preview};
use self::telegram::{TelegramOptions, TelegramStandIn};
use crate::config::{Config, Network, Telegram};
use crate::text::Lang;

const ADMITAD_PATH: &str = "/admitad";

/// Both stand-ins and the page, being served. Dropping it ends the serving.
pub struct World {
    /// The loopback Telegram.
    pub telegram: TelegramStandIn,
    /// The loopback Admitad.
    pub admitad: AdmitadStandIn,
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl World {
    /// Serves on `listener` with one person, whose language is English until the page says otherwise.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn start(listener: TcpListener) -> std::io::Result<World> {
        let world = World::bare(listener, TelegramOptions::default())?;
        world.telegram.user("Deniz", Lang::En.code());
        Ok(world)
    }

    /// Serves on `listener` without anybody.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn bare(listener: TcpListener, options: TelegramOptions) -> std::io::Result<World> {
        let address = listener.local_addr()?;
        let telegram = TelegramStandIn::new(options);
        let admitad = AdmitadStandIn::new(admitad::products());
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
        Ok(World { telegram, admitad, address, serving })
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
    PageData { samples: samples::samples(admitad.products()), preview: Arc::new(preview) }
}

//! A loopback Telegram, a loopback Admitad, a central bank, the short hosts of AliExpress and a chat page in the browser; also the
//! tests' world.
//!
//! All speak their real wire forms over HTTP on ports of this machine, so the bot that is tried here is the bot that runs.

pub mod admitad;
pub mod bank;
pub mod internet;
mod lists;
pub mod page;
mod pictures;
mod post_samples;
mod samples;
pub mod telegram;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::serve::ListenerExt;
use jiff::civil::Date;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use self::admitad::AdmitadStandIn;
use self::bank::BankStandIn;
use self::internet::InternetStandIn;
use self::page::{PageData, Preview};
use self::telegram::{TelegramOptions, TelegramStandIn};
use crate::config::{Config, Network, ShortLinks, Telegram};
use crate::lists::{List, ListKind};
use crate::program::Program;
use crate::resolve::{self, Road};
use crate::text::Lang;

const ADMITAD_PATH: &str = "/admitad";

/// The stand-ins and the page, being served. Dropping it ends the serving.
pub struct World {
    /// The loopback Telegram.
    pub telegram: TelegramStandIn,
    /// The loopback Admitad.
    pub admitad: AdmitadStandIn,
    /// The loopback central bank.
    pub bank: BankStandIn,
    /// What short links lead to.
    pub internet: InternetStandIn,
    admins: BTreeSet<u64>,
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl World {
    /// Serves on `listener` with one person, an admin, whose language is English until the page says otherwise.
    ///
    /// # Errors
    /// When the listener has no address, or there is no free port for the short hosts.
    pub fn start(listener: TcpListener) -> std::io::Result<World> {
        let mut world = World::bare(listener, TelegramOptions::default())?;
        let person = world.telegram.user("Deniz", Lang::En.code());
        world.admins.extend(u64::try_from(person));
        Ok(world)
    }

    /// Serves on `listener` without anybody.
    ///
    /// # Errors
    /// When the listener has no address, or there is no free port for the short hosts.
    pub fn bare(listener: TcpListener, options: TelegramOptions) -> std::io::Result<World> {
        let address = listener.local_addr()?;
        let bank = BankStandIn::new(options.clock.clone());
        let telegram = TelegramStandIn::new(options);
        let admitad = AdmitadStandIn::new(admitad::products());
        // On a port of its own: it goes by the host that it is asked for, which is never this machine's.
        let internet = InternetStandIn::start(admitad.products())?;
        let made = internet.clone();
        admitad
            .on_short_link(move |short, long| made.place(short, internet::Answer::To(302, long.to_owned())));
        let router = Router::new()
            .merge(telegram.router())
            .merge(bank.router())
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
        Ok(World { telegram, admitad, bank, internet, admins: BTreeSet::new(), address, serving })
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

    /// Where the loopback central bank's bulletin is served.
    pub fn bank_url(&self) -> Url {
        self.url(bank::PATH)
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
            program: Arc::new(Program::builtin()),
            short_links: ShortLinks {
                road: Road::Loopback(self.internet.address()),
                patience: resolve::Patience::default(),
            },
            central_bank: Some(self.bank_url()),
            data_dir: data_dir.to_owned(),
            default_language: Lang::En,
            admins: self.admins.clone(),
        }
    }

    /// The lists on which the invented stores stand, of this day, and some banned keywords.
    pub fn lists(&self, date: Date) -> Vec<(ListKind, List)> {
        lists::of(self.admitad.products(), date)
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

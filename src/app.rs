//! The composition root: the one place that knows in which order things start and stop.
//!
//! Start: store, network, Telegram, lanes (with what an earlier run left), polling. Stop: polling, lanes, store.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use futures::FutureExt;
use secrecy::ExposeSecret;
use teloxide::Bot;
use teloxide::prelude::*;
use tokio::task::{JoinHandle, JoinSet};
use url::Url;

use crate::admitad::{Admitad, Patience};
use crate::clock::Clock;
use crate::config::{Config, Telegram};
use crate::deals::Deals;
use crate::program::Program;
use crate::resolve::{Resolver, ResolverFault};
use crate::store::{Opened, Store, StoreError};
use crate::telegram::commands;
use crate::telegram::desk::{Desk, Tap};
use crate::telegram::intake::{Intake, IntakeEnd};
use crate::telegram::lanes::Lanes;
use crate::telegram::pace::Pace;
use crate::telegram::send::Sender;
use crate::telegram::wire::{WireError, call};
use crate::text::{Texts, TextsFault};

const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
const CALL_PATIENCE: Duration = Duration::from_secs(17);
const DRAIN_PATIENCE: Duration = Duration::from_secs(20);
/// Telegram hands over the parts of an album one by one and never says which is the last.
pub const ALBUM_REST: Duration = Duration::from_millis(800);
const HOUSEKEEPING: Duration = Duration::from_secs(10 * 60);

/// What the app is made of.
pub struct Setup {
    /// Checked settings; `telegram` must be there.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// The rules.
    pub program: Arc<Program>,
    /// How long the network is waited for.
    pub patience: Patience,
    /// How long the next part of an album is waited for; see [`ALBUM_REST`].
    pub album_rest: Duration,
    /// See [`Tap`]; nothing in normal operation.
    pub tap: Option<Tap>,
}

/// Why the app did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The locale files.
    #[error(transparent)]
    Texts(#[from] TextsFault),
    /// There is no bot token.
    #[error("there is no bot token")]
    NoToken,
    /// Telegram does not know the token.
    #[error("Telegram does not accept the bot token")]
    TokenRefused,
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made")]
    Http,
    /// What follows short links could not be made.
    #[error("short links cannot be followed: {0}")]
    Resolver(#[from] ResolverFault),
}

/// The running bot.
pub struct Running {
    polling: JoinHandle<IntakeEnd>,
    around: JoinSet<()>,
    lanes: Lanes,
    store: Store,
}

/// The engine without Telegram: what the command line's `link` uses as well.
///
/// # Errors
/// When an HTTP client cannot be made.
pub fn deals(
    config: &Config,
    program: Arc<Program>,
    clock: Clock,
    patience: Patience,
) -> Result<Deals, StartError> {
    let network = match config.network.account.clone() {
        Some(account) => {
            let http = http_client(&account.base)?;
            Some(Admitad::new(account, http, patience))
        }
        None => None,
    };
    let resolver = Resolver::new(config.short_links.road, config.short_links.patience.clone())?;
    Ok(Deals::new(network, config.network.base.clone(), resolver, program, clock))
}

/// A client for one server. It follows no redirects (neither API redirects, and nothing here may be led to another host), and
/// uses the environment's proxy unless the server is on this machine.
fn http_client(server: &Url) -> Result<reqwest::Client, StartError> {
    let client = reqwest::Client::builder()
        .connect_timeout(CONNECT_PATIENCE)
        .timeout(CALL_PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .tcp_nodelay(true);
    let loopback = match server.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    let client = if loopback { client.no_proxy() } else { client };
    client.build().map_err(|_| StartError::Http)
}

/// Starts the bot and returns once it takes updates.
///
/// While Telegram is out of reach this waits for it; dropping the future gives up.
///
/// # Errors
/// What an operator has to mend.
pub async fn start(setup: Setup) -> Result<Running, StartError> {
    let Setup { config, clock, program, patience, album_rest, tap } = setup;
    let telegram = config.telegram.clone().ok_or(StartError::NoToken)?;
    let Opened { store, moved_aside } = Store::open(&config.data_dir)?;
    if let Some(aside) = moved_aside {
        tracing::error!(
            moved_to = %aside.display(),
            "the database was broken; the last snapshot of the settings was restored. What was moved holds people's settings and \
             messages: erase it once it was looked at"
        );
    }
    let texts = Arc::new(Texts::load()?);
    let deals = deals(&config, program, clock, patience)?;
    let bot = bot(&telegram)?;
    let mut around = JoinSet::new();
    around.spawn(meet_network(deals.clone()));
    let me = who_am_i(&bot).await?;
    around.spawn({
        let (bot, texts, language) = (bot.clone(), texts.clone(), config.default_language);
        async move { commands::register(&bot, &texts, language).await }
    });
    let pace = Arc::new(Pace::new(telegram.sends_per_second));
    around.spawn(keep_house(store.clone(), pace.clone()));
    let desk = Arc::new(Desk {
        sender: Sender::new(bot.clone(), pace),
        store: store.clone(),
        deals,
        texts,
        default_language: config.default_language,
        me,
        album_rest,
        tap,
    });
    let lanes = Lanes::new(Arc::new(move |update| {
        let desk = desk.clone();
        async move { desk.handle(update).await }.boxed()
    }));
    let intake = Intake::new(bot, store.clone(), lanes.clone());
    let resumed = intake.resume()?;
    if resumed > 0 {
        tracing::info!(updates = resumed, "going on with what an earlier run left");
    }
    let polling = tokio::spawn(async move { intake.poll().await });
    Ok(Running { polling, around, lanes, store })
}

impl Running {
    /// Returns when polling ends by itself, which it does only for a reason that the operator has to mend.
    pub async fn ended(&mut self) -> Option<IntakeEnd> {
        (&mut self.polling).await.ok()
    }

    /// Stops in order: no new updates, answers in progress are finished, everything is written out. What is not finished in
    /// time stays in the inbox for the next run.
    pub async fn stop(mut self) {
        self.polling.abort();
        if tokio::time::timeout(DRAIN_PATIENCE, self.lanes.drain()).await.is_err() {
            tracing::warn!("some answers were not finished; they wait in the inbox");
        }
        self.around.shutdown().await;
        if let Err(error) = self.store.flush().await {
            tracing::error!(%error, "the store could not be written out");
        }
    }
}

fn bot(telegram: &Telegram) -> Result<Bot, StartError> {
    Ok(Bot::with_client(telegram.token.expose_secret(), http_client(&telegram.api)?)
        .set_api_url(telegram.api.clone()))
}

/// Fetches the token before the first user waits for it, and learns the ad space's own link.
async fn meet_network(deals: Deals) {
    let Some(network) = deals.lookup().network() else { return };
    network.warm_up().await;
    match network.ad_space().await {
        Ok(space) if space.status.as_deref().is_some_and(|status| status != "active") => {
            tracing::warn!(status = space.status, "the ad space is not active");
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the ad space could not be asked for"),
    }
    match network.program().await {
        Ok(program) => {
            if program.connection_status.as_deref().is_some_and(|status| status != "active") {
                tracing::warn!(
                    status = program.connection_status,
                    "the ad space is not connected to the program"
                );
            }
            if let Some(base) = program.gotolink {
                deals.lookup().learn_base(base);
            }
        }
        Err(error) => tracing::warn!(%error, "the program could not be asked for"),
    }
}

/// The bot's username, asked for until Telegram answers.
async fn who_am_i(bot: &Bot) -> Result<String, StartError> {
    let mut waits = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(200))
        .with_max_delay(Duration::from_secs(3))
        .with_jitter()
        .without_max_times()
        .build();
    loop {
        match call(bot, &bot.get_me()).await {
            Ok(me) => return Ok(me.username().to_owned()),
            Err(WireError::Refused { code: 401 | 404, .. }) => return Err(StartError::TokenRefused),
            Err(WireError::Wait(wait)) => tokio::time::sleep(wait).await,
            Err(error) => {
                tracing::warn!(%error, "Telegram is out of reach; trying again");
                tokio::time::sleep(waits.next().unwrap_or(Duration::from_secs(3))).await;
            }
        }
    }
}

async fn keep_house(store: Store, pace: Arc<Pace>) {
    let mut rounds = tokio::time::interval(HOUSEKEEPING);
    rounds.tick().await;
    loop {
        rounds.tick().await;
        pace.forget_quiet_chats();
        if let Err(error) = store.publishers.snapshot() {
            tracing::error!(%error, "the snapshot of the settings could not be written");
        }
    }
}

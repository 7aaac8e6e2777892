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

use crate::config::{Config, Telegram};
use crate::deals::{Browser, Deals};
use crate::store::{self, Opened, Store, StoreError};
use crate::telegram::chats::Circle;
use crate::telegram::commands;
use crate::telegram::desk::{Desk, Tap};
use crate::telegram::ephemeral::Ephemeral;
use crate::telegram::intake::{Intake, IntakeEnd};
use crate::telegram::lanes::Lanes;
use crate::telegram::newest::Newest;
use crate::telegram::pace::Pace;
use crate::telegram::send::Sender;
use crate::telegram::wire::{WireError, call};
use crate::text::{Texts, TextsFault};
use crate::words::{Words, WordsInForce};
use dealink_catalog::feeds::{self, Feeds, Means, Schedule};
use dealink_catalog::{self as catalog, Catalog};
use dealink_core::clock::Clock;
use dealink_core::money::Currency;
use dealink_network::admitad::{Admitad, Patience};
use dealink_network::exchange::{Bank, Exchange, RateStore};
use dealink_network::open_platform::{self, OpenPlatform};
use dealink_network::resolve::{Resolver, ResolverFault};

const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
const CALL_PATIENCE: Duration = Duration::from_secs(17);
const DRAIN_PATIENCE: Duration = Duration::from_secs(20);
/// Telegram hands over the parts of an album one by one and never says which is the last.
pub const ALBUM_REST: Duration = Duration::from_millis(800);
/// Answers that are to be removed are so by so much later at most.
pub const SWEEP: Duration = Duration::from_secs(15);
/// How often chats are looked at in which the bot pauses.
const LOOK_AT_PAUSED: Duration = Duration::from_secs(3600);
const HOUSEKEEPING: Duration = Duration::from_secs(10 * 60);

/// What the app is made of.
pub struct Setup {
    /// Checked settings; `telegram` must be there.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// How long the network is waited for.
    pub patience: Patience,
    /// How long the next part of an album is waited for; see [`ALBUM_REST`].
    pub album_rest: Duration,
    /// How often answers are looked for that are to be removed; see [`SWEEP`].
    pub sweep: Duration,
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
    inline: Newest,
    store: Store,
}

/// The engine without Telegram: what the command line's `link` uses as well. Exchange rates are kept on `shelf`, if there is one.
///
/// # Errors
/// When an HTTP client cannot be made.
pub fn deals(
    config: &Config,
    clock: Clock,
    patience: Patience,
    shelf: Option<store::Rates>,
) -> Result<Deals, StartError> {
    let (network, program) = (network(config, patience)?, config.program.clone());
    let shelf = shelf.map(|shelf| Arc::new(shelf) as Arc<dyn RateStore>);
    let exchange = Exchange::new(network.clone(), bank(config)?, program.currency(), clock.clone(), shelf);
    let resolver = Resolver::new(config.short_links.road, config.short_links.patience.clone())?;
    let deals = Deals::new(network, config.network.base.clone(), resolver, exchange, program, clock.clone());
    let deals = deals.with_shop(shop(config, clock)?);
    Ok(deals.with_catalog(Catalog::below(&config.data_dir.join(catalog::DIRECTORY))))
}

/// Exchange rates alone.
///
/// # Errors
/// When an HTTP client cannot be made.
pub fn exchange(
    config: &Config,
    into: Currency,
    clock: Clock,
    patience: Patience,
) -> Result<Exchange, StartError> {
    Ok(Exchange::new(network(config, patience)?, bank(config)?, into, clock, None))
}

fn network(config: &Config, patience: Patience) -> Result<Option<Admitad>, StartError> {
    let Some(account) = config.network.account.clone() else { return Ok(None) };
    let http = http_client(&account.base)?;
    Ok(Some(Admitad::new(account, http, patience)))
}

fn shop(config: &Config, clock: Clock) -> Result<Option<OpenPlatform>, StartError> {
    let Some(account) = config.open_platform.clone() else { return Ok(None) };
    let http = http_client(&account.url)?;
    Ok(Some(OpenPlatform::new(account, http, clock, open_platform::Patience::default())))
}

fn bank(config: &Config) -> Result<Option<Bank>, StartError> {
    let Some(url) = config.central_bank.clone() else { return Ok(None) };
    let http = http_client(&url)?;
    Ok(Some(Bank::new(url, http)))
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
    let Setup { config, clock, patience, album_rest, sweep, tap } = setup;
    let telegram = config.telegram.clone().ok_or(StartError::NoToken)?;
    let Opened { store, moved_aside } = Store::open(&config.data_dir)?;
    if let Some(aside) = moved_aside {
        tracing::error!(
            moved_to = %aside.display(),
            "the database was broken; the last copies of the settings and the lists were restored. What was moved holds people's settings and \
             messages: erase it once it was looked at"
        );
    }
    // Takes a moment, and needs nobody.
    let lists = store.lists.live().clone();
    let words = tokio::task::spawn_blocking(|| WordsInForce::new(&Words::builtin(&[]), lists));
    let texts = Arc::new(Texts::load()?);
    let deals = deals(&config, clock.clone(), patience, Some(store.rates.clone()))?
        .with_lists(store.lists.live().clone());
    let bot = bot(&telegram)?;
    let mut around = JoinSet::new();
    around.spawn(meet_network(deals.clone()));
    let me = who_am_i(&bot).await?;
    if !me.inline {
        tracing::warn!("inline mode is off: it is switched on with /setinline at @BotFather");
    }
    around.spawn({
        let (bot, texts, language) = (bot.clone(), texts.clone(), config.default_language);
        let admins = config.admins.clone();
        async move { commands::register(&bot, &texts, language, &admins).await }
    });
    let pace = Arc::new(Pace::new(telegram.sends_per_second));
    around.spawn(keep_house(store.clone(), pace.clone(), clock.clone()));
    if let Some(every) = config.feeding.every {
        let limits = config.feeding.limits.clone();
        let means = Means { limits, clock: clock.clone(), first_wait: feeds::FIRST_WAIT };
        around.spawn(Schedule { feeds: Feeds::below(&config.data_dir), every, means }.run());
    }
    let desk = Arc::new(Desk {
        sender: Sender::new(bot.clone(), pace),
        store: store.clone(),
        browser: Browser::new(deals.clone()),
        deals,
        words: Arc::new(words.await.unwrap_or_else(|fault| std::panic::resume_unwind(fault.into_panic()))),
        texts,
        default_language: config.default_language,
        me: me.username.clone(),
        me_id: me.id,
        inline: me.inline,
        reads_all: me.reads_all,
        circle: Circle::default(),
        ephemeral: Ephemeral::default(),
        album_rest,
        admins: config.admins,
        clock,
        tap,
    });
    around.spawn(sweep_chats(desk.clone(), sweep));
    let inline = Newest::new(Arc::new({
        let desk = desk.clone();
        move |query| {
            let desk = desk.clone();
            async move { desk.answer_inline(query).await }.boxed()
        }
    }));
    let lanes = Lanes::new(Arc::new(move |update| {
        let desk = desk.clone();
        async move { desk.handle(update).await }.boxed()
    }));
    let intake = Intake::new(bot, me.username, store.clone(), lanes.clone(), inline.clone());
    let resumed = intake.resume()?;
    if resumed > 0 {
        tracing::info!(updates = resumed, "going on with what an earlier run left");
    }
    let polling = tokio::spawn(async move { intake.poll().await });
    Ok(Running { polling, around, lanes, inline, store })
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
        self.inline.close();
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

/// Fetches the token and the program's terms before the first user waits for them, and looks whether the ad space is active.
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
    deals.terms().await;
}

/// The bot as Telegram knows it.
struct Me {
    username: String,
    id: u64,
    /// Whether it can be asked in any chat.
    inline: bool,
    /// Whether it is handed the messages of groups in which it is no admin.
    reads_all: bool,
}

/// Asks until Telegram answers.
async fn who_am_i(bot: &Bot) -> Result<Me, StartError> {
    let mut waits = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(200))
        .with_max_delay(Duration::from_secs(3))
        .with_jitter()
        .without_max_times()
        .build();
    loop {
        match call(bot, &bot.get_me()).await {
            Ok(me) => {
                return Ok(Me {
                    username: me.username().to_owned(),
                    id: me.id.0,
                    inline: me.supports_inline_queries,
                    reads_all: me.can_read_all_group_messages,
                });
            }
            Err(WireError::Refused { code: 401 | 404, .. }) => return Err(StartError::TokenRefused),
            Err(WireError::Wait(wait)) => tokio::time::sleep(wait).await,
            Err(error) => {
                tracing::warn!(%error, "Telegram is out of reach; trying again");
                tokio::time::sleep(waits.next().unwrap_or(Duration::from_secs(3))).await;
            }
        }
    }
}

/// Takes away answers whose time has come, and looks at chats in which the bot pauses, for as long as it runs.
async fn sweep_chats(desk: Arc<Desk>, every: Duration) {
    let mut rounds = tokio::time::interval(every);
    let mut looked = tokio::time::Instant::now();
    loop {
        rounds.tick().await;
        if let Err(error) = desk.sweep().await {
            tracing::error!(%error, "answers could not be removed");
        }
        if looked.elapsed() >= LOOK_AT_PAUSED {
            looked = tokio::time::Instant::now();
            if let Err(error) = desk.look_at_paused().await {
                tracing::error!(%error, "chats that pause could not be looked at");
            }
        }
    }
}

async fn keep_house(store: Store, pace: Arc<Pace>, clock: Clock) {
    let mut rounds = tokio::time::interval(HOUSEKEEPING);
    rounds.tick().await;
    loop {
        rounds.tick().await;
        pace.forget_quiet_chats();
        if let Err(error) = store.shared.forget_old(clock.now().as_second()) {
            tracing::error!(%error, "old records of chats could not be dropped");
        }
        if let Err(error) = store.snapshot() {
            tracing::error!(%error, "the snapshot of the settings could not be written");
        }
    }
}

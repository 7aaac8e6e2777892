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

use crate::config::{Config, TelegramConfig};
use crate::deals::{Deals, ProductBrowser};
use crate::store::{self, OpenedStore, Store, StoreError};
use crate::telegram::bot_api::{BotApiError, call_request};
use crate::telegram::chat_queues::ChatQueues;
use crate::telegram::chats::ChatCaches;
use crate::telegram::commands;
use crate::telegram::context::AppContext;
#[cfg(feature = "sandbox")]
use crate::telegram::context::TestHook;
use crate::telegram::ephemeral::EphemeralSupport;
use crate::telegram::latest_only::LatestOnly;
use crate::telegram::polling::{PollingEnd, UpdatePoller};
use crate::telegram::send_limiter::SendLimiter;
use crate::telegram::sender::Sender;
use crate::text::{Texts, TextsError};
use crate::words::{LiveWords, Words};
use dealink_catalog::feeds::{self, Feeds, PullContext, Schedule};
use dealink_catalog::{self as catalog, Catalog};
use dealink_core::clock::Clock;
use dealink_core::money::Currency;
use dealink_network::admitad::{Admitad, AdmitadTimeouts};
use dealink_network::affiliate::AffiliateNetwork;
use dealink_network::exchange::{CentralBank, Exchange, ExchangeSources, RateStore};
use dealink_network::open_platform::{self, OpenPlatform};
use dealink_network::resolve::{Resolver, ResolverStartError};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const CALL_TIMEOUT: Duration = Duration::from_secs(17);
const DRAIN_TIMEOUT: Duration = Duration::from_secs(20);
/// Telegram hands over the parts of an album one by one and never says which is the last.
const ALBUM_WAIT: Duration = Duration::from_millis(800);
/// Answers that are to be removed are so by so much later at most.
const SWEEP_INTERVAL: Duration = Duration::from_secs(15);
/// How often chats are looked at in which the bot pauses.
const PAUSED_CHATS_INTERVAL: Duration = Duration::from_secs(3600);
const HOUSEKEEPING_INTERVAL: Duration = Duration::from_secs(10 * 60);

/// What the app is made of.
pub struct Setup {
    /// Checked settings; `telegram` must be there.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// How long the network is waited for.
    pub admitad_timeouts: AdmitadTimeouts,
    /// How long the next part of an album is waited for; see [`ALBUM_WAIT`].
    pub album_wait: Duration,
    /// How often answers are looked for that are to be removed; see [`SWEEP_INTERVAL`].
    pub sweep_interval: Duration,
    /// Only for tests.
    #[cfg(feature = "sandbox")]
    pub test_hook: Option<TestHook>,
}

impl Setup {
    /// The setup of normal operation.
    pub fn new(config: Config) -> Setup {
        Setup {
            config,
            clock: Clock::system(),
            admitad_timeouts: AdmitadTimeouts::default(),
            album_wait: ALBUM_WAIT,
            sweep_interval: SWEEP_INTERVAL,
            #[cfg(feature = "sandbox")]
            test_hook: None,
        }
    }
}

/// Why the app did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The locale files.
    #[error(transparent)]
    Texts(#[from] TextsError),
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
    Resolver(#[from] ResolverStartError),
}

/// The running bot.
pub struct RunningBot {
    polling: JoinHandle<PollingEnd>,
    background: JoinSet<()>,
    queues: ChatQueues,
    inline: LatestOnly,
    store: Store,
}

/// The engine without Telegram: what the command line's `link` uses as well. Exchange rates are kept on `shelf`, if there is one.
///
/// # Errors
/// When an HTTP client cannot be made.
pub fn build_deals(
    config: &Config,
    clock: Clock,
    patience: AdmitadTimeouts,
    shelf: Option<store::StoredRates>,
) -> Result<Deals, StartError> {
    let (network, program) = (build_admitad(config, patience)?, config.program.clone());
    let sources = ExchangeSources {
        network: network.clone(),
        central_bank: build_central_bank(config)?,
        store: shelf.map(|shelf| Arc::new(shelf) as Arc<dyn RateStore>),
    };
    let exchange = Exchange::new(sources, program.currency(), clock.clone());
    let resolver = Resolver::new(config.short_links.transport, config.short_links.timeouts.clone())?;
    let deals =
        Deals::new(network, config.network.deeplink_base.clone(), resolver, exchange, program, clock.clone());
    let deals = deals.with_open_platform(build_open_platform(config, clock)?);
    Ok(deals.with_catalog(Catalog::new(&config.data_dir.join(catalog::DIRECTORY))))
}

/// Exchange rates alone.
///
/// # Errors
/// When an HTTP client cannot be made.
pub fn build_exchange(
    config: &Config,
    into: Currency,
    clock: Clock,
    patience: AdmitadTimeouts,
) -> Result<Exchange, StartError> {
    let (network, central_bank) = (build_admitad(config, patience)?, build_central_bank(config)?);
    Ok(Exchange::new(ExchangeSources { network, central_bank, store: None }, into, clock))
}

fn build_admitad(
    config: &Config,
    patience: AdmitadTimeouts,
) -> Result<Option<Arc<dyn AffiliateNetwork>>, StartError> {
    let Some(account) = config.network.account.clone() else { return Ok(None) };
    let http = build_http_client(&account.base)?;
    Ok(Some(Arc::new(Admitad::new(account, http, patience))))
}

fn build_open_platform(config: &Config, clock: Clock) -> Result<Option<OpenPlatform>, StartError> {
    let Some(account) = config.open_platform.clone() else { return Ok(None) };
    let http = build_http_client(&account.url)?;
    Ok(Some(OpenPlatform::new(account, http, clock, open_platform::OpenPlatformTimeouts::default())))
}

fn build_central_bank(config: &Config) -> Result<Option<CentralBank>, StartError> {
    let Some(url) = config.central_bank.clone() else { return Ok(None) };
    let http = build_http_client(&url)?;
    Ok(Some(CentralBank::new(url, http)))
}

/// A client for one server. It follows no redirects (neither API redirects, and nothing here may be led to another host), and
/// uses the environment's proxy unless the server is on this machine.
fn build_http_client(server: &Url) -> Result<reqwest::Client, StartError> {
    let client = reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(CALL_TIMEOUT)
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
pub async fn start(setup: Setup) -> Result<RunningBot, StartError> {
    let Setup {
        config,
        clock,
        admitad_timeouts: patience,
        album_wait: album_rest,
        sweep_interval: sweep,
        #[cfg(feature = "sandbox")]
            test_hook: tap,
    } = setup;
    let telegram = config.telegram.clone().ok_or(StartError::NoToken)?;
    let OpenedStore { store, moved_aside } = Store::open(&config.data_dir)?;
    if let Some(aside) = moved_aside {
        tracing::error!(
            moved_to = %aside.display(),
            "the database was broken; the last copies of the settings and the lists were restored. What was moved holds people's settings and \
             messages: erase it once it was looked at"
        );
    }
    // Takes a moment, and needs nobody.
    let lists = store.lists.live().clone();
    let words = tokio::task::spawn_blocking(|| LiveWords::new(&Words::builtin(&[]), lists));
    let texts = Arc::new(Texts::load()?);
    let deals = build_deals(&config, clock.clone(), patience, Some(store.rates.clone()))?
        .with_lists(store.lists.live().clone());
    let bot = build_telegram(&telegram)?;
    let mut around = JoinSet::new();
    around.spawn(warm_up_network(deals.clone()));
    let me = fetch_bot_identity(&bot).await?;
    if !me.inline_enabled {
        tracing::warn!("inline mode is off: it is switched on with /setinline at @BotFather");
    }
    around.spawn({
        let (bot, texts, language) = (bot.clone(), texts.clone(), config.default_language);
        let admins = config.admins.clone();
        async move { commands::register_commands(&bot, &texts, language, &admins).await }
    });
    let pace = Arc::new(SendLimiter::new(telegram.sends_per_second));
    around.spawn(run_housekeeping(store.clone(), pace.clone(), clock.clone()));
    if let Some(every) = config.feeds.every {
        let limits = config.feeds.limits.clone();
        let means = PullContext { limits, clock: clock.clone(), first_retry_wait: feeds::FIRST_RETRY_WAIT };
        around.spawn(
            Schedule { feeds: Feeds::new(&config.data_dir), default_interval: every, context: means }.run(),
        );
    }
    let desk = Arc::new(AppContext {
        sender: Sender::new(bot.clone(), pace),
        store: store.clone(),
        browser: ProductBrowser::new(deals.clone()),
        deals,
        words: Arc::new(words.await.unwrap_or_else(|fault| std::panic::resume_unwind(fault.into_panic()))),
        texts,
        default_language: config.default_language,
        bot_username: me.username.clone(),
        bot_id: me.id,
        inline_enabled: me.inline_enabled,
        can_read_all_group_messages: me.reads_all_messages,
        chat_caches: ChatCaches::default(),
        ephemeral: EphemeralSupport::default(),
        album_wait: album_rest,
        operators: config.admins,
        clock,
        #[cfg(feature = "sandbox")]
        test_hook: tap,
    });
    around.spawn(run_sweeps(desk.clone(), sweep));
    let inline = LatestOnly::new(Arc::new({
        let desk = desk.clone();
        move |query| {
            let desk = desk.clone();
            async move { desk.handle_inline_query(query).await }.boxed()
        }
    }));
    let lanes = ChatQueues::new(Arc::new(move |update| {
        let desk = desk.clone();
        async move { desk.handle_update(update).await }.boxed()
    }));
    let intake = UpdatePoller::new(bot, me.username, store.clone(), lanes.clone(), inline.clone());
    let resumed = intake.resume()?;
    if resumed > 0 {
        tracing::info!(updates = resumed, "going on with what an earlier run left");
    }
    let polling = tokio::spawn(async move { intake.poll().await });
    Ok(RunningBot { polling, background: around, queues: lanes, inline, store })
}

impl RunningBot {
    /// Returns when polling ends by itself, which it does only for a reason that the operator has to mend.
    pub async fn wait_for_end(&mut self) -> Option<PollingEnd> {
        (&mut self.polling).await.ok()
    }

    /// Stops in order: no new updates, answers in progress are finished, everything is written out. What is not finished in
    /// time stays in the inbox for the next run.
    pub async fn stop(mut self) {
        self.polling.abort();
        self.inline.close();
        if tokio::time::timeout(DRAIN_TIMEOUT, self.queues.drain()).await.is_err() {
            tracing::warn!("some answers were not finished; they wait in the inbox");
        }
        self.background.shutdown().await;
        if let Err(error) = self.store.flush().await {
            tracing::error!(%error, "the store could not be written out");
        }
    }
}

fn build_telegram(telegram: &TelegramConfig) -> Result<Bot, StartError> {
    Ok(Bot::with_client(telegram.token.expose_secret(), build_http_client(&telegram.api)?)
        .set_api_url(telegram.api.clone()))
}

/// Fetches the token and the program's terms before the first user waits for them, and looks whether the ad space is active.
async fn warm_up_network(deals: Deals) {
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
struct BotIdentity {
    username: String,
    id: u64,
    /// Whether it can be asked in any chat.
    inline_enabled: bool,
    /// Whether it is handed the messages of groups in which it is no admin.
    reads_all_messages: bool,
}

/// Asks until Telegram answers.
async fn fetch_bot_identity(bot: &Bot) -> Result<BotIdentity, StartError> {
    let mut waits = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(200))
        .with_max_delay(Duration::from_secs(3))
        .with_jitter()
        .without_max_times()
        .build();
    loop {
        match call_request(bot, &bot.get_me()).await {
            Ok(me) => {
                return Ok(BotIdentity {
                    username: me.username().to_owned(),
                    id: me.id.0,
                    inline_enabled: me.supports_inline_queries,
                    reads_all_messages: me.can_read_all_group_messages,
                });
            }
            Err(BotApiError::Refused { code: 401 | 404, .. }) => return Err(StartError::TokenRefused),
            Err(BotApiError::RetryAfter(wait)) => tokio::time::sleep(wait).await,
            Err(error) => {
                tracing::warn!(%error, "Telegram is out of reach; trying again");
                tokio::time::sleep(waits.next().unwrap_or(Duration::from_secs(3))).await;
            }
        }
    }
}

/// Takes away answers whose time has come, and looks at chats in which the bot pauses, for as long as it runs.
async fn run_sweeps(desk: Arc<AppContext>, every: Duration) {
    let mut rounds = tokio::time::interval(every);
    let mut looked = tokio::time::Instant::now();
    loop {
        rounds.tick().await;
        if let Err(error) = desk.delete_due_messages().await {
            tracing::error!(%error, "answers could not be removed");
        }
        if looked.elapsed() >= PAUSED_CHATS_INTERVAL {
            looked = tokio::time::Instant::now();
            if let Err(error) = desk.recheck_paused_chats().await {
                tracing::error!(%error, "chats that pause could not be looked at");
            }
        }
    }
}

async fn run_housekeeping(store: Store, pace: Arc<SendLimiter>, clock: Clock) {
    let mut rounds = tokio::time::interval(HOUSEKEEPING_INTERVAL);
    rounds.tick().await;
    loop {
        rounds.tick().await;
        pace.forget_idle_chats();
        if let Err(error) = store.share_log.forget_old(clock.now().as_second()) {
            tracing::error!(%error, "old records of chats could not be dropped");
        }
        if let Err(error) = store.snapshot() {
            tracing::error!(%error, "the snapshot of the settings could not be written");
        }
    }
}

//! The stand-ins, on one loopback port, and who was asked what when.

use std::collections::{HashMap, VecDeque};
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use axum::Router;
use axum::extract::Request;
use axum::serve::ListenerExt;
use dealink_core::money::Decimal;
use dealink_sandbox::admitad::Endpoint;
use dealink_sandbox::admitad::{AdmitadStandIn, LinkCheckOutcome, RateForm, SeedProduct, SeedRate};
use dealink_sandbox::telegram::{TelegramOptions, TelegramStandIn};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// The first of the invented products; their numbers follow each other.
const FIRST_PRODUCT: u64 = 1_005_020_000_000_000;

/// Both stand-ins, being served, and a reader who notes when each answer came.
pub(crate) struct BenchWorld {
    pub(crate) telegram: TelegramStandIn,
    admitad: AdmitadStandIn,
    port: u16,
    users: Vec<i64>,
    first_poll: Arc<OnceLock<Instant>>,
    times: Arc<Mutex<AnswerTimes>>,
    answered: watch::Receiver<usize>,
    _tasks: JoinSet<()>,
}

/// What was said and waits for its answer, oldest first in each chat, and how long the answered ones waited.
#[derive(Default)]
struct AnswerTimes {
    said: HashMap<i64, VecDeque<Instant>>,
    waits: Vec<Duration>,
    last: Option<Instant>,
}

impl BenchWorld {
    /// A world of so many chats and products, without anything said in it.
    pub(crate) async fn start(chats: usize, products: usize) -> Result<BenchWorld> {
        let telegram = TelegramStandIn::new(TelegramOptions { record_calls: false, ..Default::default() });
        let admitad = AdmitadStandIn::new((0..products as u64).map(product).collect());
        admitad.set_calls_per_minute(usize::MAX);
        let users = (0..chats).map(|n| telegram.add_user(&format!("Chat {n}"), "en")).collect();
        let first_poll = Arc::new(OnceLock::new());
        let polled = first_poll.clone();
        let note_poll = axum::middleware::map_request(move |request: Request| {
            if request.uri().path().to_ascii_lowercase().ends_with("/getupdates") {
                let _ = polled.set(Instant::now());
            }
            std::future::ready(request)
        });
        let router =
            Router::new().merge(telegram.router().layer(note_poll)).nest("/admitad", admitad.router());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));

        let notes = Arc::new(Mutex::new(AnswerTimes::default()));
        let (tell, answered) = watch::channel(0);
        let mut tasks = JoinSet::new();
        tasks.spawn(async move { drop(axum::serve(listener, router).await) });
        tasks.spawn(read_answers(telegram.clone(), notes.clone(), tell));
        Ok(BenchWorld { telegram, admitad, port, users, first_poll, times: notes, answered, _tasks: tasks })
    }

    pub(crate) fn telegram_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn admitad_url(&self) -> String {
        format!("http://127.0.0.1:{}/admitad", self.port)
    }

    /// When `getUpdates` was called first, once it was.
    pub(crate) fn first_poll(&self) -> Option<Instant> {
        self.first_poll.get().copied()
    }

    /// Makes every answer of the network take this long.
    pub(crate) fn delay_network(&self, delay: Duration) {
        for endpoint in [Endpoint::Deeplink, Endpoint::Rates] {
            self.admitad.set_delay(endpoint, delay);
        }
    }

    /// Someone says something about these products; `turn` picks whose turn it is.
    pub(crate) fn say(&self, turn: usize, products: impl IntoIterator<Item = usize>) {
        let user = self.users[turn % self.users.len()];
        let lines = products.into_iter().map(|number| {
            let SeedProduct { title, id, price, .. } = product(number as u64);
            format!("{title} https://www.aliexpress.com/item/{id}.html US ${price}")
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        self.notes().said.entry(user).or_default().push_back(Instant::now());
        self.telegram.say(user, &text);
    }

    /// Waits until so many answers came since the world began, but not longer than a minute.
    pub(crate) async fn wait_for_answers(&self, count: usize) -> Result<()> {
        let mut answered = self.answered.clone();
        let all = answered.wait_for(|so_far| *so_far >= count);
        tokio::time::timeout(Duration::from_secs(60), all).await??;
        Ok(())
    }

    /// How many answers came since the world began.
    pub(crate) fn answers(&self) -> usize {
        *self.answered.borrow()
    }

    /// How long each answer since the last call took, and when the last one came.
    pub(crate) fn take_waits(&self) -> (Vec<Duration>, Option<Instant>) {
        let mut notes = self.notes();
        (std::mem::take(&mut notes.waits), notes.last)
    }

    fn notes(&self) -> std::sync::MutexGuard<'_, AnswerTimes> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Notes the answers as they come; a further message of the same answer counts for nothing.
async fn read_answers(telegram: TelegramStandIn, notes: Arc<Mutex<AnswerTimes>>, tell: watch::Sender<usize>) {
    let mut seq = 0;
    loop {
        let changes = telegram.changes_after(seq, 1_000, Duration::from_secs(60)).await;
        let now = Instant::now();
        seq = changes.last().map_or(seq, |change| change.seq);
        let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
        for chat in changes.iter().filter(|change| change.is_reply()).filter_map(|change| change.chat) {
            if let Some(said) = notes.said.get_mut(&chat).and_then(VecDeque::pop_front) {
                notes.waits.push(now - said);
                notes.last = Some(now);
                tell.send_modify(|count| *count += 1);
            }
        }
    }
}

fn product(number: u64) -> SeedProduct {
    let percent = |hundredths| SeedRate { percent: Decimal::new(hundredths, 2), form: RateForm::Number };
    SeedProduct {
        id: FIRST_PRODUCT + number,
        category: "mobile_phone".to_owned(),
        price: Decimal::new(990 + (number % 9_000) as i64, 2),
        affiliate: Some(true),
        check: LinkCheckOutcome::Pays,
        is_rated: true,
        rate: Some(percent(230 + (number % 500) as i64)),
        hot_rate: None,
        is_hot: false,
        store: 1_100_200_000 + number % 100,
        store_list: None,
        is_virtual: false,
        codes: Vec::new(),
        title: format!("Kettle number {number}"),
        title_tr: format!("{number} numaralı su ısıtıcı"),
    }
}

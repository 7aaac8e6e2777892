//! The stand-ins on one loopback port, and the times of messages and answers.

use std::collections::{HashMap, VecDeque};
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use axum::Router;
use axum::extract::Request;
use axum::serve::ListenerExt;
use dealink_core::money::Decimal;
use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::admitad::{AdmitadStandIn, LinkCheckOutcome, RateForm, SeedProduct, SeedRate};
use dealink_sandbox::telegram::{TelegramOptions, TelegramStandIn};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Id of the first invented product; the ids are consecutive.
const FIRST_PRODUCT: u64 = 1_005_020_000_000_000;

/// Both stand-ins while they are served, and a task that notes the time of each answer.
pub(crate) struct BenchWorld {
    pub(crate) telegram: TelegramStandIn,
    admitad: AdmitadStandIn,
    port: u16,
    users: Vec<i64>,
    first_poll: Arc<watch::Sender<Option<Instant>>>,
    times: Arc<Mutex<AnswerTimes>>,
    answered: watch::Receiver<usize>,
    _tasks: JoinSet<()>,
}

/// Times of messages without an answer, oldest first in each chat, and the latencies of the answers.
#[derive(Default)]
struct AnswerTimes {
    said: HashMap<i64, VecDeque<Instant>>,
    waits: Vec<Duration>,
    last: Option<Instant>,
}

impl BenchWorld {
    /// Serves this many chats and products.
    pub(crate) async fn start(chats: usize, products: usize) -> Result<BenchWorld> {
        let telegram = TelegramStandIn::new(TelegramOptions { record_calls: false, ..Default::default() });
        let admitad = AdmitadStandIn::new((0..products as u64).map(product).collect());
        admitad.set_calls_per_minute(usize::MAX);
        let users = (0..chats).map(|n| telegram.add_user(&format!("Chat {n}"), "en")).collect();
        let first_poll = Arc::new(watch::Sender::new(None));
        let polled = first_poll.clone();
        let note_poll = axum::middleware::map_request(move |request: Request| {
            if request.uri().path().to_ascii_lowercase().ends_with("/getupdates") {
                polled.send_if_modified(|first| {
                    let is_first = first.is_none();
                    first.get_or_insert_with(Instant::now);
                    is_first
                });
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

    /// Time of the first `getUpdates`, if there was one.
    pub(crate) fn first_poll(&self) -> Option<Instant> {
        *self.first_poll.borrow()
    }

    /// The next poll counts as the first one.
    pub(crate) fn forget_first_poll(&self) {
        self.first_poll.send_replace(None);
    }

    /// Waits for the first poll, at most a minute.
    pub(crate) async fn wait_for_poll(&self) -> Result<()> {
        let mut polled = self.first_poll.subscribe();
        tokio::time::timeout(Duration::from_secs(60), polled.wait_for(Option::is_some)).await??;
        Ok(())
    }

    /// Delays every answer of the network.
    pub(crate) fn delay_network(&self, delay: Duration) {
        for endpoint in [AdmitadEndpoint::Deeplink, AdmitadEndpoint::Rates] {
            self.admitad.set_delay(endpoint, delay);
        }
    }

    /// A person sends a message about these products; `turn` chooses the person.
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

    /// A person sends a message about a product with this many letters of three bytes each behind it.
    pub(crate) fn say_padded(&self, turn: usize, letters: usize) {
        let SeedProduct { id, .. } = product(0);
        let text = format!("https://www.aliexpress.com/item/{id}.html {}", "€".repeat(letters));
        self.telegram.say(self.users[turn % self.users.len()], &text);
    }

    /// Waits until there were this many answers since the start, at most a minute.
    pub(crate) async fn wait_for_answers(&self, count: usize) -> Result<()> {
        let mut answered = self.answered.clone();
        let all = answered.wait_for(|so_far| *so_far >= count);
        tokio::time::timeout(Duration::from_secs(60), all).await??;
        Ok(())
    }

    /// Number of answers since the start.
    pub(crate) fn answers(&self) -> usize {
        *self.answered.borrow()
    }

    /// The latencies since the last call, and the time of the last answer.
    pub(crate) fn take_waits(&self) -> (Vec<Duration>, Option<Instant>) {
        let mut notes = self.notes();
        (std::mem::take(&mut notes.waits), notes.last)
    }

    fn notes(&self) -> std::sync::MutexGuard<'_, AnswerTimes> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Notes the time of each answer; further messages of the same answer do not count.
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

//! `kill -9` during a pull: the old or the new index is in use, complete, and the next pull works.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use dealink_catalog::index::Index;
use futures::{StreamExt, stream};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::process_world::{BotProcess, DEADLINE, SeededRandom, dealink, rounds, run_to_end};

const PRODUCTS: u64 = 6_000;
/// Number of parts of a body, with a pause before each.
const PIECES: usize = 40;
const BETWEEN_PIECES: Duration = Duration::from_millis(4);

/// The feed in state `n`; every title contains `n`.
fn feed(state: u64) -> String {
    let row = |number: u64| {
        format!(
            "{};state {state} cup {number};https://shop.example/g/{number};Cups;USD;{number}.10\n",
            1_005_009_000_000_000 + number
        )
    };
    (0..PRODUCTS)
        .fold("id;name;url;category;currencyId;price\n".to_owned(), |text, number| text + &row(number))
}

/// When a pull is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// The server has sent half of the feed, and holds the rest back.
    Downloading,
    /// The new index is in its place.
    Swapped,
    /// Whenever it happens to be.
    Any,
}

/// The server of the feed.
#[derive(Default)]
struct FeedServer {
    state: Mutex<u64>,
    /// Whether the second half of the feed is held back.
    holds: AtomicBool,
    /// Told when the second half is held back.
    held: Notify,
}

/// Serves the feed in the current state, in parts, and supports ranges.
async fn serve(listener: TcpListener, server: Arc<FeedServer>) {
    async fn answer(State(server): State<Arc<FeedServer>>, headers: HeaderMap) -> Response {
        let state = *server.state.lock().unwrap();
        let (tag, body) = (format!("\"{state}\""), feed(state).into_bytes());
        let asked = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let response = Response::builder().header(header::ETAG, &tag);
        if asked(header::IF_NONE_MATCH) == Some(&tag) {
            return response.status(StatusCode::NOT_MODIFIED).body(Body::empty()).unwrap();
        }
        // Without a condition a part is sent, whatever the client has.
        let is_same = asked(header::IF_RANGE).is_none_or(|condition| condition == tag);
        let range = asked(header::RANGE).filter(|_| is_same);
        let from = range.and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
        let total = body.len();
        let (response, body) = match from {
            Some(from) if from < total => (
                response
                    .status(StatusCode::PARTIAL_CONTENT)
                    .header(header::CONTENT_RANGE, format!("bytes {from}-{}/{total}", total - 1)),
                body[from..].to_vec(),
            ),
            Some(_) => {
                return response.status(StatusCode::RANGE_NOT_SATISFIABLE).body(Body::empty()).unwrap();
            }
            None => (response, body),
        };
        let response = response.header(header::CONTENT_LENGTH, body.len());
        let pieces: Vec<Bytes> =
            body.chunks(total.div_ceil(PIECES)).map(|piece| piece.to_vec().into()).collect();
        let slowly = stream::iter(pieces.into_iter().enumerate()).then(move |(number, piece)| {
            let server = server.clone();
            async move {
                tokio::time::sleep(BETWEEN_PIECES).await;
                if number == PIECES / 2 && server.holds.load(Ordering::Relaxed) {
                    server.held.notify_one();
                    std::future::pending::<()>().await;
                }
                Ok::<_, std::io::Error>(piece)
            }
        });
        response.body(Body::from_stream(slowly)).unwrap()
    }
    axum::serve(listener, Router::new().fallback(answer).with_state(server)).await.unwrap();
}

/// The state of the index in use, with every product checked; `None` without an index.
fn in_force(index: &Path) -> Option<u64> {
    if !index.exists() {
        return None;
    }
    let index = Index::open(index).unwrap();
    let (mut count, mut states) = (0, std::collections::BTreeSet::new());
    index
        .rows(|row| {
            count += 1;
            states.insert(row.texts.title.split(' ').nth(1).unwrap().parse::<u64>().unwrap());
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((count, index.metadata().products, states.len()), (PRODUCTS, PRODUCTS, 1), "{states:?}");
    states.first().copied()
}

/// Returns once this is so; fails after [`DEADLINE`].
async fn wait_until(is_so: impl Fn() -> bool) {
    let end = Instant::now() + DEADLINE;
    while !is_so() {
        assert!(Instant::now() < end, "it never was so");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Fault: `kill -9` in the middle of a feed's pull.
/// Behaviour: the index is the old one or the new one, whole, and the next pull works.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pull_that_is_killed_leaves_a_whole_index_and_the_next_one_works() {
    let rounds = rounds("DEALINK_KILL_ROUNDS", 6) as u64;
    let mut chance = SeededRandom::new("a_pull_that_is_killed");
    let home = tempfile::tempdir().unwrap();
    let served = Arc::new(FeedServer::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(serve(listener, served.clone()));
    let file = home.path().join("feed.csv");
    std::fs::write(&file, feed(0)).unwrap();
    let command = |arguments: &[&str]| {
        let mut command = dealink(home.path());
        command.arg("feed").args(arguments).env("DEALINK_FEEDS_KEEP_FREE_MB", "0");
        command
    };
    let url = format!("http://{address}/feed.csv");
    for (name, source) in [("near", file.to_str().unwrap()), ("far", &url)] {
        let added = run_to_end(command(&["add", "--name", name, source]), Vec::new()).await;
        assert!(added.status.success(), "{added:?}");
    }
    let (mut killed, mut swapped, mut took) = (0, 0, [Duration::from_secs(1); 2]);
    for round in 1..=rounds {
        let which = (round % 2) as usize;
        let name = ["near", "far"][which];
        let index = home.path().join("data/feeds").join(name).join("index");
        *served.state.lock().unwrap() = round;
        std::fs::write(&file, feed(round)).unwrap();
        // Of six rounds two of each; only a server can hold a feed back.
        let moment = match (round % 6, name) {
            (1 | 3, "far") => Moment::Downloading,
            (2 | 5, _) => Moment::Swapped,
            _ => Moment::Any,
        };
        served.holds.store(moment == Moment::Downloading, Ordering::Relaxed);
        let before = in_force(&index);
        let mut pulling = BotProcess::spawn(command(&["pull", name]));
        match moment {
            Moment::Downloading => served.held.notified().await,
            Moment::Swapped => wait_until(|| in_force(&index) == Some(round)).await,
            Moment::Any => tokio::time::sleep(took[which] * chance.below(1_000) as u32 / 1_000).await,
        }
        pulling.kill();
        served.holds.store(false, Ordering::Relaxed);
        let after = in_force(&index);
        let is_right = match moment {
            Moment::Downloading => after == before,
            Moment::Swapped => after == Some(round),
            Moment::Any => after == before || after == Some(round),
        };
        assert!(is_right, "round {round}, {moment:?}: {before:?} became {after:?}");
        killed += 1;
        swapped += u64::from(after == Some(round));
        let begun = Instant::now();
        let next = run_to_end(command(&["pull", name]), Vec::new()).await;
        assert!(next.status.success(), "round {round}: {next:?}");
        if after == before {
            took[which] = begun.elapsed();
        }
        assert_eq!(in_force(&index), Some(round), "round {round}");
        let entries = std::fs::read_dir(index.parent().unwrap()).unwrap();
        let mut left: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        left.sort();
        assert_eq!(left, ["feed.toml", "index", "lock", "state.toml"], "round {round}");
    }
    server.abort();
    println!("feeds: {killed} kills, {swapped} after the swap, 0 indexes broken, 0 pulls refused");
}

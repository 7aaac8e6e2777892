//! The short hosts of AliExpress and of its networks on loopback: what the sandbox's bot asks where a short link leads.
//!
//! One listener stands for every host and answers by the Host header, as `links.tsv` says and as the seed's codes lead. It counts
//! what it was asked, whoever that host was, so that a test sees what should never have been asked.

mod seed;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::admitad::Product;

/// What an address answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This status, and this address in `Location`.
    To(u16, String),
    /// This status and nothing else.
    Status(u16),
    /// Status 200 and a page that leads on by script, to this address.
    Script(String),
    /// Never anything.
    Hang,
}

/// The server. It is served until the last clone is dropped. Cheap to clone; clones are one server.
#[derive(Clone)]
pub struct InternetStandIn(Arc<Served>);

struct Served {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    serving: JoinHandle<()>,
}

/// What changes while the server runs.
struct State {
    /// By host, path and query.
    answers: HashMap<String, Answer>,
    spoilt: VecDeque<Answer>,
    delay: Duration,
    connections: usize,
    requests: BTreeMap<String, usize>,
    open: usize,
    most_open: usize,
}

impl InternetStandIn {
    /// Serves on a free port of this machine what `links.tsv` holds and the codes of these products lead to.
    ///
    /// # Errors
    /// When there is no free port.
    pub fn start(products: &[Product]) -> std::io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let address = listener.local_addr()?;
        let state = Arc::new(Mutex::new(State {
            answers: seed::answers(products),
            spoilt: VecDeque::new(),
            delay: Duration::ZERO,
            connections: 0,
            requests: BTreeMap::new(),
            open: 0,
            most_open: 0,
        }));
        let counted = state.clone();
        let listener = listener.tap_io(move |stream| {
            lock(&counted).connections += 1;
            drop(stream.set_nodelay(true));
        });
        let router = Router::new().fallback(serve).with_state(state.clone());
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the sandbox's internet is not served any more");
            }
        });
        Ok(InternetStandIn(Arc::new(Served { address, state, serving })))
    }

    /// Where it is served.
    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// The addresses that it knows, in the form `host/path?query`, in no order.
    pub fn known(&self) -> Vec<String> {
        self.state().answers.keys().cloned().collect()
    }

    /// Lets an address, `host/path?query`, answer this from now on.
    pub fn place(&self, address: &str, answer: Answer) {
        self.state().answers.insert(address.to_owned(), answer);
    }

    /// Answers the next `times` requests like this, whatever they ask for, after those that are spoilt already.
    pub fn spoil(&self, answer: &Answer, times: usize) {
        self.state().spoilt.extend(std::iter::repeat_n(answer.clone(), times));
    }

    /// Makes every answer take this long.
    pub fn delay(&self, delay: Duration) {
        self.state().delay = delay;
    }

    /// Ends what was spoilt and delayed.
    pub fn heal(&self) {
        let mut state = self.state();
        state.spoilt.clear();
        state.delay = Duration::ZERO;
    }

    /// How many connections were opened, also those without a request.
    pub fn connections(&self) -> usize {
        self.state().connections
    }

    /// How many requests came in, by host.
    pub fn requests(&self) -> BTreeMap<String, usize> {
        self.state().requests.clone()
    }

    /// How many requests were open at the same time at most.
    pub fn most_at_once(&self) -> usize {
        self.state().most_open
    }

    /// Forgets what it was asked.
    pub fn reset(&self) {
        let mut state = self.state();
        state.connections = 0;
        state.requests.clear();
        state.most_open = state.open;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.0.state)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A request that waits for its answer; who hangs up does not wait any more.
struct Open(Arc<Mutex<State>>);

impl Open {
    fn one_more(state: &Arc<Mutex<State>>) -> Self {
        let mut held = lock(state);
        held.open += 1;
        held.most_open = held.most_open.max(held.open);
        Open(state.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        lock(&self.0).open -= 1;
    }
}

async fn serve(Shared(state): Shared<Arc<Mutex<State>>>, uri: Uri, headers: HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
    let asked = format!("{host}{}", uri.path_and_query().map_or("/", |path| path.as_str()));
    let _open = Open::one_more(&state);
    let (answer, delay) = {
        let mut state = lock(&state);
        *state.requests.entry(host).or_default() += 1;
        let spoilt = state.spoilt.pop_front();
        (spoilt.or_else(|| state.answers.get(&asked).cloned()), state.delay)
    };
    tokio::time::sleep(delay).await;
    match answer.unwrap_or(Answer::Status(404)) {
        Answer::To(status, address) => redirect(status, &address),
        Answer::Status(status) => status_of(status).into_response(),
        Answer::Script(address) => {
            let page = format!("<html><script>location.href=\"{address}\"</script></html>");
            ([(header::CONTENT_TYPE, "text/html")], page).into_response()
        }
        Answer::Hang => std::future::pending().await,
    }
}

fn redirect(status: u16, address: &str) -> Response {
    match HeaderValue::from_bytes(address.as_bytes()) {
        Ok(address) => (status_of(status), [(header::LOCATION, address)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

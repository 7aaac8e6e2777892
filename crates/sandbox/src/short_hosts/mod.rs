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

use super::admitad::SeedProduct;

/// What an address answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostAnswer {
    /// This status, and this address in `Location`.
    Redirect(u16, String),
    /// This status and nothing else.
    Status(u16),
    /// Status 200 and a page that leads on by script, to this address.
    Script(String),
    /// Never anything.
    Hang,
}

/// The server. It is served until the last clone is dropped. Cheap to clone; clones are one server.
#[derive(Clone)]
pub struct ShortHostsStandIn(Arc<ShortHostsServer>);

struct ShortHostsServer {
    address: SocketAddr,
    state: Arc<Mutex<ShortHostsState>>,
    serving: JoinHandle<()>,
}

/// What changes while the server runs.
struct ShortHostsState {
    /// By host, path and query.
    answers: HashMap<String, HostAnswer>,
    overrides: VecDeque<HostAnswer>,
    delay: Duration,
    connections: usize,
    requests: BTreeMap<String, usize>,
    open: usize,
    most_open: usize,
}

impl ShortHostsStandIn {
    /// Serves on a free port of this machine what `links.tsv` holds and the codes of these products lead to.
    ///
    /// # Errors
    /// When there is no free port.
    pub fn start(products: &[SeedProduct]) -> std::io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let address = listener.local_addr()?;
        let state = Arc::new(Mutex::new(ShortHostsState {
            answers: seed::answers(products),
            overrides: VecDeque::new(),
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
        Ok(ShortHostsStandIn(Arc::new(ShortHostsServer { address, state, serving })))
    }

    /// Where it is served.
    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// The addresses that it knows, in the form `host/path?query`, in no order.
    pub fn addresses(&self) -> Vec<String> {
        self.state().answers.keys().cloned().collect()
    }

    /// Lets an address, `host/path?query`, answer this from now on.
    pub fn set_answer(&self, address: &str, answer: HostAnswer) {
        self.state().answers.insert(address.to_owned(), answer);
    }

    /// Answers the next `times` requests like this, whatever they ask for, after those that are spoilt already.
    pub fn override_next(&self, answer: &HostAnswer, times: usize) {
        self.state().overrides.extend(std::iter::repeat_n(answer.clone(), times));
    }

    /// Makes every answer take this long.
    pub fn set_delay(&self, delay: Duration) {
        self.state().delay = delay;
    }

    /// Ends what was spoilt and delayed.
    pub fn clear_faults(&self) {
        let mut state = self.state();
        state.overrides.clear();
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
    pub fn reset_counts(&self) {
        let mut state = self.state();
        state.connections = 0;
        state.requests.clear();
        state.most_open = state.open;
    }

    fn state(&self) -> MutexGuard<'_, ShortHostsState> {
        lock(&self.0.state)
    }
}

impl Drop for ShortHostsServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock(state: &Mutex<ShortHostsState>) -> MutexGuard<'_, ShortHostsState> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A request that waits for its answer; who hangs up does not wait any more.
struct OpenRequest(Arc<Mutex<ShortHostsState>>);

impl OpenRequest {
    fn begin(state: &Arc<Mutex<ShortHostsState>>) -> Self {
        let mut held = lock(state);
        held.open += 1;
        held.most_open = held.most_open.max(held.open);
        OpenRequest(state.clone())
    }
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        lock(&self.0).open -= 1;
    }
}

async fn serve(Shared(state): Shared<Arc<Mutex<ShortHostsState>>>, uri: Uri, headers: HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
    let asked = format!("{host}{}", uri.path_and_query().map_or("/", |path| path.as_str()));
    let _open = OpenRequest::begin(&state);
    let (answer, delay) = {
        let mut state = lock(&state);
        *state.requests.entry(host).or_default() += 1;
        let spoilt = state.overrides.pop_front();
        (spoilt.or_else(|| state.answers.get(&asked).cloned()), state.delay)
    };
    tokio::time::sleep(delay).await;
    match answer.unwrap_or(HostAnswer::Status(404)) {
        HostAnswer::Redirect(status, address) => redirect(status, &address),
        HostAnswer::Status(status) => status_of(status).into_response(),
        HostAnswer::Script(address) => {
            let page = format!("<html><script>location.href=\"{address}\"</script></html>");
            ([(header::CONTENT_TYPE, "text/html")], page).into_response()
        }
        HostAnswer::Hang => std::future::pending().await,
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

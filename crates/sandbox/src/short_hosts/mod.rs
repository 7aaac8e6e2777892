//! A stand-in of the short hosts of AliExpress and of its networks, which the bot asks where a short link leads.
//!
//! One listener serves every host and answers by the `Host` header. It counts the requests of all hosts, so that a test
//! can see requests that should not have been made.

mod seed;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::admitad::SeedProduct;
use super::responses;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostAnswer {
    /// This status with this URL in `Location`.
    Redirect(u16, String),
    /// This status with an empty body.
    Status(u16),
    /// Status 200 with a page that leads to this URL by script.
    Script(String),
    /// No answer ever comes.
    Hang,
}

/// The stand-in. It is served until the last clone is dropped. Clones are cheap and share one state.
#[derive(Clone)]
pub struct ShortHostsStandIn(Arc<ShortHostsServer>);

struct ShortHostsServer {
    address: SocketAddr,
    state: Arc<Mutex<ShortHostsState>>,
    serving: JoinHandle<()>,
}

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
    /// Serves on a free port of this machine the answers of `links.tsv` and of the codes of these products.
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

    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// The URLs with an answer, in the form `host/path?query`, in no order.
    pub fn addresses(&self) -> Vec<String> {
        self.state().answers.keys().cloned().collect()
    }

    /// Sets the answer of a URL, given as `host/path?query`.
    pub fn set_answer(&self, address: &str, answer: HostAnswer) {
        self.state().answers.insert(address.to_owned(), answer);
    }

    /// Sets the answer of the next `times` requests, whatever they ask for, after the overrides that were set before.
    pub fn override_next(&self, answer: &HostAnswer, times: usize) {
        self.state().overrides.extend(std::iter::repeat_n(answer.clone(), times));
    }

    pub fn set_delay(&self, delay: Duration) {
        self.state().delay = delay;
    }

    pub fn clear_faults(&self) {
        let mut state = self.state();
        state.overrides.clear();
        state.delay = Duration::ZERO;
    }

    /// Number of connections that were opened, with and without a request.
    pub fn connections(&self) -> usize {
        self.state().connections
    }

    pub fn requests(&self) -> BTreeMap<String, usize> {
        self.state().requests.clone()
    }

    /// The most requests that were open at the same time.
    pub fn most_at_once(&self) -> usize {
        self.state().most_open
    }

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

/// Counts a request as open until its answer is sent or the client hangs up.
struct OpenRequest(Arc<Mutex<ShortHostsState>>);

impl OpenRequest {
    fn begin(state: &Arc<Mutex<ShortHostsState>>) -> Self {
        let mut counts = lock(state);
        counts.open += 1;
        counts.most_open = counts.most_open.max(counts.open);
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
        HostAnswer::Redirect(status, address) => {
            (responses::status(status), [(header::LOCATION, address)]).into_response()
        }
        HostAnswer::Status(status) => responses::status(status).into_response(),
        HostAnswer::Script(address) => {
            let page = format!("<html><script>location.href=\"{address}\"</script></html>");
            responses::typed("text/html", page)
        }
        HostAnswer::Hang => std::future::pending().await,
    }
}

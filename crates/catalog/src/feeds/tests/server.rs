//! A server of feeds on loopback that can be told to misbehave. Otherwise it takes conditional and partial requests as RFC 9110,
//! sections 13 and 14, demands.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use futures::StreamExt;
use futures::stream;

/// The secret parts of every address. They must not appear in anything that is shown.
pub(super) const SECRETS: [&str; 3] = ["geheim-user", "geheim-code", "geheim-password"];

/// The `Date` of every answer.
const SENT: &str = "Fri, 20 Nov 2026 12:00:00 GMT";
/// Bytes of [`ServerFault::TooMuch`].
const TOO_MUCH: usize = 8 * 1024 * 1024;

/// A fault of one answer.
#[derive(Clone, Debug)]
pub(super) enum ServerFault {
    /// Ends after so many bytes, whatever was announced.
    Cut(usize),
    /// A status, and an error page that repeats the address.
    Status(u16),
    /// Redirects to another address.
    Redirect(String),
    /// Sends more than any limit of the tests and names no length. It ends all the same, so that a client without a limit fails and
    /// does not fill the disk.
    TooMuch,
    /// A partial answer that says that the whole file has other bytes than it had.
    OtherTotal,
    /// A partial answer that begins elsewhere than was asked for.
    OtherStart,
    /// A partial answer with the tag of another file.
    OtherTag,
    /// Sends so many bytes and then nothing, without an end.
    Silent(usize),
    /// Sends the file in pieces of so many bytes, with a pause before each.
    Drip { bytes: usize, pause: Duration },
}

/// Faster than a server must be, and without a pause in which the client would look up: the file of 500 products takes seconds.
pub(super) const STEADY: ServerFault = ServerFault::Drip { bytes: 100, pause: Duration::from_millis(5) };

/// One request, as it came.
#[derive(Clone, Debug)]
pub(super) struct ReceivedRequest {
    pub(super) path: String,
    pub(super) headers: HeaderMap,
}

impl ReceivedRequest {
    pub(super) fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

#[derive(Debug, Default)]
struct ServedFile {
    body: Vec<u8>,
    etag: Option<String>,
    modified: Option<String>,
    /// When the answers are sent, if that is not [`SENT`].
    sent: Option<String>,
    gzip: bool,
    faults: VecDeque<ServerFault>,
    asked: Vec<ReceivedRequest>,
}

/// The server. Gone when it is dropped.
pub(super) struct FeedServer {
    served: Arc<Mutex<ServedFile>>,
    address: std::net::SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for FeedServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl FeedServer {
    pub(super) async fn with(body: impl Into<Vec<u8>>) -> FeedServer {
        let served = Arc::new(Mutex::new(ServedFile { body: body.into(), ..ServedFile::default() }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().fallback(answer).with_state(served.clone());
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        FeedServer { served, address, task }
    }

    /// The address of a feed, with everything secret in it.
    pub(super) fn url(&self, path: &str) -> String {
        let [user, code, password] = SECRETS;
        format!(
            "http://{user}:{password}@{}{path}?user={user}&code={code}&feed_id=14107&format=csv",
            self.address
        )
    }

    pub(super) fn serve(&self, body: impl Into<Vec<u8>>, etag: Option<&str>) {
        let mut served = self.served.lock().unwrap();
        (served.body, served.etag) = (body.into(), etag.map(str::to_owned));
    }

    pub(super) fn modified(&self, day: &str) {
        self.served.lock().unwrap().modified = Some(day.to_owned());
    }

    /// The `Date` of the answers.
    pub(super) fn sent(&self, time: &str) {
        self.served.lock().unwrap().sent = Some(time.to_owned());
    }

    /// Bodies are gzip and say so.
    pub(super) fn gzip(&self) {
        self.served.lock().unwrap().gzip = true;
    }

    pub(super) fn misbehave(&self, faults: impl IntoIterator<Item = ServerFault>) {
        self.served.lock().unwrap().faults = faults.into_iter().collect();
    }

    /// The requests since this was last asked for.
    pub(super) fn asked(&self) -> Vec<ReceivedRequest> {
        std::mem::take(&mut self.served.lock().unwrap().asked)
    }
}

async fn answer(State(served): State<Arc<Mutex<ServedFile>>>, request: Request) -> Response {
    let mut served = served.lock().unwrap();
    let path = request.uri().to_string();
    if request.method() != Method::GET {
        return Response::builder().status(StatusCode::METHOD_NOT_ALLOWED).body(Body::empty()).unwrap();
    }
    served.asked.push(ReceivedRequest { path: path.clone(), headers: request.headers().clone() });
    let asked = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let whole = Response::builder().header("x-who", "stand-in");
    let fault = served.faults.pop_front();
    let whole = match &fault {
        Some(ServerFault::Status(status)) => {
            return whole.status(*status).body(Body::from(format!("no: {path}"))).unwrap();
        }
        Some(ServerFault::Redirect(to)) => {
            return whole.status(StatusCode::FOUND).header(header::LOCATION, to).body(Body::empty()).unwrap();
        }
        Some(ServerFault::TooMuch) => {
            let piece = Bytes::from("1005009000000001;Cup;https://shop.example/;Cups;USD;1\n".repeat(1_000));
            let rows = stream::iter(vec![piece.clone(); TOO_MUCH / piece.len()]).map(Ok::<_, std::io::Error>);
            return whole
                .body(Body::from_stream(stream::once(async { Ok(super::HEADER.into()) }).chain(rows)))
                .unwrap();
        }
        _ => whole,
    };
    let sent = served.sent.as_deref().unwrap_or(SENT);
    let (tag, modified) = (served.etag.as_deref(), served.modified.as_deref());
    let mut whole = whole.header(header::DATE, sent);
    for (name, value) in [(header::ETAG, tag), (header::LAST_MODIFIED, modified)] {
        if let Some(value) = value {
            whole = whole.header(name, value);
        }
    }
    // A date counts only without a tag.
    let is_known = match asked(header::IF_NONE_MATCH) {
        Some(known) => tag.is_some_and(|tag| opaque(tag) == opaque(known)),
        None => asked(header::IF_MODIFIED_SINCE).is_some_and(|since| Some(since) == modified),
    };
    if is_known {
        return whole.status(StatusCode::NOT_MODIFIED).body(Body::empty()).unwrap();
    }
    if served.gzip {
        if asked(header::ACCEPT_ENCODING) != Some("gzip") {
            return whole.status(StatusCode::NOT_ACCEPTABLE).body(Body::empty()).unwrap();
        }
        whole = whole.header(header::CONTENT_ENCODING, "gzip");
    }
    let total = served.body.len();
    // Without a condition a part is sent whatever the client has; a condition that is not strong is never met.
    let is_same = |condition: &str| match condition.starts_with('"') {
        true => Some(condition) == tag,
        false => Some(condition) == modified && modified != Some(sent),
    };
    let range = asked(header::RANGE).filter(|_| asked(header::IF_RANGE).is_none_or(is_same));
    let from: Option<usize> =
        range.map(|range| range.strip_prefix("bytes=").unwrap().strip_suffix('-').unwrap().parse().unwrap());
    if from.is_some_and(|from| from >= total) {
        whole = whole.header(header::CONTENT_RANGE, format!("bytes */{total}"));
        return whole.status(StatusCode::RANGE_NOT_SATISFIABLE).body(Body::empty()).unwrap();
    }
    let body = served.body[from.unwrap_or(0)..].to_vec();
    if let Some(from) = from {
        let (start, said) = match fault {
            Some(ServerFault::OtherTotal) => (from, total + 1),
            Some(ServerFault::OtherStart) => (from + 1, total),
            _ => (from, total),
        };
        if matches!(fault, Some(ServerFault::OtherTag)) {
            whole.headers_mut().unwrap().insert(header::ETAG, "\"another\"".parse().unwrap());
        }
        let range = format!("bytes {start}-{}/{said}", total - 1);
        whole = whole.status(StatusCode::PARTIAL_CONTENT).header(header::CONTENT_RANGE, range);
    }
    whole = whole.header(header::CONTENT_LENGTH, body.len());
    match fault {
        Some(ServerFault::Cut(after)) => {
            let begun = stream::once(async move { Ok(Bytes::from(body[..after].to_vec())) });
            // Waits until the bytes were sent, because an immediate error would discard them.
            let broken = stream::once(async {
                for _ in 0..50 {
                    tokio::task::yield_now().await;
                }
                Err(std::io::Error::other("cut"))
            });
            whole.body(Body::from_stream(begun.chain(broken))).unwrap()
        }
        Some(ServerFault::Drip { bytes, pause }) => {
            let pieces: Vec<Bytes> = body.chunks(bytes).map(Bytes::copy_from_slice).collect();
            let drops = stream::iter(pieces).then(move |piece| async move {
                tokio::time::sleep(pause).await;
                Ok::<_, std::io::Error>(piece)
            });
            whole.body(Body::from_stream(drops)).unwrap()
        }
        Some(ServerFault::Silent(after)) => {
            let begun =
                stream::once(async move { Ok::<_, std::io::Error>(Bytes::from(body[..after].to_vec())) });
            whole.body(Body::from_stream(begun.chain(stream::pending()))).unwrap()
        }
        _ => whole.body(Body::from(body)).unwrap(),
    }
}

/// A tag without the mark of weak ones.
fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

//! What goes over the wire: the question to the letter, and answers that no good server gives.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

/// A server that says this to the first request, never ends its answer, and gives the request.
async fn server(answer: Vec<u8>) -> (Resolver, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let transport = ResolverTransport::Loopback(listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(stream.read_u8().await.unwrap());
        }
        stream.write_all(&answer).await.unwrap();
        // Until the client hangs up.
        let _ = stream.read_u8().await;
        String::from_utf8(request).unwrap()
    });
    (Resolver::new(transport, calm()).unwrap(), served)
}

#[tokio::test]
async fn a_question_tells_nothing_of_us_but_a_name_and_no_body_is_waited_for() {
    let answer = "HTTP/1.1 302 Found\r\nset-cookie: a=b\r\ncontent-length: 1000000\r\n\
                  location: https://www.aliexpress.com/item/1005009000000012.html\r\n\r\n<html>";
    let (resolver, served) = server(answer.into()).await;
    assert_eq!(follow(&resolver, "http://a.aliexpress.com/_mWool01?spm=1").await, "1005009000000012");
    let question = served.await.unwrap();
    let (line, headers) = question.trim_end().split_once("\r\n").unwrap();
    let headers: BTreeSet<&str> = headers.split("\r\n").collect();
    let agent = concat!("user-agent: dealink/", env!("CARGO_PKG_VERSION"));
    assert_eq!(line, "GET /_mWool01 HTTP/1.1");
    assert_eq!(headers, BTreeSet::from(["host: a.aliexpress.com", "accept: */*", agent]));
}

#[tokio::test]
async fn broken_answers_have_names() {
    let long =
        format!("HTTP/1.1 302 Found\r\nlocation: https://www.aliexpress.com/{}\r\n\r\n", "x".repeat(20_000));
    let many = format!("HTTP/1.1 302 Found\r\n{}\r\n", "a: b\r\n".repeat(200));
    let headers: [(&[u8], &str); 8] = [
        (b"HTTP/1.1 302 Found\r\nlocation: \xff\xfe\r\n\r\n", "Failed(NoAddress)"),
        (b"HTTP/1.1 302 Found\r\nlocation:  \r\n\r\n", "Failed(NoAddress)"),
        (b"HTTP/1.1 302 Found\r\nlocation: https://[::\r\n\r\n", "Failed(NoAddress)"),
        (
            b"HTTP/1.1 304 Not Modified\r\nlocation: https://www.aliexpress.com/\r\n\r\n",
            "Failed(Status(304))",
        ),
        (b"HTTP/1.1 302 Found\r\nlocation: \\\\127.0.0.1\\item\r\n\r\n", "Elsewhere"),
        (long.as_bytes(), "Failed(NoAddress)"),
        (many.as_bytes(), "Failed(Unreachable)"),
        (b"SSH-2.0-nobody\r\n\r\n", "Failed(Unreachable)"),
    ];
    for (answer, outcome) in headers {
        let (resolver, _served) = server(answer.to_vec()).await;
        assert_eq!(
            follow(&resolver, "a.aliexpress.com/_mWool01").await,
            outcome,
            "{}",
            answer.escape_ascii()
        );
    }
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let resolver = Resolver::new(ResolverTransport::Loopback(nobody), calm()).unwrap();
    assert_eq!(follow(&resolver, "a.aliexpress.com/_mWool01").await, "Failed(Unreachable)");
}

thread_local! {
    /// What this thread logged. A test and its tasks are one thread, so the others' lines stay out.
    static LOGGED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct ThreadLog;

impl Write for ThreadLog {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOGGED.with_borrow_mut(|logged| logged.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Follows links with every kind of outcome that is logged, and some that are not.
async fn follow_several() {
    let (_internet, resolver) = world(hasty());
    for code in ["_mWall01", "_mBusy01", "_mSlow01", "_mGone01", "_mWool01", "_mFive01"] {
        follow(&resolver, &format!("a.aliexpress.com/{code}")).await;
    }
}

#[tokio::test]
async fn the_log_names_hosts_and_faults_and_no_share_code() {
    // Once before there is a listener: a log line that is reached for the first time while the listener is being set may stay
    // silent. The listener is set for all threads, because one of this thread alone is unset by what other threads log first.
    follow_several().await;
    let listener = tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_writer(|| ThreadLog);
    tracing::subscriber::set_global_default(listener.finish()).unwrap();
    follow_several().await;
    let text = String::from_utf8(LOGGED.take()).unwrap();
    assert!(text.contains("a.aliexpress.com") && text.contains("no answer in time"), "{text}");
    assert!(!text.contains("_m") && !text.contains("punish"), "{text}");
}

//! The ways to spoil an export.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, StreamExt};
use tokio::time::sleep;

use crate::responses;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFault {
    /// This status with an empty body.
    Status(u16),
    /// The connection ends in the middle; `Content-Length` is that of the whole body.
    Cut,
    /// The body ends in the middle, with no sign that more was to come.
    Short,
    /// The feed twice, one copy after the other.
    Duplicated,
    /// One bit in each thousand bytes is flipped.
    Flipped,
    /// Sixteen parts with this pause before each of them.
    Slow(Duration),
    /// Rows without end.
    Endless,
    /// Status 200 with an HTML page.
    Page,
    /// Status 200 with bytes that are no text.
    Garbage,
    /// Status 200 with an empty body.
    Empty,
    /// No `ETag`, `Last-Modified`, ranges or compression, whatever the request's headers say.
    Plain,
    /// No answer ever comes.
    Hang,
}

const PIECES: usize = 16;

impl FeedFault {
    /// The response that this fault makes of `answer` and its body `whole`. `endless` gives the parts of an endless
    /// feed.
    pub(super) async fn apply(
        self,
        answer: Response,
        whole: Bytes,
        endless: impl Fn(u64) -> String + Send + 'static,
    ) -> Response {
        let (mut parts, _) = answer.into_parts();
        let is_success = parts.status.is_success() && !whole.is_empty();
        let status = match self {
            FeedFault::Status(status) => {
                return responses::status(status).into_response();
            }
            FeedFault::Hang => return std::future::pending().await,
            FeedFault::Page => return responses::html_page(),
            FeedFault::Garbage => {
                let bytes: Vec<u8> =
                    (0..100_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
                return bytes.into_response();
            }
            FeedFault::Empty => return StatusCode::OK.into_response(),
            _ => parts.status,
        };
        let half = whole.slice(..whole.len() / 2);
        let body = match self {
            _ if !is_success => return (status, parts.headers).into_response(),
            FeedFault::Cut => {
                parts.headers.insert(header::CONTENT_LENGTH, whole.len().into());
                let broken = async {
                    // The half that came before is sent only while nothing else is ready.
                    tokio::task::yield_now().await;
                    Err(std::io::Error::other("the connection was cut"))
                };
                Body::from_stream(stream::iter([Ok(half)]).chain(stream::once(broken)))
            }
            FeedFault::Short => half.into(),
            FeedFault::Duplicated => [&whole[..], &whole[..]].concat().into(),
            FeedFault::Flipped => {
                let flipped = whole.iter().enumerate().map(|(at, byte)| byte ^ u8::from(at % 1_000 == 777));
                flipped.collect::<Vec<u8>>().into()
            }
            FeedFault::Slow(pause) => {
                let size = whole.len().div_ceil(PIECES).max(1);
                let pieces = (0..whole.len()).step_by(size);
                let pieces: Vec<Bytes> =
                    pieces.map(|from| whole.slice(from..(from + size).min(whole.len()))).collect();
                Body::from_stream(stream::iter(pieces).then(move |piece| async move {
                    sleep(pause).await;
                    Ok::<_, std::io::Error>(piece)
                }))
            }
            FeedFault::Endless => {
                parts.headers.remove(header::CONTENT_ENCODING);
                Body::from_stream(
                    stream::iter(0..).map(move |number| Ok::<_, std::io::Error>(endless(number))),
                )
            }
            _ => whole.into(),
        };
        (status, parts.headers, body).into_response()
    }
}

//! The HTTP side: a call is recorded, then answered by an ordered fault or by its method.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Json, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value, json};

use super::calls::{CallOutcome, TelegramCall};
use super::fault::TelegramFault;
use super::refusal::RefusedCall;
use super::same_origin::require_same_origin;
use super::schema::SCHEMA;
use super::stand_in::TelegramStandIn;
use super::{methods, request, validation};
use crate::responses;

/// Longest wait of `getUpdates` in seconds, whatever the call asks for (the real server's limit).
const LONGEST_POLL: i64 = 50;

impl TelegramStandIn {
    /// The Bot API, to be served on loopback.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/{bot}/{method}", get(serve_call).post(serve_call))
            .route("/file/{bot}/{*path}", get(download))
            .layer(DefaultBodyLimit::max(request::BODY_LIMIT))
            .with_state(self.clone())
            .layer(axum::middleware::from_fn(require_same_origin))
    }
}

/// Serves a file by the path that `getFile` gave. Its faults are ordered for the method name `file`.
async fn download(
    State(stand_in): State<TelegramStandIn>,
    Path((bot, path)): Path<(String, String)>,
) -> Response {
    if bot.strip_prefix("bot") != Some(stand_in.token()) {
        return refusal_response(&RefusedCall::not_found());
    }
    if let Some(fault) = stand_in.write(|world| world.faults.next_fault("file", None, None))
        && let Some(response) = apply_fault(fault).await
    {
        return response;
    }
    match stand_in.read(|world| world.content(&path)) {
        Some(bytes) => responses::typed("application/octet-stream", bytes.to_vec()),
        None => refusal_response(&RefusedCall::not_found()),
    }
}

async fn serve_call(
    State(stand_in): State<TelegramStandIn>,
    Path((bot, method)): Path<(String, String)>,
    request: Request,
) -> Response {
    let Some(token) = bot.strip_prefix("bot") else { return refusal_response(&RefusedCall::not_found()) };
    if token != stand_in.token() {
        return refusal_response(&RefusedCall::unauthorized());
    }
    let raw = match request::read_params(request).await {
        Ok(raw) => raw,
        Err(refusal) => return refusal_response(&refusal),
    };
    let shape = SCHEMA.method(&method);
    let name = shape.map_or(method.as_str(), |shape| shape.name.as_str());
    let number = stand_in.write(|world| {
        let at = world.options.clock.now();
        let params = Value::Object(raw.clone());
        if world.options.record_calls {
            world.calls.push(TelegramCall {
                method: name.to_owned(),
                at,
                params,
                outcome: CallOutcome::Pending,
            });
        }
        world.calls.len().saturating_sub(1)
    });
    let conclude = |outcome: CallOutcome| {
        stand_in.write(|world| {
            if let Some(call) = world.calls.get_mut(number) {
                call.outcome = outcome;
            }
        });
    };
    let id_of = |name| raw.get(name).and_then(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok()));
    let (chat, user) = (id_of("chat_id"), id_of("user_id"));
    let fault = stand_in.write(|world| world.faults.next_fault(name, chat, user));
    let answer_lost = matches!(fault, Some(TelegramFault::AnswerLost));
    if let Some(fault) = fault
        && let Some(response) = apply_fault(fault).await
    {
        conclude(CallOutcome::Faulted);
        return response;
    }
    let answer = match shape {
        None => Err(RefusedCall::not_found()),
        Some(shape) => match validation::validate_params(shape, raw) {
            Err(refusal) => Err(refusal),
            Ok(params) => {
                stand_in.write(|world| {
                    if let Some(call) = world.calls.get_mut(number) {
                        call.params = Value::Object(params.clone());
                    }
                });
                match name {
                    "getUpdates" => get_updates(&stand_in, &params).await,
                    _ => stand_in.write(|world| {
                        check_rate_limits(world, name, &params)?;
                        methods::serve(world, name, &params)
                    }),
                }
            }
        },
    };
    let response = match &answer {
        Ok(result) => Json(json!({"ok": true, "result": result})).into_response(),
        Err(refusal) => refusal_response(refusal),
    };
    conclude(answer.map_or_else(CallOutcome::Refused, |_| CallOutcome::Done));
    if answer_lost { responses::cut() } else { response }
}

/// Refuses messages above the rate limits, if they are enforced.
fn check_rate_limits(
    world: &mut super::world::TelegramWorld,
    method: &str,
    params: &Map<String, Value>,
) -> Result<(), RefusedCall> {
    let shows = method != "sendChatAction"
        && ["send", "copyMessage", "editMessage"].iter().any(|start| method.starts_with(start));
    let (Some(pace), true) = (world.options.limits, shows) else { return Ok(()) };
    let chat = params.get("chat_id").and_then(Value::as_i64).unwrap_or_default();
    world.paced.admit(pace, chat, tokio::time::Instant::now()).map_err(RefusedCall::too_many_requests)
}

/// `getUpdates`: answers as soon as there is an update or the time is over.
async fn get_updates(stand_in: &TelegramStandIn, params: &Map<String, Value>) -> Result<Value, RefusedCall> {
    let number = |key: &str| params.get(key).and_then(Value::as_i64);
    let limit = usize::try_from(number("limit").unwrap_or(100)).unwrap_or(100).clamp(1, 100);
    let seconds = number("timeout").unwrap_or(0).clamp(0, LONGEST_POLL).unsigned_abs();
    let deadline = tokio::time::Instant::now() + Duration::from_secs(seconds);
    let mut changed = stand_in.changed();
    let mine = stand_in.write(|world| {
        if world.updates.webhook.is_some() {
            return Err(RefusedCall::webhook_is_set());
        }
        if let Some(kinds) = params.get("allowed_updates").and_then(Value::as_array) {
            world.updates.set_allowed(kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        }
        world.updates.confirm(number("offset").unwrap_or(0));
        world.updates.poll += 1;
        Ok(world.updates.poll)
    })?;
    loop {
        changed.borrow_and_update();
        let (current, batch) = stand_in.read(|world| (world.updates.poll, world.updates.batch(limit)));
        if current != mine {
            return Err(RefusedCall::conflict());
        }
        if !batch.is_empty() {
            return Ok(Value::Array(batch));
        }
        if tokio::time::timeout_at(deadline, changed.changed()).await.is_err() {
            return Ok(json!([]));
        }
    }
}

/// The response of a fault; `None` if the call is served.
async fn apply_fault(fault: TelegramFault) -> Option<Response> {
    match fault {
        TelegramFault::Status(code, body) => {
            Some((responses::status(code), responses::json_text(body)).into_response())
        }
        TelegramFault::Html502 => Some((StatusCode::BAD_GATEWAY, responses::html_page()).into_response()),
        TelegramFault::HalfJson => {
            Some(responses::json_text("{\"ok\":true,\"result\":{\"message_id\":1,\"da"))
        }
        TelegramFault::Cut => Some(responses::cut()),
        TelegramFault::Hang => std::future::pending().await,
        TelegramFault::TooManyRequests { retry_after, .. } => {
            Some(refusal_response(&RefusedCall::too_many_requests(retry_after)))
        }
        TelegramFault::Delay(duration) => {
            tokio::time::sleep(duration).await;
            None
        }
        TelegramFault::UntilNotified(notify) => {
            notify.notified().await;
            None
        }
        TelegramFault::AnswerLost => None,
    }
}

fn refusal_response(refusal: &RefusedCall) -> Response {
    (responses::status(refusal.code), Json(refusal.body())).into_response()
}

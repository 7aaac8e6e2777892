//! A Bot API server on loopback: the real wire, the real refusals, and people who can be played.
//!
//! The bot's own Telegram code talks to it over HTTP (`TELEGRAM_API_URL=http://127.0.0.1:PORT`); the
//! sandbox, the integration tests and the benchmark play the people. Two things always hold. What the
//! real server refuses is refused here in the same words, and what is not known to be served as the
//! real one does is refused as well (`… is not served by this stand-in`), so that no test passes by
//! luck. And nothing is lost: an update stays until it is confirmed, whoever asks.
//!
//! A call goes `server` → `request` (parameters) → `fault` → `check` (against `table`) → `pace` →
//! `methods` and `posting`, which change the `world` as far as the bot's `access` goes; what people do
//! there stands in `deeds`, `voices` and `membership`. Every change stands in the `log`.

mod access;
mod callback_queries;
mod calls;
mod chat_methods;
mod delete_methods;
mod discussion;
mod display;
mod entities;
mod entity_detection;
mod ephemeral;
mod fault;
mod guest;
mod html;
mod inline;
mod keyboard;
mod log;
mod media;
mod membership;
mod methods;
mod migration;
mod model;
mod options;
mod parameters;
mod post;
mod post_actions;
mod privacy_mode;
mod profile;
mod rate_limits;
mod refusal;
mod reply_keyboard;
mod request;
mod rights;
pub(crate) mod same_origin;
mod schema;
mod send_methods;
mod senders;
mod server;
mod stand_in;
mod topics;
mod updates;
mod user_actions;
mod validation;
mod waiting;
mod world;

pub use calls::{CallOutcome, TelegramCall};
pub use fault::TelegramFault;
pub use guest::GuestAnswer;
pub use inline::InlineAnswer;
pub use log::{ChangeKind, ChatChange};
pub use media::MediaKind;
pub use model::{ChatId, ChatKind, MessageId, SandboxChat, SandboxUser, UserId};
pub use options::{FeatureSupport, TelegramOptions};
pub use post::{ForwardOrigin, UserPost};
pub use rate_limits::TelegramLimits;
pub use refusal::RefusedCall;
pub use rights::{Rights, Role};
pub use senders::SendAs;
pub use stand_in::TelegramStandIn;
pub use waiting::WaitTimeout;
pub use world::ImpossibleAction;

#[cfg(test)]
mod tests;

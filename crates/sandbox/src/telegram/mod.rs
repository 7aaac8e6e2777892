//! A stand-in of the Telegram Bot API server, with people that are controlled by a test or a browser.
//!
//! The bot's own Telegram code talks to it over HTTP (`TELEGRAM_API_URL=http://127.0.0.1:PORT`). What always holds: it
//! refuses what the real server refuses, in the same words; it also refuses what it does not serve as the real server
//! does (`… is not served by this stand-in`), so that no test passes by luck; an update stays until it is confirmed,
//! whoever asks for updates.
//!
//! A call goes through `server` → `request` (parameters) → `fault` → `validation` (against the `schema`) →
//! `rate_limits` → `methods` and `send_methods`, which change the `world` as far as `access` allows. What people do is
//! in `user_actions`, `senders` and `membership`. Every change is in the `log`.

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
mod formatted_text;
mod guest;
mod html;
mod ids;
mod impossible;
mod inline;
mod json_objects;
mod keyboard;
mod log;
mod media;
mod membership;
mod methods;
mod migration;
mod model;
mod options;
mod parameters;
mod pending;
mod post;
mod post_actions;
mod post_content;
mod privacy_mode;
mod profile;
mod publishing;
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
pub use ids::{ChatId, ChatKind, MessageId, UserId};
pub use impossible::ImpossibleAction;
pub use log::{ChangeKind, ChatChange};
pub use media::MediaKind;
pub use model::{SandboxChat, SandboxUser};
pub use options::{FeatureSupport, TelegramOptions};
pub use pending::{GuestAnswer, InlineAnswer};
pub use post::{ForwardOrigin, UserPost};
pub use rate_limits::TelegramLimits;
pub use refusal::RefusedCall;
pub use rights::{Rights, Role};
pub use senders::SendAs;
pub use stand_in::TelegramStandIn;
pub use waiting::WaitTimeout;

#[cfg(test)]
mod tests;

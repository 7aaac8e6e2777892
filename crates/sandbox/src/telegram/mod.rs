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

mod about;
mod access;
mod asked;
mod calls;
mod check;
mod deeds;
mod deleting;
mod detect;
mod discussion;
mod entities;
mod ephemeral;
mod fault;
mod guest;
mod hearing;
mod html;
mod inline;
mod keyboard;
mod log;
mod mailbox;
mod media;
mod membership;
mod methods;
mod migration;
mod options;
pub(crate) mod origin;
mod pace;
mod people;
mod picker;
mod post;
mod posting;
mod pressing;
mod profile;
mod reading;
mod refusal;
mod request;
mod rights;
mod server;
mod stand_in;
mod table;
mod topics;
mod updates;
mod voices;
mod watching;
mod world;

pub use calls::{CallOutcome, TelegramCall};
pub use fault::TelegramFault;
pub use guest::GuestAnswer;
pub use inline::InlineAnswer;
pub use log::{ChangeKind, ChatChange};
pub use media::MediaKind;
pub use options::{FeatureSupport, TelegramOptions};
pub use pace::TelegramLimits;
pub use people::{ChatId, ChatKind, MessageId, SandboxChat, SandboxUser, UserId};
pub use post::{ForwardOrigin, UserPost};
pub use refusal::RefusedCall;
pub use rights::{Rights, Role};
pub use stand_in::TelegramStandIn;
pub use voices::SendAs;
pub use watching::WaitTimeout;
pub use world::ImpossibleAction;

#[cfg(test)]
mod tests;

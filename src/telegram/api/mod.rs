//! The Bot API: one call, the limits on messages, retries, and messages on their way out.

mod bot_api;
mod calls;
mod ephemeral;
mod files;
mod keyboard;
mod outgoing;
mod send_error;
mod send_limiter;
mod sender;

pub use bot_api::{BotApiError, call_method, call_request};
pub use ephemeral::{EphemeralMessage, EphemeralSender};
pub use outgoing::{MessageButton, MessagePart, OutgoingContent, OutgoingMessage, message_part};
pub use send_error::SendError;
pub use send_limiter::SendLimiter;
pub use sender::{CallbackAnswer, Sender, TypingIndicator};

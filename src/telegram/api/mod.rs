//! The Bot API: calls, limits on messages, retries, and the messages that are sent.

mod bot_api;
mod calls;
mod ephemeral;
mod files;
mod keyboard;
mod outgoing;
mod send_error;
mod send_limiter;
mod sender;
mod until_done;

pub use bot_api::{BotApiError, call_method, call_request};
pub use ephemeral::{EphemeralMessage, EphemeralSender};
pub use outgoing::{MessageButton, MessagePart, OutgoingContent, OutgoingMessage, message_part};
pub use send_error::SendError;
pub use send_limiter::SendLimiter;
pub use sender::{CallbackAnswer, SendRetry, Sender, TypingIndicator};

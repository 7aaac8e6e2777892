//! Faults that a test orders: the failures of Telegram and of the connection to it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use super::ids::{ChatId, UserId};

#[derive(Clone, Debug)]
pub enum TelegramFault {
    /// This status with this body.
    Status(u16, String),
    /// 502 with the HTML page of a proxy.
    Html502,
    /// 200 with JSON that is cut in the middle.
    HalfJson,
    /// The connection is cut in the middle of the answer; the call has no effect.
    Cut,
    /// The call has its effect, then the connection is cut: the bot cannot know whether it was done.
    AnswerLost,
    /// No answer ever comes.
    Hang,
    TooManyRequests {
        /// Seconds.
        retry_after: u64,
        /// Only for calls with this `chat_id`; for all calls if `None`.
        chat: Option<ChatId>,
    },
    /// The call is served after this time.
    Delay(Duration),
    /// The call is served once the test notifies: for tests in which something happens meanwhile.
    UntilNotified(Arc<Notify>),
}

#[derive(Default)]
pub(crate) struct FaultQueue(Vec<QueuedFault>);

struct QueuedFault {
    /// In lower case; `*` for any method.
    method: String,
    /// Only for calls about this user.
    user: Option<UserId>,
    fault: TelegramFault,
    times: usize,
}

impl FaultQueue {
    pub(crate) fn push(&mut self, method: &str, user: Option<UserId>, fault: TelegramFault, times: usize) {
        self.0.push(QueuedFault { method: method.to_ascii_lowercase(), user, fault, times });
    }

    /// Takes the fault for this call; faults happen in the order in which they were ordered.
    pub(crate) fn next_fault(
        &mut self,
        method: &str,
        chat: Option<ChatId>,
        user: Option<UserId>,
    ) -> Option<TelegramFault> {
        let meets = |ordered: &QueuedFault| {
            let here = match ordered.fault {
                TelegramFault::TooManyRequests { chat: Some(only), .. } => chat == Some(only),
                _ => true,
            };
            here && ordered.times > 0
                && ordered.user.is_none_or(|only| user == Some(only))
                && (ordered.method == "*" || ordered.method == method.to_ascii_lowercase())
        };
        let place = self.0.iter().position(meets)?;
        self.0[place].times -= 1;
        let fault = self.0[place].fault.clone();
        self.0.retain(|ordered| ordered.times > 0);
        Some(fault)
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

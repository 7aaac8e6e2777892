//! Faults that a test or a person orders: what Telegram and the way to it do on bad days.

use std::time::Duration;

use super::model::ChatId;

/// How a call goes wrong.
#[derive(Clone, Debug)]
pub enum TelegramFault {
    /// This status with this body.
    Status(u16, String),
    /// 502 with the HTML page of a proxy.
    Html502,
    /// 200 with JSON that ends in the middle.
    HalfJson,
    /// The connection is cut within the answer; the call has no effect.
    Cut,
    /// The call has its effect, and then the connection is cut: the bot cannot know.
    AnswerLost,
    /// No answer, for as long as the bot waits.
    Hang,
    /// 429, for calls about one chat or for all.
    TooManyRequests {
        /// Seconds that the bot is told to wait.
        retry_after: u64,
        /// Only calls with this `chat_id`.
        chat: Option<ChatId>,
    },
    /// The call is served as usual, but later.
    Delay(Duration),
}

/// The faults that are still to happen.
#[derive(Default)]
pub(crate) struct FaultQueue(Vec<QueuedFault>);

struct QueuedFault {
    /// In lower case; `*` for any.
    method: String,
    fault: TelegramFault,
    times: usize,
}

impl FaultQueue {
    pub(crate) fn push(&mut self, method: &str, fault: TelegramFault, times: usize) {
        self.0.push(QueuedFault { method: method.to_ascii_lowercase(), fault, times });
    }

    /// The fault that this call meets; the ones ordered first happen first.
    pub(crate) fn next_fault(&mut self, method: &str, chat: Option<ChatId>) -> Option<TelegramFault> {
        let meets = |ordered: &QueuedFault| {
            let here = match ordered.fault {
                TelegramFault::TooManyRequests { chat: Some(only), .. } => chat == Some(only),
                _ => true,
            };
            here && ordered.times > 0
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

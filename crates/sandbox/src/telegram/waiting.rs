//! Reading and waiting for replies, calls and changes.

use std::time::Duration;

use super::calls::{CallOutcome, TelegramCall};
use super::ids::ChatId;
use super::log::ChatChange;
use super::stand_in::TelegramStandIn;

#[derive(Debug, thiserror::Error)]
#[error("{awaited} did not come within {deadline:?}; so far:\n{so_far}")]
pub struct WaitTimeout {
    awaited: String,
    deadline: Duration,
    so_far: String,
}

impl TelegramStandIn {
    /// The next unread change by the bot in a chat, chat actions included.
    pub async fn next_change(&self, chat: ChatId) -> Result<ChatChange, WaitTimeout> {
        let next = || self.write_silently(|world| world.log.read_next(chat, ChatChange::is_from_bot));
        self.wait(next, || (format!("a change in chat {chat}"), self.transcript_text(chat))).await
    }

    /// The next unread change by the bot in a chat, without chat actions.
    pub async fn next_reply(&self, chat: ChatId) -> Result<ChatChange, WaitTimeout> {
        let next = || self.write_silently(|world| world.log.read_next(chat, ChatChange::is_reply));
        self.wait(next, || (format!("a reply in chat {chat}"), self.transcript_text(chat))).await
    }

    pub fn transcript(&self, chat: ChatId) -> Vec<ChatChange> {
        self.read(|world| world.log.chat_changes(chat))
    }

    /// The unread replies in a chat; a test ends by asserting that there are none.
    pub fn unread(&self, chat: ChatId) -> Vec<ChatChange> {
        self.read(|world| world.log.unread(chat))
    }

    /// The calls of a method, or all calls for `*`, in order.
    pub fn calls(&self, method: &str) -> Vec<TelegramCall> {
        let wanted = |call: &&TelegramCall| method == "*" || call.method.eq_ignore_ascii_case(method);
        self.read(|world| world.calls.iter().filter(wanted).cloned().collect())
    }

    /// Number of calls without an answer yet, except `getUpdates`.
    pub fn calls_in_progress(&self) -> usize {
        let open = |call: &&TelegramCall| call.outcome == CallOutcome::Pending && call.method != "getUpdates";
        self.read(|world| world.calls.iter().filter(open).count())
    }

    /// Waits until the method was called this often since the start; returns all its calls.
    pub async fn wait_for_calls(&self, method: &str, times: usize) -> Result<Vec<TelegramCall>, WaitTimeout> {
        let enough = || Some(self.calls(method)).filter(|calls| calls.len() >= times);
        let so_far = || (format!("call {times} of {method}"), format!("{:#?}", self.calls(method)));
        self.wait(enough, so_far).await
    }

    /// Waits until the bot has confirmed every update.
    pub async fn wait_until_confirmed(&self) -> Result<(), WaitTimeout> {
        let empty = || self.read(|world| world.updates.len() == 0).then_some(());
        let so_far = || {
            let pending = self.read(|world| world.updates.batch(100));
            ("confirmation of all updates".to_owned(), format!("{pending:#?}"))
        };
        self.wait(empty, so_far).await
    }

    /// At most `limit` changes after this `seq`; waits up to `wait` for the first one.
    pub async fn changes_after(&self, seq: u64, limit: usize, wait: Duration) -> Vec<ChatChange> {
        let happened = || {
            let changes = self.read(|world| world.log.changes_after(seq, limit).to_vec());
            Some(changes).filter(|changes| !changes.is_empty())
        };
        tokio::time::timeout(wait, self.wait_until(happened)).await.unwrap_or_default()
    }

    /// The `seq` of the newest change.
    pub fn last_seq(&self) -> u64 {
        self.read(|world| world.log.len())
    }

    /// Calls `look` now and after every change, until it returns something.
    async fn wait_until<T>(&self, mut look: impl FnMut() -> Option<T>) -> T {
        let mut changed = self.changed();
        loop {
            changed.borrow_and_update();
            if let Some(found) = look() {
                return found;
            }
            if changed.changed().await.is_err() {
                // Impossible, because `self` holds the sender.
                std::future::pending::<()>().await;
            }
        }
    }

    pub(super) async fn wait<T>(
        &self,
        look: impl FnMut() -> Option<T>,
        so_far: impl FnOnce() -> (String, String),
    ) -> Result<T, WaitTimeout> {
        let deadline = self.deadline();
        let in_time = tokio::time::timeout(deadline, self.wait_until(look)).await;
        in_time.map_err(|_| {
            let (awaited, so_far) = so_far();
            WaitTimeout { awaited, deadline, so_far }
        })
    }

    fn transcript_text(&self, chat: ChatId) -> String {
        let lines: Vec<_> = self.transcript(chat).iter().map(ChatChange::to_string).collect();
        lines.join("\n")
    }
}

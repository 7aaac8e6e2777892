//! What a handle sees of the world: replies, calls and changes, waited for by notification.

use std::time::Duration;

use super::TelegramStandIn;
use super::calls::{CallOutcome, TelegramCall};
use super::log::ChatChange;
use super::model::ChatId;

/// What was waited for did not happen in time.
#[derive(Debug, thiserror::Error)]
#[error("{awaited} did not come within {deadline:?}; so far:\n{so_far}")]
pub struct WaitTimeout {
    awaited: String,
    deadline: Duration,
    so_far: String,
}

impl TelegramStandIn {
    /// The next thing that the bot did in a chat and that was not read yet, chat actions too.
    ///
    /// # Errors
    /// Nothing came before the deadline of the options.
    pub async fn next_change(&self, chat: ChatId) -> Result<ChatChange, WaitTimeout> {
        let next = || self.write_silently(|world| world.log.read_next(chat, ChatChange::is_from_bot));
        self.wait(next, || (format!("a change in chat {chat}"), self.transcript_text(chat))).await
    }

    /// The next thing that the bot did in a chat, chat actions left out.
    ///
    /// # Errors
    /// Nothing came before the deadline of the options.
    pub async fn next_reply(&self, chat: ChatId) -> Result<ChatChange, WaitTimeout> {
        let next = || self.write_silently(|world| world.log.read_next(chat, ChatChange::is_reply));
        self.wait(next, || (format!("a reply in chat {chat}"), self.transcript_text(chat))).await
    }

    /// Everything that happened in a chat, in order.
    pub fn transcript(&self, chat: ChatId) -> Vec<ChatChange> {
        self.read(|world| world.log.chat_changes(chat))
    }

    /// The replies in a chat that nobody read; a test ends by asserting that there is none.
    pub fn unread(&self, chat: ChatId) -> Vec<ChatChange> {
        self.read(|world| world.log.unread(chat))
    }

    /// The calls of a method, or all for `*`, in the order in which they came.
    pub fn calls(&self, method: &str) -> Vec<TelegramCall> {
        let wanted = |call: &&TelegramCall| method == "*" || call.method.eq_ignore_ascii_case(method);
        self.read(|world| world.calls.iter().filter(wanted).cloned().collect())
    }

    /// How many calls are being answered right now, polls left out.
    pub fn calls_in_progress(&self) -> usize {
        let open = |call: &&TelegramCall| call.outcome == CallOutcome::Pending && call.method != "getUpdates";
        self.read(|world| world.calls.iter().filter(open).count())
    }

    /// Waits until the method was called this often since the beginning, and gives these calls.
    ///
    /// # Errors
    /// It was called less often before the deadline of the options.
    pub async fn wait_for_calls(&self, method: &str, times: usize) -> Result<Vec<TelegramCall>, WaitTimeout> {
        let enough = || Some(self.calls(method)).filter(|calls| calls.len() >= times);
        let so_far = || (format!("call {times} of {method}"), format!("{:#?}", self.calls(method)));
        self.wait(enough, so_far).await
    }

    /// Waits until the bot has confirmed every update by asking for a later one.
    ///
    /// # Errors
    /// It did not before the deadline of the options.
    pub async fn wait_until_confirmed(&self) -> Result<(), WaitTimeout> {
        let empty = || self.read(|world| world.updates.len() == 0).then_some(());
        let so_far = || {
            let pending = self.read(|world| world.updates.batch(100));
            ("confirmation of all updates".to_owned(), format!("{pending:#?}"))
        };
        self.wait(empty, so_far).await
    }

    /// What happened after this place in the order of all changes, at most `limit`; waits for
    /// something to happen, but no longer than this.
    pub async fn changes_after(&self, seq: u64, limit: usize, wait: Duration) -> Vec<ChatChange> {
        let happened = || {
            let changes = self.read(|world| world.log.changes_after(seq, limit).to_vec());
            Some(changes).filter(|changes| !changes.is_empty())
        };
        tokio::time::timeout(wait, self.wait_until(happened)).await.unwrap_or_default()
    }

    /// How many changes there were.
    pub fn last_seq(&self) -> u64 {
        self.read(|world| world.log.len())
    }

    /// Looks now and after every change, until there is something.
    async fn wait_until<T>(&self, mut look: impl FnMut() -> Option<T>) -> T {
        let mut changed = self.changed();
        loop {
            changed.borrow_and_update();
            if let Some(found) = look() {
                return found;
            }
            if changed.changed().await.is_err() {
                // The sender lives in `self`, so this cannot be; waiting is right all the same.
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

//! Who was refused as no admin of a chat just now, so that Telegram need not be asked at each of many presses. The first refusal does
//! not count: who was promoted because of it and tries again is asked for.

use std::time::Duration;

use moka::sync::Cache;

const ASKED_AGAIN: u32 = 2;
const TTL: Duration = Duration::from_secs(10);
const MAX_PERSONS: u64 = 50_000;

/// Refusals of some seconds, by the number of the chat and of the person.
pub(crate) struct Refusals(Cache<(i64, u64), u32>);

impl Default for Refusals {
    fn default() -> Self {
        Refusals(Cache::builder().max_capacity(MAX_PERSONS).time_to_live(TTL).build())
    }
}

impl Refusals {
    /// Whether a person is refused without asking Telegram.
    pub(super) fn holds(&self, chat: i64, person: u64) -> bool {
        self.0.get(&(chat, person)).is_some_and(|times| times >= ASKED_AGAIN)
    }

    /// Telegram answered whether a person is an admin.
    pub(super) fn record(&self, chat: i64, person: u64, is_admin: bool) {
        match is_admin {
            true => self.0.invalidate(&(chat, person)),
            false => self.0.insert((chat, person), self.0.get(&(chat, person)).unwrap_or_default() + 1),
        }
    }
}

//! What is remembered of groups and channels while the bot runs.

use std::time::Duration;

use moka::sync::Cache;

/// An owner is told the same fault of a chat at most once in this time.
const FAULT_NOTICE_INTERVAL: Duration = Duration::from_secs(3600);
const MAX_FAULT_NOTICES: u64 = 10_000;
const ADMIN_TTL: Duration = Duration::from_secs(60);
const MAX_ADMINS: u64 = 50_000;

pub struct ChatCaches {
    /// Whether a person is an admin of a chat, by both of their numbers.
    pub(super) admins: Cache<(i64, u64), bool>,
    /// The faults that owners were told lately, by chat and text key.
    fault_notices: Cache<(i64, &'static str), ()>,
}

impl Default for ChatCaches {
    fn default() -> Self {
        ChatCaches {
            admins: Cache::builder().max_capacity(MAX_ADMINS).time_to_live(ADMIN_TTL).build(),
            fault_notices: Cache::builder()
                .max_capacity(MAX_FAULT_NOTICES)
                .time_to_live(FAULT_NOTICE_INTERVAL)
                .build(),
        }
    }
}

impl ChatCaches {
    /// Whether this fault of a chat is to be told now; from then on it is not for a while.
    pub(super) fn begin_fault_notice(&self, chat: i64, key: &'static str) -> bool {
        if self.fault_notices.contains_key(&(chat, key)) {
            return false;
        }
        self.fault_notices.insert((chat, key), ());
        true
    }
}

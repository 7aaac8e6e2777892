//! Caches about groups and channels, which do not outlive the process.

use std::time::Duration;

use moka::sync::Cache;

use super::member_limiter::MemberLimiter;
use super::owner_notice_queue::OwnerNoticeQueue;
use super::passed_over::PassedOver;
use super::refusals::Refusals;
use crate::telegram::update::ChatMember;

/// The owner is told about the same error of a chat at most once in this time.
const FAULT_NOTICE_INTERVAL: Duration = Duration::from_secs(3600);
const MAX_FAULT_NOTICES: u64 = 10_000;
const MEMBER_TTL: Duration = Duration::from_secs(60);
const MAX_MEMBERS: u64 = 50_000;

pub struct ChatCaches {
    /// What Telegram told lately of accounts in chats, by the number of the chat and of the account.
    pub(super) members: Cache<(i64, u64), ChatMember>,
    pub(super) refusals: Refusals,
    pub(super) member_limiter: MemberLimiter,
    pub(super) owner_notices: OwnerNoticeQueue,
    pub(super) passed_over: PassedOver,
    /// The errors that owners were told about lately, by chat and text key.
    fault_notices: Cache<(i64, &'static str), ()>,
}

impl Default for ChatCaches {
    fn default() -> Self {
        ChatCaches {
            members: Cache::builder().max_capacity(MAX_MEMBERS).time_to_live(MEMBER_TTL).build(),
            refusals: Refusals::default(),
            member_limiter: MemberLimiter::default(),
            owner_notices: OwnerNoticeQueue::default(),
            passed_over: PassedOver::default(),
            fault_notices: Cache::builder()
                .max_capacity(MAX_FAULT_NOTICES)
                .time_to_live(FAULT_NOTICE_INTERVAL)
                .build(),
        }
    }
}

impl ChatCaches {
    /// Whether the owner is to be told about this error of a chat now. If so, it is not told again for a while.
    pub(super) fn begin_fault_notice(&self, chat: i64, key: &'static str) -> bool {
        if self.fault_notices.contains_key(&(chat, key)) {
            return false;
        }
        self.fault_notices.insert((chat, key), ());
        true
    }

    /// Notes that a message with links was left unanswered because its author had many answers.
    pub fn record_passed_over(&self, group: i64) {
        self.passed_over.record(group);
    }
}

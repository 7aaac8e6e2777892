//! When a message may go out: Telegram's usual limits beforehand, its own word (`retry_after`) above all.
//!
//! A wait belongs to one chat. Others go on meanwhile.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use teloxide::types::ChatId;
use tokio::time::Instant;

/// About one message a second in a chat, with short bursts; so many a second over all.
pub struct Pace {
    overall: DefaultDirectRateLimiter,
    of_chat: DefaultKeyedRateLimiter<ChatId>,
    held: Mutex<HashMap<ChatId, Instant>>,
}

const CHAT_A_SECOND: u32 = 1;
const CHAT_BURST: u32 = 5;

impl Pace {
    /// `overall`: messages a second over all chats.
    pub fn new(overall: u32) -> Self {
        let some = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        Pace {
            overall: RateLimiter::direct(Quota::per_second(some(overall))),
            of_chat: RateLimiter::keyed(Quota::per_second(some(CHAT_A_SECOND)).allow_burst(some(CHAT_BURST))),
            held: Mutex::new(HashMap::new()),
        }
    }

    /// Waits until a message may go to this chat.
    pub async fn ready(&self, chat: ChatId) {
        self.of_chat.until_key_ready(&chat).await;
        while let Some(until) = self.held_until(chat) {
            tokio::time::sleep_until(until).await;
        }
        self.overall.until_ready().await;
    }

    /// Telegram asked for patience in this chat.
    pub fn hold(&self, chat: ChatId, wait: Duration) {
        if let Ok(mut held) = self.held.lock() {
            held.insert(chat, Instant::now() + wait);
        }
    }

    /// Forgets chats that were quiet for a while.
    pub fn forget_quiet_chats(&self) {
        self.of_chat.retain_recent();
        if let Ok(mut held) = self.held.lock() {
            let now = Instant::now();
            held.retain(|_, until| *until > now);
        }
    }

    fn held_until(&self, chat: ChatId) -> Option<Instant> {
        let held = self.held.lock().ok()?;
        held.get(&chat).copied().filter(|until| *until > Instant::now())
    }
}

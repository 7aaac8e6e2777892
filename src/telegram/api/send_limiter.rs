//! Decides when a message may be sent: within Telegram's published limits, and never before the end of a wait that Telegram asked
//! for (`retry_after`).
//!
//! A wait applies to one chat and does not delay the others. The clock is the runtime's, which tests can advance.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use teloxide::types::ChatId;
use tokio::time::{Instant, sleep};

type GlobalLimiter = RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>;
type ChatLimiter = RateLimiter<ChatId, DefaultKeyedStateStore<ChatId>, TokioClock, NoOpMiddleware<Duration>>;

/// One message per second in a chat, with short bursts, twenty per minute in a group, and a limit over all chats.
pub struct SendLimiter {
    overall: GlobalLimiter,
    per_chat: ChatLimiter,
    per_group: ChatLimiter,
    clock: TokioClock,
    paused: Mutex<HashMap<ChatId, Instant>>,
}

const CHAT_PER_SECOND: u32 = 1;
const CHAT_BURST: u32 = 5;
const GROUP_PER_MINUTE: u32 = 20;

#[derive(Clone, Copy)]
struct TokioClock(Instant);

impl Clock for TokioClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

impl SendLimiter {
    /// `overall`: messages per second over all chats.
    pub fn new(overall: u32) -> Self {
        let some = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let clock = TokioClock(Instant::now());
        let of_chat = Quota::per_second(some(CHAT_PER_SECOND)).allow_burst(some(CHAT_BURST));
        SendLimiter {
            overall: RateLimiter::direct_with_clock(Quota::per_second(some(overall)), clock),
            per_chat: RateLimiter::new(of_chat, DefaultKeyedStateStore::default(), clock),
            per_group: RateLimiter::new(
                Quota::per_minute(some(GROUP_PER_MINUTE)),
                DefaultKeyedStateStore::default(),
                clock,
            ),
            clock,
            paused: Mutex::new(HashMap::new()),
        }
    }

    /// Waits until a message may go to this chat.
    pub async fn wait_for_message(&self, chat: ChatId) {
        while let Err(early) = self.per_chat.check_key(&chat) {
            sleep(early.wait_time_from(self.clock.now())).await;
        }
        // Groups and channels have negative numbers.
        while let (true, Err(early)) = (chat.0 < 0, self.per_group.check_key(&chat)) {
            sleep(early.wait_time_from(self.clock.now())).await;
        }
        self.wait_for_call(chat).await;
    }

    /// Waits until a call that shows no message, such as a deletion, may be made for this chat.
    pub async fn wait_for_call(&self, chat: ChatId) {
        loop {
            while let Some(until) = self.paused_until(chat) {
                tokio::time::sleep_until(until).await;
            }
            match self.overall.check() {
                Ok(()) => return,
                // Telegram may ask for another wait meanwhile.
                Err(early) => sleep(early.wait_time_from(self.clock.now())).await,
            }
        }
    }

    /// Notes that Telegram asked for a wait in this chat.
    pub fn pause_chat(&self, chat: ChatId, wait: Duration) {
        if let Ok(mut paused) = self.paused.lock() {
            let until = Instant::now() + wait;
            // Two calls at the same time are both refused; the wait that ends later counts.
            paused.entry(chat).and_modify(|end| *end = until.max(*end)).or_insert(until);
        }
    }

    /// The remaining time of the wait that Telegram asked for in this chat.
    pub fn remaining_pause(&self, chat: ChatId) -> Option<Duration> {
        self.paused_until(chat).map(|until| until - Instant::now())
    }

    /// Removes the entries of chats without recent messages.
    pub fn forget_idle_chats(&self) {
        self.per_chat.retain_recent();
        self.per_group.retain_recent();
        if let Ok(mut paused) = self.paused.lock() {
            let now = Instant::now();
            paused.retain(|_, until| *until > now);
        }
    }

    fn paused_until(&self, chat: ChatId) -> Option<Instant> {
        let paused = self.paused.lock().ok()?;
        paused.get(&chat).copied().filter(|until| *until > Instant::now())
    }
}

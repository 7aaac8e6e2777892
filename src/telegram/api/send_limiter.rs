//! When a message may go out: Telegram's usual limits beforehand, its own word (`retry_after`) above all.
//!
//! A wait belongs to one chat. Others go on meanwhile. Time is the runtime's, so that a test can let an hour of it pass at once.

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

/// About one message a second in a chat, with short bursts, and twenty a minute in a group; so many a second over all.
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

/// The runtime's clock.
#[derive(Clone, Copy)]
struct TokioClock(Instant);

impl Clock for TokioClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

impl SendLimiter {
    /// `overall`: messages a second over all chats.
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

    /// Waits until something that is no message (a deletion) may be asked of this chat.
    pub async fn wait_for_call(&self, chat: ChatId) {
        loop {
            while let Some(until) = self.paused_until(chat) {
                tokio::time::sleep_until(until).await;
            }
            match self.overall.check() {
                Ok(()) => return,
                // Telegram may ask for patience in the meantime.
                Err(early) => sleep(early.wait_time_from(self.clock.now())).await,
            }
        }
    }

    /// Telegram asked for patience in this chat.
    pub fn pause_chat(&self, chat: ChatId, wait: Duration) {
        if let Ok(mut held) = self.paused.lock() {
            let until = Instant::now() + wait;
            // Two calls that were under way together are both refused: the later end counts.
            held.entry(chat).and_modify(|held| *held = until.max(*held)).or_insert(until);
        }
    }

    /// For how long Telegram asked for patience in this chat.
    pub fn remaining_pause(&self, chat: ChatId) -> Option<Duration> {
        self.paused_until(chat).map(|until| until - Instant::now())
    }

    /// Forgets chats that were quiet for a while.
    pub fn forget_idle_chats(&self) {
        self.per_chat.retain_recent();
        self.per_group.retain_recent();
        if let Ok(mut held) = self.paused.lock() {
            let now = Instant::now();
            held.retain(|_, until| *until > now);
        }
    }

    fn paused_until(&self, chat: ChatId) -> Option<Instant> {
        let held = self.paused.lock().ok()?;
        held.get(&chat).copied().filter(|until| *until > Instant::now())
    }
}

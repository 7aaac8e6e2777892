//! Decides when a message may be sent: within Telegram's published limits, and never before the end of a wait that Telegram asked
//! for (`retry_after`).
//!
//! A wait applies to one chat and does not delay the others. The limit of a chat is also what keeps one person from using up the
//! limit over all chats; those who wait for that one are served in turn. The clock is the runtime's, which tests can advance.

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroU32;
use std::time::Duration;

use dealink_core::rate_limiter::RateLimiter;
use parking_lot::Mutex;
use teloxide::types::ChatId;
use tokio::time::{Instant, sleep_until};

/// One message per second in a chat, with short bursts, twenty in any minute in a group, and a limit over all chats.
pub struct SendLimiter {
    overall: RateLimiter,
    chats: Mutex<HashMap<ChatId, ChatSends>>,
    paused: Mutex<HashMap<ChatId, Instant>>,
}

const CHAT_INTERVAL: Duration = Duration::from_secs(1);
const CHAT_BURST: u32 = 5;
const GROUP_PER_MINUTE: usize = 20;
/// A minute, and a second because messages that are sent a minute apart may arrive within one.
const GROUP_PERIOD: Duration = Duration::from_secs(61);
/// No wait for the limit over all chats is so long.
const FAR: Duration = Duration::from_secs(24 * 60 * 60);

/// What was sent to a chat lately. `governor` cannot tell a turn without taking it, and here a turn is taken when the message is sent,
/// after all other waits: what was held up must not count as sent before.
struct ChatSends {
    /// When all that was sent so far would have been sent at one message in an interval.
    idle_at: Instant,
    /// Of a group or channel: when the messages of the last minute were sent, the oldest first.
    last_minute: VecDeque<Instant>,
}

impl ChatSends {
    fn new(now: Instant) -> Self {
        ChatSends { idle_at: now, last_minute: VecDeque::new() }
    }

    /// When the next message may be sent; a time that is over means now.
    fn next_turn(&self) -> Instant {
        let in_chat = self.idle_at - CHAT_INTERVAL * (CHAT_BURST - 1);
        match self.last_minute.front().filter(|_| self.last_minute.len() >= GROUP_PER_MINUTE) {
            Some(oldest) => in_chat.max(*oldest + GROUP_PERIOD),
            None => in_chat,
        }
    }

    fn record(&mut self, chat: ChatId, now: Instant) {
        self.idle_at = self.idle_at.max(now) + CHAT_INTERVAL;
        // Groups and channels have negative numbers.
        if chat.0 < 0 {
            self.last_minute.push_back(now);
        }
    }

    /// The newest message may have arrived only now, and Telegram counts from then.
    fn record_arrival(&mut self, now: Instant) {
        self.idle_at = self.idle_at.max(now + CHAT_INTERVAL);
        if let Some(newest) = self.last_minute.back_mut() {
            *newest = now;
        }
    }

    fn forget_old(&mut self, now: Instant) {
        while self.last_minute.front().is_some_and(|oldest| *oldest + GROUP_PERIOD <= now) {
            self.last_minute.pop_front();
        }
    }

    fn is_idle(&self, now: Instant) -> bool {
        self.idle_at <= now && self.last_minute.is_empty()
    }
}

impl SendLimiter {
    /// `overall`: messages per second over all chats.
    pub fn new(overall: u32) -> Self {
        let overall = NonZeroU32::new(overall).unwrap_or(NonZeroU32::MIN);
        let overall = RateLimiter::with_burst(overall);
        SendLimiter { overall, chats: Mutex::default(), paused: Mutex::default() }
    }

    /// Waits until a message may go to this chat.
    pub async fn wait_for_message(&self, chat: ChatId) {
        loop {
            while let Err(turn) = self.check_chat(chat, |_, _| {}) {
                sleep_until(turn).await;
            }
            self.wait_for_call(chat).await;
            // Another message may have gone to this chat meanwhile.
            if self.check_chat(chat, |sends, now| sends.record(chat, now)).is_ok() {
                return;
            }
        }
    }

    /// Notes that Telegram answered to a message for this chat.
    pub fn record_arrival(&self, chat: ChatId) {
        if let Some(sends) = self.chats.lock().get_mut(&chat) {
            sends.record_arrival(Instant::now());
        }
    }

    /// Does something if a message may go to this chat now; the error is when it may.
    fn check_chat(&self, chat: ChatId, then: impl FnOnce(&mut ChatSends, Instant)) -> Result<(), Instant> {
        let now = Instant::now();
        let mut chats = self.chats.lock();
        let sends = chats.entry(chat).or_insert_with(|| ChatSends::new(now));
        sends.forget_old(now);
        let turn = sends.next_turn();
        if turn > now {
            return Err(turn);
        }
        then(sends, now);
        Ok(())
    }

    /// Waits until a call that shows no message, such as a deletion, may be made for this chat.
    pub async fn wait_for_call(&self, chat: ChatId) {
        loop {
            while let Some(until) = self.paused_until(chat) {
                sleep_until(until).await;
            }
            let turn = self.overall.acquire(Instant::now() + FAR).await;
            // Telegram may have asked for another wait meanwhile.
            if turn.is_ok() && self.paused_until(chat).is_none() {
                return;
            }
        }
    }

    /// Notes that Telegram asked for a wait in this chat.
    pub fn pause_chat(&self, chat: ChatId, wait: Duration) {
        let until = Instant::now() + wait;
        // Two calls at the same time are both refused; the wait that ends later counts.
        self.paused.lock().entry(chat).and_modify(|end| *end = until.max(*end)).or_insert(until);
    }

    /// The remaining time of the wait that Telegram asked for in this chat.
    pub fn remaining_pause(&self, chat: ChatId) -> Option<Duration> {
        self.paused_until(chat).map(|until| until - Instant::now())
    }

    /// Removes the entries of chats without recent messages.
    pub fn forget_idle_chats(&self) {
        let now = Instant::now();
        self.chats.lock().retain(|_, sends| {
            sends.forget_old(now);
            !sends.is_idle(now)
        });
        self.paused.lock().retain(|_, until| *until > now);
    }

    fn paused_until(&self, chat: ChatId) -> Option<Instant> {
        self.paused.lock().get(&chat).copied().filter(|until| *until > Instant::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const GROUP: ChatId = ChatId(-100);
    const PERSON: ChatId = ChatId(100);

    /// When each of so many messages may be sent, in seconds.
    async fn turns(limiter: &SendLimiter, chat: ChatId, messages: usize) -> Vec<u64> {
        let begun = Instant::now();
        let mut turns = Vec::new();
        for _ in 0..messages {
            limiter.wait_for_message(chat).await;
            turns.push(begun.elapsed().as_secs());
        }
        turns
    }

    #[tokio::test(start_paused = true)]
    async fn a_group_gets_twenty_messages_in_any_minute() {
        let limiter = SendLimiter::new(30);
        let turns = turns(&limiter, GROUP, 70).await;
        for window in turns.windows(21) {
            assert!(window[20] - window[0] >= 60, "{turns:?}");
        }
        assert!(turns[69] < 3 * 61 + 20, "no more is wasted than has to be: {turns:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_chat_gets_a_burst_and_then_one_message_a_second() {
        let turns = turns(&SendLimiter::new(30), PERSON, 60).await;
        assert_eq!(turns[..5], [0; 5]);
        assert!(turns[5..].iter().zip(1..).all(|(at, second)| *at >= second), "{turns:?}");
        assert!(turns[59] <= 56, "{turns:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_message_that_was_held_up_counts_from_when_it_was_sent() {
        let limiter = SendLimiter::new(30);
        limiter.pause_chat(GROUP, SECOND * 30);
        let turns = turns(&limiter, GROUP, 21).await;
        assert_eq!(turns[..6], [30, 30, 30, 30, 30, 31]);
        assert!(turns[20] >= 90, "{turns:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_message_that_arrived_late_counts_from_then() {
        let limiter = SendLimiter::new(30);
        limiter.wait_for_message(PERSON).await;
        tokio::time::advance(Duration::from_millis(800)).await;
        limiter.record_arrival(PERSON);
        let begun = Instant::now();
        for _ in 0..5 {
            limiter.wait_for_message(PERSON).await;
        }
        assert!(begun.elapsed() >= SECOND, "six within a second: {:?}", begun.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn idle_chats_are_forgotten() {
        let limiter = SendLimiter::new(30);
        turns(&limiter, GROUP, 3).await;
        limiter.pause_chat(PERSON, SECOND);
        tokio::time::advance(SECOND * 90).await;
        limiter.forget_idle_chats();
        assert!(limiter.chats.lock().is_empty() && limiter.paused.lock().is_empty());
    }
}

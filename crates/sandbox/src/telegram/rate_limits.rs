//! Telegram's rate limits: one message per second in a chat, twenty in any minute in a group, thirty per second in all.
//!
//! Those of a second allow a short burst (Bot API FAQ); what exceeds a limit is told how many seconds to wait.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use super::ids::ChatId;

#[derive(Clone, Copy, Debug)]
pub struct TelegramLimits {
    /// Messages in one chat before one per second.
    pub chat_burst: u32,
    /// Messages in one group, or in one channel, in any minute.
    pub group_per_minute: usize,
    /// Messages in all chats before thirty per second.
    pub overall_burst: u32,
}

impl Default for TelegramLimits {
    fn default() -> Self {
        TelegramLimits { chat_burst: 3, group_per_minute: 20, overall_burst: 30 }
    }
}

const MINUTE: Duration = Duration::from_secs(60);

#[derive(Default)]
pub(crate) struct TelegramLimitState {
    /// The time at which the bot as a whole would be idle again without further messages.
    overall: Option<Instant>,
    /// The same of each chat.
    chats: HashMap<ChatId, Instant>,
    /// When the messages of the last minute came, of each group.
    groups: HashMap<ChatId, VecDeque<Instant>>,
}

impl TelegramLimitState {
    /// Accepts a message, or returns the seconds that it has to wait.
    pub(crate) fn admit(&mut self, pace: TelegramLimits, chat: ChatId, now: Instant) -> Result<(), u64> {
        let in_chat = spend(self.chats.get(&chat).copied(), Duration::from_secs(1), pace.chat_burst, now)?;
        let second = Duration::from_secs(1);
        let overall = spend(self.overall, second / 30, pace.overall_burst, now)?;
        // Groups and channels have negative numbers.
        if chat < 0 {
            let recent = self.groups.entry(chat).or_default();
            while recent.front().is_some_and(|at| *at + MINUTE <= now) {
                recent.pop_front();
            }
            if let Some(oldest) = recent.front().filter(|_| recent.len() >= pace.group_per_minute) {
                return Err(whole_seconds(*oldest + MINUTE - now));
            }
            recent.push_back(now);
        }
        self.chats.insert(chat, in_chat);
        self.overall = Some(overall);
        Ok(())
    }
}

/// The time of being idle again after one more message.
fn spend(free: Option<Instant>, interval: Duration, burst: u32, now: Instant) -> Result<Instant, u64> {
    let free = free.unwrap_or(now).max(now);
    let ahead = free - now;
    let allowed = interval * burst.saturating_sub(1);
    if ahead <= allowed {
        return Ok(free + interval);
    }
    Err(whole_seconds(ahead - allowed))
}

fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_takes_a_burst_and_then_one_a_second() {
        let (mut paced, pace, start) =
            (TelegramLimitState::default(), TelegramLimits::default(), Instant::now());
        for _ in 0..3 {
            assert_eq!(paced.admit(pace, 1, start), Ok(()));
        }
        assert_eq!(paced.admit(pace, 1, start), Err(1));
        assert_eq!(paced.admit(pace, 2, start), Ok(()), "another chat goes on");
        let later = start + Duration::from_secs(1);
        assert_eq!(paced.admit(pace, 1, later), Ok(()));
        assert_eq!(paced.admit(pace, 1, later), Err(1));
    }

    #[test]
    fn a_group_takes_twenty_in_any_minute() {
        let (mut paced, pace, start) =
            (TelegramLimitState::default(), TelegramLimits::default(), Instant::now());
        let at = |second: u64| start + Duration::from_secs(second);
        for second in 0..20 {
            assert_eq!(paced.admit(pace, -1, at(second)), Ok(()));
        }
        assert_eq!(paced.admit(pace, -1, at(20)), Err(40));
        assert_eq!(paced.admit(pace, -2, at(20)), Ok(()), "another group");
        assert_eq!(paced.admit(pace, 1, at(20)), Ok(()), "a person");
        assert_eq!(paced.admit(pace, -1, at(60)), Ok(()), "the first is a minute old");
        assert_eq!(paced.admit(pace, -1, at(60)), Err(1));
    }

    #[test]
    fn all_chats_together_take_thirty_a_second() {
        let (mut paced, pace, start) =
            (TelegramLimitState::default(), TelegramLimits::default(), Instant::now());
        assert_eq!((0..31).filter(|chat| paced.admit(pace, *chat, start).is_ok()).count(), 30);
        let later = start + Duration::from_millis(500);
        assert_eq!((0..31).filter(|chat| paced.admit(pace, 100 + chat, later).is_ok()).count(), 15);
    }
}

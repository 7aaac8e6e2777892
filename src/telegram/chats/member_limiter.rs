//! How often a group answers members who are no admins: their links, their commands, and presses that make the bot send something.
//! Beyond that they get no answer, so that nobody uses up the messages that a group may get in a minute, and deals do not wait
//! behind help texts.

use std::time::Duration;

use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use tokio::time::Instant;

/// Of one member. That is nine messages in a minute, less than half of the twenty that Telegram allows a group.
const OF_MEMBER: Allowance = Allowance { in_a_row: 5, interval: Duration::from_secs(15) };
/// Of the commands and presses of all members of a group together. In the long run it leaves deals half of the twenty messages.
const OF_COMMANDS: Allowance = Allowance { in_a_row: 10, interval: Duration::from_secs(6) };
/// Members and groups that are known at once; an allowance that was not used for this long is full.
const MAX_KEPT: u64 = 50_000;
const KEPT_FOR: Duration = Duration::from_secs(600);

/// Messages in a row, and how long until there is one more.
#[derive(Clone, Copy)]
struct Allowance {
    in_a_row: u32,
    interval: Duration,
}

/// Who uses an allowance of a group.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum User {
    Member(u64),
    /// All who write in the name of a channel: one person may have many channels.
    Channels,
    /// The commands of all.
    Commands,
}

/// For each user of a group: when all messages so far would have been sent at one in an interval. `governor` cannot count messages
/// that were sent already, and only then it is known how many there are.
pub(crate) struct MemberLimiter(Cache<(i64, User), Instant>);

impl Default for MemberLimiter {
    fn default() -> Self {
        let kept = Cache::builder().max_capacity(MAX_KEPT).time_to_idle(KEPT_FOR);
        MemberLimiter(kept.eviction_policy(EvictionPolicy::lru()).build())
    }
}

impl User {
    /// `None` is who writes in the name of a channel.
    fn new(member: Option<u64>) -> Self {
        member.map_or(User::Channels, User::Member)
    }

    fn allowance(self) -> Allowance {
        match self {
            User::Member(_) | User::Channels => OF_MEMBER,
            User::Commands => OF_COMMANDS,
        }
    }
}

impl MemberLimiter {
    /// Whether a command or press of a member is answered in a group now; if so, it is counted. `member`: `None` for who writes in the
    /// name of a channel.
    pub(super) fn admit_command(&self, group: i64, member: Option<u64>) -> bool {
        let users = [User::new(member), User::Commands];
        let admits = users.iter().all(|user| self.has_turn(group, *user));
        if admits {
            users.iter().for_each(|user| self.record(group, *user, 1));
        }
        admits
    }

    /// Whether links of a member are answered in a group now.
    pub(super) fn admits_links(&self, group: i64, member: Option<u64>) -> bool {
        self.has_turn(group, User::new(member))
    }

    /// Counts the messages that answered links of a member.
    pub(super) fn record_answer(&self, group: i64, member: Option<u64>, messages: usize) {
        self.record(group, User::new(member), u32::try_from(messages).unwrap_or(u32::MAX));
    }

    fn has_turn(&self, group: i64, user: User) -> bool {
        let Allowance { in_a_row, interval } = user.allowance();
        let ahead = interval * (in_a_row - 1);
        self.0.get(&(group, user)).is_none_or(|idle_at| idle_at <= Instant::now() + ahead)
    }

    fn record(&self, group: i64, user: User, messages: u32) {
        let now = Instant::now();
        let idle_at = self.0.get(&(group, user)).map_or(now, |idle_at| idle_at.max(now));
        self.0.insert((group, user), idle_at + user.allowance().interval * messages);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_member_and_a_group_have_a_burst_and_then_one_answer_now_and_then() {
        let limiter = MemberLimiter::default();
        let admitted = |group, members: &mut dyn Iterator<Item = u64>| {
            members.filter(|member| limiter.admit_command(group, Some(*member))).count()
        };
        assert_eq!(admitted(-1, &mut std::iter::repeat_n(7, 60)), 5);
        assert_eq!(admitted(-2, &mut std::iter::repeat_n(7, 60)), 5, "another group");
        assert_eq!(admitted(-3, &mut (0..60)), 10, "many members of one group");
        assert!(!limiter.admit_command(-3, None), "a channel in that group");
        tokio::time::advance(OF_MEMBER.interval).await;
        assert_eq!(admitted(-1, &mut std::iter::repeat_n(7, 60)), 1);
        assert_eq!(admitted(-1, &mut (100..160)), 6, "what is left of the group's");
    }

    #[tokio::test(start_paused = true)]
    async fn links_and_commands_of_a_member_are_less_than_half_of_a_groups_minute() {
        let limiter = MemberLimiter::default();
        let mut messages = 0;
        for second in 0..60 {
            if limiter.admits_links(-1, Some(7)) {
                limiter.record_answer(-1, Some(7), 1);
                messages += 1;
            }
            messages += usize::from(second % 2 == 0 && limiter.admit_command(-1, Some(7)));
            tokio::time::advance(Duration::from_secs(1)).await;
        }
        assert!((8..=10).contains(&messages), "{messages}");
        assert!(limiter.admits_links(-1, Some(8)), "somebody else");
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_of_many_messages_counts_as_many() {
        let limiter = MemberLimiter::default();
        limiter.record_answer(-1, None, 9);
        tokio::time::advance(OF_MEMBER.interval * 4).await;
        assert!(!limiter.admits_links(-1, None), "one allowance for all channels");
        tokio::time::advance(OF_MEMBER.interval).await;
        assert!(limiter.admits_links(-1, None));
    }
}

//! How often a group answers members who are no admins: their commands, and presses that make the bot send something. Beyond that
//! they get no answer, so that nobody uses up the messages that a group may get in a minute, and deals do not wait behind help
//! texts.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use dealink_core::tokio_clock::TokioClock;
use governor::Quota;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

type Budget = governor::RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>;

/// Answers to one member in a row, and how long until there is one more.
const OF_MEMBER: u32 = 5;
const BETWEEN_OF_MEMBER: Duration = Duration::from_secs(15);
/// The same for all members of a group together. In the long run it leaves deals half of the twenty messages that Telegram allows a
/// group in a minute.
const OF_GROUP: u32 = 10;
const BETWEEN_OF_GROUP: Duration = Duration::from_secs(6);
/// Members and groups that are known at once; a budget that was not used for this long is full.
const MAX_BUDGETS: u64 = 50_000;
const KEPT_FOR: Duration = Duration::from_secs(OF_MEMBER as u64 * BETWEEN_OF_MEMBER.as_secs());

pub(crate) struct MemberLimiter {
    clock: TokioClock,
    /// Of a group's members, and of the group as a whole.
    budgets: Cache<(i64, Option<u64>), Arc<Budget>>,
}

impl Default for MemberLimiter {
    fn default() -> Self {
        let budgets = Cache::builder().max_capacity(MAX_BUDGETS).time_to_idle(KEPT_FOR);
        let budgets = budgets.eviction_policy(EvictionPolicy::lru()).build();
        MemberLimiter { clock: TokioClock::default(), budgets }
    }
}

impl MemberLimiter {
    /// Whether a member is answered in a group now; `None` for who writes in the name of a channel.
    pub(super) fn admit(&self, group: i64, member: Option<u64>) -> bool {
        let of_member = member.is_none() || self.spend((group, member), OF_MEMBER, BETWEEN_OF_MEMBER);
        of_member && self.spend((group, None), OF_GROUP, BETWEEN_OF_GROUP)
    }

    fn spend(&self, of: (i64, Option<u64>), burst: u32, interval: Duration) -> bool {
        let budget = self.budgets.get_with(of, || {
            let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
            // Only a period of zero has no quota.
            let quota = Quota::with_period(interval).unwrap_or(Quota::per_minute(burst));
            Arc::new(Budget::direct_with_clock(quota.allow_burst(burst), self.clock))
        });
        budget.check().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_member_and_a_group_have_a_burst_and_then_one_answer_now_and_then() {
        let limiter = MemberLimiter::default();
        let admitted = |group, members: &mut dyn Iterator<Item = u64>| {
            members.filter(|member| limiter.admit(group, Some(*member))).count()
        };
        assert_eq!(admitted(-1, &mut std::iter::repeat_n(7, 60)), 5);
        assert_eq!(admitted(-2, &mut std::iter::repeat_n(7, 60)), 5, "another group");
        assert_eq!(admitted(-3, &mut (0..60)), 10, "many members of one group");
        assert!(!limiter.admit(-3, None), "a channel in that group");
        tokio::time::advance(BETWEEN_OF_MEMBER).await;
        assert_eq!(admitted(-1, &mut std::iter::repeat_n(7, 60)), 1);
        assert_eq!(admitted(-1, &mut (100..160)), 6, "what is left of the group's");
    }
}

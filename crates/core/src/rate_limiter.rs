//! A budget of calls in any minute or second, shared fairly by all who need it.
//!
//! Every requester has a line of its own, in which its callers are served in order. The callers at the head of their lines are
//! served in turn, so that a requester with many callers delays the others by one call at most. Beside that a requester may use a
//! part of the budget only, also while nobody else waits: what it leaves is there at once for whoever comes next. The bot itself
//! has a line and no limit of its own. While the cooldown lasts, no caller is served.

#[cfg(test)]
mod tests;

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{NotUntil, Quota};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use crate::cooldown::Cooldown;
use crate::requester::{PerRequester, Requester, first_turn};
use crate::tokio_clock::TokioClock;

type Budget = governor::RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>;

/// The share of one requester in a minute, as a fraction: four busy people can use all of it, and one leaves enough that the
/// others do not notice. A message of many products needs some thirty calls, a quarter of 600 a minute is 150.
const MINUTE_SHARE: u32 = 4;
/// The same in a second, which is too short to keep much for others.
const SECOND_SHARE: u32 = 2;
/// How long an unused line is kept: no share refers to a longer time.
const LINE_KEPT_FOR: Duration = Duration::from_secs(2 * 60);

/// Who may send the next call, and when.
pub struct RateLimiter {
    budget: Budget,
    /// What one requester may use of the budget; `None` if all of it.
    share: Option<Quota>,
    clock: TokioClock,
    lines: PerRequester<RequesterLine>,
    /// The callers at the head of their own lines wait here, one of each requester. The lock is fair: first come, first served.
    heads: Mutex<()>,
    cooldown: Cooldown,
}

struct RequesterLine {
    /// The caller that holds it is at the head of this line. The value is a turn of the share that an earlier caller took and did
    /// not use, because it gave up before its turn in the budget of all.
    head: Mutex<Option<ShareTurn>>,
    share: Option<Budget>,
}

struct ShareTurn;

/// Why a caller may not send before its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTurn {
    /// The cooldown lasts longer. Told at once.
    CoolingDown { retry_in: Duration },
    /// The deadline passed in the line.
    TimedOut,
}

impl RateLimiter {
    pub fn per_minute(calls: NonZeroU32) -> Self {
        RateLimiter::new(minute_quota(calls), Some(minute_share(calls)))
    }

    /// At most so many calls in any second. Half of them may be sent at once.
    pub fn per_second(calls: NonZeroU32) -> Self {
        RateLimiter::new(second_quota(calls), Some(second_share(calls)))
    }

    /// So many calls a second, and as many at once after a pause. Requesters have no share, only lines: for budgets of which nobody
    /// can use much for another reason.
    pub fn with_burst(calls: NonZeroU32) -> Self {
        RateLimiter::new(Quota::per_second(calls), None)
    }

    fn new(quota: Quota, share: Option<Quota>) -> Self {
        let clock = TokioClock::default();
        RateLimiter {
            budget: Budget::direct_with_clock(quota, clock),
            share,
            clock,
            lines: PerRequester::new(LINE_KEPT_FOR),
            heads: Mutex::default(),
            cooldown: Cooldown::default(),
        }
    }

    pub fn cooldown(&self) -> &Cooldown {
        &self.cooldown
    }

    /// Waits until a call may be sent, and returns the requester at whose expense it is. A call that several requesters wait for is
    /// sent at the expense of the first that has its turn; one that nobody waits for any more is not sent.
    ///
    /// # Errors
    /// When that cannot be before `deadline`.
    pub async fn acquire(&self, deadline: Instant) -> Result<Requester, NoTurn> {
        let turn = first_turn(|requester| self.acquire_for(requester, deadline));
        timeout_at(deadline, turn).await.unwrap_or(Err(NoTurn::TimedOut))
    }

    /// Waits until a call may be sent at the expense of this requester, as one of the turns of a [`first_turn`], which the caller
    /// ends at the deadline.
    ///
    /// # Errors
    /// At once if the cooldown lasts beyond `deadline`.
    pub async fn acquire_for(&self, requester: Requester, deadline: Instant) -> Result<Requester, NoTurn> {
        let line = self.lines.get_or_insert_with(requester, || RequesterLine {
            head: Mutex::default(),
            share: self.share.filter(|_| requester != Requester::Bot).map(|share| self.budget_of(share)),
        });
        let mut share_turn = line.head.lock().await;
        self.wait_for_cooldown(deadline).await?;
        if let Some(share) = &line.share {
            while share_turn.is_none() {
                match share.check() {
                    Ok(()) => *share_turn = Some(ShareTurn),
                    Err(early) => self.sleep_until_turn(early).await,
                }
            }
        }
        let _head_of_all_lines = self.heads.lock().await;
        loop {
            self.wait_for_cooldown(deadline).await?;
            match self.budget.check() {
                Ok(()) => {
                    *share_turn = None;
                    return Ok(requester);
                }
                Err(early) => self.sleep_until_turn(early).await,
            }
        }
    }

    /// Refuses at once if the cooldown lasts beyond the deadline.
    async fn wait_for_cooldown(&self, deadline: Instant) -> Result<(), NoTurn> {
        while let Some(end) = self.cooldown.ends_at() {
            if end >= deadline {
                return Err(NoTurn::CoolingDown { retry_in: self.cooldown.remaining() });
            }
            sleep_until(end).await;
        }
        Ok(())
    }

    async fn sleep_until_turn(&self, early: NotUntil<Duration>) {
        sleep(early.wait_time_from(self.clock.now())).await;
    }

    fn budget_of(&self, quota: Quota) -> Budget {
        Budget::direct_with_clock(quota, self.clock)
    }
}

/// A thirtieth may be sent at once. A sixtieth stays unused: calls that are sent a little more than a minute apart may arrive
/// within one.
fn minute_quota(calls: NonZeroU32) -> Quota {
    let burst = calls.get() / 30;
    quota(calls.get(), burst, calls.get() / 60, Duration::from_secs(60))
}

/// A fifth of the share may be sent at once, which is what a message of many products needs.
fn minute_share(calls: NonZeroU32) -> Quota {
    let share = calls.get() / MINUTE_SHARE;
    quota(share, share / 5, 0, Duration::from_secs(60))
}

fn second_quota(calls: NonZeroU32) -> Quota {
    quota(calls.get(), calls.get() / 2, 0, Duration::from_secs(1))
}

fn second_share(calls: NonZeroU32) -> Quota {
    let share = calls.get() / SECOND_SHARE;
    quota(share, share / 2, 0, Duration::from_secs(1))
}

/// A burst and a steady flow that together cannot pass `calls` in any `period`.
fn quota(calls: u32, burst: u32, unused: u32, period: Duration) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let steady = calls.saturating_sub(burst.get() + unused).max(1);
    // Only a period of zero has no quota.
    let flow = Quota::with_period(period / steady).unwrap_or(Quota::per_minute(NonZeroU32::MIN));
    flow.allow_burst(burst)
}

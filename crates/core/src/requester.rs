//! On whose behalf something is done. Budgets that all people share, such as the calls to a network, give each requester a share,
//! so that one person cannot use up what belongs to all.
//!
//! The requester is set once, where the handling of an update begins, and read where a budget is spent, so that the layers in
//! between need not hand it on. Tasks that are spawned do not inherit it; [`crate::in_flight`] hands it on to its batches. What
//! has no requester is the work of the bot itself.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::{Either, pending, select, select_all};
use tokio::sync::watch;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Requester {
    /// A person, by the number that the messenger gave.
    Person(u64),
    /// A group or channel, for posts in its own name.
    Chat(i64),
    /// The bot itself: work in the background, and whatever all people need.
    Bot,
}

tokio::task_local! {
    static CURRENT: Requesters;
}

impl Requester {
    /// The requester of the current task.
    pub fn current() -> Requester {
        let first = CURRENT.try_with(|requesters| requesters.0.waiting.borrow().first().copied());
        first.ok().flatten().unwrap_or(Requester::Bot)
    }

    /// Does something on behalf of this requester.
    pub async fn scope<T>(self, work: impl Future<Output = T>) -> T {
        let requesters = Requesters::default();
        let _waits = requesters.join(self);
        requesters.scope(work).await
    }
}

/// All who wait for the same work at the moment. They come and go while it is done. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Requesters(Arc<RequestersInner>);

#[derive(Default)]
struct RequestersInner {
    waiting: watch::Sender<Vec<Requester>>,
    /// How many turns the work waits for at the moment.
    awaited_turns: AtomicUsize,
}

impl Requesters {
    /// Adds a requester, until the guard is dropped.
    pub(crate) fn join(&self, requester: Requester) -> WaitsForWork {
        self.0.waiting.send_modify(|all| all.push(requester));
        WaitsForWork { requesters: self.clone(), requester }
    }

    /// Whether the work stands still: it waits for a turn, and nobody is left at whose expense it could have one.
    pub(crate) fn is_abandoned(&self) -> bool {
        self.0.awaited_turns.load(Ordering::Relaxed) > 0 && self.0.waiting.borrow().is_empty()
    }

    pub(crate) async fn scope<T>(self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }
}

/// That a requester waits for the work.
pub(crate) struct WaitsForWork {
    requesters: Requesters,
    requester: Requester,
}

impl WaitsForWork {
    /// The work goes on at the requester's expense, although the requester waits no longer.
    pub(crate) fn keep(self) {
        std::mem::forget(self);
    }
}

impl Drop for WaitsForWork {
    fn drop(&mut self) {
        // What the bot itself needs is needed by whoever asks next.
        if self.requester == Requester::Bot {
            return;
        }
        self.requesters.0.waiting.send_modify(|all| {
            if let Some(position) = all.iter().position(|requester| *requester == self.requester) {
                all.remove(position);
            }
        });
    }
}

/// That the work waits for a turn.
struct AwaitedTurn<'a>(&'a AtomicUsize);

impl<'a> AwaitedTurn<'a> {
    fn new(awaited_turns: &'a AtomicUsize) -> Self {
        awaited_turns.fetch_add(1, Ordering::Relaxed);
        AwaitedTurn(awaited_turns)
    }
}

impl Drop for AwaitedTurn<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Takes a turn for the current work, on behalf of whichever of those who wait for it gets its turn first. While nobody waits for
/// the work any more, there is no turn.
///
/// The future of a turn is dropped when another one is taken, or when its requester stops waiting.
///
/// # Errors
/// The refusal of a turn, once all who wait for the work were refused.
pub async fn first_turn<T, E, F>(turn: impl Fn(Requester) -> F) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
{
    let Ok(requesters) = CURRENT.try_with(Clone::clone) else { return turn(Requester::Bot).await };
    let _awaited = AwaitedTurn::new(&requesters.0.awaited_turns);
    let mut changes = requesters.0.waiting.subscribe();
    let mut turns: Vec<(Requester, Pin<Box<F>>)> = Vec::new();
    let mut refused: Vec<(Requester, E)> = Vec::new();
    loop {
        {
            let waiting = changes.borrow_and_update();
            turns.retain(|(requester, _)| waiting.contains(requester));
            refused.retain(|(requester, _)| waiting.contains(requester));
            for requester in waiting.iter() {
                let has_asked = turns.iter().any(|(known, _)| known == requester)
                    || refused.iter().any(|(known, _)| known == requester);
                if !has_asked {
                    turns.push((*requester, Box::pin(turn(*requester))));
                }
            }
        }
        if turns.is_empty()
            && let Some((_, why)) = refused.pop()
        {
            return Err(why);
        }
        let first = async {
            match turns.is_empty() {
                true => pending().await,
                false => select_all(turns.iter_mut().map(|(_, turn)| turn.as_mut())).await,
            }
        };
        // The sender of the changes is held here, so they do not end.
        let (outcome, index) = match select(pin!(first), pin!(changes.changed())).await {
            Either::Left(((outcome, index, _), _)) => (outcome, index),
            Either::Right(_) => continue,
        };
        match outcome {
            Ok(taken) => return Ok(taken),
            Err(why) => refused.push((turns.swap_remove(index).0, why)),
        }
    }
}

/// Something that each requester has for itself, such as a place in a line. It is dropped some time after its last use.
pub struct PerRequester<T>(moka::sync::Cache<Requester, Arc<T>>);

/// Requesters that are known at once; with more of them, those that were not seen for the longest time begin anew.
const MAX_REQUESTERS: u64 = 50_000;

impl<T: Send + Sync + 'static> PerRequester<T> {
    /// `kept_for`: how long something unused must be kept because it still tells something.
    pub fn new(kept_for: Duration) -> Self {
        let cache = moka::sync::Cache::builder().max_capacity(MAX_REQUESTERS).time_to_idle(kept_for);
        PerRequester(cache.eviction_policy(moka::policy::EvictionPolicy::lru()).build())
    }

    pub fn get_or_insert_with(&self, requester: Requester, make: impl FnOnce() -> T) -> Arc<T> {
        self.0.get_with(requester, || Arc::new(make()))
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{sleep, timeout};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const ADA: Requester = Requester::Person(1);
    const ECE: Requester = Requester::Person(2);

    /// A turn that Ada waits for an hour for and everybody else for a second.
    async fn turn(requester: Requester) -> Result<Requester, Requester> {
        sleep(if requester == ADA { SECOND * 3_600 } else { SECOND }).await;
        Ok(requester)
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_requester_it_is_the_bot() {
        assert_eq!(Requester::current(), Requester::Bot);
        assert_eq!(first_turn(turn).await, Ok(Requester::Bot));
        let nested = async { (Requester::current(), ECE.scope(async { Requester::current() }).await) };
        assert_eq!(ADA.scope(nested).await, (ADA, ECE));
    }

    #[tokio::test(start_paused = true)]
    async fn who_joins_later_brings_a_turn_of_their_own() {
        let requesters = Requesters::default();
        let _ada = requesters.join(ADA);
        let work = tokio::spawn(requesters.clone().scope(first_turn(turn)));
        sleep(SECOND * 10).await;
        assert!(!work.is_finished(), "it waits for Ada's turn");
        let ece = requesters.join(ECE);
        assert_eq!(work.await.unwrap(), Ok(ECE));
        drop(ece);
        assert_eq!(*requesters.0.waiting.borrow(), [ADA]);
    }

    #[tokio::test(start_paused = true)]
    async fn there_is_no_turn_while_nobody_waits() {
        let requesters = Requesters::default();
        let ece = requesters.join(ECE);
        let work = requesters.clone().scope(first_turn(turn));
        let mut work = std::pin::pin!(work);
        assert!(timeout(SECOND / 2, &mut work).await.is_err());
        drop(ece);
        assert!(timeout(SECOND * 60, &mut work).await.is_err(), "everybody left");
        let _back = requesters.join(ECE);
        assert_eq!(work.await, Ok(ECE));
    }

    #[tokio::test(start_paused = true)]
    async fn the_bot_and_who_stopped_waiting_on_time_pay_for_work_that_goes_on() {
        let requesters = Requesters::default();
        drop(requesters.join(Requester::Bot));
        requesters.join(ECE).keep();
        assert_eq!(*requesters.0.waiting.borrow(), [Requester::Bot, ECE]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_counts_once_all_who_wait_were_refused() {
        let ada_is_refused = async |requester: Requester| {
            if requester == ADA {
                return Err(requester);
            }
            turn(requester).await
        };
        let requesters = Requesters::default();
        let (_ada, ece) = (requesters.join(ADA), requesters.join(ECE));
        assert_eq!(requesters.clone().scope(first_turn(ada_is_refused)).await, Ok(ECE));
        let mut work = pin!(requesters.clone().scope(first_turn(ada_is_refused)));
        assert!(timeout(SECOND / 2, &mut work).await.is_err(), "Ece's turn may still come");
        drop(ece);
        assert_eq!(work.await, Err(ADA));
    }
}

//! Keeping answers, sharing questions under way, and batches that fail.

use futures::future::join_all;
use tokio::time::{advance, sleep, timeout};

use super::*;
use crate::rate_limiter::RateLimiter;

const SECOND: Duration = Duration::from_secs(1);

/// Answers a number with ten times itself, after a second, and remembers the batches. Odd answers may be given again for a
/// minute, even ones for an hour, those of numbers from 100 on never.
#[derive(Clone, Default)]
struct TenTimes(Arc<Mutex<Vec<Vec<u32>>>>);

impl TenTimes {
    fn fetch(&self, keys: Vec<u32>) -> impl Future<Output = HashMap<u32, Fetched<u32>>> + use<> {
        self.0.lock().push(keys.clone());
        async move {
            sleep(SECOND).await;
            let ttl = |key: u32| match key {
                100.. => Duration::ZERO,
                _ if key % 2 == 1 => SECOND * 60,
                _ => SECOND * 3_600,
            };
            keys.into_iter().map(|key| (key, Fetched { value: key * 10, ttl: ttl(key) })).collect()
        }
    }

    fn batches(&self) -> Vec<Vec<u32>> {
        std::mem::take(&mut self.0.lock())
    }
}

#[tokio::test(start_paused = true)]
async fn each_answer_is_kept_for_its_own_time() {
    let (cache, source) = (InFlightCache::new(100), TenTimes::default());
    let keys = [1, 2, 100, 1];
    let ask = || cache.get_or_fetch(&keys, |keys| source.fetch(keys));
    let expected = HashMap::from([(1, 10), (2, 20), (100, 1_000)]);
    assert_eq!(ask().await, expected);
    assert_eq!(source.batches(), [vec![1, 2, 100]], "each once");
    assert_eq!(ask().await, expected);
    assert_eq!(source.batches(), [vec![100]]);
    advance(SECOND * 60).await;
    assert_eq!(ask().await, expected);
    assert_eq!(source.batches(), [vec![1, 100]]);
    advance(SECOND * 3_600).await;
    assert_eq!((cache.get(&1), cache.get(&2)), (None, None));
    assert_eq!(ask().await, expected);
    assert_eq!(source.batches(), [keys[..3].to_vec()]);
    cache.clear();
    assert_eq!(cache.get(&2), None);
}

#[tokio::test(start_paused = true)]
async fn questions_that_overlap_share_what_is_under_way() {
    let (cache, source) = (InFlightCache::new(100), TenTimes::default());
    let begun = Instant::now();
    let ask = |keys: [u32; 2]| {
        let (cache, source) = (cache.clone(), source.clone());
        async move { cache.get_or_fetch(&keys, |keys| source.fetch(keys)).await }
    };
    let answers = join_all([[1, 2], [2, 3], [1, 3]].map(ask)).await;
    assert_eq!(answers[1], HashMap::from([(2, 20), (3, 30)]));
    assert_eq!(answers[2], HashMap::from([(1, 10), (3, 30)]));
    assert_eq!(source.batches(), [vec![1, 2], vec![3]]);
    assert_eq!(begun.elapsed(), SECOND);
    assert!(cache.0.pending.lock().batches.is_empty());
}

#[tokio::test(start_paused = true)]
async fn many_questions_are_split_into_batches() {
    let (cache, source) = (InFlightCache::with_max_batch(1_000, 50), TenTimes::default());
    let keys: Vec<u32> = (0..120).collect();
    assert_eq!(cache.get_or_fetch(&keys, |keys| source.fetch(keys)).await.len(), 120);
    let sizes: Vec<usize> = source.batches().iter().map(Vec::len).collect();
    assert_eq!(sizes, [50, 50, 20]);
    assert!(cache.get_or_fetch(&[], |keys| source.fetch(keys)).await.is_empty());
    assert_eq!(source.batches().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_is_not_waited_for_and_serves_the_next_caller() {
    let (cache, source) = (InFlightCache::new(100), TenTimes::default());
    let begun = Instant::now();
    let ask = |wait: Duration| {
        let deadline = Instant::now() + wait;
        cache.get_or_fetch_until(deadline, &[2], |keys| source.fetch(keys))
    };
    assert!(ask(SECOND / 4).await.is_empty());
    assert_eq!(begun.elapsed(), SECOND / 4);
    assert_eq!(ask(SECOND).await[&2], 20);
    assert_eq!(begun.elapsed(), SECOND);
    assert_eq!(source.batches().len(), 1, "a caller that stops waiting does not stop the others");
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_panics_has_no_answers_and_is_off_the_list() {
    let cache: InFlightCache<u32, u32> = InFlightCache::new(100);
    let broken = |_| async { panic!("a drill") };
    assert!(cache.get_or_fetch(&[1], broken).await.is_empty());
    assert!(cache.0.pending.lock().batches.is_empty());
    let source = TenTimes::default();
    assert_eq!(cache.get_or_fetch(&[1], |keys| source.fetch(keys)).await[&1], 10);
}

#[tokio::test(start_paused = true)]
async fn clearing_holds_for_questions_under_way() {
    let (cache, source) = (InFlightCache::new(100), TenTimes::default());
    let ask = || {
        let (cache, source) = (cache.clone(), source.clone());
        tokio::spawn(async move { cache.get_or_fetch(&[2], |keys| source.fetch(keys)).await })
    };
    let waiting = ask();
    sleep(SECOND / 2).await;
    cache.clear();
    assert_eq!(waiting.await.unwrap()[&2], 20, "who waits gets the answer");
    assert_eq!(cache.get(&2), None, "it is not kept");
    assert_eq!(ask().await.unwrap()[&2], 20);
    assert_eq!(source.batches(), [[2], [2]], "it is asked anew");
    assert_eq!(cache.get(&2), Some(20));
}

#[tokio::test(start_paused = true)]
async fn a_batch_from_before_clearing_does_not_take_a_newer_one_off_the_list() {
    let (cache, source) = (InFlightCache::new(100), TenTimes::default());
    let begun = Instant::now();
    let ask = || {
        let (cache, source) = (cache.clone(), source.clone());
        tokio::spawn(async move { cache.get_or_fetch(&[2], |keys| source.fetch(keys)).await })
    };
    let old = ask();
    sleep(SECOND / 2).await;
    cache.clear();
    let newer = ask();
    assert_eq!(old.await.unwrap()[&2], 20);
    assert!(cache.0.pending.lock().batches.contains_key(&2));
    assert_eq!(ask().await.unwrap()[&2], 20, "joins the newer batch");
    assert_eq!(newer.await.unwrap()[&2], 20);
    assert_eq!(begun.elapsed(), SECOND * 3 / 2);
    assert_eq!(source.batches().len(), 2);
    assert!(cache.0.pending.lock().batches.is_empty());
}

#[tokio::test]
async fn a_batch_runs_in_the_span_of_the_caller_that_began_it() {
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry());
    let span = tracing::info_span!("update");
    let cache = InFlightCache::new(100);
    let fetch = |_| async {
        let value = tracing::Span::current().id();
        HashMap::from([((), Fetched { value, ttl: SECOND })])
    };
    let answers = cache.get_or_fetch(&[()], fetch).instrument(span.clone()).await;
    assert!(span.id().is_some());
    assert_eq!(answers[&()], span.id());
}

/// Answers a tenth of a second after it had its turn in a budget, and remembers at whose expense that was. A question has twenty
/// seconds for both.
struct Budgeted {
    limiter: Arc<RateLimiter>,
    sent: Arc<Mutex<Vec<Requester>>>,
    cache: InFlightCache<u32, ()>,
}

const ADA: Requester = Requester::Person(1);
const ECE: Requester = Requester::Person(2);

impl Budgeted {
    /// Ada's share is used up; she has her next turn in half a second.
    async fn new() -> Budgeted {
        let limiter = RateLimiter::per_minute(std::num::NonZeroU32::new(600).unwrap());
        for _ in 0..40 {
            ADA.scope(limiter.acquire(Instant::now() + SECOND * 60)).await.unwrap();
        }
        Budgeted { limiter: Arc::new(limiter), sent: Arc::default(), cache: InFlightCache::new(100) }
    }

    /// Whether there is an answer.
    async fn ask(&self, requester: Requester, key: u32) -> bool {
        let fetch = |keys: Vec<u32>| {
            let (limiter, sent) = (self.limiter.clone(), self.sent.clone());
            async move {
                let deadline = Instant::now() + SECOND * 20;
                let Ok(payer) = limiter.acquire(deadline).await else { return HashMap::new() };
                sent.lock().push(payer);
                if timeout_at(deadline, sleep(SECOND / 10)).await.is_err() {
                    return HashMap::new();
                }
                keys.into_iter().map(|key| (key, Fetched { value: (), ttl: Duration::ZERO })).collect()
            }
        };
        requester.scope(self.cache.get_or_fetch(&[key], fetch)).await.contains_key(&key)
    }
}

#[tokio::test(start_paused = true)]
async fn what_everybody_stopped_waiting_for_is_not_sent_any_more() {
    let world = Budgeted::new().await;
    for key in 0..5 {
        assert!(timeout(SECOND / 20, world.ask(ADA, key)).await.is_err());
    }
    sleep(SECOND * 60).await;
    assert!(world.sent.lock().is_empty());
    assert!(world.cache.0.pending.lock().batches.is_empty(), "it ends at its deadline");
    world.ask(ADA, 0).await;
    assert_eq!(*world.sent.lock(), [ADA]);
}

#[tokio::test(start_paused = true)]
async fn who_joins_a_question_does_not_wait_in_the_line_of_who_asked_first() {
    let world = Budgeted::new().await;
    // Her line is twenty seconds long, and what others ask for as well is at its end.
    let many = join_all((0..40).map(|key| world.ask(ADA, key)));
    let ece = async {
        sleep(SECOND / 10).await;
        let begun = Instant::now();
        world.ask(ECE, 39).await;
        assert!(begun.elapsed() < SECOND / 2, "{:?}", begun.elapsed());
        assert_eq!(*world.sent.lock(), [ECE]);
    };
    tokio::join!(many, ece);
    assert_eq!(world.sent.lock().len(), 40, "each was sent once");
}

/// Fault: a person gives up a question that waits for a turn, and another person has the same question when its time is almost up.
/// Behaviour: the other person's question is asked anew, with the whole time for its answer.
#[tokio::test(start_paused = true)]
async fn an_abandoned_question_is_asked_anew_by_the_next_person() {
    let world = Budgeted::new().await;
    assert!(timeout(SECOND / 20, world.ask(ADA, 1)).await.is_err());
    sleep(SECOND * 20 - SECOND / 10).await;
    let begun = Instant::now();
    assert!(world.ask(ECE, 1).await);
    assert_eq!(begun.elapsed(), SECOND / 10);
    assert_eq!(*world.sent.lock(), [ECE]);
    assert!(world.cache.0.pending.lock().batches.is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_end_of_an_abandoned_question_does_not_take_the_new_one_off_the_list() {
    let world = Budgeted::new().await;
    assert!(timeout(SECOND / 20, world.ask(ADA, 1)).await.is_err());
    sleep(SECOND * 20 - SECOND / 10).await;
    let ece = world.ask(ECE, 1);
    let ada = async {
        // The first question has ended, the second is under way.
        sleep(SECOND * 3 / 40).await;
        world.ask(ADA, 1).await
    };
    assert_eq!(tokio::join!(ece, ada), (true, true));
    assert_eq!(*world.sent.lock(), [ECE], "she joined it");
}

//! What is remembered, what is asked once, and how much is asked at once.

use std::sync::Arc;

use dealink_core::requester::Requester;
use futures::future::join_all;
use parking_lot::Mutex;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

use super::*;

fn asked(internet: &ShortHostsStandIn) -> usize {
    internet.requests().values().sum()
}

#[tokio::test]
async fn a_link_that_was_followed_is_not_asked_for_again_however_it_is_written() {
    let (internet, resolver) = world(calm());
    for short in [
        "https://a.aliexpress.com/_mWool01",
        "http://A.aliexpress.com./_mWool01?spm=1",
        "https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/?ulp=https%3A%2F%2Fa.aliexpress.com%2F_mWool01",
    ] {
        assert_eq!(follow(&resolver, short).await, "1005009000000012");
    }
    assert_eq!(follow(&resolver, "a.aliexpress.com/_mAway01").await, "Elsewhere");
    assert_eq!(follow(&resolver.clone(), "a.aliexpress.com/_mAway01").await, "Elsewhere");
    assert_eq!(asked(&internet), 2);
}

#[tokio::test]
async fn what_was_not_found_rests_and_is_then_asked_for_again() {
    let item = HostAnswer::Redirect(302, "https://www.aliexpress.com/item/1005009000000012.html".to_owned());
    let wall = HostAnswer::Redirect(302, "https://www.aliexpress.com/punish?x5secdata=x".to_owned());
    let circle = HostAnswer::Redirect(302, "https://a.aliexpress.com/_mFresh1".to_owned());
    for (answer, outcome) in [
        (wall, "RobotCheck"),
        (circle, "TooFar"),
        (HostAnswer::Status(503), "Failed(Status(503))"),
        (HostAnswer::Status(404), "Gone"),
    ] {
        for (timeouts, then, requests) in [(calm(), outcome, 1), (forgetful(), "1005009000000012", 2)] {
            let (internet, resolver) = world(timeouts);
            internet.set_answer("a.aliexpress.com/_mFresh1", item.clone());
            internet.override_next(&answer, 1);
            assert_eq!(follow(&resolver, "a.aliexpress.com/_mFresh1").await, outcome);
            assert_eq!(follow(&resolver, "a.aliexpress.com/_mFresh1").await, then, "after {outcome}");
            assert_eq!(asked(&internet), requests, "after {outcome}");
        }
    }
}

#[tokio::test]
async fn equal_questions_in_flight_are_asked_once_and_survive_who_asked_first() {
    let (internet, resolver) = world(forgetful());
    internet.set_delay(Duration::from_millis(300));
    let short = url("a.aliexpress.com/_mWool01");
    let is_asked = async {
        while asked(&internet) == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = resolver.resolve(&short, soon()) => panic!("answered too soon"),
        () = is_asked => {}
    }
    let outcomes = join_all((0..20).map(|_| resolver.resolve(&short, soon()))).await;
    assert!(outcomes.iter().all(|outcome| told(outcome) == "1005009000000012"));
    assert_eq!(asked(&internet), 1);
}

#[tokio::test]
async fn no_more_than_allowed_is_asked_at_once() {
    let shorts =
        |from: u32| (from..from + 12).map(|n| url(&format!("a.aliexpress.com/_m{n}"))).collect::<Vec<_>>();
    for (at_once, of_one_message_at_once, most) in [(3, 12, 3), (12, 4, 4)] {
        let (internet, resolver) = world(ResolverTimeouts {
            max_concurrent: at_once,
            max_concurrent_per_message: of_one_message_at_once,
            ..calm()
        });
        internet.set_delay(Duration::from_millis(50));
        let outcomes = resolver.resolve_all(&shorts(100)).await;
        assert!(outcomes.len() == 12 && outcomes.values().all(|outcome| *outcome == ShortLinkOutcome::Gone));
        assert_eq!(internet.most_at_once(), most);
    }
    // Two messages share the bound on all questions.
    let (internet, resolver) =
        world(ResolverTimeouts { max_concurrent: 5, max_concurrent_per_message: 4, ..calm() });
    internet.set_delay(Duration::from_millis(50));
    let (one, other) = (shorts(100), shorts(200));
    tokio::join!(resolver.resolve_all(&one), resolver.resolve_all(&other));
    assert_eq!(internet.most_at_once(), 5);
}

#[tokio::test]
async fn links_beyond_the_bound_of_a_message_are_not_tried() {
    let (internet, resolver) = world(ResolverTimeouts { max_links_per_message: 3, ..calm() });
    let names = ["_mWool01", "_mKeyb01", "_mWool01", "_mMoka01", "_mHot001"];
    let shorts: Vec<Url> = names.iter().map(|name| url(&format!("a.aliexpress.com/{name}"))).collect();
    let outcomes = resolver.resolve_all(&shorts).await;
    assert_eq!(outcomes.len(), 4);
    for (at, leads) in
        [(0, "1005009000000012"), (1, "1005009000000002"), (3, "1005009000000015"), (4, "NotTried")]
    {
        assert_eq!(told(&outcomes[&shorts[at]]), leads);
    }
    assert_eq!(asked(&internet), 3);
    assert!(resolver.resolve_all(&[]).await.is_empty());
}

#[tokio::test]
async fn nobody_waits_longer_than_a_hop_a_link_or_a_message_may_take() {
    let brief = Duration::from_millis(30);
    let slow = url("a.aliexpress.com/_mSlow01");
    for timeouts in [
        ResolverTimeouts { per_hop: brief, ..calm() },
        ResolverTimeouts { per_link: brief, ..calm() },
        ResolverTimeouts { per_message: brief, ..calm() },
    ] {
        let (_internet, resolver) = world(timeouts);
        let outcomes = resolver.resolve_all(std::slice::from_ref(&slow)).await;
        assert_eq!(outcomes[&slow], ShortLinkOutcome::Failed(ResolveError::Late));
    }
    // Each hop is quick enough, all together are not.
    let (internet, resolver) = world(ResolverTimeouts { per_link: Duration::from_millis(100), ..calm() });
    internet.set_delay(Duration::from_millis(50));
    assert_eq!(follow(&resolver, "a.aliexpress.com/_mFive02").await, "Failed(Late)");
}

#[tokio::test]
async fn a_slow_link_of_a_message_does_not_cost_the_others_their_answer() {
    let (_internet, resolver) = world(hasty());
    let (slow, quick) = (url("a.aliexpress.com/_mSlow01"), url("a.aliexpress.com/_mWool01"));
    let outcomes = resolver.resolve_all(&[slow.clone(), quick.clone()]).await;
    assert_eq!(outcomes[&slow], ShortLinkOutcome::Failed(ResolveError::Late));
    assert_eq!(told(&outcomes[&quick]), "1005009000000012");
}

#[tokio::test]
async fn a_place_in_line_that_never_comes_is_no_fault_of_the_link() {
    let (internet, resolver) =
        world(ResolverTimeouts { max_concurrent: 1, per_link: Duration::from_millis(300), ..calm() });
    let line = resolver.0.slots.acquire().await;
    assert_eq!(follow(&resolver, "a.aliexpress.com/_mWool01").await, "NotTried");
    drop(line);
    assert_eq!(follow(&resolver, "a.aliexpress.com/_mWool01").await, "1005009000000012");
    assert_eq!(asked(&internet), 1);
}

#[tokio::test]
async fn the_links_of_one_person_leave_slots_for_the_others() {
    let (internet, resolver) = world(ResolverTimeouts { max_concurrent: 6, ..calm() });
    let slow: Vec<Url> = (0..40).map(|n| url(&format!("a.aliexpress.com/_mSlow{n:02}"))).collect();
    for address in &slow {
        internet.set_answer(address.as_str().trim_start_matches("https://"), HostAnswer::Hang);
    }
    let flood = slow.chunks(4).map(|links| Requester::Person(1).scope(resolver.resolve_all(links)));
    let other = async {
        while internet.most_at_once() < 5 {
            tokio::task::yield_now().await;
        }
        Requester::Person(2).scope(resolver.resolve(&url("a.aliexpress.com/_mWool01"), soon())).await
    };
    let other = tokio::time::timeout(Duration::from_secs(10), other);
    tokio::select! {
        _ = join_all(flood) => panic!("nothing answers it"),
        outcome = other => assert_eq!(told(&outcome.expect("all slots are taken")), "1005009000000012"),
    }
    assert!(internet.most_at_once() <= 6);
}

/// A server in the test's own time that never answers, and the times at which it was connected to.
async fn silent_server(timeouts: ResolverTimeouts) -> (Resolver, Arc<Mutex<Vec<Instant>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let transport = ResolverTransport::Loopback(listener.local_addr().unwrap());
    let connected = Arc::new(Mutex::new(Vec::new()));
    let times = connected.clone();
    tokio::spawn(async move {
        let mut open = Vec::new();
        loop {
            open.push(listener.accept().await.unwrap());
            times.lock().push(Instant::now());
        }
    });
    (Resolver::new(transport, timeouts).unwrap(), connected)
}

/// Fault: a message has fifty short links whose servers do not answer.
/// Behaviour: once the message's time is up, no further link is asked for.
#[tokio::test(start_paused = true)]
async fn no_link_is_begun_after_the_time_of_its_message() {
    let seconds = Duration::from_secs;
    let (resolver, connected) =
        silent_server(ResolverTimeouts { per_hop: seconds(4), ..ResolverTimeouts::default() }).await;
    let shorts: Vec<Url> = (0..50).map(|n| url(&format!("a.aliexpress.com/_mSlow{n:02}"))).collect();
    let begun = Instant::now();
    let outcomes = resolver.resolve_all(&shorts).await;
    assert_eq!(begun.elapsed(), seconds(15));
    assert!(outcomes.values().all(|outcome| *outcome == ShortLinkOutcome::Failed(ResolveError::Late)));
    sleep(seconds(60)).await;
    let after: Vec<_> = connected.lock().iter().map(|at| *at - begun).collect();
    assert_eq!(after, [0, 4, 8, 12].map(|at| [seconds(at); 5]).concat());
}

/// Fault: a person's short link waits for a slot, and another person has the same link when that time is almost up.
/// Behaviour: the link is asked with its whole time, whether the first person still waits or not.
#[tokio::test(start_paused = true)]
async fn a_link_that_had_its_turn_late_has_time_for_its_hops() {
    let seconds = Duration::from_secs;
    for first_waits in [seconds(1), seconds(60)] {
        let timeouts = ResolverTimeouts { max_concurrent_per_requester: 1, ..ResolverTimeouts::default() };
        let (resolver, _connected) = silent_server(timeouts).await;
        let own_slot = Requester::Person(1).scope(resolver.0.acquire_slot(Requester::Person(1))).await;
        let short = url("a.aliexpress.com/_mSlow01");
        let first = timeout(first_waits, Requester::Person(1).scope(resolver.resolve(&short, soon())));
        let second = async {
            sleep(seconds(8) - Duration::from_millis(500)).await;
            let begun = Instant::now();
            Requester::Person(2).scope(resolver.resolve(&short, soon())).await;
            assert_eq!(begun.elapsed(), seconds(3), "one hop");
        };
        let _ = tokio::join!(first, second);
        drop(own_slot);
    }
}

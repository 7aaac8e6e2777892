//! Waiting: for the end of a cooldown, for an answer, for the deadline.

use tokio::time::Instant;

use super::*;

#[tokio::test]
async fn too_many_calls_is_waited_out() {
    for fault in [
        AdmitadFault::Status(503),
        AdmitadFault::ErrorCode(503, 4),
        AdmitadFault::ErrorCode(400, 4),
        AdmitadFault::Status(429),
    ] {
        for endpoint in [ApiMethod::Deeplink, ApiMethod::Token] {
            let (stand_in, client) = world(quick()).await;
            stand_in.inject_fault(endpoint.into(), fault, 6);
            assert_eq!(ask(&client, endpoint).await, Ok(()), "{fault:?}");
            assert_eq!(
                stand_in.calls().count(endpoint.into()),
                7,
                "more often than the attempts of a broken call"
            );
        }
    }
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_told_and_holds_every_method() {
    let cooldown = Duration::from_secs(3_600);
    let timeouts = AdmitadTimeouts { cooldowns: RetryPolicy::endless(cooldown, cooldown), ..quick() };
    let (stand_in, client) = world(timeouts).await;
    client.warm_up().await;
    stand_in.set_calls_per_minute(0);
    let started = Instant::now();
    for endpoint in [ApiMethod::Deeplink, ApiMethod::Rates, ApiMethod::Check] {
        let told = ask(&client, endpoint).await;
        let Err(AdmitadError::Busy { retry_in }) = told else { panic!("{told:?}") };
        assert!(retry_in > cooldown / 2 && retry_in <= cooldown, "{retry_in:?}");
    }
    assert_eq!(stand_in.calls().count(Method::Deeplink), 1);
    assert_eq!(stand_in.calls().count(Method::Rates), 0, "nothing is asked during the cooldown");
    assert!(started.elapsed() < quick().deadline, "told at once, not at the deadline");
}

#[tokio::test]
async fn the_deadline_bounds_a_network_that_is_always_busy() {
    let (stand_in, client) = world(AdmitadTimeouts { deadline: Duration::from_millis(60), ..quick() }).await;
    stand_in.set_calls_per_minute(1);
    let told = ask(&client, ApiMethod::Deeplink).await;
    // The deadline falls into a cooldown, or on a slow machine into a call.
    assert!(matches!(told, Err(AdmitadError::Busy { .. } | AdmitadError::Late { .. })), "{told:?}");
}

#[tokio::test]
async fn calls_run_in_tasks_and_a_hold_blocks_no_thread() {
    let cooldown = Duration::from_millis(40);
    let (stand_in, client) =
        world(AdmitadTimeouts { cooldowns: RetryPolicy::endless(cooldown, cooldown), ..quick() }).await;
    stand_in.inject_fault(Method::Deeplink, AdmitadFault::Status(503), 3);
    let call = |endpoint| {
        let client = client.clone();
        tokio::spawn(async move { ask(&client, endpoint).await })
    };
    let calls: Vec<_> = (0..8).flat_map(|_| ApiMethod::ALL).map(call).collect();
    for told in futures::future::join_all(calls).await {
        assert_eq!(told.unwrap(), Ok(()));
    }
}

#[tokio::test]
async fn silence_ends_at_the_deadline() {
    for endpoint in [ApiMethod::Deeplink, ApiMethod::Token] {
        let (stand_in, client) = world(hasty()).await;
        stand_in.inject_fault(endpoint.into(), AdmitadFault::Hang, 100);
        let told = ask(&client, endpoint).await;
        assert!(matches!(told, Err(AdmitadError::Late { at }) if at.endpoint == endpoint), "{told:?}");
        assert!(stand_in.calls().count(endpoint.into()) <= 3);
    }
}

#[tokio::test]
async fn one_silence_is_forgiven() {
    let timeouts = AdmitadTimeouts { attempt: Duration::from_millis(500), ..quick() };
    let (stand_in, client) = world(timeouts).await;
    stand_in.inject_fault(Method::Deeplink, AdmitadFault::Hang, 1);
    assert_eq!(ask(&client, ApiMethod::Deeplink).await, Ok(()));
    assert_eq!(stand_in.calls().count(Method::Deeplink), 2);
}

#[tokio::test]
async fn every_method_takes_its_turn_in_the_budget() {
    let calls_per_minute = std::num::NonZeroU32::MIN;
    let mut worlds = Vec::new();
    for endpoint in ApiMethod::ALL {
        let (stand_in, client) = world(AdmitadTimeouts { calls_per_minute, ..quick() }).await;
        // One call is all there is.
        match endpoint {
            ApiMethod::Token => client.0.limiter.acquire(Instant::now()).await.unwrap(),
            _ => client.warm_up().await,
        }
        worlds.push((endpoint, stand_in, client));
    }
    // From here on nothing is sent, so the deadline need not pass in real time.
    tokio::time::pause();
    let without_a_turn = worlds.into_iter().map(async |(endpoint, stand_in, client)| {
        let told = ask(&client, endpoint).await;
        assert!(matches!(told, Err(AdmitadError::Busy { .. })), "{endpoint:?}: {told:?}");
        let calls = stand_in.calls().0.into_iter().map(|call| call.endpoint);
        assert!(calls.eq([Method::Token].into_iter().filter(|_| endpoint != ApiMethod::Token)));
    });
    futures::future::join_all(without_a_turn).await;
}

/// Fault: a call has its turn so late that there is little time left for its answer.
/// Behaviour: the budget of calls is told as the cause, and not a fault of the network.
#[tokio::test]
async fn a_turn_that_comes_too_late_is_no_fault_of_the_network() {
    let calls_per_minute = std::num::NonZeroU32::new(4).unwrap();
    let (stand_in, client) = world(AdmitadTimeouts { calls_per_minute, ..quick() }).await;
    client.warm_up().await;
    stand_in.inject_fault(Method::Deeplink, AdmitadFault::Hang, 1);
    tokio::time::pause();
    let begun = Instant::now();
    let told = ask(&client, ApiMethod::Deeplink).await;
    assert!(matches!(told, Err(AdmitadError::Busy { .. })), "{told:?}");
    assert!(begun.elapsed() >= quick().deadline);
    assert_eq!(stand_in.calls().count(Method::Deeplink), 1, "it had its turn after some twenty seconds");
}

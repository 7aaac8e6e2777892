//! What does not go well: at the platform, on the way, in the account.

use tokio::time::Instant;

use super::*;
use dealink_sandbox::open_platform::OpenPlatformFault;

#[tokio::test]
async fn a_passing_fault_is_tried_once_more() {
    for fault in [
        OpenPlatformFault::ErrorNumber(15, "Remote service error"),
        OpenPlatformFault::Error("15", "isp.http-read-timeout", "Remote service error"),
        OpenPlatformFault::Result(404, "System Error"),
        OpenPlatformFault::Status(500),
        OpenPlatformFault::Status(502),
        OpenPlatformFault::Html,
        OpenPlatformFault::Half,
        OpenPlatformFault::ForeignJson,
        OpenPlatformFault::Oversized,
        OpenPlatformFault::Cut,
    ] {
        let (stand_in, client) = world(quick()).await;
        stand_in.inject_fault(&fault, 1);
        let offer = ask(&client, first()).await.unwrap();
        assert!(offer.title.is_some() && offer.title_tr.is_some(), "{fault:?}");
        assert_eq!(stand_in.calls().len(), 3, "{fault:?}");
    }
}

#[tokio::test]
async fn a_lasting_fault_is_tried_twice_and_then_left_in_peace() {
    for (fault, error) in [
        (OpenPlatformFault::Status(503), OpenPlatformError::Unreachable { status: Some(503) }),
        (
            OpenPlatformFault::Result(404, "System Error"),
            OpenPlatformError::Unreachable { status: Some(200) },
        ),
        (OpenPlatformFault::Half, OpenPlatformError::Garbled),
        (OpenPlatformFault::Cut, OpenPlatformError::Unreachable { status: None }),
    ] {
        let (stand_in, client) = world(quick()).await;
        stand_in.inject_fault(&fault, 1_000);
        assert_eq!(ask(&client, first()).await, Err(NoOffer::Failed(error)));
        let calls = stand_in.calls().len();
        assert!(
            (2..=4).contains(&calls),
            "each edition twice at most, and none after the other gave up: {calls}"
        );
        stand_in.clear_faults();
        let told = ask(&client, first()).await;
        assert!(matches!(told, Err(NoOffer::Failed(OpenPlatformError::CoolingDown { .. }))), "{told:?}");
        assert_eq!(stand_in.calls().len(), calls, "nothing is asked during the cooldown");
    }
}

#[tokio::test]
async fn an_application_that_is_not_accepted_asks_no_more() {
    for fault in [
        OpenPlatformFault::Error("IncompleteSignature", "", "no"),
        OpenPlatformFault::Error("InvalidSignature", "", "no"),
        OpenPlatformFault::ErrorNumber(25, "Invalid signature"),
        OpenPlatformFault::Error("InvalidAppKey", "", "no"),
        OpenPlatformFault::ErrorNumber(29, "Invalid app Key"),
        OpenPlatformFault::Error("IllegalAccessToken", "", "no"),
        OpenPlatformFault::Error("InsufficientPermission", "", "no"),
        OpenPlatformFault::ErrorNumber(11, "Insufficient ISV permissions"),
        OpenPlatformFault::Result(401, "This publisher is not registered"),
    ] {
        let (stand_in, client) = world(quick()).await;
        stand_in.inject_fault(&fault, 1_000);
        let denied = Err(NoOffer::Failed(OpenPlatformError::Denied));
        assert_eq!(ask(&client, first()).await, denied, "{fault:?}");
        let calls = stand_in.calls().len();
        assert!(calls <= 2, "{fault:?}: not tried again");
        stand_in.clear_faults();
        assert_eq!(ask(&client, unknown(1)).await, denied, "{fault:?}");
        assert_eq!(stand_in.calls().len(), calls, "{fault:?}");
    }
}

#[tokio::test]
async fn wrong_keys_are_denied_and_a_wrong_clock_is_refused() {
    let (_stand_in, account) = served().await;
    let wrong_secret = OpenPlatformAccount { app_secret: "wrong".into(), ..account.clone() };
    let wrong_key = OpenPlatformAccount { app_key: "500078".to_owned(), ..account.clone() };
    for wrong in [wrong_secret, wrong_key] {
        let told = ask(&client(wrong, noon(), quick()), first()).await;
        assert_eq!(told, Err(NoOffer::Failed(OpenPlatformError::Denied)));
    }
    let late = Clock::fixed("2026-11-22T13:00:00Z".parse().unwrap());
    let told = ask(&client(account, late, quick()), first()).await;
    assert_eq!(told, Err(NoOffer::Failed(OpenPlatformError::Refused)));
}

#[tokio::test]
async fn a_ban_holds_everybody_for_as_long_as_it_says() {
    let hour = "Api access frequency exceeds the limit. this ban will last 3600 seconds";
    for fault in [
        OpenPlatformFault::Error("ApiCallLimit", "", hour),
        OpenPlatformFault::Error("7", "isv.api-flow-limit", hour),
        OpenPlatformFault::ErrorNumber(429, hour),
    ] {
        let (stand_in, client) = world(quick()).await;
        stand_in.inject_fault(&fault, 1);
        let begun = Instant::now();
        let told = ask(&client, unknown(7)).await;
        let Err(NoOffer::Failed(OpenPlatformError::CoolingDown { retry_in })) = told else {
            panic!("{told:?}")
        };
        assert!(retry_in > Duration::from_secs(3_500), "{fault:?}: {retry_in:?}");
        assert!(begun.elapsed() < Duration::from_secs(20), "told at once");
        assert!(stand_in.calls().len() <= 2);
    }
}

#[tokio::test]
async fn a_platform_that_hangs_costs_the_patience_and_no_more() {
    let (stand_in, client) = world(OpenPlatformTimeouts {
        answer: Duration::from_millis(30),
        attempt: Duration::from_millis(60),
        ..quick()
    })
    .await;
    stand_in.inject_fault(&OpenPlatformFault::Hang, 1_000);
    assert_eq!(ask(&client, first()).await, Err(NoOffer::Failed(OpenPlatformError::Late)));
}

#[tokio::test]
async fn an_answer_that_comes_late_serves_whoever_asks_next() {
    let (stand_in, client) =
        world(OpenPlatformTimeouts { answer: Duration::from_millis(20), ..quick() }).await;
    stand_in.set_delay(Duration::from_millis(200));
    let late = Err(NoOffer::Failed(OpenPlatformError::Late));
    assert_eq!(ask(&client, first()).await, late);
    let mut answer = late.clone();
    while answer == late {
        answer = ask(&client, first()).await;
    }
    assert!(answer.is_ok());
    assert_eq!(stand_in.calls().len(), 2, "it was asked once, in both editions");
}

#[tokio::test]
async fn an_address_that_hangs_up_is_out_of_reach() {
    let (_stand_in, account) = served().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/sync", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        loop {
            drop(listener.accept().await);
        }
    });
    let told = ask(&client(OpenPlatformAccount { url, ..account }, noon(), quick()), first()).await;
    assert_eq!(told, Err(NoOffer::Failed(OpenPlatformError::Unreachable { status: None })));
}

#[tokio::test]
async fn nothing_printable_shows_key_or_secret() {
    let (_stand_in, account) = served().await;
    let account = OpenPlatformAccount { app_key: "key-77".into(), app_secret: "hush-88".into(), ..account };
    let client = client(account.clone(), noon(), quick());
    let told = ask(&client, first()).await;
    let shown = format!("{account:?} {client:?} {told:?}");
    assert!(!shown.contains("key-77") && !shown.contains("hush-88"), "{shown}");
}

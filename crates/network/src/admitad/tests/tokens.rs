//! One token for all calls, and never a storm of requests for one.

use super::*;

#[tokio::test]
async fn fifty_callers_need_one_token() {
    let (stand_in, client) = world(quick()).await;
    stand_in.set_delay(Method::Token, Duration::from_millis(10));
    let calls = (0..50).map(|number| {
        let client = client.clone();
        async move { client.deeplinks(&[unknown(number)]).await }
    });
    assert!(futures::future::join_all(calls).await.iter().all(Result::is_ok));
    assert_eq!(stand_in.calls().count(Method::Token), 1);
    assert_eq!(stand_in.calls().count(Method::Deeplink), 50);
}

#[tokio::test]
async fn fifty_callers_with_a_dead_token_need_one_new_token() {
    let (stand_in, client) = world(quick()).await;
    client.warm_up().await;
    stand_in.revoke_tokens();
    let calls = (0..50).map(|number| {
        let client = client.clone();
        async move { client.deeplinks(&[unknown(number)]).await }
    });
    assert!(futures::future::join_all(calls).await.iter().all(Result::is_ok));
    assert_eq!(stand_in.calls().count(Method::Token), 2, "the first and one for all");
}

#[tokio::test]
async fn a_token_that_worked_is_replaced_as_often_as_it_dies() {
    let (stand_in, client) = world(quick()).await;
    for round in 1..=3 {
        assert_eq!(ask(&client, ApiMethod::Check).await, Ok(()));
        assert_eq!(stand_in.calls().count(Method::Token), round);
        stand_in.revoke_tokens();
    }
    stand_in.inject_fault(Method::Check, AdmitadFault::ErrorCode(401, 0), 1);
    assert_eq!(ask(&client, ApiMethod::Check).await, Ok(()));
}

#[tokio::test]
async fn a_fresh_token_that_is_rejected_ends_it_without_a_storm() {
    let (stand_in, client) = world(quick()).await;
    stand_in.inject_fault(Method::Deeplink, AdmitadFault::ErrorCode(401, 1), 1_000);
    for _ in 0..10 {
        let told = ask(&client, ApiMethod::Deeplink).await;
        assert!(matches!(told, Err(AdmitadError::Denied { .. })), "{told:?}");
    }
    assert_eq!(stand_in.calls().count(Method::Token), 2, "the first and one replacement");
    assert_eq!(ask(&client, ApiMethod::Rates).await, Ok(()), "other methods still take it");
}

#[tokio::test]
async fn wrong_credentials_are_asked_about_once() {
    let stand_in = AdmitadStandIn::new(products());
    let mut account = crate::admitad::sandbox_account(served(&stand_in).await);
    account.client_secret = "wrong".into();
    let client = Admitad::new(account, plain_http(), quick());
    client.warm_up().await;
    let calls = (0..20).map(|_| ask(&client, ApiMethod::Deeplink));
    for told in futures::future::join_all(calls).await {
        assert!(matches!(told, Err(AdmitadError::Denied { .. })), "{told:?}");
    }
    assert_eq!(stand_in.calls().count(Method::Token), 1);
    assert_eq!(stand_in.calls().count(Method::Deeplink), 0);
}

#[tokio::test]
async fn callers_who_wait_for_a_token_share_its_failure() {
    let (stand_in, client) = world(quick()).await;
    stand_in.set_delay(Method::Token, Duration::from_millis(5));
    stand_in.inject_fault(Method::Token, AdmitadFault::Status(500), 1_000);
    let calls = (0..50).map(|_| ask(&client, ApiMethod::Deeplink));
    for told in futures::future::join_all(calls).await {
        assert!(matches!(told, Err(AdmitadError::Unreachable { .. })), "{told:?}");
    }
    assert_eq!(stand_in.calls().count(Method::Token), 3, "the attempts of one call");
    stand_in.clear_faults();
    assert_eq!(ask(&client, ApiMethod::Deeplink).await, Ok(()), "and it is over when it is over");
}

#[tokio::test]
async fn a_token_is_kept_and_a_life_of_nothing_is_not_believed() {
    let (stand_in, client) = world(quick()).await;
    stand_in.inject_fault(Method::Token, AdmitadFault::Nulls, 1);
    for _ in 0..3 {
        assert_eq!(ask(&client, ApiMethod::AdSpace).await, Ok(()));
    }
    assert_eq!(stand_in.calls().count(Method::Token), 1);
    stand_in.set_token_life(Duration::ZERO);
    stand_in.revoke_tokens();
    let told = ask(&client, ApiMethod::AdSpace).await;
    assert!(matches!(told, Err(AdmitadError::Denied { .. })), "dead on arrival: {told:?}");
}

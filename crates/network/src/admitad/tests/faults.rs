//! Failures of the network, and the errors that the caller gets.

use std::collections::HashSet;

use super::*;

#[tokio::test]
async fn unreadable_answers_are_tried_again_and_then_told() {
    for endpoint in ApiMethod::ALL {
        for fault in [AdmitadFault::Html, AdmitadFault::HalfJson, AdmitadFault::Empty] {
            let (stand_in, client) = world(quick()).await;
            stand_in.inject_fault(endpoint.into(), fault, 2);
            assert_eq!(ask(&client, endpoint).await, Ok(()), "{endpoint} {fault:?} twice");

            let (stand_in, client) = world(quick()).await;
            stand_in.inject_fault(endpoint.into(), fault, 3);
            let told = ask(&client, endpoint).await;
            assert!(matches!(told, Err(AdmitadError::Garbled { at }) if at.endpoint == endpoint), "{told:?}");
            assert_eq!(stand_in.calls().count(endpoint.into()), 3, "{endpoint}");
        }
    }
}

#[tokio::test]
async fn an_answer_of_the_wrong_shape_is_told() {
    use ApiMethod::{AdSpace, Exchange, Rates, ShortLink, Token};
    for endpoint in [Token, ShortLink, Exchange, AdSpace] {
        let (stand_in, client) = world(quick()).await;
        stand_in.inject_fault(endpoint.into(), AdmitadFault::AllNulls, 1);
        let told = ask(&client, endpoint).await;
        match endpoint {
            // An ad space without a number is still the only one there is.
            AdSpace => assert_eq!(told, Ok(())),
            _ => assert!(matches!(told, Err(AdmitadError::Garbled { .. })), "{endpoint} {told:?}"),
        }
    }
    let (stand_in, client) = world(quick()).await;
    stand_in.inject_fault(Rates.into(), AdmitadFault::Oversized, 1);
    let told = ask(&client, Rates).await;
    assert!(matches!(told, Err(AdmitadError::Garbled { .. })), "{told:?}");
    assert_eq!(stand_in.calls().count(Rates.into()), 1, "three megabytes are not asked for again");
}

#[tokio::test]
async fn a_cut_or_a_server_fault_is_tried_again_and_then_told() {
    for fault in [
        AdmitadFault::Cut,
        AdmitadFault::Status(500),
        AdmitadFault::Status(502),
        AdmitadFault::ErrorCode(500, 3),
    ] {
        for endpoint in ApiMethod::ALL {
            let (stand_in, client) = world(quick()).await;
            stand_in.inject_fault(endpoint.into(), fault, 2);
            assert_eq!(ask(&client, endpoint).await, Ok(()), "{endpoint} {fault:?}");
            assert_eq!(stand_in.calls().count(endpoint.into()), 3);

            let (stand_in, client) = world(quick()).await;
            stand_in.inject_fault(endpoint.into(), fault, 3);
            let told = ask(&client, endpoint).await;
            assert!(
                matches!(told, Err(AdmitadError::Unreachable { at }) if at.endpoint == endpoint),
                "{endpoint} {fault:?} {told:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_refused_question_is_not_repeated() {
    for (status, endpoint) in
        [(400, ApiMethod::Deeplink), (404, ApiMethod::Deeplink), (410, ApiMethod::AdSpace)]
    {
        let (stand_in, client) = world(quick()).await;
        stand_in.inject_fault(endpoint.into(), AdmitadFault::Status(status), 1);
        let told = ask(&client, endpoint).await.unwrap_err();
        match status {
            404 => assert!(matches!(told, AdmitadError::NotConnected { .. }), "{told:?}"),
            _ => assert!(matches!(told, AdmitadError::Refused { .. }), "{told:?}"),
        }
        assert_eq!(stand_in.calls().count(endpoint.into()), 1);
    }
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let (stand_in, client) = world(quick()).await;
    stand_in.inject_fault(Method::Rates, AdmitadFault::ErrorCode(403, 2), 1);
    let told = ask(&client, ApiMethod::Rates).await.unwrap_err();
    assert!(matches!(told, AdmitadError::Denied { scope: Some("aliexpress_commission"), .. }), "{told:?}");
    assert!(told.to_string().contains("aliexpress_commission"));
    stand_in.inject_fault(Method::Rates, AdmitadFault::Status(403), 1);
    let told = ask(&client, ApiMethod::Rates).await.unwrap_err();
    assert!(matches!(told, AdmitadError::Denied { scope: None, .. }), "{told:?}");
}

#[tokio::test]
async fn a_closed_port_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let client = Admitad::new(crate::admitad::sandbox_account(base), plain_http(), quick());
    client.warm_up().await;
    let told = ask(&client, ApiMethod::Deeplink).await;
    assert!(matches!(told, Err(AdmitadError::Unreachable { at }) if at.status.is_none()), "{told:?}");
}

#[tokio::test]
async fn a_strange_ad_space_is_not_connected() {
    let stand_in = AdmitadStandIn::new(products());
    let mut account = crate::admitad::sandbox_account(served(&stand_in).await);
    account.website_id = 1;
    let client = Admitad::new(account, plain_http(), quick());
    for endpoint in [ApiMethod::Deeplink, ApiMethod::AdSpace, ApiMethod::Program] {
        let told = ask(&client, endpoint).await;
        assert!(matches!(told, Err(AdmitadError::NotConnected { .. })), "{told:?}");
    }
}

#[tokio::test]
async fn no_text_shows_a_secret_a_token_a_body_or_an_address() {
    let mut texts = HashSet::new();
    for endpoint in ApiMethod::ALL {
        for fault in [
            AdmitadFault::Status(403),
            AdmitadFault::ErrorCode(400, 3),
            AdmitadFault::ErrorCode(401, 1),
            AdmitadFault::Status(404),
            AdmitadFault::Status(500),
            AdmitadFault::Html,
            AdmitadFault::HalfJson,
            AdmitadFault::Cut,
            AdmitadFault::Hang,
        ] {
            let (stand_in, client) = world(hasty()).await;
            stand_in.inject_fault(endpoint.into(), fault, 100);
            let told = ask(&client, endpoint).await;
            texts.insert(format!("{told:?} {client:?} {:?}", client.0.account));
            texts.extend(told.err().map(|error| error.to_string()));
        }
    }
    assert!(texts.len() > 20, "there was something to read");
    for text in texts {
        for secret in
            [CLIENT_ID, CLIENT_SECRET, "sandbox-token", "rzekl", "aliexpress.com", "127.0.0.1:", "ordered"]
        {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

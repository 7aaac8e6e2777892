//! The stand-in itself, asked by plain requests without the bot's client.

use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;

struct AdmitadTestClient {
    stand_in: AdmitadStandIn,
    base: String,
    http: Client,
    token: String,
}

impl AdmitadTestClient {
    async fn with_scope(scope: &str) -> Self {
        let stand_in = AdmitadStandIn::new(products());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = stand_in.router();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let mut visitor = AdmitadTestClient {
            stand_in,
            base,
            http: Client::builder().no_proxy().build().unwrap(),
            token: String::new(),
        };
        visitor.token = visitor.token_for(scope).await;
        visitor
    }

    async fn new() -> Self {
        let scopes: Vec<&str> = AdmitadEndpoint::ALL.into_iter().filter_map(AdmitadEndpoint::scope).collect();
        AdmitadTestClient::with_scope(&scopes.join(" ")).await
    }

    async fn token_for(&self, scope: &str) -> String {
        let form = [("grant_type", "client_credentials"), ("client_id", CLIENT_ID), ("scope", scope)];
        let request =
            self.http.post(format!("{}/token/", self.base)).basic_auth(CLIENT_ID, Some(CLIENT_SECRET));
        let answer: Value = request.form(&form).send().await.unwrap().json().await.unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    async fn fetch(&self, path: &str) -> Response {
        self.http.get(format!("{}{path}", self.base)).bearer_auth(&self.token).send().await.unwrap()
    }

    async fn fault_of(&self, path: &str) -> (u16, i64) {
        let answer = self.fetch(path).await;
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap();
        assert!(body["error"].is_string() && body["error_description"].is_string(), "{body}");
        (status, body["error_code"].as_i64().unwrap())
    }

    fn deeplink(&self, query: &str) -> String {
        format!("/deeplink/{AD_SPACE}/advcampaign/{PROGRAM}/?{query}")
    }
}

#[tokio::test]
async fn a_deeplink_has_the_documented_form() {
    let visitor = AdmitadTestClient::new().await;
    let page = visitor.stand_in.products()[0].page();
    let query = format!("subid=tea+shop&ulp={}", page.replace(':', "%3A").replace('/', "%2F"));
    let answer: Value = visitor.fetch(&visitor.deeplink(&query)).await.json().await.unwrap();
    let link = answer[0]["link"].as_str().unwrap();
    assert!(
        link.starts_with(&format!("https://{TRACKER}/g/{CODE}/?subid=tea+shop&ulp=https%3A%2F%2F")),
        "{link}"
    );
    assert_eq!(answer[0]["is_affiliate_product"], true);
}

#[tokio::test]
async fn a_language_may_stand_before_every_path() {
    let visitor = AdmitadTestClient::new().await;
    for path in ["/websites/v2/", "/tr/websites/v2/", "/en/websites/v2"] {
        let answer: Value = visitor.fetch(path).await.json().await.unwrap();
        assert_eq!(answer[0]["verification_code"], AD_SPACE_CODE, "{path}");
    }
    let one: Value = visitor.fetch(&format!("/websites/v2/{AD_SPACE}/")).await.json().await.unwrap();
    assert_eq!(one["id"], AD_SPACE);
    let page: Value =
        visitor.fetch(&format!("/ru/advcampaigns/website/{AD_SPACE}/")).await.json().await.unwrap();
    assert_eq!((&page["results"][0]["id"], &page["_meta"]["count"]), (&json!(PROGRAM), &json!(1)));
}

#[tokio::test]
async fn link_check_speaks_russian_unless_told_otherwise() {
    let visitor = AdmitadTestClient::new().await;
    for (path, is_english) in [
        ("/validate_links/?link=https%3A%2F%2Fnowhere.example%2F", false),
        ("/en/validate_links/?link=https%3A%2F%2Fnowhere.example%2F", true),
        ("/validate_links/?link=https%3A%2F%2Fnowhere.example%2F&language=en", true),
    ] {
        let answer: Value = visitor.fetch(path).await.json().await.unwrap();
        assert_eq!(answer["error_description"] == "Wrong domain name.", is_english, "{answer}");
    }
}

#[tokio::test]
async fn tokens_and_scopes_are_checked() {
    let visitor = AdmitadTestClient::with_scope("websites").await;
    assert_eq!(visitor.fetch("/websites/v2/").await.status(), StatusCode::OK);
    assert_eq!(visitor.fault_of("/validate_links/?link=x").await, (403, 2));
    visitor.stand_in.revoke_tokens();
    let answer = visitor.fetch("/websites/v2/").await;
    let challenge = answer.headers()["www-authenticate"].to_str().unwrap().to_owned();
    assert!(challenge.contains("invalid_token"), "{challenge}");
    assert_eq!(visitor.fault_of("/websites/v2/").await, (401, 1));

    visitor.stand_in.set_token_life(Duration::ZERO);
    let expired = AdmitadTestClient { token: visitor.token_for("websites").await, ..visitor };
    assert_eq!(expired.fault_of("/websites/v2/").await, (401, 0));
}

#[tokio::test]
async fn wrong_credentials_get_no_token() {
    let visitor = AdmitadTestClient::new().await;
    let form = [("grant_type", "client_credentials"), ("client_id", CLIENT_ID)];
    let url = format!("{}/token/", visitor.base);
    for request in [
        visitor.http.post(&url),
        visitor.http.post(&url).basic_auth(CLIENT_ID, Some("wrong")),
        visitor.http.post(&url).bearer_auth("x"),
    ] {
        assert_eq!(request.form(&form).send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn limits_are_kept() {
    let visitor = AdmitadTestClient::new().await;
    let page = "ulp=https%3A%2F%2Faliexpress.com%2F";
    let many = |count: usize| vec![page; count].join("&");
    assert_eq!(visitor.fetch(&visitor.deeplink(&many(200))).await.status(), StatusCode::OK);
    assert_eq!(visitor.fault_of(&visitor.deeplink(&many(201))).await, (400, 3));
    let long = visitor.deeplink(&format!("{page}%3Fx%3D{}", "x".repeat(9_000)));
    assert_eq!(visitor.fetch(&long).await.status(), StatusCode::URI_TOO_LONG);
    let subid =
        |slot: &str, length: usize| visitor.deeplink(&format!("{slot}={}&{page}", "x".repeat(length)));
    for (slot, longest) in [("subid", 50), ("subid3", 50), ("subid4", 120)] {
        assert_eq!(visitor.fetch(&subid(slot, longest)).await.status(), StatusCode::OK, "{slot}");
        assert_eq!(visitor.fault_of(&subid(slot, longest + 1)).await, (400, 3), "{slot}");
    }
    let foreign = visitor.deeplink("ulp=https%3A%2F%2Fshop.example%2F");
    assert_eq!(visitor.fault_of(&foreign).await, (400, 3));
}

#[tokio::test]
async fn strange_paths_are_not_found() {
    let visitor = AdmitadTestClient::new().await;
    for path in
        ["/nowhere/", "/deeplink/1/advcampaign/14289/?ulp=x", "/websites/v2/1/", "/en/tr/websites/v2/"]
    {
        assert_eq!(visitor.fault_of(path).await.0, 404, "{path}");
    }
    assert_eq!(visitor.fault_of("/token/").await.0, 405);
}

#[tokio::test]
async fn the_budget_of_a_minute_is_six_hundred() {
    let visitor = AdmitadTestClient::new().await;
    visitor.stand_in.set_calls_per_minute(3);
    assert_eq!(visitor.fetch("/websites/v2/").await.status(), StatusCode::OK);
    assert_eq!(visitor.fetch("/websites/v2/").await.status(), StatusCode::OK);
    assert_eq!(visitor.fault_of("/websites/v2/").await, (503, 4));
    visitor.stand_in.set_calls_per_minute(600);
    assert_eq!(visitor.fetch("/websites/v2/").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_short_link_may_be_asked_for_with_json() {
    let visitor = AdmitadTestClient::new().await;
    let link = format!("https://{TRACKER}/g/{CODE}/");
    let url = format!("{}/shortlink/modify/", visitor.base);
    let request = visitor.http.post(&url).bearer_auth(&visitor.token);
    let by_json: Value = request.json(&json!({ "link": link })).send().await.unwrap().json().await.unwrap();
    let request = visitor.http.post(&url).bearer_auth(&visitor.token);
    let by_form: Value = request.form(&[("link", &link)]).send().await.unwrap().json().await.unwrap();
    assert!(by_json["short_link"].as_str().unwrap().starts_with("https://ali.ski/"));
    assert_eq!(by_json, by_form);
}

#[tokio::test]
async fn calls_are_counted_and_forgotten() {
    let visitor = AdmitadTestClient::new().await;
    visitor.stand_in.reset_calls();
    visitor.fetch(&visitor.deeplink("ulp=https%3A%2F%2Faliexpress.com%2F&ulp=x")).await;
    visitor.fetch("/websites/v2/").await;
    let calls = visitor.stand_in.calls();
    assert_eq!(calls.targets(AdmitadEndpoint::Deeplink), [2]);
    assert_eq!((calls.count(AdmitadEndpoint::AdSpace), calls.count(AdmitadEndpoint::Token)), (1, 0));
    visitor.stand_in.reset_calls();
    assert_eq!(visitor.stand_in.calls(), AdmitadCalls::default());
}

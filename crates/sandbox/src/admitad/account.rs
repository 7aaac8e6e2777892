//! The methods about the account: token, ad space, program, exchange rates.

use axum::http::header;
use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::http::{AdmitadAnswer, AdmitadRequest};
use super::{AD_SPACE, AD_SPACE_CODE, AdmitadStandIn, CLIENT_ID, CLIENT_SECRET, IssuedToken, PROGRAM};

/// The value of one unit of a currency in ten-thousandths of a USD. Invented.
const WORTH: [(&str, i64); 8] = [
    ("USD", 10_000),
    ("EUR", 11_600),
    ("GBP", 13_100),
    ("TRY", 236),
    ("RUB", 124),
    ("PLN", 2_740),
    ("KZT", 19),
    ("JPY", 64),
];

/// The program with the figures of its page; its actions and their rates are those of the network's table of October 2018.
const PROGRAM_JSON: &str = include_str!("program.json");

impl AdmitadStandIn {
    /// `POST /token/` with the application's credentials.
    pub(super) fn issue_token(&self, request: &AdmitadRequest) -> Result<Value, AdmitadAnswer> {
        let header = request.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let credentials = header.and_then(|header| header.strip_prefix("Basic "));
        if credentials != Some(BASE64.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}")).as_str()) {
            return Err(AdmitadAnswer::error(401, 1, "invalid_client", "Client authentication failed."));
        }
        let grant = request.field("grant_type");
        if grant.as_deref() != Some("client_credentials")
            || request.field("client_id").as_deref() != Some(CLIENT_ID)
        {
            return Err(AdmitadAnswer::invalid_request("Wrong request."));
        }
        let scope = request.field("scope").unwrap_or_default();
        let mut state = self.state();
        state.tokens_issued += 1;
        let token = format!("sandbox-token-{:04}", state.tokens_issued);
        let life = state.token_life;
        state
            .tokens
            .insert(token.clone(), IssuedToken { until: Instant::now() + life, scope: scope.clone() });
        Ok(json!({
            "username": "publisher", "first_name": "Sandbox", "last_name": "Publisher", "language": "en",
            "group": "webmaster", "access_token": token, "token_type": "bearer",
            "expires_in": life.as_secs(), "refresh_token": format!("{token}-refresh"), "scope": scope,
        }))
    }

    /// `GET /websites/v2/` and `/websites/v2/{ad space}/`.
    pub(super) fn ad_spaces(&self, request: &AdmitadRequest) -> Result<Value, AdmitadAnswer> {
        let ad_space = json!({
            "id": AD_SPACE, "name": "Sandbox channel", "status": "active", "kind": "social_group",
            "verification_code": AD_SPACE_CODE, "creation_date": "2026-01-15T10:00:00",
            "site_url": "https://t.me/sandbox_channel", "validation_passed": true,
            "is_old": false, "is_lite": false, "account_id": "",
        });
        match request.path.get(2) {
            None => Ok(json!([ad_space])),
            Some(id) if *id == AD_SPACE.to_string() => Ok(ad_space),
            Some(_) => Err(AdmitadAnswer::not_found()),
        }
    }

    /// `GET /advcampaigns/website/{ad space}/` and `/advcampaigns/{program}/website/{ad space}/`.
    pub(super) fn programs(&self, request: &AdmitadRequest) -> Result<Value, AdmitadAnswer> {
        let asked: Vec<&str> = request.path.iter().map(String::as_str).collect();
        let (ad_space, id) = (AD_SPACE.to_string(), PROGRAM.to_string());
        match asked.as_slice() {
            [_, "website", w] if *w == ad_space => {
                Ok(json!({ "results": [self.program()], "_meta": { "count": 1, "limit": 20, "offset": 0 } }))
            }
            [_, c, "website", w] if *c == id && *w == ad_space => Ok(self.program()),
            _ => Err(AdmitadAnswer::not_found()),
        }
    }

    /// `GET /currencies/rate/?base=…&target=…&date=dd.mm.YYYY`.
    pub(super) fn exchange_rate(&self, request: &AdmitadRequest) -> Result<Value, AdmitadAnswer> {
        let worth = |name: &str| {
            let code = request.parameter(name)?;
            let (code, worth) = WORTH.iter().find(|(known, _)| *known == code)?;
            Some((*code, Decimal::from(*worth)))
        };
        let day = request.parameter("date").and_then(|day| Date::strptime("%d.%m.%Y", day).ok());
        let (Some((base, from)), Some((target, to)), Some(day)) = (worth("base"), worth("target"), day)
        else {
            return Err(AdmitadAnswer::invalid_request("Wrong request."));
        };
        let day = self.last_rate_day().map_or(day, |last| day.min(last));
        let rate = from.checked_div(to).unwrap_or_default().round_dp(6).normalize();
        Ok(json!({ "base": base, "target": target, "date": day.to_string(), "rate": rate.to_string() }))
    }

    /// The program with its feeds.
    fn program(&self) -> Value {
        let feeds = self.0.feeds.get().cloned().unwrap_or_else(|| json!([]));
        let mut program: Value =
            serde_json::from_str(PROGRAM_JSON).expect("program.json is part of the program");
        program["products_csv_link"] = feeds[0]["csv_link"].clone();
        program["products_xml_link"] = feeds[0]["xml_link"].clone();
        program["feeds_info"] = feeds;
        program
    }
}

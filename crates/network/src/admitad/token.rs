//! The application's token: fetched by one caller while the others wait, kept until shortly before its end.
//!
//! Never a storm: a failure is shared by everyone who was waiting; refused credentials, and a token that
//! replaced a rejected one and never worked, rest for a while before the network is asked again (it
//! allows only so many tokens, error code 6).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, timeout_at};

use super::call::{ApiCall, CallAuth, CallBody, final_result};
use super::{Admitad, AdmitadError, ApiReply, Endpoint, lenient};

/// The rights that the client's methods need, and no more.
const SCOPE: &str = "public_data websites advcampaigns_for_website deeplink_generator validate_links \
                     aliexpress_commission short_link";
/// A token's life if the network does not say it.
const ASSUMED_LIFE: Duration = Duration::from_secs(24 * 3_600);
/// Longer lives are not believed (the documented one is a week).
const MAX_LIFE: Duration = Duration::from_secs(366 * 24 * 3_600);
/// How long before its end a token is replaced, at most.
const RENEWAL_LEAD: Duration = Duration::from_secs(3_600);

/// Where the token is kept.
#[derive(Default)]
pub(super) struct TokenCache(tokio::sync::Mutex<CachedToken>);

#[derive(Default)]
struct CachedToken {
    token: Option<Arc<Token>>,
    failed: Option<(Instant, AdmitadError)>,
}

/// A token as it was issued. Has no `Debug`.
pub(super) struct Token {
    secret: SecretString,
    issued: Instant,
    life: Duration,
    /// It was fetched because the one before was rejected.
    replacement: bool,
    accepted: AtomicBool,
}

impl Token {
    pub(super) fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// The network accepted it.
    pub(super) fn mark_accepted(&self) {
        self.accepted.store(true, Ordering::Relaxed);
    }

    fn is_valid(&self, now: Instant) -> bool {
        now.duration_since(self.issued) < self.life
    }

    /// Valid, and not so near its end that a new one should be fetched.
    fn is_fresh(&self, now: Instant) -> bool {
        now.duration_since(self.issued) + RENEWAL_LEAD.min(self.life / 10) < self.life
    }

    /// Whether asking for yet another one would only repeat what just failed.
    fn is_cooling_down(&self, rest: Duration) -> bool {
        self.replacement && !self.accepted.load(Ordering::Relaxed) && self.issued.elapsed() < rest
    }
}

impl Admitad {
    /// The token.
    pub(super) async fn valid_token(&self, deadline: Instant) -> Result<Arc<Token>, AdmitadError> {
        self.get_or_fetch_token(None, deadline).await
    }

    /// Another token than `rejected`, which the network does not accept.
    pub(super) async fn replace_token(
        &self,
        rejected: &Arc<Token>,
        deadline: Instant,
    ) -> Result<Arc<Token>, AdmitadError> {
        self.get_or_fetch_token(Some(rejected), deadline).await
    }

    async fn get_or_fetch_token(
        &self,
        rejected: Option<&Arc<Token>>,
        deadline: Instant,
    ) -> Result<Arc<Token>, AdmitadError> {
        let rest = self.0.timeouts.token_cooldown;
        let came = Instant::now();
        let late = |_| AdmitadError::Late { at: ApiReply::without_answer(Endpoint::Token) };
        let mut kept = timeout_at(deadline, self.0.token_cache.0.lock()).await.map_err(late)?;
        let now = Instant::now();

        let replaces = |token: &Arc<Token>| rejected.is_some_and(|rejected| Arc::ptr_eq(rejected, token));
        let replacement = kept.token.as_ref().is_some_and(replaces);
        match &kept.token {
            Some(token) if replacement && token.is_cooling_down(rest) => return Err(token_denied()),
            Some(token) if !replacement && token.is_fresh(now) => return Ok(token.clone()),
            _ => {}
        }
        // What stays, if anything, is near its end but not over.
        kept.token.take_if(|token| replacement || !token.is_valid(now));
        if let Some((at, error)) = &kept.failed {
            let can_wait = kept.token.is_some() || matches!(error, AdmitadError::Denied { .. });
            if *at >= came || (can_wait && at.elapsed() < rest) {
                return kept.token.clone().ok_or_else(|| error.clone());
            }
        }
        match self.fetch_token(replacement, deadline).await {
            Ok(token) => {
                let token = Arc::new(token);
                *kept = CachedToken { token: Some(token.clone()), failed: None };
                Ok(token)
            }
            Err(error) => {
                kept.failed = Some((Instant::now(), error.clone()));
                kept.token.clone().ok_or(error)
            }
        }
    }

    async fn fetch_token(&self, replacement: bool, deadline: Instant) -> Result<Token, AdmitadError> {
        let form = vec![
            ("grant_type", "client_credentials".to_owned()),
            ("client_id", self.0.account.client_id.clone()),
            ("scope", SCOPE.to_owned()),
        ];
        let question = ApiCall {
            endpoint: Endpoint::Token,
            url: self.endpoint_url(&["token"]),
            body: CallBody::Form(form),
        };
        let issued = Instant::now();
        let answer = final_result(self.send_with_retries(&question, CallAuth::Credentials, deadline).await);
        let answer = answer.map_err(|failure| match failure.error {
            // Credentials or scopes that the network does not take: no other question will do better.
            AdmitadError::Refused { at } => AdmitadError::Denied { at, scope: None },
            error => error,
        })?;
        let secret = lenient::text(&answer, &["access_token"]).map(SecretString::from);
        let secret = secret.filter(is_header_value);
        let secret = secret.ok_or(AdmitadError::garbled(Endpoint::Token))?;
        let seconds = lenient::integer(&answer["expires_in"]).and_then(|seconds| u64::try_from(seconds).ok());
        let life = seconds.filter(|seconds| *seconds > 0).map_or(ASSUMED_LIFE, Duration::from_secs);
        tracing::info!(life_s = life.as_secs(), "Admitad issued a token");
        Ok(Token { secret, issued, life: life.min(MAX_LIFE), replacement, accepted: AtomicBool::new(false) })
    }
}

fn is_header_value(secret: &SecretString) -> bool {
    secret.expose_secret().bytes().all(|byte| byte.is_ascii_graphic())
}

/// A fresh token was rejected just now, and another one would be as well.
fn token_denied() -> AdmitadError {
    let at = ApiReply { endpoint: Endpoint::Token, status: None, error_code: None };
    AdmitadError::Denied { at, scope: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admitad::AdmitadTimeouts;
    use dealink_sandbox::admitad::{AdmitadFault, AdmitadStandIn, Endpoint as Method, products};

    fn token(secret: &str, issued: Instant, life: Duration) -> Token {
        Token { secret: secret.into(), issued, life, replacement: false, accepted: AtomicBool::new(true) }
    }

    #[test]
    fn a_token_is_replaced_an_hour_or_a_tenth_of_its_life_before_its_end() {
        let (hour, week) = (Duration::from_secs(3_600), Duration::from_secs(604_800));
        let born = Instant::now();
        let long = token("x", born, week);
        assert!(long.is_fresh(born) && long.is_fresh(born + week - hour * 2));
        assert!(!long.is_fresh(born + week - hour / 2) && long.is_valid(born + week - hour / 2));
        assert!(!long.is_valid(born + week));
        let short = token("x", born, hour);
        assert!(short.is_fresh(born + hour / 2) && !short.is_fresh(born + hour * 19 / 20));
    }

    #[tokio::test]
    async fn an_old_token_serves_to_its_end_when_there_is_no_new_one() {
        let stand_in = AdmitadStandIn::new(products());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let router = stand_in.router();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let pause = Duration::from_millis(1);
        let patience =
            AdmitadTimeouts { first_pause: pause, longest_pause: pause, ..AdmitadTimeouts::default() };
        let client = Admitad::new(
            crate::admitad::sandbox_account(base),
            reqwest::Client::builder().no_proxy().build().unwrap(),
            patience,
        );
        client.ad_space().await.unwrap();

        let issued = Instant::now().checked_sub(Duration::from_secs(95)).unwrap();
        let aged = async |life: u64| {
            let mut kept = client.0.token_cache.0.lock().await;
            let secret = kept.token.as_ref().unwrap().secret.expose_secret().to_owned();
            kept.token = Some(Arc::new(token(&secret, issued, Duration::from_secs(life))));
        };
        aged(100).await;
        stand_in.reset_calls();
        stand_in.inject_fault(Method::Token, AdmitadFault::Status(500), 1_000);
        for _ in 0..5 {
            assert!(client.ad_space().await.is_ok());
        }
        assert_eq!(stand_in.calls().count(Method::Token), 3, "asked for once, with its attempts");

        aged(90).await;
        assert!(matches!(client.ad_space().await, Err(AdmitadError::Unreachable { .. })), "it is over");
        stand_in.clear_faults();
        assert!(client.ad_space().await.is_ok());
    }
}

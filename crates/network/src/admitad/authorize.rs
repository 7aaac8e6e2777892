//! Getting the application's token: fetched by one caller while the others wait.
//!
//! All callers need the token, so it is fetched on behalf of the bot. A failure is shared by every caller that was waiting. Refused credentials, and a token that replaced a rejected one and was
//! never accepted, start a cooldown before the network is asked again: it issues only so many tokens (error code 6).

use std::sync::Arc;
use std::time::Duration;

use dealink_core::lenient;
use dealink_core::requester::Requester;
use secrecy::SecretString;
use tokio::time::{Instant, timeout_at};

use super::call::{ApiCall, CallAuth, CallBody, final_result};
use super::client::Admitad;
use super::error::{AdmitadError, ApiMethod, ApiReply};
use super::token::{CachedToken, Token};

/// The rights that the client's methods need, and no more.
const SCOPE: &str = "public_data websites advcampaigns_for_website deeplink_generator validate_links \
                     aliexpress_commission short_link";

impl Admitad {
    /// Fetches the token before the first user waits for it. A failure is logged and left to the first call, which tries again.
    pub async fn warm_up(&self) {
        let deadline = Instant::now() + self.0.timeouts.deadline;
        if let Err(error) = self.valid_token(deadline).await {
            tracing::warn!(%error, "no Admitad token yet");
        }
    }

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
        let cooldown = self.0.timeouts.token_cooldown;
        let asked_at = Instant::now();
        let late = |_| AdmitadError::Late { at: ApiReply::without_answer(ApiMethod::Token) };
        let mut cached = timeout_at(deadline, self.0.token_cache.lock()).await.map_err(late)?;
        let now = Instant::now();

        let replaces = |token: &Arc<Token>| rejected.is_some_and(|rejected| Arc::ptr_eq(rejected, token));
        let replacement = cached.token.as_ref().is_some_and(replaces);
        match &cached.token {
            // A fresh token was rejected just now, and another one would be as well.
            Some(token) if replacement && token.is_cooling_down(cooldown) => {
                let at = ApiReply::without_answer(ApiMethod::Token);
                return Err(AdmitadError::Denied { at, scope: None });
            }
            Some(token) if !replacement && token.is_fresh(now) => return Ok(token.clone()),
            _ => {}
        }
        // A token that stays is near its end but not over.
        cached.token.take_if(|token| replacement || !token.is_valid(now));
        if let Some((failed_at, error)) = &cached.failed {
            let can_wait = cached.token.is_some() || matches!(error, AdmitadError::Denied { .. });
            if *failed_at >= asked_at || (can_wait && failed_at.elapsed() < cooldown) {
                return cached.token.clone().ok_or_else(|| error.clone());
            }
        }
        match self.fetch_token(deadline).await {
            Ok(mut token) => {
                token.replacement = replacement;
                let token = Arc::new(token);
                *cached = CachedToken { token: Some(token.clone()), failed: None };
                Ok(token)
            }
            Err(error) => {
                cached.failed = Some((Instant::now(), error.clone()));
                cached.token.clone().ok_or(error)
            }
        }
    }

    async fn fetch_token(&self, deadline: Instant) -> Result<Token, AdmitadError> {
        let form = vec![
            ("grant_type", "client_credentials".to_owned()),
            ("client_id", self.0.account.client_id.clone()),
            ("scope", SCOPE.to_owned()),
        ];
        let url = self.endpoint_url(&["token"]);
        let call = ApiCall { endpoint: ApiMethod::Token, url, body: CallBody::Form(form) };
        let issued = Instant::now();
        let answer = self.send_with_retries(&call, CallAuth::Credentials, deadline);
        let answer = final_result(Requester::Bot.scope(answer).await);
        let answer = answer.map_err(|failure| match failure.error {
            // Credentials or rights that the network does not accept: no other call will do better.
            AdmitadError::Refused { at } => AdmitadError::Denied { at, scope: None },
            error => error,
        })?;
        let secret = lenient::text(&answer, &["access_token"]).map(SecretString::from);
        let seconds = lenient::integer(&answer["expires_in"]).and_then(|seconds| u64::try_from(seconds).ok());
        let life = seconds.map(Duration::from_secs);
        let token = secret.and_then(|secret| Token::new(secret, issued, life));
        let token = token.ok_or(AdmitadError::garbled(ApiMethod::Token))?;
        tracing::info!(life_s = token.life().as_secs(), "Admitad issued a token");
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use dealink_core::retry::RetryPolicy;
    use dealink_sandbox::admitad::{AdmitadEndpoint as Method, AdmitadFault, AdmitadStandIn, products};

    use super::*;
    use crate::admitad::{AdmitadTimeouts, sandbox_account};

    #[tokio::test]
    async fn an_old_token_serves_to_its_end_when_there_is_no_new_one() {
        let stand_in = AdmitadStandIn::new(products());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let router = stand_in.router();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let pause = Duration::from_millis(1);
        let retry = RetryPolicy::endless(pause, pause).with_max_retries(2);
        let timeouts = AdmitadTimeouts { retry, ..AdmitadTimeouts::default() };
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let client = Admitad::new(sandbox_account(base), http, timeouts);
        client.ad_space().await.unwrap();

        let issued = Instant::now().checked_sub(Duration::from_secs(95)).unwrap();
        let age = async |life: u64| {
            let mut cached = client.0.token_cache.lock().await;
            let secret = cached.token.as_ref().unwrap().secret().clone();
            let token = Token::new(secret, issued, Some(Duration::from_secs(life))).unwrap();
            token.mark_accepted();
            cached.token = Some(Arc::new(token));
        };
        age(100).await;
        stand_in.reset_calls();
        stand_in.inject_fault(Method::Token, AdmitadFault::Status(500), 1_000);
        for _ in 0..5 {
            assert!(client.ad_space().await.is_ok());
        }
        assert_eq!(stand_in.calls().count(Method::Token), 3, "asked for once, with its attempts");

        age(90).await;
        assert!(matches!(client.ad_space().await, Err(AdmitadError::Unreachable { .. })), "it is over");
        stand_in.clear_faults();
        assert!(client.ad_space().await.is_ok());
    }
}

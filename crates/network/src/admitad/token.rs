//! The application's token, and where it is kept until shortly before its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::error::AdmitadError;

/// A token's life if the network does not say it.
const ASSUMED_LIFE: Duration = Duration::from_secs(24 * 3_600);
/// Longer lives are not believed (the documented one is a week).
const MAX_LIFE: Duration = Duration::from_secs(366 * 24 * 3_600);
/// How long before its end a token is replaced, at most.
const RENEWAL_LEAD: Duration = Duration::from_secs(3_600);

/// Locked for as long as a token is fetched: the other callers wait for that one.
pub(super) type TokenCache = Mutex<CachedToken>;

#[derive(Default)]
pub(super) struct CachedToken {
    pub(super) token: Option<Arc<Token>>,
    /// When the last attempt to fetch one failed, and why.
    pub(super) failed: Option<(Instant, AdmitadError)>,
}

/// A token as it was issued. Has no `Debug`.
pub(super) struct Token {
    secret: SecretString,
    issued: Instant,
    life: Duration,
    /// It was fetched because the one before was rejected.
    pub(super) replacement: bool,
    accepted: AtomicBool,
}

impl Token {
    /// A token that the network issued for this long; `None` for a secret that fits no HTTP header.
    pub(super) fn new(secret: SecretString, issued: Instant, life: Option<Duration>) -> Option<Token> {
        let is_header_value = secret.expose_secret().bytes().all(|byte| byte.is_ascii_graphic());
        let life = life.filter(|life| !life.is_zero()).unwrap_or(ASSUMED_LIFE).min(MAX_LIFE);
        let accepted = AtomicBool::new(false);
        is_header_value.then_some(Token { secret, issued, life, replacement: false, accepted })
    }

    pub(super) fn secret(&self) -> &SecretString {
        &self.secret
    }

    pub(super) fn life(&self) -> Duration {
        self.life
    }

    pub(super) fn mark_accepted(&self) {
        self.accepted.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_valid(&self, now: Instant) -> bool {
        now.duration_since(self.issued) < self.life
    }

    /// Valid, and not so near its end that a new one should be fetched.
    pub(super) fn is_fresh(&self, now: Instant) -> bool {
        now.duration_since(self.issued) + RENEWAL_LEAD.min(self.life / 10) < self.life
    }

    /// Whether fetching yet another one would only repeat what just failed.
    pub(super) fn is_cooling_down(&self, cooldown: Duration) -> bool {
        self.replacement && !self.accepted.load(Ordering::Relaxed) && self.issued.elapsed() < cooldown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_replaced_an_hour_or_a_tenth_of_its_life_before_its_end() {
        let token = |issued, life| Token::new("x".into(), issued, Some(life)).unwrap();
        let (hour, week) = (Duration::from_secs(3_600), Duration::from_secs(604_800));
        let born = Instant::now();
        let long = token(born, week);
        assert!(long.is_fresh(born) && long.is_fresh(born + week - hour * 2));
        assert!(!long.is_fresh(born + week - hour / 2) && long.is_valid(born + week - hour / 2));
        assert!(!long.is_valid(born + week));
        let short = token(born, hour);
        assert!(short.is_fresh(born + hour / 2) && !short.is_fresh(born + hour * 19 / 20));
    }
}

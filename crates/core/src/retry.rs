//! How often something that failed is tried again, and after which pauses.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

/// The pauses of one thing that is tried again.
pub type Pauses = ExponentialBackoff;

/// Pauses double from the first to the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The pause before the second attempt.
    pub first_pause: Duration,
    pub longest_pause: Duration,
    /// How often at most it is tried again; `None` for ever.
    pub max_retries: Option<usize>,
}

impl RetryPolicy {
    /// Tries again for ever.
    pub const fn endless(first_pause: Duration, longest_pause: Duration) -> Self {
        RetryPolicy { first_pause, longest_pause, max_retries: None }
    }

    /// Tries again at most so often.
    pub const fn with_max_retries(self, retries: usize) -> Self {
        RetryPolicy { max_retries: Some(retries), ..self }
    }

    /// The pauses before the second attempt, the third and so on. Each is lengthened at random, up to twofold, so that callers
    /// that failed together do not come back together.
    pub fn pauses(self) -> Pauses {
        self.builder().with_jitter().build()
    }

    /// The same without the random part, for a task that is alone.
    pub fn exact_pauses(self) -> Pauses {
        self.builder().build()
    }

    fn builder(self) -> ExponentialBuilder {
        let pauses = ExponentialBuilder::new()
            .with_min_delay(self.first_pause)
            .with_max_delay(self.longest_pause)
            .with_factor(2.0);
        match self.max_retries {
            Some(retries) => pauses.with_max_times(retries),
            None => pauses.without_max_times(),
        }
    }
}

/// So that `backon::Retryable::retry` takes a policy.
impl BackoffBuilder for RetryPolicy {
    type Backoff = Pauses;

    fn build(self) -> Pauses {
        self.pauses()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_end_with_the_retries() {
        let ms = Duration::from_millis;
        let policy = RetryPolicy::endless(ms(100), ms(350));
        let pauses: Vec<Duration> = policy.with_max_retries(4).pauses().collect();
        assert_eq!(pauses.len(), 4);
        for (pause, base) in pauses.into_iter().zip([100, 200, 350, 350].map(ms)) {
            assert!((base..=base * 2 + ms(1)).contains(&pause), "{pause:?} for {base:?}");
        }
        let exact: Vec<u128> = policy.exact_pauses().take(4).map(|pause| pause.as_millis()).collect();
        assert_eq!(exact, [100, 200, 350, 350]);
        assert_eq!(policy.pauses().take(1_000).count(), 1_000);
        assert_eq!(policy.with_max_retries(0).pauses().next(), None);
    }
}

//! How long short links are waited for, how much is asked at once, and how long answers are kept.

use std::time::Duration;

/// The resolver's manners as numbers. [`Patience::default`] is for the internet; tests make it short.
#[derive(Clone, Debug)]
pub struct Patience {
    /// The longest wait for one server's answer, connecting included.
    pub hop: Duration,
    /// The longest wait for one link in all: its place in line and every hop.
    pub link: Duration,
    /// The longest wait for all links of one message.
    pub message: Duration,
    /// How many servers are asked for one link at most.
    pub hops: usize,
    /// How many links are followed at once, whoever sent them.
    pub at_once: usize,
    /// How many links of one message are followed at once.
    pub of_one_message_at_once: usize,
    /// How many links of one message are followed at all.
    pub of_one_message: usize,
    /// How long it is remembered where a link leads.
    pub kept: Duration,
    /// How many links are remembered.
    pub kept_at_most: u64,
    /// How long a link that could not be followed is not asked for again.
    pub rest: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience {
            hop: Duration::from_secs(3),
            link: Duration::from_secs(8),
            message: Duration::from_secs(15),
            hops: 4,
            at_once: 16,
            of_one_message_at_once: 5,
            of_one_message: 50,
            kept: Duration::from_secs(24 * 60 * 60),
            kept_at_most: 20_000,
            rest: Duration::from_secs(60),
        }
    }
}

//! How long short links are waited for, how much is asked at once, and how long answers are kept.

use std::time::Duration;

/// [`ResolverTimeouts::default`] is for the internet; tests make it short.
#[derive(Clone, Debug)]
pub struct ResolverTimeouts {
    /// The longest wait for one server's answer, connecting included.
    pub per_hop: Duration,
    /// The longest wait for one link in all: its turn and every hop.
    pub per_link: Duration,
    /// The longest wait for all links of one message.
    pub per_message: Duration,
    /// How many servers are asked for one link at most.
    pub max_hops: usize,
    /// How many links of all messages together are followed at once.
    pub max_concurrent: usize,
    /// How many links of one message are followed at once.
    pub max_concurrent_per_message: usize,
    /// How many links of one message are followed at all.
    pub max_links_per_message: usize,
    /// How long it is kept where a link leads.
    pub ttl: Duration,
    /// How many links are kept.
    pub cache_capacity: u64,
    /// How long a link that could not be followed is not asked for again.
    pub cooldown: Duration,
}

const SHORT_LINK_TARGET_TTL: Duration = Duration::from_secs(24 * 60 * 60);

impl Default for ResolverTimeouts {
    fn default() -> Self {
        ResolverTimeouts {
            per_hop: Duration::from_secs(3),
            per_link: Duration::from_secs(8),
            per_message: Duration::from_secs(15),
            max_hops: 4,
            max_concurrent: 16,
            max_concurrent_per_message: 5,
            max_links_per_message: 50,
            ttl: SHORT_LINK_TARGET_TTL,
            cache_capacity: 20_000,
            cooldown: Duration::from_secs(60),
        }
    }
}

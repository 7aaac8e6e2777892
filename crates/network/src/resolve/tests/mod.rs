//! The resolver against the sandbox's short hosts and against servers that misbehave, all on loopback.

mod caching;
mod refused;
mod routes;
mod wire;

use std::time::Duration;

use dealink_links::LinkKind;
use dealink_sandbox::admitad::products;
use dealink_sandbox::short_hosts::{HostAnswer, ShortHostsStandIn};
use tokio::time::Instant;
use url::Url;

use super::*;

/// Waits that a sound run never reaches.
fn calm() -> ResolverTimeouts {
    let minute = Duration::from_secs(60);
    ResolverTimeouts { per_hop: minute, per_link: minute, per_message: minute, ..ResolverTimeouts::default() }
}

/// For servers that never answer; long enough for those that do.
fn hasty() -> ResolverTimeouts {
    ResolverTimeouts { per_hop: Duration::from_millis(300), ..calm() }
}

/// Remembers what it found and nothing else.
fn forgetful() -> ResolverTimeouts {
    ResolverTimeouts { cooldown: Duration::ZERO, ..calm() }
}

fn world(timeouts: ResolverTimeouts) -> (ShortHostsStandIn, Resolver) {
    let internet = ShortHostsStandIn::start(&products()).unwrap();
    let resolver = Resolver::new(ResolverTransport::Loopback(internet.address()), timeouts).unwrap();
    (internet, resolver)
}

fn url(address: &str) -> Url {
    let scheme = if address.contains("://") { "" } else { "https://" };
    format!("{scheme}{address}").parse().unwrap()
}

/// The products of an outcome, comma-joined; its name where there are none.
fn told(outcome: &ShortLinkOutcome) -> String {
    match outcome {
        ShortLinkOutcome::Leads(link) if link.products.is_empty() => link.kind.to_string(),
        ShortLinkOutcome::Leads(link) => {
            link.products.iter().map(|product| product.id.to_string()).collect::<Vec<_>>().join(",")
        }
        other => format!("{other:?}"),
    }
}

/// A deadline that a sound run never reaches.
fn soon() -> Instant {
    Instant::now() + Duration::from_secs(60)
}

async fn follow(resolver: &Resolver, address: &str) -> String {
    told(&resolver.resolve(&url(address), soon()).await)
}

//! The resolver against the sandbox's internet and against servers that misbehave, all on loopback.

mod kept;
mod refused;
mod roads;
mod wire;

use std::time::Duration;

use super::*;
use dealink_links::Kind;
use dealink_sandbox::admitad::products;
use dealink_sandbox::internet::{Answer, InternetStandIn};

/// Waits that a sound run never reaches.
fn calm() -> Patience {
    let minute = Duration::from_secs(60);
    Patience { hop: minute, link: minute, message: minute, ..Patience::default() }
}

/// For servers that never answer; long enough for those that do.
fn hasty() -> Patience {
    Patience { hop: Duration::from_millis(300), ..calm() }
}

/// Remembers what it found and nothing else.
fn forgetful() -> Patience {
    Patience { rest: Duration::ZERO, ..calm() }
}

fn world(patience: Patience) -> (InternetStandIn, Resolver) {
    let internet = InternetStandIn::start(&products()).unwrap();
    let resolver = Resolver::new(Road::Loopback(internet.address()), patience).unwrap();
    (internet, resolver)
}

fn url(address: &str) -> Url {
    let scheme = if address.contains("://") { "" } else { "https://" };
    format!("{scheme}{address}").parse().unwrap()
}

/// The products of an outcome, comma-joined; its name where there are none.
fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Leads(link) if link.products.is_empty() => link.kind.to_string(),
        Outcome::Leads(link) => {
            link.products.iter().map(|product| product.id.to_string()).collect::<Vec<_>>().join(",")
        }
        other => format!("{other:?}"),
    }
}

async fn follow(resolver: &Resolver, address: &str) -> String {
    told(&resolver.follow(&url(address)).await)
}

//! The table of hosts (`hosts.toml`, embedded): what belongs to AliExpress and which networks wrap its links.
//!
//! A host is matched whole or on a label boundary, never as a substring.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// Who wraps a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// Admitad trackers (`/g/<code>/?ulp=`).
    Admitad,
    /// ePN (`/redirect/cpa/o/<code>/?to=`).
    Epn,
    /// Awin (`cread.php?ued=`).
    Awin,
    /// Skimlinks.
    Skimlinks,
    /// VigLink (Sovrn).
    Viglink,
    /// Accesstrade.
    Accesstrade,
    /// Involve Asia.
    Involve,
    /// The AliExpress portal's `deep_link.htm`.
    DeepLink,
    /// The AliExpress page behind an app share (`star…/share/share.htm`).
    AppShare,
    /// A network's shortener (`ali.ski`, `fas.st`): the target is not readable offline.
    Shortener,
    /// A plain redirect that earns nobody a commission (`t.me/share/url`, a search engine, the cookie hop).
    Redirect,
}

/// One row of the table: hosts, path prefixes and the query keys that carry the target.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) network: Network,
    hosts: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
    pub(super) keys: Vec<String>,
    /// Leads to AliExpress even when the target cannot be read.
    #[serde(default)]
    pub(super) aliexpress: bool,
    /// Admitad program parts of a tracker code that mean AliExpress.
    #[serde(default)]
    pub(super) programs: Vec<String>,
    /// Awin merchants that mean AliExpress.
    #[serde(default)]
    pub(super) merchants: Vec<String>,
}

impl Rule {
    fn has_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| match known.strip_suffix(".*") {
            Some(name) => registrable_label(host) == Some(name),
            None => is_below(host, known),
        })
    }

    fn has_path(&self, path: &str) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|prefix| path.starts_with(prefix.as_str()))
    }
}

/// The table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hosts {
    genuine: Vec<String>,
    images: Vec<String>,
    wrapper: Vec<Rule>,
}

/// The embedded table, read once; that it parses is tested.
pub(super) static HOSTS: LazyLock<Hosts> =
    LazyLock::new(|| toml::from_str(include_str!("hosts.toml")).expect("hosts.toml is part of the program"));

impl Hosts {
    /// Whether a clean lower-case host belongs to AliExpress.
    pub(super) fn is_genuine(&self, host: &str) -> bool {
        self.genuine.iter().any(|known| is_below(host, known))
    }

    /// Whether a host only serves AliExpress images.
    pub(super) fn is_images(&self, host: &str) -> bool {
        self.images.iter().any(|known| is_below(host, known))
    }

    /// Whether any wrapper lives on this host.
    pub(super) fn is_wrapper(&self, host: &str) -> bool {
        self.wrapper.iter().any(|rule| rule.has_host(host))
    }

    /// The wrapper that a host and path are, if any.
    pub(super) fn rule(&self, host: &str, path: &str) -> Option<&Rule> {
        self.wrapper.iter().find(|rule| rule.has_host(host) && rule.has_path(path))
    }

    /// Whether a host carries one of our hosts in front of somebody else's domain: `alitems.com.evil.com`.
    pub(super) fn is_carried_by(&self, host: &str) -> bool {
        let dotted = format!(".{host}");
        let affiliate = self.wrapper.iter().filter(|rule| rule.network != Network::Redirect);
        self.genuine
            .iter()
            .chain(affiliate.flat_map(|rule| &rule.hosts))
            .any(|known| dotted.contains(&format!(".{known}.")))
    }
}

/// Whether `host` is `parent` or a name below it.
fn is_below(host: &str, parent: &str) -> bool {
    host.strip_suffix(parent).is_some_and(|head| head.is_empty() || head.ends_with('.'))
}

/// The label in front of the public suffix: `google` of `www.google.com.tr`.
pub(super) fn registrable_label(host: &str) -> Option<&str> {
    psl::domain_str(host)?.split('.').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses_and_a_wrapper_has_keys_or_is_a_shortener() {
        assert!(
            HOSTS.wrapper.iter().all(|rule| rule.keys.is_empty() == (rule.network == Network::Shortener))
        );
    }

    #[test]
    fn hosts_match_on_label_boundaries_only() {
        assert!(HOSTS.is_genuine("aliexpress.com") && HOSTS.is_genuine("m.de.aliexpress.com"));
        assert!(!HOSTS.is_genuine("notaliexpress.com") && !HOSTS.is_genuine("aliexpress.com.br"));
        assert!(HOSTS.rule("www.google.com.tr", "/url").is_some());
        assert!(HOSTS.rule("google.evil.com", "/url").is_none());
        assert!(HOSTS.rule("alitems.com", "/about").is_none());
    }
}

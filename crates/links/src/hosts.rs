//! The table of hosts (`hosts.toml`, embedded): which belong to AliExpress, and which networks wrap its links.
//!
//! A host matches whole or on a label boundary, never as a substring.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::shape::letters_of_host;

/// The network or page that wraps a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrapperNetwork {
    /// Admitad trackers (`/g/<code>/?ulp=`).
    Admitad,
    /// ePN (`/redirect/cpa/o/<code>/?to=`).
    Epn,
    /// Awin (`cread.php?ued=`).
    Awin,
    Skimlinks,
    /// VigLink (Sovrn).
    Viglink,
    Accesstrade,
    Involve,
    /// The AliExpress portal's `deep_link.htm`.
    DeepLink,
    /// The AliExpress page behind an app share (`star…/share/share.htm`).
    AppShare,
    /// A network's shortener (`ali.ski`, `fas.st`): the target is not readable offline.
    Shortener,
    /// A redirect without a commission (`t.me/share/url`, a search engine, the cookie redirect of AliExpress).
    Redirect,
}

/// A wrapper of the table: hosts, path prefixes, and the query keys that hold the target.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrapperRule {
    pub(crate) network: WrapperNetwork,
    hosts: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
    pub(crate) keys: Vec<String>,
    /// Leads to AliExpress even when the target cannot be read.
    #[serde(default)]
    pub(crate) aliexpress: bool,
    /// Parts of Admitad tracker codes that mean an AliExpress program.
    #[serde(default)]
    pub(crate) programs: Vec<String>,
    /// Awin merchant numbers of AliExpress.
    #[serde(default)]
    pub(crate) merchants: Vec<String>,
}

impl WrapperRule {
    fn has_path(&self, path: &str) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|prefix| path.starts_with(prefix.as_str()))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HostsFile {
    genuine: Vec<String>,
    short: Vec<String>,
    images: Vec<String>,
    other_sites: Vec<String>,
    wrapper: Vec<WrapperRule>,
}

#[derive(Debug, Default)]
struct HostEntry {
    genuine: bool,
    short: bool,
    images: bool,
    other_site: bool,
    /// Indices of its wrappers.
    wrappers: Vec<usize>,
}

/// The table, indexed by name.
#[derive(Debug)]
pub(crate) struct Hosts {
    genuine: Vec<String>,
    names: FxHashMap<String, HostEntry>,
    wrappers: Vec<WrapperRule>,
    /// The number of labels of the longest name.
    labels: usize,
    /// What the short hosts look like ([`letters_of_host`]).
    short_shapes: Vec<String>,
}

/// The embedded table, parsed once; a test parses it too.
pub(crate) static HOSTS: LazyLock<Hosts> = LazyLock::new(|| {
    let file: HostsFile =
        toml::from_str(include_str!("hosts.toml")).expect("hosts.toml is part of the program");
    Hosts::new(file)
});

impl Hosts {
    fn new(file: HostsFile) -> Hosts {
        let mut names: FxHashMap<String, HostEntry> = FxHashMap::default();
        for name in &file.genuine {
            names.entry(name.clone()).or_default().genuine = true;
        }
        for name in file.short {
            names.entry(name).or_default().short = true;
        }
        for name in file.images {
            names.entry(name).or_default().images = true;
        }
        for name in file.other_sites {
            names.entry(name).or_default().other_site = true;
        }
        for (row, rule) in file.wrapper.iter().enumerate() {
            for host in &rule.hosts {
                names.entry(host.clone()).or_default().wrappers.push(row);
            }
        }
        let labels = names.keys().map(|name| name.split('.').count()).max().unwrap_or_default();
        let is_short = |entry: &HostEntry| {
            let of_a_network = |row: &usize| file.wrapper[*row].network == WrapperNetwork::Shortener;
            entry.short || entry.wrappers.iter().any(of_a_network)
        };
        // Those below the shop's own domains are told by the brand.
        let short = names.iter().filter(|(name, entry)| is_short(entry) && !name.contains("aliexpress"));
        let short_shapes = short.map(|(name, _)| letters_of_host(name, 'l').into_iter().collect()).collect();
        Hosts { genuine: file.genuine, names, wrappers: file.wrapper, labels, short_shapes }
    }

    fn entries(&self, host: &str) -> impl Iterator<Item = &HostEntry> {
        let dots = host.bytes().enumerate().rev().filter(|(_, byte)| *byte == b'.');
        let above = dots.skip(1).map(|(dot, _)| &host[dot + 1..]);
        above.chain([host]).take(self.labels).filter_map(|name| self.names.get(name))
    }

    /// Whether a host in lower case belongs to AliExpress.
    pub(crate) fn is_genuine(&self, host: &str) -> bool {
        self.genuine.iter().any(|known| is_below(host, known))
    }

    /// Whether the shop's name in this host imitates nothing: it serves AliExpress' images, its names hold those of
    /// other sites, or it belongs to a network.
    pub(crate) fn imitates_nothing(&self, host: &str) -> bool {
        self.entries(host).any(|entry| entry.images || entry.other_site || self.is_of_a_network(entry))
    }

    /// Whether a site is known to name other sites in its addresses.
    pub(crate) fn is_other_site(&self, host: &str) -> bool {
        self.entries(host).any(|entry| entry.other_site)
    }

    /// Whether a host looks like a short host.
    pub(crate) fn has_short_shape(&self, host: &str) -> bool {
        // Few hosts have one of their last labels, in which no letter can be replaced.
        let last = host.rsplit('.').next();
        if !self.short_shapes.iter().any(|shape| shape.rsplit('.').next() == last) {
            return false;
        }
        ['l', 'i'].into_iter().any(|bar| {
            let letters = letters_of_host(host, bar);
            self.short_shapes.iter().any(|shape| shape.chars().eq(letters.iter().copied()))
        })
    }

    /// Whether a short link on this host may be resolved over the network: the whole host must be listed as short or as a shortener.
    pub(crate) fn may_be_resolved(&self, host: &str) -> bool {
        let shortener = |row: &usize| self.wrappers[*row].network == WrapperNetwork::Shortener;
        self.names.get(host).is_some_and(|entry| entry.short || entry.wrappers.iter().any(shortener))
    }

    /// Whether a host belongs to AliExpress or to a network whose links lead there for a commission.
    pub(crate) fn is_of_the_shop(&self, host: &str) -> bool {
        self.is_genuine(host) || self.entries(host).any(|entry| self.is_of_a_network(entry))
    }

    fn is_of_a_network(&self, entry: &HostEntry) -> bool {
        entry.wrappers.iter().any(|row| self.wrappers[*row].network != WrapperNetwork::Redirect)
    }

    pub(crate) fn is_wrapper(&self, host: &str) -> bool {
        self.wrapper_rows(host).next().is_some()
    }

    pub(crate) fn find_rule(&self, host: &str, path: &str) -> Option<&WrapperRule> {
        self.wrapper_rows(host)
            .filter(|row| self.wrappers[*row].has_path(path))
            .min()
            .map(|row| &self.wrappers[row])
    }

    fn wrapper_rows(&self, host: &str) -> impl Iterator<Item = usize> {
        self.entries(host).flat_map(|entry| &entry.wrappers).copied()
    }

    /// Whether the host begins with a listed host but belongs to another domain: `alitems.com.evil.com`.
    pub(crate) fn is_carried_by(&self, host: &str) -> bool {
        let concerns_us = |entry: &HostEntry| entry.genuine || self.is_of_a_network(entry);
        let mut tails = [host].into_iter().chain(host.match_indices('.').map(|(dot, _)| &host[dot + 1..]));
        tails.any(|tail| {
            let ends = tail.match_indices('.').map(|(dot, _)| &tail[..dot]);
            ends.take(self.labels).filter_map(|name| self.names.get(name)).any(concerns_us)
        })
    }
}

/// Whether `host` is `parent` or a name below it.
fn is_below(host: &str, parent: &str) -> bool {
    host.strip_suffix(parent).is_some_and(|head| head.is_empty() || head.ends_with('.'))
}

/// The label in front of the public suffix: `google` of `www.google.com.tr`.
pub(crate) fn registrable_label(host: &str) -> Option<&str> {
    psl::domain_str(host)?.split('.').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses_and_a_wrapper_has_keys_or_is_a_shortener() {
        assert!(
            HOSTS
                .wrappers
                .iter()
                .all(|rule| rule.keys.is_empty() == (rule.network == WrapperNetwork::Shortener))
        );
    }

    #[test]
    fn hosts_match_on_label_boundaries_only() {
        assert!(HOSTS.is_genuine("aliexpress.com") && HOSTS.is_genuine("m.de.aliexpress.com"));
        assert!(!HOSTS.is_genuine("notaliexpress.com") && !HOSTS.is_genuine("aliexpress.com.br"));
        assert!(HOSTS.find_rule("www.google.com.tr", "/url").is_some());
        for host in ["google.evil.com", "google.github.io", "google.example", "google.shop", "google.co"] {
            assert!(HOSTS.find_rule(host, "/url").is_none(), "{host}");
        }
        assert!(HOSTS.find_rule("alitems.com", "/about").is_none());
        assert!(HOSTS.is_wrapper("x.alitems.com") && !HOSTS.is_wrapper("com") && !HOSTS.is_wrapper(""));
        assert!(HOSTS.is_carried_by("x.alitems.com.evil.com") && HOSTS.is_carried_by("ali.click.com"));
        assert!(!HOSTS.is_carried_by("x.alitems.com") && !HOSTS.is_carried_by("t.me.evil.com"));
    }
}

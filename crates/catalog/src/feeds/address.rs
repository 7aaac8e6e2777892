//! The address of a feed. It contains a personal code, which is masked wherever the address is shown.

use std::fmt;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// Parameters that describe the feed and not its owner. All others are masked.
const PLAIN: &str = "feed_id feed format currency last_import template fcid f_id only_sale lang language extension \
    products_type website";
/// A part of a path with at least so many characters, both digits and letters, may be a key.
const KEY_FROM: usize = 16;
const MASK: &str = "***";

fn is_plain(parameter: &str) -> bool {
    PLAIN.split(' ').any(|plain| plain == parameter)
}

/// The address of a feed. `Debug` and `Display` mask everything that may be a secret. Only the request and the feed's own file use
/// the full address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FeedAddress(Url);

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a feed's address begins with https:// or http://")]
pub struct InvalidFeedAddress;

impl FeedAddress {
    /// The address with its secrets.
    pub(super) fn exposed(&self) -> &Url {
        &self.0
    }

    /// The target of a redirect, if it may be followed: on the same host, because another host must not see the personal code, and not
    /// from https to http.
    pub(super) fn redirected(&self, location: &str) -> Option<FeedAddress> {
        let to = self.0.join(location).ok()?;
        let is_same = to.scheme() == self.0.scheme() && to.port() == self.0.port();
        let is_upgrade = to.scheme() == "https" && self.0.port().is_none() && to.port().is_none();
        (to.host() == self.0.host() && (is_same || is_upgrade)).then_some(FeedAddress(to))
    }

    /// Whether it is on this machine, so that no proxy is used.
    pub(super) fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
    }

    /// The value of a parameter that is no secret.
    pub(super) fn plain_parameter(&self, name: &str) -> Option<String> {
        let plain = is_plain(name);
        self.0.query_pairs().find(|(known, _)| plain && known == name).map(|(_, value)| value.into_owned())
    }

    /// The last part of the path, unless it may be a secret.
    pub(super) fn file_name(&self) -> Option<String> {
        let part = self.0.path_segments()?.rfind(|part| !part.is_empty())?;
        (!may_be_key(part)).then(|| part.to_owned())
    }

    /// Whether it is an address of the network's exporter, which can send changes only.
    pub(super) fn gives_increments(&self) -> bool {
        self.0.path().contains("/export_adv_products")
    }

    /// The same address with one parameter set.
    pub(super) fn with_parameter(&self, name: &str, value: &str) -> FeedAddress {
        let mut url = self.0.clone();
        let others: Vec<_> = url
            .query_pairs()
            .filter(|(known, _)| known != name)
            .map(|(k, v)| (k.into_owned(), v.into_owned()))
            .collect();
        url.query_pairs_mut().clear().extend_pairs(others).append_pair(name, value);
        FeedAddress(url)
    }
}

impl FromStr for FeedAddress {
    type Err = InvalidFeedAddress;

    fn from_str(text: &str) -> Result<Self, InvalidFeedAddress> {
        let mut url = Url::parse(text.trim()).map_err(|_| InvalidFeedAddress)?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(InvalidFeedAddress);
        }
        url.set_fragment(None);
        Ok(FeedAddress(url))
    }
}

impl TryFrom<String> for FeedAddress {
    type Error = InvalidFeedAddress;

    fn try_from(text: String) -> Result<Self, InvalidFeedAddress> {
        text.parse()
    }
}

impl From<FeedAddress> for String {
    fn from(address: FeedAddress) -> String {
        address.0.into()
    }
}

impl fmt::Display for FeedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = &self.0;
        write!(f, "{}://", url.scheme())?;
        if !url.username().is_empty() || url.password().is_some() {
            write!(f, "{MASK}@")?;
        }
        f.write_str(url.host_str().unwrap_or_default())?;
        if let Some(port) = url.port() {
            write!(f, ":{port}")?;
        }
        for part in url.path_segments().into_iter().flatten() {
            write!(f, "/{}", if may_be_key(part) { MASK } else { part })?;
        }
        for (at, (name, value)) in url.query_pairs().enumerate() {
            let sign = if at == 0 { '?' } else { '&' };
            match is_plain(&name) {
                true => write!(f, "{sign}{name}={}", mask_value(&value))?,
                // The name of an unknown parameter may itself be the secret.
                false if matches!(&*name, "user" | "code" | "token" | "key") => {
                    write!(f, "{sign}{name}={MASK}")?
                }
                false => write!(f, "{sign}{MASK}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for FeedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn may_be_key(part: &str) -> bool {
    let part = percent_decode_str(part).decode_utf8_lossy();
    let has = |what: fn(&char) -> bool| part.chars().any(|letter| what(&letter));
    part.contains(['@', '=', ':'])
        || part.len() >= KEY_FROM
            && has(char::is_ascii_digit)
            && has(char::is_ascii_alphabetic)
            && !part.contains('.')
}

/// The value of a plain parameter is short and simple; anything else may be a secret.
fn mask_value(value: &str) -> &str {
    let is_plain =
        value.len() <= 24 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"._,-".contains(&b));
    if is_plain { value } else { MASK }
}

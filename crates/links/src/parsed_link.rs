//! The forms that a parsed address can take. It has no place in a text yet.

use url::Url;

use crate::address::WrittenAddress;
use crate::hosts::WrapperNetwork;
use crate::link::{Link, LinkKind, LinkReason, Wrapper};
use crate::page::classify_page;
use crate::query::parameters;

/// A lookalike, which is reported and never followed.
pub(crate) fn refused_link(address: &WrittenAddress<'_>, reason: LinkReason) -> Link {
    let url = address.url().unwrap_or_else(|_| blank_url());
    let written_host = Some(address.host().to_owned());
    Link { reason: Some(reason), written_host, ..Link::new(LinkKind::Lookalike, url) }
}

/// An address of another site that holds one of AliExpress.
pub(crate) fn other_site_link(address: &WrittenAddress<'_>) -> Link {
    let url = address.url().unwrap_or_else(|_| blank_url());
    let written_host = Some(address.host().to_owned());
    Link { reason: Some(LinkReason::HostInPath), written_host, ..Link::new(LinkKind::OtherSite, url) }
}

/// The placeholder for an address that the URL parser refuses.
pub(crate) fn blank_url() -> Url {
    Url::parse("about:blank").expect("about:blank is an address")
}

/// The parsed target of a wrapper, with the wrapper around it.
pub(crate) fn wrapped_link(inner: Link, network: WrapperNetwork, url: Url) -> Link {
    let hot = inner.hot || is_hot(&url);
    match network {
        _ if !inner.leads_to_aliexpress() => inner,
        WrapperNetwork::Redirect => Link { hot, ..inner },
        _ => Link { kind: LinkKind::Affiliate, wrapper: Some(Wrapper { network, url }), hot, ..inner },
    }
}

/// A wrapper with an unknown target.
pub(crate) fn unreadable_link(network: WrapperNetwork, url: Url, reason: LinkReason) -> Link {
    let wrapper = (network != WrapperNetwork::Redirect).then(|| Wrapper { network, url: url.clone() });
    let kind = if wrapper.is_some() { LinkKind::Affiliate } else { LinkKind::OtherAliexpress };
    Link { target: None, wrapper, reason: Some(reason), hot: is_hot(&url), ..Link::new(kind, url) }
}

fn is_hot(url: &Url) -> bool {
    // A cheap check first: few links have the parameter.
    url.query().is_some_and(|query| query.contains("product"))
        && parameters(url).any(|one| one.name == "hot_product" && one.decoded() == "1")
}

pub(crate) fn genuine_page(host: &str, url: Url) -> Link {
    let page = classify_page(host, &url);
    Link { products: page.products, reason: page.reason, hot: is_hot(&url), ..Link::new(page.kind, url) }
}

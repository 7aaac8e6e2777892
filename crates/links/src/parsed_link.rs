//! A parsed address without its place in a text, and the forms that it can take.

use std::ops::Range;

use url::Url;

use crate::address::WrittenAddress;
use crate::hosts::WrapperNetwork;
use crate::link::{Link, LinkKind, LinkReason, Wrapper};
use crate::page::classify_page;
use crate::product::LinkedProduct;
use crate::query::parameters;

/// A link without its span in the text.
#[derive(Clone, Debug)]
pub(crate) struct ParsedLink {
    pub(crate) kind: LinkKind,
    /// The kind under the wrappers; equals `kind` where there are none.
    pub(crate) target: Option<LinkKind>,
    pub(crate) products: Vec<LinkedProduct>,
    pub(crate) wrapper: Option<Wrapper>,
    pub(crate) reason: Option<LinkReason>,
    pub(crate) hot: bool,
    pub(crate) url: Url,
    /// The host of a lookalike as written.
    pub(crate) written_host: Option<String>,
}

impl ParsedLink {
    /// The link at a span of a text, without price and title.
    pub(crate) fn at(self, span: Range<usize>) -> Link {
        let ParsedLink { kind, target, products, wrapper, reason, hot, url, written_host } = self;
        Link {
            span,
            kind,
            target,
            products,
            price: None,
            title: None,
            wrapper,
            reason,
            hot,
            url,
            written_host,
        }
    }
}

/// A lookalike, which is reported and never followed.
pub(crate) fn refused_link(address: &WrittenAddress<'_>, reason: LinkReason) -> ParsedLink {
    ParsedLink {
        kind: LinkKind::Lookalike,
        target: Some(LinkKind::Lookalike),
        products: vec![],
        wrapper: None,
        reason: Some(reason),
        hot: false,
        url: address.url().unwrap_or_else(|_| blank_url()),
        written_host: Some(address.host().to_owned()),
    }
}

/// The placeholder for an address that the URL parser refuses.
pub(crate) fn blank_url() -> Url {
    Url::parse("about:blank").expect("about:blank is an address")
}

/// The parsed target of a wrapper, with the wrapper around it.
pub(crate) fn wrapped_link(inner: ParsedLink, network: WrapperNetwork, url: Url) -> ParsedLink {
    let hot = inner.hot || is_hot(&url);
    match network {
        _ if inner.kind == LinkKind::Lookalike => inner,
        WrapperNetwork::Redirect => ParsedLink { hot, ..inner },
        _ => ParsedLink { kind: LinkKind::Affiliate, wrapper: Some(Wrapper { network, url }), hot, ..inner },
    }
}

/// A wrapper with an unknown target.
pub(crate) fn unreadable_link(network: WrapperNetwork, url: Url, reason: LinkReason) -> ParsedLink {
    let wrapper = (network != WrapperNetwork::Redirect).then(|| Wrapper { network, url: url.clone() });
    ParsedLink {
        kind: if wrapper.is_some() { LinkKind::Affiliate } else { LinkKind::OtherAliexpress },
        target: None,
        products: vec![],
        wrapper,
        reason: Some(reason),
        hot: is_hot(&url),
        url,
        written_host: None,
    }
}

fn is_hot(url: &Url) -> bool {
    // A cheap check first: few links have the parameter.
    url.query().is_some_and(|query| query.contains("product"))
        && parameters(url).any(|one| one.name == "hot_product" && one.decoded() == "1")
}

/// A page on a genuine host.
pub(crate) fn genuine_page(host: &str, url: Url) -> ParsedLink {
    let page = classify_page(host, &url);
    ParsedLink {
        kind: page.kind,
        target: Some(page.kind),
        products: page.products,
        wrapper: None,
        reason: page.reason,
        hot: is_hot(&url),
        url,
        written_host: None,
    }
}

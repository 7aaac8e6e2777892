//! A link of a text: its kind, products, price and wrapper.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::hosts::WrapperNetwork;
use crate::price::Price;
use crate::product::LinkedProduct;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// A product with an id that can be read offline.
    Product,
    /// A genuine short link; its target is known only by resolving it.
    Short,
    /// Wrapped by an affiliate network or AliExpress' own affiliate pages.
    Affiliate,
    Store,
    /// Search results or a category.
    Search,
    /// A sale, coin or bundle page.
    Campaign,
    Home,
    /// Coupons, gift cards, top-ups.
    Virtual,
    /// Any other page of AliExpress.
    OtherAliexpress,
    /// Leads to another site, which is no imitation, and holds an address of AliExpress as a part: a web archive, a page about prices, or
    /// an address with a product's address glued to its end.
    OtherSite,
    /// Imitates AliExpress, or is written in a form that is refused.
    Lookalike,
}

/// The name in JSON.
impl fmt::Display for LinkKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// Why a link is of its kind, when it is not a plain product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkReason {
    /// Lookalike: the brand or a known host is part of another domain.
    HostSuffix,
    /// Lookalike: a letter is missing, doubled, swapped or replaced by a digit.
    Misspelt,
    /// Lookalike: letters or dots outside ASCII.
    NonAsciiHost,
    /// Lookalike: letters outside ASCII, in punycode.
    Punycode,
    /// Lookalike and other site: a genuine host is a part of the address of another host.
    HostInPath,
    /// Lookalike: a user name or password in front of the host.
    Userinfo,
    /// Lookalike: an explicit port.
    Port,
    Backslash,
    /// Lookalike: a host with percent signs, empty labels and the like.
    MalformedHost,
    /// Lookalike: an AliExpress redirect that leads elsewhere.
    ForeignTarget,
    /// Lookalike: has the form of an Admitad link, on an unknown host.
    UnknownWrapper,
    /// The visible address and the real one belong to different sites. Also set on genuine links.
    HiddenMismatch,
    /// Affiliate: the target cannot be read offline.
    TargetUnknown,
    /// Affiliate: too many nested wrappers.
    TooDeep,
    /// A product page without a product id.
    NoId,
    /// The robot check; the product behind it is unknown.
    Captcha,
    OrderPage,
    /// A page behind a login: sign-in, cart, account, checkout, messages, seller.
    LoginPage,
    /// Some other page.
    NotAProduct,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapper {
    pub network: WrapperNetwork,
    /// The whole affiliate link as written.
    pub url: Url,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its span in bytes of the text.
    pub span: Range<usize>,
    pub kind: LinkKind,
    /// The kind of the target of an affiliate link (`Short`: still to be resolved); `None` when it cannot be read. Equals `kind` for
    /// every other link.
    pub target: Option<LinkKind>,
    /// The products that the link or its target names.
    pub products: Vec<LinkedProduct>,
    /// The price that the text gives for it.
    pub price: Option<Price>,
    /// The title that a share text gives for it, as written.
    pub title: Option<String>,
    /// The outermost affiliate wrapper.
    pub wrapper: Option<Wrapper>,
    /// Why it is of its kind.
    pub reason: Option<LinkReason>,
    /// Whether `hot_product=1` was found in any layer.
    pub hot: bool,
    /// The address without wrappers; `about:blank` for a lookalike that the URL parser refuses.
    pub url: Url,
    /// The host of a lookalike as written; the URL parser may have repaired it in `url`.
    pub written_host: Option<String>,
}

impl Link {
    /// A link of which only kind and address are known.
    pub(crate) fn new(kind: LinkKind, url: Url) -> Link {
        Link {
            span: 0..0,
            kind,
            target: Some(kind),
            products: vec![],
            price: None,
            title: None,
            wrapper: None,
            reason: None,
            hot: false,
            url,
            written_host: None,
        }
    }

    /// Whether it leads to AliExpress, as far as it shows.
    pub fn leads_to_aliexpress(&self) -> bool {
        !matches!(self.kind, LinkKind::OtherSite | LinkKind::Lookalike)
    }

    /// The host that decided the kind: the wrapper's for affiliate links, the page's otherwise.
    pub fn host(&self) -> &str {
        let wrapper = self.wrapper.as_ref().filter(|_| self.kind == LinkKind::Affiliate);
        match (&self.written_host, wrapper) {
            (_, Some(wrapper)) => wrapper.host(),
            (Some(written), None) => written,
            (None, None) => self.url.host_str().unwrap_or_default(),
        }
    }
}

/// A Telegram `text_link` entity, with its span in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiddenLink {
    pub span: Range<usize>,
    pub url: String,
}

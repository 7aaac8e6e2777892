//! The kind of a genuine page without a product, and the reason when it is of no common kind.
//!
//! A label in front of the domain decides where AliExpress uses it for one purpose; otherwise the path does.

use crate::decode::{starts_with, to_lower};
use crate::link::{LinkKind, LinkReason};

/// The kind of a page, from its host (lower case, no trailing dot) and its decoded path segments. Only
/// [`LinkKind::OtherAliexpress`] has a reason.
pub(crate) fn classify(host: &str, parts: &[&str]) -> (LinkKind, Option<LinkReason>) {
    match kind_by_host(host, parts).unwrap_or_else(|| kind_by_path(parts)) {
        LinkKind::OtherAliexpress => (LinkKind::OtherAliexpress, Some(reason_of_other_page(host, parts))),
        kind => (kind, None),
    }
}

/// The label in front of the registered domain (`www` of `www.aliexpress.com`); empty on the bare domain.
pub(crate) fn host_label(host: &str) -> &str {
    let mut dots = host.bytes().enumerate().rev().filter(|(_, byte)| *byte == b'.').map(|(at, _)| at);
    let Some(end) = dots.nth(1) else { return "" };
    &host[dots.next().map_or(0, |dot| dot + 1)..end]
}

/// The kind, where the host's label decides it.
fn kind_by_host(host: &str, parts: &[&str]) -> Option<LinkKind> {
    let label = host_label(host);
    let is_locale = |label: &str| label.len() == 2;
    match label {
        "coupon" | "giftcard" | "giftcards" | "topup" | "recharge" | "travel" => Some(LinkKind::Virtual),
        _ if parts.iter().any(|part| is_gift_card(part))
            && !matches!(kind_by_path(parts), LinkKind::Search | LinkKind::Store) =>
        {
            Some(LinkKind::Virtual)
        }
        "sale" | "campaign" | "activities" | "promotion" | "superdeals" | "flashdeals" | "bestselling"
        | "group" => {
            let help = parts.iter().any(|part| part.starts_with("download_app"));
            Some(if help { LinkKind::OtherAliexpress } else { LinkKind::Campaign })
        }
        "s" | "a" | "click" | "star" | "login" | "passport" | "trade" | "my" | "home" | "track"
        | "message" | "feedback" | "shoppingcart" | "portals" | "developers" | "openservice" | "seller"
        | "sell" | "auth" | "api-sg" | "web3" | "sl" | "service" | "report" | "help" | "customerservice"
        | "account" | "accounts" => Some(LinkKind::OtherAliexpress),
        _ if host == "ali.click" => Some(LinkKind::OtherAliexpress),
        _ if !parts.is_empty() => None,
        "" | "www" | "m" | "best" | "mbest" | "tmall" => Some(LinkKind::Home),
        _ if is_locale(label) => Some(LinkKind::Home),
        _ => Some(LinkKind::Store),
    }
}

fn kind_by_path(parts: &[&str]) -> LinkKind {
    const SEARCH: &str = "w category af popular premium search search.htm glosearch cheap price promotion reviews \
        popular.html price.html promotion.html all-categories.html all-wholesale-products.html";
    let [first, second] = [0, 1].map(|at| to_lower(parts.get(at).copied().unwrap_or_default()));
    let second = &*second;
    match &*first {
        "index.html" | "index.htm" | "home.html" | "home.htm" => LinkKind::Home,
        "store" | "shop" => LinkKind::Store,
        first if SEARCH.split(' ').any(|page| page == first) || first.starts_with("wholesale") => {
            LinkKind::Search
        }
        "gcp" | "ssr" | "wow" | "campaign" | "channel" => LinkKind::Campaign,
        "coupon" | "recharge" | "topup" | "mobile-recharge" => LinkKind::Virtual,
        "p" if second.starts_with("coupon") || second.contains("recharge") || second.contains("topup") => {
            LinkKind::Virtual
        }
        "p" if is_account(second) => LinkKind::OtherAliexpress,
        "p" if !second.is_empty() => LinkKind::Campaign,
        _ => LinkKind::OtherAliexpress,
    }
}

/// A segment of a gift card page. A search or a product group may be called the same; the caller excludes those.
fn is_gift_card(part: &str) -> bool {
    const NAME: &[u8] = b"giftcard";
    let letters = part.bytes().filter(|letter| !matches!(letter, b'-' | b'_'));
    letters.take(NAME.len()).map(|letter| letter.to_ascii_lowercase()).eq(NAME.iter().copied())
}

/// Pages under `/p/` that belong to an account.
fn is_account(page: &str) -> bool {
    const PAGES: &str = "order trade wish cart shoppingcart shopcart account message track feedback my";
    PAGES.split(' ').any(|own| page.starts_with(own))
}

fn reason_of_other_page(host: &str, parts: &[&str]) -> LinkReason {
    let has = |words: &[&str]| parts.iter().any(|part| words.iter().any(|word| part.starts_with(word)));
    let first = parts.first().copied().unwrap_or_default();
    if has(&["punish", "_____tmd_____"]) {
        LinkReason::Captcha
    } else if host_label(host) == "trade" || has(&["order", "snapshot"]) {
        LinkReason::OrderPage
    } else if matches!(first, "item" | "i" | "s") {
        LinkReason::NoId
    } else if needs_login(host, parts) {
        LinkReason::LoginPage
    } else {
        LinkReason::NotAProduct
    }
}

/// Pages that only their owner can open: sign-in, cart, account, checkout, messages, and the pages of sellers and publishers.
/// A shared list is open to everyone.
fn needs_login(host: &str, parts: &[&str]) -> bool {
    const HOSTS: &str =
        "login passport auth my home account accounts message shoppingcart seller sell portals track";
    const PAGES: &str = "account shopcart shoppingcart cart wishlist login";
    let shared = parts.last().is_some_and(|page| starts_with(page, "share"));
    let page = match parts {
        ["p" | "P", page, ..] => is_account(&to_lower(page)),
        [page, ..] => PAGES.split(' ').any(|own| starts_with(page, own)),
        [] => false,
    };
    !shared && (page || HOSTS.split(' ').any(|own| own == host_label(host)))
}

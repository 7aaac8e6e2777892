//! The links of a message, after short links were followed, with the owner of each and the action for it.
//!
//! Converting another publisher's link takes that publisher's commission, so it is the user's decision and never the bot's.

use dealink_links::{self as links, Link, LinkKind, LinkReason, Wrapper, WrapperNetwork};
use dealink_network::resolve::{Resolver, ShortLinkOutcome};
use dealink_network::tracking_link;
use url::Url;

use super::deal::ShortLinkFailure;
use super::lookup::NetworkLookup;
use super::request::DealRequest;

pub(super) struct PastedLink {
    pub(super) link: Link,
    pub(super) action: LinkAction,
    /// Whether it was another publisher's affiliate link.
    pub(super) is_foreign: bool,
    /// Why the target of a short link is not known.
    pub(super) short_link_failure: Option<ShortLinkFailure>,
}

/// What the answer does with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkAction {
    /// Make a link to its product, or to what a short link hides.
    MakeProductLink,
    /// Check it: it is the publisher's own.
    CheckOwnLink,
    /// Make a link to its page, which is not a product.
    MakePageLink,
    /// Leave it: it is another publisher's, and the user did not allow its conversion.
    Withhold,
    /// Only say what it is.
    Describe,
}

/// Finds the links of the message, follows its short links and determines the owner of each.
pub(super) async fn read_links(
    request: &DealRequest<'_>,
    lookup: &NetworkLookup,
    resolver: &Resolver,
) -> Vec<PastedLink> {
    let mut links = links::find_links(request.text, request.hidden);
    let may_be_own = |link: &Link| link.wrapper.is_some() || link.reason == Some(LinkReason::UnknownWrapper);
    let own_code = if links.iter().any(may_be_own) { lookup.own_ad_space_code().await } else { None };
    let own_code = own_code.as_deref();
    for link in &mut links {
        if let Some(own) = own_link_on_new_tracker(link, own_code, lookup) {
            *link = own;
        }
    }
    let convert = request.converts_foreign_links();
    // Links that are left alone need not be followed, unless the owner shows only in the target.
    let withheld = |link: &Link| {
        !convert && LinkOwner::determine(link, own_code) == LinkOwner::Foreign && !is_shortener(link)
    };
    let to_follow: Vec<Url> =
        links.iter().filter(|link| !withheld(link)).filter_map(Link::short_address).collect();
    let ends = resolver.resolve_all(&to_follow).await;
    let pasted = links.into_iter().map(|link| {
        let (pasted_owner, shortener) = (LinkOwner::determine(&link, own_code), is_shortener(&link));
        let address = link.short_address().filter(|address| to_follow.contains(address));
        let (link, short_link_failure) = match address {
            Some(address) => apply_resolution(link, ends.get(&address)),
            None => (link, None),
        };
        // For a link of a shortener the owner shows in the target; for any other link in the pasted address.
        let owner = if shortener { LinkOwner::determine(&link, own_code) } else { pasted_owner };
        let action = match owner {
            LinkOwner::Foreign if !convert && may_be_converted(&link, short_link_failure) => {
                LinkAction::Withhold
            }
            owner => choose_action(&link, owner, short_link_failure),
        };
        PastedLink { link, action, is_foreign: owner == LinkOwner::Foreign, short_link_failure }
    });
    pasted.collect()
}

/// Whether it is an own link on a tracker that is not listed yet, but on which the network makes the publisher's links. The ad
/// space's code alone is no proof, because it can be copied from any published link.
fn own_link_on_new_tracker(link: &Link, own_code: Option<&str>, lookup: &NetworkLookup) -> Option<Link> {
    let is_own = tracking_link::ad_space_code(&link.url).is_some_and(|code| Some(code) == own_code);
    let known =
        is_own && link.reason == Some(LinkReason::UnknownWrapper) && lookup.is_own_tracker(link.host());
    let target = tracking_link::target(&link.url).filter(|_| known)?;
    let wrapper = Wrapper { network: WrapperNetwork::Admitad, url: link.url.clone() };
    Some(Link {
        span: link.span.clone(),
        kind: LinkKind::Affiliate,
        price: link.price,
        title: link.title.clone(),
        wrapper: Some(wrapper),
        ..links::parse_address(target.as_str())?
    })
}

fn is_shortener(link: &Link) -> bool {
    link.wrapper.as_ref().is_some_and(|wrapper| wrapper.network == WrapperNetwork::Shortener)
}

fn apply_resolution(link: Link, end: Option<&ShortLinkOutcome>) -> (Link, Option<ShortLinkFailure>) {
    match end {
        Some(ShortLinkOutcome::Leads(end)) => ((**end).clone().as_target_of(&link), None),
        Some(ShortLinkOutcome::Elsewhere) => (link, Some(ShortLinkFailure::LeadsElsewhere)),
        Some(ShortLinkOutcome::Gone) => (link, Some(ShortLinkFailure::Deleted)),
        Some(ShortLinkOutcome::RobotCheck) => (link, Some(ShortLinkFailure::RobotCheck)),
        Some(ShortLinkOutcome::TooFar | ShortLinkOutcome::Failed(_)) => {
            (link, Some(ShortLinkFailure::Failed))
        }
        Some(ShortLinkOutcome::NotTried) | None => (link, Some(ShortLinkFailure::NotFollowed)),
    }
}

/// Whether the link leads to AliExpress, as far as that is known.
fn may_be_converted(link: &Link, failure: Option<ShortLinkFailure>) -> bool {
    let leads_away = matches!(failure, Some(ShortLinkFailure::LeadsElsewhere | ShortLinkFailure::Deleted));
    link.leads_to_aliexpress() && !leads_away
}

fn choose_action(link: &Link, owner: LinkOwner, failure: Option<ShortLinkFailure>) -> LinkAction {
    if !may_be_converted(link, failure) {
        return LinkAction::Describe;
    }
    if owner == LinkOwner::Own {
        return LinkAction::CheckOwnLink;
    }
    match link.target {
        _ if !link.products.is_empty() => LinkAction::MakeProductLink,
        // The target is unknown, so the link must not be wrapped: the click on the portal's link would come after the click on ours, and
        // the commission would go to the portal's publisher.
        Some(LinkKind::Short) if is_portal_short_link(link) => LinkAction::Describe,
        Some(LinkKind::Short) => LinkAction::MakeProductLink,
        Some(
            LinkKind::Store | LinkKind::Search | LinkKind::Campaign | LinkKind::Home | LinkKind::Virtual,
        ) => LinkAction::MakePageLink,
        _ => LinkAction::Describe,
    }
}

/// Who earns the commission of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LinkOwner {
    NotAffiliate,
    /// The publisher.
    Own,
    /// Another publisher, or a publisher that cannot be identified.
    Foreign,
}

impl LinkOwner {
    /// `own_code` is the part of a tracking link's code that identifies the publisher's ad space.
    fn determine(link: &Link, own_code: Option<&str>) -> LinkOwner {
        match &link.wrapper {
            Some(wrapper) if own_code.is_some_and(|code| wrapper.is_of_ad_space(code)) => LinkOwner::Own,
            // A link of the app's share button does not by itself credit a publisher.
            Some(wrapper) if wrapper.network != WrapperNetwork::AppShare => LinkOwner::Foreign,
            _ if is_portal_short_link(link) => LinkOwner::Foreign,
            _ => LinkOwner::NotAffiliate,
        }
    }
}

/// The short links of AliExpress' own affiliate portal. Those of the app's share button live on other hosts.
fn is_portal_short_link(link: &Link) -> bool {
    link.target == Some(LinkKind::Short)
        && link.url.host_str().is_some_and(|host| host.starts_with("s.click."))
}

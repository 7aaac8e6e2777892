//! The message's links, short ones followed, and what is to be done with each.

use url::Url;

use super::deal::ShortLinkFailure;
use super::link_owner::{self, LinkOwner};
use super::{DealRequest, Deals, ForeignLinksOverride};
use crate::settings::ForeignLinks;
use dealink_links::{self as links, Link, LinkKind, LinkReason, Wrapper, WrapperNetwork};
use dealink_network::resolve::ShortLinkOutcome;
use dealink_network::tracking_link;

/// A link of the message.
pub(super) struct PastedLink {
    /// Where it stands, and what it leads to.
    pub(super) link: Link,
    /// What is to be done with it.
    pub(super) action: LinkAction,
    /// Whether it was somebody else's affiliate link.
    pub(super) is_foreign: bool,
    /// What kept the end of a short link from being seen.
    pub(super) short_link_failure: Option<ShortLinkFailure>,
}

/// What is to be done with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkAction {
    /// Make a link to its product, or to what a short link hides.
    MakeProductLink,
    /// Check it: it is the publisher's own.
    CheckOwnLink,
    /// Make a link to its page, which is no product.
    MakePageLink,
    /// Leave it: it is somebody else's, and nobody said that it may be converted.
    Withhold,
    /// Say what it is, and no more.
    Describe,
}

impl Deals {
    /// Reads the message and follows its short links.
    pub(super) async fn read_links(&self, request: &DealRequest<'_>) -> Vec<PastedLink> {
        let mut links = links::find_links(request.text, request.hidden);
        let may_be_own =
            |link: &Link| link.wrapper.is_some() || link.reason == Some(LinkReason::UnknownWrapper);
        let own_code =
            if links.iter().any(may_be_own) { self.lookup.own_ad_space_code().await } else { None };
        let own_code = own_code.as_deref();
        for link in &mut links {
            if let Some(own) = self.own_link_on_new_tracker(link, own_code) {
                *link = own;
            }
        }
        let convert = request.foreign_links == ForeignLinksOverride::Convert
            || request.publisher.foreign_links == Some(ForeignLinks::Convert);
        // What is withheld need not be followed, unless only the end shows whose it is.
        let withheld = |link: &Link| {
            !convert && LinkOwner::determine(link, own_code) == LinkOwner::Foreign && !is_shortener(link)
        };
        let to_follow: Vec<Url> =
            links.iter().filter(|link| !withheld(link)).filter_map(Link::short_address).collect();
        let ends = self.resolver.resolve_all(&to_follow).await;
        let pasted = links.into_iter().map(|link| {
            let (whose, shortener) = (LinkOwner::determine(&link, own_code), is_shortener(&link));
            let address = link.short_address().filter(|address| to_follow.contains(address));
            let (link, blind) = match address {
                Some(address) => apply_resolution(link, ends.get(&address)),
                None => (link, None),
            };
            // A shortener is whose it leads to; any other link is whose it was when it was pasted.
            let whose = if shortener { LinkOwner::determine(&link, own_code) } else { whose };
            PastedLink {
                action: choose_action(&link, whose, convert, blind),
                link,
                is_foreign: whose == LinkOwner::Foreign,
                short_link_failure: blind,
            }
        });
        pasted.collect()
    }

    /// An own link on a tracker that no list has yet, but where the network itself puts the publisher's links. The code alone
    /// is no proof: everybody can read it off a published link.
    fn own_link_on_new_tracker(&self, link: &Link, own_code: Option<&str>) -> Option<Link> {
        let is_own = tracking_link::ad_space_code(&link.url).is_some_and(|code| Some(code) == own_code);
        let known = is_own
            && link.reason == Some(LinkReason::UnknownWrapper)
            && self.lookup.is_own_tracker(link.host());
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
}

fn is_shortener(link: &Link) -> bool {
    link.wrapper.as_ref().is_some_and(|wrapper| wrapper.network == WrapperNetwork::Shortener)
}

fn apply_resolution(link: Link, end: Option<&ShortLinkOutcome>) -> (Link, Option<ShortLinkFailure>) {
    match end {
        Some(ShortLinkOutcome::Leads(end)) => ((**end).clone().as_target_of(&link), None),
        Some(ShortLinkOutcome::Elsewhere) => (link, Some(ShortLinkFailure::LeadsElsewhere)),
        Some(ShortLinkOutcome::Gone) => (link, Some(ShortLinkFailure::Deleted)),
        Some(ShortLinkOutcome::Wall) => (link, Some(ShortLinkFailure::RobotCheck)),
        Some(ShortLinkOutcome::TooFar | ShortLinkOutcome::Failed(_)) => {
            (link, Some(ShortLinkFailure::Failed))
        }
        Some(ShortLinkOutcome::NotTried) | None => (link, Some(ShortLinkFailure::NotFollowed)),
    }
}

fn choose_action(
    link: &Link,
    whose: LinkOwner,
    convert: bool,
    blind: Option<ShortLinkFailure>,
) -> LinkAction {
    if link.kind == LinkKind::Lookalike
        || matches!(blind, Some(ShortLinkFailure::LeadsElsewhere | ShortLinkFailure::Deleted))
    {
        return LinkAction::Describe;
    }
    match whose {
        LinkOwner::Own => return LinkAction::CheckOwnLink,
        LinkOwner::Foreign if !convert => return LinkAction::Withhold,
        LinkOwner::Foreign | LinkOwner::NotAffiliate => {}
    }
    match link.target {
        _ if !link.products.is_empty() => LinkAction::MakeProductLink,
        // Unseen, it may not be wrapped: whoever earns by the portal's link comes after our click and would earn by it still.
        Some(LinkKind::Short) if link_owner::is_portal_short_link(link) => LinkAction::Describe,
        Some(LinkKind::Short) => LinkAction::MakeProductLink,
        Some(
            LinkKind::Store | LinkKind::Search | LinkKind::Campaign | LinkKind::Home | LinkKind::Virtual,
        ) => LinkAction::MakePageLink,
        _ => LinkAction::Describe,
    }
}

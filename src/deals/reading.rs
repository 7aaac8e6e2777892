//! The message's links, short ones followed, and what is to be done with each.

use url::Url;

use super::deal::Blind;
use super::whose::{self, Whose};
use super::{Deals, Others, Request};
use crate::store::OthersLinks;
use dealink_links::{self as links, Kind, Link, Network, Reason, Wrapper};
use dealink_network::admitad::tracker;
use dealink_network::resolve::Outcome;

/// A link of the message.
pub(super) struct Pasted {
    /// Where it stands, and what it leads to.
    pub(super) link: Link,
    /// What is to be done with it.
    pub(super) course: Course,
    /// Whether it was somebody else's affiliate link.
    pub(super) anothers: bool,
    /// What kept the end of a short link from being seen.
    pub(super) blind: Option<Blind>,
}

/// What is to be done with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// Make a link to its product, or to what a short link hides.
    Product,
    /// Check it: it is the publisher's own.
    Own,
    /// Make a link to its page, which is no product.
    Page,
    /// Leave it: it is somebody else's, and nobody said that it may be converted.
    Withhold,
    /// Say what it is, and no more.
    Name,
}

impl Deals {
    /// Reads the message and follows its short links.
    pub(super) async fn read(&self, request: &Request<'_>) -> Vec<Pasted> {
        let mut links = links::read(request.text, request.hidden);
        let may_be_own = |link: &Link| link.wrapper.is_some() || link.reason == Some(Reason::UnknownWrapper);
        let own_code = if links.iter().any(may_be_own) { self.lookup.own_code().await } else { None };
        let own_code = own_code.as_deref();
        for link in &mut links {
            if let Some(own) = self.on_a_new_tracker(link, own_code) {
                *link = own;
            }
        }
        let convert =
            request.others == Others::Convert || request.publisher.others == Some(OthersLinks::Convert);
        // What is withheld need not be followed, unless only the end shows whose it is.
        let withheld =
            |link: &Link| !convert && Whose::of(link, own_code) == Whose::Another && !is_shortener(link);
        let to_follow: Vec<Url> =
            links.iter().filter(|link| !withheld(link)).filter_map(Link::short_address).collect();
        let ends = self.resolver.follow_all(&to_follow).await;
        let pasted = links.into_iter().map(|link| {
            let (whose, shortener) = (Whose::of(&link, own_code), is_shortener(&link));
            let address = link.short_address().filter(|address| to_follow.contains(address));
            let (link, blind) = match address {
                Some(address) => followed(link, ends.get(&address)),
                None => (link, None),
            };
            // A shortener is whose it leads to; any other link is whose it was when it was pasted.
            let whose = if shortener { Whose::of(&link, own_code) } else { whose };
            Pasted {
                course: course(&link, whose, convert, blind),
                link,
                anothers: whose == Whose::Another,
                blind,
            }
        });
        pasted.collect()
    }

    /// An own link on a tracker that no list has yet, but where the network itself puts the publisher's links. The code alone
    /// is no proof: everybody can read it off a published link.
    fn on_a_new_tracker(&self, link: &Link, own_code: Option<&str>) -> Option<Link> {
        let is_own = tracker::ad_space_code(&link.url).is_some_and(|code| Some(code) == own_code);
        let known =
            is_own && link.reason == Some(Reason::UnknownWrapper) && self.lookup.is_own_tracker(link.host());
        let target = tracker::target(&link.url).filter(|_| known)?;
        let wrapper = Wrapper { network: Network::Admitad, url: link.url.clone() };
        Some(Link {
            span: link.span.clone(),
            kind: Kind::Affiliate,
            price: link.price,
            title: link.title.clone(),
            wrapper: Some(wrapper),
            ..links::read_address(target.as_str())?
        })
    }
}

fn is_shortener(link: &Link) -> bool {
    link.wrapper.as_ref().is_some_and(|wrapper| wrapper.network == Network::Shortener)
}

fn followed(link: Link, end: Option<&Outcome>) -> (Link, Option<Blind>) {
    match end {
        Some(Outcome::Leads(end)) => ((**end).clone().behind(&link), None),
        Some(Outcome::Elsewhere) => (link, Some(Blind::Elsewhere)),
        Some(Outcome::Gone) => (link, Some(Blind::Gone)),
        Some(Outcome::Wall) => (link, Some(Blind::Wall)),
        Some(Outcome::TooFar | Outcome::Failed(_)) => (link, Some(Blind::Failed)),
        Some(Outcome::NotTried) | None => (link, Some(Blind::NotFollowed)),
    }
}

fn course(link: &Link, whose: Whose, convert: bool, blind: Option<Blind>) -> Course {
    if link.kind == Kind::Lookalike || matches!(blind, Some(Blind::Elsewhere | Blind::Gone)) {
        return Course::Name;
    }
    match whose {
        Whose::Own => return Course::Own,
        Whose::Another if !convert => return Course::Withhold,
        Whose::Another | Whose::Nobody => {}
    }
    match link.target {
        _ if !link.products.is_empty() => Course::Product,
        // Unseen, it may not be wrapped: whoever earns by the portal's link comes after our click and would earn by it still.
        Some(Kind::Short) if whose::is_of_the_portal(link) => Course::Name,
        Some(Kind::Short) => Course::Product,
        Some(Kind::Store | Kind::Search | Kind::Campaign | Kind::Home | Kind::Virtual) => Course::Page,
        _ => Course::Name,
    }
}

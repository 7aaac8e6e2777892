//! The owner of an affiliate link. Converting another publisher's link takes that publisher's commission, so it is the user's
//! decision and never the bot's.

use dealink_links::{Link, LinkKind, WrapperNetwork};

/// Who earns the commission of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkOwner {
    NotAffiliate,
    /// The publisher.
    Own,
    /// Another publisher, or a publisher that cannot be identified.
    Foreign,
}

impl LinkOwner {
    /// `own_code` is the part of a tracking link's code that identifies the publisher's ad space.
    pub(super) fn determine(link: &Link, own_code: Option<&str>) -> LinkOwner {
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
pub(super) fn is_portal_short_link(link: &Link) -> bool {
    link.target == Some(LinkKind::Short)
        && link.url.host_str().is_some_and(|host| host.starts_with("s.click."))
}

//! Whose affiliate link it is. Converting somebody else's takes their commission, so that is the publisher's decision, never
//! the bot's.

use dealink_links::{Kind, Link, Network};

/// Who earns by a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// Nobody: it is no affiliate link.
    Nobody,
    /// The publisher.
    Own,
    /// Somebody else, or somebody who cannot be told.
    Another,
}

impl Whose {
    /// `own_code` is the part of a tracking link's code that names the publisher's ad space.
    pub(super) fn of(link: &Link, own_code: Option<&str>) -> Whose {
        match &link.wrapper {
            Some(wrapper) if own_code.is_some_and(|code| wrapper.is_of(code)) => Whose::Own,
            // The page behind an app's share button credits nobody by itself.
            Some(wrapper) if wrapper.network != Network::AppShare => Whose::Another,
            _ if is_of_the_portal(link) => Whose::Another,
            _ => Whose::Nobody,
        }
    }
}

/// The short links of AliExpress' own affiliate portal. Those of the app's share button live on other hosts.
pub(super) fn is_of_the_portal(link: &Link) -> bool {
    link.target == Some(Kind::Short) && link.url.host_str().is_some_and(|host| host.starts_with("s.click."))
}

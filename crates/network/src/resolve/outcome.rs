//! What became of a short link.

use dealink_links::Link;

#[derive(Clone, Debug, PartialEq)]
pub enum ShortLinkOutcome {
    /// It leads to this link of AliExpress: a product, a store, a campaign, a tracker whose target cannot be read. The link's
    /// span means nothing and it has no price; [`Link::as_target_of`] gives it those of the pasted link.
    Leads(Box<Link>),
    /// It leaves AliExpress, or leads to something that only looks like it. That was not followed.
    Elsewhere,
    /// A robot check hides what it leads to.
    RobotCheck,
    /// There is no such short link.
    Gone,
    /// It leads on and on, or in a circle.
    TooFar,
    /// It could not be asked, or the answer says nothing.
    Failed(ResolveError),
    /// It was not asked: it is no short link that may be asked, there were too many, or short links are not followed at all.
    NotTried,
}

/// Why a short link gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// No connection, or one that broke.
    #[error("the host is out of reach")]
    Unreachable,
    #[error("no answer in time")]
    Late,
    /// The host is not one that may be asked, or its name leads to addresses of private networks.
    #[error("the host or its address is refused")]
    Refused,
    /// A status that is no redirect.
    #[error("the answer has the status {0}")]
    Status(u16),
    /// A redirect without an address that can be read.
    #[error("the answer names no address")]
    NoAddress,
}

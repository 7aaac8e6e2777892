//! The code in an Admitad tracker link, which holds an ad space and a program.

use url::Url;

use crate::hosts::WrapperNetwork;
use crate::link::Wrapper;

/// An Admitad tracker code: 10 characters for the material, 10 for the ad space, 10 or 20 for the program.
pub(crate) struct TrackerCode<'a> {
    ad_space: &'a str,
    pub(crate) program: &'a str,
}

impl<'a> TrackerCode<'a> {
    pub(crate) fn parse(code: &'a str) -> Option<Self> {
        let valid = matches!(code.len(), 30 | 40)
            && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        valid.then(|| TrackerCode { ad_space: &code[10..20], program: &code[20..] })
    }
}

pub(crate) fn tracker_code(network: WrapperNetwork, url: &Url) -> Option<TrackerCode<'_>> {
    let code = url.path_segments().filter(|_| network == WrapperNetwork::Admitad)?.nth(1)?;
    TrackerCode::parse(code)
}

impl Wrapper {
    /// The tracker's host.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Admitad: the ad space in the code (its `verification_code`). It tells the publisher's own links from those of others.
    pub fn ad_space(&self) -> Option<&str> {
        tracker_code(self.network, &self.url).map(|code| code.ad_space)
    }

    /// Admitad: the program in the code.
    pub fn program(&self) -> Option<&str> {
        tracker_code(self.network, &self.url).map(|code| code.program)
    }

    /// Whether this is an Admitad link of the ad space with that `verification_code`.
    pub fn is_of_ad_space(&self, verification_code: &str) -> bool {
        self.ad_space() == Some(verification_code)
    }
}

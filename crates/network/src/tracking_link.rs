//! Tracking links as text: their SubIDs, their target and the ad space that they credit. Pure.
//!
//! `https://<tracker>/g/<code>/?[erid=…&][i=…&f_id=…&][subid=…&subid1=…&]ulp=<target>`; the code is ten characters for the
//! material, ten for the ad space and ten or twenty for the program. All other parameters are kept as they are written.

use std::fmt;

use url::Url;
use url::form_urlencoded::byte_serialize;

/// One of the five labels that a click carries to the statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubIdSlot {
    SubId,
    SubId1,
    SubId2,
    /// The network overwrites it when a personal promo code is used.
    SubId3,
    SubId4,
}

impl SubIdSlot {
    pub const ALL: [SubIdSlot; 5] =
        [SubIdSlot::SubId, SubIdSlot::SubId1, SubIdSlot::SubId2, SubIdSlot::SubId3, SubIdSlot::SubId4];

    /// The parameter's name.
    pub fn name(self) -> &'static str {
        match self {
            SubIdSlot::SubId => "subid",
            SubIdSlot::SubId1 => "subid1",
            SubIdSlot::SubId2 => "subid2",
            SubIdSlot::SubId3 => "subid3",
            SubIdSlot::SubId4 => "subid4",
        }
    }

    pub fn from_name(name: &str) -> Option<SubIdSlot> {
        SubIdSlot::ALL.into_iter().find(|slot| slot.name() == name)
    }

    /// Source: the documentation of the deeplink method.
    pub fn max_chars(self) -> usize {
        if self == SubIdSlot::SubId4 { 120 } else { 50 }
    }
}

impl fmt::Display for SubIdSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a text cannot be a SubID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubIdError {
    #[error("a SubID of this slot has at most {longest} characters")]
    TooLong { longest: usize },
    /// A NUL character, or the letters `%00`, which the network forbids.
    #[error("a SubID holds no NUL")]
    Nul,
}

/// Whether the network takes `text` in this slot; the error is the rule that it breaks.
pub fn check_subid(slot: SubIdSlot, text: &str) -> Result<(), SubIdError> {
    let longest = slot.max_chars();
    if text.contains('\0') || text.contains("%00") {
        Err(SubIdError::Nul)
    } else if text.chars().count() > longest {
        Err(SubIdError::TooLong { longest })
    } else {
        Ok(())
    }
}

/// The link with these SubIDs and no others. An `erid` goes first, as the marking rules demand; the SubIDs go before the target.
/// An empty text leaves its slot out.
pub fn with_subids(link: &Url, subids: &[(SubIdSlot, &str)]) -> Url {
    let (erid, rest): (Vec<&str>, Vec<&str>) = parameters(link)
        .filter(|parameter| SubIdSlot::from_name(parameter_name(parameter)).is_none())
        .partition(|parameter| parameter_name(parameter) == "erid");
    let target = rest.iter().position(|parameter| parameter_name(parameter) == "ulp").unwrap_or(rest.len());
    let added = subids
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(slot, text)| format!("{slot}={}", percent_encode(text)));

    let mut query: Vec<String> = erid.iter().chain(&rest[..target]).map(|kept| (*kept).to_owned()).collect();
    query.extend(added);
    query.extend(rest[target..].iter().map(|kept| (*kept).to_owned()));
    with_query(link, &query)
}

/// A link to `target` made of a program's link `base` (its `gotolink`) without asking the network.
pub fn with_target(base: &Url, target: &Url) -> Url {
    let mut query: Vec<String> =
        parameters(base).filter(|parameter| parameter_name(parameter) != "ulp").map(str::to_owned).collect();
    query.push(format!("ulp={}", percent_encode(target.as_str())));
    with_query(base, &query)
}

/// Where the link leads: the address in its `ulp`.
pub fn target(link: &Url) -> Option<Url> {
    let (_, target) = link.query_pairs().find(|(name, _)| name == "ulp")?;
    Url::parse(target.trim()).ok().filter(Url::has_host)
}

/// The part of the link's code that names the ad space: equal to the ad space's `verification_code`.
pub fn ad_space_code(link: &Url) -> Option<&str> {
    let mut path = link.path().trim_matches('/').split('/');
    let kind = path.next()?;
    let code = path.next()?;
    let fits = matches!(kind, "g" | "goto" | "tpt" | "tptv2" | "b" | "coupon")
        && path.next().is_none()
        && matches!(code.len(), 30 | 40)
        && code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    if fits { code.get(10..20) } else { None }
}

fn parameters(link: &Url) -> impl Iterator<Item = &str> {
    link.query().unwrap_or_default().split('&').filter(|parameter| !parameter.is_empty())
}

fn parameter_name(parameter: &str) -> &str {
    parameter.split_once('=').map_or(parameter, |(name, _)| name)
}

/// Percent-encoded; a space is `%20`, since not every tracker reads `+` as one.
fn percent_encode(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

fn with_query(link: &Url, query: &[String]) -> Url {
    let mut link = link.clone();
    link.set_query((!query.is_empty()).then(|| query.join("&")).as_deref());
    link
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CODE: &str = "1e8d114494d3a1f00b775ea57e11ed";

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn tagged(link: &str, subids: &[(SubIdSlot, &str)]) -> String {
        with_subids(&url(link), subids).into()
    }

    #[test]
    fn subids_stand_before_the_target() {
        assert_eq!(
            tagged(
                "https://t.example/g/c/?ulp=https%3A%2F%2Fa.co%2F%3Fx%3D1%2526",
                &[(SubIdSlot::SubId, "a b"), (SubIdSlot::SubId4, "ğ&=#")]
            ),
            "https://t.example/g/c/?subid=a%20b&subid4=%C4%9F%26%3D%23&ulp=https%3A%2F%2Fa.co%2F%3Fx%3D1%2526"
        );
        assert_eq!(
            tagged("https://t.example/g/c/", &[(SubIdSlot::SubId, "x")]),
            "https://t.example/g/c/?subid=x"
        );
    }

    #[test]
    fn old_subids_go_erid_stays_first_and_the_rest_is_kept() {
        assert_eq!(
            tagged(
                "https://t.example/g/c/?subid=old&i=5&ulp=u&subid3=old&erid=E1&ref=r",
                &[(SubIdSlot::SubId1, "new")]
            ),
            "https://t.example/g/c/?erid=E1&i=5&subid1=new&ulp=u&ref=r"
        );
        assert_eq!(
            tagged("https://t.example/g/c/?subid=old", &[(SubIdSlot::SubId, "")]),
            "https://t.example/g/c/"
        );
    }

    #[test]
    fn a_target_replaces_the_one_before() {
        let base = url("https://t.example/g/c/?erid=E1&ulp=old");
        let link = with_target(&base, &url("https://www.aliexpress.com/item/1.html?a=b&c=%20d"));
        assert_eq!(
            link.as_str(),
            "https://t.example/g/c/?erid=E1&ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1.html%3Fa%3Db%26c%3D%2520d"
        );
        assert_eq!(target(&base), None);
    }

    #[test]
    fn the_middle_of_a_code_is_the_ad_space() {
        for path in [format!("/g/{CODE}/"), format!("/goto/{CODE}"), format!("/g/{CODE}0123456789/?ulp=x")] {
            assert_eq!(
                ad_space_code(&url(&format!("https://t.example{path}"))),
                Some("d3a1f00b77"),
                "{path}"
            );
        }
        for path in ["/", "/g/", "/g/1e8d114494/", "/item/1e8d114494d3a1f00b775ea57e11ed/", "/g/ /x/y"] {
            assert_eq!(ad_space_code(&url(&format!("https://t.example{path}"))), None, "{path}");
        }
        assert_eq!(ad_space_code(&url(&format!("https://t.example/g/{}/", CODE.to_uppercase()))), None);
    }

    #[test]
    fn a_subid_is_counted_in_characters() {
        assert_eq!(check_subid(SubIdSlot::SubId, &"ğ".repeat(50)), Ok(()));
        assert_eq!(check_subid(SubIdSlot::SubId, &"g".repeat(51)), Err(SubIdError::TooLong { longest: 50 }));
        assert_eq!(check_subid(SubIdSlot::SubId4, &"g".repeat(120)), Ok(()));
        assert_eq!(
            check_subid(SubIdSlot::SubId4, &"g".repeat(121)),
            Err(SubIdError::TooLong { longest: 120 })
        );
        assert_eq!(check_subid(SubIdSlot::SubId1, "a\0"), Err(SubIdError::Nul));
        assert_eq!(check_subid(SubIdSlot::SubId1, "a%00"), Err(SubIdError::Nul));
    }

    proptest! {
        #[test]
        fn what_is_put_in_is_what_a_tracker_reads(subid in "\\PC{1,50}", path in "\\PC{0,20}") {
            let mut goal = url("https://www.aliexpress.com/");
            goal.set_path(&path);
            let base = url(&format!("https://t.example/g/{CODE}/?i=5"));
            let link = with_subids(&with_target(&base, &goal), &[(SubIdSlot::SubId2, &subid)]);
            prop_assert_eq!(target(&link), Some(goal));
            let read = link.query_pairs().find(|(name, _)| name == "subid2").map(|(_, text)| text.into_owned());
            prop_assert_eq!(read, Some(subid));
            prop_assert_eq!(ad_space_code(&link), Some("d3a1f00b77"));
        }
    }
}

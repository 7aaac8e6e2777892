//! What an address that a server named means: the answer, or one more server to ask. Pure.

use dealink_links::{Link, LinkKind, LinkReason, parse_address};
use url::Url;

use super::outcome::{ResolveError, ShortLinkOutcome};

#[derive(Debug, PartialEq)]
pub(super) enum NextHop {
    /// Another short link: the address to ask, and what the link is.
    Ask(Url, Box<Link>),
    /// Nothing more is asked.
    Done(ShortLinkOutcome),
}

/// Reads an address; `outer` is the short link that named it, unless that was the first.
pub(super) fn classify_address(address: &Url, outer: Option<&Link>) -> NextHop {
    let known = parse_address(address.as_str()).filter(Link::leads_to_aliexpress);
    let Some(link) = known else { return NextHop::Done(ShortLinkOutcome::Elsewhere) };
    let link = product_in_a_parameter(&link).unwrap_or(link);
    let link = match outer {
        Some(outer) => link.as_target_of(outer),
        None => link,
    };
    if let Some(next) = link.short_address() {
        return NextHop::Ask(next, Box::new(link));
    }
    NextHop::Done(match (link.target, link.reason) {
        (Some(LinkKind::Short), _) => ShortLinkOutcome::Failed(ResolveError::Refused),
        (_, Some(LinkReason::Captcha)) => ShortLinkOutcome::RobotCheck,
        _ => ShortLinkOutcome::Leads(Box::new(link)),
    })
}

/// A product that an intermediate page carries in a parameter, as the address to go to afterwards. Stores and searches are
/// targets of their own: there a product's address is only the page before.
fn product_in_a_parameter(link: &Link) -> Option<Link> {
    if !matches!(link.kind, LinkKind::Short | LinkKind::Campaign | LinkKind::Home | LinkKind::OtherAliexpress)
    {
        return None;
    }
    let values = link.url.query_pairs().map(|(_, value)| value);
    let addresses = values.filter(|value| value.starts_with("http") || value.starts_with("//"));
    let mut read = addresses.filter_map(|address| parse_address(&address));
    read.find(|inner| inner.kind == LinkKind::Product)
}

#[cfg(test)]
mod tests {
    use dealink_links::WrapperNetwork;

    use super::*;

    fn step(address: &str) -> NextHop {
        classify_address(&address.parse().unwrap(), None)
    }

    fn product(address: &str) -> String {
        match step(address) {
            NextHop::Done(ShortLinkOutcome::Leads(link)) => {
                link.products.iter().map(|product| product.id.to_string()).collect::<Vec<_>>().join(",")
            }
            other => panic!("{address}: {other:?}"),
        }
    }

    #[test]
    fn the_first_address_that_names_a_product_is_the_end() {
        for address in [
            "https://www.aliexpress.com/item/1005009000000012.html?spm=1",
            "https://www.aliexpress.us/item/3256808813685260.html",
            "aliexpress://product/detail?productId=1005009000000012",
            "https://star.aliexpress.com/share/share.htm?redirectUrl=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html",
            "https://m.aliexpress.com/p/coin-index/index.html?productIds=1005009000000012",
            "https://login.aliexpress.com/sync_cookie_write.htm?xman_goto=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html",
            "https://s.click.aliexpress.com/deep_link.htm?aff_short_key=x&dl_target_url=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html",
            // The robot check of a page whose address names the product.
            "https://www.aliexpress.com/item/1005009000000012.html/_____tmd_____/punish?x5secdata=x",
            // Named in a parameter only.
            "https://www.aliexpress.com/punish?x5secdata=x&url=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html",
            "https://login.aliexpress.com/?return_url=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html",
            "https://a.aliexpress.com/_mOnce01?redirectUrl=//www.aliexpress.com/item/1005009000000012.html",
        ] {
            assert_eq!(product(address), "1005009000000012", "{address}");
        }
    }

    #[test]
    fn a_robot_check_is_not_the_absence_of_a_product() {
        for address in [
            "https://www.aliexpress.com/punish?x5secdata=x",
            "https://www.aliexpress.com//_____tmd_____/punish?x5secdata=x",
            "https://a.aliexpress.com/_mWool01/_____tmd_____/punish?x5secdata=x",
            "https://s.click.aliexpress.com/_____tmd_____/punish?x5secdata=x",
            "https://ali.click/punish?x5secdata=x",
            "https://login.aliexpress.com/sync_cookie_read.htm?xman_goto=https%3A%2F%2Fwww.aliexpress.com%2Fpunish%3Fx5secdata%3Dx",
        ] {
            assert_eq!(step(address), NextHop::Done(ShortLinkOutcome::RobotCheck), "{address}");
        }
    }

    #[test]
    fn what_leaves_aliexpress_is_not_followed() {
        for address in [
            "https://shop.example/item/1005009000000012.html",
            "http://127.0.0.1:8080/",
            "https://www.aliexpress.com.example.com/item/1005009000000012.html",
            "https://me@www.aliexpress.com/item/1005009000000012.html",
            "https://a.aliexpress.com:8443/_mWool01",
            "https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/?ulp=https%3A%2F%2Fshop.example%2F",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
        ] {
            assert_eq!(step(address), NextHop::Done(ShortLinkOutcome::Elsewhere), "{address}");
        }
    }

    #[test]
    fn a_tracker_is_taken_off_and_what_stands_in_it_is_asked() {
        let tracker = "https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/?ulp=https%3A%2F%2Fs.click.aliexpress.com%2Fe%2F_cWoolA01";
        let NextHop::Ask(next, outer) = step(tracker) else { panic!() };
        assert_eq!(next.as_str(), "https://s.click.aliexpress.com/e/_cWoolA01");
        let item = "https://www.aliexpress.com/item/1005009000000012.html".parse().unwrap();
        let NextHop::Done(ShortLinkOutcome::Leads(link)) = classify_address(&item, Some(&outer)) else {
            panic!()
        };
        let wrapper = link.wrapper.as_ref().unwrap();
        assert_eq!((wrapper.network, link.kind), (WrapperNetwork::Admitad, LinkKind::Affiliate));
        assert!(wrapper.is_of_ad_space("d3a1f00b77") && link.products.len() == 1);
    }

    #[test]
    fn pages_are_what_they_are_and_where_somebody_came_from_is_not_where_they_go() {
        for (address, kind) in [
            ("https://www.aliexpress.com/store/1234567", LinkKind::Store),
            (
                "https://www.aliexpress.com/store/1234567?from=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html",
                LinkKind::Store,
            ),
            ("https://m.aliexpress.com/p/coin-index/index.html", LinkKind::Campaign),
            ("https://www.aliexpress.com/", LinkKind::Home),
            ("https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/", LinkKind::Affiliate),
        ] {
            match step(address) {
                NextHop::Done(ShortLinkOutcome::Leads(link)) => {
                    assert_eq!((link.kind, link.products.len()), (kind, 0), "{address}")
                }
                other => panic!("{address}: {other:?}"),
            }
        }
        // Short, and on a host that may not be asked.
        assert_eq!(
            step("https://a.aliexpress.us/_mWool01"),
            NextHop::Done(ShortLinkOutcome::Failed(ResolveError::Refused))
        );
    }
}

//! Short links: which of them may be resolved over the network, at which address, and how the result completes the link.
//!
//! No request is made here. An address to resolve is https, on a host that is listed by its full name, and holds only the code:
//! no SubID, no tracking, no fragment.

use url::Url;

use crate::hosts::{HOSTS, WrapperNetwork};
use crate::link::{Link, LinkKind, Wrapper};
use crate::unwrap::parse_link;

/// Parses a single address; `None` when it has nothing to do with AliExpress. The span is the whole address, and there is no
/// price.
pub fn parse_address(address: &str) -> Option<Link> {
    Some(Link { span: 0..address.len(), ..parse_link(address)? })
}

impl Link {
    /// The address at which a short link can be resolved, also when it is wrapped. `None` when the link is not short or its host may
    /// not be asked. A tracker is never asked, because that would count as a click.
    pub fn short_address(&self) -> Option<Url> {
        let mut address = match self.target {
            Some(LinkKind::Short) => self.canonical_url(),
            None => Some(self.url.clone()).filter(is_at_a_shortener),
            Some(_) => None,
        }?;
        if !HOSTS.may_be_resolved(address.host_str()?) {
            return None;
        }
        if self.target.is_none() {
            address.set_query(None);
        }
        address.set_fragment(None);
        address.set_scheme("https").ok()?;
        Some(address)
    }

    /// This link as the target of `outer`. It takes over span, price and title of `outer`, and its wrapper, unless that is a plain
    /// shortener around another wrapper.
    pub fn as_target_of(self, outer: &Link) -> Link {
        let is_refused = !self.leads_to_aliexpress();
        let says_more = |wrapper: &Wrapper| wrapper.network != WrapperNetwork::Shortener;
        let around = outer.wrapper.clone().filter(says_more);
        let wrapper = around.or(self.wrapper).or_else(|| outer.wrapper.clone());
        Link {
            span: outer.span.clone(),
            price: outer.price,
            title: outer.title.clone(),
            kind: if wrapper.is_some() && !is_refused { LinkKind::Affiliate } else { self.kind },
            wrapper: wrapper.filter(|_| !is_refused),
            hot: self.hot || outer.hot,
            ..self
        }
    }
}

fn is_at_a_shortener(url: &Url) -> bool {
    let rule = url.host_str().and_then(|host| HOSTS.find_rule(host, url.path()));
    rule.is_some_and(|rule| rule.network == WrapperNetwork::Shortener) && url.path() != "/"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(address: &str) -> Option<String> {
        Some(parse_address(address)?.short_address()?.into())
    }

    #[test]
    fn a_short_link_is_asked_for_by_https_and_by_its_code_alone() {
        for (pasted, address) in [
            ("http://a.aliexpress.com/_mWool01?spm=1#x", "https://a.aliexpress.com/_mWool01"),
            ("A.ALIEXPRESS.COM./_mWool01", "https://a.aliexpress.com/_mWool01"),
            (
                "https://s.click.aliexpress.com/e/_cWoolA01?bz=725*90&af=42",
                "https://s.click.aliexpress.com/e/_cWoolA01",
            ),
            ("https://s.aliexpress.com/uQ3m2yqE?fromSns=x", "https://s.aliexpress.com/uQ3m2yqE"),
            ("https://sl.aliexpress.ru/p?key=abc12d3&spm=1", "https://sl.aliexpress.ru/p?key=abc12d3"),
            ("ali.click/fk3ej1c", "https://ali.click/fk3ej1c"),
            ("https://aliexpress.ru/e/_abc", "https://aliexpress.ru/e/_abc"),
            ("http://ali.ski/gk-MqB?sub=mine", "https://ali.ski/gk-MqB"),
            ("http://fas.st/ala7-", "https://fas.st/ala7-"),
            // Wrapped: the tracker is removed and not asked.
            (
                "https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/?ulp=https%3A%2F%2Fa.aliexpress.com%2F_mWool01",
                "https://a.aliexpress.com/_mWool01",
            ),
            (
                "https://alitems.com/g/1e8d114494d3a1f00b775ea57e11ed/?ulp=https%3A%2F%2Fali.ski%2FgkMqB",
                "https://ali.ski/gkMqB",
            ),
            (
                "https://login.aliexpress.com/sync_cookie_read.htm?xman_goto=https%3A%2F%2Fa.aliexpress.com%2F_x",
                "https://a.aliexpress.com/_x",
            ),
        ] {
            assert_eq!(asked(pasted).as_deref(), Some(address), "{pasted}");
        }
    }

    #[test]
    fn nothing_else_is_ever_asked() {
        for pasted in [
            "https://www.aliexpress.com/item/1005009000000012.html",
            "https://www.aliexpress.com/store/1234567",
            "https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/",
            "https://ad.admitad.com/g/1e8d114494d3a1f00b775ea57e11ed/?ulp=https%3A%2F%2Fwww.aliexpress.com%2F",
            "https://www.awin1.com/cread.php?awinmid=11640&ued=x",
            "https://epnclick.ru/redirect/cpa/o/abcdefghijklmnopqrstuvwxyz012345/",
            "https://login.aliexpress.com/sync_cookie_read.htm",
            "https://star.aliexpress.com/share/share.htm",
            // Genuine names below the short hosts, and short paths on other genuine hosts.
            "https://x.a.aliexpress.com/_mWool01",
            "https://a.aliexpress.us/_mWool01",
            "https://deep.s.click.aliexpress.com/e/_cWoolA01",
            "https://x.ali.ski/gkMqB",
            "https://ali.ski/",
            // The robot check in front of a short link.
            "https://a.aliexpress.com/_mWool01/_____tmd_____/punish?x5secdata=x",
            "https://ali.click/punish?x5secdata=x",
            // Disguises.
            "https://a.aliexpress.com:8443/_mWool01",
            "https://me@a.aliexpress.com/_mWool01",
            "https://a.aliexpress.com.example.com/_mWool01",
            "https://127.0.0.1/_mWool01",
            "ftp://a.aliexpress.com/_mWool01",
        ] {
            assert_eq!(asked(pasted), None, "{pasted}");
        }
    }

    #[test]
    fn what_stands_behind_keeps_the_place_of_the_outer_link_and_the_wrapper_that_says_more() {
        let item = || parse_address("https://www.aliexpress.com/item/1005009000000012.html").unwrap();
        let tracked = |code: &str| {
            let target = "https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html";
            parse_address(&format!("https://rzekl.com/g/1e8d114494{code}16525dc3e8/?ulp={target}")).unwrap()
        };
        let outer = |text: &str| crate::find_links(text, &[]).remove(0);

        let plain = item().as_target_of(&outer("$5.00 | Mug https://a.aliexpress.com/_mWool01"));
        assert_eq!((plain.kind, plain.span.start), (LinkKind::Product, 12));
        assert!(plain.price.is_some() && plain.wrapper.is_none());

        let unmarked = item().as_target_of(&outer("https://ali.ski/gkMqB"));
        assert_eq!((unmarked.kind, unmarked.target), (LinkKind::Affiliate, Some(LinkKind::Product)));
        assert_eq!(unmarked.wrapper.as_ref().map(|wrapper| wrapper.network), Some(WrapperNetwork::Shortener));

        let marked = tracked("d3a1f00b77").as_target_of(&outer("https://ali.ski/gkMqB"));
        assert!(marked.wrapper.as_ref().is_some_and(|wrapper| wrapper.is_of_ad_space("d3a1f00b77")));

        let twice = tracked("d3a1f00b77").as_target_of(&tracked("0123456789"));
        assert!(twice.wrapper.as_ref().is_some_and(|wrapper| wrapper.is_of_ad_space("0123456789")));
    }
}

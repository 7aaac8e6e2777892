//! Affiliate links for targets, and whether each pays.
//!
//! The API takes up to 200 targets in one address, but an address should stay below 8 kB. The answer's order is not promised, so
//! every link is matched by the target inside it.

use std::collections::{HashMap, HashSet};

use dealink_core::lenient;
use futures::future::try_join_all;
use serde_json::Value;
use url::Url;

use super::call::{ApiCall, CallBody};
use super::client::Admitad;
use super::error::{AdmitadError, ApiMethod};
use crate::affiliate::Deeplink;
use crate::tracking_link;

/// The most targets in one call, by the API's documentation.
const MAX_TARGETS: usize = 200;
/// The longest address of one call, in bytes.
const MAX_ADDRESS_BYTES: usize = 7_500;
/// The names under which answers were seen to carry the link.
const LINK_KEYS: [&str; 4] = ["link", "deeplink", "goto_link", "gotolink"];

impl Admitad {
    /// A link for each target, in their order; `None` where the network gave none, or where the target is too long for a call.
    /// A bad target may make the network refuse the others of its call.
    pub async fn deeplinks(&self, targets: &[Url]) -> Result<Vec<Option<Deeplink>>, AdmitadError> {
        let account = &self.0.account;
        let (ad_space, program) = (account.website_id.to_string(), account.campaign_id.to_string());
        let method = self.endpoint_url(&["deeplink", &ad_space, "advcampaign", &program]);

        let calls = split_into_calls(&method, targets).into_iter().map(|(url, asked)| async move {
            let call = ApiCall { endpoint: ApiMethod::Deeplink, url, body: CallBody::None };
            let answer = self.call(call).await?;
            let asked: Vec<&Url> = asked.into_iter().map(|position| &targets[position]).collect();
            match_links(&answer, &asked).ok_or(AdmitadError::garbled(ApiMethod::Deeplink))
        });
        let answers = try_join_all(calls).await?;

        let mut by_target: HashMap<String, Deeplink> = HashMap::new();
        for (target, link) in answers.into_iter().flatten() {
            by_target.entry(target).or_insert(link);
        }
        Ok(targets.iter().map(|target| by_target.get(target.as_str()).cloned()).collect())
    }
}

/// The calls to make: each an address with the positions of the targets in it. Equal targets are asked for once; a target that is
/// too long for an address of its own is left out.
fn split_into_calls(method: &Url, targets: &[Url]) -> Vec<(Url, Vec<usize>)> {
    let mut calls: Vec<(Url, Vec<usize>)> = Vec::new();
    let mut seen = HashSet::new();
    for (position, target) in targets.iter().enumerate() {
        let mut alone = method.clone();
        alone.query_pairs_mut().append_pair("ulp", target.as_str());
        if alone.as_str().len() > MAX_ADDRESS_BYTES || !seen.insert(target.as_str()) {
            continue;
        }
        let grown = alone.as_str().len() - method.as_str().len();
        match calls.last_mut() {
            Some((url, asked))
                if asked.len() < MAX_TARGETS && url.as_str().len() + grown <= MAX_ADDRESS_BYTES =>
            {
                url.query_pairs_mut().append_pair("ulp", target.as_str());
                asked.push(position);
            }
            _ => calls.push((alone, vec![position])),
        }
    }
    calls
}

/// The links of an answer with the target of each; `None` if the answer holds no link at all for a
/// question that had targets.
fn match_links(answer: &Value, asked: &[&Url]) -> Option<Vec<(String, Deeplink)>> {
    let items = lenient::items(answer);
    let links: Vec<Option<Deeplink>> = items.iter().map(|item| parse_deeplink(item)).collect();
    if links.iter().all(Option::is_none) && !answer.is_array() {
        return None;
    }
    let inside: Vec<Option<Url>> =
        links.iter().map(|link| tracking_link::target(&link.as_ref()?.link)).collect();
    let pairs = links.into_iter().zip(&inside).enumerate().filter_map(|(position, (link, target))| {
        let link = link?;
        let target = match target {
            Some(target) => asked.iter().find(|asked| is_same_page(asked, target))?,
            // No link carries its target: then the order is used, if no link is missing.
            None if items.len() == asked.len() && inside.iter().all(Option::is_none) => {
                asked.get(position)?
            }
            None => return None,
        };
        Some((target.as_str().to_owned(), link))
    });
    Some(pairs.collect())
}

fn parse_deeplink(item: &Value) -> Option<Deeplink> {
    let link = item.as_str().or_else(|| lenient::text(item, &LINK_KEYS))?;
    let link = Url::parse(link.trim()).ok()?;
    let is_web = matches!(link.scheme(), "https" | "http") && link.has_host();
    is_web.then(|| Deeplink { link, affiliate: lenient::boolean(&item["is_affiliate_product"]) })
}

/// Whether the two differ only in the way in which the query is written.
fn is_same_page(one: &Url, other: &Url) -> bool {
    let parameters = |url: &Url| {
        let mut pairs: Vec<_> =
            url.query_pairs().map(|(key, value)| (key.into_owned(), value.into_owned())).collect();
        pairs.sort();
        pairs
    };
    one == other
        || (one.host_str() == other.host_str()
            && one.path() == other.path()
            && parameters(one) == parameters(other))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn item(id: u32) -> Url {
        url(&format!("https://www.aliexpress.com/item/{id}.html"))
    }

    fn link(code: &str, target: &Url) -> String {
        tracking_link::with_target(&url(&format!("https://tracker.example/g/{code}/")), target).into()
    }

    fn codes(answer: &Value, asked: &[&Url]) -> Vec<(String, String)> {
        let code = |link: &Deeplink| link.link.path().trim_matches('/').replace("g/", "");
        match_links(answer, asked)
            .unwrap()
            .iter()
            .map(|(target, link)| (target.clone(), code(link)))
            .collect()
    }

    #[test]
    fn a_link_belongs_to_the_target_inside_it_whatever_the_order() {
        let (one, two) = (item(1), item(2));
        let answer = json!([{"link": link("b", &two)}, {"goto_link": link("a", &one)}]);
        assert_eq!(
            codes(&answer, &[&one, &two]),
            [(two.to_string(), "b".to_owned()), (one.to_string(), "a".to_owned())]
        );
    }

    #[test]
    fn order_counts_only_when_no_link_names_its_target_and_none_is_missing() {
        let (one, two) = (item(1), item(2));
        let bare = json!(["https://tracker.example/g/a/", "https://tracker.example/g/b/"]);
        assert_eq!(codes(&bare, &[&one, &two]).len(), 2);
        assert!(codes(&bare, &[&one]).is_empty(), "two links for one target");
        let mixed = json!(["https://tracker.example/g/a/", link("b", &two)]);
        assert_eq!(codes(&mixed, &[&one, &two]), [(two.to_string(), "b".to_owned())]);
    }

    #[test]
    fn one_object_a_bare_string_and_other_names_are_read() {
        let one = item(1);
        for answer in [
            json!({"deeplink": link("a", &one), "is_affiliate_product": "true"}),
            json!([{"gotolink": link("a", &one), "is_affiliate_product": true}]),
        ] {
            let pairs = match_links(&answer, &[&one]).unwrap();
            assert_eq!(pairs[0].1.affiliate, Some(true), "{answer}");
        }
        assert_eq!(match_links(&json!(link("a", &one)), &[&one]).unwrap()[0].1.affiliate, None);
    }

    #[test]
    fn what_is_no_link_is_no_link() {
        let one = item(1);
        assert!(codes(&json!([]), &[&one]).is_empty());
        assert!(codes(&json!([null, {"link": "javascript:alert(1)"}, {"link": 7}]), &[&one]).is_empty());
        for shape in [json!(null), json!({}), json!(5), json!("<html>")] {
            assert!(match_links(&shape, &[&one]).is_none(), "{shape}");
        }
    }

    #[test]
    fn batches_keep_to_both_limits_and_ask_for_equal_targets_once() {
        let method = url("https://api.example/deeplink/1/advcampaign/2/");
        let short: Vec<Url> = (0..450).map(|n| url(&format!("https://a.co/{n}"))).collect();
        let calls = split_into_calls(&method, &short);
        assert_eq!(calls.iter().map(|(_, asked)| asked.len()).collect::<Vec<_>>(), [200, 200, 50]);

        let long: Vec<Url> =
            (0..20).map(|n| url(&format!("https://a.co/{n}?{}", "x".repeat(2_000)))).collect();
        let calls = split_into_calls(&method, &long);
        assert!(calls.iter().all(|(url, _)| url.as_str().len() <= MAX_ADDRESS_BYTES));
        assert_eq!(calls.iter().map(|(_, asked)| asked.len()).collect::<Vec<_>>(), [3, 3, 3, 3, 3, 3, 2]);

        assert_eq!(split_into_calls(&method, &[item(1), item(1)])[0].1, [0]);
        assert!(split_into_calls(&method, &[url(&format!("https://a.co/{}", "x".repeat(8_000)))]).is_empty());
    }

    #[test]
    fn a_target_is_known_again_when_its_query_was_rewritten() {
        assert!(is_same_page(&url("https://a.co/i?a=1%202&b=3"), &url("https://a.co/i?b=3&a=1+2")));
        assert!(!is_same_page(&url("https://a.co/i?a=1"), &url("https://a.co/i?a=2")));
    }
}

//! Hosts that imitate AliExpress.
//!
//! A host is compared by its *shape*: accented, Cyrillic, Greek and fullwidth letters and digits count as the Latin letter that
//! they resemble. The name in front of the public suffix imitates when it is similar; a label below it must be the brand.

use std::borrow::Cow;

use crate::address::is_plain_host;
use crate::brand_spelling::{BRAND, is_brand, is_similar};
use crate::decode::decode_once;
use crate::hosts::{HOSTS, registrable_label};
use crate::link::LinkReason;
use crate::shape::{distance, is_written_plainly, letters_in, letters_of_host, shapes};

/// The short host `ali.click` without its dot. The other short hosts have names too short, or too common, for a comparison by letters.
const SHORT_NAME: &str = "aliclick";
const BRAND_LETTERS: u32 = letters_in(BRAND);
const SHORT_NAME_LETTERS: u32 = letters_in(SHORT_NAME);
/// The length of the short name without one letter.
const SHORTEST_IMITATION: usize = SHORT_NAME.len() - 1;
/// The longest label that is compared, in bytes. DNS allows 63; a disguise in another script takes more.
const LONGEST_LABEL: usize = 128;

/// The reason why a host that is not genuine resembles AliExpress or one of its networks; `None` when it does not.
pub(crate) fn lookalike_reason(host: &str, path: &str) -> Option<LinkReason> {
    if HOSTS.imitates_nothing(host) {
        return None;
    }
    let unicode = match is_plain_host(host) {
        true => Cow::Borrowed(host),
        false => Cow::Owned(idna::domain_to_unicode(&decode_once(host)).0),
    };
    let carried = HOSTS.is_genuine(&unicode) || HOSTS.is_carried_by(&unicode);
    let disguise = || match (host.is_ascii(), unicode == host) {
        (false, _) => LinkReason::NonAsciiHost,
        (true, false) => LinkReason::Punycode,
        (true, true) if carried || host.contains(BRAND) => LinkReason::HostSuffix,
        (true, true) => LinkReason::Misspelt,
    };
    if carried || is_like_a_short_host(&unicode) {
        return Some(disguise());
    }
    let mut labels =
        unicode.split('.').filter(|label| label.len() <= LONGEST_LABEL && may_imitate(label)).peekable();
    labels.peek()?;
    let registrable = registrable_label(&unicode).unwrap_or_default();
    let imitates = labels.any(|label| {
        if label == registrable {
            is_similar(label) || is_like_the_short_name(label)
        } else {
            is_brand(label) || (has_shop_path(path) && is_similar(label))
        }
    });
    imitates.then(disguise)
}

/// A path that imitates a product or short link.
fn has_shop_path(path: &str) -> bool {
    ["/item/", "/i/", "/e/_", "/_", "/store/"].iter().any(|start| path.starts_with(start))
}

/// Whether a host is a short host with a letter doubled, or replaced by one that looks the same: `a1i.click`.
fn is_like_a_short_host(host: &str) -> bool {
    let host = host.strip_prefix("www.").unwrap_or(host);
    // What is written plainly has its own shape, so it would be the short host itself.
    host.len() <= LONGEST_LABEL && !is_written_plainly(host) && HOSTS.has_short_shape(host)
}

/// Whether a label is the name of the short host, with a letter of `click` missing, doubled or swapped at most. Slips in its first
/// letters make names of other sites, and so does *clic*, which is the French word.
fn is_like_the_short_name(label: &str) -> bool {
    shapes(label).iter().any(|shape| {
        // Doubled letters are single here.
        let name: String = letters_of_host(shape, 'l').into_iter().collect();
        let is_slip = || {
            let mut letters = [name.as_bytes().to_vec(), SHORT_NAME.as_bytes().to_vec()];
            letters.iter_mut().for_each(|letters| letters.sort_unstable());
            name.len() < SHORT_NAME.len() || letters[0] == letters[1]
        };
        let may_slip = name.starts_with("ali") && !name.ends_with("clic");
        name == SHORT_NAME || (may_slip && distance(&name, SHORT_NAME) <= 1 && is_slip())
    })
}

/// Whether a label has enough letters in common with a name that is compared. Most labels have not.
fn may_imitate(label: &str) -> bool {
    if !label.is_ascii() {
        return true;
    }
    let letters = if label.len() < SHORTEST_IMITATION { 0 } else { letters_in(label) };
    // Two slips take away two letters of the brand's eight, and one slip one of the five of the short name.
    (letters & BRAND_LETTERS).count_ones() >= 6 || (letters & SHORT_NAME_LETTERS).count_ones() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disguises_are_seen_through() {
        for (host, reason) in [
            ("a1iexpress.com", LinkReason::Misspelt),
            ("al1express.com", LinkReason::Misspelt),
            ("aliexpres.com", LinkReason::Misspelt),
            ("aliexppress.com", LinkReason::Misspelt),
            ("aleixpress.com", LinkReason::Misspelt),
            ("ali-express.shop", LinkReason::Misspelt),
            ("aliexpres-sale.com", LinkReason::Misspelt),
            ("aliekspres.com", LinkReason::Misspelt),
            ("ali-ekspres.com", LinkReason::Misspelt),
            ("aliekspres-indirim.com", LinkReason::Misspelt),
            ("aiiexpress.com", LinkReason::Misspelt),
            ("alexpress.com", LinkReason::Misspelt),
            ("1liexpress.com", LinkReason::Misspelt),
            ("alliexpress.com", LinkReason::Misspelt),
            ("aliexprest.com", LinkReason::Misspelt),
            ("alixpress.com", LinkReason::Misspelt),
            ("aliexress.com", LinkReason::Misspelt),
            ("www.aliekspress.com.tr", LinkReason::Misspelt),
            ("alixpres.com", LinkReason::Misspelt),
            ("aliexpers.com", LinkReason::Misspelt),
            ("aliexprs.net", LinkReason::Misspelt),
            ("a1i.click", LinkReason::Misspelt),
            ("al1.click", LinkReason::Misspelt),
            ("alii.click", LinkReason::Misspelt),
            ("www.al-i.click", LinkReason::Misspelt),
            ("ali-click.com", LinkReason::Misspelt),
            ("aliclick.com", LinkReason::Misspelt),
            ("aliclik.com", LinkReason::Misspelt),
            ("ali-cilck.net", LinkReason::Misspelt),
            ("a1iclick.link", LinkReason::Misspelt),
            ("al1.ski", LinkReason::Misspelt),
            ("аli.click", LinkReason::NonAsciiHost),
            ("aliexpress-internet.ru", LinkReason::HostSuffix),
            ("myaliexpress.com", LinkReason::HostSuffix),
            ("aliexpresss.com", LinkReason::HostSuffix),
            ("x-aliexpress.com", LinkReason::HostSuffix),
            ("2aliexpress.com", LinkReason::HostSuffix),
            ("my-ali-express.com", LinkReason::Misspelt),
            ("ali-express-tr.com", LinkReason::Misspelt),
            ("hali-aliexpress.com", LinkReason::HostSuffix),
            ("baliexpress-aliexpress.com", LinkReason::HostSuffix),
            ("aliexpress.com.br", LinkReason::HostSuffix),
            ("aliexpress.com-item.shop", LinkReason::HostSuffix),
            ("ali.click.evil.com", LinkReason::HostSuffix),
            ("alitems.com.evil.com", LinkReason::HostSuffix),
            ("xn--liexpress-zyh.com", LinkReason::Punycode),
            ("аliexpress.com", LinkReason::NonAsciiHost),
            ("aliéxpress.com", LinkReason::NonAsciiHost),
            ("ａｌｉｅｘｐｒｅｓｓ.com", LinkReason::NonAsciiHost),
        ] {
            assert_eq!(lookalike_reason(host, "/"), Some(reason), "{host}");
        }
    }

    #[test]
    fn other_shops_and_longer_words_are_left_alone() {
        for host in [
            "www.alibaba.com",
            "railexpress.com",
            "mailexpress.com.tr",
            "express.com",
            "alicdn.com",
            "img.aliexpress-media.com",
            "aliexpress-datahub.p.rapidapi.com",
            "www-aliexpress-com.translate.goog",
            "aliexpress.digidip.net",
            // Other shops and publishers.
            "alfaexpress.ru",
            "airexpress.com",
            "aeroexpress.ru",
            "alipress.com",
            "alicepress.com",
            "aliespresso.it",
            "aleksexpo.com",
            // *ekspres* is Turkish, *expres* Czech and Slovak; one letter makes another name of *ali*.
            "haliekspres.com",
            "hali-ekspres.com",
            "halıekspres.com",
            "yaliekspres.com.tr",
            "asliekspres.com",
            "ariekspres.com",
            "alpekspres.com.tr",
            "altekspres.com",
            "alekspres.com",
            "alexpres.sk",
            "allexpress.com",
            "alinexpress.com",
            "baliexpress.com",
            "bali-express.com",
            "baliexpress-tours.com",
            "www.daliexpress.com",
            "alpexpress.com",
            "nepaliexpress.com",
            "hepsiburada.com",
            // Names beside those of the short hosts.
            "ali.ski",
            "alii.pub",
            "alli.pub",
            "aliclick.shop",
            "bali.click",
            "api.click",
            "adi.click",
            "kaliclick.com",
            "allclick.com",
            "adiclick.com",
            "aliclock.com",
            "aliclic.fr",
            "ali-clic.fr",
            "alinclick.com",
            "fast.st",
            "elite.al",
            "google.com",
            "127.0.0.1",
            "bücher.example",
            "",
        ] {
            assert_eq!(lookalike_reason(host, "/"), None, "{host}");
        }
    }

    #[test]
    fn a_hyphenated_name_below_another_domain_counts_when_the_path_imitates_the_shop() {
        assert_eq!(
            lookalike_reason("www-aliexpress-com.evil.com", "/item/1.html"),
            Some(LinkReason::HostSuffix)
        );
    }
}

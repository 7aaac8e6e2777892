//! Hosts that imitate AliExpress.
//!
//! A host is compared by its *shape*: accented, Cyrillic, Greek and fullwidth letters and digits count as the Latin letter that
//! they resemble. The name in front of the public suffix imitates when it is similar; a label below it must be the brand.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizer;

use crate::address::is_plain_host;
use crate::decode::decode_once;
use crate::hosts::{HOSTS, registrable_label};
use crate::link::LinkReason;

const BRAND: &str = "aliexpress";
const LETTERS: usize = BRAND.len();
/// The longest label that is compared, in bytes. DNS allows 63; a disguise in another script takes more.
const LONGEST_LABEL: usize = 128;

/// The reason why a host that is not genuine resembles AliExpress or one of its networks; `None` when it does not.
pub(crate) fn lookalike_reason(host: &str, path: &str) -> Option<LinkReason> {
    if HOSTS.is_images(host) {
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
    if carried {
        return Some(disguise());
    }
    // An ASCII label shorter than the brand without one letter imitates nothing.
    let is_short = |label: &str| label.is_ascii() && label.len() + 1 < BRAND.len();
    let mut labels =
        unicode.split('.').filter(|label| label.len() <= LONGEST_LABEL && !is_short(label)).peekable();
    labels.peek()?;
    let registrable = registrable_label(&unicode).unwrap_or_default();
    let imitates = labels.any(|label| {
        if label == registrable {
            is_similar(label)
        } else {
            is_brand(label) || (has_shop_path(path) && is_similar(label))
        }
    });
    imitates.then(disguise)
}

/// Whether a whole label is the brand in any spelling.
fn is_brand(label: &str) -> bool {
    shapes(label).iter().any(|shape| is_near(&joined(shape)))
}

/// Whether a label contains the brand, or the label or one of its hyphenated parts is nearly the brand.
fn is_similar(label: &str) -> bool {
    shapes(label).iter().any(|shape| {
        joined(shape).contains(BRAND) || is_near(&joined(shape)) || shape.split(['-', '_']).any(is_near)
    })
}

fn joined(shape: &str) -> Cow<'_, str> {
    match shape.contains(['-', '_']) {
        true => Cow::Owned(shape.replace(['-', '_'], "")),
        false => Cow::Borrowed(shape),
    }
}

/// A path that imitates a product or short link.
fn has_shop_path(path: &str) -> bool {
    ["/item/", "/i/", "/e/_", "/_", "/store/"].iter().any(|start| path.starts_with(start))
}

/// Whether a word is the brand with at most one letter missing, doubled, swapped or replaced.
fn is_near(word: &str) -> bool {
    // A letter has at most four bytes.
    word.len() <= 4 * (BRAND.len() + 1) && word.chars().count().abs_diff(BRAND.len()) <= 1 && edits(word) <= 1
}

/// Edit distance to the brand; a swap of neighbours counts one (optimal string alignment).
fn edits(word: &str) -> usize {
    let brand: [char; LETTERS] = std::array::from_fn(|at| char::from(BRAND.as_bytes()[at]));
    let mut before = [0; LETTERS + 1];
    let mut above: [usize; LETTERS + 1] = std::array::from_fn(|at| at);
    let mut last = None;
    for (i, letter) in word.chars().enumerate() {
        let mut row = [i + 1; LETTERS + 1];
        for (j, own) in brand.iter().enumerate() {
            let mut cost = (above[j] + usize::from(letter != *own)).min(above[j + 1] + 1).min(row[j] + 1);
            if j > 0 && letter == brand[j - 1] && last == Some(*own) {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
        }
        last = Some(letter);
        before = std::mem::replace(&mut above, row);
    }
    above[LETTERS]
}

/// What a label looks like in Latin letters. `1` and similar signs may be `l` or `i`, so there are two shapes.
fn shapes(label: &str) -> [String; 2] {
    ['l', 'i'].map(|bar| {
        let plain = DecomposingNormalizer::new_nfkd().normalize_iter(label.chars());
        let mut shape = String::with_capacity(label.len());
        for letter in plain {
            match letter {
                '\u{300}'..='\u{36F}' => {}
                'ß' => shape.push_str("ss"),
                _ => shape.push(latin(letter, bar)),
            }
        }
        shape
    })
}

/// The Latin letter that a character resembles.
fn latin(letter: char, bar: char) -> char {
    match letter {
        'а' | 'α' | 'ɑ' | '4' | '@' | 'ә' => 'a',
        'ӏ' | 'ǀ' | '|' | '1' | '!' | 'Ι' | 'І' | 'ⅼ' | 'ℓ' => bar,
        'ı' | 'і' | 'ι' | 'ɩ' => 'i',
        'ł' | 'ŀ' | 'ƚ' => 'l',
        'е' | 'є' | 'ε' | 'э' | '3' | 'ҽ' | 'ə' => 'e',
        'х' | 'χ' | '×' | 'ж' | 'ҳ' => 'x',
        'р' | 'ρ' | 'ҏ' | 'þ' => 'p',
        'г' | 'ɾ' | 'ᴦ' => 'r',
        'ѕ' | '5' | '$' | 'ʂ' | 'ꜱ' => 's',
        'о' | 'ο' | 'σ' | '0' => 'o',
        'с' | 'ϲ' => 'c',
        'м' => 'm',
        'т' | 'τ' | '7' => 't',
        '\u{2010}'..='\u{2015}' => '-',
        other => other.to_lowercase().next().unwrap_or(other),
    }
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
            ("aliexpress-internet.ru", LinkReason::HostSuffix),
            ("myaliexpress.com", LinkReason::HostSuffix),
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

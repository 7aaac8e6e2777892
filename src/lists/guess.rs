//! Guesses which list a file is, from its name or caption.

use dealink_program::StoreList;

use super::kind::ListKind;
use super::read::plain_words;

/// Words that name a list, without accents and signs. All words of a name are required.
const NAMES: [(ListKind, &[&str]); 5] = [
    (
        ListKind::Stores(StoreList::NoCommission),
        &["no commission", "weekly deals", "komisyonsuz", "komisyon odenmeyen"],
    ),
    (
        ListKind::Stores(StoreList::NonAffiliate),
        &[
            "non affiliate",
            "nonaffiliate",
            "affiliate olmayan",
            "affiliate disi",
            "only affiliate",
            "yalnizca affiliate",
        ],
    ),
    (ListKind::Stores(StoreList::SpecialElectronics), &["electronics", "electronic", "elektronik"]),
    (ListKind::Stores(StoreList::Chuwi), &["chuwi"]),
    (ListKind::BannedKeywords, &["keywords", "keyword", "kelime", "kelimeler", "banned words"]),
];

/// The list that a text names; `None` when it names none or several.
pub fn guess_kind(text: &str) -> Option<ListKind> {
    let folded = plain_words(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let is_named =
        |names: &[&str]| names.iter().any(|name| name.split(' ').all(|word| words.contains(&word)));
    let mut named = NAMES.iter().filter(|(_, names)| is_named(names)).map(|(kind, _)| *kind);
    let first = named.next()?;
    named.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name() {
        for (name, expected) in [
            ("no_commission.csv", Some("no_commission")),
            ("Weekly Deals Stores-2026-11-20.xlsx", Some("no_commission")),
            ("KOMİSYON ÖDENMEYEN mağazalar.xlsx", Some("no_commission")),
            ("non-affiliate.txt", Some("non_affiliate")),
            ("Affiliate olmayan mağazalar.csv", Some("non_affiliate")),
            ("Yalnızca affiliate ürünü kazandıran mağazalar.csv", Some("non_affiliate")),
            ("SPECIAL_ELECTRONICS (2).csv", Some("special_electronics")),
            ("özel elektronik.csv", Some("special_electronics")),
            ("chuwi.txt", Some("chuwi")),
            ("yasaklı anahtar kelimeler.txt", Some("banned_keywords")),
            ("yasaklı anahtar keli\u{307}meler.txt", Some("banned_keywords")),
            ("KOMI\u{307}SYON O\u{308}DENMEYEN.xlsx", Some("no_commission")),
            ("banned_keywords.txt", Some("banned_keywords")),
            ("chuwi and electronics.csv", None),
            ("stores.csv", None),
            ("", None),
        ] {
            assert_eq!(guess_kind(name).map(ListKind::name), expected, "{name}");
        }
    }
}

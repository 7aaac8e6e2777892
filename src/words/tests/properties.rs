//! Properties that hold for any text.

use std::sync::LazyLock;

use dealink_program::TrafficSource;
use proptest::prelude::*;

use super::words;
use crate::words::Words;

/// Built once, because there are many cases.
static WORDS: LazyLock<Words> = LazyLock::new(|| words().with_banned(&["ucuz dünya".to_owned()], None));

/// Pieces of posts, among them phrases of the rules and of harmless phrases.
fn post() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "bedava", "ücretsiz", "kargo", "1 alana 1", "tıkla", "kazan", "linke", "hediye", "%10", "geri ödüyorum", "gizli", "ürün", "İLAN",
            "ucuz", "dünya", "kendi", "linkimden", "aldım", "pop-up", "çadır", "açılır", "yok", "değil", "free", "phone", "get", "AliExpress",
            "https://www.aliexpress.com/item/1005009000000012.html", "b e d a v a", "0 TL", "çekiliş",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["\n", ".", ",", "!", " - ", "🎁", "%", "₺", "'", "\u{200B}", "#"]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.join(" "))
}

fn source() -> impl Strategy<Value = TrafficSource> {
    prop::sample::select(TrafficSource::ALL)
}

proptest! {
    #[test]
    fn every_quote_is_a_slice_of_the_text_and_stands_in_order(text in prop_oneof![post(), any::<String>()], source in source()) {
        let found = WORDS.check(&text, source);
        for finding in &found {
            prop_assert_eq!(text.get(finding.span.clone()), Some(finding.quote.as_str()));
            prop_assert!(!finding.quote.trim().is_empty());
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.start <= pair[1].span.start);
            prop_assert!(pair[0] != pair[1]);
        }
    }

    #[test]
    fn harmless_words_behind_a_post_take_no_finding_away(
        text in post(),
        more in prop::sample::select(vec!["Kargo ücretsiz.", "Free returns.", "Çekiliş yok.", "Iyi günler", "🙂"]),
        source in source(),
    ) {
        let alone = WORDS.check(&text, source);
        let with_more = WORDS.check(&format!("{text}.\n\n{more}"), source);
        prop_assert!(alone.iter().all(|finding| with_more.contains(finding)), "{:?} {:?}", alone, with_more);
    }
}

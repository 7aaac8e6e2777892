//! Posts with replaced addresses.

use proptest::prelude::*;
use serde_json::json;

use crate::{Entity, Post, Replacement};

const OWN: &str = "https://alitems.com/g/1e8d114494bee1754d1816525dc3e8/?ulp=x";

fn entity(kind: &str, offset: usize, length: usize) -> Entity {
    Entity { kind: kind.to_owned(), offset, length, url: None, more: serde_json::Map::new() }
}

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text that an entity covers; half a surrogate pair becomes U+FFFD.
fn covered(post: &Post, entity: &Entity) -> String {
    let units: Vec<u16> = post.text.encode_utf16().collect();
    let end = (entity.offset + entity.length).min(units.len());
    String::from_utf16_lossy(&units[entity.offset.min(end)..end])
}

/// Replaces all links by one address.
fn all_for(post: &Post, address: &str) -> Vec<Replacement> {
    post.links()
        .into_iter()
        .map(|link| Replacement { span: link.span, address: address.to_owned() })
        .collect()
}

#[test]
fn words_and_marks_stay_and_addresses_change() {
    let text = "🔥 Süper fiyat 🔥\nhttps://www.aliexpress.com/item/1005006123456789.html\n🎁 buradan al";
    let link = utf16("🔥 Süper fiyat 🔥\n");
    let length = utf16("https://www.aliexpress.com/item/1005006123456789.html");
    let post = Post {
        text: text.to_owned(),
        entities: vec![
            entity("bold", 3, 11),
            entity("url", link, length),
            entity("blockquote", 0, utf16(text)),
            entity("spoiler", link + length + 1, 2),
            Entity {
                url: Some("https://www.aliexpress.com/item/1005006987654321.html".to_owned()),
                more: json!({"of_tomorrow": {"a": 1}}).as_object().unwrap().clone(),
                ..entity("text_link", link + length + 4, 10)
            },
        ],
    };
    let links = post.links();
    assert_eq!(links.len(), 2);
    let new = post.with_replacements(&[
        Replacement { span: links[0].span.clone(), address: OWN.to_owned() },
        Replacement { span: links[1].span.clone(), address: "https://ali.example/2".to_owned() },
    ]);
    assert_eq!(new.text, format!("🔥 Süper fiyat 🔥\n{OWN}\n🎁 buradan al"));
    let shown: Vec<String> = new.entities.iter().map(|entity| covered(&new, entity)).collect();
    assert_eq!(shown, ["Süper fiyat", OWN, new.text.as_str(), "🎁", "buradan al"]);
    assert_eq!(new.entities[4].url.as_deref(), Some("https://ali.example/2"));
    assert_eq!(new.entities[4].more, post.entities[4].more);
}

#[test]
fn a_mark_that_ends_inside_of_a_link_takes_the_whole_new_one() {
    let text = "see https://www.aliexpress.com/item/1005006123456789.html#sale now";
    let post = Post {
        text: text.to_owned(),
        entities: vec![
            entity("bold", 0, 20),
            entity("italic", 30, utf16(text) - 30),
            entity("hashtag", 57, 5),
        ],
    };
    let new = post.with_replacements(&all_for(&post, OWN));
    let shown: Vec<String> = new.entities.iter().map(|entity| covered(&new, entity)).collect();
    // A hashtag inside an address is dropped; Telegram finds those of the new text by itself.
    assert_eq!(shown, [format!("see {OWN}"), format!("{OWN} now")]);
}

#[test]
fn words_that_go_take_their_marks_along() {
    let post = Post {
        text: "Buy now /subid a b".to_owned(),
        entities: vec![entity("bold", 0, 18), entity("bot_command", 8, 6), entity("italic", 10, 8)],
    };
    let new = post.with_replacements(&[Replacement { span: 7..18, address: String::new() }]);
    assert_eq!((new.text.as_str(), new.entities), ("Buy now", vec![entity("bold", 0, 7)]));
}

#[test]
fn an_address_that_is_its_own_label_changes_with_it() {
    let address = "https://www.aliexpress.com/item/1005006123456789.html";
    let post = Post {
        text: format!("{address} 🔥"),
        entities: vec![Entity { url: Some(address.to_owned()), ..entity("text_link", 0, address.len()) }],
    };
    let new = post.with_replacements(&all_for(&post, OWN));
    assert_eq!(new.text, format!("{OWN} 🔥"));
    assert_eq!((covered(&new, &new.entities[0]).as_str(), new.entities[0].url.as_deref()), (OWN, Some(OWN)));
}

#[test]
fn entities_that_do_not_fit_are_harmless() {
    let post = Post {
        text: "🔥 x".to_owned(),
        entities: [(1, 1), (0, 99), (usize::MAX, 2), (2, usize::MAX), (1, 0)]
            .map(|(offset, length)| Entity {
                url: Some("https://a.aliexpress.com/_m1".to_owned()),
                ..entity("text_link", offset, length)
            })
            .to_vec(),
    };
    assert!(post.hidden_links().is_empty() && post.links().is_empty());
    assert_eq!(post.with_replacements(&all_for(&post, OWN)), post);
}

#[test]
fn new_addresses_are_never_joined() {
    let text = "https://www.aliexpress.com/item/1005006123456789.html#https://a.aliexpress.com/_m1🔥https://a.aliexpress.com/_m2 end";
    let post = Post { text: text.to_owned(), entities: vec![entity("bold", utf16(text) - 3, 3)] };
    let new = post.with_replacements(&all_for(&post, OWN));
    assert_eq!(new.text, format!("{OWN} {OWN} 🔥{OWN} end"));
    assert_eq!(covered(&new, &new.entities[0]), "end");
}

/// Texts with links that are apart from each other, and entities anywhere in them.
fn post() -> impl Strategy<Value = Post> {
    let sign = || {
        prop::sample::select(vec![
            "",
            "\n",
            "🔥",
            "İndirim ",
            "👩‍👩‍👧",
            "₺1.234,56 | ",
            "#deal ",
            ", ",
            "e\u{301}",
        ])
    };
    let piece = prop_oneof![
        Just("https://www.aliexpress.com/item/1005006123456789.html".to_owned()),
        Just("a.aliexpress.com/_mPkQRYF".to_owned()),
        Just(" [here](https://aliexpress.ru/item/32961877911.html?spm=1) ".to_owned()),
        Just("https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F4000123456789.html".to_owned()),
        "\\PC{0,8}",
    ];
    let kinds =
        prop::sample::select(vec!["bold", "text_link", "custom_emoji", "blockquote", "code", "of_tomorrow"]);
    let words =
        (sign(), piece, sign()).prop_map(|(before, piece, behind)| format!("{before}{piece}{behind}"));
    let texts = prop::collection::vec(words, 0..8).prop_map(|words| words.join(" "));
    (texts, prop::collection::vec((kinds, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..8))
        .prop_map(|(text, marks)| {
            let size = utf16(&text) + 1;
            let entities = marks.into_iter().map(|(kind, from, to)| {
                let (from, to) = (from.index(size), to.index(size));
                let hidden = (kind == "text_link")
                    .then(|| "https://www.aliexpress.com/i/1005006987654321.html".to_owned());
                Entity { url: hidden, ..entity(kind, from.min(to), from.abs_diff(to)) }
            });
            Post { entities: entities.collect(), text }
        })
}

/// The spans of replacements that change the text (not those behind a label), in UTF-16 units.
fn visible(post: &Post, swaps: &[Replacement]) -> Vec<std::ops::Range<usize>> {
    let hidden: Vec<_> = post.hidden_links().into_iter().map(|hidden| hidden.span).collect();
    let units = |bytes: usize| utf16(&post.text[..bytes]);
    swaps
        .iter()
        .filter(|swap| !hidden.contains(&swap.span))
        .map(|swap| units(swap.span.start)..units(swap.span.end))
        .collect()
}

proptest! {
    #[test]
    fn links_replaced_by_themselves_change_nothing(post in post()) {
        let hidden = post.hidden_links();
        let swaps: Vec<Replacement> = post.links().into_iter().map(|link| {
            let behind = hidden.iter().find(|hidden| hidden.span == link.span).map(|hidden| hidden.url.clone());
            Replacement { address: behind.unwrap_or_else(|| post.text[link.span.clone()].to_owned()), span: link.span }
        }).collect();
        prop_assert_eq!(post.with_replacements(&swaps), post);
    }

    #[test]
    fn there_and_back_is_the_same_post(post in post()) {
        // Replaced by an address of the same length and back, no entity may have moved.
        let swaps = |post: &Post, from: &str, to: &str| -> Vec<Replacement> {
            post.links().into_iter().map(|link| Replacement {
                address: post.text[link.span.clone()].replacen(from, to, 1), span: link.span,
            }).collect()
        };
        let visible_only = Post { entities: post.entities.iter().filter(|e| e.kind != "text_link").cloned().collect(), ..post };
        let there = visible_only.with_replacements(&swaps(&visible_only, "aliexpress", "ALIEXPRESS"));
        let cut = |entity: &Entity| visible(&visible_only, &swaps(&visible_only, "", "")).iter().any(|span| {
            let (start, end) = (entity.offset, entity.offset + entity.length);
            (span.start < start && start < span.end) || (span.start < end && end < span.end)
        });
        prop_assert_eq!(visible_only.entities.len(), there.entities.len());
        for (before, after) in visible_only.entities.iter().zip(&there.entities).filter(|(before, _)| !cut(before)) {
            prop_assert_eq!(before, after);
        }
        prop_assert_eq!(there.text.to_lowercase(), visible_only.text.to_lowercase());
    }

    #[test]
    fn every_other_mark_still_covers_the_same_words(post in post()) {
        let swaps = all_for(&post, OWN);
        let new = post.with_replacements(&swaps);
        let places = visible(&post, &swaps);
        prop_assert_eq!(post.entities.len(), new.entities.len());
        let old: Vec<u16> = post.text.encode_utf16().collect();
        for (entity, after) in post.entities.iter().zip(&new.entities).filter(|(entity, _)| entity.length > 0) {
            let (start, end) = (entity.offset, entity.offset + entity.length);
            // The expected text: the old words, with the new address for each old one that is touched.
            let mut expected: Vec<u16> = Vec::new();
            let mut at = start;
            for span in places.iter().filter(|span| span.start < end && start < span.end) {
                expected.extend(old.get(at..span.start.max(at)).unwrap_or_default());
                expected.extend(OWN.encode_utf16());
                at = span.end;
            }
            expected.extend(old.get(at..end).unwrap_or_default());
            prop_assert_eq!(covered(&new, after), String::from_utf16_lossy(&expected));
        }
    }
}

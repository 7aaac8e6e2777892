//! The HTML parse mode with good and bad input.

use proptest::prelude::*;

use super::*;
use crate::telegram::entities::{slice, units};

fn marks(html: &str) -> Vec<(String, String)> {
    let parsed = parse(html).unwrap();
    parsed.entities.iter().map(|e| (e.kind.clone(), slice(&parsed.text, e).to_owned())).collect()
}

#[test]
fn every_tag_of_the_documentation_is_understood() {
    for (html, kind) in [
        ("<b>ağ🙂</b>", "bold"),
        ("<strong>ağ🙂</strong>", "bold"),
        ("<i>ağ🙂</i>", "italic"),
        ("<em>ağ🙂</em>", "italic"),
        ("<u>ağ🙂</u>", "underline"),
        ("<ins>ağ🙂</ins>", "underline"),
        ("<s>ağ🙂</s>", "strikethrough"),
        ("<strike>ağ🙂</strike>", "strikethrough"),
        ("<del>ağ🙂</del>", "strikethrough"),
        ("<tg-spoiler>ağ🙂</tg-spoiler>", "spoiler"),
        ("<span class=\"tg-spoiler\">ağ🙂</span>", "spoiler"),
        ("<code>ağ🙂</code>", "code"),
        ("<pre>ağ🙂</pre>", "pre"),
        ("<blockquote>ağ🙂</blockquote>", "blockquote"),
        ("<blockquote expandable>ağ🙂</blockquote>", "expandable_blockquote"),
        ("<a href='https://shop.example/'>ağ🙂</a>", "text_link"),
        ("<a href=\"tg://user?id=7\">ağ🙂</a>", "text_mention"),
        ("<tg-emoji emoji-id=\"5368324170671202286\">ağ🙂</tg-emoji>", "custom_emoji"),
        ("<B  >ağ🙂</b >", "bold"),
    ] {
        let html = format!("🙂 {html}.");
        let parsed = parse(&html).unwrap();
        assert_eq!(parsed.text, "🙂 ağ🙂.", "{html}");
        let [entity] = &parsed.entities[..] else { panic!("{html}: one entity") };
        assert_eq!((entity.kind.as_str(), entity.offset, entity.length), (kind, 3, 4), "{html}");
    }
}

#[test]
fn links_blocks_and_nesting() {
    let link = parse("<a href=\"https://a.example/?x=1&amp;y=2\">t</a>").unwrap();
    assert_eq!(link.entities[0].details["url"], "https://a.example/?x=1&y=2");
    let bare = parse("<a>shop.example</a>").unwrap();
    assert_eq!(bare.entities[0].details["url"], "http://shop.example/");
    assert_eq!(marks("<a href=\"nowhere\">t</a>"), [], "a link to nowhere is dropped in silence");

    let block = parse("<pre><code class=\"language-rust\">fn</code></pre>").unwrap();
    assert_eq!((block.entities.len(), block.entities[0].kind.as_str()), (1, "pre"));
    assert_eq!(block.entities[0].details["language"], "rust");
    assert_eq!(marks("<pre><code>x</code></pre>"), [("pre".to_owned(), "x".to_owned())]);
    assert!(parse("<code class=\"language-rust\">x</code>").unwrap().entities[0].details.is_empty());

    let nested = marks("<b>a<i>b</i></b>");
    assert_eq!(nested, [("bold".to_owned(), "ab".to_owned()), ("italic".to_owned(), "b".to_owned())]);
    assert_eq!(marks("<b></b>x"), []);
}

#[test]
fn references_and_signs_in_text() {
    for (html, text) in [
        ("&lt;b&gt; &amp; &quot;x&quot;", "<b> & \"x\""),
        ("&#8378;1 &#x20BA;2", "₺1 ₺2"),
        ("&lt &amp", "< &"),
        ("a > b && c &nbsp; &ltd; &#; &#0; &", "a > b && c &nbsp; &ltd; &#; &#0; &"),
    ] {
        assert_eq!(parse(html).unwrap().text, text, "{html}");
    }
}

#[test]
fn what_telegram_refuses_is_refused() {
    for (html, expected) in [
        ("<div>x</div>", "Unsupported start tag \"div\" at byte offset 0"),
        ("a<br>b", "Unsupported start tag \"br\" at byte offset 1"),
        ("<br/>", "Unsupported start tag \"br/\" at byte offset 0"),
        ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\""),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("5 <3 ok", "Unclosed start tag at byte offset 2"),
        ("x<", "Unclosed start tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</", "Unclosed end tag at byte offset 4"),
        ("<a href=\"x>t</a>", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", "must have class \"tg-spoiler\""),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier"),
        ("<b =x>y</b>", "Empty attribute name in the tag \"b\""),
    ] {
        let error = parse(html).unwrap_err();
        assert!(error.contains(expected), "{html}: {error}");
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

proptest! {
    #[test]
    fn escaped_text_parses_back_to_itself(text in any::<String>()) {
        let parsed = parse(&escaped(&text)).unwrap();
        prop_assert_eq!((parsed.text, parsed.entities), (text, vec![]));
    }

    #[test]
    fn an_escaped_text_between_tags_is_what_the_entity_covers(before in any::<String>(), text in ".+") {
        let parsed = parse(&format!("{}<b>{}</b>", escaped(&before), escaped(&text))).unwrap();
        prop_assert_eq!(slice(&parsed.text, &parsed.entities[0]), text);
        prop_assert_eq!(parsed.entities[0].offset, units(&before));
    }

    #[test]
    fn entities_stay_in_range_whatever_comes(parts in prop::collection::vec(
        prop_oneof![
            Just("<b>".to_owned()), Just("</b>".to_owned()), Just("<i>".to_owned()), Just("</i>".to_owned()),
            Just("<a href=\"x.example\">".to_owned()), Just("</a>".to_owned()), Just("<pre>".to_owned()),
            Just("</pre>".to_owned()), Just("<code>".to_owned()), Just("</code>".to_owned()),
            Just("&".to_owned()), Just(" ".to_owned()), Just("\n".to_owned()), "[a-zş🙂]{0,3}", any::<String>(),
        ], 0..12)) {
        if let Ok(parsed) = parse(&parts.concat()) {
            for formatted in [parsed.clone(), parsed.trimmed().with_detected()] {
                for entity in &formatted.entities {
                    prop_assert!(entity.length > 0 && entity.end() <= formatted.units());
                    prop_assert!(!slice(&formatted.text, entity).is_empty());
                }
            }
        }
    }
}

use super::*;
use crate::text::{Texts, html_length};
use dealink_core::lang::Lang;

fn block(id: usize, length: usize) -> ProductBlock {
    let button = Button::Press { label: "b".into(), data: "d".into() };
    ProductBlock {
        lines: vec![format!("<b>{id}</b>"), "x".repeat(length)],
        buttons: vec![vec![button.clone(), button]],
    }
}

#[test]
fn a_long_answer_is_cut_between_products_and_keeps_telegrams_limits() {
    let blocks = (0..60).map(|id| block(id, 200)).collect();
    let parts = message_split::split_into_parts(blocks, vec!["closing".into()], false);
    assert!(parts.len() > 1);
    let all: Vec<&str> =
        parts.iter().flat_map(|part| part.html.split("\n")).filter(|l| l.starts_with("<b>")).collect();
    assert_eq!(
        all,
        (0..60).map(|id| format!("<b>{id}</b>")).collect::<Vec<_>>(),
        "every product once, in order"
    );
    for part in &parts {
        assert!(html_length(&part.html) <= message_split::MAX_MESSAGE_UNITS);
        assert!(part.buttons.iter().map(Vec::len).sum::<usize>() <= 100);
        assert!(part.buttons.iter().all(|row| row.len() <= 8));
        assert!(part.html.ends_with("closing") || !part.html.contains("closing"));
    }
}

#[test]
fn a_block_longer_than_a_message_is_cut_between_its_lines() {
    let lines = vec!["a".repeat(3_000), "b".repeat(3_000)];
    let parts =
        message_split::split_into_parts(vec![ProductBlock { lines, buttons: Vec::new() }], Vec::new(), true);
    assert_eq!(parts.iter().map(|part| part.html.len()).collect::<Vec<_>>(), [3_000, 3_000]);
}

#[test]
fn titles_are_shortened_by_characters_on_one_line() {
    assert_eq!(product_lines::shorten("a  b\n c", 10), "a b c");
    assert_eq!(product_lines::shorten("ağaçlık yol", 8), "ağaçlık…");
    assert_eq!(product_lines::shorten("🦄🦄🦄", 2), "🦄…");
}

#[test]
fn nothing_to_answer_makes_no_message() {
    let texts = Texts::load().unwrap();
    assert!(compose(&Answer::default(), &Publisher::default(), texts.localizer(Lang::En)).is_empty());
}

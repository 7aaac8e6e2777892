use dealink_core::lang::Lang;

use super::part::{Layout, ProductBlock, split_into_parts};
use super::*;
use crate::deals::Answer;
use crate::settings::Publisher;
use crate::text::{Texts, html_length};

fn block(id: usize, length: usize) -> ProductBlock {
    let button = Button::Press { label: "b".into(), data: Action::Post(PostAction::Details) };
    ProductBlock {
        lines: vec![format!("<b>{id}</b>"), "x".repeat(length)],
        buttons: vec![vec![button.clone(), button]],
    }
}

#[test]
fn a_long_answer_is_cut_between_products_and_keeps_telegrams_limits() {
    let blocks = (0..60).map(|id| block(id, 200)).collect();
    let parts = split_into_parts(blocks, vec!["closing".into()], Layout::List);
    assert!(parts.len() > 1);
    let all: Vec<&str> =
        parts.iter().flat_map(|part| part.html.split("\n")).filter(|l| l.starts_with("<b>")).collect();
    assert_eq!(
        all,
        (0..60).map(|id| format!("<b>{id}</b>")).collect::<Vec<_>>(),
        "every product once, in order"
    );
    for part in &parts {
        assert!(html_length(&part.html) <= MAX_MESSAGE_UNITS);
        assert!(part.buttons.iter().map(Vec::len).sum::<usize>() <= 100);
        assert!(part.buttons.iter().all(|row| row.len() <= 8));
        assert!(part.html.ends_with("closing") || !part.html.contains("closing"));
    }
}

#[test]
fn a_block_longer_than_a_message_is_cut_between_its_lines() {
    let lines = vec!["a".repeat(3_000), "b".repeat(3_000)];
    let parts = split_into_parts(vec![ProductBlock { lines, buttons: Vec::new() }], Vec::new(), Layout::Full);
    assert_eq!(parts.iter().map(|part| part.html.len()).collect::<Vec<_>>(), [3_000, 3_000]);
}

#[test]
fn nothing_to_answer_makes_no_message() {
    let texts = Texts::load().unwrap();
    let renderer = Renderer { publisher: &Publisher::default(), localizer: texts.localizer(Lang::En) };
    assert!(renderer.answer(&Answer::default()).is_empty());
}

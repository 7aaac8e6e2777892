//! Precision and recall on the labelled posts of `tests/data/posts.tsv`, by rule and in total.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use dealink_links::unescape_line;
use dealink_program::{ConductRule, TrafficSource};

use crate::words::Words;

const POSTS: &str = include_str!("../../../tests/data/posts.tsv");

/// One labelled post.
struct PostRow {
    part: &'static str,
    language: &'static str,
    traffic: TrafficSource,
    labels: BTreeSet<ConductRule>,
    text: String,
}

fn rows() -> Vec<PostRow> {
    let lines = POSTS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let row = |line: &'static str| {
        let columns: Vec<&str> = line.splitn(5, '\t').collect();
        let [part, language, traffic, labels, text] = columns[..] else { panic!("five columns: {line}") };
        let label = |name: &str| name.parse().unwrap();
        PostRow {
            part,
            language,
            traffic: traffic.parse().unwrap(),
            labels: labels.split(',').filter(|name| *name != "-").map(label).collect(),
            text: unescape_line(text),
        }
    };
    lines.map(row).collect()
}

/// The banned keywords that the labels assume.
fn listed() -> Words {
    super::words()
        .with_banned(&["kuponmatik".to_owned(), "ucuz dünya".to_owned(), "deal pirate".to_owned()], None)
}

/// True positives, false positives, false negatives.
#[derive(Clone, Copy, Default)]
struct Count {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Count {
    fn precision(self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    fn recall(self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }
}

fn ratio(part: usize, of: usize) -> f64 {
    if of == 0 { 1.0 } else { part as f64 / of as f64 }
}

#[test]
fn the_labelled_posts_are_judged_rightly() {
    let words = listed();
    let mut table = String::new();
    for part in ["seen", "unseen", ""] {
        let mut counts: BTreeMap<Option<ConductRule>, Count> = BTreeMap::new();
        let (mut posts, mut harmless, mut clean) = (0, 0, 0);
        for row in rows().iter().filter(|row| part.is_empty() || row.part == part) {
            let findings = words.check(&row.text, row.traffic);
            let found: BTreeSet<ConductRule> = findings.iter().map(|finding| finding.rule).collect();
            posts += 1;
            harmless += usize::from(row.labels.is_empty());
            clean += usize::from(row.labels.is_empty() && found.is_empty());
            for code in found.union(&row.labels) {
                for count in [Some(*code), None] {
                    let count = counts.entry(count).or_default();
                    match (found.contains(code), row.labels.contains(code)) {
                        (true, true) => count.right += 1,
                        (true, false) => count.wrong += 1,
                        _ => count.missed += 1,
                    }
                }
            }
            if found != row.labels && !part.is_empty() {
                let quotes: Vec<_> =
                    findings.iter().map(|finding| (finding.rule, finding.quote.as_str())).collect();
                println!(
                    "{part} {}: {:?} expected {:?}, found {quotes:?}",
                    row.language, row.text, row.labels
                );
            }
        }
        let name = if part.is_empty() { "all" } else { part };
        writeln!(table, "{name}: {posts} posts, {harmless} harmless of which {clean} without a finding")
            .unwrap();
        for (code, count) in &counts {
            let code = code.map_or("all rules".to_owned(), |code| code.to_string());
            let (precision, recall) = (count.precision(), count.recall());
            let of = count.right + count.missed;
            writeln!(table, "  {code:<16} {of:>3} labelled, precision {precision:.3}, recall {recall:.3}")
                .unwrap();
        }
        let all = counts.get(&None).copied().unwrap_or_default();
        if part.is_empty() {
            println!("{table}");
            assert!(all.precision() >= 0.97 && all.recall() >= 0.9, "{table}");
        }
    }
}

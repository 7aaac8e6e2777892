//! Time and allocations per message, side by side.

use std::time::Instant;

use stats_alloc::Region;

use super::messages::MessageSet;
use super::{ALLOCATOR, CountLinks, baseline, dealink, pass};

/// The cost of one message for one reader.
struct LinkFigures {
    nanoseconds: f64,
    allocations: f64,
    bytes: f64,
}

/// The table, as Markdown.
pub(crate) fn markdown(sorts: &[MessageSet], rounds: usize) -> String {
    let mut lines = vec![
        "| messages | baseline, ns | dealink, ns | ratio | messages/s | allocations | bytes |".to_owned(),
        "|---|---:|---:|---:|---:|---:|---:|".to_owned(),
    ];
    for (name, texts) in sorts {
        let (baseline, dealink, ratio) = compare(texts, rounds);
        lines.push(format!(
            "| {name} | {:.0} | {:.0} | {ratio:.2} | {:.0} | {:.1} / {:.1} | {:.0} / {:.0} |",
            baseline.nanoseconds,
            dealink.nanoseconds,
            1e9 / dealink.nanoseconds,
            baseline.allocations,
            dealink.allocations,
            baseline.bytes,
            dealink.bytes,
        ));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Both readers by turns, so that a disturbance of the machine affects both; medians of the rounds.
fn compare(texts: &[&str], rounds: usize) -> (LinkFigures, LinkFigures, f64) {
    // The readers parse their tables at the first use, which is not measured.
    pass(dealink, &texts[..1]);
    let (mut floors, mut dealinks, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let below = time(baseline, texts);
        let above = time(dealink, texts);
        floors.push(below);
        dealinks.push(above);
        ratios.push(above / below);
    }
    (figures(baseline, texts, floors), figures(dealink, texts, dealinks), median(ratios))
}

/// Nanoseconds per message.
fn time(read: CountLinks, texts: &[&str]) -> f64 {
    let start = Instant::now();
    pass(read, texts);
    start.elapsed().as_secs_f64() * 1e9 / texts.len() as f64
}

fn figures(read: CountLinks, texts: &[&str], times: Vec<f64>) -> LinkFigures {
    let region = Region::new(ALLOCATOR);
    pass(read, texts);
    let change = region.change();
    let per_message = |count: usize| count as f64 / texts.len() as f64;
    LinkFigures {
        nanoseconds: median(times),
        allocations: per_message(change.allocations + change.reallocations),
        bytes: per_message(change.bytes_allocated),
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

//! The link reader compared with a baseline: finding links with `linkify` and parsing them with `url`.
//!
//! `cargo bench --bench links` prints the tables of `docs/BENCHMARKS.md`, then criterion's statistics for the same
//! work; `-- --test` does everything once, in a few seconds. The baseline knows no hosts, products, wrappers or prices:
//! every program that reads links in chats has at least this cost.

#![allow(clippy::print_stdout, reason = "a program whose output is the point")]

mod growth;
mod messages;
mod table;

use std::alloc::System;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use dealink_links as links;
use linkify::{LinkFinder, LinkKind};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use url::Url;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Messages in one pass.
const MESSAGES: usize = 100_000;
/// Passes of each reader, by turns.
const ROUNDS: usize = 9;

/// Reads one message; returning the number of links keeps the compiler from removing the work.
type CountLinks = fn(&str) -> usize;

fn dealink(text: &str) -> usize {
    black_box(links::find_links(text, &[])).len()
}

/// Links with and without a scheme, each parsed; `https://` is put in front where none was written.
fn baseline(text: &str) -> usize {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false).kinds(&[LinkKind::Url]);
    let parse = |link: &str| match link.contains("://") {
        true => Url::parse(link),
        false => Url::parse(&format!("https://{link}")),
    };
    finder.links(text).filter_map(|link| black_box(parse(link.as_str())).ok()).count()
}

fn main() {
    let once =
        std::env::args().any(|argument| argument == "--test") || !std::env::args().any(|a| a == "--bench");
    let (messages, rounds) = if once { (2_000, 1) } else { (MESSAGES, ROUNDS) };
    let sorts = messages::message_sets(messages);
    println!("{}", table::markdown(&sorts, rounds));
    println!("{}", growth::markdown(if once { 12_500 } else { 100_000 }));
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    for (name, texts) in &sorts {
        let mut group = criterion.benchmark_group(*name);
        group.throughput(Throughput::Elements(texts.len() as u64));
        for (contestant, read) in [("baseline", baseline as CountLinks), ("dealink", dealink)] {
            group.bench_function(contestant, |bench| bench.iter(|| pass(read, texts)));
        }
    }
    criterion.final_summary();
}

/// Reads every message once.
fn pass(read: CountLinks, texts: &[&str]) -> usize {
    texts.iter().map(|text| read(black_box(text))).sum()
}

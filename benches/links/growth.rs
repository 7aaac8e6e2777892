//! Hostile texts of doubling sizes: a linear reader needs the same time per byte for each size.

use std::hint::black_box;
use std::time::Instant;

use dealink_links::{HiddenLink, find_links};

/// The repeated part of a hostile text.
const UNITS: [&str; 30] = [
    "a.",
    "[",
    "](",
    "[a](https://",
    "[a](//a.aliexpress.com/_x)",
    "https://",
    "https%3A%2F%2F",
    "http://x=https://",
    "https://a@",
    "&amp;",
    "https://aliexpress.com/&amp;",
    "%25%25",
    "https%25253A",
    "https://a.b/%3Fulp=",
    "aliexpress.com/",
    "aliexpress.com ",
    "аliexpress.",
    "aliexpres-",
    "xn--a.",
    "a-",
    "$1 ",
    "1 111 ",
    "1.111,",
    "| ",
    "99 TL\n",
    "https://a.aliexpress.com/_x 99 TL\n",
    "https://rzekl.com/g/x/?ulp=",
    "https://x.example/aliexpress.com#",
    "🔥",
    "\u{202e}",
];

/// Nanoseconds per byte at four sizes up to `largest` bytes, the worst unit first.
pub(crate) fn markdown(largest: usize) -> String {
    let sizes = [largest / 8, largest / 4, largest / 2, largest];
    let mut rows: Vec<(String, [f64; 4])> = UNITS
        .iter()
        .map(|unit| {
            (
                format!("`{}`", unit.escape_debug()),
                sizes.map(|size| per_byte(&unit.repeat(size / unit.len()), &[])),
            )
        })
        .collect();
    rows.push(("a hidden link on every letter".to_owned(), sizes.map(hidden)));
    rows.push(("`https://x.example/` and one long path".to_owned(), sizes.map(long_path)));
    rows.sort_by(|one, other| other.1[3].total_cmp(&one.1[3]));
    let mut lines = vec![
        format!(
            "| repeated | {} | largest / next |",
            sizes.map(|size| format!("{} kB, ns/byte", size as f64 / 1e3)).join(" | ")
        ),
        "|---|---:|---:|---:|---:|---:|".to_owned(),
    ];
    for (name, times) in rows {
        let figures = times.map(|time| format!("{time:.1}")).join(" | ");
        lines.push(format!("| {name} | {figures} | {:.2} |", times[3] / times[2]));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The best of three runs.
fn per_byte(text: &str, hidden: &[HiddenLink]) -> f64 {
    let times = [(); 3].map(|()| {
        let start = Instant::now();
        black_box(find_links(black_box(text), hidden));
        start.elapsed().as_secs_f64() * 1e9 / text.len() as f64
    });
    times.into_iter().fold(f64::INFINITY, f64::min)
}

fn hidden(size: usize) -> f64 {
    let url = "https://a.aliexpress.com/_mPkQRYF".to_owned();
    let every: Vec<HiddenLink> =
        (0..size).map(|at| HiddenLink { span: at..at + 1, url: url.clone() }).collect();
    per_byte(&"x".repeat(size), &every)
}

fn long_path(size: usize) -> f64 {
    per_byte(&format!("https://x.example/{}", "aliexpress.com/".repeat(size / 15)), &[])
}

//! The result as a Markdown table.

use super::contestant::Contestant;
use super::measure::{Run, SLOW, STEADY, Sizes};
use super::process::machine;

/// Title, number of decimal digits, and value of a row.
type ResultRow = (String, usize, fn(&Run) -> f64);

/// Medians of all runs, one column for each contestant.
pub(crate) fn markdown(sizes: &Sizes, runs: &[Vec<Run>; 3]) -> String {
    let slow = SLOW.as_millis();
    let rows: Vec<ResultRow> = vec![
        ("start until the first poll, ms".to_owned(), 0, |run| run.first_poll),
        ("start until a waiting message is answered, ms".to_owned(), 0, |run| run.first_answer),
        ("memory when idle, MB".to_owned(), 1, |run| run.idle_memory),
        ("memory at its highest, MB".to_owned(), 1, |run| run.peak_memory),
        (format!("CPU per message at {STEADY} messages/s, ms"), 2, |run| run.steady.cpu),
        (format!("CPU per message in a burst of {}, ms", sizes.burst), 2, |run| run.burst_cpu),
        ("burst, messages/s".to_owned(), 0, |run| run.burst_rate),
        (format!("p50 at {STEADY} messages/s, ms"), 1, |run| run.steady.p50),
        (format!("p99 at {STEADY} messages/s, ms"), 1, |run| run.steady.p99),
        (format!("p50, the network taking {slow} ms"), 1, |run| run.slow.p50),
        (format!("p99, the network taking {slow} ms"), 1, |run| run.slow.p99),
    ];
    let heads: Vec<&str> = Contestant::ALL.iter().map(|contestant| contestant.name()).collect();
    let mut lines = vec![
        format!("{}. Medians of {} rounds.", machine(), sizes.rounds),
        String::new(),
        format!("| | {} |", heads.join(" | ")),
        format!("|---|{}", "---:|".repeat(heads.len())),
    ];
    for (name, digits, figure) in rows {
        let figures: Vec<String> =
            runs.iter().map(|runs| format!("{:.digits$}", median(runs, figure))).collect();
        lines.push(format!("| {name} | {} |", figures.join(" | ")));
    }
    lines.extend([String::new(), how(sizes)]);
    lines.join("\n")
}

fn median(runs: &[Run], figure: fn(&Run) -> f64) -> f64 {
    let mut figures: Vec<f64> = runs.iter().map(figure).collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

fn how(sizes: &Sizes) -> String {
    let Sizes { chats, seconds, .. } = sizes;
    format!(
        "How: a loopback Telegram and a loopback Admitad in the measuring process, each bot in a process of its own on the same \
         cores, one after the other in every round, each against fresh stand-ins and an empty data directory on the project's \
         disk. {chats} private chats in turn; each message holds one product link with a price. The bare bot makes a link \
         call and a rates call for every message and sends one line. `dealink run` was asked \
         about its products before, so it asks the network for none of them; it keeps 600 network calls a minute, two for \
         each new product, so {STEADY} new products a second cannot be asked of it. The last column is the same bot with that one \
         number lifted, and makes the bare bot's two calls for every message. Steady load lasts {seconds} s; a latency is the \
         time from the message until the answer has reached Telegram; CPU is the bot's user and system time; memory is \
         resident, idle meaning two seconds after the first answer."
    )
}

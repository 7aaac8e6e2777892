//! How a pull ended, in words or as JSON.

use serde_json::{Value as Json, json};

use super::super::out;
use super::progress::megabytes;
use crate::text::Localizer;
use dealink_catalog::feeds::{Feed, ImportReport, PullOutcome, Refusal};
use dealink_core::message::Message;
use dealink_core::money::Decimal;

/// Faults that are shown; `--json` has all that are kept.
const SHOWN: usize = 10;

/// Tells it.
pub(super) fn print_outcome(
    speak: &Localizer,
    is_json: bool,
    feed: &Feed,
    ended: &Result<PullOutcome, Refusal>,
) {
    let name = feed.name.as_str();
    if is_json {
        return out::print_line(&outcome_json(speak, name, ended).to_string());
    }
    let named = |key| Message::new(key).with("name", name);
    match ended {
        Err(refusal) => out::print_error(
            &speak.plain(&named("feeds-cli-refused").with("why", speak.plain(&refusal.message()))),
        ),
        Ok(PullOutcome::Unchanged) => out::print_line(&speak.plain(&named("feeds-cli-unchanged"))),
        Ok(PullOutcome::Imported(digest)) => {
            print_row_errors(speak, digest);
            report_lines(digest).iter().for_each(|line| out::print_line(&speak.plain(line)));
        }
        Ok(PullOutcome::Rejected(digest, reasons)) => {
            print_row_errors(speak, digest);
            report_lines(digest).iter().for_each(|line| out::print_line(&speak.plain(line)));
            out::print_error(&speak.text("feeds-cli-held"));
            reasons
                .iter()
                .for_each(|reason| out::print_error(&format!("  {}", speak.plain(&reason.message()))));
            out::print_error(&speak.plain(&named("feeds-cli-held-force")));
        }
    }
}

fn print_row_errors(speak: &Localizer, digest: &ImportReport) {
    for fault in digest.row_errors.iter().take(SHOWN) {
        let line = Message::new("feeds-fault-line")
            .with("line", fault.line.to_string())
            .with("why", speak.plain(&fault.kind.message()));
        out::print_error(&speak.plain(&line));
    }
    if digest.broken > SHOWN as u64 {
        let more = Decimal::from(digest.broken - SHOWN as u64);
        out::print_error(&speak.plain(&Message::new("feeds-faults-more").with("count", more)));
    }
}

fn report_lines(digest: &ImportReport) -> Vec<Message> {
    let title = if digest.is_increment { "feeds-digest-title-increment" } else { "feeds-digest-title" };
    let products = Decimal::from(digest.products);
    let mut lines = vec![
        Message::new(title).with("name", digest.name.as_str()).with("date", digest.date),
        Message::new("feeds-digest-rows")
            .with("rows", Decimal::from(digest.rows))
            .with("broken", Decimal::from(digest.broken)),
        match digest.before {
            Some((before, date)) => Message::new("feeds-digest-against")
                .with("products", products)
                .with("before", Decimal::from(before))
                .with("date", date),
            None => Message::new("feeds-digest-products").with("products", products),
        },
    ];
    if digest.duplicates > 0 {
        lines.push(Message::new("feeds-digest-doubled").with("doubled", Decimal::from(digest.duplicates)));
    }
    if digest.deleted > 0 {
        lines.push(Message::new("feeds-digest-gone").with("gone", Decimal::from(digest.deleted)));
    }
    lines.push(
        Message::new("feeds-digest-took")
            .with("seconds", Decimal::new((digest.took.as_millis() / 100) as i64, 1))
            .with("size", megabytes(digest.bytes)),
    );
    lines
}

fn outcome_json(speak: &Localizer, name: &str, ended: &Result<PullOutcome, Refusal>) -> Json {
    match ended {
        Err(refusal) => json!({ "feed": name, "state": "refused", "why": speak.plain(&refusal.message()) }),
        Ok(PullOutcome::Unchanged) => json!({ "feed": name, "state": "unchanged" }),
        Ok(PullOutcome::Imported(digest)) => report_json(speak, digest, "imported"),
        Ok(PullOutcome::Rejected(digest, reasons)) => {
            let mut told = report_json(speak, digest, "held");
            told["reasons"] = reasons.iter().map(|reason| speak.plain(&reason.message())).collect();
            told
        }
    }
}

fn report_json(speak: &Localizer, digest: &ImportReport, state: &str) -> Json {
    let faults = digest.row_errors.iter();
    let faults = faults.map(|fault| json!({ "line": fault.line, "why": speak.plain(&fault.kind.message()) }));
    json!({
        "feed": digest.name.as_str(),
        "state": state,
        "increment": digest.is_increment,
        "date": digest.date.to_string(),
        "rows": digest.rows,
        "broken": digest.broken,
        "faults": faults.collect::<Vec<_>>(),
        "products": digest.products,
        "before": digest.before.map(|(products, _)| products),
        "doubled": digest.duplicates,
        "gone": digest.deleted,
        "bytes": digest.bytes,
        "seconds": digest.took.as_secs_f64(),
    })
}

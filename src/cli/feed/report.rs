//! How a pull ended, in words or as JSON.

use serde_json::{Value as Json, json};

use super::super::out;
use super::progress::megabytes;
use crate::text::Localizer;
use dealink_catalog::feeds::{Feed, ImportReport, PullOutcome, Refusal};
use dealink_core::message::Message;
use dealink_core::money::Decimal;

/// Row errors that are shown; `--json` has all that are kept.
const SHOWN: usize = 10;

pub(super) fn print_outcome(
    localizer: &Localizer,
    is_json: bool,
    feed: &Feed,
    ended: &Result<PullOutcome, Refusal>,
) {
    let name = feed.name.as_str();
    if is_json {
        return out::print_line(&outcome_json(localizer, name, ended).to_string());
    }
    let named = |key| Message::new(key).with("name", name);
    match ended {
        Err(refusal) => out::print_error(
            &localizer.plain(&named("feeds-cli-refused").with("why", localizer.plain(&refusal.message()))),
        ),
        Ok(PullOutcome::Unchanged) => out::print_line(&localizer.plain(&named("feeds-cli-unchanged"))),
        Ok(PullOutcome::Imported(report)) => {
            print_row_errors(localizer, report);
            report_lines(report).iter().for_each(|line| out::print_line(&localizer.plain(line)));
        }
        Ok(PullOutcome::Rejected(report, reasons)) => {
            print_row_errors(localizer, report);
            report_lines(report).iter().for_each(|line| out::print_line(&localizer.plain(line)));
            out::print_error(&localizer.text("feeds-cli-held"));
            reasons
                .iter()
                .for_each(|reason| out::print_error(&format!("  {}", localizer.plain(&reason.message()))));
            out::print_error(&localizer.plain(&named("feeds-cli-held-force")));
        }
    }
}

fn print_row_errors(localizer: &Localizer, report: &ImportReport) {
    for fault in report.row_errors.iter().take(SHOWN) {
        let line = Message::new("feeds-fault-line")
            .with("line", fault.line.to_string())
            .with("why", localizer.plain(&fault.kind.message()));
        out::print_error(&localizer.plain(&line));
    }
    if report.broken > SHOWN as u64 {
        let more = Decimal::from(report.broken - SHOWN as u64);
        out::print_error(&localizer.plain(&Message::new("feeds-faults-more").with("count", more)));
    }
}

fn report_lines(report: &ImportReport) -> Vec<Message> {
    let title = if report.is_increment { "feeds-digest-title-increment" } else { "feeds-digest-title" };
    let products = Decimal::from(report.products);
    let mut lines = vec![
        Message::new(title).with("name", report.name.as_str()).with("date", report.date),
        Message::new("feeds-digest-rows")
            .with("rows", Decimal::from(report.rows))
            .with("broken", Decimal::from(report.broken)),
        match report.before {
            Some((before, date)) => Message::new("feeds-digest-against")
                .with("products", products)
                .with("before", Decimal::from(before))
                .with("date", date),
            None => Message::new("feeds-digest-products").with("products", products),
        },
    ];
    if report.duplicates > 0 {
        lines.push(Message::new("feeds-digest-doubled").with("doubled", Decimal::from(report.duplicates)));
    }
    if report.deleted > 0 {
        lines.push(Message::new("feeds-digest-gone").with("gone", Decimal::from(report.deleted)));
    }
    lines.push(
        Message::new("feeds-digest-took")
            .with("seconds", Decimal::new((report.took.as_millis() / 100) as i64, 1))
            .with("size", megabytes(report.bytes)),
    );
    lines
}

fn outcome_json(localizer: &Localizer, name: &str, ended: &Result<PullOutcome, Refusal>) -> Json {
    match ended {
        Err(refusal) => {
            json!({ "feed": name, "state": "refused", "why": localizer.plain(&refusal.message()) })
        }
        Ok(PullOutcome::Unchanged) => json!({ "feed": name, "state": "unchanged" }),
        Ok(PullOutcome::Imported(report)) => report_json(localizer, report, "imported"),
        Ok(PullOutcome::Rejected(report, reasons)) => {
            let mut told = report_json(localizer, report, "held");
            told["reasons"] = reasons.iter().map(|reason| localizer.plain(&reason.message())).collect();
            told
        }
    }
}

fn report_json(localizer: &Localizer, report: &ImportReport, state: &str) -> Json {
    let faults = report.row_errors.iter();
    let faults =
        faults.map(|fault| json!({ "line": fault.line, "why": localizer.plain(&fault.kind.message()) }));
    json!({
        "feed": report.name.as_str(),
        "state": state,
        "increment": report.is_increment,
        "date": report.date.to_string(),
        "rows": report.rows,
        "broken": report.broken,
        "faults": faults.collect::<Vec<_>>(),
        "products": report.products,
        "before": report.before.map(|(products, _)| products),
        "doubled": report.duplicates,
        "gone": report.deleted,
        "bytes": report.bytes,
        "seconds": report.took.as_secs_f64(),
    })
}

//! How a pull ended, in words or as JSON.

use serde_json::{Value as Json, json};

use super::super::out::{self, Printer};
use dealink_catalog::feeds::{Feed, ImportReport, PullOutcome, Refusal, RowErrorKind};
use dealink_core::message::Message;
use dealink_core::money::Decimal;

/// Row errors that are shown; `--json` has all that are kept.
const SHOWN: usize = 10;

impl Printer<'_> {
    pub(super) fn print_outcome(&self, feed: &Feed, ended: &Result<PullOutcome, Refusal>) {
        let name = feed.name.as_str();
        if self.json {
            return out::print_line(&self.outcome_json(name, ended).to_string());
        }
        let named = |key| Message::new(key).with("name", name);
        match ended {
            Err(refusal) => {
                let why = self.localizer.plain(&refusal.message());
                self.print_error(&named("feeds-cli-refused").with("why", why));
            }
            Ok(PullOutcome::Unchanged) => self.print(&named("feeds-cli-unchanged")),
            Ok(PullOutcome::Imported(report)) => self.print_report(report),
            Ok(PullOutcome::Rejected(report, reasons)) => {
                self.print_report(report);
                self.print_error(&Message::new("feeds-cli-held"));
                for reason in reasons {
                    out::print_error(&format!("  {}", self.localizer.plain(&reason.message())));
                }
                self.print_error(&named("feeds-cli-held-force"));
            }
        }
    }

    fn print_report(&self, report: &ImportReport) {
        for error in report.row_errors.iter().take(SHOWN) {
            let why = self.localizer.plain(&error.kind.message());
            let line = Message::new("feeds-fault-line").with("line", error.line.to_string());
            self.print_error(&line.with("why", why));
        }
        if report.index.broken > SHOWN as u64 {
            let more = Decimal::from(report.index.broken - SHOWN as u64);
            self.print_error(&Message::new("feeds-faults-more").with("count", more));
        }
        report_lines(report).iter().for_each(|line| self.print(line));
    }

    fn outcome_json(&self, name: &str, ended: &Result<PullOutcome, Refusal>) -> Json {
        match ended {
            Err(refusal) => {
                json!({ "feed": name, "state": "refused", "why": self.localizer.plain(&refusal.message()) })
            }
            Ok(PullOutcome::Unchanged) => json!({ "feed": name, "state": "unchanged" }),
            Ok(PullOutcome::Imported(report)) => self.report_json(report, "imported"),
            Ok(PullOutcome::Rejected(report, reasons)) => {
                let mut told = self.report_json(report, "held");
                let reasons = reasons.iter().map(|reason| self.localizer.plain(&reason.message()));
                told["reasons"] = reasons.collect();
                told
            }
        }
    }

    fn report_json(&self, report: &ImportReport, state: &str) -> Json {
        let why = |kind: RowErrorKind| self.localizer.plain(&kind.message());
        let errors = report.row_errors.iter();
        let errors = errors.map(|error| json!({ "line": error.line, "why": why(error.kind) }));
        json!({
            "feed": report.index.name.as_str(),
            "state": state,
            "increment": report.is_increment,
            "date": report.index.date.to_string(),
            "rows": report.index.rows,
            "broken": report.index.broken,
            "faults": errors.collect::<Vec<_>>(),
            "products": report.index.products,
            "before": report.before.map(|(products, _)| products),
            "doubled": report.index.duplicates,
            "gone": report.index.deleted,
            "bytes": report.bytes,
            "seconds": report.took.as_secs_f64(),
        })
    }
}

fn report_lines(report: &ImportReport) -> Vec<Message> {
    let title = if report.is_increment { "feeds-digest-title-increment" } else { "feeds-digest-title" };
    let products = Decimal::from(report.index.products);
    let mut lines = vec![
        Message::new(title).with("name", report.index.name.as_str()).with("date", report.index.date),
        Message::new("feeds-digest-rows")
            .with("rows", Decimal::from(report.index.rows))
            .with("broken", Decimal::from(report.index.broken)),
        match report.before {
            Some((before, date)) => Message::new("feeds-digest-against")
                .with("products", products)
                .with("before", Decimal::from(before))
                .with("date", date),
            None => Message::new("feeds-digest-products").with("products", products),
        },
    ];
    if report.index.duplicates > 0 {
        lines.push(
            Message::new("feeds-digest-doubled").with("doubled", Decimal::from(report.index.duplicates)),
        );
    }
    if report.index.deleted > 0 {
        lines.push(Message::new("feeds-digest-gone").with("gone", Decimal::from(report.index.deleted)));
    }
    lines.push(
        Message::new("feeds-digest-took")
            .with("seconds", Decimal::new((report.took.as_millis() / 100) as i64, 1))
            .with("size", megabytes(report.bytes)),
    );
    lines
}

/// Bytes as megabytes with one decimal.
pub(super) fn megabytes(bytes: u64) -> Decimal {
    tenths(bytes as f64)
}

pub(super) fn tenths(bytes: f64) -> Decimal {
    Decimal::new((bytes / 100_000.0) as i64, 1)
}

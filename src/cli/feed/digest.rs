//! How a pull ended, in words or as JSON.

use serde_json::{Value as Json, json};

use super::super::out;
use super::progress::megabytes;
use crate::text::Speaker;
use dealink_catalog::feeds::{Digest, Feed, Outcome, Refusal};
use dealink_core::message::Sentence;
use dealink_core::money::Decimal;

/// Faults that are shown; `--json` has all that are kept.
const SHOWN: usize = 10;

/// Tells it.
pub(super) fn tell(speak: &Speaker, is_json: bool, feed: &Feed, ended: &Result<Outcome, Refusal>) {
    let name = feed.name.as_str();
    if is_json {
        return out::line(&as_json(speak, name, ended).to_string());
    }
    let named = |key| Sentence::new(key).with("name", name);
    match ended {
        Err(refusal) => {
            out::complain(&speak.plain(&named("feeds-cli-refused").with("why", speak.plain(&refusal.0))))
        }
        Ok(Outcome::Unchanged) => out::line(&speak.plain(&named("feeds-cli-unchanged"))),
        Ok(Outcome::Imported(digest)) => {
            faults(speak, digest);
            lines(digest).iter().for_each(|line| out::line(&speak.plain(line)));
        }
        Ok(Outcome::Held(digest, reasons)) => {
            faults(speak, digest);
            lines(digest).iter().for_each(|line| out::line(&speak.plain(line)));
            out::complain(&speak.word("feeds-cli-held"));
            reasons.iter().for_each(|reason| out::complain(&format!("  {}", speak.plain(reason))));
            out::complain(&speak.plain(&named("feeds-cli-held-force")));
        }
    }
}

fn faults(speak: &Speaker, digest: &Digest) {
    for fault in digest.faults.iter().take(SHOWN) {
        let line = Sentence::new("feeds-fault-line")
            .with("line", fault.line.to_string())
            .with("why", speak.plain(&fault.why));
        out::complain(&speak.plain(&line));
    }
    if digest.broken > SHOWN as u64 {
        let more = Decimal::from(digest.broken - SHOWN as u64);
        out::complain(&speak.plain(&Sentence::new("feeds-faults-more").with("count", more)));
    }
}

fn lines(digest: &Digest) -> Vec<Sentence> {
    let title = if digest.is_increment { "feeds-digest-title-increment" } else { "feeds-digest-title" };
    let products = Decimal::from(digest.products);
    let mut lines = vec![
        Sentence::new(title).with("name", digest.name.as_str()).with("date", digest.date),
        Sentence::new("feeds-digest-rows")
            .with("rows", Decimal::from(digest.rows))
            .with("broken", Decimal::from(digest.broken)),
        match digest.before {
            Some((before, date)) => Sentence::new("feeds-digest-against")
                .with("products", products)
                .with("before", Decimal::from(before))
                .with("date", date),
            None => Sentence::new("feeds-digest-products").with("products", products),
        },
    ];
    if digest.doubled > 0 {
        lines.push(Sentence::new("feeds-digest-doubled").with("doubled", Decimal::from(digest.doubled)));
    }
    if digest.gone > 0 {
        lines.push(Sentence::new("feeds-digest-gone").with("gone", Decimal::from(digest.gone)));
    }
    lines.push(
        Sentence::new("feeds-digest-took")
            .with("seconds", Decimal::new((digest.took.as_millis() / 100) as i64, 1))
            .with("size", megabytes(digest.bytes)),
    );
    lines
}

fn as_json(speak: &Speaker, name: &str, ended: &Result<Outcome, Refusal>) -> Json {
    match ended {
        Err(refusal) => json!({ "feed": name, "state": "refused", "why": speak.plain(&refusal.0) }),
        Ok(Outcome::Unchanged) => json!({ "feed": name, "state": "unchanged" }),
        Ok(Outcome::Imported(digest)) => told(speak, digest, "imported"),
        Ok(Outcome::Held(digest, reasons)) => {
            let mut told = told(speak, digest, "held");
            told["reasons"] = reasons.iter().map(|reason| speak.plain(reason)).collect();
            told
        }
    }
}

fn told(speak: &Speaker, digest: &Digest, state: &str) -> Json {
    let faults = digest.faults.iter();
    let faults = faults.map(|fault| json!({ "line": fault.line, "why": speak.plain(&fault.why) }));
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
        "doubled": digest.doubled,
        "gone": digest.gone,
        "bytes": digest.bytes,
        "seconds": digest.took.as_secs_f64(),
    })
}

//! `dealink feed list`: the feeds, and what is imported of them.

use std::process::ExitCode;

use dealink_catalog::feeds::{Feed, IndexStatus};
use dealink_core::message::Message;
use dealink_core::money::Decimal;
use jiff::tz::TimeZone;
use serde_json::json;

use super::super::out;
use super::FeedCli;

impl FeedCli<'_> {
    pub(super) fn list(&self) -> ExitCode {
        let feeds = self.feeds.load_all();
        if self.printer.json {
            let feeds: Vec<_> = feeds.iter().map(feed_json).collect();
            out::print_line(&json!({ "feeds": feeds }).to_string());
            return ExitCode::SUCCESS;
        }
        if feeds.is_empty() {
            self.printer.print(&Message::new("feeds-cli-none"));
        }
        for feed in feeds {
            let name = feed.name.to_string();
            let status = feed.index_status();
            self.printer.print(&match &status {
                IndexStatus::Ready(metadata) => Message::new("feeds-cli-line")
                    .with("name", name)
                    .with("products", Decimal::from(metadata.products))
                    .with("date", metadata.date)
                    .with(
                        "imported",
                        metadata.imported.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M").to_string(),
                    ),
                IndexStatus::Missing => Message::new("feeds-cli-line-none").with("name", name),
                IndexStatus::OtherFormat => Message::new("feeds-cli-line-format").with("name", name),
                IndexStatus::Unreadable => Message::new("feeds-cli-line-unreadable").with("name", name),
            });
            let mut more = vec![feed.definition.source.to_string()];
            let localizer = self.printer.localizer;
            more.extend(feed.definition.read_options.hot.then(|| localizer.text("feeds-cli-line-hot")));
            more.extend(
                feed.definition
                    .every_hours
                    .map(|hours| localizer.plain(&Message::new("feeds-cli-line-every").with("count", hours))),
            );
            out::print_line(&format!("    {}", more.join(" · ")));
            if let failures @ 1.. = feed.pull_state().failures {
                let failed = Message::new("feeds-cli-line-failures").with("count", failures);
                out::print_line(&format!("    {}", localizer.plain(&failed)));
            }
        }
        ExitCode::SUCCESS
    }
}

fn feed_json(feed: &Feed) -> serde_json::Value {
    let (status, last) = (feed.index_status(), feed.pull_state());
    let metadata = status.metadata();
    json!({
        "feed": feed.name.as_str(),
        "source": feed.definition.source.to_string(),
        "every": feed.definition.every_hours,
        "hot": feed.definition.read_options.hot,
        "index": match status {
            IndexStatus::Missing => "none",
            IndexStatus::Ready(_) => "ready",
            IndexStatus::OtherFormat => "other-format",
            IndexStatus::Unreadable => "unreadable",
        },
        "products": metadata.map(|metadata| metadata.products),
        "date": metadata.map(|metadata| metadata.date.to_string()),
        "imported": metadata.map(|metadata| metadata.imported.to_string()),
        "whole": metadata.map(|metadata| metadata.whole.to_string()),
        "rows": metadata.map(|metadata| metadata.rows),
        "broken": metadata.map(|metadata| metadata.broken),
        "tried": last.tried.map(|time| time.to_string()),
        "failures": last.failures,
    })
}

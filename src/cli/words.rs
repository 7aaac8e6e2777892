//! `dealink words`: checks the words of posts, offline.

use std::path::PathBuf;

use dealink_core::bounded_file;
use dealink_core::lang::Lang;
use dealink_core::message::Message;
use dealink_program::{Program, TrafficSource};
use serde_json::json;

use super::out::{self, CommandResult};
use crate::answer::{ConductFinding, conduct_findings};
use crate::config::{SettingSources, load_data_dir};
use crate::lists::MOST_BYTES;
use crate::store::read_lists_backup;
use crate::text::Localizer;
use crate::words::{Finding, Words};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Print one JSON line for each post.
    #[arg(long)]
    json: bool,
    /// Traffic source of the ad space, such as messenger.
    #[arg(long, default_value = "messenger")]
    traffic: TrafficSource,
    /// Banned keywords, one a line, in place of the operator's list in the data directory.
    #[arg(long, value_name = "FILE")]
    banned: Option<PathBuf>,
    /// tr or en.
    #[arg(long)]
    language: Option<Lang>,
}

pub(super) fn run(arguments: &Arguments, sources: &SettingSources) -> CommandResult {
    let lang = arguments.language.unwrap_or(out::operator_language(sources));
    let banned =
        match arguments.banned.as_ref().map(|file| (file, bounded_file::read(file, MOST_BYTES as u64))) {
            None => None,
            Some((_, Ok(bytes))) => Some(parse_keywords(&String::from_utf8_lossy(&bytes))),
            Some((file, Err(error))) => {
                let what = Message::new("operator-words-file").with("what", error.kind().to_string());
                let what = what.with("file", file.display().to_string());
                return Err(out::print_failure(&what, lang, out::EXIT_USAGE));
            }
        };
    let texts = out::load_texts()?;
    let (words, program, localizer) = (Words::builtin(&[]), Program::builtin(), texts.localizer(lang));
    let words = match (banned, load_data_dir(sources)) {
        (Some(banned), _) => words.with_banned(&banned, None),
        (None, Ok(dir)) => words.with_lists(&read_lists_backup(&dir)),
        (None, Err(_)) => words,
    };
    Ok(out::for_each_message(|post| {
        let findings = words.check(post, arguments.traffic);
        let objections = conduct_findings(&findings, &words, &program);
        match arguments.json {
            true => out::print_line(&findings_json(&findings, &objections, localizer)),
            false => print_objections(&objections, localizer),
        }
    }))
}

/// The keywords of a file, one a line; blank lines are skipped.
fn parse_keywords(text: &str) -> Vec<String> {
    let lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn findings_json(findings: &[Finding], objections: &[ConductFinding], localizer: &Localizer) -> String {
    let rule = |finding: &Finding| {
        objections.iter().find(|objection| objection.rule == finding.rule).map(|it| it.with_source(localizer))
    };
    let finding = |it: &Finding| json!({ "code": it.rule.name(), "quote": it.quote, "rule": rule(it).unwrap_or_default() });
    json!({ "findings": findings.iter().map(finding).collect::<Vec<_>>() }).to_string()
}

fn print_objections(objections: &[ConductFinding], localizer: &Localizer) {
    if objections.is_empty() {
        out::print_line(&localizer.text("words-none"));
    }
    for objection in objections {
        for quote in &objection.quotes {
            // A quote may hold a line break.
            let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
            let quote = localizer.plain(&Message::new("words-quote").with("quote", quote));
            out::print_line(&format!("{} {quote}: {}", objection.mark(), objection.with_source(localizer)));
        }
    }
    out::print_line("");
}

//! `dealink words`: what the words of posts may break, read offline.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::{messages, out};
use crate::answer::{Objection, objections};
use crate::config::{Sources, data_dir};
use crate::store::lists_below;
use crate::text::{Speaker, Texts};
use crate::words::{Finding, Words};
use dealink_core::lang::Lang;
use dealink_core::message::Sentence;
use dealink_program::{Program, TrafficSource};

/// Arguments of `words`.
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

/// One post a line; one answer a line with `--json`.
pub(super) fn run(arguments: &Arguments, sources: &Sources) -> ExitCode {
    let lang = arguments.language.unwrap_or(out::language(sources));
    let banned = match arguments.banned.as_ref().map(|file| (file, std::fs::read(file))) {
        None => None,
        Some((_, Ok(bytes))) => Some(keywords(&String::from_utf8_lossy(&bytes))),
        Some((file, Err(error))) => {
            let what = Sentence::new("operator-words-file").with("what", error.kind().to_string());
            return out::stop(&what.with("file", file.display().to_string()), lang, out::USAGE);
        }
    };
    let texts = match Texts::load() {
        Ok(texts) => texts,
        Err(error) => {
            out::complain(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    let (words, program, speak) = (Words::builtin(&[]), Program::builtin(), texts.of(lang));
    let words = match (banned, data_dir(sources)) {
        (Some(banned), _) => words.with_banned(&banned, None),
        (None, Ok(dir)) => words.with_lists(&lists_below(&dir)),
        (None, Err(_)) => words,
    };
    messages::each(|post| {
        let findings = words.check(post, arguments.traffic);
        let objections = objections(&findings, &words, &program);
        match arguments.json {
            true => out::line(&as_json(&findings, &objections, speak)),
            false => as_text(&objections, speak),
        }
    })
}

/// The keywords of a file; blank lines are none.
fn keywords(text: &str) -> Vec<String> {
    let lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn as_json(findings: &[Finding], objections: &[Objection], speak: &Speaker) -> String {
    let rule = |finding: &Finding| {
        objections.iter().find(|objection| objection.rule == finding.rule).map(|it| it.with_source(speak))
    };
    let finding = |it: &Finding| json!({ "code": it.rule.name(), "quote": it.quote, "rule": rule(it).unwrap_or_default() });
    json!({ "findings": findings.iter().map(finding).collect::<Vec<_>>() }).to_string()
}

fn as_text(objections: &[Objection], speak: &Speaker) {
    if objections.is_empty() {
        out::line(&speak.word("words-none"));
    }
    for objection in objections {
        for quote in &objection.quotes {
            // A quote may hold a line break.
            let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
            let quote = speak.plain(&Sentence::new("words-quote").with("quote", quote));
            out::line(&format!("{} {quote}: {}", objection.mark(), objection.with_source(speak)));
        }
    }
    out::line("");
}

//! What a post's words may break, in words: in full for whoever asks, shortly in the report that follows a post.

use jiff::civil::Date;

use super::deal_warnings::{severity_mark, severity_rank};
use super::{AnswerPart, product_lines};
use crate::text::Localizer;
use crate::words::{Finding, Words};
use dealink_core::message::{Argument, Message};
use dealink_program::{Citation, ConductRule, Program, Severity, TrafficSource};

/// Letters of a quote that are shown.
const MAX_QUOTE: usize = 80;
/// Quotes for one rule that are shown.
const MAX_QUOTES: usize = 3;

/// A rule that a post's words may break, with those words.
#[derive(Clone, Debug, PartialEq)]
pub struct ConductFinding {
    /// The rule.
    pub rule: ConductRule,
    /// The words, as written.
    pub quotes: Vec<String>,
    /// The rule in words.
    pub message: Message,
    /// Where it is written; the program file may not say.
    pub citation: Option<Citation>,
    /// For a word of the operator's list: the day of the list.
    pub list: Option<Date>,
}

/// The findings by rule: what costs the program first, then in order of the text.
pub fn conduct_findings(findings: &[Finding], words: &Words, program: &Program) -> Vec<ConductFinding> {
    let conduct = program.conduct();
    let mut objections: Vec<ConductFinding> = Vec::new();
    for finding in findings {
        match objections.iter_mut().find(|objection| objection.rule == finding.rule) {
            Some(objection) => objection.quotes.push(finding.quote.clone()),
            None => objections.push(ConductFinding {
                rule: finding.rule,
                quotes: vec![finding.quote.clone()],
                message: Message::new(finding.rule.key()),
                citation: conduct.iter().find(|(rule, ..)| *rule == finding.rule).map(|(.., it)| it.clone()),
                list: words.banned_date().filter(|_| finding.rule == ConductRule::BannedKeyword),
            }),
        }
    }
    objections.sort_by_key(|objection| severity_rank(severity(objection.rule)));
    objections
}

/// How much breaking a rule matters. The program page names the loss of the program, or of what was earned, for some.
fn severity(rule: ConductRule) -> Severity {
    match rule {
        ConductRule::Misleading | ConductRule::BannedKeyword => Severity::Caution,
        _ => Severity::Stop,
    }
}

impl ConductFinding {
    /// The rule's sentence with its source, as plain text.
    pub fn with_source(&self, speak: &Localizer) -> String {
        let sentence = speak.plain(&self.message);
        self.source(speak).map_or(sentence.clone(), |source| format!("{sentence} ({source})"))
    }

    /// The mark of the rule's severity.
    pub fn mark(&self) -> &'static str {
        severity_mark(severity(self.rule))
    }

    fn source(&self, speak: &Localizer) -> Option<String> {
        let list = self.list.map(|date| speak.plain(&Message::new("words-list").with("date", date)));
        let Some(citation) = self.citation.as_ref() else { return list };
        let mut place = citation.text();
        if let Some(date) = citation.date {
            place = format!("{place}, {}", speak.format_value(&Argument::Date(date)));
        }
        let source = speak.plain(&Message::new("words-source").with("source", place));
        Some(list.map_or(source.clone(), |list| format!("{list} {source}")))
    }

    fn quoted(&self, speak: &Localizer) -> String {
        let quote = |quote: &String| {
            speak.html(&Message::new("words-quote").with("quote", product_lines::shorten(quote, MAX_QUOTE)))
        };
        let mut quotes: Vec<String> = self.quotes.iter().take(MAX_QUOTES).map(quote).collect();
        let more = self.quotes.len().saturating_sub(MAX_QUOTES);
        quotes.extend((more > 0).then(|| speak.html(&Message::new("words-quotes-more").with("count", more))));
        format!("{} {}", self.mark(), quotes.join(" · "))
    }
}

/// The answer to whoever asks about a post's words. `source` is the publisher's, where one was chosen.
pub fn conduct_card(
    objections: &[ConductFinding],
    source: Option<TrafficSource>,
    speak: &Localizer,
) -> AnswerPart {
    let count: usize = objections.iter().map(|objection| objection.quotes.len()).sum();
    let mut blocks = vec![speak.html(&match count {
        0 => Message::new("words-none"),
        count => Message::new("words-found").with("count", count),
    })];
    for objection in objections {
        let mut block = vec![objection.quoted(speak), speak.html(&objection.message)];
        block.extend(
            objection.source(speak).map(|source| format!("<i>{}</i>", crate::text::escape_html(&source))),
        );
        blocks.push(block.join("\n"));
    }
    let traffic = match source {
        Some(source) => Message::new("words-traffic").with("source", Argument::Term(source.key().to_owned())),
        None => Message::new("words-traffic-assumed"),
    };
    blocks.push([speak.html(&traffic), speak.html(&Message::new("words-limits"))].join("\n"));
    AnswerPart { html: blocks.join("\n\n"), ..AnswerPart::default() }
}

/// The lines of a report; none without an objection.
pub(super) fn conduct_report_lines(objections: &[ConductFinding], speak: &Localizer) -> Vec<String> {
    if objections.is_empty() {
        return Vec::new();
    }
    let line = |objection: &ConductFinding| {
        let said = format!("{}: {}", objection.quoted(speak), speak.html(&objection.message));
        match objection.list {
            Some(date) => format!("{said} {}", speak.html(&Message::new("words-list").with("date", date))),
            None => said,
        }
    };
    let mut lines = vec![speak.html(&Message::new("words-report"))];
    lines.extend(objections.iter().map(line));
    lines.push(speak.html(&Message::new("words-report-sources")));
    lines
}

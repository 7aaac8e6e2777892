//! What a post's words may break, in words: in full for a person who asks, shortly in the report that follows a post.

use std::cmp::Reverse;

use dealink_core::message::Message;
use dealink_program::{Citation, ConductRule, Program, Severity};
use jiff::civil::Date;

use super::AnswerPart;
use super::deal_warnings::severity_mark;
use super::renderer::{Renderer, term};
use crate::text::{Localizer, escape_html, foreign_text};
use crate::words::{Finding, Words};

/// Letters of a quote that are shown.
const MAX_QUOTE: usize = 80;
/// Quotes for one rule that are shown.
const MAX_QUOTES: usize = 3;

/// A rule that a post's words may break, with those words.
#[derive(Clone, Debug, PartialEq)]
pub struct ConductFinding {
    pub rule: ConductRule,
    /// The words, as written.
    pub quotes: Vec<String>,
    pub message: Message,
    /// Where it is written; the program file may not say.
    pub citation: Option<Citation>,
    /// For a word of the operator's list: the day of the list.
    pub list: Option<Date>,
}

/// The findings by rule: what costs the program first, then in order of the text.
pub fn conduct_findings(findings: &[Finding], words: &Words, program: &Program) -> Vec<ConductFinding> {
    let conduct = program.conduct();
    let mut by_rule: Vec<ConductFinding> = Vec::new();
    for finding in findings {
        match by_rule.iter_mut().find(|known| known.rule == finding.rule) {
            Some(known) => known.quotes.push(finding.quote.clone()),
            None => by_rule.push(ConductFinding {
                rule: finding.rule,
                quotes: vec![finding.quote.clone()],
                message: Message::new(finding.rule.key()),
                citation: conduct.iter().find(|(rule, ..)| *rule == finding.rule).map(|(.., it)| it.clone()),
                list: words.banned_date().filter(|_| finding.rule == ConductRule::BannedKeyword),
            }),
        }
    }
    by_rule.sort_by_key(|finding| Reverse(finding.severity()));
    by_rule
}

impl ConductFinding {
    /// How much breaking the rule matters. For some rules the program page names the loss of the program, or of what was earned.
    fn severity(&self) -> Severity {
        match self.rule {
            ConductRule::Misleading | ConductRule::BannedKeyword => Severity::Caution,
            _ => Severity::Stop,
        }
    }

    /// The rule in words with its source, as plain text.
    pub fn with_source(&self, localizer: &Localizer) -> String {
        let rule = localizer.plain(&self.message);
        self.source(localizer).map_or(rule.clone(), |source| format!("{rule} ({source})"))
    }

    pub fn mark(&self) -> &'static str {
        severity_mark(self.severity())
    }

    fn source(&self, localizer: &Localizer) -> Option<String> {
        let list = self.list.map(|date| localizer.plain(&Message::new("words-list").with("date", date)));
        let Some(citation) = self.citation.as_ref() else { return list };
        let mut place = citation.text();
        if let Some(date) = citation.date {
            place = format!("{place}, {}", localizer.format_value(&date.into()));
        }
        let source = localizer.plain(&Message::new("words-source").with("source", place));
        Some(list.map_or(source.clone(), |list| format!("{list} {source}")))
    }

    fn quoted(&self, localizer: &Localizer) -> String {
        let quote = |quote: &String| {
            localizer.html(&Message::new("words-quote").with("quote", foreign_text(quote, MAX_QUOTE)))
        };
        let mut quotes: Vec<String> = self.quotes.iter().take(MAX_QUOTES).map(quote).collect();
        let more = self.quotes.len().saturating_sub(MAX_QUOTES);
        if more > 0 {
            quotes.push(localizer.html(&Message::new("words-quotes-more").with("count", more)));
        }
        format!("{} {}", self.mark(), quotes.join(" · "))
    }
}

impl Renderer<'_> {
    /// The answer to a person who asks about a post's words.
    pub fn conduct_card(&self, findings: &[ConductFinding]) -> AnswerPart {
        let count: usize = findings.iter().map(|finding| finding.quotes.len()).sum();
        let mut blocks = vec![self.html(match count {
            0 => Message::new("words-none"),
            count => Message::new("words-found").with("count", count),
        })];
        for finding in findings {
            let mut lines = vec![finding.quoted(self.localizer), self.localizer.html(&finding.message)];
            let source = finding.source(self.localizer);
            lines.extend(source.map(|source| format!("<i>{}</i>", escape_html(&source))));
            blocks.push(lines.join("\n"));
        }
        let traffic = match self.publisher.traffic {
            Some(source) => Message::new("words-traffic").with("source", term(source.key())),
            None => Message::new("words-traffic-assumed"),
        };
        blocks.push([self.html(traffic), self.html(Message::new("words-limits"))].join("\n"));
        AnswerPart::of_html(blocks.join("\n\n"))
    }

    pub(super) fn conduct_report_lines(&self, findings: &[ConductFinding]) -> Vec<String> {
        if findings.is_empty() {
            return Vec::new();
        }
        let line = |finding: &ConductFinding| {
            let rule = self.localizer.html(&finding.message);
            let line = format!("{}: {rule}", finding.quoted(self.localizer));
            match finding.list {
                Some(date) => format!("{line} {}", self.html(Message::new("words-list").with("date", date))),
                None => line,
            }
        };
        let mut lines = vec![self.html(Message::new("words-report"))];
        lines.extend(findings.iter().map(line));
        lines.push(self.html(Message::new("words-report-sources")));
        lines
    }
}

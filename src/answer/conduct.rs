//! What a post's words may break, in words: in full for whoever asks, shortly in the report that follows a post.

use jiff::civil::Date;

use super::points::{mark, rank};
use super::{Part, lines};
use crate::text::Speaker;
use crate::words::{Finding, Words};
use dealink_core::message::{Sentence, Value};
use dealink_program::{Citation, ConductRule, Program, Severity, TrafficSource};

/// Letters of a quote that are shown.
const QUOTE_AT_MOST: usize = 80;
/// Quotes for one rule that are shown.
const QUOTES_AT_MOST: usize = 3;

/// A rule that a post's words may break, with those words.
#[derive(Clone, Debug, PartialEq)]
pub struct Objection {
    /// The rule.
    pub rule: ConductRule,
    /// The words, as written.
    pub quotes: Vec<String>,
    /// The rule in words.
    pub sentence: Sentence,
    /// Where it is written; the program file may not say.
    pub citation: Option<Citation>,
    /// For a word of the operator's list: the day of the list.
    pub list: Option<Date>,
}

/// The findings by rule: what costs the program first, then in order of the text.
pub fn objections(findings: &[Finding], words: &Words, program: &Program) -> Vec<Objection> {
    let conduct = program.conduct();
    let mut objections: Vec<Objection> = Vec::new();
    for finding in findings {
        match objections.iter_mut().find(|objection| objection.rule == finding.rule) {
            Some(objection) => objection.quotes.push(finding.quote.clone()),
            None => objections.push(Objection {
                rule: finding.rule,
                quotes: vec![finding.quote.clone()],
                sentence: Sentence::new(finding.rule.key()),
                citation: conduct.iter().find(|(rule, ..)| *rule == finding.rule).map(|(.., it)| it.clone()),
                list: words.banned_of().filter(|_| finding.rule == ConductRule::BannedKeyword),
            }),
        }
    }
    objections.sort_by_key(|objection| rank(severity(objection.rule)));
    objections
}

/// How much breaking a rule matters. The program page names the loss of the program, or of what was earned, for some.
fn severity(rule: ConductRule) -> Severity {
    match rule {
        ConductRule::Misleading | ConductRule::BannedKeyword => Severity::Caution,
        _ => Severity::Stop,
    }
}

impl Objection {
    /// The rule's sentence with its source, as plain text.
    pub fn with_source(&self, speak: &Speaker) -> String {
        let sentence = speak.plain(&self.sentence);
        self.source(speak).map_or(sentence.clone(), |source| format!("{sentence} ({source})"))
    }

    /// The mark of the rule's severity.
    pub fn mark(&self) -> &'static str {
        mark(severity(self.rule))
    }

    fn source(&self, speak: &Speaker) -> Option<String> {
        let list = self.list.map(|date| speak.plain(&Sentence::new("words-list").with("date", date)));
        let Some(citation) = self.citation.as_ref() else { return list };
        let mut place = citation.text();
        if let Some(date) = citation.date {
            place = format!("{place}, {}", speak.value(&Value::Date(date)));
        }
        let source = speak.plain(&Sentence::new("words-source").with("source", place));
        Some(list.map_or(source.clone(), |list| format!("{list} {source}")))
    }

    fn quoted(&self, speak: &Speaker) -> String {
        let quote = |quote: &String| {
            speak.html(&Sentence::new("words-quote").with("quote", lines::shorten(quote, QUOTE_AT_MOST)))
        };
        let mut quotes: Vec<String> = self.quotes.iter().take(QUOTES_AT_MOST).map(quote).collect();
        let more = self.quotes.len().saturating_sub(QUOTES_AT_MOST);
        quotes
            .extend((more > 0).then(|| speak.html(&Sentence::new("words-quotes-more").with("count", more))));
        format!("{} {}", self.mark(), quotes.join(" · "))
    }
}

/// The answer to whoever asks about a post's words. `source` is the publisher's, where one was chosen.
pub fn checked(objections: &[Objection], source: Option<TrafficSource>, speak: &Speaker) -> Part {
    let count: usize = objections.iter().map(|objection| objection.quotes.len()).sum();
    let mut blocks = vec![speak.html(&match count {
        0 => Sentence::new("words-none"),
        count => Sentence::new("words-found").with("count", count),
    })];
    for objection in objections {
        let mut block = vec![objection.quoted(speak), speak.html(&objection.sentence)];
        block
            .extend(objection.source(speak).map(|source| format!("<i>{}</i>", crate::text::escape(&source))));
        blocks.push(block.join("\n"));
    }
    let traffic = match source {
        Some(source) => Sentence::new("words-traffic").with("source", Value::Term(source.key().to_owned())),
        None => Sentence::new("words-traffic-assumed"),
    };
    blocks.push([speak.html(&traffic), speak.html(&Sentence::new("words-limits"))].join("\n"));
    Part { html: blocks.join("\n\n"), ..Part::default() }
}

/// The lines of a report; none without an objection.
pub(super) fn reported(objections: &[Objection], speak: &Speaker) -> Vec<String> {
    if objections.is_empty() {
        return Vec::new();
    }
    let line = |objection: &Objection| {
        let said = format!("{}: {}", objection.quoted(speak), speak.html(&objection.sentence));
        match objection.list {
            Some(date) => format!("{said} {}", speak.html(&Sentence::new("words-list").with("date", date))),
            None => said,
        }
    };
    let mut lines = vec![speak.html(&Sentence::new("words-report"))];
    lines.extend(objections.iter().map(line));
    lines.push(speak.html(&Sentence::new("words-report-sources")));
    lines
}

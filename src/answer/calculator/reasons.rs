//! The whole chain of reasons, folded into an expandable quote: what was reckoned, what to beware of, and where each rule is
//! written.

use crate::answer::facts;
use crate::deals::Deal;
use crate::text::{Localizer, escape_html, html_length};
use dealink_core::message::Message;
use dealink_program::{Citation, Warning};

/// UTF-16 units of the quote: with what stands around it, it stays within one message.
const MAX_QUOTE_UNITS: usize = 3_200;

/// One quote, which must not be torn. Where all of it has no room, what holds for every order is left out, then the
/// warnings: whatever is said keeps its sources.
pub(super) fn reasons_quote(deal: &Deal, standing: &[Warning], speak: &Localizer) -> String {
    let of_order = deal.private.estimate.warnings.as_slice();
    let shorter = [(of_order, standing), (of_order, &[]), (&[], &[])];
    let texts = shorter.map(|(warnings, standing)| reasons_text(deal, warnings, standing, speak));
    let text = texts.iter().find(|text| html_length(text) <= MAX_QUOTE_UNITS).cloned().unwrap_or_default();
    format!("<blockquote expandable>{text}</blockquote>")
}

fn reasons_text(deal: &Deal, warnings: &[Warning], standing: &[Warning], speak: &Localizer) -> String {
    let mut documents = CitedDocuments::default();
    let reasons = deal.private.estimate.reasons.iter().map(|reason| speak.html(&reason.message));
    let mut sections = vec![
        section("facts-known", facts::fact_lines(&deal.private, speak), speak),
        section("calculator-reasons", reasons.collect(), speak),
    ];
    let warned = |warnings: &[Warning], documents: &mut CitedDocuments| {
        let line = |warning: &Warning| {
            let source = documents.cite(&warning.source);
            format!("{} <i>({source})</i>", speak.html(&warning.message))
        };
        warnings.iter().map(line).collect::<Vec<_>>()
    };
    for (heading, warnings) in [("calculator-warnings", warnings), ("answer-standing", standing)] {
        sections.push(section(heading, warned(warnings, &mut documents), speak));
    }
    sections.push(section("calculator-sources", documents.lines(speak), speak));
    sections.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn section(heading: &'static str, lines: Vec<String>, speak: &Localizer) -> Option<String> {
    let heading = speak.html(&Message::new(heading));
    (!lines.is_empty()).then(|| format!("<b>{heading}</b>\n • {}", lines.join("\n • ")))
}

/// The documents that were cited, each once.
#[derive(Default)]
struct CitedDocuments(Vec<Citation>);

impl CitedDocuments {
    /// The section, and the number of its document.
    fn cite(&mut self, citation: &Citation) -> String {
        let same = |known: &Citation| known.document == citation.document && known.date == citation.date;
        let number = self.0.iter().position(same).unwrap_or_else(|| {
            self.0.push(citation.clone());
            self.0.len() - 1
        });
        format!("{} [{}]", escape_html(&citation.section), number + 1)
    }

    fn lines(&self, speak: &Localizer) -> Vec<String> {
        let line = |(index, citation): (usize, &Citation)| {
            let number = index + 1;
            format!("[{number}] {}", document_with_date(citation, speak))
        };
        self.0.iter().enumerate().map(line).collect()
    }
}

/// A document with its day.
pub(crate) fn document_with_date(citation: &Citation, speak: &Localizer) -> String {
    match citation.date {
        Some(date) => speak.html(
            &Message::new("calculator-document")
                .with("document", citation.document.clone())
                .with("date", date),
        ),
        None => escape_html(&citation.document),
    }
}

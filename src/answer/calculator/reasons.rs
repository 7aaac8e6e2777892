//! The whole chain of reasons, folded into an expandable quote: what was calculated, what to beware of, and where each rule is
//! written.

use dealink_core::message::Message;
use dealink_program::{Citation, Warning};

use crate::answer::renderer::Renderer;
use crate::deals::Deal;
use crate::text::{escape_html, html_length};

/// UTF-16 units of the quote: with the lines around it, it stays within one message.
const MAX_QUOTE_UNITS: usize = 3_200;

impl Renderer<'_> {
    /// One quote, which must not be torn. Where all of it has no room, what holds for every order is left out, then the
    /// warnings: whatever is said keeps its sources.
    pub(super) fn reasons_quote(&self, deal: &Deal, standing_notes: &[Warning]) -> String {
        let of_order = deal.private.evaluation.estimate.warnings.as_slice();
        let shorter = [(of_order, standing_notes), (of_order, &[]), (&[], &[])];
        let mut texts = shorter.into_iter().map(|(warnings, notes)| self.reasons_text(deal, warnings, notes));
        let text = texts.find(|text| html_length(text) <= MAX_QUOTE_UNITS).unwrap_or_default();
        format!("<blockquote expandable>{text}</blockquote>")
    }

    fn reasons_text(&self, deal: &Deal, warnings: &[Warning], standing_notes: &[Warning]) -> String {
        let mut documents = CitedDocuments::default();
        let reasons = deal.private.evaluation.estimate.reasons.iter();
        let reasons = reasons.map(|reason| self.localizer.html(&reason.message)).collect();
        let mut cited = |warnings: &[Warning]| {
            let line = |warning: &Warning| {
                let source = documents.cite(&warning.source);
                format!("{} <i>({source})</i>", self.localizer.html(&warning.message))
            };
            warnings.iter().map(line).collect::<Vec<_>>()
        };
        let (warnings, standing_notes) = (cited(warnings), cited(standing_notes));
        let documents = documents.0.iter().enumerate();
        let documents = documents
            .map(|(index, citation)| format!("[{}] {}", index + 1, self.document_with_date(citation)))
            .collect();
        let sections = [
            ("facts-known", self.fact_lines(&deal.private)),
            ("calculator-reasons", reasons),
            ("calculator-warnings", warnings),
            ("answer-standing", standing_notes),
            ("calculator-sources", documents),
        ];
        let sections = sections.into_iter().filter(|(_, lines)| !lines.is_empty());
        let sections = sections.map(|(heading, lines)| {
            let heading = self.html(Message::new(heading));
            format!("<b>{heading}</b>\n • {}", lines.join("\n • "))
        });
        sections.collect::<Vec<_>>().join("\n")
    }

    pub(in crate::answer) fn document_with_date(&self, citation: &Citation) -> String {
        match citation.date {
            Some(date) => {
                let document =
                    Message::new("calculator-document").with("document", citation.document.clone());
                self.html(document.with("date", date))
            }
            None => escape_html(&citation.document),
        }
    }
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
}

//! The program in words: its figures, its rules of conduct, its traffic classes. Each with its document and day.

use dealink_core::message::Message;
use dealink_program::{Citation, Figure, Indicator, Program};

use super::renderer::Renderer;
use super::{Action, AnswerPart, Button, ProgramPage};

impl Renderer<'_> {
    /// A page of the card, with a button to the other one.
    pub fn program_card(&self, page: ProgramPage, program: &Program, figures: &[Figure]) -> AnswerPart {
        let (html, other, label) = match page {
            ProgramPage::Figures => {
                (self.figures_html(program, figures), ProgramPage::Rules, "program-button-rules")
            }
            ProgramPage::Rules => (self.rules_html(program), ProgramPage::Figures, "program-button-figures"),
        };
        let button = Button::Press { label: self.text(label), data: Action::Program(other) };
        AnswerPart { html, buttons: vec![vec![button]], ..AnswerPart::default() }
    }

    fn figures_html(&self, program: &Program, figures: &[Figure]) -> String {
        let title = Message::new("program-card-title")
            .with("name", program.name())
            .with("number", program.network_id().to_string());
        let pays = Message::new("program-card-pays").with("currency", program.currency().code());
        let figures = figures.iter().map(|figure| (&figure.message, &figure.citation));
        let mut lines = vec![self.html(title), self.html(pays), String::new()];
        lines.extend(self.lines_by_source(figures));
        lines.join("\n")
    }

    fn rules_html(&self, program: &Program) -> String {
        let (conduct, indicators) = (program.conduct(), program.indicators());
        let title = Message::new("program-rules-title").with("name", program.name());
        let mut lines = vec![self.html(title), String::new()];
        lines.extend(self.lines_by_source(conduct.iter().map(|(_, rule, source)| (rule, source))));
        if !indicators.is_empty() {
            lines.extend([String::new(), self.html(Message::new("program-rules-indicators"))]);
            let messages: Vec<Message> = indicators.iter().map(Indicator::message).collect();
            let sources = indicators.iter().map(|indicator| &indicator.source);
            lines.extend(self.lines_by_source(messages.iter().zip(sources)));
        }
        lines.join("\n")
    }

    /// Lines above the document that they were read in, the documents in the order in which they appear.
    fn lines_by_source<'m>(&self, cited: impl Iterator<Item = (&'m Message, &'m Citation)>) -> Vec<String> {
        let mut sources: Vec<(String, Vec<String>)> = Vec::new();
        for (message, citation) in cited {
            let line = format!("• {}", self.localizer.html(message));
            let source = self.document_with_date(citation);
            match sources.iter_mut().find(|(known, _)| *known == source) {
                Some((_, lines)) => lines.push(line),
                None => sources.push((source, vec![line])),
            }
        }
        let lines = |(source, mut lines): (String, Vec<String>)| {
            lines.push(format!("<i>— {source}</i>"));
            lines
        };
        sources.into_iter().flat_map(lines).collect()
    }
}

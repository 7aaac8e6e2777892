//! The program in words: its figures, its rules of conduct, its traffic classes. Each with where it is written and of which day.

use super::calculator::document_with_date;
use super::{AnswerPart, Button, non_empty_rows};
use crate::text::Localizer;
use dealink_core::message::Message;
use dealink_program::{Citation, Figure, Program};

/// A page of the program's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramPage {
    /// The figures.
    Figures,
    /// What posts and campaigns must not do.
    Rules,
}

const PREFIX: &str = "program:";

impl ProgramPage {
    const ALL: [ProgramPage; 2] = [ProgramPage::Figures, ProgramPage::Rules];

    const fn name(self) -> &'static str {
        match self {
            ProgramPage::Figures => "figures",
            ProgramPage::Rules => "rules",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            ProgramPage::Figures => "program-button-figures",
            ProgramPage::Rules => "program-button-rules",
        }
    }

    /// What a button brought back; `None` for any other button.
    pub fn read(data: &str) -> Option<ProgramPage> {
        let name = data.strip_prefix(PREFIX)?;
        Self::ALL.into_iter().find(|page| page.name() == name)
    }
}

/// A page of the card, with buttons to the others.
pub fn program_card(
    page: ProgramPage,
    program: &Program,
    figures: &[Figure],
    speak: &Localizer,
) -> AnswerPart {
    let html = match page {
        ProgramPage::Figures => figures_html(program, figures, speak),
        ProgramPage::Rules => rules_html(program, speak),
    };
    let others = ProgramPage::ALL.into_iter().filter(|other| *other != page);
    let button = |page: ProgramPage| Button::Press {
        label: speak.text(page.label()),
        data: format!("{PREFIX}{}", page.name()),
    };
    AnswerPart { html, buttons: non_empty_rows([others.map(button).collect()]), ..AnswerPart::default() }
}

fn figures_html(program: &Program, figures: &[Figure], speak: &Localizer) -> String {
    let title = Message::new("program-card-title")
        .with("name", program.name())
        .with("number", program.network_id().to_string());
    let pays = Message::new("program-card-pays").with("currency", program.currency().code());
    let said = figures.iter().map(|figure| (speak.html(&figure.message), &figure.citation));
    let mut lines = vec![speak.html(&title), speak.html(&pays), String::new()];
    lines.extend(lines_by_source(said, speak));
    lines.join("\n")
}

fn rules_html(program: &Program, speak: &Localizer) -> String {
    let (conduct, indicators) = (program.conduct(), program.indicators());
    let title = Message::new("program-rules-title").with("name", program.name());
    let mut lines = vec![speak.html(&title), String::new()];
    lines.extend(lines_by_source(conduct.iter().map(|(_, said, source)| (speak.html(said), source)), speak));
    if !indicators.is_empty() {
        lines.extend([String::new(), speak.html(&Message::new("program-rules-indicators"))]);
        lines.extend(lines_by_source(
            indicators.iter().map(|one| (speak.html(&one.message), &one.citation)),
            speak,
        ));
    }
    lines.join("\n")
}

/// Lines under the document that they were read in, the documents in the order in which they appear.
fn lines_by_source<'a>(said: impl Iterator<Item = (String, &'a Citation)>, speak: &Localizer) -> Vec<String> {
    let mut sources: Vec<(String, Vec<String>)> = Vec::new();
    for (line, citation) in said {
        let source = document_with_date(citation, speak);
        match sources.iter_mut().find(|(known, _)| *known == source) {
            Some((_, lines)) => lines.push(line),
            None => sources.push((source, vec![line])),
        }
    }
    let mut all = Vec::new();
    for (source, lines) in sources {
        all.extend(lines.iter().map(|line| format!("• {line}")));
        all.push(format!("<i>— {source}</i>"));
    }
    all
}

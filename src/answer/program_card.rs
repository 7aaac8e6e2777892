//! The program in words: its figures, its rules of conduct, its traffic classes. Each with where it is written and of which day.

use super::calculator::dated;
use super::{Button, Part, rows};
use crate::text::Speaker;
use dealink_core::message::Sentence;
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
pub fn program_card(page: ProgramPage, program: &Program, figures: &[Figure], speak: &Speaker) -> Part {
    let html = match page {
        ProgramPage::Figures => of_figures(program, figures, speak),
        ProgramPage::Rules => of_rules(program, speak),
    };
    let others = ProgramPage::ALL.into_iter().filter(|other| *other != page);
    let button = |page: ProgramPage| Button::Press {
        label: speak.word(page.label()),
        data: format!("{PREFIX}{}", page.name()),
    };
    Part { html, buttons: rows([others.map(button).collect()]), ..Part::default() }
}

fn of_figures(program: &Program, figures: &[Figure], speak: &Speaker) -> String {
    let title = Sentence::new("program-card-title")
        .with("name", program.name())
        .with("number", program.admitad_id().to_string());
    let pays = Sentence::new("program-card-pays").with("currency", program.currency().code());
    let said = figures.iter().map(|figure| (speak.html(&figure.sentence), &figure.citation));
    let mut lines = vec![speak.html(&title), speak.html(&pays), String::new()];
    lines.extend(by_source(said, speak));
    lines.join("\n")
}

fn of_rules(program: &Program, speak: &Speaker) -> String {
    let (conduct, indicators) = (program.conduct(), program.indicators());
    let title = Sentence::new("program-rules-title").with("name", program.name());
    let mut lines = vec![speak.html(&title), String::new()];
    lines.extend(by_source(conduct.iter().map(|(_, said, source)| (speak.html(said), source)), speak));
    if !indicators.is_empty() {
        lines.extend([String::new(), speak.html(&Sentence::new("program-rules-indicators"))]);
        lines.extend(by_source(
            indicators.iter().map(|one| (speak.html(&one.sentence), &one.citation)),
            speak,
        ));
    }
    lines.join("\n")
}

/// Lines under the document that they were read in, the documents in the order in which they appear.
fn by_source<'a>(said: impl Iterator<Item = (String, &'a Citation)>, speak: &Speaker) -> Vec<String> {
    let mut sources: Vec<(String, Vec<String>)> = Vec::new();
    for (line, citation) in said {
        let source = dated(citation, speak);
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

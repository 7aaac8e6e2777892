//! `dealink program`: lists programs, shows what their files say, and checks a file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::{Argument, Message};
use dealink_program::{CardPart, Citation, Program, Region};
use serde_json::{Value as Json, json};

use super::out;
use crate::config::{KnownPrograms, SettingError, SettingSources};
use crate::text::{Localizer, Texts};

/// Arguments of `program`.
#[derive(clap::Subcommand)]
pub(super) enum ProgramCommand {
    /// Read a program file and say what is wrong with it.
    Check {
        /// The file.
        file: PathBuf,
    },
    /// The programs that are known.
    List,
    /// Everything that a program's file says.
    Show {
        /// The program's number at the network, its id, or a program file; without it, the program that is set.
        program: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        /// tr or en.
        #[arg(long)]
        language: Option<Lang>,
    },
}

pub(super) fn run(command: &ProgramCommand, sources: &SettingSources) -> ExitCode {
    let lang = out::operator_language(sources);
    match command {
        ProgramCommand::Check { file } => check_file(file, lang),
        ProgramCommand::List => match KnownPrograms::load(sources) {
            Ok(programs) => {
                for program in programs.as_slice() {
                    let (id, name, currency) = (program.id(), program.name(), program.currency());
                    out::print_line(&format!("{}\t{id}\t{name}\t{currency}", program.network_id()));
                }
                ExitCode::SUCCESS
            }
            Err(faults) => out::print_setting_errors(&faults, sources),
        },
        ProgramCommand::Show { program, json, language } => {
            let program = match choose_program(program.as_deref(), sources) {
                Ok(program) => program,
                Err(status) => return status,
            };
            let Ok(texts) = Texts::load() else { return ExitCode::FAILURE };
            let localizer = texts.localizer(language.unwrap_or(lang));
            if *json {
                out::print_line(&program_json(&program, localizer).to_string());
            } else {
                out::print_line(&card_text(&program, localizer));
            }
            ExitCode::SUCCESS
        }
    }
}

/// The program that was asked for by number, id or file; else the configured one.
///
/// # Errors
/// The exit status, after the error was printed.
pub(super) fn choose_program(wish: Option<&str>, sources: &SettingSources) -> Result<Program, ExitCode> {
    let faults = |faults: Vec<SettingError>| out::print_setting_errors(&faults, sources);
    // A file given here is read even when the settings name broken ones.
    let as_file = |wish: &str| {
        Program::check(&read_file(Path::new(wish))?).map_err(|faults| {
            for fault in faults {
                out::print_error(&format!("{wish}:{}: {}: {}", fault.line, fault.key, fault.problem));
            }
            ExitCode::from(out::EXIT_USAGE)
        })
    };
    if let Some(file) = wish.filter(|wish| Path::new(wish).is_file()) {
        return as_file(file);
    }
    let programs = KnownPrograms::load(sources).map_err(faults)?;
    let Some(wish) = wish else { return programs.selected(sources).map_err(faults) };
    match wish.parse::<u64>() {
        Ok(campaign) => programs.get(campaign).cloned().ok_or_else(|| {
            let none = Message::new("operator-program-none").with("campaign", campaign.to_string());
            out::print_failure(&none, out::operator_language(sources), out::EXIT_USAGE)
        }),
        Err(_) => match programs.as_slice().iter().find(|program| program.id() == wish) {
            Some(program) => Ok(program.clone()),
            None => as_file(wish),
        },
    }
}

fn read_file(file: &Path) -> Result<String, ExitCode> {
    std::fs::read_to_string(file).map_err(|error| {
        out::print_error(&format!("{}: {error}", file.display()));
        ExitCode::from(out::EXIT_USAGE)
    })
}

fn check_file(file: &Path, lang: Lang) -> ExitCode {
    let text = match read_file(file) {
        Ok(text) => text,
        Err(status) => return status,
    };
    match Program::check(&text) {
        Ok(program) => {
            let ok = Message::new("operator-program-ok")
                .with("name", program.name())
                .with("id", program.id())
                .with("campaign", program.network_id().to_string())
                .with("currency", program.currency().code())
                .with("tables", program.tables().len())
                .with("figures", program.figures(None).len())
                .with("overrides", program.override_count())
                .with("conduct", program.conduct().len());
            if let Ok(texts) = Texts::load() {
                out::print_line(&texts.localizer(lang).plain(&ok));
            }
            ExitCode::SUCCESS
        }
        Err(faults) => {
            for fault in faults {
                out::print_line(&format!(
                    "{}:{}: {}: {}",
                    file.display(),
                    fault.line,
                    fault.key,
                    fault.problem
                ));
            }
            ExitCode::FAILURE
        }
    }
}

/// The lines of the program card.
fn card_text(program: &Program, localizer: &Localizer) -> String {
    let mut card = CardText { localizer, lines: Vec::new() };
    let (name, currency) = (program.name(), program.currency());
    card.lines.push(format!("{name} ({}, {}, {currency})", program.network_id(), program.id()));
    let said = |sentence: &Message| localizer.plain(sentence);
    let cited =
        |text: String, citation: &Citation| format!("{text} [{}]", citation_text(citation, localizer));
    card.part(CardPart::Figures, program.figures(None).iter().map(|f| cited(said(&f.message), &f.citation)));
    card.part(
        CardPart::Tables,
        program.tables().iter().map(|table| {
            let until = table.until_message().map(|until| format!(" {}", said(&until))).unwrap_or_default();
            cited(format!("{}{until}", said(&table.message())), &table.citation)
        }),
    );
    let classes = program.comparison(Clock::system().today()).into_iter().map(|(class, sentences)| {
        let sentences: Vec<String> = sentences.iter().map(said).collect();
        format!(
            "{}: {}",
            localizer.format_value(&Argument::Term(class.key().to_owned())),
            sentences.join(" ")
        )
    });
    card.part(CardPart::Classes, classes);
    card.part(
        CardPart::Traffic,
        program.traffic_sources().map(|(source, permission)| {
            let word = |key: &str| localizer.format_value(&Argument::Term(key.to_owned()));
            format!("{}: {}", word(source.key()), word(permission.key()))
        }),
    );
    let region = program.region().map(|(region, citation)| cited(said(&region.message()), citation));
    let notes = program.standing_notes();
    let notes = notes.iter().map(|note| cited(said(&note.message), &note.source));
    card.part(CardPart::Standing, region.into_iter().chain(notes));
    card.part(CardPart::Conduct, program.conduct().iter().map(|(_, s, source)| cited(said(s), source)));
    card.part(
        CardPart::Indicators,
        program.indicators().iter().map(|i| cited(said(&i.message), &i.citation)),
    );
    card.lines.join("\n")
}

struct CardText<'a> {
    localizer: &'a Localizer,
    lines: Vec<String>,
}

impl CardText<'_> {
    /// Adds a heading with its lines; an empty part says that it is not known.
    fn part(&mut self, part: CardPart, lines: impl Iterator<Item = String>) {
        self.lines.extend([String::new(), self.localizer.text(part.key())]);
        let before = self.lines.len();
        self.lines.extend(lines.map(|line| format!(" • {line}")));
        if self.lines.len() == before {
            self.lines.push(format!(" • {}", self.localizer.text(CardPart::NotKnown.key())));
        }
    }
}

fn citation_text(citation: &Citation, localizer: &Localizer) -> String {
    match citation.date {
        Some(date) => format!("{}, {}", citation.text(), localizer.format_value(&Argument::Date(date))),
        None => citation.text(),
    }
}

pub(super) fn citation_json(citation: &Citation) -> Json {
    json!({
        "document": citation.document,
        "section": citation.section,
        "date": citation.date.map(|date| date.to_string()),
    })
}

fn program_json(program: &Program, localizer: &Localizer) -> Json {
    let number = |value: &Argument| match value {
        Argument::Money(money) => money.amount.to_string(),
        Argument::Percent(percent) => percent.0.normalize().to_string(),
        Argument::Number(number) => number.normalize().to_string(),
        other => localizer.format_value(other),
    };
    let texts = |sentences: &[Message]| sentences.iter().map(|s| localizer.plain(s)).collect::<Vec<_>>();
    let list = |values: &mut dyn Iterator<Item = Json>| Json::Array(values.collect());
    let figures = program.figures(None);
    let tables = program.tables();
    let notes = program.standing_notes();
    json!({
        "campaign": program.network_id(),
        "id": program.id(),
        "name": program.name(),
        "currency": program.currency().code(),
        "figures": list(&mut figures.iter().map(|f| json!({
            "kind": f.kind.name(),
            "value": number(&f.value),
            "text": localizer.plain(&f.message),
            "source": citation_json(&f.citation),
        }))),
        "tables": list(&mut tables.iter().map(|t| json!({
            "name": t.name,
            "valid_from": t.valid_from.to_string(),
            "valid_until": t.valid_until.map(|until| until.to_string()),
            "low": t.span.map(|(low, _)| low.0.normalize().to_string()),
            "high": t.span.map(|(_, high)| high.0.normalize().to_string()),
            "increase_cap": t.increase_cap.map(|cap| cap.amount.to_string()),
            "source": citation_json(&t.citation),
        }))),
        "classes": list(&mut program.comparison(Clock::system().today()).iter().map(|(class, sentences)| json!({
            "class": class.name(),
            "texts": texts(sentences),
        }))),
        "traffic": list(&mut program.traffic_sources().map(|(source, permission)| json!({
            "source": source.name(),
            "permission": permission.name(),
        }))),
        "region": program.region().map(|(region, citation)| {
            let (kind, countries) = match region {
                Region::Only(countries) => ("only", countries),
                Region::AllExcept(countries) => ("except", countries),
            };
            let countries: Vec<&str> = countries.iter().map(|country| country.code()).collect();
            json!({ kind: countries, "source": citation_json(citation) })
        }),
        "standing": list(&mut notes.iter().map(|note| json!({
            "code": note.code.name(),
            "text": localizer.plain(&note.message),
            "source": citation_json(&note.source),
        }))),
        "conduct": list(&mut program.conduct().iter().map(|(rule, sentence, citation)| json!({
            "rule": rule.name(),
            "text": localizer.plain(sentence),
            "source": citation_json(citation),
        }))),
        "indicators": list(&mut program.indicators().iter().map(|i| json!({
            "kind": i.kind.name(),
            "clicks_above": i.clicks_above,
            "cr_below": i.cr_below.map(|cr| cr.0.normalize().to_string()),
            "text": localizer.plain(&i.message),
            "source": citation_json(&i.citation),
        }))),
    })
}

//! `dealink program`: which programs are known, what their files say, and whether a file is right.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value as Json, json};

use super::out;
use crate::config::{Fault, Programs, Sources};
use crate::text::{Speaker, Texts};
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::{Sentence, Value};
use dealink_program::{CardPart, Citation, Program, Region};

/// Arguments of `program`.
#[derive(clap::Subcommand)]
pub(super) enum Command {
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

/// Does one of them.
pub(super) fn run(command: &Command, sources: &Sources) -> ExitCode {
    let lang = out::language(sources);
    match command {
        Command::Check { file } => check(file, lang),
        Command::List => match Programs::of(sources) {
            Ok(programs) => {
                for program in programs.all() {
                    let (id, name, currency) = (program.id(), program.name(), program.currency());
                    out::line(&format!("{}\t{id}\t{name}\t{currency}", program.admitad_id()));
                }
                ExitCode::SUCCESS
            }
            Err(faults) => out::faults(&faults, sources),
        },
        Command::Show { program, json, language } => {
            let program = match chosen(program.as_deref(), sources) {
                Ok(program) => program,
                Err(status) => return status,
            };
            let Ok(texts) = Texts::load() else { return ExitCode::FAILURE };
            let speak = texts.of(language.unwrap_or(lang));
            if *json {
                out::line(&to_json(&program, speak).to_string());
            } else {
                out::line(&card(&program, speak));
            }
            ExitCode::SUCCESS
        }
    }
}

/// The program that somebody asked for by number, id or file; without a wish, the one that is set.
///
/// # Errors
/// The exit status, after what is wrong was said.
pub(super) fn chosen(wish: Option<&str>, sources: &Sources) -> Result<Program, ExitCode> {
    let faults = |faults: Vec<Fault>| out::faults(&faults, sources);
    // A file is read even where the settings name others that are wrong: it is not theirs.
    let as_file = |wish: &str| {
        Program::check(&read(Path::new(wish))?).map_err(|faults| {
            for fault in faults {
                out::complain(&format!("{wish}:{}: {}: {}", fault.line, fault.key, fault.problem));
            }
            ExitCode::from(out::USAGE)
        })
    };
    if let Some(file) = wish.filter(|wish| Path::new(wish).is_file()) {
        return as_file(file);
    }
    let programs = Programs::of(sources).map_err(faults)?;
    let Some(wish) = wish else { return programs.set(sources).map_err(faults) };
    match wish.parse::<u64>() {
        Ok(campaign) => programs.get(campaign).cloned().ok_or_else(|| {
            let none = Sentence::new("operator-program-none").with("campaign", campaign.to_string());
            out::stop(&none, out::language(sources), out::USAGE)
        }),
        Err(_) => match programs.all().iter().find(|program| program.id() == wish) {
            Some(program) => Ok(program.clone()),
            None => as_file(wish),
        },
    }
}

fn read(file: &Path) -> Result<String, ExitCode> {
    std::fs::read_to_string(file).map_err(|error| {
        out::complain(&format!("{}: {error}", file.display()));
        ExitCode::from(out::USAGE)
    })
}

fn check(file: &Path, lang: Lang) -> ExitCode {
    let text = match read(file) {
        Ok(text) => text,
        Err(status) => return status,
    };
    match Program::check(&text) {
        Ok(program) => {
            let ok = Sentence::new("operator-program-ok")
                .with("name", program.name())
                .with("id", program.id())
                .with("campaign", program.admitad_id().to_string())
                .with("currency", program.currency().code())
                .with("tables", program.tables().len())
                .with("figures", program.figures(None).len())
                .with("overrides", program.overrides())
                .with("conduct", program.conduct().len());
            if let Ok(texts) = Texts::load() {
                out::line(&texts.of(lang).plain(&ok));
            }
            ExitCode::SUCCESS
        }
        Err(faults) => {
            for fault in faults {
                out::line(&format!("{}:{}: {}: {}", file.display(), fault.line, fault.key, fault.problem));
            }
            ExitCode::FAILURE
        }
    }
}

/// The card, as lines of text.
fn card(program: &Program, speak: &Speaker) -> String {
    let mut card = Card { speak, lines: Vec::new() };
    let (name, currency) = (program.name(), program.currency());
    card.lines.push(format!("{name} ({}, {}, {currency})", program.admitad_id(), program.id()));
    let said = |sentence: &Sentence| speak.plain(sentence);
    let cited = |text: String, citation: &Citation| format!("{text} [{}]", cite(citation, speak));
    card.part(CardPart::Figures, program.figures(None).iter().map(|f| cited(said(&f.sentence), &f.citation)));
    card.part(
        CardPart::Tables,
        program.tables().iter().map(|table| {
            let until = table.until().map(|until| format!(" {}", said(&until))).unwrap_or_default();
            cited(format!("{}{until}", said(&table.sentence())), &table.citation)
        }),
    );
    let classes = program.comparison(Clock::system().today()).into_iter().map(|(class, sentences)| {
        let sentences: Vec<String> = sentences.iter().map(said).collect();
        format!("{}: {}", speak.value(&Value::Term(class.key().to_owned())), sentences.join(" "))
    });
    card.part(CardPart::Classes, classes);
    card.part(
        CardPart::Traffic,
        program.traffic_sources().map(|(source, permission)| {
            let word = |key: &str| speak.value(&Value::Term(key.to_owned()));
            format!("{}: {}", word(source.key()), word(permission.key()))
        }),
    );
    let region = program.region().map(|(region, citation)| cited(said(&region.sentence()), citation));
    let notes = program.standing_notes();
    let notes = notes.iter().map(|note| cited(said(&note.sentence), &note.source));
    card.part(CardPart::Standing, region.into_iter().chain(notes));
    card.part(CardPart::Conduct, program.conduct().iter().map(|(_, s, source)| cited(said(s), source)));
    card.part(
        CardPart::Indicators,
        program.indicators().iter().map(|i| cited(said(&i.sentence), &i.citation)),
    );
    card.lines.join("\n")
}

struct Card<'a> {
    speak: &'a Speaker,
    lines: Vec<String>,
}

impl Card<'_> {
    /// A heading with its lines; a part of which nothing is known says so.
    fn part(&mut self, part: CardPart, lines: impl Iterator<Item = String>) {
        self.lines.extend([String::new(), self.speak.word(part.key())]);
        let before = self.lines.len();
        self.lines.extend(lines.map(|line| format!(" • {line}")));
        if self.lines.len() == before {
            self.lines.push(format!(" • {}", self.speak.word(CardPart::NotKnown.key())));
        }
    }
}

fn cite(citation: &Citation, speak: &Speaker) -> String {
    match citation.date {
        Some(date) => format!("{}, {}", citation.text(), speak.value(&Value::Date(date))),
        None => citation.text(),
    }
}

/// Where something is written.
pub(super) fn cited_json(citation: &Citation) -> Json {
    json!({
        "document": citation.document,
        "section": citation.section,
        "date": citation.date.map(|date| date.to_string()),
    })
}

fn to_json(program: &Program, speak: &Speaker) -> Json {
    let number = |value: &Value| match value {
        Value::Money(money) => money.amount.to_string(),
        Value::Percent(percent) => percent.0.normalize().to_string(),
        Value::Number(number) => number.normalize().to_string(),
        other => speak.value(other),
    };
    let texts = |sentences: &[Sentence]| sentences.iter().map(|s| speak.plain(s)).collect::<Vec<_>>();
    let list = |values: &mut dyn Iterator<Item = Json>| Json::Array(values.collect());
    let figures = program.figures(None);
    let tables = program.tables();
    let notes = program.standing_notes();
    json!({
        "campaign": program.admitad_id(),
        "id": program.id(),
        "name": program.name(),
        "currency": program.currency().code(),
        "figures": list(&mut figures.iter().map(|f| json!({
            "kind": f.kind.name(),
            "value": number(&f.value),
            "text": speak.plain(&f.sentence),
            "source": cited_json(&f.citation),
        }))),
        "tables": list(&mut tables.iter().map(|t| json!({
            "name": t.name,
            "valid_from": t.valid_from.to_string(),
            "valid_until": t.valid_until.map(|until| until.to_string()),
            "low": t.span.map(|(low, _)| low.0.normalize().to_string()),
            "high": t.span.map(|(_, high)| high.0.normalize().to_string()),
            "increase_cap": t.increase_cap.map(|cap| cap.amount.to_string()),
            "source": cited_json(&t.citation),
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
            json!({ kind: countries, "source": cited_json(citation) })
        }),
        "standing": list(&mut notes.iter().map(|note| json!({
            "code": note.code,
            "text": speak.plain(&note.sentence),
            "source": cited_json(&note.source),
        }))),
        "conduct": list(&mut program.conduct().iter().map(|(rule, sentence, citation)| json!({
            "rule": rule.name(),
            "text": speak.plain(sentence),
            "source": cited_json(citation),
        }))),
        "indicators": list(&mut program.indicators().iter().map(|i| json!({
            "kind": i.kind.name(),
            "clicks_above": i.clicks_above,
            "cr_below": i.cr_below.map(|cr| cr.0.normalize().to_string()),
            "text": speak.plain(&i.sentence),
            "source": cited_json(&i.citation),
        }))),
    })
}

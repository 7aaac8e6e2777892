//! `dealink program`: lists programs, shows what their files say, and checks a file.

mod print;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dealink_core::bounded_file::{self, MOST_SETTINGS_BYTES};
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::Message;
use dealink_program::{Program, ProgramFileError};

use super::out::{self, CommandResult};
use crate::config::{KnownPrograms, SettingError, SettingSources};
use crate::text::Texts;
use print::{card_text, program_json};

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

pub(super) fn run(command: &ProgramCommand, sources: &SettingSources) -> CommandResult {
    let lang = out::operator_language(sources);
    match command {
        ProgramCommand::Check { file } => return check_file(file, lang),
        ProgramCommand::List => {
            let programs = KnownPrograms::load(sources);
            let programs = programs.map_err(|errors| out::print_setting_errors(&errors, sources))?;
            for program in programs.as_slice() {
                let (id, name, currency) = (program.id(), program.name(), program.currency());
                out::print_line(&format!("{}\t{id}\t{name}\t{currency}", program.network_id()));
            }
        }
        ProgramCommand::Show { program, json, language } => {
            let program = choose_program(program.as_deref(), sources)?;
            let texts = out::load_texts()?;
            let localizer = texts.localizer(language.unwrap_or(lang));
            let today = Clock::system().today();
            out::print_line(&match json {
                true => program_json(&program, today, localizer).to_string(),
                false => card_text(&program, today, localizer),
            });
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The program that was asked for by number, id or file; else the configured one.
///
/// # Errors
/// The exit status, after the error was printed.
pub(super) fn choose_program(wish: Option<&str>, sources: &SettingSources) -> Result<Program, ExitCode> {
    let faults = |faults: Vec<SettingError>| out::print_setting_errors(&faults, sources);
    // A file given here is read even when the settings name broken ones.
    let as_file = |wish: &str| {
        Program::check(&read_file(Path::new(wish))?).map_err(|errors| {
            for error in errors {
                out::print_error(&describe_error(Path::new(wish), &error));
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
    bounded_file::read_text(file, MOST_SETTINGS_BYTES).map_err(|error| {
        out::print_error(&format!("{}: {error}", file.display()));
        ExitCode::from(out::EXIT_USAGE)
    })
}

fn describe_error(file: &Path, error: &ProgramFileError) -> String {
    format!("{}:{}: {}: {}", file.display(), error.line, error.key, error.problem)
}

fn check_file(file: &Path, lang: Lang) -> CommandResult {
    match Program::check(&read_file(file)?) {
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
            Ok(ExitCode::SUCCESS)
        }
        Err(errors) => {
            for error in errors {
                out::print_line(&describe_error(file, &error));
            }
            Err(ExitCode::FAILURE)
        }
    }
}

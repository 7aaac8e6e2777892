//! What a command reads from the terminal and prints there.

use std::fmt::Display;
use std::io::{BufRead, Write};
use std::process::ExitCode;

use dealink_core::lang::Lang;
use dealink_core::message::Message;
use dealink_links::unescape_line;
use serde_json::{Value as Json, json};

use crate::config::{SettingError, SettingSources};
use crate::text::{Localizer, Texts};

/// The exit status for settings or arguments that are missing or wrong.
pub(super) const EXIT_USAGE: u8 = 2;

/// The exit status of a command; as an error, after what is wrong was printed.
pub(super) type CommandResult = Result<ExitCode, ExitCode>;

/// Prints a line to standard output. A closed pipe is no error.
pub(super) fn print_line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
}

pub(super) fn print_error(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "{text}");
}

/// Prints an error and gives the status of a command that failed.
pub(super) fn fail(error: impl Display) -> ExitCode {
    print_error(&error.to_string());
    ExitCode::FAILURE
}

/// The texts, or the status after it was printed why they cannot be loaded.
pub(super) fn load_texts() -> Result<Texts, ExitCode> {
    Texts::load().map_err(fail)
}

/// The operator's language: the configured default, else the terminal's, else English.
pub(super) fn operator_language(sources: &SettingSources) -> Lang {
    let set = sources.explicit_value("DEALINK_DEFAULT_LANGUAGE").and_then(|text| text.parse().ok());
    let of_terminal = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| Lang::from_tag(&std::env::var(name).ok()?))
    };
    set.or_else(of_terminal).unwrap_or(Lang::En)
}

/// Prints all missing and wrong settings, each with the place to find its value.
pub(super) fn print_setting_errors(errors: &[SettingError], sources: &SettingSources) -> ExitCode {
    let Ok(texts) = Texts::load() else { return ExitCode::from(EXIT_USAGE) };
    let localizer = texts.localizer(operator_language(sources));
    let mut lines = vec![localizer.plain(&Message::new("operator-faults").with("count", errors.len()))];
    for error in errors {
        lines.push(format!("\n  {} {}", error.setting, localizer.plain(&error.message)));
        let place = format!("operator-where-{}", error.setting.replace('.', "-"));
        lines.extend(localizer.find_text(&place).map(|place| format!("    {place}")));
    }
    print_error(&lines.join("\n"));
    ExitCode::from(EXIT_USAGE)
}

/// Prints a message to standard error and returns the exit status.
pub(super) fn print_failure(message: &Message, lang: Lang, status: u8) -> ExitCode {
    if let Ok(texts) = Texts::load() {
        print_error(&texts.localizer(lang).plain(message));
    }
    ExitCode::from(status)
}

/// Prints the results of a command as text, or as JSON for scripts.
pub(super) struct Printer<'a> {
    pub(super) localizer: &'a Localizer,
    pub(super) json: bool,
}

impl Printer<'_> {
    /// Prints a message where the output is text.
    pub(super) fn print(&self, message: &Message) {
        if !self.json {
            print_line(&self.localizer.plain(message));
        }
    }

    pub(super) fn print_error(&self, message: &Message) {
        print_error(&self.localizer.plain(message));
    }

    /// Prints a result in the one form or the other.
    pub(super) fn print_result(&self, json: impl FnOnce() -> Json, message: &Message) {
        match self.json {
            true => print_line(&json().to_string()),
            false => self.print(message),
        }
    }

    /// Says why a command was not carried out; `note` follows in the text.
    pub(super) fn print_refusal(&self, why: &Message, note: Option<String>) {
        let why = self.localizer.plain(why);
        match self.json {
            true => print_line(&json!({ "state": "refused", "why": why }).to_string()),
            false => print_error(&[why].into_iter().chain(note).collect::<Vec<_>>().join("\n")),
        }
    }
}

/// Calls `with` for each line of standard input until that ends. `\n`, `\t` and `\\` in the input are escapes.
pub(super) fn for_each_message(mut with: impl FnMut(&str)) -> ExitCode {
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        match input.read_until(b'\n', &mut line) {
            Ok(0) => return ExitCode::SUCCESS,
            Ok(_) => {}
            Err(error) => return fail(error),
        }
        // Bytes that are not UTF-8 become replacement characters and do not end the input.
        let text = String::from_utf8_lossy(&line);
        with(&unescape_line(text.trim_end_matches(['\n', '\r'])));
    }
}

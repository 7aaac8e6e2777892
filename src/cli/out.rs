//! Output to the terminal.

use std::io::Write;
use std::process::ExitCode;

use dealink_core::lang::Lang;
use dealink_core::message::Message;

use crate::config::{SettingError, SettingSources};
use crate::text::Texts;

/// The exit status for settings or arguments that are missing or wrong.
pub(super) const EXIT_USAGE: u8 = 2;

/// Prints a line to standard output. A closed pipe is no error.
pub(super) fn print_line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
}

/// Prints a line to standard error.
pub(super) fn print_error(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "{text}");
}

/// Loads the texts, or prints why they cannot be loaded and gives the exit status.
pub(super) fn load_texts() -> Result<Texts, ExitCode> {
    Texts::load().map_err(|error| {
        print_error(&error.to_string());
        ExitCode::FAILURE
    })
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
pub(super) fn print_setting_errors(faults: &[SettingError], sources: &SettingSources) -> ExitCode {
    let Ok(texts) = Texts::load() else { return ExitCode::from(EXIT_USAGE) };
    let localizer = texts.localizer(operator_language(sources));
    let mut lines = vec![localizer.plain(&Message::new("operator-faults").with("count", faults.len()))];
    for fault in faults {
        lines.push(format!("\n  {} {}", fault.setting, localizer.plain(&fault.message)));
        if let Some(found) =
            localizer.find_text(&format!("operator-where-{}", fault.setting.replace('.', "-")))
        {
            lines.push(format!("    {found}"));
        }
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

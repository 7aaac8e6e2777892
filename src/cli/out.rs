//! What goes to the terminal.

use std::io::Write;
use std::process::ExitCode;

use crate::config::{Fault, Sources};
use crate::text::Texts;
use dealink_core::lang::Lang;
use dealink_core::message::Sentence;

/// The exit status for settings or arguments that are missing or wrong.
pub(super) const USAGE: u8 = 2;

/// A line to standard output. A reader that went away is no fault of ours.
pub(super) fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
}

/// A line to standard error.
pub(super) fn complain(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "{text}");
}

/// The operator's language: the default language where it is set, else the terminal's, else English.
pub(super) fn language(sources: &Sources) -> Lang {
    let set = sources.given("DEALINK_DEFAULT_LANGUAGE").and_then(|text| text.parse().ok());
    let of_terminal = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| Lang::from_tag(&std::env::var(name).ok()?))
    };
    set.or_else(of_terminal).unwrap_or(Lang::En)
}

/// Everything that is missing or wrong, in one message, each with where its value is found.
pub(super) fn faults(faults: &[Fault], sources: &Sources) -> ExitCode {
    let Ok(texts) = Texts::load() else { return ExitCode::from(USAGE) };
    let speak = texts.of(language(sources));
    let mut lines = vec![speak.plain(&Sentence::new("operator-faults").with("count", faults.len()))];
    for fault in faults {
        lines.push(format!("\n  {} {}", fault.setting, speak.plain(&fault.sentence)));
        if let Some(found) = speak.key(&format!("operator-where-{}", fault.setting.replace('.', "-"))) {
            lines.push(format!("    {found}"));
        }
    }
    complain(&lines.join("\n"));
    ExitCode::from(USAGE)
}

/// A sentence as an error, with an exit status.
pub(super) fn stop(sentence: &Sentence, lang: Lang, status: u8) -> ExitCode {
    if let Ok(texts) = Texts::load() {
        complain(&texts.of(lang).plain(sentence));
    }
    ExitCode::from(status)
}

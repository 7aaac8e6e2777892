//! The programs that are known: the built-in ones, and those of the operator's own files.

use std::path::{Path, PathBuf};

use super::{SettingError, SettingSources};
use dealink_core::bounded_file::{self, MOST_SETTINGS_BYTES};
use dealink_core::message::Message;
use dealink_program::Program;

const PROGRAM_FILES: &str = "DEALINK_PROGRAM_FILES";
const CAMPAIGN_ID: &str = "ADMITAD_CAMPAIGN_ID";

/// Every program that is known, each campaign once.
#[derive(Clone, Debug)]
pub struct KnownPrograms(Vec<Program>);

impl KnownPrograms {
    /// The built-in programs and those of `DEALINK_PROGRAM_FILES`. Such a file replaces a built-in program with the
    /// same campaign.
    ///
    /// # Errors
    /// Everything that is wrong with the files.
    pub fn load(sources: &SettingSources) -> Result<KnownPrograms, Vec<SettingError>> {
        let fault = |sentence| SettingError { setting: PROGRAM_FILES, message: sentence };
        let paths =
            sources.value(PROGRAM_FILES).map_err(|sentence| vec![fault(sentence)])?.unwrap_or_default();
        let mut faults = Vec::new();
        let mut given: Vec<Program> = Vec::new();
        for path in paths.split(',').flat_map(std::env::split_paths) {
            let path = PathBuf::from(path.to_string_lossy().trim());
            if path.as_os_str().is_empty() {
                continue;
            }
            match load_program(&path) {
                Ok(program) if given.iter().any(|known| known.network_id() == program.network_id()) => {
                    let twice = Message::new("operator-fault-program-twice");
                    let twice = twice.with("file", path.display().to_string());
                    faults.push(fault(twice.with("campaign", program.network_id().to_string())));
                }
                Ok(program) => given.push(program),
                Err(wrong) => faults.extend(wrong.into_iter().map(fault)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut programs = Program::builtins();
        programs.retain(|builtin| given.iter().all(|own| own.network_id() != builtin.network_id()));
        programs.extend(given);
        Ok(KnownPrograms(programs))
    }

    pub fn as_slice(&self) -> &[Program] {
        &self.0
    }

    pub fn get(&self, campaign: u64) -> Option<&Program> {
        self.0.iter().find(|program| u64::from(program.network_id()) == campaign)
    }

    /// The program that `ADMITAD_CAMPAIGN_ID` selects.
    ///
    /// # Errors
    /// When no file describes it.
    pub fn selected(&self, sources: &SettingSources) -> Result<Program, Vec<SettingError>> {
        let fault = |message| vec![SettingError { setting: CAMPAIGN_ID, message }];
        let campaign = sources.value(CAMPAIGN_ID).map_err(fault)?.unwrap_or_default();
        let number = campaign.parse().map_err(|_| fault(Message::new("operator-fault-number")))?;
        let program = self.get(number);
        program.cloned().ok_or_else(|| {
            fault(Message::new("operator-fault-program-none").with("campaign", number.to_string()))
        })
    }
}

/// Returns one message for each error in the file.
fn load_program(path: &Path) -> Result<Program, Vec<Message>> {
    let file = || path.display().to_string();
    let text = bounded_file::read_text(path, MOST_SETTINGS_BYTES).map_err(|error| {
        let unread = Message::new("operator-fault-program-read");
        vec![unread.with("file", file()).with("what", error.to_string())]
    })?;
    Program::check(&text).map_err(|faults| {
        let wrong = faults.into_iter().map(|fault| {
            Message::new("operator-fault-program-file")
                .with("file", file())
                .with("place", format!("{}: {}", fault.line, fault.key))
                .with("what", fault.problem.to_string())
        });
        wrong.collect()
    })
}

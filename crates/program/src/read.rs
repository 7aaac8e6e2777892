//! Reads a program file. All errors are collected, so that a file can be corrected in one go.

use crate::file::ProgramFile;
use crate::file_error::{FileProblem, ProgramFileError};
use crate::reader::ProgramReader;
use crate::rules::Program;

impl Program {
    /// Reads a program file.
    ///
    /// # Errors
    /// All errors with line and key, in the order of the file. Where the text is not TOML or has not the format of a program file,
    /// only the first such error.
    pub fn check(text: &str) -> Result<Program, Vec<ProgramFileError>> {
        let file: ProgramFile = toml::from_str(text).map_err(|error: toml::de::Error| {
            let offset = error.span().map_or(0, |span| span.start);
            vec![ProgramFileError::at_offset(text, offset, FileProblem::Shape(error.message().to_owned()))]
        })?;
        let reader = ProgramReader::new(text, &file);
        let program = reader.program(&file);
        let errors = reader.into_errors();
        if errors.is_empty() { Ok(program) } else { Err(errors) }
    }

    /// Reads a program file.
    ///
    /// # Errors
    /// The first error, with its line and key.
    pub fn parse(text: &str) -> Result<Program, ProgramFileError> {
        Program::check(text).map_err(|mut errors| errors.remove(0))
    }
}

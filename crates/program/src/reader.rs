//! Reads a program file, also one that is compiled in. All errors are collected, so that a file can be corrected in one go.

use std::cell::RefCell;
use std::collections::BTreeMap;

use dealink_core::money::{Currency, Decimal, Percent};
use jiff::civil::Date;
use toml::Spanned;

use crate::file::{Cited, ProgramFile};
use crate::file_error::{FileProblem, ProgramFileError};
use crate::rules::{Citation, Program, TableRate};
use crate::value::{DecimalText, RateCell, TomlDate};

pub(crate) const ALIEXPRESS_TR: &str = include_str!("../../../programs/aliexpress-tr.toml");
pub(crate) const ALIEXPRESS_WW: &str = include_str!("../../../programs/aliexpress-ww.toml");
pub(crate) const ALIEXPRESS_RU_CIS: &str = include_str!("../../../programs/aliexpress-ru-cis.toml");

/// Turns the file's sections into rules and collects errors. The text is needed to find lines.
pub(crate) struct ProgramReader<'a> {
    text: &'a str,
    pub(crate) currency: Currency,
    /// Titles and dates of the documents.
    sources: BTreeMap<&'a str, (&'a str, Option<Date>)>,
    errors: RefCell<Vec<ProgramFileError>>,
}

pub(crate) type Checked<T> = Result<T, ProgramFileError>;

impl<'a> ProgramReader<'a> {
    pub(crate) fn new(text: &'a str, file: &'a ProgramFile) -> ProgramReader<'a> {
        let (sources, errors) = (BTreeMap::new(), RefCell::default());
        let mut reader = ProgramReader { text, currency: file.currency, sources, errors };
        for (name, source) in &file.sources {
            let date = source.date.as_ref().and_then(|date| reader.collect_error(reader.day(date)));
            reader.sources.insert(name.as_str(), (source.title.as_str(), date));
        }
        reader
    }

    /// The collected errors in the order of the file.
    pub(crate) fn into_errors(self) -> Vec<ProgramFileError> {
        let mut errors = self.errors.into_inner();
        errors.sort_by_key(|error| error.line);
        errors
    }

    pub(crate) fn error_at<T, S>(&self, at: &Spanned<S>, problem: FileProblem) -> Checked<T> {
        Err(ProgramFileError::at_offset(self.text, at.span().start, problem))
    }

    /// The value, or `None` after the error was added to the list.
    pub(crate) fn collect_error<T>(&self, checked: Checked<T>) -> Option<T> {
        checked.map_err(|error| self.errors.borrow_mut().push(error)).ok()
    }

    pub(crate) fn day(&self, day: &TomlDate) -> Checked<Date> {
        let date = match day.get_ref() {
            toml::value::Datetime { date: Some(date), time: None, offset: None } => {
                // Years and days of TOML fit the types; `Date::new` refuses days that are not in the calendar.
                i16::try_from(date.year)
                    .ok()
                    .zip(i8::try_from(date.month).ok().zip(i8::try_from(date.day).ok()))
                    .and_then(|(year, (month, day))| Date::new(year, month, day).ok())
            }
            _ => None,
        };
        match date {
            Some(date) => Ok(date),
            None => self.error_at(day, FileProblem::NotADate),
        }
    }

    pub(crate) fn cite(&self, source: &Spanned<String>, section: &str) -> Checked<Citation> {
        match self.sources.get(source.get_ref().as_str()) {
            Some((title, date)) => {
                Ok(Citation { document: (*title).to_owned(), section: section.to_owned(), date: *date })
            }
            None => self.error_at(source, FileProblem::NoSuchSource(source.get_ref().clone())),
        }
    }

    /// The citation, or `None` after the error was added to the list.
    pub(crate) fn citation(&self, source: &Spanned<String>, section: &str) -> Option<Citation> {
        self.collect_error(self.cite(source, section))
    }

    pub(crate) fn cited(&self, cited: &Option<Cited>) -> Option<Citation> {
        cited.as_ref().and_then(|c| self.citation(&c.source, &c.section))
    }

    fn between<T>(&self, at: &Spanned<T>, value: Decimal) -> Checked<Percent> {
        let percent = Percent(value);
        if !percent.is_plausible() {
            return self.error_at(at, FileProblem::NotAPercentage(value));
        }
        Ok(percent)
    }

    pub(crate) fn percent(&self, number: &Spanned<DecimalText>) -> Checked<Percent> {
        self.between(number, number.get_ref().0)
    }

    pub(crate) fn rate(&self, cell: &Spanned<RateCell>) -> Checked<TableRate> {
        match *cell.get_ref() {
            RateCell::Unknown => Ok(TableRate::Unknown),
            RateCell::Rate(rate) => self.between(cell, rate).map(TableRate::Exact),
            RateCell::Between(low, high) if low > high => self.error_at(cell, FileProblem::LowAboveHigh),
            RateCell::Between(low, high) => {
                Ok(TableRate::Between(self.between(cell, low)?, self.between(cell, high)?))
            }
        }
    }

    pub(crate) fn not_negative(&self, number: &Spanned<DecimalText>) -> Checked<Decimal> {
        let value = number.get_ref().0;
        if value < Decimal::ZERO {
            return self.error_at(number, FileProblem::Negative(value));
        }
        Ok(value)
    }
}

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
    /// AliExpress TR, from the file that is compiled in.
    pub fn builtin() -> Program {
        Program::parse(ALIEXPRESS_TR).expect("the built-in program file is read by a test")
    }

    /// The programs that are compiled in: AliExpress TR, WW, and RU&CIS.
    pub fn builtins() -> Vec<Program> {
        let read = |text| Program::parse(text).expect("the built-in program files are read by a test");
        [ALIEXPRESS_TR, ALIEXPRESS_WW, ALIEXPRESS_RU_CIS].map(read).into()
    }

    /// The built-in program with this number at its network.
    pub fn by_network_id(network_id: u32) -> Option<Program> {
        Program::builtins().into_iter().find(|program| program.network_id == network_id)
    }
}

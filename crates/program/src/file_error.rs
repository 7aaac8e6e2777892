//! Errors of a program file, with the line and key of each.

use dealink_core::money::Decimal;

use super::names::{Category, TrafficClass};

/// An error in a program file, which its author has to correct.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {key}: {problem}")]
pub struct ProgramFileError {
    /// Counted from 1.
    pub line: usize,
    /// The key with its table, such as `tables.percent.mobile_phone`; the table alone where the whole table is wrong.
    pub key: String,
    pub problem: FileProblem,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// Not TOML, an unknown or missing key, or a value of another kind.
    #[error("{0}")]
    Shape(String),
    #[error("a percentage is between 0 and 100, not {0}")]
    NotAPercentage(Decimal),
    #[error("not below zero, and this is {0}")]
    Negative(Decimal),
    #[error("no rate for the category {0}")]
    MissingCategory(Category),
    #[error("no rules for the class {0}")]
    MissingClass(TrafficClass),
    /// A date that is not in the calendar, or a time.
    #[error("a date is written like 2022-05-30")]
    NotADate,
    #[error("valid_until is before valid_from")]
    EndsBeforeItBegins,
    #[error("another table `{0}` is valid on the same day")]
    Overlap(String),
    #[error("there is no [sources.{0}]")]
    NoSuchSource(String),
    #[error("there is no table `{0}`")]
    NoSuchTable(String),
    #[error("either `only` or `except` names the countries")]
    RegionForm,
    #[error("low is above high")]
    LowAboveHigh,
}

impl ProgramFileError {
    /// An error at a byte offset of the text.
    pub(super) fn at_offset(text: &str, offset: usize, problem: FileProblem) -> Self {
        let mut table = String::new();
        let (mut start, mut line) = (0, 0);
        for row in text.split_inclusive('\n') {
            line += 1;
            let row_starts = start;
            start += row.len();
            let content = row.trim();
            if let Some(header) = content.strip_prefix('[') {
                let name: String = header.trim_start_matches('[').chars().take_while(|c| *c != ']').collect();
                table = name.trim().to_owned();
            }
            if offset < start {
                // A span may begin in the blanks before the row's text.
                debug_assert!(offset >= row_starts);
                let key = match content.split_once('=') {
                    Some((key, _)) if !content.starts_with(['[', '#']) => {
                        format!("{table}{}{}", if table.is_empty() { "" } else { "." }, key.trim())
                    }
                    _ => table,
                };
                return ProgramFileError { line, key, problem };
            }
        }
        ProgramFileError { line: line.max(1), key: table, problem }
    }
}

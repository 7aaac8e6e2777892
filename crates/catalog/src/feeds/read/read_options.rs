//! Options for reading a feed, for what cannot be detected from its content.

use std::fmt;
use std::str::FromStr;

use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};

use dealink_core::money::Currency;

/// The two formats of feeds. Google Merchant feeds are XML or CSV with other names of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedFormat {
    /// A table with a header.
    Csv,
    /// YML, RSS or Atom.
    Xml,
}

/// The text names no form of feeds.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a feed's form is csv or xml")]
pub struct NotAFormat;

impl FromStr for FeedFormat {
    type Err = NotAFormat;

    fn from_str(text: &str) -> Result<Self, NotAFormat> {
        match text {
            "csv" => Ok(FeedFormat::Csv),
            "xml" => Ok(FeedFormat::Xml),
            _ => Err(NotAFormat),
        }
    }
}

/// Settings of the operator for a feed; everything else is detected from the content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadOptions {
    pub format: Option<FeedFormat>,
    /// What separates the columns of a table.
    pub delimiter: Option<Delimiter>,
    /// The encoding of a file that does not name one.
    pub encoding: Option<Charset>,
    /// The currency of prices if neither the row nor the file names one.
    pub currency: Option<Currency>,
    /// Whether all of its products are Hot products.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hot: bool,
}

/// The character between columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Delimiter(pub(super) u8);

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a delimiter is one ASCII sign that is no letter, digit or quotation mark, or the word tab")]
pub struct InvalidDelimiter;

impl FromStr for Delimiter {
    type Err = InvalidDelimiter;

    fn from_str(text: &str) -> Result<Self, InvalidDelimiter> {
        match text.as_bytes() {
            b"tab" | b"\\t" | b"\t" => Ok(Delimiter(b'\t')),
            [sign] if sign.is_ascii_punctuation() && *sign != b'"' => Ok(Delimiter(*sign)),
            _ => Err(InvalidDelimiter),
        }
    }
}

impl TryFrom<String> for Delimiter {
    type Error = InvalidDelimiter;

    fn try_from(text: String) -> Result<Self, InvalidDelimiter> {
        text.parse()
    }
}

impl From<Delimiter> for String {
    fn from(delimiter: Delimiter) -> String {
        match delimiter.0 {
            b'\t' => "tab".to_owned(),
            sign => char::from(sign).to_string(),
        }
    }
}

/// An encoding by its name on the web.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Charset(pub(super) &'static Encoding);

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("an encoding is named as on the web: utf-8, windows-1254, utf-16le …")]
pub struct UnknownCharset;

impl FromStr for Charset {
    type Err = UnknownCharset;

    fn from_str(text: &str) -> Result<Self, UnknownCharset> {
        Encoding::for_label(text.as_bytes()).map(Charset).ok_or(UnknownCharset)
    }
}

impl TryFrom<String> for Charset {
    type Error = UnknownCharset;

    fn try_from(text: String) -> Result<Self, UnknownCharset> {
        text.parse()
    }
}

impl From<Charset> for String {
    fn from(charset: Charset) -> String {
        charset.0.name().to_ascii_lowercase()
    }
}

impl fmt::Debug for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

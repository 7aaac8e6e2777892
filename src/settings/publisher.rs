//! A publisher's settings. What is unset stays unset: no choice is made in the publisher's name.

use dealink_core::lang::Lang;
use dealink_core::money::Currency;
use dealink_program::TrafficSource;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The settings of one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Publisher {
    /// Until it is chosen, the language of the person's Telegram decides.
    pub language: Option<Lang>,
    /// The traffic source that the ad space was declared with.
    pub traffic: Option<TrafficSource>,
    /// The currency that estimates are shown in beside the program's.
    pub currency: Option<Currency>,
    /// The SubID on every link.
    pub subid: Option<String>,
    /// Whether links are shortened with the network's shortener.
    pub short_links: bool,
    /// Whether answers show an estimate.
    pub estimate: bool,
    /// Until it is chosen, such links are left alone and the bot asks.
    #[serde(rename = "others")]
    pub foreign_links: Option<ForeignLinks>,
    /// The day on which the ad space was approved into the program: traffic is under review for some days after it.
    pub joined: Option<Date>,
}

impl Default for Publisher {
    fn default() -> Self {
        Publisher {
            language: None,
            traffic: None,
            currency: None,
            subid: None,
            short_links: false,
            estimate: true,
            foreign_links: None,
            joined: None,
        }
    }
}

/// What is done with other publishers' affiliate links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForeignLinks {
    /// They are converted like any other link.
    Convert,
    /// They are left as they are.
    Leave,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the versions before the fields had their present names wrote it.
    const OLD_RECORD: &str = r#"{"language":"tr","traffic":"messenger","currency":"TRY","subid":"spring","short_links":true,
        "estimate":false,"others":"convert","joined":"2026-11-01"}"#;

    #[test]
    fn an_old_record_is_read_and_written_as_it_was() {
        let publisher: Publisher = serde_json::from_str(OLD_RECORD).unwrap();
        assert_eq!(publisher.foreign_links, Some(ForeignLinks::Convert));
        assert!(publisher.short_links && !publisher.estimate);
        let old: serde_json::Value = serde_json::from_str(OLD_RECORD).unwrap();
        assert_eq!(serde_json::to_value(&publisher).unwrap(), old);
    }

    #[test]
    fn a_record_without_later_fields_has_their_defaults() {
        assert_eq!(serde_json::from_str::<Publisher>("{}").unwrap(), Publisher::default());
    }
}

//! Forbidden ways to promote, and the figures at which the advertiser checks the traffic.
//!
//! Both are data of the program file; only the wording of their messages belongs to this crate's users.

use dealink_core::message::Message;
use dealink_core::money::Percent;

use crate::codes::{ConductRule, IndicatorKind};
use crate::rules::{Citation, Program};

/// A critical traffic indicator: on a day with more clicks than `clicks_above`, and a conversion below `cr_below`.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    pub kind: IndicatorKind,
    /// It applies to days with more clicks than this.
    pub clicks_above: u32,
    /// It applies below this conversion; `None`: when there is no order at all.
    pub cr_below: Option<Percent>,
    pub message: Message,
    pub citation: Citation,
}

impl Program {
    /// The rules of conduct in the program file, as messages with their sources.
    pub fn conduct(&self) -> Vec<(ConductRule, Message, Citation)> {
        let rule =
            |(rule, source): (&ConductRule, &Citation)| (*rule, Message::new(rule.key()), source.clone());
        self.conduct.iter().map(rule).collect()
    }

    /// The critical traffic indicators in the program file.
    pub fn indicators(&self) -> Vec<Indicator> {
        let indicators = self.indicators.iter().map(|(kind, rule)| {
            let message = Message::new(kind.key()).with("clicks", rule.clicks_above);
            let message = match rule.cr_below {
                Some(cr) => message.with("cr", cr),
                None => message,
            };
            Indicator {
                kind: *kind,
                clicks_above: rule.clicks_above,
                cr_below: rule.cr_below,
                message,
                citation: rule.source.clone(),
            }
        });
        indicators.collect()
    }
}

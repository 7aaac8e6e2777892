//! Rows and offers that are left out, and why.

use dealink_core::message::Sentence;

/// Faults that are kept with their words; of more, only their number.
const KEPT: usize = 300;

/// A row or an offer that was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The line on which it begins, from 1, in the unpacked text.
    pub line: u64,
    /// What is wrong with it.
    pub why: Sentence,
}

/// What can be wrong. Nothing of the row itself is told: it is somebody's text, and may be anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    NoId,
    NoLink,
    Link,
    Price,
    Columns,
    Quote,
    Long,
    Encoding,
    Markup,
    Unclosed,
}

impl Why {
    fn sentence(self) -> Sentence {
        Sentence::new(match self {
            Why::NoId => "feeds-fault-id",
            Why::NoLink => "feeds-fault-no-link",
            Why::Link => "feeds-fault-link",
            Why::Price => "feeds-fault-price",
            Why::Columns => "feeds-fault-columns",
            Why::Quote => "feeds-fault-quote",
            Why::Long => "feeds-fault-long",
            Why::Encoding => "feeds-fault-encoding",
            Why::Markup => "feeds-fault-markup",
            Why::Unclosed => "feeds-fault-unclosed",
        })
    }
}

/// The first faults, and how many there are.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) kept: Vec<Fault>,
    pub(super) count: u64,
}

impl Faults {
    pub(super) fn add(&mut self, line: u64, why: Why) {
        self.count += 1;
        if self.kept.len() < KEPT {
            self.kept.push(Fault { line, why: why.sentence() });
        }
    }
}

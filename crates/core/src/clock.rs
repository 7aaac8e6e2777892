//! The one file that reads the wall clock; all other code is given a [`Clock`].

use std::sync::Arc;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Tells the time. Cheap to clone.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Clock(Arc::new(Timestamp::now))
    }

    pub fn new(tell: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Clock(Arc::new(tell))
    }

    /// A clock that stands still, for tests and for the command line's `--date`.
    pub fn fixed(at: Timestamp) -> Self {
        Clock(Arc::new(move || at))
    }

    pub fn now(&self) -> Timestamp {
        (self.0)()
    }

    /// Today in UTC.
    pub fn today(&self) -> Date {
        self.now().to_zoned(TimeZone::UTC).date()
    }
}

//! The last good exchange rates, so that a start without the services still has some.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Where records are stored. A record is what this module wrote, byte for byte.
pub trait RateStore: Send + Sync {
    /// The record under a name; `None` where there is none that can be read.
    fn load(&self, name: &str) -> Option<Vec<u8>>;

    /// Puts a record in place of the one before. The error is the reason, for the log.
    fn save(&self, name: &str, record: Vec<u8>) -> Result<(), String>;
}

/// A store, or none: then nothing outlives the process.
#[derive(Clone)]
pub(super) struct RateRecords(pub(super) Option<Arc<dyn RateStore>>);

impl RateRecords {
    pub(super) fn load<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_slice(&self.0.as_ref()?.load(name)?).ok()
    }

    pub(super) fn save<T: Serialize>(&self, name: &str, rates: &T) {
        let Some(store) = &self.0 else { return };
        let record = serde_json::to_vec(rates).map_err(|error| error.to_string());
        if let Err(error) = record.and_then(|record| store.save(name, record)) {
            tracing::warn!(%error, "exchange rates could not be stored");
        }
    }
}

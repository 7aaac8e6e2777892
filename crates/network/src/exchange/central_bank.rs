//! Asking the central bank: one small document over HTTP, without a key.

use std::time::Duration;

use reqwest::header::USER_AGENT;
use tokio::time::timeout;
use url::Url;

use super::bulletin::{Bulletin, NotABulletin};

/// The document has about 20 kB.
const MAX_BYTES: usize = 1024 * 1024;
/// Callers stop waiting earlier; the answer then serves the next one.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
const AGENT: &str = concat!("dealink/", env!("CARGO_PKG_VERSION"));

#[derive(Clone)]
pub struct CentralBank {
    url: Url,
    http: reqwest::Client,
}

/// Why there is no bulletin.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum CentralBankError {
    #[error("the central bank is out of reach")]
    Unreachable,
    #[error("the central bank answered with status {0}")]
    Status(u16),
    #[error("the central bank did not answer in time")]
    Late,
    #[error("the central bank's answer is too long")]
    TooLong,
    #[error("the central bank's answer is no bulletin")]
    Unreadable,
}

impl CentralBank {
    /// The bulletin at this address, asked for through `http`, which follows no redirects.
    pub fn new(url: Url, http: reqwest::Client) -> Self {
        CentralBank { url, http }
    }

    pub(super) async fn fetch_bulletin(&self) -> Result<Bulletin, CentralBankError> {
        let document =
            timeout(REQUEST_TIMEOUT, self.fetch_document()).await.map_err(|_| CentralBankError::Late)??;
        Bulletin::parse(&document).map_err(|NotABulletin| CentralBankError::Unreadable)
    }

    async fn fetch_document(&self) -> Result<Vec<u8>, CentralBankError> {
        let unreachable = |_| CentralBankError::Unreachable;
        let asked = self.http.get(self.url.clone()).header(USER_AGENT, AGENT);
        let mut answer = asked.send().await.map_err(unreachable)?;
        if answer.status().as_u16() != 200 {
            return Err(CentralBankError::Status(answer.status().as_u16()));
        }
        let mut document = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
            if document.len() + chunk.len() > MAX_BYTES {
                return Err(CentralBankError::TooLong);
            }
            document.extend_from_slice(&chunk);
        }
        Ok(document)
    }
}

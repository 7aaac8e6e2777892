//! Asking the central bank: one small document over HTTP, without a key.

use std::fmt;
use std::time::Duration;

use reqwest::header::USER_AGENT;
use tokio::time::timeout;
use url::Url;

use super::bulletin::{Bulletin, NoBulletin};

/// The document has about 20 kB.
const LONGEST: usize = 1024 * 1024;
/// The longest that the question goes on; who asked has given up before.
const WHOLE: Duration = Duration::from_secs(10);
const AGENT: &str = concat!("dealink/", env!("CARGO_PKG_VERSION"));

/// Where the bulletin is had.
#[derive(Clone)]
pub struct Bank {
    url: Url,
    http: reqwest::Client,
}

/// Why there is no bulletin, by kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BankFault {
    Unreachable,
    Status(u16),
    Late,
    TooLong,
    Unreadable,
}

impl fmt::Display for BankFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BankFault::Unreachable => f.write_str("the central bank is out of reach"),
            BankFault::Status(status) => write!(f, "the central bank answered with status {status}"),
            BankFault::Late => f.write_str("the central bank did not answer in time"),
            BankFault::TooLong => f.write_str("the central bank's answer is too long"),
            BankFault::Unreadable => f.write_str("the central bank's answer is no bulletin"),
        }
    }
}

impl Bank {
    /// The bulletin at this address, asked for through `http`, which follows no redirects.
    pub fn new(url: Url, http: reqwest::Client) -> Self {
        Bank { url, http }
    }

    pub(super) async fn bulletin(&self) -> Result<Bulletin, BankFault> {
        let document = timeout(WHOLE, self.document()).await.map_err(|_| BankFault::Late)??;
        Bulletin::read(&document).map_err(|NoBulletin| BankFault::Unreadable)
    }

    async fn document(&self) -> Result<Vec<u8>, BankFault> {
        let unreachable = |_| BankFault::Unreachable;
        let asked = self.http.get(self.url.clone()).header(USER_AGENT, AGENT);
        let mut answer = asked.send().await.map_err(unreachable)?;
        if answer.status().as_u16() != 200 {
            return Err(BankFault::Status(answer.status().as_u16()));
        }
        let mut document = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
            if document.len() + chunk.len() > LONGEST {
                return Err(BankFault::TooLong);
            }
            document.extend_from_slice(&chunk);
        }
        Ok(document)
    }
}

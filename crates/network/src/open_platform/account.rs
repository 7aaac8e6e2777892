//! The application's credentials and its budget.

use std::fmt;
use std::num::NonZeroU32;

use secrecy::SecretString;
use url::Url;

#[derive(Clone)]
pub struct OpenPlatformAccount {
    /// Where the API is served, [`super::ENDPOINT`] or a stand-in.
    pub url: Url,
    /// Kept out of logs like the secret.
    pub app_key: String,
    /// Signs every call.
    pub app_secret: SecretString,
    /// How many calls a day (UTC) may be sent. The platform publishes no number of its own.
    pub calls_per_day: NonZeroU32,
}

impl fmt::Debug for OpenPlatformAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenPlatformAccount")
            .field("host", &self.url.host_str())
            .field("calls_per_day", &self.calls_per_day)
            .finish_non_exhaustive()
    }
}

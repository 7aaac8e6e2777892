//! The application's credentials, its ad space and its program.

use std::fmt;

use secrecy::SecretString;
use url::Url;

#[derive(Clone)]
pub struct AdmitadAccount {
    /// Where the API is served, `https://api.admitad.com/` or a stand-in; a path prefix is kept.
    pub base: Url,
    /// The application's name at the network. Kept out of logs like the secret.
    pub client_id: String,
    /// Gives the same power as the publisher's password.
    pub client_secret: SecretString,
    /// The ad space that links are made for.
    pub website_id: u64,
    /// The program that links lead into, such as 14289 for AliExpress TR.
    pub campaign_id: u64,
}

impl fmt::Debug for AdmitadAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdmitadAccount")
            .field("host", &self.base.host_str())
            .field("website_id", &self.website_id)
            .field("campaign_id", &self.campaign_id)
            .finish_non_exhaustive()
    }
}

//! Short forms of tracking links.

use dealink_core::lenient;
use url::Url;

use super::call::{ApiCall, CallBody};
use super::client::Admitad;
use super::error::{AdmitadError, ApiMethod};

/// The network's own shorteners.
const SHORTENERS: [&str; 2] = ["fas.st", "ali.ski"];

impl Admitad {
    /// The short form of a tracking link; the network shortens only its own. `Garbled` also if the answer is on a host that is no
    /// shortener of the network, since publishers would post it unseen.
    pub async fn shorten(&self, link: &Url) -> Result<Url, AdmitadError> {
        let call = ApiCall {
            endpoint: ApiMethod::ShortLink,
            url: self.endpoint_url(&["shortlink", "modify"]),
            body: CallBody::Form(vec![("link", link.to_string())]),
        };
        let answer = self.call(call).await?;
        let short = lenient::text(&answer, &["short_link", "shortlink"]).or(answer.as_str());
        short
            .and_then(|short| Url::parse(short).ok())
            .filter(|short| is_trusted_short_link(short, &self.0.account.base))
            .ok_or(AdmitadError::garbled(ApiMethod::ShortLink))
    }
}

fn is_trusted_short_link(short: &Url, base: &Url) -> bool {
    let at_shortener = short.scheme() == "https"
        && short.port().is_none()
        && short.host_str().is_some_and(|host| SHORTENERS.contains(&host));
    let at_home = short.origin() == base.origin();
    short.username().is_empty() && short.password().is_none() && (at_shortener || at_home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_shorteners_and_the_api_itself_are_believed() {
        let base = Url::parse("http://127.0.0.1:8080/api/").unwrap();
        let believed = |short: &str| is_trusted_short_link(&Url::parse(short).unwrap(), &base);
        for good in ["https://fas.st/ala7-", "https://ali.ski/-7Dr8A", "http://127.0.0.1:8080/s/x"] {
            assert!(believed(good), "{good}");
        }
        for bad in [
            "http://fas.st/ala7-",
            "https://fas.st.example/ala7-",
            "https://fas.st:444/ala7-",
            "https://fas.st@evil.example/",
            "https://user@fas.st/ala7-",
            "http://127.0.0.1:8081/s/x",
            "data:text/html,x",
        ] {
            assert!(!believed(bad), "{bad}");
        }
    }
}

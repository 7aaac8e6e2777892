//! The network's link check: whether a tracking link works and whether its product pays.
//!
//! The status of a failed check is not documented, so the sentence decides; texts are asked for in
//! English, and their curly quotes and dashes are straightened before they are compared.

use url::Url;

use super::call::{Body, Question};
use super::{Admitad, AdmitadError, Endpoint, lenient};

/// What the link check says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The link works and nothing was said against its product.
    Affiliate,
    /// "This product is non-affiliated."
    NotAffiliate,
    /// "The advertiser doesn't pay any reward for selling the product corresponding to this link."
    NoReward,
    /// The link itself is not accepted.
    Refused(Refusal),
}

/// Why a link is not accepted, after the list in the method's documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// "Wrong domain name."
    WrongDomain,
    /// "Wrong link."
    WrongLink,
    /// "Error in the address."
    BadAddress,
    /// "Code length must be 30 or 40 characters."
    CodeLength,
    /// "The code must contain letters a–f and digits 0–9."
    CodeLetters,
    /// "Wrong 'ulp'."
    WrongTarget,
    /// "The SubID must be no more than 50 characters long."
    SubIdTooLong,
    /// "This domain is not permitted for deeplink."
    DomainNotPermitted,
    /// "Inactive cooperation status."
    NoCooperation,
    /// "The ad space is not active."
    AdSpaceInactive,
    /// Another sentence; shortened, in the network's words.
    Other(String),
}

/// The longest unknown sentence that is kept, in characters.
const LONGEST_SENTENCE: usize = 200;

impl Admitad {
    /// Asks whether a tracking link of ours works and pays.
    ///
    /// # Errors
    /// As every call. A sentence about the link is a [`Verdict`] and no error.
    pub async fn validate(&self, link: &Url) -> Result<Verdict, AdmitadError> {
        let mut url = self.method(&["validate_links"]);
        url.query_pairs_mut().append_pair("link", link.as_str()).append_pair("language", "en");
        let answer = self.ask(Question { endpoint: Endpoint::Check, url, body: Body::None }).await;
        match answer {
            Ok(answer) => {
                if let Some(complaint) = lenient::complaint(&answer) {
                    return Ok(known(&complaint).unwrap_or_else(|| Verdict::Refused(other(&complaint))));
                }
                let message = lenient::text(&answer, &["message"]);
                let message = message.ok_or(AdmitadError::garbled(Endpoint::Check))?;
                Ok(known(message).unwrap_or(Verdict::Affiliate))
            }
            Err(failure) => match (&failure.said, &failure.error) {
                (Some(said), AdmitadError::Refused { .. }) => {
                    Ok(known(said).unwrap_or_else(|| Verdict::Refused(other(said))))
                }
                (Some(said), _) => known(said).ok_or(failure.error),
                (None, _) => Err(failure.error),
            },
        }
    }
}

/// The verdict of a documented sentence.
fn known(sentence: &str) -> Option<Verdict> {
    let sentence = straightened(sentence);
    let starts = |text: &str| sentence.starts_with(text);
    let refusal = if sentence.contains("non-affiliated") {
        return Some(Verdict::NotAffiliate);
    } else if sentence.contains("doesn't pay any reward") {
        return Some(Verdict::NoReward);
    } else if starts("wrong domain name") {
        Refusal::WrongDomain
    } else if starts("wrong link") {
        Refusal::WrongLink
    } else if starts("error in the address") {
        Refusal::BadAddress
    } else if starts("code length must be") {
        Refusal::CodeLength
    } else if starts("the code must contain") {
        Refusal::CodeLetters
    } else if starts("wrong 'ulp'") {
        Refusal::WrongTarget
    } else if starts("the subid must be no more than") {
        Refusal::SubIdTooLong
    } else if starts("this domain is not permitted") {
        Refusal::DomainNotPermitted
    } else if starts("inactive cooperation status") {
        Refusal::NoCooperation
    } else if starts("the ad space is not active") {
        Refusal::AdSpaceInactive
    } else {
        return None;
    };
    Some(Verdict::Refused(refusal))
}

fn other(sentence: &str) -> Refusal {
    Refusal::Other(sentence.chars().filter(|c| !c.is_control()).take(LONGEST_SENTENCE).collect())
}

/// Straight quotes, plain hyphens, English small letters.
fn straightened(sentence: &str) -> String {
    let plain = sentence.trim().chars().map(|letter| match letter {
        '‘' | '’' | '‛' | 'ʼ' | '`' | '“' | '”' | '"' => '\'',
        '‐' | '‑' | '–' | '—' => '-',
        '\u{a0}' => ' ',
        letter => letter.to_ascii_lowercase(),
    });
    plain.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_sentence_is_known() {
        use Refusal::*;
        for (sentence, refusal) in [
            ("Wrong domain name.", WrongDomain),
            ("Wrong link.", WrongLink),
            ("Error in the address.", BadAddress),
            ("Code length must be 30 or 40 characters.", CodeLength),
            ("The code must contain letters a–f and digits 0–9.", CodeLetters),
            ("Wrong ‘ulp’.", WrongTarget),
            ("Wrong 'ulp'.", WrongTarget),
            ("The SubID must be no more than 50 characters long.", SubIdTooLong),
            ("This domain is not permitted for deeplink.", DomainNotPermitted),
            ("Inactive cooperation status.", NoCooperation),
            ("The ad space is not active.", AdSpaceInactive),
        ] {
            assert_eq!(known(sentence), Some(Verdict::Refused(refusal)), "{sentence}");
        }
        let unpaid = "Attention! The advertiser doesn’t pay any reward for selling the product corresponding to this link.";
        assert_eq!(known(unpaid), Some(Verdict::NoReward));
        assert_eq!(known("Attention! This product is non‑affiliated."), Some(Verdict::NotAffiliate));
        assert_eq!(known("Link successfully tested."), None);
    }

    #[test]
    fn an_unknown_sentence_is_kept_short_and_without_control_characters() {
        let Refusal::Other(kept) = other(&format!("a\n\u{1b}[31m{}", "x".repeat(900))) else { panic!() };
        assert_eq!(kept.chars().count(), LONGEST_SENTENCE);
        assert!(!kept.contains(char::is_control));
    }
}

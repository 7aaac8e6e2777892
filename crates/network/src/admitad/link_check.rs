//! The network's link check: whether a tracking link works and whether its product pays.
//!
//! The status of a failed check is not documented, so the sentence decides. Sentences are asked for in English; curly quotes and
//! dashes are made plain before they are compared.

use dealink_core::lenient;
use url::Url;

use super::call::{ApiCall, CallBody};
use super::client::Admitad;
use super::error::{AdmitadError, ApiMethod};
use crate::affiliate::{LinkCheck, LinkRefusal};

const MAX_SENTENCE_CHARS: usize = 200;

impl Admitad {
    /// Asks whether a tracking link of ours works and pays.
    /// A sentence of the network about the link is a [`LinkCheck`] and no error.
    pub async fn check_link(&self, link: &Url) -> Result<LinkCheck, AdmitadError> {
        let mut url = self.endpoint_url(&["validate_links"]);
        url.query_pairs_mut().append_pair("link", link.as_str()).append_pair("language", "en");
        let answer = self.call(ApiCall { endpoint: ApiMethod::Check, url, body: CallBody::None }).await;
        match answer {
            Ok(answer) => {
                if let Some(complaint) = lenient::error_message(&answer) {
                    return Ok(parse_complaint(&complaint));
                }
                let message = lenient::text(&answer, &["message"]);
                let message = message.ok_or(AdmitadError::garbled(ApiMethod::Check))?;
                Ok(parse_sentence(message).unwrap_or(LinkCheck::Affiliate))
            }
            Err(failure) => match (&failure.network_message, &failure.error) {
                (Some(complaint), AdmitadError::Refused { .. }) => Ok(parse_complaint(complaint)),
                (Some(complaint), _) => parse_sentence(complaint).ok_or(failure.error),
                (None, _) => Err(failure.error),
            },
        }
    }
}

/// The verdict of a documented sentence.
fn parse_sentence(sentence: &str) -> Option<LinkCheck> {
    let sentence = normalize_punctuation(sentence);
    if sentence.contains("non-affiliated") {
        return Some(LinkCheck::NotAffiliate);
    }
    if sentence.contains("doesn't pay any reward") {
        return Some(LinkCheck::NoReward);
    }
    let refusals = [
        ("wrong domain name", LinkRefusal::WrongDomain),
        ("wrong link", LinkRefusal::WrongLink),
        ("error in the address", LinkRefusal::BadAddress),
        ("code length must be", LinkRefusal::CodeLength),
        ("the code must contain", LinkRefusal::CodeLetters),
        ("wrong 'ulp'", LinkRefusal::WrongTarget),
        ("the subid must be no more than", LinkRefusal::SubIdTooLong),
        ("this domain is not permitted", LinkRefusal::DomainNotPermitted),
        ("inactive cooperation status", LinkRefusal::NoCooperation),
        ("the ad space is not active", LinkRefusal::AdSpaceInactive),
    ];
    let known = refusals.into_iter().find(|(start, _)| sentence.starts_with(start));
    known.map(|(_, refusal)| LinkCheck::Refused(refusal))
}

/// The verdict of a sentence that is a complaint, documented or not.
fn parse_complaint(sentence: &str) -> LinkCheck {
    parse_sentence(sentence).unwrap_or_else(|| {
        let text = sentence.chars().filter(|c| !c.is_control()).take(MAX_SENTENCE_CHARS);
        LinkCheck::Refused(LinkRefusal::Other(text.collect()))
    })
}

/// Straight quotes, plain hyphens, English small letters.
fn normalize_punctuation(sentence: &str) -> String {
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
        use LinkRefusal::*;
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
            assert_eq!(parse_sentence(sentence), Some(LinkCheck::Refused(refusal)), "{sentence}");
        }
        let unpaid = "Attention! The advertiser doesn’t pay any reward for selling the product corresponding to this link.";
        assert_eq!(parse_sentence(unpaid), Some(LinkCheck::NoReward));
        assert_eq!(
            parse_sentence("Attention! This product is non‑affiliated."),
            Some(LinkCheck::NotAffiliate)
        );
        assert_eq!(parse_sentence("Link successfully tested."), None);
    }

    #[test]
    fn an_unknown_sentence_is_kept_short_and_without_control_characters() {
        let LinkCheck::Refused(LinkRefusal::Other(kept)) =
            parse_complaint(&format!("a\n\u{1b}[31m{}", "x".repeat(900)))
        else {
            panic!()
        };
        assert_eq!(kept.chars().count(), MAX_SENTENCE_CHARS);
        assert!(!kept.contains(char::is_control));
    }
}

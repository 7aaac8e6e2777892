//! The codes that stand for members in SubIDs, which everybody can read in the links. They are made with a secret key: from a code
//! without a key, trying all of Telegram's numbers would find the person.

use ring::hmac;

use crate::store::MemberKey;

/// Hexadecimal digits of a code. A few members of one chat may share a code; a longer one would take the room of other SubIDs.
const DIGITS: usize = 6;

pub struct MemberCodes(hmac::Key);

impl MemberCodes {
    pub fn new(key: &MemberKey) -> Self {
        MemberCodes(hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()))
    }

    /// The code of a member of the chat with this label. It stays the same as long as the label and the key do.
    pub fn code(&self, label: &str, person: u64) -> String {
        // The number has a fixed length, so no label and number together mean another label and number.
        let message = [&person.to_be_bytes(), label.as_bytes()].concat();
        let tag = hmac::sign(&self.0, &message);
        let hex: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("u{}", &hex[..DIGITS])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_depends_on_key_chat_and_person_and_is_short() {
        let codes = |byte| MemberCodes::new(&MemberKey::from_bytes([byte; 32]));
        let code = codes(1).code("deals", 7);
        assert_eq!(code, codes(1).code("deals", 7));
        assert!(code.len() == 7 && code.starts_with('u'), "{code}");
        assert!(code[1..].bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit)));
        for other in [codes(2).code("deals", 7), codes(1).code("more", 7), codes(1).code("deals", 8)] {
            assert_ne!(other, code);
        }
    }
}

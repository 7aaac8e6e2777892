//! Why something about a feed was not done, as a sentence without a language.

use std::fmt;
use std::io;

use dealink_core::message::{Argument, Message};

/// Why it was not done. Carries nothing of an address but what [`super::Address`] shows.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub struct Refusal(pub Message);

impl fmt::Display for Refusal {
    /// For logs, which have no language: the sentence's key and what it would say.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.key)?;
        for (name, value) in &self.0.args {
            match value {
                Argument::Text(text) => write!(f, " {name}={text}")?,
                Argument::Number(number) => write!(f, " {name}={number}")?,
                _ => {}
            }
        }
        Ok(())
    }
}

impl Refusal {
    /// A reason without arguments.
    pub(super) fn new(key: &'static str) -> Refusal {
        Refusal(Message::new(key))
    }

    /// Somebody asked for an end.
    pub(super) fn stopped() -> Refusal {
        Refusal::new("feeds-refused-stopped")
    }

    /// Whether it ended because somebody asked for it.
    pub fn is_stop(&self) -> bool {
        self.0.key == "feeds-refused-stopped"
    }

    /// The disk, or a file on it.
    pub(super) fn disk(error: &io::Error) -> Refusal {
        Refusal(Message::new("feeds-refused-disk").with("what", error.kind().to_string()))
    }

    /// As an error of a reader, to be taken out again by [`Refusal::of_reading`].
    pub(super) fn into_io(self) -> io::Error {
        io::Error::other(self)
    }

    /// What a reader's error says: a refusal that was put in, or damage.
    pub(super) fn of_reading(error: io::Error) -> Refusal {
        match error.downcast::<Refusal>() {
            Ok(refusal) => refusal,
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => Refusal::disk(&error),
                _ => Refusal(Message::new("feeds-refused-damaged").with("what", error.kind().to_string())),
            },
        }
    }
}

impl From<Message> for Refusal {
    fn from(sentence: Message) -> Refusal {
        Refusal(sentence)
    }
}

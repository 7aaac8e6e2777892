//! Why something about a feed was not done.

use std::fmt;
use std::io;
use std::path::PathBuf;

use dealink_core::message::{Argument, Message};
use dealink_core::money::Decimal;

use super::{FeedAddress, FeedName};

/// The reason. Addresses in it are masked wherever it is shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The pull was stopped on request.
    Stopped,
    /// The time of a whole pull is over.
    TooSlow {
        limit_minutes: u64,
    },
    /// The thread of the pull panicked.
    Panicked,
    Disk(io::ErrorKind),
    FreeSpace {
        free_mib: u64,
        required_mib: u64,
    },
    /// The index or a description of a download could not be written.
    WriteFailed,
    /// Another pull or removal of this feed is running, perhaps in another process.
    Busy(FeedName),
    /// Another process is writing the index.
    IndexBusy,

    TooManyFeeds {
        limit: usize,
    },
    NameTaken(FeedName),
    /// No name can be made of the source.
    NoName,
    /// `feed.toml` cannot be read. Its content is not shown, because it may contain a secret.
    Definition(PathBuf),

    /// The operator's file cannot be opened.
    LocalFile(PathBuf),
    Server(FeedAddress, ServerRefusal),
    DownloadTooLarge {
        limit_mib: u64,
    },

    /// The file ends early or is not what its container says.
    Damaged(io::ErrorKind),
    Archive,
    /// The archive holds no feed.
    EmptyArchive,
    UnpackedTooLarge {
        limit_mib: u64,
    },
    /// Packed content that unpacks to more than so many times its size.
    PackedTooWell {
        limit: u64,
    },
    Empty,
    /// A web page instead of a feed: the address is no longer valid.
    WebPage,
    Json,
    Binary,
    /// The first row of a table names no known columns.
    Header,
    /// XML without offers.
    NoOffers,
    TooManyRows {
        limit: u64,
    },
    /// A feed in which every row is broken or a deletion.
    NoProducts,
}

/// Behaviour of a server that ends a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerRefusal {
    Unreachable,
    Status(u16),
    /// The server does not continue the interrupted download.
    NoResume,
    /// It redirects to another host, which would learn the personal code.
    ForeignRedirect,
    TooManyRedirects,
    /// It sends nothing, or next to nothing.
    Silent,
    /// A content encoding that was not asked for.
    Encoding,
    BrokenOff,
}

impl Refusal {
    pub fn message(&self) -> Message {
        let number = Decimal::from;
        let named = |key, name: &FeedName| Message::new(key).with("name", name.to_string());
        let most = |key, limit: u64| Message::new(key).with("most", number(limit));
        let what = |key, kind: &io::ErrorKind| Message::new(key).with("what", kind.to_string());
        let file = |key, file: &PathBuf| Message::new(key).with("file", file.display().to_string());
        match self {
            Refusal::Stopped => Message::new("feeds-refused-stopped"),
            Refusal::TooSlow { limit_minutes } => most("feeds-refused-slow", *limit_minutes),
            Refusal::Panicked => Message::new("feeds-refused-broke-down"),
            Refusal::Disk(kind) => what("feeds-refused-disk", kind),
            Refusal::FreeSpace { free_mib, required_mib } => Message::new("feeds-refused-room")
                .with("free", number(*free_mib))
                .with("keep", number(*required_mib)),
            Refusal::WriteFailed => Message::new("feeds-refused-write"),
            Refusal::Busy(name) => named("feeds-refused-busy", name),
            Refusal::IndexBusy => Message::new("feeds-refused-busy-index"),
            Refusal::TooManyFeeds { limit } => Message::new("feeds-refused-many").with("most", *limit),
            Refusal::NameTaken(name) => named("feeds-refused-taken", name),
            Refusal::NoName => Message::new("feeds-refused-name"),
            Refusal::Definition(path) => file("feeds-refused-definition", path),
            Refusal::LocalFile(path) => file("feeds-refused-file", path),
            Refusal::Server(address, refusal) => refusal.message().with("address", address.to_string()),
            Refusal::DownloadTooLarge { limit_mib } => most("feeds-refused-download", *limit_mib),
            Refusal::Damaged(kind) => what("feeds-refused-damaged", kind),
            Refusal::Archive => Message::new("feeds-refused-archive"),
            Refusal::EmptyArchive => Message::new("feeds-refused-archive-empty"),
            Refusal::UnpackedTooLarge { limit_mib } => most("feeds-refused-unpacked", *limit_mib),
            Refusal::PackedTooWell { limit } => most("feeds-refused-ratio", *limit),
            Refusal::Empty => Message::new("feeds-refused-empty"),
            Refusal::WebPage => Message::new("feeds-refused-page"),
            Refusal::Json => Message::new("feeds-refused-json"),
            Refusal::Binary => Message::new("feeds-refused-binary"),
            Refusal::Header => Message::new("feeds-refused-header"),
            Refusal::NoOffers => Message::new("feeds-refused-markup"),
            Refusal::TooManyRows { limit } => most("feeds-refused-rows", *limit),
            Refusal::NoProducts => Message::new("feeds-refused-no-products"),
        }
    }

    /// Wraps the refusal in a reader's error; [`Refusal::from_reading`] takes it out again.
    pub(super) fn into_io(self) -> io::Error {
        io::Error::other(self)
    }

    /// Takes the refusal out of a reader's error; any other error means damage.
    pub(super) fn from_reading(error: io::Error) -> Refusal {
        match error.downcast::<Refusal>() {
            Ok(refusal) => refusal,
            Err(error) => match error.kind() {
                kind @ (io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) => Refusal::Disk(kind),
                kind => Refusal::Damaged(kind),
            },
        }
    }
}

/// The disk failed; what fails while a feed is read has [`Refusal::from_reading`].
impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Refusal {
        Refusal::Disk(error.kind())
    }
}

impl ServerRefusal {
    fn message(self) -> Message {
        let key = match self {
            ServerRefusal::Unreachable => "feeds-refused-connect",
            ServerRefusal::Status(status) => {
                return Message::new("feeds-refused-status").with("status", status.to_string());
            }
            ServerRefusal::NoResume => "feeds-refused-range",
            ServerRefusal::ForeignRedirect => "feeds-refused-redirect",
            ServerRefusal::TooManyRedirects => "feeds-refused-redirects",
            ServerRefusal::Silent => "feeds-refused-silent",
            ServerRefusal::Encoding => "feeds-refused-encoding",
            ServerRefusal::BrokenOff => "feeds-refused-broken-off",
        };
        Message::new(key)
    }
}

impl fmt::Display for Refusal {
    /// For logs, which have no language: the key of the message with its arguments.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.message();
        f.write_str(message.key)?;
        for (name, argument) in &message.args {
            match argument {
                Argument::Text(text) => write!(f, " {name}={text}")?,
                Argument::Number(number) => write!(f, " {name}={number}")?,
                _ => {}
            }
        }
        Ok(())
    }
}

//! What publishers, and the admins of groups and channels, chose: domain types that know nothing of where they are stored.
//!
//! The store holds them as JSON. A record of an older version must stay readable: a field may be added with a default, and a
//! field or variant that is renamed keeps its stored name by `#[serde(rename)]`.

mod chat;
mod pending_question;
mod publisher;

pub use chat::{ChatMode, ChatSettings, LinkAccount, LinkPolicy, QuietHours, RepeatWindow};
pub use pending_question::{FilterKind, PendingFilter, PendingQuestion, QuestionKind};
pub use publisher::{ForeignLinks, Publisher};

//! Updates as an owned type, parsed once from their JSON.

mod chat_member;
mod content;
pub(super) mod fields;
mod incoming;
mod message;
mod people;

pub use chat_member::{AdminRight, ChatDetails, ChatMember, ChatPermissions, MemberStatus};
pub use content::{AlbumItem, LinkObject, MessageBody, MessageContent};
pub use incoming::{CallbackQuery, ChosenInlineResult, InlineQuery, MembershipChange, Update, UpdateKind};
pub use message::{Document, IncomingMessage, ReplyTarget};
pub use people::{Chat, ChatType, MessageAuthor, User};

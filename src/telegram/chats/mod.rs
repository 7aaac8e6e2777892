//! What groups and channels have in common: their context, rights, membership and settings.
//!
//! Public messages are made only of a deal's public part; figures go to the publisher only. Messages that name no product get
//! no answer, and errors are told to the chat's owner, never in the chat.

mod admins;
mod caches;
mod callbacks;
mod card_conditions;
mod chat_picker;
mod context;
mod figures;
mod member_codes;
mod member_limiter;
mod membership;
mod owner_notice;
mod owner_notice_queue;
mod passed_over;
mod person_rights;
mod refusals;
mod rights;
mod settings_card;
mod settings_home;
mod settings_input;
mod settings_pages;
mod sharing;
mod subid_patterns;

pub use admins::NotKnown;
pub use caches::ChatCaches;
pub use context::{ChatContext, START_CHAT_PREFIX};
pub(crate) use figures::with_heading;
pub use member_codes::MemberCodes;
pub use membership::recheck_paused_chats;
pub use owner_notice::send_due_notices;
pub use passed_over::run_passed_over_notices;
pub use person_rights::{Denial, rights_for_ownership, rights_for_settings};
pub(crate) use sharing::without_callbacks;
pub use sharing::{PublisherDeals, delete_due_messages, message_url};

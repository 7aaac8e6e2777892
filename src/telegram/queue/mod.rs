//! The way of updates from Telegram to the handlers: polled, routed, stored in the inbox, and handled in order for each chat.

mod chat_queues;
mod inbox_worker;
mod latest_only;
mod polling;
mod resume;
mod router;
mod router_fields;

pub use chat_queues::{Admission, ChatQueues, QueueLimits};
pub use inbox_worker::{InboxWorker, Outcome, Suspects};
pub use latest_only::LatestOnly;
pub use polling::{NoticeHandler, PollNotice, PollerParts, PollingEnd, UpdatePoller};
pub use resume::LeftUpdates;
pub use router::{Route, RoutedUpdate, UpdateRouter};

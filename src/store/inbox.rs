//! Updates that were received and wait for their answer: what the bot needs of a durable inbox.
//!
//! Contract. What was taken in survives a power cut. Every other change survives the death of the process at once, and a power cut
//! once the next update was taken in or 50 ms have passed; so after a power cut an answer may come twice, and
//! after `kill -9` it does not. What an implementation cannot do it reports as an error, and then it has not happened.

use super::Stored;

/// An update as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUpdate {
    /// Telegram's number of the update.
    pub id: u64,
    /// The person, group or channel in whose queue it is handled.
    pub chat: i64,
    /// The update's JSON, unchanged.
    pub raw: Vec<u8>,
}

/// What a queue knows of a waiting update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingHead {
    pub id: u64,
    pub chat: i64,
    /// Length of the update's JSON.
    pub bytes: u64,
    /// In how many runs that died its handling was under way as that of a suspect, see [`Inbox::mark_started`].
    pub starts: u32,
}

/// An update that waits for its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingUpdate {
    /// Telegram's number of the update.
    pub id: u64,
    /// The person, group or channel in whose queue it is handled.
    pub chat: i64,
    /// How many messages of its answer were sent before a crash.
    pub parts_sent: u16,
    /// The update's JSON, unchanged.
    pub raw: Vec<u8>,
    /// The whole answer, if it is longer than one message and the first one is about to be sent.
    pub answer: Option<Vec<u8>>,
}

impl WaitingUpdate {
    /// For what the bot does in a chat without an update.
    pub fn without_update(chat: i64) -> Self {
        WaitingUpdate { id: 0, chat, parts_sent: 0, raw: Vec::new(), answer: None }
    }
}

/// Why an update is not handled any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsideReason {
    /// The process died twice while it handled the update.
    Deaths,
    /// Its handling took longer than the limit.
    TooLong,
}

/// An update that was set aside for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsideUpdate {
    pub id: u64,
    pub chat: i64,
    pub bytes: u64,
    pub reason: AsideReason,
    /// Telegram's name of its kind, such as `message`; empty if it is not known.
    pub kind: String,
    /// When it was received and when it was set aside, in Unix time.
    pub received: i64,
    pub set_aside: i64,
}

pub trait Inbox: Send + Sync {
    /// Takes in updates and returns the new ones, in order, once they are on the disk. An update that waits or is done already is
    /// not new. `now` in Unix time.
    ///
    /// # Errors
    /// When the store fails; then Telegram must not be asked for later updates.
    fn take_in(&self, updates: Vec<NewUpdate>, now: i64) -> Stored<'_, Vec<WaitingHead>>;

    /// One waiting update; `None` if it is done, set aside or erased, or damaged on the disk.
    fn read(&self, id: u64) -> Stored<'_, Option<WaitingUpdate>>;

    /// The waiting updates of a chat after one of its updates, in order, `at_most` of them.
    fn read_after(&self, id: u64, chat: i64, at_most: usize) -> Stored<'_, Vec<WaitingUpdate>>;

    /// Each waiting update, oldest first, without its content.
    fn waiting(&self) -> Stored<'_, Vec<WaitingHead>>;

    /// Keeps an answer of several messages before the first is sent.
    fn keep_answer(&self, id: u64, answer: Vec<u8>) -> Stored<'_, ()>;

    /// Keeps how many messages of an answer were sent.
    fn mark_part_sent(&self, id: u64, parts: u16) -> Stored<'_, ()>;

    /// Marks updates as answered: all of them or, after a crash, none.
    fn mark_done(&self, ids: Vec<u64>) -> Stored<'_, ()>;

    /// Counts that the handling of a suspect begins: of an update that waited when an earlier run ended without an orderly stop. An
    /// update with a kept answer is not counted: it was handled, and only the rest of its answer is to be sent.
    fn mark_started(&self, id: u64) -> Stored<'_, ()>;

    /// Forgets the counted starts of an update: its handling did not end the process.
    fn mark_survived(&self, id: u64) -> Stored<'_, ()>;

    /// Takes an update out of the queue and keeps it for the operator. Returns its summary, or `None` if it does not wait.
    fn set_aside(&self, id: u64, reason: AsideReason, now: i64) -> Stored<'_, Option<AsideUpdate>>;
}

/// What the operator does with updates that were set aside.
pub trait AsideUpdates: Send + Sync {
    /// All of them, oldest first.
    fn list(&self) -> Stored<'_, Vec<AsideUpdate>>;

    /// The JSON of one.
    fn read(&self, id: u64) -> Stored<'_, Option<Vec<u8>>>;

    /// Asks the running bot, or the next one, to handle one again. Returns whether there is one of this number.
    fn request_retry(&self, id: u64) -> Stored<'_, bool>;

    /// Puts those that are to be handled again back into the inbox, and returns their heads.
    fn take_retries(&self) -> Stored<'_, Vec<WaitingHead>>;

    /// Erases one. Returns whether there was one of this number.
    fn remove(&self, id: u64) -> Stored<'_, bool>;

    /// Erases those that were set aside before `time`, in Unix time. Returns their number.
    fn remove_before(&self, time: i64) -> Stored<'_, usize>;
}

//! The handle of the stand-in: what a test, the sandbox or a benchmark does in it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;

use super::fault::TelegramFault;
use super::ids::{ChatId, ChatKind, MessageId, UserId};
use super::impossible::ImpossibleAction;
use super::inline::is_payload;
use super::log::ChangeKind;
use super::model::{SandboxChat, SandboxUser};
use super::options::TelegramOptions;
use super::post::UserPost;
use super::world::TelegramWorld;

/// A stand-in of Telegram with people in it. Clones are cheap and share one state.
///
/// Methods for acts of people panic if the act is impossible, because a test that asks for it is wrong; the methods
/// `try_…` return the reason instead.
#[derive(Clone)]
pub struct TelegramStandIn(Arc<TelegramServer>);

struct TelegramServer {
    token: String,
    deadline: Duration,
    world: Mutex<TelegramWorld>,
    changed: watch::Sender<()>,
}

impl TelegramStandIn {
    /// Without people.
    pub fn new(options: TelegramOptions) -> TelegramStandIn {
        TelegramStandIn(Arc::new(TelegramServer {
            token: options.token.clone(),
            deadline: options.deadline,
            world: Mutex::new(TelegramWorld::new(options)),
            changed: watch::Sender::new(()),
        }))
    }

    /// The token of the only bot.
    pub fn token(&self) -> &str {
        &self.0.token
    }

    pub(crate) fn read<R>(&self, look: impl FnOnce(&TelegramWorld) -> R) -> R {
        look(&self.0.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the state and wakes all waiting tasks.
    pub(crate) fn write<R>(&self, act: impl FnOnce(&mut TelegramWorld) -> R) -> R {
        let result = act(&mut self.0.world.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.changed.send_replace(());
        result
    }

    /// Changes what has been read: no waiting task needs to wake up for it.
    pub(super) fn write_silently<R>(&self, act: impl FnOnce(&mut TelegramWorld) -> R) -> R {
        act(&mut self.0.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn deadline(&self) -> Duration {
        self.0.deadline
    }

    /// Notifies of every change from now on.
    pub(crate) fn changed(&self) -> watch::Receiver<()> {
        self.0.changed.subscribe()
    }

    /// A new person; returns their id, which is also the id of their private chat with the bot. An empty language code
    /// means that Telegram does not tell the language.
    pub fn add_user(&self, name: &str, language_code: &str) -> UserId {
        self.write(|world| world.add_user(name, Some(language_code)))
    }

    /// A new group or channel of these people, owned by the first of them. The bot is not in it until it is added
    /// ([`set_bot`](Self::set_bot)).
    pub fn add_chat(&self, kind: ChatKind, title: &str, people: &[UserId]) -> ChatId {
        self.write(|world| world.add_chat(kind, title, people))
    }

    /// A person sends a text in the private chat; commands, links and so on are detected.
    #[track_caller]
    pub fn say(&self, user: UserId, text: &str) -> MessageId {
        expect_ok(self.write(|world| world.say(user, user, text, None)))
    }

    /// The same with explicit `MessageEntity` objects.
    #[track_caller]
    pub fn say_with(&self, user: UserId, text: &str, entities: &[Value]) -> MessageId {
        expect_ok(self.write(|world| world.say(user, user, text, Some(entities))))
    }

    /// A person opens `https://t.me/<bot>?start=<payload>` and starts the bot.
    #[track_caller]
    pub fn start(&self, user: UserId, payload: &str) -> MessageId {
        assert!(is_payload(payload), "{payload:?} is no deep-link payload");
        self.say(user, &format!("/start {payload}"))
    }

    /// A person edits a message of theirs.
    #[track_caller]
    pub fn edit(&self, user: UserId, message_id: MessageId, text: &str) {
        expect_ok(self.try_edit_post(user, user, message_id, &UserPost::text(text)));
    }

    /// Sets the language of a person's app; empty if Telegram does not tell it.
    pub fn set_language(&self, user: UserId, language_code: &str) -> Result<(), ImpossibleAction> {
        self.write(|world| {
            let person = world.users.get_mut(&user).ok_or(ImpossibleAction::NoUser(user))?;
            person.language_code = Some(language_code.to_owned()).filter(|code| !code.is_empty());
            Ok(())
        })
    }

    /// A person blocks the bot. Writing to it again unblocks it.
    #[track_caller]
    pub fn block(&self, user: UserId) {
        expect_ok(self.write(|world| world.block(user, true)));
    }

    /// Adds an update as it is, such as one of an unknown kind; returns its id.
    pub fn push_raw_update(&self, update: Value) -> i64 {
        self.write(|world| world.updates.push_raw(update))
    }

    /// Orders a fault for the next `times` calls of a method, or of any method for `*`.
    pub fn inject_fault(&self, method: &str, fault: TelegramFault, times: usize) {
        self.write(|world| world.faults.push(method, None, fault, times));
    }

    /// The same for calls with this `user_id` only.
    pub fn inject_fault_about(&self, user: UserId, method: &str, fault: TelegramFault, times: usize) {
        self.write(|world| world.faults.push(method, Some(user), fault, times));
    }

    /// Sets a webhook, as an earlier bot with this token did. Nothing is sent to it, but no poll is served.
    pub fn set_webhook(&self, url: &str) {
        self.write(|world| world.updates.webhook = Some(url.to_owned()));
    }

    pub fn clear_faults(&self) {
        self.write(|world| world.faults.clear());
    }

    pub fn bot(&self) -> Value {
        self.read(TelegramWorld::bot)
    }

    pub fn users(&self) -> Vec<SandboxUser> {
        self.read(|world| world.users.values().cloned().collect())
    }

    pub fn chats(&self) -> Vec<SandboxChat> {
        self.read(|world| world.chats.values().cloned().collect())
    }

    pub fn menu(&self, chat: ChatId, user: UserId) -> Result<Vec<Value>, ImpossibleAction> {
        self.read(|world| {
            let person = world.users.get(&user).ok_or(ImpossibleAction::NoUser(user))?;
            Ok(world.profile.menu(world.chat_of(chat, user)?, user, person.language_code.as_deref()))
        })
    }

    /// Records that command menus may have changed, for the page.
    pub(crate) fn announce_commands(&self) {
        self.write(|world| world.log.push(None, ChangeKind::Commands));
    }
}

#[track_caller]
pub(super) fn expect_ok<T>(result: Result<T, ImpossibleAction>) -> T {
    match result {
        Ok(value) => value,
        Err(impossible) => panic!("{impossible}"),
    }
}

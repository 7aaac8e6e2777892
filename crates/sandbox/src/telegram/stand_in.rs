//! The handle: what a test, the sandbox or a benchmark does with the Telegram it made.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use serde_json::Value;
use tokio::sync::watch;

use super::fault::TelegramFault;
use super::log::ChangeKind;
use super::model::{ChatId, ChatKind, MessageId, SandboxChat, SandboxUser, UserId};
use super::schema::ApiSchema;
use super::world::{ImpossibleAction, TelegramWorld};
use super::{TelegramOptions, same_origin, server};

/// A Telegram of our own, with people in it. Cheap to clone; every clone is the same Telegram.
///
/// The methods named after what a person does panic when it is impossible, since a test that asks for
/// it is wrong; `try_…` give the reason instead.
#[derive(Clone)]
pub struct TelegramStandIn(Arc<TelegramServer>);

struct TelegramServer {
    table: ApiSchema,
    token: String,
    deadline: Duration,
    world: Mutex<TelegramWorld>,
    changed: watch::Sender<()>,
}

impl TelegramStandIn {
    /// A Telegram without people.
    pub fn new(options: TelegramOptions) -> TelegramStandIn {
        TelegramStandIn(Arc::new(TelegramServer {
            table: ApiSchema::load(),
            token: options.token.clone(),
            deadline: options.deadline,
            world: Mutex::new(TelegramWorld::new(options)),
            changed: watch::Sender::new(()),
        }))
    }

    /// The Bot API as a service, for a loopback listener of the caller's.
    pub fn router(&self) -> Router {
        server::router(self.clone()).layer(axum::middleware::from_fn(same_origin::require_same_origin))
    }

    /// The token of the one bot.
    pub fn token(&self) -> &str {
        &self.0.token
    }

    pub(crate) fn table(&self) -> &ApiSchema {
        &self.0.table
    }

    pub(crate) fn read<R>(&self, look: impl FnOnce(&TelegramWorld) -> R) -> R {
        look(&self.0.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the world and wakes everybody who waits for something in it.
    pub(crate) fn write<R>(&self, act: impl FnOnce(&mut TelegramWorld) -> R) -> R {
        let result = act(&mut self.0.world.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.changed.send_replace(());
        result
    }

    /// Marks something as read: nobody else needs to wake up for it.
    pub(super) fn write_silently<R>(&self, act: impl FnOnce(&mut TelegramWorld) -> R) -> R {
        act(&mut self.0.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Longest time that the handle waits for something.
    pub(super) fn deadline(&self) -> Duration {
        self.0.deadline
    }

    /// Tells of every change from now on.
    pub(crate) fn changed(&self) -> watch::Receiver<()> {
        self.0.changed.subscribe()
    }

    /// A new person; the answer is their id and the id of their private chat with the bot. An empty
    /// language code means that Telegram does not tell it.
    pub fn add_user(&self, name: &str, language_code: &str) -> UserId {
        self.write(|world| world.add_user(name, Some(language_code)))
    }

    /// A new group or channel of these people. The first of them owns it, and the bot is not in it: what
    /// they do there stays unknown to it until somebody adds it ([`set_bot`](TelegramStandIn::set_bot)).
    pub fn add_chat(&self, kind: ChatKind, title: &str, people: &[UserId]) -> ChatId {
        self.write(|world| world.add_chat(kind, title, people))
    }

    /// A person says something in the private chat; commands, links and so on in it are found.
    #[track_caller]
    pub fn say(&self, user: UserId, text: &str) -> MessageId {
        expect_ok(self.try_say(user, user, text, None))
    }

    /// The same with `MessageEntity` objects in so many words.
    #[track_caller]
    pub fn say_with(&self, user: UserId, text: &str, entities: &[Value]) -> MessageId {
        expect_ok(self.try_say(user, user, text, Some(entities)))
    }

    /// A person opens `https://t.me/<bot>?start=<payload>` and starts the bot.
    #[track_caller]
    pub fn start(&self, user: UserId, payload: &str) -> MessageId {
        let sign = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        if !(1..=64).contains(&payload.len()) || !payload.bytes().all(sign) {
            return expect_ok(Err(ImpossibleAction::Payload(payload.to_owned())));
        }
        self.say(user, &format!("/start {payload}"))
    }

    /// A person edits what they said.
    #[track_caller]
    pub fn edit(&self, user: UserId, message_id: MessageId, text: &str) {
        expect_ok(self.try_edit(user, user, message_id, text));
    }

    /// Says something in a chat.
    ///
    /// # Errors
    /// There is no such user, chat or text.
    pub fn try_say(
        &self,
        chat: ChatId,
        user: UserId,
        text: &str,
        entities: Option<&[Value]>,
    ) -> Result<MessageId, ImpossibleAction> {
        self.write(|world| world.say(chat, user, text, entities))
    }

    /// Edits a message of the user's.
    ///
    /// # Errors
    /// There is no such user, chat, text or message, or it is somebody else's.
    pub fn try_edit(
        &self,
        chat: ChatId,
        user: UserId,
        message_id: MessageId,
        text: &str,
    ) -> Result<(), ImpossibleAction> {
        self.write(|world| world.edit(chat, user, message_id, text))
    }

    /// Sets the language of a user's app; empty means that Telegram does not tell it.
    ///
    /// # Errors
    /// There is no such user.
    pub fn set_language(&self, user: UserId, language_code: &str) -> Result<(), ImpossibleAction> {
        self.write(|world| {
            let person = world.users.get_mut(&user).ok_or(ImpossibleAction::NoUser(user))?;
            person.language_code = Some(language_code.to_owned()).filter(|code| !code.is_empty());
            Ok(())
        })
    }

    /// A person blocks the bot. Turning to it again unblocks it.
    #[track_caller]
    pub fn block(&self, user: UserId) {
        expect_ok(self.write(|world| world.block(user, true)));
    }

    /// A person lets the bot write again.
    #[track_caller]
    pub fn unblock(&self, user: UserId) {
        expect_ok(self.write(|world| world.block(user, false)));
    }

    /// An update as it is, such as one of a kind that the bot does not know; its id is added and given
    /// back.
    pub fn push_raw_update(&self, update: Value) -> i64 {
        self.write(|world| world.updates.push_raw(update))
    }

    /// The next calls of a method, or of any for `*`, go wrong, this many times.
    pub fn inject_fault(&self, method: &str, fault: TelegramFault, times: usize) {
        self.write(|world| world.faults.push(method, fault, times));
    }

    /// Takes back the faults that did not happen yet.
    pub fn clear_faults(&self) {
        self.write(|world| world.faults.clear());
    }

    /// The bot as a `SandboxUser` object.
    pub fn bot(&self) -> Value {
        self.read(TelegramWorld::bot)
    }

    /// The people, by their ids.
    pub fn users(&self) -> Vec<SandboxUser> {
        self.read(|world| world.users.values().cloned().collect())
    }

    /// The chats, by their ids.
    pub fn chats(&self) -> Vec<SandboxChat> {
        self.read(|world| world.chats.values().cloned().collect())
    }

    /// The command menu that a user sees in a chat.
    ///
    /// # Errors
    /// There is no such user, or the user is not in the chat.
    pub fn menu(&self, chat: ChatId, user: UserId) -> Result<Vec<Value>, ImpossibleAction> {
        self.read(|world| {
            let person = world.users.get(&user).ok_or(ImpossibleAction::NoUser(user))?;
            let place = world.chats.get(&chat).filter(|place| place.role(user).is_in());
            let place = place.ok_or(ImpossibleAction::NoChat(chat))?;
            Ok(world.profile.menu(place, user, person.language_code.as_deref()))
        })
    }

    /// Records a change that only the page is told of, such as a menu seen in another language.
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

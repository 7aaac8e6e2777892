//! Posts through the handle: what a person sends beside plain words, and updates that come late.

use super::TelegramStandIn;
use super::model::{ChatId, MessageId, UserId};
use super::post::UserPost;
use super::senders::SendAs;
use super::stand_in::expect_ok;
use super::world::ImpossibleAction;

impl TelegramStandIn {
    /// A person sends a post in the private chat.
    #[track_caller]
    pub fn post(&self, user: UserId, post: UserPost) -> MessageId {
        expect_ok(self.try_publish(user, user, &[post])).first().copied().unwrap_or_default()
    }

    /// A person sends an album; its messages come as updates one behind the other.
    #[track_caller]
    pub fn album(&self, user: UserId, posts: Vec<UserPost>) -> Vec<MessageId> {
        expect_ok(self.try_publish(user, user, &posts))
    }

    /// The same, but the bot is told of the first `at_once` messages only. The rest, and every later
    /// update, waits for [`release_updates`](TelegramStandIn::release_updates).
    #[track_caller]
    pub fn album_in_parts(&self, user: UserId, posts: Vec<UserPost>, at_once: usize) -> Vec<MessageId> {
        expect_ok(self.write(|world| world.speak(user, &SendAs::user(user), &posts, at_once)))
    }

    /// From now on the bot is told nothing new; what happens waits.
    pub fn hold_updates(&self) {
        self.write(|world| world.updates.hold());
    }

    /// The bot is told what waited, in order, and from now on everything at once again.
    pub fn release_updates(&self) {
        self.write(|world| world.updates.release());
    }

    /// A person edits what they sent: the words with their marks, and the file when the post has one.
    #[track_caller]
    pub fn edit_post(&self, user: UserId, message_id: MessageId, post: UserPost) {
        expect_ok(self.write(|world| world.edit_post(user, user, message_id, &post)));
    }

    /// Sends a post, or an album when there are several.
    ///
    /// # Errors
    /// There is no such user or chat, or Telegram's apps cannot send this.
    pub fn try_publish(
        &self,
        chat: ChatId,
        user: UserId,
        posts: &[UserPost],
    ) -> Result<Vec<MessageId>, ImpossibleAction> {
        self.write(|world| world.speak(chat, &SendAs::user(user), posts, posts.len()))
    }

    /// Edits a post.
    ///
    /// # Errors
    /// There is no such user, chat or message, it is forwarded or somebody else's, or Telegram's apps
    /// cannot send this.
    pub fn try_edit_post(
        &self,
        chat: ChatId,
        user: UserId,
        message_id: MessageId,
        post: &UserPost,
    ) -> Result<(), ImpossibleAction> {
        self.write(|world| world.edit_post(chat, user, message_id, post))
    }
}

//! The stand-in's methods for posts and albums in the private chat, and for updates that come late.

use super::ids::{ChatId, MessageId, UserId};
use super::impossible::ImpossibleAction;
use super::post::UserPost;
use super::senders::SendAs;
use super::stand_in::{TelegramStandIn, expect_ok};

impl TelegramStandIn {
    /// A person sends a post in the private chat.
    #[track_caller]
    pub fn post(&self, user: UserId, post: UserPost) -> MessageId {
        expect_ok(self.try_publish(user, user, &[post])).first().copied().unwrap_or_default()
    }

    /// A person sends an album; each of its messages is an update.
    #[track_caller]
    pub fn album(&self, user: UserId, posts: Vec<UserPost>) -> Vec<MessageId> {
        expect_ok(self.try_publish(user, user, &posts))
    }

    /// Like [`album`](Self::album), but the bot gets the updates of the first `at_once` messages only. The others and
    /// all later updates wait for [`release_updates`](Self::release_updates).
    #[track_caller]
    pub fn album_in_parts(&self, user: UserId, posts: Vec<UserPost>, at_once: usize) -> Vec<MessageId> {
        expect_ok(self.write(|world| world.speak(user, &SendAs::user(user), &posts, at_once)))
    }

    pub fn hold_updates(&self) {
        self.write(|world| world.updates.hold());
    }

    /// Delivers the updates that were held back, in order, and all later ones at once.
    pub fn release_updates(&self) {
        self.write(|world| world.updates.release());
    }

    /// A person edits a post: the text with its entities, and the file if the post has one.
    #[track_caller]
    pub fn edit_post(&self, user: UserId, message_id: MessageId, post: UserPost) {
        expect_ok(self.try_edit_post(user, user, message_id, &post));
    }

    pub fn try_publish(
        &self,
        chat: ChatId,
        user: UserId,
        posts: &[UserPost],
    ) -> Result<Vec<MessageId>, ImpossibleAction> {
        self.try_send_as(chat, SendAs::user(user), posts)
    }

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

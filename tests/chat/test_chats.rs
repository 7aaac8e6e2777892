//! People and groups of a test world.

use dealink_sandbox::telegram::{
    ChangeKind, ChatChange, ChatId, ChatKind, MessageId, Rights, Role, SendAs, UserId, UserPost,
};

use crate::test_world::TestWorld;

pub const FORUM: ChatKind = ChatKind::Supergroup { topics: true };
pub const PLAIN: ChatKind = ChatKind::Supergroup { topics: false };

pub fn deleting() -> Rights {
    Rights::none().with("can_delete_messages")
}

/// A person in the private chat with the bot.
#[derive(Clone, Copy)]
pub struct TestPerson<'a> {
    pub world: &'a TestWorld,
    pub id: UserId,
}

impl TestPerson<'_> {
    pub fn say(&self, text: &str) -> MessageId {
        self.world.sandbox.telegram.say(self.id, text)
    }

    /// The bot's next reply.
    pub async fn next(&self) -> ChatChange {
        self.world.sandbox.telegram.next_reply(self.id).await.unwrap()
    }

    /// Sends a text and reads one reply.
    pub async fn ask(&self, text: &str) -> ChatChange {
        self.say(text);
        self.next().await
    }

    /// Presses a button; returns the text of the pop-up, which may be empty, and the next reply.
    pub async fn press(&self, on: &ChatChange, button: &str) -> (String, ChatChange) {
        self.world.sandbox.telegram.press(self.id, on.message_id().unwrap(), button);
        let answer = self.next().await;
        assert!(
            matches!(answer.kind, ChangeKind::CallbackAnswer { .. }),
            "not the answer to a press: {answer}"
        );
        (answer.text().to_owned(), self.next().await)
    }

    /// `/forget` and the press that erases everything.
    pub async fn forget_everything(&self) -> ChatChange {
        let card = self.ask("/forget").await;
        self.world.sandbox.telegram.forge_press(self.id, card.message_id().unwrap(), "forget:erase");
        assert!(matches!(self.next().await.kind, ChangeKind::CallbackAnswer { .. }));
        self.next().await
    }
}

/// A group with the bot as an admin, after its greeting; its owner, who has written to the bot, and a member.
pub struct TestGroup<'a> {
    pub world: &'a TestWorld,
    pub id: ChatId,
    pub owner: TestPerson<'a>,
    pub member: UserId,
}

impl TestWorld {
    /// Makes a group in which the bot has these rights.
    pub async fn group(&self, kind: ChatKind, rights: Rights) -> TestGroup<'_> {
        let telegram = &self.sandbox.telegram;
        let owner = self.person("en");
        owner.ask("/start").await;
        let member = telegram.add_user("Ece", "tr");
        let id = telegram.add_chat(kind, "Deal hunters", &[owner.id, member]);
        self.watch_chat(id);
        telegram.set_bot(id, owner.id, Role::Admin(rights));
        let group = TestGroup { world: self, id, owner, member };
        if kind != ChatKind::Channel {
            assert!(group.next().await.text().contains("I share deals here"));
        } else {
            assert!(owner.next().await.text().contains("I am in your channel"));
        }
        group
    }

    /// Replies in this chat must be read by the test.
    pub fn watch_chat(&self, chat: ChatId) {
        let mut watched = self.watched.take();
        watched.push(chat);
        self.watched.set(watched);
    }
}

impl TestGroup<'_> {
    /// The member sends a text.
    pub fn say(&self, text: &str) -> MessageId {
        self.world.sandbox.telegram.send_as(self.id, SendAs::user(self.member), &UserPost::text(text))
    }

    /// The owner sends a text.
    pub fn owner_says(&self, text: &str) -> MessageId {
        self.world.sandbox.telegram.send_as(self.id, SendAs::user(self.owner.id), &UserPost::text(text))
    }

    /// The bot's next reply in the group.
    pub async fn next(&self) -> ChatChange {
        self.world.sandbox.telegram.next_reply(self.id).await.unwrap()
    }

    /// Presses a button in the group; returns the text of the pop-up.
    pub async fn press(&self, user: UserId, on: &ChatChange, button: &str) -> String {
        self.world.sandbox.telegram.press_in(self.id, user, on.message_id().unwrap(), button);
        let answer = self.next().await;
        assert!(
            matches!(answer.kind, ChangeKind::CallbackAnswer { .. }),
            "not the answer to a press: {answer}"
        );
        answer.text().to_owned()
    }

    /// Changes a setting as the owner, on the card in the private chat.
    pub async fn change_setting(&self, value: &str) {
        let telegram = &self.world.sandbox.telegram;
        let card = self.owner.ask(&format!("/start chat_{}", self.id)).await;
        telegram.forge_press(self.owner.id, card.message_id().unwrap(), &format!("chat:{}:{value}", self.id));
        let answer = self.owner.next().await;
        assert!(matches!(answer.kind, ChangeKind::CallbackAnswer { .. }), "{answer}");
        assert!(answer.text().contains("Saved"), "{answer}");
        self.owner.next().await;
    }

    /// Asserts that the bot has answered nothing so far: the owner's command is handled after all earlier updates of
    /// the group, and its answer must be the next reply.
    pub async fn expect_silence(&self) {
        let asked = self.owner_says("/help@dealink_sandbox_bot");
        let help = self.next().await;
        let of = help.message().unwrap()["reply_to_message"]["message_id"].as_i64();
        assert_eq!(of, Some(asked), "the bot was to be silent: {help}");
    }
}

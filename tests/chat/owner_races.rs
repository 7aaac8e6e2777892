//! A chat whose owner is no longer an admin: who owns it next, also when two admins act while Telegram answers slowly.

use std::sync::Arc;

use dealink_sandbox::telegram::{CallOutcome, ChatId, Rights, Role, TelegramCall, TelegramFault, UserId};
use tokio::sync::Notify;

use crate::test_chats::{PLAIN, TestPerson, deleting};
use crate::test_world::TestWorld;

/// A group whose owner left it, and two admins who may own it.
struct FreeGroup {
    world: TestWorld,
    id: ChatId,
    owner: UserId,
    ayla: UserId,
    bora: UserId,
}

impl FreeGroup {
    async fn new() -> FreeGroup {
        let mut world = TestWorld::new().await;
        let (id, owner) = {
            let group = world.group(PLAIN, deleting()).await;
            (group.id, group.owner.id)
        };
        let telegram = &world.sandbox.telegram;
        let [ayla, bora] = ["Ayla", "Bora"].map(|name| {
            let admin = telegram.add_user(name, "en");
            world.watch_chat(admin);
            telegram.set_role(id, admin, Role::Admin(Rights::none().with("can_change_info")));
            admin
        });
        telegram.set_role(id, owner, Role::Left);
        // So that Telegram is asked about the owner again.
        world.stop().await;
        world.start().await;
        FreeGroup { world, id, owner, ayla, bora }
    }

    fn ayla(&self) -> TestPerson<'_> {
        TestPerson { world: &self.world, id: self.ayla }
    }

    /// Presses a button of the group's card.
    async fn press(&self, person: UserId, value: &str) {
        let person = TestPerson { world: &self.world, id: person };
        let on = person.ask("/help").await.message_id().unwrap();
        let data = format!("chat:{}:{value}", self.id);
        self.world.sandbox.telegram.forge_press(person.id, on, &data);
    }

    /// While the bot waits for what Telegram says about the owner, Bora takes the chat over.
    async fn take_over_meanwhile(&self, answer: &Notify) {
        let bora = TestPerson { world: &self.world, id: self.bora };
        let telegram = &self.world.sandbox.telegram;
        let is_asked = || {
            let calls = telegram.calls("getChatMember");
            let is_held = |call: &TelegramCall| {
                call.outcome == CallOutcome::Pending && call.params["user_id"] == self.owner
            };
            calls.iter().any(is_held)
        };
        for calls in telegram.calls("getChatMember").len().. {
            if is_asked() {
                break;
            }
            telegram.wait_for_calls("getChatMember", calls + 1).await.unwrap();
        }
        self.press(self.bora, "account:mine").await;
        assert_eq!(bora.next().await.text(), "Saved");
        assert!(bora.next().await.text().contains("In charge: Bora"));
        answer.notify_one();
    }

    /// Holds back what Telegram says about the owner until the returned one is notified.
    fn hold_answer(&self) -> Arc<Notify> {
        let held = Arc::new(Notify::new());
        let fault = TelegramFault::UntilNotified(held.clone());
        self.world.sandbox.telegram.inject_fault_about(self.owner, "getChatMember", fault, 1);
        held
    }
}

/// Fault: Telegram answers slowly while an admin changes a setting of a chat whose owner left, and another admin takes the chat over.
/// Behaviour: the setting is saved, and the chat stays with the one who took it over.
#[tokio::test]
async fn a_setting_that_is_saved_late_takes_no_chat_away() {
    let group = FreeGroup::new().await;
    let held = group.hold_answer();
    group.press(group.ayla, "repeat:0").await;
    group.take_over_meanwhile(&held).await;
    assert_eq!(group.ayla().next().await.text(), "Saved");
    let saved = group.ayla().next().await;
    assert!(saved.text().contains("In charge: Bora") && saved.text().contains("no wait"), "{saved}");
}

/// Fault: Telegram answers slowly while an admin opens the card of a chat whose owner left, and another admin takes the chat over.
/// Behaviour: the chat stays with the one who took it over.
#[tokio::test]
async fn a_card_that_is_opened_late_takes_no_chat_away() {
    let group = FreeGroup::new().await;
    let held = group.hold_answer();
    group.ayla().say(&format!("/start chat_{}", group.id));
    group.take_over_meanwhile(&held).await;
    let card = group.ayla().next().await;
    assert!(card.text().contains("In charge: Bora"), "{card}");
}

#[tokio::test]
async fn suggestions_need_a_private_chat_with_the_next_owner_and_not_with_the_former_one() {
    let group = FreeGroup::new().await;
    group.world.sandbox.telegram.block(group.owner);
    group.press(group.ayla, "mode:suggest").await;
    assert_eq!(group.ayla().next().await.text(), "Saved");
    let card = group.ayla().next().await;
    assert!(card.text().contains("In charge: Ayla") && card.text().contains("Mode: suggest"), "{card}");
}

//! While Telegram does not answer a question, the answer is neither yes nor no.

use dealink_sandbox::telegram::{
    FeatureSupport, Rights, Role, SendAs, TelegramFault, TelegramOptions, UserPost,
};
use serde_json::json;

use crate::owner_notices::notice;
use crate::paused_time::{TimeHold, advance_while};
use crate::seeded::{self, page};
use crate::test_chats::{PLAIN, TestPerson, deleting};
use crate::test_world::{TestConfig, TestWorld};

/// How often a call is made before the bot does without its answer.
const CALLS: usize = 5;

/// An answer that says nothing about the member. A refusal, because the bot does not repeat it.
fn no_answer() -> TelegramFault {
    let body =
        json!({ "ok": false, "error_code": 400, "description": "Bad Request: member list is inaccessible" });
    TelegramFault::Status(400, body.to_string())
}

/// Starts the bot again, so that it remembers no answer of Telegram.
async fn restart(world: &mut TestWorld) {
    world.stop().await;
    world.start().await;
}

/// Fault: Telegram refuses to tell whether the owner of a chat is an admin.
/// Behaviour: the owner stays the owner, whoever opens the card or changes a setting.
#[tokio::test]
async fn an_owner_of_whom_nothing_is_known_stays_the_owner() {
    let mut world = TestWorld::new().await;
    let (id, owner) = {
        let group = world.group(PLAIN, deleting()).await;
        (group.id, group.owner.id)
    };
    restart(&mut world).await;
    let telegram = &world.sandbox.telegram;
    let other = world.person("en");
    telegram.set_role(id, other.id, Role::Admin(Rights::all()));
    telegram.inject_fault_about(owner, "getChatMember", no_answer(), usize::MAX);
    let card = other.ask(&format!("/start chat_{id}")).await;
    assert!(card.text().contains("In charge: could not be checked just now"), "{card}");
    let (said, card) = other.press(&card, &format!("chat:{id}:figures:off")).await;
    assert_eq!(said, "Saved", "who may change settings can change them: {card}");
    let other = other.id;
    telegram.clear_faults();
    restart(&mut world).await;
    let telegram = &world.sandbox.telegram;
    let other = TestPerson { world: &world, id: other };
    assert!(other.ask("/chats").await.text().contains("No group or channel yet"));
    other.next().await;
    let owner = TestPerson { world: &world, id: owner };
    assert!(owner.ask("/chats").await.text().contains("Your group"));
    owner.next().await;
    // An owner who is no admin any more is replaced, and told.
    telegram.set_role(id, owner.id, Role::Member);
    let card = other.ask(&format!("/start chat_{id}")).await;
    assert!(card.text().contains("In charge: Ada") && !card.text().contains("no longer"), "{card}");
    assert_eq!(notice(&owner).await.text(), "🔔 The settings of “Deal hunters” were changed.");
}

/// Fault: Telegram fails while the owner and the private chat are looked up.
/// Behaviour: nobody becomes owner, and the mode is not refused as impossible.
#[tokio::test(start_paused = true)]
async fn a_server_that_fails_makes_nobody_an_owner_and_refuses_no_mode() {
    let hold = TimeHold::new();
    let mut world = TestWorld::new().await;
    let (id, owner) = {
        let group = advance_while(&world, world.group(PLAIN, deleting())).await;
        (group.id, group.owner.id)
    };
    restart(&mut world).await;
    let other = world.person("en");
    let telegram = &world.sandbox.telegram;
    telegram.set_role(id, other.id, Role::Admin(Rights::all()));
    // As often as a call is made before the bot gives up: then the owner is looked up for the card, and Telegram answers.
    telegram.inject_fault_about(owner, "getChatMember", TelegramFault::Html502, CALLS);
    let card = advance_while(&world, other.ask(&format!("/start chat_{id}"))).await;
    assert!(card.text().contains("In charge: Ada"), "{card}");
    telegram.inject_fault("sendChatAction", TelegramFault::Html502, CALLS);
    telegram.forge_press(other.id, card.message_id().unwrap(), &format!("chat:{id}:mode:suggest"));
    assert!(advance_while(&world, other.next()).await.text().starts_with("Telegram did not answer"));
    telegram.clear_faults();
    assert!(advance_while(&world, other.ask("/chats")).await.text().contains("No group or channel yet"));
    advance_while(&world, other.next()).await;
    world.stop().await;
    hold.release().await;
}

/// Fault: Telegram does not tell whether the owner is still an admin.
/// Behaviour: no figures and suggestions are sent, and the owner is told why.
#[tokio::test]
async fn figures_and_suggestions_wait_until_the_owner_is_known_to_be_an_admin() {
    for mode in ["suggest", "reply"] {
        let mut world = TestWorld::new().await;
        let (id, owner, member) = {
            let group = world.group(PLAIN, deleting()).await;
            if mode == "suggest" {
                group.change_setting("mode:suggest").await;
            }
            (group.id, group.owner.id, group.member)
        };
        restart(&mut world).await;
        let telegram = &world.sandbox.telegram;
        telegram.inject_fault_about(owner, "getChatMember", no_answer(), usize::MAX);
        telegram.send_as(id, SendAs::user(member), &UserPost::text(&page(seeded::CARDIGAN)));
        let owner = TestPerson { world: &world, id: owner };
        let told = owner.next().await;
        assert!(told.text().contains("could not check just now whether you are still an admin"), "{told}");
        if mode == "reply" {
            let answer = telegram.next_reply(id).await.unwrap();
            assert_eq!(answer.buttons()[0][0]["callback_data"], "figures", "behind a button: {answer}");
        }
        telegram.clear_faults();
    }
}

#[tokio::test]
async fn a_former_admin_gets_no_figures_and_no_suggestions() {
    for mode in ["suggest", "reply"] {
        // Figures would be shown to one person in the group.
        let telegram = TelegramOptions { ephemeral: FeatureSupport::Supported, ..TelegramOptions::default() };
        let config = TestConfig { telegram, ..TestConfig::default() };
        let mut world = TestWorld::with_config(config).await;
        let (id, owner, member) = {
            let group = world.group(PLAIN, deleting()).await;
            if mode == "suggest" {
                group.change_setting("mode:suggest").await;
            }
            (group.id, group.owner.id, group.member)
        };
        restart(&mut world).await;
        let telegram = &world.sandbox.telegram;
        telegram.set_role(id, owner, Role::Member);
        telegram.send_as(id, SendAs::user(member), &UserPost::text(&page(seeded::CARDIGAN)));
        if mode == "suggest" {
            // The command is handled after the message.
            telegram.send_as(id, SendAs::user(member), &UserPost::text("/help@dealink_sandbox_bot"));
            assert!(telegram.next_reply(id).await.unwrap().text().contains("For admins"));
            assert!(telegram.unread(owner).is_empty());
        } else {
            let answer = telegram.next_reply(id).await.unwrap();
            assert_eq!(answer.buttons()[0][0]["callback_data"], "figures", "{answer}");
            let button = answer.message_id().unwrap();
            telegram.press_in(id, owner, button, "figures");
            assert!(telegram.next_reply(id).await.unwrap().text().contains("Only admins see the figures"));
        }
    }
}

/// Fault: Telegram does not tell whether an author is an admin, and only links of admins are accepted.
/// Behaviour: the message is left alone and the owner is told.
#[tokio::test]
async fn links_of_members_of_whom_nothing_is_known_are_left_alone_and_the_owner_is_told() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.change_setting("whose:admins").await;
    world.sandbox.telegram.inject_fault_about(group.member, "getChatMember", no_answer(), 1);
    group.say(&page(seeded::CARDIGAN));
    let told = group.owner.next().await;
    assert!(told.text().contains("whether a member is an admin"), "{told}");
    group.expect_silence().await;
}

/// Fault: Telegram does not tell who gave a command of admins.
/// Behaviour: nothing is done and the author is told to try again.
#[tokio::test]
async fn a_command_says_that_it_could_not_be_checked() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    world.sandbox.telegram.inject_fault("getChatMember", no_answer(), 1);
    group.owner_says("/settings@dealink_sandbox_bot");
    assert!(group.next().await.text().starts_with("Telegram did not answer"));
}

/// Fault: Telegram does not tell the rights of the bot in a group that reposts.
/// Behaviour: nothing is reposted or deleted, and the owner is told.
#[tokio::test]
async fn a_repost_waits_until_the_rights_of_the_bot_are_known() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.change_setting("mode:repost").await;
    world.sandbox.telegram.inject_fault("getChatMember", no_answer(), 1);
    group.say(&page(seeded::CARDIGAN));
    let told = group.owner.next().await;
    assert!(told.text().contains("could not check my rights"), "{told}");
    // And the mode is not chosen before that.
    group.change_setting("mode:reply").await;
    assert!(group.owner.ask(&format!("/start chat_{}", group.id)).await.text().contains("Mode: reply"));
    let bot = world.sandbox.telegram.bot()["id"].as_i64().unwrap();
    world.sandbox.telegram.inject_fault_about(bot, "getChatMember", no_answer(), 1);
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let repost = format!("chat:{}:mode:repost", group.id);
    world.sandbox.telegram.forge_press(group.owner.id, card.message_id().unwrap(), &repost);
    assert!(group.owner.next().await.text().starts_with("Telegram did not answer"));
}

/// Fault: Telegram does not tell the rights of the bot in a paused chat.
/// Behaviour: the chat stays paused and the card says that the rights are not known.
#[tokio::test]
async fn a_paused_chat_stays_paused_until_its_rights_are_known_and_the_card_says_so() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let closed = json!({ "ok": false, "error_code": 400,
        "description": "Bad Request: not enough rights to send text messages to the chat" });
    world.sandbox.telegram.set_bot(group.id, group.owner.id, Role::Member);
    world.sandbox.telegram.inject_fault("sendMessage", TelegramFault::Status(400, closed.to_string()), 1);
    group.say(&page(seeded::CARDIGAN));
    assert!(group.owner.next().await.text().contains("I have paused in"));
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let rights = format!("chat:{}:rights", group.id);
    // What all members may do, and what the bot may do.
    let bot = world.sandbox.telegram.bot()["id"].as_i64().unwrap();
    for method in ["getChat", "getChatMember"] {
        world.sandbox.telegram.inject_fault_about(
            bot,
            "getChatMember",
            no_answer(),
            usize::from(method == "getChatMember") * 2,
        );
        world.sandbox.telegram.inject_fault("getChat", no_answer(), usize::from(method == "getChat") * 2);
        let (_, page) = group.owner.press(&card, "🛡 Rights").await;
        assert!(
            page.text().contains("❔ Write messages") && page.text().contains("could not be checked"),
            "{page}"
        );
        let (_, home) = group.owner.press(&page, "‹ Back").await;
        assert!(home.text().contains("Paused"), "{home}");
        world.sandbox.telegram.clear_faults();
    }
    world.sandbox.telegram.press(group.owner.id, card.message_id().unwrap(), &rights);
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(group.owner.next().await.text().to_owned());
    }
    assert!(told.iter().any(|text| text.contains("at work in")), "{told:?}");
}

/// Fault: Telegram does not tell the rights of the person who adds the bot.
/// Behaviour: nobody owns the settings, and the person is told how to take over.
#[tokio::test]
async fn who_adds_the_bot_while_nothing_is_known_is_told_and_can_take_over() {
    let world = TestWorld::new().await;
    let telegram = &world.sandbox.telegram;
    let owner = world.person("en");
    owner.ask("/start").await;
    let id = telegram.add_chat(PLAIN, "Deals", &[owner.id]);
    world.watch_chat(id);
    telegram.inject_fault_about(owner.id, "getChatMember", no_answer(), 1);
    telegram.set_bot(id, owner.id, Role::Admin(deleting()));
    telegram.next_reply(id).await.unwrap();
    assert!(owner.next().await.text().contains("nobody is in charge there yet"));
    assert!(owner.ask("/chats").await.text().contains("No group"));
    owner.next().await;
    // Neither is its kind known, so nothing is changed.
    assert!(owner.ask(&format!("/start chat_{id}")).await.text().contains("In charge: Ada"));
}

/// Fault: Telegram does not tell whether a chat is a group or a channel.
/// Behaviour: nothing is stored about the chat.
#[tokio::test]
async fn a_chat_whose_kind_is_not_known_is_not_set_up() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let forget = format!("chat:{}:forget:yes", group.id);
    world.sandbox.telegram.forge_press(group.owner.id, card.message_id().unwrap(), &forget);
    group.owner.next().await;
    group.owner.next().await;
    // Nothing is stored about the chat any more.
    world.sandbox.telegram.inject_fault("getChat", no_answer(), 1);
    let told = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    assert!(told.text().starts_with("Telegram did not answer"), "{told}");
    assert!(group.owner.ask(&format!("/start chat_{}", group.id)).await.text().contains("Deal hunters"));
}

#[tokio::test]
async fn a_restricted_bot_that_left_was_not_in_the_chat_when_it_comes_back() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let telegram = &world.sandbox.telegram;
    telegram.set_bot(group.id, group.owner.id, Role::Restricted(Rights::of_members()));
    telegram.set_bot(group.id, group.owner.id, Role::RestrictedLeft(Rights::of_members()));
    telegram.set_bot(group.id, group.owner.id, Role::Admin(deleting()));
    assert!(group.next().await.text().contains("I share deals here"));
}

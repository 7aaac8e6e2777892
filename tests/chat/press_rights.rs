//! Every button that is about a chat, pressed by everybody who may not press it: nothing changes, and nothing private is shown.

use dealink::telegram::callback::{CallbackData, ChatCardAction, ListCardAction};
use dealink_sandbox::telegram::{
    ChatChange, ChatKind, Rights, Role, SendAs, TelegramFault, UserId, UserPost,
};
use teloxide::types::ChatId;

use crate::chat_buttons::{card_actions, chat_buttons};
use crate::owner_notices::notice;
use crate::seeded::{self, page};
use crate::test_chats::{PLAIN, TestGroup, TestPerson, deleting};
use crate::test_world::TestWorld;

pub const NOT_ADMIN: &str = "Only admins of that chat can do this.";
pub const NOT_CHECKED: &str = "Telegram did not answer";

/// A new admin with these rights, and the card that they opened. A new one for each look, because a chat with many messages would
/// wait for Telegram's limits.
async fn admin<'a>(group: &TestGroup<'a>, rights: Rights) -> (TestPerson<'a>, ChatChange) {
    let person = group.world.person("en");
    group.world.sandbox.telegram.set_role(group.id, person.id, Role::Admin(rights));
    let card = person.ask(&format!("/start chat_{}", group.id)).await;
    (person, card)
}

/// What an admin sees of the chat's settings.
async fn settings_of(group: &TestGroup<'_>) -> String {
    let mut seen = Vec::new();
    for page in ["whose", "account", "template", "subids"] {
        let (viewer, card) = admin(group, Rights::none()).await;
        let data = format!("chat:{}:{page}", group.id);
        group.world.sandbox.telegram.forge_press(viewer.id, card.message_id().unwrap(), &data);
        viewer.next().await;
        seen.extend([card.text().to_owned(), viewer.next().await.text().to_owned()]);
    }
    seen.join("\n")
}

/// Presses a button that makes the bot ask, and reads the question.
async fn press_and_read_question(
    person: &TestPerson<'_>,
    group: &TestGroup<'_>,
    card: &ChatChange,
    ask: &str,
) {
    let data = format!("chat:{}:{ask}", group.id);
    person.world.sandbox.telegram.forge_press(person.id, card.message_id().unwrap(), &data);
    person.next().await;
    person.next().await;
}

/// The same, and types the answer. Returns the reply to it.
async fn ask_and_type(
    person: &TestPerson<'_>,
    group: &TestGroup<'_>,
    card: &ChatChange,
    ask: &str,
    typed: &str,
) -> ChatChange {
    press_and_read_question(person, group, card, ask).await;
    person.ask(typed).await
}

/// A group with settings that every forbidden press would change, and a suggestion that waits.
async fn group_with_a_suggestion(world: &TestWorld) -> (TestGroup<'_>, ChatChange, u64) {
    let group = world.group(PLAIN, deleting()).await;
    let (other, card) = admin(&group, Rights::all()).await;
    ask_and_type(&other, &group, &card, "subids:ask", "{chat} {user}").await;
    assert!(notice(&group.owner).await.text().contains("SubIDs: {chat} {user}"));
    let (other, card) = admin(&group, Rights::all()).await;
    let preview = ask_and_type(&other, &group, &card, "template:ask", "{title} {link} #ad").await;
    other.press(&preview, &format!("chat:{}:template:save", group.id)).await;
    group.say(&page(seeded::CARDIGAN));
    let answer = group.next().await;
    let (other, card) = admin(&group, Rights::all()).await;
    let data = format!("chat:{}:mode:suggest", group.id);
    world.sandbox.telegram.forge_press(other.id, card.message_id().unwrap(), &data);
    other.next().await;
    other.next().await;
    group.say(&page(seeded::HOT));
    let suggestion = group.owner.next().await;
    let data = suggestion.buttons()[0][0]["callback_data"].as_str().unwrap().to_owned();
    (group, answer, data.rsplit_once(':').unwrap().1.parse().unwrap())
}

/// Presses a button in the person's private chat and returns the text of the answer.
async fn press_in_private(person: &TestPerson<'_>, on: i64, data: &str) -> String {
    person.world.sandbox.telegram.forge_press(person.id, on, data);
    person.next().await.text().to_owned()
}

async fn press_in_group(group: &TestGroup<'_>, user: UserId, on: i64, data: &str) -> String {
    group.world.sandbox.telegram.forge_press_in(group.id, user, on, data);
    group.next().await.text().to_owned()
}

/// A press on every button by somebody to whom nothing is shown either. `figures` is what a press for the figures is answered with.
async fn expect_all_refused(
    (group, answer, suggestion): (&TestGroup<'_>, &ChatChange, u64),
    person: &TestPerson<'_>,
    expected: &str,
    figures: &str,
) {
    let start = person.ask("/help").await.message_id().unwrap();
    for button in chat_buttons(group.id, suggestion) {
        let data = button.encode().unwrap();
        if button != CallbackData::Figures {
            let told = press_in_private(person, start, &data).await;
            assert!(told.starts_with(expected), "{data}: {told}");
        }
        let chats = group.world.sandbox.telegram.chats();
        let is_in_group = chats.iter().any(|chat| chat.id == group.id && chat.people.contains(&person.id));
        if is_in_group && !matches!(button, CallbackData::Suggestion(..)) {
            let told = press_in_group(group, person.id, answer.message_id().unwrap(), &data).await;
            let expected = if button == CallbackData::Figures { figures } else { expected };
            assert!(told.starts_with(expected), "{data} in the group: {told}");
        }
    }
    let telegram = &group.world.sandbox.telegram;
    assert!(telegram.unread(person.id).is_empty() && telegram.unread(group.id).is_empty());
}

#[tokio::test]
async fn strangers_members_and_former_admins_change_nothing_and_see_nothing() {
    let world = TestWorld::new().await;
    let (group, answer, suggestion) = group_with_a_suggestion(&world).await;
    let before = settings_of(&group).await;
    let people = [Role::Left, Role::Member, Role::Restricted(Rights::of_members()), Role::Banned];
    for role in people {
        let (person, card) = admin(&group, Rights::all()).await;
        assert!(card.text().contains("Deal hunters"));
        world.sandbox.telegram.set_role(group.id, person.id, role);
        let about = (&group, &answer, suggestion);
        expect_all_refused(about, &person, NOT_ADMIN, "Only admins see the figures").await;
        assert!(person.ask(&format!("/start chat_{}", group.id)).await.text().starts_with(NOT_ADMIN));
    }
    assert_eq!(settings_of(&group).await, before);
}

/// Fault: Telegram does not tell who is an admin while buttons are pressed.
/// Behaviour: every button says that it could not be checked, and changes and shows nothing.
#[tokio::test]
async fn while_telegram_does_not_tell_who_is_an_admin_nobody_is_one_and_nobody_is_none() {
    let world = TestWorld::new().await;
    let (group, answer, suggestion) = group_with_a_suggestion(&world).await;
    let before = settings_of(&group).await;
    let person = world.person("en");
    world.sandbox.telegram.set_role(group.id, person.id, Role::Admin(Rights::all()));
    for refusal in ["Bad Request: member not found", "Bad Request: user not found"] {
        let body = format!(r#"{{"ok":false,"error_code":400,"description":"{refusal}"}}"#);
        let fault = TelegramFault::Status(400, body);
        world.sandbox.telegram.inject_fault("getChatMember", fault, usize::MAX);
        let about = (&group, &answer, suggestion);
        expect_all_refused(about, &person, NOT_CHECKED, NOT_CHECKED).await;
        assert!(person.ask(&format!("/start chat_{}", group.id)).await.text().starts_with(NOT_CHECKED));
        world.sandbox.telegram.clear_faults();
    }
    assert_eq!(settings_of(&group).await, before);
}

/// The right whose absence a press is refused for; `None` if every admin may press.
fn missing_right(action: ChatCardAction) -> Option<&'static str> {
    match action {
        ChatCardAction::Show(_) => None,
        ChatCardAction::Save(_)
        | ChatCardAction::AskSubIds
        | ChatCardAction::AskTemplate
        | ChatCardAction::SaveTemplate
        | ChatCardAction::Forget => Some("For this you need the admin right “Change info”"),
    }
}

#[tokio::test]
async fn an_admin_without_the_right_changes_nothing() {
    let world = TestWorld::new().await;
    let (group, ..) = group_with_a_suggestion(&world).await;
    let before = settings_of(&group).await;
    let (person, card) = admin(&group, Rights::all().without("can_change_info")).await;
    let mut presses = 0;
    for action in card_actions() {
        let Some(expected) = missing_right(action) else { continue };
        let data = CallbackData::Chat(ChatId(group.id), action).encode().unwrap();
        let told = press_in_private(&person, card.message_id().unwrap(), &data).await;
        assert!(told.starts_with(expected), "{data}: {told}");
        presses += 1;
    }
    assert!(presses > 20);
    assert_eq!(settings_of(&group).await, before);
    // In the group as well.
    let said = group.say("hello");
    for command in
        ["/allow", "/deny", "/save x https://www.aliexpress.com/item/1005009000000012.html", "/delete x"]
    {
        let command = command.replacen(' ', "@dealink_sandbox_bot ", 1);
        let command = if command.contains('@') { command } else { format!("{command}@dealink_sandbox_bot") };
        let post = UserPost::text(&command).reply_to(said);
        world.sandbox.telegram.send_as(group.id, SendAs::user(person.id), &post);
        assert!(group.next().await.text().starts_with("For this you need"), "{command}");
    }
}

/// Fault: an anonymous admin sends a command for which only some of the anonymous admins have the right, or while Telegram does not
/// tell who they are.
/// Behaviour: nothing changes, and the admin is asked to write under their own name, or to try again.
#[tokio::test]
async fn an_anonymous_admin_has_the_rights_that_all_anonymous_admins_have() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let telegram = &world.sandbox.telegram;
    let [with, without] = [Rights::none().with("can_change_info"), Rights::none()].map(|rights| {
        let admin = world.person("en");
        telegram.set_role(group.id, admin.id, Role::Admin(rights));
        admin.id
    });
    let said = group.say("hello");
    let allow = async |admin: UserId| {
        let post = UserPost::text("/allow@dealink_sandbox_bot").reply_to(said);
        telegram.send_as(group.id, SendAs::user(admin).anonymous(), &post);
        group.next().await.text().to_owned()
    };
    assert!(allow(with).await.contains("from now on I handle"), "the only anonymous admin has the right");
    telegram.set_anonymous(group.id, group.owner.id, true);
    assert!(allow(with).await.contains("from now on I handle"), "the creator has every right");
    assert!(allow(without).await.starts_with("I cannot see which admin wrote this"));
    // Whoever it was: Telegram does not tell.
    assert!(allow(with).await.starts_with("I cannot see which admin wrote this"));
    telegram.set_anonymous(group.id, without, false);
    assert!(allow(with).await.contains("from now on I handle"));
    let refused = r#"{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"#;
    let fault = TelegramFault::Status(400, refused.to_owned());
    telegram.inject_fault("getChatAdministrators", fault, 1);
    assert!(allow(with).await.starts_with(NOT_CHECKED));
}

#[tokio::test]
async fn who_lets_the_bot_delete_messages_may_delete_them() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let (person, card) = admin(&group, Rights::none().with("can_change_info")).await;
    let telegram = &world.sandbox.telegram;
    let repost = format!("chat:{}:mode:repost", group.id);
    let told = press_in_private(&person, card.message_id().unwrap(), &repost).await;
    assert!(told.contains("“Delete messages”"), "{told}");
    // The bot needs the right as well.
    telegram.set_bot(group.id, group.owner.id, Role::Admin(Rights::none().with("can_pin_messages")));
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let told = press_in_private(&group.owner, card.message_id().unwrap(), &repost).await;
    assert!(told.starts_with("To repost I need the right"), "{told}");
    telegram.set_bot(group.id, group.owner.id, Role::Admin(deleting()));
    let rights = Rights::none().with("can_change_info").with("can_delete_messages");
    telegram.set_role(group.id, person.id, Role::Admin(rights));
    assert_eq!(press_in_private(&person, card.message_id().unwrap(), &repost).await, "Saved");
    person.next().await;
    let told = notice(&group.owner).await;
    assert!(told.text().contains("Mode: repost"), "{told}");
}

#[tokio::test]
async fn a_channel_is_set_up_by_those_who_may_edit_its_posts() {
    let world = TestWorld::new().await;
    let bot = Rights::none().with("can_edit_messages").with("can_post_messages");
    let channel = world.group(ChatKind::Channel, bot).await;
    for (rights, action, expected) in [
        (
            Rights::none().with("can_change_info"),
            "mode:off",
            "For this you need the admin right “Edit messages”",
        ),
        (Rights::none().with("can_change_info"), "account:mine", "For this you need the admin right “Edit"),
        (
            Rights::none().with("can_edit_messages"),
            "account:mine",
            "For this you need the admin right “Change",
        ),
        (Rights::none().with("can_edit_messages"), "forget:yes", "For this you need the admin right “Change"),
        (Rights::none().with("can_edit_messages"), "subids:ask", "For this you need the admin right “Change"),
    ] {
        let (person, card) = admin(&channel, rights).await;
        let data = format!("chat:{}:{action}", channel.id);
        let told = press_in_private(&person, card.message_id().unwrap(), &data).await;
        assert!(told.starts_with(expected), "{action}: {told}");
    }
    let (person, card) = admin(&channel, Rights::none().with("can_edit_messages")).await;
    let data = format!("chat:{}:mode:off", channel.id);
    assert_eq!(press_in_private(&person, card.message_id().unwrap(), &data).await, "Saved");
    assert!(person.next().await.text().contains("Mode: off"));
}

#[tokio::test]
async fn what_is_typed_is_checked_when_it_is_typed() {
    let world = TestWorld::new().await;
    let (group, ..) = group_with_a_suggestion(&world).await;
    let before = settings_of(&group).await;
    let telegram = &world.sandbox.telegram;
    for (ask, typed) in [("subids:ask", "mine"), ("template:ask", "{link} mine")] {
        let cases = [
            (Role::Member, NOT_ADMIN),
            (Role::Admin(Rights::all().without("can_change_info")), "For this you need the admin right"),
        ];
        for (role, expected) in cases {
            let (person, card) = admin(&group, Rights::all()).await;
            press_and_read_question(&person, &group, &card, ask).await;
            telegram.set_role(group.id, person.id, role);
            let told = person.ask(typed).await;
            assert!(told.text().starts_with(expected), "{ask}: {told}");
            // The question is over.
            assert!(!person.ask("more").await.text().starts_with(expected));
        }
    }
    // A preview that was made as an admin is not saved by a former one.
    let (person, card) = admin(&group, Rights::all()).await;
    let preview = ask_and_type(&person, &group, &card, "template:ask", "{link} mine").await;
    telegram.set_role(group.id, person.id, Role::Member);
    let save = format!("chat:{}:template:save", group.id);
    assert!(press_in_private(&person, preview.message_id().unwrap(), &save).await.starts_with(NOT_ADMIN));
    assert_eq!(settings_of(&group).await, before);
}

/// Fault: Telegram does not tell who is an admin while a setting is typed.
/// Behaviour: nothing is saved, and it can be typed again.
#[tokio::test]
async fn what_is_typed_while_nothing_is_known_can_be_typed_again() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let telegram = &world.sandbox.telegram;
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    press_and_read_question(&group.owner, &group, &card, "subids:ask").await;
    let refused = r#"{"ok":false,"error_code":400,"description":"Bad Request: member not found"}"#;
    telegram.inject_fault("getChatMember", TelegramFault::Status(400, refused.to_owned()), 1);
    assert!(group.owner.ask("mine").await.text().starts_with(NOT_CHECKED));
    assert!(group.owner.ask("mine").await.text().contains("now carry"));
}

#[tokio::test]
async fn questions_about_a_chat_that_was_erased_have_ended() {
    let world = TestWorld::new().await;
    let bot = Rights::none().with("can_edit_messages").with("can_post_messages");
    let channel = world.group(ChatKind::Channel, bot).await;
    let rights = Rights::none().with("can_change_info").with("can_edit_messages");
    let (asked, card) = admin(&channel, rights.clone()).await;
    press_and_read_question(&asked, &channel, &card, "subids:ask").await;
    let (drafting, card) = admin(&channel, rights).await;
    let preview = ask_and_type(&drafting, &channel, &card, "template:ask", "{link} mine").await;
    let start = channel.owner.ask("/help").await.message_id().unwrap();
    press_in_private(&channel.owner, start, &format!("chat:{}:forget:yes", channel.id)).await;
    channel.owner.next().await;
    // In a group these rights would be enough to change the SubIDs.
    let telegram = &world.sandbox.telegram;
    telegram.set_role(channel.id, asked.id, Role::Admin(Rights::none().with("can_change_info")));
    assert!(!asked.ask("mine").await.text().contains("now carry"));
    let save = format!("chat:{}:template:save", channel.id);
    let told = press_in_private(&drafting, preview.message_id().unwrap(), &save).await;
    assert_eq!(told, "This button is out of date.");
}

#[tokio::test]
async fn lists_are_for_operators_and_buttons_of_the_private_chat_do_nothing_in_a_group() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.say(&page(seeded::CARDIGAN));
    let answer = group.next().await.message_id().unwrap();
    let start = group.owner.ask("/help").await.message_id().unwrap();
    let home = CallbackData::Lists(ListCardAction::Home).encode().unwrap();
    assert!(press_in_private(&group.owner, start, &home).await.contains("out of date"));
    group.owner.next().await;
    for data in
        [home.as_str(), "set:short:on", "forget:erase", "others:always", "program:rules", "post:details"]
    {
        let told = press_in_group(&group, group.owner.id, answer, data).await;
        assert!(told.contains("out of date"), "{data}: {told}");
    }
}

//! The owner is named on the card, and told when somebody else changes what concerns them.

use dealink_sandbox::telegram::{ChatChange, Rights, Role, SendAs, TelegramFault, UserPost};

use crate::seeded::{self, page};
use crate::test_chats::{PLAIN, TestGroup, TestPerson, deleting};
use crate::test_world::TestWorld;

/// Another admin, with the rights to change the settings.
fn other_admin<'a>(group: &TestGroup<'a>, name: &str) -> TestPerson<'a> {
    let telegram = &group.world.sandbox.telegram;
    let id = telegram.add_user(name, "en");
    group.world.watch_chat(id);
    let rights = Rights::none().with("can_change_info").with("can_delete_messages");
    telegram.set_role(group.id, id, Role::Admin(rights));
    TestPerson { world: group.world, id }
}

async fn press(person: &TestPerson<'_>, group: &TestGroup<'_>, value: &str) {
    let card = person.ask(&format!("/start chat_{}", group.id)).await;
    let data = format!("chat:{}:{value}", group.id);
    person.world.sandbox.telegram.forge_press(person.id, card.message_id().unwrap(), &data);
    person.next().await;
    person.next().await;
}

/// The owner's notice, which comes a minute after the change.
pub async fn notice(owner: &TestPerson<'_>) -> ChatChange {
    owner.world.advance_clock(60);
    owner.next().await
}

#[tokio::test]
async fn the_owner_is_told_whose_links_what_is_deleted_and_who_is_in_charge() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let other = other_admin(&group, "Deniz");
    let card = other.ask(&format!("/start chat_{}", group.id)).await;
    assert!(card.text().contains("In charge: Ada"), "{card}");
    for (value, told) in [
        ("account:sender", "Links carry: the sender's settings"),
        ("whose:admins", "Whose links: admins only"),
        ("mode:repost", "Mode: repost"),
        ("mode:reply", "Mode: reply"),
    ] {
        press(&other, &group, value).await;
        let notice = notice(&group.owner).await;
        assert!(notice.text().starts_with("🔔 Deniz changed the settings of “Deal hunters”."), "{notice}");
        assert!(notice.text().contains(told), "{notice}");
    }
    press(&other, &group, "subids:ask").await;
    other.ask("{chat} mine").await;
    assert!(notice(&group.owner).await.text().contains("SubIDs: {chat} mine"));
    // What does not concern the owner is not told.
    press(&other, &group, "repeat:0").await;
    press(&other, &group, "quiet:23-8").await;
    let said = group.say("hello");
    let allow = UserPost::text("/allow@dealink_sandbox_bot").reply_to(said);
    world.sandbox.telegram.send_as(group.id, SendAs::user(other.id).anonymous(), &allow);
    group.next().await;
    let told = notice(&group.owner).await;
    assert!(told.text().starts_with("🔔 An anonymous admin changed the settings"), "{told}");
    press(&other, &group, "account:mine").await;
    assert!(notice(&group.owner).await.text().contains("Somebody else is in charge there now"));
    // Now the other one is told, and the former owner is not.
    press(&group.owner, &group, "forget:yes").await;
    let told = notice(&other).await;
    assert!(told.text().starts_with("🔔 Ada erased everything that I kept about “Deal hunters”."), "{told}");
}

/// Fault: the owner of a chat blocked the bot while another admin takes the chat over.
/// Behaviour: the change is made.
#[tokio::test]
async fn a_change_is_made_although_the_owner_cannot_be_told() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let other = other_admin(&group, "Deniz");
    world.sandbox.telegram.block(group.owner.id);
    press(&other, &group, "account:mine").await;
    assert!(other.ask("/chats").await.text().contains("Your group"));
    other.next().await;
    group.say(&page(seeded::CARDIGAN));
    group.next().await;
}

#[tokio::test]
async fn what_is_toggled_within_a_minute_is_told_once_as_it_is_then() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let [deniz, eda] = ["Deniz", "Eda"].map(|name| other_admin(&group, name));
    for value in ["whose:admins", "whose:all", "whose:chosen", "account:sender"] {
        press(&deniz, &group, value).await;
    }
    press(&eda, &group, "whose:admins").await;
    let told = notice(&group.owner).await;
    assert!(told.text().starts_with("🔔 Several admins changed the settings of “Deal hunters”."), "{told}");
    assert!(told.text().contains("Whose links: admins only"), "{told}");
    assert!(told.text().contains("Links carry: the sender's settings"), "{told}");
    // What was undone is told too: links may have been made meanwhile.
    press(&eda, &group, "account:mine").await;
    assert!(notice(&group.owner).await.text().contains("Somebody else is in charge there now"));
    press(&deniz, &group, "subids:ask").await;
    deniz.ask("mine").await;
    press(&deniz, &group, "subids:none").await;
    let told = notice(&eda).await;
    assert!(told.text().ends_with("What concerns you is as it was before."), "{told}");
    world.advance_clock(600);
    press(&deniz, &group, "repeat:0").await;
}

#[tokio::test]
async fn an_owner_who_is_no_admin_any_more_learns_only_that_something_changed() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let other = other_admin(&group, "Deniz");
    press(&other, &group, "subids:ask").await;
    other.ask("{chat} secret").await;
    world.sandbox.telegram.set_role(group.id, group.owner.id, Role::Member);
    let told = notice(&group.owner).await;
    assert_eq!(told.text(), "🔔 The settings of “Deal hunters” were changed.");
    assert!(told.buttons().is_empty(), "{told}");
    // Without the card, which would make the other one the owner.
    let start = other.ask("/help").await.message_id().unwrap();
    world.sandbox.telegram.forge_press(other.id, start, &format!("chat:{}:forget:yes", group.id));
    other.next().await;
    other.next().await;
    let told = notice(&group.owner).await;
    assert_eq!(told.text(), "🔔 Everything that I kept about “Deal hunters” was erased.");
}

/// Fault: Telegram makes the bot wait for long before it may write to the owner of a chat, and admins change the settings meanwhile.
/// Behaviour: presses are answered and changes are made at once; the owner is told what can be told when the wait is over.
#[tokio::test]
async fn an_owner_who_cannot_be_written_to_for_a_while_holds_nobody_up() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let other = other_admin(&group, "Deniz");
    let wait = TelegramFault::TooManyRequests { retry_after: 3_600, chat: Some(group.owner.id) };
    world.sandbox.telegram.inject_fault("sendMessage", wait, 1);
    for value in ["whose:admins", "whose:all", "whose:chosen"] {
        press(&other, &group, value).await;
        world.advance_clock(60);
    }
    let said = group.say("hello");
    let allow = UserPost::text("/allow@dealink_sandbox_bot").reply_to(said);
    world.sandbox.telegram.send_as(group.id, SendAs::user(other.id), &allow);
    assert!(group.next().await.text().contains("from now on I handle"));
    group.say(&page(seeded::CARDIGAN));
    group.next().await;
}

#[tokio::test]
async fn names_make_no_links_and_are_not_the_last_words() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let telegram = &world.sandbox.telegram;
    let name =
        "Admin \u{202e}https://evil.example @evil_bot Z\u{30d}\u{30d}\u{30d}\u{30d}\u{30d}\u{30d}\u{30d}";
    let member = telegram.add_user(name, "en");
    telegram.set_role(group.id, member, Role::Member);
    group.change_setting("mode:repost").await;
    telegram.send_as(
        group.id,
        SendAs::user(member),
        &UserPost::text(&format!("see {}", page(seeded::CARDIGAN))),
    );
    let back = group.next().await;
    group.next().await;
    let linked = |change: &dealink_sandbox::telegram::ChatChange| -> Vec<String> {
        let kinds = change.entities().into_iter().map(|entity| entity["type"].as_str().unwrap().to_owned());
        kinds.filter(|kind| ["mention", "hashtag", "bot_command", "email"].contains(&kind.as_str())).collect()
    };
    assert!(back.text().contains("Admin ") && back.text().ends_with(" shared this."), "{back}");
    assert_eq!(back.entities().iter().filter(|entity| entity["type"] == "url").count(), 1, "{back:#}");
    assert_eq!(linked(&back), [] as [&str; 0]);
    assert!(
        !back.text().contains('\u{202e}') && !back.text().contains("\u{30d}\u{30d}\u{30d}\u{30d}\u{30d}")
    );
    let named = back.entities().into_iter().find(|entity| entity["type"] == "text_mention").unwrap();
    assert_eq!(named["user"]["id"], member);
    let said = telegram.send_as(group.id, SendAs::user(member), &UserPost::text("hello"));
    for command in ["/allow@dealink_sandbox_bot", "/deny@dealink_sandbox_bot"] {
        let post = UserPost::text(command).reply_to(said);
        telegram.send_as(group.id, SendAs::user(group.owner.id), &post);
        let told = group.next().await;
        assert!(told.text().starts_with("Admin ") && linked(&told).is_empty(), "{told}");
        assert!(told.entities().iter().all(|entity| entity["type"] != "url"), "{told}");
        let words = told.text().split("\n\n").next().unwrap();
        assert!(!words.trim_end_matches('.').ends_with('Z'), "{told}");
    }
    // What a member types is said again as a name is.
    telegram.send_as(
        group.id,
        SendAs::user(member),
        &UserPost::text("/deal@dealink_sandbox_bot evil.example @evil_bot"),
    );
    let unknown = group.next().await;
    assert!(unknown.text().contains("There is no saved deal"), "{unknown}");
    assert!(
        unknown.entities().iter().all(|entity| entity["type"] != "url" && entity["type"] != "mention"),
        "{unknown}"
    );
}

#[tokio::test]
async fn the_code_of_a_member_is_kept_over_restarts_and_differs_between_bots() {
    let mut codes = Vec::new();
    for _ in 0..2 {
        let mut world = TestWorld::new().await;
        let (id, owner, member) = {
            let group = world.group(PLAIN, deleting()).await;
            group.change_setting("whose:chosen").await;
            (group.id, group.owner.id, group.member)
        };
        let mut of_world = Vec::new();
        for _ in 0..2 {
            let telegram = &world.sandbox.telegram;
            let said = telegram.send_as(id, SendAs::user(member), &UserPost::text("hello"));
            let allow = UserPost::text("/allow@dealink_sandbox_bot").reply_to(said);
            telegram.send_as(id, SendAs::user(owner), &allow);
            let told = telegram.next_reply(id).await.unwrap();
            of_world.push(told.text().rsplit_once(": ").unwrap().1.to_owned());
            world.stop().await;
            world.start().await;
        }
        assert_eq!(of_world[0], of_world[1]);
        assert!(of_world[0].len() == 7 && of_world[0].starts_with('u'), "{of_world:?}");
        codes.push(of_world.swap_remove(0));
    }
    assert_ne!(codes[0], codes[1], "the same person in the same chat of two bots");
}

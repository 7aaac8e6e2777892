//! Settings of groups and who may change them; rights that are given and taken.

use dealink_sandbox::telegram::{ChatChange, Rights, Role, SendAs, UserPost};
use insta::assert_snapshot;

use crate::groups::assert_public;
use crate::seeded::{self, page};
use crate::test_chats::{FORUM, PLAIN, TestGroup, deleting};
use crate::test_world::TestWorld;

#[tokio::test]
async fn only_real_admins_change_settings_and_each_press_is_checked() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    // A member's command is not answered.
    group.say("/settings@dealink_sandbox_bot");
    group.expect_silence().await;
    // An anonymous admin counts as an admin.
    let anonymous = SendAs::user(group.owner.id).anonymous();
    world.sandbox.telegram.send_as(group.id, anonymous, &UserPost::text("/settings@dealink_sandbox_bot"));
    let card = group.next().await;
    assert_snapshot!("card_en", card.to_string());
    let mode = format!("chat:{}:mode", group.id);
    let refused = group.press(group.member, &card, &mode).await;
    assert_eq!(refused, "Bunu yalnızca o sohbetin yöneticileri yapabilir.");
    group.press(group.owner.id, &card, &mode).await;
    let modes = group.next().await;
    assert_snapshot!("card_modes_en", modes.to_string());
    group.press(group.owner.id, &modes, &format!("chat:{}:mode:off", group.id)).await;
    assert!(group.next().await.text().contains("Mode: off"));
    group.press(group.owner.id, &modes, &format!("chat:{}:language", group.id)).await;
    let languages = group.next().await;
    group.press(group.owner.id, &languages, &format!("chat:{}:language:tr", group.id)).await;
    assert!(group.next().await.text().contains("Mod: kapalı"), "the card speaks as the group does");
    let english = format!("chat:{}:language:en", group.id);
    world.sandbox.telegram.forge_press_in(group.id, group.owner.id, card.message_id().unwrap(), &english);
    assert_eq!(group.next().await.text(), "Saved");
    assert!(group.next().await.text().contains("Mode: off"));
    group.say(&page(seeded::CARDIGAN));
    group.expect_silence().await;
    // A press with the id of another chat changes nothing there.
    let forged = format!("chat:{}:mode:reply", group.id - 1);
    world.sandbox.telegram.forge_press_in(group.id, group.owner.id, card.message_id().unwrap(), &forged);
    assert!(group.next().await.text().contains("out of date"));
}

#[tokio::test]
async fn whose_links_are_taken_is_chosen() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.change_setting("whose:admins").await;
    let said = group.say(&page(seeded::CARDIGAN));
    group.expect_silence().await;
    group.owner_says(&page(seeded::HOT));
    group.next().await;
    let anonymous = SendAs::user(group.owner.id).anonymous();
    world.sandbox.telegram.send_as(group.id, anonymous, &UserPost::text(&page(seeded::CHECK_SAYS_YES)));
    group.next().await;
    group.change_setting("whose:chosen").await;
    let allow = UserPost::text("/allow@dealink_sandbox_bot").reply_to(said);
    world.sandbox.telegram.send_as(group.id, SendAs::user(group.owner.id), &allow);
    assert!(group.next().await.text().starts_with("Ece: from now on I handle the links"));
    group.say(&page(seeded::NO_RATE));
    group.next().await;
    let deny = UserPost::text("/deny@dealink_sandbox_bot").reply_to(said);
    world.sandbox.telegram.send_as(group.id, SendAs::user(group.owner.id), &deny);
    group.next().await;
    group.say(&page(seeded::CHECK_SAYS_NO));
    group.expect_silence().await;
}

#[tokio::test]
async fn links_carry_the_chats_subids() {
    let world = TestWorld::new().await;
    let group = world.group(FORUM, deleting()).await;
    let topic = world.sandbox.telegram.add_topic(group.id, "Home");
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let press = |data: &str| {
        let data = format!("chat:{}:{data}", group.id);
        world.sandbox.telegram.forge_press(group.owner.id, card.message_id().unwrap(), &data)
    };
    press("subids:ask");
    group.owner.next().await;
    assert!(group.owner.next().await.text().contains("Which SubIDs"));
    assert!(group.owner.ask("{nobody}").await.text().contains("do not know the placeholder"));
    assert!(group.owner.ask("{chat} {topic} {user} {date}").await.text().contains("Saved"));
    let post = UserPost::text(&page(seeded::CARDIGAN));
    world.sandbox.telegram.send_as(group.id, SendAs::user(group.member).in_topic(topic), &post);
    let answer = group.next().await;
    let expected = format!("subid=deal-hunters&subid1={topic}&subid2=member&subid3=2026-11-22&");
    assert!(answer.text().contains(&expected), "{answer}");
}

#[tokio::test]
async fn a_template_is_shown_before_it_is_saved() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let ask = format!("chat:{}:template:ask", group.id);
    world.sandbox.telegram.forge_press(group.owner.id, card.message_id().unwrap(), &ask);
    group.owner.next().await;
    group.owner.next().await;
    assert!(group.owner.ask("{title} without").await.text().contains("needs the placeholder {link}"));
    assert!(group.owner.ask("{link} {rate}").await.text().contains("do not know the placeholder"));
    let preview = group.owner.ask("<b>{title}</b> | {price}\n{link}\n#ad").await;
    assert_snapshot!("template_preview_en", preview.to_string());
    let (saved, _) = group.owner.press(&preview, &format!("chat:{}:template:save", group.id)).await;
    assert_eq!(saved, "Saved");
    group.say(&format!("$24.90 {}", page(seeded::CARDIGAN)));
    let answer = group.next().await;
    assert!(answer.text().starts_with("<b>Women's Wool Cardigan"), "the words are words: {answer}");
    assert!(answer.text().ends_with("#ad"), "{answer}");
}

#[tokio::test]
async fn the_language_of_the_chat_is_its_own() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.change_setting("language:tr").await;
    group.owner_says("/help@dealink_sandbox_bot");
    assert_snapshot!("help_tr", group.next().await.to_string());
    group.say(&format!("24,90 USD {}", page(seeded::CARDIGAN)));
    let answer = group.next().await;
    assert_public(&answer);
    assert_snapshot!("reply_tr", answer.to_string());
}

#[tokio::test]
async fn an_old_preview_saves_no_other_template() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let press = |on: &ChatChange, what: &str| {
        let data = format!("chat:{}:template:{what}", group.id);
        world.sandbox.telegram.forge_press(group.owner.id, on.message_id().unwrap(), &data)
    };
    press(&card, "ask");
    group.owner.next().await;
    group.owner.next().await;
    let first = group.owner.ask("one {link}").await;
    // Another text replaces the draft.
    let second = group.owner.ask("two {link}").await;
    press(&first, "save");
    assert!(group.owner.next().await.text().contains("out of date"));
    press(&second, "save");
    assert_eq!(group.owner.next().await.text(), "Saved");
    group.owner.next().await;
    group.say(&page(seeded::CARDIGAN));
    assert!(group.next().await.text().starts_with("two https"));
}

#[tokio::test]
async fn the_private_chat_leads_to_the_settings() {
    let world = TestWorld::new().await;
    let group: TestGroup<'_> = world.group(PLAIN, deleting()).await;
    let list = group.owner.ask("/chats").await;
    assert_snapshot!("chats_en", list.to_string());
    assert!(group.owner.next().await.text().contains("use the buttons below"));
    let (_, card) = group.owner.press(&list, &format!("chat:{}:home", group.id)).await;
    assert!(card.text().contains("Deal hunters"));
    // A person who is not an admin sees nothing.
    let stranger = world.person("tr");
    let refused = stranger.ask(&format!("/start chat_{}", group.id)).await;
    assert!(refused.text().contains("yalnızca o sohbetin yöneticileri"), "{refused}");
    // Rights are checked at each press: the owner of the card has lost the group.
    world.sandbox.telegram.set_role(group.id, group.owner.id, Role::Member);
    world.sandbox.telegram.forge_press(
        group.owner.id,
        card.message_id().unwrap(),
        &format!("chat:{}:mode:off", group.id),
    );
    assert!(group.owner.next().await.text().contains("Only admins"));
    group.say(&page(seeded::CARDIGAN));
    group.next().await;
}

#[tokio::test]
async fn the_settings_survive_a_restart() {
    let mut world = TestWorld::new().await;
    let (id, owner) = {
        let group = world.group(PLAIN, deleting()).await;
        group.change_setting("mode:off").await;
        (group.id, group.owner.id)
    };
    world.stop().await;
    world.start().await;
    let telegram = &world.sandbox.telegram;
    telegram.send_as(id, SendAs::user(owner), &UserPost::text(&page(seeded::CARDIGAN)));
    telegram.send_as(id, SendAs::user(owner), &UserPost::text("/help@dealink_sandbox_bot"));
    let help = telegram.next_reply(id).await.unwrap();
    assert!(help.text().contains("For admins"), "{help}");
}

#[tokio::test]
async fn what_is_forgotten_begins_nothing_by_itself() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let forget = format!("chat:{}:forget:yes", group.id);
    world.sandbox.telegram.forge_press(group.owner.id, card.message_id().unwrap(), &forget);
    assert!(group.owner.next().await.text().contains("is erased"));
    assert!(group.owner.next().await.text().contains("No group or channel yet"));
    group.say(&page(seeded::CARDIGAN));
    group.expect_silence().await;
}

#[tokio::test]
async fn who_is_no_admin_keeps_nothing() {
    let world = TestWorld::new().await;
    let telegram = &world.sandbox.telegram;
    let (owner, member) = (world.person("en"), world.person("tr"));
    let id = telegram.add_chat(PLAIN, "Deals", &[owner.id, member.id]);
    world.watch_chat(id);
    telegram.set_bot(id, member.id, Role::Member);
    telegram.next_reply(id).await.unwrap();
    assert!(member.ask("/chats").await.text().contains("Henüz grup"));
    member.next().await;
    assert!(
        owner.ask(&format!("/start chat_{id}")).await.text().contains("the settings of the admin in charge")
    );
    assert!(owner.ask("/chats").await.text().contains("Your group"));
    owner.next().await;
}

#[tokio::test]
async fn rights_are_shown_on_demand() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, Rights::none().with("can_pin_messages")).await;
    group.owner_says("/rights@dealink_sandbox_bot");
    assert_snapshot!("rights_en", group.next().await.to_string());
    world.sandbox.telegram.set_bot(group.id, group.owner.id, Role::Admin(deleting()));
    group.change_setting("mode:repost").await;
    let pinning = Rights::none().with("can_pin_messages");
    world.sandbox.telegram.set_bot(group.id, group.owner.id, Role::Admin(pinning));
    group.owner_says("/rights@dealink_sandbox_bot");
    assert!(group.next().await.text().contains("🔴 Delete messages"));
}

#[tokio::test]
async fn losing_the_right_to_write_pauses_and_tells_once() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    world.sandbox.telegram.set_bot(group.id, group.owner.id, Role::Restricted(Rights::none()));
    let told = group.owner.next().await;
    assert_snapshot!("paused_en", told.to_string());
    let calls = world.sandbox.telegram.calls("sendMessage").len();
    for _ in 0..3 {
        group.say(&page(seeded::CARDIGAN));
    }
    world.sandbox.telegram.wait_until_confirmed().await.unwrap();
    assert!(group.owner.ask("/chats").await.text().contains("Your group"));
    group.owner.next().await;
    assert_eq!(
        world.sandbox.telegram.calls("sendMessage").len(),
        calls + 2,
        "nothing was tried in the group"
    );
    world.sandbox.telegram.set_bot(group.id, group.owner.id, Role::Admin(deleting()));
    assert!(group.owner.next().await.text().contains("at work in"));
    group.say(&page(seeded::HOT));
    group.next().await;
}

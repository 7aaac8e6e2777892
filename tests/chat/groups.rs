//! Groups: the deal for everybody, the figures for the publisher, and silence about everything else.

use dealink::sandbox::telegram::{Change, ChatKind, Fault, MediaKind, Post, Rights, Role, Voice, What};
use insta::assert_snapshot;
use serde_json::json;

use crate::town::{Group, Town, page, seeded};

const FORUM: ChatKind = ChatKind::Supergroup { topics: true };
const PLAIN: ChatKind = ChatKind::Supergroup { topics: false };

fn deleting() -> Rights {
    Rights::none().with("can_delete_messages")
}

/// Words of the private part that no public message may hold.
const PRIVATE: [&str; 12] = [
    "commission",
    "komisyon",
    "Affiliate product",
    "affiliate ürün",
    "Estimate",
    "Tahmin",
    "📊",
    "💵",
    "Not an affiliate",
    "affiliate değil",
    "per $100",
    "Traffic source",
];

pub fn assert_public(change: &Change) {
    for word in PRIVATE {
        assert!(!change.text().contains(word), "{word} is private: {change}");
    }
}

#[tokio::test]
async fn a_members_link_is_answered_with_the_deal_in_its_topic() {
    let town = Town::new().await;
    let group = town.group(FORUM, deleting()).await;
    let topic = town.world.telegram.topic(group.id, "Home");
    let post = Post::text(&format!("What about this? $24.90 {}", page(seeded::CARDIGAN)));
    let asked = town.world.telegram.speak(group.id, Voice::of(group.member).in_topic(topic), &post);
    let answer = group.next().await;
    assert_public(&answer);
    assert_snapshot!("reply_en", format!("{answer:#}"));
    let message = answer.message().unwrap();
    assert_eq!(message["message_thread_id"], topic);
    assert_eq!(message["reply_to_message"]["message_id"], asked);
}

#[tokio::test]
async fn nothing_else_is_answered() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    let before = town.world.telegram.calls("*").iter().filter(|call| call.method != "getUpdates").count();
    for text in [
        "hello",
        "see https://www.example.com/item/1005009000000012.html",
        "www.aliexpress.com/store/1100123456",
        "not.com/t.co and t.co.not.com",
        "/nonsense",
        "/hot",
        "/link@another_bot https://www.aliexpress.com/item/1005009000000012.html",
    ] {
        group.say(text);
    }
    group.silence().await;
    let after = town.world.telegram.calls("*").iter().filter(|call| call.method != "getUpdates").count();
    assert_eq!(after, before + 1, "the help alone was sent");
    assert_eq!(town.upstream(), "");
}

#[tokio::test]
async fn several_links_are_one_answer_and_a_list_has_no_figures() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    let links = [seeded::CARDIGAN, seeded::NOT_AFFILIATE, seeded::HOT, seeded::CARDIGAN].map(page);
    group.say(&links.join("\n"));
    let answer = group.next().await;
    assert_public(&answer);
    assert_eq!(answer.text().matches("ulp=").count(), 3, "{answer}");
}

#[tokio::test]
async fn a_title_with_markup_is_escaped() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    group.say(&page(seeded::NASTY_TITLE));
    assert!(group.next().await.text().contains("ulp="));
}

#[tokio::test]
async fn an_edit_edits_the_answer_and_never_makes_a_second_one() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    let said = group.say(&page(seeded::CARDIGAN));
    let first = group.next().await;
    let edit = |text: &str| town.world.telegram.edit_as(group.id, group.member, said, &Post::text(text));
    edit(&page(seeded::HOT));
    let second = group.next().await;
    assert!(matches!(second.what, What::Edited { .. }), "{second}");
    assert_eq!(first.message_id(), second.message_id());
    assert_ne!(first.text(), second.text());
    edit("no link any more");
    let gone = group.next().await;
    assert!(matches!(&gone.what, What::Deleted { message_id } if Some(*message_id) == first.message_id()));
    // It names a product again: that is the first answer of what it is now.
    edit(&page(seeded::CHECK_SAYS_YES));
    assert!(matches!(group.next().await.what, What::Message { .. }));
    group.silence().await;
}

#[tokio::test]
async fn the_same_product_is_not_repeated_within_the_window() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    group.say(&page(seeded::CARDIGAN));
    group.next().await;
    group.say(&format!("again {}", page(seeded::CARDIGAN)));
    group.silence().await;
    // A new one beside it is answered alone.
    group.say(&format!("{} {}", page(seeded::CARDIGAN), page(seeded::HOT)));
    let answer = group.next().await;
    assert_eq!(answer.text().matches("ulp=").count(), 1, "{answer}");
    group.set("repeat:0").await;
    group.say(&page(seeded::CARDIGAN));
    group.next().await;
}

#[tokio::test]
async fn figures_open_for_admins_only() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    group.set("figures:off").await;
    group.say(&format!("$24.90 {}", page(seeded::CARDIGAN)));
    let answer = group.next().await;
    assert_eq!(group.press(group.member, &answer, "figures").await, "Only admins see the figures.");
    // Demoted between two presses: the second is checked anew.
    town.world.telegram.set_role(
        group.id,
        group.member,
        Role::Admin(Rights::none().with("can_pin_messages")),
    );
    town.world.telegram.press_in(group.id, group.member, answer.message_id().unwrap(), "figures");
    let mut figures = group.next().await;
    if matches!(figures.what, What::CallbackAnswer { .. }) && figures.text().is_empty() {
        figures = group.next().await;
    }
    assert!(figures.text().contains('%'), "{figures}");
    while !town.world.telegram.unread(group.id).is_empty() {
        group.next().await;
    }
    town.world.telegram.set_role(group.id, group.member, Role::Member);
    assert_eq!(group.press(group.member, &answer, "figures").await, "Only admins see the figures.");
}

#[tokio::test]
async fn only_real_admins_change_settings_and_each_press_is_checked() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    // A member's command is met with silence.
    group.say("/settings@dealink_sandbox_bot");
    group.silence().await;
    // An anonymous admin is one.
    let anonymous = Voice::of(group.owner.id).anonymous();
    town.world.telegram.speak(group.id, anonymous, &Post::text("/settings@dealink_sandbox_bot"));
    let card = group.next().await;
    assert_snapshot!("card_en", card.to_string());
    let mode = format!("chat:{}:mode", group.id);
    let refused = group.press(group.member, &card, &mode).await;
    assert_eq!(refused, "Only admins of that chat can do this.");
    group.press(group.owner.id, &card, &mode).await;
    let modes = group.next().await;
    assert_snapshot!("card_modes_en", modes.to_string());
    group.press(group.owner.id, &modes, &format!("chat:{}:mode:off", group.id)).await;
    assert!(group.next().await.text().contains("Mode: off"));
    group.say(&page(seeded::CARDIGAN));
    group.silence().await;
    // A press that speaks of another chat changes nothing there.
    let forged = format!("chat:{}:mode:reply", group.id - 1);
    town.world.telegram.forge_press_in(group.id, group.owner.id, card.message_id().unwrap(), &forged);
    assert!(group.next().await.text().contains("out of date"));
}

#[tokio::test]
async fn whose_links_are_taken_is_chosen() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    group.set("whose:admins").await;
    let said = group.say(&page(seeded::CARDIGAN));
    group.silence().await;
    group.owner_says(&page(seeded::HOT));
    group.next().await;
    let anonymous = Voice::of(group.owner.id).anonymous();
    town.world.telegram.speak(group.id, anonymous, &Post::text(&page(seeded::CHECK_SAYS_YES)));
    group.next().await;
    group.set("whose:chosen").await;
    let allow = Post::text("/allow@dealink_sandbox_bot").reply_to(said);
    town.world.telegram.speak(group.id, Voice::of(group.owner.id), &allow);
    assert!(group.next().await.text().contains("I handle the links of Ece"));
    group.say(&page(seeded::NO_RATE));
    group.next().await;
    let deny = Post::text("/deny@dealink_sandbox_bot").reply_to(said);
    town.world.telegram.speak(group.id, Voice::of(group.owner.id), &deny);
    group.next().await;
    group.say(&page(seeded::CHECK_SAYS_NO));
    group.silence().await;
}

#[tokio::test]
async fn links_carry_the_chats_subids() {
    let town = Town::new().await;
    let group = town.group(FORUM, deleting()).await;
    let topic = town.world.telegram.topic(group.id, "Home");
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let press = |data: &str| {
        let data = format!("chat:{}:{data}", group.id);
        town.world.telegram.forge_press(group.owner.id, card.message_id().unwrap(), &data)
    };
    press("subids:ask");
    group.owner.next().await;
    assert!(group.owner.next().await.text().contains("Which SubIDs"));
    assert!(group.owner.ask("{nobody}").await.text().contains("do not know the placeholder"));
    assert!(group.owner.ask("{chat} {topic} {user} {date}").await.text().contains("Saved"));
    let post = Post::text(&page(seeded::CARDIGAN));
    town.world.telegram.speak(group.id, Voice::of(group.member).in_topic(topic), &post);
    let answer = group.next().await;
    let expected = format!("subid=deal-hunters&subid1={topic}&subid2=member&subid3=2026-11-22&");
    assert!(answer.text().contains(&expected), "{answer}");
}

#[tokio::test]
async fn a_template_is_shown_before_it_is_saved() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let ask = format!("chat:{}:template:ask", group.id);
    town.world.telegram.forge_press(group.owner.id, card.message_id().unwrap(), &ask);
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
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    group.set("language:tr").await;
    group.owner_says("/help@dealink_sandbox_bot");
    assert_snapshot!("help_tr", group.next().await.to_string());
    group.say(&format!("24,90 USD {}", page(seeded::CARDIGAN)));
    let answer = group.next().await;
    assert_public(&answer);
    assert_snapshot!("reply_tr", answer.to_string());
}

#[tokio::test]
async fn a_caption_an_album_and_a_hidden_link_are_answered_once() {
    let town = Town::new().await;
    let group = town.group(FORUM, deleting()).await;
    let topic = town.world.telegram.topic(group.id, "Home");
    let voice = || Voice::of(group.member).in_topic(topic);
    let film = Post::media(MediaKind::Video, &format!("look {}", page(seeded::CARDIGAN)));
    town.world.telegram.speak(group.id, voice(), &film);
    assert_eq!(group.next().await.message().unwrap()["message_thread_id"], topic);
    let album = [
        Post::media(MediaKind::Photo, ""),
        Post::media(MediaKind::Photo, &page(seeded::HOT)),
        Post::media(MediaKind::Photo, ""),
    ];
    town.world.telegram.speak_album(group.id, voice(), &album);
    assert!(group.next().await.text().contains("ulp="));
    let hidden = Post::text("cheap here").link("here", &page(seeded::CHECK_SAYS_YES));
    town.world.telegram.speak(group.id, voice(), &hidden);
    assert!(group.next().await.text().contains("ulp="));
    let silent = [Post::media(MediaKind::Photo, "holiday"), Post::media(MediaKind::Photo, "")];
    town.world.telegram.speak_album(group.id, voice(), &silent);
    group.silence().await;
}

#[tokio::test]
async fn losing_the_right_to_write_pauses_and_tells_once() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    town.world.telegram.set_bot(group.id, group.owner.id, Role::Restricted(Rights::none()));
    let told = group.owner.next().await;
    assert_snapshot!("paused_en", told.to_string());
    let calls = town.world.telegram.calls("sendMessage").len();
    for _ in 0..3 {
        group.say(&page(seeded::CARDIGAN));
    }
    town.world.telegram.confirmed().await.unwrap();
    assert!(group.owner.ask("/chats").await.text().contains("Your group"));
    group.owner.next().await;
    assert_eq!(town.world.telegram.calls("sendMessage").len(), calls + 2, "nothing was tried in the group");
    town.world.telegram.set_bot(group.id, group.owner.id, Role::Admin(deleting()));
    assert!(group.owner.next().await.text().contains("at work in"));
    group.say(&page(seeded::HOT));
    group.next().await;
}

#[tokio::test]
async fn a_refused_send_pauses_too() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    let body = json!({ "ok": false, "error_code": 403,
        "description": "Forbidden: bot was kicked from the supergroup chat" });
    town.world.telegram.fault("sendMessage", Fault::Status(403, body.to_string()), 1);
    group.say(&page(seeded::CARDIGAN));
    assert!(group.owner.next().await.text().contains("I have paused in"));
    group.say(&page(seeded::HOT));
    town.world.telegram.confirmed().await.unwrap();
    let (said, _) = {
        let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
        assert!(card.text().contains("Paused"), "{card}");
        group.owner.press(&card, &format!("chat:{}:resume", group.id)).await
    };
    assert_eq!(said, "Saved");
    group.say(&page(seeded::CHECK_SAYS_YES));
    group.next().await;
}

#[tokio::test]
async fn answers_are_removed_when_their_time_has_come() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    group.set("remove:5").await;
    group.say(&page(seeded::CARDIGAN));
    let answer = group.next().await;
    // Handled to its end, so that its time counts from now.
    group.silence().await;
    town.pass(5 * 60 - 1);
    group.silence().await;
    town.pass(2);
    let gone = group.next().await;
    assert!(matches!(&gone.what, What::Deleted { message_id } if Some(*message_id) == answer.message_id()));
}

#[tokio::test]
async fn in_quiet_hours_nothing_is_posted() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    // It is noon in London, three in Turkey.
    group.set("quiet:15-16").await;
    group.say(&page(seeded::CARDIGAN));
    group.silence().await;
    town.pass(3_600);
    group.say(&page(seeded::CARDIGAN));
    group.next().await;
}

#[tokio::test]
async fn rights_are_shown_on_demand() {
    let town = Town::new().await;
    let group = town.group(PLAIN, Rights::none().with("can_pin_messages")).await;
    group.owner_says("/rights@dealink_sandbox_bot");
    assert_snapshot!("rights_en", group.next().await.to_string());
    group.set("mode:repost").await;
    group.owner_says("/rights@dealink_sandbox_bot");
    assert!(group.next().await.text().contains("🔴 Delete messages"));
}

#[tokio::test]
async fn the_settings_survive_a_restart() {
    let mut town = Town::new().await;
    let (id, owner) = {
        let group = town.group(PLAIN, deleting()).await;
        group.set("mode:off").await;
        (group.id, group.owner.id)
    };
    town.stop().await;
    town.start().await;
    let telegram = &town.world.telegram;
    telegram.speak(id, Voice::of(owner), &Post::text(&page(seeded::CARDIGAN)));
    telegram.speak(id, Voice::of(owner), &Post::text("/help@dealink_sandbox_bot"));
    let help = telegram.next_reply(id).await.unwrap();
    assert!(help.text().contains("For admins"), "{help}");
}

#[tokio::test]
async fn a_short_link_and_commands_on_demand() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    group.set("mode:off").await;
    let said = group.say(&page(seeded::CARDIGAN));
    let link = Post::text("/link@dealink_sandbox_bot").reply_to(said);
    town.world.telegram.speak(group.id, Voice::of(group.owner.id), &link);
    let answer = group.next().await;
    assert_public(&answer);
    assert!(answer.text().contains("ulp="), "{answer}");
    group.owner_says("/link@dealink_sandbox_bot");
    assert!(group.next().await.text().contains("Write a product link"));
}

#[tokio::test]
async fn the_private_chat_leads_to_the_settings() {
    let town = Town::new().await;
    let group: Group<'_> = town.group(PLAIN, deleting()).await;
    let list = group.owner.ask("/chats").await;
    assert_snapshot!("chats_en", list.to_string());
    assert!(group.owner.next().await.text().contains("use the buttons below"));
    let (_, card) = group.owner.press(&list, &format!("chat:{}:home", group.id)).await;
    assert!(card.text().contains("Deal hunters"));
    // Who is no admin sees nothing.
    let stranger = town.person("tr");
    let refused = stranger.ask(&format!("/start chat_{}", group.id)).await;
    assert!(refused.text().contains("yalnızca o sohbetin yöneticileri"), "{refused}");
    // Each press is checked anew: the owner of the card lost the group.
    town.world.telegram.set_role(group.id, group.owner.id, Role::Member);
    town.world.telegram.forge_press(
        group.owner.id,
        card.message_id().unwrap(),
        &format!("chat:{}:mode:off", group.id),
    );
    assert!(group.owner.next().await.text().contains("Only admins"));
    group.say(&page(seeded::CARDIGAN));
    group.next().await;
}

#[tokio::test]
async fn a_group_that_closes_for_all_its_members_is_found_open_again() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    let closed = json!({ "ok": false, "error_code": 400,
        "description": "Bad Request: not enough rights to send text messages to the chat" });
    town.world.telegram.fault("sendMessage", Fault::Status(400, closed.to_string()), 1);
    group.say(&page(seeded::CARDIGAN));
    assert!(group.owner.next().await.text().contains("I have paused in"));
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    // The rights page finds that nothing is missing.
    let rights = format!("chat:{}:rights", group.id);
    town.world.telegram.press(group.owner.id, card.message_id().unwrap(), &rights);
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(group.owner.next().await.text().to_owned());
    }
    assert!(told.iter().any(|text| text.contains("at work in")), "{told:?}");
    group.say(&page(seeded::HOT));
    group.next().await;
}

#[tokio::test]
async fn who_is_no_admin_keeps_nothing() {
    let town = Town::new().await;
    let telegram = &town.world.telegram;
    let (owner, member) = (town.person("en"), town.person("tr"));
    let id = telegram.place(PLAIN, "Deals", &[owner.id, member.id]);
    town.watch(id);
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
async fn a_closed_topic_is_told_once() {
    let town = Town::new().await;
    let group = town.group(FORUM, deleting()).await;
    let closed = json!({ "ok": false, "error_code": 400, "description": "Bad Request: TOPIC_CLOSED" });
    town.world.telegram.fault("sendMessage", Fault::Status(400, closed.to_string()), 1);
    group.say(&page(seeded::CARDIGAN));
    assert!(group.owner.next().await.text().contains("topic may be closed"));
    group.say(&page(seeded::HOT));
    group.next().await;
}

#[tokio::test]
async fn a_command_in_a_topic_replies_to_nobody_by_itself() {
    let town = Town::new().await;
    let group = town.group(FORUM, deleting()).await;
    let topic = town.world.telegram.topic(group.id, "Home");
    let voice = Voice::of(group.owner.id).in_topic(topic);
    town.world.telegram.speak(group.id, voice, &Post::text("/allow@dealink_sandbox_bot"));
    assert!(group.next().await.text().contains("Reply to a message of the member"));
}

#[tokio::test]
async fn what_is_forgotten_begins_nothing_by_itself() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let forget = format!("chat:{}:forget:yes", group.id);
    town.world.telegram.forge_press(group.owner.id, card.message_id().unwrap(), &forget);
    assert!(group.owner.next().await.text().contains("is erased"));
    assert!(group.owner.next().await.text().contains("No group or channel yet"));
    group.say(&page(seeded::CARDIGAN));
    group.silence().await;
}

#[tokio::test]
async fn an_old_preview_saves_no_other_template() {
    let town = Town::new().await;
    let group = town.group(PLAIN, deleting()).await;
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let press = |on: &Change, what: &str| {
        let data = format!("chat:{}:template:{what}", group.id);
        town.world.telegram.forge_press(group.owner.id, on.message_id().unwrap(), &data)
    };
    press(&card, "ask");
    group.owner.next().await;
    group.owner.next().await;
    let first = group.owner.ask("one {link}").await;
    // A text in the place of a draft is another draft.
    let second = group.owner.ask("two {link}").await;
    press(&first, "save");
    assert!(group.owner.next().await.text().contains("out of date"));
    press(&second, "save");
    assert_eq!(group.owner.next().await.text(), "Saved");
    group.owner.next().await;
    group.say(&page(seeded::CARDIGAN));
    assert!(group.next().await.text().starts_with("two https"));
}

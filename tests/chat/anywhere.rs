//! Chats without the bot: inline queries and guest mode. And groups that become supergroups.

use dealink_sandbox::telegram::{ChatKind, FeatureSupport, Rights, SendAs, TelegramOptions, UserPost};
use insta::assert_snapshot;
use serde_json::json;

use crate::groups::assert_public;
use crate::seeded::{self, page};
use crate::test_world::{TestConfig, TestWorld};

#[tokio::test]
async fn an_empty_inline_query_shows_the_last_deals() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    person.ask(&page(seeded::CARDIGAN)).await;
    person.ask(&page(seeded::HOT)).await;
    world.sandbox.telegram.ask_inline(person.id, "");
    let offered = person.next().await;
    assert_public(&offered);
    assert_snapshot!("last_deals_en", offered.to_string());
    // Another person has other favourites.
    let other = world.person("tr");
    world.sandbox.telegram.ask_inline(other.id, "");
    assert!(!other.next().await.to_string().contains("Cardigan"));
    person.forget_everything().await;
    world.sandbox.telegram.ask_inline(person.id, "");
    assert!(!person.next().await.to_string().contains("Cardigan"));
}

#[tokio::test]
async fn a_link_or_an_item_id_gives_a_card_in_any_chat() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let place =
        world.sandbox.telegram.add_chat(ChatKind::Supergroup { topics: false }, "Friends", &[person.id]);
    for query in [page(seeded::CARDIGAN), seeded::CARDIGAN.to_string()] {
        let query = world.sandbox.telegram.try_ask_inline(place, person.id, &query, "").unwrap();
        let answer = world.sandbox.telegram.inline_answer(&query).await.unwrap();
        assert!(answer.is_personal && answer.cache_time <= 60 && answer.results.len() == 1);
        let result = answer.results[0]["id"].as_str().unwrap().to_owned();
        world.sandbox.telegram.try_choose_inline(place, person.id, &query, &result).unwrap();
        assert_public(&person.next().await);
    }
}

#[tokio::test]
async fn without_an_account_the_button_leads_to_the_set_up() {
    let change_config = |config: &mut dealink::config::Config| {
        config.network = dealink::config::NetworkConfig { account: None, deeplink_base: None };
    };
    let world = TestWorld::with_config(TestConfig { change_config, ..TestConfig::default() }).await;
    for (language, words) in [("tr", "Henüz affiliate hesabı"), ("en", "No affiliate account")] {
        let person = world.person(language);
        let query = world.sandbox.telegram.ask_inline(person.id, &page(seeded::CARDIGAN));
        let answer = world.sandbox.telegram.inline_answer(&query).await.unwrap();
        person.next().await;
        let start = answer.button.unwrap()["start_parameter"].as_str().unwrap().to_owned();
        world.sandbox.telegram.start(person.id, &start);
        assert!(person.next().await.text().contains(words));
    }
}

#[tokio::test]
async fn a_guest_gets_the_public_post_where_it_was_asked_for() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let asked = UserPost::text(&format!("@dealink_sandbox_bot $24.90 {}", page(seeded::CARDIGAN)));
    let query = world.sandbox.telegram.ask_guest(person.id, "Friends", &asked);
    let answer = world.sandbox.telegram.guest_answer(&query).await.unwrap();
    assert_snapshot!("guest", answer.message["text"].as_str().unwrap());
    // The link may be in the message that is replied to.
    let said = UserPost::text(&page(seeded::HOT));
    let here = UserPost::text("@dealink_sandbox_bot");
    let query = world.sandbox.telegram.ask_guest_in_reply(person.id, "Friends", &here, (person.id, &said));
    let answer = world.sandbox.telegram.guest_answer(&query).await.unwrap();
    assert!(answer.message["text"].to_string().contains("ulp="), "{}", answer.message);
    // Without a product there is no answer.
    world.sandbox.telegram.ask_guest(person.id, "Friends", &UserPost::text("@dealink_sandbox_bot hello"));
    person.ask("/help").await;
    assert_eq!(world.sandbox.telegram.calls("answerGuestQuery").len(), 2);
}

#[tokio::test]
async fn where_guests_are_not_served_the_private_chat_has_it() {
    for server in [FeatureSupport::Unknown, FeatureSupport::Refused] {
        let telegram = TelegramOptions { guest: server, ..TelegramOptions::default() };
        let world = TestWorld::with_config(TestConfig { telegram, ..TestConfig::default() }).await;
        let person = world.person("en");
        person.ask("/start").await;
        let asked = UserPost::text(&format!("@dealink_sandbox_bot {}", page(seeded::CARDIGAN)));
        world.sandbox.telegram.ask_guest(person.id, "Friends", &asked);
        let answer = person.next().await;
        assert_public(&answer);
        assert!(answer.text().contains("ulp="), "{answer}");
        // A person who has never written to the bot gets nothing, and there is no error.
        let stranger = world.person("en");
        world.sandbox.telegram.ask_guest(stranger.id, "Friends", &asked);
        person.ask("/help").await;
    }
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_keeps_everything() {
    let world = TestWorld::new().await;
    let group = world.group(ChatKind::Group, Rights::none().with("can_delete_messages")).await;
    group.change_setting("language:tr").await;
    group.owner_says(&format!("/save hırka {}", page(seeded::CARDIGAN)));
    group.next().await;
    let telegram = &world.sandbox.telegram;
    let new = telegram.migrate(group.id);
    world.watch_chat(new);
    telegram.send_as(new, SendAs::user(group.member), &UserPost::text("/deal hırka"));
    let answer = telegram.next_reply(new).await.unwrap();
    assert!(answer.text().contains("ulp="), "{answer}");
    assert_eq!(answer.buttons()[0][0]["text"], "🔒 Rakamlar");
    let card = group.owner.ask(&format!("/start chat_{new}")).await;
    assert!(card.text().contains("Language here: Türkçe"), "{card}");
}

/// Fault: a group became a supergroup and the bot was not told.
/// Behaviour: the refusal of a send tells it, and everything moves.
#[tokio::test]
async fn a_move_that_nobody_told_is_learned_from_the_refusal() {
    let world = TestWorld::new().await;
    let group = world.group(ChatKind::Group, Rights::none().with("can_delete_messages")).await;
    group.change_setting("mode:suggest").await;
    group.say(&page(seeded::CARDIGAN));
    let suggestion = group.owner.next().await;
    let telegram = &world.sandbox.telegram;
    let new = telegram.migrate_silently(group.id);
    world.watch_chat(new);
    let post = suggestion.buttons()[0][0]["callback_data"].as_str().unwrap().to_owned();
    assert_eq!(group.owner.press(&suggestion, &post).await.0, "✅ Posted");
    assert!(telegram.next_reply(new).await.unwrap().text().contains("ulp="));
    telegram.send_as(new, SendAs::user(group.member), &UserPost::text(&page(seeded::HOT)));
    assert!(
        group.owner.next().await.text().contains("Deal hunters"),
        "the new one suggests as the old one did"
    );
}

#[tokio::test]
async fn buttons_of_a_card_from_before_the_move_change_the_group_that_it_is_now() {
    let world = TestWorld::new().await;
    let group = world.group(ChatKind::Group, Rights::none().with("can_delete_messages")).await;
    group.change_setting("language:tr").await;
    let card = group.owner.ask(&format!("/start chat_{}", group.id)).await;
    let telegram = &world.sandbox.telegram;
    let new = telegram.migrate_silently(group.id);
    world.watch_chat(new);
    for minutes in ["15", "360"] {
        let data = format!("chat:{}:repeat:{minutes}", group.id);
        telegram.forge_press(group.owner.id, card.message_id().unwrap(), &data);
        assert_eq!(group.owner.next().await.text(), "Saved");
        group.owner.next().await;
    }
    let card = group.owner.ask(&format!("/start chat_{new}")).await;
    assert!(card.text().contains("Türkçe") && card.text().contains("6 h"), "{card}");
}

#[tokio::test]
async fn what_was_said_before_the_move_is_answered_after_it_and_touches_no_other_message() {
    let world = TestWorld::new().await;
    let group = world.group(ChatKind::Group, Rights::none().with("can_delete_messages")).await;
    group.change_setting("mode:repost").await;
    let telegram = &world.sandbox.telegram;
    let new = telegram.migrate(group.id);
    world.watch_chat(new);
    // Late updates about the old group: a message with an id that the new group uses too, its edit, and the bot's
    // removal.
    let told = |text: &str| {
        json!({
            "message_id": 1, "date": 1_795_348_800, "text": text,
            "chat": { "id": group.id, "type": "group", "title": "Deal hunters" },
            "from": { "id": group.member, "is_bot": false, "first_name": "Ece" },
        })
    };
    let bot = telegram.bot();
    telegram.push_raw_update(json!({ "message": told(&page(seeded::CARDIGAN)) }));
    telegram.push_raw_update(json!({ "edited_message": told(&page(seeded::HOT)) }));
    telegram.push_raw_update(json!({ "my_chat_member": {
        "chat": { "id": group.id, "type": "group", "title": "Deal hunters" }, "date": 1_795_348_800,
        "from": { "id": group.owner.id, "is_bot": false, "first_name": "Ada" },
        "old_chat_member": { "status": "member", "user": bot },
        "new_chat_member": { "status": "left", "user": bot },
    }}));
    let reposted = telegram.next_reply(new).await.unwrap();
    assert!(
        reposted.text().contains("ulp=") && reposted.text().ends_with("👤 Ece shared this."),
        "{reposted}"
    );
    assert!(reposted.message().unwrap().get("reply_to_message").is_none());
    let card = group.owner.ask(&format!("/start chat_{new}")).await;
    assert!(
        card.text().contains("repost in the member's place") && !card.text().contains("Paused"),
        "{card}"
    );
    assert!(
        telegram.calls("deleteMessage").is_empty()
            && telegram.calls("editMessageText").iter().all(|call| call.params["chat_id"] != new)
    );
}

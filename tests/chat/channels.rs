//! Channels: their own posts are edited in place, and nothing else.

use dealink_sandbox::telegram::{ChatKind, MediaKind, Origin, Post, Rights, Role, Voice, What};
use insta::assert_snapshot;
use serde_json::json;

use crate::groups::assert_public;
use crate::town::{Group, Town, page, seeded};

async fn channel(town: &Town) -> Group<'_> {
    town.group(ChatKind::Channel, Rights::none().with("can_edit_messages").with("can_post_messages")).await
}

#[tokio::test]
async fn a_post_is_edited_in_place_and_the_owner_gets_the_figures() {
    let town = Town::new().await;
    let channel = channel(&town).await;
    let text = format!("5 < 6 🔥 bold\n{}\nhere", page(seeded::CARDIGAN));
    let post = Post::text(&text).mark("bold", "bold").link("here", &page(seeded::HOT));
    let said = town.world.telegram.speak(channel.id, Voice::of(channel.owner.id), &post);
    let edited = channel.next().await;
    assert!(matches!(edited.what, What::Edited { .. }), "{edited}");
    assert_eq!(edited.message_id(), Some(said));
    assert_public(&edited);
    assert_snapshot!("edited", format!("{edited:#}"));
    assert_snapshot!("report", channel.owner.next().await.to_string());
    assert!(town.world.telegram.calls("deleteMessage").is_empty());
}

#[tokio::test]
async fn captions_buttons_and_albums_are_edited_as_one() {
    let town = Town::new().await;
    let channel = channel(&town).await;
    let owner = channel.owner.id;
    let film = Post::media(MediaKind::Video, &page(seeded::CARDIGAN)).caption_above();
    town.world.telegram.speak(channel.id, Voice::of(owner), &film);
    let edited = channel.next().await;
    assert_eq!(edited.media(), Some(MediaKind::Video));
    assert_eq!(edited.message().unwrap()["show_caption_above_media"], true);
    channel.owner.next().await;
    let album = [
        Post::media(MediaKind::Photo, &page(seeded::HOT)),
        Post::media(MediaKind::Photo, ""),
        Post::media(MediaKind::Photo, &page(seeded::CHECK_SAYS_YES)),
    ];
    let parts = town.world.telegram.speak_album(channel.id, Voice::of(owner), &album);
    let edited = [channel.next().await, channel.next().await];
    assert_eq!(edited.each_ref().map(|part| part.message_id().unwrap()), [parts[0], parts[2]]);
    let report = channel.owner.next().await;
    assert!(report.text().contains("2 links replaced"), "one report for the album: {report}");
}

#[tokio::test]
async fn own_edits_are_never_edited_again_and_new_links_of_people_are() {
    let town = Town::new().await;
    let channel = channel(&town).await;
    let owner = channel.owner.id;
    let said = town.world.telegram.speak(channel.id, Voice::of(owner), &Post::text(&page(seeded::CARDIGAN)));
    let edited = channel.next().await;
    channel.owner.next().await;
    // The very words of the bot, as an edit that nobody made would bring them.
    town.world.telegram.edit_as(channel.id, owner, said, &Post::text(edited.text()));
    let more = format!("{}\n{}", edited.text(), page(seeded::HOT));
    town.world.telegram.edit_as(channel.id, owner, said, &Post::text(&more));
    let again = channel.next().await;
    assert_eq!(again.text().matches("ulp=").count(), 2, "{again}");
    channel.owner.next().await;
    assert_eq!(town.world.telegram.calls("editMessageText").len(), 2);
}

#[tokio::test]
async fn the_copy_in_the_discussion_group_is_left_alone() {
    let town = Town::new().await;
    let channel = channel(&town).await;
    let group =
        town.group(ChatKind::Supergroup { topics: false }, Rights::none().with("can_delete_messages")).await;
    town.world.telegram.set_role(channel.id, group.owner.id, Role::Member);
    town.world.telegram.link_discussion(channel.id, group.id);
    let post = Post::text(&page(seeded::CARDIGAN));
    town.world.telegram.speak(channel.id, Voice::of(channel.owner.id), &post);
    channel.next().await;
    channel.owner.next().await;
    group.silence().await;
}

#[tokio::test]
async fn posts_of_other_bots_only_where_they_are_switched_on() {
    let town = Town::new().await;
    let channel = channel(&town).await;
    let telegram = &town.world.telegram;
    let open = json!({ "inline_keyboard": [[{ "text": "Buy", "url": page(seeded::CARDIGAN) }]] });
    let likes = json!({ "inline_keyboard": [[{ "text": "👍", "callback_data": "like" }]] });
    telegram.channel_post_by_bot(channel.id, "Other", &Post::text("deal"), Some(open.clone()));
    telegram.confirmed().await.unwrap();
    channel.set("bots:on").await;
    telegram.channel_post_by_bot(channel.id, "Other", &Post::text("deal"), Some(open));
    let edited = channel.next().await;
    assert!(edited.buttons()[0][0]["url"].as_str().unwrap().contains("ulp="), "{edited}");
    channel.owner.next().await;
    // Buttons that only the other bot understands would be lost, and its inline results nobody can edit.
    telegram.channel_post_by_bot(channel.id, "Other", &Post::text(&page(seeded::HOT)), Some(likes));
    telegram.channel_post_via_bot(channel.id, "Other", &Post::text(&page(seeded::HOT)), None);
    let forwarded = Post::text(&page(seeded::HOT)).forwarded(Origin::channel("Deals", "deals"));
    telegram.speak(channel.id, Voice::of(channel.owner.id), &forwarded);
    telegram.speak(channel.id, Voice::of(channel.owner.id), &Post::text(&page(seeded::CHECK_SAYS_YES)));
    assert!(channel.next().await.text().contains("ulp="));
    channel.owner.next().await;
    let edits = telegram.calls("editMessageText");
    assert_eq!(edits.iter().filter(|call| call.params["chat_id"] == channel.id).count(), 2);
}

#[tokio::test]
async fn switched_off_or_without_rights_nothing_is_touched() {
    let town = Town::new().await;
    let channel = channel(&town).await;
    let telegram = &town.world.telegram;
    let post = |id: u64| telegram.speak(channel.id, Voice::of(channel.owner.id), &Post::text(&page(id)));
    channel.set("mode:off").await;
    post(seeded::CARDIGAN);
    telegram.confirmed().await.unwrap();
    channel.set("mode:reply").await;
    telegram.set_bot(channel.id, channel.owner.id, Role::Admin(Rights::none().with("can_post_messages")));
    let paused = channel.owner.next().await;
    assert!(paused.text().contains("🔴 Edit messages"), "{paused}");
    post(seeded::HOT);
    telegram.confirmed().await.unwrap();
    telegram.set_bot(channel.id, channel.owner.id, Role::Admin(Rights::none().with("can_edit_messages")));
    assert!(channel.owner.next().await.text().contains("at work"));
    channel.set("figures:off").await;
    post(seeded::CHECK_SAYS_YES);
    assert!(channel.next().await.text().contains("ulp="));
    assert_eq!(
        telegram.calls("editMessageText").iter().filter(|call| call.params["chat_id"] == channel.id).count(),
        1
    );
}

#[tokio::test]
async fn the_card_of_a_channel_has_what_channels_have() {
    let town = Town::new().await;
    let channel = channel(&town).await;
    let card = channel.owner.ask(&format!("/start chat_{}", channel.id)).await;
    assert_snapshot!("card", card.to_string());
}

#[tokio::test]
async fn a_hidden_link_that_is_changed_again_is_edited_again() {
    let town = Town::new().await;
    let channel = channel(&town).await;
    let owner = channel.owner.id;
    let post = |id: u64| Post::text("Buy here").link("here", &page(id));
    let said = town.world.telegram.speak(channel.id, Voice::of(owner), &post(seeded::CARDIGAN));
    channel.next().await;
    channel.owner.next().await;
    // The words are the same, and the address behind them is not.
    town.world.telegram.edit_as(channel.id, owner, said, &post(seeded::HOT));
    let again = channel.next().await;
    let url = again.entities()[0]["url"].as_str().unwrap().to_owned();
    assert!(url.contains("ulp=") && url.contains("32.html"), "{url}");
    channel.owner.next().await;
}

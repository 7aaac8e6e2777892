//! Channels: their own posts are edited in place, and no others.

use dealink_sandbox::telegram::{
    ChangeKind, ChatKind, ForwardOrigin, MediaKind, Rights, Role, SendAs, UserPost,
};
use insta::assert_snapshot;
use serde_json::json;

use crate::groups::assert_public;
use crate::seeded::{self, page};
use crate::test_chats::TestGroup;
use crate::test_world::TestWorld;

async fn channel(world: &TestWorld) -> TestGroup<'_> {
    world.group(ChatKind::Channel, Rights::none().with("can_edit_messages").with("can_post_messages")).await
}

#[tokio::test]
async fn a_post_is_edited_in_place_and_the_owner_gets_the_figures() {
    let world = TestWorld::new().await;
    let channel = channel(&world).await;
    let text = format!("5 < 6 🔥 bold\n{}\nhere", page(seeded::CARDIGAN));
    let post = UserPost::text(&text).mark("bold", "bold").link("here", &page(seeded::HOT));
    let said = world.sandbox.telegram.send_as(channel.id, SendAs::user(channel.owner.id), &post);
    let edited = channel.next().await;
    assert!(matches!(edited.kind, ChangeKind::Edited { .. }), "{edited}");
    assert_eq!(edited.message_id(), Some(said));
    assert_public(&edited);
    assert_snapshot!("edited", format!("{edited:#}"));
    assert_snapshot!("report", channel.owner.next().await.to_string());
    assert!(world.sandbox.telegram.calls("deleteMessage").is_empty());
}

#[tokio::test]
async fn captions_buttons_and_albums_are_edited_as_one() {
    let world = TestWorld::new().await;
    let channel = channel(&world).await;
    let owner = channel.owner.id;
    let film = UserPost::media(MediaKind::Video, &page(seeded::CARDIGAN)).with_caption_above();
    world.sandbox.telegram.send_as(channel.id, SendAs::user(owner), &film);
    let edited = channel.next().await;
    assert_eq!(edited.media(), Some(MediaKind::Video));
    assert_eq!(edited.message().unwrap()["show_caption_above_media"], true);
    channel.owner.next().await;
    let album = [
        UserPost::media(MediaKind::Photo, &page(seeded::HOT)),
        UserPost::media(MediaKind::Photo, ""),
        UserPost::media(MediaKind::Photo, &page(seeded::CHECK_SAYS_YES)),
    ];
    let parts = world.sandbox.telegram.send_album_as(channel.id, SendAs::user(owner), &album);
    let edited = [channel.next().await, channel.next().await];
    assert_eq!(edited.each_ref().map(|part| part.message_id().unwrap()), [parts[0], parts[2]]);
    let report = channel.owner.next().await;
    assert!(report.text().contains("2 links replaced"), "one report for the album: {report}");
}

#[tokio::test]
async fn own_edits_are_never_edited_again_and_new_links_of_people_are() {
    let world = TestWorld::new().await;
    let channel = channel(&world).await;
    let owner = channel.owner.id;
    let said = world.sandbox.telegram.send_as(
        channel.id,
        SendAs::user(owner),
        &UserPost::text(&page(seeded::CARDIGAN)),
    );
    let edited = channel.next().await;
    channel.owner.next().await;
    // An edit with exactly the bot's text, made by no person.
    world.sandbox.telegram.edit_as(channel.id, owner, said, &UserPost::text(edited.text()));
    let more = format!("{}\n{}", edited.text(), page(seeded::HOT));
    world.sandbox.telegram.edit_as(channel.id, owner, said, &UserPost::text(&more));
    let again = channel.next().await;
    assert_eq!(again.text().matches("ulp=").count(), 2, "{again}");
    channel.owner.next().await;
    assert_eq!(world.sandbox.telegram.calls("editMessageText").len(), 2);
}

#[tokio::test]
async fn the_copy_in_the_discussion_group_is_left_alone() {
    let world = TestWorld::new().await;
    let channel = channel(&world).await;
    let group =
        world.group(ChatKind::Supergroup { topics: false }, Rights::none().with("can_delete_messages")).await;
    world.sandbox.telegram.set_role(channel.id, group.owner.id, Role::Member);
    world.sandbox.telegram.link_discussion(channel.id, group.id);
    let post = UserPost::text(&page(seeded::CARDIGAN));
    world.sandbox.telegram.send_as(channel.id, SendAs::user(channel.owner.id), &post);
    channel.next().await;
    channel.owner.next().await;
    group.expect_silence().await;
}

#[tokio::test]
async fn posts_of_other_bots_only_where_they_are_switched_on() {
    let world = TestWorld::new().await;
    let channel = channel(&world).await;
    let telegram = &world.sandbox.telegram;
    let open = json!({ "inline_keyboard": [[{ "text": "Buy", "url": page(seeded::CARDIGAN) }]] });
    let likes = json!({ "inline_keyboard": [[{ "text": "👍", "callback_data": "like" }]] });
    telegram.channel_post_by_bot(channel.id, "Other", &UserPost::text("deal"), Some(open.clone()));
    telegram.wait_until_confirmed().await.unwrap();
    channel.change_setting("bots:on").await;
    telegram.channel_post_by_bot(channel.id, "Other", &UserPost::text("deal"), Some(open));
    let edited = channel.next().await;
    assert!(edited.buttons()[0][0]["url"].as_str().unwrap().contains("ulp="), "{edited}");
    channel.owner.next().await;
    // The edit would lose buttons of the other bot, and only that bot can edit its inline results.
    telegram.channel_post_by_bot(channel.id, "Other", &UserPost::text(&page(seeded::HOT)), Some(likes));
    telegram.channel_post_via_bot(channel.id, "Other", &UserPost::text(&page(seeded::HOT)), None);
    let forwarded = UserPost::text(&page(seeded::HOT)).forwarded(ForwardOrigin::channel("Deals", "deals"));
    telegram.send_as(channel.id, SendAs::user(channel.owner.id), &forwarded);
    telegram.send_as(
        channel.id,
        SendAs::user(channel.owner.id),
        &UserPost::text(&page(seeded::CHECK_SAYS_YES)),
    );
    assert!(channel.next().await.text().contains("ulp="));
    channel.owner.next().await;
    let edits = telegram.calls("editMessageText");
    assert_eq!(edits.iter().filter(|call| call.params["chat_id"] == channel.id).count(), 2);
}

#[tokio::test]
async fn switched_off_or_without_rights_nothing_is_touched() {
    let world = TestWorld::new().await;
    let channel = channel(&world).await;
    let telegram = &world.sandbox.telegram;
    let post =
        |id: u64| telegram.send_as(channel.id, SendAs::user(channel.owner.id), &UserPost::text(&page(id)));
    channel.change_setting("mode:off").await;
    post(seeded::CARDIGAN);
    telegram.wait_until_confirmed().await.unwrap();
    channel.change_setting("mode:reply").await;
    telegram.set_bot(channel.id, channel.owner.id, Role::Admin(Rights::none().with("can_post_messages")));
    let paused = channel.owner.next().await;
    assert!(paused.text().contains("🔴 Edit messages"), "{paused}");
    post(seeded::HOT);
    telegram.wait_until_confirmed().await.unwrap();
    telegram.set_bot(channel.id, channel.owner.id, Role::Admin(Rights::none().with("can_edit_messages")));
    assert!(channel.owner.next().await.text().contains("at work"));
    channel.change_setting("figures:off").await;
    post(seeded::CHECK_SAYS_YES);
    assert!(channel.next().await.text().contains("ulp="));
    assert_eq!(
        telegram.calls("editMessageText").iter().filter(|call| call.params["chat_id"] == channel.id).count(),
        1
    );
}

#[tokio::test]
async fn the_card_of_a_channel_has_what_channels_have() {
    let world = TestWorld::new().await;
    let channel = channel(&world).await;
    let card = channel.owner.ask(&format!("/start chat_{}", channel.id)).await;
    assert_snapshot!("card", card.to_string());
}

#[tokio::test]
async fn a_hidden_link_that_is_changed_again_is_edited_again() {
    let world = TestWorld::new().await;
    let channel = channel(&world).await;
    let owner = channel.owner.id;
    let post = |id: u64| UserPost::text("Buy here").link("here", &page(id));
    let said = world.sandbox.telegram.send_as(channel.id, SendAs::user(owner), &post(seeded::CARDIGAN));
    channel.next().await;
    channel.owner.next().await;
    // The same text with another URL behind it.
    world.sandbox.telegram.edit_as(channel.id, owner, said, &post(seeded::HOT));
    let again = channel.next().await;
    let url = again.entities()[0]["url"].as_str().unwrap().to_owned();
    assert!(url.contains("ulp=") && url.contains("32.html"), "{url}");
    channel.owner.next().await;
}

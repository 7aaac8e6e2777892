//! `kill -9` at moments when a group or channel could lose a post.

use dealink_sandbox::telegram::{
    ChangeKind, ChatChange, ChatId, ChatKind, Rights, Role, SendAs, TelegramFault, UserPost,
};

use crate::process_world::ProcessWorld;
use crate::seeded::{self, page};

/// A chat with the bot, after its greeting, and the chat's owner.
async fn place(world: &ProcessWorld, kind: ChatKind) -> (ChatId, i64) {
    let telegram = world.telegram();
    let owner = telegram.add_user("Ada", "en");
    telegram.say(owner, "/start");
    telegram.next_reply(owner).await.unwrap();
    let place = telegram.add_chat(kind, "Deals", &[owner]);
    let rights = Rights::none().with("can_delete_messages").with("can_edit_messages");
    telegram.set_bot(place, owner, Role::Admin(rights));
    let greeted = if kind == ChatKind::Channel { owner } else { place };
    telegram.next_reply(greeted).await.unwrap();
    (place, owner)
}

fn with_link(transcript: &[ChatChange]) -> usize {
    let is = |change: &&ChatChange| {
        matches!(change.kind, ChangeKind::Message { from_bot: true, .. }) && change.text().contains("ulp=")
    };
    transcript.iter().filter(is).count()
}

/// Fault: `kill -9` between a repost and the deletion of the original.
/// Behaviour: the original goes after the next start, and nothing is sent twice.
#[tokio::test]
async fn killed_between_a_repost_and_its_deletion_the_original_goes_and_nothing_is_sent_twice() {
    let world = ProcessWorld::new().await;
    let mut bot = world.start_ready().await;
    let (group, owner) = place(&world, ChatKind::Supergroup { topics: false }).await;
    let telegram = world.telegram();
    let card = {
        telegram.start(owner, &format!("chat_{group}"));
        telegram.next_reply(owner).await.unwrap()
    };
    telegram.forge_press(owner, card.message_id().unwrap(), &format!("chat:{group}:mode:repost"));
    telegram.next_reply(owner).await.unwrap();
    telegram.next_reply(owner).await.unwrap();
    telegram.inject_fault("deleteMessage", TelegramFault::Hang, 1);
    let said = telegram.send_as(group, SendAs::user(owner), &UserPost::text(&page(seeded::CARDIGAN)));
    // The replacement was sent, and the deletion of the original was asked for.
    telegram.wait_for_calls("deleteMessage", 1).await.unwrap();
    bot.kill();
    let _bot = world.start_ready().await;
    loop {
        let change = telegram.next_reply(group).await.unwrap();
        if matches!(change.kind, ChangeKind::Deleted { message_id } if message_id == said) {
            break;
        }
    }
    assert_eq!(with_link(&telegram.transcript(group)), 1);
}

/// Fault: `kill -9` while a channel's post is edited.
/// Behaviour: it is edited after the next start.
#[tokio::test]
async fn killed_while_a_channels_post_is_edited_it_is_edited_and_once() {
    let world = ProcessWorld::new().await;
    let mut bot = world.start_ready().await;
    let (channel, owner) = place(&world, ChatKind::Channel).await;
    let telegram = world.telegram();
    telegram.inject_fault("editMessageText", TelegramFault::Hang, 1);
    telegram.send_as(channel, SendAs::user(owner), &UserPost::text(&page(seeded::CARDIGAN)));
    telegram.wait_for_calls("editMessageText", 1).await.unwrap();
    bot.kill();
    let _bot = world.start_ready().await;
    assert!(telegram.next_reply(channel).await.unwrap().text().contains("ulp="));
    assert!(telegram.next_reply(owner).await.unwrap().text().contains("One link replaced"));
    telegram.wait_until_confirmed().await.unwrap();
    assert!(telegram.unread(channel).is_empty());
}

#[tokio::test]
async fn what_was_said_while_the_bot_was_dead_is_answered_and_settings_are_kept() {
    let world = ProcessWorld::new().await;
    let mut bot = world.start_ready().await;
    let (group, owner) = place(&world, ChatKind::Supergroup { topics: true }).await;
    let telegram = world.telegram();
    telegram.send_as(
        group,
        SendAs::user(owner),
        &UserPost::text(&format!("/save one {}", page(seeded::HOT))),
    );
    assert!(telegram.next_reply(group).await.unwrap().text().contains("Saved as"));
    bot.kill();
    let topic = telegram.add_topic(group, "Home");
    for text in [page(seeded::CARDIGAN), "/deal ONE".to_owned()] {
        telegram.send_as(group, SendAs::user(owner).in_topic(topic), &UserPost::text(&text));
    }
    let _bot = world.start_ready().await;
    let mut answers = 0;
    while answers < 2 {
        let change = telegram.next_reply(group).await.unwrap();
        // This answer may come twice: the bot was killed before it knew that it was sent.
        if matches!(change.kind, ChangeKind::Message { .. }) && !change.text().contains("“one”") {
            assert_eq!(change.message().unwrap()["message_thread_id"], topic, "{change}");
            answers += 1;
        }
    }
}

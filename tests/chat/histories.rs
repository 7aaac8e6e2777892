//! Random histories of a group against a model: messages of members and admins, edits, deletions, rights and faults in
//! any order.
//!
//! A post is never deleted without its replacement, a figure is never public, and a message is never answered twice.
//! `DEALINK_HISTORIES` sets the number of histories.

use std::collections::BTreeMap;

use dealink_sandbox::telegram::{
    ChangeKind, ChatChange, ChatKind, FeatureSupport, MediaKind, MessageId, Rights, Role, SendAs,
    TelegramFault, TelegramOptions, UserPost,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use crate::groups::assert_public;
use crate::paused_time::{TimeHold, advance_second, advance_while, wait_until_quiet};
use crate::seeded::{self, page};
use crate::test_chats::TestGroup;
use crate::test_world::{TestConfig, TestWorld};

const PRODUCTS: [u64; 5] =
    [seeded::CARDIGAN, seeded::HOT, seeded::NOT_AFFILIATE, seeded::NO_REWARD, seeded::ABOVE_CAP];

#[derive(Clone, Copy, Debug)]
enum HistoryActor {
    Member,
    Owner,
    Anonymous,
}

#[derive(Clone, Debug)]
enum HistoryStep {
    Say { who: HistoryActor, product: Option<usize>, photo: bool, topic: bool },
    Edit { nth: usize, product: Option<usize> },
    Delete { nth: usize },
    Rights { role: usize },
    Fault { method: usize, kind: usize },
    Figures { nth: usize, by_owner: bool },
    Time { seconds: u8 },
}

fn step() -> impl Strategy<Value = HistoryStep> {
    let who = prop_oneof![4 => Just(HistoryActor::Member), 2 => Just(HistoryActor::Owner), 1 => Just(HistoryActor::Anonymous)];
    let product = || prop_oneof![4 => (0..PRODUCTS.len()).prop_map(Some), 1 => Just(None)];
    prop_oneof![
        6 => (who, product(), any::<bool>(), any::<bool>())
            .prop_map(|(who, product, photo, topic)| HistoryStep::Say { who, product, photo, topic }),
        3 => (0..8_usize, product()).prop_map(|(nth, product)| HistoryStep::Edit { nth, product }),
        1 => (0..8_usize).prop_map(|nth| HistoryStep::Delete { nth }),
        2 => (0..4_usize).prop_map(|role| HistoryStep::Rights { role }),
        3 => (0..5_usize, 0..6_usize).prop_map(|(method, kind)| HistoryStep::Fault { method, kind }),
        1 => (0..8_usize, any::<bool>()).prop_map(|(nth, by_owner)| HistoryStep::Figures { nth, by_owner }),
        2 => (1..20_u8).prop_map(|seconds| HistoryStep::Time { seconds }),
    ]
}

#[derive(Clone, Debug)]
struct History {
    mode: &'static str,
    server: usize,
    steps: Vec<HistoryStep>,
}

fn history() -> impl Strategy<Value = History> {
    let mode = prop_oneof![1 => Just("reply"), 2 => Just("repost"), 1 => Just("suggest")];
    (mode, 0..3_usize, prop::collection::vec(step(), 3..22)).prop_map(|(mode, server, steps)| History {
        mode,
        server,
        steps,
    })
}

/// The messages of people, each with a unique text.
#[derive(Default)]
struct GroupModel {
    said: Vec<(MessageId, String)>,
    deleted_by_people: Vec<MessageId>,
}

async fn play(history: &History) -> (Vec<ChatChange>, GroupModel) {
    let ephemeral =
        [FeatureSupport::Supported, FeatureSupport::Unknown, FeatureSupport::Refused][history.server];
    let telegram = TelegramOptions { ephemeral, ..TelegramOptions::default() };
    let world = TestWorld::with_config(TestConfig { telegram, ..TestConfig::default() }).await;
    let kind = ChatKind::Supergroup { topics: true };
    let group = advance_while(&world, async {
        let group = world.group(kind, Rights::none().with("can_delete_messages")).await;
        group.change_setting("repeat:0").await;
        if history.mode != "reply" {
            group.change_setting(&format!("mode:{}", history.mode)).await;
        }
        group
    })
    .await;
    let topic = world.sandbox.telegram.add_topic(group.id, "Home");
    let mut model = GroupModel::default();
    for step in &history.steps {
        act(&group, topic, &mut model, step).await;
        wait_until_quiet(&world).await;
    }
    // Lets everything finish.
    world.sandbox.telegram.clear_faults();
    for _ in 0..90 {
        advance_second(&world).await;
    }
    wait_until_quiet(&world).await;
    let transcript = world.sandbox.telegram.transcript(group.id);
    for chat in [group.id, group.owner.id] {
        while !world.sandbox.telegram.unread(chat).is_empty() {
            world.sandbox.telegram.next_reply(chat).await.unwrap();
        }
    }
    (transcript, model)
}

async fn act(group: &TestGroup<'_>, topic: MessageId, model: &mut GroupModel, step: &HistoryStep) {
    let telegram = &group.world.sandbox.telegram;
    let words = |tag: &str, product: Option<usize>| match product {
        Some(product) => format!("{tag} $24.90 {}", page(PRODUCTS[product])),
        None => format!("{tag} hello"),
    };
    match *step {
        HistoryStep::Say { who, product, photo, topic: in_topic } => {
            let tag = format!("t{}.", model.said.len());
            let text = words(&tag, product);
            let post = if photo { UserPost::media(MediaKind::Photo, &text) } else { UserPost::text(&text) };
            let sender = match who {
                HistoryActor::Member => SendAs::user(group.member),
                HistoryActor::Owner => SendAs::user(group.owner.id),
                HistoryActor::Anonymous => SendAs::user(group.owner.id).anonymous(),
            };
            let sender = if in_topic { sender.in_topic(topic) } else { sender };
            model.said.push((telegram.send_as(group.id, sender, &post), tag));
        }
        HistoryStep::Edit { nth, product } => {
            let Some((message, tag)) = model.said.get(nth) else { return };
            // Deleted, or another author's message: it cannot be edited.
            let post = UserPost::text(&words(tag, product));
            for user in [group.member, group.owner.id] {
                if telegram.try_edit_post(group.id, user, *message, &post).is_ok() {
                    return;
                }
            }
        }
        HistoryStep::Delete { nth } => {
            let Some((message, _)) = model.said.get(nth) else { return };
            if telegram.try_delete_as(group.id, group.owner.id, *message).is_ok() {
                model.deleted_by_people.push(*message);
            }
        }
        HistoryStep::Rights { role } => {
            let role = match role {
                0 => Role::Admin(Rights::none().with("can_delete_messages")),
                1 => Role::Admin(Rights::none().with("can_pin_messages")),
                2 => Role::Member,
                _ => Role::Restricted(Rights::none()),
            };
            telegram.set_bot(group.id, group.owner.id, role);
        }
        HistoryStep::Fault { method, kind } => {
            let method =
                ["sendMessage", "copyMessage", "deleteMessage", "editMessageText", "getChatMember"][method];
            let refused = |code: u16, why: &str| {
                let body = json!({ "ok": false, "error_code": code, "description": why });
                TelegramFault::Status(code, body.to_string())
            };
            let fault = match kind {
                0 => TelegramFault::Html502,
                1 => TelegramFault::HalfJson,
                2 => TelegramFault::Cut,
                3 => TelegramFault::TooManyRequests { retry_after: 3, chat: Some(group.id) },
                4 => refused(400, "Bad Request: message thread not found"),
                _ => refused(403, "Forbidden: bot was kicked from the supergroup chat"),
            };
            telegram.inject_fault(method, fault, 1);
        }
        HistoryStep::Figures { nth, by_owner } => {
            let transcript = telegram.transcript(group.id);
            let bots = transcript.iter().filter(|change| change.is_from_bot());
            let Some(message) = bots.filter_map(ChatChange::message_id).nth(nth) else { return };
            let user = if by_owner { group.owner.id } else { group.member };
            telegram.forge_press_in(group.id, user, message, "figures");
        }
        HistoryStep::Time { seconds } => {
            for _ in 0..seconds {
                advance_second(group.world).await;
            }
        }
    }
}

/// Checks the history as a member of the group sees it.
fn judge(transcript: &[ChatChange], model: &GroupModel) {
    let tag_of = |text: &str| model.said.iter().position(|(_, tag)| text.starts_with(tag.as_str()));
    let author: BTreeMap<MessageId, usize> =
        model.said.iter().enumerate().map(|(place, (message, _))| (*message, place)).collect();
    // For each message: the replacements and answers that are there now, and all that ever were, by id.
    let mut stands: Vec<Vec<MessageId>> = vec![Vec::new(); model.said.len()];
    let mut answers: Vec<Vec<MessageId>> = vec![Vec::new(); model.said.len()];
    for change in transcript {
        match &change.kind {
            ChangeKind::Message { from_bot: true, message } => {
                assert_public(change);
                let id = change.message_id().unwrap();
                if let Some(of) = tag_of(change.text()) {
                    stands[of].push(id);
                } else if let Some(of) =
                    message["reply_to_message"]["message_id"].as_i64().and_then(|id| author.get(&id))
                {
                    answers[*of].push(id);
                }
            }
            ChangeKind::Edited { from_bot: true, .. } => assert_public(change),
            ChangeKind::Deleted { message_id } => match author.get(message_id) {
                Some(of) => assert_eq!(stands[*of].len(), 1, "gone without its replacement: {change}"),
                None => {
                    for of in stands.iter_mut().chain(&mut answers) {
                        of.retain(|id| id != message_id);
                    }
                }
            },
            _ => {}
        }
        for (place, of) in stands.iter().chain(&answers).enumerate() {
            assert!(of.len() <= 1, "answered twice ({place}): {of:?}");
        }
    }
}

#[test]
fn no_history_loses_a_post_shows_a_figure_or_answers_twice() {
    let cases = std::env::var("DEALINK_HISTORIES").ok().and_then(|text| text.parse().ok()).unwrap_or(6);
    let config = Config { cases, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    let played = TestRunner::new(config).run(&history(), |history| {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        let (transcript, model) = runtime.block_on(async {
            let held = TimeHold::new();
            let played = play(&history).await;
            held.release().await;
            played
        });
        judge(&transcript, &model);
        Ok(())
    });
    if let Err(why) = played {
        panic!("{why}");
    }
}

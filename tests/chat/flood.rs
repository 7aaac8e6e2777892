//! Many groups at the same time, and a Telegram that enforces its limits and answers 429 beyond that, in virtual time over real
//! HTTP.
//!
//! Time stands still while anything happens, and moves by a second when nothing does. `DEALINK_FLOOD_SECONDS` sets for
//! how long messages are sent.

use dealink_sandbox::telegram::{
    CallOutcome, ChatKind, Rights, SendAs, TelegramCall, TelegramFault, UserPost,
};
use std::collections::BTreeMap;

use crate::paused_time::{TimeHold, advance_second, advance_while, wait_until_quiet};
use crate::seeded::{self, page};
use crate::test_chats::TestGroup;
use crate::test_world::{TestConfig, TestWorld, with_limits};

const GROUPS: usize = 20;
/// Telegram answers 429 in this many of the groups.
const IMPATIENT: usize = 7;
const A_SECOND: usize = 3;
/// The rate limit of a group: twenty messages in any minute. The bot leaves a second between two minutes, and needs so many seconds
/// for the messages of one.
const A_MINUTE: usize = 20;
const MINUTE: i64 = 61;
const FOR_A_MINUTE: i64 = 17;

fn seconds() -> i64 {
    std::env::var("DEALINK_FLOOD_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

/// For each attempt to send in a chat: seconds since the start, and whether it was refused.
fn tried(calls: &[TelegramCall], chat: i64) -> Vec<(i64, bool)> {
    let noon = crate::test_world::noon().now().as_second();
    let of_chat = calls.iter().filter(|call| call.params["chat_id"] == chat);
    of_chat.map(|call| (call.at.as_second() - noon, call.outcome == CallOutcome::Faulted)).collect()
}

#[tokio::test(start_paused = true)]
async fn a_flood_loses_doubles_and_hurries_nothing() {
    let hold = TimeHold::new();
    let change_config = |config: &mut dealink::config::Config| {
        config.telegram.as_mut().unwrap().sends_per_second = 30;
    };
    let world = TestWorld::with_config(TestConfig {
        change_config,
        telegram: with_limits(),
        ..TestConfig::default()
    })
    .await;
    let mut groups: Vec<TestGroup<'_>> = Vec::new();
    for _ in 0..GROUPS {
        let founded = async {
            let group = world.group(ChatKind::Supergroup { topics: false }, Rights::none()).await;
            group.change_setting("repeat:0").await;
            group
        };
        groups.push(advance_while(&world, founded).await);
    }
    // Time to recover the part of the rate limit that the preparation used.
    for _ in 0..70 {
        advance_second(&world).await;
    }
    let noon = crate::test_world::noon().now().as_second();
    let began = world.now() - noon;
    let products =
        [seeded::CARDIGAN, seeded::HOT, seeded::CHECK_SAYS_YES, seeded::NO_RATE, seeded::ABOVE_CAP];
    let mut said: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    // The waits that were ordered for each group, in order.
    let mut patience: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let telegram = &world.sandbox.telegram;
    for second in 0..seconds() {
        for (number, group) in groups.iter().enumerate() {
            // By an admin: other members have an allowance.
            for nth in 0..A_SECOND {
                let product = products[(number + nth + second as usize) % products.len()];
                let post = UserPost::text(&format!("{second}.{nth} {}", page(product)));
                let message = telegram.send_as(group.id, SendAs::user(group.owner.id), &post);
                said.entry(group.id).or_default().push(message);
            }
        }
        let annoyed = &groups[(second as usize * 5) % IMPATIENT];
        let retry_after = 2 + (second as u64 * 3) % 9;
        patience.entry(annoyed.id).or_default().push(retry_after as i64);
        telegram.inject_fault(
            "sendMessage",
            TelegramFault::TooManyRequests { retry_after, chat: Some(annoyed.id) },
            1,
        );
        advance_second(&world).await;
    }
    let of_each = A_SECOND * seconds() as usize;
    // The rate limit and the ordered waits bound the time of every group.
    let minutes = (of_each as i64 - 1) / A_MINUTE as i64;
    let longest = minutes * MINUTE + 12 * seconds() + 120;
    let answered = |group: &TestGroup<'_>| -> Vec<i64> {
        let transcript = telegram.transcript(group.id);
        let bots = transcript.iter().filter(|change| change.is_from_bot());
        bots.filter_map(|change| change.message()?["reply_to_message"]["message_id"].as_i64()).collect()
    };
    for second in 0..longest {
        // Reading all transcripts is slow, so it is not done every second.
        if second % 20 == 0 && groups.iter().all(|group| answered(group).len() >= of_each) {
            break;
        }
        advance_second(&world).await;
    }
    wait_until_quiet(&world).await;
    let calls = telegram.calls("sendMessage");
    assert_eq!(world.limits_passed(), 0, "limits of Telegram were passed");
    let mut waits = 0;
    for (number, group) in groups.iter().enumerate() {
        assert_eq!(answered(group), said[&group.id], "lost, doubled or out of order in group {number}");
        let tried: Vec<(i64, bool)> =
            tried(&calls, group.id).into_iter().filter(|(at, _)| *at >= began).collect();
        let mut asked = patience.remove(&group.id).unwrap_or_default().into_iter();
        for pair in tried.windows(2).filter(|pair| pair[0].1) {
            let asked = asked.next().unwrap();
            assert!(pair[1].0 - pair[0].0 >= asked, "group {number} was asked for {asked} s: {pair:?}");
            waits += 1;
        }
        if number >= IMPATIENT {
            let (last, _) = tried.last().unwrap();
            let needed = began + minutes * MINUTE + FOR_A_MINUTE;
            assert!(
                *last <= needed.max(began + seconds()) + 15,
                "group {number} was held up: {last}, not {needed}"
            );
        }
    }
    assert!(waits as i64 >= seconds().min(5), "too few refusals met an answer: {waits}");
    println!(
        "{} messages in {GROUPS} groups, {waits} refusals; all answered after {} s",
        GROUPS * of_each,
        world.now() - noon - began
    );
    for group in &groups {
        while !telegram.unread(group.id).is_empty() {
            group.next().await;
        }
    }
    hold.release().await;
}

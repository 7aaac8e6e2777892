//! One person or member who asks for far more than the others: what the others notice, and how many calls it costs. In virtual
//! time.

use std::time::Duration;

use dealink::app::build_deals;
use dealink_network::admitad::AdmitadTimeouts;
use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::telegram::{ChatChange, Rights, Role, TelegramFault, UserPost};

use crate::paused_time::{TimeHold, advance, advance_second, advance_while, wait_until_quiet};
use crate::seeded::{self, page};
use crate::test_chats::{PLAIN, TestPerson};
use crate::test_world::{TestConfig, TestWorld, noon, short_timeouts, with_limits};

const STEP: Duration = Duration::from_millis(100);
/// Steps of a flood before somebody else asks.
const FLOOD: usize = 100;
/// A person's part of the network's 600 calls a minute: so many at once, and so many in a second.
const SHARE_AT_ONCE: usize = 30;
const SHARE_A_SECOND: usize = 2;
/// The tries of one question to Telegram.
const CALLS_OF_A_QUESTION: usize = 5;
/// What one answer about a product costs at most, in calls: link, rates and check.
const OF_ONE_ANSWER: usize = 3;

/// How somebody floods the bot, in each step. Every question is about another product.
type Flood = fn(&TestPerson<'_>, usize);

fn new_product(step: usize) -> String {
    page(1_005_008_000_000_000 + step as u64)
}

fn inline_ten_a_second(person: &TestPerson<'_>, step: usize) {
    person.world.sandbox.telegram.ask_inline(person.id, &new_product(step));
}

/// Each query is answered, because nothing newer follows at once.
fn inline_after_a_pause(person: &TestPerson<'_>, step: usize) {
    if step.is_multiple_of(4) {
        inline_ten_a_second(person, step);
    }
}

fn guest_ten_a_second(person: &TestPerson<'_>, step: usize) {
    let asked = UserPost::text(&format!("@dealink_sandbox_bot {}", new_product(step)));
    person.world.sandbox.telegram.ask_guest(person.id, "Friends", &asked);
}

/// What a flood did.
struct Outcome {
    /// Calls to the network about products, of all people.
    calls: usize,
    /// Calls after the flood had ended.
    calls_afterwards: usize,
    /// For how long it went on.
    seconds: usize,
    /// How long somebody else waited for an answer meanwhile.
    wait: Duration,
}

impl Outcome {
    /// The calls that one person may cause in this time, beside those of the other's answer.
    fn share(&self) -> usize {
        SHARE_AT_ONCE + SHARE_A_SECOND * (self.seconds + 1)
    }
}

fn product_calls(world: &TestWorld) -> usize {
    use AdmitadEndpoint::{Check, Deeplink, Rates};
    let calls = world.sandbox.admitad.calls();
    [Deeplink, Rates, Check].into_iter().map(|endpoint| calls.count(endpoint)).sum()
}

async fn flood(flood: Flood) -> Outcome {
    let hold = TimeHold::new();
    let timeouts = AdmitadTimeouts::default();
    let inline_pause = Duration::from_millis(300);
    let world = TestWorld::with_config(TestConfig { timeouts, inline_pause, ..TestConfig::default() }).await;
    let (attacker, other) = (world.person("en"), world.person("en"));
    let telegram = &world.sandbox.telegram;
    // What all answers need is fetched before.
    attacker.say(&page(seeded::HOT));
    advance_while(&world, attacker.next()).await;
    world.sandbox.admitad.reset_calls();
    let mut steps = 0;
    let mut step = async || {
        flood(&attacker, steps);
        advance(&world, STEP).await;
        wait_until_quiet(&world).await;
        steps += 1;
        steps
    };
    while step().await < FLOOD {}
    other.say(&page(seeded::CARDIGAN));
    let mut wait = Duration::ZERO;
    let answered = |change: &ChatChange| change.text().contains("Cardigan");
    while !telegram.unread(other.id).iter().any(answered) {
        step().await;
        wait += STEP;
        assert!(wait < Duration::from_secs(60), "no answer at all");
    }
    let (calls, seconds) = (product_calls(&world), steps / 10);
    for _ in 0..30 {
        advance(&world, STEP * 10).await;
    }
    wait_until_quiet(&world).await;
    let calls_afterwards = product_calls(&world) - calls;
    println!("{calls} calls in {seconds} s, the other waited {wait:?}; {calls_afterwards} calls afterwards");
    for person in [attacker, other] {
        while !telegram.unread(person.id).is_empty() {
            person.next().await;
        }
    }
    hold.release().await;
    Outcome { calls, calls_afterwards, seconds, wait }
}

/// Fault: a person sends ten inline queries a second, each about another product.
/// Behaviour: only the last is answered, and nobody else waits.
#[tokio::test(start_paused = true)]
async fn who_types_without_a_pause_causes_no_call_until_the_end() {
    let outcome = flood(inline_ten_a_second).await;
    assert!(outcome.wait <= STEP * 2, "{:?}", outcome.wait);
    assert!(outcome.calls <= OF_ONE_ANSWER, "only the other was answered: {}", outcome.calls);
    assert!(outcome.calls_afterwards <= OF_ONE_ANSWER, "only the last query: {}", outcome.calls_afterwards);
}

/// Fault: a person sends inline queries about ever new products.
/// Behaviour: the person gets a quarter of the calls a minute, and superseded queries call nothing more.
#[tokio::test(start_paused = true)]
async fn inline_queries_of_one_person_use_up_a_share_and_end_when_they_are_superseded() {
    let outcome = flood(inline_after_a_pause).await;
    assert!(outcome.wait <= STEP * 3, "{:?}", outcome.wait);
    assert!(outcome.calls <= outcome.share() + OF_ONE_ANSWER, "{} calls", outcome.calls);
    assert!(outcome.calls_afterwards <= OF_ONE_ANSWER, "only the last query: {}", outcome.calls_afterwards);
}

/// Fault: a person sends ten guest messages a second about ever new products.
/// Behaviour: the person gets a quarter of the calls a minute, and another is answered at once.
#[tokio::test(start_paused = true)]
async fn guest_messages_of_one_person_use_up_a_share() {
    let outcome = flood(guest_ten_a_second).await;
    assert!(outcome.wait <= STEP * 3, "{:?}", outcome.wait);
    assert!(outcome.calls <= outcome.share() + OF_ONE_ANSWER, "{} calls", outcome.calls);
    assert!(outcome.calls_afterwards <= SHARE_A_SECOND * 31, "{} calls", outcome.calls_afterwards);
}

/// The messages of a chat to which the bot has replied.
fn answered(world: &TestWorld, chat: i64) -> Vec<i64> {
    let transcript = world.sandbox.telegram.transcript(chat);
    let bots = transcript.iter().filter(|change| change.is_from_bot());
    bots.filter_map(|change| change.message()?["reply_to_message"]["message_id"].as_i64()).collect()
}

/// Moves the time on until a message of a chat is answered. Returns the seconds, and how many messages were answered before it.
async fn wait_for_answer(world: &TestWorld, chat: i64, message: i64) -> (u32, usize) {
    for seconds in 0..300 {
        if let Some(before) = answered(world, chat).iter().position(|answered| *answered == message) {
            return (seconds, before);
        }
        advance_second(world).await;
        wait_until_quiet(world).await;
    }
    panic!("there is no answer");
}

/// How often Telegram was asked who a person is in a chat.
fn membership_questions(world: &TestWorld, person: i64) -> usize {
    let calls = world.sandbox.telegram.calls("getChatMember");
    calls.iter().filter(|call| call.params["user_id"] == person).count()
}

/// Fault: a member of a group sends sixty commands.
/// Behaviour: five are answered, and an admin's deal does not wait behind the others.
#[tokio::test(start_paused = true)]
async fn sixty_commands_of_a_member_do_not_hold_up_an_admins_deal() {
    let hold = TimeHold::new();
    let world = TestWorld::with_config(TestConfig { telegram: with_limits(), ..TestConfig::default() }).await;
    let group = advance_while(&world, world.group(PLAIN, Rights::none())).await;
    for _ in 0..70 {
        advance_second(&world).await;
    }
    let asked: Vec<i64> = (0..60).map(|_| group.say("/help@dealink_sandbox_bot")).collect();
    let deal = group.owner_says(&page(seeded::CARDIGAN));
    let (seconds, before) = wait_for_answer(&world, group.id, deal).await;
    println!("the deal came after {seconds} s, behind {before} other answers");
    // Updates that are only passed over take real time, in which virtual time moves on.
    assert!(before <= 5 && seconds <= 15, "{before}, {seconds} s");
    for _ in 0..60 {
        advance_second(&world).await;
    }
    wait_until_quiet(&world).await;
    let helped = answered(&world, group.id).into_iter().filter(|message| asked.contains(message)).count();
    assert_eq!(helped, 5);
    assert!(membership_questions(&world, group.member) <= 2);
    assert_eq!(world.limits_passed(), 0, "limits of Telegram were passed");
    while !world.sandbox.telegram.unread(group.id).is_empty() {
        group.next().await;
    }
    hold.release().await;
}

/// Fault: a member of a group sends sixty messages with links to different products.
/// Behaviour: five are answered, an admin's deal does not wait behind the others, and the owner is told how many were left unanswered.
#[tokio::test(start_paused = true)]
async fn sixty_links_of_a_member_do_not_hold_up_an_admins_deal() {
    let hold = TimeHold::new();
    let world = TestWorld::with_config(TestConfig { telegram: with_limits(), ..TestConfig::default() }).await;
    let group = advance_while(&world, world.group(PLAIN, Rights::none())).await;
    for _ in 0..70 {
        advance_second(&world).await;
    }
    let asked: Vec<i64> = (0..60).map(|number| group.say(&new_product(number))).collect();
    let deal = group.owner_says(&page(seeded::CARDIGAN));
    let (seconds, before) = wait_for_answer(&world, group.id, deal).await;
    println!("the deal came after {seconds} s, behind {before} other answers");
    assert!(before <= 7 && seconds <= 30, "{before}, {seconds} s");
    for _ in 0..75 {
        advance_second(&world).await;
    }
    wait_until_quiet(&world).await;
    let of_member = answered(&world, group.id).into_iter().filter(|message| asked.contains(message)).count();
    assert!((5..=7).contains(&of_member), "{of_member}");
    assert!(membership_questions(&world, group.member) <= 2);
    let told = world.sandbox.telegram.unread(group.owner.id);
    let told: Vec<_> = told.iter().filter(|change| change.text().contains("links unanswered")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].text().contains(&format!("{} messages", 60 - of_member)), "{}", told[0]);
    // The allowance comes back.
    let later = group.say(&new_product(100));
    wait_for_answer(&world, group.id, later).await;
    assert_eq!(world.limits_passed(), 0, "limits of Telegram were passed");
    for chat in [group.id, group.owner.id] {
        while !world.sandbox.telegram.unread(chat).is_empty() {
            world.sandbox.telegram.next_reply(chat).await.unwrap();
        }
    }
    hold.release().await;
}

/// Fault: a member of a group presses a button for admins two hundred times.
/// Behaviour: Telegram is asked twice who it is.
#[tokio::test(start_paused = true)]
async fn a_member_who_presses_two_hundred_times_causes_two_questions_at_most() {
    press_two_hundred_times(Role::Member, "mode:off", "yönetici").await;
}

/// Fault: an admin without the right for a button presses it two hundred times.
/// Behaviour: Telegram is asked twice, and who gets the right meanwhile is asked for again after ten seconds.
#[tokio::test(start_paused = true)]
async fn an_admin_without_the_right_who_presses_two_hundred_times_causes_two_questions_at_most() {
    press_two_hundred_times(
        Role::Admin(Rights::none().with("can_pin_messages")),
        "mode:off",
        "yetkisine ihtiyacınız",
    )
    .await;
}

async fn press_two_hundred_times(role: Role, button: &str, refusal: &str) {
    let hold = TimeHold::new();
    let world = TestWorld::new().await;
    let group = advance_while(&world, world.group(PLAIN, Rights::none())).await;
    let telegram = &world.sandbox.telegram;
    telegram.set_role(group.id, group.member, role);
    group.owner_says("/settings@dealink_sandbox_bot");
    let card = advance_while(&world, group.next()).await;
    let card = card.message_id().unwrap();
    let press =
        || telegram.forge_press_in(group.id, group.member, card, &format!("chat:{}:{button}", group.id));
    let before = membership_questions(&world, group.member);
    for _ in 0..200 {
        press();
    }
    // Time stands still meanwhile.
    for _ in 0..200 {
        let refused = group.next().await;
        assert!(refused.text().contains(refusal), "{refused}");
    }
    assert_eq!(membership_questions(&world, group.member) - before, 2);
    telegram.set_role(group.id, group.member, Role::Admin(Rights::all()));
    for _ in 0..10 {
        advance_second(&world).await;
    }
    press();
    let done = advance_while(&world, group.next()).await;
    assert!(done.text().contains("Kaydedildi"), "{done}");
    wait_until_quiet(&world).await;
    while !telegram.unread(group.id).is_empty() {
        group.next().await;
    }
    while !telegram.unread(group.owner.id).is_empty() {
        group.owner.next().await;
    }
    hold.release().await;
}

/// Fault: Telegram does not tell who a member is, who sends many commands.
/// Behaviour: Telegram is asked about the member twice, and again after ten seconds.
#[tokio::test(start_paused = true)]
async fn a_member_of_whom_nothing_is_known_causes_two_questions_at_most() {
    let hold = TimeHold::new();
    let world = TestWorld::new().await;
    let group = advance_while(&world, world.group(PLAIN, Rights::none())).await;
    let telegram = &world.sandbox.telegram;
    let no_answer = TelegramFault::Status(500, String::new());
    telegram.inject_fault_about(group.member, "getChatMember", no_answer, usize::MAX);
    // Beyond what members get without being asked for.
    for _ in 0..30 {
        group.say("/help@dealink_sandbox_bot");
    }
    let last = group.owner_says(&page(seeded::CARDIGAN));
    let mut steps = 0;
    while !answered(&world, group.id).contains(&last) {
        advance(&world, STEP).await;
        steps += 1;
        assert!(steps < 600, "no deal at all");
    }
    let questions = membership_questions(&world, group.member);
    assert!(questions <= 2 * CALLS_OF_A_QUESTION, "{questions} questions");
    telegram.clear_faults();
    for _ in 0..10 {
        advance_second(&world).await;
    }
    telegram.set_role(group.id, group.member, Role::Admin(Rights::all()));
    let asked: Vec<i64> = (0..5).map(|_| group.say("/help@dealink_sandbox_bot")).collect();
    for _ in 0..10 {
        advance_second(&world).await;
    }
    let helped = answered(&world, group.id).into_iter().filter(|message| asked.contains(message)).count();
    assert_eq!(helped, 5, "an admin is known again");
    while !telegram.unread(group.id).is_empty() {
        group.next().await;
    }
    hold.release().await;
}

#[tokio::test]
async fn the_ad_space_is_asked_for_once() {
    let world = TestWorld::new().await;
    let mut config = dealink::sandbox::config(&world.sandbox, world.data.path());
    // From an own link the ad space could be read without the network.
    config.network.deeplink_base = None;
    let deals = build_deals(&config, noon(), short_timeouts(), None).unwrap();
    let before = world.sandbox.admitad.calls().count(AdmitadEndpoint::AdSpace);
    for _ in 0..3 {
        let code = deals.lookup().own_ad_space_code().await;
        assert_eq!(code.as_deref(), Some(dealink_sandbox::admitad::AD_SPACE_CODE));
    }
    assert_eq!(world.sandbox.admitad.calls().count(AdmitadEndpoint::AdSpace) - before, 1);
}

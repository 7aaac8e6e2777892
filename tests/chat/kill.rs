//! `kill -9` at the worst moments: nothing that was confirmed is lost, and no answer is sent twice if this can be
//! avoided.
//!
//! A bot cannot ask Telegram whether a message was sent when it died before it got the answer. So for each kill and
//! chat the answer that was being sent may come twice; [`assert_doubles`] allows only this.

mod feeds;
mod groups;
mod settings;
mod storm;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dealink::text::Texts;
use dealink_core::lang::Lang;
use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::telegram::{ChangeKind, ChatChange, MediaKind, UserId, UserPost};

use crate::process_world::{BotProcess, ProcessWorld, SeededRandom, rounds};

/// The next message of the bot in a chat; skips edits and answers to presses.
async fn next_message(world: &ProcessWorld, user: UserId) -> ChatChange {
    loop {
        let reply = world.telegram().next_reply(user).await.unwrap();
        if matches!(reply.kind, ChangeKind::Message { .. }) {
            return reply;
        }
    }
}

/// The `seq` of an answer, and what was answered.
type Answered<T> = (u64, T);

/// Checks the answers in one chat, in order: an answer may come twice only if there was a kill between the two and no
/// other answer. Returns the answers that came twice.
fn assert_doubles<'a, T: Ord + std::fmt::Debug>(answers: &'a [Answered<T>], kills: &[u64]) -> Vec<&'a T> {
    let mut seen = BTreeSet::new();
    let mut doubled = Vec::new();
    for (place, (seq, what)) in answers.iter().enumerate() {
        if seen.insert(what) {
            continue;
        }
        doubled.push(what);
        let before = place.checked_sub(1).map(|before| &answers[before]).filter(|(_, before)| before == what);
        let killed = |first: u64| kills.iter().any(|kill| (first..*seq).contains(kill));
        assert!(
            before.is_some_and(|(first, _)| killed(*first)),
            "{what:?} was answered twice without need; kills: {kills:?}; answers: {answers:#?}"
        );
    }
    doubled
}

/// Kills the bot and starts it again; returns the `seq` at the kill.
fn kill_and_start(world: &ProcessWorld, bot: &mut BotProcess) -> u64 {
    bot.kill();
    *bot = world.start();
    // A request in the socket may have been served until now; the new bot has not made one yet.
    world.telegram().last_seq()
}

/// Fault: `kill -9` right after an update was confirmed to Telegram.
/// Behaviour: it is answered after the next start.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_telegram_was_told_is_taken_is_answered() {
    let rounds = rounds("DEALINK_KILL_ROUNDS", 3);
    let world = ProcessWorld::new().await;
    let (telegram, admitad) = (world.telegram(), &world.sandbox.admitad);
    let mut bot = world.start();
    for _ in 0..rounds {
        let user = telegram.add_user("Deniz", "en");
        admitad.set_delay(AdmitadEndpoint::Deeplink, Duration::from_secs(60));
        let message = telegram.say(user, "aliexpress.com/item/1005009000000001.html");
        // Telegram does not deliver it again, and its answer is not ready yet.
        telegram.wait_until_confirmed().await.unwrap();
        bot.kill();
        admitad.clear_faults();
        bot = world.start();
        let answer = next_message(&world, user).await;
        let answered = answer.message().map(|answer| answer["reply_to_message"]["message_id"].clone());
        assert_eq!(answered, Some(message.into()), "{answer}");
        assert!(telegram.unread(user).is_empty());
    }
    println!("taken: {rounds} kills, 0 messages lost");
}

/// Fault: `kill -9` right after an answer.
/// Behaviour: what was answered before that answer is not answered again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_before_the_last_answer_is_not_answered_again() {
    let rounds = rounds("DEALINK_KILL_ROUNDS", 3);
    let mut chance = SeededRandom::new("what_was_answered_before_the_last_answer_is_not_answered_again");
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let mut doubled = 0;
    for _ in 0..rounds {
        let user = telegram.add_user("Deniz", "en");
        // All in one batch, so that only the answers themselves cause a write to the disk.
        for said in ["/help", "/privacy", "/start", "/link"] {
            telegram.say(user, said);
        }
        let mut bot = world.start();
        let last = 2 + chance.below(2) as usize;
        let (mut answers, mut kills) = (Vec::new(), Vec::new());
        loop {
            let answer = next_message(&world, user).await;
            answers.push((answer.seq, answer.text().to_owned()));
            if answers.len() == last {
                kills.push(kill_and_start(&world, &mut bot));
                telegram.say(user, "/nonsense");
            }
            // This is the last answer.
            if answer.text().contains("I do not know this command") {
                break;
            }
        }
        assert!(answers.len() >= 5, "lost: {answers:#?}");
        doubled += assert_doubles(&answers, &kills).len();
        bot.signal("TERM");
        bot.wait_for_exit().await;
    }
    println!("done: {rounds} kills, 0 messages lost, {doubled} doubled (in flight)");
}

/// Links to `count` products, so many that the answer has several messages.
fn many_links(world: &ProcessWorld, count: usize) -> String {
    let products = world.sandbox.admitad.products().iter();
    // For these the deeplink answer has a verdict. Each of the others would need a call of its own, within the rate
    // limit.
    let known = products.filter(|product| product.affiliate.is_some()).map(|product| product.id);
    let ids = known.chain(1_005_009_000_001_000..).take(count);
    ids.map(|id| format!("aliexpress.com/item/{id}.html")).collect::<Vec<_>>().join("\n")
}

/// Fault: `kill -9` in the middle of a long answer.
/// Behaviour: the next start sends the rest.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parts_that_were_sent_are_not_sent_again() {
    let rounds = rounds("DEALINK_KILL_ROUNDS", 2);
    let mut chance = SeededRandom::new("parts_that_were_sent_are_not_sent_again");
    let texts = Texts::load().unwrap();
    let help = texts.localizer(Lang::En).text("chat-help");
    let is_help = |change: &ChatChange| change.text().lines().next() == help.lines().next();
    let world = ProcessWorld::new().await;
    world.sandbox.admitad.set_calls_per_minute(usize::MAX);
    let telegram = world.telegram();
    let mut bot = world.start();
    let (mut kills, mut doubled, mut parts) = (0, 0, 0);
    for round in 0..rounds {
        let user = telegram.add_user("Deniz", "en");
        let count = if round % 10 == 0 { 90 } else { 51 };
        let links = many_links(&world, count);
        let began = telegram.last_seq();
        // Every second answer becomes that long by an edit of the question.
        if round % 2 == 0 {
            telegram.say(user, &links);
        } else {
            let message = telegram.say(user, "aliexpress.com/item/1005009000000001.html");
            next_message(&world, user).await;
            telegram.edit(user, message, &links);
        }
        let mut killed = Vec::new();
        // Two kills after the first part, or one after the second.
        let twice = chance.below(2) == 0;
        for _ in 0..if twice { 2 } else { 1 } {
            next_message(&world, user).await;
            if !twice {
                next_message(&world, user).await;
            }
            if chance.below(2) == 0 {
                tokio::time::sleep(Duration::from_micros(chance.below(12_000))).await;
            }
            killed.push(kill_and_start(&world, &mut bot));
        }
        // A person's updates are answered in order, so all parts are there before this answer.
        telegram.say(user, "/help");
        while !is_help(&next_message(&world, user).await) {}

        let transcript = telegram.transcript(user);
        let sent = transcript.iter().filter(|change| change.seq > began && change.is_reply());
        let sent: Vec<_> = sent
            .filter(|change| matches!(change.kind, ChangeKind::Message { .. }))
            .map(|change| (change.seq, change.text().to_owned()))
            .collect();
        doubled += assert_doubles(&sent, &killed).len();
        kills += killed.len();
        parts += sent.len() - 1;

        let shown = transcript.iter().filter(|change| change.is_reply()).map(ToString::to_string);
        let shown = shown.collect::<Vec<_>>().join("\n");
        let missing: Vec<_> = (1..=count)
            .filter(|n| !shown.contains(&format!("\n{n}. ")) && !shown.contains(&format!(": {n}. ")))
            .collect();
        assert!(missing.is_empty(), "products {missing:?} are in no part:\n{shown}");
    }
    println!(
        "parts: {rounds} answers, {kills} kills, {parts} messages, 0 lost, {doubled} doubled (in flight)"
    );
}

/// Fault: `kill -9` while posts and albums are given back.
/// Behaviour: each comes back once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn posts_and_albums_come_back_once() {
    let rounds = rounds("DEALINK_KILL_ROUNDS", 3);
    let mut chance = SeededRandom::new("posts_and_albums_come_back_once");
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let mut bot = world.start();
    let mut doubled = 0;
    for _ in 0..rounds {
        let user = telegram.add_user("Deniz", "en");
        let began = telegram.last_seq();
        let link = "aliexpress.com/item/1005009000000001.html";
        let picture = |caption: &str| UserPost::media(MediaKind::Photo, caption);
        telegram.album(user, vec![picture(""), picture(&format!("One for you {link}")), picture("")]);
        telegram.post(user, picture(&format!("Two for you {link}")));
        // The bot dies after some of these four: album, its report, post, its report.
        for _ in 0..1 + chance.below(5) {
            next_message(&world, user).await;
        }
        if chance.below(2) == 0 {
            tokio::time::sleep(Duration::from_micros(chance.below(12_000))).await;
        }
        let killed = vec![kill_and_start(&world, &mut bot)];
        telegram.say(user, "/nonsense");
        while !next_message(&world, user).await.text().contains("I do not know this command") {}

        let is_message_of_bot = |change: &&ChatChange| {
            change.seq > began && matches!(change.kind, ChangeKind::Message { from_bot: true, .. })
        };
        let mut answers: Vec<Answered<String>> = Vec::new();
        let mut albums = BTreeMap::new();
        for change in telegram.transcript(user).iter().filter(is_message_of_bot) {
            match change.album() {
                Some(album) => {
                    let parts = albums.entry(album.to_owned()).or_insert(0);
                    *parts += 1;
                    answers.extend((*parts == 1).then(|| (change.seq, "album".to_owned())));
                }
                None if change.text().starts_with("I do not know") => {}
                None => {
                    let to =
                        change.message().map(|message| message["reply_to_message"]["message_id"].clone());
                    answers.push((change.seq, format!("{:?} {}", to, change.text())));
                }
            }
        }
        assert!(albums.values().all(|parts| *parts == 3), "{albums:?}");
        let whats: BTreeSet<&String> = answers.iter().map(|(_, what)| what).collect();
        assert_eq!(whats.len(), 4, "an album, a post and two reports: {answers:#?}");
        doubled += assert_doubles(&answers, &killed).len();
    }
    println!("posts: {rounds} kills, 0 lost, {doubled} doubled (in flight)");
}

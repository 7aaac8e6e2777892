//! Many people at the same time, and a bot that is killed repeatedly.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use dealink::text::Texts;
use dealink_core::lang::Lang;
use dealink_sandbox::telegram::{ChangeKind, ChatChange, MessageId, UserId};

use super::settings::ExpectedSettings;
use super::{assert_doubles, kill_and_start, next_message};
use crate::process_world::{DEADLINE, ProcessWorld, SeededRandom, rounds};

const PEOPLE: usize = 80;
const ASKS: u64 = 250;
const BETWEEN_ASKS: Duration = Duration::from_millis(20);
const KILLS: u64 = 3;

/// Texts besides links, sent at most once by each person, and the key of the message that answers them.
const SAID: [(&str, &str); 9] = [
    ("/start", "chat-start"),
    ("/help", "chat-help"),
    ("/gizlilik", "chat-privacy"),
    ("/traffic", "settings-traffic-choose"),
    ("/dil", "settings-language-choose"),
    ("/link", "chat-link-usage"),
    ("/nonsense", "chat-unknown-command"),
    ("merhaba", "chat-no-link"),
    ("https://example.com/", "chat-no-aliexpress"),
];

/// How the bot says that a message was set aside.
const SET_ASIDE: [&str; 2] = ["One of your messages could not be handled", "Mesajlarınızdan biri işlenemedi"];

/// A message or press that needs exactly one answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum StormRequest {
    Links(MessageId),
    Said(&'static str),
    Press(String),
}

struct StormPerson {
    id: UserId,
    card: MessageId,
    settings: ExpectedSettings,
    unsaid: Vec<&'static str>,
}

struct Storm {
    world: ProcessWorld,
    people: Vec<StormPerson>,
    /// First lines of the answers to the texts, in both languages.
    known: HashMap<String, &'static str>,
    open: BTreeSet<(UserId, StormRequest)>,
    answers: BTreeMap<UserId, Vec<(u64, StormRequest)>>,
    /// People who were told that a message of theirs was set aside, because the bot was killed twice while it was handled; once for
    /// each message.
    set_aside: Vec<UserId>,
    read_to: u64,
}

#[derive(Default, Debug)]
struct StormFigures {
    asks: usize,
    kills: usize,
    in_flight: usize,
    doubled: usize,
    set_aside: usize,
    /// Presses that were answered twice. People do not see this.
    unseen: usize,
}

impl Storm {
    async fn gather(texts: &Texts) -> Storm {
        let world = ProcessWorld::new().await;
        world.sandbox.admitad.set_calls_per_minute(usize::MAX);
        let telegram = world.telegram();
        let mut greeter = world.start();
        let ids: Vec<_> = (0..PEOPLE)
            .map(|n| (telegram.add_user(&format!("Deniz {n}"), Lang::ALL[n % 2].code()), Lang::ALL[n % 2]))
            .collect();
        for (id, _) in &ids {
            telegram.say(*id, "/settings");
        }
        let mut people = Vec::new();
        for (id, language) in ids {
            let card = next_message(&world, id).await.message_id().unwrap();
            let unsaid = SAID.iter().map(|(said, _)| *said).collect();
            people.push(StormPerson { id, card, settings: ExpectedSettings::new(language), unsaid });
        }
        // Stopped in order, so that it does not repeat these answers later.
        greeter.signal("TERM");
        greeter.wait_for_exit().await;
        let known = Lang::ALL.iter().flat_map(|lang| {
            let line = |key| first_line(&texts.localizer(*lang).text(key));
            SAID.map(|(said, key)| (line(key), said))
        });
        let known = known.collect();
        let read_to = telegram.last_seq();
        let (open, answers, set_aside) = (BTreeSet::new(), BTreeMap::new(), Vec::new());
        Storm { world, people, known, open, answers, set_aside, read_to }
    }

    /// A random person sends a message or presses a button.
    fn ask(&mut self, chance: &mut SeededRandom) {
        let telegram = self.world.telegram();
        let at = chance.below(PEOPLE as u64) as usize;
        let person = &mut self.people[at];
        let ask = match chance.below(4) {
            0 => {
                let data = person.settings.change(chance);
                StormRequest::Press(telegram.forge_press(person.id, person.card, &data))
            }
            1 if !person.unsaid.is_empty() => {
                let said = person.unsaid.swap_remove(chance.below(person.unsaid.len() as u64) as usize);
                telegram.say(person.id, said);
                StormRequest::Said(said)
            }
            _ => {
                let link =
                    |n: u64| format!("https://www.aliexpress.com/item/{}.html", 1_005_009_000_000_001 + n);
                let links: Vec<_> = (0..=chance.below(2)).map(|_| link(chance.below(20))).collect();
                StormRequest::Links(telegram.say(person.id, &links.join(" ")))
            }
        };
        self.open.insert((person.id, ask));
    }

    /// Matches the bot's new changes with the open requests.
    async fn read(&mut self) {
        loop {
            let changes = self.world.telegram().changes_after(self.read_to, 1_000, Duration::ZERO).await;
            let Some(last) = changes.last() else { return };
            self.read_to = last.seq;
            for change in &changes {
                if SET_ASIDE.iter().any(|told| change.text().starts_with(told)) {
                    self.set_aside.extend(change.chat);
                    continue;
                }
                let (Some(chat), Some(ask)) = (change.chat, self.answered(change)) else { continue };
                self.open.remove(&(chat, ask.clone()));
                self.answers.entry(chat).or_default().push((change.seq, ask));
            }
        }
    }

    fn answered(&self, change: &ChatChange) -> Option<StormRequest> {
        match &change.kind {
            ChangeKind::CallbackAnswer { callback_query_id, .. } => {
                Some(StormRequest::Press(callback_query_id.clone()))
            }
            ChangeKind::Message { message, from_bot: true } => {
                if let Some(said) = self.known.get(&first_line(change.text())) {
                    return Some(StormRequest::Said(said));
                }
                let answered = message["reply_to_message"]["message_id"].as_i64();
                Some(StormRequest::Links(
                    answered.unwrap_or_else(|| panic!("an answer to nothing: {change}")),
                ))
            }
            _ => None,
        }
    }

    /// Number of chats with an open request.
    fn chats_waiting(&self) -> usize {
        self.open.iter().map(|(chat, _)| chat).collect::<BTreeSet<_>>().len()
    }

    /// Whether every request has its answer, or the person was told that it was set aside.
    fn is_settled(&self) -> bool {
        let mut told = self.set_aside.clone();
        self.open.iter().all(|(chat, _)| {
            let place = told.iter().position(|person| person == chat);
            place.map(|place| told.swap_remove(place)).is_some()
        })
    }

    async fn until_all_is_answered(&mut self) {
        loop {
            self.read().await;
            if self.is_settled() {
                return;
            }
            let more = self.world.telegram().changes_after(self.read_to, 1, DEADLINE).await;
            assert!(!more.is_empty(), "lost: {:#?}", self.open);
        }
    }

    /// Sends requests, kills and restarts the bot, until every request has its answer.
    async fn rage(&mut self, chance: &mut SeededRandom) -> StormFigures {
        let mut bot = self.world.start();
        // One kill in each part of the time.
        let part = ASKS / KILLS;
        let moments: BTreeSet<u64> = (0..KILLS).map(|nth| nth * part + chance.below(part)).collect();
        let mut kills = Vec::new();
        let mut figures = StormFigures { asks: ASKS as usize, ..StormFigures::default() };
        let mut pace = tokio::time::interval(BETWEEN_ASKS);
        for moment in 0..ASKS {
            pace.tick().await;
            self.ask(chance);
            if !moments.contains(&moment) {
                continue;
            }
            self.read().await;
            figures.in_flight += self.chats_waiting();
            // At a random time, or directly after a change by the bot.
            if chance.below(2) == 0 {
                tokio::time::sleep(Duration::from_micros(chance.below(20_000))).await;
            } else {
                self.world.telegram().changes_after(self.read_to, 1, DEADLINE).await;
            }
            kills.push(kill_and_start(&self.world, &mut bot));
        }
        self.until_all_is_answered().await;
        self.assert_settings(&Texts::load().unwrap()).await;
        figures.kills = kills.len();
        figures.set_aside = self.set_aside.len();
        let doubled: Vec<_> =
            self.answers.values().flat_map(|answers| assert_doubles(answers, &kills)).collect();
        figures.unseen = doubled.iter().filter(|ask| matches!(ask, StormRequest::Press(_))).count();
        figures.doubled = doubled.len() - figures.unseen;
        figures
    }

    /// The last press of each person decides. Updates of one person are handled in order, so nothing can come after it.
    async fn assert_settings(&mut self, texts: &Texts) {
        let telegram = self.world.telegram();
        for person in &self.people {
            // Skips everything before the card.
            telegram.say(person.id, "/settings");
        }
        for person in &self.people {
            let titles = Lang::ALL.map(|lang| texts.localizer(lang).text("settings-title"));
            let seen = self.read_to;
            let card = loop {
                let message = next_message(&self.world, person.id).await;
                if message.seq > seen && titles.contains(&first_line(message.text())) {
                    break message;
                }
                assert!(message.seq <= seen, "an answer came late: {message}");
            };
            // What was set aside may have been the last press.
            if !self.set_aside.contains(&person.id) {
                person.settings.assert_shown(&card, texts);
            }
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// Fault: `kill -9` again and again under load.
/// Behaviour: every message is answered or its person is told, and every confirmed setting is kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_message_is_answered_however_often_the_bot_dies() {
    let rounds = rounds("DEALINK_STORM_ROUNDS", 1);
    let mut chance = SeededRandom::new("every_message_is_answered_however_often_the_bot_dies");
    let texts = Texts::load().unwrap();
    let mut all = StormFigures::default();
    for _ in 0..rounds {
        let figures = Storm::gather(&texts).await.rage(&mut chance).await;
        all.asks += figures.asks;
        all.kills += figures.kills;
        all.in_flight += figures.in_flight;
        all.doubled += figures.doubled;
        all.set_aside += figures.set_aside;
        all.unseen += figures.unseen;
    }
    let StormFigures { asks, kills, in_flight, doubled, set_aside, unseen } = all;
    println!(
        "storm: {rounds} rounds, {asks} messages and presses of {PEOPLE} people, {kills} kills, 0 lost; of {in_flight} in flight \
         {doubled} answers doubled, {unseen} presses answered twice, {set_aside} set aside after two kills in them"
    );
}

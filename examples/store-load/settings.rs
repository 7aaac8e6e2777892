//! The tasks that change settings, lists and favourites, move chats and forget people.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Result;
use dealink::lists::ListKind;

use crate::load::Shared;
use crate::random::Random;
use crate::report::{ABSENT, Change, Promise};
use crate::values::*;

/// One of two tasks: the even or the odd numbers are its own.
pub(crate) async fn change_settings(shared: Arc<Shared>, number: u64) -> Result<()> {
    let mut random = Random::new(shared.seed, 20 + number);
    let (mut groups, mut taken) = (HashMap::new(), HashMap::new());
    while !shared.is_stopped() {
        let confirmed = match random.below(100) {
            0..25 => set_person(&shared, 1 + own(number, PEOPLE, &mut random), &mut random).await?,
            25..35 => ask(&shared, 1 + own(number, PEOPLE, &mut random), &mut random).await?,
            35..60 => {
                let chat = chat_number(1 + own(number, CHATS as u64, &mut random) as i64);
                set_chat(&shared, chat, random.number()).await?
            }
            60..78 => change_favourite(&shared, 1 + own(number, PEOPLE, &mut random), &mut random).await?,
            78..86 => change_list(&shared, number, &mut random).await?,
            86..93 => move_group(&shared, number, &mut groups, &mut random).await?,
            _ => {
                let first = FORGOTTEN + shared.seed % 10 * FORGOTTEN_PEOPLE;
                let person = first + own(number, FORGOTTEN_PEOPLE, &mut random);
                forget(&shared, person, taken.entry(person).or_default(), &mut random).await?
            }
        };
        shared.pause(confirmed, &mut random).await;
    }
    Ok(())
}

async fn set_person(shared: &Shared, person: u64, random: &mut Random) -> Result<bool> {
    let seed = random.number();
    let change = [(format!("person/{person}"), json_digest(&publisher(seed)))];
    let set = shared.subject.set_person(person, seed);
    shared.report.operation(Promise::Durable, "setting", &change, set).await
}

async fn ask(shared: &Shared, person: u64, random: &mut Random) -> Result<bool> {
    let seed = random.number();
    let change = [(format!("question/{person}"), json_digest(&question(seed)))];
    shared.report.operation(Promise::Relaxed, "question", &change, shared.subject.ask(person, seed)).await
}

async fn set_chat(shared: &Shared, chat: i64, seed: u64) -> Result<bool> {
    let change = [(format!("chat/{chat}"), json_digest(&chat_settings(seed)))];
    shared.report.operation(Promise::Durable, "setting", &change, shared.subject.set_chat(chat, seed)).await
}

async fn change_favourite(shared: &Shared, owner: u64, random: &mut Random) -> Result<bool> {
    let (name, seed) = (random.below(NAMES), random.number());
    let item = format!("favourite/{owner}/{name}");
    if random.happens(25) {
        let change = [(item, ABSENT.to_owned())];
        let deleted = shared.subject.delete_favourite(owner as i64, name);
        return shared.report.operation(Promise::Durable, "delete-favourite", &change, deleted).await;
    }
    let change = [(item, json_digest(&favourite(name, seed)))];
    let saved = shared.subject.save_favourite(owner as i64, name, seed);
    shared.report.operation(Promise::Durable, "favourite", &change, saved).await
}

async fn change_list(shared: &Shared, number: u64, random: &mut Random) -> Result<bool> {
    let kinds: Vec<ListKind> = ListKind::all().skip(number as usize).step_by(2).collect();
    let kind = kinds[random.below(kinds.len() as u64) as usize];
    let seed = random.number();
    let list = list(kind, seed);
    let change = [(format!("list/{kind}"), json_digest(&(list.date, &list.entries)))];
    shared.report.operation(Promise::Durable, "list", &change, shared.subject.save_list(kind, seed)).await
}

/// Sets a group up, or, where that was done, moves it to its number as a supergroup. Each group moves once.
async fn move_group(
    shared: &Shared,
    number: u64,
    set_up: &mut HashMap<i64, (u64, bool)>,
    random: &mut Random,
) -> Result<bool> {
    let first = MOVED + (shared.seed % 10) as i64 * MOVED_CHATS;
    let group = -(first + own(number, MOVED_CHATS as u64, random) as i64);
    match set_up.get(&group).copied() {
        None => {
            let seed = random.number();
            let confirmed = set_chat(shared, group, seed).await?;
            if confirmed {
                set_up.insert(group, (seed, false));
            }
            Ok(confirmed)
        }
        Some((_, true)) => set_chat(shared, supergroup(group), random.number()).await,
        Some((seed, false)) => {
            let new = supergroup(group);
            let changes: [Change; 3] = [
                (format!("chat/{group}"), ABSENT.to_owned()),
                (format!("chat/{new}"), json_digest(&chat_settings(seed))),
                (format!("moved/{group}"), new.to_string()),
            ];
            let moved = shared.subject.migrate(group, new);
            let confirmed = shared.report.operation(Promise::Durable, "migrate", &changes, moved).await?;
            if confirmed {
                set_up.insert(group, (seed, true));
            }
            Ok(confirmed)
        }
    }
}

/// A person sets the bot up, writes three messages, of which the last asks to be forgotten. `taken` are the updates of the person
/// in this run.
async fn forget(shared: &Shared, person: u64, taken: &mut Vec<u64>, random: &mut Random) -> Result<bool> {
    set_person(shared, person, random).await?;
    ask(shared, person, random).await?;
    let (name, seed) = (random.below(NAMES), random.number());
    let change = [(format!("favourite/{person}/{name}"), json_digest(&favourite(name, seed)))];
    let saved = shared.subject.save_favourite(person as i64, name, seed);
    shared.report.operation(Promise::Durable, "favourite", &change, saved).await?;
    taken.extend(shared.take_in([person as i64; 3], random).await?);
    let Some((asked_by, earlier)) = taken.split_last() else { return Ok(true) };
    let mut gone = vec![format!("person/{person}"), format!("question/{person}")];
    gone.extend((0..NAMES).map(|name| format!("favourite/{person}/{name}")));
    gone.extend(earlier.iter().map(|id| format!("update/{id}")));
    let changes: Vec<Change> = gone.into_iter().map(|item| (item, ABSENT.to_owned())).collect();
    let forgotten = shared.subject.forget(person, *asked_by);
    let confirmed = shared.report.operation(Promise::Durable, "forget", &changes, forgotten).await?;
    let done: Vec<Change> = vec![(format!("update/{asked_by}"), ABSENT.to_owned())];
    shared.report.operation(Promise::Relaxed, "done", &done, shared.subject.done(&[*asked_by])).await?;
    Ok(confirmed)
}

/// One of the numbers below `end` that belong to this of two tasks.
fn own(number: u64, end: u64, random: &mut Random) -> u64 {
    random.below(end / 2) * 2 + number
}

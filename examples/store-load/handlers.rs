//! The tasks that answer updates: kept answers, parts sent, remembered answers and products, done marks.

use std::sync::Arc;

use anyhow::Result;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::load::Shared;
use crate::random::Random;
use crate::report::{ABSENT, Change, Promise};
use crate::values::*;

pub(crate) async fn answer_updates(
    shared: Arc<Shared>,
    number: u64,
    mut updates: UnboundedReceiver<u64>,
) -> Result<()> {
    let mut random = Random::new(shared.seed, 10 + number);
    let mut answered = Vec::new();
    while let Some(id) = updates.recv().await {
        match random.below(100) {
            // Some wait for ever, so that there is always something to lose.
            0..12 => continue,
            12..30 => send_in_parts(&shared, id, &mut random).await?,
            30..45 => remember(&shared, number, &mut random).await?,
            _ => {}
        }
        answered.push(id);
        if random.happens(70) || updates.is_empty() {
            mark_done(&shared, &answered, &mut random).await?;
            answered.clear();
        }
    }
    if answered.is_empty() { Ok(()) } else { mark_done(&shared, &answered, &mut random).await }
}

async fn mark_done(shared: &Shared, ids: &[u64], random: &mut Random) -> Result<()> {
    let gone =
        |id: &u64| ["update", "answer", "parts"].map(|kind| (format!("{kind}/{id}"), ABSENT.to_owned()));
    let changes: Vec<Change> = ids.iter().flat_map(gone).collect();
    let done = shared.report.operation(Promise::Relaxed, "done", &changes, shared.subject.done(ids)).await?;
    shared.pause(done, random).await;
    Ok(())
}

/// A long answer is kept before its first message is sent, then each message that was sent is counted.
async fn send_in_parts(shared: &Shared, id: u64, random: &mut Random) -> Result<()> {
    let length = 500 + random.below(9_000);
    let answer = text(random, length).into_bytes();
    let change = [(format!("answer/{id}"), digest_of(&answer))];
    let kept = shared.subject.keep_answer(id, answer);
    if !shared.report.operation(Promise::Relaxed, "keep-answer", &change, kept).await? {
        return Ok(());
    }
    for part in 1..=2 + random.below(2) as u16 {
        let change = [(format!("parts/{id}"), part.to_string())];
        let marked = shared.subject.mark_part_sent(id, part);
        shared.report.operation(Promise::Relaxed, "part-sent", &change, marked).await?;
    }
    Ok(())
}

async fn remember(shared: &Shared, number: u64, random: &mut Random) -> Result<()> {
    let seed = random.number();
    match random.below(3) {
        0 => {
            let person = 1 + own(number, PEOPLE, random);
            let product = 1_005_000_000_000_000 + seed % 1_000_000;
            let change = [(format!("recent/{person}"), product.to_string())];
            let remembered = shared.subject.remember_recent(person, product);
            shared.report.operation(Promise::Relaxed, "recent", &change, remembered).await?;
        }
        1 => {
            let suggestion = 1 + own(number, SUGGESTIONS, random);
            let change = [(format!("suggestion/{suggestion}"), json_digest(&self::suggestion(seed)))];
            let suggested = shared.subject.suggest(suggestion, seed);
            shared.report.operation(Promise::Relaxed, "suggest", &change, suggested).await?;
        }
        _ => {
            let chat = chat_number(1 + own(number, CHATS as u64, random) as i64);
            let message = 1 + random.below(MESSAGES as u64) as i32;
            let change = [(format!("reply/{chat}/{message}"), json_digest(&answers(seed)))];
            let remembered = shared.subject.remember_answer(chat, message, seed);
            shared.report.operation(Promise::Relaxed, "reply", &change, remembered).await?;
        }
    }
    Ok(())
}

/// One of the numbers below `end` that belong to this of three tasks.
fn own(number: u64, end: u64, random: &mut Random) -> u64 {
    random.below(end / 3) * 3 + number
}

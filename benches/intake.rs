//! The cost of group messages without product links: routing of updates, compared with `linkify` on the same texts.
//!
//! Required: 200,000 such updates per second on one core.

#![allow(clippy::print_stdout, reason = "the figures are its output")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dealink::store::Store;
use dealink::telegram::queue::{ChatQueues, QueueLimits, Route, UpdateRouter};
use futures::FutureExt;
use linkify::LinkFinder;
use serde_json::value::RawValue;
use serde_json::{Value, json};

const UPDATES: usize = 2_000;
const ROUNDS: usize = 9;

/// Invented group messages: short and long, with emoji, punctuation, numbers and links of other shops.
const TEXTS: [&str; 8] = [
    "Merhaba arkadaşlar, bu hafta sonu indirim var mı?",
    "ok",
    "Ben geçen ay almıştım, gayet iyi çalışıyor. Kargo 12 günde geldi 👍",
    "Does anybody know whether the blue one is back in stock? I asked the seller twice, no answer so far...",
    "3.5 yıldız vermişler ama yorumlar iyi. Fiyatı 249,90 TL idi.",
    "🔥🔥🔥",
    "Here is a picture of mine after two months of use: no scratches, the battery still lasts a day.\nWould buy again.",
    "see https://www.example.com/blog/how-to-choose.html for a comparison",
];

fn update(number: usize) -> Value {
    json!({
        "update_id": 700_000_000 + number,
        "message": {
            "message_id": 1_000 + number,
            "from": {
                "id": 500_000_000 + (number % 500), "is_bot": false, "first_name": "Ece", "last_name": "Y",
                "username": "somebody_in_a_group", "language_code": "tr",
            },
            "chat": {
                "id": -1_001_000_000_000 - (number % 20) as i64, "title": "Deal hunters",
                "type": "supergroup", "is_forum": true,
            },
            "date": 1_795_348_800 + number,
            "message_thread_id": 3,
            "is_topic_message": true,
            "text": TEXTS[number % TEXTS.len()],
        }
    })
}

/// The body of a `getUpdates` answer as Telegram writes it: letters outside ASCII are escaped.
fn body(updates: &[Value]) -> Vec<u8> {
    let text = json!({ "ok": true, "result": updates }).to_string();
    let escaped = text.chars().map(|letter| match letter {
        ' '..='~' => letter.to_string(),
        other => {
            let mut units = [0; 2];
            other.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
        }
    });
    escaped.collect::<String>().into_bytes()
}

#[derive(serde::Deserialize)]
struct UpdatesAnswer {
    result: Vec<Box<RawValue>>,
}

/// Updates per second; the best round, because disturbances only add time.
fn best(mut round: impl FnMut() -> usize) -> f64 {
    let mut best = Duration::MAX;
    let mut updates = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        updates = round();
        best = best.min(start.elapsed());
    }
    updates as f64 / best.as_secs_f64()
}

fn main() {
    let once = std::env::args().any(|argument| argument == "--test");
    let times = if once { 1 } else { 50 };
    let dir = tempfile::tempdir().expect("a directory");
    let opened = futures::executor::block_on(Store::open(dir.path()));
    let store = opened.expect("a store").store;
    let queues = ChatQueues::new(QueueLimits::USUAL, Arc::new(|_| Box::pin(async {})));
    let router = UpdateRouter { bot_username: "dealink_bot".to_owned(), store, queues };
    let updates: Vec<Value> = (0..UPDATES).map(update).collect();
    let bodies: Vec<Vec<u8>> = updates.chunks(100).map(body).collect();
    let bytes: usize = bodies.iter().map(Vec::len).sum();
    let whole = || {
        for body in (0..times).flat_map(|_| &bodies) {
            let answer: UpdatesAnswer = serde_json::from_slice(body).expect("an answer");
            for raw in &answer.result {
                let sorted = router.route(raw).now_or_never().flatten().expect("an update");
                assert_eq!(black_box(sorted).route, Route::Ignore);
            }
        }
        times * UPDATES
    };
    let finder = LinkFinder::new();
    let linkify = || {
        for update in (0..times).flat_map(|_| &updates) {
            let text = update["message"]["text"].as_str().unwrap_or_default();
            black_box(finder.links(text).count());
        }
        times * UPDATES
    };
    let parsed = || {
        for body in (0..times).flat_map(|_| &bodies) {
            black_box(serde_json::from_slice::<Value>(body).expect("an answer"));
        }
        times * UPDATES
    };
    let (intake, linkify, parsed) = (best(whole), best(linkify), best(parsed));
    println!("updates without a product link, {} bytes each, one thread", bytes / UPDATES);
    println!("intake, from the answer's bytes to \"passed over\":   {intake:>10.0} a second");
    println!("linkify over the texts alone:                       {linkify:>10.0} a second");
    println!("serde_json::Value of the answers alone:             {parsed:>10.0} a second");
    println!("intake / linkify {:.2}, intake / Value {:.2}", intake / linkify, intake / parsed);
}

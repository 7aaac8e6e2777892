//! The log never contains secrets or messages, at any log level and with any fault.

use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::admitad::{AdmitadFault as NetworkFault, CLIENT_ID, CLIENT_SECRET};
use dealink_sandbox::telegram::TelegramFault;
use tokio::net::TcpListener;

use crate::process_world::{BotProcess, ProcessWorld};

/// Part of every message of this test, also as a parameter of a link.
const WORDS: &str = "between-us-only";

/// Log filters that an operator may try; the second one names targets that are off by default.
const FILTERS: [&str; 2] = [
    "trace",
    "trace,hyper=trace,hyper::proto=trace,hyper_util::client=trace,reqwest=trace,reqwest::connect=trace,h2::codec=trace,\
     teloxide_core=trace,sled::pagecache=trace,rustls::client=trace",
];

/// Fault: every kind of trouble, with the log at its most detailed.
/// Behaviour: no secret and no message is in the log.
#[tokio::test]
async fn no_secret_and_no_message_is_logged() {
    for filter in FILTERS {
        // The port is closed until the sandbox is served there.
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = closed.local_addr().unwrap();
        drop(closed);
        let elsewhere = ProcessWorld::new().await;
        let mut command = elsewhere.run_command();
        command
            .env("RUST_LOG", filter)
            .env("TELEGRAM_API_URL", format!("http://{address}/"))
            .env("ADMITAD_API_URL", format!("http://{address}/admitad"));
        let mut bot = BotProcess::spawn(command);
        bot.wait_for_log("Telegram is out of reach").await;
        let world = ProcessWorld::on_listener(TcpListener::bind(address).await.unwrap());
        bot.wait_for_log("ready").await;
        trouble(&world).await;
        bot.signal("TERM");
        let (status, log) = bot.wait_for_exit().await;
        assert!(status.success(), "{log}");

        let token = world.telegram().token();
        let secrets = [token, token.split(':').nth(1).unwrap(), CLIENT_SECRET, CLIENT_ID, WORDS];
        for secret in secrets {
            let line = log.lines().find(|line| line.contains(secret));
            assert!(line.is_none(), "with RUST_LOG={filter}, “{secret}” is in the log: {line:?}");
        }
        let basic = base64_of(&format!("{CLIENT_ID}:{CLIENT_SECRET}"));
        assert!(!log.contains(&basic), "the credentials stand in the log in base64");
        assert!(log.contains("DEBUG") || log.contains("TRACE"), "the filter was not used: {log}");
    }
}

/// All faults happen, with words in them that must not be logged.
async fn trouble(world: &ProcessWorld) {
    let telegram = world.telegram();
    let user = telegram.add_user(WORDS, "en");
    let item = |n: u32| {
        format!(
            "{WORDS} https://www.aliexpress.com/item/{}.html?note={WORDS}",
            1_005_009_000_000_000 + u64::from(n)
        )
    };
    let odd = format!(
        r#"{{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: <{WORDS}>"}}"#
    );
    for fault in [
        TelegramFault::Html502,
        TelegramFault::HalfJson,
        TelegramFault::Cut,
        TelegramFault::AnswerLost,
        TelegramFault::Status(400, odd),
    ] {
        telegram.inject_fault("sendMessage", fault, 1);
    }
    for fault in [
        NetworkFault::Status(500),
        NetworkFault::ErrorCode(400, 3),
        NetworkFault::Html,
        NetworkFault::HalfJson,
        NetworkFault::AllNulls,
        NetworkFault::Cut,
    ] {
        for endpoint in [
            AdmitadEndpoint::Token,
            AdmitadEndpoint::Deeplink,
            AdmitadEndpoint::Rates,
            AdmitadEndpoint::Check,
        ] {
            world.sandbox.admitad.inject_fault(endpoint, fault, 1);
        }
    }
    telegram.push_raw_update(serde_json::json!({"message": {"text": WORDS, "from": {"id": WORDS}}}));
    telegram.push_raw_update(serde_json::json!({"edited_message": WORDS}));
    telegram.inject_fault("getUpdates", TelegramFault::HalfJson, 1);
    for n in 1..=4 {
        telegram.say(user, &item(n));
    }
    telegram.forge_press(user, 1, &format!("price:{WORDS}"));
    telegram.say(user, &format!("/link {WORDS}"));
    telegram.say(user, "/forget");
    loop {
        let reply = telegram.next_reply(user).await.unwrap();
        if reply.text().contains("Erase everything that I keep") {
            telegram.forge_press(user, reply.message_id().unwrap(), "forget:erase");
        }
        if reply.text().contains("is erased") {
            return;
        }
    }
}

fn base64_of(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

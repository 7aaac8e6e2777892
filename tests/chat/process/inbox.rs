//! What becomes of a message that ends the process, and who may read the bot's files.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use dealink_sandbox::admitad::AdmitadEndpoint;
use serde_json::Value;

use crate::process_world::{ProcessWorld, dealink, run_to_end, text};

const LINK: &str = "aliexpress.com/item/1005009000000001.html";

/// `dealink inbox` with these arguments: whether it succeeded, and its output.
async fn inbox(world: &ProcessWorld, arguments: &[&str]) -> (bool, String) {
    let mut command = dealink(world.home.path());
    command.arg("inbox").args(arguments).env("DEALINK_DATA_DIR", world.data());
    let output = run_to_end(command, Vec::new()).await;
    (output.status.success(), text(&output.stdout) + &text(&output.stderr))
}

/// Fault: an update ends the process each time it is handled.
/// Behaviour: after the second time it is set aside, the person is told, and the operator can have it handled again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_ended_the_process_twice_is_set_aside_and_can_be_handled_again() {
    let world = ProcessWorld::new().await;
    let (telegram, admitad) = (world.telegram(), &world.sandbox.admitad);
    let (user, other) = (telegram.add_user("Deniz", "en"), telegram.add_user("Ada", "en"));
    admitad.set_delay(AdmitadEndpoint::Deeplink, Duration::from_secs(60));
    let mut bot = world.start();
    telegram.say(user, LINK);
    telegram.wait_for_calls("sendChatAction", 1).await.unwrap();
    telegram.say(user, "/help");
    telegram.wait_until_confirmed().await.unwrap();
    bot.kill();
    bot = world.start();
    // It is handled again; a killed bot is not to be blamed for one death.
    telegram.wait_for_calls("sendChatAction", 2).await.unwrap();
    bot.kill();
    let bot_log = world.start();
    let told = telegram.next_reply(user).await.unwrap();
    assert!(told.text().contains("could not be handled"), "{told}");
    let answer = telegram.next_reply(user).await.unwrap();
    assert!(answer.text().contains("What I can do"), "{answer}");
    telegram.say(other, "/help");
    telegram.next_reply(other).await.unwrap();
    let log = bot_log.log();
    let line = log.lines().find(|line| line.contains("was set aside")).unwrap_or_else(|| panic!("{log}"));
    assert!(
        line.contains("kind=\"message\"") && line.contains("Deaths") && line.contains("age_seconds"),
        "{line}"
    );
    assert!(!log.contains("aliexpress.com/item"), "{log}");

    let (done, listed) = inbox(&world, &["list", "--json"]).await;
    assert!(done, "{listed}");
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(
        (&listed["kind"], &listed["reason"], &listed["chat"]),
        (&"message".into(), &"deaths".into(), &user.into())
    );
    let number = listed["number"].to_string();
    let (done, shown) = inbox(&world, &["show", &number]).await;
    assert!(done && shown.contains(LINK), "{shown}");
    let (done, said) = inbox(&world, &["drop", "1"]).await;
    assert!(!done && said.contains("under the number 1"), "{said}");

    admitad.clear_faults();
    let (done, said) = inbox(&world, &["retry", &number]).await;
    assert!(done && said.contains("handled again"), "{said}");
    let mut bot = bot_log;
    bot.signal("TERM");
    bot.wait_for_exit().await;
    let _bot = world.start();
    let answer = telegram.next_reply(user).await.unwrap();
    assert!(answer.text().contains("Smartphone"), "{answer}");
    let (_, listed) = inbox(&world, &["list"]).await;
    assert!(listed.contains("No message was set aside"), "{listed}");
}

#[tokio::test]
async fn nobody_else_may_read_what_the_bot_writes() {
    let world = ProcessWorld::new().await;
    let user = world.telegram().add_user("Deniz", "en");
    let mut bot = world.start_ready().await;
    world.telegram().say(user, "/language tr");
    world.telegram().next_reply(user).await.unwrap();
    bot.signal("TERM");
    bot.wait_for_exit().await;
    fn check(path: &Path) -> usize {
        let mode = std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        if !path.is_dir() {
            assert_eq!(mode, 0o600, "{}", path.display());
            return 1;
        }
        assert_eq!(mode, 0o700, "{}", path.display());
        let entries = std::fs::read_dir(path).unwrap();
        entries.map(|entry| check(&entry.unwrap().path())).sum()
    }
    assert!(check(&world.data()) >= 6);
}

/// The files below a directory in which a number, in any form, or a text stands.
fn files_with(dir: &Path, number: i64, text: &str) -> Vec<std::path::PathBuf> {
    let (big, little) = (number.to_be_bytes(), number.to_le_bytes());
    let needles =
        [number.to_string().into_bytes(), big[4..].to_vec(), little[..4].to_vec(), text.as_bytes().to_vec()];
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, number, text));
        } else if let Ok(bytes) = std::fs::read(&path)
            && needles.iter().any(|needle| bytes.windows(needle.len()).any(|window| window == needle))
        {
            found.push(path);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_person_is_left_after_forget() {
    const NAME: &str = "Sabiha Denizaltı";
    for killed in [false, true] {
        let world = ProcessWorld::new().await;
        let telegram = world.telegram();
        let (user, other) = (telegram.add_user(NAME, "en"), telegram.add_user("Ada", "en"));
        let mut bot = world.start_ready().await;
        for said in
            ["/language tr", "/language en", LINK, "/save umbrella aliexpress.com/item/1005009000000001.html"]
        {
            telegram.say(user, said);
            telegram.next_reply(user).await.unwrap();
        }
        telegram.say(other, "/language tr");
        telegram.next_reply(other).await.unwrap();
        assert!(!files_with(&world.data(), user, NAME).is_empty(), "there is something to forget");
        telegram.say(user, "/forget");
        let card = loop {
            let reply = telegram.next_reply(user).await.unwrap();
            if reply.text().contains("Erase everything") {
                break reply;
            }
        };
        assert!(card.text().contains("one saved product"), "{card}");
        telegram.forge_press(user, card.message_id().unwrap(), "forget:erase");
        while !telegram.next_reply(user).await.unwrap().text().contains("is erased") {}
        if killed {
            // The request itself goes a moment after its answer was sent.
            while !files_with(&world.data(), user, NAME).is_empty() {
                tokio::task::yield_now().await;
            }
            bot.kill();
        } else {
            bot.signal("TERM");
            assert!(bot.wait_for_exit().await.0.success());
        }
        let left = files_with(&world.data(), user, NAME);
        assert!(left.is_empty(), "{left:?}");
        let _bot = world.start();
        telegram.say(other, "/help");
        let answer = telegram.next_reply(other).await.unwrap();
        assert!(answer.text().contains("Neler yapabilirim"), "the others keep theirs: {answer}");
    }
}

//! `dealink lists` for operators and scripts, and a list that survives a kill of the bot.

use std::process::{Command, Output};
use std::time::Duration;

use dealink_sandbox::telegram::{ChangeKind, ChatChange, TelegramFault, UserPost};
use serde_json::{Value, json};

use crate::list_reader::slow_workbook;
use crate::process_world::{BotProcess, ProcessWorld, dealink, run_to_end, text};
use crate::workbook_builder::WorkbookBuilder;

struct ListsDirectory(tempfile::TempDir);

impl ListsDirectory {
    fn new() -> ListsDirectory {
        ListsDirectory(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, content: &str) {
        std::fs::write(self.0.path().join(name), content).unwrap();
    }

    async fn run(&self, arguments: &str) -> Output {
        let mut command: Command = dealink(self.0.path());
        command.arg("lists").args(arguments.split_whitespace());
        run_to_end(command, Vec::new()).await
    }

    async fn json(&self, arguments: &str) -> Value {
        let output = self.run(&format!("{arguments} --json")).await;
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    }
}

#[tokio::test]
async fn lists_are_loaded_shown_restored_and_removed() {
    let home = ListsDirectory::new();
    home.file("a.csv", "Store ID;Store\n1100900001;A Shop\n912345678;\n");
    home.file("b.txt", "# 20.11.2026\n1100900001\n1100900002\n");
    let nothing = home.run("show").await;
    assert!(
        nothing.status.success() && text(&nothing.stdout).matches("not loaded").count() == 5,
        "{nothing:?}"
    );
    assert!(!home.0.path().join("data").exists(), "looking makes nothing");
    let checked = home.run("check no_commission a.csv --date 2026-11-01").await;
    assert!(checked.status.success() && text(&checked.stdout).contains("Nothing was loaded"), "{checked:?}");
    assert!(!home.0.path().join("data").exists());
    let loaded = home.run("load no_commission a.csv --date 2026-11-01").await;
    assert!(loaded.status.success() && loaded.stderr.is_empty(), "{loaded:?}");
    let said = text(&loaded.stdout);
    assert!(said.contains("Loaded Stores without commission: 2 entries, 1 November 2026."), "{said}");
    assert_eq!(home.json("load no_commission a.csv --date 2026-11-01").await["state"], "unchanged");
    let second = home.json("load no_commission b.txt").await;
    assert_eq!(
        (&second["state"], &second["date"], &second["added"], &second["removed"]),
        (&json!("loaded"), &json!("2026-11-20"), &json!(1), &json!(1))
    );
    let shown = home.json("show no_commission").await;
    assert_eq!(
        shown["lists"][0],
        json!({ "list": "no_commission", "date": "2026-11-20", "count": 2,
                "entries": [{ "store": "1100900001", "name": null }, { "store": "1100900002", "name": null }] })
    );
    let history = home.json("history no_commission").await;
    let numbers: Vec<&Value> =
        history["versions"].as_array().unwrap().iter().map(|one| &one["number"]).collect();
    assert_eq!((numbers, &history["versions"][0]["in_force"]), (vec![&json!(2), &json!(1)], &json!(true)));
    let turkish = home.run("restore no_commission 1 --language tr").await;
    assert_eq!(
        text(&turkish.stdout),
        "Geri getirildi: Komisyon ödenmeyen mağazalar, 2 kayıt, 1 Kasım 2026.\n"
    );
    assert!(text(&home.run("show no_commission").await.stdout).contains("1100900001\tA Shop"));
    let missing = home.run("restore no_commission 9").await;
    assert!(
        missing.status.code() == Some(1) && text(&missing.stderr).contains("no list number 9"),
        "{missing:?}"
    );
    assert!(home.run("remove no_commission").await.status.success());
    assert_eq!(home.json("show no_commission").await["lists"][0]["count"], Value::Null);
    let told = text(&home.run("history no_commission").await.stdout);
    assert!(told.lines().count() == 4 && told.starts_with("4: no list"), "{told}");
}

#[tokio::test]
async fn a_bad_row_is_told_with_its_line_and_changes_nothing() {
    let home = ListsDirectory::new();
    home.file("a.csv", "store id\n1100900001\nabc\n12\n");
    home.file("latin.csv", "free,x\n");
    let refused = home.run("load chuwi a.csv").await;
    assert_eq!(refused.status.code(), Some(1));
    let told = text(&refused.stderr);
    assert!(told.contains("line 3: “abc” is no store number.\nline 4: “12” is no store number"), "{told}");
    assert!(told.contains("--skip-bad-rows") && told.contains("Nothing was changed"), "{told}");
    assert_eq!(home.json("show chuwi").await["lists"][0]["count"], Value::Null);
    assert_eq!(home.run("check chuwi a.csv").await.status.code(), Some(1));
    let faults = home.json("load chuwi a.csv").await;
    assert_eq!((&faults["state"], &faults["faults"][0]["line"]), (&json!("refused"), &json!(3)));
    let turkish = text(&home.run("load chuwi a.csv --language tr").await.stderr);
    assert!(turkish.contains("3. satır: “abc” bir mağaza numarası değil."), "{turkish}");
    let good = home.json("load chuwi a.csv --skip-bad-rows").await;
    assert_eq!((&good["state"], &good["count"], &good["faulty"]), (&json!("loaded"), &json!(1), &json!(2)));
    for (arguments, says) in [
        ("load chuwi nowhere.csv", "nowhere.csv"),
        ("load banned_keywords latin.csv", "several columns"),
        ("load chuwi a.csv --skip-bad-rows --date 2999-01-01", "1 January 2999"),
    ] {
        let refused = home.run(arguments).await;
        assert_eq!(refused.status.code(), Some(1), "{arguments}");
        assert!(text(&refused.stderr).contains(says) && refused.stdout.is_empty(), "{refused:?}");
    }
    let unknown = home.run("load stores a.csv").await;
    assert!(
        unknown.status.code() == Some(2) && text(&unknown.stderr).contains("banned_keywords"),
        "{unknown:?}"
    );
}

/// The next change in the chat, except answers to presses.
async fn next(world: &ProcessWorld, user: i64) -> ChatChange {
    loop {
        let change = world.telegram().next_reply(user).await.unwrap();
        if !matches!(change.kind, ChangeKind::CallbackAnswer { .. }) {
            return change;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_was_confirmed_survives_kill_9_and_a_running_bot_keeps_its_directory() {
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    let run = || {
        let mut run = world.run_command();
        run.env("DEALINK_ADMINS", format!(" {user},7 ")).env("RUST_LOG", "trace");
        run
    };
    let mut bot = BotProcess::spawn(run());
    for stores in 1..=3 {
        let rows: String = (1..=stores).map(|n| format!("{}\n", 1_100_900_000_u64 + n)).collect();
        telegram.post(user, UserPost::document("no_commission.txt", rows.as_bytes(), ""));
        let preview = next(&world, user).await;
        // The bot gets no confirmation, so nothing else writes the list to the disk before the kill.
        telegram.inject_fault("editMessageText", TelegramFault::AnswerLost, 1);
        telegram.press(user, preview.message_id().unwrap(), "lists:load:no_commission");
        let loaded = next(&world, user).await;
        assert!(loaded.text().contains("in force now"), "{loaded}");
        bot.kill();
        let log = bot.log();
        let token = telegram.token();
        assert!(!log.contains(token) && !log.contains("11009000"), "a secret or a file stands in the log");
        assert!(log.contains("a list was loaded"), "{log}");
        bot = BotProcess::spawn(run());
        telegram.say(user, "/lists");
        let count = if stores == 1 { "one entry".to_owned() } else { format!("{stores} entries") };
        let mut card = next(&world, user).await;
        // The answer that was being sent at the kill may come twice.
        while !card.text().starts_with("Lists") {
            card = next(&world, user).await;
        }
        assert!(card.text().contains(&format!("Stores without commission: {count}")), "{card}");
    }
    let mut load = dealink(world.home.path());
    std::fs::write(world.home.path().join("a.txt"), "1100900001").unwrap();
    load.args(["lists", "load", "chuwi", "a.txt"]);
    let locked = run_to_end(load, Vec::new()).await;
    assert_eq!(locked.status.code(), Some(1));
    assert!(text(&locked.stderr).contains("Send the file to the bot"), "{locked:?}");
    // The list is also visible to, and used by, the command line.
    let mut show = dealink(world.home.path());
    show.args(["lists", "show"]);
    let shown = run_to_end(show, Vec::new()).await;
    assert!(text(&shown.stdout).contains("Stores without commission: 3 entries"), "{shown:?}");
    let mut link = world.network_command("link");
    link.env("DEALINK_DATA_DIR", world.data())
        .args(["--json", "https://www.aliexpress.com/store/1100900002"]);
    let answer: Value = serde_json::from_slice(&run_to_end(link, Vec::new()).await.stdout).unwrap();
    assert_eq!(answer["asides"][0]["store_lists"][0]["list"], "no_commission", "{answer}");
}

/// Fault: a workbook of a few kilobytes with minutes of work is being read when the bot is stopped.
/// Behaviour: the bot stops at once, and the sender is asked to send the file again.
#[tokio::test]
async fn a_list_that_takes_long_does_not_keep_the_bot_from_stopping() {
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    let mut command = world.run_command();
    command.env("DEALINK_ADMINS", user.to_string());
    let mut bot = BotProcess::spawn(command);
    bot.wait_for_log("ready").await;
    telegram.post(user, UserPost::document("no_commission.xlsx", &slow_workbook(), ""));
    telegram.wait_for_calls("getFile", 1).await.unwrap();
    bot.signal("TERM");
    // Old answers have twenty seconds, and the start of a process is slow where many tests run.
    let stopped = tokio::time::timeout(Duration::from_secs(12), bot.wait_for_exit()).await;
    let (status, log) = stopped.expect("the bot stops");
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(!log.contains("not finished"), "{log}");
    let answer = telegram.next_reply(user).await.unwrap();
    assert!(answer.text().contains("because the bot is being stopped"), "{answer}");
}

/// Fault: a workbook of a kilobyte that says that it holds four thousand million texts.
/// Behaviour: it is refused, and the bot goes on.
#[tokio::test]
async fn a_hostile_list_is_refused_and_the_bot_goes_on() {
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    let mut command = world.run_command();
    command.env("DEALINK_ADMINS", user.to_string());
    let _bot = BotProcess::spawn(command);
    let counts = "<sst count=\"4000000000\" uniqueCount=\"4000000000\"><si><t>A</t></si></sst>";
    let book = WorkbookBuilder::new(&[("A", false, "")], &[]);
    let book = book.with_part("xl/sharedStrings.xml", counts.to_owned()).pack();
    telegram.post(user, UserPost::document("no_commission.xlsx", &book, ""));
    let answer = telegram.next_reply(user).await.unwrap();
    assert!(answer.text().contains("not a workbook that I can read"), "{answer}");
    telegram.post(user, UserPost::document("no_commission.csv", b"1100900001", ""));
    let answer = telegram.next_reply(user).await.unwrap();
    assert!(answer.text().contains("One entry"), "{answer}");
}

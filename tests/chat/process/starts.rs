//! Errors at the start of the bot: one message with all of them, and exit status 2.

use std::path::Path;

use dealink_sandbox::telegram::TelegramFault;

use crate::process_world::{ProcessWorld, dealink, run_to_end, text};

/// Asserts exit status 2 and exactly this on standard error.
async fn refusal(status: i32, command: std::process::Command) -> String {
    let output = run_to_end(command, Vec::new()).await;
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{said}");
    assert!(output.stdout.is_empty() && !said.contains("panic"), "{said}");
    said
}

/// The lines with a setting's name.
fn named(said: &str) -> Vec<&str> {
    let settings =
        said.lines().filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    settings.filter_map(|line| line.split(' ').next()).collect()
}

#[tokio::test]
async fn nothing_configured() {
    let home = tempfile::tempdir().unwrap();
    let needed = ["TELEGRAM_BOT_TOKEN", "ADMITAD_CLIENT_ID", "ADMITAD_CLIENT_SECRET", "ADMITAD_WEBSITE_ID"];
    for (language, says, where_found) in [
        ("en", "dealink cannot start: 4 settings", "BotFather in Telegram gives it"),
        ("tr", "dealink başlatılamıyor: 4 ayar", "BotFather verir"),
    ] {
        let mut command = dealink(home.path());
        command.env("DEALINK_DEFAULT_LANGUAGE", language);
        let said = refusal(2, command).await;
        assert_eq!(named(&said), needed);
        assert!(said.starts_with(says) && said.contains(where_found), "{said}");
    }
    assert!(!home.path().join("data").exists(), "nothing is made before the settings are right");
}

/// Fault: every setting is wrong.
/// Behaviour: the start is refused, each is named, and no value is repeated.
#[tokio::test]
async fn every_fault_at_once_and_no_value_repeated() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("empty"), "\n").unwrap();
    let mut command = dealink(home.path());
    command
        .arg("run")
        .env("TELEGRAM_BOT_TOKEN", "hush-token")
        .env("TELEGRAM_API_URL", "ftp://hush")
        .env("ADMITAD_CLIENT_ID_FILE", "nowhere")
        .env("ADMITAD_CLIENT_SECRET_FILE", "empty")
        .env("ADMITAD_WEBSITE_ID", "hush")
        .env("DEALINK_DEFAULT_LANGUAGE", "hush");
    let said = refusal(2, command).await;
    assert_eq!(
        named(&said),
        [
            "TELEGRAM_BOT_TOKEN",
            "TELEGRAM_API_URL",
            "ADMITAD_CLIENT_ID",
            "ADMITAD_CLIENT_SECRET",
            "ADMITAD_WEBSITE_ID",
            "DEALINK_DEFAULT_LANGUAGE"
        ]
    );
    assert!(said.contains("nowhere") && said.contains("empty") && !said.contains("hush"), "{said}");
}

#[tokio::test]
async fn secrets_in_files_serve() {
    let world = ProcessWorld::new().await;
    let mut command = world.run_command();
    for secret in ["TELEGRAM_BOT_TOKEN", "ADMITAD_CLIENT_SECRET"] {
        let value = match secret {
            "TELEGRAM_BOT_TOKEN" => world.telegram().token(),
            _ => dealink_sandbox::admitad::CLIENT_SECRET,
        };
        let file = world.home.path().join(secret);
        std::fs::write(&file, format!("{value}\n")).unwrap();
        command.env_remove(secret).env(format!("{secret}_FILE"), file);
    }
    let user = world.telegram().add_user("Deniz", "en");
    world.telegram().say(user, "aliexpress.com/item/1005009000000001.html");
    let _bot = crate::process_world::BotProcess::spawn(command);
    let answer = world.telegram().next_reply(user).await.unwrap();
    assert!(answer.text().contains("Smartphone"), "{answer}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_variable_that_is_no_text_is_not_ours() {
    use std::os::unix::ffi::OsStrExt;
    let home = tempfile::tempdir().unwrap();
    let mut command = dealink(home.path());
    command.env("SOMETHING", std::ffi::OsStr::from_bytes(b"\xff\xfe"));
    let said = refusal(2, command).await;
    assert_eq!(named(&said).len(), 4, "{said}");
}

/// Fault: Telegram does not know the token.
/// Behaviour: the start is refused with that.
#[tokio::test]
async fn a_token_that_telegram_does_not_know() {
    let world = ProcessWorld::new().await;
    for (language, says) in [("en", "does not accept the bot token"), ("tr", "bot anahtarını kabul etmiyor")]
    {
        let mut command = world.run_command();
        command
            .env("TELEGRAM_BOT_TOKEN", "7000000009:AAnobody-knows-this-one")
            .env("DEALINK_DEFAULT_LANGUAGE", language)
            .env("RUST_LOG", "error");
        let said = refusal(2, command).await;
        assert!(
            said.contains(says) && said.contains("TELEGRAM_BOT_TOKEN") && !said.contains("AAnobody"),
            "{said}"
        );
    }
}

/// Fault: the token is taken back while the bot runs.
/// Behaviour: the bot ends with that, and no update is lost.
#[tokio::test]
async fn a_token_that_is_taken_back_loses_no_update() {
    let world = ProcessWorld::new().await;
    let user = world.telegram().add_user("Deniz", "en");
    let mut bot = world.start_ready().await;
    let body = r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#;
    world.telegram().inject_fault("sendMessage", TelegramFault::Status(401, body.to_owned()), 9);
    world.telegram().say(user, "/help");
    world.telegram().wait_for_calls("sendMessage", 1).await.unwrap();
    world.telegram().wait_until_confirmed().await.unwrap();
    world.telegram().inject_fault("getUpdates", TelegramFault::Status(401, body.to_owned()), 1);
    world.telegram().say(user, "/privacy");
    let (status, log) = bot.wait_for_exit().await;
    assert_eq!(status.code(), Some(2), "{log}");
    assert!(log.contains("does not accept the bot token"), "{log}");

    world.telegram().clear_faults();
    let _bot = world.start();
    for expected in ["What I can do", "What is kept about you"] {
        let answer = world.telegram().next_reply(user).await.unwrap();
        assert!(answer.text().contains(expected), "{answer}");
    }
}

/// Fault: a second process on the same data directory.
/// Behaviour: it refuses to start.
#[tokio::test]
async fn a_second_bot_on_the_same_data() {
    let world = ProcessWorld::new().await;
    let user = world.telegram().add_user("Deniz", "en");
    let _bot = world.start_ready().await;
    let said = refusal(1, world.run_command()).await;
    assert!(said.contains("in use by another dealink") && said.contains("data"), "{said}");
    world.telegram().say(user, "/help");
    world.telegram().next_reply(user).await.expect("the first bot goes on");
}

/// Fault: the data directory cannot be used.
/// Behaviour: the start is refused with the reason.
#[tokio::test]
async fn a_directory_that_cannot_be_used() {
    let world = ProcessWorld::new().await;
    let file = world.home.path().join("file");
    std::fs::write(&file, "mine").unwrap();
    // No user can make a directory in /proc, not even root.
    for place in [file.as_path(), &file.join("data"), Path::new("/proc/dealink")] {
        let mut command = world.run_command();
        command.env("DEALINK_DATA_DIR", place);
        let said = refusal(1, command).await;
        assert!(said.contains("cannot be used") && said.contains(place.to_str().unwrap()), "{said}");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}

/// Fault: the data directory is read-only.
/// Behaviour: the start is refused with the reason.
#[cfg(unix)]
#[tokio::test]
async fn a_directory_that_cannot_be_written_to() {
    use std::os::unix::fs::PermissionsExt;
    let world = ProcessWorld::new().await;
    let data = world.data();
    std::fs::create_dir(&data).unwrap();
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(data.join("probe"), "").is_ok() {
        return; // Root can write everywhere; for root only the case above is tested.
    }
    let said = refusal(1, world.run_command()).await;
    assert!(said.contains("cannot be used") && !data.join("damaged").exists(), "{said}");
}

/// Fault: a database is damaged.
/// Behaviour: it is moved aside and the bot starts.
#[tokio::test]
async fn a_broken_database_is_moved_aside() {
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    let mut bot = world.start_ready().await;
    telegram.say(user, "/language tr");
    telegram.next_reply(user).await.unwrap();
    bot.signal("TERM");
    assert!(bot.wait_for_exit().await.0.success());
    for file in ["db", "conf"] {
        std::fs::write(world.data().join("settings").join(file), b"\xff no database \x00".repeat(4_000))
            .unwrap();
    }
    let bot = world.start_ready().await;
    let log = bot.log();
    // sled may log something before.
    let errors: Vec<_> = log.lines().filter(|line| line.contains("ERROR dealink::")).collect();
    assert!(
        matches!(errors.as_slice(), [one] if one.contains("made anew from the journal: 1 records, nothing is lost")),
        "{log}"
    );
    assert!(world.data().join("damaged/1/settings/db").exists(), "it is kept");
    telegram.say(user, "/help");
    let answer = telegram.next_reply(user).await.unwrap();
    assert!(answer.text().starts_with("Neler yapabilirim"), "{answer}");
}

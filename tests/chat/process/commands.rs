//! The other commands, as scripts use them, and a bot without an Admitad account.

use std::process::Stdio;

use dealink_sandbox::admitad::{CODE, TRACKER};
use serde_json::{Value, json};

use crate::process_world::{BotProcess, ProcessWorld, dealink, run_to_end, text};

fn gotolink() -> String {
    format!("https://{TRACKER}/g/{CODE}/")
}

pub(super) async fn json_of(command: std::process::Command) -> Value {
    let output = run_to_end(command, Vec::new()).await;
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
async fn with_an_own_link_alone_links_are_made_and_nothing_is_said_to_be_verified() {
    let world = ProcessWorld::new().await;
    let mut command = dealink(world.home.path());
    command
        .env("TELEGRAM_BOT_TOKEN", world.telegram().token())
        .env("TELEGRAM_API_URL", world.sandbox.telegram_url().as_str())
        .env("ADMITAD_DEEPLINK_BASE", gotolink());
    let user = world.telegram().add_user("Deniz", "en");
    let _bot = BotProcess::spawn(command);
    world.telegram().say(user, "aliexpress.com/item/1005009000000001.html");
    let answer = world.telegram().next_reply(user).await.unwrap();
    let link = format!("{}?ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000001.html", gotolink());
    assert!(answer.message().unwrap().to_string().contains(&link), "{answer}");
    assert!(answer.text().to_lowercase().contains("could not be verified"), "{answer}");
    assert_eq!(world.sandbox.admitad.calls().0, [], "there is no account to ask with");
    assert!(world.home.path().join("data").exists(), "the default place of the data");
}

#[tokio::test]
async fn link_as_json() {
    let world = ProcessWorld::new().await;
    let mut online = world.network_command("link");
    online.args([
        "--json",
        "--traffic",
        "cashback",
        "--language",
        "tr",
        "$100 aliexpress.com/item/1005009000000012.html",
    ]);
    let answer = json_of(online).await;
    let deal = &answer["deals"][0];
    assert_eq!(
        (&deal["verdict"], &deal["evidence"], &deal["product_id"]),
        (&json!("affiliate"), &json!("generator"), &json!("1005009000000012"))
    );
    assert_eq!(
        (&deal["estimate"]["likely"], &deal["estimate"]["currency"], &answer["traffic_assumed"]),
        (&json!("6.90"), &json!("USD"), &json!(false))
    );
    assert!(deal["link"].as_str().unwrap().starts_with(&gotolink()), "{deal}");

    let mut offline = dealink(world.home.path());
    offline
        .args(["link", "--json", "aliexpress.com/item/1005009000000001.html"])
        .env("ADMITAD_DEEPLINK_BASE", gotolink());
    let deal = json_of(offline).await["deals"][0].clone();
    assert_eq!((&deal["verdict"], &deal["evidence"]), (&json!("unknown"), &json!("not_asked")));
    assert!(deal["link"].as_str().unwrap().starts_with(&gotolink()), "{deal}");

    let mut sandbox = dealink(world.home.path());
    sandbox.args(["link", "--sandbox", "--json", "aliexpress.com/item/1005009000000017.html"]);
    assert_eq!(json_of(sandbox).await["deals"][0]["verdict"], "not_affiliate");

    let mut nothing = dealink(world.home.path());
    nothing.args(["link", "--sandbox", "merhaba"]);
    let output = run_to_end(nothing, Vec::new()).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no link"), "{output:?}");
}

#[tokio::test]
async fn inspect_reads_any_line() {
    let home = tempfile::tempdir().unwrap();
    let mut command = dealink(home.path());
    command.args(["inspect", "--json"]);
    let mut input = Vec::new();
    input.extend_from_slice(
        b"\xe2\x82\xba1.234,56 | Kablo\\n\\thttps://www.aliexpress.us/item/3256805937142037.html\n",
    );
    input.extend_from_slice(b"\n");
    input.extend_from_slice(b"\xff\xfe aliexpress.com/item/1005009000000001.html \xc3\r\n");
    input.extend_from_slice("a.aliexpress.com/_mMoka01 ".repeat(40_000).as_bytes());
    input.extend_from_slice(b"\nmerhaba");
    let output = run_to_end(command, input).await;
    assert!(output.status.success() && output.stderr.is_empty(), "{:?}", text(&output.stderr));
    let lines: Vec<Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 5, "a line for each line");
    let first = &lines[0]["links"][0];
    assert_eq!(
        (&first["product_id"], &first["written_id"]),
        (&json!("1005006123456789"), &json!("3256805937142037"))
    );
    assert_eq!(first["price"], json!({"amount": "1234.56", "currency": "TRY"}));
    assert_eq!(lines[1], json!({"links": []}));
    assert_eq!(lines[2]["links"][0]["product_id"], "1005009000000001");
    let long = lines[3]["links"].as_array().unwrap();
    assert!(long.len() == 40_000 && long.iter().all(|link| link["kind"] == "short"));
    assert_eq!(lines[4], json!({"links": []}));
}

#[tokio::test]
async fn words_reads_any_line() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("banned.txt"), "\u{FEFF}kuponmatik\r\n\n").unwrap();
    let mut command = dealink(home.path());
    command.args(["words", "--json", "--traffic", "messenger", "--language", "en", "--banned", "banned.txt"]);
    command.current_dir(home.path());
    let mut input = "Fırsat!\\nBir tane bedava alın, kuponmatik\n\n".as_bytes().to_vec();
    input.extend_from_slice(b"\xff\xfe click and win \xc3\r\nfree shipping");
    let output = run_to_end(command, input).await;
    assert!(output.status.success() && output.stderr.is_empty(), "{:?}", text(&output.stderr));
    let lines: Vec<Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4, "a line for each line");
    let found = lines[0]["findings"].as_array().unwrap();
    let told: Vec<_> =
        found.iter().map(|it| (it["code"].as_str().unwrap(), it["quote"].as_str().unwrap())).collect();
    assert_eq!(told, [("misleading", "Bir tane bedava"), ("banned_keyword", "kuponmatik")]);
    let rule = found[0]["rule"].as_str().unwrap();
    assert!(rule.contains("misleading") && rule.contains("Source:") && rule.contains("2022"), "{rule}");
    assert_eq!(lines[1], json!({"findings": []}));
    assert_eq!(lines[2]["findings"][0]["code"], "incentive");
    assert_eq!(lines[3], json!({"findings": []}));

    let mut plain = dealink(home.path());
    plain.args(["words", "--language", "tr", "--traffic", "sem"]);
    let output = run_to_end(plain, "AliExpress indirimleri\n".into()).await;
    assert!(text(&output.stdout).starts_with("⛔ “AliExpress”: "), "{output:?}");

    let mut missing = dealink(home.path());
    missing.args(["words", "--banned", "nowhere.txt"]);
    let output = run_to_end(missing, Vec::new()).await;
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("nowhere.txt"), "{output:?}");
}

#[tokio::test]
async fn program_files_are_checked_listed_and_shown() {
    let home = tempfile::tempdir().unwrap();
    let good = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("programs/aliexpress-ww.toml");
    let bad = home.path().join("bad.toml");
    let broken = std::fs::read_to_string(&good).unwrap().replace("\"6.9\"", "\"690\"");
    std::fs::write(&bad, broken.replace("currency = \"USD\"", "\ncurrency = \"USD\"")).unwrap();
    let run = async |arguments: &[&str]| {
        let mut command = dealink(home.path());
        command.arg("program").args(arguments);
        let output = run_to_end(command, Vec::new()).await;
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (status, said, _) = run(&["check", good.to_str().unwrap()]).await;
    assert_eq!(status, Some(0));
    assert!(said.starts_with("OK: AliExpress WW, aliexpress-ww, campaign 6115, USD; tables: 2"), "{said}");
    let (status, said, _) = run(&["check", "bad.toml"]).await;
    assert_eq!((status, said.lines().count()), (Some(1), 6), "{said}");
    let first = said.lines().next().unwrap();
    assert!(first.starts_with("bad.toml:"), "{first}");
    assert!(
        first.contains(": tables.percent.phone_accessories: a percentage is between 0 and 100"),
        "{first}"
    );
    let (status, _, said) = run(&["check", "nowhere.toml"]).await;
    assert!(status == Some(2) && said.starts_with("nowhere.toml: "), "{said}");

    let (_, list, _) = run(&["list"]).await;
    assert_eq!(
        list.lines().collect::<Vec<_>>(),
        [
            "14289\taliexpress-tr\tAliExpress TR\tUSD",
            "6115\taliexpress-ww\tAliExpress WW\tUSD",
            "25179\taliexpress-ru-cis\tAliExpress RU&CIS\tRUB",
        ]
    );
    let (_, card, _) = run(&["show", "--language", "en"]).await;
    assert!(card.starts_with("AliExpress TR (14289, aliexpress-tr, USD)\n\nFigures\n"), "{card}");
    let approved =
        "Approved orders: 91% [Admitad program page of AliExpress TR, figures: Approval rate, 26 April 2022]";
    assert!(card.contains(approved), "{card}");
    let (_, card, _) = run(&["show", "25179", "--language", "tr"]).await;
    assert!(card.contains("Davranış kuralları\n • bilinmiyor"), "{card}");
    for program in ["6115", "aliexpress-ww", good.to_str().unwrap()] {
        let (_, json, _) = run(&["show", program, "--json"]).await;
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&json["campaign"], &json["figures"][0]["value"]), (&json!(6115), &json!("8.00")));
        assert_eq!(json["tables"][1]["valid_until"], "2022-05-30");
        assert_eq!(
            (json["classes"].as_array().unwrap().len(), &json["region"]["except"][0]),
            (4, &json!("AM"))
        );
        assert_eq!(json["indicators"][0]["cr_below"], "0.3");
    }
}

#[tokio::test]
async fn the_sandbox_serves_its_page_until_it_is_told_to_stop() {
    for signal in ["TERM", "INT"] {
        let home = tempfile::tempdir().unwrap();
        let mut command = dealink(home.path());
        command.arg("sandbox").env("TMPDIR", home.path()).stdin(Stdio::null());
        let mut sandbox = BotProcess::spawn(command);
        let url = sandbox.wait_for_output("\n").await.trim().to_owned();
        assert!(url.starts_with("http://127.0.0.1:") && url.ends_with('/'), "{url}");
        let page = reqwest::Client::builder().no_proxy().build().unwrap().get(&url).send().await.unwrap();
        assert!(page.status().is_success());
        assert!(page.text().await.unwrap().contains("<html"), "a page");
        sandbox.signal(signal);
        let (status, log) = sandbox.wait_for_exit().await;
        assert_eq!(status.code(), Some(0), "{log}");
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "its data is gone");
    }
}

#[tokio::test]
async fn rates_need_no_account_and_say_whose_they_are() {
    let world = ProcessWorld::new().await;
    let mut with_account = world.network_command("rates");
    with_account.args(["--json", "TRY", "CHF", "USD"]);
    with_account.env("DEALINK_CENTRAL_BANK_URL", world.sandbox.bank_url().as_str());
    let rates = json_of(with_account).await;
    let named = |at: usize, name: &str| rates[at][name].clone();
    assert_eq!(
        (named(0, "of"), named(0, "source"), named(0, "into")),
        (json!("CHF"), json!("central_bank"), json!("USD"))
    );
    assert_eq!(
        (named(1, "of"), named(1, "source"), named(1, "rate")),
        (json!("TRY"), json!("network"), json!("0.0236"))
    );
    assert_eq!(rates.as_array().unwrap().len(), 2, "a dollar is a dollar");

    let mut keyless = dealink(world.home.path());
    keyless.args(["rates", "--language", "tr", "JPY", "XXX"]);
    keyless.env("DEALINK_CENTRAL_BANK_URL", world.sandbox.bank_url().as_str());
    let output = run_to_end(keyless, Vec::new()).await;
    let lines = text(&output.stdout);
    assert!(lines.starts_with("1 JPY = 0,00641") && lines.contains("USD (Merkez Bankası, "), "{lines}");
    assert!(output.status.success() && lines.ends_with("XXX: döviz kuru yok\n"), "{lines}");

    let mut nobody = dealink(world.home.path());
    nobody.args(["rates", "--language", "en", "TRY"]);
    let output = run_to_end(nobody, Vec::new()).await;
    assert_eq!((output.status.code(), text(&output.stdout).as_ref()), (Some(1), "TRY: no exchange rate\n"));
}

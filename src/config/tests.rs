use super::*;
use secrecy::ExposeSecret;
use std::path::Path;

const TOKEN: &str = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const BASE: &str = "https://rzekl.com/g/1e8d114494abcdefghij16525dc3e8/";

fn sources(flags: &[(&str, &str)], env: &[(&str, &str)], file: Option<&str>) -> Sources {
    let pairs =
        |list: &[(&str, &str)]| list.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect::<Vec<_>>();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("dealink.toml");
    if let Some(text) = file {
        std::fs::write(&path, text).unwrap();
    }
    Sources::new(Flags(pairs(flags)), pairs(env), &path, false)
}

fn faults(sources: &Sources) -> Vec<(&'static str, &'static str)> {
    match Config::read(sources, Need::Bot) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.into_iter().map(|f| (f.setting, f.sentence.key)).collect(),
    }
}

#[test]
fn flags_come_before_environment_before_file() {
    let sources = sources(
        &[("DEALINK_DATA_DIR", "from-flag")],
        &[
            ("DEALINK_DATA_DIR", "from-env"),
            ("TELEGRAM_SENDS_PER_SECOND", "7"),
            ("TELEGRAM_BOT_TOKEN", TOKEN),
        ],
        Some(&format!(
            "telegram_sends_per_second = 9\nadmitad_deeplink_base = \"{BASE}\"\ndealink_default_language = \"tr\""
        )),
    );
    let config = Config::read(&sources, Need::Bot).ok().unwrap();
    assert_eq!(config.data_dir, Path::new("from-flag"));
    assert_eq!(config.telegram.unwrap().sends_per_second, 7);
    assert_eq!(config.default_language, Lang::Tr);
    assert_eq!(config.network.base.unwrap().as_str(), BASE);
    assert!(config.network.account.is_none());
}

#[test]
fn everything_that_is_missing_is_said_at_once() {
    assert_eq!(
        faults(&sources(&[], &[], None)),
        [
            ("TELEGRAM_BOT_TOKEN", "operator-fault-missing"),
            ("ADMITAD_CLIENT_ID", "operator-fault-missing"),
            ("ADMITAD_CLIENT_SECRET", "operator-fault-missing"),
            ("ADMITAD_WEBSITE_ID", "operator-fault-missing"),
        ]
    );
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_no_value_is_repeated() {
    let sources = sources(
        &[],
        &[
            ("TELEGRAM_BOT_TOKEN", "my-secret"),
            ("TELEGRAM_API_URL", "telegram"),
            ("ADMITAD_CLIENT_ID", "id"),
            ("ADMITAD_WEBSITE_ID", "first"),
            ("ADMITAD_DEEPLINK_BASE", "https://example.com/"),
            ("DEALINK_RESOLVE_SHORT_LINKS", "maybe"),
            ("DEALINK_DEFAULT_LANGUAGE", "de"),
        ],
        Some("telegram_token = 5"),
    );
    let Err(found) = Config::read(&sources, Need::Bot) else { panic!("accepted") };
    assert!(!format!("{found:?}").contains("my-secret"));
    assert_eq!(
        found.into_iter().map(|f| (f.setting, f.sentence.key)).collect::<Vec<_>>(),
        [
            ("dealink.toml", "operator-fault-file-key"),
            ("TELEGRAM_BOT_TOKEN", "operator-fault-token"),
            ("TELEGRAM_API_URL", "operator-fault-url"),
            ("ADMITAD_CLIENT_SECRET", "operator-fault-missing"),
            ("ADMITAD_WEBSITE_ID", "operator-fault-number"),
            ("ADMITAD_DEEPLINK_BASE", "operator-fault-base"),
            ("DEALINK_RESOLVE_SHORT_LINKS", "operator-fault-switch"),
            ("DEALINK_DEFAULT_LANGUAGE", "operator-fault-language"),
        ]
    );
}

#[test]
fn a_secret_can_stand_in_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let token = dir.path().join("token");
    std::fs::write(&token, format!("{TOKEN}\n")).unwrap();
    let with = |path: &Path| {
        sources(
            &[],
            &[("TELEGRAM_BOT_TOKEN_FILE", path.to_str().unwrap()), ("ADMITAD_DEEPLINK_BASE", BASE)],
            None,
        )
    };
    let config = Config::read(&with(&token), Need::Bot).ok().unwrap();
    assert_eq!(config.telegram.unwrap().token.expose_secret(), TOKEN);
    assert_eq!(
        faults(&with(&dir.path().join("nowhere"))),
        [("TELEGRAM_BOT_TOKEN", "operator-fault-secret-file")]
    );
}

#[test]
fn a_settings_file_that_is_no_toml_is_named_by_line_and_not_quoted() {
    let sources = sources(&[], &[], Some("admitad_client_secret = \"hush\"\nbroken = = \"hush\"\n"));
    let Err(found) = Config::read(&sources, Need::Bot) else { panic!("accepted") };
    let fault = found.iter().find(|f| f.setting == "dealink.toml").unwrap();
    assert_eq!(fault.sentence, Sentence::new("operator-fault-file-form").with("what", "2"));
}

#[test]
fn links_alone_need_no_telegram() {
    let sources = sources(&[("ADMITAD_DEEPLINK_BASE", BASE)], &[], None);
    assert!(Config::read(&sources, Need::Links).is_ok());
}

#[test]
fn short_links_are_followed_unless_that_is_switched_off() {
    let road = |env: &[(&str, &str)]| {
        let config = Config::read(&sources(&[("ADMITAD_DEEPLINK_BASE", BASE)], env, None), Need::Links);
        config.ok().unwrap().short_links.road
    };
    assert_eq!(road(&[]), Road::Internet);
    assert_eq!(road(&[("DEALINK_RESOLVE_SHORT_LINKS", "on")]), Road::Internet);
    assert_eq!(road(&[("DEALINK_RESOLVE_SHORT_LINKS", "off")]), Road::Closed);
}

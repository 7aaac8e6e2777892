use super::*;
use secrecy::ExposeSecret;
use std::path::Path;

const TOKEN: &str = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const BASE: &str = "https://rzekl.com/g/1e8d114494abcdefghij16525dc3e8/";

fn sources(flags: &[(&str, &str)], env: &[(&str, &str)], file: Option<&str>) -> SettingSources {
    let pairs =
        |list: &[(&str, &str)]| list.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect::<Vec<_>>();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("dealink.toml");
    if let Some(text) = file {
        std::fs::write(&path, text).unwrap();
    }
    SettingSources::new(Flags(pairs(flags)), pairs(env), &path, false)
}

fn faults(sources: &SettingSources) -> Vec<(&'static str, &'static str)> {
    match Config::load(sources, ConfigPurpose::Bot) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.into_iter().map(|f| (f.setting, f.message.key)).collect(),
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
    let config = Config::load(&sources, ConfigPurpose::Bot).ok().unwrap();
    assert_eq!(config.data_dir, Path::new("from-flag"));
    assert_eq!(config.telegram.unwrap().sends_per_second, 7);
    assert_eq!(config.default_language, Lang::Tr);
    assert_eq!(config.network.deeplink_base.unwrap().as_str(), BASE);
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
            ("DEALINK_CENTRAL_BANK_URL", "on"),
            ("DEALINK_DEFAULT_LANGUAGE", "de"),
        ],
        Some("telegram_token = 5"),
    );
    let Err(found) = Config::load(&sources, ConfigPurpose::Bot) else { panic!("accepted") };
    assert!(!format!("{found:?}").contains("my-secret"));
    assert_eq!(
        found.into_iter().map(|f| (f.setting, f.message.key)).collect::<Vec<_>>(),
        [
            ("dealink.toml", "operator-fault-file-key"),
            ("TELEGRAM_BOT_TOKEN", "operator-fault-token"),
            ("TELEGRAM_API_URL", "operator-fault-url"),
            ("ADMITAD_CLIENT_SECRET", "operator-fault-missing"),
            ("ADMITAD_WEBSITE_ID", "operator-fault-number"),
            ("ADMITAD_DEEPLINK_BASE", "operator-fault-base"),
            ("DEALINK_RESOLVE_SHORT_LINKS", "operator-fault-switch"),
            ("DEALINK_CENTRAL_BANK_URL", "operator-fault-bank"),
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
    let config = Config::load(&with(&token), ConfigPurpose::Bot).ok().unwrap();
    assert_eq!(config.telegram.unwrap().token.expose_secret(), TOKEN);
    assert_eq!(
        faults(&with(&dir.path().join("nowhere"))),
        [("TELEGRAM_BOT_TOKEN", "operator-fault-secret-file")]
    );
}

#[test]
fn a_settings_file_that_is_no_toml_is_named_by_line_and_not_quoted() {
    let sources = sources(&[], &[], Some("admitad_client_secret = \"hush\"\nbroken = = \"hush\"\n"));
    let Err(found) = Config::load(&sources, ConfigPurpose::Bot) else { panic!("accepted") };
    let fault = found.iter().find(|f| f.setting == "dealink.toml").unwrap();
    assert_eq!(fault.message, Message::new("operator-fault-file-form").with("what", "2"));
}

#[test]
fn links_alone_need_no_telegram() {
    let sources = sources(&[("ADMITAD_DEEPLINK_BASE", BASE)], &[], None);
    assert!(Config::load(&sources, ConfigPurpose::Links).is_ok());
}

#[test]
fn short_links_are_followed_unless_that_is_switched_off() {
    let transport = |env: &[(&str, &str)]| {
        let config =
            Config::load(&sources(&[("ADMITAD_DEEPLINK_BASE", BASE)], env, None), ConfigPurpose::Links);
        config.ok().unwrap().short_links.transport
    };
    assert_eq!(transport(&[]), ResolverTransport::Internet);
    assert_eq!(transport(&[("DEALINK_RESOLVE_SHORT_LINKS", "on")]), ResolverTransport::Internet);
    assert_eq!(transport(&[("DEALINK_RESOLVE_SHORT_LINKS", "off")]), ResolverTransport::Disabled);
}

#[test]
fn the_central_bank_is_asked_unless_that_is_switched_off_and_rates_need_nothing_else() {
    let bank = |env: &[(&str, &str)]| {
        let config = Config::load(&sources(&[], env, None), ConfigPurpose::Rates);
        config.ok().unwrap().central_bank.map(|url| url.to_string())
    };
    assert_eq!(bank(&[]).as_deref(), Some("https://www.tcmb.gov.tr/kurlar/today.xml"));
    assert_eq!(bank(&[("DEALINK_CENTRAL_BANK_URL", "off")]), None);
    let other = "http://127.0.0.1:9/kurlar/today.xml";
    assert_eq!(bank(&[("DEALINK_CENTRAL_BANK_URL", other)]).as_deref(), Some(other));
}

const TR_FILE: &str = include_str!("../../programs/aliexpress-tr.toml");

fn program_of(env: &[(&str, &str)]) -> Result<(u32, String), Vec<SettingError>> {
    let mut env = env.to_vec();
    env.push(("ADMITAD_DEEPLINK_BASE", BASE));
    let config = Config::load(&sources(&[], &env, None), ConfigPurpose::Links)?;
    Ok((config.program.network_id(), config.program.name().to_owned()))
}

#[test]
fn the_campaign_chooses_the_program() {
    let name = |env: &[(&str, &str)]| program_of(env).map(|(_, name)| name);
    assert_eq!(name(&[]), Ok("AliExpress TR".to_owned()));
    assert_eq!(name(&[("ADMITAD_CAMPAIGN_ID", "6115")]), Ok("AliExpress WW".to_owned()));
    assert_eq!(name(&[("ADMITAD_CAMPAIGN_ID", "25179")]), Ok("AliExpress RU&CIS".to_owned()));
    let faults = name(&[("ADMITAD_CAMPAIGN_ID", "5")]).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].setting, "ADMITAD_CAMPAIGN_ID");
    assert_eq!(faults[0].message, Message::new("operator-fault-program-none").with("campaign", "5"));
    let faults = name(&[("ADMITAD_CAMPAIGN_ID", "five")]).unwrap_err();
    let keys: Vec<_> = faults.iter().map(|fault| fault.message.key).collect();
    assert_eq!(keys, ["operator-fault-number"], "said once");
}

#[test]
fn own_program_files_stand_beside_the_built_in_ones_or_replace_them() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, from: &[(&str, &str)]| {
        let text = from.iter().fold(TR_FILE.to_owned(), |text, (a, b)| text.replacen(a, b, 1));
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let renamed = file("tr.toml", &[("name = \"AliExpress TR\"", "name = \"Ours\"")]);
    let new = file("new.toml", &[("network_id = 14289", "network_id = 5"), ("aliexpress-tr", "five")]);
    for separator in [",", ":", " , "] {
        let files = [renamed.as_str(), new.as_str()].join(separator);
        let env = |campaign| [("DEALINK_PROGRAM_FILES", files.as_str()), ("ADMITAD_CAMPAIGN_ID", campaign)];
        assert_eq!(program_of(&env("14289")), Ok((14289, "Ours".to_owned())));
        assert_eq!(program_of(&env("5")).map(|(id, _)| id), Ok(5));
        assert_eq!(program_of(&env("6115")), Ok((6115, "AliExpress WW".to_owned())));
    }
    let twice = [renamed.as_str(), renamed.as_str()].join(",");
    let faults = program_of(&[("DEALINK_PROGRAM_FILES", &twice)]).unwrap_err();
    assert_eq!(faults[0].message.key, "operator-fault-program-twice");
}

#[test]
fn faults_of_program_files_name_file_line_and_key() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bad.toml");
    std::fs::write(&path, TR_FILE.replacen("\"2.3\"", "\"230\"", 1).replacen("\"6.9\"", "\"690\"", 1))
        .unwrap();
    let files = format!("{},{}", path.display(), dir.path().join("nowhere").display());
    let faults = program_of(&[("DEALINK_PROGRAM_FILES", &files)]).unwrap_err();
    let keys: Vec<_> = faults.iter().map(|fault| (fault.setting, fault.message.key)).collect();
    assert_eq!(
        keys,
        [
            ("DEALINK_PROGRAM_FILES", "operator-fault-program-file"),
            ("DEALINK_PROGRAM_FILES", "operator-fault-program-file"),
            ("DEALINK_PROGRAM_FILES", "operator-fault-program-read"),
        ]
    );
    let texts = crate::text::Texts::load().unwrap();
    let said = texts.localizer(Lang::En).plain(&faults[0].message);
    assert!(said.contains("bad.toml") && said.contains(": tables.percent.mobile_phone"), "{said}");
    assert!(said.contains("between 0 and 100, not 230"), "{said}");
}

#[test]
fn admins_are_numbers_with_commas_between_them() {
    let read = |ids: &str| {
        let sources = sources(&[("ADMITAD_DEEPLINK_BASE", BASE)], &[("DEALINK_ADMINS", ids)], None);
        Config::load(&sources, ConfigPurpose::Links).map(|config| config.admins)
    };
    assert_eq!(read("").ok().unwrap(), [].into());
    assert_eq!(read(" 123, 456,,123 ").ok().unwrap(), [123, 456].into());
    for wrong in ["@somebody", "1;2", "-5", "0", "1 2"] {
        let Err(found) = read(wrong) else { panic!("{wrong}") };
        assert_eq!(found[0].message.key, "operator-fault-ids", "{wrong}");
    }
}

#[test]
fn the_data_directory_alone_needs_nothing_else() {
    let dir = |env: &[(&str, &str)], file| load_data_dir(&sources(&[], env, file)).ok();
    assert_eq!(dir(&[], None).unwrap(), Path::new("data"));
    assert_eq!(dir(&[("DEALINK_DATA_DIR", "elsewhere")], None).unwrap(), Path::new("elsewhere"));
    assert_eq!(dir(&[], Some("broken = = 1")), None);
}

#[test]
fn the_open_platform_needs_both_key_and_secret_or_neither() {
    let read = |env: &[(&str, &str)]| {
        let sources = sources(&[("ADMITAD_DEEPLINK_BASE", BASE)], env, None);
        Config::load(&sources, ConfigPurpose::Links).map(|config| config.open_platform)
    };
    let (key, secret) = (("ALIEXPRESS_APP_KEY", "500077"), ("ALIEXPRESS_APP_SECRET", "hush"));
    assert!(read(&[]).ok().unwrap().is_none());
    let account = read(&[key, secret]).ok().unwrap().unwrap();
    assert_eq!(account.url.as_str(), "https://api-sg.aliexpress.com/sync");
    assert_eq!((account.app_key.as_str(), account.calls_per_day.get()), ("500077", 5_000));
    for (alone, missing) in [(key, "ALIEXPRESS_APP_SECRET"), (secret, "ALIEXPRESS_APP_KEY")] {
        let faults = read(&[alone]).err().unwrap();
        let found: Vec<_> = faults.iter().map(|fault| (fault.setting, fault.message.key)).collect();
        assert_eq!(found, [(missing, "operator-fault-missing")]);
    }
    for (setting, value) in [("ALIEXPRESS_CALLS_PER_DAY", "0"), ("ALIEXPRESS_API_URL", "api")] {
        let faults = read(&[key, secret, (setting, value)]).err().unwrap();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].setting, setting);
    }
}

#[test]
fn help_says_that_a_secret_as_a_flag_is_visible_to_others() {
    use clap::Args;
    for setting in SETTINGS {
        let command = Flags::augment_args(clap::Command::new("dealink"));
        let about = |flag: &str| {
            let argument = command.get_arguments().find(|argument| argument.get_long() == Some(flag));
            argument.and_then(|argument| argument.get_help()).map(ToString::to_string).unwrap_or_default()
        };
        let said = about(&setting.flag());
        assert_eq!(said.contains("visible to every user of this machine"), setting.secret, "{said}");
        if setting.secret {
            assert!(said.contains(&format!("{} in the environment", setting.name)), "{said}");
            let file = format!("{}-file", setting.flag());
            assert!(said.contains(&format!("--{file}")) && !about(&file).is_empty(), "{said}");
        }
    }
}

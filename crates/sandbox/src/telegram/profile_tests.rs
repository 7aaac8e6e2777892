//! Menus and texts, with a case on both sides of each limit.

use super::*;

fn call(profile: &mut BotProfile, method: &str, params: Value) -> Result<Value, String> {
    let Value::Object(params) = params else { panic!("parameters are an object") };
    let served =
        profile.serve(method, &params, "Dealink", |chat| chat == 7).expect("a method of the profile");
    served.map_err(|refusal| refusal.description)
}

fn command(name: &str, description: &str) -> Value {
    json!({"command": name, "description": description})
}

#[test]
fn commands_on_both_sides_of_each_limit() {
    let mut profile = BotProfile::default();
    let mut set = |commands: Vec<Value>| call(&mut profile, "setMyCommands", json!({ "commands": commands }));
    assert!(set(vec![command(&"a".repeat(32), &"ş".repeat(256)); 100]).is_ok());
    assert!(set(vec![command("a_1", "x")]).is_ok());
    assert_eq!(set(vec![command("a", "x"); 101]).unwrap_err(), "Bad Request: BOT_COMMANDS_TOO_MUCH");
    for wrong in ["", "Start", "yardım", "a-b", "/start", &"a".repeat(33)] {
        assert_eq!(set(vec![command(wrong, "x")]).unwrap_err(), "Bad Request: BOT_COMMAND_INVALID");
    }
    for wrong in ["", "  ", &"x".repeat(257)] {
        let refused = set(vec![command("a", wrong)]).unwrap_err();
        assert_eq!(refused, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID");
    }
}

#[test]
fn the_most_fitting_menu_is_shown() {
    let mut profile = BotProfile::default();
    let scopes = [
        json!({"type": "default"}),
        json!({"type": "all_private_chats"}),
        json!({"type": "chat", "chat_id": 7}),
    ];
    let mut shown = Vec::new();
    for (n, scope) in scopes.iter().enumerate() {
        for language in ["", "tr"] {
            let commands = [command(&format!("c{n}{language}"), "x")];
            let params = json!({"commands": commands, "scope": scope, "language_code": language});
            call(&mut profile, "setMyCommands", params).unwrap();
            shown.push(
                [Some("tr-TR"), Some("en"), None]
                    .map(|code| profile.private_menu(7, code)[0]["command"].as_str().unwrap().to_owned()),
            );
        }
    }
    let expected = [
        ["c0", "c0", "c0"],
        ["c0tr", "c0", "c0"],
        ["c1", "c1", "c1"],
        ["c1tr", "c1", "c1"],
        ["c2", "c2", "c2"],
        ["c2tr", "c2", "c2"],
    ];
    assert_eq!(shown, expected);
    assert_eq!(profile.private_menu(8, None)[0]["command"], "c1", "the menu of chat 7 is only for it");
}

#[test]
fn a_menu_is_read_and_deleted_where_it_was_set() {
    let mut profile = BotProfile::default();
    let menu = json!([command("start", "Başlat")]);
    let place = json!({"scope": {"type": "all_private_chats"}, "language_code": "tr"});
    let mut params = place.clone();
    params["commands"] = menu.clone();
    assert_eq!(call(&mut profile, "setMyCommands", params), Ok(json!(true)));
    assert_eq!(call(&mut profile, "getMyCommands", place.clone()), Ok(menu));
    assert_eq!(call(&mut profile, "getMyCommands", json!({})), Ok(json!([])));
    assert_eq!(call(&mut profile, "deleteMyCommands", place.clone()), Ok(json!(true)));
    assert_eq!(call(&mut profile, "getMyCommands", place), Ok(json!([])));
    for (params, expected) in [
        (json!({"scope": {"type": "chat", "chat_id": 8}}), "chat not found"),
        (json!({"scope": {"type": "everyone"}}), "Unsupported type \"everyone\""),
        (json!({"language_code": "tur"}), "invalid language code specified"),
    ] {
        assert!(call(&mut profile, "getMyCommands", params).unwrap_err().contains(expected));
    }
}

#[test]
fn texts_fall_back_to_the_ones_for_all_languages() {
    let mut profile = BotProfile::default();
    let name = |profile: &mut BotProfile, code: &str| {
        call(profile, "getMyName", json!({ "language_code": code })).unwrap()["name"].clone()
    };
    assert_eq!(name(&mut profile, "tr"), "Dealink");
    call(&mut profile, "setMyName", json!({"name": "Deals"})).unwrap();
    call(&mut profile, "setMyName", json!({"name": "Fırsatlar", "language_code": "tr"})).unwrap();
    assert_eq!((name(&mut profile, "tr"), name(&mut profile, "en")), (json!("Fırsatlar"), json!("Deals")));
    call(&mut profile, "setMyName", json!({"name": "", "language_code": "tr"})).unwrap();
    assert_eq!(name(&mut profile, "tr"), "Deals");

    for (what, key, limit) in [
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ] {
        let setter = format!("setMy{what}");
        assert!(call(&mut profile, &setter, json!({ key: "ş".repeat(limit) })).is_ok());
        let refused = call(&mut profile, &setter, json!({ key: "ş".repeat(limit + 1) })).unwrap_err();
        assert!(refused.ends_with("is too long"), "{refused}");
        let read = call(&mut profile, &format!("getMy{what}"), json!({})).unwrap();
        assert_eq!(read[key], "ş".repeat(limit));
    }
}

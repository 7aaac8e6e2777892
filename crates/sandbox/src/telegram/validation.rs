//! Checks a request against the schema: every parameter must be known and of the right type, and none may be missing.
//!
//! The real server ignores an unknown parameter, so a typo in a bot goes unnoticed there; this one refuses it, at every
//! depth. As on the real server, a value that came as text (in a form, a query, or a string in a JSON body) may be a
//! number, a boolean or a JSON document.

use serde_json::{Map, Value};

use super::refusal::{RefusedCall, refuse};
use super::schema::{ApiObject, ApiValueKind, SCHEMA};

/// Key of the object that represents an uploaded file among the parameters.
pub(crate) const UPLOAD: &str = "$upload";

/// Checks the parameters of `method` and returns them with their types: numbers as numbers, documents parsed, nulls
/// left out.
pub(crate) fn validate_params(
    method: &ApiObject,
    raw: Map<String, Value>,
) -> Result<Map<String, Value>, RefusedCall> {
    let attached = |name: &str| {
        let reference = format!("attach://{name}");
        raw.values().any(|value| value.to_string().contains(&reference))
    };
    let mut typed = Map::new();
    for (name, value) in &raw {
        let Some(field) = method.field(name) else {
            if value.get(UPLOAD).is_some() && attached(name) {
                continue;
            }
            return refuse(format!("parameter \"{name}\" is unknown to {}", method.name));
        };
        if value.is_null() {
            continue;
        }
        let mut reason = None;
        for kind in &field.kinds {
            let candidate = parse_text_value(kind, value.clone());
            match validate(kind, &candidate) {
                Ok(()) => {
                    typed.insert(name.clone(), candidate);
                    reason = None;
                    break;
                }
                Err(why) => {
                    reason.get_or_insert(why);
                }
            }
        }
        if let Some(why) = reason {
            return refuse(format!("can't parse {}: {why}", name.replace('_', " ")));
        }
    }
    match method.fields.iter().find(|field| field.required && !typed.contains_key(&field.name)) {
        Some(missing) => refuse(missing_parameter(&missing.name)),
        None => Ok(typed),
    }
}

/// The real server's error for a missing parameter.
pub(crate) fn missing_parameter(parameter: &str) -> String {
    match parameter {
        "chat_id" => "chat_id is empty".to_owned(),
        "text" => "message text is empty".to_owned(),
        "message_id" => "message identifier is not specified".to_owned(),
        other => format!("parameter \"{other}\" is required"),
    }
}

/// Parses a text as the expected type; any other value stays as it is.
fn parse_text_value(kind: &ApiValueKind, value: Value) -> Value {
    let Value::String(text) = &value else { return value };
    let read = match kind {
        ApiValueKind::Integer => text.parse::<i64>().ok().map(Value::from),
        ApiValueKind::Float => text.parse::<f64>().ok().map(Value::from),
        ApiValueKind::Boolean | ApiValueKind::True => match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Some(Value::Bool(true)),
            "false" | "0" | "no" => Some(Value::Bool(false)),
            _ => None,
        },
        ApiValueKind::String => None,
        nested => serde_json::from_str(text).ok().filter(|_| nested.is_nested()),
    };
    read.unwrap_or(value)
}

/// Checks one value; the error is the end of a sentence that says where and why.
pub(crate) fn validate(kind: &ApiValueKind, value: &Value) -> Result<(), String> {
    let fits = match (kind, value) {
        (ApiValueKind::Integer, Value::Number(number)) => number.is_i64(),
        (ApiValueKind::Float, Value::Number(_)) => true,
        (ApiValueKind::String, Value::String(_)) => true,
        (ApiValueKind::Boolean, Value::Bool(_)) => true,
        (ApiValueKind::True, Value::Bool(yes)) => *yes,
        (ApiValueKind::Array(inner), Value::Array(items)) => {
            return items.iter().try_for_each(|item| validate(inner, item));
        }
        (ApiValueKind::Object(name), value) => return validate_type(name, value),
        _ => false,
    };
    if fits { Ok(()) } else { Err(format!("expected {kind}, got {}", excerpt(value))) }
}

fn validate_type(name: &str, value: &Value) -> Result<(), String> {
    match (name, value) {
        ("InputFile", Value::String(_)) => return Ok(()),
        ("InputFile", Value::Object(file)) if file.contains_key(UPLOAD) => return Ok(()),
        // The documentation's "String or Array of RichText or one of".
        ("RichText", Value::String(_)) => return Ok(()),
        ("RichText", Value::Array(parts)) => {
            return parts.iter().try_for_each(|part| validate_type(name, part));
        }
        _ => {}
    }
    let (Some(shape), Value::Object(object)) = (SCHEMA.object(name), value) else {
        return Err(format!("expected {name}, got {}", excerpt(value)));
    };
    if !shape.subtypes.is_empty() {
        let fits = shape.subtypes.iter().any(|subtype| validate_type(subtype, value).is_ok());
        return if fits { Ok(()) } else { Err(format!("{} is no {name}", excerpt(value))) };
    }
    for (key, value) in object {
        let Some(field) = shape.field(key) else {
            return Err(format!("Field \"{key}\" is unknown in {name}"));
        };
        if value.is_null() {
            continue;
        }
        let mut tried = field.kinds.iter().map(|kind| validate(kind, value));
        if let Some(Err(why)) = tried.next()
            && !tried.any(|result| result.is_ok())
        {
            return Err(match value {
                Value::Array(_) | Value::Object(_) => why,
                _ => format!("Field \"{key}\" must be of type {}", field.kinds[0]),
            });
        }
    }
    match shape.fields.iter().find(|f| f.required && object.get(&f.name).is_none_or(Value::is_null)) {
        Some(missing) => Err(format!("Can't find field \"{}\" in {name}", missing.name)),
        None => Ok(()),
    }
}

fn excerpt(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn try_params(method: &str, raw: Value) -> Result<Value, String> {
        let Value::Object(raw) = raw else { panic!("parameters are an object") };
        validate_params(SCHEMA.method(method).unwrap(), raw).map(Value::Object).map_err(|r| r.description)
    }

    #[test]
    fn parameters_come_back_typed() {
        let raw = json!({
            "chat_id": "5", "text": "5", "disable_notification": "true", "parse_mode": null,
            "reply_markup": r#"{"inline_keyboard":[[{"text":"a","callback_data":"b","url":null}]]}"#,
        });
        assert_eq!(
            try_params("sendMessage", raw).unwrap(),
            json!({
                "chat_id": 5, "text": "5", "disable_notification": true,
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b", "url": null}]]},
            })
        );
        assert_eq!(
            try_params("getChat", json!({"chat_id": "@deals"})).unwrap(),
            json!({"chat_id": "@deals"})
        );
    }

    #[test]
    fn what_does_not_fit_is_refused_at_any_depth() {
        let keyboard = |button: Value| json!({"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}});
        for (method, raw, expected) in [
            ("sendMessage", json!({"text": "x"}), "chat_id is empty"),
            ("sendMessage", json!({"chat_id": 1}), "message text is empty"),
            ("deleteMessage", json!({"chat_id": 1}), "message identifier is not specified"),
            ("setMyCommands", json!({}), "parameter \"commands\" is required"),
            ("sendMessage", json!({"chat": 1}), "parameter \"chat\" is unknown to sendMessage"),
            ("sendMessage", json!({"chat_id": 1.5, "text": "x"}), "can't parse chat id: expected Integer"),
            ("sendMessage", json!({"chat_id": 1, "text": 5}), "can't parse text: expected String, got 5"),
            ("getUpdates", json!({"allowed_updates": "message"}), "can't parse allowed updates"),
            ("getUpdates", json!({"allowed_updates": [1]}), "can't parse allowed updates: expected String"),
            ("sendMessage", keyboard(json!({"text": "a", "callback": "b"})), "Field \"callback\" is unknown"),
            ("sendMessage", keyboard(json!({"callback_data": "b"})), "Can't find field \"text\""),
            (
                "sendMessage",
                keyboard(json!({"text": "a", "callback_data": 7})),
                "Field \"callback_data\" must be of type String",
            ),
            (
                "sendMessage",
                keyboard(json!({"text": "a", "copy_text": {"txt": "b"}})),
                "Field \"txt\" is unknown in CopyTextButton",
            ),
            ("setMyCommands", json!({"commands": [], "scope": {"kind": "x"}}), "is no BotCommandScope"),
            (
                "sendMessage",
                json!({"chat_id": 1, "text": "x", "link_preview_options": {"disabled": true}}),
                "Field \"disabled\" is unknown in LinkPreviewOptions",
            ),
        ] {
            let description = try_params(method, raw).unwrap_err();
            assert!(description.starts_with("Bad Request: "), "{description}");
            assert!(description.contains(expected), "{description} should say {expected}");
        }
    }

    #[test]
    fn an_upload_is_accepted_where_a_file_is_and_where_it_is_referred_to() {
        let photo = json!({UPLOAD: "a.png"});
        assert!(try_params("sendPhoto", json!({"chat_id": 1, "photo": photo})).is_ok());
        assert!(
            try_params("sendPhoto", json!({"chat_id": 1, "photo": "attach://one", "one": photo})).is_ok()
        );
        assert!(
            try_params("sendPhoto", json!({"chat_id": 1, "photo": "attach://one", "two": photo})).is_err()
        );
        assert!(try_params("sendMessage", json!({"chat_id": 1, "text": photo})).is_err());
    }
}

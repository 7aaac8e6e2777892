//! The rules for an inline keyboard; its types were checked against the schema before.
//!
//! Sources: Bot API, `InlineKeyboardButton` (callback data 1-64 bytes, copied text 1-256 characters,
//! exactly one action); at most 100 buttons, and 8 in a row.

use serde_json::Value;
use url::Url;

use super::entities::units;
use super::json_objects::without_nulls;
use super::refusal::{RefusedCall, refuse};

const BUTTONS: usize = 100;
const BUTTONS_IN_A_ROW: usize = 8;

/// A button has exactly one field besides these.
const LOOKS: [&str; 3] = ["text", "icon_custom_emoji_id", "style"];

/// Checks the `reply_markup` of a message; returns an inline keyboard without null fields and empty rows, or `None` if
/// there is no button.
pub(crate) fn parse_inline_keyboard(markup: Option<&Value>) -> Result<Option<Value>, RefusedCall> {
    let Some(rows) = markup.and_then(|markup| markup["inline_keyboard"].as_array()) else {
        return Ok(None);
    };
    let mut kept = Vec::new();
    let mut total = 0;
    for row in rows {
        let buttons = row.as_array().map(Vec::as_slice).unwrap_or_default();
        total += buttons.len();
        if buttons.len() > BUTTONS_IN_A_ROW || total > BUTTONS {
            return refuse("reply markup is too long");
        }
        let row: Vec<Value> = buttons.iter().map(check_button).collect::<Result<_, _>>()?;
        if !row.is_empty() {
            kept.push(Value::Array(row));
        }
    }
    Ok((!kept.is_empty()).then(|| serde_json::json!({ "inline_keyboard": kept })))
}

/// Refuses any other `reply_markup`, for methods that take inline keyboards only.
pub(crate) fn refuse_other_markup(markup: Option<&Value>) -> Result<(), RefusedCall> {
    match markup {
        Some(markup) if markup.get("inline_keyboard").is_none() => refuse("inline keyboard expected"),
        _ => Ok(()),
    }
}

fn check_button(button: &Value) -> Result<Value, RefusedCall> {
    let button = without_nulls(button.clone());
    if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
        return refuse("can't parse inline keyboard button: Button text must be non-empty");
    }
    let fields = button.as_object().into_iter().flatten();
    match fields.filter(|(field, _)| !LOOKS.contains(&field.as_str())).count() {
        1 => {}
        0 => {
            let what = "Text buttons are unallowed in the inline keyboard";
            return refuse(format!("can't parse inline keyboard button: {what}"));
        }
        _ => return refuse("can't parse inline keyboard button: Exactly one optional field must be used"),
    }
    if let Some(data) = button["callback_data"].as_str()
        && !(1..=64).contains(&data.len())
    {
        return refuse("BUTTON_DATA_INVALID");
    }
    if let Some(text) = button["copy_text"]["text"].as_str()
        && !(1..=256).contains(&units(text))
    {
        return refuse("BUTTON_COPY_TEXT_INVALID");
    }
    if let Some(url) = button["url"].as_str()
        && let Err(why) = check_url(url)
    {
        return refuse(format!("inline keyboard button URL '{url}' is invalid: {why}"));
    }
    Ok(button)
}

fn check_url(text: &str) -> Result<(), &'static str> {
    let url = Url::parse(text).map_err(|_| "Wrong HTTP URL")?;
    match url.scheme() {
        "tg" => Ok(()),
        "http" | "https" if url.host_str().is_some_and(|host| host.contains('.')) => Ok(()),
        "http" | "https" => Err("Wrong HTTP URL"),
        _ => Err("Unsupported URL protocol"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn button(fields: Value) -> Result<Option<Value>, String> {
        parse_inline_keyboard(Some(&json!({"inline_keyboard": [[fields]]})))
            .map_err(|refusal| refusal.description)
    }

    #[test]
    fn buttons_on_both_sides_of_each_limit() {
        let data = |data: &str| button(json!({"text": "a", "callback_data": data}));
        assert!(data(&"ş".repeat(32)).is_ok());
        for wrong in ["".to_owned(), "x".repeat(65), "ş".repeat(33)] {
            assert_eq!(data(&wrong).unwrap_err(), "Bad Request: BUTTON_DATA_INVALID");
        }
        let copy = |text: &str| button(json!({"text": "a", "copy_text": {"text": text}}));
        assert!(copy(&"ş".repeat(256)).is_ok());
        for wrong in ["".to_owned(), "x".repeat(257), "🙂".repeat(129)] {
            assert_eq!(copy(&wrong).unwrap_err(), "Bad Request: BUTTON_COPY_TEXT_INVALID");
        }
        for good in ["https://shop.example/a?b=1", "http://127.0.0.1:80/", "tg://user?id=5"] {
            assert!(button(json!({"text": "a", "url": good})).is_ok(), "{good}");
        }
        for (wrong, why) in [
            ("shop.example", "Wrong HTTP URL"),
            ("https://", "Wrong HTTP URL"),
            ("http://localhost/", "Wrong HTTP URL"),
            ("javascript:alert(1)", "Unsupported URL protocol"),
            ("ftp://shop.example", "Unsupported URL protocol"),
        ] {
            let expected = format!("Bad Request: inline keyboard button URL '{wrong}' is invalid: {why}");
            assert_eq!(button(json!({"text": "a", "url": wrong})).unwrap_err(), expected);
        }
    }

    #[test]
    fn a_button_has_a_text_and_one_action() {
        let both = json!({"text": "a", "url": "https://a.example", "callback_data": "b"});
        assert!(button(both).unwrap_err().ends_with("Exactly one optional field must be used"));
        let neither = button(json!({"text": "a"})).unwrap_err();
        assert!(neither.ends_with("Text buttons are unallowed in the inline keyboard"), "{neither}");
        assert!(button(json!({"text": " ", "callback_data": "b"})).unwrap_err().contains("non-empty"));
        let null = button(json!({"text": "a", "callback_data": "b", "url": null})).unwrap();
        assert_eq!(null, Some(json!({"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]})));
    }

    #[test]
    fn a_keyboard_is_bounded() {
        let keyboard = |rows: &[usize]| {
            let row = |count: &usize| vec![json!({"text": "a", "callback_data": "b"}); *count];
            parse_inline_keyboard(Some(&json!({"inline_keyboard": rows.iter().map(row).collect::<Vec<_>>()})))
        };
        assert!(keyboard(&[8]).is_ok() && keyboard(&[5; 20]).is_ok());
        for wrong in [&[9][..], &[5, 5, 9], &[1; 101]] {
            assert_eq!(keyboard(wrong).unwrap_err().description, "Bad Request: reply markup is too long");
        }
        assert_eq!(keyboard(&[]), Ok(None));
        assert_eq!(keyboard(&[0, 0]), Ok(None));
        assert_eq!(parse_inline_keyboard(Some(&json!({"force_reply": true}))), Ok(None));
    }
}

//! Readers for APIs that write numbers as strings, leave fields out and wrap one thing in a list.
//!
//! What cannot be read is `None`; nothing is guessed.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value;

/// The things that an answer lists: a list, a page of results, or one thing by itself.
pub fn items(answer: &Value) -> Vec<&Value> {
    match answer {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().collect(),
        Value::Object(object) => match object.get("results") {
            Some(Value::Array(items)) => items.iter().collect(),
            _ => vec![answer],
        },
        _ => vec![answer],
    }
}

/// The first of these fields that has a text.
pub fn text<'a>(object: &'a Value, keys: &[&str]) -> Option<&'a str> {
    keys.iter().filter_map(|key| object[*key].as_str()).map(str::trim).find(|text| !text.is_empty())
}

/// The sentence with which Admitad explains an error.
pub fn error_message(answer: &Value) -> Option<String> {
    text(answer, &["error_description", "detail", "description"]).map(str::to_owned)
}

/// A number, a number in a string, or one with a percent sign (`5.38`, `"5.38"`, `"5,38 %"`).
pub fn decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => {
            let text = text.trim().trim_start_matches('%').trim_end_matches('%').trim();
            match text.contains('.') {
                true => text.to_owned(),
                false => text.replacen(',', ".", 1),
            }
        }
        _ => return None,
    };
    if !text.bytes().any(|byte| byte.is_ascii_digit()) || text.contains('_') {
        return None;
    }
    text.parse().or_else(|_| Decimal::from_scientific(&text)).ok()
}

/// A whole number, also in a string.
pub fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(_) => value.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Yes or no, also as a word or as 1 and 0.
pub fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(_) => match value.as_i64() {
            Some(1) => Some(true),
            Some(0) => Some(false),
            _ => None,
        },
        Value::String(text) => match text.trim() {
            "true" | "True" | "1" => Some(true),
            "false" | "False" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A day, as `2026-11-20` with or without a time behind it, or as `20.11.2026`.
pub fn date(value: &Value) -> Option<Date> {
    let text = value.as_str()?.trim();
    let iso = text.get(..10).and_then(|day| day.parse().ok());
    iso.or_else(|| Date::strptime("%d.%m.%Y", text.get(..10)?).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_come_in_many_forms() {
        for form in [json!(5.38), json!("5.38"), json!(" 5.38 % "), json!("%5,38"), json!("538e-2")] {
            assert_eq!(decimal(&form), Some(Decimal::new(538, 2)), "{form}");
        }
        assert_eq!(decimal(&json!(7)), Some(Decimal::from(7)));
        for none in
            [json!(null), json!(""), json!("%"), json!("3%-69%"), json!("free"), json!([5]), json!("1_0")]
        {
            assert_eq!(decimal(&none), None, "{none}");
        }
    }

    #[test]
    fn days_come_in_three_forms() {
        let day = Some(jiff::civil::date(2026, 11, 20));
        for form in ["2026-11-20", "2026-11-20T08:00:00", "2026-11-20 08:00:00.12", "20.11.2026"] {
            assert_eq!(date(&json!(form)), day, "{form}");
        }
        for none in ["", "2026-13-01", "yesterday, I think", "ééééééééé"] {
            assert_eq!(date(&json!(none)), None, "{none}");
        }
    }

    #[test]
    fn one_thing_is_a_list_of_one() {
        assert_eq!(items(&json!({"a": 1})).len(), 1);
        assert_eq!(items(&json!("bare")).len(), 1);
        assert_eq!(items(&json!({"results": [1, 2], "_meta": {}})).len(), 2);
        assert!(items(&json!(null)).is_empty());
    }

    #[test]
    fn yes_and_no_come_as_words_too() {
        assert_eq!(boolean(&json!("true")), Some(true));
        assert_eq!(boolean(&json!(0)), Some(false));
        assert_eq!(boolean(&json!(2)), None);
        assert_eq!(boolean(&json!("perhaps")), None);
    }
}

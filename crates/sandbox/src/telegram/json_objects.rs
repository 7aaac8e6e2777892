//! JSON objects of the Bot API, where a field without a value is left out.

use serde_json::Value;

/// The object without its null fields.
pub(crate) fn without_nulls(mut object: Value) -> Value {
    retain_fields(&mut object, |_, value| !value.is_null());
    object
}

/// Keeps the fields for which `keep` is true.
pub(crate) fn retain_fields(object: &mut Value, keep: impl Fn(&str, &Value) -> bool) {
    if let Value::Object(fields) = object {
        fields.retain(|key, value| keep(key, value));
    }
}

pub(crate) fn extend(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        object.extend(more);
    }
}

//! Numbers and texts in the syntax of CSV and XML.

use std::fmt::{self, Display, from_fn};

/// A number of hundredths with no more digits than needed: `10.43`, `5.4`, `7`.
pub(super) fn hundredths(number: impl Into<u64>) -> impl Display {
    let number = number.into();
    from_fn(move |f| match (number / 100, number / 10 % 10, number % 10) {
        (whole, 0, 0) => write!(f, "{whole}"),
        (whole, tenths, 0) => write!(f, "{whole}.{tenths}"),
        (whole, tenths, rest) => write!(f, "{whole}.{tenths}{rest}"),
    })
}

/// The value between two texts; nothing if there is none.
pub(super) fn between(before: &str, value: Option<impl Display>, after: &str) -> impl Display {
    from_fn(move |f| match &value {
        Some(value) => write!(f, "{before}{value}{after}"),
        None => Ok(()),
    })
}

/// A CSV field, quoted where needed.
pub(super) fn csv_field(field: &str) -> impl Display {
    from_fn(move |f| match field.contains([';', '"', '\n', '\r']) {
        true => write!(f, "\"{}\"", field.replace('"', "\"\"")),
        false => f.write_str(field),
    })
}

pub(super) fn xml_text(text: &str) -> impl Display {
    from_fn(move |f: &mut fmt::Formatter<'_>| {
        text.chars().try_for_each(|character| match character {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            plain => fmt::Write::write_char(f, plain),
        })
    })
}

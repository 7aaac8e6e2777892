//! Parses days as people type them.

use dealink_core::fold::fold_text;
use jiff::Span;
use jiff::civil::Date;

/// Parses `20.11.2026`, `20/11/2026`, `2026-11-20`, `20.11` (the last one), today and yesterday in either language. `None` for any
/// other text and for a day in the future.
pub fn parse_day(text: &str, today: Date) -> Option<Date> {
    let text = fold_text(text);
    let day = match text.as_str() {
        "bugun" | "today" => Some(today),
        "dun" | "yesterday" => today.checked_sub(Span::new().days(1)).ok(),
        written => parse_numeric_day(written, today),
    };
    day.filter(|day| *day <= today && day.year() >= 2000)
}

fn parse_numeric_day(text: &str, today: Date) -> Option<Date> {
    let parts: Vec<i16> =
        text.split(['.', '/', '-', ' ']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let day = |year: i16, month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match parts.as_slice() {
        [year, month, of] if *year > 31 => day(*year, *month, *of),
        [of, month, year] => day(*year, *month, *of),
        [of, month] => {
            let this_year = day(today.year(), *month, *of);
            this_year.filter(|day| *day <= today).or_else(|| day(today.year() - 1, *month, *of))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_read_in_every_usual_form() {
        let today = date(2026, 11, 22);
        for (text, day) in [
            ("20.11.2026", Some(date(2026, 11, 20))),
            (" 20/11/2026 ", Some(date(2026, 11, 20))),
            ("2026-11-20", Some(date(2026, 11, 20))),
            ("5.1", Some(date(2026, 1, 5))),
            ("24.12", Some(date(2025, 12, 24))),
            ("Bugün", Some(today)),
            ("DÜN", Some(date(2026, 11, 21))),
            ("bugu\u{308}n", Some(today)),
            ("yesterday", Some(date(2026, 11, 21))),
            ("23.11.2026", None),
            ("31.02.2026", None),
            ("20.11.26", None),
            ("1.1.0001", None),
            ("20", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(parse_day(text, today), day, "{text}");
        }
    }
}

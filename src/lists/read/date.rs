//! The date of a list, found in a comment, in a title above the headings, or in the file's name.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

/// The earliest date of a list; the program itself is younger.
const EARLIEST: Date = date(2010, 1, 1);

/// The only date in the file's comments and titles, else the only date in its name; `None` where there is none, or more than one.
pub(super) fn date_of_file<'a>(
    words: impl Iterator<Item = &'a String>,
    name: &str,
    today: Date,
) -> Option<Date> {
    let in_words: BTreeSet<Date> = words.flat_map(|text| dates(text, today)).collect();
    let found = if in_words.is_empty() { dates(&name.replace('_', "-"), today).collect() } else { in_words };
    found.first().copied().filter(|_| found.len() == 1)
}

/// The only date of a text; `None` where there is none, or more than one.
pub fn date_in(text: &str, today: Date) -> Option<Date> {
    let found: BTreeSet<Date> = dates(text, today).collect();
    found.first().copied().filter(|_| found.len() == 1)
}

pub(super) fn contains_date(text: &str) -> bool {
    dates(text, Date::MAX).next().is_some()
}

/// Dates written as `2026-11-20` or `20.11.2026`. With slashes the order of day and month is ambiguous, so those are ignored.
fn dates(text: &str, today: Date) -> impl Iterator<Item = Date> {
    text.split(|c: char| !c.is_ascii_digit() && c != '-' && c != '.')
        .filter_map(|part| {
            let part = part.trim_matches(['-', '.']);
            // In a file name, its ending or more of the name may follow the date.
            let iso = part.get(..10).filter(|_| !part[10..].starts_with(|c: char| c.is_ascii_digit()));
            iso.and_then(|iso| parse_date(iso, '-')).or_else(|| {
                let mut parts = part.splitn(4, '.');
                let day = [parts.next()?, parts.next()?, parts.next()?];
                parse_date(&format!("{}-{:0>2}-{:0>2}", day[2], day[1], day[0]), '-')
            })
        })
        .filter(move |date| is_plausible_date(*date, today))
}

fn parse_date(text: &str, between: char) -> Option<Date> {
    let parts: Vec<&str> = text.split(between).collect();
    let [year, month, day] = parts.try_into().ok()?;
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whether a list can have this date: not in the future, and not before there were such lists. Tomorrow is allowed, because the day
/// begins earlier in Türkiye than in UTC.
pub fn is_plausible_date(date: Date, today: Date) -> bool {
    date >= EARLIEST && date <= today.tomorrow().unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clear_date_is_found() {
        let today = date(2026, 11, 22);
        let of = |words: &[&str], name: &str| {
            let words: Vec<String> = words.iter().map(|text| (*text).to_owned()).collect();
            date_of_file(words.iter(), name, today)
        };
        let day = Some(date(2026, 11, 20));
        for text in [
            "2026-11-20",
            "Güncelleme: 20.11.2026",
            "as of 2026-11-20.",
            "Tarih 20.11.2026, 14:30",
            "(2026-11-20)",
        ] {
            assert_eq!(of(&[text], "x.csv"), day, "{text}");
        }
        for name in
            ["chuwi-2026-11-20.csv", "chuwi_2026_11_20.xlsx", "chuwi 20.11.2026.txt", "2026-11-20.csv"]
        {
            assert_eq!(of(&[], name), day, "{name}");
        }
        assert_eq!(of(&["2026-11-20", "of 20.11.2026"], "a.csv"), day, "the same day twice");
        assert_eq!(of(&["2026-11-20"], "2026-01-01.csv"), day, "its own words go first");
        for text in [
            "20/11/2026",
            "2026-13-01",
            "2026-11-24",
            "1999-01-01",
            "1.100900001",
            "12026-11-20",
            "2026-11-201",
            "é-2026",
        ] {
            assert_eq!(of(&[text], "x.csv"), None, "{text}");
        }
        assert_eq!(of(&["2026-11-20 2026-11-19"], "x.csv"), None, "which of them?");
    }
}

//! What an estimate is worth, in words: approvals, payout and clicks, each with the figures that it rests on.

use super::product_lines::amount_range;
use crate::text::Localizer;
use dealink_core::message::{Argument, Message};
use dealink_core::money::Decimal;
use dealink_program::{Amounts, Citation, Expected, Payout, Worth};

/// One line: what is expected after approvals, and when it is paid. Nothing without an amount.
pub(super) fn brief_worth(worth: &Worth, speak: &Localizer) -> Option<String> {
    let expected = worth.expected.as_ref().filter(|expected| is_paid(expected))?;
    let payout = worth
        .payout
        .as_ref()
        .map(|payout| speak.html(&Message::new("worth-paid").with("days", payout_days(payout, speak))));
    let of_payout = worth.payout.iter().flat_map(|payout| &payout.citations);
    let source = figure_dates([&expected.citation].into_iter().chain(of_payout), speak);
    let said = [Some(expected_after_approvals(expected, speak)), payout, Some(source)];
    Some(format!("🎯 {}", said.into_iter().flatten().collect::<Vec<_>>().join(" · ")))
}

/// Everything that is known of it, a line each; what comes from one source stands above it.
pub(super) fn full_worth(worth: &Worth, speak: &Localizer) -> Vec<String> {
    if worth.expected.as_ref().is_some_and(|expected| !is_paid(expected)) {
        return Vec::new();
    }
    let mut said: Vec<(String, String)> = Vec::new();
    let mut say = |mark: &str, text: String, citations: &[Citation]| {
        said.push((format!("{mark} {text}"), figure_dates(citations, speak)));
    };
    if let Some(expected) = &worth.expected {
        say("🎯", expected_after_approvals(expected, speak), std::slice::from_ref(&expected.citation));
    }
    if let Some(payout) = &worth.payout {
        let text = Message::new("worth-paid-about").with("days", payout_days(payout, speak));
        say("📅", speak.html(&text), &payout.citations);
    }
    if let Some(epc) = &worth.epc {
        say(
            "🖱",
            speak.html(&Message::new("worth-epc").with("money", epc.money)),
            std::slice::from_ref(&epc.citation),
        );
    }
    if let Some(clicks) = &worth.clicks {
        let text = Message::new("worth-clicks")
            .with("money", amounts_text(&clicks.amounts, speak))
            .with("orders", clicks.orders);
        say("🖱", speak.html(&text), std::slice::from_ref(&clicks.citation));
    }
    let mut lines = Vec::new();
    for group in said.chunk_by(|one, next| one.1 == next.1) {
        lines.extend(group.iter().map(|(line, _)| line.clone()));
        lines.extend(group.first().map(|(_, source)| format!("<i>— {source}</i>")));
    }
    lines
}

/// Of an order that brings nothing there is nothing to await.
fn is_paid(expected: &Expected) -> bool {
    expected.amounts.high.amount > Decimal::ZERO
}

fn expected_after_approvals(expected: &Expected, speak: &Localizer) -> String {
    let said = Message::new("worth-expected").with("money", amounts_text(&expected.amounts, speak));
    speak.html(&said.with("approval", expected.approval))
}

/// The days of a payout, the month once where they share it.
fn payout_days(payout: &Payout, speak: &Localizer) -> String {
    let Payout { from, until, .. } = payout;
    if from == until {
        return speak.format_value(&Argument::Date(*until));
    }
    let first = match from.first_of_month() == until.first_of_month() {
        true => Argument::Text(from.day().to_string()),
        false => Argument::Date(*from),
    };
    speak.plain(&Message { key: "worth-days", args: vec![("from", first), ("until", (*until).into())] })
}

/// Of which days the figures are, each day once: the network may have some of them and the file the others.
fn figure_dates<'a>(citations: impl IntoIterator<Item = &'a Citation>, speak: &Localizer) -> String {
    let mut days: Vec<String> = Vec::new();
    for citation in citations {
        let day = figure_date(citation, speak);
        if !days.contains(&day) {
            days.push(day);
        }
    }
    days.join(" · ")
}

/// Of which day a figure is; which document that is stands in the program's card.
fn figure_date(citation: &Citation, speak: &Localizer) -> String {
    match citation.date {
        Some(date) => speak.html(&Message::new("worth-figures-of").with("date", date)),
        None => speak.html(&Message::new("worth-figures-undated")),
    }
}

/// Plain text, which the sentence around it escapes.
fn amounts_text(amounts: &Amounts, speak: &Localizer) -> String {
    amount_range(Some(amounts.low), Some(amounts.high), amounts.likely, speak).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::text::Texts;
    use dealink_core::lang::Lang;
    use dealink_core::money::{Currency, Decimal, Money, Percent};

    fn of(date: Date) -> Citation {
        Citation { document: "Page".to_owned(), section: "figures".to_owned(), date: Some(date) }
    }

    #[test]
    fn days_of_all_figures_are_told_where_the_network_has_only_some() {
        let (file, today) = (date(2022, 4, 26), date(2026, 11, 22));
        let money = Money::new(Decimal::ONE, Currency::USD);
        let payout = |citations| Payout { from: today, until: today, citations };
        let worth = |citations| Worth {
            expected: Some(Expected {
                amounts: Amounts { low: money, high: money, likely: Some(money) },
                approval: Percent(Decimal::ONE_HUNDRED),
                citation: of(today),
            }),
            payout: Some(payout(citations)),
            ..Worth::default()
        };
        let texts = Texts::load().unwrap();
        let speak = texts.localizer(Lang::En);
        let mixed = worth(vec![of(today), of(file)]);
        let both = "program figures of 22 November 2026 · program figures of 26 April 2022";
        assert!(brief_worth(&mixed, speak).unwrap().ends_with(both), "{:?}", brief_worth(&mixed, speak));
        let full = full_worth(&mixed, speak);
        assert_eq!(full.len(), 4, "two lines with a source each: {full:?}");
        assert!(full[1].contains("22 November 2026") && !full[1].contains("2022"), "{full:?}");
        assert!(full[3].contains(both), "{full:?}");
        let one = brief_worth(&worth(vec![of(today)]), speak).unwrap();
        assert_eq!(one.matches("program figures").count(), 1, "{one}");
    }
}

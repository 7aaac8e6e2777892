//! What an estimate is worth, in words: approvals, payout and clicks, each with the figures that it rests on.

use std::slice::from_ref;

use dealink_core::message::{Argument, Message};
use dealink_core::money::Decimal;
use dealink_program::{Amounts, Citation, Expected, Payout, Worth};

use super::renderer::Renderer;

impl Renderer<'_> {
    /// One line: what is expected after approvals, and when it is paid. Nothing without an amount.
    pub(super) fn brief_worth(&self, worth: &Worth) -> Option<String> {
        let expected = worth.expected.as_ref().filter(|expected| is_paid(expected))?;
        let payout = worth
            .payout
            .as_ref()
            .map(|payout| self.html(Message::new("worth-paid").with("days", self.payout_days(payout))));
        let of_payout = worth.payout.iter().flat_map(|payout| &payout.citations);
        let dates = self.figure_dates([&expected.citation].into_iter().chain(of_payout));
        let line = [Some(self.expected_after_approvals(expected)), payout, Some(dates)];
        Some(format!("🎯 {}", line.into_iter().flatten().collect::<Vec<_>>().join(" · ")))
    }

    /// Everything that is known of it, a line each; lines of the same days share the line with these days below them.
    pub(super) fn full_worth(&self, worth: &Worth) -> Vec<String> {
        if worth.expected.as_ref().is_some_and(|expected| !is_paid(expected)) {
            return Vec::new();
        }
        let mut dated: Vec<(String, String)> = Vec::new();
        let mut add = |mark: &str, text: String, citations: &[Citation]| {
            dated.push((format!("{mark} {text}"), self.figure_dates(citations)));
        };
        if let Some(expected) = &worth.expected {
            add("🎯", self.expected_after_approvals(expected), from_ref(&expected.citation));
        }
        if let Some(payout) = &worth.payout {
            let text = Message::new("worth-paid-about").with("days", self.payout_days(payout));
            add("📅", self.html(text), &payout.citations);
        }
        if let Some(epc) = &worth.epc {
            let text = Message::new("worth-epc").with("money", epc.money);
            add("🖱", self.html(text), from_ref(&epc.citation));
        }
        if let Some(clicks) = &worth.clicks {
            let money = self.amounts_text(&clicks.amounts);
            let text = Message::new("worth-clicks").with("money", money).with("orders", clicks.orders);
            add("🖱", self.html(text), from_ref(&clicks.citation));
        }
        let mut lines = Vec::new();
        for group in dated.chunk_by(|one, next| one.1 == next.1) {
            lines.extend(group.iter().map(|(line, _)| line.clone()));
            lines.extend(group.first().map(|(_, dates)| format!("<i>— {dates}</i>")));
        }
        lines
    }

    fn expected_after_approvals(&self, expected: &Expected) -> String {
        let money = self.amounts_text(&expected.amounts);
        self.html(Message::new("worth-expected").with("money", money).with("approval", expected.approval))
    }

    /// The days of a payout, with the month once where they share it.
    fn payout_days(&self, payout: &Payout) -> String {
        let Payout { from, until, .. } = payout;
        if from == until {
            return self.value(*until);
        }
        let first = match from.first_of_month() == until.first_of_month() {
            true => Argument::Text(from.day().to_string()),
            false => Argument::Date(*from),
        };
        self.plain(Message::new("worth-days").with("from", first).with("until", *until))
    }

    /// The days of the figures, each day once: the network may have some of them and the file the others.
    fn figure_dates<'a>(&self, citations: impl IntoIterator<Item = &'a Citation>) -> String {
        let mut days: Vec<String> = Vec::new();
        for citation in citations {
            let day = self.figure_date(citation);
            if !days.contains(&day) {
                days.push(day);
            }
        }
        days.join(" · ")
    }

    /// The day of a figure; the program's card names the document.
    fn figure_date(&self, citation: &Citation) -> String {
        self.html(match citation.date {
            Some(date) => Message::new("worth-figures-of").with("date", date),
            None => Message::new("worth-figures-undated"),
        })
    }

    /// Amounts as an argument of a message, which escapes them.
    fn amounts_text(&self, amounts: &Amounts) -> String {
        self.amount_range(Some(amounts.low), Some(amounts.high), amounts.likely).unwrap_or_default()
    }
}

/// An order without a commission has no payout date.
fn is_paid(expected: &Expected) -> bool {
    expected.amounts.high.amount > Decimal::ZERO
}

#[cfg(test)]
mod tests {
    use dealink_core::lang::Lang;
    use dealink_core::money::{Currency, Money, Percent};
    use jiff::civil::{Date, date};

    use super::*;
    use crate::settings::Publisher;
    use crate::text::Texts;

    fn figures_of(date: Date) -> Citation {
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
                citation: figures_of(today),
            }),
            payout: Some(payout(citations)),
            ..Worth::default()
        };
        let texts = Texts::load().unwrap();
        let renderer = Renderer { publisher: &Publisher::default(), localizer: texts.localizer(Lang::En) };
        let mixed = worth(vec![figures_of(today), figures_of(file)]);
        let both = "program figures of 22 November 2026 · program figures of 26 April 2022";
        let brief = renderer.brief_worth(&mixed).unwrap();
        assert!(brief.ends_with(both), "{brief}");
        let full = renderer.full_worth(&mixed);
        assert_eq!(full.len(), 4, "two lines with a source each: {full:?}");
        assert!(full[1].contains("22 November 2026") && !full[1].contains("2022"), "{full:?}");
        assert!(full[3].contains(both), "{full:?}");
        let one = renderer.brief_worth(&worth(vec![figures_of(today)])).unwrap();
        assert_eq!(one.matches("program figures").count(), 1, "{one}");
    }
}

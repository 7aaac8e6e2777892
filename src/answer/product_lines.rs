//! The lines about one product, in full or in a list.

use super::deal_warnings::numbered_line;
use super::facts::source_and_date;
use super::{has_copy_button, worth};
use crate::deals::{ConvertedEstimate, Deal, Evidence, FactOrigin, Verdict};
use crate::settings::Publisher;
use crate::text::{Localizer, escape_html};
use dealink_core::lang::Lang;
use dealink_core::message::{Argument, Message};
use dealink_core::money::{Decimal, Money, Percent};
use dealink_links::Price;
use dealink_network::exchange::ExchangeRate;
use dealink_program::{Estimate, RateSource};

const MAX_FULL_TITLE: usize = 120;
const MAX_BRIEF_TITLE: usize = 56;
/// A product with everything that is known of it.
pub(super) fn full_lines(
    deal: &Deal,
    number: Option<usize>,
    publisher: &Publisher,
    speak: &Localizer,
) -> Vec<String> {
    let number = number.map(|n| format!("{n}. ")).unwrap_or_default();
    let mut lines = vec![format!("{number}{}", title_heading(deal, speak))];
    if let Some(link) = &deal.public.link {
        let link = escape_html(link.as_str());
        // A tap copies what is set as code; a copy button serves shorter links, which stay links here.
        lines.push(if has_copy_button(deal) {
            format!("🔗 {link}")
        } else {
            format!("🔗 <code>{link}</code>")
        });
    }
    match publisher.estimate {
        true => {
            lines.extend(figure_lines(deal, speak));
            let priced = deal.private.estimate.high.is_some();
            lines.extend(priced.then(|| worth::brief_worth(&deal.private.worth, speak)).flatten());
        }
        false => lines.extend(
            [verdict_with_evidence(deal, speak), rate_line(deal, speak)]
                .into_iter()
                .chain(price_line(deal, speak)),
        ),
    }
    lines
}

/// The title, as a heading.
pub(super) fn title_heading(deal: &Deal, speak: &Localizer) -> String {
    format!("<b>{}</b>", escape_html(&title(deal, MAX_FULL_TITLE, speak)))
}

/// Verdict, rate, estimate and price.
pub(super) fn figure_lines(deal: &Deal, speak: &Localizer) -> Vec<String> {
    let lines = [verdict_with_evidence(deal, speak), rate_line(deal, speak), estimate_line(deal, speak)];
    lines.into_iter().chain(price_line(deal, speak)).collect()
}

/// A product in two lines; its title is the link.
pub(super) fn brief_lines(
    deal: &Deal,
    number: usize,
    publisher: &Publisher,
    speak: &Localizer,
) -> Vec<String> {
    vec![
        numbered_heading(deal, number, speak),
        brief_facts(deal, verdict_word(&deal.private.verdict, speak), publisher, speak),
    ]
}

/// A product of a report: as in a list, and with the evidence of its verdict.
pub(super) fn report_lines(
    deal: &Deal,
    number: usize,
    publisher: &Publisher,
    speak: &Localizer,
) -> Vec<String> {
    vec![
        numbered_heading(deal, number, speak),
        brief_facts(deal, verdict_with_evidence(deal, speak), publisher, speak),
    ]
}

fn numbered_heading(deal: &Deal, number: usize, speak: &Localizer) -> String {
    let title = escape_html(&title(deal, MAX_BRIEF_TITLE, speak));
    let title = match &deal.public.link {
        Some(link) => format!("<a href=\"{}\">{title}</a>", escape_html(link.as_str())),
        None => title,
    };
    format!("{number}. {title}")
}

fn brief_facts(deal: &Deal, verdict: String, publisher: &Publisher, speak: &Localizer) -> String {
    let mut facts = vec![verdict];
    if let Some(range) = rate_range(&deal.private.estimate, speak) {
        facts.push(range);
    }
    if let Some(money) = publisher.estimate.then(|| estimate_range(&deal.private.estimate, speak)).flatten() {
        facts.push(format!("💵 {money}"));
    }
    let shown = deal.private.converted_estimate.as_ref().filter(|_| publisher.estimate);
    if let Some(money) = shown.and_then(|shown| amount_range(shown.low, shown.high, shown.likely, speak)) {
        facts.push(format!("≈ {money}"));
    }
    if let Some(price) = &deal.public.price {
        facts.push(format!("🏷 {}", escape_html(&speak.format_value(&price_value(price.value)))));
    }
    facts.join(" · ")
}

/// Where the figures of a list come from, each source once with the numbers of its products.
pub(super) fn rate_source_lines(deals: &[Deal], speak: &Localizer) -> Vec<String> {
    let mut seen: Vec<(String, Vec<usize>)> = Vec::new();
    for (index, deal) in deals.iter().enumerate() {
        let Some(line) = rate_source(deal, speak) else { continue };
        match seen.iter_mut().find(|(known, _)| *known == line) {
            Some((_, numbers)) => numbers.push(index + 1),
            None => seen.push((line, vec![index + 1])),
        }
    }
    seen.iter().map(|(line, numbers)| numbered_line("📊", numbers, deals.len(), line)).collect()
}

/// The exchange rates behind the figures of a list, each source and day once with the numbers of its products.
pub(super) fn exchange_source_lines(deals: &[Deal], publisher: &Publisher, speak: &Localizer) -> Vec<String> {
    let mut seen: Vec<(String, Vec<usize>)> = Vec::new();
    for (index, deal) in deals.iter().enumerate().filter(|_| publisher.estimate) {
        for rate in deal.private.exchange_rates_used() {
            let line = exchange_rate_text(rate, speak);
            match seen.iter_mut().find(|(known, _)| *known == line) {
                Some((_, numbers)) if numbers.last() == Some(&(index + 1)) => {}
                Some((_, numbers)) => numbers.push(index + 1),
                None => seen.push((line, vec![index + 1])),
            }
        }
    }
    seen.iter().map(|(line, numbers)| numbered_line("💱", numbers, deals.len(), &escape_html(line))).collect()
}

/// Who says an exchange rate, and of which day it is.
pub(super) fn exchange_rate_text(rate: &ExchangeRate, speak: &Localizer) -> String {
    let source = Argument::Term(rate.source.key().to_owned());
    speak.plain(&Message::new("exchange-rate").with("source", source).with("date", rate.date))
}

fn title(deal: &Deal, longest: usize, speak: &Localizer) -> String {
    let in_turkish = deal.public.title_tr.as_ref().filter(|_| speak.lang() == Lang::Tr);
    match (in_turkish.or(deal.public.title.as_ref()), deal.public.product) {
        (Some(title), _) if !title.trim().is_empty() => shorten(title, longest),
        (_, Some(product)) => {
            speak.plain(&Message::new("answer-title-product").with("id", product.to_string()))
        }
        (_, None) => speak.plain(&Message::new("answer-title-short").with("host", host(deal))),
    }
}

fn host(deal: &Deal) -> String {
    deal.public.page.host_str().unwrap_or_default().to_owned()
}

/// At most so many characters, on one line, with an ellipsis where something was left out.
pub(super) fn shorten(text: &str, longest: usize) -> String {
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ");
    if text.chars().count() <= longest {
        return text;
    }
    let kept: String = text.chars().take(longest.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

pub(super) fn verdict_with_evidence(deal: &Deal, speak: &Localizer) -> String {
    let word = verdict_word(&deal.private.verdict, speak);
    let evidence = match &deal.private.verdict {
        Verdict::Affiliate(evidence) | Verdict::NotAffiliate(evidence) => match evidence {
            Evidence::Generator => ("answer-evidence-generator", deal.private.asked_on),
            Evidence::Check => ("answer-evidence-check", deal.private.asked_on),
            Evidence::Rate => ("answer-evidence-rate", deal.private.asked_on),
            Evidence::Feed(day) => ("answer-evidence-feed", *day),
        },
        Verdict::NoReward => ("answer-evidence-check", deal.private.asked_on),
        Verdict::Unknown(_) => return word,
    };
    let (evidence, day) = evidence;
    format!("{word} · {}", speak.html(&Message::new(evidence).with("date", day)))
}

pub(super) fn verdict_word(verdict: &Verdict, speak: &Localizer) -> String {
    speak.html(&Message::new(match verdict {
        Verdict::Affiliate(_) => "answer-verdict-affiliate",
        Verdict::NotAffiliate(_) => "answer-verdict-not-affiliate",
        Verdict::NoReward => "answer-verdict-no-reward",
        Verdict::Unknown(_) => "answer-verdict-unknown",
    }))
}

fn rate_line(deal: &Deal, speak: &Localizer) -> String {
    let estimate = &deal.private.estimate;
    match (rate_range(estimate, speak), rate_source(deal, speak)) {
        (Some(range), Some(source)) => format!("📊 {range} · {source}"),
        (Some(range), None) => format!("📊 {range}"),
        (None, _) => format!("📊 {}", speak.html(&Message::new("answer-rate-unknown"))),
    }
}

pub(super) fn rate_range(estimate: &Estimate, speak: &Localizer) -> Option<String> {
    let (low, high) = (estimate.low_rate?, estimate.high_rate?);
    Some(if low == high {
        speak.html(&Message::new("answer-rate").with("rate", low))
    } else {
        speak.html(&Message::new("answer-rate-range").with("low", low).with("high", high))
    })
}

/// Who says the rate, or the ends of a range, and of which day that is.
fn rate_source(deal: &Deal, speak: &Localizer) -> Option<String> {
    let hot = deal.private.facts.hot_rate.as_ref().map(|rate| &rate.best);
    let sources = deal.private.estimate.bases.iter().map(|basis| {
        let source = Argument::Term(basis.source.key().to_owned());
        match (basis.date, hot) {
            (Some(date), _) => {
                speak.html(&Message::new("answer-rate-source").with("source", source).with("date", date))
            }
            // The rules do not know who told the Hot rate.
            (None, Some(hot)) if basis.source == RateSource::Hot => {
                format!("{} ({})", speak.format_value(&source), source_and_date(hot, speak))
            }
            (None, _) => speak.format_value(&source),
        }
    });
    let mut sources: Vec<String> = sources.collect();
    sources.dedup();
    (!sources.is_empty()).then(|| sources.join(" / "))
}

fn estimate_line(deal: &Deal, speak: &Localizer) -> String {
    let private = &deal.private;
    let text = if let Some(money) = estimate_range(&private.estimate, speak) {
        let also = private
            .converted_estimate
            .as_ref()
            .and_then(|shown| second_currency(shown, speak))
            .unwrap_or_default();
        speak.html(&Message::new("answer-estimate").with("money", money)) + &also
    } else if let Some(money) =
        private.per_hundred.as_ref().and_then(|estimate| estimate_range(estimate, speak))
    {
        let hundred = Money::new(Decimal::ONE_HUNDRED, private.program_currency);
        speak.html(&Message::new("answer-estimate-per-hundred").with("hundred", hundred).with("money", money))
    } else {
        speak.html(&Message::new("answer-estimate-unknown"))
    };
    format!("💵 {text}")
}

fn second_currency(shown: &ConvertedEstimate, speak: &Localizer) -> Option<String> {
    let money = amount_range(shown.low, shown.high, shown.likely, speak)?;
    Some(format!(
        " {}",
        speak.html(
            &Message::new("answer-estimate-also")
                .with("money", money)
                .with("rate", exchange_rate_text(&shown.rate, speak))
        )
    ))
}

pub(super) fn estimate_range(estimate: &Estimate, speak: &Localizer) -> Option<String> {
    amount_range(estimate.low, estimate.high, estimate.likely, speak)
}

pub(super) fn amount_range(
    low: Option<Money>,
    high: Option<Money>,
    likely: Option<Money>,
    speak: &Localizer,
) -> Option<String> {
    let (low, high) = (low?, high?);
    Some(match likely {
        _ if low == high => speak.html(&Message::new("answer-money").with("money", low)),
        Some(likely) => speak.html(
            &Message::new("answer-money-likely").with("money", likely).with("low", low).with("high", high),
        ),
        None => speak.html(&Message::new("answer-money-range").with("low", low).with("high", high)),
    })
}

fn price_line(deal: &Deal, speak: &Localizer) -> Option<String> {
    let said = deal.public.price.as_ref()?;
    let price = price_value(said.value);
    let line = match said.source {
        FactOrigin::Message => price_sentence("answer-price", "answer-price-converted", price, deal, speak),
        _ => {
            let line = price_sentence("facts-price", "facts-price-converted", price, deal, speak);
            let before = deal.public.old_price.map(|before| {
                speak.html(&Message::new("facts-price-before").with("price", price_value(before)))
            });
            let discount = deal.public.discount.map(|discount| {
                let percent = Percent(Decimal::from(discount));
                speak.html(&Message::new("facts-price-discount").with("percent", percent))
            });
            let in_lira =
                deal.public.price_in_lira.map(|price| escape_html(&speak.format_value(&price_value(price))));
            let parts = [Some(line), in_lira, discount, before, Some(source_and_date(said, speak))];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    };
    Some(format!("🏷 {line}"))
}

fn price_sentence(
    plain: &'static str,
    converted: &'static str,
    price: Argument,
    deal: &Deal,
    speak: &Localizer,
) -> String {
    speak.html(&match &deal.private.converted_price {
        Some((money, rate)) => Message::new(converted)
            .with("price", price)
            .with("money", *money)
            .with("rate", exchange_rate_text(rate, speak)),
        None => Message::new(plain).with("price", price),
    })
}

/// A price; of one in a message the currency may be open.
pub(super) fn price_value(price: Price) -> Argument {
    match price.currency {
        Some(currency) => Argument::Money(Money::new(price.amount, currency)),
        None => Argument::Number(price.amount),
    }
}

//! The lines about one product, in full or in a list.

use super::facts::said_by;
use super::points::numbered;
use super::{has_copy_button, worth};
use crate::deals::{Deal, Evidence, Shown, Source, Verdict};
use crate::store::Publisher;
use crate::text::{Speaker, escape};
use dealink_core::lang::Lang;
use dealink_core::message::{Sentence, Value};
use dealink_core::money::{Decimal, Money, Percent};
use dealink_links::Price;
use dealink_network::exchange::Rate;
use dealink_program::{Estimate, RateSource};

const TITLE_FULL: usize = 120;
const TITLE_BRIEF: usize = 56;
/// A product with everything that is known of it.
pub(super) fn full(
    deal: &Deal,
    number: Option<usize>,
    publisher: &Publisher,
    speak: &Speaker,
) -> Vec<String> {
    let number = number.map(|n| format!("{n}. ")).unwrap_or_default();
    let mut lines = vec![format!("{number}{}", heading_alone(deal, speak))];
    if let Some(link) = &deal.public.link {
        let link = escape(link.as_str());
        // A tap copies what is set as code; a copy button serves shorter links, which stay links here.
        lines.push(if has_copy_button(deal) {
            format!("🔗 {link}")
        } else {
            format!("🔗 <code>{link}</code>")
        });
    }
    match publisher.estimate {
        true => {
            lines.extend(figures(deal, speak));
            let priced = deal.private.estimate.high.is_some();
            lines.extend(priced.then(|| worth::brief(&deal.private.worth, speak)).flatten());
        }
        false => {
            lines.extend([verdict(deal, speak), rate(deal, speak)].into_iter().chain(price(deal, speak)))
        }
    }
    lines
}

/// The title, as a heading.
pub(super) fn heading_alone(deal: &Deal, speak: &Speaker) -> String {
    format!("<b>{}</b>", escape(&title(deal, TITLE_FULL, speak)))
}

/// Verdict, rate, estimate and price.
pub(super) fn figures(deal: &Deal, speak: &Speaker) -> Vec<String> {
    let lines = [verdict(deal, speak), rate(deal, speak), estimate(deal, speak)];
    lines.into_iter().chain(price(deal, speak)).collect()
}

/// A product in two lines; its title is the link.
pub(super) fn brief(deal: &Deal, number: usize, publisher: &Publisher, speak: &Speaker) -> Vec<String> {
    vec![
        heading(deal, number, speak),
        facts(deal, verdict_word(&deal.private.verdict, speak), publisher, speak),
    ]
}

/// A product of a report: as in a list, and with the evidence of its verdict.
pub(super) fn reported(deal: &Deal, number: usize, publisher: &Publisher, speak: &Speaker) -> Vec<String> {
    vec![heading(deal, number, speak), facts(deal, verdict(deal, speak), publisher, speak)]
}

fn heading(deal: &Deal, number: usize, speak: &Speaker) -> String {
    let title = escape(&title(deal, TITLE_BRIEF, speak));
    let title = match &deal.public.link {
        Some(link) => format!("<a href=\"{}\">{title}</a>", escape(link.as_str())),
        None => title,
    };
    format!("{number}. {title}")
}

fn facts(deal: &Deal, verdict: String, publisher: &Publisher, speak: &Speaker) -> String {
    let mut facts = vec![verdict];
    if let Some(range) = rate_range(&deal.private.estimate, speak) {
        facts.push(range);
    }
    if let Some(money) = publisher.estimate.then(|| money_range(&deal.private.estimate, speak)).flatten() {
        facts.push(format!("💵 {money}"));
    }
    let shown = deal.private.shown.as_ref().filter(|_| publisher.estimate);
    if let Some(money) = shown.and_then(|shown| range(shown.low, shown.high, shown.likely, speak)) {
        facts.push(format!("≈ {money}"));
    }
    if let Some(price) = &deal.public.price {
        facts.push(format!("🏷 {}", escape(&speak.value(&given(price.value)))));
    }
    facts.join(" · ")
}

/// Where the figures of a list come from, each source once with the numbers of its products.
pub(super) fn sources(deals: &[Deal], speak: &Speaker) -> Vec<String> {
    let mut seen: Vec<(String, Vec<usize>)> = Vec::new();
    for (index, deal) in deals.iter().enumerate() {
        let Some(line) = rate_source(deal, speak) else { continue };
        match seen.iter_mut().find(|(known, _)| *known == line) {
            Some((_, numbers)) => numbers.push(index + 1),
            None => seen.push((line, vec![index + 1])),
        }
    }
    seen.iter().map(|(line, numbers)| numbered("📊", numbers, deals.len(), line)).collect()
}

/// The exchange rates behind the figures of a list, each source and day once with the numbers of its products.
pub(super) fn exchange_sources(deals: &[Deal], publisher: &Publisher, speak: &Speaker) -> Vec<String> {
    let mut seen: Vec<(String, Vec<usize>)> = Vec::new();
    for (index, deal) in deals.iter().enumerate().filter(|_| publisher.estimate) {
        for rate in deal.private.exchanged() {
            let line = exchange(rate, speak);
            match seen.iter_mut().find(|(known, _)| *known == line) {
                Some((_, numbers)) if numbers.last() == Some(&(index + 1)) => {}
                Some((_, numbers)) => numbers.push(index + 1),
                None => seen.push((line, vec![index + 1])),
            }
        }
    }
    seen.iter().map(|(line, numbers)| numbered("💱", numbers, deals.len(), &escape(line))).collect()
}

/// Who says an exchange rate, and of which day it is.
pub(super) fn exchange(rate: &Rate, speak: &Speaker) -> String {
    let source = Value::Term(rate.source.key().to_owned());
    speak.plain(&Sentence::new("exchange-rate").with("source", source).with("date", rate.date))
}

fn title(deal: &Deal, longest: usize, speak: &Speaker) -> String {
    let in_turkish = deal.public.title_tr.as_ref().filter(|_| speak.lang() == Lang::Tr);
    match (in_turkish.or(deal.public.title.as_ref()), deal.public.product) {
        (Some(title), _) if !title.trim().is_empty() => shorten(title, longest),
        (_, Some(product)) => {
            speak.plain(&Sentence::new("answer-title-product").with("id", product.to_string()))
        }
        (_, None) => speak.plain(&Sentence::new("answer-title-short").with("host", host(deal))),
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

pub(super) fn verdict(deal: &Deal, speak: &Speaker) -> String {
    let word = verdict_word(&deal.private.verdict, speak);
    let evidence = match &deal.private.verdict {
        Verdict::Affiliate(evidence) | Verdict::NotAffiliate(evidence) => match evidence {
            Evidence::Generator => ("answer-evidence-generator", deal.private.on),
            Evidence::Check => ("answer-evidence-check", deal.private.on),
            Evidence::Rate => ("answer-evidence-rate", deal.private.on),
            Evidence::Feed(day) => ("answer-evidence-feed", *day),
        },
        Verdict::NoReward => ("answer-evidence-check", deal.private.on),
        Verdict::Unknown(_) => return word,
    };
    let (evidence, day) = evidence;
    format!("{word} · {}", speak.html(&Sentence::new(evidence).with("date", day)))
}

pub(super) fn verdict_word(verdict: &Verdict, speak: &Speaker) -> String {
    speak.html(&Sentence::new(match verdict {
        Verdict::Affiliate(_) => "answer-verdict-affiliate",
        Verdict::NotAffiliate(_) => "answer-verdict-not-affiliate",
        Verdict::NoReward => "answer-verdict-no-reward",
        Verdict::Unknown(_) => "answer-verdict-unknown",
    }))
}

fn rate(deal: &Deal, speak: &Speaker) -> String {
    let estimate = &deal.private.estimate;
    match (rate_range(estimate, speak), rate_source(deal, speak)) {
        (Some(range), Some(source)) => format!("📊 {range} · {source}"),
        (Some(range), None) => format!("📊 {range}"),
        (None, _) => format!("📊 {}", speak.html(&Sentence::new("answer-rate-unknown"))),
    }
}

pub(super) fn rate_range(estimate: &Estimate, speak: &Speaker) -> Option<String> {
    let (low, high) = (estimate.low_rate?, estimate.high_rate?);
    Some(if low == high {
        speak.html(&Sentence::new("answer-rate").with("rate", low))
    } else {
        speak.html(&Sentence::new("answer-rate-range").with("low", low).with("high", high))
    })
}

/// Who says the rate, or the ends of a range, and of which day that is.
fn rate_source(deal: &Deal, speak: &Speaker) -> Option<String> {
    let hot = deal.private.facts.hot_rate.as_ref().map(|rate| &rate.best);
    let sources = deal.private.estimate.bases.iter().map(|basis| {
        let source = Value::Term(basis.source.key().to_owned());
        match (basis.date, hot) {
            (Some(date), _) => {
                speak.html(&Sentence::new("answer-rate-source").with("source", source).with("date", date))
            }
            // The rules do not know who told the Hot rate.
            (None, Some(hot)) if basis.source == RateSource::Hot => {
                format!("{} ({})", speak.value(&source), said_by(hot, speak))
            }
            (None, _) => speak.value(&source),
        }
    });
    let mut sources: Vec<String> = sources.collect();
    sources.dedup();
    (!sources.is_empty()).then(|| sources.join(" / "))
}

fn estimate(deal: &Deal, speak: &Speaker) -> String {
    let private = &deal.private;
    let text = if let Some(money) = money_range(&private.estimate, speak) {
        let also = private.shown.as_ref().and_then(|shown| also(shown, speak)).unwrap_or_default();
        speak.html(&Sentence::new("answer-estimate").with("money", money)) + &also
    } else if let Some(money) = private.per_hundred.as_ref().and_then(|estimate| money_range(estimate, speak))
    {
        let hundred = Money::new(Decimal::ONE_HUNDRED, private.program_currency);
        speak
            .html(&Sentence::new("answer-estimate-per-hundred").with("hundred", hundred).with("money", money))
    } else {
        speak.html(&Sentence::new("answer-estimate-unknown"))
    };
    format!("💵 {text}")
}

fn also(shown: &Shown, speak: &Speaker) -> Option<String> {
    let money = range(shown.low, shown.high, shown.likely, speak)?;
    Some(format!(
        " {}",
        speak.html(
            &Sentence::new("answer-estimate-also")
                .with("money", money)
                .with("rate", exchange(&shown.rate, speak))
        )
    ))
}

pub(super) fn money_range(estimate: &Estimate, speak: &Speaker) -> Option<String> {
    range(estimate.low, estimate.high, estimate.likely, speak)
}

pub(super) fn range(
    low: Option<Money>,
    high: Option<Money>,
    likely: Option<Money>,
    speak: &Speaker,
) -> Option<String> {
    let (low, high) = (low?, high?);
    Some(match likely {
        _ if low == high => speak.html(&Sentence::new("answer-money").with("money", low)),
        Some(likely) => speak.html(
            &Sentence::new("answer-money-likely").with("money", likely).with("low", low).with("high", high),
        ),
        None => speak.html(&Sentence::new("answer-money-range").with("low", low).with("high", high)),
    })
}

fn price(deal: &Deal, speak: &Speaker) -> Option<String> {
    let said = deal.public.price.as_ref()?;
    let price = given(said.value);
    let line = match said.source {
        Source::Message => said_price("answer-price", "answer-price-converted", price, deal, speak),
        _ => {
            let line = said_price("facts-price", "facts-price-converted", price, deal, speak);
            let before = deal
                .public
                .old_price
                .map(|before| speak.html(&Sentence::new("facts-price-before").with("price", given(before))));
            let discount = deal.public.discount.map(|discount| {
                let percent = Percent(Decimal::from(discount));
                speak.html(&Sentence::new("facts-price-discount").with("percent", percent))
            });
            let in_lira = deal.public.price_in_lira.map(|price| escape(&speak.value(&given(price))));
            let parts = [Some(line), in_lira, discount, before, Some(said_by(said, speak))];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    };
    Some(format!("🏷 {line}"))
}

fn said_price(
    plain: &'static str,
    converted: &'static str,
    price: Value,
    deal: &Deal,
    speak: &Speaker,
) -> String {
    speak.html(&match &deal.private.converted {
        Some((money, rate)) => Sentence::new(converted)
            .with("price", price)
            .with("money", *money)
            .with("rate", exchange(rate, speak)),
        None => Sentence::new(plain).with("price", price),
    })
}

/// A price; of one in a message the currency may be open.
pub(super) fn given(price: Price) -> Value {
    match price.currency {
        Some(currency) => Value::Money(Money::new(price.amount, currency)),
        None => Value::Number(price.amount),
    }
}

//! Estimates and answers for scripts: amounts are decimal strings, what is unknown is null.

use serde_json::{Value, json};

use crate::deals::{Answer, Deal, Evidence, Facts, ResolvedFact, Sourced, UnknownReason, Verdict};
use crate::text::Localizer;
use dealink_core::money::{Currency, Money, Percent};
use dealink_links::Price;
use dealink_program::Estimate;

/// An answer. Sentences are in the speaker's language.
pub fn answer_to_json(answer: &Answer, speak: &Localizer) -> Value {
    let asides = answer.non_product_links.iter().map(|aside| {
        json!({
            "kind": aside.link.kind.to_string(),
            "host": aside.link.host(),
            "reason": aside.link.reason,
            "link": aside.page_link.as_ref().map(|page| page.as_str()),
            "store_lists": aside.store_lists.iter().map(|(list, date)| {
                json!({ "list": list.name(), "date": date.to_string() })
            }).collect::<Vec<_>>(),
        })
    });
    let withheld =
        answer.withheld.iter().map(|link| json!({ "kind": link.kind.to_string(), "host": link.host() }));
    json!({
        "deals": answer.deals.iter().map(|deal| deal_to_json(deal, speak)).collect::<Vec<_>>(),
        "asides": asides.collect::<Vec<_>>(),
        "withheld": withheld.collect::<Vec<_>>(),
        "traffic_assumed": answer.traffic_assumed,
    })
}

/// An estimate; `currency` is that of its amounts.
pub fn estimate_to_json(estimate: &Estimate, currency: Currency, speak: &Localizer) -> Value {
    let amount = |money: Option<Money>| money.map(|money| money.rounded().amount.to_string());
    let percent = |percent: Percent| percent.0.normalize().to_string();
    let bases = estimate.bases.iter().map(|basis| {
        json!({
            "source": basis.source.to_string(),
            "date": basis.date.map(|date| date.to_string()),
            "document": basis.citation,
        })
    });
    let reasons = estimate
        .reasons
        .iter()
        .map(|reason| json!({ "code": reason.code.name(), "text": speak.plain(&reason.message) }));
    let warnings = estimate.warnings.iter().map(|warning| {
        json!({
            "code": warning.code.name(),
            "severity": warning.severity.to_string(),
            "text": speak.plain(&warning.message),
            "source": warning.source.text(),
            "document": warning.source.document,
            "section": warning.source.section,
            "date": warning.source.date.map(|date| date.to_string()),
        })
    });
    let mut bases: Vec<Value> = bases.collect();
    json!({
        "low": amount(estimate.low),
        "high": amount(estimate.high),
        "likely": amount(estimate.likely),
        "currency": currency.code(),
        "rate": estimate.rate.as_ref().map(|rate| percent(rate.percent)),
        "low_rate": estimate.low_rate.map(percent),
        "high_rate": estimate.high_rate.map(percent),
        // One place as an object, several as a list, none as null.
        "basis": if bases.len() > 1 { Value::Array(bases) } else { bases.pop().unwrap_or_default() },
        "reasons": reasons.collect::<Vec<_>>(),
        "warnings": warnings.collect::<Vec<_>>(),
    })
}

fn deal_to_json(deal: &Deal, speak: &Localizer) -> Value {
    let (public, private) = (&deal.public, &deal.private);
    let currency = private.estimate.high.map_or(private.program_currency, |money| money.currency);
    let (verdict, evidence) = verdict_names(&private.verdict);
    json!({
        "title": public.title,
        "product_id": public.product.map(|product| product.to_string()),
        "page": public.page.as_str(),
        "link": public.link.as_ref().map(|link| link.as_str()),
        "price": public.price.as_ref().map(price_to_json),
        "old_price": public.old_price.map(|price| price.amount.to_string()),
        "discount": public.discount,
        "price_in_lira": public.price_in_lira.map(|price| price.amount.to_string()),
        "title_tr": public.title_tr,
        "picture": public.picture.as_ref().map(|picture| picture.as_str()),
        "special_link": private.special_link,
        "facts": facts_to_json(&private.facts),
        "verdict": verdict,
        "evidence": evidence,
        "own": private.own_link_check.as_ref().map(|own| json!({
            "pasted": own.pasted.as_str(),
            "subids_right": own.has_wanted_subids(),
        })),
        "replaced": private.replaces_foreign_link,
        "asked_on": private.asked_on.to_string(),
        "exchange": private.converted_price.as_ref().map(|(money, rate)| json!({
            "amount": money.amount.to_string(),
            "currency": rate.into.code(),
            "source": rate.source.name(),
            "date": rate.date.to_string(),
            "age_days": rate.age,
        })),
        "estimate": estimate_to_json(&private.estimate, currency, speak),
    })
}

fn price_to_json(said: &Sourced<Price>) -> Value {
    json!({
        "amount": said.value.amount.to_string(),
        "currency": said.value.currency.map(|currency| currency.code().to_owned()),
        "source": said.source.name(),
        "date": said.date.to_string(),
    })
}

/// What is known of a product: what is believed first, then who says otherwise.
fn facts_to_json(facts: &Facts) -> Value {
    fn all<T>(fact: &Option<ResolvedFact<T>>, value: impl Fn(&T) -> Value) -> Value {
        let said = |said: &Sourced<T>| json!({ "value": value(&said.value), "source": said.source.name(), "date": said.date.to_string() });
        let said = fact.iter().flat_map(|fact| std::iter::once(&fact.best).chain(&fact.others)).map(said);
        Value::Array(said.collect())
    }
    let percent = |percent: &Percent| json!(percent.0.normalize().to_string());
    json!({
        "price": facts.price.iter().flat_map(|fact| std::iter::once(&fact.best).chain(&fact.others)).map(price_to_json).collect::<Vec<_>>(),
        "rate": all(&facts.rate, percent),
        "hot_rate": all(&facts.hot_rate, percent),
        "category": all(&facts.category, |name| json!(name)),
        "store": all(&facts.store, |store| json!(store.to_string())),
        "feed_date": facts.feed.map(|date| date.to_string()),
    })
}

fn verdict_names(verdict: &Verdict) -> (&'static str, Option<&'static str>) {
    let word = |evidence: &Evidence| match evidence {
        Evidence::Generator => "generator",
        Evidence::Check => "check",
        Evidence::Rate => "rate",
        Evidence::Feed(_) => "feed",
    };
    match verdict {
        Verdict::Affiliate(evidence) => ("affiliate", Some(word(evidence))),
        Verdict::NotAffiliate(evidence) => ("not_affiliate", Some(word(evidence))),
        Verdict::NoReward => ("no_reward", Some("check")),
        Verdict::Unknown(doubt) => (
            "unknown",
            Some(match doubt {
                UnknownReason::NotAsked => "not_asked",
                UnknownReason::Failed => "failed",
                UnknownReason::NotKnown => "silent",
            }),
        ),
    }
}

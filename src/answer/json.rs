//! Estimates and answers for scripts: amounts are decimal strings, what is unknown is null.

use serde_json::{Value, json};

use crate::deals::{Answer, Deal, Evidence, Facts, ResolvedFact, Sourced, UnknownReason, Verdict};
use crate::text::Localizer;
use dealink_core::money::{Currency, Money, Percent};
use dealink_links::Price;
use dealink_program::Estimate;

/// An answer; its sentences are in the localizer's language.
pub fn answer_to_json(answer: &Answer, localizer: &Localizer) -> Value {
    let non_product_links = answer.non_product_links.iter().map(|one| {
        json!({
            "kind": one.link.kind,
            "host": one.link.host(),
            "reason": one.link.reason,
            "link": one.page_link.as_ref().map(|page| page.as_str()),
            "store_lists": one.store_lists.iter().map(|(list, date)| {
                json!({ "list": list.name(), "date": date })
            }).collect::<Vec<_>>(),
        })
    });
    let withheld = answer.withheld.iter().map(|link| json!({ "kind": link.kind, "host": link.host() }));
    json!({
        "deals": answer.deals.iter().map(|deal| deal_to_json(deal, localizer)).collect::<Vec<_>>(),
        "asides": non_product_links.collect::<Vec<_>>(),
        "withheld": withheld.collect::<Vec<_>>(),
        "traffic_assumed": answer.traffic_assumed,
    })
}

/// An estimate; `currency` is that of its amounts.
pub fn estimate_to_json(estimate: &Estimate, currency: Currency, localizer: &Localizer) -> Value {
    let amount = |money: Option<Money>| money.map(|money| money.rounded().amount.to_string());
    let percent = |percent: Percent| percent.0.normalize().to_string();
    let bases = estimate.bases.iter().map(|basis| {
        json!({
            "source": basis.source.to_string(),
            "date": basis.date,
            "document": basis.citation,
        })
    });
    let reasons = estimate
        .reasons
        .iter()
        .map(|reason| json!({ "code": reason.code.name(), "text": localizer.plain(&reason.message) }));
    let warnings = estimate.warnings.iter().map(|warning| {
        json!({
            "code": warning.code.name(),
            "severity": warning.severity.to_string(),
            "text": localizer.plain(&warning.message),
            "source": warning.source.text(),
            "document": warning.source.document,
            "section": warning.source.section,
            "date": warning.source.date,
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

fn deal_to_json(deal: &Deal, localizer: &Localizer) -> Value {
    let (public, private) = (&deal.public, &deal.private);
    let currency = private.evaluation.estimate.high.map_or(private.program_currency, |money| money.currency);
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
        "asked_on": private.asked_on,
        "exchange": private.evaluation.converted_price.as_ref().map(|(money, rate)| json!({
            "amount": money.amount.to_string(),
            "currency": rate.into.code(),
            "source": rate.source,
            "date": rate.date,
            "age_days": rate.age,
        })),
        "estimate": estimate_to_json(&private.evaluation.estimate, currency, localizer),
    })
}

fn price_to_json(price: &Sourced<Price>) -> Value {
    json!({
        "amount": price.value.amount.to_string(),
        "currency": price.value.currency.map(|currency| currency.code().to_owned()),
        "source": price.source,
        "date": price.date,
    })
}

/// What is known of a product: what is believed first, then what contradicts it.
fn facts_to_json(facts: &Facts) -> Value {
    fn all<T>(fact: &Option<ResolvedFact<T>>, to_json: impl Fn(&Sourced<T>) -> Value) -> Value {
        fact.iter().flat_map(|fact| std::iter::once(&fact.best).chain(&fact.others)).map(to_json).collect()
    }
    fn sourced<T>(value: impl Fn(&T) -> String) -> impl Fn(&Sourced<T>) -> Value {
        move |fact| json!({ "value": value(&fact.value), "source": fact.source, "date": fact.date })
    }
    let percent = |percent: &Percent| percent.0.normalize().to_string();
    json!({
        "price": all(&facts.price, price_to_json),
        "rate": all(&facts.rate, sourced(percent)),
        "hot_rate": all(&facts.hot_rate, sourced(percent)),
        "category": all(&facts.category, sourced(String::clone)),
        "store": all(&facts.store, sourced(ToString::to_string)),
        "feed_date": facts.feed,
    })
}

fn verdict_names(verdict: &Verdict) -> (&'static str, Option<&'static str>) {
    let name = |evidence: &Evidence| match evidence {
        Evidence::Generator => "generator",
        Evidence::Check => "check",
        Evidence::Rate => "rate",
        Evidence::Feed(_) => "feed",
    };
    match verdict {
        Verdict::Affiliate(evidence) => ("affiliate", Some(name(evidence))),
        Verdict::NotAffiliate(evidence) => ("not_affiliate", Some(name(evidence))),
        Verdict::NoReward => ("no_reward", Some("check")),
        Verdict::Unknown(reason) => (
            "unknown",
            Some(match reason {
                UnknownReason::NotAsked => "not_asked",
                UnknownReason::Failed => "failed",
                UnknownReason::NotKnown => "silent",
            }),
        ),
    }
}

//! What is known of a product, line by line: who says it, of which day, and who says otherwise.

use super::product_lines::price_value;
use crate::deals::{Evidence, FactOrigin, PrivateDeal, ResolvedFact, Sourced, Verdict};
use crate::text::{Localizer, escape_html};
use dealink_core::message::{Argument, Message};
use dealink_core::money::Percent;
use dealink_program::{Affiliation, map_shop_category};

/// Who says something, and of which day it is.
pub(super) fn source_and_date<T>(said: &Sourced<T>, speak: &Localizer) -> String {
    let source = Argument::Term(said.source.text_key().to_owned());
    speak.html(&Message::new("facts-said-by").with("source", source).with("date", said.date))
}

/// The facts that stand behind the figures. What only the message says the publisher has seen, and what only the network says
/// stands in the reasons: both are left out unless somebody says otherwise.
pub(super) fn fact_lines(private: &PrivateDeal, speak: &Localizer) -> Vec<String> {
    let facts = &private.facts;
    let text = |value: Argument| escape_html(&speak.format_value(&value));
    let hot = |rate: &Percent| match *rate > Percent::ZERO {
        true => text(Argument::from(*rate)),
        false => speak.html(&Message::new("facts-not-hot")),
    };
    let category = |name: &String| {
        let group = match map_shop_category(name) {
            Some(group) => {
                Message::new("facts-category").with("group", Argument::Term(group.key().to_owned()))
            }
            None => Message::new("facts-category-open"),
        };
        speak.html(&group.with("name", name.clone()))
    };
    let lines = [
        fact_line("facts-name-rate", &facts.rate, |rate| text(Argument::from(*rate)), speak),
        fact_line("facts-name-hot-rate", &facts.hot_rate, hot, speak),
        fact_line("facts-name-price", &facts.price, |price| text(price_value(*price)), speak),
        fact_line("facts-name-category", &facts.category, category, speak),
        fact_line("facts-name-store", &facts.store, |store| text(store.to_string().into()), speak),
        feed_line(private, speak),
    ];
    lines.into_iter().flatten().collect()
}

fn fact_line<T>(
    name: &'static str,
    fact: &Option<ResolvedFact<T>>,
    value: impl Fn(&T) -> String,
    speak: &Localizer,
) -> Option<String> {
    let told_already = |fact: &&ResolvedFact<T>| {
        fact.others.is_empty() && !matches!(fact.best.source, FactOrigin::Feed | FactOrigin::Shop)
    };
    let fact = fact.as_ref().filter(|fact| !told_already(fact))?;
    let mut line = format!(
        "{} {} ({})",
        speak.html(&Message::new(name)),
        value(&fact.best.value),
        source_and_date(&fact.best, speak)
    );
    for other in &fact.others {
        let differs = speak.html(&Message::new("facts-differs"));
        line += &format!("; {differs} {} ({})", value(&other.value), source_and_date(other, speak));
    }
    Some(line)
}

/// A feed holds affiliate products only; the network may know better.
fn feed_line(private: &PrivateDeal, speak: &Localizer) -> Option<String> {
    let day = private.facts.feed?;
    let by_feed = matches!(private.verdict, Verdict::Affiliate(Evidence::Feed(_)));
    let key = match private.verdict.affiliation() {
        Affiliation::No => "facts-affiliate-disputed",
        _ if by_feed => "facts-affiliate-by-feed",
        _ => "facts-affiliate-agreed",
    };
    Some(speak.html(&Message::new(key).with("date", day)))
}

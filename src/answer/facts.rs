//! What is known of a product, line by line: who says it, of which day, and who says otherwise.

use super::lines::given;
use crate::deals::{Evidence, Fact, Private, Said, Source, Verdict};
use crate::text::{Speaker, escape};
use dealink_core::message::{Sentence, Value};
use dealink_core::money::Percent;
use dealink_program::{Affiliation, group_of};

/// Who says something, and of which day it is.
pub(super) fn said_by<T>(said: &Said<T>, speak: &Speaker) -> String {
    let source = Value::Term(said.source.key().to_owned());
    speak.html(&Sentence::new("facts-said-by").with("source", source).with("date", said.date))
}

/// The facts that stand behind the figures. What only the message says the publisher has seen, and what only the network says
/// stands in the reasons: both are left out unless somebody says otherwise.
pub(super) fn lines(private: &Private, speak: &Speaker) -> Vec<String> {
    let facts = &private.facts;
    let text = |value: Value| escape(&speak.value(&value));
    let hot = |rate: &Percent| match *rate > Percent::ZERO {
        true => text(Value::from(*rate)),
        false => speak.html(&Sentence::new("facts-not-hot")),
    };
    let category = |name: &String| {
        let group = match group_of(name) {
            Some(group) => Sentence::new("facts-category").with("group", Value::Term(group.key().to_owned())),
            None => Sentence::new("facts-category-open"),
        };
        speak.html(&group.with("name", name.clone()))
    };
    let lines = [
        fact("facts-name-rate", &facts.rate, |rate| text(Value::from(*rate)), speak),
        fact("facts-name-hot-rate", &facts.hot_rate, hot, speak),
        fact("facts-name-price", &facts.price, |price| text(given(*price)), speak),
        fact("facts-name-category", &facts.category, category, speak),
        fact("facts-name-store", &facts.store, |store| text(store.to_string().into()), speak),
        disputed(private, speak),
    ];
    lines.into_iter().flatten().collect()
}

fn fact<T>(
    name: &'static str,
    fact: &Option<Fact<T>>,
    value: impl Fn(&T) -> String,
    speak: &Speaker,
) -> Option<String> {
    let told_already =
        |fact: &&Fact<T>| fact.others.is_empty() && !matches!(fact.best.source, Source::Feed | Source::Shop);
    let fact = fact.as_ref().filter(|fact| !told_already(fact))?;
    let mut line = format!(
        "{} {} ({})",
        speak.html(&Sentence::new(name)),
        value(&fact.best.value),
        said_by(&fact.best, speak)
    );
    for other in &fact.others {
        let differs = speak.html(&Sentence::new("facts-differs"));
        line += &format!("; {differs} {} ({})", value(&other.value), said_by(other, speak));
    }
    Some(line)
}

/// A feed holds affiliate products only; the network may know better.
fn disputed(private: &Private, speak: &Speaker) -> Option<String> {
    let day = private.facts.feed?;
    let by_feed = matches!(private.verdict, Verdict::Affiliate(Evidence::Feed(_)));
    let key = match private.verdict.affiliation() {
        Affiliation::No => "facts-affiliate-disputed",
        _ if by_feed => "facts-affiliate-by-feed",
        _ => "facts-affiliate-agreed",
    };
    Some(speak.html(&Sentence::new(key).with("date", day)))
}

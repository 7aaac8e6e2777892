//! Both languages have every message that the code can use, with the same variables.

use std::collections::{BTreeMap, BTreeSet};

use dealink_core::message::{Argument, Message};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use proptest::prelude::*;

use super::*;

pub(super) const EN: &str = include_str!("../../../../locales/en/program.ftl");
pub(super) const TR: &str = include_str!("../../../../locales/tr/program.ftl");

/// Every message with its variables.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let resource = fluent_syntax::parser::parse(text).expect("Fluent without errors");
    let mut messages = BTreeMap::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry {
            let mut variables = BTreeSet::new();
            collect(message.value.as_ref().unwrap(), &mut variables);
            let twice = messages.insert(message.id.name.to_owned(), variables);
            assert!(twice.is_none(), "{} stands twice", message.id.name);
        }
    }
    messages
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let (selector, variants) = match expression {
            Expression::Inline(inline) => (inline, &[][..]),
            Expression::Select { selector, variants } => (selector, variants.as_slice()),
        };
        let InlineExpression::VariableReference { id } = selector else { panic!("only variables are used") };
        variables.insert(id.name.to_owned());
        variants.iter().for_each(|variant| collect(&variant.value, variables));
    }
}

#[test]
fn both_languages_have_the_same_messages_and_variables() {
    assert_eq!(messages(EN), messages(TR));
}

/// Every key that the code can use.
fn keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    macro_rules! add {
        ($($kind:ty),*) => { $( keys.extend(<$kind>::ALL.iter().map(|value| value.key().to_owned())); )* };
    }
    add!(
        Category,
        TrafficSource,
        TrafficClass,
        Permission,
        StoreList,
        Affiliation,
        Buyer,
        RateSource,
        Severity,
        FigureKind,
        ReasonCode,
        WarningCode,
        Consequence,
        CardPart,
        ConductRule,
        IndicatorKind
    );
    keys
}

#[test]
fn every_message_is_one_that_the_code_can_say_and_the_other_way_round() {
    let written: BTreeSet<String> = messages(EN).into_keys().collect();
    assert_eq!(written, keys());
    assert!(keys().contains("program-warning-non-affiliate-class"));
}

#[test]
fn texts_are_plain_and_turkish_glues_nothing_to_a_variable() {
    for text in [EN, TR] {
        assert!(!text.contains('<') && !text.contains('&'));
    }
    for (at, _) in TR.match_indices('}') {
        let next = TR[at + 1..].chars().next();
        assert!(next.is_none_or(|c| !c.is_alphanumeric() && c != '\'' && c != '’'), "{}", &TR[at - 20..]);
    }
}

pub(super) fn say(bundle: &FluentBundle<FluentResource>, sentence: &Message) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in &sentence.args {
        let value: FluentValue = match value {
            Argument::Text(text) => text.clone().into(),
            Argument::Term(key) => {
                let message = bundle.get_message(key).unwrap_or_else(|| panic!("no message {key}"));
                let mut errors = Vec::new();
                bundle.format_pattern(message.value().unwrap(), None, &mut errors).into_owned().into()
            }
            Argument::Number(number) => number.to_string().parse::<f64>().unwrap().into(),
            Argument::Money(money) => format!("{} {}", money.amount, money.currency).into(),
            Argument::Percent(percent) => format!("%{}", percent.0).into(),
            Argument::Date(date) => date.to_string().into(),
        };
        args.set(*name, value);
    }
    let message = bundle.get_message(sentence.key).unwrap_or_else(|| panic!("no message {}", sentence.key));
    let mut errors = Vec::new();
    let text = bundle.format_pattern(message.value().unwrap(), Some(&args), &mut errors).into_owned();
    assert!(errors.is_empty(), "{}: {errors:?}", sentence.key);
    text
}

pub(super) fn bundle(lang: &str, text: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![lang.parse().unwrap()]);
    bundle.add_resource(FluentResource::try_new(text.to_owned()).unwrap()).unwrap();
    bundle.set_use_isolating(false);
    bundle
}

#[test]
fn figures_and_notes_can_be_said() {
    for bundle in [bundle("en", EN), bundle("tr", TR)] {
        for figure in program().figures(None) {
            say(&bundle, &figure.message);
        }
        for note in program().standing_notes() {
            say(&bundle, &note.message);
        }
        for (_, sentence, _) in program().conduct() {
            say(&bundle, &sentence);
        }
        for indicator in program().indicators() {
            say(&bundle, &indicator.message());
        }
    }
    let hold = &program().figures(None)[5].message;
    assert_eq!(say(&bundle("tr", TR), hold), "Ortalama bekletme süresi: 25 gün");
    assert_eq!(say(&bundle("en", EN), hold), "Average hold: 25 days");
}

proptest! {
    #[test]
    fn whatever_an_estimate_says_has_words_in_both_languages(request in super::properties::request()) {
        let estimate = program().estimate(&request);
        let reasons = estimate.reasons.iter().map(|reason| &reason.message);
        let warnings = estimate.warnings.iter().map(|warning| &warning.message);
        let sentences: Vec<_> = reasons.chain(warnings).collect();
        for bundle in [bundle("en", EN), bundle("tr", TR)] {
            sentences.iter().for_each(|sentence| drop(say(&bundle, sentence)));
        }
        for sentence in sentences {
            let given: BTreeSet<_> = sentence.args.iter().map(|(name, _)| *name).collect();
            prop_assert_eq!(given.len(), sentence.args.len());
        }
    }
}

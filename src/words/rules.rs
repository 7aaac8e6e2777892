//! The parsed `phrases.toml`: for each conduct rule the phrases that may break it, and harmless phrases around them.

use std::ops::Range;

use dealink_program::{ConductRule, TrafficSource};
use serde::Deserialize;

use super::folded_text::{FoldedText, fold_word};
use super::phrase::{Groups, PhraseError, Phrases, WordsBetween};

/// The words before and behind a match that are searched for a negation.
const NEGATION_REACH: usize = 6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhrasesFile {
    /// Words that are often written with digits and signs for letters.
    disguised: Vec<String>,
    negation: Negation,
    groups: Groups,
    rules: Vec<PhraseEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Negation {
    /// Negations directly in front of a match.
    before: Vec<String>,
    /// Negations directly behind a match.
    behind: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseEntry {
    code: ConductRule,
    /// The traffic sources that the rule applies to; all if empty.
    #[serde(default)]
    only_for: Vec<TrafficSource>,
    /// The traffic sources that the rule does not apply to.
    #[serde(default)]
    not_for: Vec<TrafficSource>,
    /// Whether negated words break the rule as well.
    #[serde(default)]
    even_negated: bool,
    /// Phrases that break the rule in any context.
    #[serde(default)]
    always: Vec<String>,
    /// Phrases that break the rule unless they overlap a harmless phrase.
    #[serde(default)]
    alarms: Vec<String>,
    #[serde(default)]
    harmless: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct PhraseRules {
    pub(super) disguised: Vec<String>,
    negated_before: Phrases,
    negated_behind: Phrases,
    rules: Vec<PhraseRule>,
}

#[derive(Clone, Debug)]
struct PhraseRule {
    entry: PhraseEntry,
    always: Phrases,
    alarms: Phrases,
    harmless: Phrases,
}

impl PhraseRules {
    pub(super) fn parse(text: &str) -> Result<PhraseRules, PhrasesError> {
        let PhrasesFile { disguised, negation, groups, rules } = toml::from_str(text)?;
        let rules = rules.into_iter().map(|entry| {
            Ok(PhraseRule {
                always: Phrases::new(&entry.always, &groups, WordsBetween::Clause)?,
                alarms: Phrases::new(&entry.alarms, &groups, WordsBetween::Clause)?,
                harmless: Phrases::new(&entry.harmless, &groups, WordsBetween::Hyphen)?,
                entry,
            })
        });
        Ok(PhraseRules {
            rules: rules.collect::<Result<_, PhraseError>>()?,
            disguised: disguised.iter().map(|word| fold_word(word)).collect(),
            negated_before: Phrases::anchored(&negation.before, &groups, WordsBetween::Hyphen, "", "$")?,
            negated_behind: Phrases::anchored(&negation.behind, &groups, WordsBetween::Hyphen, "^", "")?,
        })
    }

    /// The matches for a traffic source, as spans of the line, in the order of the rules.
    pub(super) fn find(
        &self,
        reading: &FoldedText,
        source: TrafficSource,
    ) -> Vec<(ConductRule, Range<usize>)> {
        let holds = |PhraseRule { entry, .. }: &&PhraseRule| {
            (entry.only_for.is_empty() || entry.only_for.contains(&source))
                && !entry.not_for.contains(&source)
        };
        let mut found = Vec::new();
        for rule in self.rules.iter().filter(holds) {
            let masked = reading.masked(rule.harmless.find(&reading.line));
            let finds = rule.always.find(&reading.line).chain(rule.alarms.find(&masked));
            let stands = |at: &Range<usize>| rule.entry.even_negated || !self.is_negated(&reading.line, at);
            found.extend(finds.filter(stands).map(|at| (rule.entry.code, at)));
        }
        found
    }

    fn is_negated(&self, line: &str, at: &Range<usize>) -> bool {
        let before = &line[..at.start + 1];
        let from = before.rmatch_indices(' ').nth(NEGATION_REACH).map_or(0, |(at, _)| at);
        let behind = |from: usize| {
            let behind = &line[from..];
            let to = behind.match_indices(' ').nth(NEGATION_REACH).map_or(behind.len(), |(at, _)| at + 1);
            self.negated_behind.is_match(&behind[..to])
        };
        // The verb at the end of a match may be the negation itself: "alışveriş yapmayın".
        let last_word = line[..at.end - 1].rfind(' ').unwrap_or(at.start).max(at.start);
        self.negated_before.is_match(&before[from..]) || behind(at.end - 1) || behind(last_word)
    }
}

/// The phrases cannot be compiled. A test compiles the embedded file.
#[derive(Debug, thiserror::Error)]
pub(super) enum PhrasesError {
    #[error(transparent)]
    Form(#[from] toml::de::Error),
    #[error(transparent)]
    Phrase(#[from] PhraseError),
}

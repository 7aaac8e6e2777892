//! Checks the words of a post against the program's conduct rules and quotes what a reviewer may object to.
//!
//! The phrases are data (`phrases.toml`). A finding is a hint, and no finding is no promise, because words are only compared. Any
//! text is read in linear time, and a quote is always a slice of the text.

mod banned;
mod folded_text;
mod normalize;
mod phrase;
mod rules;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use dealink_program::{ConductRule, TrafficSource};
use jiff::civil::Date;
use parking_lot::RwLock;

use crate::lists::{Lists, LiveLists};
use banned::BannedMatcher;
use folded_text::{FoldedText, fold_word};
use rules::PhraseRules;

const PHRASES: &str = include_str!("phrases.toml");

/// Words that may break a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub rule: ConductRule,
    /// The span of the words, in bytes of the text.
    pub span: Range<usize>,
    /// The words as written.
    pub quote: String,
}

/// The compiled phrases and an operator's banned keywords.
#[derive(Clone, Debug)]
pub struct Words {
    rules: Arc<PhraseRules>,
    banned: BannedMatcher,
    banned_of: Option<Date>,
}

impl Words {
    /// The phrases that are compiled in, with an operator's banned keywords.
    pub fn builtin(banned: &[String]) -> Words {
        let rules = PhraseRules::parse(PHRASES).expect("the built-in phrases are read by a test");
        Words { rules: Arc::new(rules), banned: BannedMatcher::new(banned), banned_of: None }
    }

    /// The same phrases with other banned keywords, from a list of day `of`. Cheap, because the phrases are shared.
    pub fn with_banned(&self, banned: &[String], of: Option<Date>) -> Words {
        Words { rules: self.rules.clone(), banned: BannedMatcher::new(banned), banned_of: of }
    }

    /// The same phrases with the banned keywords of the operator's lists.
    pub fn with_lists(&self, lists: &Lists) -> Words {
        match lists.banned_keywords() {
            Some((keywords, date)) => self.with_banned(keywords, Some(date)),
            None => self.with_banned(&[], None),
        }
    }

    /// The date of the list of banned keywords, where it is known.
    pub fn banned_date(&self) -> Option<Date> {
        self.banned_of
    }

    /// The rules that a post may break for visitors of this traffic source, in the order of the text. The same words are reported
    /// once for a rule, and of nested findings the longer one.
    pub fn check(&self, text: &str, source: TrafficSource) -> Vec<Finding> {
        let reading = FoldedText::new(text, &self.rules.disguised);
        let mut found = self.rules.find(&reading, source);
        found.extend(self.banned.find(&reading.line).into_iter().map(|at| (ConductRule::BannedKeyword, at)));
        let mut spans: Vec<(ConductRule, Range<usize>)> =
            found.into_iter().map(|(code, at)| (code, reading.span(at))).collect();
        spans.sort_by_key(|(code, span)| (span.start, std::cmp::Reverse(span.end), *code));
        let mut reached: HashMap<ConductRule, usize> = HashMap::new();
        let mut reported = HashSet::new();
        spans.retain(|(code, span)| {
            let reached = reached.entry(*code).or_default();
            let inside = span.start < *reached;
            *reached = span.end.max(*reached);
            !inside && !span.is_empty() && reported.insert((*code, fold_word(&text[span.clone()])))
        });
        let finding = |(code, span): (ConductRule, Range<usize>)| Finding {
            rule: code,
            quote: text[span.clone()].to_owned(),
            span,
        };
        spans.into_iter().map(finding).collect()
    }
}

/// The phrases with the banned keywords in force. A list that the operator loads replaces the old one at once.
#[derive(Debug)]
pub struct LiveWords {
    lists: LiveLists,
    last: RwLock<(Arc<Lists>, Arc<Words>)>,
}

impl LiveWords {
    pub fn new(words: &Words, lists: LiveLists) -> LiveWords {
        let now = lists.current();
        let last = RwLock::new((now.clone(), Arc::new(words.with_lists(&now))));
        LiveWords { lists, last }
    }

    /// The matcher for the lists that are in force now.
    pub fn current(&self) -> Arc<Words> {
        let lists = self.lists.current();
        let (of, words) = self.last.read().clone();
        if Arc::ptr_eq(&of, &lists) {
            return words;
        }
        let words = Arc::new(words.with_lists(&lists));
        *self.last.write() = (lists, words.clone());
        words
    }
}

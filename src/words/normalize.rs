//! Normalizes disguised words: spaced-out letters, digits for letters, and amounts in any form.

use std::ops::Range;

/// The signs that separate words, the strongest first.
pub(super) const SIGNS: [&str; 4] = [".", "/", ",", "-"];
/// This many single letters in a row are one spaced-out word.
const SPACED_OUT: usize = 4;

pub(super) struct FoldedWord {
    pub(super) folded: String,
    pub(super) span: Range<usize>,
}

/// Joins single letters with one character between them: "b e d a v a", "B.E.D.A.V.A".
pub(super) fn join_spaced_out(text: &str, words: &mut Vec<FoldedWord>) {
    let is_single =
        |word: &FoldedWord| word.folded.chars().count() == 1 && word.folded.chars().all(char::is_alphabetic);
    let mut joined: Vec<FoldedWord> = Vec::with_capacity(words.len());
    let mut run: Vec<FoldedWord> = Vec::new();
    let mut between: Option<FoldedWord> = None;
    for word in words.drain(..) {
        let follows = |last: &FoldedWord| text[last.span.end..word.span.start].chars().count() == 1;
        if is_single(&word) && run.last().is_none_or(follows) {
            between = None;
            run.push(word);
        } else if !run.is_empty() && SIGNS.contains(&word.folded.as_str()) && between.is_none() {
            between = Some(word);
        } else {
            end_of_run(&mut run, &mut between, &mut joined);
            if is_single(&word) { run.push(word) } else { joined.push(word) }
        }
    }
    end_of_run(&mut run, &mut between, &mut joined);
    *words = joined;
}

fn end_of_run(run: &mut Vec<FoldedWord>, between: &mut Option<FoldedWord>, joined: &mut Vec<FoldedWord>) {
    if let (true, [first, .., last]) = (run.len() >= SPACED_OUT, run.as_slice()) {
        let span = first.span.start..last.span.end;
        joined.push(FoldedWord { folded: run.iter().map(|word| word.folded.as_str()).collect(), span });
        run.clear();
    }
    joined.append(run);
    joined.extend(between.take());
}

/// Replaces digits and signs by letters where that makes a known disguised word: "bed4va", "fr33", "h€diye".
pub(super) fn undisguise(folded: &mut String, disguised: &[String]) {
    let is_odd = |letter: char| letter.is_ascii_digit() || matches!(letter, '@' | '$');
    if !folded.contains(is_odd) || !folded.starts_with(char::is_alphabetic) {
        return;
    }
    let plain: String = folded
        .chars()
        .map(|letter| match letter {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .collect();
    if disguised.iter().any(|word| plain.starts_with(word.as_str())) {
        *folded = plain;
    } else {
        folded.retain(|letter| !matches!(letter, '@' | '$'));
    }
}

/// Makes a percentage one word (`%10`), and an amount its number followed by its currency, in whichever order they were written.
pub(super) fn join_amounts(words: &mut Vec<FoldedWord>) {
    let mut out: Vec<FoldedWord> = Vec::with_capacity(words.len());
    let mut rest = std::mem::take(words).into_iter().peekable();
    let is_number = |word: &FoldedWord| word.folded.starts_with(|letter: char| letter.is_ascii_digit());
    while let Some(word) = rest.next() {
        let currency = currency_name(&word.folded);
        let next_is_number = rest.peek().is_some_and(is_number);
        match word.folded.as_str() {
            "%" | "yuzde" if next_is_number => {
                if let Some(next) = rest.next() {
                    let span = word.span.start..next.span.end;
                    out.push(FoldedWord { folded: format!("%{}", next.folded), span });
                }
            }
            "%" | "percent" if out.last().is_some_and(is_number) => {
                if let Some(last) = out.last_mut() {
                    last.folded.insert(0, '%');
                    last.span.end = word.span.end;
                }
            }
            "%" => {}
            _ => match currency {
                Some(name) if out.last().is_some_and(is_number) || !next_is_number => {
                    out.push(FoldedWord { folded: name.to_owned(), span: word.span });
                }
                Some(name) => {
                    if let Some(next) = rest.next() {
                        let span = word.span.start..next.span.end;
                        out.push(FoldedWord { folded: next.folded, span: span.clone() });
                        out.push(FoldedWord { folded: name.to_owned(), span });
                    }
                }
                None => out.push(word),
            },
        }
    }
    *words = out;
}

fn currency_name(sign: &str) -> Option<&'static str> {
    match sign {
        "₺" => Some("tl"),
        "$" => Some("usd"),
        "€" => Some("eur"),
        "£" => Some("gbp"),
        _ => None,
    }
}

//! Tests of the phrases: single cases, properties, and the labelled posts.

mod cases;
mod posts;
mod properties;

use std::sync::LazyLock;

use super::Words;

/// Built once for all tests, because that is slow in an unoptimised build.
fn words() -> Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words::builtin(&[]));
    WORDS.clone()
}

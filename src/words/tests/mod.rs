//! The rules on words: single cases, what always holds, and the labelled posts.

mod cases;
mod posts;
mod properties;

use std::sync::LazyLock;

use super::Words;

/// Built once for all tests, because that takes a while unoptimised.
fn words() -> Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words::builtin(&[]));
    WORDS.clone()
}

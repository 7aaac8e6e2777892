//! Inline mode: `@bot words` in any chat.

mod results;

pub(crate) use results::{
    MAX_TITLE_CHARS, START_SEARCH, START_SETUP, answer_inline_query, article_result, remember_chosen_result,
};

//! Conversations with the bot: its real code over HTTP against the sandbox. A test sends messages and reads the
//! replies; an unread reply fails the test. `process` and `kill` run the program itself.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]
#![allow(clippy::print_stdout, reason = "the figures of the long runs are their output")]
#![allow(unreachable_pub, reason = "nothing outside of the tests reaches in here")]

mod albums;
mod answers;
mod anywhere;
mod browse;
mod caching;
mod calculator;
mod channels;
mod chat_buttons;
mod chat_rights;
mod chat_settings;
mod commands;
mod documents;
mod exchange;
mod fairness;
mod favourites;
mod feeds;
mod figures;
mod flood;
mod glued_links;
mod groups;
mod groups_offline;
mod histories;
mod inline_search;
mod internet;
mod invented_feed;
mod kill;
mod limits;
mod list_reader;
mod lists;
mod memory_log;
mod not_known;
mod others;
mod owner_notices;
mod owner_races;
mod paused_time;
mod post_failures;
mod posts;
mod press_rights;
mod process;
mod process_world;
mod questions;
mod refused_calls;
mod repost;
mod seeded;
mod settings;
mod shop;
mod spans;
mod store_faults;
mod suggest;
mod supervision;
mod terms;
mod test_chats;
mod test_world;
mod texts;
mod titles;
mod trouble;
mod upstream;
mod warnings;
mod words;
#[path = "../../src/lists/read/workbook_builder.rs"]
mod workbook_builder;

//! Taking in what an earlier version stored.

use rusqlite::Connection;

use super::{Durability, FlowDatabase, answers, inbox, questions, rates, recent, shares};
use crate::settings::PendingQuestion;
use crate::store::Stored;
use crate::store::answer_log::AnswerRecord;
use crate::store::inbox::{NewUpdate, WaitingUpdate};
use crate::store::share_log::{DueRemoval, Share, Suggestion};

/// Everything of an earlier version that belongs here.
#[derive(Default)]
pub(in crate::store) struct FlowContents {
    pub(in crate::store) waiting: Vec<WaitingUpdate>,
    pub(in crate::store) done: Vec<i64>,
    /// By chat and message.
    pub(in crate::store) answers: Vec<(i64, i32, AnswerRecord)>,
    /// By chat and product.
    pub(in crate::store) shares: Vec<(i64, u64, Share)>,
    pub(in crate::store) removals: Vec<DueRemoval>,
    /// By number.
    pub(in crate::store) suggestions: Vec<(u64, Suggestion)>,
    /// Chat, message and hash.
    pub(in crate::store) edits: Vec<(i64, i32, Vec<u8>)>,
    /// By person, the newest first.
    pub(in crate::store) recent: Vec<(u64, Vec<u64>)>,
    pub(in crate::store) questions: Vec<(u64, PendingQuestion)>,
    /// By name.
    pub(in crate::store) rates: Vec<(String, Vec<u8>)>,
}

impl FlowDatabase {
    /// Stores what an earlier version had, all of it or nothing.
    pub(in crate::store) fn import(&self, contents: FlowContents) -> Stored<'_, ()> {
        self.write(Durability::Synced, move |sql| import(sql, contents))
    }
}

fn import(sql: &Connection, contents: FlowContents) -> rusqlite::Result<()> {
    for id in contents.done {
        inbox::end(sql, id)?;
    }
    for WaitingUpdate { id, chat, parts_sent, raw, answer } in contents.waiting {
        // When it was received is not known.
        inbox::insert(sql, &NewUpdate { id, chat, raw }, 0)?;
        if let Some(answer) = answer {
            inbox::keep_answer(sql, id, &answer)?;
        }
        if parts_sent > 0 {
            inbox::mark_part_sent(sql, id, parts_sent)?;
        }
    }
    for (chat, message, record) in contents.answers {
        answers::put(sql, chat, message, &record)?;
    }
    for (chat, product, share) in contents.shares {
        shares::put_share(sql, chat, product, share)?;
    }
    for removal in contents.removals {
        shares::put_removal(sql, removal)?;
    }
    for (number, suggestion) in contents.suggestions {
        shares::put_suggestion(sql, number, &suggestion)?;
    }
    for (chat, message, hash) in contents.edits {
        shares::put_edit(sql, chat, message, &hash)?;
    }
    for (person, products) in contents.recent {
        recent::put(sql, person, &products)?;
    }
    for (person, question) in contents.questions {
        questions::put(sql, person, &question)?;
    }
    contents.rates.iter().try_for_each(|(name, record)| rates::put(sql, name, record))
}

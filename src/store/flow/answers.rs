//! Which message answered which, in SQLite.

use rusqlite::{Connection, params};

use super::queries::{first, run};
use super::{Durability, FlowDatabase};
use crate::store::Stored;
use crate::store::answer_log::{AnswerMark, AnswerRecord, AnswerStore, kept_per_chat};

impl AnswerStore for FlowDatabase {
    fn put(&self, chat: i64, message: i32, record: AnswerRecord) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| put(sql, chat, message, &record))
    }

    fn get(&self, chat: i64, message: i32) -> Stored<'_, Option<AnswerRecord>> {
        let query = "SELECT mark, answers FROM answers WHERE chat = ?1 AND message = ?2";
        self.read(|sql| {
            first(sql, query, params![chat, message], |row| {
                let answers: Vec<u8> = row.get(1)?;
                let answers = answers.as_chunks().0.iter().map(|bytes| i32::from_be_bytes(*bytes)).collect();
                Ok(AnswerRecord { answers, mark: mark(row.get(0)?) })
            })
        })
    }

    fn remove(&self, chat: i64, message: i32) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| {
            run(sql, "DELETE FROM answers WHERE chat = ?1 AND message = ?2", params![chat, message]).map(drop)
        })
    }
}

pub(super) fn put(sql: &Connection, chat: i64, message: i32, record: &AnswerRecord) -> rusqlite::Result<()> {
    let answers: Vec<u8> = record.answers.iter().flat_map(|id| id.to_be_bytes()).collect();
    let statement = "INSERT OR REPLACE INTO answers (chat, message, mark, answers) VALUES (?1, ?2, ?3, ?4)";
    run(sql, statement, params![chat, message, mark_code(record.mark), answers])?;
    // The newest ones stay. The first that goes is found by walking over those that stay.
    let surplus = "DELETE FROM answers WHERE chat = ?1 AND message <= \
                   (SELECT message FROM answers WHERE chat = ?1 ORDER BY message DESC LIMIT 1 OFFSET ?2)";
    run(sql, surplus, params![chat, kept_per_chat(chat) as i64]).map(drop)
}

fn mark_code(mark: AnswerMark) -> i64 {
    match mark {
        AnswerMark::None => 0,
        AnswerMark::ForeignConverted => 1,
        AnswerMark::Reposted => 2,
    }
}

fn mark(code: i64) -> AnswerMark {
    match code {
        1 => AnswerMark::ForeignConverted,
        2 => AnswerMark::Reposted,
        _ => AnswerMark::None,
    }
}

//! Open questions, in SQLite.

use rusqlite::{Connection, params};

use super::queries::{all, first, run};
use super::{Durability, FlowDatabase};
use crate::settings::PendingQuestion;
use crate::store::Stored;
use crate::store::questions::QuestionStore;

impl QuestionStore for FlowDatabase {
    fn put(&self, person: u64, question: PendingQuestion) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| put(sql, person, &question))
    }

    fn get(&self, person: u64) -> Stored<'_, Option<PendingQuestion>> {
        let query = "SELECT question FROM questions WHERE person = ?1";
        self.read(|sql| {
            let question: Option<String> = first(sql, query, [person as i64], |row| row.get(0))?;
            // A question that this version cannot read is no question.
            Ok(question.and_then(|question| serde_json::from_str(&question).ok()))
        })
    }

    fn remove(&self, person: u64) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| {
            run(sql, "DELETE FROM questions WHERE person = ?1", [person as i64]).map(drop)
        })
    }
}

/// Ends what people were asked about a chat. A draft of its template goes with the question.
pub(super) fn erase_about_chat(sql: &Connection, numbers: &[i64]) -> rusqlite::Result<()> {
    let query = "SELECT person, question FROM questions WHERE instr(question, '\"chat_') > 0";
    let asked: Vec<(i64, String)> = all(sql, query, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (person, question) in asked {
        let chat =
            serde_json::from_str(&question).ok().and_then(|asked: PendingQuestion| asked.question.chat());
        if chat.is_some_and(|chat| numbers.contains(&chat)) {
            run(sql, "DELETE FROM questions WHERE person = ?1", [person])?;
        }
    }
    Ok(())
}

pub(super) fn put(sql: &Connection, person: u64, question: &PendingQuestion) -> rusqlite::Result<()> {
    let question = serde_json::to_string(question)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    let statement = "INSERT OR REPLACE INTO questions (person, question) VALUES (?1, ?2)";
    run(sql, statement, params![person as i64, question]).map(drop)
}

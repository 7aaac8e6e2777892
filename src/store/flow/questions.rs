//! Open questions, in SQLite.

use rusqlite::{Connection, params};

use super::queries::{first, run};
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

pub(super) fn put(sql: &Connection, person: u64, question: &PendingQuestion) -> rusqlite::Result<()> {
    let question = serde_json::to_string(question)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    let statement = "INSERT OR REPLACE INTO questions (person, question) VALUES (?1, ?2)";
    run(sql, statement, params![person as i64, question]).map(drop)
}

//! The contestants beside `dealink feed pull`: `floor-csv FILE`, `floor-xml FILE`, `sqlite FILE DATABASE`,
//! `sqlite-ask DATABASE WORD…`. Each prints what it counted; `run.py` measures them as processes.

mod floor;
mod sqlite;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["floor-csv", file] => floor::csv(file).map(|rows| println!("rows {rows}")),
        ["floor-xml", file] => floor::xml(file).map(|rows| println!("rows {rows}")),
        ["sqlite", feed, database] => sqlite::load(feed, database).map(|rows| println!("rows {rows}")),
        ["sqlite-ask", database, ..] => sqlite::ask(database, &arguments[2..]),
        _ => Err("one of: floor-csv FILE, floor-xml FILE, sqlite FILE DATABASE, sqlite-ask DATABASE WORD...".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

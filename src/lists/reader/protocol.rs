//! What the bot and the process that reads a list say to each other: a line of JSON and the file there, JSON back.

use std::io::{self, BufRead, Read, Write};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::kind::ListKind;
use super::super::read::{ListRefusal, MOST_BYTES, ParsedList, parse_list};

/// Changes with every change of these forms.
const VERSION: u32 = 1;
/// The longest first line of a request; it holds the file's name.
const MOST_HEADER: u64 = 64 * 1024;
/// The longest answer, in bytes. A list with the most rows and names of fifty letters has half as much.
pub(super) const MOST_ANSWER: usize = 32 * 1024 * 1024;

/// The first line of a request; the bytes of the file follow.
#[derive(Debug, Serialize, Deserialize)]
struct RequestHeader {
    version: u32,
    name: String,
    kind: String,
    today: Date,
}

#[derive(Debug, Serialize, Deserialize)]
struct ReadAnswer {
    version: u32,
    list: Result<ParsedList, ListRefusal>,
}

/// The first line of a request, with its line break.
pub(super) fn request_header(name: &str, kind: ListKind, today: Date) -> serde_json::Result<Vec<u8>> {
    let header =
        RequestHeader { version: VERSION, name: name.to_owned(), kind: kind.name().to_owned(), today };
    let mut line = serde_json::to_vec(&header)?;
    line.push(b'\n');
    Ok(line)
}

/// Reads a request, parses its file and writes the answer.
///
/// # Errors
/// It is no request of this version, or a stream failed.
pub(super) fn answer_request(mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let invalid = || io::Error::from(io::ErrorKind::InvalidData);
    let mut line = Vec::new();
    input.by_ref().take(MOST_HEADER).read_until(b'\n', &mut line)?;
    let header: RequestHeader = serde_json::from_slice(&line)?;
    let kind = header.kind.parse().ok().filter(|_| header.version == VERSION).ok_or_else(invalid)?;
    let mut bytes = Vec::new();
    input.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let list = parse_list(&header.name, &bytes, kind, header.today);
    let mut answer = serde_json::to_vec(&ReadAnswer { version: VERSION, list })?;
    if answer.len() > MOST_ANSWER {
        let list = Err(ListRefusal::TooLargeUnpacked);
        answer = serde_json::to_vec(&ReadAnswer { version: VERSION, list })?;
    }
    output.write_all(&answer)?;
    output.flush()
}

/// The list or refusal in an answer; `None` if it is no answer of this version.
pub(super) fn parse_answer(bytes: &[u8]) -> Option<Result<ParsedList, ListRefusal>> {
    let answer: ReadAnswer = serde_json::from_slice(bytes).ok()?;
    (answer.version == VERSION).then_some(answer.list)
}

#[cfg(test)]
mod tests {
    use dealink_program::StoreList;
    use jiff::civil::date;

    use super::*;

    const STORES: ListKind = ListKind::Stores(StoreList::Chuwi);

    #[test]
    fn an_answer_is_what_parsing_the_file_gives() {
        let today = date(2026, 11, 22);
        for (name, file) in [
            ("a.csv", "# 2026-11-20\nstore id,store\n1100900001,A Shop\nabc,B\n1100900001,\n"),
            ("a.txt", "\"\n"),
            ("a.csv", "x,\"y\n"),
            ("a.xlsx", "no workbook"),
            ("a.txt", ""),
        ] {
            for kind in [STORES, ListKind::BannedKeywords] {
                let mut request = request_header(name, kind, today).unwrap();
                request.extend_from_slice(file.as_bytes());
                let mut answer = Vec::new();
                answer_request(&*request, &mut answer).unwrap();
                let expected = parse_list(name, file.as_bytes(), kind, today);
                assert_eq!(parse_answer(&answer), Some(expected), "{name}: {file}");
            }
        }
    }

    #[test]
    fn another_version_is_no_request_and_no_answer() {
        let request =
            String::from_utf8(request_header("a.txt", STORES, date(2026, 11, 22)).unwrap()).unwrap();
        let other = request.replace(&format!("\"version\":{VERSION}"), "\"version\":99");
        assert_ne!(request, other);
        let long = format!("{}\n", "x".repeat(MOST_HEADER as usize));
        for wrong in [other, long, "{}\n".to_owned(), String::new()] {
            let mut answer = Vec::new();
            assert!(answer_request(wrong.as_bytes(), &mut answer).is_err());
            assert!(answer.is_empty());
        }
        assert_eq!(parse_answer(br#"{"version":99,"list":{"Err":"Empty"}}"#), None);
        assert_eq!(parse_answer(br#"{"version":1,"list":{"Err":"Empty"}}"#), Some(Err(ListRefusal::Empty)));
    }
}

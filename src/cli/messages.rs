//! Messages from standard input, one a line: how `inspect` and `words` are fed.

use std::io::BufRead;
use std::process::ExitCode;

use super::out;
use dealink_links::unescape_line;

/// Does something with each message until the input ends. In the input `\n`, `\t` and `\\` are escapes.
pub(super) fn for_each_message(mut with: impl FnMut(&str)) -> ExitCode {
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        match input.read_until(b'\n', &mut line) {
            Ok(0) => return ExitCode::SUCCESS,
            Ok(_) => {}
            Err(error) => {
                out::print_error(&error.to_string());
                return ExitCode::FAILURE;
            }
        }
        // Bytes that are no UTF-8 make a replacement character, not an end.
        let text = String::from_utf8_lossy(&line);
        with(&unescape_line(text.trim_end_matches(['\n', '\r'])));
    }
}

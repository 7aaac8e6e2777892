//! Reads messages from standard input, one a line, for `inspect` and `words`.

use std::io::BufRead;
use std::process::ExitCode;

use dealink_links::unescape_line;

use super::out;

/// Calls `with` for each message until the input ends. `\n`, `\t` and `\\` in the input are escapes.
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
        // Bytes that are not UTF-8 become replacement characters and do not end the input.
        let text = String::from_utf8_lossy(&line);
        with(&unescape_line(text.trim_end_matches(['\n', '\r'])));
    }
}

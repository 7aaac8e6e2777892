//! `/subid a b c` at the end of a post: up to five SubIDs for the links of this post only.

use dealink_core::message::Message;
use dealink_links::{Post, Replacement};
use dealink_network::tracking_link::{SubIdError, SubIdSlot, check_subid};

const COMMAND: &str = "/subid";
/// Letters of a wrong SubID that are shown.
const MAX_SHOWN_CHARS: usize = 20;

/// The post without the command at its end, and the SubIDs of the command.
pub(super) fn strip_subids(post: &Post, me: &str) -> Result<(Post, Vec<(SubIdSlot, String)>), Message> {
    let Some((start, labels)) = find_command(&post.text, me) else { return Ok((post.clone(), Vec::new())) };
    let subids = parse_subids(labels)?;
    // The blanks before the command are removed, too.
    let start = post.text[..start].trim_end().len();
    let without =
        post.with_replacements(&[Replacement { span: start..post.text.len(), address: String::new() }]);
    Ok((without, subids))
}

/// Parses SubIDs that are separated by blanks.
pub(super) fn parse_subids(labels: &str) -> Result<Vec<(SubIdSlot, String)>, Message> {
    let labels: Vec<&str> = labels.split_whitespace().collect();
    if labels.is_empty() || labels.len() > SubIdSlot::ALL.len() {
        return Err(Message::new("chat-labels-count").with("most", SubIdSlot::ALL.len()));
    }
    let subids = SubIdSlot::ALL.into_iter().zip(labels);
    subids
        .map(|(slot, label)| match check_subid(slot, label) {
            Ok(()) => Ok((slot, label.to_owned())),
            Err(SubIdError::TooLong { longest }) => Err(Message::new("chat-labels-too-long")
                .with("label", shorten_label(label))
                .with("longest", longest)),
            Err(SubIdError::Nul) => Err(Message::new("chat-labels-nul")),
        })
        .collect()
}

/// The beginning of a SubID, long enough to recognise it.
fn shorten_label(label: &str) -> String {
    label.chars().take(MAX_SHOWN_CHARS).chain(['…']).collect()
}

/// The position of the command and the text after it. The command must be a separate word in the last line.
fn find_command<'a>(text: &'a str, me: &str) -> Option<(usize, &'a str)> {
    let trimmed = text.trim_end();
    let line = trimmed.rfind('\n').map_or(0, |at| at + 1);
    let mut words = Vec::new();
    let mut at = line;
    for word in trimmed[line..].split_inclusive(char::is_whitespace) {
        words.push((at, word.trim_end()));
        at += word.len();
    }
    let is_command = |word: &str| {
        let (name, to) = word.split_once('@').unwrap_or((word, me));
        name.eq_ignore_ascii_case(COMMAND) && to.eq_ignore_ascii_case(me)
    };
    let (start, word) = words.into_iter().find(|(_, word)| is_command(word))?;
    Some((start, &trimmed[start + word.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Result<(String, Vec<String>), &'static str> {
        let post = Post { text: text.to_owned(), entities: Vec::new() };
        let (post, subids) = strip_subids(&post, "dealink_bot").map_err(|sentence| sentence.key)?;
        Ok((post.text, subids.into_iter().map(|(slot, label)| format!("{slot}={label}")).collect()))
    }

    #[test]
    fn labels_stand_in_the_last_line() {
        let both = |text: &str, subids: &[&str]| {
            Ok((text.to_owned(), subids.iter().map(|s| (*s).to_owned()).collect()))
        };
        assert_eq!(
            taken("Fırsat!\n\n/subid kanal şubat 3 4 5\n"),
            both("Fırsat!", &["subid=kanal", "subid1=şubat", "subid2=3", "subid3=4", "subid4=5"])
        );
        assert_eq!(taken("Deal x /SUBID@Dealink_Bot  a"), both("Deal x", &["subid=a"]));
        assert_eq!(taken("/subid a\nDeal"), both("/subid a\nDeal", &[]));
        assert_eq!(taken("Deal /subid@other_bot a"), both("Deal /subid@other_bot a", &[]));
        assert_eq!(taken("see x/subid a"), both("see x/subid a", &[]));
        assert_eq!(taken(""), both("", &[]));
    }

    #[test]
    fn what_the_network_would_refuse_is_said() {
        assert_eq!(taken("Deal\n/subid"), Err("chat-labels-count"));
        assert_eq!(taken("Deal\n/subid 1 2 3 4 5 6"), Err("chat-labels-count"));
        assert_eq!(taken(&format!("Deal\n/subid {}", "x".repeat(51))), Err("chat-labels-too-long"));
        assert_eq!(taken("Deal\n/subid a%00b"), Err("chat-labels-nul"));
        let fifth = format!("Deal\n/subid 1 2 3 4 {}", "x".repeat(120));
        assert_eq!(taken(&fifth).unwrap().1.len(), 5);
    }
}

//! Telegram HTML: escapes text, measures it, and converts it to plain text.

/// Escapes a text for use between tags or in an attribute.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// Removes tags and entities from HTML that the bot made.
pub fn html_to_plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (replacement, skip) = if rest.starts_with('<') {
            ("", rest.find('>').map_or(rest.len(), |end| end + 1))
        } else {
            ENTITIES
                .iter()
                .find(|(entity, _)| rest.starts_with(entity))
                .map_or(("&", 1), |(entity, plain)| (*plain, entity.len()))
        };
        out.push_str(replacement);
        rest = &rest[skip..];
    }
    out.push_str(rest);
    out
}

/// Converts HTML that the bot made to text for a terminal; the address of each link follows its words.
pub fn html_to_terminal(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, link)) = rest.split_once("<a href=\"") {
        out.push_str(before);
        let (address, words) = link.split_once("\">").unwrap_or((link, ""));
        let (words, after) = words.split_once("</a>").unwrap_or((words, ""));
        out.push_str(words);
        out.push('\n');
        out.push_str(address);
        rest = after;
    }
    out.push_str(rest);
    html_to_plain(&out)
}

const ENTITIES: [(&str, &str); 4] = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")];

/// The length that Telegram's limits count: UTF-16 units of the text without markup.
pub fn html_length(html: &str) -> usize {
    html_to_plain(html).encode_utf16().count()
}

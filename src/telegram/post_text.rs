//! A post: one message, or an album, that comes back with its product links replaced and everything else untouched.
//!
//! Everything that can contain a link is joined into one text, so that the network is asked once: captions, buttons that open an
//! address, and the address of the preview.

use std::ops::Range;

use dealink_links::{HiddenLink, Link, LinkKind, Replacement, find_links};
use url::Url;

use super::update::MessageContent;
use crate::deals::{Answer, Deal, Deals, LinkReplacement, OwnLinkCheck};
use crate::settings::Publisher;

/// With at least so many words besides links a message counts as a post and not as a question, if nothing else decides it.
const MIN_POST_WORDS: usize = 12;

/// Formatting that people add to their text; Telegram adds all other entities by itself.
const AUTHOR_FORMATS: [&str; 11] = [
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "custom_emoji",
];

/// The messages of a post, and one text that holds all their links.
pub struct PostText {
    contents: Vec<MessageContent>,
    pub text: String,
    pub hidden: Vec<HiddenLink>,
    sections: Vec<(Range<usize>, PostSection)>,
}

/// The part of a message that a section of the text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PostSection {
    /// The words of a message.
    Words(usize),
    /// The address of a button.
    Button { message: usize, row: usize, column: usize },
    /// The address that the preview of a message shows.
    Preview(usize),
}

pub struct RewrittenPost {
    pub contents: Vec<MessageContent>,
    pub replaced: usize,
}

/// Whether any of the links may be a product.
pub(crate) fn names_product(links: &[Link]) -> bool {
    links.iter().any(|link| matches!(link.kind, LinkKind::Product | LinkKind::Short | LinkKind::Affiliate))
}

impl PostText {
    /// `contents` are the messages of one album, or a single one.
    pub fn new(contents: Vec<MessageContent>) -> PostText {
        let mut post =
            PostText { contents: Vec::new(), text: String::new(), hidden: Vec::new(), sections: Vec::new() };
        for (message, content) in contents.iter().enumerate() {
            let start = post.text.len();
            let moved = |hidden: HiddenLink| HiddenLink {
                span: hidden.span.start + start..hidden.span.end + start,
                ..hidden
            };
            post.hidden.extend(content.post.hidden_links().into_iter().map(moved));
            post.push_section(&content.post.text, PostSection::Words(message));
            for (row, buttons) in content.buttons.iter().enumerate() {
                for (column, button) in buttons.iter().enumerate() {
                    if let Some(address) = button.url() {
                        post.push_section(address, PostSection::Button { message, row, column });
                    }
                }
            }
            if let Some(address) = content.preview_url() {
                post.push_section(address, PostSection::Preview(message));
            }
        }
        PostText { contents, ..post }
    }

    /// Sections are separated by an empty line, so that a price is matched only with links of its own section.
    fn push_section(&mut self, text: &str, section: PostSection) {
        let start = self.text.len();
        self.text.push_str(text);
        self.sections.push((start..self.text.len(), section));
        self.text.push_str("\n\n");
    }

    pub fn links(&self) -> Vec<Link> {
        find_links(&self.text, &self.hidden)
    }

    /// Whether these messages are a post that is to be sent back with new links, and not a question: they have a picture, or text
    /// that was written for readers. A bare link, a list of links and an app's share text are questions.
    pub fn is_post(&self) -> bool {
        let links = self.links();
        if links.is_empty() {
            return false;
        }
        let first = &self.contents[0];
        if self.contents.len() > 1 || first.is_media() || !first.buttons.is_empty() {
            return true;
        }
        // Only links of the text count: the address of a preview is not a second link.
        let links = first.post.links();
        let (words, lines) = own_words(&first.post.text, &links);
        let is_marked =
            first.post.entities.iter().any(|entity| AUTHOR_FORMATS.contains(&entity.kind.as_str()));
        words > 0
            && !is_share_text(&first.post.text, &links)
            && (first.forwarded || is_marked || lines > 1 || words >= MIN_POST_WORDS)
    }

    /// Whether the message has text of the person besides links.
    pub fn has_own_words(&self) -> bool {
        self.contents.iter().any(|content| own_words(&content.post.text, &content.post.links()).0 > 0)
    }

    /// Replaces the links by those of the answer. If that makes a message too long for Telegram, short links are tried.
    pub async fn rewrite_to_fit(
        &self,
        answer: &mut Answer,
        publisher: &Publisher,
        deals: &Deals,
    ) -> RewrittenPost {
        let rewritten = self.rewrite(answer);
        if rewritten.too_long().is_none() || publisher.short_links {
            return rewritten;
        }
        deals.shorten_links(answer).await;
        self.rewrite(answer)
    }

    /// Replaces the links by those of the answer.
    fn rewrite(&self, answer: &Answer) -> RewrittenPost {
        let mut contents = self.contents.clone();
        let mut replaced = 0;
        let mut words: Vec<Vec<Replacement>> = vec![Vec::new(); contents.len()];
        for (span, replacement) in &answer.replacements {
            let link = match replacement {
                LinkReplacement::Deal(index) => answer.deals.get(*index).and_then(replacement_link),
                LinkReplacement::NonProductLink(index) => {
                    answer.non_product_links.get(*index).and_then(|link| link.page_link.as_ref())
                }
            };
            let section = self
                .sections
                .iter()
                .find(|(section, _)| section.start <= span.start && span.end <= section.end);
            let (Some(link), Some((section, place))) = (link, section) else { continue };
            match *place {
                PostSection::Words(message) => {
                    let span = span.start - section.start..span.end - section.start;
                    words[message].push(Replacement { span, address: link.as_str().to_owned() });
                }
                PostSection::Button { message, row, column } => {
                    let button = &mut contents[message].buttons[row][column];
                    replaced += usize::from(button.url() != Some(link.as_str()));
                    button.set_url(link.as_str());
                }
                // Not counted, because the preview shows a link of the text.
                PostSection::Preview(message) => contents[message].set_preview_url(link.as_str()),
            }
        }
        for (content, replacements) in contents.iter_mut().zip(&words) {
            replaced += replacements.iter().filter(|new| !is_unchanged(content, new)).count();
            content.post = content.post.with_replacements(replacements);
        }
        RewrittenPost { contents, replaced }
    }
}

impl RewrittenPost {
    /// Length and limit of the first message that is too long for Telegram.
    pub fn too_long(&self) -> Option<(usize, usize)> {
        let sizes = self.contents.iter().map(|content| (content.post.utf16_length(), content.max_units()));
        sizes.into_iter().find(|(units, limit)| units > limit)
    }
}

/// The replacement for a deal's link; `None` if it is already an own link with the right SubIDs, however it is written or
/// shortened.
fn replacement_link(deal: &Deal) -> Option<&Url> {
    let stays = deal.private.own_link_check.as_ref().is_some_and(OwnLinkCheck::has_wanted_subids);
    deal.public.link.as_ref().filter(|_| !stays)
}

/// The number of words that are not part of a link, and of lines with such words.
fn own_words(text: &str, links: &[Link]) -> (usize, usize) {
    let mut rest = text.to_owned();
    for link in links.iter().rev().filter(|link| text.get(link.span.clone()).is_some()) {
        rest.replace_range(link.span.clone(), " ");
    }
    let is_word = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    let counts =
        rest.lines().map(|line| line.split_whitespace().filter(is_word).count()).filter(|count| *count > 0);
    counts.fold((0, 0), |(words, lines), count| (words + count, lines + 1))
}

/// Whether it is a text of the app's share button: a price, a title and one link, and little else.
fn is_share_text(text: &str, links: &[Link]) -> bool {
    let [link] = links else { return false };
    let before = text.get(..link.span.start).unwrap_or_default();
    let after = text.get(link.span.end..).unwrap_or_default();
    let is_heading = link.title.is_some() || before.contains(" | ");
    is_heading && before.trim().lines().count() <= 2 && own_words(after, &[]).0 <= 3
}

/// Whether the message already has the new address at this position.
fn is_unchanged(content: &MessageContent, replacement: &Replacement) -> bool {
    let hidden = content.post.hidden_links().into_iter().find(|hidden| hidden.span == replacement.span);
    match hidden {
        Some(hidden) => hidden.url == replacement.address,
        None => content.post.text.get(replacement.span.clone()) == Some(replacement.address.as_str()),
    }
}

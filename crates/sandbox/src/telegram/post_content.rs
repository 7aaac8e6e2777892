//! The content of what a person sends, checked as Telegram's apps do.

use serde_json::{Value, json};

use super::entities::units;
use super::formatted_text::{FormattedText, TEXT_LIMIT};
use super::impossible::ImpossibleAction;
use super::keyboard;
use super::media::MediaKind;
use super::model::Content;
use super::post::UserPost;

/// The content of a text from a person's app: trimmed, with detected entities.
pub(super) fn text_content(text: &str, entities: Option<&[Value]>) -> Result<Content, ImpossibleAction> {
    let formatted = match entities {
        Some(entities) => parse_entities(text, entities)?,
        None => FormattedText::from_plain(text),
    };
    Ok(Content { formatted: check_length(not_empty(formatted)?)?, ..Content::default() })
}

fn parse_entities(text: &str, entities: &[Value]) -> Result<FormattedText, ImpossibleAction> {
    let posted = FormattedText::from_person(text, entities);
    Ok(posted.map_err(|refusal| ImpossibleAction::Entities(refusal.description))?.trimmed())
}

/// Only a message with a file may have an empty text.
fn not_empty(formatted: FormattedText) -> Result<FormattedText, ImpossibleAction> {
    if formatted.text.is_empty() { Err(ImpossibleAction::NoText) } else { Ok(formatted) }
}

/// A person's caption may be as long as a text, because users with Premium may write such captions.
fn check_length(formatted: FormattedText) -> Result<FormattedText, ImpossibleAction> {
    match formatted.units() {
        length if length > TEXT_LIMIT => Err(ImpossibleAction::TooLong(length)),
        _ => Ok(formatted),
    }
}

/// The entities of a post, with their offsets in its text.
fn place_entities(post: &UserPost) -> Result<Vec<Value>, ImpossibleAction> {
    let mut entities = post.entities.clone();
    for (entity, part) in &post.parts {
        let place = post.text.find(part.as_str()).filter(|_| !part.is_empty());
        let start =
            place.ok_or_else(|| ImpossibleAction::Entities(format!("\"{part}\" is not in the text")))?;
        let mut entity = entity.clone();
        entity["offset"] = json!(units(&post.text[..start]));
        entity["length"] = json!(units(part));
        entities.push(entity);
    }
    Ok(entities)
}

/// The content of a post without its file; an error if Telegram's apps could not send it.
pub(super) fn post_content(post: &UserPost) -> Result<Content, ImpossibleAction> {
    let kind = post.media;
    let formatted = parse_entities(&post.text, &place_entities(post)?)?.with_detected();
    let formatted = check_length(if kind.is_some() { formatted } else { not_empty(formatted)? })?;
    let no = |what: &str| Err(ImpossibleAction::Post(what.to_owned()));
    if kind == Some(MediaKind::Sticker) && formatted.units() > 0 {
        return no("a sticker has no caption");
    }
    if (post.caption_above || post.has_spoiler) && !kind.is_some_and(MediaKind::is_visual) {
        return no("only a picture or a film is veiled or has its caption above it");
    }
    if post.keyboard.is_some() && post.origin.is_none() {
        return no("only a forwarded message has buttons");
    }
    let keyboard = keyboard::parse_inline_keyboard(post.keyboard.as_ref());
    Ok(Content {
        formatted,
        media: None,
        caption_above: post.caption_above,
        has_spoiler: post.has_spoiler,
        keyboard: keyboard.map_err(|refusal| ImpossibleAction::Post(refusal.description))?,
        link_preview: post.link_preview.clone(),
    })
}

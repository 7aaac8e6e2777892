//! Guest mode (Bot API 10.0): somebody names the bot in a chat that it is no member of, with a product link, and gets the public
//! post there. Where the server does not take it, the person gets it in the private chat instead.

use serde_json::{Value, json};
use teloxide::types::{ChatId, User};

use super::browse::inline;
use super::chats::MessageAuthor;
use super::context::{AppContext, HandlerError};
use super::keyboard::{encode_part, message_from_part};
use super::message_content::MessageContent;
use super::post_text::PostText;
use super::sender::SendError;
use crate::answer::{PostTemplate, public_reply, public_title};
use crate::deals::{DealRequest, ForeignLinksOverride, PublicProduct, WhatIf};

/// Answers a guest message, given as its JSON; one without a product link, or without an affiliate link to be had, with silence.
pub(super) async fn answer_guest_message(desk: &AppContext, message: &Value) -> Result<(), HandlerError> {
    let (Some(query), MessageAuthor::Person { id: person, .. }) =
        (message["guest_query_id"].as_str(), MessageAuthor::from_json(message))
    else {
        return Ok(());
    };
    // The link stands in the message, or in the one that it replies to.
    let sources = [message, &message["reply_to_message"]];
    let reading = sources
        .into_iter()
        .filter_map(MessageContent::from_json)
        .map(|original| PostText::new(vec![original]));
    let Some(reading) = reading.into_iter().find(|reading| !reading.links().is_empty()) else {
        return Ok(());
    };
    let publisher = desk.store.publishers.load(person)?;
    let user = serde_json::from_value::<User>(message["from"].clone()).ok();
    let speak = match &user {
        Some(user) => desk.localizer_for(user, &publisher),
        None => desk.texts.localizer(publisher.language.unwrap_or(desk.default_language)),
    };
    let request = DealRequest {
        text: &reading.text,
        hidden: &reading.hidden,
        publisher: &publisher,
        what_if: WhatIf::default(),
        subids: &[],
        foreign_links: ForeignLinksOverride::FollowSettings,
    };
    let answer = desk.deals.answer(&request).await;
    let listed: Vec<PublicProduct> =
        answer.deals.iter().filter_map(|deal| PublicProduct::from_deal(&deal.public)).collect();
    let parts = public_reply(&listed, &PostTemplate::default(), speak);
    let (Some(part), Some(first)) = (parts.first(), listed.first()) else { return Ok(()) };
    let result = inline::article_result(
        &first.product.to_string(),
        &public_title(first, inline::MAX_TITLE_CHARS, speak),
        &part.html,
        part.preview.as_deref(),
    );
    let call = json!({ "guest_query_id": query, "result": result });
    let Err(error) = desk.sender.call_with_retries::<Value>(None, "answerGuestQuery", &call).await else {
        return Ok(());
    };
    tracing::debug!(%error, "a guest message was not answered where it was asked");
    for part in parts {
        match desk.sender.send(ChatId(person as i64), &message_from_part(&encode_part(part))).await {
            Ok(_) => {}
            // Never spoke to the bot: then there is nowhere to answer.
            Err(SendError::ChatClosed | SendError::Refused(_)) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

//! Guest mode (Bot API 10.0): somebody names the bot in a chat that it is no member of, with a product link, and gets the public
//! post there. Where the server does not take it, the person gets it in the private chat instead.

use serde_json::{Value, json};
use teloxide::types::{ChatId, User};

use super::browse::inline;
use super::chats::Author;
use super::desk::{Desk, Trouble};
use super::keyboard::outgoing;
use super::original::Original;
use super::post::Reading;
use super::send::SendError;
use crate::answer::{Template, public_title, shared};
use crate::deals::{Listed, Others, Request, Suppose};

/// Answers a guest message, given as its JSON; one without a product link, or without an affiliate link to be had, with silence.
pub(super) async fn answer(desk: &Desk, message: &Value) -> Result<(), Trouble> {
    let (Some(query), Author::Person { id: person, .. }) =
        (message["guest_query_id"].as_str(), Author::of(message))
    else {
        return Ok(());
    };
    // The link stands in the message, or in the one that it replies to.
    let sources = [message, &message["reply_to_message"]];
    let reading = sources.into_iter().filter_map(Original::read).map(|original| Reading::of(vec![original]));
    let Some(reading) = reading.into_iter().find(|reading| !reading.links().is_empty()) else {
        return Ok(());
    };
    let publisher = desk.store.publishers.of(person)?;
    let user = serde_json::from_value::<User>(message["from"].clone()).ok();
    let speak = match &user {
        Some(user) => desk.speaker(user, &publisher),
        None => desk.texts.of(publisher.language.unwrap_or(desk.default_language)),
    };
    let request = Request {
        text: &reading.text,
        hidden: &reading.hidden,
        publisher: &publisher,
        suppose: Suppose::default(),
        subids: &[],
        others: Others::AsSet,
    };
    let answer = desk.deals.answer(&request).await;
    let listed: Vec<Listed> = answer.deals.iter().filter_map(|deal| Listed::pasted(&deal.public)).collect();
    let parts = shared(&listed, &Template::default(), speak);
    let (Some(part), Some(first)) = (parts.first(), listed.first()) else { return Ok(()) };
    let result = inline::article(
        &first.product.to_string(),
        &public_title(first, inline::TITLE, speak),
        &part.html,
        part.preview.as_deref(),
    );
    let call = json!({ "guest_query_id": query, "result": result });
    let Err(error) = desk.sender.attempt::<Value>(None, "answerGuestQuery", &call).await else {
        return Ok(());
    };
    tracing::debug!(%error, "a guest message was not answered where it was asked");
    for part in parts {
        match desk.sender.send(ChatId(person as i64), &outgoing(&part)).await {
            Ok(_) => {}
            // Never spoke to the bot: then there is nowhere to answer.
            Err(SendError::Closed | SendError::Refused(_)) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

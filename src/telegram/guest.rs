//! Guest mode (Bot API 10.0): somebody mentions the bot with a product link in a chat that the bot is not a member of, and the
//! bot posts the deal there. If the server refuses that, the person gets the post in the private chat.

use serde::de::IgnoredAny;
use serde_json::json;
use teloxide::types::ChatId;

use super::api::OutgoingMessage;
use super::context::AppContext;
use super::handler_error::Result;
use super::inline::{MAX_TITLE_CHARS, article_result};
use super::post_text::PostText;
use super::update::{IncomingMessage, MessageAuthor};
use crate::answer::{PostTemplate, public_reply, public_title};
use crate::deals::{DealRequest, PublicProduct};

/// Answers a guest message. Without a product link, or if no affiliate link can be made, there is no answer.
pub(crate) async fn answer_guest_message(app: &AppContext, message: &IncomingMessage) -> Result<()> {
    let (Some(query), MessageAuthor::Person { id: person, .. }, Some(user)) =
        (&message.guest_query_id, &message.author, &message.from)
    else {
        return Ok(());
    };
    // The link is in the message, or in the message to which it replies.
    let sources = [Some(message), message.reply_to.as_deref()];
    let mut texts = sources.into_iter().flatten().map(|source| PostText::new(vec![source.content.clone()]));
    let Some(post_text) = texts.find(|text| !text.links().is_empty()) else { return Ok(()) };
    let publisher = app.store.publishers.load(*person).await?;
    let localizer = app.localizer_for(user, &publisher);
    let request = DealRequest::new(&post_text.text, &post_text.hidden, &publisher);
    let answer = app.deals.answer(&request).await;
    let products = PublicProduct::all_of(&answer);
    let parts = public_reply(&products, &PostTemplate::default(), localizer);
    let (Some(part), Some(first)) = (parts.first(), products.first()) else { return Ok(()) };
    let title = public_title(first, MAX_TITLE_CHARS, localizer);
    let result = article_result(&first.product.to_string(), &title, &part.html, part.preview.as_deref());
    let params = json!({ "guest_query_id": query, "result": result });
    let answered = app.sender.call_with_retries::<IgnoredAny>(None, "answerGuestQuery", &params).await;
    let Err(error) = answered else { return Ok(()) };
    tracing::debug!(%error, "a guest message was not answered where it was asked");
    for part in parts {
        if !app.send_if_open(ChatId(*person as i64), &OutgoingMessage::from(part)).await? {
            return Ok(());
        }
    }
    Ok(())
}

//! Composes the answer to messages with links: their deals, a post with its links replaced, or a check of its words.

use super::answer_delivery::EditPolicy;
use super::context::PrivateContext;
use super::subid_suffix::strip_subids;
use crate::answer::{
    Action, AnswerPart, Button, ConductFinding, PostAction, RewriteOutcome, conduct_findings,
};
use crate::deals::{ASSUMED_TRAFFIC, Answer, DealRequest, ForeignLinksOverride};
use crate::telegram::api::OutgoingMessage;
use crate::telegram::handler_error::Result;
use crate::telegram::post_text::PostText;
use crate::telegram::update::MessageContent;
use dealink_links::{HiddenLink, ProductId};
use dealink_network::tracking_link::SubIdSlot;

/// The form of the answer to a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ReplyFormat {
    /// A post comes back as a post, anything else is answered with its deals.
    #[default]
    Auto,
    Deals,
    Post,
    /// The rules that the post's text may break.
    WordCheck,
}

/// What is asked for besides the text of the message.
#[derive(Clone, Debug, Default)]
pub(super) struct ReplyOptions {
    pub(super) format: ReplyFormat,
    pub(super) foreign_links: ForeignLinksOverride,
    /// SubIDs that were given with a command.
    pub(super) subids: Vec<(SubIdSlot, String)>,
    pub(super) edits: EditPolicy,
}

impl ReplyOptions {
    pub(super) fn with_format(format: ReplyFormat) -> Self {
        ReplyOptions { format, ..ReplyOptions::default() }
    }

    /// For an answer that somebody asked for: it is not edited when the message is edited.
    pub(super) fn once(self) -> Self {
        ReplyOptions { edits: EditPolicy::Ignore, ..self }
    }
}

impl PrivateContext<'_> {
    /// Answers the links of a message or album, or says that there are none.
    pub(super) async fn reply_to_links(
        &self,
        contents: Vec<MessageContent>,
        options: &ReplyOptions,
    ) -> Result<()> {
        let Some(answered) = answered_message_id(&contents) else { return Ok(()) };
        let answer = match self.stored_answer()? {
            Some(stored) => stored,
            None => {
                let options = self.with_previous_choice(answered, options).await?;
                let composed = self.compose_answer(contents, &options).await;
                self.store_answer(&composed).await?;
                composed
            }
        };
        self.send_answer(&answer, answered, options.edits).await
    }

    /// Edits the answer to a message; a message that was never answered gets no answer.
    pub(super) async fn update_reply(&self, content: MessageContent, options: &ReplyOptions) -> Result<()> {
        let answered = content.message_id;
        let before = self.app.store.answers.answers_to(self.chat.0, answered).await?;
        let in_album = content.album.is_some();
        if before.is_empty() || (content.post.text.is_empty() && !in_album) {
            return Ok(());
        }
        let answer = match self.stored_answer()? {
            Some(stored) => stored,
            // A part of an album is answered as a post, whatever its new caption says.
            None if in_album && content.post.links().is_empty() => vec![OutgoingMessage::copy(content)],
            None => {
                let options = self.with_previous_choice(answered, options).await?;
                let composed = self.compose_answer(vec![content], &options).await;
                self.store_answer(&composed).await?;
                composed
            }
        };
        self.edit_answer(answer, answered, before).await
    }

    /// The earlier choice about other publishers' links in this message also applies to its edits and its details.
    async fn with_previous_choice(&self, message: i32, options: &ReplyOptions) -> Result<ReplyOptions> {
        let mut options = options.clone();
        if self.app.store.answers.is_foreign_converted(self.chat.0, message).await? {
            options.foreign_links = ForeignLinksOverride::Convert;
        }
        Ok(options)
    }

    async fn compose_answer(
        &self,
        mut contents: Vec<MessageContent>,
        options: &ReplyOptions,
    ) -> Vec<OutgoingMessage> {
        let mut subids = options.subids.clone();
        for content in &mut contents {
            match strip_subids(&content.post, &self.app.bot_username) {
                Ok((post, stripped)) => {
                    content.post = post;
                    if subids.is_empty() {
                        subids = stripped;
                    }
                }
                Err(error) => return vec![OutgoingMessage::html(self.localizer.html(&error))],
            }
        }
        let post_text = PostText::new(contents);
        if options.format == ReplyFormat::WordCheck {
            let findings = self.conduct_findings(&post_text.text);
            return vec![self.renderer().conduct_card(&findings).into()];
        }
        if post_text.links().is_empty() {
            let key = no_link_key(&post_text.text, &post_text.hidden);
            return vec![OutgoingMessage::html(self.html_of(key))];
        }
        let request = DealRequest {
            subids: &subids,
            foreign_links: options.foreign_links,
            ..DealRequest::new(&post_text.text, &post_text.hidden, self.publisher)
        };
        let mut answer = self.find_deals(&request).await;
        self.remember_products(&answer).await;
        let is_post = match options.format {
            ReplyFormat::Auto => post_text.is_post(),
            ReplyFormat::Deals | ReplyFormat::WordCheck => false,
            ReplyFormat::Post => true,
        };
        if is_post {
            return self.compose_post(&post_text, &mut answer, &subids).await;
        }
        let mut parts = self.renderer().answer(&answer);
        if options.format == ReplyFormat::Auto
            && post_text.has_own_words()
            && !answer.replacements.is_empty()
            && let Some(first) = parts.first_mut()
        {
            let label = self.localizer.text("answer-button-post");
            let data = Action::Post(PostAction::Rewrite);
            first.buttons.push(vec![Button::Press { label, data }]);
        }
        to_messages(parts)
    }

    /// The post with its new links, and the report.
    async fn compose_post(
        &self,
        post_text: &PostText,
        answer: &mut Answer,
        subids: &[(SubIdSlot, String)],
    ) -> Vec<OutgoingMessage> {
        let rewritten = post_text.rewrite_to_fit(answer, self.publisher, &self.app.deals).await;
        let outcome = match rewritten.too_long() {
            Some((units, limit)) => RewriteOutcome::TooLong { units, limit },
            None if rewritten.replaced == 0 => RewriteOutcome::NothingToReplace,
            None => RewriteOutcome::Rewritten { replaced: rewritten.replaced, subids },
        };
        let mut messages = Vec::new();
        if let RewriteOutcome::Rewritten { .. } = outcome {
            let mut contents = rewritten.contents;
            messages.push(match contents.len() {
                1 => OutgoingMessage::copy(contents.remove(0)),
                _ => OutgoingMessage::album(contents),
            });
        }
        let findings = self.conduct_findings(&post_text.text);
        let mut parts = self.renderer().report(outcome, answer, &findings);
        // The report's buttons act on the post that it is about.
        parts.iter_mut().take(1).for_each(|part| part.replies = true);
        messages.extend(to_messages(parts));
        messages
    }

    /// The rules that a post's text may break, for the traffic source of its estimates.
    fn conduct_findings(&self, text: &str) -> Vec<ConductFinding> {
        let source = self.publisher.traffic.unwrap_or(ASSUMED_TRAFFIC);
        let words = self.app.words.current();
        conduct_findings(&words.check(text, source), &words, self.app.deals.program())
    }

    async fn remember_products(&self, answer: &Answer) {
        let products = answer.deals.iter().filter_map(|deal| deal.public.product).map(ProductId::value);
        if let Err(error) = self.app.store.recent.remember(self.user.id, products).await {
            tracing::error!(%error, "a person's last products could not be remembered");
        }
    }
}

/// The message to which the answer replies; for an album the first part with a caption.
fn answered_message_id(contents: &[MessageContent]) -> Option<i32> {
    let with_words = contents.iter().find(|content| !content.post.text.is_empty());
    with_words.or(contents.first()).map(|content| content.message_id)
}

fn to_messages(parts: Vec<AnswerPart>) -> Vec<OutgoingMessage> {
    parts.into_iter().map(OutgoingMessage::from).collect()
}

fn no_link_key(text: &str, hidden: &[HiddenLink]) -> &'static str {
    let has_address = !hidden.is_empty() || text.contains("://") || text.contains("www.");
    if has_address { "chat-no-aliexpress" } else { "chat-no-link" }
}

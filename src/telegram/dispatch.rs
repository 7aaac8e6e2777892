//! Hands an update to its handler; the only file that knows all handlers.
//!
//! A fault or a panic of a handler costs its update alone, and the person is told the update's number.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use teloxide::types::ChatId;
use tracing::{Instrument, Span};

use super::api::{CallbackAnswer, SendError};
use super::chats::ChatContext;
use super::context::AppContext;
use super::handler_error::HandlerError;
use super::private::PrivateContext;
use super::queue::Outcome;
use super::update::{ChatType, Update, UpdateKind, User};
use super::{guest, inline, private};
use crate::store::WaitingUpdate;
use dealink_core::message::Message;

/// Where an update happened.
enum Place<'a> {
    Private {
        user: &'a User,
        chat: ChatId,
    },
    /// A group or channel.
    Shared(ChatId),
    /// Elsewhere; such updates are answered by kind or not at all.
    Elsewhere,
}

impl Place<'_> {
    fn of(update: &Update) -> Place<'_> {
        let shared =
            update.chat().filter(|chat| chat.kind.is_shared()).map(|chat| Place::Shared(ChatId(chat.id)));
        match &update.kind {
            UpdateKind::Message(message) | UpdateKind::EditedMessage(message)
                if message.chat.kind == ChatType::Private =>
            {
                let private = |user| Place::Private { user, chat: ChatId(message.chat.id) };
                message.from.as_ref().map_or(Place::Elsewhere, private)
            }
            UpdateKind::Message(_)
            | UpdateKind::EditedMessage(_)
            | UpdateKind::ChannelPost(_)
            | UpdateKind::EditedChannelPost(_)
            | UpdateKind::MyChatMember(_) => shared.unwrap_or(Place::Elsewhere),
            // The chat of a button below an old message is not told; then it is the private one.
            UpdateKind::CallbackQuery(query) => {
                shared.unwrap_or(Place::Private { user: &query.from, chat: ChatId(query.from.id as i64) })
            }
            UpdateKind::GuestMessage(_)
            | UpdateKind::ChosenInlineResult(_)
            | UpdateKind::InlineQuery(_)
            | UpdateKind::Unsupported => Place::Elsewhere,
        }
    }
}

/// Handles an update of the inbox. Never panics.
pub async fn handle_update(app: &AppContext, update: &Update, record: &WaitingUpdate) -> Outcome {
    handle_guarded(app, update, record).instrument(span(update)).await
}

/// Answers an inline query; a fault costs that answer alone.
pub async fn handle_inline_query(app: &AppContext, update: &Update) {
    if let UpdateKind::InlineQuery(query) = &update.kind {
        inline::answer_inline_query(app, query).instrument(span(update)).await;
    }
}

/// The span of everything that is logged while the update is handled. Its level is ERROR, so that it is there for every event
/// that the log's filter lets through. It holds no text and no name.
fn span(update: &Update) -> Span {
    let chat = update.chat().map_or("none", |chat| chat.kind.name());
    tracing::error_span!("update", id = update.id, chat, handler = update.kind.name())
}

async fn handle_guarded(app: &AppContext, update: &Update, record: &WaitingUpdate) -> Outcome {
    // Boxed: what handling an update holds is large, and most of the time nothing waits here.
    match AssertUnwindSafe(Box::pin(run_handler(app, update, record))).catch_unwind().await {
        Ok(Ok(()) | Err(HandlerError::Send(SendError::ChatClosed))) => return Outcome::Done,
        // No answer can be sent until the operator mends the token; then the update is answered.
        Ok(Err(HandlerError::Send(SendError::Token))) => {
            tracing::error!("an update stays in the inbox: the token is not accepted");
            return Outcome::Kept;
        }
        Ok(Err(error)) => tracing::error!(%error, "an update could not be answered"),
        // A panic's message may hold text of the update; the panic hook writes its place alone.
        Err(_) => tracing::error!("handling an update panicked"),
    }
    apologise(app, update, record).await;
    Outcome::Done
}

async fn run_handler(app: &AppContext, update: &Update, record: &WaitingUpdate) -> Result<(), HandlerError> {
    #[cfg(feature = "sandbox")]
    if let Some(hook) = &app.test_hook {
        hook(update);
    }
    match (Place::of(update), &update.kind) {
        (_, UpdateKind::GuestMessage(message)) => guest::answer_guest_message(app, message).await,
        (_, UpdateKind::ChosenInlineResult(chosen)) => inline::remember_chosen_result(app, chosen),
        (Place::Private { user, chat }, kind) if !user.is_bot => {
            let publisher = app.store.publishers.load(user.id)?;
            let localizer = app.localizer_for(user, &publisher);
            let context = PrivateContext { app, user, chat, publisher: &publisher, localizer, record };
            match kind {
                UpdateKind::Message(message) => private::handle_message(&context, message).await,
                UpdateKind::EditedMessage(message) => private::handle_edit(&context, message).await,
                UpdateKind::CallbackQuery(query) => private::handle_callback(&context, query).await,
                _ => Ok(()),
            }
        }
        (Place::Shared(chat), kind) => run_in_chat(app, chat, kind, record).await,
        (Place::Elsewhere, UpdateKind::Unsupported) => {
            tracing::error!("an update has an unknown form and was passed over");
            Ok(())
        }
        (Place::Private { .. } | Place::Elsewhere, _) => Ok(()),
    }
}

async fn run_in_chat(
    app: &AppContext,
    chat: ChatId,
    kind: &UpdateKind,
    record: &WaitingUpdate,
) -> Result<(), HandlerError> {
    let context = ChatContext::load(app, chat, record);
    // That the bot left the group which a supergroup was says nothing of the supergroup.
    if context.migrated && matches!(kind, UpdateKind::MyChatMember(_)) {
        return Ok(());
    }
    match run_chat_handler(&context, kind).await {
        Err(HandlerError::Send(SendError::Migrated(new))) => {
            app.store.migrate(chat.0, new.0).await?;
            // Answered where everybody is now.
            let context = ChatContext { migrated: true, ..ChatContext::load(app, new, record) };
            run_chat_handler(&context, kind).await
        }
        done => done,
    }
}

async fn run_chat_handler(context: &ChatContext<'_>, kind: &UpdateKind) -> Result<(), HandlerError> {
    let done = match kind {
        UpdateKind::Message(message) => context.handle_message(message).await,
        UpdateKind::EditedMessage(message) => context.handle_edit(message).await,
        UpdateKind::ChannelPost(post) | UpdateKind::EditedChannelPost(post) => {
            context.handle_post(post).await
        }
        UpdateKind::CallbackQuery(query) => context.handle_callback(query).await,
        UpdateKind::MyChatMember(change) => context.handle_membership(change).await,
        _ => Ok(()),
    };
    match done {
        Err(HandlerError::Send(SendError::ChatClosed)) => context.pause_chat().await,
        done => done,
    }
}

/// Tells that an update could not be handled: the person in the private chat, the owner of a group or channel.
async fn apologise(app: &AppContext, update: &Update, record: &WaitingUpdate) {
    // The number is in the log as well, so that the person can quote it.
    let id = update.id.to_string();
    let query = match &update.kind {
        UpdateKind::CallbackQuery(query) => Some(query),
        _ => None,
    };
    let told = match (Place::of(update), query) {
        (Place::Elsewhere, _) => return,
        (Place::Private { user, chat }, query) => {
            let publisher = app.store.publishers.load(user.id).unwrap_or_default();
            let localizer = app.localizer_for(user, &publisher);
            match query {
                Some(query) => {
                    let text = localizer.plain(&Message::new("chat-fault-press").with("id", id));
                    return app.sender.answer_callback(&query.id, CallbackAnswer::Alert(text)).await;
                }
                None => app.send_html(chat, localizer.html(&Message::new("chat-fault").with("id", id))).await,
            }
        }
        (Place::Shared(chat), Some(query)) => {
            let localizer = ChatContext::load(app, chat, record).localizer;
            let text = localizer.plain(&Message::new("chat-fault-press").with("id", id));
            return app.sender.answer_callback(&query.id, CallbackAnswer::Alert(text)).await;
        }
        (Place::Shared(chat), None) => ChatContext::load(app, chat, record).warn_owner_of_fault(id).await,
    };
    if let Err(error) = told {
        tracing::warn!(%error, "a fault could not be told");
    }
}

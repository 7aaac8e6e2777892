//! Hands an update to its handler; the only file that knows all handlers.
//!
//! An error or a panic of a handler affects only its update, and the person is told the update's number.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use teloxide::types::ChatId;
use tracing::{Instrument, Span};

use super::api::{CallbackAnswer, SendError};
use super::chats::ChatContext;
use super::context::AppContext;
use super::handler_error::{HandlerError, Result};
use super::private::PrivateContext;
use super::queue::Outcome;
use super::update::{ChatType, Update, UpdateKind, User};
use super::{guest, inline};
use crate::store::WaitingUpdate;
use dealink_core::message::Message;
use dealink_core::requester::Requester;

/// Where an update happened.
enum Place<'a> {
    Private {
        user: &'a User,
        chat: ChatId,
    },
    Shared(ChatId),
    /// Neither; such updates are answered by their kind or not at all.
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
            // Telegram does not say the chat of a button below an old message; then it is taken for the private chat.
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
    requester(update).scope(handle_guarded(app, update, record)).instrument(span(update)).await
}

/// Answers an inline query; an error affects only this answer.
pub async fn handle_inline_query(app: &AppContext, update: &Update) {
    if let UpdateKind::InlineQuery(query) = &update.kind {
        // Boxed, because the future is large.
        let answered = Box::pin(inline::answer_inline_query(app, query));
        requester(update).scope(answered).instrument(span(update)).await;
    }
}

/// The person who caused an update; the group or channel for posts in its own name.
fn requester(update: &Update) -> Requester {
    let person = match &update.kind {
        UpdateKind::Message(message)
        | UpdateKind::EditedMessage(message)
        | UpdateKind::GuestMessage(message)
        | UpdateKind::ChannelPost(message)
        | UpdateKind::EditedChannelPost(message) => message.author.person_id(),
        UpdateKind::CallbackQuery(query) => Some(query.from.id),
        UpdateKind::InlineQuery(query) => Some(query.from.id),
        UpdateKind::ChosenInlineResult(chosen) => Some(chosen.from.id),
        UpdateKind::MyChatMember(change) => change.from.as_ref().map(|user| user.id),
        UpdateKind::Unsupported => None,
    };
    let chat = || update.chat().map(|chat| Requester::Chat(chat.id));
    person.map(Requester::Person).or_else(chat).unwrap_or(Requester::Bot)
}

/// The span of all events that are logged while the update is handled. Its level is ERROR, so that no filter of the log removes
/// it from an event. It contains no text and no name.
fn span(update: &Update) -> Span {
    let chat = update.chat().map_or("none", |chat| chat.kind.name());
    tracing::error_span!("update", id = update.id, chat, handler = update.kind.name())
}

async fn handle_guarded(app: &AppContext, update: &Update, record: &WaitingUpdate) -> Outcome {
    // Boxed, because the future is large and rarely exists.
    match AssertUnwindSafe(Box::pin(run_handler(app, update, record))).catch_unwind().await {
        Ok(Ok(()) | Err(HandlerError::Send(SendError::ChatClosed))) => return Outcome::Done,
        // No answer can be sent until the operator corrects the token. The update stays in the inbox until then.
        Ok(Err(HandlerError::Send(SendError::Token))) => {
            tracing::error!("an update stays in the inbox: the token is not accepted");
            return Outcome::Kept;
        }
        Ok(Err(error)) => tracing::error!(%error, "an update could not be answered"),
        // A panic's message may contain text of the update. It is not logged; the panic hook logs only the file and line.
        Err(_) => tracing::error!("handling an update panicked"),
    }
    apologise(app, update, record).await;
    Outcome::Done
}

async fn run_handler(app: &AppContext, update: &Update, record: &WaitingUpdate) -> Result<()> {
    #[cfg(feature = "sandbox")]
    if let Some(hook) = &app.test_hook {
        hook(update);
    }
    match (Place::of(update), &update.kind) {
        (_, UpdateKind::GuestMessage(message)) => guest::answer_guest_message(app, message).await,
        (_, UpdateKind::ChosenInlineResult(chosen)) => inline::remember_chosen_result(app, chosen).await,
        (Place::Private { user, chat }, kind) if !user.is_bot => {
            let publisher = app.store.publishers.load(user.id).await?;
            let localizer = app.localizer_for(user, &publisher);
            let context = PrivateContext { app, user, chat, publisher: &publisher, localizer, record };
            match kind {
                UpdateKind::Message(message) => context.handle_message(message).await,
                UpdateKind::EditedMessage(message) => context.handle_edit(message).await,
                UpdateKind::CallbackQuery(query) => context.handle_callback(query).await,
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
) -> Result<()> {
    let context = ChatContext::load(app, chat, record);
    // The bot leaves the old group when it becomes a supergroup; that does not mean that it left the supergroup.
    if context.migrated && matches!(kind, UpdateKind::MyChatMember(_)) {
        return Ok(());
    }
    match run_chat_handler(&context, kind).await {
        Err(HandlerError::Send(SendError::Migrated(new))) => {
            app.store.migrate(chat.0, new.0).await?;
            // Answered in the supergroup.
            let context = ChatContext { migrated: true, ..ChatContext::load(app, new, record) };
            run_chat_handler(&context, kind).await
        }
        done => done,
    }
}

async fn run_chat_handler(context: &ChatContext<'_>, kind: &UpdateKind) -> Result<()> {
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

/// Reports that an update could not be handled, to the person in the private chat or to the owner of the group or channel.
async fn apologise(app: &AppContext, update: &Update, record: &WaitingUpdate) {
    // The number is in the log as well, so that the person can quote it.
    let id = update.id.to_string();
    let place = Place::of(update);
    let localizer = match place {
        Place::Elsewhere => return,
        Place::Private { user, .. } => {
            let publisher = app.store.publishers.load(user.id).await.unwrap_or_default();
            app.localizer_for(user, &publisher)
        }
        Place::Shared(chat) => ChatContext::load(app, chat, record).localizer,
    };
    if let UpdateKind::CallbackQuery(query) = &update.kind {
        let text = localizer.plain(&Message::new("chat-fault-press").with("id", id));
        return app.sender.answer_callback(&query.id, CallbackAnswer::Alert(text)).await;
    }
    let told = match place {
        Place::Private { chat, .. } => {
            app.send_html(chat, localizer.html(&Message::new("chat-fault").with("id", id))).await
        }
        Place::Shared(chat) => {
            let fault = Message::new("chats-fault").with("id", id);
            ChatContext::load(app, chat, record).warn_owner_with(fault).await
        }
        Place::Elsewhere => return,
    };
    if let Err(error) = told {
        tracing::warn!(%error, "a fault could not be told");
    }
}

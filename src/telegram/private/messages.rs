//! Handles a message or an edit of the private chat: a file, an album, a command, the answer to a question, or links.

use super::context::PrivateContext;
use super::links_reply::ReplyOptions;
use super::lists::ListFile;
use super::post_commands::strip_command;
use crate::telegram::commands::{ChatCommand, ParsedCommand, parse_command};
use crate::telegram::handler_error::HandlerError;
use crate::telegram::update::IncomingMessage;

pub(crate) async fn handle_message(
    context: &PrivateContext<'_>,
    message: &IncomingMessage,
) -> Result<(), HandlerError> {
    let app = context.app;
    // A post that the person sent into this chat through the bot's inline mode needs no answer.
    if message.via_bot.as_ref() == Some(&app.bot_username) {
        return Ok(());
    }
    if let Some(chosen) = message.chat_shared {
        return context.open_chosen_chat(chosen).await;
    }
    if context.is_operator()
        && let Some(file) = ListFile::from_message(message)
    {
        return context.handle_list_file(&file).await;
    }
    let content = &message.content;
    if content.album.is_some() {
        return context.reply_to_album(message).await;
    }
    if content.post.text.is_empty() {
        return if message.is_service { Ok(()) } else { context.send_text("chat-no-text").await };
    }
    let has_links = !content.post.links().is_empty();
    let command = match parse_command(&content.post.text, &app.bot_username) {
        // The command is known to operators only.
        Some(ParsedCommand::Known(ChatCommand::Lists, _)) if !context.is_operator() => {
            Some(ParsedCommand::Unknown)
        }
        Some(ParsedCommand::Known(command, _)) if !command.is_private_command() => {
            Some(ParsedCommand::Unknown)
        }
        // `/deal` takes the name of a favourite. With a link in its place, the message is answered as a link.
        Some(ParsedCommand::Known(ChatCommand::Deal, _)) if has_links => Some(ParsedCommand::Unknown),
        command => command,
    };
    match command {
        Some(ParsedCommand::ForOtherBot) => Ok(()),
        Some(ParsedCommand::Known(command, arguments)) => {
            context.end_question().await?;
            context.handle_command(command, arguments, message).await
        }
        Some(ParsedCommand::Unknown) => {
            context.end_question().await?;
            match has_links {
                true => context.reply_in_auto_format(content.clone()).await,
                false => context.send_text("chat-unknown-command").await,
            }
        }
        None if context.answer_question(message).await? => Ok(()),
        None => context.reply_in_auto_format(content.clone()).await,
    }
}

/// Updates the answer to an edited message.
pub(crate) async fn handle_edit(
    context: &PrivateContext<'_>,
    message: &IncomingMessage,
) -> Result<(), HandlerError> {
    let (content, format) = strip_command(message.content.clone(), &context.app.bot_username);
    context.update_reply(content, &ReplyOptions { format, ..ReplyOptions::default() }).await
}

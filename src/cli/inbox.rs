//! `dealink inbox`: the updates that were set aside, also while the bot runs.

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::Message;
use serde_json::{Value as Json, json};

use super::out::{self, CommandResult, Printer};
use crate::config::{self, SettingSources};
use crate::store::{AsideReason, AsideUpdate, Store, StoreError};

/// Arguments of `inbox`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: InboxAction,
    /// Print JSON, one update a line.
    #[arg(long, global = true)]
    json: bool,
    /// tr or en.
    #[arg(long, global = true)]
    language: Option<Lang>,
}

#[derive(Subcommand)]
enum InboxAction {
    /// List the updates that were set aside, without their content.
    List,
    /// Print one as Telegram sent it. It may hold a person's name and message.
    Show {
        /// Its number.
        number: u64,
    },
    /// Handle one again: by the running bot within a quarter of a minute, or at its next start.
    Retry {
        /// Its number.
        number: u64,
    },
    /// Erase one.
    Drop {
        /// Its number.
        number: u64,
    },
}

pub(super) async fn run(arguments: Arguments, sources: &SettingSources) -> CommandResult {
    let dir = config::load_data_dir(sources);
    let dir = dir.map_err(|errors| out::print_setting_errors(&errors, sources))?;
    let texts = out::load_texts()?;
    let lang = arguments.language.unwrap_or_else(|| out::operator_language(sources));
    let printer = Printer { localizer: texts.localizer(lang), json: arguments.json };
    act(&dir, arguments.action, &printer).await.map_err(out::fail)
}

async fn act(dir: &Path, action: InboxAction, printer: &Printer<'_>) -> Result<ExitCode, StoreError> {
    let updates = Store::open_aside(dir)?;
    let (found, number, done) = match action {
        InboxAction::List => {
            let now = Clock::system().now().as_second();
            let all = updates.list().await?;
            for update in &all {
                printer.print_result(|| json_line(update), &text_line(update, now));
            }
            if all.is_empty() {
                printer.print(&Message::new("inbox-empty"));
            }
            return Ok(ExitCode::SUCCESS);
        }
        InboxAction::Show { number } => {
            let raw = updates.read(number).await?;
            if let Some(raw) = &raw {
                out::print_line(&String::from_utf8_lossy(raw));
            }
            (raw.is_some(), number, None)
        }
        InboxAction::Retry { number } => {
            (updates.request_retry(number).await?, number, Some("inbox-retried"))
        }
        InboxAction::Drop { number } => (updates.remove(number).await?, number, Some("inbox-dropped")),
    };
    let message = |key| Message::new(key).with("number", number.to_string());
    if !found {
        printer.print_error(&message("inbox-unknown"));
        return Ok(ExitCode::FAILURE);
    }
    if let Some(key) = done {
        printer.print(&message(key));
    }
    Ok(ExitCode::SUCCESS)
}

fn json_line(update: &AsideUpdate) -> Json {
    let AsideUpdate { id, chat, bytes, reason, kind, received, set_aside } = update;
    let reason = match reason {
        AsideReason::Deaths => "deaths",
        AsideReason::TooLong => "too_long",
    };
    json!({
        "number": id, "chat": chat, "bytes": bytes, "kind": kind, "reason": reason, "received": received, "set_aside": set_aside,
    })
}

fn text_line(update: &AsideUpdate, now: i64) -> Message {
    let key = match update.reason {
        AsideReason::Deaths => "inbox-line-deaths",
        AsideReason::TooLong => "inbox-line-too-long",
    };
    let hours = (now - update.set_aside).max(0) / 3_600;
    Message::new(key)
        .with("number", update.id.to_string())
        .with("kind", update.kind.as_str())
        .with("bytes", update.bytes as usize)
        .with("hours", hours as usize)
}

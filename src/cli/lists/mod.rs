//! `dealink lists`: loads lists from files while the bot does not run; a running bot takes files in the chat.

mod print;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::Message;
use jiff::civil::Date;

use self::print::{ListsOutcome, message_about, version_message};
use super::out::{self, CommandResult, Printer};
use crate::config::{self, SettingSources};
use crate::lists::{self, List, ListKind, ListReader, ListRefusal, MOST_BYTES, ParsedList, ReaderCommand};
use crate::store::{OpenedStore, SaveOutcome, Store, StoreError, read_lists_backup};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: ListsAction,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
    /// tr or en.
    #[arg(long, global = true)]
    language: Option<Lang>,
}

#[derive(Subcommand)]
enum ListsAction {
    /// Load a list from a .csv, .txt or .xlsx file.
    Load(ListFileArguments),
    /// Read a file and say what loading it would change; nothing is loaded.
    Check(ListFileArguments),
    /// Show what is in force; with a list's name, all of that list.
    Show {
        /// no_commission, non_affiliate, special_electronics, chuwi or banned_keywords.
        kind: Option<ListKind>,
    },
    /// Show the last versions of a list.
    History {
        /// As for show.
        kind: ListKind,
    },
    /// Put an old version of a list in force again.
    Restore {
        /// As for show.
        kind: ListKind,
        /// Its number in the history.
        number: u64,
    },
    /// Put a list out of force.
    Remove {
        /// As for show.
        kind: ListKind,
    },
}

#[derive(clap::Args)]
struct ListFileArguments {
    /// no_commission, non_affiliate, special_electronics, chuwi or banned_keywords.
    kind: ListKind,
    /// The file.
    file: PathBuf,
    /// The list's day, such as 2026-11-20; without it the file's own, else today.
    #[arg(long)]
    date: Option<Date>,
    /// Load the good rows of a file that has bad ones too.
    #[arg(long)]
    skip_bad_rows: bool,
}

pub(super) async fn run(arguments: Arguments, sources: &SettingSources) -> CommandResult {
    let dir = config::load_data_dir(sources);
    let dir = dir.map_err(|errors| out::print_setting_errors(&errors, sources))?;
    let texts = out::load_texts()?;
    let lang = arguments.language.unwrap_or_else(|| out::operator_language(sources));
    let printer = Printer { localizer: texts.localizer(lang), json: arguments.json };
    let command = ListsCommand { dir, printer, clock: Clock::system() };
    let done = match arguments.action {
        ListsAction::Load(source) => command.load(&source).await,
        ListsAction::Check(source) => command.check(&source).await,
        ListsAction::Show { kind } => Ok(command.show(kind)),
        ListsAction::History { kind } => command.history(kind).await,
        ListsAction::Restore { kind, number } => command.restore(kind, number).await,
        ListsAction::Remove { kind } => command.remove(kind).await,
    };
    done.map_err(|failure| command.printer.print_failure(failure))
}

struct ListsCommand<'a> {
    dir: PathBuf,
    printer: Printer<'a>,
    clock: Clock,
}

enum ListsFailure {
    /// A mistake of the operator.
    Message(Message),
    Store(StoreError),
}

impl From<StoreError> for ListsFailure {
    fn from(error: StoreError) -> ListsFailure {
        ListsFailure::Store(error)
    }
}

impl From<ListRefusal> for ListsFailure {
    fn from(refusal: ListRefusal) -> ListsFailure {
        ListsFailure::Message(refusal.message())
    }
}

/// A parsed file and the date of its list.
struct LoadedListFile {
    list: ParsedList,
    date: Date,
    date_source: DateSource,
}

#[derive(Clone, Copy)]
enum DateSource {
    Argument,
    File,
    Today,
}

impl ListsCommand<'_> {
    async fn load(&self, source: &ListFileArguments) -> Result<ExitCode, ListsFailure> {
        let file = self.load_file(source).await?;
        if file.list.entries.is_empty() || (file.list.fault_count > 0 && !source.skip_bad_rows) {
            self.printer.print_file(source.kind, &file, None, ListsOutcome::Refused);
            self.printer.print_nothing_loaded(&file.list);
            return Ok(ExitCode::FAILURE);
        }
        let store = self.open_store().await?;
        let before = store.lists.live().current();
        let list = List { date: file.date, entries: file.list.entries.clone() };
        let (count, date) = (list.entries.len(), list.date);
        let (outcome, message) = match store.lists.save(source.kind, list, self.clock.now()).await? {
            SaveOutcome::InForce => {
                (ListsOutcome::Loaded, message_about("lists-cli-loaded", source.kind).with("count", count))
            }
            SaveOutcome::Unchanged => {
                (ListsOutcome::Unchanged, message_about("lists-cli-unchanged", source.kind))
            }
        };
        self.printer.print_file(source.kind, &file, Some(&before), outcome);
        self.printer.print(&message.with("date", date));
        Ok(ExitCode::SUCCESS)
    }

    async fn check(&self, source: &ListFileArguments) -> Result<ExitCode, ListsFailure> {
        let file = self.load_file(source).await?;
        let before = read_lists_backup(&self.dir);
        self.printer.print_file(source.kind, &file, Some(&before), ListsOutcome::Checked);
        self.printer.print(&Message::new("lists-cli-checked"));
        let is_good = file.list.fault_count == 0 && !file.list.entries.is_empty();
        Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// Shows the plain copy of the lists, which can be read while the bot runs.
    fn show(&self, kind: Option<ListKind>) -> ExitCode {
        self.printer.print_lists(&read_lists_backup(&self.dir), kind);
        ExitCode::SUCCESS
    }

    async fn history(&self, kind: ListKind) -> Result<ExitCode, ListsFailure> {
        self.printer.print_history(kind, &self.open_store().await?.lists.history(kind).await?);
        Ok(ExitCode::SUCCESS)
    }

    async fn restore(&self, kind: ListKind, number: u64) -> Result<ExitCode, ListsFailure> {
        let store = self.open_store().await?;
        let missing = || message_about("lists-cli-no-version", kind).with("number", number.to_string());
        let saved = store.lists.restore(kind, number, self.clock.now()).await?;
        let saved = saved.ok_or_else(|| ListsFailure::Message(missing()))?;
        let newest = store.lists.history(kind).await?.into_iter().next();
        let version = newest.map(|version| self.printer.localizer.plain(&version_message(&version)));
        let message = message_about("lists-cli-restored", kind).with("version", version.unwrap_or_default());
        let is_new = saved == SaveOutcome::InForce;
        let outcome = if is_new { ListsOutcome::Restored } else { ListsOutcome::Unchanged };
        self.printer.print_result(|| outcome.json(kind), &message);
        Ok(ExitCode::SUCCESS)
    }

    async fn remove(&self, kind: ListKind) -> Result<ExitCode, ListsFailure> {
        let (outcome, key) = match self.open_store().await?.lists.remove(kind, self.clock.now()).await? {
            SaveOutcome::InForce => (ListsOutcome::Removed, "lists-cli-removed"),
            SaveOutcome::Unchanged => (ListsOutcome::Unchanged, "lists-line-none"),
        };
        self.printer.print_result(|| outcome.json(kind), &message_about(key, kind));
        Ok(ExitCode::SUCCESS)
    }

    async fn open_store(&self) -> Result<Store, ListsFailure> {
        let OpenedStore { store, repairs } = Store::open(&self.dir).await?;
        for repair in repairs {
            tracing::error!("{repair}");
        }
        Ok(store)
    }

    /// Reads and parses the file, up to the largest size of a list.
    async fn load_file(&self, source: &ListFileArguments) -> Result<LoadedListFile, ListsFailure> {
        let today = self.clock.today();
        let bytes = read_bytes(&source.file).map_err(ListsFailure::Message)?;
        let name = source.file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let reader = ListReader::new(ReaderCommand::of_this_program());
        let list = reader.read(&name, &bytes, source.kind, today).await?;
        let (date, date_source) = match (source.date, list.date) {
            (Some(date), _) if !lists::is_plausible_date(date, today) => {
                return Err(ListsFailure::Message(Message::new("lists-refused-date").with("date", date)));
            }
            (Some(date), _) => (date, DateSource::Argument),
            (None, Some(date)) => (date, DateSource::File),
            (None, None) => (today, DateSource::Today),
        };
        Ok(LoadedListFile { list, date, date_source })
    }
}

fn read_bytes(file: &Path) -> Result<Vec<u8>, Message> {
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|file| file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes));
    let unread = Message::new("lists-cli-file").with("file", file.display().to_string());
    read.map_err(|error| unread.with("what", error.to_string()))?;
    Ok(bytes)
}

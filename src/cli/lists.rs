//! `dealink lists`: loads lists from files while the bot does not run; a running bot takes files in the chat.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::out;
use crate::config::{self, SettingSources};
use crate::lists::{self, List, ListKind, Lists, MOST_BYTES, ParsedList};
use crate::store::{ListStore, ListVersion, OpenedStore, SaveOutcome, Store, StoreError, read_lists_backup};
use crate::text::{Localizer, Texts};
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::{Argument, Message};

/// Arguments of `lists`.
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

pub(super) async fn run(arguments: Arguments, sources: &SettingSources) -> ExitCode {
    let dir = match config::load_data_dir(sources) {
        Ok(dir) => dir,
        Err(faults) => return out::print_setting_errors(&faults, sources),
    };
    let texts = match Texts::load() {
        Ok(texts) => texts,
        Err(error) => {
            out::print_error(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    let lang = arguments.language.unwrap_or_else(|| out::operator_language(sources));
    let desk =
        ListsCommand { dir, localizer: texts.localizer(lang), json: arguments.json, clock: Clock::system() };
    match arguments.action {
        ListsAction::Load(source) => desk.load(&source).await,
        ListsAction::Check(source) => desk.check(&source),
        ListsAction::Show { kind } => desk.show(kind),
        ListsAction::History { kind } => desk.with_lists(|shelf| desk.history(shelf, kind)),
        ListsAction::Restore { kind, number } => desk.restore(kind, number).await,
        ListsAction::Remove { kind } => desk.remove(kind).await,
    }
}

struct ListsCommand<'a> {
    dir: PathBuf,
    localizer: &'a Localizer,
    json: bool,
    clock: Clock,
}

/// A failed command.
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

/// A parsed file and the date of its list.
struct LoadedListFile {
    reading: ParsedList,
    date: Date,
    dated: &'static str,
}

impl ListsCommand<'_> {
    async fn load(&self, source: &ListFileArguments) -> ExitCode {
        let found = match self.load_file(source) {
            Ok(found) => found,
            Err(why) => return self.print_refusal(&why),
        };
        let refused =
            found.reading.entries.is_empty() || (found.reading.fault_count > 0 && !source.skip_bad_rows);
        if refused {
            self.print_file(source, &found, None, "refused");
            if !self.json {
                let skip = Message::new("lists-cli-skip");
                let skip = (!found.reading.entries.is_empty()).then(|| self.localizer.plain(&skip));
                let nothing = self.localizer.text("lists-nothing-changed");
                out::print_error(&skip.into_iter().chain([nothing]).collect::<Vec<_>>().join("\n"));
            }
            return ExitCode::FAILURE;
        }
        let done = async {
            let shelf = self.open_lists()?;
            let before = shelf.live().current();
            let list = List { date: found.date, entries: found.reading.entries.clone() };
            let saved = shelf.save(source.kind, list, self.clock.now()).await?;
            Ok::<_, ListsFailure>((before, saved))
        };
        match done.await {
            Ok((before, saved)) => {
                let state = if saved == SaveOutcome::InForce { "loaded" } else { "unchanged" };
                self.print_file(source, &found, Some(&before), state);
                if !self.json {
                    out::print_line(
                        &self.localizer.plain(&match saved {
                            SaveOutcome::InForce => message_about("lists-cli-loaded", source.kind)
                                .with("count", found.reading.entries.len())
                                .with("date", found.date),
                            SaveOutcome::Unchanged => {
                                message_about("lists-cli-unchanged", source.kind).with("date", found.date)
                            }
                        }),
                    );
                }
                ExitCode::SUCCESS
            }
            Err(end) => self.print_failure(end),
        }
    }

    fn check(&self, source: &ListFileArguments) -> ExitCode {
        let found = match self.load_file(source) {
            Ok(found) => found,
            Err(why) => return self.print_refusal(&why),
        };
        self.print_file(source, &found, Some(&read_lists_backup(&self.dir)), "checked");
        if !self.json {
            out::print_line(&self.localizer.text("lists-cli-checked"));
        }
        let good = found.reading.fault_count == 0 && !found.reading.entries.is_empty();
        if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Shows the plain copy of the lists, which can be read while the bot runs.
    fn show(&self, kind: Option<ListKind>) -> ExitCode {
        let in_force = read_lists_backup(&self.dir);
        if self.json {
            let shown: Vec<Json> = ListKind::all()
                .filter(|one| kind.is_none_or(|kind| kind == *one))
                .map(|one| {
                    let list = in_force.get(one);
                    let mut shown = json!({
                        "list": one.name(), "date": list.map(|list| list.date.to_string()),
                        "count": list.map(|list| list.entries.len()),
                    });
                    if kind.is_some() {
                        shown["entries"] = list.map(entries_json).unwrap_or_default();
                    }
                    shown
                })
                .collect();
            out::print_line(&json!({ "lists": shown }).to_string());
            return ExitCode::SUCCESS;
        }
        for one in ListKind::all().filter(|one| kind.is_none_or(|kind| kind == *one)) {
            let list = in_force.get(one);
            let line = match list {
                Some(list) => {
                    message_about("lists-line", one).with("count", list.entries.len()).with("date", list.date)
                }
                None => message_about("lists-line-none", one),
            };
            out::print_line(&self.localizer.plain(&line));
            match list.filter(|_| kind.is_some()).map(|list| &list.entries) {
                Some(lists::ListEntries::Stores(stores)) => {
                    for (store, name) in stores {
                        out::print_line(&[store.to_string(), name.clone().unwrap_or_default()].join("\t"));
                    }
                }
                Some(lists::ListEntries::Keywords(words)) => {
                    words.iter().for_each(|word| out::print_line(word))
                }
                None => {}
            }
        }
        ExitCode::SUCCESS
    }

    fn history(&self, shelf: &ListStore, kind: ListKind) -> Result<ExitCode, ListsFailure> {
        let history = shelf.history(kind)?;
        if self.json {
            let versions = history.iter().enumerate().map(|(at, version)| {
                json!({
                    "number": version.number, "date": version.date.map(|date| date.to_string()),
                    "count": version.count, "loaded": version.loaded.to_string(), "in_force": at == 0,
                })
            });
            out::print_line(
                &json!({ "list": kind.name(), "versions": versions.collect::<Vec<_>>() }).to_string(),
            );
        } else if history.is_empty() {
            out::print_line(&self.localizer.plain(&message_about("lists-cli-nothing", kind)));
        } else {
            for (at, version) in history.iter().enumerate() {
                let key = if at == 0 { "lists-cli-history-now" } else { "lists-cli-history" };
                let line = Message::new(key)
                    .with("number", version.number.to_string())
                    .with("version", self.version_text(version))
                    .with("loaded", version.loaded.to_zoned(TimeZone::UTC).date());
                out::print_line(&self.localizer.plain(&line));
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn restore(&self, kind: ListKind, number: u64) -> ExitCode {
        let done = async {
            let shelf = self.open_lists()?;
            let missing = || message_about("lists-cli-no-version", kind).with("number", number.to_string());
            let saved = shelf.restore(kind, number, self.clock.now()).await?;
            let saved = saved.ok_or_else(|| ListsFailure::Message(missing()))?;
            Ok((shelf.history(kind)?.into_iter().next(), saved))
        };
        match done.await {
            Ok((version, saved)) => {
                let now = version.as_ref().map(|version| self.version_text(version)).unwrap_or_default();
                let done = message_about("lists-cli-restored", kind).with("version", now);
                self.print_done(
                    kind,
                    if saved == SaveOutcome::InForce { "restored" } else { "unchanged" },
                    &done,
                )
            }
            Err(end) => self.print_failure(end),
        }
    }

    async fn remove(&self, kind: ListKind) -> ExitCode {
        let done = async { Ok(self.open_lists()?.remove(kind, self.clock.now()).await?) };
        match done.await {
            Ok(SaveOutcome::InForce) => {
                self.print_done(kind, "removed", &message_about("lists-cli-removed", kind))
            }
            Ok(SaveOutcome::Unchanged) => {
                self.print_done(kind, "unchanged", &message_about("lists-line-none", kind))
            }
            Err(end) => self.print_failure(end),
        }
    }

    fn print_done(&self, kind: ListKind, state: &str, said: &Message) -> ExitCode {
        out::print_line(&match self.json {
            true => json!({ "list": kind.name(), "state": state }).to_string(),
            false => self.localizer.plain(said),
        });
        ExitCode::SUCCESS
    }

    fn with_lists(&self, act: impl FnOnce(&ListStore) -> Result<ExitCode, ListsFailure>) -> ExitCode {
        self.open_lists().and_then(|shelf| act(&shelf)).unwrap_or_else(|end| self.print_failure(end))
    }

    fn open_lists(&self) -> Result<ListStore, ListsFailure> {
        let OpenedStore { store, moved_aside } = Store::open(&self.dir)?;
        if let Some(aside) = moved_aside {
            tracing::error!(moved_to = %aside.display(), "the database was broken; the last copies were restored");
        }
        Ok(store.lists)
    }

    /// Reads and parses the file, up to the largest size of a list.
    fn load_file(&self, source: &ListFileArguments) -> Result<LoadedListFile, Message> {
        let today = self.clock.today();
        let bytes = self.read_bytes(&source.file)?;
        let name = source.file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let reading = lists::parse_list(&name, &bytes, source.kind, today).map_err(|refusal| refusal.0)?;
        let (date, dated) = match (source.date, reading.date) {
            (Some(date), _) if !lists::is_plausible_date(date, today) => {
                return Err(Message::new("lists-refused-date").with("date", date));
            }
            (Some(date), _) => (date, "lists-preview-date-given"),
            (None, Some(date)) => (date, "lists-preview-date-file"),
            (None, None) => (today, "lists-preview-date-today"),
        };
        Ok(LoadedListFile { reading, date, dated })
    }

    fn read_bytes(&self, file: &Path) -> Result<Vec<u8>, Message> {
        let mut bytes = Vec::new();
        let read = File::open(file).and_then(|file| file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) => Ok(bytes),
            Err(error) => Err(Message::new("lists-cli-file")
                .with("file", file.display().to_string())
                .with("what", error.to_string())),
        }
    }

    /// Prints what a file holds and would change, and its faults to standard error.
    fn print_file(
        &self,
        source: &ListFileArguments,
        found: &LoadedListFile,
        before: Option<&Lists>,
        state: &str,
    ) {
        let LoadedListFile { reading, date, dated } = found;
        let now = before.and_then(|lists| lists.get(source.kind));
        let difference = reading.entries.difference_from(now.map(|list| &list.entries));
        if self.json {
            let faults = reading
                .faults
                .iter()
                .map(|fault| json!({ "line": fault.line, "why": self.localizer.plain(&fault.message) }));
            let mut told = json!({
                "list": source.kind.name(), "state": state, "date": date.to_string(),
                "count": reading.entries.len(), "doubled": reading.duplicates, "faulty": reading.fault_count,
                "faults": faults.collect::<Vec<_>>(), "sheet": reading.sheet,
            });
            if before.is_some() {
                told["added"] = json!(difference.added);
                told["removed"] = json!(difference.removed);
            }
            return out::print_line(&told.to_string());
        }
        for fault in &reading.faults {
            let line = Message::new("lists-fault-line")
                .with("line", fault.line.to_string())
                .with("why", self.localizer.plain(&fault.message));
            out::print_error(&self.localizer.plain(&line));
        }
        if reading.fault_count > reading.faults.len() {
            let more = reading.fault_count - reading.faults.len();
            out::print_error(&self.localizer.plain(&Message::new("lists-faults-more").with("count", more)));
        }
        let mut lines = vec![match reading.entries.len() {
            0 => Message::new("lists-preview-none"),
            count => Message::new("lists-preview-count").with("count", count),
        }];
        lines.extend(
            (reading.duplicates > 0)
                .then(|| Message::new("lists-preview-doubled").with("count", reading.duplicates)),
        );
        lines.extend(
            reading
                .sheet
                .as_ref()
                .map(|sheet| Message::new("lists-preview-sheet").with("sheet", sheet.as_str())),
        );
        lines.push(Message::new(dated).with("date", *date));
        lines.extend(before.map(|_| {
            match now {
                Some(now) => Message::new("lists-preview-difference")
                    .with("date", now.date)
                    .with("added", difference.added)
                    .with("removed", difference.removed),
                None => Message::new("lists-preview-first"),
            }
        }));
        for line in lines {
            out::print_line(&self.localizer.plain(&line));
        }
    }

    fn version_text(&self, version: &ListVersion) -> String {
        self.localizer.plain(&match version.date {
            Some(date) => Message::new("lists-version").with("count", version.count).with("date", date),
            None => Message::new("lists-version-none"),
        })
    }

    fn print_refusal(&self, why: &Message) -> ExitCode {
        let why = self.localizer.plain(why);
        if self.json {
            out::print_line(&json!({ "state": "refused", "why": why }).to_string());
        } else {
            out::print_error(&[why, self.localizer.text("lists-nothing-changed")].join("\n"));
        }
        ExitCode::FAILURE
    }

    fn print_failure(&self, end: ListsFailure) -> ExitCode {
        let why = match end {
            ListsFailure::Message(sentence) => return self.print_refusal(&sentence),
            ListsFailure::Store(StoreError::Locked(dir)) => {
                return self
                    .print_refusal(&Message::new("lists-cli-locked").with("dir", dir.display().to_string()));
            }
            ListsFailure::Store(error) => error.to_string(),
        };
        out::print_error(&why);
        ExitCode::FAILURE
    }
}

fn message_about(key: &'static str, kind: ListKind) -> Message {
    Message::new(key).with("list", Argument::Term(kind.key().to_owned()))
}

fn entries_json(list: &List) -> Json {
    match &list.entries {
        lists::ListEntries::Stores(stores) => {
            stores.iter().map(|(store, name)| json!({ "store": store.to_string(), "name": name })).collect()
        }
        lists::ListEntries::Keywords(words) => json!(words),
    }
}

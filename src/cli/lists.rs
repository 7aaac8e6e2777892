//! `dealink lists`: the operator's lists from files, for a bot that is not running; a running one takes files in the chat.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::out;
use crate::config::{self, Sources};
use crate::lists::{self, List, ListKind, Lists, MOST_BYTES, Reading};
use crate::store::{ListShelf, Opened, Saved, Store, StoreError, Version, lists_below};
use crate::text::{Speaker, Texts};
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::{Sentence, Value};

/// Arguments of `lists`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    deed: Deed,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
    /// tr or en.
    #[arg(long, global = true)]
    language: Option<Lang>,
}

#[derive(Subcommand)]
enum Deed {
    /// Load a list from a .csv, .txt or .xlsx file.
    Load(Source),
    /// Read a file and say what loading it would change; nothing is loaded.
    Check(Source),
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
struct Source {
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

/// Does it.
pub(super) async fn run(arguments: Arguments, sources: &Sources) -> ExitCode {
    let dir = match config::data_dir(sources) {
        Ok(dir) => dir,
        Err(faults) => return out::faults(&faults, sources),
    };
    let texts = match Texts::load() {
        Ok(texts) => texts,
        Err(error) => {
            out::complain(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    let lang = arguments.language.unwrap_or_else(|| out::language(sources));
    let desk = Desk { dir, speak: texts.of(lang), json: arguments.json, clock: Clock::system() };
    match arguments.deed {
        Deed::Load(source) => desk.load(&source).await,
        Deed::Check(source) => desk.check(&source),
        Deed::Show { kind } => desk.show(kind),
        Deed::History { kind } => desk.with_shelf(|shelf| desk.history(shelf, kind)),
        Deed::Restore { kind, number } => desk.restore(kind, number).await,
        Deed::Remove { kind } => desk.remove(kind).await,
    }
}

struct Desk<'a> {
    dir: PathBuf,
    speak: &'a Speaker,
    json: bool,
    clock: Clock,
}

/// What ends a command.
enum End {
    /// Something was wrong with what the operator gave, or it is not there.
    Said(Sentence),
    Store(StoreError),
}

impl From<StoreError> for End {
    fn from(error: StoreError) -> End {
        End::Store(error)
    }
}

/// A file that was read, and the day that its list has.
struct Found {
    reading: Reading,
    date: Date,
    dated: &'static str,
}

impl Desk<'_> {
    async fn load(&self, source: &Source) -> ExitCode {
        let found = match self.found(source) {
            Ok(found) => found,
            Err(why) => return self.refuse(&why),
        };
        let refused = found.reading.entries.is_empty() || (found.reading.faulty > 0 && !source.skip_bad_rows);
        if refused {
            self.tell(source, &found, None, "refused");
            if !self.json {
                let skip = Sentence::new("lists-cli-skip");
                let skip = (!found.reading.entries.is_empty()).then(|| self.speak.plain(&skip));
                let nothing = self.speak.word("lists-nothing-changed");
                out::complain(&skip.into_iter().chain([nothing]).collect::<Vec<_>>().join("\n"));
            }
            return ExitCode::FAILURE;
        }
        let done = async {
            let shelf = self.shelf()?;
            let before = shelf.live().now();
            let list = List { date: found.date, entries: found.reading.entries.clone() };
            let saved = shelf.save(source.kind, list, self.clock.now()).await?;
            Ok::<_, End>((before, saved))
        };
        match done.await {
            Ok((before, saved)) => {
                let state = if saved == Saved::InForce { "loaded" } else { "unchanged" };
                self.tell(source, &found, Some(&before), state);
                if !self.json {
                    out::line(
                        &self.speak.plain(&match saved {
                            Saved::InForce => named("lists-cli-loaded", source.kind)
                                .with("count", found.reading.entries.len())
                                .with("date", found.date),
                            Saved::Unchanged => {
                                named("lists-cli-unchanged", source.kind).with("date", found.date)
                            }
                        }),
                    );
                }
                ExitCode::SUCCESS
            }
            Err(end) => self.end(end),
        }
    }

    fn check(&self, source: &Source) -> ExitCode {
        let found = match self.found(source) {
            Ok(found) => found,
            Err(why) => return self.refuse(&why),
        };
        self.tell(source, &found, Some(&lists_below(&self.dir)), "checked");
        if !self.json {
            out::line(&self.speak.word("lists-cli-checked"));
        }
        let good = found.reading.faulty == 0 && !found.reading.entries.is_empty();
        if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// The plain copy is shown: it can be read while the bot runs.
    fn show(&self, kind: Option<ListKind>) -> ExitCode {
        let in_force = lists_below(&self.dir);
        if self.json {
            let shown: Vec<Json> = ListKind::all()
                .filter(|one| kind.is_none_or(|kind| kind == *one))
                .map(|one| {
                    let list = in_force.of(one);
                    let mut shown = json!({
                        "list": one.name(), "date": list.map(|list| list.date.to_string()),
                        "count": list.map(|list| list.entries.len()),
                    });
                    if kind.is_some() {
                        shown["entries"] = list.map(entries).unwrap_or_default();
                    }
                    shown
                })
                .collect();
            out::line(&json!({ "lists": shown }).to_string());
            return ExitCode::SUCCESS;
        }
        for one in ListKind::all().filter(|one| kind.is_none_or(|kind| kind == *one)) {
            let list = in_force.of(one);
            let line = match list {
                Some(list) => {
                    named("lists-line", one).with("count", list.entries.len()).with("date", list.date)
                }
                None => named("lists-line-none", one),
            };
            out::line(&self.speak.plain(&line));
            match list.filter(|_| kind.is_some()).map(|list| &list.entries) {
                Some(lists::Entries::Stores(stores)) => {
                    for (store, name) in stores {
                        out::line(&[store.to_string(), name.clone().unwrap_or_default()].join("\t"));
                    }
                }
                Some(lists::Entries::Keywords(words)) => words.iter().for_each(|word| out::line(word)),
                None => {}
            }
        }
        ExitCode::SUCCESS
    }

    fn history(&self, shelf: &ListShelf, kind: ListKind) -> Result<ExitCode, End> {
        let history = shelf.history(kind)?;
        if self.json {
            let versions = history.iter().enumerate().map(|(at, version)| {
                json!({
                    "number": version.number, "date": version.date.map(|date| date.to_string()),
                    "count": version.count, "loaded": version.loaded.to_string(), "in_force": at == 0,
                })
            });
            out::line(&json!({ "list": kind.name(), "versions": versions.collect::<Vec<_>>() }).to_string());
        } else if history.is_empty() {
            out::line(&self.speak.plain(&named("lists-cli-nothing", kind)));
        } else {
            for (at, version) in history.iter().enumerate() {
                let key = if at == 0 { "lists-cli-history-now" } else { "lists-cli-history" };
                let line = Sentence::new(key)
                    .with("number", version.number.to_string())
                    .with("version", self.version(version))
                    .with("loaded", version.loaded.to_zoned(TimeZone::UTC).date());
                out::line(&self.speak.plain(&line));
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn restore(&self, kind: ListKind, number: u64) -> ExitCode {
        let done = async {
            let shelf = self.shelf()?;
            let missing = || named("lists-cli-no-version", kind).with("number", number.to_string());
            let saved = shelf.restore(kind, number, self.clock.now()).await?;
            let saved = saved.ok_or_else(|| End::Said(missing()))?;
            Ok((shelf.history(kind)?.into_iter().next(), saved))
        };
        match done.await {
            Ok((version, saved)) => {
                let now = version.as_ref().map(|version| self.version(version)).unwrap_or_default();
                let done = named("lists-cli-restored", kind).with("version", now);
                self.done(kind, if saved == Saved::InForce { "restored" } else { "unchanged" }, &done)
            }
            Err(end) => self.end(end),
        }
    }

    async fn remove(&self, kind: ListKind) -> ExitCode {
        let done = async { Ok(self.shelf()?.remove(kind, self.clock.now()).await?) };
        match done.await {
            Ok(Saved::InForce) => self.done(kind, "removed", &named("lists-cli-removed", kind)),
            Ok(Saved::Unchanged) => self.done(kind, "unchanged", &named("lists-line-none", kind)),
            Err(end) => self.end(end),
        }
    }

    fn done(&self, kind: ListKind, state: &str, said: &Sentence) -> ExitCode {
        out::line(&match self.json {
            true => json!({ "list": kind.name(), "state": state }).to_string(),
            false => self.speak.plain(said),
        });
        ExitCode::SUCCESS
    }

    fn with_shelf(&self, act: impl FnOnce(&ListShelf) -> Result<ExitCode, End>) -> ExitCode {
        self.shelf().and_then(|shelf| act(&shelf)).unwrap_or_else(|end| self.end(end))
    }

    fn shelf(&self) -> Result<ListShelf, End> {
        let Opened { store, moved_aside } = Store::open(&self.dir)?;
        if let Some(aside) = moved_aside {
            tracing::error!(moved_to = %aside.display(), "the database was broken; the last copies were restored");
        }
        Ok(store.lists)
    }

    /// Reads the file, no more of it than a list may have.
    fn found(&self, source: &Source) -> Result<Found, Sentence> {
        let today = self.clock.today();
        let bytes = self.bytes(&source.file)?;
        let name = source.file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let reading = lists::read(&name, &bytes, source.kind, today).map_err(|refusal| refusal.0)?;
        let (date, dated) = match (source.date, reading.date) {
            (Some(date), _) if !lists::is_of_time(date, today) => {
                return Err(Sentence::new("lists-refused-date").with("date", date));
            }
            (Some(date), _) => (date, "lists-preview-date-given"),
            (None, Some(date)) => (date, "lists-preview-date-file"),
            (None, None) => (today, "lists-preview-date-today"),
        };
        Ok(Found { reading, date, dated })
    }

    fn bytes(&self, file: &Path) -> Result<Vec<u8>, Sentence> {
        let mut bytes = Vec::new();
        let read = File::open(file).and_then(|file| file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) => Ok(bytes),
            Err(error) => Err(Sentence::new("lists-cli-file")
                .with("file", file.display().to_string())
                .with("what", error.to_string())),
        }
    }

    /// What a file holds and would change; its faults as complaints.
    fn tell(&self, source: &Source, found: &Found, before: Option<&Lists>, state: &str) {
        let Found { reading, date, dated } = found;
        let now = before.and_then(|lists| lists.of(source.kind));
        let difference = reading.entries.against(now.map(|list| &list.entries));
        if self.json {
            let faults = reading
                .faults
                .iter()
                .map(|fault| json!({ "line": fault.line, "why": self.speak.plain(&fault.why) }));
            let mut told = json!({
                "list": source.kind.name(), "state": state, "date": date.to_string(),
                "count": reading.entries.len(), "doubled": reading.doubled, "faulty": reading.faulty,
                "faults": faults.collect::<Vec<_>>(), "sheet": reading.sheet,
            });
            if before.is_some() {
                told["added"] = json!(difference.added);
                told["removed"] = json!(difference.removed);
            }
            return out::line(&told.to_string());
        }
        for fault in &reading.faults {
            let line = Sentence::new("lists-fault-line")
                .with("line", fault.line.to_string())
                .with("why", self.speak.plain(&fault.why));
            out::complain(&self.speak.plain(&line));
        }
        if reading.faulty > reading.faults.len() {
            let more = reading.faulty - reading.faults.len();
            out::complain(&self.speak.plain(&Sentence::new("lists-faults-more").with("count", more)));
        }
        let mut lines = vec![match reading.entries.len() {
            0 => Sentence::new("lists-preview-none"),
            count => Sentence::new("lists-preview-count").with("count", count),
        }];
        lines.extend(
            (reading.doubled > 0)
                .then(|| Sentence::new("lists-preview-doubled").with("count", reading.doubled)),
        );
        lines.extend(
            reading
                .sheet
                .as_ref()
                .map(|sheet| Sentence::new("lists-preview-sheet").with("sheet", sheet.as_str())),
        );
        lines.push(Sentence::new(dated).with("date", *date));
        lines.extend(before.map(|_| {
            match now {
                Some(now) => Sentence::new("lists-preview-difference")
                    .with("date", now.date)
                    .with("added", difference.added)
                    .with("removed", difference.removed),
                None => Sentence::new("lists-preview-first"),
            }
        }));
        for line in lines {
            out::line(&self.speak.plain(&line));
        }
    }

    fn version(&self, version: &Version) -> String {
        self.speak.plain(&match version.date {
            Some(date) => Sentence::new("lists-version").with("count", version.count).with("date", date),
            None => Sentence::new("lists-version-none"),
        })
    }

    fn refuse(&self, why: &Sentence) -> ExitCode {
        let why = self.speak.plain(why);
        if self.json {
            out::line(&json!({ "state": "refused", "why": why }).to_string());
        } else {
            out::complain(&[why, self.speak.word("lists-nothing-changed")].join("\n"));
        }
        ExitCode::FAILURE
    }

    fn end(&self, end: End) -> ExitCode {
        let why = match end {
            End::Said(sentence) => return self.refuse(&sentence),
            End::Store(StoreError::Locked(dir)) => {
                return self
                    .refuse(&Sentence::new("lists-cli-locked").with("dir", dir.display().to_string()));
            }
            End::Store(error) => error.to_string(),
        };
        out::complain(&why);
        ExitCode::FAILURE
    }
}

fn named(key: &'static str, kind: ListKind) -> Sentence {
    Sentence::new(key).with("list", Value::Term(kind.key().to_owned()))
}

fn entries(list: &List) -> Json {
    match &list.entries {
        lists::Entries::Stores(stores) => {
            stores.iter().map(|(store, name)| json!({ "store": store.to_string(), "name": name })).collect()
        }
        lists::Entries::Keywords(words) => json!(words),
    }
}

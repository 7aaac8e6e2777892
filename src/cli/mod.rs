//! The command line: what each command does, and nothing that a command does itself.

mod estimate;
mod feed;
mod inbox;
mod inspect;
mod link;
mod lists;
mod log;
mod out;
mod program;
mod rates;
mod read_list;
mod run;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(not(feature = "sandbox"))]
#[path = "no_sandbox.rs"]
mod sandbox;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use rustix::fs::Mode;
use tokio::runtime;

use crate::config::{Config, ConfigPurpose, Flags, SettingSources};

/// A Telegram bot that turns AliExpress product links into checked affiliate links with an estimate.
#[derive(Parser)]
#[command(name = "dealink", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<StartCommand>,
    /// Settings file; without it, dealink.toml where there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Flags,
}

/// What a process was started for.
#[derive(Subcommand)]
enum StartCommand {
    #[command(flatten)]
    Cli(CliCommand),
    /// Reads one list for the bot.
    #[command(hide = true)]
    ReadList(read_list::Arguments),
}

#[derive(Subcommand)]
enum CliCommand {
    /// Run the bot (the default).
    Run,
    /// Try it without any account: a chat page in the browser, with the real bot against stand-ins on this machine.
    Sandbox {
        /// Port on this machine; 0 takes any that is free.
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
    /// Answer a message as the chat would.
    Link(link::Arguments),
    /// Read messages from standard input, one a line, and print what links they hold. Works offline.
    Inspect(inspect::Arguments),
    /// Print the exchange rates that can be had, with their sources and dates.
    Rates(rates::Arguments),
    /// Read posts from standard input, one a line, and print which of their words may break the program's rules. Works offline.
    Words(words::Arguments),
    /// Work out the commission of an order by the program's rules. Works offline.
    Estimate(estimate::Arguments),
    /// Load, show and restore the lists of stores and of banned keywords.
    Lists(lists::Arguments),
    /// Add, pull, list and look into product feeds; also while the bot runs.
    Feed(feed::Arguments),
    /// List, show, retry and erase messages that could not be handled; also while the bot runs.
    Inbox(inbox::Arguments),
    /// Affiliate programs: list them, show what their files say, check a file. Works offline.
    #[command(subcommand)]
    Program(program::ProgramCommand),
}

/// The environment variables that are valid text; `std::env::vars` would panic on any other variable.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// Work on threads that may not be waited for longer, such as the look-up of a host's name, is left when the program ends.
const LEFT_WORK_TIMEOUT: Duration = Duration::from_secs(1);

/// Parses the command line and does what it says.
pub fn main() -> ExitCode {
    // Whatever dealink writes may hold people's data or secrets: nobody else may read it.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let Cli { command, config, settings } = Cli::parse();
    let command = match command {
        // It needs neither settings nor threads, and its limits must hold before anything else is read.
        Some(StartCommand::ReadList(arguments)) => return read_list::run(&arguments),
        Some(StartCommand::Cli(command)) => command,
        None => CliCommand::Run,
    };
    let file = config.clone().unwrap_or_else(|| PathBuf::from("dealink.toml"));
    let sources = SettingSources::new(settings, environment(), &file, config.is_some());
    let runtime = match runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return out::fail(error),
    };
    let status = runtime.block_on(run_command(command, &sources)).unwrap_or_else(|status| status);
    runtime.shutdown_timeout(LEFT_WORK_TIMEOUT);
    status
}

async fn run_command(command: CliCommand, sources: &SettingSources) -> out::CommandResult {
    match &command {
        CliCommand::Run | CliCommand::Sandbox { .. } => log::start(sources),
        CliCommand::Link(_)
        | CliCommand::Rates(_)
        | CliCommand::Lists(_)
        | CliCommand::Feed(_)
        | CliCommand::Inbox(_) => {
            log::start_quiet(sources);
        }
        _ => {}
    }
    match command {
        CliCommand::Run => {
            let config = Config::load(sources, ConfigPurpose::Bot);
            Ok(run::run(config.map_err(|errors| out::print_setting_errors(&errors, sources))?).await)
        }
        CliCommand::Sandbox { port } => Ok(sandbox::run(port).await),
        CliCommand::Link(arguments) => link::run(arguments, sources).await,
        CliCommand::Inspect(arguments) => Ok(inspect::run(&arguments)),
        CliCommand::Rates(arguments) => rates::run(arguments, sources).await,
        CliCommand::Lists(arguments) => lists::run(arguments, sources).await,
        CliCommand::Feed(arguments) => feed::run(arguments, sources).await,
        CliCommand::Inbox(arguments) => inbox::run(arguments, sources).await,
        CliCommand::Words(arguments) => words::run(&arguments, sources),
        CliCommand::Estimate(arguments) => estimate::run(&arguments, sources),
        CliCommand::Program(command) => program::run(&command, sources),
    }
}

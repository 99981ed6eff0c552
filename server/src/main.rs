//! `client-portal`: reads the command line, and starts what it names.

use server::{
    cli,
    config::{Cli, Command, LogFormat, Settings},
    serve, storage,
};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// A page is made of thousands of short strings: glibc spends a quarter of its time on them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::from_environment();
    start_log(cli.settings.log_format);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(error.as_ref()),
    }
}

async fn run(cli: Cli) -> Result<(), Box<dyn std::error::Error>> {
    let settings = cli.settings;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(settings).await?,
        Command::Migrate => with_database(&settings, async |_| Ok(())).await?,
        Command::Import(args) => {
            with_database(&settings, async |db| Ok(cli::import::run(args, &db).await?)).await?
        }
        Command::CreateStaff(args) => {
            with_database(&settings, async |db| Ok(cli::create_staff::run(args, &db).await?)).await?;
        }
        Command::CreateToken(args) => {
            with_database(&settings, async |db| Ok(cli::create_token::run(args, &db).await?)).await?;
        }
        Command::ResetTwoStep(args) => {
            with_database(&settings, async |db| Ok(cli::reset_two_step::run(args, &db).await?)).await?;
        }
        Command::Demo(args) => {
            let store = storage::Store::open(&settings.storage_url())?;
            with_database(&settings, async |db| Ok(cli::demo::run(args, &db, &store).await?)).await?
        }
    }
    Ok(())
}

/// Runs a command on an up-to-date database, and stops a private cluster that nobody else uses.
async fn with_database(
    settings: &Settings,
    command: impl AsyncFnOnce(domain::Db) -> Result<(), Box<dyn std::error::Error>>,
) -> Result<(), Box<dyn std::error::Error>> {
    let (db, cluster) = serve::open_database(settings).await?;
    let outcome = match serve::migrate(&db).await {
        Ok(()) => command(db).await,
        Err(error) => Err(error.into()),
    };
    if let Some(cluster) = cluster {
        cluster.stop().await;
    }
    outcome
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.compact().init(),
        LogFormat::Json => log.json().init(),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("client-portal: {error}");
    ExitCode::FAILURE
}

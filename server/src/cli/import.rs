//! `client-portal import`: records of another system from a CSV file, in one transaction.

mod finding;
mod load;
mod quotation;

pub use finding::Finding;

use domain::{
    Db,
    record::{
        Batch, ClientRecord, Column, ContactRecord, Counts, InvoiceRecord, Keeper, LineRecord, Mode,
        ProjectRecord, QuoteRecord, Record, Store, put,
    },
};
use indicatif::{ProgressBar, ProgressStyle};
use load::{Loaded, load};
use std::{
    collections::HashSet,
    fmt::Write as _,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// A file is read into memory; this is far more than [`domain::record::MAX_RECORDS`] rows need.
const MAX_FILE_BYTES: u64 = 1 << 30;

/// Import records of another system from a CSV file.
///
/// The file is UTF-8 text with commas and a header; the columns may be in any order. It is imported in one transaction, and
/// importing it again changes nothing. All bad rows are listed at once, and then nothing is imported unless --skip-bad-rows
/// is given. Import clients first, then contacts and projects, then quotes and invoices, then lines.
#[derive(clap::Args, Clone, Debug)]
#[command(after_long_help = columns_help())]
pub struct ImportArgs {
    /// What the rows of the file are
    pub kind: Kind,
    /// The CSV file
    pub file: PathBuf,
    /// Import the good rows although there are bad ones
    #[arg(long)]
    pub skip_bad_rows: bool,
}

/// What can be imported.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Clients,
    Contacts,
    Projects,
    Quotes,
    Invoices,
    Lines,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{}: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{}: expected at most {MAX_FILE_BYTES} bytes, found {bytes}", path.display())]
    TooLarge { path: PathBuf, bytes: u64 },
    /// Everything that is wrong with the file, by line.
    #[error("{}", list(file, findings, *is_header_good))]
    BadRows { file: String, findings: Vec<Finding>, is_header_good: bool },
    #[error(transparent)]
    Domain(#[from] domain::Error),
}

/// What an import did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    pub counts: Counts,
    /// The bad rows, which were left out.
    pub bad: Vec<Finding>,
    /// Good rows that were left out because another with their key or document is bad.
    pub left_out: usize,
    /// What somebody should look at, although it was imported.
    pub warnings: Vec<Finding>,
}

/// Imports the file: bad rows and warnings go to the standard error stream, one line of counts to the standard output.
///
/// # Errors
/// [`ImportError`]; nothing was imported then.
pub async fn run(args: ImportArgs, db: &Db) -> Result<(), ImportError> {
    let bytes = read_file(&args.file)?;
    let file = args
        .file
        .file_name()
        .map_or_else(|| args.file.display().to_string(), |name| name.to_string_lossy().into_owned());
    let imported = import(db, args.kind, &file, &bytes, args.skip_bad_rows).await?;
    report(args.kind, &file, &imported).map_err(|source| ImportError::Unreadable { path: "-".into(), source })
}

/// Imports the content of a file; `file` is its name in messages.
///
/// # Errors
/// [`ImportError::BadRows`] and [`ImportError::Domain`]; nothing was imported then.
pub async fn import(
    db: &Db,
    kind: Kind,
    file: &str,
    bytes: &[u8],
    skip_bad_rows: bool,
) -> Result<Imported, ImportError> {
    match kind {
        Kind::Clients => import_as::<ClientRecord>(db, file, bytes, skip_bad_rows).await,
        Kind::Contacts => import_as::<ContactRecord>(db, file, bytes, skip_bad_rows).await,
        Kind::Projects => import_as::<ProjectRecord>(db, file, bytes, skip_bad_rows).await,
        Kind::Quotes => import_as::<QuoteRecord>(db, file, bytes, skip_bad_rows).await,
        Kind::Invoices => import_as::<InvoiceRecord>(db, file, bytes, skip_bad_rows).await,
        Kind::Lines => import_as::<LineRecord>(db, file, bytes, skip_bad_rows).await,
    }
}

async fn import_as<T: Store>(
    db: &Db,
    file: &str,
    bytes: &[u8],
    skip_bad_rows: bool,
) -> Result<Imported, ImportError> {
    let refuse = |findings, is_header_good| {
        Err(ImportError::BadRows { file: file.to_owned(), findings, is_header_good })
    };
    let Loaded { records, lines, mut bad, warnings, spoiled, is_header_good } = load::<T>(bytes);
    if !is_header_good {
        return refuse(bad, false);
    }
    // With bad rows in the file, the database is still asked about the others, so that all is said at once.
    let mode = match (skip_bad_rows, bad.is_empty()) {
        (true, _) => Mode::LeaveOutBad,
        (false, true) => Mode::AllOrNothing,
        (false, false) => Mode::Check,
    };
    let bar = progress_bar(records.len());
    let batch = Batch { records: &records, spoiled: &spoiled, mode };
    let report = put(db, Keeper::Operator, batch, |done| bar.set_position(done as u64)).await?;
    bar.finish_and_clear();

    bad.extend(report.refused.iter().map(|refused| Finding {
        line: lines[refused.position],
        column: Some(refused.problem.field.to_owned()),
        text: match refused.same_as {
            None => refused.problem.to_string(),
            Some(first) => format!("{}, which line {} has already", refused.problem, lines[first]),
        },
    }));
    bad.sort_by_key(|finding| finding.line);
    if !skip_bad_rows && !bad.is_empty() {
        return refuse(bad, true);
    }
    Ok(Imported { counts: report.counts, bad, left_out: report.left_out, warnings })
}

fn read_file(path: &Path) -> Result<Vec<u8>, ImportError> {
    let unreadable = |source| ImportError::Unreadable { path: path.to_owned(), source };
    let bytes = std::fs::metadata(path).map_err(unreadable)?.len();
    if bytes > MAX_FILE_BYTES {
        return Err(ImportError::TooLarge { path: path.to_owned(), bytes });
    }
    std::fs::read(path).map_err(unreadable)
}

/// Shown on a terminal only; in a file or a pipe there is nothing of it.
fn progress_bar(rows: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} rows, {eta} left");
    let bar = ProgressBar::new(rows as u64);
    if let Ok(style) = style { bar.with_style(style) } else { bar }
}

fn report(kind: Kind, file: &str, imported: &Imported) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stderr().lock());
    for warning in &imported.warnings {
        writeln!(out, "{}", warning.in_file(&format!("warning: {file}")))?;
    }
    for finding in &imported.bad {
        writeln!(out, "{}", finding.in_file(file))?;
    }
    if imported.left_out > 0 {
        let more = imported.left_out;
        writeln!(
            out,
            "{file}: {more} more rows were left out, because another with their key or document is bad"
        )?;
    }
    out.flush()?;
    writeln!(io::stdout().lock(), "{}", summary(kind, imported))
}

/// `clients: 91 created, 0 changed, 0 unchanged`, and the skipped rows where there are any.
#[must_use]
pub fn summary(kind: Kind, imported: &Imported) -> String {
    let bad = imported.bad.iter().map(|finding| finding.line).collect::<HashSet<_>>().len();
    let mut summary = format!("{}: {}", kind.plural(), imported.counts);
    if bad + imported.left_out > 0 {
        // Writing to a string does not fail.
        let _ = write!(summary, ", {} skipped", bad + imported.left_out);
    }
    summary
}

/// The number first, for who reads one line, and the advice last, for who has scrolled through many.
fn list(file: &str, findings: &[Finding], is_header_good: bool) -> String {
    let rows = findings.iter().map(|finding| finding.line).collect::<HashSet<_>>().len();
    let rows = if rows == 1 { "1 row is".to_owned() } else { format!("{rows} rows are") };
    let mut text = format!("{file}: nothing was imported, because {rows} bad:\n");
    for finding in findings {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{}", finding.in_file(file));
    }
    text + if is_header_good {
        "Correct what is bad, or import the rest with --skip-bad-rows."
    } else {
        "See `client-portal import --help` for the columns."
    }
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Clients, Self::Contacts, Self::Projects, Self::Quotes, Self::Invoices, Self::Lines];

    fn plural(self) -> &'static str {
        self.columns().0
    }

    fn columns(self) -> (&'static str, &'static [Column]) {
        fn of<T: Record>() -> (&'static str, &'static [Column]) {
            (T::PLURAL, T::COLUMNS)
        }
        match self {
            Self::Clients => of::<ClientRecord>(),
            Self::Contacts => of::<ContactRecord>(),
            Self::Projects => of::<ProjectRecord>(),
            Self::Quotes => of::<QuoteRecord>(),
            Self::Invoices => of::<InvoiceRecord>(),
            Self::Lines => of::<LineRecord>(),
        }
    }
}

/// The columns of every kind, for `--help`.
fn columns_help() -> String {
    let mut help = String::new();
    for (plural, columns) in Kind::ALL.map(Kind::columns) {
        let _ = writeln!(help, "Columns of {plural}:");
        for column in columns {
            let may = if column.is_required { "" } else { " (may be missing)" };
            let _ = writeln!(help, "  {:20} {}{may}", column.name, column.takes);
        }
        help.push('\n');
    }
    help
}

//! Writing a batch of records: one transaction, a few statements for thousands of records, never one for each.

use super::{Counts, MAX_RECORDS, Problem, Record, news, repeated};
use crate::{
    actor::{ApiScope, Policy, Staff},
    db::Db,
    error::{Error, Result},
};
use std::collections::{BTreeMap, HashSet};

/// Records that one statement carries: enough that round trips do not count, few enough to show progress.
const CHUNK: usize = 5_000;

/// Who puts records.
#[derive(Clone, Copy, Debug)]
pub enum Keeper<'a> {
    /// Keeping records is every staff account's work (SPEC section 1); a token needs the scope `records`.
    Staff(&'a Staff),
    /// Whoever may run commands on the database itself.
    Operator,
}

impl Keeper<'_> {
    /// Whether records may be put at all; [`put`] asks by itself, and who reads a body first asks before.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the policy or the scope.
    pub fn authorize(self) -> Result<()> {
        match self {
            Self::Staff(staff) => staff.require_scope(Policy::ViewRecords, ApiScope::Records),
            Self::Operator => Ok(()),
        }
    }
}

/// What to do with a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Look for problems and write nothing.
    Check,
    /// Write all of it, or nothing if there is a problem.
    AllOrNothing,
    /// Write what has no problem.
    LeaveOutBad,
}

/// Records to put.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a, T> {
    pub records: &'a [T],
    /// Keys (of lines: documents) of which a record could not be read. What else has such a key is left out, since half a
    /// document is a wrong document.
    pub spoiled: &'a HashSet<String>,
    pub mode: Mode,
}

/// A record that cannot be taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// In the batch.
    pub position: usize,
    pub problem: Problem,
    /// The record before it that has the same key.
    pub same_as: Option<usize>,
}

/// What became of a batch.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Report {
    pub counts: Counts,
    /// By position.
    pub refused: Vec<Refused>,
    /// Records without a problem of their own that were left out because another with their key or document has one.
    pub left_out: usize,
}

/// How a kind of record is stored.
pub(super) mod store {
    use super::super::{Counts, Problem, Record};
    use crate::{error::Result, record::news::NewsOf};
    use sqlx::PgConnection;
    use std::{collections::HashSet, future::Future};

    /// A connection for which the keeper's right was checked; only [`put`](super::put) makes one.
    #[derive(Debug)]
    pub struct Permitted<'a>(pub(in crate::record) &'a mut PgConnection);

    /// A record that [`put`](super::put) takes.
    pub trait Store: Record {
        /// What the client's people hear of changes; `None`: nothing.
        const NEWS: Option<NewsOf> = None;

        /// What is wrong with these records by what is stored, with the position of each.
        fn check(
            db: Permitted<'_>,
            records: &[&Self],
            spoiled: &HashSet<String>,
        ) -> impl Future<Output = Result<Vec<(usize, Problem)>>> + Send;

        /// What is done before anybody looks how the records stand.
        fn prepare(_: Permitted<'_>, _: &[&Self]) -> impl Future<Output = Result<()>> + Send {
            std::future::ready(Ok(()))
        }

        /// Creates what is new and changes what differs. The records have passed [`Store::check`].
        fn write(db: Permitted<'_>, records: &[&Self]) -> impl Future<Output = Result<Counts>> + Send;
    }
}
use store::{Permitted, Store};

/// Creates or replaces records by their keys. `progress` is told the number of records that are done.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] for more than [`MAX_RECORDS`]; [`Error::Conflict`] when somebody changed the same
/// records meanwhile; [`Error::Unavailable`]. Nothing is written then.
pub async fn put<T: Store>(
    db: &Db,
    keeper: Keeper<'_>,
    batch: Batch<'_, T>,
    mut progress: impl FnMut(usize) + Send,
) -> Result<Report> {
    keeper.authorize()?;
    let Batch { records, spoiled, mode } = batch;
    if records.len() > MAX_RECORDS {
        return Err(Error::field(T::PLURAL, format!("Expected at most {MAX_RECORDS} records.")));
    }
    let again = repeated(records);
    let mut refused: Vec<Refused> = again
        .iter()
        .map(|&(position, first)| Refused {
            position,
            problem: once::<T>(&records[position]),
            same_as: Some(first),
        })
        .collect();

    let mut tx = db.0.begin().await?;
    let again: HashSet<usize> = again.into_iter().map(|(position, _)| position).collect();
    for chunk in chunks(records, |position| !again.contains(&position)) {
        let of_chunk: Vec<&T> = chunk.iter().map(|&position| &records[position]).collect();
        for (at, problem) in T::check(Permitted(&mut tx), &of_chunk, spoiled).await? {
            refused.push(Refused { position: chunk[at], problem, same_as: None });
        }
    }
    refused.sort_by_key(|refused| refused.position);
    if mode == Mode::Check || (mode == Mode::AllOrNothing && !refused.is_empty()) {
        return Ok(Report { refused, ..Report::default() });
    }

    let bad: HashSet<&str> = refused.iter().map(|refused| records[refused.position].key().0).collect();
    let is_good = |position: usize| {
        let key = records[position].key().0;
        !bad.contains(key) && !spoiled.contains(key)
    };
    let (mut counts, mut done) = (Counts::default(), 0);
    for chunk in chunks(records, is_good) {
        let of_chunk: Vec<&T> = chunk.iter().map(|&position| &records[position]).collect();
        let keys: Vec<&str> = of_chunk.iter().map(|record| record.key().0).collect();
        T::prepare(Permitted(&mut tx), &of_chunk).await?;
        let tells = T::NEWS.filter(|_| matches!(keeper, Keeper::Staff(_)));
        let before = match tells {
            Some(of) => news::before(&mut tx, of, &keys).await?,
            None => news::Statuses::default(),
        };
        counts += T::write(Permitted(&mut tx), &of_chunk).await?;
        if let Some(of) = tells {
            news::tell(&mut tx, of, &keys, &before).await?;
        }
        done += chunk.len();
        progress(done);
    }
    tx.commit().await?;
    let with_problem = refused.iter().map(|refused| refused.position).collect::<HashSet<_>>().len();
    Ok(Report { counts, refused, left_out: records.len() - done - with_problem })
}

fn once<T: Record>(record: &T) -> Problem {
    let (key, number) = record.key();
    let found = if T::KEY.len() > 1 { format!("{key}, {number}") } else { key.to_owned() };
    let article = if T::KEY[0].starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    Problem::new(T::KEY[0], format!("{article} {} that is there once", T::KEY.join(" and ")), &found)
}

/// The wanted positions in chunks. What has the same key (the lines of a document) stays together, and the order is always
/// the same, so that two batches at the same time wait for each other instead of ending in a deadlock.
fn chunks<T: Record>(records: &[T], is_wanted: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, record) in records.iter().enumerate().filter(|(position, _)| is_wanted(*position)) {
        groups.entry(record.key().0).or_default().push(position);
    }
    let mut chunks: Vec<Vec<usize>> = Vec::new();
    for group in groups.into_values() {
        match chunks.last_mut() {
            Some(chunk) if chunk.len() + group.len() <= CHUNK => chunk.extend(group),
            _ => chunks.push(group),
        }
    }
    chunks
}

/// One column of a batch, as `unnest` takes it.
pub(super) fn column<'a, T, U>(records: &[&'a T], get: impl Fn(&'a T) -> U) -> Vec<U> {
    records.iter().copied().map(get).collect()
}

/// The problem of a record whose client is unknown, or is another than before (`before` is that one's key).
pub(super) fn client_problem(client_external_id: &str, exists: bool, before: Option<&str>) -> Problem {
    let expected = match before {
        _ if !exists => "the external_id of a client that is there".to_owned(),
        Some(before) => {
            format!("{before}, the client it belongs to (a record does not move to another client)")
        }
        None => "the client it belongs to (a record does not move to another client)".to_owned(),
    };
    Problem::new("client_external_id", expected, client_external_id)
}

/// A position as Postgres counts it, from 1.
pub(super) fn position(ordinality: i64) -> Result<usize> {
    usize::try_from(ordinality - 1).map_err(Error::internal)
}

/// The counts of `total` records of which so many were created and changed.
pub(super) fn counts(total: usize, created: i64, changed: i64) -> Counts {
    let [created, changed] = [created, changed].map(i64::unsigned_abs);
    Counts { created, changed, unchanged: (total as u64).saturating_sub(created + changed), removed: 0 }
}

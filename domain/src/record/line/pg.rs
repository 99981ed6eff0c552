//! Lines of quotes and invoices. The lines of a document in a batch are all of its lines.
//!
//! Other lines of a quote that the client can see make it a new revision, of which the one before is kept, and lines that the other system has said before leave a
//! quote as staff have revised it here: see [`QuoteRecord`](crate::record::QuoteRecord).

use super::LineRecord;
use crate::{
    error::{Error, Result},
    id::LineId,
    line::{Line, line_total},
    money::{self, Currency, Money, MoneyError},
    quote::{freeze, keep_replaced},
    record::{
        Counts, Problem,
        fields::too_many_decimals,
        pg::{
            column, counts,
            store::{Permitted, Store},
        },
        said::{Locked, digest},
    },
};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// A quote or an invoice that lines may belong to.
struct Document {
    quote_id: Option<Uuid>,
    invoice_id: Option<Uuid>,
    total: Money,
    /// Approved here, with the evidence kept: its lines stay as they are, even if it has none.
    is_frozen: bool,
    /// The lines of an approved quote, by position.
    approved_lines: Option<Vec<ApprovedLine>>,
    /// What was said of the lines of a quote the last time.
    said: Option<Uuid>,
    /// A quote that staff have given another total than the other system did.
    is_revised_here: bool,
}

#[derive(Debug, serde::Deserialize)]
struct ApprovedLine {
    position: i32,
    description: String,
    quantity: Decimal,
    unit_price_minor: i64,
    discount_percent: Decimal,
}

/// The documents with these numbers. A number of both a quote and an invoice has two.
async fn documents(db: &mut PgConnection, records: &[&LineRecord]) -> Result<HashMap<String, Vec<Document>>> {
    let numbers: HashSet<&str> = records.iter().map(|r| r.document_number.as_str()).collect();
    let numbers: Vec<&str> = numbers.into_iter().collect();
    let rows = sqlx::query!(
        r#"
        select number as "number!", q.id as "quote_id?", null::uuid as "invoice_id?", q.currency as "currency!",
               q.total_minor as "total_minor!", exists (select from quote_approvals a where a.quote_id = q.id) as "is_frozen!",
               case when q.status = 'approved' then coalesce((
                   select jsonb_agg(jsonb_build_object('position', l.position, 'description', l.description,
                              'quantity', l.quantity::text, 'unit_price_minor', l.unit_price_minor,
                              'discount_percent', l.discount_percent::text) order by l.position)
                     from lines l where l.quote_id = q.id), '[]')
               end as "approved_lines: sqlx::types::Json<Vec<ApprovedLine>>", q.lines_said as "said?",
               q.said_total_minor is not null and q.said_total_minor <> q.total_minor as "is_revised_here!"
          from quotes q where q.number = any($1::text[])
        union all
        select i.number, null, i.id, i.currency, i.total_minor, false, null, null, false
          from invoices i where i.number = any($1::text[])
        "#,
        &numbers as &[&str],
    )
    .fetch_all(db)
    .await?;
    let mut documents: HashMap<String, Vec<Document>> = HashMap::new();
    for row in rows {
        let currency = money::currency(&row.currency).map_err(Error::internal)?;
        documents.entry(row.number).or_default().push(Document {
            quote_id: row.quote_id,
            invoice_id: row.invoice_id,
            total: Money::new(row.total_minor, currency),
            is_frozen: row.is_frozen,
            approved_lines: row.approved_lines.map(|lines| lines.0),
            said: row.said,
            is_revised_here: row.is_revised_here,
        });
    }
    Ok(documents)
}

impl LineRecord {
    /// The line in the currency of its document, or what is wrong with it there.
    fn priced(&self, currency: Currency) -> Result<Line, Problem> {
        let unit_price = Money::parse(&self.unit_price.to_string(), currency).map_err(|error| {
            let expected = match error {
                MoneyError::TooManyDecimals(_) => too_many_decimals(currency),
                _ => "a smaller amount".to_owned(),
            };
            Problem::new("unit_price", expected, &self.unit_price.to_string())
        })?;
        let total = line_total(self.quantity, unit_price, self.discount_percent)
            .ok_or_else(|| Problem::new("quantity", "a smaller quantity", &self.quantity.to_string()))?;
        Ok(Line {
            position: self.position,
            description: self.description.clone(),
            quantity: self.quantity,
            unit_price,
            discount_percent: self.discount_percent,
            total,
        })
    }
}

impl Document {
    /// Whether there is nothing to do about its lines: the same was said of them before, or they belong to what staff have revised.
    fn has_heard(&self, said: Option<&Uuid>) -> bool {
        self.is_revised_here || (self.said.is_some() && self.said.as_ref() == said)
    }

    /// What is wrong with `lines` as all the lines of this document; they are by position.
    fn check(&self, number: &str, lines: &[Line]) -> Option<Problem> {
        let sum: i128 = lines.iter().map(|line| i128::from(line.total.minor)).sum();
        let code = self.total.currency.code();
        if sum != i128::from(self.total.minor) {
            let expected =
                format!("the lines of {number} to add up to its total, {} {code}", self.total.to_plain());
            let found = match i64::try_from(sum) {
                Ok(minor) => format!("{} {code}", Money::new(minor, self.total.currency).to_plain()),
                Err(_) => "a sum that is too large".to_owned(),
            };
            return Some(Problem { field: "document_number", expected, found });
        }
        let stored = self.approved_lines.as_ref()?;
        let is_same =
            stored.len() == lines.len() && stored.iter().zip(lines).all(|(stored, line)| stored.is(line));
        // One that was approved before it came here has no lines until they are imported too.
        if is_same || (stored.is_empty() && !self.is_frozen) {
            return None;
        }
        let expected =
            format!("the lines of {number} as they were approved, since an approved quote cannot be changed");
        Some(Problem { field: "document_number", expected, found: "other lines".to_owned() })
    }
}

impl ApprovedLine {
    fn is(&self, line: &Line) -> bool {
        self.position == line.position
            && self.description == line.description
            && self.quantity == line.quantity
            && self.unit_price_minor == line.unit_price.minor
            && self.discount_percent == line.discount_percent
    }
}

/// What is said of the lines of each document, in short.
fn said<'a>(records: &[&'a LineRecord]) -> Result<HashMap<&'a str, Uuid>> {
    let mut of_document: HashMap<&str, Vec<&LineRecord>> = HashMap::new();
    for record in records {
        of_document.entry(&record.document_number).or_default().push(record);
    }
    let one = |(number, mut lines): (&'a str, Vec<&LineRecord>)| {
        lines.sort_by_key(|line| line.position);
        let values = |line: &&LineRecord| {
            let numbers = [line.quantity, line.unit_price, line.discount_percent];
            (line.position, line.description.clone(), numbers.map(|number| number.normalize()))
        };
        digest(&lines.iter().map(values).collect::<Vec<_>>()).map(|said| (number, said))
    };
    of_document.into_iter().map(one).collect()
}

/// An approval of one of these quotes that is under way comes first, or waits: what is approved is what was frozen. Those of which
/// nothing new is said are not touched.
///
/// Lines follow their quote. One whose lines do not add up to what was said of it is between the two, and was offered by nobody.
async fn lock_quotes(db: &mut PgConnection, said: &HashMap<&str, Uuid>) -> Result<Locked> {
    let (numbers, said): (Vec<&str>, Vec<Uuid>) = said.iter().map(|(number, said)| (*number, *said)).unzip();
    let rows = sqlx::query!(
        r#"
        select q.id,
               q.status not in ('draft', 'approved') and (
                   q.said_total_minor is distinct from q.total_minor
                   or q.total_minor = (select sum(l.total_minor) from lines l where l.quote_id = q.id)
               ) is true as "is_offered!"
          from quotes q join unnest($1::text[], $2::uuid[]) as i (number, said) on q.number = i.number
         where q.lines_said is distinct from i.said order by q.id for update of q
        "#,
        &numbers as &[&str],
        &said,
    )
    .fetch_all(db)
    .await?;
    Ok(Locked::from_rows(rows.into_iter().map(|row| (row.id, row.is_offered))))
}

/// Keeps what was said of the lines of quotes that are locked.
async fn note(db: &mut PgConnection, said: &HashMap<&str, Uuid>, locked: &[Uuid]) -> Result<()> {
    let (numbers, said): (Vec<&str>, Vec<Uuid>) = said.iter().map(|(number, said)| (*number, *said)).unzip();
    sqlx::query!(
        "update quotes q set lines_said = i.said
           from unnest($1::text[], $2::uuid[]) as i (number, said)
          where q.number = i.number and q.id = any ($3::uuid[]) and q.status <> 'approved'",
        &numbers as &[&str],
        &said,
        locked,
    )
    .execute(db)
    .await?;
    Ok(())
}

impl Store for LineRecord {
    async fn check(
        Permitted(db): Permitted<'_>,
        records: &[&Self],
        spoiled: &HashSet<String>,
    ) -> Result<Vec<(usize, Problem)>> {
        let documents = documents(db, records).await?;
        let said = said(records)?;
        let mut of_document: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, record) in records.iter().enumerate() {
            of_document.entry(&record.document_number).or_default().push(at);
        }
        let mut problems = Vec::new();
        for (number, positions) in of_document {
            let document = match documents.get(number).map(Vec::as_slice) {
                Some([document]) => document,
                other => {
                    let expected = match other {
                        None => "the number of a quote or an invoice that is there",
                        Some(_) => "a number that only one document has, not a quote and an invoice both",
                    };
                    problems.extend(
                        positions.iter().map(|&at| (at, Problem::new("document_number", expected, number))),
                    );
                    continue;
                }
            };
            if document.has_heard(said.get(number)) {
                continue;
            }
            let mut lines = Vec::with_capacity(positions.len());
            for &at in &positions {
                match records[at].priced(document.total.currency) {
                    Ok(line) => lines.push(line),
                    Err(problem) => problems.push((at, problem)),
                }
            }
            // Lines that miss one of theirs cannot add up, which is not worth saying besides.
            if lines.len() == positions.len() && !spoiled.contains(number) {
                lines.sort_by_key(|line| line.position);
                let first = positions.iter().copied().min().unwrap_or_default();
                problems.extend(document.check(number, &lines).map(|problem| (first, problem)));
            }
        }
        Ok(problems)
    }

    async fn write(Permitted(db): Permitted<'_>, records: &[&Self]) -> Result<Counts> {
        let said = said(records)?;
        let Locked { all, offered } = lock_quotes(db, &said).await?;
        let before = freeze(db, &offered).await?;
        let documents = documents(db, records).await?;
        let locked: HashSet<&Uuid> = all.iter().collect();
        let (mut of, mut lines) = (Vec::with_capacity(records.len()), Vec::with_capacity(records.len()));
        for record in records {
            let document = documents.get(&record.document_number).and_then(|found| found.first());
            let document = document
                .ok_or_else(|| Error::internal("a document has gone since its lines were checked"))?;
            // A quote that is not locked has heard the same before.
            let is_to_write = document.quote_id.as_ref().is_none_or(|id| locked.contains(id));
            if !is_to_write || document.is_revised_here {
                continue;
            }
            lines.push(
                record
                    .priced(document.total.currency)
                    .map_err(|problem| Error::Invalid(vec![problem.into()]))?,
            );
            of.push(document);
        }
        let lines: Vec<&Line> = lines.iter().collect();
        let row = sqlx::query!(
            r#"
            with input as (
                select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::numeric[], $7::bigint[],
                                     $8::numeric[], $9::bigint[])
                    as i (id, quote_id, invoice_id, position, description, quantity, unit_price_minor, discount_percent, total_minor)
            ), known as (
                select i.*, coalesce(q.id, v.id) as old_id
                  from input i
                  left join lines q on q.quote_id = i.quote_id and q.position = i.position
                  left join lines v on v.invoice_id = i.invoice_id and v.position = i.position
            ), removed as (
                delete from lines l
                 where (l.quote_id = any($2::uuid[]) or l.invoice_id = any($3::uuid[]))
                   and not exists (select from known k where k.old_id = l.id)
                returning l.quote_id
            ), changed as (
                update lines l
                   set description = k.description, quantity = k.quantity, unit_price_minor = k.unit_price_minor,
                       discount_percent = k.discount_percent, total_minor = k.total_minor
                  from known k
                 where l.id = k.old_id
                   and (l.description, l.quantity, l.unit_price_minor, l.discount_percent, l.total_minor)
                       is distinct from (k.description, k.quantity, k.unit_price_minor, k.discount_percent, k.total_minor)
                returning l.quote_id
            ), created as (
                insert into lines (id, quote_id, invoice_id, position, description, quantity, unit_price_minor, discount_percent,
                                   total_minor)
                select id, quote_id, invoice_id, position, description, quantity, unit_price_minor, discount_percent, total_minor
                  from known where old_id is null
                returning quote_id
            ), revised as (
                update quotes q set revision = revision + 1
                 where q.status not in ('draft', 'approved')
                   and q.id in (select quote_id from removed union select quote_id from changed union select quote_id from created)
                   -- As they were before: the first lines of a quote belong to it.
                   and exists (select from lines l where l.quote_id = q.id)
            )
            select (select count(*) from created) as "created!", (select count(*) from changed) as "changed!",
                   (select count(*) from removed) as "removed!"
            "#,
            &column(&lines, |_| LineId::generate().0),
            &of.iter().map(|document| document.quote_id).collect::<Vec<_>>() as &[Option<Uuid>],
            &of.iter().map(|document| document.invoice_id).collect::<Vec<_>>() as &[Option<Uuid>],
            &column(&lines, |line| line.position),
            &column(&lines, |line| line.description.as_str()) as &[&str],
            &column(&lines, |line| line.quantity),
            &column(&lines, |line| line.unit_price.minor),
            &column(&lines, |line| line.discount_percent),
            &column(&lines, |line| line.total.minor),
        )
        .fetch_one(&mut *db)
        .await?;
        note(db, &said, &all).await?;
        keep_replaced(db, &before, None).await?;
        Ok(Counts { removed: row.removed.unsigned_abs(), ..counts(records.len(), row.created, row.changed) })
    }
}

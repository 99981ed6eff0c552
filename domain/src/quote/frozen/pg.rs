//! Freezing quotes as they are stored, and keeping what is replaced.

use super::{FrozenLine, FrozenQuote};
use crate::{
    actor::Staff,
    error::{Error, Result},
    id::QuoteId,
    line::{Line, LineRow},
    money::{self, Money},
};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

/// A quote as it is, and the text that keeps it.
#[derive(Debug)]
pub(crate) struct Frozen {
    id: Uuid,
    revision: i32,
    status: String,
    pub(in crate::quote) text: String,
    pub(in crate::quote) lines: Vec<Line>,
}

/// These quotes as they are now. The caller has locked them in a statement before, so that this one sees the lines that belong to them.
pub(crate) async fn freeze(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Frozen>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"
        select q.id, q.number, q.revision, q.title, q.status, q.issued_on, q.valid_until, q.currency, q.total_minor, q.terms,
               coalesce((
                   select jsonb_agg(jsonb_build_object('position', l.position, 'description', l.description,
                              'quantity', l.quantity::text, 'unit_price_minor', l.unit_price_minor,
                              'discount_percent', l.discount_percent::text, 'total_minor', l.total_minor) order by l.position)
                     from lines l where l.quote_id = q.id), '[]') as "lines!: Json<Vec<LineRow>>"
          from quotes q where q.id = any ($1)
        "#,
        ids,
    )
    .fetch_all(connection)
    .await?;
    let frozen = rows.into_iter().map(|row| {
        let currency = money::currency(&row.currency).map_err(Error::internal)?;
        let lines: Vec<Line> = row.lines.0.into_iter().map(|line| line.line(currency)).collect();
        let text = serde_json::to_string(&FrozenQuote {
            number: &row.number,
            revision: row.revision,
            title: &row.title,
            issued_on: row.issued_on,
            valid_until: row.valid_until,
            lines: lines.iter().map(FrozenLine::of).collect(),
            total: Money::new(row.total_minor, currency).to_plain(),
            currency: &row.currency,
            terms: &row.terms,
        })
        .map_err(Error::internal)?;
        Ok(Frozen { id: row.id, revision: row.revision, status: row.status, text, lines })
    });
    frozen.collect()
}

/// As [`freeze`], of one quote.
pub(in crate::quote) async fn freeze_one(connection: &mut PgConnection, id: QuoteId) -> Result<Frozen> {
    freeze(connection, &[id.0]).await?.pop().ok_or(Error::NotFound)
}

/// Keeps those that clients have seen and that are another revision by now; `by` whom, or by the other system.
pub(crate) async fn keep_replaced(
    connection: &mut PgConnection,
    frozen: &[Frozen],
    by: Option<&Staff>,
) -> Result<()> {
    if frozen.is_empty() {
        return Ok(());
    }
    let text =
        |of: fn(&Frozen) -> &str| frozen.iter().map(|frozen| of(frozen).to_owned()).collect::<Vec<_>>();
    sqlx::query!(
        "insert into quote_revisions (quote_id, revision, frozen_quote, status, replaced_by)
         select f.id, f.revision, f.text, f.status, $5
           from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[]) as f (id, revision, text, status)
           join quotes q on q.id = f.id and q.revision > f.revision
          where f.status in ('sent', 'declined', 'cancelled')",
        &frozen.iter().map(|frozen| frozen.id).collect::<Vec<_>>(),
        &frozen.iter().map(|frozen| frozen.revision).collect::<Vec<_>>(),
        &text(|frozen| &frozen.text),
        &text(|frozen| &frozen.status),
        by.map(|staff| staff.id().0),
    )
    .execute(connection)
    .await?;
    Ok(())
}

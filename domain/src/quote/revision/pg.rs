//! Writing and reading revisions.

use super::{RevisionInput, may_revise};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{ClientScope, Policy, Staff},
    db::Db,
    error::{Error, Result},
    id::{ClientId, LineId, QuoteId},
    line::Line,
    money,
    notification::{self, NewNotification},
    quote::{
        KeptQuote,
        frozen::{freeze_one, keep_replaced},
        is_current,
    },
    words::{Sentence, sentence},
};
use chrono::NaiveDate;
use sqlx::{PgConnection, types::Json};

/// Puts a new revision in the place of the revision `seen` and tells the client. The old one is kept. What cannot be taken is kept as
/// well, for [`crate::quote::staff::get`] to give back.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; the [`crate::Conflict`] of [`may_revise`] or [`is_current`]; [`Error::Invalid`] as
/// [`RevisionInput::check`].
pub async fn revise(
    db: &Db,
    staff: &Staff,
    id: QuoteId,
    seen: i32,
    typed: &RevisionInput,
    today: NaiveDate,
) -> Result<i32> {
    staff.require(Policy::ViewRecords)?;
    let mut transaction = db.0.begin().await?;
    let quote = sqlx::query!(
        "select client_id, number, status, currency, revision from quotes where id = $1 for update",
        id.0,
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(Error::NotFound)?;
    may_revise(quote.status.parse().map_err(Error::internal)?)?;
    is_current(quote.revision, seen)?;
    let currency = money::currency(&quote.currency).map_err(Error::internal)?;
    let checked = match typed.check(currency, today) {
        Ok(checked) => checked,
        Err(refused) => {
            keep_draft(&mut transaction, staff, id, typed).await?;
            transaction.commit().await?;
            return Err(refused);
        }
    };

    let frozen = freeze_one(&mut transaction, id).await?;
    let revision = quote.revision + 1;
    sqlx::query!(
        "with gone as (delete from quote_revision_drafts where quote_id = $1)
         update quotes set title = $2, valid_until = $3, total_minor = $4, terms = $5, revision = $6, status = 'sent', issued_on = $7
          where id = $1",
        id.0,
        checked.title,
        checked.valid_until,
        checked.total.minor,
        checked.terms,
        revision,
        today,
    )
    .execute(&mut *transaction)
    .await?;
    replace_lines(&mut transaction, id, &checked.lines).await?;
    keep_replaced(&mut transaction, &[frozen], Some(staff)).await?;

    let client = ClientId(quote.client_id);
    let subject = Subject { kind: "quote", id: id.0, label: &quote.number };
    let activity = NewActivity::of_staff(staff, ActivityKind::ReviseQuote, Some(client), Some(subject));
    record(&mut *transaction, activity).await?;
    let (kind, title) = revised_news(quote.number, revision);
    let notice = NewNotification { kind, title: &title, href: &format!("/portal/quotes/{id}") };
    notification::notify_client(&mut transaction, client, None, &notice).await?;
    transaction.commit().await?;
    Ok(revision)
}

/// Kind and title of the news that a quote has become a new revision.
pub(crate) fn revised_news(number: String, revision: i32) -> (&'static str, Sentence) {
    ("quote_revised", sentence!("news-quote-revised", number = number.as_str(), revision = revision))
}

async fn replace_lines(connection: &mut PgConnection, id: QuoteId, lines: &[Line]) -> Result<()> {
    sqlx::query!("delete from lines where quote_id = $1", id.0).execute(&mut *connection).await?;
    let column = |of: fn(&Line) -> i64| lines.iter().map(of).collect::<Vec<_>>();
    sqlx::query!(
        "insert into lines (id, quote_id, position, description, quantity, unit_price_minor, discount_percent, total_minor)
         select new.id, $1, new.position, new.description, new.quantity, new.unit_price_minor, new.discount_percent, new.total_minor
           from unnest($2::uuid[], $3::integer[], $4::text[], $5::numeric[], $6::bigint[], $7::numeric[], $8::bigint[])
                as new (id, position, description, quantity, unit_price_minor, discount_percent, total_minor)",
        id.0,
        &lines.iter().map(|_| LineId::generate().0).collect::<Vec<_>>(),
        &lines.iter().map(|line| line.position).collect::<Vec<_>>(),
        &lines.iter().map(|line| line.description.clone()).collect::<Vec<_>>(),
        &lines.iter().map(|line| line.quantity).collect::<Vec<_>>(),
        &column(|line| line.unit_price.minor),
        &lines.iter().map(|line| line.discount_percent).collect::<Vec<_>>(),
        &column(|line| line.total.minor),
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn keep_draft(
    connection: &mut PgConnection,
    staff: &Staff,
    id: QuoteId,
    typed: &RevisionInput,
) -> Result<()> {
    sqlx::query!(
        "insert into quote_revision_drafts (quote_id, user_id, typed) values ($1, $2, $3)
         on conflict (quote_id) do update set user_id = excluded.user_id, typed = excluded.typed, saved_at = now()",
        id.0,
        staff.id().0,
        Json(typed.without_nul()) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What this staff user typed last and could not send. The caller has authorized.
pub(in crate::quote) async fn draft(db: &Db, staff: &Staff, id: QuoteId) -> Result<Option<RevisionInput>> {
    let draft = sqlx::query_scalar!(
        r#"select typed as "typed: Json<RevisionInput>" from quote_revision_drafts where quote_id = $1 and user_id = $2"#,
        id.0,
        staff.id().0,
    )
    .fetch_optional(&db.0)
    .await?;
    Ok(draft.map(|typed| typed.0))
}

/// A revision that was replaced, as it was.
///
/// # Errors
/// [`Error::NotFound`] for a missing one, and for those of a quote that [`crate::quote::view`] does not find.
pub async fn older(db: &Db, scope: &ClientScope, id: QuoteId, revision: i32) -> Result<KeptQuote> {
    scope.require(Section::Quotes)?;
    let frozen = sqlx::query_scalar!(
        "select r.frozen_quote from quote_revisions r join quotes q on q.id = r.quote_id
          where q.id = $1 and q.client_id = $2 and q.status <> 'draft' and r.revision = $3",
        id.0,
        scope.client_id().0,
        revision,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    KeptQuote::read(&frozen)
}

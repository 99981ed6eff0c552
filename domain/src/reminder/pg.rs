//! Making reminders, and choosing when.

use super::ReminderSettings;
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{Policy, Staff},
    db::Db,
    error::{Error, Result},
    id::ClientId,
    locale,
    notification::{self, NewNotification},
    words::sentence,
};
use chrono::NaiveDate;
use uuid::Uuid;

/// Reminders that one transaction makes.
const BATCH: i64 = 50;
/// Invoices that were due longer ago have been asked for by other ways.
const FORGOTTEN_AFTER_DAYS: i32 = 60;

/// When clients are reminded.
///
/// # Errors
/// [`Error::Forbidden`] to all but administrators; [`Error::Unavailable`].
pub async fn settings(db: &Db, staff: &Staff) -> Result<ReminderSettings> {
    staff.require(Policy::ManageCompany)?;
    let row =
        sqlx::query!("select remind_quote_days, remind_invoice_days from company").fetch_one(&db.0).await?;
    Ok(ReminderSettings { quote_days: row.remind_quote_days, invoice_days: row.remind_invoice_days })
}

/// Changes when clients are reminded.
///
/// # Errors
/// [`Error::Forbidden`] to all but administrators; [`Error::Unavailable`].
pub async fn update_settings(db: &Db, staff: &Staff, settings: ReminderSettings) -> Result<()> {
    staff.require(Policy::ManageCompany)?;
    let mut tx = db.0.begin().await?;
    let name = sqlx::query_scalar!(
        "update company set remind_quote_days = $1, remind_invoice_days = $2 returning name",
        settings.quote_days,
        settings.invoice_days,
    )
    .fetch_one(&mut *tx)
    .await?;
    let subject = Subject { kind: "company", id: Uuid::nil(), label: &name };
    record(&mut *tx, NewActivity::of_staff(staff, ActivityKind::UpdateCompany, None, Some(subject))).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether this client is reminded.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Unavailable`].
pub async fn is_enabled_for(db: &Db, staff: &Staff, client: ClientId) -> Result<bool> {
    staff.require(Policy::ViewRecords)?;
    sqlx::query_scalar!("select reminders_enabled from clients where id = $1", client.0)
        .fetch_optional(&db.0)
        .await?
        .ok_or(Error::NotFound)
}

/// Chooses whether this client is reminded.
///
/// # Errors
/// [`Error::Forbidden`] without the policy; [`Error::NotFound`]; [`Error::Unavailable`].
pub async fn set_for_client(db: &Db, staff: &Staff, client: ClientId, is_enabled: bool) -> Result<()> {
    staff.require(Policy::ManagePortalAccess)?;
    let done = sqlx::query!("update clients set reminders_enabled = $2 where id = $1", client.0, is_enabled)
        .execute(&db.0)
        .await?;
    if done.rows_affected() == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Makes reminders that are due, up to some; says how many. Any number of servers may do it at once: each reminder is made by one.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remind(db: &Db, today: NaiveDate) -> Result<usize> {
    let mut tx = db.0.begin().await?;
    let rows = sqlx::query!(
        r#"
        with due as (
            select 'quote_lapses' as kind, q.id, q.client_id, q.number, q.valid_until as day
              from quotes q join company k on q.valid_until between $1 and $1 + k.remind_quote_days
             where q.status = 'sent'
            union all
            select 'invoice_overdue', i.id, i.client_id, i.number, i.due_on
              from invoices i join company k on i.due_on between $1 - $3::integer and $1 - k.remind_invoice_days
             where i.status = 'sent'
               -- What a client has told of, or is paying at this moment, is not asked for again.
               and i.total_minor > i.paid_minor + coalesce((select sum(p.amount_minor)
                       from payment_attempt_invoices p join payment_attempts a on a.id = p.attempt_id
                      where p.invoice_id = i.id and a.state = 'pending' and a.holds_until > now()), 0)
        ), made as (
            insert into reminders (kind, subject_id, day)
            select d.kind, d.id, d.day
              from due d join clients c on c.id = d.client_id
             where c.is_active and c.portal_enabled and c.reminders_enabled
               and not exists (select from reminders r where r.kind = d.kind and r.subject_id = d.id and r.day = d.day)
             order by d.kind, d.id limit $2
            on conflict do nothing
            returning kind, subject_id, day
        )
        select d.kind as "kind!", d.id as "id!", d.client_id as "client_id!", d.number as "number!", d.day as "day!"
          from made m join due d on d.kind = m.kind and d.id = m.subject_id
        "#,
        today,
        BATCH,
        FORGOTTEN_AFTER_DAYS,
    )
    .fetch_all(&mut *tx)
    .await?;
    let count = rows.len();
    for row in rows {
        let (number, day) = (row.number, row.day);
        let (kind, title, href) = if row.kind == "quote_lapses" {
            let title = sentence!(
                |language| "news-quote-lapses",
                number = number.as_str(),
                day = locale::date(language, day)
            );
            ("quote_lapses", title, format!("/portal/quotes/{}", row.id))
        } else {
            let title = sentence!(
                |language| "news-invoice-overdue",
                number = number.as_str(),
                day = locale::date(language, day)
            );
            ("invoice_overdue", title, format!("/portal/invoices/{}", row.id))
        };
        let notice = NewNotification { kind, title: &title, href: &href };
        notification::notify_client(&mut tx, ClientId(row.client_id), None, &notice).await?;
    }
    tx.commit().await?;
    Ok(count)
}

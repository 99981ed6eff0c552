//! Putting the made-up rows into their tables: one statement for each table.

use super::Demo;
use crate::{
    db::Db,
    error::{Error, Result},
};
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, Postgres, Transaction};

/// Rows as the argument of `jsonb_populate_recordset`, which reads them as rows of a table.
fn rows<T: Serialize>(rows: &[T]) -> Result<Value> {
    serde_json::to_value(rows).map_err(Error::internal)
}

/// A transaction on a database without clients and accounts, or `None` when there are some. Nobody can add any meanwhile.
pub(super) async fn begin_if_empty(db: &Db) -> Result<Option<Transaction<'static, Postgres>>> {
    let mut tx = db.0.begin().await?;
    sqlx::query!("lock table users, clients in share row exclusive mode").execute(&mut *tx).await?;
    let is_empty = sqlx::query_scalar!(
        r#"select not exists (select from users) and not exists (select from clients) as "is_empty!""#
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok(is_empty.then_some(tx))
}

/// Fills an empty database; `false` when it has clients or accounts already, and then nothing is changed.
///
/// # Errors
/// [`Error::Unavailable`]; [`Error::Internal`] when the rows do not fit together. Nothing is written then.
pub async fn fill(db: &Db, demo: &Demo) -> Result<bool> {
    let Some(mut tx) = begin_if_empty(db).await? else { return Ok(false) };
    fill_people(&mut tx, demo).await?;
    fill_projects(&mut tx, demo).await?;
    fill_papers(&mut tx, demo).await?;
    fill_transfers(&mut tx, demo).await?;
    fill_invitations(&mut tx, demo).await?;
    fill_messages(&mut tx, demo).await?;
    fill_documents(&mut tx, demo).await?;
    fill_events(&mut tx, demo).await?;
    tx.commit().await?;
    Ok(true)
}

/// Whether there is an account for each of these addresses.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn has_accounts(db: &Db, emails: &[String]) -> Result<bool> {
    let accounts =
        sqlx::query_scalar!(r#"select count(*) as "accounts!" from users where email = any ($1)"#, emails)
            .fetch_one(&db.0)
            .await?;
    Ok(usize::try_from(accounts) == Ok(emails.len()))
}

async fn fill_people(db: &mut PgConnection, demo: &Demo) -> Result<()> {
    sqlx::query!(
        "update company set name = $1, time_zone = $2, brand_color = $3, logo = $4, logo_type = 'image/svg+xml', support_email = $5,
                            paper_address = $6, paper_footer = $7, updated_at = now()",
        demo.company.name,
        demo.company.time_zone.name(),
        demo.company.brand_color,
        demo.company.logo.as_bytes(),
        demo.company.support_email,
        demo.company.paper_address,
        demo.company.paper_footer,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into users (id, kind, role, email, name, phone, password_hash, password_changed_at, is_active, created_at)
         select id, kind, role, email, name, phone, password_hash, password_changed_at, is_active, created_at
           from jsonb_populate_recordset(null::users, $1)",
        rows(&demo.users)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into clients (id, external_id, name, email, phone, address, city, region, postal_code, country, currency, is_active,
                              portal_enabled, portal_user_id, created_at)
         select id, external_id, name, email, phone, address, city, region, postal_code, country, currency, is_active,
                portal_enabled, portal_user_id, created_at
           from jsonb_populate_recordset(null::clients, $1)",
        rows(&demo.clients)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into client_contacts (id, client_id, external_id, name, title, email, phone, is_active, portal_access, user_id, created_at)
         select id, client_id, external_id, name, title, email, phone, is_active, portal_access, user_id, created_at
           from jsonb_populate_recordset(null::client_contacts, $1)",
        rows(&demo.contacts)?,
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

async fn fill_projects(db: &mut PgConnection, demo: &Demo) -> Result<()> {
    sqlx::query!(
        "insert into projects (id, client_id, external_id, name, description, status, starts_on, ends_on, progress_percent, created_at)
         select id, client_id, external_id, name, description, status, starts_on, ends_on, progress_percent, created_at
           from jsonb_populate_recordset(null::projects, $1)",
        rows(&demo.projects)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into project_milestones (id, project_id, position, name, due_on, done_on)
         select id, project_id, position, name, due_on, done_on from jsonb_populate_recordset(null::project_milestones, $1)",
        rows(&demo.milestones)?,
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Lines before approvals: to a quote that was approved here none can be added.
async fn fill_papers(db: &mut PgConnection, demo: &Demo) -> Result<()> {
    sqlx::query!(
        "insert into quotes (id, client_id, project_id, external_id, number, title, status, issued_on, valid_until, currency,
                             total_minor, terms, created_at)
         select id, client_id, project_id, number, number, title, status, issued_on, valid_until, currency, total_minor, terms, created_at
           from jsonb_populate_recordset(null::quotes, $1)",
        rows(&demo.quotes)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into invoices (id, client_id, project_id, external_id, number, title, status, issued_on, due_on, currency,
                               total_minor, terms, created_at)
         select id, client_id, project_id, number, number, title, status, issued_on, due_on, currency, total_minor, terms, created_at
           from jsonb_populate_recordset(null::invoices, $1)",
        rows(&demo.invoices)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into lines (id, quote_id, invoice_id, position, description, quantity, unit_price_minor, discount_percent, total_minor)
         select id, quote_id, invoice_id, position, description, quantity, unit_price_minor, discount_percent, total_minor
           from jsonb_populate_recordset(null::lines, $1)",
        rows(&demo.lines)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into payments (id, invoice_id, amount_minor, paid_on, method, reference, created_at)
         select id, invoice_id, amount_minor, paid_on, method, reference, created_at
           from jsonb_populate_recordset(null::payments, $1)",
        rows(&demo.payments)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into quote_approvals (quote_id, user_id, typed_name, frozen_quote, frozen_sha256, ip_address, user_agent, device_type,
                                      browser, platform, approved_at)
         select quote_id, user_id, typed_name, frozen_quote, sha256(convert_to(frozen_quote, 'UTF8')), ip_address, user_agent,
                device_type, browser, platform, approved_at
           from jsonb_populate_recordset(null::quote_approvals, $1)",
        rows(&demo.approvals)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into document_requests (id, client_id, project_id, title, note, due_on, state, reason, created_at, decided_at)
         select id, client_id, project_id, title, note, due_on, state, reason, created_at, decided_at
           from jsonb_populate_recordset(null::document_requests, $1)",
        rows(&demo.document_requests)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into quote_declines (quote_id, revision, user_id, person_name, reason, ip_address, user_agent, device_type, browser,
                                     platform, declined_at)
         select quote_id, revision, user_id, person_name, reason, ip_address, user_agent, device_type, browser, platform, declined_at
           from jsonb_populate_recordset(null::quote_declines, $1)",
        rows(&demo.declines)?,
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// After the messages that some of them came with.
async fn fill_documents(db: &mut PgConnection, demo: &Demo) -> Result<()> {
    sqlx::query!(
        "insert into documents (id, client_id, project_id, quote_id, invoice_id, name, content_type, size_bytes,
                                is_shared_with_client, created_at, is_stored, uploaded_by, request_id, message_id)
         select id, client_id, project_id, quote_id, invoice_id, name, content_type, size_bytes, is_shared_with_client, created_at,
                is_stored, uploaded_by, request_id, message_id
           from jsonb_populate_recordset(null::documents, $1)",
        rows(&demo.documents)?,
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

async fn fill_transfers(db: &mut PgConnection, demo: &Demo) -> Result<()> {
    sqlx::query!(
        "update company set bank_account_holder = name, bank_account = $1, bank_bic = $2",
        demo.company.bank_account,
        demo.company.bank_bic,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into payment_attempts (id, client_id, user_id, provider, currency, amount_minor, holds_until, paid_on, note, reference,
                                       created_at)
         select t.id, t.client_id, t.user_id, 'bank_transfer', t.currency, t.amount_minor, t.holds_until, t.paid_on, t.note, i.number,
                t.created_at
           from jsonb_to_recordset($1) as t (id uuid, client_id uuid, user_id uuid, invoice_id uuid, currency text, amount_minor bigint,
                                             holds_until timestamptz, paid_on date, note text, created_at timestamptz)
           join invoices i on i.id = t.invoice_id",
        rows(&demo.transfers)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into payment_attempt_invoices (attempt_id, invoice_id, amount_minor)
         select id, invoice_id, amount_minor from jsonb_to_recordset($1) as t (id uuid, invoice_id uuid, amount_minor bigint)",
        rows(&demo.transfers)?,
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// The counts of a run come from its recipients, as they do when senders work on it.
async fn fill_invitations(db: &mut PgConnection, demo: &Demo) -> Result<()> {
    sqlx::query!(
        "insert into bulk_invitation_runs (id, state, started_by, remind, total, next_seq, moving_since, created_at, started_at, finished_at)
         select id, 'completed', started_by, false, total, total + 1, started_at, created_at, started_at, finished_at
           from jsonb_populate_recordset(null::bulk_invitation_runs, $1)",
        rows(&demo.runs)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into bulk_invitation_recipients (run_id, seq, id, client_id, name, email, is_reminder, outcome, reason, attempts, finished_at)
         select run_id, seq, id, client_id, name, email, false, outcome, reason, attempts, finished_at
           from jsonb_populate_recordset(null::bulk_invitation_recipients, $1)",
        rows(&demo.recipients)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into bulk_invitation_progress (run_id, slot, success, failed, skipped)
         select r.id, s.slot, count(*) filter (where p.outcome = 'success'), count(*) filter (where p.outcome = 'failed'),
                count(*) filter (where p.outcome = 'skipped')
           from bulk_invitation_runs r
           cross join generate_series(-1, 3) s (slot)
           left join bulk_invitation_recipients p on p.run_id = r.id and p.seq % 4 = s.slot
          group by r.id, s.slot"
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into invitations (id, client_id, contact_id, run_id, name, email, state, error, invited_by, created_at, sent_at,
                                  expires_at, accepted_at, revoked_at)
         select id, client_id, contact_id, run_id, name, email, state, error, invited_by, created_at, sent_at, expires_at, accepted_at,
                revoked_at
           from jsonb_populate_recordset(null::invitations, $1)",
        rows(&demo.invitations)?,
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

async fn fill_messages(db: &mut PgConnection, demo: &Demo) -> Result<()> {
    sqlx::query!(
        "insert into conversations select * from jsonb_populate_recordset(null::conversations, $1)",
        rows(&demo.conversations)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into messages select * from jsonb_populate_recordset(null::messages, $1)",
        rows(&demo.messages)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into conversation_members select * from jsonb_populate_recordset(null::conversation_members, $1)",
        rows(&demo.conversation_members)?,
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

async fn fill_events(db: &mut PgConnection, demo: &Demo) -> Result<()> {
    // Of these the bells tell already.
    sqlx::query!(
        "insert into reminders (kind, subject_id, day)
         select 'quote_lapses', id, valid_until from quotes where status = 'sent' and valid_until <= current_date + 3
         union all
         select 'invoice_overdue', id, due_on from invoices where status = 'sent' and due_on <= current_date"
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into notifications (id, user_id, client_id, kind, section, title, href, created_at, read_at)
         select id, user_id, client_id, kind, section, title, href, created_at, read_at
           from jsonb_populate_recordset(null::notifications, $1)",
        rows(&demo.notifications)?,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into client_portal_activities (id, occurred_at, kind, client_id, user_id, staff_id, subject_type, subject_id,
                                               subject_label, session_id, ip_address, user_agent, device_type, browser, platform)
         select id, occurred_at, kind, client_id, user_id, staff_id, subject_type, subject_id, subject_label, session_id, ip_address,
                user_agent, device_type, browser, platform
           from jsonb_populate_recordset(null::client_portal_activities, $1)",
        rows(&demo.activities)?,
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

//! The staff's statements about payments.

use super::{Confirmation, PaymentFilter, PaymentRow, PaymentSheet};
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{Policy, Staff},
    db::Db,
    error::{Conflict, Error, Result},
    id::{ClientId, PaymentAttemptId},
    money::{self, Money},
    page::{Cursor, PAGE_SIZE, Page},
    payment::{
        MAX_NOTE_CHARS, PaymentState, Proof, Provider, Reason,
        arrival::{Attempt, Came},
        pg::PartRow,
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};

/// What clients have paid, or tried to, newest first.
///
/// # Errors
/// [`Error::Forbidden`] without the policy; [`Error::Unavailable`] when the database is away.
pub async fn list(db: &Db, staff: &Staff, filter: &PaymentFilter) -> Result<Page<PaymentRow>> {
    staff.require(Policy::ViewRecords)?;
    let rows = sqlx::query!(
        r#"
        select a.id, a.client_id, c.name as client_name, a.provider, a.state, a.attention, a.currency,
               coalesce(a.received_minor, a.amount_minor) as "minor!", a.created_at, numbers.text as "invoices!"
          from payment_attempts a
          join clients c on c.id = a.client_id
          cross join lateral (select coalesce(string_agg(i.number, ', ' order by i.id), '') as text
                                from payment_attempt_invoices p join invoices i on i.id = p.invoice_id
                               where p.attempt_id = a.id) numbers
         where ($1::text is null or strpos(lower(concat_ws(' ', c.name, numbers.text, a.reference, a.provider_payment)), lower($1)) > 0)
           and case $2::text when 'all' then true
                             when 'to-confirm' then a.provider = 'bank_transfer' and a.state = 'pending'
                             when 'to-look-at' then a.attention is not null
                             else a.state = $2 end
           and ($4::uuid is null or case when $3 then a.id > $4 else a.id < $4 end)
         order by case when $3 then a.id end, case when not $3 then a.id end desc
         limit $5
        "#,
        filter.search,
        filter.show.as_str(),
        filter.page.is_backwards(),
        filter.page.cursor().map(|cursor| cursor.id),
        PAGE_SIZE + 1,
    )
    .fetch_all(&db.0)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(PaymentRow {
                id: PaymentAttemptId(row.id),
                client: ClientId(row.client_id),
                client_name: row.client_name,
                provider: row.provider.parse().map_err(Error::internal)?,
                state: row.state.parse().map_err(Error::internal)?,
                attention: row.attention.map(|word| word.parse()).transpose().map_err(Error::internal)?,
                amount: Money::new(row.minor, money::currency(&row.currency).map_err(Error::internal)?),
                invoices: row.invoices,
                created_at: row.created_at,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(rows, PAGE_SIZE, &filter.page, |row| Cursor { key: String::new(), id: row.id.0 }))
}

/// One payment.
///
/// # Errors
/// [`Error::Forbidden`] without the policy; [`Error::NotFound`].
pub async fn view(db: &Db, staff: &Staff, id: PaymentAttemptId) -> Result<PaymentSheet> {
    staff.require(Policy::ViewRecords)?;
    let row = sqlx::query!(
        r#"
        select a.client_id, c.name as client_name, a.provider, a.state, a.attention, a.currency, a.amount_minor, a.received_minor,
               a.refunded_minor, a.provider_payment, a.paid_on, a.note, a.not_paid, a.reason, a.created_at, a.settled_at,
               a.reference,
               (select jsonb_build_object('name', f.name, 'content_type', f.content_type, 'size_bytes', f.size_bytes)
                  from payment_proofs f where f.attempt_id = a.id) as "proof: Json<Proof>",
               person.name as "person?", by_staff.name as "settled_by?",
               coalesce((select jsonb_agg(jsonb_build_object('invoice_id', i.id, 'number', i.number, 'amount_minor', p.amount_minor)
                                          order by i.id)
                           from payment_attempt_invoices p join invoices i on i.id = p.invoice_id
                          where p.attempt_id = a.id), '[]') as "parts!: Json<Vec<PartRow>>"
          from payment_attempts a
          join clients c on c.id = a.client_id
          left join users person on person.id = a.user_id
          left join users by_staff on by_staff.id = a.settled_by
         where a.id = $1
        "#,
        id.0
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    let currency = money::currency(&row.currency).map_err(Error::internal)?;
    let money = |minor| Money::new(minor, currency);
    let allocations: Vec<_> = row.parts.0.into_iter().map(|part| part.allocation(currency)).collect();
    let numbers = allocations.iter().map(|part| part.number.as_str()).collect::<Vec<_>>().join(", ");
    Ok(PaymentSheet {
        row: PaymentRow {
            id,
            client: ClientId(row.client_id),
            client_name: row.client_name,
            provider: row.provider.parse().map_err(Error::internal)?,
            state: row.state.parse().map_err(Error::internal)?,
            attention: row.attention.map(|word| word.parse()).transpose().map_err(Error::internal)?,
            amount: money(row.received_minor.unwrap_or(row.amount_minor)),
            invoices: numbers,
            created_at: row.created_at,
        },
        asked: money(row.amount_minor),
        received: row.received_minor.map(money),
        refunded: money(row.refunded_minor),
        allocations,
        person: row.person,
        paid_on: row.paid_on,
        note: row.note,
        reason: Reason::of(row.not_paid.as_deref(), row.reason)?,
        provider_payment: row.provider_payment,
        reference: row.reference,
        proof: row.proof.map(|proof| proof.0),
        settled_at: row.settled_at,
        settled_by: row.settled_by,
    })
}

/// Records a transfer that has arrived, with the amount and on the day that the account shows.
///
/// # Errors
/// [`Error::Forbidden`] without the policy; [`Error::NotFound`] for a missing one and for a card payment, which its provider
/// confirms; [`Error::Invalid`] at a field; [`Conflict::PaymentDecided`] when it was confirmed before.
pub async fn confirm(
    db: &Db,
    staff: &Staff,
    id: PaymentAttemptId,
    typed: &Confirmation,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<()> {
    staff.require(Policy::ConfirmPayments)?;
    let mut transaction = db.0.begin().await?;
    let attempt = transfer(&mut transaction, id).await?;
    let (amount, day) = typed.check(attempt.amount, today)?;
    let came = Came { minor: amount.minor, currency: amount.currency.code(), reference: "", day, now };
    if !attempt.receive(&mut transaction, &came, Some(staff)).await? {
        return Err(Conflict::PaymentDecided.into());
    }
    log(&mut transaction, staff, &attempt, ActivityKind::ConfirmPayment, &amount.to_string()).await?;
    transaction.commit().await?;
    Ok(())
}

/// Says that a transfer has not arrived, with the reason, which the client reads.
///
/// # Errors
/// As [`confirm`].
pub async fn refuse(
    db: &Db,
    staff: &Staff,
    id: PaymentAttemptId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    staff.require(Policy::ConfirmPayments)?;
    let mut transaction = db.0.begin().await?;
    let attempt = transfer(&mut transaction, id).await?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_NOTE_CHARS || reason.contains('\0') {
        let sentence = format!("Tell the client why, in at most {MAX_NOTE_CHARS} characters.");
        return Err(Error::field("reason", sentence));
    }
    let reason = Reason::Written(reason.to_owned());
    if !attempt.end(&mut transaction, PaymentState::Failed, &reason, now, Some(staff)).await? {
        return Err(Conflict::PaymentDecided.into());
    }
    log(&mut transaction, staff, &attempt, ActivityKind::RefusePayment, &attempt.amount.to_string()).await?;
    transaction.commit().await?;
    Ok(())
}

async fn transfer(connection: &mut PgConnection, id: PaymentAttemptId) -> Result<Attempt> {
    let attempt = Attempt::lock(connection, id).await?.ok_or(Error::NotFound)?;
    if attempt.provider == Provider::BankTransfer { Ok(attempt) } else { Err(Error::NotFound) }
}

async fn log(
    connection: &mut PgConnection,
    staff: &Staff,
    attempt: &Attempt,
    kind: ActivityKind,
    label: &str,
) -> Result<()> {
    let subject = Subject { kind: "payment", id: attempt.id.0, label };
    record(connection, NewActivity::of_staff(staff, kind, Some(attempt.client), Some(subject))).await
}

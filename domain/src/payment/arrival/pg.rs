//! Recording what came: once, in any order.

use super::{Notice, Outcome, ProviderEvent};
use crate::{
    actor::Staff,
    db::Db,
    error::{Error, Result},
    id::{ClientId, InvoiceId, PaymentAttemptId, UserId},
    money::{self, Money},
    notification::{self, NewNotification},
    payment::{Allocation, Attention, NotPaid, PaymentState, Provider, Reason, describe, spread},
    words::sentence,
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// Takes a provider's notice. The caller has checked that it is the provider's: nobody is signed in here.
///
/// Money that arrives is recorded whatever the payment's state was: a cancelled or failed one may have been paid at the last
/// moment. Bad news about a payment that has succeeded is old news.
///
/// # Errors
/// [`Error::Unavailable`]; then nothing was changed and the notice may come again.
pub async fn apply(db: &Db, event: &ProviderEvent, today: NaiveDate, now: DateTime<Utc>) -> Result<Outcome> {
    let mut transaction = db.0.begin().await?;
    let Some(attempt) = lock(&mut transaction, event).await? else {
        let is_ours = event.notice != Notice::Other;
        if is_ours {
            tracing::warn!(
                event = event.id,
                kind = event.kind,
                "a payment provider told of a payment that is not here"
            );
        }
        return Ok(if is_ours { Outcome::Unknown } else { Outcome::NothingNew });
    };
    let is_new = sqlx::query!(
        "insert into payment_events (provider, event_id, kind, attempt_id) values ($1, $2, $3, $4) on conflict do nothing",
        event.provider.as_str(),
        event.id,
        event.kind,
        attempt.id.0,
    )
    .execute(&mut *transaction)
    .await?
    .rows_affected()
        > 0;
    if !is_new {
        return Ok(Outcome::NothingNew);
    }
    let has_changed = match &event.notice {
        Notice::Received { minor, currency } => {
            let came = Came { minor: *minor, currency, reference: &event.reference, day: today, now };
            attempt.receive(&mut transaction, &came, None).await?
        }
        Notice::Processing => attempt.keep_waiting(&mut transaction, now).await?,
        Notice::Failed => {
            let reason = Reason::NotPaid(NotPaid::NotCarriedOut);
            attempt.end(&mut transaction, PaymentState::Failed, &reason, now, None).await?
        }
        Notice::Expired => {
            let reason = Reason::NotPaid(NotPaid::NotInTime);
            attempt.end(&mut transaction, PaymentState::Cancelled, &reason, now, None).await?
        }
        Notice::Refunded { minor } => attempt.refund(&mut transaction, *minor, today).await?,
        Notice::Other => false,
    };
    transaction.commit().await?;
    Ok(if has_changed { Outcome::Applied } else { Outcome::NothingNew })
}

/// A payment that this transaction holds.
pub(in crate::payment) struct Attempt {
    pub(in crate::payment) id: PaymentAttemptId,
    pub(in crate::payment) client: ClientId,
    pub(super) user: Option<UserId>,
    pub(in crate::payment) provider: Provider,
    pub(in crate::payment) state: PaymentState,
    pub(in crate::payment) amount: Money,
    pub(super) refunded_minor: i64,
}

/// Money that came.
pub(in crate::payment) struct Came<'a> {
    pub(in crate::payment) minor: i64,
    pub(in crate::payment) currency: &'a str,
    pub(in crate::payment) reference: &'a str,
    pub(in crate::payment) day: NaiveDate,
    pub(in crate::payment) now: DateTime<Utc>,
}

async fn lock(connection: &mut PgConnection, event: &ProviderEvent) -> Result<Option<Attempt>> {
    let id = sqlx::query_scalar!(
        "select id from payment_attempts
          where provider = $1 and (id = $2 or ($2::uuid is null and $3 <> '' and provider_payment = $3)) limit 1",
        event.provider.as_str(),
        event.payment.map(|id| id.0),
        event.reference,
    )
    .fetch_optional(&mut *connection)
    .await?;
    match id {
        Some(id) => Attempt::lock(connection, PaymentAttemptId(id)).await,
        None => Ok(None),
    }
}

impl Attempt {
    /// The payment, for this transaction alone.
    pub(in crate::payment) async fn lock(
        connection: &mut PgConnection,
        id: PaymentAttemptId,
    ) -> Result<Option<Self>> {
        let row = sqlx::query!(
            "select client_id, user_id, provider, state, currency, amount_minor, refunded_minor from payment_attempts
              where id = $1 for update",
            id.0
        )
        .fetch_optional(connection)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let currency = money::currency(&row.currency).map_err(Error::internal)?;
        Ok(Some(Self {
            id,
            client: ClientId(row.client_id),
            user: row.user_id.map(UserId),
            provider: row.provider.parse().map_err(Error::internal)?,
            state: row.state.parse().map_err(Error::internal)?,
            amount: Money::new(row.amount_minor, currency),
            refunded_minor: row.refunded_minor,
        }))
    }

    /// Records what came: payments on the invoices, their state, the log, the bells. `false` when it was recorded before.
    pub(in crate::payment) async fn receive(
        &self,
        connection: &mut PgConnection,
        came: &Came<'_>,
        by: Option<&Staff>,
    ) -> Result<bool> {
        if self.state == PaymentState::Succeeded {
            return Ok(false);
        }
        let is_same_currency = came.currency == self.amount.currency.code();
        let asked = self.invoices(connection).await?;
        let parts = if is_same_currency {
            let asked: Vec<_> = asked.iter().map(|part| (part.invoice, part.amount.minor)).collect();
            spread(came.minor, &asked)
        } else {
            Vec::new()
        };
        self.insert_payments(connection, &parts, came).await?;
        // News of a refund may come before the news of what was paid.
        if self.refunded_minor > 0 {
            self.take_back(connection, self.refunded_minor, came.day).await?;
        }
        let after = self.close_invoices(connection, &asked).await?;
        let attention = if self.refunded_minor > 0 {
            Some(Attention::Refunded)
        } else if !is_same_currency {
            Some(Attention::OtherCurrency)
        } else if asked.is_empty() {
            Some(Attention::Unassigned)
        } else {
            after.or((came.minor != self.amount.minor).then_some(Attention::OtherAmount))
        };
        let note = if is_same_currency {
            String::new()
        } else {
            format!("{} smallest units of {} came instead.", came.minor, came.currency)
        };
        sqlx::query!(
            "update payment_attempts set state = 'succeeded', received_minor = $2, provider_payment = $3, attention = $4,
                                         not_paid = null, reason = $5, settled_at = $6, settled_by = $7 where id = $1",
            self.id.0,
            if is_same_currency { came.minor } else { 0 },
            came.reference,
            attention.map(Attention::as_str),
            note,
            came.now,
            by.map(|staff| staff.id().0),
        )
        .execute(&mut *connection)
        .await?;
        self.log(connection, &asked).await?;
        let received =
            if is_same_currency { Some(Money::new(came.minor, self.amount.currency)) } else { None };
        self.tell(connection, &asked, received, attention).await?;
        Ok(true)
    }

    pub(super) async fn invoices(&self, connection: &mut PgConnection) -> Result<Vec<Allocation>> {
        let rows = sqlx::query!(
            "select i.id, i.number, p.amount_minor
               from payment_attempt_invoices p join invoices i on i.id = p.invoice_id
              where p.attempt_id = $1 order by i.id for update of i",
            self.id.0
        )
        .fetch_all(connection)
        .await?;
        let part = |id, number, minor| Allocation {
            invoice: InvoiceId(id),
            number,
            amount: Money::new(minor, self.amount.currency),
        };
        Ok(rows.into_iter().map(|row| part(row.id, row.number, row.amount_minor)).collect())
    }

    async fn insert_payments(
        &self,
        connection: &mut PgConnection,
        parts: &[(InvoiceId, i64)],
        came: &Came<'_>,
    ) -> Result<()> {
        let ids: Vec<Uuid> = parts.iter().map(|_| Uuid::now_v7()).collect();
        let invoices: Vec<Uuid> = parts.iter().map(|(invoice, _)| invoice.0).collect();
        let amounts: Vec<i64> = parts.iter().map(|(_, minor)| *minor).collect();
        sqlx::query!(
            "insert into payments (id, invoice_id, amount_minor, paid_on, method, reference, attempt_id)
             select p.id, p.invoice_id, p.minor, $4, $5, $6, $7 from unnest($1::uuid[], $2::uuid[], $3::bigint[]) p (id, invoice_id, minor)",
            &ids,
            &invoices,
            &amounts,
            came.day,
            self.provider.method(),
            came.reference,
            self.id.0,
        )
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Invoices that are covered are paid; what staff should know about them.
    async fn close_invoices(
        &self,
        connection: &mut PgConnection,
        asked: &[Allocation],
    ) -> Result<Option<Attention>> {
        let ids: Vec<Uuid> = asked.iter().map(|part| part.invoice.0).collect();
        sqlx::query!(
            "update invoices set status = 'paid' where id = any ($1) and status = 'sent' and paid_minor >= total_minor",
            &ids
        )
        .execute(&mut *connection)
        .await?;
        let found = sqlx::query!(
            r#"select coalesce(bool_or(status = 'cancelled'), false) as "is_cancelled!",
                      coalesce(bool_or(paid_minor > total_minor), false) as "is_overpaid!"
                 from invoices where id = any ($1)"#,
            &ids
        )
        .fetch_one(connection)
        .await?;
        Ok(if found.is_cancelled {
            Some(Attention::InvoiceCancelled)
        } else if found.is_overpaid {
            Some(Attention::Overpaid)
        } else {
            None
        })
    }

    /// The client has paid in a way that takes days: the money stays held.
    async fn keep_waiting(&self, connection: &mut PgConnection, now: DateTime<Utc>) -> Result<bool> {
        let done = sqlx::query!(
            "update payment_attempts set checkout_url = '', holds_until = $2 where id = $1 and state = 'pending'",
            self.id.0,
            now + chrono::TimeDelta::days(14),
        )
        .execute(connection)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// It came to nothing. `false` when it was decided before.
    pub(in crate::payment) async fn end(
        &self,
        connection: &mut PgConnection,
        state: PaymentState,
        reason: &Reason,
        now: DateTime<Utc>,
        by: Option<&Staff>,
    ) -> Result<bool> {
        if self.state != PaymentState::Pending {
            return Ok(false);
        }
        let (not_paid, written) = match reason {
            Reason::NotPaid(why) => (Some(why.as_str()), ""),
            Reason::Written(words) => (None, words.as_str()),
        };
        sqlx::query!(
            "update payment_attempts set state = $2, not_paid = $3, reason = $4, settled_at = $5, settled_by = $6 where id = $1",
            self.id.0,
            state.as_str(),
            not_paid,
            written,
            now,
            by.map(|staff| staff.id().0),
        )
        .execute(&mut *connection)
        .await?;
        if state == PaymentState::Failed {
            let asked = self.invoices(connection).await?;
            let invoices = describe(&asked);
            let title = sentence!(|language| "news-payment-failed", invoices = invoices.say(language));
            let href = format!("/portal/payments/{}", self.id);
            let notice = NewNotification { kind: "payment_failed", title: &title, href: &href };
            notification::notify_client(connection, self.client, None, &notice).await?;
        }
        Ok(true)
    }
}

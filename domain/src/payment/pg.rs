//! Cancelling and looking at a client's own payments.

use super::{
    Allocation, MAX_INVOICES, PaymentDetail, PaymentState, Proof, Provider, Reason,
    provider::{ProviderError, Providers},
    settings::BankAccount,
};
use crate::{
    access_preset::Section,
    actor::ClientScope,
    db::Db,
    error::{Conflict, Error, Result},
    id::{InvoiceId, PaymentAttemptId},
    money::{self, Money},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;

/// Takes back a payment that has not been made, so that its invoices can be paid in another way.
///
/// # Errors
/// [`Error::NotFound`] for a missing and for another client's; [`Conflict::PaymentDecided`] when it is not pending any more;
/// [`Conflict::PaymentGoneThrough`] when the provider says that it is too late; [`Conflict::ProviderAway`].
pub async fn cancel(db: &Db, scope: &ClientScope, providers: &Providers, id: PaymentAttemptId) -> Result<()> {
    scope.require(Section::Invoices)?;
    let attempt = sqlx::query!(
        "select provider, state, provider_reference from payment_attempts where id = $1 and client_id = $2",
        id.0,
        scope.client_id().0,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    if attempt.state != PaymentState::Pending.as_str() {
        return Err(Conflict::PaymentDecided.into());
    }
    let provider: Provider = attempt.provider.parse().map_err(Error::internal)?;
    // What the provider never heard of needs no taking back.
    if !attempt.provider_reference.is_empty() {
        let provider = providers.get(provider).ok_or(Conflict::ProviderAway)?;
        provider.withdraw(&attempt.provider_reference).await.map_err(|error| {
            tracing::warn!(payment = %id, %error, "a payment could not be taken back");
            match error {
                ProviderError::Refused(_) => Conflict::PaymentGoneThrough,
                ProviderError::Unreachable(_) => Conflict::ProviderAway,
            }
        })?;
    }
    let done = sqlx::query!(
        "update payment_attempts set state = 'cancelled', settled_at = now()
          where id = $1 and client_id = $2 and state = 'pending'",
        id.0,
        scope.client_id().0,
    )
    .execute(&db.0)
    .await?;
    if done.rows_affected() == 0 { Err(Conflict::PaymentDecided.into()) } else { Ok(()) }
}

#[derive(Debug, Deserialize)]
pub(super) struct PartRow {
    invoice_id: InvoiceId,
    number: String,
    amount_minor: i64,
}

impl PartRow {
    pub(super) fn allocation(self, currency: money::Currency) -> Allocation {
        Allocation {
            invoice: self.invoice_id,
            number: self.number,
            amount: Money::new(self.amount_minor, currency),
        }
    }
}

/// One payment of the client.
///
/// # Errors
/// [`Error::NotFound`] for a missing one and another client's alike.
pub async fn view(
    db: &Db,
    scope: &ClientScope,
    id: PaymentAttemptId,
    now: DateTime<Utc>,
) -> Result<PaymentDetail> {
    scope.require(Section::Invoices)?;
    let row = sqlx::query!(
        r#"
        select a.provider, a.state, a.currency, a.amount_minor, a.received_minor, a.refunded_minor, a.paid_on, a.note, a.not_paid,
               a.reason, a.created_at, a.reference,
               (select jsonb_build_object('name', f.name, 'content_type', f.content_type, 'size_bytes', f.size_bytes)
                  from payment_proofs f where f.attempt_id = a.id) as "proof: Json<Proof>",
               a.checkout_url <> '' and a.holds_until > $3 as "can_continue!",
               a.provider = 'stripe' and a.provider_reference = '' and a.checkout_url = ''
               and a.created_at < $3 - interval '1 minute' as "has_not_begun!",
               coalesce((select jsonb_agg(jsonb_build_object('invoice_id', i.id, 'number', i.number, 'amount_minor', p.amount_minor)
                                          order by i.id)
                           from payment_attempt_invoices p join invoices i on i.id = p.invoice_id
                          where p.attempt_id = a.id), '[]') as "parts!: Json<Vec<PartRow>>",
               jsonb_build_object('holder', c.bank_account_holder, 'account', c.bank_account, 'bic', c.bank_bic,
                                  'instructions', c.bank_instructions) as "bank!: Json<BankAccount>"
          from payment_attempts a cross join company c
         where a.id = $1 and a.client_id = $2
        "#,
        id.0,
        scope.client_id().0,
        now,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    let currency = money::currency(&row.currency).map_err(Error::internal)?;
    let (provider, state) =
        (row.provider.parse().map_err(Error::internal)?, row.state.parse().map_err(Error::internal)?);
    Ok(PaymentDetail {
        id,
        provider,
        state,
        amount: Money::new(row.amount_minor, currency),
        received: row.received_minor.map(|minor| Money::new(minor, currency)),
        refunded: Money::new(row.refunded_minor, currency),
        allocations: row.parts.0.into_iter().map(|part| part.allocation(currency)).collect(),
        can_continue: row.can_continue && state == PaymentState::Pending,
        has_not_begun: row.has_not_begun && state == PaymentState::Pending,
        paid_on: row.paid_on,
        note: row.note,
        reason: Reason::of(row.not_paid.as_deref(), row.reason)?,
        created_at: row.created_at,
        reference: row.reference,
        proof: row.proof.map(|proof| proof.0),
        bank: Some(row.bank.0).filter(|bank| {
            !bank.account.is_empty() && provider == Provider::BankTransfer && state == PaymentState::Pending
        }),
    })
}

/// How a payment of the client stands.
///
/// # Errors
/// As [`view`].
pub async fn state(db: &Db, scope: &ClientScope, id: PaymentAttemptId) -> Result<PaymentState> {
    scope.require(Section::Invoices)?;
    let state = sqlx::query_scalar!(
        "select state from payment_attempts where id = $1 and client_id = $2",
        id.0,
        scope.client_id().0
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    state.parse().map_err(Error::internal)
}

/// The provider's page of a payment that can still be made.
///
/// # Errors
/// [`Error::NotFound`] for a missing one, another client's, and one that has no such page any more.
pub async fn checkout_url(
    db: &Db,
    scope: &ClientScope,
    id: PaymentAttemptId,
    now: DateTime<Utc>,
) -> Result<String> {
    scope.require(Section::Invoices)?;
    sqlx::query_scalar!(
        "select checkout_url from payment_attempts
          where id = $1 and client_id = $2 and state = 'pending' and checkout_url <> '' and holds_until > $3",
        id.0,
        scope.client_id().0,
        now,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)
}

/// Invoices that are to be paid together, as the page before shows them.
#[derive(Clone, Debug)]
pub struct Payable {
    pub invoice: InvoiceId,
    pub number: String,
    /// What can be paid now: the balance less what pending payments hold.
    pub open: Money,
}

/// The chosen invoices that can be paid, and how the company is paid. What cannot be paid is left out.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn payable(
    db: &Db,
    scope: &ClientScope,
    ids: &[InvoiceId],
    now: DateTime<Utc>,
) -> Result<(Vec<Payable>, Option<BankAccount>)> {
    scope.require(Section::Invoices)?;
    let ids: Vec<Uuid> = ids.iter().take(MAX_INVOICES).map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"
        select i.id as "id?", i.number as "number?", i.currency as "currency?",
               i.total_minor - i.paid_minor - held.minor as "open_minor?",
               jsonb_build_object('holder', c.bank_account_holder, 'account', c.bank_account, 'bic', c.bank_bic,
                                  'instructions', c.bank_instructions) as "bank!: Json<BankAccount>"
          from company c
          left join invoices i on i.id = any ($1) and i.client_id = $2 and i.status = 'sent'
          left join lateral (select coalesce(sum(p.amount_minor), 0)::bigint as minor
                               from payment_attempt_invoices p join payment_attempts a on a.id = p.attempt_id
                              where p.invoice_id = i.id and a.state = 'pending' and a.holds_until > $3) held on true
         order by i.currency, i.due_on, i.id
        "#,
        &ids,
        scope.client_id().0,
        now,
    )
    .fetch_all(&db.0)
    .await?;
    let bank = rows.first().map(|row| row.bank.0.clone()).filter(|bank| !bank.account.is_empty());
    let mut payable = Vec::with_capacity(rows.len());
    for row in rows {
        let (Some(id), Some(number), Some(currency), Some(minor)) =
            (row.id, row.number, row.currency, row.open_minor)
        else {
            continue;
        };
        if minor > 0 {
            let currency = money::currency(&currency).map_err(Error::internal)?;
            payable.push(Payable { invoice: InvoiceId(id), number, open: Money::new(minor, currency) });
        }
    }
    Ok((payable, bank))
}

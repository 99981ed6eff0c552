//! Starting a payment: what is asked for is held until it is decided.

use super::{NewPayment, Started};
use crate::{
    access_preset::Section,
    actor::ClientScope,
    db::Db,
    error::{Conflict, Error, Result},
    id::{InvoiceId, PaymentAttemptId},
    locale,
    money::{self, Money},
    notification::{self, NewNotification},
    payment::{
        Allocation, NotPaid, Provider, describe, minimum_part, proof,
        provider::{Begun, Order, PaymentProvider, ProviderError, Providers},
        read_part, reference,
    },
    words::sentence,
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

/// Starts a payment: the invoices are locked in the order of their ids, and what is asked for is held for the
/// provider's time. Then the provider begins; when it does not, the payment has failed and holds nothing.
///
/// # Errors
/// [`Error::NotFound`] when one of the invoices is missing, another client's, or a draft; [`Error::Invalid`] at `amount`,
/// `paid_on`, `note`, `file` or `invoices`; the [`Conflict`] of an invoice that is paid, cancelled, or held by another payment;
/// [`Conflict::ProviderAway`] when this way is not offered, or the provider did not begin.
pub async fn start(
    db: &Db,
    scope: &ClientScope,
    providers: &Providers,
    by: Provider,
    wanted: &NewPayment,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Started> {
    scope.require(Section::Invoices)?;
    wanted.check(by, today)?;
    let mut transaction = db.0.begin().await?;
    let (parts, has_account) = parts(&mut transaction, scope, wanted, now).await?;
    let provider = providers.get(by).filter(|_| by != Provider::BankTransfer || has_account);
    let provider = provider.ok_or(Conflict::ProviderAway)?;
    let order = insert(&mut transaction, scope, provider, wanted, &parts, now).await?;
    if by == Provider::BankTransfer {
        let title = format!("{} was reported as paid by bank transfer", describe(&parts)).into();
        let href = format!("/staff/payments/{}", order.id);
        let notice = NewNotification { kind: "payment_reported", title: &title, href: &href };
        notification::notify_staff(&mut transaction, scope.client_id(), &notice).await?;
    }
    transaction.commit().await?;
    begin(db, provider, &order).await
}

/// What each invoice gets, and whether the company has an account for transfers. The invoices stay locked until the transaction ends.
async fn parts(
    connection: &mut PgConnection,
    scope: &ClientScope,
    wanted: &NewPayment,
    now: DateTime<Utc>,
) -> Result<(Vec<Allocation>, bool)> {
    let mut ids: Vec<Uuid> = wanted.invoices.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let invoices = sqlx::query!(
        "select id, number, status, currency, total_minor, paid_minor from invoices
          where id = any ($1) and client_id = $2 and status <> 'draft' order by id for update",
        &ids,
        scope.client_id().0,
    )
    .fetch_all(&mut *connection)
    .await?;
    if invoices.len() != ids.len() {
        return Err(Error::NotFound);
    }
    // After the locks: a payment that was started meanwhile is seen.
    let rule = sqlx::query!(
        r#"
        select minimum_payment_percent, bank_account <> '' as "has_account!",
               coalesce((select jsonb_object_agg(h.invoice_id, h.minor) from (
                   select i.invoice_id, sum(i.amount_minor) as minor
                     from payment_attempt_invoices i join payment_attempts a on a.id = i.attempt_id
                    where i.invoice_id = any ($1) and a.state = 'pending' and a.holds_until > $2
                    group by i.invoice_id) h), '{}') as "held!: Json<std::collections::HashMap<Uuid, i64>>"
          from company
        "#,
        &ids,
        now,
    )
    .fetch_one(&mut *connection)
    .await?;
    let mut parts: Vec<Allocation> = Vec::with_capacity(invoices.len());
    for invoice in invoices {
        let currency = money::currency(&invoice.currency).map_err(Error::internal)?;
        if invoice.status == "cancelled" {
            return Err(Conflict::InvoiceCancelled(invoice.number).into());
        }
        let balance = invoice.total_minor.saturating_sub(invoice.paid_minor);
        if invoice.status == "paid" || balance <= 0 {
            return Err(Conflict::InvoicePaid(invoice.number).into());
        }
        if parts.first().is_some_and(|first| first.amount.currency != currency) {
            return Err(Error::field("invoices", sentence!("pay-currencies")));
        }
        let held = rule.held.0.get(&invoice.id).copied().unwrap_or(0);
        let open = Money::new(balance.saturating_sub(held), currency);
        if open.minor <= 0 {
            return Err(Conflict::PaymentUnderWay(invoice.number).into());
        }
        let total = Money::new(invoice.total_minor, currency);
        let minimum = minimum_part(total, open, rule.minimum_payment_percent);
        let typed = if ids.len() == 1 { wanted.amount.as_str() } else { "" };
        let amount = read_part(wanted.language, typed, open, minimum)?;
        parts.push(Allocation { invoice: InvoiceId(invoice.id), number: invoice.number, amount });
    }
    Ok((parts, rule.has_account))
}

async fn insert(
    connection: &mut PgConnection,
    scope: &ClientScope,
    provider: &dyn PaymentProvider,
    wanted: &NewPayment,
    parts: &[Allocation],
    now: DateTime<Utc>,
) -> Result<Order> {
    let Some(first) = parts.first() else { return Err(Error::NotFound) };
    let currency = first.amount.currency;
    let sum = parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(part.amount.minor));
    let amount =
        Money::new(sum.ok_or_else(|| Error::field("invoices", sentence!("pay-too-much")))?, currency);
    if !provider.takes(amount) {
        return Err(not_this_way(amount));
    }
    let id = PaymentAttemptId::generate();
    let reference = match provider.provider() {
        Provider::BankTransfer => reference(parts.iter().map(|part| (part.invoice, part.number.as_str()))),
        Provider::Stripe => String::new(),
    };
    sqlx::query!(
        "insert into payment_attempts (id, client_id, user_id, provider, currency, amount_minor, holds_until, paid_on, note, reference,
                                       created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.0,
        scope.client_id().0,
        scope.user_id().0,
        provider.provider().as_str(),
        currency.code(),
        amount.minor,
        now + provider.hold(),
        wanted.paid_on,
        wanted.note.trim(),
        reference,
        now,
    )
    .execute(&mut *connection)
    .await?;
    let invoices: Vec<Uuid> = parts.iter().map(|part| part.invoice.0).collect();
    let amounts: Vec<i64> = parts.iter().map(|part| part.amount.minor).collect();
    sqlx::query!(
        "insert into payment_attempt_invoices (attempt_id, invoice_id, amount_minor)
         select $1, p.invoice_id, p.minor from unnest($2::uuid[], $3::bigint[]) p (invoice_id, minor)",
        id.0,
        &invoices,
        &amounts,
    )
    .execute(&mut *connection)
    .await?;
    if let Some(file) = &wanted.proof {
        proof::keep(connection, scope, id, file).await?;
    }
    Ok(Order { id, amount, description: describe(parts).say(wanted.language).into_owned() })
}

fn not_this_way(amount: Money) -> Error {
    Error::field("amount", sentence!(|language| "pay-not-this-way", amount = locale::money(language, amount)))
}

/// Hands the order to the provider, outside of any transaction: it may take seconds.
async fn begin(db: &Db, provider: &dyn PaymentProvider, order: &Order) -> Result<Started> {
    match provider.begin(order).await {
        Ok(Begun::AwaitConfirmation) => Ok(Started { id: order.id, url: None }),
        Ok(Begun::LeadTo { reference, url }) => {
            sqlx::query!(
                "update payment_attempts set provider_reference = $2, checkout_url = $3 where id = $1",
                order.id.0,
                reference,
                url,
            )
            .execute(&db.0)
            .await?;
            Ok(Started { id: order.id, url: Some(url) })
        }
        Err(error) => {
            tracing::warn!(payment = %order.id, %error, "a payment could not be begun");
            sqlx::query!(
                "update payment_attempts set state = 'failed', not_paid = $2, settled_at = now()
                  where id = $1 and state = 'pending'",
                order.id.0,
                NotPaid::NotStarted.as_str(),
            )
            .execute(&db.0)
            .await?;
            Err(match error {
                ProviderError::Refused(_) => not_this_way(order.amount),
                ProviderError::Unreachable(_) => Conflict::ProviderAway.into(),
            })
        }
    }
}

//! Starting, cancelling and looking at a client's own payments.

use super::{
    Allocation, MAX_INVOICES, MAX_NOTE_CHARS, NewPayment, PaymentDetail, PaymentState, Provider,
    minimum_part,
    provider::{Begun, Order, PaymentProvider, ProviderError, Providers},
    read_part,
    settings::BankAccount,
};
use crate::{
    access_preset::Section,
    actor::ClientScope,
    db::Db,
    error::{Conflict, Error, Result},
    id::{InvoiceId, PaymentAttemptId},
    locale,
    money::{self, Money},
    notification::{self, NewNotification},
    words::{Sentence, sentence},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

/// Where a client goes after starting a payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Started {
    pub id: PaymentAttemptId,
    /// The provider's page; `None` when there is nothing more to do than to wait.
    pub url: Option<String>,
}

/// Starts a payment: the invoices are locked in the order of their ids, and what is asked for is held for the
/// provider's time. Then the provider begins; when it does not, the payment has failed and holds nothing.
///
/// # Errors
/// [`Error::NotFound`] when one of the invoices is missing, another client's, or a draft; [`Error::Invalid`] at `amount`,
/// `paid_on`, `note` or `invoices`; the [`Conflict`] of an invoice that is paid, cancelled, or held by another payment;
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
    check(by, wanted, today)?;
    let mut transaction = db.0.begin().await?;
    let (parts, has_account) = parts(&mut transaction, scope, wanted, now).await?;
    let provider = providers.get(by).filter(|_| by != Provider::BankTransfer || has_account);
    let provider = provider.ok_or(Conflict::ProviderAway)?;
    let order = insert(&mut transaction, scope, provider, wanted, &parts, now).await?;
    if by == Provider::BankTransfer {
        let title = format!("{} was reported as paid by bank transfer", order.description).into();
        let href = format!("/staff/payments/{}", order.id);
        let notice = NewNotification { kind: "transfer_reported", title: &title, href: &href };
        notification::notify_staff(&mut transaction, scope.client_id(), &notice).await?;
    }
    transaction.commit().await?;
    begin(db, provider, &order).await
}

fn check(provider: Provider, wanted: &NewPayment, today: NaiveDate) -> Result<()> {
    if wanted.invoices.is_empty() {
        return Err(Error::field("invoices", sentence!("pay-none")));
    }
    if wanted.invoices.len() > MAX_INVOICES {
        return Err(Error::field("invoices", sentence!("pay-too-many", invoices = MAX_INVOICES)));
    }
    if provider == Provider::BankTransfer {
        match wanted.paid_on {
            None => return Err(Error::field("paid_on", sentence!("pay-day-missing"))),
            Some(day) if day > today => {
                return Err(Error::field("paid_on", sentence!("pay-day-ahead")));
            }
            Some(_) => {}
        }
    }
    if wanted.note.chars().count() > MAX_NOTE_CHARS || wanted.note.contains('\0') {
        return Err(Error::field("note", sentence!("field-enter-at-most", characters = MAX_NOTE_CHARS)));
    }
    Ok(())
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
        let amount = read_part(typed, open, minimum)?;
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
        let sentence = sentence!(|language| "pay-not-this-way", amount = locale::money(language, amount));
        return Err(Error::field("amount", sentence));
    }
    let id = PaymentAttemptId::generate();
    sqlx::query!(
        "insert into payment_attempts (id, client_id, user_id, provider, currency, amount_minor, holds_until, paid_on, note, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        scope.client_id().0,
        scope.user_id().0,
        provider.provider().as_str(),
        currency.code(),
        amount.minor,
        now + provider.hold(),
        wanted.paid_on,
        wanted.note.trim(),
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
    Ok(Order { id, amount, description: describe(parts).to_string() })
}

/// The invoices in words.
pub(super) fn describe(parts: &[Allocation]) -> Sentence {
    let numbers = parts.iter().map(|part| part.number.as_str()).collect::<Vec<_>>().join(", ");
    match parts.len() {
        0 => sentence!("news-a-payment"),
        count => sentence!("news-invoices", count = count, numbers = numbers.as_str()),
    }
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
                "update payment_attempts set state = 'failed', reason = 'It could not be started.', settled_at = now()
                  where id = $1 and state = 'pending'",
                order.id.0,
            )
            .execute(&db.0)
            .await?;
            Err(Conflict::ProviderAway.into())
        }
    }
}

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
        select a.provider, a.state, a.currency, a.amount_minor, a.received_minor, a.paid_on, a.note, a.reason, a.created_at,
               a.checkout_url <> '' and a.holds_until > $3 as "can_continue!",
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
        allocations: row.parts.0.into_iter().map(|part| part.allocation(currency)).collect(),
        can_continue: row.can_continue && state == PaymentState::Pending,
        paid_on: row.paid_on,
        note: row.note,
        reason: row.reason,
        created_at: row.created_at,
        bank: Some(row.bank.0).filter(|bank| {
            !bank.account.is_empty() && provider == Provider::BankTransfer && state == PaymentState::Pending
        }),
    })
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

//! Sending a draft.

use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{Policy, Staff},
    db::Db,
    error::{Conflict, Error, Result},
    id::{ClientId, InvoiceId},
    invoice::InvoiceStatus,
    locale,
    money::{self, Money},
    notification::{self, NewNotification},
    words::{Sentence, sentence},
};
use chrono::NaiveDate;

/// Sends the draft that an approval has made: from now on the client sees it, and is told. It is issued today, and due on the day that
/// was typed as `2026-11-23`.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `due_on` for no day or one before today;
/// [`Conflict::InvoiceSent`] or [`Conflict::InvoiceCancelled`] for what is no draft any more.
pub async fn send(db: &Db, staff: &Staff, id: InvoiceId, due_on: &str, today: NaiveDate) -> Result<()> {
    staff.require(Policy::ViewRecords)?;
    let mut transaction = db.0.begin().await?;
    let invoice = sqlx::query!(
        "select client_id, number, status, currency, total_minor from invoices where id = $1 for update",
        id.0,
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(Error::NotFound)?;
    match invoice.status.parse().map_err(Error::internal)? {
        InvoiceStatus::Draft => {}
        InvoiceStatus::Cancelled => return Err(Conflict::InvoiceCancelled(invoice.number).into()),
        _ => return Err(Conflict::InvoiceSent(invoice.number).into()),
    }
    let due_on: NaiveDate = due_on.trim().parse().ok().filter(|day| *day >= today).ok_or_else(|| {
        Error::field("due_on", "Give the day until which it is to be paid, today or later.".to_owned())
    })?;
    sqlx::query!(
        "update invoices set status = 'sent', issued_on = $2, due_on = $3 where id = $1",
        id.0,
        today,
        due_on,
    )
    .execute(&mut *transaction)
    .await?;
    let client = ClientId(invoice.client_id);
    let subject = Subject { kind: "invoice", id: id.0, label: &invoice.number };
    let activity = NewActivity::of_staff(staff, ActivityKind::SendInvoice, Some(client), Some(subject));
    record(&mut *transaction, activity).await?;
    let amount =
        Money::new(invoice.total_minor, money::currency(&invoice.currency).map_err(Error::internal)?);
    let (kind, title) = sent_news(invoice.number, amount);
    let href = format!("/portal/invoices/{id}");
    let notice = NewNotification { kind, title: &title, href: &href };
    notification::notify_client(&mut transaction, client, None, &notice).await?;
    transaction.commit().await?;
    Ok(())
}

/// Kind and title of the news that an invoice has arrived.
pub(crate) fn sent_news(number: String, amount: Money) -> (&'static str, Sentence) {
    let title = sentence!(
        |language| "news-invoice-sent",
        number = number.as_str(),
        amount = locale::money(language, amount)
    );
    ("invoice_sent", title)
}

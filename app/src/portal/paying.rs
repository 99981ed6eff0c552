//! Starting a payment, by card or by telling of a transfer.

use crate::{context, error::AppError, flash};
use domain::{
    id::InvoiceId,
    payment::{self, NewPayment, Provider, Started},
};
use leptos::prelude::*;

/// Starts a card payment of one or several invoices (their ids with commas between) and leads on to the provider's page.
///
/// # Errors
/// As [`payment::start`].
#[server(endpoint = "portal/pay-by-card")]
pub async fn pay_by_card(
    #[server(default)] invoices: String,
    #[server(default)] amount: String,
) -> Result<(), AppError> {
    let wanted = NewPayment { invoices: read_ids(&invoices)?, amount, ..NewPayment::default() };
    let Started { id, .. } = start(Provider::Stripe, &wanted).await?;
    flash::redirect(&format!("/portal/payments/{id}/checkout"), None);
    Ok(())
}

/// Tells staff of a transfer that was made for one or several invoices.
///
/// # Errors
/// As [`payment::start`].
#[server(endpoint = "portal/report-transfer")]
pub async fn report_transfer(
    #[server(default)] invoices: String,
    #[server(default)] amount: String,
    #[server(default)] paid_on: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let paid_on = paid_on.trim().parse().ok();
    let wanted = NewPayment { invoices: read_ids(&invoices)?, amount, paid_on, note };
    let Started { id, .. } = start(Provider::BankTransfer, &wanted).await?;
    let thanks = "Thank you. We will tell you as soon as the money has arrived.";
    flash::redirect(&format!("/portal/payments/{id}#main"), Some(thanks));
    Ok(())
}

async fn start(by: Provider, wanted: &NewPayment) -> Result<Started, AppError> {
    let viewer = context::client()?;
    let services = context::services()?;
    let (today, now) = (context::today()?, context::now());
    Ok(payment::start(&services.db, &viewer.scope, &services.payments, by, wanted, today, now).await?)
}

/// The ids of a form; what is no id is not found.
fn read_ids(text: &str) -> Result<Vec<InvoiceId>, AppError> {
    let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(|id| id.parse().map_err(|_| AppError::not_found())).collect()
}

/// The ids for a form.
pub(super) fn write_ids(ids: impl IntoIterator<Item = InvoiceId>) -> String {
    ids.into_iter().map(|id| id.to_string()).collect::<Vec<_>>().join(",")
}

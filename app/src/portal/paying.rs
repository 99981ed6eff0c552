//! Starting a payment. The one by card is started here; the form that tells of a transfer may hold a file, and is read by the server.

use crate::{context, error::AppError, flash, words::language};
use domain::{
    id::InvoiceId,
    payment::{self, NewPayment, Provider, Started},
};
use leptos::prelude::*;

/// Where the form goes that tells of a transfer.
pub const REPORT_TRANSFER: &str = "/portal/payments/report-transfer";

/// Starts a card payment of one or several invoices (their ids with commas between) and leads on to the provider's page.
///
/// # Errors
/// As [`payment::start`].
#[server(endpoint = "portal/pay-by-card")]
pub async fn pay_by_card(
    #[server(default)] invoices: String,
    #[server(default)] amount: String,
) -> Result<(), AppError> {
    let wanted =
        NewPayment { invoices: read_ids(&invoices)?, amount, language: language(), ..NewPayment::default() };
    let viewer = context::client()?;
    let services = context::services()?;
    let (by, today, now) = (Provider::Stripe, context::today()?, context::now());
    let Started { id, .. } =
        payment::start(&services.db, &viewer.scope, &services.payments, by, &wanted, today, now).await?;
    flash::redirect(&format!("/portal/payments/{id}/checkout"), None);
    Ok(())
}

/// The ids of a form; what is no id is not found.
///
/// # Errors
/// Status 404.
pub fn read_ids(text: &str) -> Result<Vec<InvoiceId>, AppError> {
    let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(|id| id.parse().map_err(|_| AppError::not_found())).collect()
}

/// The ids for a form.
pub(super) fn write_ids(ids: impl IntoIterator<Item = InvoiceId>) -> String {
    ids.into_iter().map(|id| id.to_string()).collect::<Vec<_>>().join(",")
}

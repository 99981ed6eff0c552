//! Reading and storing the settings.

use super::{PaperSettings, PaperSettingsInput};
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{Policy, Staff},
    db::Db,
    error::Result,
};
use uuid::Uuid;

/// The settings.
///
/// # Errors
/// [`crate::Error::Forbidden`] to all but administrators.
pub async fn get(db: &Db, staff: &Staff) -> Result<PaperSettings> {
    staff.require(Policy::ManageCompany)?;
    let row = sqlx::query!(
        "select paper_address, paper_footer, quote_becomes_invoice, invoice_number_prefix, next_invoice_number from company"
    )
    .fetch_one(&db.0)
    .await?;
    Ok(PaperSettings {
        address: row.paper_address,
        footer: row.paper_footer,
        quote_becomes_invoice: row.quote_becomes_invoice,
        invoice_prefix: row.invoice_number_prefix,
        next_invoice_number: row.next_invoice_number,
    })
}

/// Changes the settings.
///
/// # Errors
/// [`crate::Error::Forbidden`] to all but administrators; [`crate::Error::Invalid`] at a field.
pub async fn update(db: &Db, staff: &Staff, settings: PaperSettingsInput) -> Result<()> {
    staff.require(Policy::ManageCompany)?;
    let settings = settings.check()?;
    let mut transaction = db.0.begin().await?;
    let name = sqlx::query_scalar!(
        "update company set paper_address = $1, paper_footer = $2, quote_becomes_invoice = $3, invoice_number_prefix = $4,
                            next_invoice_number = $5 returning name",
        settings.address,
        settings.footer,
        settings.quote_becomes_invoice,
        settings.invoice_prefix,
        settings.next_invoice_number,
    )
    .fetch_one(&mut *transaction)
    .await?;
    // The company has no id: it is the only one.
    let subject = Subject { kind: "company", id: Uuid::nil(), label: &name };
    let activity = NewActivity::of_staff(staff, ActivityKind::UpdateCompany, None, Some(subject));
    record(&mut *transaction, activity).await?;
    transaction.commit().await?;
    Ok(())
}

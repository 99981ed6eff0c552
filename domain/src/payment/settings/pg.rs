//! Storing how the company is paid.

use super::{BankAccount, PaymentSettings, TypedSettings};
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{Policy, Staff},
    db::Db,
    error::Result,
};
use uuid::Uuid;

/// The settings, for the page that changes them.
///
/// # Errors
/// [`crate::Error::Forbidden`] to all but administrators.
pub async fn get(db: &Db, staff: &Staff) -> Result<PaymentSettings> {
    staff.require(Policy::ManageCompany)?;
    let row = sqlx::query!(
        "select bank_account_holder, bank_account, bank_bic, bank_instructions, minimum_payment_percent from company"
    )
    .fetch_one(&db.0)
    .await?;
    Ok(PaymentSettings {
        bank: BankAccount {
            holder: row.bank_account_holder,
            account: row.bank_account,
            bic: row.bank_bic,
            instructions: row.bank_instructions,
        },
        minimum_percent: row.minimum_payment_percent,
    })
}

/// Changes the settings.
///
/// # Errors
/// [`crate::Error::Forbidden`] to all but administrators; [`crate::Error::Invalid`] at a field.
pub async fn update(db: &Db, staff: &Staff, settings: TypedSettings) -> Result<()> {
    staff.require(Policy::ManageCompany)?;
    let PaymentSettings { bank, minimum_percent } = settings.check()?;
    let mut transaction = db.0.begin().await?;
    let company = sqlx::query!(
        "update company set bank_account_holder = $1, bank_account = $2, bank_bic = $3, bank_instructions = $4,
                            minimum_payment_percent = $5 returning name",
        bank.holder,
        bank.account,
        bank.bic,
        bank.instructions,
        minimum_percent,
    )
    .fetch_one(&mut *transaction)
    .await?;
    let subject = Subject { kind: "company", id: Uuid::nil(), label: &company.name };
    let activity = NewActivity::of_staff(staff, ActivityKind::UpdateCompany, None, Some(subject));
    record(&mut *transaction, activity).await?;
    transaction.commit().await?;
    Ok(())
}

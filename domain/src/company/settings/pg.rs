//! Storing the settings.

use super::{CompanySettings, MAX_LOGO_BYTES, logo_type};
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{Policy, Staff},
    db::Db,
    error::{Error, Result},
};
use sqlx::PgConnection;
use uuid::Uuid;

/// Changes the settings.
///
/// # Errors
/// [`Error::Forbidden`] to all but administrators; [`Error::Invalid`] at a field.
pub async fn update(db: &Db, staff: &Staff, settings: CompanySettings) -> Result<()> {
    staff.require(Policy::ManageCompany)?;
    let settings = settings.check()?;
    let mut transaction = db.0.begin().await?;
    sqlx::query!(
        "update company set name = $1, time_zone = $2, brand_color = $3, invitation_days = $4, support_email = $5, language = $6, updated_at = now()",
        settings.name,
        settings.time_zone.name(),
        settings.brand_color,
        settings.invitation_days,
        settings.support_email,
        settings.language.tag(),
    )
    .execute(&mut *transaction)
    .await?;
    record_change(&mut transaction, staff, &settings.name).await?;
    transaction.commit().await?;
    Ok(())
}

/// Takes a new logo, or with `None` goes back to ours.
///
/// # Errors
/// [`Error::Forbidden`] to all but administrators; [`Error::Invalid`] at `logo` when it is too large or of another type.
pub async fn set_logo(db: &Db, staff: &Staff, logo: Option<&[u8]>) -> Result<()> {
    staff.require(Policy::ManageCompany)?;
    let content_type = match logo {
        None => None,
        Some(bytes) if bytes.len() > MAX_LOGO_BYTES => {
            return Err(Error::field(
                "logo",
                format!("Choose a picture of at most {} KB.", MAX_LOGO_BYTES / 1024),
            ));
        }
        Some(bytes) => {
            Some(logo_type(bytes).ok_or_else(|| Error::field("logo", "Choose a PNG or WebP picture."))?)
        }
    };
    let mut transaction = db.0.begin().await?;
    let company = sqlx::query!(
        "update company set logo = $1, logo_type = $2, updated_at = now() returning name",
        logo,
        content_type
    )
    .fetch_one(&mut *transaction)
    .await?;
    record_change(&mut transaction, staff, &company.name).await?;
    transaction.commit().await?;
    Ok(())
}

/// The company has no id: it is the only one.
pub(crate) async fn record_change(transaction: &mut PgConnection, staff: &Staff, name: &str) -> Result<()> {
    let subject = Subject { kind: "company", id: Uuid::nil(), label: name };
    record(transaction, NewActivity::of_staff(staff, ActivityKind::UpdateCompany, None, Some(subject))).await
}

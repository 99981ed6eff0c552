//! The company's row.

use super::Company;
use crate::{
    db::Db,
    error::{Error, Result},
    language::Language,
};

/// The company, for what runs without a request (mails, commands).
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn get(db: &Db) -> Result<Company> {
    let row = sqlx::query!(
        r#"select name, language, time_zone, brand_color, logo_type is not null as "has_logo!", invitation_days, support_email, updated_at
             from company"#
    )
    .fetch_one(&db.0)
    .await?;
    Ok(Company {
        name: row.name,
        language: Language::of_tag(&row.language).unwrap_or_default(),
        time_zone: parse_time_zone(&row.time_zone)?,
        brand_color: row.brand_color,
        has_logo: row.has_logo,
        invitation_days: row.invitation_days,
        support_email: row.support_email,
        updated_at: row.updated_at,
    })
}

/// The time zone of an IANA name.
pub(crate) fn parse_time_zone(name: &str) -> Result<chrono_tz::Tz> {
    name.parse().map_err(|_| Error::internal(format!("the company's time zone {name:?} is not an IANA name")))
}

/// The logo's content type and bytes, if the company has one.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn logo(db: &Db) -> Result<Option<(String, Vec<u8>)>> {
    let row = sqlx::query!("select logo_type, logo from company").fetch_one(&db.0).await?;
    Ok(row.logo_type.zip(row.logo))
}

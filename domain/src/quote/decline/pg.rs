//! Writing that a quote is declined.

use super::{check_reason, may_decline};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::ClientScope,
    db::Db,
    error::{Error, Result},
    id::QuoteId,
    notification::{self, NewNotification},
    quote::is_current,
    user_agent,
    words::sentence,
};
use chrono::NaiveDate;

/// Declines the revision `seen` of a quote, keeping who, when and why: one transaction, which succeeds for one of two who press at
/// once.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::NotFound`] as [`crate::quote::view`]; the [`crate::Conflict`] of [`may_decline`] or
/// [`is_current`].
pub async fn decline(
    db: &Db,
    scope: &ClientScope,
    id: QuoteId,
    seen: i32,
    reason: &str,
    today: NaiveDate,
) -> Result<()> {
    scope.require(Section::Quotes)?;
    let reason = check_reason(reason);
    let mut transaction = db.0.begin().await?;
    let quote = sqlx::query!(
        "select number, status, valid_until, revision from quotes
          where id = $1 and client_id = $2 and status <> 'draft' for update",
        id.0,
        scope.client_id().0,
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(Error::NotFound)?;
    may_decline(quote.status.parse().map_err(Error::internal)?, quote.valid_until, today)?;
    is_current(quote.revision, seen)?;
    let reason = reason?;

    let device = user_agent::parse(&scope.origin().user_agent);
    let person = sqlx::query_scalar!(
        "insert into quote_declines (quote_id, revision, user_id, person_name, reason, ip_address, user_agent, device_type, browser,
                                     platform)
         select $1, $2, u.id, u.name, $4, $5, $6, $7, $8, $9 from users u where u.id = $3 returning person_name",
        id.0,
        quote.revision,
        scope.user_id().0,
        reason,
        scope.origin().ip_address.map(ipnet::IpNet::from),
        scope.origin().user_agent,
        device.device_type.as_str(),
        device.browser,
        device.platform,
    )
    .fetch_one(&mut *transaction)
    .await?;
    sqlx::query!("update quotes set status = 'declined' where id = $1", id.0)
        .execute(&mut *transaction)
        .await?;
    let subject = Subject { kind: "quote", id: id.0, label: &quote.number };
    record(&mut *transaction, NewActivity::of_client(scope, ActivityKind::DeclineQuote, Some(subject)))
        .await?;
    let number = quote.number;
    let title = sentence!("news-quote-declined", number = number.as_str(), person = person.as_str());
    let href = format!("/portal/quotes/{id}");
    let notice = NewNotification { kind: "quote_declined", title: &title, href: &href };
    notification::notify_others(&mut transaction, scope, &notice).await?;
    let href = format!("/staff/quotes/{id}");
    let to_staff = NewNotification { href: &href, ..notice };
    notification::notify_staff(&mut transaction, scope.client_id(), &to_staff).await?;
    transaction.commit().await?;
    Ok(())
}

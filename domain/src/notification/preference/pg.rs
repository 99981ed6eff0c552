//! Reading and choosing how to hear of news.

use super::{Event, Preference};
use crate::{db::Db, error::Result, notification::BellOwner};

/// What the person has chosen, or else what holds for everybody; in the order of [`Event::ALL`].
///
/// # Errors
/// [`crate::Error::Unavailable`].
pub async fn preferences(db: &Db, owner: BellOwner) -> Result<Vec<Preference>> {
    let rows = sqlx::query!(
        "select event, in_portal, by_mail from notification_preferences where user_id = $1",
        owner.user_id.0
    )
    .fetch_all(&db.0)
    .await?;
    let is_staff = owner.client_id.is_none();
    let of = |event: Event| match rows.iter().find(|row| row.event == event.as_str()) {
        Some(row) => Preference { event, in_portal: row.in_portal, by_mail: row.by_mail },
        None => Preference { event, in_portal: true, by_mail: event.is_mailed_unasked(is_staff) },
    };
    Ok(Event::ALL.map(of).to_vec())
}

/// Chooses for all events: those that are named are wanted in the bell or by mail, the others are not.
///
/// # Errors
/// [`crate::Error::Unavailable`].
pub async fn set_preferences(
    db: &Db,
    owner: BellOwner,
    in_portal: &[Event],
    by_mail: &[Event],
) -> Result<()> {
    let names = Event::ALL.map(Event::as_str);
    let bells = Event::ALL.map(|event| in_portal.contains(&event));
    let mails = Event::ALL.map(|event| by_mail.contains(&event));
    sqlx::query!(
        "insert into notification_preferences (user_id, event, in_portal, by_mail)
         select $1::uuid, * from unnest($2::text[], $3::boolean[], $4::boolean[])
         on conflict (user_id, event) do update set in_portal = excluded.in_portal, by_mail = excluded.by_mail",
        owner.user_id.0,
        &names as &[&str],
        &bells as &[bool],
        &mails as &[bool],
    )
    .execute(&db.0)
    .await?;
    Ok(())
}

//! Rows of requests; a client has one open at a time.

use super::{ChangeRequest, ChangeState, MAX_REASON_CHARS, OpenRequest, OwnParticulars, Particulars};
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{ClientScope, Policy, Staff},
    db::Db,
    error::{Conflict, Error, Result},
    id::{ChangeRequestId, ClientId},
    notification::{NewNotification, notify_client, notify_staff},
    words::{Sentence, sentence},
};
use sqlx::PgConnection;

/// What is on file of the client, and its newest request; `None` for everybody but the client's portal user.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn own(db: &Db, scope: &ClientScope) -> Result<Option<OwnParticulars>> {
    let row = sqlx::query!(
        r#"
        select c.phone, c.address, c.city, c.region, c.postal_code, c.country,
               r.id as "id?", r.phone as "wanted_phone?", r.address as "wanted_address?", r.city as "wanted_city?",
               r.region as "wanted_region?", r.postal_code as "wanted_postal_code?", r.country as "wanted_country?",
               r.state as "state?", r.reason as "reason?", r.created_at as "created_at?"
          from clients c
          left join lateral (select * from client_change_requests r where r.client_id = c.id order by r.id desc limit 1) r on true
         where c.id = $1 and c.portal_user_id = $2
        "#,
        scope.client_id().0,
        scope.user_id().0,
    )
    .fetch_optional(&db.0)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let newest = match (row.id, row.state, row.created_at) {
        (Some(id), Some(state), Some(created_at)) => Some(ChangeRequest {
            id: ChangeRequestId(id),
            wanted: Particulars {
                phone: row.wanted_phone.unwrap_or_default(),
                address: row.wanted_address.unwrap_or_default(),
                city: row.wanted_city.unwrap_or_default(),
                region: row.wanted_region.unwrap_or_default(),
                postal_code: row.wanted_postal_code.unwrap_or_default(),
                country: row.wanted_country.unwrap_or_default(),
            },
            state: match state.as_str() {
                "pending" => ChangeState::Pending,
                "accepted" => ChangeState::Accepted,
                _ => ChangeState::Refused(row.reason.unwrap_or_default()),
            },
            created_at,
        }),
        _ => None,
    };
    let on_file = Particulars {
        phone: row.phone,
        address: row.address,
        city: row.city,
        region: row.region,
        postal_code: row.postal_code,
        country: row.country,
    };
    Ok(Some(OwnParticulars { on_file, newest }))
}

/// Asks staff to change what is on file. A request that is still open is replaced, and has a new id, so that staff never accept what
/// they have not seen.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the client's portal user; [`Error::Invalid`] at a field;
/// [`Conflict::NothingToChange`].
pub async fn request(db: &Db, scope: &ClientScope, wanted: &Particulars) -> Result<()> {
    let wanted = wanted.check()?;
    let mut tx = db.0.begin().await?;
    let client = sqlx::query!(
        "select name, phone, address, city, region, postal_code, country from clients
          where id = $1 and portal_user_id = $2 for no key update",
        scope.client_id().0,
        scope.user_id().0,
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Error::NotFound)?;
    let on_file = Particulars {
        phone: client.phone,
        address: client.address,
        city: client.city,
        region: client.region,
        postal_code: client.postal_code,
        country: client.country,
    };
    if wanted == on_file {
        return Err(Conflict::NothingToChange.into());
    }
    sqlx::query!(
        "insert into client_change_requests (id, client_id, requested_by, phone, address, city, region, postal_code, country)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (client_id) where state = 'pending' do update
            set id = excluded.id, requested_by = excluded.requested_by, phone = excluded.phone, address = excluded.address,
                city = excluded.city, region = excluded.region, postal_code = excluded.postal_code, country = excluded.country,
                created_at = now()",
        ChangeRequestId::generate().0,
        scope.client_id().0,
        scope.user_id().0,
        wanted.phone,
        wanted.address,
        wanted.city,
        wanted.region,
        wanted.postal_code,
        wanted.country,
    )
    .execute(&mut *tx)
    .await?;
    let subject = Subject { kind: "client", id: scope.client_id().0, label: &client.name };
    record(&mut *tx, NewActivity::of_client(scope, ActivityKind::UpdateProfile, Some(subject))).await?;
    let title = format!("{} asks for a change of its address or telephone number", client.name).into();
    let href = format!("/staff/clients/{}", scope.client_id());
    let notification = NewNotification { kind: "change_requested", title: &title, href: &href };
    notify_staff(&mut tx, scope.client_id(), &notification).await?;
    Ok(tx.commit().await?)
}

/// The request of a client that waits for staff.
///
/// # Errors
/// [`Error::Forbidden`] without the policy.
pub async fn of_client(db: &Db, staff: &Staff, client: ClientId) -> Result<Option<OpenRequest>> {
    staff.require(Policy::ViewRecords)?;
    let row = sqlx::query!(
        r#"
        select r.id, u.name as requested_by, r.created_at,
               c.phone, c.address, c.city, c.region, c.postal_code, c.country,
               r.phone as wanted_phone, r.address as wanted_address, r.city as wanted_city, r.region as wanted_region,
               r.postal_code as wanted_postal_code, r.country as wanted_country
          from client_change_requests r join clients c on c.id = r.client_id join users u on u.id = r.requested_by
         where r.client_id = $1 and r.state = 'pending'
        "#,
        client.0,
    )
    .fetch_optional(&db.0)
    .await?;
    Ok(row.map(|row| OpenRequest {
        id: ChangeRequestId(row.id),
        on_file: Particulars {
            phone: row.phone,
            address: row.address,
            city: row.city,
            region: row.region,
            postal_code: row.postal_code,
            country: row.country,
        },
        wanted: Particulars {
            phone: row.wanted_phone,
            address: row.wanted_address,
            city: row.wanted_city,
            region: row.wanted_region,
            postal_code: row.wanted_postal_code,
            country: row.wanted_country,
        },
        requested_by: row.requested_by,
        created_at: row.created_at,
    }))
}

/// Puts what the client wants on file, and tells the client. Every staff account keeps clients up to date (SPEC section 1). Gives
/// the client.
///
/// # Errors
/// [`Error::Forbidden`] without the policy; [`Error::NotFound`]; [`Conflict::ChangeDecided`].
pub async fn accept(db: &Db, staff: &Staff, id: ChangeRequestId) -> Result<ClientId> {
    staff.require(Policy::ViewRecords)?;
    let mut tx = db.0.begin().await?;
    let client = decide(&mut tx, staff, id, "accepted", "").await?;
    sqlx::query!(
        "update clients c
            set phone = r.phone, address = r.address, city = r.city, region = r.region, postal_code = r.postal_code,
                country = r.country
           from client_change_requests r where r.id = $1 and c.id = r.client_id",
        id.0
    )
    .execute(&mut *tx)
    .await?;
    finish(&mut tx, staff, client, &sentence!("news-change-accepted")).await?;
    tx.commit().await?;
    Ok(client)
}

/// Leaves what is on file, and tells the client why. Gives the client.
///
/// # Errors
/// As [`accept`]; [`Error::Invalid`] at `reason`.
pub async fn refuse(db: &Db, staff: &Staff, id: ChangeRequestId, reason: &str) -> Result<ClientId> {
    staff.require(Policy::ViewRecords)?;
    let reason = reason.trim();
    let mut tx = db.0.begin().await?;
    let client = decide(&mut tx, staff, id, "refused", reason).await?;
    if reason.is_empty() || reason.chars().count() > MAX_REASON_CHARS {
        return Err(Error::field(
            "reason",
            format!("Say why, in at most {MAX_REASON_CHARS} characters. The client reads it."),
        ));
    }
    finish(&mut tx, staff, client, &sentence!("news-change-refused")).await?;
    tx.commit().await?;
    Ok(client)
}

async fn decide(
    tx: &mut PgConnection,
    staff: &Staff,
    id: ChangeRequestId,
    state: &str,
    reason: &str,
) -> Result<ClientId> {
    // The client's row is locked first, as everywhere; only then is the request looked at.
    sqlx::query!(
        "select c.id from clients c join client_change_requests r on r.client_id = c.id where r.id = $1 for no key update of c",
        id.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    let request =
        sqlx::query!("select client_id, state from client_change_requests where id = $1 for update", id.0)
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(Error::NotFound)?;
    if request.state != "pending" {
        return Err(Conflict::ChangeDecided.into());
    }
    sqlx::query!(
        "update client_change_requests set state = $2, reason = $3, decided_by = $4, decided_at = now() where id = $1",
        id.0,
        state,
        reason,
        staff.id().0,
    )
    .execute(tx)
    .await?;
    Ok(ClientId(request.client_id))
}

async fn finish(tx: &mut PgConnection, staff: &Staff, client: ClientId, title: &Sentence) -> Result<()> {
    let name =
        sqlx::query_scalar!("select name from clients where id = $1", client.0).fetch_one(&mut *tx).await?;
    let subject = Subject { kind: "client", id: client.0, label: &name };
    record(&mut *tx, NewActivity::of_staff(staff, ActivityKind::UpdateProfile, Some(client), Some(subject)))
        .await?;
    let notification =
        NewNotification { kind: "change_decided", title, href: "/portal/profile#company-details" };
    notify_client(tx, client, None, &notification).await
}

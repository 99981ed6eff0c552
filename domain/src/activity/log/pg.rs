//! The log's statements.

use super::{Activity, ActivityFilter, ActivitySubject, NamedClient, Person};
use crate::{
    actor::{ApiScope, Policy, Staff},
    db::Db,
    error::{Error, Result},
    id::{ActivityId, ClientId, SessionId},
    page::{Cursor, Page, PageRequest},
};
use chrono::{DateTime, SecondsFormat, Utc};
use ipnet::IpNet;
use uuid::Uuid;

struct Row {
    id: Uuid,
    occurred_at: DateTime<Utc>,
    kind: String,
    client_id: Option<Uuid>,
    client_name: Option<String>,
    person_name: Option<String>,
    person_email: Option<String>,
    staff_name: Option<String>,
    staff_email: Option<String>,
    subject_type: Option<String>,
    subject_id: Option<Uuid>,
    subject_label: String,
    session_id: Option<Uuid>,
    ip_address: Option<IpNet>,
    user_agent: String,
    device_type: String,
    browser: String,
    platform: String,
}

impl Row {
    fn into_activity(self) -> Result<Activity> {
        let person =
            |name: Option<String>, email: Option<String>| Some(Person { name: name?, email: email? });
        Ok(Activity {
            id: ActivityId(self.id),
            occurred_at: self.occurred_at,
            kind: self.kind.parse().map_err(Error::internal)?,
            client: self
                .client_id
                .zip(self.client_name)
                .map(|(id, name)| NamedClient { id: ClientId(id), name }),
            person: person(self.person_name, self.person_email),
            staff: person(self.staff_name, self.staff_email),
            subject: self.subject_type.zip(self.subject_id).map(|(kind, id)| ActivitySubject {
                kind,
                id,
                label: self.subject_label,
            }),
            session_id: self.session_id.map(SessionId),
            ip_address: self.ip_address.map(|net| net.addr()),
            user_agent: self.user_agent,
            device_type: self.device_type,
            browser: self.browser,
            platform: self.platform,
        })
    }
}

/// The log walked in one direction from a key. The two directions differ in a comparison and an order, which an index can serve
/// only when they stand in the statement.
macro_rules! walk {
    ($comparison:tt, $order:tt, $db:expr, $from:expr, $size:expr, $filter:expr, $before:expr) => {{
        let filter: &ActivityFilter = $filter;
        let (at, id): (DateTime<Utc>, Uuid) = $from;
        let before: Option<DateTime<Utc>> = $before;
        let kinds: Option<Vec<String>> =
            filter.kinds().map(|kinds| kinds.into_iter().map(|kind| kind.as_str().to_owned()).collect());
        sqlx::query_as!(
            Row,
            r#"
            with page as materialized (
                select a.* from client_portal_activities a
                 where (a.occurred_at, a.id) "# + $comparison + r#" ($1, $2)
                   and ($3::timestamptz is null or a.occurred_at >= $3)
                   and ($4::text[] is null or a.kind = any ($4))
                   and ($5::text is null or a.client_id in (select c.id from clients c where strpos(lower(c.name), lower($5)) > 0))
                   and ($6::text is null
                        or strpos(lower(a.subject_label), lower($6)) > 0
                        or strpos(host(a.ip_address), lower($6)) > 0
                        or a.user_id in (select u.id from users u where strpos(lower(concat_ws(' ', u.name, u.email)), lower($6)) > 0)
                        or a.staff_id in (select u.id from users u where strpos(lower(concat_ws(' ', u.name, u.email)), lower($6)) > 0))
                   and ($8::timestamptz is null or a.occurred_at < $8)
                 order by a.occurred_at "# + $order + ", a.id " + $order + r#"
                 limit $7
            )
            select a.id as "id!", a.occurred_at as "occurred_at!", a.kind as "kind!", a.client_id, c.name as "client_name?",
                   p.name as "person_name?", p.email as "person_email?", s.name as "staff_name?", s.email as "staff_email?",
                   a.subject_type, a.subject_id, a.subject_label as "subject_label!", a.session_id,
                   a.ip_address as "ip_address: IpNet", a.user_agent as "user_agent!", a.device_type as "device_type!",
                   a.browser as "browser!", a.platform as "platform!"
              from page a
              left join clients c on c.id = a.client_id
              left join users p on p.id = a.user_id
              left join users s on s.id = a.staff_id
             order by a.occurred_at "# + $order + ", a.id " + $order,
            at,
            id,
            filter.from,
            kinds.as_deref(),
            filter.client,
            filter.search,
            $size,
            before,
        )
        .fetch_all(&$db.0)
        .await?
        .into_iter()
        .map(Row::into_activity)
        .collect::<Result<Vec<_>>>()?
    }};
}

/// A part of the log, the newest first, of at most `size` lines.
///
/// # Errors
/// [`Error::Forbidden`] without the policy.
pub async fn list(db: &Db, staff: &Staff, filter: &ActivityFilter, size: i64) -> Result<Page<Activity>> {
    staff.require_scope(Policy::ViewActivity, ApiScope::Activities)?;
    let from = filter.page.cursor().and_then(place);
    let rows = match (&filter.page, from) {
        (PageRequest::Before(_), Some(from)) => walk!(">", "asc", db, from, size + 1, filter, None),
        (PageRequest::After(_), Some(from)) => walk!("<", "desc", db, from, size + 1, filter, None),
        // What is no place in the log means the first page.
        _ => walk!("<", "desc", db, (DateTime::<Utc>::MAX_UTC, Uuid::max()), size + 1, filter, None),
    };
    let request = if from.is_some() { filter.page.clone() } else { PageRequest::First };
    Ok(Page::from_rows(rows, size, &request, cursor))
}

/// The log for other systems, the oldest first: what was written after a line, of at most `size` lines. The second value is the key
/// to go on with; it is the given one again when there is nothing new. Who goes on with it misses no line: one is not given out
/// while another before it may still be written.
///
/// # Errors
/// [`Error::Forbidden`] without the policy or the scope; [`Error::Invalid`] at `after` when it is no key of this log.
pub async fn since(
    db: &Db,
    staff: &Staff,
    after: Option<&str>,
    size: i64,
) -> Result<(Vec<Activity>, Option<String>)> {
    staff.require_scope(Policy::ViewActivity, ApiScope::Activities)?;
    let from =
        match after {
            None => (DateTime::<Utc>::UNIX_EPOCH, Uuid::nil()),
            Some(after) => after.parse::<Cursor>().ok().as_ref().and_then(place).ok_or_else(|| {
                Error::field("after", "Expected the value of `next` from an answer before.")
            })?,
        };
    let settled_before =
        sqlx::query_scalar!(r#"select activities_settled_before() as "moment!""#).fetch_one(&db.0).await?;
    let rows = walk!(">", "asc", db, from, size, &ActivityFilter::default(), Some(settled_before));
    let next =
        rows.last().map(|activity| cursor(activity).to_string()).or_else(|| after.map(ToOwned::to_owned));
    Ok((rows, next))
}

fn cursor(activity: &Activity) -> Cursor {
    Cursor { key: activity.occurred_at.to_rfc3339_opts(SecondsFormat::Micros, true), id: activity.id.0 }
}

fn place(cursor: &Cursor) -> Option<(DateTime<Utc>, Uuid)> {
    // No line is older, and Postgres knows fewer years than chrono.
    let at = cursor.key.parse().ok().filter(|at| *at >= DateTime::<Utc>::UNIX_EPOCH)?;
    Some((at, cursor.id))
}

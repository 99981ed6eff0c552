//! The one statement that every request begins with.

use super::{ClientChoice, ClientViewer, Limits, Person, SignedOutBecause, StaffViewer, Viewer, Visit};
use crate::{
    access::{self, AccessDenied, AccessFacts},
    access_preset::AccessPreset,
    activity::Origin,
    actor::Staff,
    company::{Company, parse_time_zone},
    db::Db,
    error::{Error, Result},
    id::{ClientId, NotificationId, PictureId, SessionId, UserId},
    language::Language,
    message::MOST_COUNTED,
    notification::{BELL_SIZE, Notification},
    token::Token,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::types::Json;

/// A session's row is touched at most once in this time, so that reading pages does not write.
const TOUCH_SECONDS: f64 = 60.0;
/// A hundred years, which no session lasts.
const NEVER_SECONDS: f64 = 3.2e9;

#[derive(Debug, Deserialize)]
struct AccessRow {
    facts: AccessFacts,
    unread: i64,
    bell: Vec<BellRow>,
    messages: i64,
}

#[derive(Debug, Default, Deserialize)]
struct StaffRow {
    unread: i64,
    bell: Vec<BellRow>,
    unanswered: i64,
}

#[derive(Debug, Deserialize)]
struct BellRow {
    id: NotificationId,
    title: String,
    href: String,
    created_at: DateTime<Utc>,
    is_read: bool,
}

impl From<BellRow> for Notification {
    fn from(row: BellRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            href: row.href,
            created_at: row.created_at,
            is_read: row.is_read,
        }
    }
}

/// Who is looking, by the cookie's token: session, account, access rule, company and bell in one round trip.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn authenticate(db: &Db, token: Option<&Token>, origin: Origin) -> Result<Visit> {
    look(db, token, origin, TOUCH_SECONDS, true).await
}

/// As [`authenticate`], for answers that show no bell: nothing is looked up and counted for it.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn identify(db: &Db, token: Option<&Token>, origin: Origin) -> Result<Visit> {
    look(db, token, origin, TOUCH_SECONDS, false).await
}

/// As [`authenticate`], for a look that does not count as using the session.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn peek(db: &Db, token: Option<&Token>, origin: Origin) -> Result<Visit> {
    look(db, token, origin, NEVER_SECONDS, true).await
}

async fn look(
    db: &Db,
    token: Option<&Token>,
    mut origin: Origin,
    touch_after_seconds: f64,
    has_bell: bool,
) -> Result<Visit> {
    let (brief, long) = (Limits::of(false), Limits::of(true));
    let row = sqlx::query!(
        r#"
        with session as materialized (
            select s.*, s.ended_at is null and s.idle_until > now() and s.absolute_until > now() as is_live
              from user_sessions s where s.token_sha256 = $1
        ), seen as (
            update user_sessions s
               set last_seen_at = now(),
                   idle_until = least(now() + make_interval(secs => case when s.remember then $2::float8 else $3::float8 end), s.absolute_until)
              from session
             where s.id = session.id and session.is_live and session.last_seen_at < now() - make_interval(secs => $4::float8)
        )
        select co.name as company_name, co.language, co.time_zone, co.brand_color, co.logo_type is not null as "has_logo!",
               co.invitation_days, co.support_email, co.updated_at,
               s.id as "session_id?", s.client_id as "session_client_id?", s.is_live as "is_live?", s.ended_because as "ended_because?",
               u.id as "user_id?", u.kind as "kind?", u.role as "role?", u.name as "user_name?", u.email as "email?",
               u.theme as "theme?", u.is_active as "user_is_active?",
               u.language as "user_language?", u.time_zone as "user_time_zone?", u.picture_id as "picture_id?",
               coalesce((
                   select jsonb_agg(jsonb_build_object(
                       'facts', jsonb_build_object(
                           'client_id', c.id, 'client_name', c.name, 'client_is_active', c.is_active,
                           'portal_enabled', c.portal_enabled, 'is_portal_user', c.is_portal_user,
                           'contact', case when c.contact_id is null then null else jsonb_build_object(
                               'id', c.contact_id, 'is_active', c.contact_is_active, 'portal_access', c.portal_access,
                               'has_email', c.has_email, 'preset', c.access_preset, 'is_administrator', c.is_administrator) end),
                       'unread', case when $7 then (select count(*) from notifications n
                                   where n.user_id = u.id and n.read_at is null and n.in_portal and (n.client_id = c.id or n.client_id is null)
                                     and (n.section is null or c.is_portal_user or c.access_preset || ':' || n.section = any($8))) else 0 end,
                       'bell', case when $7 then coalesce((select jsonb_agg(b) from (
                                   select n.id, n.title, n.href, n.created_at, n.read_at is not null as is_read from notifications n
                                    where n.user_id = u.id and n.in_portal and (n.client_id = c.id or n.client_id is null)
                                      and (n.section is null or c.is_portal_user or c.access_preset || ':' || n.section = any($8))
                                    order by n.id desc limit $5) b), '[]') else '[]' end,
                       'messages', case when $7 then (select count(*) from (
                                   select from conversations k
                                     left join conversation_members r on r.conversation_id = k.id and r.user_id = u.id
                                     join messages m on m.conversation_id = k.id and m.is_from_staff and m.seq > coalesce(r.read_seq, 0)
                                    where k.client_id = c.id and k.last_seq > coalesce(r.read_seq, 0)
                                      and (c.is_portal_user or c.access_preset || case when k.project_id is null then ':messages'
                                                                                       else ':projects' end = any($8))
                                    limit $6) unseen) else 0 end
                   ) order by lower(c.name), c.id)
                   from (
                       select c.id, c.name, c.is_active, c.portal_enabled, true as is_portal_user,
                              cc.id as contact_id, cc.is_active as contact_is_active, cc.portal_access, cc.email is not null as has_email,
                              cc.access_preset, cc.is_administrator
                         from clients c left join client_contacts cc on cc.client_id = c.id and cc.user_id = u.id
                        where c.portal_user_id = u.id
                       union all
                       select c.id, c.name, c.is_active, c.portal_enabled, false,
                              cc.id, cc.is_active, cc.portal_access, cc.email is not null, cc.access_preset, cc.is_administrator
                         from client_contacts cc join clients c on c.id = cc.client_id
                        where cc.user_id = u.id and c.portal_user_id is distinct from u.id) c
                   where u.kind = 'client'
               ), '[]') as "access!: Json<Vec<AccessRow>>",
               case when u.kind = 'staff' and $7 then jsonb_build_object(
                   'unread', (select count(*) from notifications n where n.user_id = u.id and n.read_at is null and n.in_portal),
                   'bell', coalesce((select jsonb_agg(b) from (
                               select n.id, n.title, n.href, n.created_at, n.read_at is not null as is_read from notifications n
                                where n.user_id = u.id and n.in_portal order by n.id desc limit $5) b), '[]'),
                   'unanswered', (select count(*) from (
                               select from conversations k where k.unanswered_since is not null limit $6) waiting)
               ) end as "of_staff: Json<StaffRow>"
          from company co
          left join session s on true
          left join users u on u.id = s.user_id
        "#,
        token.map(|token| token.hash().to_vec()),
        long.idle.as_secs_f64(),
        brief.idle.as_secs_f64(),
        touch_after_seconds,
        BELL_SIZE,
        MOST_COUNTED,
        has_bell,
        &AccessPreset::covered(),
    )
    .fetch_one(&db.0)
    .await?;

    let company = Company {
        name: row.company_name,
        language: Language::of_tag(&row.language).unwrap_or_default(),
        time_zone: parse_time_zone(&row.time_zone)?,
        brand_color: row.brand_color,
        has_logo: row.has_logo,
        invitation_days: row.invitation_days,
        support_email: row.support_email,
        updated_at: row.updated_at,
    };
    let signed_out = |because| Visit { company: company.clone(), viewer: Viewer::SignedOut(because) };
    let (
        Some(session_id),
        Some(user_id),
        Some(kind),
        Some(name),
        Some(email),
        Some(theme),
        Some(user_is_active),
    ) = (row.session_id, row.user_id, row.kind, row.user_name, row.email, row.theme, row.user_is_active)
    else {
        return Ok(signed_out(SignedOutBecause::NoSession));
    };
    // An ended session still says why, which the access rule knows better than the row when access was taken away.
    let ended = (row.is_live != Some(true)).then_some(match row.ended_because.as_deref() {
        Some("signed_out" | "replaced") => SignedOutBecause::NoSession,
        Some("password_changed") => SignedOutBecause::PasswordChanged,
        Some("reported") => SignedOutBecause::Reported,
        Some("ended_by_user") => SignedOutBecause::EndedElsewhere,
        Some("access_disabled") => SignedOutBecause::Denied(AccessDenied::PortalDisabled),
        _ => SignedOutBecause::Expired,
    });
    let user_id = UserId(user_id);
    let person = Person {
        user_id,
        name,
        email,
        theme,
        language: row.user_language.as_deref().and_then(Language::of_tag),
        // What an older version of the zones' table knew is no reason to fail.
        time_zone: row.user_time_zone.and_then(|zone| zone.parse().ok()),
        picture_id: row.picture_id.map(PictureId),
    };
    origin.session_id = Some(SessionId(session_id));

    let viewer = if kind == "staff" {
        match ended {
            Some(because) => Viewer::SignedOut(because),
            None if !user_is_active => {
                Viewer::SignedOut(SignedOutBecause::Denied(AccessDenied::UserInactive))
            }
            None => {
                let role = row.role.as_deref().unwrap_or_default().parse().map_err(Error::internal)?;
                let staff = Staff { id: user_id, role, token_scopes: None, origin };
                let StaffRow { unread, bell, unanswered } = row.of_staff.unwrap_or_default().0;
                let bell = bell.into_iter().map(Notification::from).collect();
                Viewer::Staff(Box::new(StaffViewer { staff, person, role, unread, bell, unanswered }))
            }
        }
    } else {
        let chosen = choose(
            user_id,
            user_is_active,
            row.access.0,
            row.session_client_id.map(ClientId),
            origin,
            person,
        );
        match (ended, chosen) {
            (Some(SignedOutBecause::Denied(_)), Err(denied)) => {
                Viewer::SignedOut(SignedOutBecause::Denied(denied))
            }
            (Some(because), _) => Viewer::SignedOut(because),
            (None, Ok(viewer)) => Viewer::Client(Box::new(viewer)),
            (None, Err(denied)) => Viewer::SignedOut(SignedOutBecause::Denied(denied)),
        }
    };
    Ok(Visit { company, viewer })
}

/// The client that the person is looking at: the session's, or else the first that lets the person in.
fn choose(
    user_id: UserId,
    user_is_active: bool,
    rows: Vec<AccessRow>,
    wanted: Option<ClientId>,
    origin: Origin,
    person: Person,
) -> Result<ClientViewer, AccessDenied> {
    let mut denied = if user_is_active { AccessDenied::NotLinked } else { AccessDenied::UserInactive };
    let (open, shut): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| access::check(user_is_active, &row.facts).is_ok());
    if let Some(Err(because)) = shut.first().map(|row| access::check(user_is_active, &row.facts)) {
        denied = because;
    }
    let choices: Vec<_> = open
        .iter()
        .map(|row| ClientChoice { id: row.facts.client_id, name: row.facts.client_name.clone() })
        .collect();
    let position = open.iter().position(|row| Some(row.facts.client_id) == wanted).unwrap_or(0);
    let row = open.into_iter().nth(position).ok_or(denied)?;
    Ok(ClientViewer {
        scope: access::scope(user_id, user_is_active, &row.facts, origin)?,
        person,
        client_name: row.facts.client_name,
        choices,
        unread: row.unread,
        bell: row.bell.into_iter().map(Notification::from).collect(),
        unread_messages: row.messages,
    })
}

//! Writing the activity log.

use super::{ActivityKind, Origin};
use crate::{
    actor::{ClientScope, Staff},
    error::Result,
    id::{ActivityId, ClientId, UserId},
    user_agent,
};
use sqlx::PgExecutor;
use uuid::Uuid;

/// What an activity was about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    /// The table's word: `quote`, `invoice`, `client` …
    pub(crate) kind: &'static str,
    pub(crate) id: Uuid,
    /// What people call it: its number or name.
    pub(crate) label: &'a str,
}

/// A line of the log that is about to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewActivity<'a> {
    pub(crate) kind: ActivityKind,
    pub(crate) client_id: Option<ClientId>,
    pub(crate) user_id: Option<UserId>,
    pub(crate) staff_id: Option<UserId>,
    pub(crate) subject: Option<Subject<'a>>,
    pub(crate) origin: &'a Origin,
}

impl<'a> NewActivity<'a> {
    /// Something that a person at a client did.
    pub(crate) fn of_client(
        scope: &'a ClientScope,
        kind: ActivityKind,
        subject: Option<Subject<'a>>,
    ) -> Self {
        Self {
            kind,
            client_id: Some(scope.client_id()),
            user_id: Some(scope.user_id()),
            staff_id: None,
            subject,
            origin: scope.origin(),
        }
    }

    /// Something that a staff user did, perhaps for one client.
    pub(crate) fn of_staff(
        staff: &'a Staff,
        kind: ActivityKind,
        client_id: Option<ClientId>,
        subject: Option<Subject<'a>>,
    ) -> Self {
        Self { kind, client_id, user_id: None, staff_id: Some(staff.id()), subject, origin: staff.origin() }
    }
}

/// Writes one line of the log; pass the transaction of the change that it records.
pub(crate) async fn record(executor: impl PgExecutor<'_>, activity: NewActivity<'_>) -> Result<()> {
    let device = user_agent::parse(&activity.origin.user_agent);
    sqlx::query!(
        "insert into client_portal_activities (id, kind, client_id, user_id, staff_id, subject_type, subject_id, subject_label,
                                               session_id, ip_address, user_agent, device_type, browser, platform)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        ActivityId::generate().0,
        activity.kind.as_str(),
        activity.client_id.map(|id| id.0),
        activity.user_id.map(|id| id.0),
        activity.staff_id.map(|id| id.0),
        activity.subject.map(|subject| subject.kind),
        activity.subject.map(|subject| subject.id),
        activity.subject.map_or("", |subject| subject.label),
        activity.origin.session_id.map(|id| id.0),
        activity.origin.ip_address.map(ipnet::IpNet::from),
        activity.origin.user_agent,
        device.device_type.as_str(),
        device.browser,
        device.platform,
    )
    .execute(executor)
    .await?;
    Ok(())
}

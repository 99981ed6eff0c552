//! The activity log for other systems, read by key.

use super::problem::Problem;
use crate::AppState;
use axum::{
    Extension, Json,
    extract::{Query, State, rejection::QueryRejection},
};
use chrono::{DateTime, Utc};
use domain::{
    activity::log::{self, Activity},
    actor::Staff,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

/// Lines of one answer.
const LINES: i64 = 200;

pub(super) fn calls() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Where to go on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct After {
    /// `next` of the answer before; without it the log is read from its beginning.
    after: Option<String>,
}

/// Part of the log, the oldest line first.
#[derive(Debug, Serialize, ToSchema)]
struct ActivitiesBody {
    activities: Vec<ActivityBody>,
    /// For the next call's `after`. When there was nothing new it is the one that was given.
    next: Option<String>,
}

/// Who did what, when, and from where.
#[derive(Debug, Serialize, ToSchema)]
struct ActivityBody {
    id: Uuid,
    #[serde(rename = "type")]
    #[schema(example = "approve_quote")]
    kind: &'static str,
    occurred_at: DateTime<Utc>,
    client: Option<ActivityClient>,
    /// The person at the client who did it, or whose account it is about.
    person: Option<ActivityPerson>,
    /// The staff user who did it.
    staff: Option<ActivityPerson>,
    subject: Option<ActivitySubject>,
    session_id: Option<Uuid>,
    ip_address: Option<String>,
    user_agent: String,
    /// `desktop`, `mobile` or `tablet`.
    device_type: String,
    browser: String,
    platform: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct ActivityClient {
    id: Uuid,
    name: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct ActivityPerson {
    name: String,
    email: String,
}

/// What a line is about.
#[derive(Debug, Serialize, ToSchema)]
struct ActivitySubject {
    /// `quote`, `invoice`, `client` …
    #[serde(rename = "type")]
    kind: String,
    id: Uuid,
    /// Its number or name at that time.
    label: String,
}

impl From<log::Person> for ActivityPerson {
    fn from(person: log::Person) -> Self {
        Self { name: person.name, email: person.email }
    }
}

impl From<Activity> for ActivityBody {
    fn from(activity: Activity) -> Self {
        Self {
            id: activity.id.0,
            kind: activity.kind.as_str(),
            occurred_at: activity.occurred_at,
            client: activity.client.map(|client| ActivityClient { id: client.id.0, name: client.name }),
            person: activity.person.map(Into::into),
            staff: activity.staff.map(Into::into),
            subject: activity.subject.map(|s| ActivitySubject { kind: s.kind, id: s.id, label: s.label }),
            session_id: activity.session_id.map(|id| id.0),
            ip_address: activity.ip_address.map(|address| address.to_string()),
            user_agent: activity.user_agent,
            device_type: activity.device_type,
            browser: activity.browser,
            platform: activity.platform,
        }
    }
}

/// Read the activity log
///
/// At most 200 lines an answer, the oldest first. Call again with `next` until no lines come, and later with the last `next` for
/// what is new: each line comes once and none is left out. A line may come a little after its time, when one before it is still
/// being written.
#[utoipa::path(
    get,
    path = "/activities",
    operation_id = "list_activities",
    tag = "Activities",
    params(After),
    responses((status = 200, description = "Lines of the log", body = ActivitiesBody)),
    security(("token" = ["activities"])),
)]
async fn list(
    State(state): State<AppState>,
    Extension(staff): Extension<Staff>,
    query: Result<Query<After>, QueryRejection>,
) -> Result<Json<ActivitiesBody>, Problem> {
    let Query(After { after }) =
        query.map_err(|_| Problem::malformed("The address takes “after” once, and nothing else."))?;
    let (activities, next) = log::since(&state.services.db, &staff, after.as_deref(), LINES).await?;
    Ok(Json(ActivitiesBody { activities: activities.into_iter().map(Into::into).collect(), next }))
}

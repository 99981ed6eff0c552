//! Inviting all eligible clients at once, and steering the run.

use super::{
    input::{Body, Id},
    problem::Problem,
};
use crate::{AppState, run_events, run_results};
use axum::{
    Extension, Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use domain::{
    Conflict, Db, Error,
    actor::Staff,
    bulk_invitation::{self, Preflight, RunSnapshot, RunState, Start},
    id::RunId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(super) fn calls() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(preflight))
        .routes(routes!(start))
        .routes(routes!(get))
        .routes(routes!(events))
        .routes(routes!(results_csv))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(cancel))
        .routes(routes!(retry))
}

/// How many clients are in each group. Every client is in exactly one, so the groups add up to the total.
#[derive(Debug, Serialize, ToSchema)]
struct PreflightBody {
    total: i64,
    /// A start would invite these.
    eligible: i64,
    /// An invitation of theirs is neither expired nor accepted.
    already_invited: i64,
    has_account: i64,
    no_email: i64,
    inactive: i64,
    /// Malformed, used by another active client, or an existing account of someone else.
    unusable_email: i64,
}

impl From<Preflight> for PreflightBody {
    fn from(counts: Preflight) -> Self {
        let Preflight { total, eligible, already_invited, has_account, no_email, inactive, unusable_email } =
            counts;
        Self { total, eligible, already_invited, has_account, no_email, inactive, unusable_email }
    }
}

/// What to start.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StartBody {
    /// Nothing starts unless it is true.
    #[serde(default)]
    confirm: bool,
    /// `eligible` of the preflight; when it is another by now, nothing starts.
    expected: i64,
    /// Whether those who are already invited get a reminder.
    #[serde(default)]
    remind_already_invited: bool,
}

/// A bulk invitation run. `success + failed + skipped + queued` is `total`.
#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
pub(crate) struct RunBody {
    id: Uuid,
    state: RunStateBody,
    total: i64,
    success: i64,
    failed: i64,
    skipped: i64,
    /// Those without an outcome yet.
    queued: i64,
    /// When the first mail was taken in hand.
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    /// Why the run paused by itself.
    paused_because: Option<String>,
}

/// How far a run is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum RunStateBody {
    Queued,
    Running,
    Paused,
    Completed,
    Cancelled,
}

impl From<RunState> for RunStateBody {
    fn from(state: RunState) -> Self {
        match state {
            RunState::Queued => Self::Queued,
            RunState::Running => Self::Running,
            RunState::Paused => Self::Paused,
            RunState::Completed => Self::Completed,
            RunState::Cancelled => Self::Cancelled,
        }
    }
}

impl From<RunSnapshot> for RunBody {
    fn from(run: RunSnapshot) -> Self {
        Self {
            id: run.id.0,
            state: run.state.into(),
            total: run.total,
            success: run.success,
            failed: run.failed,
            skipped: run.skipped,
            queued: run.queued,
            started_at: run.started_at,
            finished_at: run.finished_at,
            paused_because: run.paused_because,
        }
    }
}

/// A refusal, with the unfinished run where that is the reason.
async fn refusal(db: &Db, staff: &Staff, error: Error) -> Problem {
    let other = match &error {
        Error::Conflict(Conflict::RunUnfinished(id)) => bulk_invitation::get(db, staff, *id).await.ok(),
        _ => None,
    };
    let problem = Problem::from(error);
    match other {
        Some(run) => problem.with_run(run.into()),
        None => problem,
    }
}

/// Count whom a run would reach
#[utoipa::path(
    get,
    path = "/bulk-invitations/preflight",
    operation_id = "preflight_bulk_invitations",
    tag = "Bulk invitations",
    responses((status = 200, description = "The groups", body = PreflightBody)),
    security(("token" = ["bulk-invitations"])),
)]
async fn preflight(
    State(state): State<AppState>,
    Extension(staff): Extension<Staff>,
) -> Result<Json<PreflightBody>, Problem> {
    Ok(Json(bulk_invitation::preflight(&state.services.db, &staff).await?.into()))
}

/// Start a run
///
/// From then on it goes by itself. Only one run can be unfinished.
#[utoipa::path(
    post,
    path = "/bulk-invitations",
    operation_id = "start_run",
    tag = "Bulk invitations",
    request_body = StartBody,
    responses(
        (status = 202, description = "The run; the header Location has its address", body = RunBody),
        (status = 409, description = "Another run is not finished (`run` is that one), or the count has changed (`expected` and `eligible` say how), or there is nobody to invite", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = ["bulk-invitations"])),
)]
async fn start(
    State(state): State<AppState>,
    Extension(staff): Extension<Staff>,
    Body(body): Body<StartBody>,
) -> Result<Response, Problem> {
    let StartBody { confirm, expected, remind_already_invited } = body;
    let db = &state.services.db;
    match bulk_invitation::start(db, &staff, Start { confirm, expected, remind_already_invited }).await {
        Ok(run) => {
            let location = [(header::LOCATION, format!("/api/v1/bulk-invitations/{}", run.id))];
            Ok((StatusCode::ACCEPTED, location, Json(RunBody::from(run))).into_response())
        }
        Err(error) => Err(refusal(db, &staff, error).await),
    }
}

/// State and counts of a run
#[utoipa::path(
    get,
    path = "/bulk-invitations/{id}",
    operation_id = "get_run",
    tag = "Bulk invitations",
    params(("id" = Uuid, Path, description = "The run's id")),
    responses(
        (status = 200, description = "The run", body = RunBody),
        (status = 404, description = "There is no such run", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = ["bulk-invitations"])),
)]
async fn get(
    State(state): State<AppState>,
    Extension(staff): Extension<Staff>,
    Id(id): Id<RunId>,
) -> Result<Json<RunBody>, Problem> {
    Ok(Json(bulk_invitation::get(&state.services.db, &staff, id).await?.into()))
}

/// Watch a run
///
/// Server-sent events: the run as it is now, then again whenever it has changed, always as a whole. The stream ends when the
/// run has ended.
#[utoipa::path(
    get,
    path = "/bulk-invitations/{id}/events",
    operation_id = "watch_run",
    tag = "Bulk invitations",
    params(("id" = Uuid, Path, description = "The run's id")),
    responses(
        (status = 200, description = "The run, once an event", body = RunBody, content_type = "text/event-stream"),
        (status = 404, description = "There is no such run", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = ["bulk-invitations"])),
)]
async fn events(
    State(state): State<AppState>,
    Extension(staff): Extension<Staff>,
    Id(id): Id<RunId>,
) -> Result<Response, Problem> {
    bulk_invitation::get(&state.services.db, &staff, id).await?;
    Ok(run_events::answer(&state, id, RunBody::from).await?.into_response())
}

/// Results of a run as CSV
///
/// One line for each recipient: `client_id`, `name`, `email`, `outcome` (`queued`, `success`, `failed`, `skipped`), `reason`,
/// `finished_at`. What a spreadsheet would take for a formula has an apostrophe before it.
#[utoipa::path(
    get,
    path = "/bulk-invitations/{id}/results.csv",
    operation_id = "get_run_results",
    tag = "Bulk invitations",
    params(("id" = Uuid, Path, description = "The run's id")),
    responses(
        (status = 200, description = "The results", body = String, content_type = "text/csv"),
        (status = 404, description = "There is no such run", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = ["bulk-invitations"])),
)]
async fn results_csv(
    State(state): State<AppState>,
    Extension(staff): Extension<Staff>,
    Id(id): Id<RunId>,
) -> Result<Response, Problem> {
    Ok(run_results::csv(&state.services.db, &staff, id).await?)
}

/// The four calls that steer a run differ in a word and in what they are for.
macro_rules! steer {
    ($(#[doc = $doc:literal])+ $name:ident, $id:literal, $path:literal, $refused:literal) => {
        $(#[doc = $doc])+
        #[utoipa::path(
            post,
            path = $path,
            operation_id = $id,
            tag = "Bulk invitations",
            params(("id" = Uuid, Path, description = "The run's id")),
            responses(
                (status = 200, description = "The run", body = RunBody),
                (status = 404, description = "There is no such run", body = Problem, content_type = "application/problem+json"),
                (status = 409, description = $refused, body = Problem, content_type = "application/problem+json"),
            ),
            security(("token" = ["bulk-invitations"])),
        )]
        async fn $name(
            State(state): State<AppState>,
            Extension(staff): Extension<Staff>,
            Id(id): Id<RunId>,
        ) -> Result<Json<RunBody>, Problem> {
            match bulk_invitation::$name(&state.services.db, &staff, id).await {
                Ok(run) => Ok(Json(run.into())),
                Err(error) => Err(refusal(&state.services.db, &staff, error).await),
            }
        }
    };
}

steer! {
    /// Pause a run
    ///
    /// No more recipients are taken in hand; mails under way are finished.
    pause, "pause_run", "/bulk-invitations/{id}/pause", "The run is neither queued nor running"
}
steer! {
    /// Resume a paused run
    resume, "resume_run", "/bulk-invitations/{id}/resume", "The run is not paused"
}
steer! {
    /// Cancel a run
    ///
    /// Every recipient whose mail is not under way is skipped.
    cancel, "cancel_run", "/bulk-invitations/{id}/cancel", "The run has ended"
}
steer! {
    /// Retry the failed recipients of a run
    ///
    /// They are sent to once more, in the same run.
    retry, "retry_run", "/bulk-invitations/{id}/retry", "The run is not completed, nobody failed, or another run is not finished (`run` is that one)"
}

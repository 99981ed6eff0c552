//! Switching a client's portal access on and off.

use super::{
    input::{Body, Id},
    problem::Problem,
};
use crate::AppState;
use axum::{Extension, Json, extract::State};
use domain::{
    actor::Staff,
    client::{self, PortalAccess},
    id::{ClientId, UserId},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(super) fn calls() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(enable)).routes(routes!(disable))
}

/// Whom to let in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnableBody {
    /// An active account that is not staff's and not another client's portal user.
    user_id: Uuid,
}

/// How a client stands with the portal.
#[derive(Debug, Serialize, ToSchema)]
struct PortalAccessBody {
    client_id: Uuid,
    portal_enabled: bool,
    /// Stays when access is disabled, so that enabling again needs no new account.
    portal_user_id: Option<Uuid>,
}

impl From<PortalAccess> for PortalAccessBody {
    fn from(access: PortalAccess) -> Self {
        Self {
            client_id: access.client_id.0,
            portal_enabled: access.portal_enabled,
            portal_user_id: access.portal_user_id.map(|id| id.0),
        }
    }
}

/// Enable a client's portal access
///
/// Lets a user in as the client's portal user. Again: nothing changes.
#[utoipa::path(
    post,
    path = "/clients/{id}/portal/enable",
    operation_id = "enable_portal_access",
    tag = "Portal access",
    params(("id" = Uuid, Path, description = "The client's id")),
    request_body = EnableBody,
    responses(
        (status = 200, description = "The client's portal state", body = PortalAccessBody),
        (status = 404, description = "There is no such client or user", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The rule that stands in the way: the client or the user is inactive, the user is staff or belongs to another client", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = ["portal-access"])),
)]
async fn enable(
    State(state): State<AppState>,
    Extension(staff): Extension<Staff>,
    Id(id): Id<ClientId>,
    Body(body): Body<EnableBody>,
) -> Result<Json<PortalAccessBody>, Problem> {
    Ok(Json(client::enable(&state.services.db, &staff, id, UserId(body.user_id)).await?.into()))
}

/// Disable a client's portal access
///
/// Shuts the client's people out, ends their sessions and withdraws open invitations. Again: nothing changes.
#[utoipa::path(
    post,
    path = "/clients/{id}/portal/disable",
    operation_id = "disable_portal_access",
    tag = "Portal access",
    params(("id" = Uuid, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The client's portal state", body = PortalAccessBody),
        (status = 404, description = "There is no such client", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = ["portal-access"])),
)]
async fn disable(
    State(state): State<AppState>,
    Extension(staff): Extension<Staff>,
    Id(id): Id<ClientId>,
) -> Result<Json<PortalAccessBody>, Problem> {
    Ok(Json(client::disable(&state.services.db, &staff, id).await?.into()))
}

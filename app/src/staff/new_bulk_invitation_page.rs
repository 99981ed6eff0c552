//! The BulkInviteDialog's form as a page, for browsers without script and for forms that came back.

use super::{
    bulk_invite_dialog::{BulkInviteForm, StartBulkInvitation, Unfinished},
    frame::frame,
};
use crate::{
    context,
    error::AppError,
    flash,
    layout::StaffSection,
    page::page,
    ui::{Breadcrumbs, PageHead, Section},
};
use domain::{actor::Policy, bulk_invitation};
use leptos::prelude::*;

/// `/staff/bulk-invitations/new`
#[component]
pub fn NewBulkInvitationPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    viewer.staff.require(Policy::ManagePortalAccess)?;
    let db = context::services()?.db;
    let preflight = bulk_invitation::preflight(&db, &viewer.staff).await?;
    let running = bulk_invitation::current(&db, &viewer.staff).await?;
    let error = flash::form::<StartBulkInvitation>().error;
    let content = view! {
        <Breadcrumbs trail=vec![("/staff/bulk-invitations".to_owned(), "Bulk invitations".to_owned())] here="New run"/>
        <PageHead title="Bulk invitations"/>
        <Section id="start" title="Invite clients to the portal">
            {match running {
                Some(run) => view! { <Unfinished run=run.id/> }.into_any(),
                None => match error {
                    Some(error) => view! { <BulkInviteForm preflight error/> }.into_any(),
                    None => view! { <BulkInviteForm preflight/> }.into_any(),
                },
            }}
        </Section>
    };
    Ok(frame(viewer, StaffSection::BulkInvitations, "Bulk invitations", content))
}

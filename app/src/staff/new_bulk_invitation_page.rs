//! The BulkInviteDialog's form as a page, for browsers without script and for forms that came back.

use super::{
    bulk_invite_dialog::{BulkInvite, StartBulkInvitation},
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
use domain::bulk_invitation;
use leptos::prelude::*;

/// `/staff/bulk-invitations/new`
#[component]
pub fn NewBulkInvitationPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let prospect = bulk_invitation::prospect(&context::services()?.db, &viewer.staff).await?;
    let error = flash::form::<StartBulkInvitation>().error;
    let content = view! {
        <Breadcrumbs trail=vec![("/staff/bulk-invitations".to_owned(), "Bulk invitations".to_owned())] here="New run"/>
        <PageHead title="Bulk invitations"/>
        <Section id="start" title="Invite clients to the portal">
            <BulkInvite prospect error/>
        </Section>
    };
    Ok(frame(viewer, StaffSection::BulkInvitations, "Bulk invitations", content))
}
